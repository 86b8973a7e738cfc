//! The manifest: every published file with its SHA-256 and length.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;
use serde::{Deserialize, Serialize};

use crate::base::diagnostic::Diagnostic;
use crate::base::disk;
use crate::base::message;
use crate::base::path::Route;

/// Name of the manifest in the published folder.
pub const MANIFEST: &str = "zhiku-manifest.json";
/// Name of the note of what a build is about to do.
pub const PENDING: &str = "zhiku-pending.json";
/// Name of the lock.
pub const LOCK: &str = ".zhiku-lock";

/// Version of the manifest's own form.
const FORMAT: u32 = 1;

/// What was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this form.
    pub format: u32,
    /// A digest of the words that the search has of each page.
    #[serde(default)]
    pub words: BTreeSet<String>,
    /// Files by address.
    pub files: BTreeMap<String, Record>,
}

/// A published file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
    /// Length in bytes.
    pub length: u64,
    /// Whether the file belongs to the search of the generation before, for readers whose page
    /// was opened then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
    /// Whether the file stood there before, with the same bytes, and no build wrote it: it is
    /// never overwritten or removed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub adopted: bool,
}

impl Default for Manifest {
    fn default() -> Self {
        Self { format: FORMAT, words: BTreeSet::new(), files: BTreeMap::new() }
    }
}

impl Manifest {
    /// The manifest as JSON, a file to a line.
    pub fn to_json(&self) -> Vec<u8> {
        let mut text = format!("{{\n\"format\": {},\n", self.format);
        if !self.words.is_empty() {
            let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
            text.push_str(&format!("\"words\": [\"{}\"],\n", words.join("\",\"")));
        }
        text.push_str("\"files\": {\n");
        for (index, (path, record)) in self.files.iter().enumerate() {
            let comma = if index + 1 < self.files.len() { "," } else { "" };
            let Record { sha256, length, retired, adopted } = record;
            let retired = if *retired { ", \"retired\": true" } else { "" };
            let adopted = if *adopted { ", \"adopted\": true" } else { "" };
            // Addresses are plain ASCII, so they need no escapes.
            text.push_str(&format!(
                "\"{path}\": {{\"sha256\": \"{sha256}\", \"length\": {length}{retired}{adopted}}}{comma}\n"
            ));
        }
        text.push_str("}\n}\n");
        text.into_bytes()
    }

    /// Reads the manifest in `folder`; `None` where there is none.
    pub fn read(folder: &Utf8Path) -> Result<Option<Self>, Diagnostic> {
        let path = folder.join(MANIFEST);
        let Some(manifest) = read::<Self>(&path)? else { return Ok(None) };
        check(&path, manifest.format, manifest.files.keys())?;
        Ok(Some(manifest))
    }
}

/// What builds wrote, or were about to write when they were killed: for each address every
/// SHA-256 that may stand there. All of it is ours.
///
/// Several may: a build that is killed leaves some files as an earlier one wrote them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Version of this form.
    pub format: u32,
    /// Digests by address.
    pub files: BTreeMap<String, BTreeSet<String>>,
}

impl Default for Note {
    fn default() -> Self {
        Self { format: FORMAT, files: BTreeMap::new() }
    }
}

impl Note {
    /// Adds what builds wrote of what `manifest` lists.
    pub fn add(&mut self, manifest: &Manifest) {
        for (path, record) in manifest.files.iter().filter(|(_, record)| !record.adopted) {
            self.files.entry(path.clone()).or_default().insert(record.sha256.clone());
        }
    }

    /// Whether a build may have written a file with this digest to `path`.
    pub fn owns(&self, path: &str, sha256: &str) -> bool {
        self.files.get(path).is_some_and(|digests| digests.contains(sha256))
    }

    /// The note as JSON.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("maps of plain text are JSON")
    }

    /// Reads the note in `folder`; `None` where there is none.
    pub fn read(folder: &Utf8Path) -> Result<Option<Self>, Diagnostic> {
        let path = folder.join(PENDING);
        let Some(note) = read::<Self>(&path)? else { return Ok(None) };
        check(&path, note.format, note.files.keys())?;
        Ok(Some(note))
    }
}

fn damaged(path: &Utf8Path, reason: impl ToString) -> Diagnostic {
    Diagnostic::new(&message::MANIFEST_DAMAGED).with("path", path).with("reason", reason)
}

fn read<T: serde::de::DeserializeOwned>(path: &Utf8Path) -> Result<Option<T>, Diagnostic> {
    let Some(bytes) = disk::read_optional(path).map_err(|error| error.diagnostic())? else {
        return Ok(None);
    };
    serde_json::from_slice(&bytes).map(Some).map_err(|error| damaged(path, error))
}

fn check<'a>(
    path: &Utf8Path,
    format: u32,
    mut addresses: impl Iterator<Item = &'a String>,
) -> Result<(), Diagnostic> {
    if format != FORMAT {
        return Err(damaged(path, format!("format {format}")));
    }
    if addresses.any(|address| Route::new(address.as_str()).is_err()) {
        return Err(damaged(path, "path"));
    }
    Ok(())
}
