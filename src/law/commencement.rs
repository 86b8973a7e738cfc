//! From when a text says that it applies: 本法自2024年1月1日起施行.
//!
//! Said is it near the end, of the whole text. What is said of a part (本法第三条自…), of another text or
//! within a quotation is no commencement of the text itself; 自公布之日起 names no day.

use jiff::civil::Date;

use crate::law::citation::genre;
use crate::text::numeral;

/// What follows 起.
const BEGINS: [&str; 5] = ["施行", "实施", "执行", "生效", "试行"];

/// Longest name that a text gives itself behind 本, in characters: 本暂行条例.
const LONGEST_NAME: usize = 6;

/// The day from which `text`, the words of an article, says that the whole text applies; the last it says.
pub fn commencement(text: &str) -> Option<Date> {
    let mut said = None;
    for (at, mark) in text.match_indices('自') {
        let (before, after) = (&text[..at], &text[at + mark.len()..]);
        if let Some(day) = day(after).filter(|_| is_of_itself(before) && !is_quoted(before)) {
            said = Some(day);
        }
    }
    said
}

/// Whether the words end with 本法, 本条例 and the like.
fn is_of_itself(before: &str) -> bool {
    let Some((_, name)) = before.trim_end().rsplit_once('本') else { return false };
    name.chars().count() <= LONGEST_NAME && genre::at_end(name)
}

fn is_quoted(before: &str) -> bool {
    before.matches('“').count() > before.matches('”').count()
}

/// The full date at the start of `text` that 起施行 follows.
fn day(text: &str) -> Option<Date> {
    let (mut rest, mut numbers) = (text, [0; 3]);
    for (number, unit) in numbers.iter_mut().zip(['年', '月', '日']) {
        rest = rest.trim_start();
        let (value, length) = numeral::parse_prefix_u32(rest)?;
        *number = value;
        rest = rest[length..].trim_start().strip_prefix(unit)?;
    }
    let behind = rest.trim_start().strip_prefix('起')?.trim_start();
    let [year, month, day] = numbers;
    let day = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    day.ok().filter(|_| BEGINS.iter().any(|word| behind.starts_with(word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_text_says_from_when_it_applies() {
        for (text, day) in [
            ("本法自2024年1月1日起施行。", date(2024, 1, 1)),
            ("本条例自 2011 年 7 月 1 日起施行。1990年发布的《甲条例》同时废止。", date(2011, 7, 1)),
            ("本规定自２０１３年７月１日起实施。", date(2013, 7, 1)),
            ("本暂行办法自二〇〇五年十二月二十五日起试行。", date(2005, 12, 25)),
            ("本修正案自2015年11月1日起施行。", date(2015, 11, 1)),
            ("“本办法”是指甲。本办法自2020年2月1日起施行。", date(2020, 2, 1)),
        ] {
            assert_eq!(commencement(text), Some(day), "{text}");
        }
    }

    #[test]
    fn what_is_said_of_others_or_of_parts_is_no_commencement() {
        for text in [
            "本法自公布之日起施行。",
            "《甲法》自2024年1月1日起施行。",
            "本法第三条自2024年1月1日起施行。",
            "第九条修改为：“本法自2024年1月1日起施行。”",
            "本法自2024年13月1日起施行。",
            "本办法自2024年1月起施行。",
            "本法自2024年1月1日起登记的，从其规定。",
            "",
        ] {
            assert_eq!(commencement(text), None, "{text}");
        }
    }
}
