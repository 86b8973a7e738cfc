//! From search entries to a Tantivy index, and from the index to shards that plain files can carry.
//!
//! [`build()`] takes the entries of a site; what comes out is read by the client under
//! `theme/js/search`, by [`shards::Shards`] and, the index itself, by [`tantivy_lookup::Tantivy`].
//! `FORMAT.md` beside this file rules all of them. Search knows nothing of pages, templates or
//! Markdown.

pub mod bm25;
pub mod build;
pub mod details;
pub mod engine;
pub mod entry;
pub mod evaluate;
pub mod files;
pub mod index;
pub mod integers;
pub mod lists;
pub mod lookup;
pub mod names;
pub mod options;
pub mod parts;
pub mod pinyin;
pub mod postings;
pub mod query;
pub mod rank;
pub mod runs;
pub mod score;
pub mod shards;
pub mod table;
pub mod tantivy_lookup;
pub mod terms;
pub mod texts;

pub use build::{SearchOutput, Statistics, build, build_with};
pub use options::Options;
pub use parts::Memory;

/// What stops the search from being built or asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Tantivy could not write or read its index.
    #[error("the index could not be written or read: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// Reading the index failed.
    #[error("the index could not be read: {0}")]
    Read(#[from] std::io::Error),
    /// A published file is not what the format says.
    #[error("{path} is damaged; build the site again")]
    Damaged {
        /// Path below the root of the site.
        path: String,
    },
    /// A published file is missing.
    #[error("{path} is missing; build the site again")]
    Missing {
        /// Path below the root of the site.
        path: String,
    },
}
