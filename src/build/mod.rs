//! The build: all stages in their order.
//!
//! [`pipeline`] is the one place that names every stage. It returns a complete set of outputs or
//! the reasons why there is none; it never touches the published folder.

pub mod beside;
pub mod booklet;
pub mod cache;
pub mod entries;
pub mod explain;
pub mod indexing;
pub mod memory;
pub mod patch;
pub mod pipeline;
