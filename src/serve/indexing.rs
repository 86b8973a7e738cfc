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
use crate::build::entries::{self, Cut};
use crate::model::site::Site;
use crate::publish::apply::publish_knowing;
use crate::publish::output::{OutputFile, OutputSet};
use crate::publish::survey::{Looks, looks};
use crate::search::entry::SearchEntry;
use crate::search::{self, Options, SearchOutput};
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
    /// What the search of `site` is made of; `cut` is what of it was cut before.
    pub fn of(site: &Site, cut: &mut Cut) -> Self {
        Self { entries: entries::entries_with(cut, site), options: entries::options(site) }
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

/// What came of a job.
#[derive(Debug)]
pub enum Indexed {
    /// The search was built.
    Search {
        /// Its files, and who answers; none where it is the one before.
        found: Option<(Snapshot, Asker)>,
        /// When the change was taken up that it is for.
        began: Instant,
    },
    /// It cannot be built, or the site not be published.
    Wrong(Vec<Diagnostic>),
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
                looks: Looks::new(),
            };
            while let Some(job) = latest(&asked) {
                let done = catch_unwind(AssertUnwindSafe(|| index.build(job, &tell)));
                if done.is_err() {
                    tell(Indexed::Wrong(vec![Diagnostic::new(&message::BUILD_FELL)]));
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
    /// How the published files look.
    looks: Looks,
}

impl Index {
    /// Builds the search of `job`, unless there are no pages that it belongs to, and publishes the site.
    fn build(&mut self, job: Job, tell: &dyn Fn(Indexed)) {
        let is_new = !job.matter.is_same_as(&self.matter);
        let (memory, matter) = (&mut self.memory, &job.matter);
        let make = || search::build_with(memory, &matter.entries, &matter.options);
        let made = is_new.then(|| self.threads.run(make)).transpose();
        let Ok(pages) = job.pages.recv() else { return };
        let pages = match (self.is_own, &self.out) {
            (true, None) => pages,
            _ => knowing_words(pages, &job.matter),
        };
        let found = match made.and_then(|made| made.map(|made| self.show(made, &pages)).transpose()) {
            Ok(found) => found,
            Err(error) => {
                let found = Diagnostic::new(&message::SEARCH_FAILED).with("reason", error);
                return tell(Indexed::Wrong(vec![found]));
            }
        };
        (self.matter, self.outputs) = (job.matter, pages);
        tell(Indexed::Search { found, began: job.began });
        if let Err(found) = self.publish() {
            tell(Indexed::Wrong(found));
        }
    }

    /// Takes `made` for the search that is shown with `pages`.
    fn show(
        &mut self,
        mut made: SearchOutput,
        pages: &OutputSet,
    ) -> Result<(Snapshot, Asker), search::Error> {
        let files = std::mem::take(&mut made.files);
        let files: SearchFiles = files.into_iter().map(|(path, bytes)| (path, bytes.into())).collect();
        // Words that were taken off the site go at once, unless only who wrote them sees it.
        let has_lost = !self.is_own && !self.outputs.words.is_subset(&pages.words);
        let is_alone = has_lost || has_vanished(&self.outputs, pages);
        let snapshot = Snapshot::of_search(&files, if is_alone { &[] } else { &self.files });
        let asker = Asker::open(Arc::new(snapshot.clone()), made.tantivy()?)?;
        self.files = files;
        Ok((snapshot, asker))
    }

    fn publish(&mut self) -> Result<(), Vec<Diagnostic>> {
        if let Some(out) = &self.out {
            let _held = self.publishing.lock().unwrap_or_else(PoisonError::into_inner);
            publish_knowing(out, &self.whole(), &self.looks)?;
            self.looks = looks(out).unwrap_or_default();
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
