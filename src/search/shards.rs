//! The published files as an index: what the client does, in Rust.
//!
//! Comes in: a way to read files of the site. Each file is read once and kept.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::search::Error;
use crate::search::bm25::Lengths;
use crate::search::details::Details;
use crate::search::files::{self, ENTRY};
use crate::search::integers::Reader;
use crate::search::lookup::{Lookup, Texts, Weighed};
use crate::search::postings::{List, Posting, find, read_postings, read_shard};
use crate::search::table::{Table, VERSION};
use crate::search::texts::{self, Block, PageLine, UnitText};

/// Reads a file of the site by its path below the root.
pub type Read = Box<dyn Fn(&str) -> std::io::Result<Vec<u8>> + Send + Sync>;

type Terms = Arc<Vec<(String, List)>>;

/// The files of one published index.
pub struct Shards {
    read: Read,
    /// The tables.
    pub table: Table,
    /// Facets and dates.
    pub details: Details,
    /// Source paths of pages.
    pub paths: Vec<String>,
    lengths: Lengths,
    terms: Mutex<BTreeMap<usize, Terms>>,
    texts: Mutex<BTreeMap<usize, Arc<Vec<Block>>>>,
}

impl Shards {
    /// Opens the index of a site.
    pub fn open(read: Read) -> Result<Self, Error> {
        let entry = strings(&read, ENTRY)?;
        let damaged = || Error::Damaged { path: ENTRY.to_owned() };
        let [version, names, terms, pinyin, _variants, details, paths] = entry.as_slice() else {
            return Err(damaged());
        };
        if *version != VERSION.to_string() {
            return Err(damaged());
        }
        let load = |name: &String| strings(&read, &files::path(name));
        let table = Table::read(&load(names)?, &load(terms)?, &load(pinyin)?).ok_or_else(damaged)?;
        let details = Details::read(&load(details)?, table.pages.len()).ok_or_else(damaged)?;
        let paths = load(paths)?.first().ok_or_else(damaged)?.split('\n').map(str::to_owned).collect();
        let lengths = Lengths::new(table.units.len() as u32, table.total_terms);
        Ok(Self { read, table, details, paths, lengths, terms: Mutex::default(), texts: Mutex::default() })
    }

    fn shard(&self, index: usize) -> Result<Terms, Error> {
        if let Some(shard) = kept(&self.terms).get(&index) {
            return Ok(Arc::clone(shard));
        }
        let path = files::grouped_path(&self.table.routes.groups, index)
            .ok_or_else(|| Error::Damaged { path: ENTRY.to_owned() })?;
        let shard = strings(&self.read, &path)?;
        let terms = shard.first().and_then(|text| read_shard(text));
        let terms = Arc::new(terms.ok_or(Error::Damaged { path })?);
        kept(&self.terms).insert(index, Arc::clone(&terms));
        Ok(terms)
    }

    fn list(&self, list: &List) -> Result<Vec<Posting>, Error> {
        match list {
            List::Inline(postings) => Ok(postings.clone()),
            List::File { name, units } => {
                let path = files::path(name);
                let file = strings(&self.read, &path)?;
                let postings = file.first().and_then(|text| read_postings(&mut Reader::new(text), *units));
                postings.ok_or(Error::Damaged { path })
            }
        }
    }

    fn postings(&self, term: &str) -> Result<Vec<Posting>, Error> {
        let Some(shard) = self.table.routes.covering(term, term).next() else {
            return Ok(Vec::new());
        };
        let shard = self.shard(shard)?;
        find(&shard, term).map_or(Ok(Vec::new()), |list| self.list(list))
    }

    fn block(&self, unit: u32) -> Result<(Arc<Vec<Block>>, usize), Error> {
        let shard = self.table.text_shard(unit);
        let first = self.table.text_firsts.get(shard).copied().unwrap_or(0);
        if let Some(blocks) = kept(&self.texts).get(&shard) {
            return Ok((Arc::clone(blocks), (unit - first) as usize));
        }
        let end = self.table.text_firsts.get(shard + 1).map_or(self.table.units.len(), |end| *end as usize);
        let path = files::grouped_path(&self.table.text_groups, shard)
            .ok_or_else(|| Error::Damaged { path: ENTRY.to_owned() })?;
        let file = strings(&self.read, &path)?;
        let units = (first as usize..end).map(|unit| {
            let of = self.table.units[unit];
            (self.table.pages[of.page as usize].first_unit == unit as u32, of.article)
        });
        let blocks = file.first().and_then(|text| texts::read(text, units));
        let blocks = Arc::new(blocks.ok_or(Error::Damaged { path })?);
        kept(&self.texts).insert(shard, Arc::clone(&blocks));
        Ok((blocks, (unit - first) as usize))
    }
}

/// What was read so far; a reader that failed half-way left nothing half-read behind.
fn kept<T>(cache: &Mutex<T>) -> MutexGuard<'_, T> {
    cache.lock().unwrap_or_else(PoisonError::into_inner)
}

fn strings(read: &Read, path: &str) -> Result<Vec<String>, Error> {
    let bytes = read(path).map_err(|_| Error::Missing { path: path.to_owned() })?;
    files::strings(path, &bytes)
}

impl Texts for Shards {
    fn text(&self, unit: u32) -> Result<UnitText, Error> {
        let (blocks, at) = self.block(unit)?;
        let damaged = || Error::Damaged { path: ENTRY.to_owned() };
        blocks.get(at).map(|(_, text)| text.clone()).ok_or_else(damaged)
    }

    fn page(&self, page: u32) -> Result<PageLine, Error> {
        let (blocks, at) = self.block(self.table.pages[page as usize].first_unit)?;
        let damaged = || Error::Damaged { path: ENTRY.to_owned() };
        blocks.get(at).and_then(|(line, _)| line.clone()).ok_or_else(damaged)
    }
}

impl Lookup for Shards {
    fn weigh(&self, term: &str) -> Result<Vec<Weighed>, Error> {
        let postings = self.postings(term)?;
        let weight = self.lengths.weight(postings.len() as u32);
        let weighed = postings.into_iter().filter_map(|Posting { unit, count }| {
            let of = self.table.units.get(unit as usize)?;
            Some(Weighed { unit, score: self.lengths.score(weight, of.length, count) })
        });
        Ok(weighed.collect())
    }

    fn terms(&self, first: &str, last: &str) -> Result<Vec<String>, Error> {
        let mut terms = Vec::new();
        for shard in self.table.routes.covering(first, last) {
            let shard = self.shard(shard)?;
            let within =
                shard.iter().map(|(term, _)| term).filter(|term| (first..=last).contains(&term.as_str()));
            terms.extend(within.cloned());
        }
        Ok(terms)
    }

    fn any_of(&self, terms: &[String]) -> Result<Vec<Posting>, Error> {
        let mut sum: BTreeMap<u32, u32> = BTreeMap::new();
        for term in terms {
            for posting in self.postings(term)? {
                *sum.entry(posting.unit).or_default() += posting.count;
            }
        }
        Ok(sum.into_iter().map(|(unit, count)| Posting { unit, count }).collect())
    }
}
