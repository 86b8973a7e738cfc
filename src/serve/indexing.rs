//! The search, built behind the pages.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use camino::Utf8PathBuf;

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::path::Route;
use crate::build::beside::Beside;
use crate::build::entries;
use crate::model::site::Site;
use crate::publish::apply::publish;
use crate::publish::output::{OutputFile, OutputSet};
use crate::search::entry::SearchEntry;
use crate::search::{self, Options};
use crate::serve::ask::Asker;
use crate::serve::snapshot::{SearchFiles, Snapshot};

/// What a search is built of.
#[derive(Debug)]
pub struct Matter {
    /// What can be found.
    entries: Vec<SearchEntry>,
    /// How.
    options: Options,
}

impl Matter {
    /// What the search of `site` is made of.
    pub fn of(site: &Site) -> Self {
        Self { entries: entries::entries(site), options: entries::options(site) }
    }

    fn is_same_as(&self, other: &Self) -> bool {
        self.entries == other.entries
            && (&self.options.facets, &self.options.kinds) == (&other.options.facets, &other.options.kinds)
    }
}

/// A search to be built, while the pages that it belongs to are being rendered.
#[derive(Debug)]
pub struct Job {
    /// What it is built of.
    pub matter: Matter,
    /// The pages once they are there; its other end is dropped where there will be none.
    pub pages: Receiver<OutputSet>,
    /// When the change was taken up that it is for.
    pub began: Instant,
}

/// The files of a search and who answers; none where it is the one before; and what kept the site from
/// being published.
type Done = Result<(Option<Shown>, Vec<Diagnostic>), Vec<Diagnostic>>;
/// The files of a search, and who answers.
type Shown = (Snapshot, Asker);
/// The files of a search, and its index.
type Built = (SearchFiles, tantivy::Index);

/// A search, built.
#[derive(Debug)]
pub struct Indexed {
    /// What came of it.
    pub result: Done,
    /// When the change was taken up that it is for.
    pub began: Instant,
}

/// The thread that builds it.
#[derive(Debug)]
pub struct Indexing {
    /// Asks for a search; one that was asked for before and not begun is left out.
    pub jobs: Sender<Job>,
    /// Held while the site is published.
    publishing: Arc<Mutex<()>>,
}

impl Indexing {
    /// Starts it; `first` is what the site that is shown was built of. Where `out` is given the site is
    /// published there when its search is there. A site that `is_own` is shown to who writes it alone.
    pub fn start(
        (first, memory): ((Matter, OutputSet), search::Memory),
        (out, is_own): (Option<Utf8PathBuf>, bool),
        tell: impl Fn(Indexed) + Send + 'static,
    ) -> Self {
        let (jobs, asked) = channel();
        let publishing = Arc::new(Mutex::new(()));
        let held = Arc::clone(&publishing);
        std::thread::spawn(move || {
            let (matter, outputs) = first;
            let mut index = Index {
                files: search_files(&outputs),
                outputs: knowing_words(outputs, &matter),
                matter,
                memory,
                threads: Beside::new(),
                out,
                publishing: held,
                is_own,
            };
            while let Some(job) = latest(&asked) {
                let began = job.began;
                let done = catch_unwind(AssertUnwindSafe(|| index.build(job)))
                    .unwrap_or_else(|_| Some(Err(vec![Diagnostic::new(&message::BUILD_FELL)])));
                if let Some(result) = done {
                    tell(Indexed { result, began });
                }
            }
        });
        Self { jobs, publishing }
    }

