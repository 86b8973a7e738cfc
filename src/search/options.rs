//! How the search is built.

use std::path::PathBuf;

/// How the search is built.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Empty directory for the Tantivy index; in memory when there is none.
    pub index: Option<PathBuf>,
    /// Labels of facets by name, in the order they are shown; a facet without one is not shown.
    pub facets: Vec<(String, String)>,
    /// Labels of content types by name.
    pub kinds: Vec<(String, String)>,
}
