//! Candidates and the judgement on them.

use std::collections::BTreeSet;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::gate::rules::context::is_han;
use crate::gate::rules::names::edges::{self, Edge};
use crate::gate::rules::names::tables::TABLES;

/// The names of people in `text`, as byte ranges in order; those that `stands` may stand.
pub fn names(text: &str, stands: &dyn Fn(&str) -> bool) -> Vec<Range<usize>> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut ranges = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        match name_at(text, &chars, at) {
            Some(end) => {
                let range = chars[at].0..byte_at(text, &chars, end);
                let name = &text[range.clone()];
                if !may_stand(name, stands) {
                    found.insert(name);
                    ranges.push(range);
                }
                at = end;
            }
            None => at += 1,
        }
    }
    everywhere(text, &found, &mut ranges);
    ranges
}

fn may_stand(name: &str, stands: &dyn Fn(&str) -> bool) -> bool {
    TABLES.is_public(name) || stands(name)
}

/// Adds the places where a name found once stands again.
fn everywhere(text: &str, found: &BTreeSet<&str>, ranges: &mut Vec<Range<usize>>) {
    // A name of two characters is too often a part of something else.
    let sure: Vec<&str> = found.iter().filter(|name| name.chars().count() > 2).copied().collect();
    if let Ok(again) = AhoCorasick::new(&sure) {
        ranges.extend(again.find_iter(text).map(|hit| hit.range()));
    }
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges.dedup_by_key(|range| range.start);
}

fn byte_at(text: &str, chars: &[(usize, char)], index: usize) -> usize {
    chars.get(index).map_or(text.len(), |(at, _)| *at)
}

/// Where a name that begins with the character `at` ends, by its place in `chars`.
fn name_at(text: &str, chars: &[(usize, char)], at: usize) -> Option<usize> {
    let ahead: Vec<char> = chars[at..].iter().take(2).map(|(_, c)| *c).collect();
    let surnames = TABLES.surnames(&ahead);
    if surnames.is_empty() {
        return None;
    }
    let left = edges::before(text, chars[at].0);
    if left == Edge::Closed {
        return None;
    }
    for surname in surnames {
        for given in [2, 1] {
            let end = at + surname + given;
            if end > chars.len() {
                continue;
            }
            let right = edges::behind(text, byte_at(text, chars, end));
            let name: Vec<char> = chars[at..end].iter().map(|(_, c)| *c).collect();
            if judge(&name, surname, left, right) {
                return Some(end);
            }
        }
        // 其妻刘秀兰代为收取: a word that leads to a name, and two characters as names have them.
        let end = at + surname + 2;
        if left == Edge::Strong && end <= chars.len() && is_plain(&chars[at..end], surname) {
            return Some(end);
        }
    }
    spaced(text, chars, at, left)
}

/// Whether the given name is made of characters that names are made of, and nothing makes a word.
fn is_plain(name: &[(usize, char)], surname: usize) -> bool {
    let name: Vec<char> = name.iter().map(|(_, c)| *c).collect();
    let typical = name[surname..].iter().all(|c| TABLES.is_given(*c));
    typical && !is_word(&name[surname..]) && !(surname == 1 && TABLES.is_word(name[0], name[1]))
}

/// A name of two characters set apart by a blank, as tables and signatures have it.
fn spaced(text: &str, chars: &[(usize, char)], at: usize, left: Edge) -> Option<usize> {
    let (blank, given) = (chars.get(at + 1)?.1, chars.get(at + 2)?.1);
    if !matches!(blank, ' ' | '\u{3000}') || !TABLES.is_given(given) {
        return None;
    }
    let right = edges::behind(text, byte_at(text, chars, at + 3));
    let sure = left == Edge::Strong && right >= Edge::Open || right == Edge::Strong && left >= Edge::Open;
    sure.then_some(at + 3)
}

