//! A built site over HTTP, and its search for other programs.
//!
//! Requests are answered from a snapshot in memory, so a reader never meets half a build.

pub mod api;
pub mod ask;
pub mod http;
pub mod snapshot;
