//! Whole numbers as Chinese text writes them, to values and back.
//!
//! Comes in: text at some position. Goes out: a value and the bytes it took. Three spellings are
//! read: Arabic digits of either width (`103`, `１０３`), Chinese with units (一百零三, 十五, 廿三,
//! 两百, 三千万) and Chinese digit by digit (二〇二三). Fractions, percentages and mixtures such as
//! 3万 are not numbers here. Reading looks at 40 characters at most, so a caller that tries every
//! position of a text stays linear.

/// Longest run of numeral characters that is still tried as one number.
const LONGEST: usize = 40;

/// First value that Chinese with units cannot say with one 亿 and one 万亿.
const UNITS_END: u64 = 10_000_000_000_000_000;

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// What a Chinese numeral character stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glyph {
    /// 零 to 九, 两 and the forms that resist forgery.
    Digit(u64),
    /// 十, 百, 千.
    Unit(u64),
    /// 廿, 卅, 卌: a digit and its unit in one character.
    Tens(u64),
    /// 万, 亿.
    Myriad(u64),
}

fn glyph(c: char) -> Option<Glyph> {
    use Glyph::{Digit, Myriad, Tens, Unit};
    Some(match c {
        '〇' | '零' | '○' => Digit(0),
        '一' | '壹' => Digit(1),
        '二' | '贰' | '貳' | '两' | '兩' => Digit(2),
        '三' | '叁' | '參' => Digit(3),
        '四' | '肆' => Digit(4),
        '五' | '伍' => Digit(5),
        '六' | '陆' | '陸' => Digit(6),
        '七' | '柒' => Digit(7),
        '八' | '捌' => Digit(8),
        '九' | '玖' => Digit(9),
        '十' | '拾' => Unit(10),
        '百' | '佰' => Unit(100),
        '千' | '仟' => Unit(1000),
        '廿' => Tens(20),
        '卅' => Tens(30),
        '卌' => Tens(40),
        '万' | '萬' => Myriad(10_000),
        '亿' | '億' => Myriad(100_000_000),
        _ => return None,
    })
}

fn arabic(c: char) -> Option<u64> {
    match c {
        '0'..='9' => Some(u64::from(c) - u64::from('0')),
        '０'..='９' => Some(u64::from(c) - u64::from('０')),
        _ => None,
    }
}

/// Whether the character can stand in a number of either spelling.
pub fn is_numeral(c: char) -> bool {
    arabic(c).is_some() || glyph(c).is_some()
}

/// Reads the number that `text` starts with, and says how many bytes it took.
///
/// The whole run of numeral characters of one spelling must make sense: 一二百 and a lone 百 are no
/// number. A run of more than 40 characters is none either.
pub fn parse_prefix(text: &str) -> Option<(u64, usize)> {
    let first = text.chars().next()?;
    if arabic(first).is_some() { digits(text) } else { chinese(text) }
}

/// Reads a number that fills the whole of `text`.
pub fn parse(text: &str) -> Option<u64> {
    parse_prefix(text).and_then(|(value, len)| (len == text.len()).then_some(value))
}

/// As [`parse_prefix`], for numbers that must fit a `u32`.
pub fn parse_prefix_u32(text: &str) -> Option<(u32, usize)> {
    let (value, len) = parse_prefix(text)?;
    Some((u32::try_from(value).ok()?, len))
}

/// Reads a number in Chinese in one pass, digit by digit and with units at once: only its end tells which it is.
fn chinese(text: &str) -> Option<(u64, usize)> {
    let (mut places, mut units) = (Some(0u64), Reading::default());
    let (mut is_digits, mut is_sound) = (true, true);
    let mut len = 0;
    for (count, c) in text.chars().enumerate() {
        let Some(glyph) = glyph(c) else { break };
        if count == LONGEST {
            return None;
        }
        len += c.len_utf8();
        match glyph {
            Glyph::Digit(digit) => {
                places = places.and_then(|value| value.checked_mul(10)?.checked_add(digit))
            }
            _ => is_digits = false,
        }
        is_sound = is_sound && units.take(glyph);
    }
    let value = if is_digits { places } else { units.value().filter(|_| is_sound) };
    value.filter(|_| len > 0).map(|value| (value, len))
}

