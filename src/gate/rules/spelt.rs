//! Numbers of people written with characters that stand for digits: 一三八〇, 幺, 零, capitals such as
//! 壹, and letters that look like digits (l, O).
//!
//! Years and amounts are shorter; a row of eleven such characters that is a mobile number, or of
//! eighteen with a right check digit, is nothing else.

use crate::gate::rules::contact::is_mobile;
use crate::gate::rules::hit::Hit;
use crate::gate::rules::identity::is_id;
use crate::gate::rules::rule::Rule;

/// The fewest and the most digits of such a number.
const LENGTH: [usize; 2] = [11, 18];
/// Letters are digits only among so many true ones.
const TRUE: usize = 5;

/// A row of characters that stand for digits.
#[derive(Debug, Default)]
struct Row {
    start: usize,
    end: usize,
    digits: Vec<u8>,
    /// Whether there are more digits than a number has.
    long: bool,
    /// How many are digits of their own.
    own: usize,
    letters: usize,
    /// Dividers since the last digit.
    dividers: usize,
    /// Whether a letter or digit stands right before it.
    joined: bool,
}

/// Adds the numbers of `text` that are not written in plain digits.
pub fn spelt(text: &str, hits: &mut Vec<Hit>) {
    let mut row = Row::default();
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if let Some((digit, letter)) = digit(c) {
            if row.digits.is_empty() {
                row = Row { start: at, joined: before.is_ascii_alphanumeric(), ..Row::default() };
            }
            row.take(digit, letter, c.is_ascii_digit());
            row.end = at + c.len_utf8();
            row.dividers = 0;
        } else if !row.digits.is_empty() {
            row.dividers += 1;
            if !matches!(c, ' ' | '\u{3000}' | '-' | '—' | '·' | '*') || row.dividers > 2 {
                hits.extend(row.number(c, &text[row.end..]));
                row.digits.clear();
            }
        }
        before = c;
    }
    if !row.digits.is_empty() {
        hits.extend(row.number(' ', ""));
    }
}

impl Row {
    fn take(&mut self, digit: u8, letter: bool, own: bool) {
        self.long |= self.digits.len() > LENGTH[1];
        if !self.long {
            self.digits.push(digit);
            self.own += usize::from(own);
            self.letters += usize::from(letter);
        }
    }

    /// The number that it is; `c` is the character behind it, `rest` all that follows.
    fn number(&self, c: char, rest: &str) -> Option<Hit> {
        let digits = self.digits.as_slice();
        if self.long || digits.len() < LENGTH[0] || self.own == digits.len() {
            return None;
        }
        let joined = self.joined || (c.is_ascii_alphanumeric() && self.dividers < 2);
        if self.letters > 0 && (self.own < TRUE || joined) {
            return None;
        }
        let local = if digits.len() == 13 { digits.strip_prefix(&[8, 6]).unwrap_or(digits) } else { digits };
        let range = self.start..self.end;
        if local.len() == 11 && is_mobile(local) {
            return Some(Hit::new(Rule::Phone, range));
        }
        let letter = rest.chars().next().filter(|c| "XxＸ".contains(*c));
        let end = self.end + letter.map_or(0, char::len_utf8);
        is_id(digits, letter.is_some()).then(|| Hit::new(Rule::IdNumber, self.start..end))
    }
}

/// The digit that `c` stands for, and whether it is a letter that only looks like one.
fn digit(c: char) -> Option<(u8, bool)> {
    let (digit, letter) = match c {
        '0'..='9' => (c as u8 - b'0', false),
        '〇' | '零' | '○' => (0, false),
        '一' | '壹' | '幺' | '弌' => (1, false),
        '二' | '贰' | '弍' => (2, false),
        '三' | '叁' => (3, false),
        '四' | '肆' => (4, false),
        '五' | '伍' => (5, false),
        '六' | '陆' => (6, false),
        '七' | '柒' => (7, false),
        '八' | '捌' => (8, false),
        '九' | '玖' => (9, false),
        'l' | 'I' => (1, true),
        'O' | 'o' | 'Ο' | 'ο' | 'О' | 'о' => (0, true),
        _ => return None,
    };
    Some((digit, letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut hits = Vec::new();
        spelt(text, &mut hits);
        hits.iter().map(|hit| &text[hit.range()]).collect()
    }

    #[test]
    fn numbers_in_other_characters_are_found() {
        for number in [
            "一三八〇〇一三八〇〇〇",
            "幺三八零零幺三八零零零",
            "壹叁捌零零壹叁捌零零零",
            "138零零1380零0",
            "l38OO138OOO",
            "13800l38000",
            "一三八 〇〇一三 八〇〇〇",
            "五三〇一二一一九九〇〇三〇七一二三7",
        ] {
            let text = format!("电话{number}，谢谢");
            assert_eq!(found(&text), [number], "{text}");
        }
    }

    #[test]
    fn years_lists_words_and_plain_digits_are_not() {
        for text in [
            "二〇二四年一二三",
            "一二三四五六七八九十一二三",
            "第一三八〇〇一三八〇〇〇一三八〇〇〇一三八〇〇〇号",
            "13800138000",
            "lollOlollOl",
            "hello1380013800O",
            "0x13800l38000",
            "一、三、八、〇、〇、一、三、八、〇、〇、〇",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
