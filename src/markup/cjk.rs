//! Emphasis beside Chinese punctuation: `**中文。**后面` is bold.
//!
//! CommonMark's flanking rules take no account of text without blanks (commonmark-spec #650).
//! The public CJK-friendly amendment mends them: punctuation of full width counts as a letter,
//! and a Han character beside other punctuation counts as a blank. pulldown-cmark has no such
//! switch, so it is given a source in which the one character that misleads it is replaced by
//! another of the same length; all words are then taken from the true source by their offsets.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// `source` with misleading characters replaced; every offset stays as it was.
pub fn friendly(source: &str, options: Options) -> Cow<'_, str> {
    let changes = replacements(source);
    if changes.is_empty() {
        return Cow::Borrowed(source);
    }
    let literal = literal_ranges(source, options);
    let mut mended = String::with_capacity(source.len());
    let mut done = 0;
    for (at, from, to) in changes {
        let inside = literal.partition_point(|range| range.end <= at);
        if at < done || literal.get(inside).is_some_and(|range| range.contains(&at)) {
            continue;
        }
        mended.push_str(&source[done..at]);
        mended.push(to);
        done = at + from.len_utf8();
    }
    mended.push_str(&source[done..]);
    Cow::Owned(mended)
}

/// The characters to replace: offset, the character there, the one to put in its place.
fn replacements(source: &str) -> Vec<(usize, char, char)> {
    let mut found = Vec::new();
    let bytes = source.as_bytes();
    let mut at = 0;
    while let Some(step) = source[at..].find(['*', '~']) {
        let start = at + step;
        let end = start + bytes[start..].iter().take_while(|byte| **byte == bytes[start]).count();
        at = end;
        let before = source[..start].chars().next_back();
        let after = source[end..].chars().next();
        if let (Some(before), Some(after)) = (before, after) {
            found.extend(mend(start, before, end, after));
        }
    }
    found.sort_by_key(|(at, ..)| *at);
    found.dedup_by_key(|(at, ..)| *at);
    found
}

/// The replacement that makes a run between `before` and `after` flank as the amendment says.
fn mend(start: usize, before: char, end: usize, after: char) -> Option<(usize, char, char)> {
    if before.is_whitespace() || after.is_whitespace() || before == '\\' {
        return None;
    }
    let before_at = start - before.len_utf8();
    match (is_punctuation(before), is_punctuation(after)) {
        // A run that opens before punctuation and stands behind a letter.
        (false, true) if is_cjk(after) => Some((end, after, letter(after))),
        (false, true) if is_cjk(before) => Some((before_at, before, mark(before)?)),
        // A run that closes behind punctuation and stands before a letter.
        (true, false) if is_cjk(before) => Some((before_at, before, letter(before))),
        (true, false) if is_cjk(after) => Some((end, after, mark(after)?)),
        _ => None,
    }
}

/// A letter of the same length in UTF-8.
fn letter(c: char) -> char {
    match c.len_utf8() {
        1 => 'a',
        2 => 'é',
        3 => '字',
        _ => '𠀀',
    }
}

/// A punctuation mark of the same length in UTF-8, for the lengths that Han characters have.
fn mark(c: char) -> Option<char> {
    match c.len_utf8() {
        3 => Some('。'),
        4 => Some('𐄀'),
        _ => None,
    }
}

/// Where asterisks mean themselves: code and HTML, in order.
fn literal_ranges(source: &str, options: Options) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut block = false;
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => {
                block = true;
                ranges.push(range);
            }
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => block = false,
            Event::Code(_) | Event::InlineHtml(_) if !block => ranges.push(range),
            _ => {}
        }
    }
    ranges
}

/// Punctuation in the sense of CommonMark 0.31: the Unicode categories P and S.
pub fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    matches!(c.general_category_group(), GeneralCategoryGroup::Punctuation | GeneralCategoryGroup::Symbol)
}

/// A CJK character in the sense of the amendment: wide, full- or half-width by UAX #11 and no
/// emoji, or Hangul.
pub fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x11FF | 0x2329..=0x232A | 0x2E80..=0x303E | 0x3041..=0x4DBF | 0x4E00..=0xA4CF
        | 0xA960..=0xA97F | 0xAC00..=0xD7FF | 0xF900..=0xFAFF | 0xFE10..=0xFE19 | 0xFE30..=0xFE6F
        | 0xFF01..=0xFFDC | 0xFFE0..=0xFFEE | 0x16FE0..=0x18DFF | 0x1AFF0..=0x1B2FF
        | 0x20000..=0x3FFFD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_never_move() {
        for source in ["**中文。**后面", "前**（中）**后", "**a)**中", "中**[链](x)**文", "`**。**中`"]
        {
            let mended = friendly(source, Options::empty());
            assert_eq!(mended.len(), source.len(), "{source}");
        }
    }

    #[test]
    fn text_without_trouble_is_left_alone() {
        for source in ["**bold** text", "**中文**后面", "a * b", "`**中。**文`", "\\**中。**"] {
            assert_eq!(friendly(source, Options::empty()), source);
        }
    }
}