/// Whether `name`, whose first `surname` characters are the surname, is one between these edges.
fn judge(name: &[char], surname: usize, left: Edge, right: Edge) -> bool {
    let given = &name[surname..];
    if right == Edge::Closed || !given.iter().all(|c| is_han(*c) && !TABLES.is_stop(*c)) {
        return false;
    }
    let typical = given.iter().filter(|c| TABLES.is_given(**c)).count();
    let strong = usize::from(left == Edge::Strong) + usize::from(right == Edge::Strong);
    let surname_word = surname == 1 && TABLES.is_word(name[0], given[0]);
    let given_word = given.len() == 2 && is_word(given);
    let doubtful = surname_word || given_word || (surname == 2 && "东方百里南宫西门司空".contains(name[0]));
    match (given.len(), typical) {
        _ if doubtful => {
            strong == 2 || (strong == 1 && given.len() == 2 && typical == 2 && left >= Edge::Open)
        }
        _ if surname == 1 && !TABLES.is_common_surname(name[0]) && strong == 0 => false,
        (2, 2) => true,
        (2, 1) => strong > 0,
        (2, _) => strong == 2 || (left == Edge::Strong && right == Edge::Open),
        (_, 1) => strong > 0,
        _ => strong == 2,
    }
}

fn is_word(given: &[char]) -> bool {
    matches!(given, [first, second] if TABLES.is_common(*first, *second))
}

/// Where a name at the head of `text`, which a word leads to, ends: for a part in a case that is
/// named at once. Stricter than in running text, for it runs over every page.
pub fn name_behind_word(text: &str) -> Option<usize> {
    let chars: Vec<(usize, char)> = text.char_indices().take(14).collect();
    let ahead: Vec<char> = chars.iter().map(|(_, c)| *c).collect();
    let window = byte_at(text, &chars, chars.len());
    let text = &text[..window];
    for surname in TABLES.surnames(&ahead) {
        for given in [2, 1] {
            let end = surname + given;
            if end > chars.len() {
                continue;
            }
            let name = &ahead[..end];
            let typical = name[surname..].iter().all(|c| TABLES.is_given(*c) && is_han(*c));
            let word = surname == 1 && TABLES.is_word(name[0], name[surname]);
            let right = edges::behind(text, byte_at(text, &chars, end));
            let enough = if given == 2 { Edge::Weak } else { Edge::Open };
            if typical && !word && right >= enough {
                return Some(byte_at(text, &chars, end));
            }
        }
    }
    None
}

/// Where a name at the end of `text` begins, for a part in a case said behind it.
pub fn name_before_word(text: &str) -> Option<usize> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for length in [3, 2, 4] {
        let Some(start) = chars.len().checked_sub(length) else { continue };
        let name: Vec<char> = chars[start..].iter().map(|(_, c)| *c).collect();
        let left = edges::before(text, chars[start].0);
        let surname =
            TABLES.surnames(&name).into_iter().find(|surname| *surname < length && length - surname < 3);
        let Some(surname) = surname else { continue };
        let typical = name[surname..].iter().all(|c| TABLES.is_given(*c));
        let word = surname == 1 && TABLES.is_word(name[0], name[surname])
            || length - surname == 2 && is_word(&name[surname..]);
        if typical && !word && left >= Edge::Open {
            return Some(chars[start].0);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        names(text, &|_| false).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn names_are_found_by_their_edges() {
        assert_eq!(found("县财政局原局长赵建国受贿案"), ["赵建国"]);
        assert_eq!(found("李强，男，1975年出生，曾任某镇镇长。"), ["李强"]);
        assert_eq!(found("赵建国伙同欧阳晓峰先后收受现金。欧阳晓峰说"), ["赵建国", "欧阳晓峰", "欧阳晓峰"]);
        assert_eq!(found("其妻孙丽娟、其子周浩"), ["孙丽娟", "周浩"]);
    }

    #[test]
    fn what_is_no_name_is_left() {
        for text in [
            "某局原局长王某违规公务接待案",
            "应当向组织说明情况，严格管理，方便群众。",
            "高度重视安全生产，全面从严治党，明确责任。",
            "学习焦裕禄同志的事迹。",
            "李某某、张某甲收受A公司财物，由乙支付。",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
