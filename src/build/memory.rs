//! What is kept from one build to the next, each thing under the digest of all that it was made of.
//!
//! Nothing here decides what a build gives: with an empty memory the same comes out, only later. What
//! a build did not use is forgotten with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::disk::Stamp;
use crate::base::path::{ContentPath, Route};
use crate::build::explain::{Explained, Why, Work};
use crate::config::site::SiteConfig;
use crate::gate::rules::remember::Remembered;
use crate::markup::document::Document;
use crate::model;
use crate::render::press::Printed;
use crate::render::template::Templates;
use crate::render::theme::Theme;
use crate::render::words::Words;
use crate::search;
use crate::source::scan::{FileKind, SourceFile};

/// What builds remember.
#[derive(Debug, Default)]
pub struct Memory {
    parses: BTreeMap<ContentPath, Parse>,
    templates: Option<Arc<Templates>>,
    /// What putting the site together remembers.
    pub model: model::remember::Remembered,
    /// What the gate found last.
    pub gate: Remembered,
    /// The parts of the search.
    pub search: search::Memory,
    /// Pages as they were rendered last.
    pub pages: BTreeMap<Route, Printed>,
    /// Whether no other build follows in this run of the program, so that pages need not be kept.
    pub is_last: bool,
}

/// A file as it was parsed last.
#[derive(Debug, Clone)]
struct Parse {
    /// How the file looked from outside when it was read; `None` where that is no proof of its bytes.
    stamp: Option<Stamp>,
    dialect: Digest,
    source: Digest,
    document: Arc<Document>,
}

/// The documents of a tree, and what could not be read.
pub type Parsed = (Vec<Arc<Document>>, Vec<Diagnostic>);

/// A dialect is everything beside a file's own bytes that its parse hangs on.
#[must_use]
pub fn dialect(site_toml: &str, scope: &str) -> Digest {
    let parts = [env!("CARGO_PKG_VERSION"), site_toml, scope];
    Digest::of("dialect/1", &parts.map(str::as_bytes))
}

impl Memory {
    /// The documents of `files`, those that did not change as they are remembered.
    pub fn parse(
        &mut self,
        files: &[SourceFile],
        config: &SiteConfig,
        dialect: Digest,
        explained: &mut Explained,
    ) -> Parsed {
        let read: Vec<Result<(Parse, Option<Why>), Diagnostic>> = files
            .par_iter()
            .filter(|file| file.kind != FileKind::Asset)
            .map(|file| parse(self.parses.get(&file.path), file, config, dialect))
            .collect();
        let mut parses = BTreeMap::new();
        let (mut documents, mut unread) = (Vec::with_capacity(read.len()), Vec::new());
        for result in read {
            match result {
                Ok((parse, why)) => {
                    match why {
                        Some(why) => explained.add(Work::Parsed(parse.document.path.clone()), why),
                        None => explained.parses_kept += 1,
                    }
                    documents.push(Arc::clone(&parse.document));
                    parses.insert(parse.document.path.clone(), parse);
                }
                Err(diagnostic) => unread.push(diagnostic),
            }
        }
        self.parses = parses;
        (documents, unread)
    }

    /// The digest of a file's bytes.
    pub fn source(bytes: &[u8]) -> Digest {
        Digest::of("source/1", &[bytes])
    }

    /// The files that were parsed: how each looked from outside, where that proves its bytes, and their
    /// digest.
    pub fn sources(&self) -> BTreeMap<&ContentPath, (Option<Stamp>, Digest)> {
        self.parses.iter().map(|(path, parse)| (path, (parse.stamp, parse.source))).collect()
    }

    /// A memory for the only build of a run.
    pub fn of_one_build() -> Self {
        Self { is_last: true, ..Self::default() }
    }

    /// The pages as they were rendered last, where a later build may ask for these.
    pub fn known(&self) -> Option<&BTreeMap<Route, Printed>> {
        (!self.is_last).then_some(&self.pages)
    }

    /// Keeps `pages`, which are all there are now, and notes which had to be rendered.
    pub fn keep(&mut self, pages: &[(Route, Printed)], explained: &mut Explained) {
        let mut kept = BTreeMap::new();
        for (route, page) in pages {
            if page.is_known {
                explained.pages_kept += 1;
            } else {
                let why = self.pages.get(route).map_or(Why::New, |before| why_rendered(page, before));
                explained.add(Work::Rendered(route.clone()), why);
            }
            if !self.is_last {
                kept.insert(route.clone(), page.clone());
            }
        }
        self.pages = kept;
    }

    /// The templates of `theme`, compiled.
    pub fn templates(
        &mut self,
        theme: &Theme,
        words: &Words,
        explained: &mut Explained,
    ) -> Result<Arc<Templates>, Diagnostic> {
        let digest = Templates::digest_of(theme, words);
        if let Some(known) = self.templates.as_ref().filter(|known| known.digest == digest) {
            return Ok(Arc::clone(known));
        }
        explained.add(Work::Compiled, if self.templates.is_some() { Why::Theme } else { Why::New });
        let compiled = Arc::new(Templates::compile(theme, words)?);
        self.templates = Some(Arc::clone(&compiled));
        Ok(compiled)
    }
}

fn why_rendered(page: &Printed, before: &Printed) -> Why {
    match (&page.made_of, &before.made_of) {
        (Some(now), Some(before)) if now.templates != before.templates => Why::Theme,
        (Some(now), Some(before)) => Why::View(now.changed_since(before)),
        _ => Why::New,
    }
}

/// The parse of `file`, and why it had to be made anew.
fn parse(
    known: Option<&Parse>,
    file: &SourceFile,
    config: &SiteConfig,
    dialect: Digest,
) -> Result<(Parse, Option<Why>), Diagnostic> {
    let known = known.filter(|known| known.dialect == dialect).ok_or(known.is_some());
    if let Ok(known) = known
        && known.stamp.is_some_and(|stamp| stamp == file.stamp)
    {
        return Ok((known.clone(), None));
    }
    let bytes = file.read()?;
    let stamp = Some(file.stamp).filter(Stamp::is_settled);
    let source = Memory::source(&bytes);
    let why = match known {
        Ok(known) if known.source == source => return Ok((Parse { stamp, ..known.clone() }, None)),
        Ok(_) => Why::Source,
        Err(true) => Why::Dialect,
        Err(false) => Why::New,
    };
    let document =
        Document::parse(file.path.clone(), file.text(bytes)?, file.kind == FileKind::Index, config);
    Ok((Parse { stamp, dialect, source, document: Arc::new(document) }, Some(why)))
}
