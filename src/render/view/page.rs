//! A page of content.

use serde::Serialize;

use crate::render::ledger::Progress;
use crate::render::view::edition::{Applied, CitedAs, Edition, EditionNote, Event};
use crate::render::view::frame::{Frame, Link, NavItem, StandingMark, Words};
use crate::render::view::list::Entry;

/// `page.html`: a page of content.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageView {
    /// Around it.
    pub frame: Frame,
    /// Label of its type.
    pub type_label: String,
    /// Its summary.
    pub summary: Option<String>,
    /// Its date.
    pub date: Option<String>,
    /// When it was last changed.
    pub updated: Option<String>,
    /// Its release scope where it is narrower than the site's own.
    pub scope: Option<String>,
    /// Its standing where it is an edition.
    pub standing: Option<StandingMark>,
    /// That it was withdrawn, and why.
    pub withdrawn: Option<Withdrawn>,
    /// The editions of its work, this one among them, latest first; empty where it is alone.
    pub editions: Vec<Edition>,
    /// Which edition it is, where it is one of several.
    pub edition: Option<EditionNote>,
    /// What happened to it, in the order in which it is given.
    pub history: Vec<Event>,
    /// Whether articles with numbers stand in its body.
    pub articles: bool,
    /// How it is cited, where it is a text that is.
    pub citation: Option<CitedAs>,
    /// What it is for programs: schema.org as JSON-LD, safe inside a script element.
    pub json_ld: Option<String>,
    /// 立改废释: what it stands in a chain with, oldest first; empty where it stands alone.
    pub chain: Vec<ChainRow>,
    /// The cases that led to it.
    pub behind: Vec<BehindRow>,
    /// Why it is to be reviewed; empty where it is not.
    pub review_notes: Vec<ReviewNote>,
    /// The articles that a case applies, in full.
    pub applied: Vec<Applied>,
    /// Its facts in the order of the type's fields.
    pub facts: Vec<Fact>,
    /// Its body as HTML.
    pub body: String,
    /// Records of the front matter as tables, behind the body.
    pub tables: Vec<RecordTable>,
    /// How far the items of a ledger have come.
    pub progress: Option<Progress>,
    /// The series it belongs to.
    pub series: Option<Series>,
    /// Headings of the body.
    pub outline: Vec<OutlineItem>,
    /// Tags.
    pub tags: Vec<Fact>,
    /// Files to take along.
    pub attachments: Vec<Attachment>,
    /// Where it comes from.
    pub source: Option<Source>,
    /// Who answers for it.
    pub review: Option<Review>,
    /// Rights in it.
    pub rights: Option<String>,
    /// The page before it in its section or series.
    pub previous: Option<Link>,
    /// The page after it.
    pub next: Option<Link>,
    /// Pages that an editor or its tags relate to it.
    pub related: Vec<Entry>,
    /// Pages that link to it: the first of them.
    pub backlinks: Vec<Entry>,
    /// How many pages link to it.
    pub backlinks_count: usize,
    /// How often it is cited, and the list of who does.
    pub cited: Option<Link>,
    /// Characters of its text, for the reading time.
    pub characters: usize,
}

/// A link of the chain of an institution.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChainRow {
    /// From when it counts.
    pub on: Option<String>,
    /// What it is to this page.
    pub words: String,
    /// The page with its 文号 in the title's place where it is an edition of the same name.
    pub page: Link,
    /// Its 文号.
    pub doc_no: Option<String>,
    /// Its standing.
    pub standing: Option<StandingMark>,
    /// Whether it is this page.
    pub current: bool,
}

/// A case that led to this page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BehindRow {
    /// The case.
    pub case: Link,
    /// Its date.
    pub date: Option<String>,
    /// 问题短板
    pub gap: Option<String>,
    /// 整改措施
    pub action: Option<String>,
}

/// A series with its pages in their order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series {
    /// Its name.
    pub title: String,
    /// The place of this page, from 1.
    pub place: usize,
    /// Its pages.
    pub items: Vec<NavItem>,
    /// Address of the booklet of all of them.
    pub book: String,
}

/// Why a page is to be reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewNote {
    /// In words.
    pub words: String,
    /// Where more is said.
    pub href: String,
}

/// That a page was withdrawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Withdrawn {
    /// When.
    pub on: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// What stands in its place.
    pub successor: Option<Link>,
}

/// A labelled list of values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// The values.
    pub values: Vec<Words>,
    /// Whether it stands below the title of a printed instrument: its organ, number and dates.
    pub is_below_title: bool,
}

/// Records of one field as a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecordTable {
    /// Label of the field.
    pub label: String,
    /// Name of the field, for a class.
    pub name: String,
    /// Labels of the columns that are filled anywhere.
    pub heads: Vec<String>,
    /// The rows: as many cells as heads, each a list of words.
    pub rows: Vec<Vec<Vec<Words>>>,
}

/// A heading of the body.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutlineItem {
    /// 2 to 6.
    pub level: u8,
    /// Its words.
    pub title: String,
    /// Its fragment with `#`.
    pub href: String,
}

/// A file to take along.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Attachment {
    /// Its name.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Its ending in capitals.
    pub ending: String,
    /// Its size in words, such as `12 KB`.
    pub size: String,
}

/// Where a page comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Source {
    /// Name.
    pub name: Option<String>,
    /// Whole address.
    pub url: Option<String>,
    /// Document number.
    pub doc_no: Option<String>,
}

/// Who answers for a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Review {
    /// By which post.
    pub by: Option<String>,
    /// When.
    pub on: Option<String>,
    /// On what basis.
    pub basis: Option<String>,
    /// When it is due again.
    pub due: Option<String>,
}