    /// Lets what is being published be published whole, and nothing after it: the process is to end.
    pub fn end(&self) {
        std::mem::forget(self.publishing.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// The job asked for last; `None` at the end.
fn latest(asked: &Receiver<Job>) -> Option<Job> {
    let first = asked.recv().ok()?;
    Some(asked.try_iter().last().unwrap_or(first))
}

struct Index {
    /// What the search that is shown was built of.
    matter: Matter,
    /// The pages that are shown.
    outputs: OutputSet,
    memory: search::Memory,
    /// Where it is built, so that it does not wait until all pages are rendered.
    threads: Beside,
    /// The files of the last search.
    files: SearchFiles,
    out: Option<Utf8PathBuf>,
    publishing: Arc<Mutex<()>>,
    is_own: bool,
}

impl Index {
    /// The search of `job`, and what kept the site from being published; `None` where there are no pages
    /// that it belongs to.
    fn build(&mut self, job: Job) -> Option<Done> {
        let is_new = !job.matter.is_same_as(&self.matter);
        let made = is_new.then(|| self.threads.run(|| make(&mut self.memory, &job.matter))).transpose();
        let pages = job.pages.recv().ok()?;
        Some(self.take(job.matter, pages, made))
    }

    fn take(&mut self, matter: Matter, pages: OutputSet, made: Result<Option<Built>, search::Error>) -> Done {
        let failed = |error| vec![Diagnostic::new(&message::SEARCH_FAILED).with("reason", error)];
        let pages = match (self.is_own, &self.out) {
            (true, None) => pages,
            _ => knowing_words(pages, &matter),
        };
        let shown = made.and_then(|made| made.map(|built| self.show(built, &pages)).transpose());
        let shown = shown.map_err(failed)?;
        (self.matter, self.outputs) = (matter, pages);
        Ok((shown, self.publish().err().unwrap_or_default()))
    }

    /// Takes what was built for the search that is shown with `pages`.
    fn show(&mut self, (files, index): Built, pages: &OutputSet) -> Result<Shown, search::Error> {
        // Words that were taken off the site go at once, unless only who wrote them sees it.
        let has_lost = !self.is_own && !self.outputs.words.is_subset(&pages.words);
        let is_alone = has_lost || has_vanished(&self.outputs, pages);
        let snapshot = Snapshot::of_search(&files, if is_alone { &[] } else { &self.files });
        let asker = Asker::open(Arc::new(snapshot.clone()), index)?;
        self.files = files;
        Ok((snapshot, asker))
    }

    fn publish(&self) -> Result<(), Vec<Diagnostic>> {
        if let Some(out) = &self.out {
            let _held = self.publishing.lock().unwrap_or_else(PoisonError::into_inner);
            publish(out, &self.whole())?;
        }
        Ok(())
    }

    /// The whole site.
    fn whole(&self) -> OutputSet {
        let mut outputs = self.outputs.clone();
        for (path, bytes) in &self.files {
            if let Ok(route) = Route::new(path.as_str()) {
                // No page has an address there: a build that found one found an error.
                let _ = outputs.add(route, OutputFile::Bytes(bytes.clone()));
            }
        }
        outputs
    }
}

fn make(memory: &mut search::Memory, matter: &Matter) -> Result<Built, search::Error> {
    let mut made = search::build_with(memory, &matter.entries, &matter.options)?;
    let files = std::mem::take(&mut made.files);
    let files = files.into_iter().map(|(path, bytes)| (path, bytes.into())).collect();
    Ok((files, made.index()?))
}

/// `pages` with what words the search has of them.
fn knowing_words(mut pages: OutputSet, matter: &Matter) -> OutputSet {
    pages.words = entries::digests(&matter.entries);
    pages
}

/// Takes the files of the search out of a whole site.
fn search_files(outputs: &OutputSet) -> SearchFiles {
    let files = outputs.iter().filter(|(route, _)| Snapshot::is_of_search(route.as_str()));
    files
        .filter_map(|(route, file)| match file {
            OutputFile::Bytes(bytes) => Some((route.to_string(), bytes.clone())),
            OutputFile::Copy(_) => None,
        })
        .collect()
}

/// Whether `before` has a page that `after` has not.
fn has_vanished(before: &OutputSet, after: &OutputSet) -> bool {
    let pages = |outputs: &OutputSet| -> BTreeSet<Route> {
        let pages = outputs.iter().map(|(route, _)| route).filter(|route| route.as_str().ends_with(".html"));
        pages.cloned().collect()
    };
    !pages(before).is_subset(&pages(after))
}
