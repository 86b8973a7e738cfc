//! Who cites a regulation: the marks beside its articles, and the pages that list them.

use std::collections::BTreeMap;

use crate::base::path::Route;
use crate::law::number::ArticleNo;
use crate::markup::body::{Element, LinkKind, Op, TextRange};
use crate::markup::html::escape;
use crate::model::citation::back::{self, Group, Row};
use crate::model::citation::{At as Stands, CitedBy};
use crate::model::routes::{CITED_SIZE, cited_route, list_route, pages_of};
use crate::model::site::{Page, PageIndex, Site, Target};
use crate::render::cite;
use crate::render::entry::standing_mark;
use crate::render::frame::At;
use crate::render::lists::pager;
use crate::render::view::{CitedArticle, CitedGroup, CitedRow, CitedView, Link};

/// Characters shown before and behind a citation.
const AROUND: usize = 28;

/// Every page of a list of citations: its address, the page cited, its number from 1.
pub fn pages(site: &Site) -> impl Iterator<Item = (Route, PageIndex, usize)> {
    let cited = (0..site.pages.len()).filter(|page| !site.cited_by(*page).is_empty());
    cited.flat_map(|page| {
        let first = cited_route(&site.pages[page].route);
        let count = pages_of(back::rows(site, page).len(), CITED_SIZE);
        (1..=count).map(move |number| (list_route(&first, number), page, number))
    })
}

/// The way to the list of those that cite `page`, where any does.
pub fn link(at: &At<'_>, page: PageIndex) -> Option<Link> {
    let site = at.scene.site;
    let count = site.cited_by(page).len();
    let href = || at.to(cited_route(&site.pages[page].route));
    (count > 0).then(|| Link { title: at.scene.words.counted("cited_by_count", count), href: href() })
}

/// The marks of the articles of `page` that are cited, by anchor.
pub fn marks(at: &At<'_>, page: PageIndex) -> BTreeMap<String, String> {
    let site = at.scene.site;
    let Some(structure) = site.pages[page].document.structure.as_ref() else { return BTreeMap::new() };
    if site.cited_by(page).is_empty() {
        return BTreeMap::new();
    }
    let first = cited_route(&site.pages[page].route);
    let rows = back::rows(site, page);
    let mut marks = BTreeMap::new();
    for (start, no, count) in articles(&rows) {
        let Some(article) = no.and_then(|no| structure.article(no)) else { continue };
        let label = at.scene.words.counted("cited_by_count", count);
        let route = list_route(&first, start / CITED_SIZE + 1);
        let href = at.to(&route);
        let mut mark = format!("<a class=\"cited-by\" href=\"{href}#{}\" aria-label=\"", article.anchor);
        escape(&mut mark, &label);
        mark.push_str("\"></a>");
        marks.insert(article.anchor.clone(), mark);
    }
    marks
}

/// Where the rows of each article begin, and how many citations they are.
fn articles(rows: &[Row]) -> Vec<(usize, Option<ArticleNo>, usize)> {
    let mut found: Vec<(usize, Option<ArticleNo>, usize)> = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        match found.last_mut() {
            Some((_, no, count)) if *no == row.cited.article => *count += row.count,
            _ => found.push((place, row.cited.article, row.count)),
        }
    }
    found
}

/// Page `number` of those that cite `page`.
pub fn view(at: &At<'_>, page: PageIndex, number: usize) -> CitedView {
    let site = at.scene.site;
    let known = &site.pages[page];
    let rows = back::rows(site, page);
    let shown = rows.chunks(CITED_SIZE).nth(number - 1).unwrap_or_default();
    let title = format!("{} · {}", known.title, at.scene.words.get("cited_by"));
    let mut frame = at.frame("cited", &title, Some(known.folder));
    frame.crumbs = at.crumbs_to(Some(known.folder));
    frame.crumbs.push(Link { title: known.title.clone(), href: at.to_page(page) });
    let by_article = shown.chunk_by(|a, b| a.cited.article == b.cited.article);
    let others = site.editions.issued(page).map_or(&[][..], |work| site.editions.work(work).issued());
    let others = others.iter().filter(|other| **other != page && !site.cited_by(**other).is_empty());
    CitedView {
        page: Link { title: known.title.clone(), href: at.to_page(page) },
        edition: cite::edition(at, page),
        standing: standing_mark(known.standing),
        count: site.cited_by(page).len(),
        articles: by_article.map(|rows| article(at, page, rows)).collect(),
        others: others.filter_map(|other| other_list(at, *other)).collect(),
        pager: pager(at, &cited_route(&known.route), number, pages_of(rows.len(), CITED_SIZE)),
        frame,
    }
}

