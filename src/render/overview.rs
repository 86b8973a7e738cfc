//! 总览（挂图作战）: the holdings in numbers and charts.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::base::date::PartialDate;
use crate::config::registry::Behaviour;
use crate::model::facets::STANDING;
use crate::model::lifecycle::is_institution;
use crate::model::register::Action;
use crate::model::site::{Page, PageIndex, Site};
use crate::render::chart::{self, BarTable, ColumnChart, HeatTable};
use crate::render::frame::At;
use crate::render::ledger::{self, Progress};
use crate::render::view::{Frame, Link};
use crate::render::words::set_apart;

/// Years that have a column of their own; those before them share one.
const YEARS: usize = 11;
/// Days ahead within which a review counts as due soon.
const SOON: i32 = 90;

/// `overview.html`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OverviewView {
    /// Around it.
    pub frame: Frame,
    /// The day as of which it counts.
    pub as_of: String,
    /// The greatest numbers, first.
    pub figures: Vec<Figure>,
    /// Pages by section.
    pub holdings: Option<BarTable>,
    /// Pages by year and type.
    pub by_year: Option<ColumnChart>,
    /// Standings of each type that has them.
    pub standings: Vec<BarTable>,
    /// 立改废释 by year.
    pub lifecycle: Option<ColumnChart>,
    /// Cases by year and discipline.
    pub cases: Option<ColumnChart>,
    /// Cases by discipline and form.
    pub matrix: Option<HeatTable>,
    /// Pages whose review is due.
    pub reviews: Option<BarTable>,
    /// The pages whose review is overdue, longest first.
    pub overdue: Vec<Due>,
    /// The ledgers and how far they have come.
    pub ledgers: Vec<Ledger>,
}

/// A number with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// What is counted.
    pub title: String,
    /// How many, with thousands set apart, or a share.
    pub count: String,
    /// Where they are listed.
    pub href: Option<String>,
}

/// A page with the day its review is due.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Due {
    /// The page.
    pub page: Link,
    /// The day.
    pub on: String,
}

/// A ledger with its progress.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ledger {
    /// The page.
    pub page: Link,
    /// How far it has come.
    pub progress: Progress,
}

/// The overview of the site.
pub fn overview(at: &At<'_>) -> OverviewView {
    let site = at.scene.site;
    let mut frame = at.frame("overview", at.scene.words.get("overview"), None);
    frame.crumbs = at.crumbs_to(None);
    let (reviews, overdue) = reviews(at);
    let ledgers = ledgers(at);
    OverviewView {
        frame,
        as_of: site.as_of.to_string(),
        figures: figures(at, &ledgers),
        holdings: holdings(at),
        by_year: by_year(at),
        standings: standings(at),
        lifecycle: lifecycle(at),
        cases: cases(at),
        matrix: matrix(at),
        reviews,
        overdue,
        ledgers,
    }
}

fn figures(at: &At<'_>, ledgers: &[Ledger]) -> Vec<Figure> {
    let site = at.scene.site;
    let words = |key: &str| at.scene.words.get(key).to_owned();
    let mut figures = vec![Figure {
        title: words("overview_pages"),
        count: set_apart(site.listed().count()),
        href: Some(at.to(crate::model::routes::RECENT)),
    }];
    for folder in top_folders(site).filter(|folder| is_main(site, folder)).take(4) {
        figures.push(Figure {
            title: folder.title.clone(),
            count: set_apart(folder.pages.len()),
            href: Some(at.to(&folder.route)),
        });
    }
    let (done, due) = ledgers
        .iter()
        .fold((0, 0), |(done, due), ledger| (done + ledger.progress.done, due + ledger.progress.due));
    if let Some(rate) = ledger::rate(done, due) {
        figures.push(Figure { title: words("ledger_rate"), count: format!("{rate}%"), href: None });
    }
    figures
}

fn top_folders(site: &Site) -> impl Iterator<Item = &crate::model::site::Folder> {
    site.folders
        .iter()
        .filter(|folder| folder.parent.is_none() && folder.section.is_some() && !folder.pages.is_empty())
}

fn is_main(site: &Site, folder: &crate::model::site::Folder) -> bool {
    folder.section.is_some_and(|section| !site.config.sections[section].aside)
}