/// Reads a number in Arabic digits.
fn digits(text: &str) -> Option<(u64, usize)> {
    let (mut value, mut len) = (0u64, 0);
    for (count, c) in text.chars().enumerate() {
        let Some(digit) = arabic(c) else { break };
        if count == LONGEST {
            return None;
        }
        value = value.checked_mul(10)?.checked_add(digit)?;
        len += c.len_utf8();
    }
    Some((value, len))
}

/// What stands for no unit: larger than any.
const NO_UNIT: u64 = u64::MAX;

/// The state of reading a number with units: 一亿 | 三千 | 二 is `total`, `section`, `digit`.
struct Reading {
    total: u64,
    section: u64,
    /// The digit that waits for its unit, or 0.
    digit: u64,
    /// Smallest unit met in this section of four places; the next must be smaller.
    unit: u64,
    /// Smallest of 万 and 亿 met since the start or the last 亿.
    myriad: u64,
    /// A 零 that still waits for what follows it.
    zero: bool,
}

impl Default for Reading {
    fn default() -> Self {
        Self { total: 0, section: 0, digit: 0, unit: NO_UNIT, myriad: NO_UNIT, zero: false }
    }
}

impl Reading {
    /// Takes a character in; `false` where the number makes no sense with it.
    fn take(&mut self, glyph: Glyph) -> bool {
        match glyph {
            Glyph::Digit(0) => {
                let after_unit = self.unit != NO_UNIT || self.myriad != NO_UNIT;
                let fits = self.digit == 0 && !self.zero && after_unit;
                self.zero = true;
                fits
            }
            Glyph::Digit(digit) => {
                self.zero = false;
                std::mem::replace(&mut self.digit, digit) == 0
            }
            Glyph::Unit(unit) => {
                let digit = match std::mem::take(&mut self.digit) {
                    0 if unit == 10 => 1,
                    0 => return false,
                    digit => digit,
                };
                self.add(digit * unit, unit)
            }
            Glyph::Tens(value) => self.digit == 0 && self.add(value, 10),
            Glyph::Myriad(unit) => self.close(unit),
        }
    }

    fn add(&mut self, value: u64, unit: u64) -> bool {
        let fits = unit < self.unit;
        self.section += value;
        self.unit = unit;
        self.zero = false;
        fits
    }

    fn close(&mut self, unit: u64) -> bool {
        let section = self.section + std::mem::take(&mut self.digit);
        let smaller_first = unit == 100_000_000 && self.myriad == 10_000 && self.total < unit;
        if self.zero || self.myriad <= unit && !smaller_first || section == 0 && !smaller_first {
            return false;
        }
        self.total = if unit == 10_000 { self.total + section * unit } else { (self.total + section) * unit };
        self.section = 0;
        self.unit = NO_UNIT;
        self.myriad = unit;
        true
    }

    fn value(&self) -> Option<u64> {
        (!self.zero).then_some(self.total + self.section + self.digit)
    }
}

/// Writes a number with units: 103 is 一百零三, 12 is 十二, 100000 is 十万.
///
/// From 10^16 on the words would be ambiguous, so the digits are written one by one.
pub fn to_chinese(value: u64) -> String {
    let mut words = String::new();
    push_chinese(value, &mut words);
    words
}

/// Writes a number with units behind `words`.
pub fn push_chinese(value: u64, words: &mut String) {
    if value >= UNITS_END {
        return words.push_str(&to_chinese_digits(value));
    }
    let start = words.len();
    write_units(value, words);
    if words[start..].starts_with("一十") {
        words.remove(start);
    }
}

