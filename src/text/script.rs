//! Which characters carry words, and how: one by one (Han) or in runs (Latin, digits).
//!
//! The ranges are written out rather than taken from the Unicode tables of the language, so
//! that a browser of any age puts a character into the same class.

/// How a character takes part in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Written without blanks between words: Han, kana, hangul, private use.
    Ideograph,
    /// Part of a word or number that is divided from others by blanks.
    Letter,
    /// Blanks, punctuation, symbols: never part of a term.
    Other,
}

/// Ranges of [`Class::Ideograph`], both ends included, ascending.
pub const IDEOGRAPHS: &[(u32, u32)] = &[
    (0x3005, 0x3007),
    (0x3041, 0x3096),
    (0x30A1, 0x30FA),
    (0x30FC, 0x30FE),
    (0x3105, 0x312F),
    (0x31A0, 0x31BF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xE000, 0xFAFF),
    (0x20000, 0x3FFFD),
];

/// Ranges of [`Class::Letter`] after folding, both ends included, ascending.
pub const LETTERS: &[(u32, u32)] = &[
    (0x30, 0x39),
    (0x61, 0x7A),
    (0xDF, 0xF6),
    (0xF8, 0x2AF),
    (0x300, 0x36F),
    (0x370, 0x373),
    (0x376, 0x377),
    (0x37B, 0x37D),
    (0x386, 0x386),
    (0x388, 0x481),
    (0x483, 0x52F),
    (0x561, 0x587),
    (0x5D0, 0x5EA),
    (0x620, 0x669),
    (0x66E, 0x6D3),
    (0x900, 0x109F),
    (0x1E00, 0x1FBC),
];

/// The class of a folded character.
pub fn class(c: char) -> Class {
    let code = c as u32;
    if (0x4E00..=0x9FFF).contains(&code) || within(IDEOGRAPHS, code) {
        Class::Ideograph
    } else if within(LETTERS, code) {
        Class::Letter
    } else {
        Class::Other
    }
}

/// Whether a character is a Han ideograph, 〇 and 々 among them.
pub fn is_han(c: char) -> bool {
    matches!(c as u32,
        0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x3005..=0x3007 | 0xF900..=0xFAFF | 0x20000..=0x3FFFD)
}

fn within(ranges: &[(u32, u32)], code: u32) -> bool {
    let at = ranges.partition_point(|&(_, last)| last < code);
    ranges.get(at).is_some_and(|&(first, _)| first <= code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_common_characters() {
        for c in "法〇々かカ가㐀𠀀\u{E5E5}".chars() {
            assert_eq!(class(c), Class::Ideograph, "{c}");
        }
        for c in "az09éяλ".chars() {
            assert_eq!(class(c), Class::Letter, "{c}");
        }
        for c in " \n\t，。、《》〔〕[]（）-—…·.“”×★\u{3000}\u{FE0F}".chars() {
            assert_eq!(class(c), Class::Other, "{c}");
        }
    }

    #[test]
    fn ranges_ascend() {
        for ranges in [IDEOGRAPHS, LETTERS] {
            assert!(ranges.iter().all(|(first, last)| first <= last));
            assert!(ranges.windows(2).all(|pair| pair[0].1 < pair[1].0));
        }
    }
}
