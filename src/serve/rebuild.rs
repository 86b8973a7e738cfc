//! What is served follows the files: the saved page at once, then the whole site, then the search.
//!
//! One thread decides ([`Rebuild`]), one at a time builds pages, one builds the search. Each gives its
//! work over whole; only the first changes what is shown. After a quiet moment the site is built from
//! what stands on the disk, whatever was heard of changes, so nothing is missed; what is shown then
//! equals a clean build.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};

use crate::base::diagnostic::{Diagnostic, has_errors};
use crate::base::message::{self, Severity};
use crate::base::path::Route;
use crate::build::entries::Cut;
use crate::build::explain::Explained;
use crate::build::memory::Memory;
use crate::build::patch::{Patch, content_path, patch};
use crate::build::pipeline::{self, Build, Goal, Request};
use crate::model::site::Site;
use crate::search;
use crate::serve::board::SharedBoard;
use crate::serve::clock::until_tomorrow;
use crate::serve::current::{Current, Shown};
use crate::serve::indexing::{Indexed, Indexing, Job, Matter};
use crate::serve::snapshot::Snapshot;
use crate::serve::watch::{Seen, Watch};

/// No change for so long, and the site is built.
const QUIET: Duration = Duration::from_millis(60);
/// No change for so long, and a file that no one said is whole is read all the same.
const CALM: Duration = Duration::from_millis(25);
/// Changes that do not end are no reason to wait for ever.
const LONGEST: Duration = Duration::from_secs(3);
/// More pages than this at once are no saving but a checkout or a copy.
const BURST: usize = 8;

/// What the thread hears.
#[derive(Debug)]
pub enum Heard {
    /// Of a change.
    Change(Seen),
    /// That the pages were built.
    Pages(Box<Pages>),
    /// What came of building the search.
    Search(Box<Indexed>),
    /// That it shall end.
    Stop,
}

/// A good build, and what of it is shown.
type Made = (Build, Snapshot);

/// The pages of a build.
#[derive(Debug)]
pub struct Pages {
    result: Result<Made, Vec<Diagnostic>>,
    memory: Memory,
    /// The last change before it began.
    until: u64,
    began: Instant,
}

