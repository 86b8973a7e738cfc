//! Whether a line stands inside a quotation that began on an earlier line.

use crate::law::number::ArticleNo;
use crate::law::structure::lines::is_blank;

const OPEN: [char; 3] = ['“', '「', '『'];
const CLOSE: [char; 3] = ['”', '」', '』'];

/// The quotation marks passed since the article or act of amendment began.
///
/// A quotation of several paragraphs opens again at each of them and closes once.
#[derive(Debug, Default)]
pub(super) struct Quotation {
    depth: u32,
    announced: bool,
    quoting: bool,
    colon: bool,
}

impl Quotation {
    /// Whether a quotation is open, or goes on without marks since it was announced.
    pub(super) fn is_open(&self) -> bool {
        self.depth > 0 || self.quoting
    }

    /// Whether the line before was an act such as 将第一条修改为： that quotes an article next.
    pub(super) fn is_announced(&self) -> bool {
        self.announced
    }

    /// Takes note that a part of a law was quoted without marks.
    pub(super) fn quote(&mut self) {
        self.quoting = true;
    }

    /// Whether the line, not passed yet, goes on with a quotation as a whole.
    ///
    /// A line that opens with a quoted word, as definitions do, is no quotation. No blanks stand at its ends.
    pub(super) fn holds(&self, text: &str) -> bool {
        if !text.starts_with(OPEN) || !(self.depth > 0 || self.colon) {
            return false;
        }
        let closed = text.find(CLOSE).is_some_and(|at| text[at..].chars().count() > 2);
        !closed
    }

    /// The article that the line quotes at its start, where no blank stands.
    pub(super) fn quoted_article(&self, text: &str) -> Option<ArticleNo> {
        let quoted = text.trim_start_matches(OPEN).trim_start_matches('"');
        if quoted.len() == text.len() {
            return None;
        }
        let (no, len) = ArticleNo::parse_prefix(quoted)?;
        quoted[len..].starts_with(is_blank).then_some(no)
    }

    /// Passes a line; no blanks stand at its ends.
    pub(super) fn pass(&mut self, text: &str) {
        if self.depth > 0 && self.holds(text) {
            self.depth -= 1;
        }
        if may_quote(text) {
            for c in text.chars() {
                if OPEN.contains(&c) {
                    self.depth += 1;
                } else if CLOSE.contains(&c) {
                    self.depth = self.depth.saturating_sub(1);
                }
            }
        }
        self.colon = text.ends_with(['：', ':']);
        let act = || ["修改为", "改为", "增加", "作为"].iter().any(|word| text.contains(word));
        self.announced = self.colon && text.contains('条') && act();
    }
}

/// How many places of a line are looked at at once.
const AT_ONCE: usize = 32;

/// Whether a quotation mark may stand in the text: most lines have none, and bytes are quickly looked at.
///
/// The marks are E2 80 9C, E2 80 9D and E3 80 8C to E3 80 8F; few other characters begin and end so.
fn may_quote(text: &str) -> bool {
    let bytes = text.as_bytes();
    let lasts = bytes.get(2..).unwrap_or_default();
    let firsts = &bytes[..lasts.len()];
    match firsts.last_chunk::<AT_ONCE>().zip(lasts.last_chunk::<AT_ONCE>()) {
        // The end is looked at whole as well, with some of what is before it.
        Some(end) => {
            let blocks = firsts.as_chunks::<AT_ONCE>().0.iter().zip(lasts.as_chunks::<AT_ONCE>().0);
            blocks.chain([end]).any(|(firsts, lasts)| may_be_mark(firsts, lasts))
        }
        None => may_be_mark(firsts, lasts),
    }
}

/// Whether one of three bytes whose first are `firsts` and whose last are `lasts` may be a mark; looked at
/// without a way out, so that many are at once.
#[inline]
fn may_be_mark(firsts: &[u8], lasts: &[u8]) -> bool {
    let mark = |first: u8, last: u8| {
        u8::from(first == 0xE2) & u8::from(last & 0xFE == 0x9C)
            | u8::from(first == 0xE3) & u8::from(last & 0xFC == 0x8C)
    };
    firsts.iter().zip(lasts).fold(0, |found, (first, last)| found | mark(*first, *last)) > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_is_seen_by_its_bytes() {
        for mark in OPEN.iter().chain(&CLOSE) {
            for before in 0..40 {
                let text = format!("{}{mark}", "甲".repeat(before));
                assert!(may_quote(&text) && may_quote(&format!("{text}乙、")), "{text}");
            }
        }
        assert!(!may_quote(&"甲、乙。（丙）《丁》".repeat(9)));
        assert!(!may_quote("甲、乙。（丙）《丁》") && !may_quote(""));
    }
}
