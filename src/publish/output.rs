//! Everything that a site consists of, by address.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8PathBuf;

use crate::base::digest::sha256_hex;
use crate::base::disk::{self, DiskResult};
use crate::base::path::Route;

/// A file to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutputFile {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of a file of the content.
    Copy(Utf8PathBuf),
}

/// A complete site, in the order of its addresses; no two differ by case alone.
#[derive(Debug, Clone, Default)]
pub struct OutputSet {
    files: BTreeMap<Route, OutputFile>,
    lower: BTreeSet<String>,
}

/// That two outputs claim one address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("two outputs claim the address {0}")]
pub struct AddressTaken(pub Route);

impl OutputFile {
    /// The bytes of the file.
    pub fn bytes(&self) -> DiskResult<std::borrow::Cow<'_, [u8]>> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.as_slice().into()),
            Self::Copy(path) => Ok(disk::read(path)?.into()),
        }
    }

    /// SHA-256 of the file, and its length in bytes.
    pub fn digest(&self) -> DiskResult<(String, u64)> {
        let bytes = self.bytes()?;
        Ok((sha256_hex(&bytes), bytes.len() as u64))
    }
}

impl OutputSet {
    /// Adds a file; an address can be given once.
    pub fn add(&mut self, route: Route, file: OutputFile) -> Result<(), AddressTaken> {
        if !self.lower.insert(route.as_str().to_lowercase()) {
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
