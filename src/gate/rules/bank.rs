//! Bank card numbers: 16 to 19 digits, a prefix that is given out, Luhn's check.

use crate::config::gate::Weight;
use crate::gate::rules::context::{before, behind, has, in_address};
use crate::gate::rules::digits::Window;
use crate::gate::rules::hit::Hit;
use crate::gate::rules::rule::Rule;

/// Words near a number that make it a card's.
const WORDS: [&str; 22] = [
    "卡号",
    "账号",
    "帐号",
    "账户",
    "帐户",
    "银行",
    "开户",
    "收款",
    "付款",
    "转账",
    "汇入",
    "汇款",
    "转入",
    "转出",
    "储蓄",
    "借记卡",
    "信用卡",
    "存折",
    "农信",
    "信用社",
    "支付宝",
    "卡（",
];
/// How far before and behind a number such a word is looked for.
const REACH: (usize, usize) = (30, 12);

/// The bank card that `window` is.
pub fn bank_card(text: &str, window: Window<'_>) -> Option<Hit> {
    let digits = window.digits;
    if !(16..=19).contains(&digits.len()) || !has_prefix(digits) || !luhn(digits) || !is_one(window) {
        return None;
    }
    let range = window.range();
    if in_address(text, range.clone()) {
        return None;
    }
    let near =
        has(before(text, range.start, REACH.0), &WORDS) || has(behind(text, range.end, REACH.1), &WORDS);
    let hit = Hit::new(Rule::BankCard, range);
    Some(if near { hit } else { hit.weighing(Weight::Warn) })
}

/// Prefixes that banks give out: 银联 62 and the older ones of single banks, Visa, Mastercard, JCB.
fn has_prefix(digits: &[u8]) -> bool {
    let four = digits[..4].iter().fold(0, |number, digit| number * 10 + u32::from(*digit));
    let sixteen = digits.len() == 16;
    match four {
        6200..=6299 | 9558 | 9559 => true,
        4000..=4999 | 5100..=5599 | 2221..=2720 | 3528..=3589 => sixteen,
        _ => false,
    }
}

/// Luhn's check over all digits (ISO/IEC 7812-1).
fn luhn(digits: &[u8]) -> bool {
    let doubled = |digit: u8| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| u32::from(if place % 2 == 1 { doubled(*digit) } else { *digit }))
        .sum();
    sum.is_multiple_of(10)
}

/// Whether the runs are one number: a single run, fours, or nothing beside them.
fn is_one(window: Window<'_>) -> bool {
    let count = window.groups().len();
    let fours =
        window.shape().enumerate().all(|(index, length)| length == 4 || (index + 1 == count && length < 4));
    count == 1 || fours || window.is_whole()
}
