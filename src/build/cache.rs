//! What `zhiku build` keeps for its next run, in a folder beside `site.toml`.
//!
//! What the last build was made of and what it published, by which a build with nothing to do is told at
//! once and no published file that stayed is read; and what is worth more than its reading, under the
//! digests of all that it hangs on: the parts of the search, the citations of pages, the alignments of
//! editions, and which pages the gate finds nothing in. The folder may be
//! deleted at any time. What is damaged, or was kept by another program, counts as not kept; that it
//! cannot be written is no fault.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::disk::{self, Stamp};
use crate::base::memo::Memo;
use crate::base::message::{self, Message, Severity};
use crate::base::span::Place;
use crate::build::memory::Memory;
use crate::build::pipeline::{Build, Goal, Request};
use crate::config::site::SiteConfig;
use crate::publish::manifest::{LOCK, MANIFEST, PENDING};
use crate::publish::survey::{Looks, looks};
use crate::search;
use crate::source::overrides::read_overrides;
use crate::source::scan::{FileKind, SourceFile, scan};

/// Name of the folder.
pub const FOLDER: &str = ".zhiku";
/// The note of the last build.
const NOTE: &str = "last-build.json";
/// The parts of the search.
const PARTS: &str = "search";
/// The citations of pages, the alignments of editions, the pages in which the gate finds nothing.
const SCANS: &str = "citations";
const ALIGNMENTS: &str = "alignments";
const CLEAN: &str = "clean";
/// Digits of a part's name.
const NAME: usize = 32;

/// A build that is asked for.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    request: &'a Request,
    out: &'a Utf8Path,
    /// The digest of all that it hangs on beside the files of its content, as it was before the build;
    /// none where that could not be read.
    key: Option<String>,
}

impl<'a> Asked<'a> {
    /// The build of `request` up to `goal`, published to `out`.
    pub fn new(request: &'a Request, goal: Goal, out: &'a Utf8Path) -> Self {
        Self { request, out, key: key(request, goal, out) }
    }
}

/// What is known of a build with nothing to do.
#[derive(Debug)]
pub struct Known {
    /// What it would find again.
    pub diagnostics: Vec<Diagnostic>,
    /// How many pages there are.
    pub pages: usize,
    /// How many files are published.
    pub files: usize,
}

/// The folder.
#[derive(Debug)]
pub struct Cache {
    folder: Utf8PathBuf,
}

/// The last build, as far as it tells about the next.
#[derive(Debug, Default)]
pub struct Last(Option<Note>);

/// What the last build was made of, and what came of it.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    /// Of all that is read whole: the program, what was asked, `site.toml`, the theme.
    key: String,
    /// Of what was found in looking for files.
    scanned: String,
    /// The files of the content.
    inputs: BTreeMap<String, Input>,
    /// The published files as they look from outside.
    outputs: BTreeMap<String, Stamp>,
    diagnostics: Vec<Found>,
    pages: usize,
}

/// A file of the content.
#[derive(Debug, Serialize, Deserialize)]
struct Input {
    /// How it looked from outside; none where that is no proof.
    stamp: Option<Stamp>,
    /// The digest of its bytes, where it was read.
    digest: Option<String>,
}

/// A diagnostic.
#[derive(Debug, Serialize, Deserialize)]
struct Found {
    code: String,
    /// A site may weigh a message otherwise than the program does.
    is_error: bool,
    place: Option<Place>,
    values: Vec<(String, [String; 2])>,
    nearest: Option<String>,
}

impl Cache {
    /// The cache of the site in `root`.
    pub fn beside(root: &Utf8Path) -> Self {
        Self { folder: root.join(FOLDER) }
    }

    /// The last build, where it was asked for as this one is.
    pub fn last(&self, asked: &Asked<'_>) -> Last {
        Last(self.read().filter(|note| Some(&note.key) == asked.key.as_ref()))
    }

    fn read(&self) -> Option<Note> {
        let bytes = disk::read_optional(&self.folder.join(NOTE)).ok()??;
        serde_json::from_slice(&bytes).ok()
    }

    /// Keeps that what is published lost files which no page refers to.
    pub fn keep_outputs(&self, asked: &Asked<'_>) {
        let note = self.read().and_then(|note| Some(Note { outputs: looks(asked.out)?, ..note }));
        if let Some(json) = note.and_then(|note| serde_json::to_vec(&note).ok()) {
            // Where it cannot be written the next build is a whole one.
            let _ = disk::write_atomic(&self.folder.join(NOTE), &json);
        }
    }

    /// A memory that recalls what is kept here.
    pub fn memory(&self) -> Memory {
        let folder = self.folder.join(PARTS);
        let recall = move || {
            let files = disk::list(&folder).unwrap_or_default();
            files.iter().filter_map(|path| disk::read_optional(path).ok().flatten()).collect()
        };
        let mut memory = Memory::default();
        memory.search = search::Memory::recalling(recall);
        if let Some(reader) = program() {
            memory.model.scans = self.recalled(SCANS, &reader);
            memory.model.alignments = self.recalled(ALIGNMENTS, &reader);
            memory.gate.clean = self.recalled(CLEAN, &reader);
        }
        memory
    }

