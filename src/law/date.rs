//! Dates of law as they are known: a day, a month or only a year.
//!
//! What is not known stays open: a partial date is a span of days, and nothing fills in the first of
//! January.

use std::fmt;

use jiff::civil::Date;

use crate::text::numeral;

/// A date known to the year, the month or the day.
///
/// The order is by the first day, and of two with the same first day the more precise comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl PartialDate {
    /// A year.
    pub fn year(year: i16) -> Self {
        Self { year, month: None, day: None }
    }

    /// Reads 2018, 2018-03, 2018-03-20, 2018年3月20日 and 二〇一八年三月二十日; `None` for days that do not exist.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let (number, len) = numeral::parse_prefix(rest)?;
            parts.push(number);
            rest = rest[len..].trim_start();
            let unit = ['年', '月', '日'].get(parts.len() - 1)?;
            let divided = rest.strip_prefix(['-', '/', '.']).filter(|rest| !rest.is_empty());
            rest = match rest.strip_prefix(*unit).or(divided) {
                Some(rest) => rest.trim_start(),
                None if rest.is_empty() => rest,
                None => return None,
            };
        }
        let part = |i: usize| parts.get(i).map(|part| i8::try_from(*part)).transpose().ok();
        let year = i16::try_from(*parts.first()?).ok().filter(|year| (1..=9999).contains(year))?;
        let date = Self { year, month: part(1)?, day: part(2)? };
        Date::new(date.year, date.month.unwrap_or(1), date.day.unwrap_or(1)).ok()?;
        Some(date)
    }

    /// The first day that the date can be.
    pub fn first(self) -> Date {
        Date::constant(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day that the date can be.
    pub fn last(self) -> Date {
        match (self.month, self.day) {
            (_, Some(_)) => self.first(),
            (Some(_), None) => self.first().last_of_month(),
            (None, _) => self.first().last_of_year(),
        }
    }

    /// The year.
    pub fn in_year(self) -> i16 {
        self.year
    }

    /// Whether the day is known.
    pub fn is_full(self) -> bool {
        self.day.is_some()
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        match self.day {
            Some(day) => write!(f, "-{day:02}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn reads_what_is_known() {
        for (text, shown) in [
            ("2018", "2018"),
            ("2018-03", "2018-03"),
            ("2018-3-20", "2018-03-20"),
            ("2018年", "2018"),
            ("2018年3月20日", "2018-03-20"),
            ("二〇一八年三月二十日", "2018-03-20"),
        ] {
            assert_eq!(
                PartialDate::parse(text).map(|date| date.to_string()).as_deref(),
                Some(shown),
                "{text}"
            );
        }
        for text in ["", "2018-13", "2018-02-30", "2018-02-", "三月", "2018年3月20日起", "0", "-2018"] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn is_a_span_of_days() {
        let of = |text| PartialDate::parse(text).expect("a date");
        assert_eq!((of("2020-02").first(), of("2020-02").last()), (date(2020, 2, 1), date(2020, 2, 29)));
        assert_eq!((of("2020").first(), of("2020").last()), (date(2020, 1, 1), date(2020, 12, 31)));
        assert!(of("2019") < of("2020") && of("2020") < of("2020-01") && of("2020-01") < of("2020-01-01"));
    }

    proptest! {
        #[test]
        fn any_text_is_safe(text in "[0-9二〇年月日/. -]{0,12}") {
            if let Some(date) = PartialDate::parse(&text) {
                prop_assert!(date.first() <= date.last());
                prop_assert_eq!(PartialDate::parse(&date.to_string()), Some(date));
            }
        }
    }
}
