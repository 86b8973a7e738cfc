//! Numbers with a check digit of their own: citizens' ID numbers (GB 11643) and unified social
//! credit codes (GB 32100).

use crate::gate::rules::digits::{Gap, Group, Window};
use crate::gate::rules::hit::Hit;
use crate::gate::rules::rule::Rule;

/// Weights of the 17 digits before the check digit, GB 11643.
const ID_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check digit by remainder; 10 stands for X.
const ID_CHECKS: [u8; 11] = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2];
/// Provinces by the first two digits of a region.
const PROVINCES: [u8; 35] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
    61, 62, 63, 64, 65, 71, 81, 82, 83,
];

/// The ID number that `window` is, of 18 digits, 17 and an X, or 15.
pub fn id_number(text: &str, window: Window<'_>) -> Option<Hit> {
    let digits = window.digits;
    if !matches!(digits.len(), 15 | 17 | 18) || !PROVINCES.contains(&(digits[0] * 10 + digits[1])) {
        return None;
    }
    let range = window.range();
    let end = match digits.len() {
        18 if is_day(&digits[6..14]) && id_check(digits) == digits[17] => range.end,
        17 if is_day(&digits[6..14]) && id_check(digits) == 10 => {
            range.end + check_letter(&text[range.end..])?
        }
        15 if is_old_form(window) => range.end,
        _ => return None,
    };
    Some(Hit::new(Rule::IdNumber, range.start..end))
}

/// Whether `digits` are an ID number of 18 characters, of which the last, the check letter, stands
/// apart where there is a `letter`.
pub fn is_id(digits: &[u8], letter: bool) -> bool {
    let check = match digits.len() {
        18 if !letter => digits[17],
        17 if letter => 10,
        _ => return false,
    };
    PROVINCES.contains(&(digits[0] * 10 + digits[1])) && is_day(&digits[6..14]) && id_check(digits) == check
}

fn id_check(digits: &[u8]) -> u8 {
    let sum: u32 = ID_WEIGHTS.iter().zip(digits).map(|(weight, digit)| weight * u32::from(*digit)).sum();
    ID_CHECKS[(sum % 11) as usize]
}

/// The length of an X at the head of `rest`, with blanks or a hyphen before it.
fn check_letter(rest: &str) -> Option<usize> {
    let divider = |c: char| c.is_whitespace() || "-‐‑‒–—−﹣─*_~`\\".contains(c);
    let behind = rest.trim_start_matches(divider);
    let skipped = rest[..rest.len() - behind.len()].chars().count();
    let after = behind.strip_prefix(['X', 'x', 'Ｘ', 'ｘ', '×', 'Χ', 'Х'])?;
    let alone = !after.starts_with(|c: char| c.is_ascii_alphanumeric());
    (skipped <= 4 && !rest[..rest.len() - behind.len()].contains("***") && alone)
        .then(|| rest.len() - after.len())
}

/// The old form of 15 digits, whose year has two: only as one run, in its own shape, or spaced
/// digit by digit, for it has no check digit.
fn is_old_form(window: Window<'_>) -> bool {
    let digits = window.digits;
    let mut day = [1, 9, 0, 0, 0, 0, 0, 0];
    day[2..].copy_from_slice(&digits[6..12]);
    let shape: Vec<usize> = window.shape().collect();
    let usual = matches!(shape[..], [15] | [6, 6, 3] | [6, 9]) || shape.iter().all(|length| *length == 1);
    let plain_gaps = window.gaps().all(|gap| matches!(gap, Gap::Blank | Gap::Hyphen));
    usual && plain_gaps && window.is_whole() && is_day(&day) && digits[12..] != [0, 0, 0]
}

/// Whether eight digits are a day of 1900 to 2039.
fn is_day(digits: &[u8]) -> bool {
    let number = |digits: &[u8]| digits.iter().fold(0_u32, |number, digit| number * 10 + u32::from(*digit));
    let (year, month, day) = (number(&digits[..4]), number(&digits[4..6]), number(&digits[6..8]));
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    (1900..2040).contains(&year) && (1..=days).contains(&day)
}

/// Characters of a credit code in the order of their values; I, O, S, V and Z are not used.
const CODE: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Length of a credit code.
const CODE_LENGTH: usize = 18;

/// The credit code that begins with the run `group`.
pub fn credit_code(text: &str, group: Group) -> Option<Hit> {
    let bytes = text.as_bytes();
    let mut start = group.start as usize;
    // A few departments have a letter: A, N, Y.
    if start > 0 && bytes[start - 1].is_ascii_alphabetic() {
        start -= 1;
    }
    if start > 0 && bytes[start - 1].is_ascii_alphanumeric() {
        return None;
    }
    let mut values = [0_u32; CODE_LENGTH];
    let (mut count, mut at) = (0, start);
    while count < CODE_LENGTH {
        let byte = *bytes.get(at)?;
        let divides = count > 0 && matches!(byte, b' ' | b'-') && !matches!(bytes[at - 1], b' ' | b'-');
        if !divides {
            values[count] = CODE.iter().position(|known| *known == byte.to_ascii_uppercase())? as u32;
            count += 1;
        }
        at += 1;
    }
    let alone = bytes.get(at).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    let region = values[2..8].iter().all(|value| *value < 10);
    let department = matches!(CODE[values[0] as usize], b'1'..=b'9' | b'A' | b'N' | b'Y');
    let province = PROVINCES.contains(&((values[2] * 10 + values[3]) as u8)) || values[2..4] == [1, 0];
    (alone && region && department && province && code_check(&values) == values[17])
        .then(|| Hit::new(Rule::CreditCode, start..at))
}

fn code_check(values: &[u32; CODE_LENGTH]) -> u32 {
    let (mut weight, mut sum) = (1, 0);
    for value in &values[..17] {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    (31 - sum % 31) % 31
}