fn other_list(at: &At<'_>, page: PageIndex) -> Option<Link> {
    let Link { title, href } = link(at, page)?;
    Some(Link { title: format!("{} {title}", cite::edition(at, page).unwrap_or_default()), href })
}

fn article(at: &At<'_>, page: PageIndex, rows: &[Row]) -> CitedArticle {
    let structure = at.scene.site.pages[page].document.structure.as_ref();
    let no = rows.first().and_then(|row| row.cited.article);
    let anchor = no.and_then(|no| Some(structure?.article(no)?.anchor.clone())).unwrap_or_default();
    let fragment = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
    let by_group = rows.chunk_by(|a, b| a.cited.group == b.cited.group);
    CitedArticle {
        title: no.map_or_else(|| at.scene.words.get("cited_by_whole").to_owned(), ArticleNo::to_chinese),
        href: format!("{}{fragment}", at.to_page(page)),
        groups: by_group.map(|rows| group(at, rows)).collect(),
        anchor,
    }
}

fn group(at: &At<'_>, rows: &[Row]) -> CitedGroup {
    let key = match rows.first().map(|row| row.cited.group) {
        Some(Group::Cases) => "cited_by_cases",
        Some(Group::Institutions) => "cited_by_institutions",
        Some(Group::Study) => "cited_by_study",
        Some(Group::Regulations) => "cited_by_regulations",
        Some(Group::Others) | None => "cited_by_others",
    };
    let rows = rows.iter().map(|row| shown(at, row)).collect();
    CitedGroup { label: at.scene.words.get(key).to_owned(), rows }
}

fn shown(at: &At<'_>, row: &Row) -> CitedRow {
    let CitedBy { page: by, citation, rule, .. } = row.cited;
    let page = &at.scene.site.pages[by];
    let citation = &page.citations.resolved[citation];
    let structure = page.document.structure.as_ref();
    let line = match citation.at {
        Stands::Body(block) => Some(block as usize),
        _ => None,
    };
    let anchor = line.and_then(|line| structure?.anchor(line));
    let words = match citation.at {
        Stands::Body(_) => around(&page.document.body.text, citation.range.range(), None),
        Stands::Field(_) => page.cited_words(citation.at, citation.range),
        Stands::Link(link) => {
            around_link(page, link as usize).unwrap_or_else(|| page.cited_words(citation.at, citation.range))
        }
    };
    CitedRow {
        title: page.title.clone(),
        href: anchor.map_or_else(|| at.to_page(by), |anchor| format!("{}#{anchor}", at.to_page(by))),
        place: line.and_then(|line| structure?.place(line)).map(|place| place.no.to_chinese()),
        words,
        why: cite::why(at, rule),
        count: row.count,
    }
}

/// The words of a link of the body with those around it; a link without words of its own has its target's.
fn around_link(page: &Page, link: usize) -> Option<String> {
    let body = &page.document.body;
    let opens = |op: &Op| matches!(op, Op::Open(Element::Link(index)) if *index as usize == link);
    let open = body.ops.iter().position(opens)?;
    let inside = body.ops[open..].iter().take_while(|op| !matches!(op, Op::Close(Element::Link(_))));
    let texts = inside.filter_map(|op| if let Op::Text { text, .. } = op { Some(*text) } else { None });
    let text = texts.reduce(|first, last| TextRange { start: first.start, end: last.end })?;
    let words = match (&page.links.get(link)?, body.links.get(link)?.kind) {
        (Target::Page { words, .. }, LinkKind::WikiBare) => words.as_deref(),
        _ => None,
    };
    Some(around(&body.text, text.range(), words))
}

/// The words of `range`, or `words` in their place, with some before and behind, within the paragraph.
fn around(text: &str, range: std::ops::Range<usize>, words: Option<&str>) -> String {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
    let cut =
        |before: &str| before.char_indices().rev().take(AROUND).last().map_or(before.len(), |(at, _)| at);
    let from = start + cut(&text[start..range.start]);
    let behind = &text[range.end..end];
    let to = range.end + behind.char_indices().nth(AROUND).map_or(behind.len(), |(at, _)| at);
    let mark = |is_cut: bool| if is_cut { "…" } else { "" };
    let words = words.unwrap_or(&text[range.clone()]);
    let (before, behind) = (text[from..range.start].trim_start(), text[range.end..to].trim_end());
    format!("{}{before}{words}{behind}{}", mark(from > start), mark(to < end))
}
