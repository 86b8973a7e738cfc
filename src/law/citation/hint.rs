//! Words that say which edition is meant: 2018年, 新, 旧, 现行, （2018年修订）.

use serde::{Deserialize, Serialize};

use crate::text::numeral;

/// What a citation says of the edition it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EditionHint {
    /// The edition of a year.
    Year(u16),
    /// 新, 新修订的.
    New,
    /// 修订后的: the newest after an act that may be long past.
    Amended,
    /// 旧, 原, 修订前的.
    Old,
    /// 现行.
    InForce,
}

const WORDS: [(&str, EditionHint); 26] = [
    ("最新修订的", EditionHint::New),
    ("最新的", EditionHint::New),
    ("最新", EditionHint::New),
    ("新修订的", EditionHint::New),
    ("新修正的", EditionHint::New),
    ("新修订", EditionHint::New),
    ("新修正", EditionHint::New),
    ("修订后的", EditionHint::Amended),
    ("修正后的", EditionHint::Amended),
    ("修改后的", EditionHint::Amended),
    ("修订后", EditionHint::Amended),
    ("修正后", EditionHint::Amended),
    ("修改后", EditionHint::Amended),
    ("新的", EditionHint::New),
    ("新", EditionHint::New),
    ("修订前的", EditionHint::Old),
    ("修正前的", EditionHint::Old),
    ("修改前的", EditionHint::Old),
    ("修订前", EditionHint::Old),
    ("修正前", EditionHint::Old),
    ("修改前", EditionHint::Old),
    ("旧的", EditionHint::Old),
    ("旧", EditionHint::Old),
    ("原", EditionHint::Old),
    ("现行的", EditionHint::InForce),
    ("现行", EditionHint::InForce),
];

/// Words that end as an edition word does and say nothing of editions.
const LONGER_WORDS: [&str; 16] = [
    "创新", "更新", "刷新", "全新", "清新", "重新", "革新", "守旧", "破旧", "照旧", "仍旧", "陈旧", "还原",
    "中原", "草原", "太原",
];

/// Reads the edition word that `before` ends with, and its length in bytes.
///
/// A year counts with 年 or 年版 only: 2018年, 2018年版, 二〇一八年. 创新 and the like are no edition words.
pub(super) fn before_title(before: &str) -> Option<(EditionHint, usize)> {
    if let Some(found) = WORDS.iter().find(|(word, _)| before.ends_with(word)) {
        let (word, hint) = *found;
        let rest = &before[..before.len() - word.len()];
        let longer = ends_longer_word(before, rest);
        return (!longer).then_some((hint, word.len()));
    }
    let year = ["年版的", "年版", "年的", "年"].iter().find_map(|word| before.strip_suffix(word))?;
    let start = year
        .char_indices()
        .rev()
        .take(4)
        .take_while(|(_, c)| numeral::is_numeral(*c))
        .last()
        .map(|(at, _)| at)?;
    let value = as_year(&year[start..])?;
    Some((EditionHint::Year(value), before.len() - start))
}

/// Whether the edition word at the end of `before` is part of another word: 创新, 仍旧, 草原. `rest` is what
/// stands before it; 依照旧《X》 is no 照旧.
fn ends_longer_word(before: &str, rest: &str) -> bool {
    let verb = ["依照", "按照", "参照", "对照", "比照", "遵照"].iter().any(|verb| rest.ends_with(verb));
    !verb && LONGER_WORDS.iter().any(|word| before.ends_with(word))
}

/// Reads what stands in brackets after a title: 2018, 2018年, 2018年修订, 2018修正, 2018年12月29日修订.
pub(super) fn in_brackets(inside: &str) -> Option<EditionHint> {
    let inside = inside.trim();
    let (_, len) = numeral::parse_prefix(inside)?;
    let year = as_year(&inside[..len])?;
    let mut rest = inside[len..].trim_start();
    for unit in ['年', '月', '日'] {
        let number = if unit == '年' { 0 } else { numeral::parse_prefix(rest).map_or(0, |(_, len)| len) };
        rest = rest[number..].strip_prefix(unit).unwrap_or(&rest[number..]);
    }
    let act = [
        "",
        "修订",
        "修正",
        "修改",
        "版",
        "年版",
        "修订版",
        "修正版",
        "本",
        "修订本",
        "通过",
        "公布",
        "制定",
        "施行",
        "文本",
        "旧",
        "新",
    ];
    act.contains(&rest.trim()).then_some(EditionHint::Year(year))
}

fn as_year(digits: &str) -> Option<u16> {
    let value = numeral::parse(digits)?;
    (digits.chars().count() == 4 && (1900..2100).contains(&value)).then_some(value as u16)
}
