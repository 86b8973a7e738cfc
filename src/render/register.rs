//! The registers of institutions: catalogue, yearly ledger, what comes, reviews.

use serde::Serialize;

use crate::model::acts::ActKind;
use crate::model::lifecycle::start_of;
use crate::model::register::{
    Action, CATALOGUE, CHECK_UP, COMING, Coming, HUB, Happened, MATRIX, REVIEWS, Review, SOON, Shelf, Turn,
    Year, year_route,
};
use crate::model::site::PageIndex;
use crate::render::entry::standing_mark;
use crate::render::frame::At;
use crate::render::view::{ComingRow, Frame, Link, NavItem, Register, StandingMark};

/// `lifecycle.html`: the registers and the years.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HubView {
    /// Around it.
    pub frame: Frame,
    /// The day as of which it counts.
    pub as_of: String,
    /// The registers with how much is in each.
    pub registers: Vec<Register>,
    /// The words of the ledger.
    pub actions: Vec<String>,
    /// The years, latest first.
    pub years: Vec<YearCounts>,
}

/// A year of the ledger in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct YearCounts {
    /// The year.
    pub year: String,
    /// Its page.
    pub href: String,
    /// How often each action happened.
    pub counts: Vec<usize>,
}

/// `catalogue.html`: the institutions in force.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CatalogueView {
    /// Around it.
    pub frame: Frame,
    /// The day as of which it counts.
    pub as_of: String,
    /// How many there are.
    pub count: usize,
    /// The institutions by domain.
    pub shelves: Vec<CatalogueShelf>,
}

/// The institutions of a domain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CatalogueShelf {
    /// The domain.
    pub title: String,
    /// The institutions.
    pub rows: Vec<CatalogueRow>,
}

/// An institution of the catalogue.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CatalogueRow {
    /// Its number, over all domains.
    pub number: usize,
    /// The institution.
    pub page: Link,
    /// 文号
    pub doc_no: Option<String>,
    /// Level, and genre where it says more.
    pub level: Option<String>,
    /// Who issued it.
    pub issuer: String,
    /// From when it counts.
    pub effective: Option<String>,
    /// Its standing where it is more than in force.
    pub standing: Option<StandingMark>,
    /// The post that answers for it.
    pub owner: Option<String>,
}

/// `yearly.html`: a year of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearView {
    /// Around it.
    pub frame: Frame,
    /// The year.
    pub year: String,
    /// All years.
    pub years: Vec<NavItem>,
    /// How often each action happened.
    pub counts: Vec<ActionCount>,
    /// What happened.
    pub rows: Vec<YearRow>,
}

/// How often an action happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActionCount {
    /// The word.
    pub word: String,
    /// How often.
    pub count: usize,
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearRow {
    /// The day.
    pub on: String,
    /// The word: 立, 改, 废, 释, 期满失效.
    pub action: String,
    /// Class of the action.
    pub name: &'static str,
    /// The institution.
    pub page: Link,
    /// Its 文号.
    pub doc_no: Option<String>,
    /// The document that did it, where it is another.
    pub by: Option<Link>,
    /// The 文号 of that document.
    pub by_doc_no: Option<String>,
    /// What it replaced.
    pub instead_of: Vec<Link>,
    /// From when it counts, where that is another day.
    pub effective: Option<String>,
}

/// `coming.html`: what begins and ends soon.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComingView {
    /// Around it.
    pub frame: Frame,
    /// The day as of which it counts.
    pub as_of: String,
    /// How many days it looks ahead.
    pub days: i32,
    /// What begins.
    pub begins: Vec<ComingRow>,
    /// What ends.
    pub ends: Vec<ComingRow>,
}

/// `reviews.html`: reviews that are due.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReviewsView {
    /// Around it.
    pub frame: Frame,
    /// The day as of which it counts.
    pub as_of: String,
    /// Overdue, longest first.
    pub overdue: Vec<ReviewRow>,
    /// Due soon, nearest first.
    pub soon: Vec<ReviewRow>,
    /// Later, nearest first.
    pub later: Vec<ReviewRow>,
    /// How many days soon means.
    pub days: i32,
}

/// A review.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReviewRow {
    /// The institution.
    pub page: Link,
    /// The post that answers for it.
    pub owner: Option<String>,
    /// When it was put in force, reviewed or changed last.
    pub last: Option<String>,
    /// The cycle in months.
    pub months: Option<i64>,
    /// When it is due.
    pub due: String,
    /// Days overdue, or left.
    pub days: i32,
}

