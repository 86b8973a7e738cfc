//! The words that rules look for, found in one pass over a text.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// What a word is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A star, perhaps behind 密.
    Star,
    /// Internal use.
    Internal,
    /// An informant or witness.
    Informant,
}

const WORDS: [(&str, Meaning); 21] = [
    ("★", Meaning::Star),
    ("☆", Meaning::Star),
    ("⭐", Meaning::Star),
    ("✩", Meaning::Star),
    ("✭", Meaning::Star),
    ("✮", Meaning::Star),
    ("✰", Meaning::Star),
    ("密*", Meaning::Star),
    ("密＊", Meaning::Star),
    ("内部资料", Meaning::Internal),
    ("内部材料", Meaning::Internal),
    ("不得外传", Meaning::Internal),
    ("严禁外传", Meaning::Internal),
    ("请勿外传", Meaning::Internal),
    ("禁止外传", Meaning::Internal),
    ("注意保存", Meaning::Internal),
    ("举报人", Meaning::Informant),
    ("检举人", Meaning::Informant),
    ("控告人", Meaning::Informant),
    ("证人", Meaning::Informant),
    ("线人", Meaning::Informant),
];

static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = WORDS.iter().map(|(word, _)| word);
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(words)
        .expect("plain words make a finder")
});

/// Whether `c` is a star by itself.
pub fn is_star(c: char) -> bool {
    let mut letters = [0; 4];
    WORDS.contains(&(c.encode_utf8(&mut letters), Meaning::Star))
}

/// A word found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Its first byte.
    pub start: usize,
    /// Behind its last byte.
    pub end: usize,
    /// What it is for.
    pub meaning: Meaning,
}

/// The words of `text` in order.
pub fn words(text: &str) -> Vec<Word> {
    let found = FINDER.find_iter(text);
    found
        .map(|hit| Word { start: hit.start(), end: hit.end(), meaning: WORDS[hit.pattern().as_usize()].1 })
        .collect()
}
