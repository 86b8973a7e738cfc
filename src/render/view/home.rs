//! The home page.

use serde::Serialize;

use crate::render::view::frame::{Frame, Link};
use crate::render::view::list::Entry;

/// `home.html`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HomeView {
    /// Around it.
    pub frame: Frame,
    /// A sentence or two about the site.
    pub description: Option<String>,
    /// The introduction from `content/_index.md`, as HTML.
    pub intro: Option<String>,
    /// The sections of the main navigation.
    pub sections: Vec<SectionCard>,
    /// The blocks to show, in their order: `rooms`, `dates`, `suggestion`, `recent`, `intro`.
    pub blocks: Vec<&'static str>,
    /// What begins and ends soon, the next first.
    pub soon: Vec<ComingRow>,
    /// Address of the list of all of it.
    pub soon_href: String,
    /// A page of study for this week.
    pub suggestion: Option<Entry>,
    /// Addresses of further ways in: overview, index, glossary.
    pub ways: Vec<Link>,
    /// The pages changed last.
    pub recent: Vec<Entry>,
    /// Address of the list of all that changed recently.
    pub recent_href: String,
    /// How many pages the site has.
    pub count: usize,
}

/// Something that happens soon.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComingRow {
    /// The day.
    pub on: String,
    /// How many days are left.
    pub days: i32,
    /// The page.
    pub page: Link,
    /// Label of its type.
    pub type_label: String,
    /// 文号
    pub doc_no: Option<String>,
    /// What happens.
    pub what: String,
    /// What does it.
    pub by: Option<Link>,
}

/// A section on the home page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionCard {
    /// Its name.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Its summary.
    pub summary: Option<String>,
    /// How many pages it has.
    pub count: usize,
    /// Name of its type, for a class.
    pub content_type: String,
    /// Its latest pages.
    pub latest: Vec<Entry>,
}
