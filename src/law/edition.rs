//! Editions of one work: their standing on a day, and which of them governs a citation.
//!
//! Comes in: the dates of each edition, what a citation says, and the day. Goes out: a standing for
//! each edition, and a choice that names the rule it used. Dates that are not known are left open:
//! 公布 is not 施行, and stands in for it only to tell the order.

use std::fmt;

use jiff::civil::Date;

use crate::base::date::PartialDate;
use crate::law::citation::EditionHint;

/// Days between 公布 and 施行, of which few amendments need more.
const WAIT: i64 = 240;

/// Days for which an edition is called 修订后的.
const NEW: i64 = 365;

/// The dates of an edition, as far as they are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edition {
    /// The name of the edition, often its date: `2018-03-20`.
    pub label: String,
    /// 公布
    pub promulgated: Option<PartialDate>,
    /// 施行
    pub effective: Option<PartialDate>,
    /// What ended it, other than a later edition.
    pub ending: Option<Ending>,
    /// Whether its history tells that the work had no text before it.
    pub is_first: bool,
}

/// The end of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// 废止 on that date.
    Repealed(PartialDate),
    /// 失效 on that date: its term ran out.
    Lapsed(PartialDate),
}

/// The standing of an edition on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// 尚未施行
    Pending,
    /// 现行有效
    InForce,
    /// 已修改: a later edition is in force, or was when the work ended.
    Amended,
    /// 已废止
    Repealed,
    /// 失效
    Lapsed,
    /// No date tells.
    Unknown,
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pending => "尚未施行",
            Self::InForce => "现行有效",
            Self::Amended => "已修改",
            Self::Repealed => "已废止",
            Self::Lapsed => "失效",
            Self::Unknown => "时效不详",
        })
    }
}

impl Edition {
    /// The date from which it counts: 施行, or 公布 where 施行 is not known.
    pub fn start(&self) -> Option<PartialDate> {
        self.effective.or(self.promulgated)
    }

    /// Whether a text of `date` may still mean the edition before it: its 施行 is not known, and it was out
    /// for less than most wait for it.
    pub fn may_be_pending(&self, date: PartialDate) -> bool {
        let out = self.promulgated.filter(|_| self.effective.is_none() && !self.is_first);
        out.is_some_and(|out| date.earliest() < out.latest().saturating_add(jiff::Span::new().days(WAIT)))
    }

    /// Whether another edition may have been 修订后的 on `date`: it was out long before.
    pub fn is_long_out(&self, date: PartialDate) -> bool {
        let out = self.promulgated.or(self.effective);
        out.is_some_and(|out| date.earliest() > out.latest().saturating_add(jiff::Span::new().days(NEW)))
    }

    fn has_begun(&self, day: Date) -> bool {
        self.start().is_some_and(|start| start.earliest() <= day)
    }

    fn ended(&self, day: Date) -> Option<Standing> {
        match self.ending? {
            Ending::Repealed(on) if on.earliest() <= day => Some(Standing::Repealed),
            Ending::Lapsed(on) if on.earliest() <= day => Some(Standing::Lapsed),
            _ => None,
        }
    }
}

/// The editions of one work in the order of their start; those without a date come first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editions(Vec<Edition>);

impl Editions {
    /// Puts the editions in order. Of two with the same start, the later promulgated, then the greater
    /// label, comes last.
    pub fn new(mut editions: Vec<Edition>) -> Self {
        editions
            .sort_by(|a, b| (a.start(), a.promulgated, &a.label).cmp(&(b.start(), b.promulgated, &b.label)));
        Self(editions)
    }

    /// The editions in the order in which they are given, which must be that of [`Editions::new`] but
    /// for drafts at the end.
    pub fn in_order(editions: Vec<Edition>) -> Self {
        Self(editions)
    }

    /// The editions in their order.
    pub fn all(&self) -> &[Edition] {
        &self.0
    }

    /// The standing of each edition on a day, in their order.
    pub fn standings(&self, day: Date) -> Vec<Standing> {
        let latest = self.begun(day);
        let standing = |(i, edition): (usize, &Edition)| match edition.start() {
            None => edition.ended(day).unwrap_or(Standing::Unknown),
            Some(start) if start.earliest() > day => Standing::Pending,
            Some(_) if latest.is_some_and(|latest| i < latest) => Standing::Amended,
            Some(_) => edition.ended(day).unwrap_or(Standing::InForce),
        };
        self.0.iter().enumerate().map(standing).collect()
    }

