//! Masks in cases: of one style, not too many in a row, and one for a person.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::gate::rules::hit::Hit;
use crate::gate::rules::names::tables::TABLES;
use crate::gate::rules::rule::Rule;

/// The styles of masks, each with what shows it.
static STYLES: LazyLock<[Regex; 5]> = LazyLock::new(|| {
    [
        r"\p{Han}某|某[县市区镇乡村局校院厂单公企部]",
        r"\p{Han}[×✕╳]+|[×✕╳]{2,}",
        r"[XxＸｘ]{2,4}",
        r"(?:\\\*)+|＊+|[0-9]\*{3,}[0-9]",
        r"[○□◯〇]{2,}",
    ]
    .map(|pattern| Regex::new(pattern).expect("a plain pattern"))
});

/// Three and more masks in a row.
static ROW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"某{3,}|[×✕╳]{3,}|[XxＸｘ]{3,}|(?:\\\*){3,}|＊{3,}|[○□◯]{3,}").expect("a plain pattern")
});

/// Masks of several styles, and three and more in a row.
pub fn styles(text: &str, hits: &mut Vec<Hit>) {
    let mut firsts: Vec<(usize, usize)> = STYLES
        .iter()
        .enumerate()
        .filter_map(|(style, pattern)| {
            pattern.find_iter(text).find(|found| is_mask(text, style, found.range()))
        })
        .map(|found| (found.start(), found.end()))
        .collect();
    firsts.sort_unstable();
    hits.extend(firsts.iter().skip(1).map(|(start, end)| Hit::new(Rule::MaskStyle, *start..*end)));
    let row = ROW.find_iter(text).find(|found| is_mask(text, 2, found.range()));
    hits.extend(row.map(|found| Hit::new(Rule::MaskStyle, found.range())));
}

/// Whether what a style's pattern found is a mask: letters inside words are none, nor are the
/// asterisks of emphasis.
fn is_mask(text: &str, style: usize, range: std::ops::Range<usize>) -> bool {
    let (left, right) = (text[..range.start].chars().next_back(), text[range.end..].chars().next());
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || "-_./\\".contains(c));
    match style {
        // 长×宽 is a product, 李× a mask.
        1 => {
            let chars: Vec<char> = text[range].chars().collect();
            chars.len() > 2 || chars.first() == Some(&'×') || !TABLES.surnames(&chars[..1]).is_empty()
        }
        2 => !latin(left) && !latin(right),
        _ => true,
    }
}

/// A person by pseudonym: 张某, 张某某, 张某甲.
static PERSON: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\p{Han}某{1,2}[甲乙丙丁戊己庚辛]?").expect("a plain pattern"));

/// One surname with 某 and with 某某, where `listed` does not have both.
pub fn pseudonyms(text: &str, listed: &[&str], hits: &mut Vec<Hit>) {
    let mut forms: BTreeMap<char, Vec<(&str, usize)>> = BTreeMap::new();
    for found in PERSON.find_iter(text) {
        let Some(surname) = found.as_str().chars().next() else { continue };
        let marked = found.as_str().ends_with(|c| "甲乙丙丁戊己庚辛".contains(c));
        if marked || TABLES.surnames(&[surname]).is_empty() {
            continue;
        }
        let known = forms.entry(surname).or_default();
        if !known.iter().any(|(form, _)| *form == found.as_str()) {
            known.push((found.as_str(), found.start()));
        }
    }
    for known in forms.values().filter(|known| known.len() > 1) {
        let unlisted = known.iter().skip(1).find(|_| !known.iter().all(|(form, _)| listed.contains(form)));
        hits.extend(unlisted.map(|(form, at)| Hit::new(Rule::Pseudonym, *at..at + form.len())));
    }
}
