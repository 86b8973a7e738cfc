//! What the search is given: an entry for each page, cut into units.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::digest::Digest;
use crate::base::path::ContentPath;
use crate::config::field::{FieldDef, Kind};
use crate::config::value::Fields;
use crate::law::structure::{Role, Structure};
use crate::markup::body::{BlockKind, Body, Op};
use crate::markup::document::Document;
use crate::model::facets::values_of;
use crate::model::site::{Page, Site};
use crate::model::standing::is_past;
use crate::search::Options;
use crate::search::details::KIND;
use crate::search::entry::{SearchEntry, SearchUnit, Units};

/// Characters after which a section without articles goes on in another unit.
const UNIT: usize = 600;
/// The facet of sections.
const SECTION: &str = "栏目";
/// Fields that are names of the page and have places of their own.
const NAMES: [&str; 5] = ["title", "aliases", "work", "doc_no", "version"];

/// The units of pages as they were cut last, by the document that they are of.
#[derive(Debug, Default)]
pub struct Cut(BTreeMap<ContentPath, (Arc<Document>, Units)>);

/// The entries of all pages in their order.
pub fn entries(site: &Site) -> Vec<SearchEntry> {
    entries_with(&mut Cut::default(), site)
}

/// As [`entries`], with what was cut before; what `cut` holds is then of this site alone.
pub fn entries_with(cut: &mut Cut, site: &Site) -> Vec<SearchEntry> {
    let known = |page: &Page| {
        let (document, units) = cut.0.get(&page.document.path)?;
        Arc::ptr_eq(document, &page.document).then(|| units.clone())
    };
    let entries: Vec<SearchEntry> =
        site.pages.par_iter().map(|page| entry(site, page, known(page))).collect();
    let now = site.pages.iter().zip(&entries);
    cut.0 = now
        .map(|(page, entry)| (page.document.path.clone(), (Arc::clone(&page.document), entry.units.clone())))
        .collect();
    entries
}

/// The digests of all that the search has of each page.
pub fn digests(entries: &[SearchEntry]) -> BTreeSet<String> {
    entries.par_iter().map(digest).collect()
}

fn digest(entry: &SearchEntry) -> String {
    let words = serde_json::to_vec(entry).expect("an entry is JSON");
    Digest::of("words/2", &[&words]).short(16)
}

/// Labels of types and facets.
pub fn options(site: &Site) -> Options {
    let kinds = site.config.registry.types.values().map(|known| (known.name.clone(), known.label.clone()));
    let mut facets = vec![(KIND.to_owned(), "类型".to_owned()), (SECTION.to_owned(), SECTION.to_owned())];
    facets.extend(site.facets.iter().map(|facet| (facet.label.clone(), facet.label.clone())));
    Options { facets, kinds: kinds.collect() }
}

fn entry(site: &Site, page: &Page, known: Option<Units>) -> SearchEntry {
    let fields = &page.document.fields;
    let defs = &site.config.content_type(&page.document.content_type).fields;
    let mut aliases: Vec<String> = fields.texts("aliases").into_iter().map(str::to_owned).collect();
    aliases.extend(fields.text("work").filter(|work| *work != page.title).map(str::to_owned));
    aliases.dedup();
    let editions = fields.text("work").and_then(|work| site.works.get(work));
    SearchEntry {
        path: page.document.path.to_string(),
        route: page.route.to_string(),
        title: page.title.clone(),
        aliases,
        doc_no: fields.text("doc_no").map(str::to_owned),
        kind: page.document.content_type.clone(),
        facets: section_of(site, page).into_iter().chain(values_of(page, defs)).collect(),
        date: page.date.map(|date| date.to_string()),
        work: editions.and_then(|_| fields.text("work")).map(str::to_owned),
        edition: fields.date("version").map(|date| date.to_string()),
        standing: page.standing.map(|standing| standing.to_string()),
        superseded: is_past(page.standing),
        withdrawn: page.withdrawn,
        units: known.unwrap_or_else(|| units(page, fields, defs).into()),
    }
}

/// The section of a page, as a facet, by the name that readers see.
fn section_of(site: &Site, page: &Page) -> Option<(String, Vec<String>)> {
    let name = page.document.path.as_str().split('/').next()?;
    let folder = site.folders.iter().find(|folder| folder.path == name && folder.section.is_some())?;
    Some((SECTION.to_owned(), vec![folder.title.clone()]))
}

