//! What stands around a place of a text, within bounds.

use std::ops::Range;

/// The `count` characters before `at`, at most to the beginning of the line.
pub fn before(text: &str, at: usize, count: usize) -> &str {
    let mut start = at;
    for (index, c) in text[..at].char_indices().rev().take(count) {
        if c == '\n' {
            break;
        }
        start = index;
    }
    &text[start..at]
}

/// The `count` characters behind `at`, at most to the end of the line.
pub fn behind(text: &str, at: usize, count: usize) -> &str {
    let mut end = at;
    for c in text[at..].chars().take(count) {
        if c == '\n' {
            break;
        }
        end += c.len_utf8();
    }
    &text[at..end]
}

/// Whether one of `words` stands in `text`.
pub fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Whether `c` is a Han character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '〇' | '\u{20000}'..='\u{3FFFD}')
}

/// How far an address or path is looked for on either side of a number.
const REACH: usize = 300;

/// The unbroken run of ASCII around `range`, which may be an address or a path.
pub fn ascii_run(text: &str, range: Range<usize>) -> &str {
    let bytes = text.as_bytes();
    let part = |byte: &u8| byte.is_ascii_graphic() && !b"\"'`<>|()[]".contains(byte);
    let left = bytes[..range.start].iter().rev().take(REACH).take_while(|byte| part(byte)).count();
    let right = bytes[range.end..].iter().take(REACH).take_while(|byte| part(byte)).count();
    &text[range.start - left..range.end + right]
}

/// Whether `range` lies in an address, a path or a file name.
pub fn in_address(text: &str, range: Range<usize>) -> bool {
    let run = ascii_run(text, range);
    run.contains("://") || run.contains("www.") || run.contains('/') || run.contains('\\') || has_ending(run)
}

/// Whether `run` ends in a full stop and a few letters, as file names do.
fn has_ending(run: &str) -> bool {
    let Some((_, ending)) = run.rsplit_once('.') else { return false };
    (2..=5).contains(&ending.len()) && ending.starts_with(|c: char| c.is_ascii_alphabetic())
}
