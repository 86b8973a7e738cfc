//! Names in pinyin: whether letters spell them, whole or by initials.
//!
//! FORMAT.md, section 10, rules it. A character with several readings may be read in any of them.

use std::collections::BTreeMap;

/// The readings of all characters that stand in names.
#[derive(Debug, Clone, Default)]
pub struct Speller {
    readings: BTreeMap<char, Vec<Vec<char>>>,
}

impl Speller {
    /// Takes the characters of names by syllable.
    pub fn new(syllables: &[(String, String)]) -> Self {
        let mut readings: BTreeMap<char, Vec<Vec<char>>> = BTreeMap::new();
        for (syllable, chars) in syllables {
            for c in chars.chars() {
                readings.entry(c).or_default().push(syllable.chars().collect());
            }
        }
        Self { readings }
    }

    /// Whether the letters are the whole name in full pinyin.
    pub fn spells(&self, name: &[char], letters: &[char]) -> bool {
        let mut at = vec![0usize];
        for &c in name {
            at = self.after(c, letters, &at);
            if at.is_empty() {
                return false;
            }
        }
        at.contains(&letters.len())
    }

    /// Whether the letters are the initials of the whole name.
    pub fn begins(&self, name: &[char], letters: &[char]) -> bool {
        name.len() == letters.len() && name.iter().zip(letters).all(|(&c, &letter)| self.initial(c, letter))
    }

    /// Whether the name holds characters that the letters spell, the last perhaps not to its end,
    /// or whose initials they are.
    pub fn holds(&self, name: &[char], letters: &[char]) -> bool {
        (0..name.len()).any(|start| {
            let rest = &name[start..];
            rest.len() >= letters.len() && self.begins(&rest[..letters.len()], letters)
                || self.spells_start(rest, letters)
        })
    }

    fn spells_start(&self, name: &[char], letters: &[char]) -> bool {
        let mut at = vec![0usize];
        for &c in name {
            if at.contains(&letters.len()) || self.ends_within(c, letters, &at) {
                return true;
            }
            at = self.after(c, letters, &at);
            if at.is_empty() {
                return false;
            }
        }
        at.contains(&letters.len())
    }

    /// Whether the letters end inside a reading of `c`.
    fn ends_within(&self, c: char, letters: &[char], at: &[usize]) -> bool {
        let readings = self.readings.get(&c).map_or(&[][..], Vec::as_slice);
        at.iter().any(|&at| at > 0 && readings.iter().any(|reading| reading.starts_with(&letters[at..])))
    }

    /// Places that are reached when `c` is read from any of the places before.
    fn after(&self, c: char, letters: &[char], places: &[usize]) -> Vec<usize> {
        let mut reached = Vec::new();
        let itself = [vec![c]];
        let readings = self.readings.get(&c).map_or(&itself[..], Vec::as_slice);
        for &place in places {
            for reading in readings {
                let end = place + reading.len();
                if letters[place..].starts_with(reading) && !reached.contains(&end) {
                    reached.push(end);
                }
            }
        }
        reached
    }

    fn initial(&self, c: char, letter: char) -> bool {
        match self.readings.get(&c) {
            Some(readings) => readings.iter().any(|reading| reading.first() == Some(&letter)),
            None => c == letter,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speller() -> Speller {
        let syllables = [
            ("chang", "长厂"),
            ("zhang", "长章"),
            ("jiang", "江"),
            ("fa", "法"),
            ("bao", "保"),
            ("hu", "护"),
        ];
        Speller::new(&syllables.map(|(syllable, chars)| (syllable.to_owned(), chars.to_owned())))
    }

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn any_reading_spells() {
        let name = chars("长江保护法");
        assert!(speller().spells(&name, &chars("changjiangbaohufa")));
        assert!(speller().spells(&name, &chars("zhangjiangbaohufa")));
        assert!(!speller().spells(&name, &chars("changjiangbaohu")));
        assert!(speller().begins(&name, &chars("cjbhf")));
        assert!(!speller().begins(&name, &chars("cjbh")));
    }

    #[test]
    fn a_part_is_held() {
        let name = chars("长江保护法");
        assert!(speller().holds(&name, &chars("baohu")));
        assert!(speller().holds(&name, &chars("bhf")));
        assert!(speller().holds(&name, &chars("changjia")));
        assert!(!speller().holds(&name, &chars("fabao")));
    }
}
