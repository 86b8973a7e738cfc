//! The tables a search loads first: pages with their names, units, and where everything is.
//!
//! FORMAT.md, section 6, rules it. Comes in: what the writer knows, or the strings of the
//! published files. Goes out: the other of the two. Nothing here ranks.

use crate::search::files::NAME;
use crate::search::integers::{Reader, write, write_small};
use crate::search::postings::{Routes, read_term, write_term};

/// Version of everything FORMAT.md rules; a client refuses any other.
pub const VERSION: u32 = 2;

/// A page as results need it before any text is loaded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Title as shown.
    pub title: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Document number as written, or empty.
    pub doc_no: String,
    /// Number of the first unit.
    pub first_unit: u32,
    /// Number of units, at least 1.
    pub units: u32,
    /// Whether an edition in force stands before this page.
    pub superseded: bool,
    /// The work this page is one of several editions of, from 1; 0 for the only one.
    pub work: u32,
    /// Place among the editions of its work, 0 for the newest.
    pub age: u32,
    /// Year of the edition, 0 when unknown or the only one.
    pub year: u32,
}

/// A unit as scoring needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unit {
    /// Length class of its field, Tantivy's one byte.
    pub length: u8,
    /// Article number with suffix.
    pub article: Option<(u32, u32)>,
    /// Its page.
    pub page: u32,
}

/// Everything of a published index but postings and texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Pages in the order of their paths.
    pub pages: Vec<Page>,
    /// Units, those of a page together.
    pub units: Vec<Unit>,
    /// Terms in all units, repeats included.
    pub total_terms: u64,
    /// First unit of each text shard.
    pub text_firsts: Vec<u32>,
    /// Content name of each group of text shards.
    pub text_groups: Vec<String>,
    /// Where the terms are.
    pub routes: Routes,
    /// Terms in more than a tenth of the units, in order.
    pub common: Vec<String>,
    /// Characters of names by syllable, in the order of syllables.
    pub syllables: Vec<(String, String)>,
}

impl Table {
    /// The strings of the file `names`.
    pub fn names(&self) -> Vec<String> {
        let lines =
            |of: &dyn Fn(&Page) -> String| self.pages.iter().map(of).collect::<Vec<String>>().join("\n");
        let mut pages = String::new();
        for page in &self.pages {
            write(page.units * 4 + u32::from(page.work > 0) * 2 + u32::from(page.superseded), &mut pages);
            if page.work > 0 {
                write(page.work, &mut pages);
                write(page.age, &mut pages);
                write(page.year, &mut pages);
            }
        }
        let mut shards = String::new();
        let ends = self.text_firsts.iter().skip(1).copied().chain([self.units.len() as u32]);
        for (first, end) in self.text_firsts.iter().zip(ends) {
            write(end - first, &mut shards);
        }
        vec![
            lines(&|page| page.title.clone()),
            lines(&|page| page.aliases.join("\t")),
            lines(&|page| page.doc_no.clone()),
            pages,
            self.articles(),
            shards,
            self.text_groups.concat(),
        ]
    }

    fn articles(&self) -> String {
        let mut articles = String::new();
        let mut before = (0, 0);
        for (index, unit) in self.units.iter().enumerate() {
            if index > 0 && self.units[index - 1].page != unit.page {
                before = (0, 0);
            }
            match unit.article {
                None => write(1, &mut articles),
                Some(article) => {
                    if article == (before.0 + 1, 0) {
                        write(0, &mut articles);
                    } else {
                        write(article.0.saturating_add(2), &mut articles);
                        write(article.1, &mut articles);
                    }
                    before = article;
                }
            }
        }
        articles
    }

    /// The strings of the file `terms`.
    pub fn terms(&self) -> Vec<String> {
        let mut lengths = String::new();
        for unit in &self.units {
            write_small(u32::from(unit.length), &mut lengths);
        }
        let mut firsts = String::new();
        let (mut before, mut term) = (Vec::new(), Vec::new());
        for first in &self.routes.firsts {
            term.clear();
            term.extend(first.chars());
            write_term(&before, &term, &mut firsts);
            std::mem::swap(&mut before, &mut term);
        }
        vec![
            self.total_terms.to_string(),
            lengths,
            firsts,
            self.routes.groups.concat(),
            self.common.join("\n"),
        ]
    }

