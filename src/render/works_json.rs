//! `works.json` and a file for each work: editions, articles and anchors for other programs.
//!
//! The handbook describes both; a field keeps its name and meaning.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use crate::base::path::Route;
use crate::law::number::ArticleNo;
use crate::model::comparisons::Comparison;
use crate::model::editions::Work;
use crate::model::routes::{WORKS_JSON, work_json_route};
use crate::model::site::{Page, Site};
use crate::text::numeral;

/// About how long the row of an article is.
const ARTICLE_ROW: usize = 80;

/// As many of them are about as long as all else that is said of an edition.
const HEAD_ROWS: usize = 8;

#[derive(Debug, Serialize)]
struct WorkRow<'a> {
    work: &'a str,
    route: &'a Route,
    json: Route,
    editions: Vec<EditionRow<'a>>,
}

#[derive(Debug, Serialize)]
struct EditionRow<'a> {
    #[serde(skip_serializing_if = "String::is_empty")]
    version: String,
    title: &'a str,
    route: &'a Route,
    #[serde(skip_serializing_if = "Option::is_none")]
    standing: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    promulgated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    effective: Option<String>,
    in_force: bool,
}

#[derive(Debug, Serialize)]
struct ComparisonRow<'a> {
    old: &'a Route,
    new: &'a Route,
    route: &'a Route,
}

/// The files by their addresses.
pub fn all(site: &Site) -> Vec<(String, Vec<u8>)> {
    let mut compared: BTreeMap<&str, Vec<&Comparison>> = BTreeMap::new();
    for two in &site.comparisons.all {
        compared.entry(&two.work).or_default().push(two);
    }
    let works: Vec<(&str, &Work)> = site.editions.iter().collect();
    let made = works.into_par_iter().map(|(name, work)| {
        let row = row(site, name, work);
        let compared = compared.get(name).map_or(&[][..], Vec::as_slice);
        ((row.json.to_string(), of_work(site, work, &row, compared)), line(&row))
    });
    let (mut files, rows): (Vec<(String, Vec<u8>)>, Vec<String>) = made.unzip();
    files.push((WORKS_JSON.to_owned(), format!("[\n{}\n]\n", rows.join(",\n")).into_bytes()));
    files
}

fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain values are JSON")
}

fn row<'a>(site: &'a Site, name: &'a str, work: &'a Work) -> WorkRow<'a> {
    let edition = |(place, page): (usize, &usize)| {
        let (page, dates) = (&site.pages[*page], work.edition(place));
        EditionRow {
            version: dates.label.clone(),
            title: &page.title,
            route: &page.route,
            standing: page.standing.map(|standing| standing.to_string()),
            promulgated: dates.promulgated.map(|date| date.to_string()),
            effective: dates.effective.map(|date| date.to_string()),
            in_force: page.standing.is_some_and(|standing| standing.is_in_force()),
        }
    };
    let editions = work.pages.iter().enumerate().map(edition).collect();
    WorkRow { work: name, route: &work.route, json: work_json_route(&work.base), editions }
}

/// An edition or an article to a line, so that a change is one line.
fn of_work(site: &Site, work: &Work, row: &WorkRow<'_>, compared: &[&Comparison]) -> Vec<u8> {
    let structures = work.pages.iter().filter_map(|page| site.pages[*page].document.structure.as_ref());
    let rows: usize = structures.map(|structure| structure.articles.len() + HEAD_ROWS).sum();
    let mut text = String::with_capacity(rows * ARTICLE_ROW);
    for piece in ["{\"work\":", &line(&row.work), ",\"route\":", &line(&row.route), ",\"editions\":["] {
        text.push_str(piece);
    }
    for (place, (page, edition)) in work.pages.iter().zip(&row.editions).enumerate() {
        let head = line(edition);
        text.push_str(if place > 0 { ",\n" } else { "\n" });
        text.push_str(&head[..head.len() - 1]);
        text.push_str(",\"articles\":[\n");
        write_articles(&mut text, &site.pages[*page]);
        text.push_str("\n]}");
    }
    let compared: Vec<String> = compared
        .iter()
        .map(|two| {
            let route = |page: usize| &site.pages[page].route;
            line(&ComparisonRow { old: route(two.old), new: route(two.new), route: &two.route })
        })
        .collect();
    text.push_str(&format!("\n],\"comparisons\":[{}]}}\n", compared.join(",\n")));
    text.into_bytes()
}

/// Writes the articles of a page, a line each: `{"no":"第三条","number":3,"anchor":"a3","division":"z1"}`,
/// with a `suffix` behind the number where it has one. Nothing in it needs to be escaped.
fn write_articles(text: &mut String, page: &Page) {
    let Some(structure) = &page.document.structure else { return };
    for (place, article) in structure.articles.iter().enumerate() {
        let ArticleNo { number, suffix } = article.no;
        text.push_str(if place > 0 { ",\n{\"no\":\"" } else { "{\"no\":\"" });
        article.no.push_chinese(text);
        text.push_str("\",\"number\":");
        numeral::push_digits(number, text);
        if suffix > 0 {
            text.push_str(",\"suffix\":");
            numeral::push_digits(suffix, text);
        }
        text.push_str(",\"anchor\":\"");
        text.push_str(&article.anchor);
        text.push('"');
        if let Some(division) = article.division.and_then(|at| structure.divisions[at].anchor.as_deref()) {
            text.push_str(",\"division\":\"");
            text.push_str(division);
            text.push('"');
        }
        text.push('}');
    }
}
