//! The view of a page of content.

use crate::config::field::{FieldDef, Kind};
use crate::config::value::{Field, Fields, Value};
use crate::model::lookup::Found;
use crate::model::order;
use crate::model::routes::BOOK;
use crate::model::site::{FileIndex, Page, PageIndex};
use crate::render::content::Leads;
use crate::render::entry::{entries, narrower_scope, standing_mark};
use crate::render::frame::At;
use crate::render::view::{
    Attachment, Fact, Link, NavItem, OutlineItem, PageView, RecordTable, Review, Series, Source, Withdrawn,
    Words,
};
use crate::render::{applied, checkup, cite, cited, institution};
use crate::render::{content, edition, ledger, legislation};

/// Common fields that have a place of their own on the page.
const PLACED: [&str; 2] = ["tags", "attachments"];
/// What stands below the title of a printed instrument.
const BELOW_TITLE: [&str; 5] = ["issuer", "doc_no", "issued", "promulgated", "effective"];
/// Lists of records that the page does not show as they are.
const UNSHOWN: [&str; 2] = ["article_map", "history"];

/// How many of the pages that link to it a page shows.
const BACKLINKS: usize = 50;

/// The view of the page `index`.
pub fn page(at: &At<'_>, index: PageIndex) -> PageView {
    let site = at.scene.site;
    let page = &site.pages[index];
    let fields = &page.document.fields;
    let defs = &site.config.content_type(&page.document.content_type).fields;
    let text = |name: &str| fields.text(name).map(str::to_owned);
    let mut frame = at.frame("page", &page.title, Some(page.folder));
    frame.crumbs = at.crumbs_to(Some(page.folder));
    frame.description = text("summary");
    frame.content_type = Some(page.document.content_type.clone());
    let body = if page.withdrawn {
        String::new()
    } else {
        let leads = Leads { links: &page.links, media: &page.media, citations: &page.citations };
        content::body(at, &page.document, leads, cited::marks(at, index))
    };
    let facts = facts(at, page, defs);
    let is_fact = |date: &str| facts.iter().flat_map(|fact| &fact.values).any(|value| value.text == date);
    PageView {
        frame,
        type_label: site.type_label(page).to_owned(),
        summary: text("summary"),
        date: page.date.map(|date| date.to_string()).filter(|date| !is_fact(date)),
        updated: page.updated.filter(|updated| Some(*updated) != page.date).map(|date| date.to_string()),
        scope: narrower_scope(at, page.scope.as_deref()),
        standing: standing_mark(page.standing),
        withdrawn: withdrawn(at, fields),
        editions: edition::editions(at, index),
        edition: edition::note(at, index),
        history: if page.withdrawn { Vec::new() } else { edition::history(fields) },
        articles: edition::has_articles(page),
        citation: edition::citation(site, index),
        json_ld: legislation::json_ld(site, index),
        chain: institution::chain_rows(at, index),
        behind: institution::behind(at, index),
        review_notes: checkup::notes(at, index),
        applied: applied::applied(at, index),
        facts,
        body,
        tables: if page.withdrawn { Vec::new() } else { tables(at, page, defs) },
        progress: ledger::progress(fields, &site.config.registry.vocabularies).filter(|_| !page.withdrawn),
        series: series(at, page, index),
        outline: if page.withdrawn { Vec::new() } else { outline(page) },
        tags: tags(at, page, defs),
        attachments: page.attachments.iter().map(|file| attachment(at, *file)).collect(),
        source: fields.record("source").map(source),
        review: review(fields),
        rights: text("rights"),
        previous: page.previous.map(|page| link(at, page)),
        next: page.next.map(|page| link(at, page)),
        related: entries(at, &page.related),
        backlinks: entries(at, &page.backlinks[..page.backlinks.len().min(BACKLINKS)]),
        backlinks_count: page.backlinks.len(),
        cited: cited::link(at, index),
        characters: characters(&page.document.body.text),
    }
}

