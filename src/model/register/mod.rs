//! Registers: what an office keeps of its institutions, made from the dates and acts of the pages.
//!
//! The catalogue in force, the yearly 立改废释 ledger, what begins and ends soon, reviews, what a case
//! led to, and cases by discipline and sanction. All are as of the day of the build.

pub mod addresses;
pub mod catalogue;
pub mod checkup;
pub mod coming;
pub mod make;
pub mod matrix;
pub mod outcomes;
pub mod reviews;
pub mod yearly;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::base::date::PartialDate;
use crate::base::path::Route;
use crate::law::number::ArticleNo;
use crate::model::acts::ActKind;
use crate::model::lookup::PageIndex;

/// The page that leads to the registers of institutions.
pub const HUB: &str = "lifecycle/index.html";
/// The catalogue in force.
pub const CATALOGUE: &str = "lifecycle/in-force.html";
/// What begins and ends soon.
pub const COMING: &str = "lifecycle/coming.html";
/// Reviews that are due.
pub const REVIEWS: &str = "lifecycle/reviews.html";
/// Institutions whose basis has changed.
pub const CHECK_UP: &str = "lifecycle/check-up.html";
/// Cases by discipline and sanction.
pub const MATRIX: &str = "matrix/index.html";

/// Days ahead that count as soon.
pub const SOON: i32 = 90;

/// The registers of a site.
#[derive(Debug, Default)]
pub struct Registers {
    /// Whether the site keeps institutions.
    pub of_institutions: bool,
    /// Whether the site keeps texts with editions.
    pub of_editions: bool,
    /// The institutions in force by domain.
    pub catalogue: Vec<Shelf>,
    /// What was made, changed, repealed and interpreted, the latest year first.
    pub years: Vec<Year>,
    /// What begins and ends soon, the nearest first.
    pub coming: Vec<Coming>,
    /// Institutions in force with the day their review is due, the most overdue first.
    pub reviews: Vec<Review>,
    /// Institutions whose basis has changed.
    pub check_ups: Vec<CheckUp>,
    /// Cases by discipline and sanction, where there are cases.
    pub matrix: Option<Matrix>,
    /// What cases led to, by the page that came of it.
    pub behind: BTreeMap<PageIndex, Vec<Outcome>>,
}

/// The institutions in force of one domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    /// The domain; none for those that name none.
    pub domain: Option<String>,
    /// The institutions by level, then by the date from which they count.
    pub pages: Vec<PageIndex>,
}

/// 立, 改, 废, 释, and what ended by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// 立
    Made,
    /// 改
    Changed,
    /// 废
    Repealed,
    /// 释
    Interpreted,
    /// 期满失效
    Expired,
}

impl Action {
    /// All of them, in the order of their columns.
    pub const ALL: [Self; 5] = [Self::Made, Self::Changed, Self::Repealed, Self::Interpreted, Self::Expired];

    /// The word of the ledger.
    pub fn word(self) -> &'static str {
        match self {
            Self::Made => "立",
            Self::Changed => "改",
            Self::Repealed => "废",
            Self::Interpreted => "释",
            Self::Expired => "期满失效",
        }
    }
}

/// A year of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The year.
    pub year: i16,
    /// What happened in it, in the order of the dates.
    pub entries: Vec<Happened>,
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// When it was issued, or ended by itself.
    pub on: PartialDate,
    /// What happened.
    pub action: Action,
    /// To which institution.
    pub page: PageIndex,
    /// By which document, where it is another.
    pub by: Option<PageIndex>,
    /// What it replaced.
    pub instead_of: Vec<PageIndex>,
}

impl Year {
    /// How often `action` happened.
    pub fn count(&self, action: Action) -> usize {
        self.entries.iter().filter(|entry| entry.action == action).count()
    }
}

/// Something that will happen soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    /// The day; the last day of its term for what expires.
    pub on: Date,
    /// How many days are left.
    pub days: i32,
    /// To which page.
    pub page: PageIndex,
    /// What.
    pub what: Turn,
}

/// What happens to a text on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// 施行
    Begins,
    /// 期满: the day is the last.
    Expires,
    /// Another page ends it.
    Ended(ActKind, PageIndex),
    /// 失效
    Lapses,
}

/// An institution whose basis has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckUp {
    /// The institution.
    pub page: PageIndex,
    /// What changed, in the order of its basis.
    pub findings: Vec<BasisFinding>,
}

/// A basis that is no longer what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasisFinding {
    /// The edition that the basis names.
    pub old: PageIndex,
    /// The article of it; none where the text as a whole is named.
    pub no: Option<ArticleNo>,
    /// The edition in force with the articles there; none where nothing took its place.
    pub new: Option<(PageIndex, Vec<NewArticle>)>,
    /// What happened.
    pub became: Became,
}

/// An article of the edition in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewArticle {
    /// Its number.
    pub no: ArticleNo,
    /// Its anchor.
    pub anchor: String,
}

/// What became of an article that an institution rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Became {
    /// Its words changed, and perhaps its number.
    Changed,
    /// Its number changed, its words did not.
    Renumbered,
    /// It became several.
    Split,
    /// It became one with others.
    Merged,
    /// It is no longer there.
    Deleted,
    /// The text as a whole ended with nothing in its place.
    Ended,
}

/// The review of an institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The institution.
    pub page: PageIndex,
    /// When it is due.
    pub due: PartialDate,
    /// Days since it was due; negative before.
    pub overdue: i32,
    /// When it was reviewed, changed or put in force last.
    pub last: Option<PartialDate>,
    /// The cycle in months.
    pub months: Option<i64>,
}

/// What a case led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The case.
    pub case: PageIndex,
    /// 问题短板
    pub gap: Option<String>,
    /// 整改措施
    pub action: Option<String>,
}

/// Cases by discipline and sanction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// How many cases it counts.
    pub cases: usize,
    /// Kinds of sanctions with their columns.
    pub groups: Vec<SanctionGroup>,
    /// Disciplines in the order of the vocabulary.
    pub rows: Vec<DisciplineRow>,
}

/// Sanctions of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SanctionGroup {
    /// Label of the field; none for cases that name no sanction.
    pub label: Option<String>,
    /// The sanctions, with the anchor each has on the page of a discipline.
    pub sanctions: Vec<(String, String)>,
}

/// The cases of a discipline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisciplineRow {
    /// The discipline; none where a case names none.
    pub discipline: Option<String>,
    /// Address of its page.
    pub route: Route,
    /// Its cases, latest first.
    pub cases: Vec<PageIndex>,
    /// For each sanction, over all groups, the behaviours with their cases.
    pub cells: Vec<Vec<Behaviour>>,
}

/// A behaviour and the cases that show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behaviour {
    /// In words.
    pub words: String,
    /// The cases, latest first.
    pub cases: Vec<PageIndex>,
}

impl DisciplineRow {
    /// The cases in the column at `column`, each once.
    pub fn cases_in(&self, column: usize) -> Vec<PageIndex> {
        let mut cases: Vec<PageIndex> =
            self.cells[column].iter().flat_map(|behaviour| behaviour.cases.iter().copied()).collect();
        cases.sort_unstable();
        cases.dedup();
        cases
    }
}

/// The page of a year of the ledger.
pub fn year_route(year: i16) -> Route {
    Route::new(format!("lifecycle/{year:04}.html")).expect("a number makes a route")
}