    /// The string of the file `pinyin`.
    pub fn pinyin(&self) -> String {
        let lines = self.syllables.iter().map(|(syllable, chars)| format!("{syllable}{chars}"));
        lines.collect::<Vec<String>>().join("\n")
    }

    /// Reads a table from the strings of `names`, `terms` and `pinyin`; `None` when damaged.
    pub fn read(names: &[String], terms: &[String], pinyin: &[String]) -> Option<Self> {
        let [titles, aliases, doc_nos, pages, articles, shards, text_groups, _variants] = names else {
            return None;
        };
        let [total, lengths, firsts, shard_groups, common] = terms else {
            return None;
        };
        let mut table = Self { total_terms: total.parse().ok()?, ..Self::default() };
        table.read_pages(titles, aliases, doc_nos, &mut Reader::new(pages))?;
        table.read_units(&mut Reader::new(articles), &mut Reader::new(lengths))?;
        let mut shards = Reader::new(shards);
        let mut first = 0;
        while !shards.is_at_end() {
            table.text_firsts.push(first);
            first += shards.number()?;
        }
        table.text_groups = split_names(text_groups)?;
        let mut firsts = Reader::new(firsts);
        let mut term = Vec::new();
        while !firsts.is_at_end() {
            read_term(&mut firsts, &mut term)?;
            table.routes.firsts.push(term.iter().collect());
        }
        table.routes.groups = split_names(shard_groups)?;
        table.common = common.split('\n').filter(|term| !term.is_empty()).map(str::to_owned).collect();
        table.syllables = read_syllables(pinyin.first()?);
        Some(table)
    }

    fn read_pages(
        &mut self,
        titles: &str,
        aliases: &str,
        doc_nos: &str,
        numbers: &mut Reader<'_>,
    ) -> Option<()> {
        let mut first_unit = 0u32;
        let mut lines = titles.split('\n').zip(aliases.split('\n')).zip(doc_nos.split('\n'));
        while !numbers.is_at_end() {
            let ((title, aliases), doc_no) = lines.next()?;
            let head = numbers.number()?;
            let mut page = Page {
                title: title.to_owned(),
                aliases: aliases.split('\t').filter(|alias| !alias.is_empty()).map(str::to_owned).collect(),
                doc_no: doc_no.to_owned(),
                first_unit,
                units: head / 4,
                superseded: head % 2 == 1,
                ..Page::default()
            };
            if head / 2 % 2 == 1 {
                page.work = numbers.number()?;
                page.age = numbers.number()?;
                page.year = numbers.number()?;
            }
            first_unit = first_unit.checked_add(page.units)?;
            self.pages.push(page);
        }
        Some(())
    }

    fn read_units(&mut self, articles: &mut Reader<'_>, lengths: &mut Reader<'_>) -> Option<()> {
        for (index, page) in self.pages.iter().enumerate() {
            let mut before = (0, 0);
            for _ in 0..page.units {
                let article = match articles.number()? {
                    0 => Some((before.0 + 1, 0)),
                    1 => None,
                    more => Some((more - 2, articles.number()?)),
                };
                before = article.unwrap_or(before);
                let length = u8::try_from(lengths.small()?).ok()?;
                self.units.push(Unit { length, article, page: index as u32 });
            }
        }
        Some(())
    }

    /// The text shard that holds a unit.
    pub fn text_shard(&self, unit: u32) -> usize {
        self.text_firsts.partition_point(|first| *first <= unit).saturating_sub(1)
    }

    /// The units of a page.
    pub fn units_of(&self, page: u32) -> std::ops::Range<u32> {
        let page = &self.pages[page as usize];
        page.first_unit..page.first_unit + page.units
    }
}

fn split_names(names: &str) -> Option<Vec<String>> {
    let names = names.as_bytes().chunks(NAME).map(|name| String::from_utf8(name.to_vec()).ok());
    names.collect()
}

fn read_syllables(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().map(|line| {
        let end = line.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(line.len());
        (line[..end].to_owned(), line[end..].to_owned())
    });
    lines.collect()
}
