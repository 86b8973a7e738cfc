//! Pinyin of Han characters, with every reading of those that have several.

use pinyin::{ToPinyin, ToPinyinMulti};

/// The readings of a character without tones, commonest first, `ü` written both `v` and `u`.
///
/// Empty when the character has none. A search compares the spellings of a query with all of them.
pub fn readings(c: char) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let Some(multi) = c.to_pinyin_multi() else {
        return all;
    };
    for reading in multi {
        for spelling in spellings(reading.plain()) {
            if !all.contains(&spelling) {
                all.push(spelling);
            }
        }
    }
    all
}

/// The commonest reading of a character, `ü` written `v`.
pub fn reading(c: char) -> Option<String> {
    c.to_pinyin().map(|reading| ascii(reading.plain(), 'v'))
}

fn spellings(plain: &str) -> Vec<String> {
    if plain.contains('ü') { vec![ascii(plain, 'v'), ascii(plain, 'u')] } else { vec![ascii(plain, 'v')] }
}

fn ascii(plain: &str, umlaut: char) -> String {
    plain
        .chars()
        .filter_map(|c| match c {
            'ü' => Some(umlaut),
            'ê' => Some('e'),
            c if c.is_ascii_lowercase() => Some(c),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_is_there() {
        assert_eq!(readings('法'), ["fa"]);
        assert!(readings('行').contains(&"xing".to_owned()));
        assert!(readings('行').contains(&"hang".to_owned()));
        assert!(readings('著').contains(&"zhu".to_owned()));
        assert_eq!(readings('A'), Vec::<String>::new());
    }

    #[test]
    fn umlaut_is_typed_in_two_ways() {
        let all = readings('律');
        assert!(all.contains(&"lv".to_owned()) && all.contains(&"lu".to_owned()), "{all:?}");
        assert_eq!(reading('律').as_deref(), Some("lv"));
    }
}