    /// The latest edition that had begun on a day, whether or not it ended since.
    fn begun(&self, day: Date) -> Option<usize> {
        self.0.iter().rposition(|edition| edition.has_begun(day))
    }

    /// The edition that governs a citation, and why; an error where the words name none.
    pub fn choose(&self, asked: &Asked<'_>) -> Result<Choice, NoEdition> {
        if let Some(name) = asked.named {
            return self.named(name).map(|edition| Choice { edition, rule: Rule::Named });
        }
        if let Some(hint) = asked.hint {
            return self.hinted(hint, asked);
        }
        if let Some(date) = asked.law_as_of {
            return self.on(date, Rule::LawAsOf(date), asked.today);
        }
        if let Some(choice) = self.together(asked) {
            return Ok(choice);
        }
        match asked.page_date {
            Some(date) => self.on(date, Rule::PageDate(date), asked.today),
            None => self.today(asked.today),
        }
    }

    /// The edition that a text written before its own force means: the latest that was out when it was
    /// written and is in force when it is. Rules that come into force with a new law cite that law.
    fn together(&self, asked: &Asked<'_>) -> Option<Choice> {
        let written = asked.page_date?;
        let effective = asked.page_effective.filter(|day| day.is_full() && day.is_after(written.latest()))?;
        let known = |edition: &Edition| {
            let out = edition.promulgated.or(edition.effective);
            edition.has_begun(effective.earliest())
                && out.is_some_and(|out| out.earliest() <= written.latest())
        };
        let edition = self.0.iter().rposition(known)?;
        let had_begun = self.0[edition].has_begun(written.earliest());
        (!had_begun).then_some(Choice { edition, rule: Rule::PageEffective(effective) })
    }

    /// The edition with this label, or the only one whose label or dates begin with it.
    fn named(&self, name: &str) -> Result<usize, NoEdition> {
        if let Some(exact) = self.0.iter().position(|edition| edition.label == name) {
            return Ok(exact);
        }
        let date = name.parse::<PartialDate>().map_err(|_| NoEdition::NotNamed)?;
        let within = |other: Option<PartialDate>| {
            other.is_some_and(|other| date.earliest() <= other.earliest() && other.latest() <= date.latest())
        };
        let by_label = |edition: &Edition| within(edition.label.parse().ok());
        let tests: [&dyn Fn(&Edition) -> bool; 3] =
            [&by_label, &|edition| within(edition.promulgated), &|edition| within(edition.effective)];
        tests.iter().find_map(|test| self.only(test).transpose()).unwrap_or(Err(NoEdition::NotNamed))
    }

    /// The one edition that passes the test; an error where several do.
    fn only(&self, test: impl Fn(&Edition) -> bool) -> Result<Option<usize>, NoEdition> {
        let mut passing = (0..self.0.len()).filter(|i| test(&self.0[*i]));
        match (passing.next(), passing.next()) {
            (first, None) => Ok(first),
            _ => Err(NoEdition::Several),
        }
    }

    fn hinted(&self, hint: EditionHint, asked: &Asked<'_>) -> Result<Choice, NoEdition> {
        let said_on = asked.page_date.map_or(asked.today, PartialDate::latest);
        let out = |edition: &Edition| {
            edition.promulgated.or(edition.effective).is_some_and(|date| date.earliest() <= said_on)
        };
        let newest = self.0.iter().rposition(out);
        let edition = match hint {
            EditionHint::Year(year) => self.named(&year.to_string())?,
            EditionHint::New | EditionHint::Amended => match (newest, asked.page_date) {
                (Some(newest), _) => newest,
                // What was new when the page was written is not held.
                (None, Some(date)) => {
                    let choice = self.today(asked.today)?;
                    return Ok(Choice { rule: Rule::NotHeld(date), ..choice });
                }
                (None, None) => self.0.len().checked_sub(1).ok_or(NoEdition::NoneHeld)?,
            },
            EditionHint::Old => {
                newest.and_then(|newest| newest.checked_sub(1)).ok_or(NoEdition::NoneBefore)?
            }
            EditionHint::InForce => return self.today(said_on),
        };
        Ok(Choice { edition, rule: Rule::Word(hint) })
    }

    /// The edition in force on a date; where that one is not held, the one in force today instead.
    fn on(&self, date: PartialDate, rule: Rule, today: Date) -> Result<Choice, NoEdition> {
        match (self.begun(date.earliest()), self.begun(date.latest())) {
            (Some(first), Some(last)) if first == last => Ok(Choice { edition: first, rule }),
            (_, Some(_)) if !date.is_full() => Err(NoEdition::Several),
            _ if matches!(rule, Rule::PageDate(_)) && self.is_announced(date) => {
                Ok(Choice { edition: 0, rule: Rule::Announced(date) })
            }
            _ => {
                let choice = self.today(today)?;
                Ok(Choice { rule: Rule::NotHeld(date), ..choice })
            }
        }
    }

