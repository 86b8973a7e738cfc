//! Everything that a site consists of, by address.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use camino::Utf8PathBuf;

use crate::base::digest::sha256_hex;
use crate::base::disk::{self, DiskResult};
use crate::base::path::Route;

/// A file to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutputFile {
    /// These bytes.
    Bytes(Bytes),
    /// The bytes of a file of the content.
    Copy(Utf8PathBuf),
}

/// A complete site, in the order of its addresses; no two differ by case alone.
#[derive(Debug, Clone, Default)]
pub struct OutputSet {
    files: BTreeMap<Route, OutputFile>,
    lower: BTreeSet<String>,
    /// A digest of the words that the search has of each page.
    pub words: BTreeSet<String>,
}

/// That two outputs claim one address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("two outputs claim the address {0}")]
pub struct AddressTaken(pub Route);

impl OutputFile {
    /// The bytes of the file, whole in memory.
    pub fn bytes(&self) -> DiskResult<std::borrow::Cow<'_, [u8]>> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.as_ref().into()),
            Self::Copy(path) => Ok(disk::read(path)?.into()),
        }
    }

    /// SHA-256 of the file, and its length in bytes; a copy is read piece by piece.
    pub fn digest(&self) -> DiskResult<(String, u64)> {
        match self {
            Self::Bytes(bytes) => Ok((sha256_hex(bytes), bytes.len() as u64)),
            Self::Copy(path) => disk::digest(path),
        }
    }
}

impl OutputSet {
    /// Adds a file; an address can be given once, and none is a folder of another.
    pub fn add(&mut self, route: Route, file: OutputFile) -> Result<(), AddressTaken> {
        let lower = route.as_str().to_lowercase();
        let is_below = lower.match_indices('/').any(|(at, _)| self.lower.contains(&lower[..at]));
        let inside = format!("{lower}/");
        let is_above =
            self.lower.range(inside.clone()..).next().is_some_and(|next| next.starts_with(&inside));
        if is_below || is_above || !self.lower.insert(lower) {
            return Err(AddressTaken(route));
        }
        self.files.insert(route, file);
        Ok(())
    }

    /// All files in the order of their addresses.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Route, &OutputFile)> {
        self.files.iter()
    }

    /// The file at `route`.
    pub fn get(&self, route: &str) -> Option<&OutputFile> {
        self.files.get(&Route::new(route).ok()?)
    }

    /// Whether a file has this address, letter case aside.
    pub fn has_ignoring_case(&self, path: &str) -> bool {
        self.lower.contains(&path.to_lowercase())
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl IntoIterator for OutputSet {
    type Item = (Route, OutputFile);
    type IntoIter = std::collections::btree_map::IntoIter<Route, OutputFile>;

    fn into_iter(self) -> Self::IntoIter {
        self.files.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_given_once_and_is_no_folder_of_another() {
        let mut outputs = OutputSet::default();
        let mut add =
            |route: &str| outputs.add(Route::new(route).unwrap(), OutputFile::Bytes(Bytes::new())).is_ok();
        assert!(add("a/b") && add("a/b-c") && add("d"));
        assert!(!add("A/b") && !add("a") && !add("a/b/c") && !add("D/e"));
        assert!(add("a/bc") && add("e"));
    }
}
