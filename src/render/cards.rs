//! Cards of cited articles: their words in small scripts that a page loads when a reader points at a
//! citation.
//!
//! A script holds the cited ones of `SHARD` articles of one page. Its name is made of the page's address
//! and the number of the article, which a link to the article says too: so nothing of it stands in the pages.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use crate::base::path::Route;
use crate::law::number::ArticleNo;
use crate::law::structure::Article;
use crate::model::site::{PageIndex, Site};

/// How many articles share a script; `theme/js/67-cite.js` knows it too.
const SHARD: u32 = 64;

/// A script: the articles of one page.
#[derive(Serialize)]
struct Shard<'a> {
    /// The title of the page.
    t: &'a str,
    /// Its edition.
    #[serde(skip_serializing_if = "Option::is_none")]
    e: Option<String>,
    /// Its standing, where it is not in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    s: Option<String>,
    /// Its articles by their anchors.
    a: BTreeMap<String, Card>,
}

/// An article.
#[derive(Serialize)]
struct Card {
    /// Its number.
    n: String,
    /// Its lines: what its anchor adds to that of the article, and the words.
    x: Vec<(String, String)>,
    /// In the edition in force: its numbers, the edition, the address of the comparison.
    #[serde(skip_serializing_if = "Option::is_none")]
    f: Option<(String, String, String)>,
}

/// The scripts with the cards of all articles that any page cites in another text, by their addresses.
pub fn cards(site: &Site) -> BTreeMap<Route, Vec<u8>> {
    let made: Vec<(Route, Vec<u8>)> = cited(site)
        .into_par_iter()
        .flat_map_iter(|(page, articles)| {
            let shards = shards(site, page, &articles).into_iter();
            shards.filter_map(move |(number, cards)| script(site, page, number, cards))
        })
        .collect();
    made.into_iter().collect()
}

/// A script and its address; none where the address would be too long.
fn script(
    site: &Site,
    page: PageIndex,
    number: u32,
    cards: BTreeMap<String, Card>,
) -> Option<(Route, Vec<u8>)> {
    let name = format!("{}_{number}", site.pages[page].route.as_str().trim_end_matches(".html"));
    let route = Route::new(format!("cards/{name}.js")).ok()?;
    Some((route, format!("zhiku.card(\"{name}\",{});\n", json(site, page, cards)).into_bytes()))
}

/// The articles that are cited from elsewhere, by page.
fn cited(site: &Site) -> BTreeMap<PageIndex, BTreeSet<ArticleNo>> {
    let mut cited: BTreeMap<PageIndex, BTreeSet<ArticleNo>> = BTreeMap::new();
    let intros = site.folders.iter().filter_map(|folder| folder.index.as_ref()).chain(&site.home);
    let all = site.pages.iter().map(|page| &page.citations).chain(intros.map(|intro| &intro.citations));
    for citation in all.flat_map(|citations| &citations.resolved).filter(|citation| citation.rule.is_some()) {
        if !citation.shown().is_empty() {
            let articles = citation.shown().iter().map(|place| place.article());
            cited.entry(citation.page).or_default().extend(articles);
        }
    }
    cited
}

/// The cards of a page's articles by the number of their script.
fn shards(
    site: &Site,
    page: PageIndex,
    articles: &BTreeSet<ArticleNo>,
) -> BTreeMap<u32, BTreeMap<String, Card>> {
    let mut shards: BTreeMap<u32, BTreeMap<String, Card>> = BTreeMap::new();
    let structure = site.pages[page].document.structure.as_ref();
    for article in articles.iter().filter_map(|no| structure?.article(*no)) {
        let shard = shards.entry(article.no.number / SHARD).or_default();
        shard.insert(article.anchor.clone(), card(site, page, article));
    }
    shards
}

fn card(site: &Site, page: PageIndex, article: &Article) -> Card {
    let document = &site.pages[page].document;
    let structure = document.structure.as_ref();
    let lines = article.lines.clone().filter_map(|line| {
        let block = document.body.blocks.get(line)?;
        let from = if line == article.lines.start { article.body } else { 0 };
        let words = document.body.words(block.text).get(from..)?.trim();
        let anchor = structure.and_then(|structure| structure.anchor(line)).unwrap_or_default();
        let rest = anchor.strip_prefix(article.anchor.as_str()).unwrap_or_default();
        Some((rest.trim_start_matches('-').to_owned(), words.to_owned()))
            .filter(|(_, words)| !words.is_empty())
    });
    Card { n: article.no.to_string(), x: lines.collect(), f: in_force(site, page, article.no) }
}

/// What became of an article in the edition in force, where `page` is another: its numbers there, none
/// where it has no match; the edition; the address of the comparison.
fn in_force(site: &Site, page: PageIndex, no: ArticleNo) -> Option<(String, String, String)> {
    let work = site.editions.work(site.editions.issued(page)?);
    let current = work.in_force.filter(|current| *current != page)?;
    let there = site.comparisons.counterpart(site, page, no, current)?;
    let numbers: Vec<String> = there.iter().map(|article| article.no.to_string()).collect();
    let edition = site.pages[current].document.fields.date("version")?.to_string();
    let route = site.comparisons.route(page, current).map(ToString::to_string);
    Some((numbers.join("、"), edition, route.unwrap_or_default()))
}

/// The script's value; what ends a line for an old browser is written as an escape.
fn json(site: &Site, page: PageIndex, a: BTreeMap<String, Card>) -> String {
    let known = &site.pages[page];
    let shard = Shard {
        t: &known.title,
        e: known.document.fields.date("version").map(|date| date.to_string()),
        s: known.standing.filter(|standing| !standing.is_in_force()).map(|standing| standing.to_string()),
        a,
    };
    let json = serde_json::to_string(&shard).expect("words and numbers make JSON");
    json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
