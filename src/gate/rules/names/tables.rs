//! What the recogniser of names knows: surnames, characters of given names, words that are no
//! names, people who may stand.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

/// The tables, read once.
#[derive(Debug)]
pub struct Tables {
    singles: HashSet<char>,
    /// The surnames that most people have.
    usual: HashSet<char>,
    compounds: HashSet<[char; 2]>,
    given: HashSet<char>,
    stop: HashSet<char>,
    words: HashMap<char, Vec<char>>,
    common: HashSet<[char; 2]>,
    public: BTreeSet<&'static str>,
}

/// How many of the single surnames, the first, are usual.
const USUAL: usize = 210;

/// The tables.
pub static TABLES: LazyLock<Tables> = LazyLock::new(Tables::read);

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

fn pair(word: &str) -> Option<[char; 2]> {
    let mut chars = word.chars();
    Some([chars.next()?, chars.next()?])
}

impl Tables {
    fn read() -> Self {
        let mut surnames = lines(include_str!("surnames.txt"));
        let singles: Vec<char> = surnames.next().unwrap_or_default().chars().collect();
        let compounds = surnames.flat_map(|line| line.split(' ')).filter_map(pair).collect();
        let mut words: HashMap<char, Vec<char>> = HashMap::new();
        for line in lines(include_str!("words.txt")) {
            let Some((surname, seconds)) = line.split_once(' ') else { continue };
            words.entry(surname.chars().next().unwrap_or(' ')).or_default().extend(seconds.chars());
        }
        Self {
            usual: singles.iter().take(USUAL).copied().collect(),
            singles: singles.into_iter().collect(),
            compounds,
            given: lines(include_str!("given.txt")).flat_map(str::chars).collect(),
            stop: lines(include_str!("stop.txt")).flat_map(str::chars).collect(),
            words,
            common: lines(include_str!("common.txt"))
                .flat_map(|line| line.split(' '))
                .filter_map(pair)
                .collect(),
            public: lines(include_str!("public.txt")).flat_map(|line| line.split(' ')).collect(),
        }
    }

    /// The number of characters of the surnames that `chars` may begin with, the longest first.
    pub fn surnames(&self, chars: &[char]) -> Vec<usize> {
        let mut lengths = Vec::new();
        if let [first, second, ..] = chars
            && self.compounds.contains(&[*first, *second])
        {
            lengths.push(2);
        }
        if chars.first().is_some_and(|first| self.singles.contains(first)) {
            lengths.push(1);
        }
        lengths
    }

    /// Whether `surname` is one that most people have.
    pub fn is_common_surname(&self, surname: char) -> bool {
        self.usual.contains(&surname)
    }

    /// Whether given names are made of `c`.
    pub fn is_given(&self, c: char) -> bool {
        self.given.contains(&c)
    }

    /// Whether no given name holds `c`.
    pub fn is_stop(&self, c: char) -> bool {
        self.stop.contains(&c) && !self.given.contains(&c)
    }

    /// Whether `first`, a surname, makes a common word with `second`.
    pub fn is_word(&self, first: char, second: char) -> bool {
        self.words.get(&first).is_some_and(|seconds| seconds.contains(&second))
    }

    /// Whether two characters of given names are far oftener a word.
    pub fn is_common(&self, first: char, second: char) -> bool {
        self.common.contains(&[first, second])
    }

    /// Whether `name` is of a person who may stand.
    pub fn is_public(&self, name: &str) -> bool {
        self.public.contains(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_read() {
        let surnames = |name: &str| TABLES.surnames(&name.chars().collect::<Vec<_>>());
        assert_eq!(surnames("欧阳修"), [2, 1]);
        assert_eq!(surnames("王伟"), [1]);
        assert!(surnames("的").is_empty());
        assert!(TABLES.is_given('伟') && !TABLES.is_stop('伟') && TABLES.is_stop('的'));
        assert!(TABLES.is_word('高', '度') && !TABLES.is_word('高', '伟'));
        assert!(TABLES.is_public("焦裕禄"));
    }
}
