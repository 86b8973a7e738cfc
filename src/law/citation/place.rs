//! A cited place: an article, 款, 项, 目, each by number or by its distance from here.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::law::number::{ArticleNo, ArticleRef};
use crate::text::numeral;

/// How one part of a place is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Step<N> {
    /// By its number.
    Number(N),
    /// 本条, 本款: the one that the citation stands in.
    This,
    /// 前款 is 1, 前两款 is 2: that many right before this one.
    Before(u32),
}

/// A place as a citation names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// 条
    pub article: Step<ArticleNo>,
    /// 款
    pub paragraph: Option<Step<u32>>,
    /// 项
    pub item: Option<Step<u32>>,
    /// 目
    pub subitem: Option<u32>,
}

impl Place {
    /// An article as a whole.
    pub fn article(article: Step<ArticleNo>) -> Self {
        Self { article, paragraph: None, item: None, subitem: None }
    }

    /// The place with its numbers, where it needs none of the surroundings.
    pub fn fixed(&self) -> Option<ArticleRef> {
        let number = |step: Option<Step<u32>>| match step {
            Some(Step::Number(number)) => Some(Some(number)),
            None => Some(None),
            Some(_) => None,
        };
        let Step::Number(no) = self.article else { return None };
        Some(ArticleRef {
            no,
            paragraph: number(self.paragraph)?,
            item: number(self.item)?,
            subitem: self.subitem,
        })
    }
}

impl From<ArticleRef> for Place {
    fn from(place: ArticleRef) -> Self {
        Self {
            article: Step::Number(place.no),
            paragraph: place.paragraph.map(Step::Number),
            item: place.item.map(Step::Number),
            subitem: place.subitem,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.article {
            Step::Number(no) => write!(f, "{no}")?,
            Step::This => f.write_str("本条")?,
            Step::Before(count) => write_before(f, count, '条')?,
        }
        write_part(f, self.paragraph, '款')?;
        write_part(f, self.item, '项')?;
        write_part(f, self.subitem.map(Step::Number), '目')
    }
}

fn write_part(f: &mut fmt::Formatter<'_>, step: Option<Step<u32>>, unit: char) -> fmt::Result {
    match step {
        None => Ok(()),
        Some(Step::This) => write!(f, "本{unit}"),
        Some(Step::Before(count)) => write_before(f, count, unit),
        Some(Step::Number(number)) if unit == '项' => {
            write!(f, "第（{}）项", numeral::to_chinese(u64::from(number)))
        }
        Some(Step::Number(number)) => write!(f, "第{}{unit}", numeral::to_chinese(u64::from(number))),
    }
}

fn write_before(f: &mut fmt::Formatter<'_>, count: u32, unit: char) -> fmt::Result {
    match count {
        1 => write!(f, "前{unit}"),
        2 => write!(f, "前两{unit}"),
        count => write!(f, "前{}{unit}", numeral::to_chinese(u64::from(count))),
    }
}