    fn recalled<V: Serialize + DeserializeOwned>(&self, name: &str, reader: &str) -> Memo<V> {
        let bytes = disk::read_optional(&self.folder.join(name)).ok().flatten();
        Memo::of_bytes(bytes.unwrap_or_default(), reader)
    }

    fn keep_memo<V: Serialize + DeserializeOwned>(&self, name: &str, memo: &Memo<V>) -> disk::DiskResult<()> {
        match program() {
            Some(reader) if !memo.is_as_read() => {
                disk::write_atomic(&self.folder.join(name), &memo.to_bytes(&reader))
            }
            _ => Ok(()),
        }
    }

    /// Keeps what `build`, which was published, was made of.
    pub fn keep(&self, asked: &Asked<'_>, build: &Build, memory: &Memory) {
        // A cache that cannot be written is none.
        let _ = self.write(self.note(asked, build, memory), memory, build.search.is_some());
    }

    fn write(&self, note: Option<Note>, memory: &Memory, is_searched: bool) -> disk::DiskResult<()> {
        disk::create_folder(&self.folder)?;
        let path = self.folder.join(NOTE);
        match note.and_then(|note| serde_json::to_vec(&note).ok()) {
            Some(json) => disk::write_atomic(&path, &json)?,
            None => disk::remove_file(&path)?,
        }
        self.keep_memo(SCANS, &memory.model.scans)?;
        self.keep_memo(ALIGNMENTS, &memory.model.alignments)?;
        self.keep_memo(CLEAN, &memory.gate.clean)?;
        // Pages alone are no reason to forget what the search was made of.
        if is_searched { self.keep_parts(&memory.search) } else { Ok(()) }
    }

    fn note(&self, asked: &Asked<'_>, build: &Build, memory: &Memory) -> Option<Note> {
        let files = &build.grounds.as_ref()?.files;
        let sources = memory.sources();
        let inputs = files.iter().map(|file| {
            let input = match sources.get(&file.path) {
                Some((stamp, digest)) => Input { stamp: *stamp, digest: Some(digest.short(64)) },
                None if file.stamp.is_settled() => Input { stamp: Some(file.stamp), digest: None },
                None => Input { stamp: None, digest: digest_of(file) },
            };
            (file.path.to_string(), input)
        });
        // What a scope left out is said anew each time.
        if !build.site.config.scopes.is_everything() {
            return None;
        }
        Some(Note {
            key: asked.key.clone()?,
            scanned: scanned(&build.scanned),
            inputs: inputs.collect(),
            outputs: looks(asked.out)?,
            diagnostics: build.diagnostics.iter().map(Found::of).collect(),
            pages: build.site.pages.len(),
        })
    }

    /// Keeps the parts of the search, and lets go those that are no longer any.
    fn keep_parts(&self, memory: &search::Memory) -> disk::DiskResult<()> {
        let folder = self.folder.join(PARTS);
        disk::create_folder(&folder)?;
        let mut old: Vec<Utf8PathBuf> = disk::list(&folder)?;
        for part in memory.parts() {
            let path = folder.join(part.digest().short(NAME));
            match old.iter().position(|known| *known == path) {
                Some(at) => drop(old.swap_remove(at)),
                None => {
                    if let Ok(bytes) = part.to_bytes() {
                        disk::write_atomic(&path, &bytes)?;
                    }
                }
            }
        }
        old.iter().try_for_each(|path| disk::remove_file(path))
    }
}

impl Last {
    /// What came of it, if the one that is `asked` for would do nothing.
    pub fn unchanged(&self, asked: &Asked<'_>) -> Option<Known> {
        let note = self.0.as_ref()?;
        let set = scan(&asked.request.content).ok()?;
        let is_same = note.scanned == scanned(&set.diagnostics)
            && note.inputs.len() == set.files.len()
            && set
                .files
                .iter()
                .all(|file| note.inputs.get(file.path.as_str()).is_some_and(|input| input.is(file)))
            && is_intact(asked.out, &note.outputs);
        if !is_same {
            return None;
        }
        let diagnostics = note.diagnostics.iter().map(Found::diagnostic).collect::<Option<_>>()?;
        Some(Known { diagnostics, pages: note.pages, files: note.outputs.len() })
    }

    /// How the published files looked, while the manifest beside them is the one they were written with.
    pub fn looks(&self, asked: &Asked<'_>) -> Looks {
        let note = self.0.as_ref().filter(|note| {
            let manifest = disk::stamp(&asked.out.join(MANIFEST)).ok().flatten();
            manifest.is_some() && manifest.as_ref() == note.outputs.get(MANIFEST)
        });
        note.map_or_else(Looks::new, |note| note.outputs.clone())
    }
}

