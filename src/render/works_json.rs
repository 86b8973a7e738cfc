//! `works.json` and a file for each work: editions, articles and anchors for other programs.
//!
//! The handbook describes both; a field keeps its name and meaning.

use std::fmt::{self, Write as _};

use serde::Serialize;

use crate::base::path::Route;
use crate::law::number::ArticleNo;
use crate::model::editions::Work;
use crate::model::routes::{WORKS_JSON, work_json_route};
use crate::model::site::{Page, Site};

/// About how long the row of an article is.
const ARTICLE_ROW: usize = 80;

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
        text.push_str(if place > 0 { ",\n" } else { "\n" });
        text.push_str(&head[..head.len() - 1]);
        text.push_str(",\"articles\":[\n");
        write_articles(&mut text, &site.pages[*page]);
        text.push_str("\n]}");
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

/// Writes the articles of a page, a line each: `{"no":"第三条","number":3,"anchor":"a3","division":"z1"}`,
/// with a `suffix` behind the number where it has one. Nothing in it needs to be escaped.
fn write_articles(text: &mut String, page: &Page) {
    let Some(structure) = &page.document.structure else { return };
    text.reserve(structure.articles.len() * ARTICLE_ROW);
    for (place, article) in structure.articles.iter().enumerate() {
        let ArticleNo { number, suffix } = article.no;
        let mut put =
            |words: fmt::Arguments<'_>| text.write_fmt(words).expect("a text takes all that is written");
        put(format_args!(
            "{}{{\"no\":\"{}\",\"number\":{number}",
            if place > 0 { ",\n" } else { "" },
            article.no
        ));
        if suffix > 0 {
            put(format_args!(",\"suffix\":{suffix}"));
        }
        put(format_args!(",\"anchor\":\"{}\"", article.anchor));
        if let Some(division) = article.division.and_then(|at| structure.divisions[at].anchor.as_deref()) {
            put(format_args!(",\"division\":\"{division}\""));
        }
        text.push('}');
    }
}
