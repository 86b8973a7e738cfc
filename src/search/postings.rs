//! Terms and postings as numbers: the writing and the reading of term shards.
//!
//! FORMAT.md, section 5, rules it. A shard holds a range of terms in the order of their code
//! points, each with its postings; a long list of postings has a file of its own.

use std::cmp::Ordering;

use crate::search::files::{Files, NAME};
use crate::search::integers::{Reader, write};

/// Characters of terms and postings that a shard aims at.
pub const SHARD: usize = 2_560;
/// Longest list of postings, in characters, that stays in its shard.
pub const INLINE: usize = 2 * 1024;

/// A unit that holds a term, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// The unit.
    pub unit: u32,
    /// Occurrences, at least 1.
    pub count: u32,
}

/// Where the postings of a term are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum List {
    /// In the shard.
    Inline(Vec<Posting>),
    /// In a file of its own; the number of units is known all the same.
    File {
        /// Content name of the file.
        name: String,
        /// Number of units with the term.
        units: u32,
    },
}

/// Appends a list of postings in the order of units.
#[cfg(test)]
pub fn write_postings(postings: &[Posting], out: &mut String) {
    let mut next = 0;
    for posting in postings {
        let gap = posting.unit - next;
        next = posting.unit + 1;
        write(gap * 2 + u32::from(posting.count > 1), out);
        write_count(posting.count, out);
    }
}

/// Appends what stands after a gap: how often, unless once.
pub fn write_count(count: u32, out: &mut String) {
    if let Some(more) = count.checked_sub(2) {
        write(more, out);
    }
}

/// Reads `units` postings.
pub fn read_postings(reader: &mut Reader<'_>, units: u32) -> Option<Vec<Posting>> {
    let mut postings = Vec::with_capacity(units.min(1 << 20) as usize);
    let mut next = 0u32;
    for _ in 0..units {
        let number = reader.number()?;
        let count = if number % 2 == 0 { 1 } else { reader.number()?.checked_add(2)? };
        let unit = next.checked_add(number / 2)?;
        next = unit.checked_add(1)?;
        postings.push(Posting { unit, count });
    }
    Some(postings)
}

/// Appends a term after the one before it in the same run.
pub fn write_term(before: &[char], term: &[char], out: &mut String) {
    let shared = before.iter().zip(term).take_while(|(a, b)| a == b).count();
    let rest = &term[shared..];
    if shared == 1 && rest.len() == 1 {
        write(0, out);
    } else {
        write(shared as u32 + 1, out);
        write(rest.len() as u32, out);
    }
    for (index, &c) in rest.iter().enumerate() {
        let base = if index == 0 { before.get(shared).map_or(0, |&c| c as u32) } else { 0 };
        write(c as u32 - base, out);
    }
}

/// Reads the term after `term` in the same run, in place.
pub fn read_term(reader: &mut Reader<'_>, term: &mut Vec<char>) -> Option<()> {
    let (shared, rest) = match reader.number()? {
        0 => (1, 1),
        more => (more as usize - 1, reader.number()? as usize),
    };
    let base = term.get(shared).map_or(0, |&c| c as u32);
    if shared > term.len() {
        return None;
    }
    term.truncate(shared);
    for index in 0..rest {
        let code = reader.number()?.checked_add(if index == 0 { base } else { 0 })?;
        term.push(char::from_u32(code)?);
    }
    Some(())
}

/// Which shard holds which terms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Routes {
    /// First term of each shard, ascending.
    pub firsts: Vec<String>,
    /// Content name of each group of shards.
    pub groups: Vec<String>,
}

impl Routes {
    /// The shards that can hold terms from `first` to `last`, both included.
    pub fn covering(&self, first: &str, last: &str) -> std::ops::Range<usize> {
        let end = self.firsts.partition_point(|start| start.as_str() <= last);
        let start = self.firsts.partition_point(|start| start.as_str() <= first);
        start.saturating_sub(1)..end.max(start.saturating_sub(1))
    }
}

/// Writes shards from terms that come in order.
#[derive(Debug, Default)]
pub struct Writer {
    firsts: Vec<String>,
    shards: Vec<String>,
    shard: String,
    before: Vec<char>,
    term: Vec<char>,
}

