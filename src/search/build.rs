//! From entries to everything a published search consists of.
//!
//! The same entries in any order give the same bytes: pages are ordered by path, one writer fills
//! one segment, and no number depends on a thread or a hash map.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Index, TERMINATED};

use crate::search::details;
use crate::search::entry::{SearchEntry, SearchUnit};
use crate::search::files::Files;
use crate::search::integers::write;
use crate::search::options::Options;
use crate::search::postings::{self, Posting};
use crate::search::table::{Page, Table, Unit, VERSION};
use crate::search::terms::key;
use crate::search::{Error, index, names, texts};
use crate::text::{fold, pinyin};

/// Fewest units that make a term common: on a small site every term is worth its bytes.
const COMMON: usize = 256;

/// What a build of the search gives.
#[derive(Debug)]
pub struct SearchOutput {
    /// Paths below the root of the site with their bytes, in the order of paths.
    pub files: Vec<(String, Vec<u8>)>,
    /// The Tantivy index the files were written from.
    pub index: Index,
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

/// Builds index and files from the entries of a site.
pub fn build(entries: &[SearchEntry], options: &Options) -> Result<SearchOutput, Error> {
    let mut shown: Vec<&SearchEntry> = entries.iter().filter(|entry| !entry.withdrawn).collect();
    shown.sort_by(|a, b| (&a.path, &a.route).cmp(&(&b.path, &b.route)));
    let lone = SearchUnit { anchor: String::new(), headings: Vec::new(), article: None, text: String::new() };
    let units =
        || shown.iter().flat_map(|entry| units_of(entry, &lone).iter().map(move |unit| (*entry, unit)));

    let index = index::write(
        units().map(|(_, unit)| field_text(&unit.headings, &unit.text)),
        options.index.as_deref(),
    )?;
    let mut files = Files::default();
    let mut table = Table { pages: pages(&shown), ..Table::default() };
    let mut writer = texts::Writer::default();
    let (mut page, mut next) = (0, 0);
    for (number, (entry, unit)) in units().enumerate() {
        while table.pages[page].first_unit + table.pages[page].units <= number as u32 {
            page += 1;
        }
        writer.add(entry, unit, number == next);
        if number == next {
            next += table.pages[page].units as usize;
        }
        table.units.push(Unit { length: 0, article: unit.article, page: page as u32 });
    }
    (table.text_firsts, table.text_groups) = writer.finish(&mut files);
    table.syllables = syllables(&table.pages);
    let mut statistics = export(&index, &mut table, &mut files)?;
    statistics.pages = table.pages.len();
    statistics.units = table.units.len();
    let files = tables(&table, &shown, options, files);
    Ok(SearchOutput { files, index, statistics })
}

fn units_of<'e>(entry: &'e SearchEntry, lone: &'e SearchUnit) -> &'e [SearchUnit] {
    if entry.units.is_empty() { std::slice::from_ref(lone) } else { &entry.units }
}

/// The text whose terms stand for a unit: its headings, then its own text.
pub fn field_text(headings: &[String], text: &str) -> String {
    let length = headings.iter().map(|heading| heading.len() + 1).sum::<usize>();
    let mut field = String::with_capacity(length + text.len());
    for heading in headings {
        field.push_str(heading);
        field.push('\n');
    }
    field.push_str(text);
    field
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

/// Reads terms, postings and lengths out of the index into shards and the table.
fn export(index: &Index, table: &mut Table, files: &mut Files) -> Result<Statistics, Error> {
    let mut statistics = Statistics::default();
    let searcher = index.reader()?.searcher();
    let Some(segment) = searcher.segment_readers().first() else {
        return Ok(statistics);
    };
    let field = index.schema().get_field(index::FIELD)?;
    let lengths = segment.get_fieldnorms_reader(field)?;
    for (unit, of) in table.units.iter_mut().enumerate() {
        of.length = lengths.fieldnorm_id(unit as u32);
    }
    let inverted = segment.inverted_index(field)?;
    table.total_terms = inverted.total_num_tokens();
    let mut writer = postings::Writer::default();
    let mut list: Vec<Posting> = Vec::new();
    let mut terms = inverted.terms().stream()?;
    while terms.advance() {
        let Ok(term) = std::str::from_utf8(terms.key()) else {
            continue;
        };
        let mut units = inverted.read_postings_from_terminfo(terms.value(), IndexRecordOption::WithFreqs)?;
        list.clear();
        while units.doc() != TERMINATED {
            list.push(Posting { unit: units.doc(), count: units.term_freq() });
            units.advance();
        }
        if is_common(list.len(), table.units.len()) {
            table.common.push(term.to_owned());
        }
        statistics.terms += 1;
        statistics.postings += list.len();
        writer.add(term, &list, files);
    }
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
