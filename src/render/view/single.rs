//! Pages of which a site has one: booklet, search, wrong addresses, redirects.

use serde::Serialize;

use crate::render::view::frame::{Frame, Link};

/// `book.html`: a booklet put together from pages that the reader chose.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BookView {
    /// Around it.
    pub frame: Frame,
    /// Address of its script.
    pub script: String,
}

/// `search.html`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SearchView {
    /// Around it.
    pub frame: Frame,
}

/// `404.html`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NotFoundView {
    /// Around it; its root is the site's whole path.
    pub frame: Frame,
    /// Where to go on.
    pub sections: Vec<Link>,
}

/// `redirect.html`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RedirectView {
    /// Around it.
    pub frame: Frame,
    /// Where the page is now.
    pub target: Link,
}
