//! Indexes of parts of a site, and what a build remembers of them.
//!
//! Comes in: the pages of a site in order. Goes out: an index for every run of pages, in the same
//! order. Where a run ends hangs on the paths of pages alone, so an edit, a page more or a page
//! less changes one part or two, and the others are taken over from the build before. Together the
//! parts hold what one index of everything would hold, unit for unit: [`merge`] makes it of them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;
use tantivy::directory::{Directory, RamDirectory};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::indexer::merge_indices;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermStreamer;
use tantivy::{Index, IndexMeta, InvertedIndexReader};

use crate::base::digest::Digest;
use crate::search::Error;
use crate::search::entry::field_text;
use crate::search::index;
use crate::search::postings::Posting;
use crate::search::terms::VERSION;

/// One page in so many ends a part.
const PAGES: u8 = 64;

/// What builds of the search remember: parts under the digests of all they were made of.
///
/// A build with an empty memory gives the same as one with a full one, only later. After a build
/// the memory holds the parts of that build and no others.
#[derive(Default)]
pub struct Memory {
    parts: BTreeMap<Digest, Part>,
    recall: Option<Box<Recall>>,
}

/// Gives the bytes of a part that a build before kept elsewhere, such as in a file.
pub type Recall = dyn Fn(&Digest) -> Option<Vec<u8>> + Send + Sync;

impl Memory {
    /// A memory that asks for the bytes of parts it does not hold; bytes that are damaged are no
    /// bytes.
    pub fn recalling(recall: impl Fn(&Digest) -> Option<Vec<u8>> + Send + Sync + 'static) -> Self {
        Self { parts: BTreeMap::new(), recall: Some(Box::new(recall)) }
    }

    /// The parts of the last build, for keeping them elsewhere: their digests and their bytes when
    /// they are asked for.
    pub fn parts(&self) -> impl Iterator<Item = (&Digest, &Part)> {
        self.parts.iter()
    }

    /// The parts of a site whose pages are `pages`, those that are remembered and those that are
    /// not, in the order of pages.
    pub fn parts_of(&mut self, pages: &[PageTexts<'_>]) -> Result<Vec<Part>, Error> {
        let runs: Vec<&[PageTexts<'_>]> = runs(pages);
        let parts: Result<Vec<(Digest, Part)>, Error> = runs
            .par_iter()
            .map(|run| {
                let digest = digest_of(run);
                let known = self.parts.get(&digest).cloned();
                let recalled = || Part::from_bytes(&self.recall.as_ref()?(&digest)?);
                match known.or_else(recalled) {
                    Some(part) => Ok((digest, part)),
                    None => Ok((digest, Part::of(run)?)),
                }
            })
            .collect();
        let parts = parts?;
        self.parts = parts.iter().cloned().collect();
        Ok(parts.into_iter().map(|(_, part)| part).collect())
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").field("parts", &self.parts.len()).finish_non_exhaustive()
    }
}

/// The texts of a page's units: headings, then the text.
#[derive(Debug, Clone)]
pub struct PageTexts<'e> {
    /// Path of the source.
    pub path: &'e str,
    /// Headings and text of each unit.
    pub units: Vec<(&'e [String], &'e str)>,
}

fn runs<'p, 'e>(pages: &'p [PageTexts<'e>]) -> Vec<&'p [PageTexts<'e>]> {
    pages
        .split_inclusive(|page| blake3::hash(page.path.as_bytes()).as_bytes()[0].is_multiple_of(PAGES))
        .collect()
}

fn digest_of(run: &[PageTexts<'_>]) -> Digest {
    let mut parts: Vec<&[u8]> = Vec::new();
    let lengths: Vec<[u8; 8]> = run
        .iter()
        .flat_map(|page| page.units.iter().map(|(headings, _)| (headings.len() as u64).to_le_bytes()))
        .collect();
    for ((headings, text), length) in run.iter().flat_map(|page| &page.units).zip(&lengths) {
        parts.push(length);
        parts.extend(headings.iter().map(String::as_bytes));
        parts.push(text.as_bytes());
    }
    Digest::of(&format!("zhiku search part/1, terms {VERSION}"), &parts)
}

/// The index of a run of pages.
#[derive(Clone)]
pub struct Part {
    /// Documents are the units of the run.
    pub index: Index,
    directory: RamDirectory,
}

impl Part {
    fn of(run: &[PageTexts<'_>]) -> Result<Self, Error> {
        let directory = RamDirectory::create();
        let units = run.iter().flat_map(|page| &page.units);
        let texts = units.map(|(headings, text)| field_text(headings, text));
        Ok(Self { index: index::write(texts, directory.clone())?, directory })
    }

    /// Everything of the part in one piece, with a digest in front.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let mut body = Vec::new();
        for name in files_of(&self.index.load_metas()?) {
            if !self.directory.exists(&name).map_err(tantivy::TantivyError::from)? {
                continue;
            }
            let bytes = self.directory.atomic_read(&name).map_err(tantivy::TantivyError::from)?;
            let name = name.to_string_lossy();
            body.extend((name.len() as u64).to_le_bytes());
            body.extend((bytes.len() as u64).to_le_bytes());
            body.extend(name.as_bytes());
            body.extend(bytes);
        }
        let mut all = blake3::hash(&body).as_bytes().to_vec();
        all.append(&mut body);
        Ok(all)
    }

    /// The part that [`Part::to_bytes`] gave these bytes; `None` where they are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (digest, mut rest) = bytes.split_first_chunk::<32>()?;
        if blake3::hash(rest).as_bytes() != digest {
            return None;
        }
        let directory = RamDirectory::create();
        while !rest.is_empty() {
            let name = length(&mut rest)?;
            let file = length(&mut rest)?;
            let name = PathBuf::from(std::str::from_utf8(rest.split_off(..name)?).ok()?);
            directory.atomic_write(&name, rest.split_off(..file)?).ok()?;
        }
        let index = Index::open(directory.clone()).ok()?;
        Some(Self { index, directory })
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.index.fmt(f)
    }
}

