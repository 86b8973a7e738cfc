//! What checks before this one found: of files by digest, of pages as long as they are the same
//! value. What was not used again is forgotten.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::base::digest::Digest;
use crate::gate::rules::attachments::contents::Contents;
use crate::gate::rules::attachments::reading;
use crate::gate::rules::examine::Finding;
use crate::markup::document::Document;

/// What is remembered between checks.
#[derive(Debug, Default)]
pub struct Remembered {
    before: Shelf,
    now: Mutex<Shelf>,
}

#[derive(Debug, Default)]
struct Shelf {
    files: BTreeMap<Digest, Arc<Contents>>,
    pages: BTreeMap<String, Known>,
}

/// A page as it was checked.
#[derive(Debug, Clone)]
struct Known {
    document: Arc<Document>,
    /// What rules hang on beside the page and `site.toml`.
    terms: Digest,
    found: Arc<Vec<Finding>>,
}

impl Remembered {
    /// The contents of the file `name`.
    pub fn contents(&self, name: &str, bytes: &[u8]) -> Arc<Contents> {
        let digest = reading::digest(name, bytes);
        let known = self.before.files.get(&digest).cloned();
        let contents = known.unwrap_or_else(|| Arc::new(reading::contents(name, bytes)));
        self.keep(|now| now.files.insert(digest, Arc::clone(&contents)));
        contents
    }

    /// What is found in `document`, by `examine` where it is not known. A document is the same
    /// value only where neither its file nor `site.toml` changed.
    pub fn page(
        &self,
        document: &Arc<Document>,
        terms: Digest,
        examine: impl FnOnce() -> Vec<Finding>,
    ) -> Arc<Vec<Finding>> {
        let path = document.path.as_str();
        let same = |known: &&Known| known.terms == terms && Arc::ptr_eq(&known.document, document);
        let known = self.before.pages.get(path).filter(same).map(|known| Arc::clone(&known.found));
        let found = known.unwrap_or_else(|| Arc::new(examine()));
        let entry = Known { document: Arc::clone(document), terms, found: Arc::clone(&found) };
        self.keep(|now| now.pages.insert(path.to_owned(), entry));
        found
    }

    fn keep<T>(&self, change: impl FnOnce(&mut Shelf) -> T) {
        // A shelf is whole at any time, so that a panic elsewhere does not spoil it.
        change(&mut self.now.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Ends a check: what it used is known to the next.
    pub fn turn(&mut self) {
        self.before = std::mem::take(self.now.get_mut().unwrap_or_else(PoisonError::into_inner));
    }
}