fn link(at: &At<'_>, page: PageIndex) -> Link {
    Link { title: at.scene.site.pages[page].title.clone(), href: at.to_page(page) }
}

fn text(at: &At<'_>, page: PageIndex, field: &str) -> Option<String> {
    at.scene.site.pages[page].document.fields.text(field).map(str::to_owned)
}

/// The frame of a register, below the hub where there is one.
pub fn frame(at: &At<'_>, template: &'static str, title: &str) -> Frame {
    let mut frame = at.frame(template, title, None);
    frame.crumbs = at.crumbs_to(None);
    if at.scene.site.registers.of_institutions && at.route.as_str() != HUB {
        frame.crumbs.push(Link { title: at.scene.words.get("lifecycle").to_owned(), href: at.to(HUB) });
    }
    frame
}

fn register(at: &At<'_>, key: &str, route: &str, count: usize, urgent: bool) -> Register {
    let words = at.scene.words;
    Register {
        title: words.get(key).to_owned(),
        href: at.to(route),
        count,
        about: words.get(&format!("{key}_about")).to_owned(),
        urgent,
    }
}

/// The registers of institutions, the hub first.
pub fn of_institutions(at: &At<'_>) -> Vec<Register> {
    let registers = &at.scene.site.registers;
    if !registers.of_institutions {
        return of_editions(at).into_iter().collect();
    }
    let kept = registers.catalogue.iter().map(|shelf| shelf.pages.len()).sum();
    let overdue = registers.reviews.iter().filter(|review| review.overdue >= 0).count();
    let checked = registers.check_ups.len();
    let happened = registers.years.iter().map(|year| year.entries.len()).sum();
    let mut all = vec![
        register(at, "catalogue", CATALOGUE, kept, false),
        register(at, "yearly", HUB, happened, false),
        register(at, "checkup", CHECK_UP, checked, checked > 0),
        register(at, "reviews", REVIEWS, overdue, overdue > 0),
    ];
    all.extend(of_editions(at));
    all
}

/// What begins and ends soon.
pub fn of_editions(at: &At<'_>) -> Option<Register> {
    let registers = &at.scene.site.registers;
    let count = registers.coming.len();
    registers.of_editions.then(|| register(at, "coming", COMING, count, count > 0))
}

/// The matrix of cases.
pub fn of_cases(at: &At<'_>) -> Option<Register> {
    let matrix = at.scene.site.registers.matrix.as_ref()?;
    Some(register(at, "matrix", MATRIX, matrix.cases, false))
}

/// The hub.
pub fn hub(at: &At<'_>) -> HubView {
    let site = at.scene.site;
    let count = |year: &Year| YearCounts {
        year: year.year.to_string(),
        href: at.to(year_route(year.year)),
        counts: Action::ALL.iter().map(|action| year.count(*action)).collect(),
    };
    HubView {
        frame: frame(at, "lifecycle", at.scene.words.get("lifecycle")),
        as_of: site.as_of.to_string(),
        registers: of_institutions(at).into_iter().filter(|register| register.href != at.to(HUB)).collect(),
        actions: Action::ALL.iter().map(|action| action.word().to_owned()).collect(),
        years: site.registers.years.iter().map(count).collect(),
    }
}

/// The catalogue in force.
pub fn catalogue(at: &At<'_>) -> CatalogueView {
    let site = at.scene.site;
    let mut number = 0;
    let mut shelf = |shelf: &Shelf| CatalogueShelf {
        title: shelf.domain.clone().unwrap_or_else(|| at.scene.words.get("catalogue_other").to_owned()),
        rows: shelf
            .pages
            .iter()
            .map(|page| {
                number += 1;
                catalogue_row(at, *page, number)
            })
            .collect(),
    };
    let shelves: Vec<CatalogueShelf> = site.registers.catalogue.iter().map(&mut shelf).collect();
    CatalogueView {
        frame: frame(at, "catalogue", at.scene.words.get("catalogue")),
        as_of: site.as_of.to_string(),
        count: shelves.iter().map(|shelf| shelf.rows.len()).sum(),
        shelves,
    }
}

fn catalogue_row(at: &At<'_>, index: PageIndex, number: usize) -> CatalogueRow {
    let page = &at.scene.site.pages[index];
    CatalogueRow {
        number,
        page: link(at, index),
        doc_no: text(at, index, "doc_no"),
        level: text(at, index, "level").or_else(|| text(at, index, "genre")),
        issuer: page.document.fields.texts("issuer").join("、"),
        effective: start_of(page).map(|date| date.to_string()),
        standing: standing_mark(page.standing).filter(|mark| mark.text != "现行有效"),
        owner: text(at, index, "owner_post"),
    }
}