/// The characters of a text but for blanks.
fn characters(text: &str) -> usize {
    // The wide blank is the last of all: nearly every character stands behind it.
    text.chars().filter(|c| *c > '\u{3000}' || !c.is_whitespace()).count()
}

fn link(at: &At<'_>, page: PageIndex) -> Link {
    Link { title: at.scene.site.pages[page].title.clone(), href: at.to_page(page) }
}

fn series(at: &At<'_>, page: &Page, index: PageIndex) -> Option<Series> {
    let site = at.scene.site;
    let (name, ..) = order::series(&site.config, page)?;
    // Neighbours within a series are linked one after another, so the chain is the series.
    let before = std::iter::successors(page.previous, |at| site.pages[*at].previous);
    let mut pages: Vec<PageIndex> = before.collect();
    pages.reverse();
    let place = pages.len() + 1;
    pages.push(index);
    pages.extend(std::iter::successors(page.next, |at| site.pages[*at].next));
    if page.withdrawn || pages.len() < 2 {
        return None;
    }
    let routes: Vec<&str> = pages.iter().map(|page| site.pages[*page].route.as_str()).collect();
    Some(Series {
        title: name.to_owned(),
        place,
        book: format!("{}?pages={}", at.to(BOOK), routes.join(",")),
        items: pages
            .iter()
            .map(|other| NavItem {
                title: site.pages[*other].title.clone(),
                href: at.to_page(*other),
                current: *other == index,
            })
            .collect(),
    })
}

fn withdrawn(at: &At<'_>, fields: &Fields) -> Option<Withdrawn> {
    let record = fields.record("withdrawn")?;
    let successor = record.text("replaced_by").and_then(|name| match at.scene.site.lookup.by_name(name) {
        Found::Page(page) => Some(link(at, page)),
        _ => None,
    });
    Some(Withdrawn {
        on: record.date("on").map(|date| date.to_string()),
        reason: record.text("reason").map(str::to_owned),
        successor,
    })
}

/// The shown fields that hold single values, lists of them, or one record.
fn facts(at: &At<'_>, page: &Page, defs: &[FieldDef]) -> Vec<Fact> {
    let fields = &page.document.fields;
    let shown = defs.iter().filter(|def| def.shown && !PLACED.contains(&def.name.as_str()));
    shown
        .filter(|def| !(def.kind == Kind::Record && def.list))
        .filter(|def| !institution::is_in_chain(at.scene.site, page, &def.name))
        .filter_map(|def| {
            let values: Vec<Words> = match fields.record(&def.name) {
                Some(record) => record_words(at, page, record, def),
                None => words_of(at, page, page.document.items(&def.name), def),
            };
            (!values.is_empty()).then(|| Fact {
                label: def.label.clone(),
                values,
                is_below_title: BELOW_TITLE.contains(&def.name.as_str()),
            })
        })
        .collect()
}

/// The values of one record; numbers and words of a vocabulary are preceded by their labels: of two that
/// are alike nobody could tell which is the level and which the sector.
fn record_words(at: &At<'_>, page: &Page, record: &Fields, def: &FieldDef) -> Vec<Words> {
    let mut all = Vec::new();
    for inner in &def.fields {
        for mut words in words_of(at, page, record.items(&inner.name), inner) {
            if inner.kind == Kind::Integer {
                words.text = format!("{} {}", inner.label, words.text);
            } else if inner.vocabulary.is_some() {
                words.text = format!("{}：{}", inner.label, words.text);
            }
            all.push(words);
        }
    }
    all
}

fn words_of(at: &At<'_>, page: &Page, items: &[Field], def: &FieldDef) -> Vec<Words> {
    items.iter().filter_map(|item| words(at, page, item, def)).collect()
}

