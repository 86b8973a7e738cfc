//! Indexes of parts of a site, and what a build remembers of them.
//!
//! Comes in: the pages of a site in order. Goes out: an index for every run of pages, in the same
//! order. Runs are cut by what the build before had ([`runs`]), so most parts are taken over from it;
//! how they are cut shows in nothing that is published. Together the parts hold what one index of
//! everything would hold, unit for unit: [`merge`] makes it of them.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use tantivy::directory::{Directory, RamDirectory};
use tantivy::indexer::merge_indices;
use tantivy::{Index, IndexMeta};

use crate::base::digest::Digest;
use crate::search::Error;
use crate::search::entry::{Units, field_text};
use crate::search::index;
use crate::search::lists::Lists;
use crate::search::runs::{self, Member, Run};

/// What builds of the search remember: the parts of the last one.
///
/// A build with an empty memory gives the same as one with a full one, only later. After a build
/// the memory holds the parts of that build and no others.
#[derive(Default)]
pub struct Memory {
    parts: Vec<Part>,
    recall: Option<Box<Recall>>,
}

/// Gives the bytes of all parts that a build before kept elsewhere, such as in files.
pub type Recall = dyn Fn() -> Vec<Vec<u8>> + Send + Sync;

impl Memory {
    /// A memory that asks once for the bytes of parts; bytes that are damaged are no bytes.
    pub fn recalling(recall: impl Fn() -> Vec<Vec<u8>> + Send + Sync + 'static) -> Self {
        Self { parts: Vec::new(), recall: Some(Box::new(recall)) }
    }

    /// The parts of the last build, for keeping them elsewhere.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The parts of a site whose pages are `pages`, those that are remembered and those that are
    /// not, in the order of pages.
    pub fn parts_of(&mut self, pages: &[&Units]) -> Result<Vec<Part>, Error> {
        if let Some(recall) = self.recall.take() {
            self.parts = recall().par_iter().filter_map(|bytes| Part::from_bytes(bytes)).collect();
        }
        let members: Vec<Member> = pages.par_iter().map(|page| Member::from(page.texts())).collect();
        let known: Vec<&[Digest]> = self.parts.iter().map(|part| &*part.pages).collect();
        let parts: Result<Vec<Part>, Error> = runs::cut(&members, &known)
            .par_iter()
            .with_max_len(1)
            .map(|run| self.part(run, pages, &members))
            .collect();
        self.parts = parts?;
        Ok(self.parts.clone())
    }

    fn part(&self, run: &Run, pages: &[&Units], members: &[Member]) -> Result<Part, Error> {
        let digests: Arc<[Digest]> = members[run.pages.clone()].iter().map(|page| page.digest).collect();
        if let Some(known) = self.parts.iter().find(|part| run.is_known && part.pages == digests) {
            return Ok(known.clone());
        }
        let part = Part::of(&pages[run.pages.clone()], digests)?;
        part.lists()?;
        Ok(part)
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").field("parts", &self.parts.len()).finish_non_exhaustive()
    }
}

/// The index of a run of pages.
#[derive(Clone)]
pub struct Part {
    /// Documents are the units of the run.
    pub index: Index,
    /// The digests of the pages' texts.
    pages: Arc<[Digest]>,
    directory: RamDirectory,
    lists: Arc<OnceLock<Lists>>,
}

impl Part {
    fn of(run: &[&Units], pages: Arc<[Digest]>) -> Result<Self, Error> {
        let directory = RamDirectory::create();
        let units = run.iter().flat_map(|page| page.iter());
        let texts = units.map(|unit| field_text(&unit.headings, &unit.text));
        Ok(Self { index: index::write(texts, directory.clone())?, pages, directory, lists: Arc::default() })
    }

    /// What the index says; read when it is first asked for.
    pub fn lists(&self) -> Result<&Lists, Error> {
        if let Some(lists) = self.lists.get() {
            return Ok(lists);
        }
        let lists = Lists::of(&self.index)?;
        Ok(self.lists.get_or_init(|| lists))
    }

    /// The digest of all the part was made of.
    pub fn digest(&self) -> Digest {
        let pages: Vec<&[u8]> = self.pages.iter().map(Digest::as_bytes).collect();
        Digest::of("zhiku search part/2", &pages)
    }

    /// Everything of the part in one piece, with a digest in front.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let mut body = (self.pages.len() as u64).to_le_bytes().to_vec();
        body.extend(self.pages.iter().flat_map(Digest::as_bytes));
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
        let mut pages = Vec::new();
        for _ in 0..length(&mut rest)? {
            let (page, more) = rest.split_first_chunk::<32>()?;
            pages.push(Digest::from(blake3::Hash::from_bytes(*page)));
            rest = more;
        }
        let directory = RamDirectory::create();
        while !rest.is_empty() {
            let name = length(&mut rest)?;
            let file = length(&mut rest)?;
            let name = PathBuf::from(std::str::from_utf8(rest.split_off(..name)?).ok()?);
            directory.atomic_write(&name, rest.split_off(..file)?).ok()?;
        }
        let index = Index::open(directory.clone()).ok()?;
        Some(Self { index, pages: pages.into(), directory, lists: Arc::default() })
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
