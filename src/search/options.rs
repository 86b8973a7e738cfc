//! How the search is built.

/// How the search is built.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Labels of facets by name, in the order they are shown; a facet without one is not shown.
    pub facets: Vec<(String, String)>,
    /// Labels of content types by name.
    pub kinds: Vec<(String, String)>,
}
