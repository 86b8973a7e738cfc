//! From search entries to a Tantivy index, and from the index to shards that plain files can carry.

pub mod entry;
pub mod index;
pub mod integers;
pub mod terms;
