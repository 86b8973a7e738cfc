//! Quick tests by which most characters of a text are passed over: whether anything can begin here.

/// Characters of the basic plane, 64 to a word.
const WORDS: usize = 0x1_0000 / 64;

/// Bits for the beginnings of names.
const BEGINNINGS: usize = 1 << 16;

/// Characters with which a citation or a quotation can begin, names aside.
static MARKS: [u64; WORDS] = bits(&[
    '“', '”', '「', '」', '『', '』', '《', '[', '〔', '［', '【', '（', '(', '第', '本', '前', '该', '同',
]);

const fn bits(chars: &[char]) -> [u64; WORDS] {
    let mut bits = [0; WORDS];
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i] as usize;
        bits[c / 64] |= 1 << (c % 64);
        i += 1;
    }
    bits
}

fn has(bits: &[u64], c: char) -> bool {
    // What lies outside the basic plane is always let through.
    bits.get(c as usize / 64).is_none_or(|word| word >> (c as u32 % 64) & 1 == 1)
}

/// Whether a citation or a quotation can begin with the character, names aside.
pub(super) fn is_mark(c: char) -> bool {
    has(&MARKS, c)
}

/// Where the first character of a text stands with which a citation or a quotation can begin, names aside.
///
/// Read byte by byte, for this is how most of a site's text is read: no mark has two or four bytes.
pub(super) fn next_mark(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        at += match first {
            b'[' | b'(' => return Some(at),
            ..0x80 => 1,
            0x80..0xE0 => 2,
            0xE0..0xF0 => {
                let [second, third] =
                    [1, 2].map(|by| u32::from(bytes.get(at + by).copied().unwrap_or(0) & 0x3F));
                let c = (u32::from(first & 0x0F) << 12 | second << 6 | third) as usize;
                if MARKS[c / 64] >> (c % 64) & 1 == 1 {
                    return Some(at);
                }
                3
            }
            _ => 4,
        };
    }
    None
}

/// Where the last 第 or 称 of a text stands; 0 where it has none, which most have not: that is told by all
/// bytes at once.
pub(super) fn last_sign(text: &str) -> usize {
    let bytes = text.as_bytes();
    let rest = |by: usize| bytes.get(by..).unwrap_or_default();
    let threes = bytes.iter().zip(rest(1)).zip(rest(2));
    let is_sign = |first: u8, second: u8, third: u8| {
        (first == 0xE7) & ((second == 0xAC) & (third == 0xAC) | (second == 0xA7) & (third == 0xB0))
    };
    let has = threes.fold(false, |has, ((first, second), third)| has | is_sign(*first, *second, *third));
    if has { text.rfind(['第', '称']).unwrap_or(0) } else { 0 }
}

/// A set of characters; those outside the basic plane are in it once anything is.
#[derive(Debug, Clone, Default)]
pub(super) struct Starts(Vec<u64>);

impl Starts {
    pub(super) fn add(&mut self, c: char) {
        self.0.resize(WORDS, 0);
        if let Some(word) = self.0.get_mut(c as usize / 64) {
            *word |= 1 << (c as u32 % 64);
        }
    }

    pub(super) fn has(&self, c: char) -> bool {
        !self.0.is_empty() && has(&self.0, c)
    }
}

/// The first three characters of names, or all of a shorter one; some share a bit, so that what is not
/// in it begins no name, and what is in it may begin one.
#[derive(Debug, Clone, Default)]
pub(super) struct Beginnings {
    long: Vec<u64>,
    /// Names of two characters.
    short: Vec<u64>,
    /// Names of one.
    single: Vec<char>,
}

impl Beginnings {
    pub(super) fn add(&mut self, mut name: impl Iterator<Item = char>) {
        let Some(first) = name.next() else { return };
        let (bits, bit) = match (name.next(), name.next()) {
            (None, _) => return self.single.push(first),
            (Some(second), None) => (&mut self.short, bit(first, second, '\0')),
            (Some(second), Some(third)) => (&mut self.long, bit(first, second, third)),
        };
        bits.resize(BEGINNINGS / 64, 0);
        bits[bit / 64] |= 1 << (bit % 64);
    }

    /// Whether a name may begin as `text` does.
    pub(super) fn may_begin(&self, mut text: impl Iterator<Item = char>) -> bool {
        let Some(first) = text.next() else { return false };
        let held =
            |bits: &[u64], bit: usize| bits.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1);
        let longer = text.next().is_some_and(|second| {
            let long = |third| held(&self.long, bit(first, second, third));
            held(&self.short, bit(first, second, '\0')) || text.next().is_some_and(long)
        });
        longer || self.single.contains(&first)
    }
}

fn bit(first: char, second: char, third: char) -> usize {
    let mixed = u32::from(first) ^ u32::from(second).rotate_left(11) ^ u32::from(third).rotate_left(22);
    (mixed.wrapping_mul(0x9E37_79B1) >> 16) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_next_mark_is_the_first_character_that_is_one(text in "[甲第“（(\\[é〔𠀀a 》同]{0,12}|.{0,20}") {
            let slow = text.char_indices().find(|(_, c)| (*c as u32) < 0x1_0000 && is_mark(*c)).map(|(at, _)| at);
            prop_assert_eq!(next_mark(&text), slow);
        }

        #[test]
        fn the_last_sign_is_the_last_of_two_characters(text in "[甲第称笫秬章a 》]{0,12}|.{0,20}") {
            prop_assert_eq!(last_sign(&text), text.rfind(['第', '称']).unwrap_or(0));
        }
    }
}
