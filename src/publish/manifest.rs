//! The manifest: every published file with its SHA-256 and length.

use std::collections::BTreeMap;

use camino::Utf8Path;
use serde::{Deserialize, Serialize};

use crate::base::diagnostic::Diagnostic;
use crate::base::disk;
use crate::base::message;

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
}

impl Default for Manifest {
    fn default() -> Self {
        Self { format: FORMAT, files: BTreeMap::new() }
    }
}

impl Manifest {
    /// The manifest as JSON, a file to a line.
    pub fn to_json(&self) -> Vec<u8> {
        let mut text = format!("{{\n\"format\": {},\n\"files\": {{\n", self.format);
        for (index, (path, record)) in self.files.iter().enumerate() {
            let comma = if index + 1 < self.files.len() { "," } else { "" };
            let Record { sha256, length } = record;
            // Addresses are plain ASCII, so they need no escapes.
            text.push_str(&format!(
                "\"{path}\": {{\"sha256\": \"{sha256}\", \"length\": {length}}}{comma}\n"
            ));
        }
        text.push_str("}\n}\n");
        text.into_bytes()
    }

    /// Reads the manifest called `name` in `folder`; `None` where there is none.
    pub fn read(folder: &Utf8Path, name: &str) -> Result<Option<Self>, Diagnostic> {
        let path = folder.join(name);
        let Some(bytes) = disk::read_optional(&path).map_err(|error| error.diagnostic())? else {
            return Ok(None);
        };
        let damaged = |reason: String| {
            Diagnostic::new(&message::MANIFEST_DAMAGED).with("path", &path).with("reason", reason)
        };
        let manifest: Self = serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        if manifest.format != FORMAT {
            return Err(damaged(format!("format {}", manifest.format)));
        }
        if manifest.files.keys().any(|path| crate::base::path::Route::new(path.as_str()).is_err()) {
            return Err(damaged("path".to_owned()));
        }
        Ok(Some(manifest))
    }
}
