//! From entries to everything a published search consists of.
//!
//! The same entries in any order give the same bytes: pages are ordered by path, the parts of the
//! index are read as one, and no number depends on a thread or a hash map.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use tantivy::Index;

use crate::search::details;
use crate::search::entry::{SearchEntry, SearchUnit, Units};
use crate::search::files::Files;
use crate::search::integers::write;
use crate::search::lists::{self, Lists};
use crate::search::options::Options;
use crate::search::parts::{self, Memory, Part};
use crate::search::postings;
use crate::search::table::{Page, Table, Unit, VERSION};
use crate::search::tantivy_lookup::Tantivy;
use crate::search::terms::key;
use crate::search::{Error, names, texts};
use crate::text::{fold, pinyin};

/// Fewest units that make a term common: on a small site every term is worth its bytes.
pub const COMMON: usize = 256;

/// What a build of the search gives.
#[derive(Debug)]
pub struct SearchOutput {
    /// Paths below the root of the site with their bytes, in the order of paths.
    pub files: Vec<(String, Vec<u8>)>,
    /// The Tantivy indexes the files were written from.
    pub parts: Vec<Part>,
    /// Counts for a report.
    pub statistics: Statistics,
}

/// Counts of a built search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Statistics {
    /// Pages that can be found.
    pub pages: usize,
    /// Units.
    pub units: usize,
    /// Different terms.
    pub terms: usize,
    /// Pairs of a term and a unit.
    pub postings: usize,
}

impl SearchOutput {
    /// The Tantivy index of the site: one segment, merged of all parts when it is asked for.
    pub fn index(&self) -> Result<Index, Error> {
        parts::merge(&self.parts)
    }

    /// The parts of the index as they are, for questions.
    pub fn tantivy(&self) -> Result<Tantivy, Error> {
        Tantivy::new(self.parts.iter().map(|part| &part.index))
    }
}

/// Builds the search from the entries of a site.
pub fn build(entries: &[SearchEntry], options: &Options) -> Result<SearchOutput, Error> {
    build_with(&mut Memory::default(), entries, options)
}

/// As [`build()`], with what builds before this one remember.
pub fn build_with(
    memory: &mut Memory,
    entries: &[SearchEntry],
    options: &Options,
) -> Result<SearchOutput, Error> {
    let mut shown: Vec<&SearchEntry> = entries.iter().filter(|entry| !entry.withdrawn).collect();
    shown.sort_by(|a, b| (&a.path, &a.route).cmp(&(&b.path, &b.route)));
    let lone = SearchUnit { anchor: String::new(), headings: Vec::new(), article: None, text: String::new() };
    let lone = Units::from(vec![lone]);
    let mut table = Table { pages: pages(&shown), ..Table::default() };
    let (parts, texts) = rayon::join(
        || memory.parts_of(&shown.iter().map(|entry| units_of(entry, &lone)).collect::<Vec<_>>()),
        || {
            table.syllables = syllables(&table.pages);
            units(&shown, &lone, &mut table)
        },
    );
    let parts = parts?;
    let mut files = Files::default();
    (table.text_firsts, table.text_groups) = texts.finish(&mut files);
    let mut statistics = export(&parts, &mut table, &mut files)?;
    statistics.pages = table.pages.len();
    statistics.units = table.units.len();
    let files = tables(&table, &shown, options, files);
    Ok(SearchOutput { files, parts, statistics })
}

/// Lists all units in the table, and writes their texts.
fn units(shown: &[&SearchEntry], lone: &Units, table: &mut Table) -> texts::Writer {
    let mut writer = texts::Writer::default();
    for (page, entry) in shown.iter().enumerate() {
        for (at, unit) in units_of(entry, lone).iter().enumerate() {
            writer.add(entry, unit, at == 0);
            table.units.push(Unit { length: 0, article: unit.article, page: page as u32 });
        }
    }
    writer
}

/// The units of a page; of one without words `lone`.
fn units_of<'e>(entry: &'e SearchEntry, lone: &'e Units) -> &'e Units {
    if entry.units.is_empty() { lone } else { &entry.units }
}

