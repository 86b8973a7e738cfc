//! From the text of a file to a document: front matter, and Markdown as a flat list of operations
//! over one plain text.
//!
//! Parsing is total: whatever stands in the file, out comes a [`document::Document`], with
//! diagnostics for what is wrong. The room knows one file at a time; where a link leads is the
//! model's to say, and [`html`] is told.

pub mod articles;
pub mod autolink;
pub mod body;
pub mod cjk;
pub mod document;
pub mod escape;
pub mod front_matter;
pub mod html;
pub mod markdown;
pub mod orphans;
pub mod passages;
pub mod review;
pub mod sanitise;
pub mod scheme;
pub mod scoped;
pub mod sequence;
pub mod targets;
