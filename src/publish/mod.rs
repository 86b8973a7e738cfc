//! From a complete set of outputs to a published folder.
//!
//! The set is held against what is there ([`survey`], [`plan`]), and only what differs is written
//! ([`apply`]): all under temporary names first, then each renamed into place, the manifest last.
//! Files that the program did not write are never touched. What is about to be written is noted
//! first, so that a build that is killed leaves a folder which the next one repairs.

pub mod apply;
pub mod manifest;
pub mod output;
pub mod package;
pub mod plan;
pub mod releases;
pub mod survey;
pub mod verify;
