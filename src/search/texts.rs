//! Texts of units in shards: what snippets, exact strings and links are taken from.
//!
//! FORMAT.md, section 7, rules it. A shard holds whole units in order; the first unit of a shard
//! and of a page begins with a line about its page.

use crate::law::number::ArticleNo;
use crate::search::entry::{SearchEntry, SearchUnit};
use crate::search::files::Files;

/// Bytes of text that a shard aims at.
pub const SHARD: usize = 14_848;
/// Divides the units of a shard; no text holds it.
const DIVIDER: &str = "\n\n";
/// Stands for the anchor that the unit's article number gives.
const AS_ARTICLE: char = '*';

/// What a shard says of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageLine {
    /// Route below the root of the site.
    pub route: String,
    /// Standing as a word, or empty.
    pub standing: String,
    /// Edition label, or empty.
    pub edition: String,
}

/// What a shard says of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnitText {
    /// Fragment without `#`, or empty.
    pub anchor: String,
    /// Headings, outermost first.
    pub headings: Vec<String>,
    /// Paragraphs divided by `\n`.
    pub text: String,
}

/// Writes shards from units that come in order.
#[derive(Debug, Default)]
pub struct Writer {
    shard: String,
    shards: Vec<String>,
    firsts: Vec<u32>,
    units: u32,
    headings: Vec<String>,
}

impl Writer {
    /// Adds the next unit; `first` says that its page begins here.
    pub fn add(&mut self, entry: &SearchEntry, unit: &SearchUnit, first: bool) {
        let size = unit.text.len() + 32;
        if !self.shard.is_empty() && self.shard.len() + size > SHARD {
            self.close();
        }
        let opens = self.shard.is_empty();
        if opens {
            self.firsts.push(self.units);
        } else {
            self.shard.push_str(DIVIDER);
        }
        if opens || first {
            let fields = [Some(&entry.route), entry.standing.as_ref(), entry.edition.as_ref()];
            let fields: Vec<String> =
                fields.iter().map(|field| field.map_or(String::new(), |text| line(text))).collect();
            self.shard.push_str(&fields.join("\t"));
            self.shard.push('\n');
        }
        let article = unit.article.map(|(number, suffix)| ArticleNo { number, suffix }.anchor());
        if article.as_deref() == Some(&unit.anchor) {
            self.shard.push(AS_ARTICLE);
        } else {
            self.shard.push_str(&line(&unit.anchor));
        }
        if opens || first || self.headings != unit.headings {
            self.shard.push('\t');
            let headings: Vec<String> = unit.headings.iter().map(|heading| line(heading)).collect();
            self.shard.push_str(&headings.join("\t"));
            self.headings.clone_from(&unit.headings);
        }
        for paragraph in unit.text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            self.shard.push('\n');
            self.shard.push_str(paragraph);
        }
        self.units += 1;
    }

    fn close(&mut self) {
        self.shards.push(std::mem::take(&mut self.shard));
    }

    /// Ends the last shard; returns the first unit of each and the names of their groups.
    pub fn finish(mut self, files: &mut Files) -> (Vec<u32>, Vec<String>) {
        if !self.shard.is_empty() {
            self.close();
        }
        let groups = files.add_groups(&self.shards);
        (self.firsts, groups)
    }
}

fn line(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

/// A unit of a shard with the line of its page where the shard has one.
pub type Block = (Option<PageLine>, UnitText);

/// Reads a shard: `units` says of each unit in it whether a page begins there, and its article.
pub fn read(shard: &str, units: impl Iterator<Item = (bool, Option<(u32, u32)>)>) -> Option<Vec<Block>> {
    let mut texts = shard.split(DIVIDER);
    let mut blocks: Vec<Block> = Vec::new();
    for (begins, article) in units {
        let begins = begins || blocks.is_empty();
        let mut lines = texts.next()?.splitn(if begins { 3 } else { 2 }, '\n');
        let page = if begins { Some(page_line(lines.next()?)) } else { None };
        let mut head = lines.next()?.split('\t').map(str::to_owned);
        let mut anchor = head.next()?;
        if let (true, Some((number, suffix))) = (anchor.chars().eq([AS_ARTICLE]), article) {
            anchor = ArticleNo { number, suffix }.anchor();
        }
        let mut headings: Vec<String> = head.collect();
        match blocks.last() {
            Some((_, before)) if headings.is_empty() => headings.clone_from(&before.headings),
            _ => headings.retain(|heading| !heading.is_empty()),
        }
        let text = lines.next().unwrap_or_default().to_owned();
        blocks.push((page, UnitText { anchor, headings, text }));
    }
    texts.next().is_none().then_some(blocks)
}

fn page_line(line: &str) -> PageLine {
    let mut fields = line.split('\t').map(str::to_owned);
    let mut next = || fields.next().unwrap_or_default();
    PageLine { route: next(), standing: next(), edition: next() }
}