fn holdings(at: &At<'_>) -> Option<BarTable> {
    let site = at.scene.site;
    let rows = top_folders(site).filter(|folder| is_main(site, folder));
    let rows = rows.map(|folder| (folder.title.clone(), Some(at.to(&folder.route)), folder.pages.len()));
    chart::bars(at.scene.words.get("overview_holdings"), rows.collect())
}

/// Counts of `(year, series)` in columns, the latest years last and all before them in one.
fn timeline(
    at: &At<'_>,
    title: &str,
    order: &[String],
    counted: impl Iterator<Item = (i16, String)>,
) -> Option<ColumnChart> {
    let mut counts: BTreeMap<i16, BTreeMap<String, usize>> = BTreeMap::new();
    for (year, series) in counted {
        *counts.entry(year).or_default().entry(series).or_default() += 1;
    }
    let (first, last) = (*counts.keys().next()?, *counts.keys().next_back()?);
    let begin = first.max(last.saturating_sub(YEARS as i16 - 1));
    let years: Vec<i16> = (begin..=last).collect();
    let is_cut = first < begin;
    let mut heads: Vec<String> = years.iter().map(i16::to_string).collect();
    if is_cut {
        heads.insert(0, at.scene.words.get("overview_earlier").to_owned());
    }
    let row = |series: &String| {
        let of = |year: &i16| counts.get(year).and_then(|by| by.get(series)).copied().unwrap_or(0);
        let earlier = counts.range(..begin).map(|(_, by)| by.get(series).copied().unwrap_or(0)).sum();
        let mut row: Vec<usize> = years.iter().map(of).collect();
        if is_cut {
            row.insert(0, earlier);
        }
        (series.clone(), row)
    };
    let title = at.scene.words.get(title);
    let total: usize = counts.values().flat_map(BTreeMap::values).sum();
    let (busiest, most) = counts
        .iter()
        .map(|(year, by)| (*year, by.values().sum::<usize>()))
        .max_by_key(|(year, sum)| (*sum, *year))?;
    let summary = at
        .scene
        .words
        .get("overview_summary")
        .replace("{title}", title)
        .replace("{first}", &first.to_string())
        .replace("{last}", &last.to_string())
        .replace("{total}", &total.to_string())
        .replace("{year}", &busiest.to_string())
        .replace("{most}", &most.to_string());
    chart::columns(title, summary, heads, order.iter().map(row).collect())
}

fn by_year(at: &At<'_>) -> Option<ColumnChart> {
    let site = at.scene.site;
    let mut order: Vec<String> = Vec::new();
    for section in &site.config.sections {
        let label = &site.config.content_type(&section.content_type).label;
        if !section.aside && !order.contains(label) {
            order.push(label.clone());
        }
    }
    let counted = site
        .listed()
        .filter_map(|(_, page)| Some((page.date?.year, site.type_label(page).to_owned())))
        .filter(|(_, label)| order.contains(label))
        .collect::<Vec<_>>();
    timeline(at, "overview_by_year", &order, counted.into_iter())
}

fn standings(at: &At<'_>) -> Vec<BarTable> {
    let site = at.scene.site;
    let facet = site.facets.iter().find(|group| group.label == STANDING);
    let mut tables = Vec::new();
    let types: BTreeSet<&str> =
        site.listed().filter(|(_, page)| page.standing.is_some()).map(|(_, page)| type_of(page)).collect();
    for name in site.config.sections.iter().map(|section| section.content_type.as_str()) {
        let label = &site.config.content_type(name).label;
        if !types.contains(name)
            || tables.iter().any(|table: &BarTable| table.title.starts_with(label.as_str()))
        {
            continue;
        }
        let values = facet.map_or(&[][..], |group| &group.values[..]);
        let rows = values.iter().map(|entry| {
            let count = entry.pages.iter().filter(|page| type_of(&site.pages[**page]) == name).count();
            (entry.value.clone(), Some(at.to(entry.route())), count)
        });
        let title = format!("{label}{}", at.scene.words.get("overview_standing"));
        tables.extend(chart::bars(&title, rows.filter(|row| row.2 > 0).collect()));
    }
    tables
}