/// What a person in front of it may want to know.
#[derive(Debug)]
pub enum Told<'a> {
    /// One page was made at once.
    Patched {
        /// Its file, below the content root.
        path: &'a str,
        /// From the reading of the event on.
        time: Duration,
    },
    /// The pages were built.
    Built {
        /// What ran and why.
        explained: &'a Explained,
        /// How many pages there are.
        pages: usize,
        /// From the beginning of the build on.
        time: Duration,
        /// Warnings.
        diagnostics: &'a [Diagnostic],
    },
    /// The search was built.
    Indexed {
        /// From the beginning of the build on.
        time: Duration,
    },
    /// Nothing new can be shown: this is wrong.
    Wrong(&'a [Diagnostic]),
    /// The system tells of no more changes, for this reason, so they are looked for.
    Unheard(&'a str),
}

/// Speaks to that person.
pub type Say = Box<dyn Fn(Told<'_>) + Send>;

/// What a rebuild needs.
pub struct Setting {
    /// What is to be built, as of the day it is asked.
    pub request: Box<dyn Fn() -> Request + Send>,
    /// What is shown.
    pub current: Current,
    /// What browsers are told.
    pub board: SharedBoard,
    /// Tells whoever started it.
    pub say: Say,
    /// Where the site is published too.
    pub out: Option<Utf8PathBuf>,
    /// Whether a saved page is shown before the whole site was checked: where only who writes it sees it.
    pub is_own: bool,
}

/// The thread's own state.
pub struct Rebuild {
    setting: Setting,
    heard: Receiver<Heard>,
    tell: Sender<Heard>,
    watch: Watch,
    indexing: Indexing,
    /// The last good build; what single pages are made on.
    good: Build,
    /// What builds remember; `None` while one runs.
    memory: Option<Memory>,
    /// How many changes were heard.
    changes: u64,
    /// Pages made at once, with the change that asked for them and the address where they are shown.
    patched: BTreeMap<Utf8PathBuf, (u64, Option<Route>)>,
    /// Files of which no one said that they are whole.
    calm: BTreeSet<Utf8PathBuf>,
    /// When the first and the last change were heard that no build knows.
    waiting: Option<(Instant, Instant)>,
    /// Files that were read at once since the last quiet moment.
    burst: BTreeSet<Utf8PathBuf>,
    /// What was cut for the search.
    cut: Arc<Mutex<Cut>>,
}

/// The way to tell the thread, and where it hears.
pub fn line() -> (Sender<Heard>, Receiver<Heard>) {
    channel()
}

impl Rebuild {
    /// Goes on from the build `good`; the search that is shown was made of `matter`.
    pub fn new(
        setting: Setting,
        (tell, heard): (Sender<Heard>, Receiver<Heard>),
        watch: Watch,
        good: Build,
        memory: Memory,
        (matter, cut, parts): (Matter, Cut, search::Memory),
    ) -> Self {
        let first = (matter, good.outputs.clone());
        let heard_of = tell.clone();
        let indexing =
            Indexing::start((first, parts), (setting.out.clone(), setting.is_own), move |search| {
                // Whoever asked may have gone.
                let _ = heard_of.send(Heard::Search(Box::new(search)));
            });
        Self {
            setting,
            heard,
            tell,
            watch,
            indexing,
            good,
            memory: Some(memory),
            changes: 0,
            patched: BTreeMap::new(),
            calm: BTreeSet::new(),
            waiting: None,
            burst: BTreeSet::new(),
            cut: Arc::new(Mutex::new(cut)),
        }
    }

    /// Follows the files until told to stop.
    pub fn run(mut self) {
        loop {
            match self.heard.recv_timeout(self.patience()) {
                Ok(Heard::Change(seen)) => self.hear(seen),
                Ok(Heard::Pages(pages)) => self.show_pages(*pages),
                Ok(Heard::Search(search)) => self.show_search(*search),
                Ok(Heard::Stop) | Err(RecvTimeoutError::Disconnected) => return self.indexing.end(),
                Err(RecvTimeoutError::Timeout) => self.rest(),
            }
        }
    }

    /// How long nothing has to be done.
    fn patience(&self) -> Duration {
        let Some((first, last)) = self.waiting else { return until_tomorrow() };
        if !self.calm.is_empty() {
            return CALM.saturating_sub(last.elapsed());
        }
        match self.memory {
            Some(_) => QUIET.saturating_sub(last.elapsed()).min(LONGEST.saturating_sub(first.elapsed())),
            None => until_tomorrow(),
        }
    }

    /// Nothing was heard for as long as patience lasts.
    fn rest(&mut self) {
        let mut calm = std::mem::take(&mut self.calm);
        calm.retain(|path| !self.burst.contains(path));
        if calm.len() <= BURST {
            calm.iter().for_each(|path| self.patch(path));
        }
        let is_tomorrow = self.waiting.is_none();
        let is_quiet =
            self.waiting.is_some_and(|(first, last)| last.elapsed() >= QUIET || first.elapsed() >= LONGEST);
        if is_quiet || is_tomorrow {
            self.build();
        }
    }

    fn hear(&mut self, seen: Seen) {
        self.changes += 1;
        let now = Instant::now();
        if self.waiting.is_some_and(|(_, last)| last.elapsed() > QUIET) {
            self.burst.clear();
        }
        self.waiting = Some((self.waiting.map_or(now, |(first, _)| first), now));
        if let Some(reason) = self.watch.hear(&seen) {
            (self.setting.say)(Told::Unheard(&reason));
        }
        match seen {
            Seen::Written(path) => {
                if self.burst.len() < BURST || self.burst.contains(&path) {
                    self.calm.remove(&path);
                    self.patch(&path);
                    self.burst.insert(path);
                } else {
                    self.calm.insert(path);
                }
            }
            Seen::Touched(path) => {
                if !self.burst.contains(&path) {
                    self.calm.insert(path);
                }
            }
            Seen::Something => {}
        }
    }

    /// Shows the page of the file at `path` at once, if it can be told by itself.
    fn patch(&mut self, path: &Utf8Path) {
        let began = Instant::now();
        let request = (self.setting.request)();
        let Some(name) = content_path(&request, path).filter(|_| self.setting.is_own) else { return };
        let route = match patch(&mut self.good, &request, path) {
            Patch::Page(route, page) => {
                let shown = self.setting.current.get();
                let snapshot = Arc::new(shown.snapshot.with_page(route.as_str(), page.html));
                self.setting.current.swap(Shown { snapshot, ..(*shown).clone() });
                self.setting.board.file(name.as_str(), Vec::new());
                (self.setting.say)(Told::Patched { path: name.as_str(), time: began.elapsed() });
                Some(route)
            }
            Patch::Wrong(diagnostics) => {
                self.setting.board.file(name.as_str(), diagnostics);
                None
            }
            Patch::Wide => return,
        };
        self.patched.insert(path.to_owned(), (self.changes, route));
    }

    /// Builds the pages in another thread, unless one does so already. One of those that all builds share
    /// keeps its memory for the next.
    fn build(&mut self) {
        let Some(mut memory) = self.memory.take() else { return };
        self.watch.catch_up();
        self.waiting = None;
        self.burst.clear();
        let (request, until) = ((self.setting.request)(), self.changes);
        let (current, tell) = (self.setting.current.clone(), self.tell.clone());
        let (jobs, cut) = (self.indexing.jobs.clone(), Arc::clone(&self.cut));
        rayon::spawn(move || {
            let began = Instant::now();
            let (made, pages) = channel();
            let mut pages = Some(pages);
            let index = |site: &Site| {
                let mut cut = cut.lock().unwrap_or_else(PoisonError::into_inner);
                let job = pages.take().map(|pages| Job { matter: Matter::of(site, &mut cut), pages, began });
                // The thread that builds the search ends with this program.
                job.into_iter().for_each(|job| drop(jobs.send(job)));
            };
            let build = || build_pages(&mut memory, &request, &current, index);
            let result = catch_unwind(AssertUnwindSafe(build))
                .unwrap_or_else(|_| Err(vec![Diagnostic::new(&message::BUILD_FELL)]));
            let outputs = result.as_ref().ok().map(|(build, _)| build.outputs.clone());
            // Whoever asked may have gone.
            let _ = tell.send(Heard::Pages(Box::new(Pages { result, memory, until, began })));
            // The search is shown after its pages, and never without them.
            outputs.into_iter().for_each(|outputs| drop(made.send(outputs)));
        });
    }

    fn show_pages(&mut self, pages: Pages) {
        let Pages { result, memory, until, began } = pages;
        self.memory = Some(memory);
        if let Err(diagnostics) = &result {
            self.take_back(diagnostics, until);
        }
        self.patched.retain(|_, (change, _)| *change > until);
        let request = (self.setting.request)();
        let newer: BTreeSet<String> =
            self.patched.keys().filter_map(|path| Some(content_path(&request, path)?.to_string())).collect();
        let (build, snapshot) = match result {
            Ok(made) => made,
            Err(diagnostics) => {
                self.setting.board.build(&diagnostics, |path| newer.contains(path));
                return (self.setting.say)(Told::Wrong(&diagnostics));
            }
        };
        let shown = self.setting.current.get();
        let snapshot = Arc::new(snapshot.with_search_of(&shown.snapshot));
        let title = build.site.config.title.clone();
        self.setting.current.swap(Shown { snapshot, asker: shown.asker.clone(), title });
        let before = std::mem::replace(&mut self.good, build);
        // A large site takes a while to be freed.
        std::thread::spawn(move || drop(before));
        // What was saved while it was being built is newer than it.
        for path in self.patched.keys().cloned().collect::<Vec<_>>() {
            self.patch(&path);
        }
        self.setting.board.build(&self.good.diagnostics, |path| newer.contains(path));
        (self.setting.say)(Told::Built {
            explained: &self.good.explained,
            pages: self.good.site.pages.len(),
            time: began.elapsed(),
            diagnostics: &self.good.diagnostics,
        });
    }

    /// Shows the last good state of pages that were shown at once and are wrong, as the whole site tells.
    fn take_back(&self, diagnostics: &[Diagnostic], until: u64) {
        let request = (self.setting.request)();
        let errors = diagnostics.iter().filter(|found| found.severity() == Severity::Error);
        let wrong: BTreeSet<&str> =
            errors.filter_map(|found| found.place.as_ref()).map(|place| place.path.as_str()).collect();
        let shown = self.setting.current.get();
        let mut snapshot = (*shown.snapshot).clone();
        for (path, (change, route)) in &self.patched {
            let name = content_path(&request, path);
            let is_wrong = name.is_some_and(|name| wrong.contains(name.as_str()));
            if let Some(route) = route.as_ref().filter(|_| is_wrong && *change <= until) {
                snapshot = snapshot.without_amended(route.as_str());
            }
        }
        self.setting.current.swap(Shown { snapshot: Arc::new(snapshot), ..(*shown).clone() });
    }

    fn show_search(&mut self, search: Indexed) {
        let shown = self.setting.current.get();
        match search {
            Indexed::Search { found, began } => {
                if let Some((files, asker)) = found {
                    let snapshot = Arc::new(shown.snapshot.with_search_of(&files));
                    let title = shown.title.clone();
                    self.setting.current.swap(Shown { snapshot, asker: Some(asker), title });
                }
                (self.setting.say)(Told::Indexed { time: began.elapsed() });
            }
            Indexed::Wrong(diagnostics) => (self.setting.say)(Told::Wrong(&diagnostics)),
        }
    }
}

/// The pages as they are now, or what is wrong with them. Where nothing seems to be, `index` is told of the
/// site before they are rendered.
fn build_pages(
    memory: &mut Memory,
    request: &Request,
    current: &Current,
    mut index: impl FnMut(&Site),
) -> Result<Made, Vec<Diagnostic>> {
    let build = pipeline::pages_telling(memory, request, Goal::Publish, &|_| {}, &mut index)?;
    if has_errors(&build.diagnostics) {
        return Err(build.diagnostics);
    }
    let outputs = build.outputs.clone();
    let snapshot = current.get().snapshot.with_pages(outputs).map_err(|error| vec![error.diagnostic()])?;
    Ok((build, snapshot))
}