fn write_units(value: u64, words: &mut String) {
    const STEPS: [(u64, char); 5] =
        [(100_000_000, '亿'), (10_000, '万'), (1000, '千'), (100, '百'), (10, '十')];
    if value < 10 {
        words.push(DIGITS[value as usize]);
        return;
    }
    let Some((step, name)) = STEPS.into_iter().find(|(step, _)| value >= *step) else {
        return;
    };
    write_units(value / step, words);
    words.push(name);
    let rest = value % step;
    if rest == 0 {
        return;
    }
    if rest < step / 10 {
        words.push(DIGITS[0]);
    }
    write_units(rest, words);
}

/// Writes a number in digits behind `words`, many times as quickly as `write!`.
pub fn push_digits(value: u32, words: &mut String) {
    if value >= 10 {
        push_digits(value / 10, words);
    }
    words.push(char::from(b'0' + (value % 10) as u8));
}

/// Writes a number digit by digit, as years are: 2023 is 二〇二三.
pub fn to_chinese_digits(value: u64) -> String {
    value
        .to_string()
        .bytes()
        .map(|byte| match byte {
            b'0' => '〇',
            _ => DIGITS[usize::from(byte - b'0')],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_all_spellings() {
        for (text, value) in [
            ("一百零三", 103),
            ("一百〇三", 103),
            ("103", 103),
            ("１０３", 103),
            ("十", 10),
            ("十五", 15),
            ("一十五", 15),
            ("廿三", 23),
            ("两百", 200),
            ("一百十", 110),
            ("一千零三十", 1030),
            ("一千二百六十", 1260),
            ("二〇二三", 2023),
            ("二零二三", 2023),
            ("一〇三", 103),
            ("零", 0),
            ("十万", 100_000),
            ("三千万", 30_000_000),
            ("一亿三千万零五", 130_000_005),
            ("一万三千亿", 1_300_000_000_000),
            ("一万亿", 1_000_000_000_000),
        ] {
            assert_eq!(parse(text), Some(value), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in [
            "",
            "百",
            "一二百",
            "一百零",
            "万",
            "十十",
            "三百五百",
            "二万万",
            "条",
            "一百零零三",
            "99999999999999999999999",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse_prefix(&"一".repeat(41)), None);
    }

    #[test]
    fn takes_only_the_number() {
        assert_eq!(parse_prefix("二十一条"), Some((21, 9)));
        assert_eq!(parse_prefix("12条"), Some((12, 2)));
        assert_eq!(parse_prefix("12十"), Some((12, 2)));
    }

    #[test]
    fn writes_as_laws_do() {
        for (value, text) in [
            (0, "零"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (103, "一百零三"),
            (110, "一百一十"),
            (1260, "一千二百六十"),
            (1003, "一千零三"),
            (100_012, "十万零一十二"),
            (10_300, "一万零三百"),
        ] {
            assert_eq!(to_chinese(value), text);
        }
        assert_eq!(to_chinese_digits(2023), "二〇二三");
    }

    proptest! {
        #[test]
        fn chinese_comes_back(value in 0u64..UNITS_END) {
            prop_assert_eq!(parse(&to_chinese(value)), Some(value));
        }

        #[test]
        fn small_numbers_come_back(value in 0u64..20_000) {
            prop_assert_eq!(parse(&to_chinese(value)), Some(value));
            prop_assert_eq!(parse(&to_chinese_digits(value)), Some(value));
            prop_assert_eq!(parse(&value.to_string()), Some(value));
        }

        #[test]
        fn any_text_is_safe(text in "[零〇一二三十百千万亿廿两0-9０-９条 ]{0,60}") {
            if let Some((_, len)) = parse_prefix(&text) {
                prop_assert!(text.is_char_boundary(len) && len > 0);
            }
        }

        #[test]
        fn every_value_survives(value in any::<u64>()) {
            prop_assert_eq!(parse(&to_chinese_digits(value)), Some(value));
            prop_assert!(!to_chinese(value).is_empty());
        }
    }
}