/// A year of the ledger.
pub fn year(at: &At<'_>, place: usize) -> YearView {
    let registers = &at.scene.site.registers;
    let own = &registers.years[place];
    let title = at.scene.words.numbered("yearly_of", own.year as usize);
    YearView {
        frame: frame(at, "yearly", &title),
        year: own.year.to_string(),
        years: registers
            .years
            .iter()
            .map(|year| NavItem {
                title: year.year.to_string(),
                href: at.to(year_route(year.year)),
                current: year.year == own.year,
            })
            .collect(),
        counts: Action::ALL
            .iter()
            .map(|action| ActionCount { word: action.word().to_owned(), count: own.count(*action) })
            .collect(),
        rows: own.entries.iter().map(|entry| year_row(at, entry)).collect(),
    }
}

fn year_row(at: &At<'_>, entry: &Happened) -> YearRow {
    let source = entry.by.unwrap_or(entry.page);
    let effective = start_of(&at.scene.site.pages[source]);
    let is_own_end = entry.action == Action::Expired;
    YearRow {
        on: entry.on.to_string(),
        action: entry.action.word().to_owned(),
        name: match entry.action {
            Action::Made => "made",
            Action::Changed => "changed",
            Action::Repealed => "repealed",
            Action::Interpreted => "interpreted",
            Action::Expired => "expired",
        },
        page: link(at, entry.page),
        doc_no: text(at, entry.page, "doc_no"),
        by: entry.by.map(|by| link(at, by)),
        by_doc_no: entry.by.and_then(|by| text(at, by, "doc_no")),
        instead_of: entry.instead_of.iter().map(|page| link(at, *page)).collect(),
        effective: effective.filter(|date| !is_own_end && *date != entry.on).map(|date| date.to_string()),
    }
}

/// What begins and ends soon.
pub fn coming(at: &At<'_>) -> ComingView {
    let site = at.scene.site;
    let rows = |begins: bool| {
        let of = site.registers.coming.iter().filter(|coming| (coming.what == Turn::Begins) == begins);
        of.map(|coming| coming_row(at, coming)).collect()
    };
    ComingView {
        frame: frame(at, "coming", at.scene.words.get("coming")),
        as_of: site.as_of.to_string(),
        days: SOON,
        begins: rows(true),
        ends: rows(false),
    }
}

/// The next things that begin or end soon, `most` at most, and the way to all of them.
pub fn soon(at: &At<'_>, most: usize) -> (Vec<ComingRow>, String) {
    let soon = at.scene.site.registers.coming.iter().take(most);
    (soon.map(|coming| coming_row(at, coming)).collect(), at.to(COMING))
}

fn coming_row(at: &At<'_>, coming: &Coming) -> ComingRow {
    let site = at.scene.site;
    let (key, by) = match coming.what {
        Turn::Begins => ("coming_begins", None),
        Turn::Expires => ("coming_expires", None),
        Turn::Lapses => ("coming_lapses", None),
        Turn::Ended(ActKind::Replaces, by) => ("coming_replaced", Some(by)),
        Turn::Ended(_, by) => ("coming_repealed", Some(by)),
    };
    ComingRow {
        on: coming.on.to_string(),
        days: coming.days,
        page: link(at, coming.page),
        type_label: site.type_label(&site.pages[coming.page]).to_owned(),
        doc_no: text(at, coming.page, "doc_no"),
        what: at.scene.words.get(key).to_owned(),
        by: by.map(|by| link(at, by)),
    }
}

/// The reviews.
pub fn reviews(at: &At<'_>) -> ReviewsView {
    let site = at.scene.site;
    let rows = |range: std::ops::RangeInclusive<i32>| {
        let of = site.registers.reviews.iter().filter(|review| range.contains(&-review.overdue));
        of.map(|review| review_row(at, review)).collect()
    };
    ReviewsView {
        frame: frame(at, "reviews", at.scene.words.get("reviews")),
        as_of: site.as_of.to_string(),
        overdue: rows(i32::MIN + 1..=0),
        soon: rows(1..=SOON),
        later: rows(SOON + 1..=i32::MAX),
        days: SOON,
    }
}

fn review_row(at: &At<'_>, review: &Review) -> ReviewRow {
    ReviewRow {
        page: link(at, review.page),
        owner: text(at, review.page, "owner_post"),
        last: review.last.map(|date| date.to_string()),
        months: review.months,
        due: review.due.to_string(),
        days: review.overdue.abs(),
    }
}
