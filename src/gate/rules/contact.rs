//! Ways to reach a person: mobile and landline numbers, e-mail.

use crate::gate::rules::context::{ascii_run, before, behind, has};
use crate::gate::rules::digits::{Gap, Group, Window};
use crate::gate::rules::hit::Hit;
use crate::gate::rules::rule::Rule;

/// What stands behind a number that is an amount.
const UNITS: [&str; 17] = [
    "元",
    "万元",
    "亿",
    "美元",
    "人民币",
    "吨",
    "公斤",
    "千克",
    "立方",
    "平方",
    "千瓦",
    "股",
    "人次",
    "人民",
    "字节",
    "条记录",
    "％",
];
/// What stands before a number that is an amount or a serial number of an order.
const AMOUNTS: [&str; 4] = ["￥", "¥", "人民币", "RMB"];

/// The mobile number that `window` is.
pub fn mobile(text: &str, window: Window<'_>) -> Option<Hit> {
    let digits = window.digits;
    let own = match digits.len() {
        11 => digits,
        13 if digits.starts_with(&[8, 6]) => &digits[2..],
        15 if digits.starts_with(&[0, 0, 8, 6]) => &digits[4..],
        _ => return None,
    };
    if own[0] != 1 || own[1] < 3 || !is_joined(window, own) {
        return None;
    }
    let range = window.range();
    let (left, right) = (before(text, range.start, 4), behind(text, range.end, 4));
    let decimal = left.strip_suffix('.').is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_digit()));
    let amount =
        AMOUNTS.iter().any(|word| left.ends_with(word)) || UNITS.iter().any(|word| right.starts_with(word));
    let fraction = right.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if decimal || amount || (fraction && window.next().is_none_or(|next| next.len() < 3)) {
        return None;
    }
    let is_number = window.is_loose() || is_segment(own) || !in_link(text, window);
    is_number.then(|| Hit::new(Rule::Phone, range))
}

/// Whether 11 digits are a mobile number of a segment that is given out.
pub fn is_mobile(digits: &[u8]) -> bool {
    digits.len() == 11 && digits[0] == 1 && digits[1] > 2 && is_segment(digits)
}

/// Whether the runs are one number: a single one; one of the usual shapes; or alone and of a
/// segment that is given out.
fn is_joined(window: Window<'_>, own: &[u8]) -> bool {
    let groups = window.groups();
    if groups.len() == 1 {
        return true;
    }
    let country = matches!(window.shape().next(), Some(2 | 4)) && own.len() < window.digits.len();
    let behind_country = country
        || window
            .previous()
            .is_some_and(|group| matches!(group.len(), 2..=4) && window.all[window.first].gap != Gap::Line);
    let shape: Vec<usize> = window.shape().skip(usize::from(country)).collect();
    let gaps: Vec<Gap> = window.gaps().skip(usize::from(country)).collect();
    if gaps.first() == Some(&Gap::Bracket) && !gaps[1..].contains(&Gap::Bracket) {
        return matches!(shape[..], [3, 4, 4] | [3, 8])
            && is_segment(own)
            && own.len() == window.digits.len();
    }
    if gaps.contains(&Gap::Bracket)
        || gaps.windows(2).any(|pair| pair[0] != pair[1] && pair.contains(&Gap::Line))
    {
        return false;
    }
    let usual = matches!(shape[..], [11] | [3, 4, 4] | [3, 8] | [7, 4] | [4, 4, 3] | [4, 3, 4] | [3, 3, 5])
        || shape.iter().all(|length| *length == 1);
    if gaps.contains(&Gap::Dot) {
        return usual && shape.len() == 3 && is_segment(own);
    }
    let alone = window.previous().is_none() && window.next().is_none();
    let open = window.previous().is_none_or(|_| behind_country)
        && window.next().is_none_or(|next| next.gap != gaps_last(&gaps));
    (usual && open && is_segment(own))
        || (usual && is_segment(own) && shape.len() <= 3)
        || (alone && is_segment(own))
}

fn gaps_last(gaps: &[Gap]) -> Gap {
    gaps.last().copied().unwrap_or(Gap::Wall)
}