fn units(page: &Page, fields: &Fields, defs: &[FieldDef]) -> Vec<SearchUnit> {
    let mut cutter =
        Cutter { body: &page.document.body, units: Vec::new(), headings: Vec::new(), open: None };
    let mut words = Vec::new();
    field_words(fields, defs, &mut words);
    let body = &page.document.body;
    let is_figure =
        |index: usize| body.ops.iter().any(|op| matches!(op, Op::Figure(of, _) if *of as usize == index));
    for (index, media) in body.media.iter().enumerate() {
        // The caption of a figure is in the text already.
        let caption = media.caption.clone().filter(|_| !is_figure(index));
        words.extend(
            [Some(media.alt.clone()), caption].into_iter().flatten().filter(|words| !words.is_empty()),
        );
    }
    if !words.is_empty() {
        let text = words.join("\n");
        cutter.units.push(SearchUnit { anchor: String::new(), headings: Vec::new(), article: None, text });
    }
    cutter.cut(page.document.structure.as_ref());
    cutter.units
}

/// The words of all searchable fields that are no names of the page.
fn field_words(fields: &Fields, defs: &[FieldDef], words: &mut Vec<String>) {
    for def in defs {
        if def.kind == Kind::Record {
            for record in fields.records(&def.name) {
                field_words(record, &def.fields, words);
            }
        } else if def.searchable && !NAMES.contains(&def.name.as_str()) {
            words.extend(fields.items(&def.name).iter().filter_map(|field| field.value.shown()));
        }
    }
}

/// Cuts a body into units: articles, or the blocks of a section.
struct Cutter<'a> {
    body: &'a Body,
    units: Vec<SearchUnit>,
    /// Headings above the block at hand: level, words, fragment, whether a unit has them.
    headings: Vec<Above>,
    /// The article that is open, by its place in the structure.
    open: Option<usize>,
}

struct Above {
    level: u8,
    words: String,
    id: String,
    used: bool,
}

impl Cutter<'_> {
    fn cut(&mut self, structure: Option<&Structure>) {
        let mut begun = false;
        for (line, block) in self.body.blocks.iter().enumerate() {
            let role = structure.and_then(|structure| structure.roles.get(line));
            let article = role.and_then(|role| article_of(*role));
            let words = self.body.words(block.text);
            match (block.kind, article) {
                (BlockKind::Heading(index), None) => {
                    self.enter(index);
                    begun = false;
                    self.open = None;
                }
                (_, Some(article)) if self.open == Some(article) => self.extend(words),
                (_, Some(article)) => {
                    self.open = Some(article);
                    begun = false;
                    if let Some(known) = structure.and_then(|structure| structure.articles.get(article)) {
                        self.begin(known.anchor.clone(), Some((known.no.number, known.no.suffix)), words);
                    }
                }
                (_, None) => {
                    let is_full = self.units.last().is_some_and(|unit| unit.text.chars().count() >= UNIT);
                    if begun && !is_full && self.open.is_none() {
                        self.extend(words);
                    } else {
                        let anchor =
                            self.headings.last().map_or_else(String::new, |heading| heading.id.clone());
                        self.open = None;
                        self.begin(anchor, None, words);
                        begun = true;
                    }
                }
            }
        }
        self.leave(0);
    }

    /// Comes under the heading `index`.
    fn enter(&mut self, index: u32) {
        let heading = &self.body.headings[index as usize];
        self.leave(heading.level);
        self.headings.push(Above {
            level: heading.level,
            words: self.body.words(heading.text).to_owned(),
            id: heading.id.clone(),
            used: false,
        });
    }

    /// Leaves the headings of `level` and below. One that no unit stood under is found by itself.
    fn leave(&mut self, level: u8) {
        while let Some(last) = self.headings.last().filter(|last| last.level >= level) {
            if !last.used {
                self.begin(last.id.clone(), None, "");
            }
            self.headings.pop();
        }
    }

    fn begin(&mut self, anchor: String, article: Option<(u32, u32)>, text: &str) {
        self.headings.iter_mut().for_each(|heading| heading.used = true);
        let headings = self.headings.iter().map(|heading| heading.words.clone()).collect();
        self.units.push(SearchUnit { anchor, headings, article, text: text.to_owned() });
    }

    fn extend(&mut self, words: &str) {
        if let Some(unit) = self.units.last_mut() {
            unit.text.push('\n');
            unit.text.push_str(words);
        }
    }
}

fn article_of(role: Role) -> Option<usize> {
    match role {
        Role::Article(article)
        | Role::Paragraph(article, _)
        | Role::Item(article, ..)
        | Role::Subitem(article, ..)
        | Role::Inside(article) => Some(article),
        _ => None,
    }
}
