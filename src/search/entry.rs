//! What the search is given: one entry per page, cut into units.
//!
//! The entries are made from the model by the pipeline; this room knows nothing of pages,
//! templates or Markdown.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};

use crate::base::digest::Digest;
use crate::search::terms::VERSION;

/// A page as the search sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SearchEntry {
    /// Path of the source below the content root, with `/`.
    pub path: String,
    /// Route of the page below the site's root, such as `regulations/jianchafa-2018.html`.
    pub route: String,
    /// Title as shown.
    pub title: String,
    /// Short titles and other names, in the order of the source.
    pub aliases: Vec<String>,
    /// Document number (文号) as written, if the page has one.
    pub doc_no: Option<String>,
    /// Name of the content type, such as `regulation`.
    pub kind: String,
    /// Facet values by facet name, in the order of the type's fields.
    pub facets: Vec<(String, Vec<String>)>,
    /// Date that sorts the page, `YYYY-MM-DD` or a leading part of it.
    pub date: Option<String>,
    /// Name of the work whose edition this page is.
    pub work: Option<String>,
    /// Edition label shown beside the title, such as `2018-03-20`.
    pub edition: Option<String>,
    /// Standing of the page as a word, such as 现行有效.
    pub standing: Option<String>,
    /// Whether an edition in force stands before this one.
    pub superseded: bool,
    /// Whether the page was withdrawn and must not be found.
    pub withdrawn: bool,
    /// The units in the order they stand on the page; the first may carry the page's own fields.
    pub units: Units,
}

/// The smallest thing a result links to: an article, or a heading's section in blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SearchUnit {
    /// Fragment on the page without `#`; empty for the top of the page.
    pub anchor: String,
    /// Headings above the unit, outermost first, the page's title left out.
    pub headings: Vec<String>,
    /// Article number, `(103, 0)` for 第一百零三条, `(382, 1)` for 第三百八十二条之一.
    pub article: Option<(u32, u32)>,
    /// Plain text of the unit, paragraphs divided by `\n`.
    pub text: String,
}

/// The units of a page, shared by all entries that have them.
#[derive(Debug, Clone)]
pub struct Units(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    units: Vec<SearchUnit>,
    texts: OnceLock<Texts>,
}

/// What the terms of a page are made of.
#[derive(Debug, Clone, Copy)]
pub struct Texts {
    /// Of headings and texts.
    pub digest: Digest,
    /// Their bytes.
    pub size: usize,
}

impl Units {
    /// The digest of what terms are made of; reckoned once.
    pub fn texts(&self) -> Texts {
        *self.0.texts.get_or_init(|| Texts::of(&self.0.units))
    }

    /// Whether these are the very same in memory.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Texts {
    fn of(units: &[SearchUnit]) -> Self {
        let counts: Vec<[u8; 8]> =
            units.iter().map(|unit| (unit.headings.len() as u64).to_le_bytes()).collect();
        let mut parts: Vec<&[u8]> = Vec::new();
        for (unit, count) in units.iter().zip(&counts) {
            parts.push(count);
            parts.extend(unit.headings.iter().map(String::as_bytes));
            parts.push(unit.text.as_bytes());
        }
        let digest = Digest::of(&format!("zhiku search page/1, terms {VERSION}"), &parts);
        Self { digest, size: parts.iter().map(|part| part.len()).sum() }
    }
}

impl Deref for Units {
    type Target = [SearchUnit];

    fn deref(&self) -> &[SearchUnit] {
        &self.0.units
    }
}

impl From<Vec<SearchUnit>> for Units {
    fn from(units: Vec<SearchUnit>) -> Self {
        Self(Arc::new(Shared { units, texts: OnceLock::new() }))
    }
}

impl FromIterator<SearchUnit> for Units {
    fn from_iter<I: IntoIterator<Item = SearchUnit>>(units: I) -> Self {
        Self::from(units.into_iter().collect::<Vec<_>>())
    }
}

impl PartialEq for Units {
    fn eq(&self, other: &Self) -> bool {
        self.is(other) || **self == **other
    }
}

impl Eq for Units {}

impl Serialize for Units {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

/// The text whose terms stand for a unit: its headings, then its own text.
pub fn field_text(headings: &[String], text: &str) -> String {
    let length = headings.iter().map(|heading| heading.len() + 1).sum::<usize>();
    let mut field = String::with_capacity(length + text.len());
    for heading in headings {
        field.push_str(heading);
        field.push('\n');
    }
    field.push_str(text);
    field
}