impl Writer {
    /// Adds the next term with its postings, which are `units` and written as `list`.
    pub fn add(&mut self, term: &str, units: u32, list: &str, files: &mut Files) {
        let own = list.len() > INLINE;
        let size = if own { NAME } else { list.len() };
        if !self.shard.is_empty() && self.shard.len() + size > SHARD {
            self.close();
        }
        if self.shard.is_empty() {
            self.firsts.push(term.to_owned());
        }
        self.term.clear();
        self.term.extend(term.chars());
        write_term(&self.before, &self.term, &mut self.shard);
        std::mem::swap(&mut self.before, &mut self.term);
        write(units * 2 + u32::from(own), &mut self.shard);
        if own {
            self.shard.push_str(&files.add(&[list]));
        } else {
            self.shard.push_str(list);
        }
    }

    fn close(&mut self) {
        self.shards.push(std::mem::take(&mut self.shard));
        self.before.clear();
    }

    /// Ends the last shard.
    pub fn finish(mut self, files: &mut Files) -> Routes {
        if !self.shard.is_empty() {
            self.close();
        }
        Routes { firsts: self.firsts, groups: files.add_groups(&self.shards) }
    }
}

/// Reads all terms of a shard, in order; `None` where it is damaged.
pub fn read_shard(text: &str) -> Option<Vec<(String, List)>> {
    let mut reader = Reader::new(text);
    let mut terms: Vec<(String, List)> = Vec::new();
    let mut term = Vec::new();
    while !reader.is_at_end() {
        read_term(&mut reader, &mut term)?;
        let head = reader.number()?;
        let list = if head % 2 == 1 {
            List::File { name: reader.text(NAME)?.to_owned(), units: head / 2 }
        } else {
            List::Inline(read_postings(&mut reader, head / 2)?)
        };
        terms.push((term.iter().collect(), list));
    }
    Some(terms)
}

/// Looks a term up among those of a shard.
pub fn find<'s>(terms: &'s [(String, List)], wanted: &str) -> Option<&'s List> {
    let at = terms.binary_search_by(|(term, _)| match term.as_str() {
        term if term < wanted => Ordering::Less,
        term if term > wanted => Ordering::Greater,
        _ => Ordering::Equal,
    });
    at.ok().map(|at| &terms[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn routes_cover_a_range() {
        let firsts = ["b", "d", "f"].map(str::to_owned).to_vec();
        let routes = Routes { groups: firsts.clone(), firsts };
        assert_eq!(routes.covering("a", "a"), 0..0);
        assert_eq!(routes.covering("c", "c"), 0..1);
        assert_eq!(routes.covering("d", "d"), 1..2);
        assert_eq!(routes.covering("c", "z"), 0..3);
        assert_eq!(Routes::default().covering("a", "z"), 0..0);
    }

    proptest! {
        #[test]
        fn shards_come_back(terms in proptest::collection::btree_map(
            "[监察法ab]{1,3}", proptest::collection::btree_map(0u32..90_000, 1u32..5, 1..30), 0..60))
        {
            let mut files = Files::default();
            let mut writer = Writer::default();
            let lists: Vec<(String, Vec<Posting>)> = terms.into_iter().map(|(term, units)| {
                (term, units.into_iter().map(|(unit, count)| Posting { unit, count }).collect())
            }).collect();
            for (term, postings) in &lists {
                let mut list = String::new();
                write_postings(postings, &mut list);
                writer.add(term, postings.len() as u32, &list, &mut files);
            }
            let routes = writer.finish(&mut files);
            let files = files.finish(&[]);
            let mut read = Vec::new();
            for shard in 0..routes.firsts.len() {
                let path = crate::search::files::grouped_path(&routes.groups, shard).unwrap();
                let (_, bytes) = files.iter().find(|(of, _)| *of == path).unwrap();
                let strings = crate::search::files::strings(&path, bytes).unwrap();
                read.extend(read_shard(&strings[0]).unwrap());
            }
            let inline = lists.into_iter().map(|(term, list)| (term, List::Inline(list)));
            prop_assert_eq!(read, inline.collect::<Vec<_>>());
        }
    }
}
