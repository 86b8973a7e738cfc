//! The words of an article as they count for likeness, and what is read of it as far as sameness goes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use crate::law::number::ArticleNo;

/// Stands for any article number: numbers change when nothing else does.
const ARTICLE: char = '§';

/// Stands for any run of digits, for the same reason.
const DIGITS: char = '0';

/// The bigrams of an article by their numbers, as they stand, and the range of each line: for articles of
/// several 款 or 项.
#[derive(Default)]
pub(super) struct Words {
    pub(super) bigrams: Vec<u32>,
    lines: Vec<Range<usize>>,
}

impl Words {
    /// The words of a text.
    pub(super) fn of(text: &str, numbers: &mut Numbers) -> Self {
        let mut words: Vec<char> = Vec::with_capacity(text.len() / 3);
        let mut lines = Vec::new();
        for line in text.lines() {
            let start = words.len();
            add_words(&mut words, line);
            // Digits that go on over the end of a line are one run, which both lines have.
            let goes_on = start > 0 && words[start - 1] == DIGITS && words.get(start) == Some(&DIGITS);
            if goes_on {
                words.remove(start);
            }
            lines.push(start - usize::from(goes_on)..words.len());
        }
        let bigrams = words.windows(2).map(|pair| numbers.of(pair[0], pair[1])).collect();
        Self { bigrams, lines }
    }

    /// The bigrams of each line.
    pub(super) fn lines(&self) -> impl Iterator<Item = &[u32]> {
        let of_line = |line: &Range<usize>| line.start..line.end.saturating_sub(1);
        self.lines.iter().map(move |line| self.bigrams.get(of_line(line)).unwrap_or(&[]))
    }
}

/// Adds the characters that count for likeness: letters and digits, any article number as one sign.
fn add_words(words: &mut Vec<char>, text: &str) {
    let start = words.len();
    let mut chars = text.chars();
    loop {
        let rest = chars.as_str();
        let Some(c) = chars.next() else { return };
        if c == '第'
            && let Some((_, len)) = ArticleNo::parse_prefix(rest)
        {
            words.push(ARTICLE);
            chars = rest[len..].chars();
            continue;
        }
        match c {
            // The common Han characters, which are letters.
            '\u{4e00}'..='\u{9fff}' => words.push(c),
            '0'..='9' | '０'..='９' if words[start..].last() == Some(&DIGITS) => {}
            '0'..='9' | '０'..='９' => words.push(DIGITS),
            // The common signs, which are none.
            '，' | '。' | '、' | '；' | '：' | '（' | '）' | '《' | '》' => {}
            _ if c.is_alphanumeric() => words.push(c),
            _ => {}
        }
    }
}

/// Numbers of bigrams in the order in which they are first met. What is looked up in it never comes
/// out in its own order.
pub(super) struct Numbers(HashMap<u64, u32, BuildHasherDefault<Mix>>);

impl Numbers {
    /// For texts of so many bytes, of which about every tenth character begins a bigram of its own.
    pub(super) fn for_bytes(bytes: usize) -> Self {
        Self(HashMap::with_capacity_and_hasher(bytes / 30, BuildHasherDefault::default()))
    }

    fn of(&mut self, first: char, second: char) -> u32 {
        let fresh = self.0.len() as u32;
        let bigram = u64::from(u32::from(first)) << 32 | u64::from(u32::from(second));
        *self.0.entry(bigram).or_insert(fresh)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// A hash of characters: a product and its upper half, for no one chooses texts to spoil it.
#[derive(Default)]
pub(in crate::law) struct Mix(u64);

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.write_u64(u64::from_le_bytes(*word)));
        rest.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u32(&mut self, word: u32) {
        self.write_u64(u64::from(word));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(26) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

/// What is read of a text, as far as sameness goes: all but blanks, punctuation of either width as one.
pub(super) fn read(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter_map(|c| match c {
        '\u{4e00}'..='\u{9fff}' => Some(c),
        ',' => Some('，'),
        ':' => Some('：'),
        ';' => Some('；'),
        '(' => Some('（'),
        ')' => Some('）'),
        '.' => Some('．'),
        _ => (!c.is_whitespace()).then_some(c),
    })
}

/// Tells most texts apart that do not read the same.
pub(super) fn hash(text: &str) -> u64 {
    let mut hash = Mix::default();
    read(text).for_each(|c| hash.write_u32(u32::from(c)));
    hash.finish()
}
