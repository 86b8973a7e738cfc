//! Citations as links: where they lead from a page, and what is said of the edition.

use std::collections::BTreeMap;

use crate::law::citation::EditionHint;
use crate::law::edition::Rule;
use crate::markup::body::TextRange;
use crate::markup::targets::{Cite, CiteTarget};
use crate::model::citation::{Citations, Cited, Resolved};
use crate::model::site::PageIndex;
use crate::render::frame::At;
use crate::render::view::Piece;

/// The links of the citations on one page. Most citations of a text say the same of it, which is put together once.
pub struct Links<'a> {
    at: &'a At<'a>,
    editions: BTreeMap<(PageIndex, Rule, Option<PageIndex>), Edition>,
}

/// Where an edition is, and what is said of it.
struct Edition {
    href: String,
    title: String,
}

impl<'a> Links<'a> {
    /// Those on the page `at`.
    pub fn new(at: &'a At<'a>) -> Self {
        Self { at, editions: BTreeMap::new() }
    }

    /// The citations of a body as links, in the order of its text.
    pub fn of_body(&mut self, citations: &Citations) -> Vec<CiteTarget> {
        let mut links = self.in_order(citations.of_body());
        let mut end = 0;
        links.retain(|link| {
            let free = link.text.start >= end && link.text.end > link.text.start;
            end = if free { link.text.end } else { end };
            free
        });
        links
    }

    fn in_order<'c>(&mut self, citations: impl Iterator<Item = &'c Resolved>) -> Vec<CiteTarget> {
        let mut links = Vec::new();
        for citation in citations {
            self.push(citation, &mut links);
        }
        links.sort_by_key(|link| link.text.start);
        links
    }

    /// Adds a link for each place; the title goes with the first, or alone where that leads nowhere.
    fn push(&mut self, citation: &Resolved, links: &mut Vec<CiteTarget>) {
        let title = citation.title;
        let places = citation.shown();
        let Some(first) = places.first() else {
            // Of numbers that may have moved only the title is a link.
            return links.push(CiteTarget { text: title, cite: self.cite(citation, None) });
        };
        let is_joined = first.range.start == title.end && title.end > title.start;
        if !is_joined && title.end > title.start {
            links.push(CiteTarget { text: title, cite: self.cite(citation, None) });
        }
        for (number, place) in places.iter().enumerate() {
            let start = if number == 0 && is_joined { title.start } else { place.range.start };
            let text = TextRange { start, end: place.range.end };
            links.push(CiteTarget { text, cite: self.cite(citation, Some(place)) });
        }
    }

    /// What leads to a place of a citation, or to its work.
    pub fn cite(&mut self, citation: &Resolved, place: Option<&Cited>) -> Cite {
        let fragment = place.map_or(["", ""], |place| ["#", &place.anchor]);
        let is_inexact = place.is_some_and(|place| !place.exact);
        let Some(rule) = citation.rule else {
            return Cite { href: fragment.concat(), unsure: is_inexact, ..Cite::default() };
        };
        let at = self.at;
        let key = (citation.page, rule, citation.in_force);
        let Edition { href, title } = self
            .editions
            .entry(key)
            .or_insert_with(|| Edition { href: at.to_page(citation.page), title: title(at, citation, rule) });
        Cite {
            href: [href.as_str(), fragment[0], fragment[1]].concat(),
            title: Some(title.clone()),
            unsure: is_inexact
                || matches!(rule, Rule::NotHeld(_) | Rule::Kept(_) | Rule::Unchecked(_) | Rule::Doubted),
        }
    }
}

/// Leaves what is said of a text to the first link to it where all links to it say the same; the script of the
/// cards asks that one (`theme/js/67-cite.js`).
pub fn say_once<'a>(links: impl Iterator<Item = &'a mut Cite>) {
    let mut all: Vec<(&str, &mut Option<String>)> = links
        .filter(|cite| cite.title.is_some())
        .map(|Cite { href, title, .. }| (href.split('#').next().unwrap_or_default(), title))
        .collect();
    let mut said: BTreeMap<&str, (Option<String>, bool)> = BTreeMap::new();
    for (place, title) in &all {
        let (first, is_one) = said.entry(*place).or_insert_with(|| ((*title).clone(), true));
        *is_one &= first == *title;
    }
    for (place, title) in &mut all {
        if let Some((first, true)) = said.get_mut(place) {
            **title = first.take();
        }
    }
}

/// Which edition, why, and which one is in force.
fn title(at: &At<'_>, citation: &Resolved, rule: Rule) -> String {
    let words = at.scene.words;
    let mut said = match edition(at, citation.page) {
        Some(edition) => {
            format!("{}{}", words.get("cite_edition").replace("{edition}", &edition), why(at, rule))
        }
        None => why(at, rule),
    };
    if let Some(current) = citation.in_force.and_then(|page| edition(at, page)) {
        said.push_str(&words.get("cite_in_force").replace("{edition}", &current));
    }
    said
}

/// The name of an edition: its version.
pub fn edition(at: &At<'_>, page: PageIndex) -> Option<String> {
    at.scene.site.pages[page].document.fields.date("version").map(|date| date.to_string())
}

/// The rule that chose an edition, in the words of the interface.
pub fn why(at: &At<'_>, rule: Rule) -> String {
    let words = at.scene.words;
    let dated = |key: &str, date: String| words.get(key).replace("{date}", &date);
    match rule {
        Rule::Named => words.get("cite_named").to_owned(),
        Rule::Word(EditionHint::Year(year)) => dated("cite_year", year.to_string()),
        Rule::Word(EditionHint::New) => words.get("cite_new").to_owned(),
        Rule::Word(EditionHint::Amended) => words.get("cite_amended").to_owned(),
        Rule::Word(EditionHint::Old) => words.get("cite_old").to_owned(),
        Rule::Word(EditionHint::InForce) | Rule::InForce => words.get("cite_today").to_owned(),
        Rule::LawAsOf(date) => dated("cite_as_of", date.to_string()),
        Rule::PageDate(date) => dated("cite_page_date", date.to_string()),
        Rule::PageEffective(date) => dated("cite_page_effective", date.to_string()),
        Rule::Latest => words.get("cite_latest").to_owned(),
        Rule::Announced(date) => dated("cite_announced", date.to_string()),
        Rule::NotHeld(date) => dated("cite_not_held", date.to_string()),
        Rule::Doubted => words.get("cite_doubted").to_owned(),
        Rule::Kept(date) => dated("cite_kept", date.to_string()),
        Rule::Unchecked(date) => dated("cite_unchecked", date.to_string()),
    }
}

/// The words of a field's item in pieces, those that cite as links; empty where nothing is cited.
pub fn pieces<'a>(at: &At<'_>, citations: impl Iterator<Item = &'a Resolved>, text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for CiteTarget { text: range, cite } in Links::new(at).in_order(citations) {
        let range = range.range();
        let (Some(before), Some(words)) = (text.get(from..range.start), text.get(range.clone())) else {
            continue;
        };
        if !before.is_empty() {
            pieces.push(Piece::plain(before));
        }
        pieces.push(Piece {
            text: shown(words).to_owned(),
            href: Some(cite.href),
            title: cite.title,
            unsure: cite.unsure,
        });
        from = range.end;
    }
    if from > 0 && from < text.len() {
        pieces.push(Piece::plain(&text[from..]));
    }
    pieces
}

/// The words of a citation as a reader sees them: of `[[work#article|label]]` the label.
fn shown(words: &str) -> &str {
    let Some(inside) = words.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) else {
        return words;
    };
    inside.split_once('|').map_or(inside, |(_, label)| label)
}
