//! Who cites an edition.

use serde::Serialize;

use crate::render::view::frame::{Frame, Link, StandingMark};
use crate::render::view::list::Pager;

/// `cited.html`: who cites an edition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CitedView {
    /// Around it.
    pub frame: Frame,
    /// The edition.
    pub page: Link,
    /// Its version.
    pub edition: Option<String>,
    /// Its standing.
    pub standing: Option<StandingMark>,
    /// How many citations there are in all.
    pub count: usize,
    /// The articles cited, on this page of the list.
    pub articles: Vec<CitedArticle>,
    /// The lists of the other editions.
    pub others: Vec<Link>,
    /// The way through the list.
    pub pager: Pager,
}

/// An article with those that cite it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CitedArticle {
    /// Its anchor, here and in the text; empty for the whole text.
    pub anchor: String,
    /// Its number.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Those that cite it, by group.
    pub groups: Vec<CitedGroup>,
}

/// Those of one kind that cite an article.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CitedGroup {
    /// Cases, institutions and so on.
    pub label: String,
    /// The pages.
    pub rows: Vec<CitedRow>,
}

/// A page that cites an article.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CitedRow {
    /// Its title.
    pub title: String,
    /// The address of the place.
    pub href: String,
    /// The article of the citing page.
    pub place: Option<String>,
    /// The words around the citation.
    pub words: String,
    /// How the edition was told.
    pub why: String,
    /// How often it cites the article.
    pub count: usize,
}
