//! A built site over HTTP, and its search for other programs.
//!
//! Requests are answered from a snapshot in memory that is swapped whole ([`current`]), so a reader
//! never meets half a build. [`connections`] takes and bounds connections, [`http`] decides what is
//! answered, [`reply`] makes an answer of a file. What a server for writing adds hangs on
//! [`http::Live`].

pub mod api;
pub mod ask;
pub mod board;
pub mod clock;
pub mod conditions;
pub mod connections;
pub mod current;
pub mod gzip;
pub mod headers;
pub mod http;
pub mod indexing;
pub mod live;
pub mod log;
pub mod media_type;
pub mod mounts;
pub mod patient;
pub mod pieces;
pub mod rebuild;
pub mod reply;
pub mod settle;
pub mod signals;
pub mod snapshot;
pub mod told;
pub mod waiting;
pub mod watch;
