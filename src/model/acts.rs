//! What institutions do to one another: 代替, 修改, 废止, 解释.
//!
//! Each act names the page that acts, the page that was meant, and the date from which it counts.

use std::collections::BTreeMap;

use crate::base::date::PartialDate;
use crate::base::span::Span;
use crate::model::lookup::PageIndex;

/// What one institution does to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActKind {
    /// 代替
    Replaces,
    /// 修改
    Amends,
    /// 废止
    Repeals,
    /// 解释
    Interprets,
}

impl ActKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Replaces, Self::Amends, Self::Repeals, Self::Interprets];

    /// The field that says it.
    pub fn field(self) -> &'static str {
        match self {
            Self::Replaces => "replaces",
            Self::Amends => "amends",
            Self::Repeals => "repeals",
            Self::Interprets => "interprets",
        }
    }

    /// The verb, in Chinese and in English.
    pub fn words(self) -> [&'static str; 2] {
        match self {
            Self::Replaces => ["代替", "replaces"],
            Self::Amends => ["修改", "amends"],
            Self::Repeals => ["废止", "repeals"],
            Self::Interprets => ["解释", "interprets"],
        }
    }

    /// Whether it ends what it is done to.
    pub fn ends(self) -> bool {
        matches!(self, Self::Replaces | Self::Repeals)
    }
}

/// What one page does to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// What is done.
    pub kind: ActKind,
    /// The page that does it.
    pub by: PageIndex,
    /// The page that it is done to.
    pub target: PageIndex,
    /// From when it counts; a draft does nothing yet.
    pub on: Option<PartialDate>,
    /// Where it is said.
    pub span: Span,
}

/// All acts of a site, in the order of their pages and fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Acts {
    all: Vec<Act>,
    /// Places in `all` by the page that acts.
    by: BTreeMap<PageIndex, Vec<usize>>,
    /// Places in `all` by the page that is acted upon.
    upon: BTreeMap<PageIndex, Vec<usize>>,
}

impl Acts {
    /// Adds `act`.
    pub fn add(&mut self, act: Act) {
        let place = self.all.len();
        self.by.entry(act.by).or_default().push(place);
        self.upon.entry(act.target).or_default().push(place);
        self.all.push(act);
    }

    /// All of them.
    pub fn all(&self) -> &[Act] {
        &self.all
    }

    /// What `page` does.
    pub fn by(&self, page: PageIndex) -> impl Iterator<Item = &Act> {
        self.by.get(&page).into_iter().flatten().map(|place| &self.all[*place])
    }

    /// What is done to `page`.
    pub fn upon(&self, page: PageIndex) -> impl Iterator<Item = &Act> {
        self.upon.get(&page).into_iter().flatten().map(|place| &self.all[*place])
    }
}
