//! Addresses down to the door: 路…号…室, 栋…单元, 村…组…号.

use crate::gate::rules::context::{before, behind, is_han};
use crate::gate::rules::digits::Group;
use crate::gate::rules::hit::Hit;
use crate::gate::rules::rule::Rule;

/// What a room's number is followed by.
const ROOMS: [&str; 5] = ["室", "房间", "号房", "户", "单元"];
/// Words of streets and estates.
const STREETS: [&str; 15] = [
    "路", "街", "巷", "大道", "弄", "胡同", "小区", "花园", "家园", "苑", "公寓", "新村", "社区", "里", "道",
];
/// What a house's number is followed by.
const HOUSES: [&str; 6] = ["号", "栋", "幢", "号楼", "座", "单元"];
/// How far the street is looked for before the room.
const REACH: usize = 40;

/// The address that ends behind the run `group`.
pub fn address(text: &str, group: Group) -> Option<Hit> {
    if group.len() > 5 {
        return None;
    }
    let end = group.end as usize;
    let room = ROOMS.iter().find(|word| text[end..].starts_with(**word));
    let (upto, is_room) = match room {
        Some(&"单元") => (behind_unit(text, end + "单元".len())?, true),
        Some(word) => (end + word.len(), true),
        None => (end + text[end..].strip_prefix('号').map(|_| "号".len())?, false),
    };
    let left = clause(before(text, group.start as usize, REACH));
    let street = STREETS.iter().filter_map(|word| place_of(left, word)).max();
    let rural =
        left.find('村').filter(|at| left[*at..].ends_with(['组', '社', '队']) || left.ends_with("屯"));
    let start = match (street, is_room) {
        (Some(at), true) if has_house(&left[at..]) || room == Some(&"单元") => beginning(left, at),
        (_, false) => beginning(left, rural?),
        _ => return None,
    };
    Some(Hit::new(Rule::Address, group.start as usize - left.len() + start..upto))
}

/// Where the last `word` stands in `left` with something before it.
fn place_of(left: &str, word: &str) -> Option<usize> {
    left.rfind(word).filter(|at| *at > 0)
}

fn has_house(text: &str) -> bool {
    let numbered = |word: &str| {
        text.match_indices(word).any(|(at, _)| {
            text[..at].ends_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十ABCDEF".contains(c))
        })
    };
    HOUSES.iter().any(|word| numbered(word))
}

/// The end of what stands behind 单元: the number of the room.
fn behind_unit(text: &str, at: usize) -> Option<usize> {
    let rest = behind(text, at, 8);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let room = ["室", "号", "户"]
        .iter()
        .find(|word| rest[digits..].starts_with(**word))
        .map_or(0, |word| word.len());
    (digits > 0).then_some(at + digits + room)
}

/// The last clause of `left`.
fn clause(left: &str) -> &str {
    let cut = left.rfind(['，', '。', '；', '：', ':', '、', '（', '“', ',', ';', '|', '>', '"', '《', '】']);
    cut.map_or(left, |at| {
        let mark = left[at..].chars().next().map_or(0, char::len_utf8);
        &left[at + mark..]
    })
}

/// Where the name of the street or village that ends at `at` begins: after a word that leads to it.
fn beginning(left: &str, at: usize) -> usize {
    let leads = [
        "位于", "住在", "住址", "地址", "家住", "住", "在", "至", "到", "往", "从", "将", "租用", "购买",
        "为", "是", "的", "了",
    ];
    let head = &left[..at];
    let behind = leads.iter().filter_map(|word| head.rfind(word).map(|found| found + word.len())).max();
    let start = behind.unwrap_or(0);
    let blank = head[start..].find(|c: char| is_han(c) || c.is_ascii_alphanumeric()).unwrap_or(0);
    start + blank
}
