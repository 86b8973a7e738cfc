//! Two editions side by side.

use serde::Serialize;

use crate::render::view::frame::{Frame, Link, StandingMark};

/// `compare.html`: two editions side by side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CompareView {
    /// Around it.
    pub frame: Frame,
    /// The work.
    pub work: String,
    /// The earlier edition.
    pub old: Compared,
    /// The later edition.
    pub new: Compared,
    /// How many articles each change befell; changes that none did are left out.
    pub counts: Vec<ChangeCount>,
    /// The articles, those that stayed the same gathered.
    pub rows: Vec<CompareRow>,
    /// Old and new numbers.
    pub numbers: Vec<NumberRow>,
    /// Other comparisons of the work.
    pub others: Vec<Link>,
    /// Whether an editor corrected any of it.
    pub corrected: bool,
}

/// An edition that is compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// Title of its page.
    pub title: String,
    /// Its version.
    pub version: String,
    /// Its address.
    pub href: String,
    /// Its standing.
    pub standing: Option<StandingMark>,
    /// From when it takes effect.
    pub effective: Option<String>,
    /// How many articles it has.
    pub articles: usize,
}

/// How many articles a change befell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangeCount {
    /// `same`, `moved`, `changed`, `split`, `merged`, `new` or `deleted`.
    pub name: &'static str,
    /// The word.
    pub label: String,
    /// How many pairs of articles.
    pub count: usize,
}

/// Articles that belong together, or a run of articles that stayed the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CompareRow {
    /// As in [`ChangeCount::name`].
    pub name: &'static str,
    /// The word.
    pub label: String,
    /// Whether an editor's correction brought them together.
    pub corrected: bool,
    /// Whether the number changed too.
    pub renumbered: bool,
    /// The articles of the earlier edition.
    pub old: Vec<CompareSide>,
    /// The articles of the later edition.
    pub new: Vec<CompareSide>,
}

/// An article in a comparison, or the first to last of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CompareSide {
    /// Its number: 第一条, or 第一条至第九条.
    pub no: String,
    /// Its address.
    pub href: String,
    /// Its text as HTML, differences marked; none for a run.
    pub html: String,
}

/// A run of old and new numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NumberRow {
    /// Numbers in the earlier edition; none for new articles.
    pub old: Option<String>,
    /// Numbers in the later edition; none for deleted articles.
    pub new: Option<String>,
    /// Whether they differ.
    pub changed: bool,
}