fn type_of(page: &Page) -> &str {
    &page.document.content_type
}

fn lifecycle(at: &At<'_>) -> Option<ColumnChart> {
    let order: Vec<String> = Action::ALL.iter().map(|action| action.word().to_owned()).collect();
    let years = at.scene.site.registers.years.iter();
    let counted =
        years.flat_map(|year| year.entries.iter().map(|entry| (year.year, entry.action.word().to_owned())));
    timeline(at, "overview_lifecycle", &order, counted)
}

/// The disciplines that a case names.
fn disciplines(page: &Page) -> BTreeSet<&str> {
    page.document.fields.records("conduct").iter().filter_map(|record| record.text("discipline")).collect()
}

fn is_case(site: &Site, page: &Page) -> bool {
    site.config.content_type(type_of(page)).has(Behaviour::Case)
}

fn cases(at: &At<'_>) -> Option<ColumnChart> {
    let site = at.scene.site;
    let order = site.config.registry.vocabularies.get("discipline")?;
    let counted = site.listed().filter(|(_, page)| is_case(site, page)).flat_map(|(_, page)| {
        let year = page.date.map(|date| date.year);
        disciplines(page).into_iter().filter_map(move |discipline| Some((year?, discipline.to_owned())))
    });
    timeline(at, "overview_cases", order, counted)
}

fn matrix(at: &At<'_>) -> Option<HeatTable> {
    let site = at.scene.site;
    let vocabularies = &site.config.registry.vocabularies;
    let (disciplines_known, forms) = (vocabularies.get("discipline")?, vocabularies.get("form")?);
    let mut rows: Vec<(String, Vec<usize>)> =
        disciplines_known.iter().map(|word| (word.clone(), vec![0; forms.len()])).collect();
    for (_, page) in site.listed().filter(|(_, page)| is_case(site, page)) {
        let Some(form) = page.document.fields.text("form") else { continue };
        let Some(column) = forms.iter().position(|known| known == form) else { continue };
        for discipline in disciplines(page) {
            if let Some(row) = rows.iter_mut().find(|row| row.0 == discipline) {
                row.1[column] += 1;
            }
        }
    }
    rows.retain(|(_, counts)| counts.iter().any(|count| *count > 0));
    chart::heat(at.scene.words.get("overview_matrix"), forms.clone(), rows)
}

/// Reviews by how near they are, and the overdue ones.
fn reviews(at: &At<'_>) -> (Option<BarTable>, Vec<Due>) {
    let site = at.scene.site;
    let soon = site.as_of.checked_add(jiff::Span::new().days(SOON)).unwrap_or(site.as_of);
    let mut overdue = Vec::new();
    let (mut near, mut later) = (0, 0);
    let of_institutions: BTreeMap<PageIndex, PartialDate> =
        site.registers.reviews.iter().map(|review| (review.page, review.due)).collect();
    for (index, page) in site.listed() {
        let given = || page.document.fields.date("review_due").filter(|_| !is_institution(site, page));
        let Some(due) = of_institutions.get(&index).copied().or_else(given) else { continue };
        if !due.is_after(site.as_of) {
            overdue.push((due, index));
        } else if due.earliest() <= soon {
            near += 1;
        } else {
            later += 1;
        }
    }
    overdue.sort();
    let words = |key: &str| at.scene.words.get(key).to_owned();
    let rows = vec![
        (words("overview_overdue"), None, overdue.len()),
        (words("overview_soon"), None, near),
        (words("overview_later"), None, later),
    ];
    let overdue = overdue.into_iter().map(|(due, index)| Due {
        page: Link { title: site.pages[index].title.clone(), href: at.to_page(index) },
        on: due.to_string(),
    });
    (chart::bars(at.scene.words.get("overview_reviews"), rows), overdue.collect())
}

fn ledgers(at: &At<'_>) -> Vec<Ledger> {
    let site = at.scene.site;
    let vocabularies = &site.config.registry.vocabularies;
    site.listed()
        .filter_map(|(index, page)| {
            let progress = ledger::progress(&page.document.fields, vocabularies)?;
            Some(Ledger { page: Link { title: page.title.clone(), href: at.to_page(index) }, progress })
        })
        .collect()
}