fn words(at: &At<'_>, page: &Page, item: &Field, def: &FieldDef) -> Option<Words> {
    let site = at.scene.site;
    let text = match (&item.value, def.kind) {
        (Value::Bool(value), _) => at.scene.words.get(if *value { "yes" } else { "no" }).to_owned(),
        (Value::Record(_), _) => return None,
        (value, _) => value.shown()?,
    };
    let found = match (def.kind, &item.value) {
        (Kind::Page, Value::Text(name)) => Some(site.lookup.by_name(name)),
        _ => None,
    };
    if let Some(Found::Page(page)) = found {
        return Some(Words::link(site.pages[page].title.clone(), at.to_page(page)));
    }
    if def.kind == Kind::Path {
        let file = page.named_files.get(&text).map(|file| &site.files[*file]);
        return file.map(|file| Words::link(file.path.file_name().to_owned(), at.to(&file.route)));
    }
    let href = if def.facet { facet_href(at, &def.label, &text) } else { None };
    let pieces = cite::pieces(at, page.citations.of_item(item), &text);
    Some(Words { text, href, pieces })
}

fn facet_href(at: &At<'_>, label: &str, value: &str) -> Option<String> {
    let group = at.scene.site.facets.iter().find(|group| group.label == label)?;
    let entry = group.values.iter().find(|entry| entry.value == value)?;
    Some(at.to(format_args!("{}.html", entry.base)))
}

fn tags(at: &At<'_>, page: &Page, defs: &[FieldDef]) -> Vec<Fact> {
    let tags = defs.iter().filter(|def| def.name == "tags");
    tags.filter_map(|def| {
        let values = words_of(at, page, page.document.fields.items(&def.name), def);
        (!values.is_empty()).then(|| Fact { label: def.label.clone(), values, is_below_title: false })
    })
    .collect()
}

/// Lists of records as tables, columns that are empty everywhere left out.
fn tables(at: &At<'_>, page: &Page, defs: &[FieldDef]) -> Vec<RecordTable> {
    let lists = defs
        .iter()
        .filter(|def| def.kind == Kind::Record && def.list && !UNSHOWN.contains(&def.name.as_str()));
    lists
        .filter_map(|def| {
            let records = page.document.fields.records(&def.name);
            let columns: Vec<&FieldDef> = def
                .fields
                .iter()
                .filter(|inner| records.iter().any(|record| record.get(&inner.name).is_some()))
                .collect();
            if columns.is_empty() {
                return None;
            }
            let row = |record: &&Fields| {
                columns.iter().map(|column| words_of(at, page, record.items(&column.name), column)).collect()
            };
            Some(RecordTable {
                label: def.label.clone(),
                name: def.name.clone(),
                heads: columns.iter().map(|column| column.label.clone()).collect(),
                rows: records.iter().map(row).collect(),
            })
        })
        .collect()
}

fn outline(page: &Page) -> Vec<OutlineItem> {
    let body = &page.document.body;
    body.headings
        .iter()
        .map(|heading| OutlineItem {
            level: heading.level,
            title: body.words(heading.text).to_owned(),
            href: format!("#{}", heading.id),
        })
        .collect()
}

fn attachment(at: &At<'_>, file: FileIndex) -> Attachment {
    let file = &at.scene.site.files[file];
    Attachment {
        title: file.path.file_name().to_owned(),
        href: at.to(&file.route),
        ending: file.path.extension().to_uppercase(),
        size: size_words(file.length),
    }
}

/// A number of bytes in words: 1 KB is 1,024 bytes.
fn size_words(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}

fn source(record: &Fields) -> Source {
    let text = |name: &str| record.text(name).map(str::to_owned);
    let is_web = |url: &String| url.starts_with("http://") || url.starts_with("https://");
    Source { name: text("name"), url: text("url").filter(is_web), doc_no: text("doc_no") }
}

fn review(fields: &Fields) -> Option<Review> {
    let record = fields.record("review");
    let due = fields.date("review_due").map(|date| date.to_string());
    if record.is_none() && due.is_none() {
        return None;
    }
    let text = |name: &str| record.and_then(|record| record.text(name)).map(str::to_owned);
    let on = record.and_then(|record| record.date("on")).map(|date| date.to_string());
    Some(Review { by: text("by"), on, basis: text("basis"), due })
}
