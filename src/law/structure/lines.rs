//! The input of the recogniser: lines of plain text with the kind of block they stand in.
//!
//! Whoever reads Markdown makes one [`Line`] per line of a block, marks of emphasis taken out.
//! [`raw_lines`] does so for plain or barely marked text, without being a Markdown reader.

use std::borrow::Cow;

/// The block a line stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// Running text.
    Paragraph,
    /// A heading with its level, 1 to 6.
    Heading(u8),
    /// An item of a list; its text carries the number as written, if it was numbered.
    ListItem,
    /// A row of a table.
    Table,
    /// A line of a block quote.
    Quote,
    /// Code, HTML, rules and all else that is no text of the law.
    Other,
}

/// One line of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'t> {
    /// The text without marks of markup; blanks at the ends do no harm.
    pub text: Cow<'t, str>,
    /// The block it stands in.
    pub kind: LineKind,
    /// Where the line starts in the source, in bytes; findings repeat it.
    pub offset: usize,
    /// Whether it goes on with the paragraph of the line before (a soft line break).
    pub continues: bool,
}

/// Whether the character is a blank or invisible.
pub(crate) fn is_blank(c: char) -> bool {
    // Nearly all that is asked stands between the last two.
    if ('\u{3001}'..='\u{fefe}').contains(&c) {
        return false;
    }
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The text without blanks at its ends, where most have none.
pub(crate) fn trimmed(text: &str) -> &str {
    let ends = [text.chars().next(), text.chars().next_back()];
    if ends.into_iter().flatten().any(is_blank) { text.trim_matches(is_blank) } else { text }
}

/// Cuts raw text into lines: `#` headings, `-` lists, `|` tables, `>` quotes, `**` removed.
///
/// A front matter between `---` lines is passed over, empty lines are left out.
pub fn raw_lines(source: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut fence = false;
    let mut offset = front_matter_len(source);
    for raw in source[offset..].split_inclusive('\n') {
        let text = raw.trim_matches(is_blank);
        let start = offset;
        offset += raw.len();
        if text.starts_with("```") {
            fence = !fence;
        }
        if text.is_empty() {
            continue;
        }
        let (kind, text) = if fence { (LineKind::Other, text) } else { kind_of(text) };
        lines.push(Line { text: without_strong(text), kind, offset: start, continues: false });
    }
    lines
}

fn front_matter_len(source: &str) -> usize {
    if !source.starts_with("---\n") {
        return 0;
    }
    source[4..].find("\n---\n").map_or(0, |end| 4 + end + "\n---\n".len())
}

fn kind_of(text: &str) -> (LineKind, &str) {
    let level = text.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&level) && text[level..].starts_with(is_blank) {
        return (LineKind::Heading(level as u8), text[level..].trim_matches(is_blank));
    }
    for (mark, kind) in [
        ("- ", LineKind::ListItem),
        ("* ", LineKind::ListItem),
        ("> ", LineKind::Quote),
        ("|", LineKind::Table),
        ("---", LineKind::Other),
        ("```", LineKind::Other),
    ] {
        if let Some(rest) = text.strip_prefix(mark) {
            return (kind, rest.trim_start_matches(is_blank));
        }
    }
    (LineKind::Paragraph, text)
}

fn without_strong(text: &str) -> Cow<'_, str> {
    if text.contains("**") { Cow::Owned(text.replace("**", "")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_offsets() {
        let source = "---\ntitle: x\n---\n\n## 第一章 总则\n\n**第一条** 为了\n- （一）甲\n";
        let lines = raw_lines(source);
        let seen: Vec<_> = lines.iter().map(|l| (l.kind, l.text.as_ref())).collect();
        assert_eq!(
            seen,
            [
                (LineKind::Heading(2), "第一章 总则"),
                (LineKind::Paragraph, "第一条 为了"),
                (LineKind::ListItem, "（一）甲"),
            ]
        );
        assert!(source[lines[1].offset..].starts_with("**第一条"));
    }
}
