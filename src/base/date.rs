//! Dates as offices know them: a day, a month or only a year.

use std::fmt::{self, Write as _};
use std::str::FromStr;

/// A calendar date whose month or day may be unknown, such as `2018`, `2018-03` or `2018-03-20`.
///
/// What is unknown is left out, never invented. Dates order by what is known; of two that agree
/// so far, the less precise comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// Year, 1 to 9999.
    pub year: i16,
    /// Month, 1 to 12, or 0 where unknown.
    pub month: i8,
    /// Day of the month, or 0 where unknown.
    pub day: i8,
}

/// Why a string is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The string has none of the accepted shapes.
    #[error("not of the form 2024, 2024-05 or 2024-05-01")]
    Shape,
    /// The shape is right, but there is no such day.
    #[error("no such day in the calendar")]
    NoSuchDay,
}

impl PartialDate {
    /// A full date; the caller knows that the day exists.
    pub const fn full(year: i16, month: i8, day: i8) -> Self {
        Self { year, month, day }
    }

    /// Whether year, month and day are all known.
    pub fn is_full(self) -> bool {
        self.day != 0
    }

    /// The first day that the date may mean: unknown parts count as the first.
    pub fn earliest(self) -> jiff::civil::Date {
        jiff::civil::Date::new(self.year, self.month.max(1), self.day.max(1))
            .expect("a partial date was checked against the calendar when it was made")
    }

    /// The last day that the date may mean: unknown parts count as the last.
    pub fn latest(self) -> jiff::civil::Date {
        match (self.month, self.day) {
            (0, _) => self.earliest().last_of_year(),
            (_, 0) => self.earliest().last_of_month(),
            _ => self.earliest(),
        }
    }

    /// Whether the date lies after `day`, by its earliest day.
    pub fn is_after(self, day: jiff::civil::Date) -> bool {
        self.earliest() > day
    }
}

impl From<jiff::civil::Date> for PartialDate {
    fn from(date: jiff::civil::Date) -> Self {
        Self::full(date.year(), date.month(), date.day())
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    /// Reads `2024`, `2024-05`, `2024-05-01`, with `.`, `/` or 年月日 for the hyphen, digits in
    /// half or full width.
    fn from_str(text: &str) -> Result<Self, DateError> {
        let plain: String = text.trim().chars().map(plain_char).collect();
        let plain = plain.trim_end_matches('-');
        let mut parts = plain.split('-').map(|part| part.trim());
        let year = part(parts.next(), 4, 4)?.ok_or(DateError::Shape)?;
        let month = part(parts.next(), 1, 2)?;
        let day = part(parts.next(), 1, 2)?;
        if parts.next().is_some() {
            return Err(DateError::Shape);
        }
        let date = Self { year, month: month.unwrap_or(0) as i8, day: day.unwrap_or(0) as i8 };
        let zero = month == Some(0) || day == Some(0) || year == 0;
        let real = jiff::civil::Date::new(year, date.month.max(1), date.day.max(1)).is_ok();
        if zero || !real { Err(DateError::NoSuchDay) } else { Ok(date) }
    }
}

fn plain_char(c: char) -> char {
    match c {
        '年' | '月' | '.' | '/' | '．' | '－' | '／' => '-',
        '日' => ' ',
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        other => other,
    }
}

fn part(text: Option<&str>, least: usize, most: usize) -> Result<Option<i16>, DateError> {
    let Some(text) = text else { return Ok(None) };
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    if !digits || text.len() < least || text.len() > most {
        return Err(DateError::Shape);
    }
    text.parse().map(Some).map_err(|_| DateError::Shape)
}

/// The last digit of a number.
fn digit(number: u16) -> char {
    char::from(b'0' + (number % 10) as u8)
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Digit by digit, which is many times as quick: pages say thousands of dates.
        let year = self.year.unsigned_abs();
        for place in [1000, 100, 10, 1] {
            f.write_char(digit(year / place))?;
        }
        for part in [self.month, self.day].map(i8::unsigned_abs).into_iter().filter(|part| *part != 0) {
            f.write_char('-')?;
            f.write_char(digit(u16::from(part / 10)))?;
            f.write_char(digit(u16::from(part % 10)))?;
        }
        Ok(())
    }
}

impl serde::Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_accepted_shape() {
        for (text, shown) in [
            ("2024-05-01", "2024-05-01"),
            ("2024-5-1", "2024-05-01"),
            ("2024-05", "2024-05"),
            ("2024", "2024"),
            ("2024年5月1日", "2024-05-01"),
            ("2024年5月", "2024-05"),
            ("２０２４.０５.０１", "2024-05-01"),
        ] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), shown, "{text}");
        }
    }

    #[test]
    fn refuses_what_the_calendar_does_not_have() {
        assert_eq!("2023-02-29".parse::<PartialDate>(), Err(DateError::NoSuchDay));
        assert_eq!("2023-13".parse::<PartialDate>(), Err(DateError::NoSuchDay));
        assert_eq!("2023-00-01".parse::<PartialDate>(), Err(DateError::NoSuchDay));
        for text in ["", "23-1-1", "2023-1-1-1", "二〇二三年", "2023-ab"] {
            assert_eq!(text.parse::<PartialDate>(), Err(DateError::Shape), "{text}");
        }
    }

    #[test]
    fn the_less_precise_of_two_that_agree_comes_first() {
        let mut dates: Vec<PartialDate> =
            ["2024-05-01", "2024", "2023-12-31", "2024-05"].map(|t| t.parse().unwrap()).to_vec();
        dates.sort();
        let shown: Vec<String> = dates.iter().map(|d| d.to_string()).collect();
        assert_eq!(shown, ["2023-12-31", "2024", "2024-05", "2024-05-01"]);
    }
}
