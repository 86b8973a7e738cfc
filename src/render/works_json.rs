//! `works.json` and a file for each work: editions, articles and anchors for other programs.
//!
//! The handbook describes both; a field keeps its name and meaning.

use serde::Serialize;

use crate::base::path::Route;
use crate::model::editions::Work;
use crate::model::routes::{WORKS_JSON, work_json_route};
use crate::model::site::{Page, Site};

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
struct ArticleRow<'a> {
    no: String,
    number: u32,
    #[serde(skip_serializing_if = "is_zero")]
    suffix: u32,
    anchor: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    division: Option<&'a str>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[derive(Debug, Serialize)]
struct ComparisonRow<'a> {
    old: &'a Route,
    new: &'a Route,
    route: &'a Route,
}

/// The files by their addresses.
pub fn all(site: &Site) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut rows = Vec::new();
    for (name, work) in site.editions.iter() {
        let row = row(site, name, work);
        files.push((row.json.to_string(), of_work(site, work, &row)));
        rows.push(line(&row));
    }
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
fn of_work(site: &Site, work: &Work, row: &WorkRow<'_>) -> Vec<u8> {
    let mut text = format!("{{\"work\":{},\"route\":{},\"editions\":[", line(&row.work), line(&row.route));
    for (place, (page, edition)) in work.pages.iter().zip(&row.editions).enumerate() {
        let head = line(edition);
        let articles: Vec<String> = articles(&site.pages[*page]).iter().map(line).collect();
        text.push_str(if place > 0 { ",\n" } else { "\n" });
        text.push_str(&head[..head.len() - 1]);
        text.push_str(&format!(",\"articles\":[\n{}\n]}}", articles.join(",\n")));
    }
    let compared = site.comparisons.all.iter().filter(|two| two.work == row.work);
    let compared: Vec<String> = compared
        .map(|two| {
            let route = |page: usize| &site.pages[page].route;
            line(&ComparisonRow { old: route(two.old), new: route(two.new), route: &two.route })
        })
        .collect();
    text.push_str(&format!("\n],\"comparisons\":[{}]}}\n", compared.join(",\n")));
    text.into_bytes()
}

fn articles(page: &Page) -> Vec<ArticleRow<'_>> {
    let Some(structure) = &page.document.structure else { return Vec::new() };
    let rows = structure.articles.iter().map(|article| {
        let (no, number) = (article.no.to_string(), article.no);
        let division = article.division.and_then(|at| structure.divisions[at].anchor.as_deref());
        ArticleRow { no, number: number.number, suffix: number.suffix, anchor: &article.anchor, division }
    });
    rows.collect()
}
