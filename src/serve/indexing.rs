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
use crate::build::entries;
use crate::build::pipeline::Build;
use crate::publish::apply::publish;
use crate::publish::output::{OutputFile, OutputSet};
use crate::search::entry::SearchEntry;
use crate::search::{self, Options};
use crate::serve::ask::Asker;
use crate::serve::snapshot::{SearchFiles, Snapshot};

/// Pages whose search is to be built.
#[derive(Debug)]
pub struct Job {
    /// What can be found.
    pub entries: Vec<SearchEntry>,
    /// How.
    pub options: Options,
    /// The pages.
    pub outputs: OutputSet,
    /// Whether the site is published when its search is there.
    pub is_published: bool,
    /// When the change was taken up that it is for.
    pub began: Instant,
}

impl Job {
    /// What the search of `build` is made of.
    pub fn of(build: &Build, began: Instant, is_published: bool) -> Self {
        let (entries, outputs) = (entries::entries(&build.site), build.outputs.clone());
        Self { entries, options: entries::options(&build.site), outputs, is_published, began }
    }

    /// The same, its outputs knowing what words there are: the pages do not wait for that.
    fn with_words(mut self) -> Self {
        self.outputs.words = entries::digests(&self.entries);
        self
    }
}

/// A search, built.
#[derive(Debug)]
pub struct Indexed {
    /// Its files and who answers; `None` where it is the one before.
    pub result: Result<Option<(Snapshot, Asker)>, Vec<Diagnostic>>,
    /// When the change was taken up that it is for.
    pub began: Instant,
}

/// The thread that builds it.
#[derive(Debug)]
pub struct Indexing {
    jobs: Sender<Job>,
    /// Held while the site is published.
    publishing: Arc<Mutex<()>>,
}

impl Indexing {
    /// Starts it; `first` is what the search that is shown was built of. Where `out` is given the site
    /// is published there when its search is there. A site that `is_own` is shown to who writes it alone.
    pub fn start(
        (first, memory): (Job, search::Memory),
        (out, is_own): (Option<Utf8PathBuf>, bool),
        tell: impl Fn(Indexed) + Send + 'static,
    ) -> Self {
        let (jobs, asked) = channel();
        let publishing = Arc::new(Mutex::new(()));
        let held = Arc::clone(&publishing);
        std::thread::spawn(move || {
            let first = first.with_words();
            let mut index = Index {
                files: search_files(&first.outputs),
                last: first,
                memory,
                out,
                publishing: held,
                is_own,
            };
            while let Some(job) = latest(&asked) {
                let began = job.began;
                let result = catch_unwind(AssertUnwindSafe(|| index.build(job.with_words())))
                    .unwrap_or_else(|_| Err(vec![Diagnostic::new(&message::BUILD_FELL)]));
                tell(Indexed { result, began });
            }
        });
        Self { jobs, publishing }
    }

    /// Lets what is being published be published whole, and nothing after it: the process is to end.
    pub fn end(&self) {
        std::mem::forget(self.publishing.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Asks for a search of `job`; one that was asked for before and not begun is left out.
    pub fn ask(&self, job: Job) {
        // The thread ends only with this value.
        let _ = self.jobs.send(job);
    }
}

/// The job asked for last; `None` at the end.
fn latest(asked: &Receiver<Job>) -> Option<Job> {
    let first = asked.recv().ok()?;
    Some(asked.try_iter().last().unwrap_or(first))
}

struct Index {
    last: Job,
    memory: search::Memory,
    /// The files of the last search.
    files: SearchFiles,
    out: Option<Utf8PathBuf>,
    publishing: Arc<Mutex<()>>,
    is_own: bool,
}

impl Index {
    fn build(&mut self, job: Job) -> Result<Option<(Snapshot, Asker)>, Vec<Diagnostic>> {
        let failed = |reason: &dyn std::fmt::Display| {
            vec![Diagnostic::new(&message::SEARCH_FAILED).with("reason", reason)]
        };
        let is_same = job.entries == self.last.entries
            && (&job.options.facets, &job.options.kinds)
                == (&self.last.options.facets, &self.last.options.kinds);
        let mut found = None;
        if !is_same {
            let mut made = search::build_with(&mut self.memory, &job.entries, &job.options)
                .map_err(|error| failed(&error))?;
            let files: SearchFiles = std::mem::take(&mut made.files)
                .into_iter()
                .map(|(path, bytes)| (path, bytes.into()))
                .collect();
            // Words that were taken off the site go at once, unless only who wrote them sees it.
            let (last, next) = (&self.last.outputs, &job.outputs);
            let has_lost = !self.is_own && !last.words.is_subset(&next.words);
            let before = if has_lost || has_vanished(last, next) { &Vec::new() } else { &self.files };
            let snapshot = Snapshot::of_search(&files, before);
            let tantivy = made.tantivy().map_err(|error| failed(&error))?;
            let asker = Asker::open(Arc::new(snapshot.clone()), tantivy).map_err(|error| failed(&error))?;
            self.files = files;
            found = Some((snapshot, asker));
        }
        self.last = job;
        if let Some(out) = self.out.as_ref().filter(|_| self.last.is_published) {
            let _held = self.publishing.lock().unwrap_or_else(PoisonError::into_inner);
            publish(out, &self.outputs())?;
        }
        Ok(found)
    }

    /// The whole site.
    fn outputs(&self) -> OutputSet {
        let mut outputs = self.last.outputs.clone();
        for (path, bytes) in &self.files {
            if let Ok(route) = Route::new(path.as_str()) {
                // No page has an address there: a build that found one found an error.
                let _ = outputs.add(route, OutputFile::Bytes(bytes.clone()));
            }
        }
        outputs
    }
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
