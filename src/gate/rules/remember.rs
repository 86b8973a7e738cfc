//! What checks before this one found: of files by digest, of pages as long as they are the same
//! value. What was not used again is forgotten.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::base::digest::Digest;
use crate::base::memo::Memo;
use crate::gate::rules::attachments::contents::Contents;
use crate::gate::rules::attachments::reading;
use crate::gate::rules::examine::Finding;
use crate::markup::document::Document;

/// What is remembered between checks.
#[derive(Debug, Default)]
pub struct Remembered {
    /// What pages hang on beside their files: `site.toml` and the program; none where they may be less
    /// than their files say.
    pub dialect: Option<Digest>,
    /// Pages by the digest of their text, and whether nothing is found in them. What is found is no
    /// matter for a file.
    pub clean: Memo<bool>,
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
        examine: impl Fn() -> Vec<Finding>,
    ) -> Arc<Vec<Finding>> {
        let path = document.path.as_str();
        let same = |known: &&Known| known.terms == terms && Arc::ptr_eq(&known.document, document);
        let known = self.before.pages.get(path).filter(same).map(|known| Arc::clone(&known.found));
        let found = known.unwrap_or_else(|| Arc::new(self.text(document, terms, examine)));
        let entry = Known { document: Arc::clone(document), terms, found: Arc::clone(&found) };
        self.keep(|now| now.pages.insert(path.to_owned(), entry));
        found
    }

    /// What is found in the text of `document`, where it was not said to be clean.
    fn text(&self, document: &Document, terms: Digest, examine: impl Fn() -> Vec<Finding>) -> Vec<Finding> {
        let Some(dialect) = self.dialect else { return examine() };
        let parts = [document.path.as_str(), &document.source].map(str::as_bytes);
        let key = Digest::of("gate/1", &[dialect.as_bytes(), terms.as_bytes(), parts[0], parts[1]]);
        let mut found = None;
        let is_clean = self.clean.get(key, || found.insert(examine()).is_empty());
        found.unwrap_or_else(|| if *is_clean { Vec::new() } else { examine() })
    }

    fn keep<T>(&self, change: impl FnOnce(&mut Shelf) -> T) {
        // A shelf is whole at any time, so that a panic elsewhere does not spoil it.
        change(&mut self.now.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Ends a check: what it used is known to the next.
    pub fn turn(&mut self) {
        self.clean.turn();
        self.before = std::mem::take(self.now.get_mut().unwrap_or_else(PoisonError::into_inner));
    }
}
