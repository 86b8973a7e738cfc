//! The ground floor: digests, spans, diagnostics, dates, paths and the disk.
//!
//! Everything above may use it; it uses nothing of the house. [`disk`] is the only module of the
//! crate that meets the file system, so that every fault there has one wording and one place.

pub mod date;
pub mod diagnostic;
pub mod digest;
pub mod disk;
pub mod memo;
pub mod message;
pub mod nearest;
pub mod path;
pub mod span;