    /// Whether the first text of the work was out on a date: who wrote then can have meant no other.
    fn is_announced(&self, date: PartialDate) -> bool {
        let out = self.0.first().filter(|edition| edition.is_first).and_then(|edition| edition.promulgated);
        out.is_some_and(|out| out.latest() <= date.earliest())
    }

    fn today(&self, day: Date) -> Result<Choice, NoEdition> {
        let edition = self.begun(day).or((!self.0.is_empty()).then_some(0)).ok_or(NoEdition::NoneHeld)?;
        let rule = match self.standings(day)[edition] {
            Standing::InForce => Rule::InForce,
            _ => Rule::Latest,
        };
        Ok(Choice { edition, rule })
    }
}

/// What decides the choice of an edition.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The edition that the citation names, as in `[[work@2018]]`.
    pub named: Option<&'a str>,
    /// The year or word in the citation.
    pub hint: Option<EditionHint>,
    /// `law_as_of` of the page.
    pub law_as_of: Option<PartialDate>,
    /// The page's own date.
    pub page_date: Option<PartialDate>,
    /// The day from which the page itself is in force, where it is such a text.
    pub page_effective: Option<PartialDate>,
    /// The day the site is built for.
    pub today: Date,
}

/// An edition, by its place among the editions, and the rule that chose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Place in [`Editions::all`].
    pub edition: usize,
    /// Why this one.
    pub rule: Rule,
}

/// The rule that chose an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The citation names the edition.
    Named,
    /// A year or word in the citation.
    Word(EditionHint),
    /// It was in force on the page's `law_as_of`.
    LawAsOf(PartialDate),
    /// It was in force on the page's date.
    PageDate(PartialDate),
    /// It was out when the page was written, and in force on the day on which the page came into force.
    PageEffective(PartialDate),
    /// It is the first text of the work, out on the page's date though not yet in force.
    Announced(PartialDate),
    /// It is in force today.
    InForce,
    /// None is in force today; it is the last that was, or the first that will be.
    Latest,
    /// The edition of that date is not held; this is the one that today's rule gives.
    NotHeld(PartialDate),
    /// It seemed to be the one meant, but the words with which it is cited speak against it.
    Doubted,
    /// The edition of that date is not held; this is the next one held, and the number is shown to be the same.
    Kept(PartialDate),
    /// The same, and nothing shows that the number is still the same.
    Unchecked(PartialDate),
}

/// Why no edition is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoEdition {
    /// No edition has the name or year.
    NotNamed,
    /// Several editions fit the name, the year or the imprecise date.
    Several,
    /// 旧, and no edition before the newest is held.
    NoneBefore,
    /// The work has no edition.
    NoneHeld,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named => f.write_str("引文写明了版本"),
            Self::Word(EditionHint::Year(year)) => write!(f, "引文写明为{year}年版本"),
            Self::Word(EditionHint::New) => f.write_str("引文写明为新版本"),
            Self::Word(EditionHint::Amended) => f.write_str("引文写明为修改后的版本"),
            Self::Word(EditionHint::Old) => f.write_str("引文写明为旧版本"),
            Self::Word(EditionHint::InForce) => f.write_str("引文写明为现行版本"),
            Self::LawAsOf(date) => write!(f, "适用{date}有效的版本"),
            Self::PageDate(date) => write!(f, "按本页日期{date}有效的版本"),
            Self::PageEffective(date) => write!(f, "本页{date}施行时有效的版本"),
            Self::Announced(date) => write!(f, "{date}已公布、尚未施行的首个文本"),
            Self::InForce => f.write_str("现行有效的版本"),
            Self::Latest => f.write_str("没有现行有效的版本，取最近的版本"),
            Self::NotHeld(date) => write!(f, "未收录{date}有效的版本，取现行版本"),
            Self::Doubted => f.write_str("引文说的内容与这个版本的条文不符，指的可能是别的版本"),
            Self::Kept(date) => write!(f, "未收录{date}有效的版本，取其后最早收录的版本，条号经核对未变"),
            Self::Unchecked(date) => {
                write!(f, "未收录{date}有效的版本，取其后最早收录的版本，条号未经核对，可能已变")
            }
        }
    }
}

#[cfg(test)]
#[path = "edition_tests.rs"]
mod tests;