fn length(rest: &mut &[u8]) -> Option<usize> {
    let bytes = rest.split_off(..8)?;
    usize::try_from(u64::from_le_bytes(bytes.try_into().ok()?)).ok()
}

fn files_of(metas: &IndexMeta) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = metas.list_segment_files().into_iter().collect();
    files.push(PathBuf::from("meta.json"));
    files.sort();
    files
}

/// One index of one segment with all that the parts hold.
pub fn merge(parts: &[Part]) -> Result<Index, Error> {
    let indices: Vec<Index> = parts.iter().map(|part| part.index.clone()).collect();
    if indices.is_empty() {
        return Ok(index::write(std::iter::empty(), RamDirectory::create())?);
    }
    Ok(merge_indices(&indices, RamDirectory::create())?)
}

/// The terms of an index in order.
type Terms<'r> = TermStreamer<'r>;

/// The parts read as one index, units numbered through.
pub struct Readers {
    readers: Vec<Reader>,
}

struct Reader {
    inverted: Arc<InvertedIndexReader>,
    lengths: FieldNormReader,
    /// Number of the first unit.
    first: u32,
    units: u32,
}

impl Readers {
    /// Opens all parts.
    pub fn open(parts: &[Part]) -> Result<Self, Error> {
        let (mut readers, mut first) = (Vec::new(), 0);
        for Part { index, .. } in parts {
            let field = index.schema().get_field(index::FIELD)?;
            for segment in index.reader()?.searcher().segment_readers() {
                let units = segment.max_doc();
                let lengths = segment.get_fieldnorms_reader(field)?;
                readers.push(Reader { inverted: segment.inverted_index(field)?, lengths, first, units });
                first += units;
            }
        }
        Ok(Self { readers })
    }

    /// Terms in all units, repeats included.
    pub fn total_terms(&self) -> u64 {
        self.readers.iter().map(|reader| reader.inverted.total_num_tokens()).sum()
    }

    /// The length class of each unit, in order.
    pub fn lengths(&self) -> impl Iterator<Item = u8> {
        self.readers.iter().flat_map(|reader| (0..reader.units).map(|unit| reader.lengths.fieldnorm_id(unit)))
    }

    /// Hands every term to `sink` with the units that hold it, in order.
    pub fn each_term(&self, mut sink: impl FnMut(&str, &[Posting])) -> Result<(), Error> {
        let mut terms: Vec<(&Reader, Terms<'_>)> = Vec::new();
        for reader in &self.readers {
            let mut stream = reader.inverted.terms().stream()?;
            if stream.advance() {
                terms.push((reader, stream));
            }
        }
        let (mut term, mut list, mut blocks) = (Vec::new(), Vec::new(), None);
        while let Some(next) = terms.iter().map(|(_, stream)| stream.key()).min() {
            term.clear();
            term.extend_from_slice(next);
            list.clear();
            let mut read = Ok(());
            terms.retain_mut(|(reader, stream)| {
                if stream.key() != term {
                    return true;
                }
                if read.is_ok() {
                    read = reader.read(stream, &mut blocks, &mut list);
                }
                stream.advance()
            });
            read?;
            if let Ok(term) = std::str::from_utf8(&term) {
                sink(term, &list);
            }
        }
        Ok(())
    }
}

impl Reader {
    /// Appends the postings of the term that a stream stands at.
    fn read(
        &self,
        terms: &Terms<'_>,
        blocks: &mut Option<BlockSegmentPostings>,
        list: &mut Vec<Posting>,
    ) -> Result<(), Error> {
        let blocks = match blocks {
            Some(blocks) => {
                self.inverted.reset_block_postings_from_terminfo(terms.value(), blocks)?;
                blocks
            }
            None => blocks.insert(
                self.inverted
                    .read_block_postings_from_terminfo(terms.value(), IndexRecordOption::WithFreqs)?,
            ),
        };
        while !blocks.docs().is_empty() {
            let counted = blocks.docs().iter().zip(blocks.freqs());
            list.extend(counted.map(|(&unit, &count)| Posting { unit: self.first + unit, count }));
            blocks.advance();
        }
        Ok(())
    }
}
