//! `pages.json`: every page for other programs.

use serde::Serialize;

use crate::base::date::PartialDate;
use crate::base::path::Route;
use crate::model::site::Site;

#[derive(Debug, Serialize)]
struct Row<'a> {
    path: &'a str,
    route: &'a Route,
    id: &'a str,
    title: &'a str,
    #[serde(rename = "type")]
    content_type: &'a str,
    section: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<PartialDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<PartialDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    work: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<PartialDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    withdrawn: bool,
}

/// The pages as a JSON array, a page to a line, in the order of their paths. `path` is relative to
/// the content root, `route` to the site's.
pub fn pages_json(site: &Site) -> Vec<u8> {
    let rows: Vec<String> = site
        .pages
        .iter()
        .map(|page| {
            let fields = &page.document.fields;
            let row = Row {
                path: page.document.path.as_str(),
                route: &page.route,
                id: &page.id,
                title: &page.title,
                content_type: &page.document.content_type,
                section: page.document.path.section(),
                date: page.date,
                updated: page.updated,
                summary: fields.text("summary"),
                work: fields.text("work"),
                version: fields.date("version"),
                scope: page.scope.as_deref(),
                tags: fields.texts("tags"),
                withdrawn: page.withdrawn,
            };
            serde_json::to_string(&row).expect("a row of plain values is JSON")
        })
        .collect();
    format!("[\n{}\n]\n", rows.join(",\n")).into_bytes()
}
