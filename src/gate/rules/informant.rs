//! Informants and witnesses beside a name, an alias or a contact.

use crate::gate::rules::context::{before, behind, has};
use crate::gate::rules::hit::Hit;
use crate::gate::rules::names::recognise::{name_before_word, name_behind_word};
use crate::gate::rules::names::tables::TABLES;
use crate::gate::rules::rule::Rule;
use crate::gate::rules::words::{Meaning, Word};

/// How far a contact is looked for, in characters.
const REACH: usize = 30;
/// Rules whose findings are contacts.
const CONTACTS: [Rule; 7] =
    [Rule::Phone, Rule::Landline, Rule::Email, Rule::IdNumber, Rule::Plate, Rule::Address, Rule::Passport];
/// Words that say the contact is the office's, to whom one reports.
const OFFICE: [&str; 14] = [
    "拨打",
    "致电",
    "来电",
    "邮寄",
    "寄送",
    "寄至",
    "发送至",
    "发送到",
    "登录",
    "举报电话",
    "举报邮箱",
    "受理",
    "可以通过",
    "可通过",
];
/// What may stand between the word and a name.
const JOINTS: [&str; 14] =
    ["：", ":", "“", "\"", "（", "(", " ", "姓名", "名叫", "叫", "系", "为", "是", "即"];

/// What `word` and its surroundings tell of a person; `hits` are the numbers found so far.
pub fn informant(text: &str, word: Word, hits: &[Hit]) -> Option<Hit> {
    if word.meaning != Meaning::Informant {
        return None;
    }
    let end = named(text, word).or_else(|| aliased(text, word)).or_else(|| contact_behind(text, word, hits));
    let start = named_before(text, word).or_else(|| contact_before(text, word, hits));
    match (start, end) {
        (None, None) => None,
        (start, end) => Some(Hit::new(Rule::Informant, start.unwrap_or(word.start)..end.unwrap_or(word.end))),
    }
}

/// Where the name behind the word ends.
fn named(text: &str, word: Word) -> Option<usize> {
    let mut at = word.end;
    for _ in 0..3 {
        let joint = JOINTS.iter().find(|joint| text[at..].starts_with(**joint));
        at += joint.map_or(0, |joint| joint.len());
    }
    name_behind_word(&text[at..]).map(|length| at + length)
}

/// Where the name before the word begins: 张三（举报人）, 张三系举报人.
fn named_before(text: &str, word: Word) -> Option<usize> {
    let left = before(text, word.start, 12);
    let joint = ["（", "(", "系", "是", "作为", "，系", "为", "就是"]
        .iter()
        .rev()
        .find(|joint| left.ends_with(**joint))?;
    let head = left[..left.len() - joint.len()].trim_end_matches('，');
    name_before_word(head).map(|at| word.start - left.len() + at)
}

/// Words that an alias follows.
const ALIASES: [&str; 9] = ["化名", "代号", "绰号", "外号", "网名", "昵称", "微信名", "又名", "真名"];

/// Where the alias behind the word ends.
fn aliased(text: &str, word: Word) -> Option<usize> {
    let right = behind(text, word.end, 20);
    let rest = right.trim_start_matches(['（', '(', '，', '的', '“', '"', '：', ' ']);
    let at = word.end + (right.len() - rest.len());
    let nick = nickname(rest, right.len() > rest.len());
    if let Some(length) = nick {
        return Some(at + length);
    }
    let label = ALIASES.iter().find(|label| rest.starts_with(**label))?;
    let given = &rest[label.len()..];
    let value = given.trim_start_matches(['“', '"', '：', ':', '为', '叫', '是', ' ', '「']);
    let length = value.find(|c: char| !c.is_alphanumeric()).unwrap_or(value.len());
    let stated = value.len() < given.len() && length > 0 && !value.starts_with(['某', '_', 'X', '×']);
    let closing = value[length..].chars().next().filter(|c| "”\"」".contains(*c)).map_or(0, char::len_utf8);
    stated.then(|| at + (rest.len() - value.len()) + length + closing)
}

/// The length of a nickname such as 老张 or 小K at the head of `text`.
fn nickname(text: &str, quoted: bool) -> Option<usize> {
    let mut chars = text.chars();
    let (first, second) = (chars.next()?, chars.next()?);
    let known = second.is_ascii_uppercase() || TABLES.surnames(&[second]).first() == Some(&1);
    let word = "老小大阿".contains(first)
        && known
        && !matches!(second, '时' | '于' | '都' | '年' | '干' | '家' | '公' | '单' | '多');
    let ends = chars
        .next()
        .is_none_or(|c| !('\u{4E00}'..='\u{9FFF}').contains(&c) || "的称说反提证向与和在".contains(c));
    (word && (ends || quoted)).then(|| first.len_utf8() + second.len_utf8())
}

/// Where a contact behind the word ends.
fn contact_behind(text: &str, word: Word, hits: &[Hit]) -> Option<usize> {
    let right = behind(text, word.end, REACH);
    let right = &right[..right.find(['。', '；']).unwrap_or(right.len())];
    let after = hits.partition_point(|hit| hit.start < word.end);
    let hit = hits[after..].iter().find(|hit| CONTACTS.contains(&hit.rule));
    let known = hit.filter(|hit| hit.start <= word.end + right.len()).map(|hit| (hit.start, hit.end));
    let (start, end) =
        known.or_else(|| account(right).map(|(start, end)| (word.end + start, word.end + end)))?;
    (!has(&text[word.end..start.max(word.end)], &OFFICE)).then_some(end)
}

/// Where a contact before the word begins.
fn contact_before(text: &str, word: Word, hits: &[Hit]) -> Option<usize> {
    let left = before(text, word.start, 6);
    let until = hits.partition_point(|hit| hit.start < word.start);
    let hit = hits[..until].last().filter(|hit| CONTACTS.contains(&hit.rule))?;
    let near = hit.end <= word.start && hit.end >= word.start - left.len();
    let between = text.get(hit.end..word.start)?;
    (near
        && (between.starts_with(['（', '('])
            || between.starts_with('系')
            || between.starts_with('为')
            || between.starts_with('是')))
    .then_some(hit.start)
}

/// An account of a chat program in `text`: its place.
fn account(text: &str) -> Option<(usize, usize)> {
    let (at, label) = ["微信号", "QQ号", "QQ", "微信", "抖音号"]
        .iter()
        .find_map(|label| text.find(label).map(|at| (at, *label)))?;
    let rest = &text[at + label.len()..];
    let value = rest.trim_start_matches(['：', ':', '为', '是', ' ', '（']);
    let length = value
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte == b'-')
        .count();
    let start = text.len() - value.len();
    (length > 4).then_some((start, start + length))
}