fn pages(shown: &[&SearchEntry]) -> Vec<Page> {
    let mut editions: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, entry) in shown.iter().enumerate() {
        if let Some(work) = &entry.work {
            editions.entry(work).or_default().push(index);
        }
    }
    editions.retain(|_, pages| pages.len() > 1);
    let mut first_unit = 0;
    let mut pages: Vec<Page> = Vec::with_capacity(shown.len());
    for entry in shown {
        let units = entry.units.len().max(1) as u32;
        pages.push(Page {
            title: one_line(&entry.title),
            aliases: aliases(entry),
            doc_no: one_line(entry.doc_no.as_deref().unwrap_or_default()),
            first_unit,
            units,
            superseded: entry.superseded,
            ..Page::default()
        });
        first_unit += units;
    }
    for (work, members) in editions.values_mut().enumerate() {
        let label = |page: usize| (&shown[page].edition, &shown[page].date);
        members.sort_by(|&a, &b| label(b).cmp(&label(a)).then(a.cmp(&b)));
        for (age, &page) in members.iter().enumerate() {
            let date = shown[page].edition.as_ref().or(shown[page].date.as_ref());
            let year = date.and_then(|date| date.get(..4)?.parse().ok());
            pages[page].work = work as u32 + 1;
            pages[page].age = age as u32;
            pages[page].year = year.unwrap_or(0);
        }
    }
    pages
}

/// The aliases that the title does not give by itself.
fn aliases(entry: &SearchEntry) -> Vec<String> {
    let title = one_line(&entry.title);
    let aliases = entry.aliases.iter().map(|alias| one_line(alias));
    aliases
        .filter(|alias| *alias != title && Some(alias.as_str()) != title.strip_prefix(names::STATE))
        .collect()
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

fn syllables(pages: &[Page]) -> Vec<(String, String)> {
    let names = pages.iter().flat_map(|page| page.aliases.iter().chain([&page.title]));
    let chars: BTreeSet<char> = names.flat_map(|name| key(name).chars().collect::<Vec<char>>()).collect();
    let mut syllables: BTreeMap<String, String> = BTreeMap::new();
    for c in chars {
        for reading in pinyin::readings(c) {
            syllables.entry(reading).or_default().push(c);
        }
    }
    syllables.into_iter().collect()
}

/// Reads terms, postings and lengths out of the parts into shards and the table.
fn export(parts: &[Part], table: &mut Table, files: &mut Files) -> Result<Statistics, Error> {
    let mut statistics = Statistics::default();
    let lists: Vec<&Lists> = parts.par_iter().with_max_len(1).map(Part::lists).collect::<Result<_, _>>()?;
    table.total_terms = lists.iter().map(|lists| lists.total_terms).sum();
    let lengths = lists.iter().flat_map(|lists| &lists.lengths);
    for (unit, length) in table.units.iter_mut().zip(lengths) {
        unit.length = *length;
    }
    let mut writer = postings::Writer::default();
    lists::merge(&lists, |term, units, list| {
        if is_common(units as usize, table.units.len()) {
            table.common.push(term.to_owned());
        }
        statistics.terms += 1;
        statistics.postings += units as usize;
        writer.add(term, units, list, files);
    });
    table.routes = writer.finish(files);
    Ok(statistics)
}

/// Whether a term stands in so many units that a question is better off without it.
pub fn is_common(units: usize, all: usize) -> bool {
    units >= COMMON && units * 10 > all
}

/// The traditional characters as distances of their codes, and the simplified ones beside them.
fn variants() -> [String; 2] {
    let mut pairs: Vec<(char, char)> = fold::variants().collect();
    pairs.sort_unstable();
    let (mut distances, mut before) = (String::new(), 0);
    for (from, _) in &pairs {
        write(*from as u32 - before, &mut distances);
        before = *from as u32;
    }
    [distances, pairs.into_iter().map(|(_, to)| to).collect()]
}

fn tables(
    table: &Table,
    shown: &[&SearchEntry],
    options: &Options,
    mut files: Files,
) -> Vec<(String, Vec<u8>)> {
    fn add(files: &mut Files, strings: &[String]) -> String {
        files.add(&strings.iter().map(String::as_str).collect::<Vec<&str>>())
    }
    let [distances, simplified] = variants();
    let mut names = table.names();
    names.push(distances);
    let names = add(&mut files, &names);
    let terms = add(&mut files, &table.terms());
    let pinyin = files.add(&[&table.pinyin()]);
    let variants = files.add(&[&simplified]);
    let details = add(&mut files, &details::write_strings(shown, options));
    let paths: Vec<&str> = shown.iter().map(|entry| entry.path.as_str()).collect();
    let paths = files.add(&[&paths.join("\n")]);
    let version = VERSION.to_string();
    files.finish(&[&version, &names, &terms, &pinyin, &variants, &details, &paths])
}
