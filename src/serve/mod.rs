//! A built site over HTTP.
//!
//! Requests are answered from a snapshot in memory, so a reader never meets half a build.

pub mod http;
pub mod snapshot;
