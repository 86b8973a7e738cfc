//! What pasting leaves behind: marks of chat programs and web pages, garbage of wrong encodings,
//! characters that cannot be seen. Looked for in the source itself; code in Markdown shows such
//! things on purpose.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::base::span::Span;
use crate::config::gate::Weight;
use crate::gate::rules::context::is_han;

/// What a pattern is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Junk as it stands.
    Junk,
    /// Two number signs, which may enclose a word.
    Signs,
    /// A character that cannot be seen.
    Invisible,
    /// One that joins emoji, and is junk between Han characters.
    Joiner,
}

const PATTERNS: [(&str, Kind); 40] = [
    ("##", Kind::Signs),
    ("&nbsp;", Kind::Junk),
    ("MsoNormal", Kind::Junk),
    ("mso-style", Kind::Junk),
    ("<o:p>", Kind::Junk),
    ("\u{FFFD}", Kind::Junk),
    ("锟斤拷", Kind::Junk),
    ("烫烫烫", Kind::Junk),
    ("屯屯屯", Kind::Junk),
    ("ï»¿", Kind::Junk),
    ("â€œ", Kind::Junk),
    ("â€", Kind::Junk),
    ("ä¸", Kind::Junk),
    ("å¤", Kind::Junk),
    ("å›", Kind::Junk),
    ("æˆ", Kind::Junk),
    ("æœ", Kind::Junk),
    ("ç»", Kind::Junk),
    ("è¿", Kind::Junk),
    ("é—", Kind::Junk),
    ("ã€", Kind::Junk),
    ("ï¼", Kind::Junk),
    ("Ã©", Kind::Junk),
    ("Â·", Kind::Junk),
    ("銆?", Kind::Junk),
    ("锛?", Kind::Junk),
    ("鈥?", Kind::Junk),
    ("鐨勶", Kind::Junk),
    ("\u{200B}", Kind::Invisible),
    ("\u{200C}", Kind::Invisible),
    ("\u{200D}", Kind::Joiner),
    ("\u{200E}", Kind::Invisible),
    ("\u{200F}", Kind::Invisible),
    ("\u{202A}", Kind::Invisible),
    ("\u{202C}", Kind::Invisible),
    ("\u{202D}", Kind::Invisible),
    ("\u{202E}", Kind::Invisible),
    ("\u{2060}", Kind::Invisible),
    ("\u{FEFF}", Kind::Invisible),
    ("\u{AD}", Kind::Invisible),
];

static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = PATTERNS.iter().map(|(word, _)| word);
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(words)
        .expect("plain words make a finder")
});

/// Longest word between number signs, in characters.
const WORD: usize = 30;

/// The junk of `source`: places with what they weigh, where that differs. Of what cannot be seen
/// the first is given.
pub fn junk(source: &str, markdown: bool) -> Vec<(Span, Option<Weight>)> {
    let mut found = Vec::new();
    let mut code = None;
    let (mut unseen, mut upto) = (false, 0);
    for hit in FINDER.find_iter(source) {
        if hit.start() < upto {
            continue;
        }
        let kind = PATTERNS[hit.pattern().as_usize()].1;
        let (end, weight) = match kind {
            Kind::Junk => (Some(hit.end()), None),
            Kind::Signs => (signs(source, hit.range()), None),
            Kind::Joiner if !between_han(source, hit.range()) => (None, None),
            Kind::Invisible | Kind::Joiner if unseen => (None, None),
            Kind::Invisible | Kind::Joiner => (Some(hit.end()), Some(Weight::Warn)),
        };
        let Some(end) = end else { continue };
        if markdown && code.get_or_insert_with(|| code_of(source)).holds(source, hit.start()) {
            continue;
        }
        unseen |= weight.is_some();
        upto = end;
        found.push((Span::new(hit.start(), end), weight));
    }
    found
}

/// Where `##word##` that begins with `range` ends.
fn signs(source: &str, range: Range<usize>) -> Option<usize> {
    let word = &source[range.end..];
    let before = source[..range.start].chars().next_back();
    if before == Some('#') || word.starts_with(['#', ' ', '\u{3000}', '\t']) {
        return None;
    }
    let length =
        word.char_indices().take(WORD).find(|(_, c)| matches!(c, '#' | '\n' | '"')).map(|(at, _)| at)?;
    let closes = word[length..].starts_with("##") && !word[length..].starts_with("###");
    (closes && length > 0 && !word[..length].ends_with([' ', '\u{3000}'])).then_some(range.end + length + 2)
}

fn between_han(source: &str, range: Range<usize>) -> bool {
    let left = source[..range.start].chars().next_back().is_some_and(is_han);
    left && source[range.end..].chars().next().is_some_and(is_han)
}

/// The lines of fenced code.
#[derive(Debug)]
pub struct Code(Vec<Range<usize>>);

/// The code of a page in Markdown.
pub fn code_of(source: &str) -> Code {
    let (mut fences, mut open, mut at) = (Vec::new(), None, 0);
    for line in source.split_inclusive('\n') {
        let trimmed = line.trim_start_matches([' ', '>']);
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            match open.take() {
                None => open = Some((at, trimmed.as_bytes()[0])),
                Some((start, mark)) if mark == trimmed.as_bytes()[0] => fences.push(start..at + line.len()),
                still => open = still,
            }
        }
        at += line.len();
    }
    fences.extend(open.map(|(start, _)| start..source.len()));
    Code(fences)
}

/// How far an inline code's opening mark is looked for, in bytes.
const INLINE: usize = 400;

impl Code {
    /// Whether the byte `at` lies in code, fenced or inline.
    pub fn holds(&self, source: &str, at: usize) -> bool {
        let mut start = at.saturating_sub(INLINE);
        while !source.is_char_boundary(start) {
            start += 1;
        }
        let line = source[start..at].rsplit('\n').next().unwrap_or_default();
        let fence = self.0.partition_point(|range| range.end <= at);
        self.0.get(fence).is_some_and(|range| range.contains(&at)) || line.matches('`').count() % 2 == 1
    }
}
