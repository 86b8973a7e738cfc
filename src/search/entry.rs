//! What the search is given: one entry per page, cut into units.
//!
//! The entries are made from the model by the pipeline; this room knows nothing of pages,
//! templates or Markdown.

use serde::Serialize;

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
    pub units: Vec<SearchUnit>,
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
