//! 以下简称: names that a page gives to a title for itself.

use std::collections::BTreeMap;

use crate::law::citation::names::{Names, normal_title};

const WORDS: [&str; 7] = ["以下统称", "以下简称", "以下称", "下称", "下简称", "简称为", "简称"];
const OPEN: [char; 6] = ['《', '“', '"', '‘', '「', '〈'];
const CLOSE: [char; 6] = ['》', '”', '"', '’', '」', '〉'];

/// The aliases a page has defined so far; a later definition takes the place of an earlier one.
#[derive(Debug, Clone, Default)]
pub(super) struct PageNames {
    names: Names,
    titles: BTreeMap<String, String>,
}

impl PageNames {
    pub(super) fn define(&mut self, alias: &str, title: &str) {
        let alias = normal_title(alias);
        if alias.is_empty() || alias == normal_title(title) {
            return;
        }
        self.names.insert(&alias, 0);
        self.titles.insert(alias, title.to_owned());
    }

    /// The title that an alias of this page stands for.
    pub(super) fn title(&self, alias: &str) -> Option<&str> {
        if self.titles.is_empty() {
            return None;
        }
        self.titles.get(&normal_title(alias)).map(String::as_str)
    }

    pub(super) fn may_begin(&self, c: char) -> bool {
        self.names.may_begin(c)
    }

    pub(super) fn longest_at(&self, text: &str) -> Option<usize> {
        self.names.longest_at(text)
    }
}

/// The names that a text such as 以下简称《甲》、《乙》 defines, and what stands before it.
///
/// `None` where the text defines nothing.
pub(super) fn read(inside: &str) -> Option<(&str, Vec<&str>)> {
    let (at, word) = WORDS
        .iter()
        .filter_map(|word| Some((inside.find(word)?, *word)))
        .min_by_key(|(at, word)| (*at, word.len()))?;
    let word =
        WORDS.iter().filter(|w| inside[at..].starts_with(**w)).map(|w| w.len()).max().unwrap_or(word.len());
    let before = inside[..at].trim_end_matches(['，', ',', '；', ' ']);
    let after = inside[at + word..].trim_start_matches(['为', ':', '：', ' ']);
    let names: Vec<&str> = after
        .split(['、', '，', ','])
        .flat_map(|part| part.split("》和《"))
        .map(|name| name.trim().trim_matches(OPEN).trim_matches(CLOSE))
        .take_while(|name| !name.is_empty() && name.chars().count() <= 40)
        .collect();
    (!names.is_empty()).then_some((before, names))
}

/// Reads ，以下简称《甲》 right behind a title; returns the names and the bytes taken.
pub(super) fn unbracketed(text: &str) -> Option<(Vec<&str>, usize)> {
    let rest = text.trim_start_matches(['，', ',']);
    let said = text.len() - rest.len();
    let word = WORDS.iter().filter(|word| rest.starts_with(**word)).map(|word| word.len()).max()?;
    let quoted = rest[word..].trim_start_matches(['为', '：', ':']);
    let end =
        quoted.char_indices().take(40).find(|(_, c)| CLOSE.contains(c)).map(|(at, c)| at + c.len_utf8())?;
    let name = quoted[..end].strip_prefix(OPEN)?.trim_end_matches(CLOSE);
    let len = said + (rest.len() - quoted.len()) + end;
    (!name.is_empty()).then(|| (vec![name], len))
}
