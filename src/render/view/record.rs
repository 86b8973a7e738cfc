//! The record of a publication.

use serde::Serialize;

use crate::render::view::frame::{Frame, Link, Words};

/// `record.html`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecordView {
    /// What is around it.
    pub frame: Frame,
    /// The narrowest release scope of the site.
    pub scope: String,
    /// The day as of which it was published.
    pub as_of: Option<String>,
    /// Digest of all that it holds.
    pub digest: Option<String>,
    /// Digest of the publication before.
    pub since: Option<String>,
    /// Whether nothing was published before.
    pub is_first: bool,
    /// How many pages there are.
    pub pages: usize,
    /// How many files beside them.
    pub files: usize,
    /// Pages that were not there, the first of them.
    pub added: Vec<Link>,
    /// How many.
    pub added_count: usize,
    /// Pages that changed, the first of them.
    pub changed: Vec<Link>,
    /// How many.
    pub changed_count: usize,
    /// Keys of pages that are gone.
    pub removed: Vec<String>,
    /// Reviews by post.
    pub reviews: Vec<ReviewRow>,
    /// How many pages no review is written in.
    pub unreviewed: usize,
    /// Rules that ran: name, severity, what they found.
    pub rules: Vec<[String; 3]>,
    /// Exceptions: rule, place, reason.
    pub exceptions: Vec<[String; 3]>,
    /// The whole record.
    pub json: Words,
}

/// How much a post reviewed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReviewRow {
    /// The post.
    pub by: String,
    /// How many pages.
    pub count: usize,
    /// The day of the last review.
    pub last: Option<String>,
}
