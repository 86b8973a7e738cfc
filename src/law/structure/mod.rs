//! The structure of a law: 编 – 分编 – 章 – 节 – 条 – 款 – 项 – 目, read from lines of plain text.
//!
//! Comes in: lines with the kind of their block. Goes out: a [`Structure`] with a role and an anchor
//! for each line, and findings where the sequence of numbers breaks. Reading never fails and takes
//! one pass. This room knows nothing of Markdown or HTML.

mod contents;
mod finding;
mod lines;
mod opening;
mod quotation;
mod reader;
mod sequence;
mod signature;
mod tree;

#[cfg(test)]
mod tests;

pub use finding::{Finding, FindingKind};
pub use lines::{Line, LineKind, raw_lines};
pub(crate) use lines::{is_blank, trimmed};
pub use opening::{DivisionKind, LineStart, line_start};
pub use tree::{Article, Attachment, Division, Item, Paragraph, Role, Structure};

/// Reads the structure of a text.
pub fn recognise(lines: &[Line<'_>]) -> Structure {
    let texts: Vec<&str> = lines.iter().map(|line| trimmed(&line.text)).collect();
    let openings: Vec<_> =
        lines.iter().zip(&texts).map(|(line, text)| opening::opening(line, text)).collect();
    let contents = contents::contents(lines, &openings);
    reader::Reader::new(lines, texts, openings, contents).read()
}