/// Segments of mobile numbers that are given out.
fn is_segment(own: &[u8]) -> bool {
    match own[1] {
        3 | 8 => true,
        4 => own[2] >= 5,
        5 => own[2] != 4,
        6 => matches!(own[2], 2 | 5 | 6 | 7),
        7 => own[2] != 9,
        9 => own[2] != 4,
        _ => false,
    }
}

/// Whether the number is part of a link that does not call it, as the numbers of articles are.
fn in_link(text: &str, window: Window<'_>) -> bool {
    let run = ascii_run(text, window.range());
    let calls = ["tel", "phone", "mobile", "sms", "shouji", "dianhua", "call"];
    run.contains("://") && !has(&run.to_ascii_lowercase(), &calls)
}

/// What stands before a landline number without an area code, or one written in one run.
const CALLS: [&str; 12] =
    ["电话", "座机", "传真", "热线", "联系", "致电", "办公室：", "Tel", "TEL", "tel", "Fax", "拨打"];

/// The landline number that `window` is: an area code and 7 or 8 digits.
pub fn landline(text: &str, window: Window<'_>) -> Option<Hit> {
    let digits = window.digits;
    if digits[0] != 0 || !(10..=12).contains(&digits.len()) {
        return None;
    }
    let area = if matches!(digits[1], 1 | 2) { 3 } else { 4 };
    let (known, own) = ((digits[1] != 1 || digits[2] == 0) && digits[1] != 0, digits.len() - area);
    if !known || !(7..=8).contains(&own) || !(2..=8).contains(&digits[area]) {
        return None;
    }
    let shape: Vec<usize> = window.shape().collect();
    let range = window.range();
    let right = match shape[..] {
        [_] => has(before(text, range.start, 12), &CALLS),
        [first, _] => first == area,
        [first, 3 | 4, 4] => first == area && has(before(text, range.start, 12), &CALLS),
        _ => false,
    };
    let gaps_right = window.gaps().all(|gap| !matches!(gap, Gap::Dot | Gap::Line));
    (right && gaps_right).then(|| Hit::new(Rule::Landline, range))
}

/// The landline number of 7 or 8 digits in one run, after a word that says so.
pub fn local_number(text: &str, group: Group) -> Option<Hit> {
    let range = group.range();
    let first = text.as_bytes()[range.start];
    if !(7..=8).contains(&group.len()) || !(b'2'..=b'8').contains(&first) || group.gap == Gap::Hyphen {
        return None;
    }
    let left = before(text, range.start, 8)
        .trim_end_matches(['：', ':', ' ', '(', '（', '为', '是', '\u{3000}', '|', '*']);
    CALLS
        .iter()
        .any(|word| left.ends_with(word.trim_end_matches('：')))
        .then(|| Hit::new(Rule::Landline, range))
}

/// Longest name and host of an e-mail address (RFC 5321).
const MAILBOX: (usize, usize) = (64, 255);
/// Hosts that belong to nobody (RFC 2606).
const NOBODY: [&str; 6] = ["example.com", "example.org", "example.net", ".example", ".invalid", ".test"];
/// Endings of files that look like hosts, as in `icon@2x.png`.
const FILES: [&str; 8] = [".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp", ".css", ".js"];

/// The e-mail addresses of `text`.
pub fn emails(text: &str, hits: &mut Vec<Hit>) {
    let bytes = text.as_bytes();
    for (at, _) in text.match_indices('@') {
        let name = |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
        let host = |byte: &u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
        let left = bytes[..at].iter().rev().take(MAILBOX.0).take_while(|byte| name(byte)).count();
        let right = bytes[at + 1..].iter().take(MAILBOX.1).take_while(|byte| host(byte)).count();
        let domain = text[at + 1..at + 1 + right].trim_end_matches(['.', '-']);
        let lower = domain.to_ascii_lowercase();
        let ending = lower.rsplit('.').next().unwrap_or_default();
        let sound =
            lower.contains('.') && ending.len() > 1 && ending.bytes().all(|byte| byte.is_ascii_alphabetic());
        let taken = NOBODY.iter().chain(&FILES).any(|end| lower.ends_with(end));
        let own = text[at - left..at].trim_start_matches(['.', '-', '_']);
        if !own.is_empty() && own != "git" && sound && !taken {
            hits.push(Hit::new(Rule::Email, at - own.len()..at + 1 + domain.len()));
        }
    }
}
