//! The last stage: the search, built while the pages are rendered.

use std::collections::BTreeSet;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::build::beside::Beside;
use crate::build::entries;
use crate::model::site::Site;
use crate::search::{self, Memory, SearchOutput};

/// A search that is being built.
#[derive(Debug)]
pub struct Search(JoinHandle<(Indexed, Memory)>);

/// What came of it.
#[derive(Debug)]
pub struct Indexed {
    /// The search.
    pub search: Result<SearchOutput, search::Error>,
    /// A digest of the words that it has of each page.
    pub words: BTreeSet<String>,
    /// How long it took.
    pub time: Duration,
}

impl Search {
    /// Begins to build the search of `site`, with what searches before it remember.
    pub fn start(mut memory: Memory, site: &Site) -> Self {
        let (entries, options) = (entries::entries(site), entries::options(site));
        Self(std::thread::spawn(move || {
            let began = Instant::now();
            let index = || {
                let words = entries::digests(&entries);
                (search::build_with(&mut memory, &entries, &options), words)
            };
            let (search, words) = Beside::new().run(index);
            (Indexed { search, words, time: began.elapsed() }, memory)
        }))
    }

    /// Waits for it; gives what is remembered back.
    pub fn end(self) -> (Indexed, Memory) {
        self.0.join().unwrap_or_else(|fall| std::panic::resume_unwind(fall))
    }
}