/// The digest of a file; files that are not parsed may be large.
fn digest_of(file: &SourceFile) -> Option<String> {
    match file.kind {
        FileKind::Asset => disk::digest(&file.disk).ok().map(|(sha256, _)| sha256),
        _ => file.read().ok().map(|bytes| Memory::source(&bytes).short(64)),
    }
}

impl Input {
    /// Whether `file` is as it was.
    fn is(&self, file: &SourceFile) -> bool {
        if self.stamp == Some(file.stamp) {
            return true;
        }
        self.digest.is_some() && self.digest == digest_of(file)
    }
}

fn scanned(diagnostics: &[Diagnostic]) -> String {
    Digest::of("scanned/1", &[format!("{diagnostics:?}").as_bytes()]).short(64)
}

/// What tells this program from any other.
fn program() -> Option<String> {
    let path = Utf8PathBuf::from_path_buf(std::env::current_exe().ok()?).ok()?;
    Some(format!("{:?}", disk::stamp(&path).ok()??))
}

fn key(request: &Request, goal: Goal, out: &Utf8Path) -> Option<String> {
    let own = read_overrides(&request.root.join("theme")).ok()?;
    let words = [
        program()?,
        request.as_of.to_string(),
        format!("{goal:?} {:?}", request.scope),
        disk::real(&request.content).into_string(),
        disk::real(out).into_string(),
    ];
    let site_toml = disk::read_optional(&request.root.join("site.toml")).ok()??;
    let config = std::str::from_utf8(&site_toml).map(|text| SiteConfig::read("site.toml", text).0).ok()?;
    // The gate reads a file of its own.
    let terms: Vec<Option<Vec<u8>>> = match &config.gate.sensitive_terms {
        Some(name) => [&request.root, &request.content]
            .map(|folder| disk::read_optional(&folder.join(name)).ok().flatten())
            .to_vec(),
        None => Vec::new(),
    };
    let mut parts: Vec<&[u8]> = words.iter().map(String::as_bytes).collect();
    parts.push(&site_toml);
    parts.extend(terms.iter().map(|terms| terms.as_deref().unwrap_or_default()));
    parts.extend(own.iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes.as_slice()]));
    Some(Digest::of("last-build/1", &parts).short(64))
}

/// Whether all that was published in `out` still looks as it did, and nothing was left undone.
fn is_intact(out: &Utf8Path, outputs: &BTreeMap<String, Stamp>) -> bool {
    let stands = |(path, stamp): (&String, &Stamp)| {
        disk::stamp(&out.join(path)).is_ok_and(|found| found.as_ref() == Some(stamp))
    };
    let is_free = matches!(disk::lock(&out.join(LOCK)), Ok(Some(_)));
    is_free && disk::kind(&out.join(PENDING)).is_ok_and(|kind| kind.is_none()) && outputs.iter().all(stands)
}

impl Found {
    fn of(diagnostic: &Diagnostic) -> Self {
        Self {
            code: diagnostic.message.code.to_owned(),
            is_error: diagnostic.severity() == Severity::Error,
            place: diagnostic.place.clone(),
            values: diagnostic
                .values
                .iter()
                .map(|(name, words)| ((*name).to_owned(), words.clone()))
                .collect(),
            nearest: diagnostic.suggestion().map(str::to_owned),
        }
    }

    fn diagnostic(&self) -> Option<Diagnostic> {
        let message = *message::ALL.iter().find(|message| message.code == self.code)?;
        let mut diagnostic = Diagnostic::new(message).nearest(self.nearest.as_deref());
        for (name, [zh, en]) in &self.values {
            // A value without a gap is never shown.
            if let Some(name) = gap(message, name) {
                diagnostic = diagnostic.with_words(name, zh, en);
            }
        }
        let severity = if self.is_error { Severity::Error } else { Severity::Warning };
        if severity != message.severity {
            diagnostic = diagnostic.weighing(severity);
        }
        diagnostic.place = self.place.clone();
        Some(diagnostic)
    }
}

/// The name of a gap as it stands in the message.
fn gap(message: &'static Message, name: &str) -> Option<&'static str> {
    let texts = message.texts.into_iter().chain(message.helps);
    texts
        .filter_map(|text| {
            let at = text.find(&format!("{{{name}}}"))? + 1;
            Some(&text[at..at + name.len()])
        })
        .next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diagnostics_come_back_as_they_were() {
        let diagnostic = Diagnostic::new(&message::UNKNOWN_FIELD)
            .with("field", "titel")
            .with_words("type", "学习资料", "study")
            .nearest(Some("title"))
            .at(Place::file("a.md"));
        let lighter = diagnostic.clone().weighing(Severity::Warning);
        assert_ne!(lighter.severity(), diagnostic.severity());
        for diagnostic in [diagnostic, lighter] {
            let json = serde_json::to_string(&Found::of(&diagnostic)).unwrap();
            let back: Found = serde_json::from_str(&json).unwrap();
            assert_eq!(back.diagnostic(), Some(diagnostic));
        }
    }
}
