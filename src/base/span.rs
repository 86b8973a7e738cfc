//! Places in a source text.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes in a source text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

impl Span {
    /// The span of the bytes from `start` up to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The same span in a text that has `by` more bytes before it.
    pub const fn shifted(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A place as an editor counts it: line and column from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// Path of the file, below the content root or as given on the command line.
    pub path: String,
    /// Line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Length of the marked text on that line, in characters.
    pub length: usize,
    /// The line itself, without its end; cut around the mark where it is very long.
    pub excerpt: String,
    /// Characters cut from the front of `excerpt`.
    pub cut: usize,
}

/// Characters of a line that an excerpt keeps before and after its mark.
const CONTEXT: usize = 40;

impl Place {
    /// The whole file at `path`.
    pub fn file(path: impl Into<String>) -> Self {
        let path = path.into();
        Self { path, line: 0, column: 0, length: 0, excerpt: String::new(), cut: 0 }
    }

    /// The place of `span` in `text`, whose lines begin at `lines`: for many places of one text.
    pub fn in_lines(path: impl Into<String>, text: &str, lines: &LineStarts, span: Span) -> Self {
        let line = lines.0.partition_point(|start| *start <= span.start).saturating_sub(1);
        let start = lines.0.get(line).copied().unwrap_or(0);
        let within = Span::new(span.start.saturating_sub(start), span.end.saturating_sub(start));
        Self { line: line + 1, ..Self::new(path, &text[start..], within) }
    }

    /// The place of `span` in `text`; a span that reaches over several lines is cut at the first.
    pub fn new(path: impl Into<String>, text: &str, span: Span) -> Self {
        let start = floor_boundary(text, span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = text[line_start..line_end].trim_end_matches('\r');
        let end =
            floor_boundary(text, span.end.clamp(start, line_start + line.len().max(start - line_start)));
        let column = text[line_start..start].chars().count();
        let length = text[start..end].chars().count();
        let cut = column.saturating_sub(CONTEXT);
        let excerpt = line.chars().skip(cut).take(column - cut + length.min(CONTEXT) + CONTEXT).collect();
        Self {
            path: path.into(),
            line: text[..line_start].bytes().filter(|b| *b == b'\n').count() + 1,
            column: column + 1,
            length,
            excerpt,
            cut,
        }
    }
}

/// The offsets at which the lines of a text begin.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineStarts(Vec<usize>);

impl LineStarts {
    /// The lines of `text`.
    pub fn of(text: &str) -> Self {
        let after = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self(std::iter::once(0).chain(after).collect())
    }
}

/// The nearest character boundary at or before `at`.
fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_and_characters_from_one() {
        let text = "标题\r\n第二行有字\n末行";
        let at = text.find('有').unwrap();
        let place = Place::new("a.md", text, Span::new(at, at + "有字".len()));
        assert_eq!((place.line, place.column, place.length), (2, 4, 2));
        assert_eq!(place.excerpt, "第二行有字");
    }

    #[test]
    fn a_span_over_lines_is_cut_at_the_first() {
        let text = "一二\r\n三四";
        let place = Place::new("a.md", text, Span::new(3, text.len()));
        assert_eq!((place.line, place.column, place.length), (1, 2, 1));
        let end = Place::new("a.md", text, Span::new(text.len(), text.len() + 9));
        assert_eq!((end.line, end.column, end.length), (2, 3, 0));
    }

    #[test]
    fn places_by_a_table_of_lines_are_the_same() {
        let text = "标题\r\n第二行有字\n\n末行";
        let lines = LineStarts::of(text);
        for (at, c) in text.char_indices() {
            let span = Span::new(at, at + c.len_utf8());
            assert_eq!(Place::in_lines("a", text, &lines, span), Place::new("a", text, span), "{at}");
        }
    }

    #[test]
    fn a_very_long_line_is_cut_around_the_mark() {
        let text = format!("{}字{}", "甲".repeat(5_000), "乙".repeat(5_000));
        let at = text.find('字').unwrap();
        let place = Place::new("a.md", &text, Span::new(at, at + 3));
        assert_eq!((place.column, place.cut), (5_001, 4_960));
        assert_eq!(place.excerpt.chars().nth(place.column - 1 - place.cut), Some('字'));
        assert!(place.excerpt.chars().count() <= 2 * CONTEXT + 1);
    }
}
