//! Number plates, passports and travel permits.

use crate::gate::rules::context::{before, has};
use crate::gate::rules::hit::Hit;
use crate::gate::rules::rule::Rule;

/// First characters of plates.
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领";
/// Last characters of plates of a particular use.
const USES: &str = "挂学警港澳应领使";

/// The plates and passports of `text`, looked for where a token of letters and digits begins.
pub fn papers(text: &str, hits: &mut Vec<Hit>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(u8::is_ascii_alphabetic) {
        let start = at + next;
        let length = bytes[start..].iter().position(|byte| !byte.is_ascii_alphanumeric());
        let end = length.map_or(bytes.len(), |length| start + length);
        let begins = start == 0 || !bytes[start - 1].is_ascii_alphanumeric();
        if begins {
            hits.extend(plate(text, start, end));
            hits.extend(passport(text, start, end));
        }
        at = end;
    }
}

fn plate_part(byte: u8) -> bool {
    byte.is_ascii_digit() || (byte.is_ascii_uppercase() && !matches!(byte, b'I' | b'O'))
}

/// The plate whose letter stands at `start`, in the token up to `end`.
fn plate(text: &str, start: usize, end: usize) -> Option<Hit> {
    let bytes = text.as_bytes();
    let province = text[..start].trim_end_matches([' ', '\u{3000}']).chars().next_back()?;
    if !PROVINCES.contains(province) || !plate_part(bytes[start]) {
        return None;
    }
    let head = text[..start].trim_end_matches([' ', '\u{3000}']);
    let from = head.len() - province.len_utf8();
    let (body, upto) = match end - start {
        1 => {
            let rest = &text[end..];
            let body = rest.trim_start_matches(['·', '•', '.', '-', ' ', '・', '‧', '∙', '●']);
            let skipped = rest.len() - body.len();
            let length = body.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(body.len());
            if !(1..=4).contains(&skipped) {
                return None;
            }
            (&body[..length], end + skipped + length)
        }
        _ => (&text[start + 1..end], end),
    };
    let special = text[upto..].chars().next().filter(|c| USES.contains(*c));
    let right = matches!((body.len(), special), (5 | 6, None) | (4 | 5, Some(_)));
    let digits = body.bytes().filter(u8::is_ascii_digit).count();
    let upto = upto + special.map_or(0, char::len_utf8);
    (right && digits > 1 && body.bytes().all(plate_part)).then(|| Hit::new(Rule::Plate, from..upto))
}

/// The passport or permit that the token from `start` to `end` is.
fn passport(text: &str, start: usize, end: usize) -> Option<Hit> {
    let token = &text[start..end];
    let letters = token.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = token.len() - letters;
    let rest_is_digits = token.bytes().skip(letters).all(|byte| byte.is_ascii_digit());
    let head = token.as_bytes()[0].to_ascii_uppercase();
    let known = match (letters, digits, head) {
        (1, 8, b'E' | b'G') => true,
        (2, 7, b'E' | b'D' | b'S' | b'P') => true,
        (1, 7, b'D' | b'S' | b'P') | (1, 8 | 10, b'C' | b'W' | b'H' | b'M' | b'T' | b'L' | b'K') => {
            has(before(text, start, 16), &["护照", "通行证", "证件", "签证"])
        }
        _ => false,
    };
    (known && rest_is_digits).then(|| Hit::new(Rule::Passport, start..end))
}
