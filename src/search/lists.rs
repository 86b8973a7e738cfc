//! What the index of a run of pages says, written as shards have it: terms with their postings.
//!
//! Comes in: the index of a run. Goes out: its terms in order, units numbered from 0. [`merge`] reads
//! several runs as one: only the gap before the first posting of a run hangs on the runs before it, the
//! others are taken over as they were written, so that a run that stands as it did costs next to nothing.

use tantivy::Index;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;

use crate::search::Error;
use crate::search::index;
use crate::search::integers::write;
use crate::search::postings::write_count;

/// The terms of a run of pages, and the lengths of its units.
#[derive(Debug, Default)]
pub struct Lists {
    /// Terms in all units, repeats included.
    pub total_terms: u64,
    /// The length class of each unit.
    pub lengths: Vec<u8>,
    terms: String,
    /// Postings from the gap of each first one on.
    rest: String,
    marks: Vec<Mark>,
}

/// A term and its postings.
#[derive(Debug, Clone, Copy)]
struct Mark {
    term_end: u32,
    rest_end: u32,
    /// Units with the term.
    units: u32,
    /// The first of them, twice, and one more where the term stands in it more than once.
    first: u32,
    /// The last of them.
    last: u32,
}

impl Lists {
    /// Reads an index.
    pub fn of(index: &Index) -> Result<Self, Error> {
        let (mut lists, mut blocks, field) = (Self::default(), None, index::field()?);
        for segment in index.reader()?.searcher().segment_readers() {
            let (lengths, inverted) = (segment.get_fieldnorms_reader(field)?, segment.inverted_index(field)?);
            lists.total_terms += inverted.total_num_tokens();
            lists.lengths.extend((0..segment.max_doc()).map(|unit| lengths.fieldnorm_id(unit)));
            let mut terms = inverted.terms().stream()?;
            while terms.advance() {
                let blocks = match &mut blocks {
                    Some(blocks) => {
                        inverted.reset_block_postings_from_terminfo(terms.value(), blocks)?;
                        blocks
                    }
                    None => {
                        let with_counts = IndexRecordOption::WithFreqs;
                        blocks.insert(inverted.read_block_postings_from_terminfo(terms.value(), with_counts)?)
                    }
                };
                if let Ok(term) = std::str::from_utf8(terms.key()) {
                    lists.add(term, blocks);
                }
            }
        }
        Ok(lists)
    }

    fn add(&mut self, term: &str, blocks: &mut BlockSegmentPostings) {
        let (mut units, mut first, mut last) = (0, 0, 0);
        while !blocks.docs().is_empty() {
            for (&unit, &count) in blocks.docs().iter().zip(blocks.freqs()) {
                if units == 0 {
                    first = unit * 2 + u32::from(count > 1);
                } else {
                    write((unit - last - 1) * 2 + u32::from(count > 1), &mut self.rest);
                }
                write_count(count, &mut self.rest);
                (units, last) = (units + 1, unit);
            }
            blocks.advance();
        }
        self.terms.push_str(term);
        let end = |text: &str| u32::try_from(text.len()).expect("a run of pages is some megabytes");
        let (term_end, rest_end) = (end(&self.terms), end(&self.rest));
        self.marks.push(Mark { term_end, rest_end, units, first, last });
    }

    fn term(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.marks[before].term_end);
        &self.terms[start as usize..self.marks[at].term_end as usize]
    }

    fn rest(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.marks[before].rest_end);
        &self.rest[start as usize..self.marks[at].rest_end as usize]
    }
}

/// Hands every term to `sink` with the number of units that hold it and its postings, units of all `parts`
/// numbered through.
pub fn merge(parts: &[&Lists], mut sink: impl FnMut(&str, u32, &str)) {
    let mut first = 0;
    let mut heads: Vec<Head<'_>> = Vec::with_capacity(parts.len());
    for lists in parts {
        heads.extend(Head::new(lists, first));
        first += lists.lengths.len() as u32;
    }
    heads.sort_unstable_by(|a, b| b.cmp(a));
    let (mut list, mut same) = (String::new(), Vec::new());
    while let Some(head) = heads.pop() {
        list.clear();
        let (mut units, mut next) = (0, 0);
        head.append(&mut units, &mut next, &mut list);
        let term = head.term;
        same.push(head);
        while let Some(other) = heads.pop_if(|other| other.key == head.key && other.term == term) {
            other.append(&mut units, &mut next, &mut list);
            same.push(other);
        }
        sink(term, units, &list);
        for head in same.drain(..).filter_map(Head::next) {
            // The next term of a run is mostly soon to come: it is looked for from the end.
            let behind = heads.iter().rev().take_while(|other| other.cmp(&head).is_lt()).count();
            heads.insert(heads.len() - behind, head);
        }
    }
}

/// A run, standing at a term.
#[derive(Clone, Copy)]
struct Head<'l> {
    /// The beginning of the term, which mostly tells it from others.
    key: u64,
    term: &'l str,
    /// Number of the run's first unit.
    first: u32,
    at: usize,
    lists: &'l Lists,
}

impl<'l> Head<'l> {
    fn new(lists: &'l Lists, first: u32) -> Option<Self> {
        Self::at(lists, first, 0)
    }

    fn at(lists: &'l Lists, first: u32, at: usize) -> Option<Self> {
        lists.marks.get(at)?;
        let term = lists.term(at);
        let mut key = [0; 8];
        let length = term.len().min(key.len());
        key[..length].copy_from_slice(&term.as_bytes()[..length]);
        Some(Self { key: u64::from_be_bytes(key), term, first, at, lists })
    }

    fn next(self) -> Option<Self> {
        Self::at(self.lists, self.first, self.at + 1)
    }

    /// Appends the postings; `next` is the unit after the last one in the list.
    fn append(&self, units: &mut u32, next: &mut u32, list: &mut String) {
        let mark = &self.lists.marks[self.at];
        write((self.first - *next) * 2 + mark.first, list);
        list.push_str(self.lists.rest(self.at));
        *units += mark.units;
        *next = self.first + mark.last + 1;
    }

    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let order = self.key.cmp(&other.key);
        order.then_with(|| self.term.cmp(other.term)).then_with(|| self.first.cmp(&other.first))
    }
}
