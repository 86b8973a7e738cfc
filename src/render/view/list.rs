//! Lists of pages: entries, sections, facets, indexes.

use serde::Serialize;

use crate::render::view::frame::{Frame, StandingMark};

/// A page in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Its title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Its summary.
    pub summary: Option<String>,
    /// Its date as shown.
    pub date: Option<String>,
    /// Label of its type.
    pub type_label: String,
    /// Name of its type, for a class.
    pub content_type: String,
    /// Short words about it: edition, level, document number.
    pub marks: Vec<String>,
    /// Its release scope where it is narrower than the site's own.
    pub scope: Option<String>,
    /// Its standing where it is an edition that is not in force.
    pub standing: Option<StandingMark>,
}

/// A value of a facet with its page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FacetValue {
    /// The value.
    pub title: String,
    /// Address of the list of pages that have it.
    pub href: String,
    /// How many.
    pub count: usize,
}

/// A facet with the values that occur.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Facet {
    /// Its label.
    pub title: String,
    /// Address of the page of all its values.
    pub href: String,
    /// The values, most pages first; on a section's page only the first dozen.
    pub values: Vec<FacetValue>,
    /// How many values there are beyond those.
    pub more: usize,
}

/// The way through a list on several pages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pager {
    /// This page, from 1.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
    /// The first, the last and the pages around this one; a gap has no address.
    pub numbers: Vec<PageNumber>,
}

/// A number of a pager.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageNumber {
    /// The number, 0 for a gap.
    pub number: usize,
    /// Its address.
    pub href: Option<String>,
    /// Whether it is this page.
    pub current: bool,
}

/// `section.html`: a section, a folder of it, or a further page of its list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionView {
    /// Around it.
    pub frame: Frame,
    /// Its summary.
    pub summary: Option<String>,
    /// Its introduction as HTML, on the first page.
    pub intro: Option<String>,
    /// How many pages it has.
    pub count: usize,
    /// Folders below it.
    pub folders: Vec<FacetValue>,
    /// The registers of its pages, on the first page.
    pub registers: Vec<Register>,
    /// Its facets, on the first page.
    pub facets: Vec<Facet>,
    /// The columns beside the title; empty where a list has no pages.
    pub columns: Vec<Column>,
    /// The pages of this page of the list.
    pub rows: Vec<ListRow>,
    /// Whether any of them has a summary.
    pub summaries: bool,
    /// The way through the list.
    pub pager: Pager,
}

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its head.
    pub title: String,
    /// `date` for the date of the page, `later` for further dates, `state` for the standing, else empty.
    pub kind: &'static str,
}

/// A page in a list that is a table as well.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListRow {
    /// The page.
    pub entry: Entry,
    /// What stands in the columns: as many as there are heads.
    pub cells: Vec<Cell>,
}

/// What stands in a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The words; none where the page says nothing.
    pub text: String,
    /// As in [`Column::kind`].
    pub kind: &'static str,
}

/// A register: catalogue, reviews, matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Register {
    /// Its name.
    pub title: String,
    /// Its address.
    pub href: String,
    /// How much is in it.
    pub count: usize,
    /// What it is good for.
    pub about: String,
    /// Whether something in it wants to be done.
    pub urgent: bool,
}

/// `facets.html`: all values of a facet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FacetsView {
    /// Around it.
    pub frame: Frame,
    /// The values in the order of the vocabulary, else by pages.
    pub values: Vec<FacetValue>,
}

/// `facet.html`: the pages that have a value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FacetView {
    /// Around it.
    pub frame: Frame,
    /// Label of the facet.
    pub label: String,
    /// The value.
    pub value: String,
    /// How many pages have it.
    pub count: usize,
    /// The pages of this page of the list.
    pub entries: Vec<Entry>,
    /// The way through the list.
    pub pager: Pager,
}

/// `recent.html`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecentView {
    /// Around it.
    pub frame: Frame,
    /// The pages changed last, by month.
    pub months: Vec<Month>,
}

/// The pages of a month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Month {
    /// The month, `2024-05`.
    pub title: String,
    /// Its pages, latest first.
    pub entries: Vec<Entry>,
}

/// `pinyin.html`: one initial of the index.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PinyinView {
    /// Around it.
    pub frame: Frame,
    /// All initials that occur.
    pub letters: Vec<Letter>,
    /// The initial shown.
    pub letter: String,
    /// The pages of this page of its list.
    pub entries: Vec<Entry>,
    /// The way through the list.
    pub pager: Pager,
}

/// An initial of the index.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Letter {
    /// `A` to `Z`, or `#`.
    pub title: String,
    /// Its address.
    pub href: String,
    /// How many pages begin with it.
    pub count: usize,
    /// Whether it is shown.
    pub current: bool,
}

/// `glossary.html`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GlossaryView {
    /// Around it.
    pub frame: Frame,
    /// The terms by initial.
    pub groups: Vec<GlossaryGroup>,
}

/// The terms of an initial.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GlossaryGroup {
    /// `A` to `Z`, or `#`.
    pub title: String,
    /// Its terms.
    pub entries: Vec<Entry>,
}
