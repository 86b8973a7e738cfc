//! Being told of changes below the folders of a site.
//!
//! What comes out is a hint and no more: which file was written, or that something, somewhere, is not
//! as it was. Whoever hears it looks at the disk, so an event that was lost, doubled or misnamed does
//! no harm as long as one comes.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::base::disk::{self, Stamp};
use crate::build::pipeline::Request;
use crate::serve::mounts;
use crate::source::scan::is_ignored;

/// A change that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// A file that is whole: its writer closed it, or renamed it into place.
    Written(Utf8PathBuf),
    /// Something at this path.
    Touched(Utf8PathBuf),
    /// Something, anywhere: events were lost, or the system tells no more.
    Something,
}

/// How to learn of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As the system of files asks for it.
    Fitting,
    /// By looking again and again.
    Polling,
}

/// Told of each change.
pub type Tell = Arc<dyn Fn(Seen) + Send + Sync>;

/// Watches the folders of a site as long as it lives.
pub struct Watch {
    roots: Arc<Roots>,
    tell: Tell,
    means: Mutex<Means>,
    /// What kept the system from telling, where it does not.
    pub refused: Option<String>,
}

/// By what changes are learned of.
enum Means {
    Native(RecommendedWatcher),
    Polling(#[expect(dead_code, reason = "it looks as long as it lives")] Poll),
}

/// What is watched.
#[derive(Debug)]
struct Roots {
    /// Folders with all in them: the content and the theme.
    trees: [Root; 2],
    /// A single file.
    site_toml: Root,
}

/// A path as it was given and as the system names it.
#[derive(Debug)]
struct Root {
    given: Utf8PathBuf,
    whole: Utf8PathBuf,
}

impl Root {
    fn of(given: Utf8PathBuf) -> Self {
        let whole = camino::absolute_utf8(&given).unwrap_or_else(|_| given.clone());
        Self { given, whole }
    }

    /// `path`, which is this or below it, as it was given.
    fn inside(&self, path: &Utf8Path) -> Option<Utf8PathBuf> {
        let rest = path.strip_prefix(&self.whole).ok()?;
        let is_left = rest.components().any(|part| is_ignored(part.as_str()));
        (!is_left).then(|| if rest.as_str().is_empty() { self.given.clone() } else { self.given.join(rest) })
    }
}

/// Between two looks where the system does not tell.
const POLL: Duration = Duration::from_millis(700);
/// A look may take this part of the time.
const POLL_SHARE: u32 = 20;

impl Watch {
    /// Begins to watch what `request` builds from, and to `tell` of it.
    pub fn start(request: &Request, way: Way, tell: Tell) -> Self {
        let roots = Arc::new(Roots {
            trees: [request.content.clone(), request.root.join("theme")].map(Root::of),
            site_toml: Root::of(request.root.join("site.toml")),
        });
        let is_silent = |root: &Root| mounts::is_silent(&root.whole);
        let is_told = way != Way::Polling && !roots.trees.iter().chain([&roots.site_toml]).any(is_silent);
        let native = is_told.then(|| Self::native(&roots, &tell));
        let (means, refused) = match native {
            Some(Ok(native)) => (Means::Native(native), None),
            Some(Err(error)) => (Means::polling(&roots, &tell), Some(error.to_string())),
            None => (Means::polling(&roots, &tell), None),
        };
        Self { roots, tell, means: Mutex::new(means), refused }
    }

    fn native(roots: &Arc<Roots>, tell: &Tell) -> notify::Result<RecommendedWatcher> {
        let (heard, tell) = (Arc::clone(roots), Arc::clone(tell));
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| match event {
            Ok(event) => heard.read(event, &*tell),
            Err(_) => tell(Seen::Something),
        })?;
        for parent in roots.parents() {
            watcher.watch(parent.as_std_path(), RecursiveMode::NonRecursive)?;
        }
        for tree in &roots.trees {
            if disk::kind(&tree.whole).is_ok_and(|kind| kind.is_some()) {
                watcher.watch(tree.whole.as_std_path(), RecursiveMode::Recursive)?;
            }
        }
        Ok(watcher)
    }

    /// Whether changes are looked for again and again.
    pub fn is_polling(&self) -> bool {
        matches!(*self.means(), Means::Polling(_))
    }

    /// Takes hold of folders that were removed and made again, where `seen` is about one; of all, where
    /// it was not told what changed. From then on changes are looked for where the system cannot tell
    /// of them any more; gives its reason.
    pub fn hear(&self, seen: &Seen) -> Option<String> {
        let is_meant = |tree: &&Root| match seen {
            Seen::Written(path) | Seen::Touched(path) => tree.given == *path,
            Seen::Something => true,
        };
        let mut means = self.means();
        let Means::Native(watcher) = &mut *means else { return None };
        for tree in self.roots.trees.iter().filter(is_meant) {
            // What is not there cannot be let go; its parent tells when it comes.
            let _ = watcher.unwatch(tree.whole.as_std_path());
            if let Err(error) = watcher.watch(tree.whole.as_std_path(), RecursiveMode::Recursive)
                && matches!(error.kind, ErrorKind::MaxFilesWatch)
            {
                *means = Means::polling(&self.roots, &self.tell);
                return Some(error.to_string());
            }
        }
        None
    }

    /// Waits until every folder of which was told is watched itself, so that whoever looks at the disk
    /// then misses nothing that is written to a new folder later.
    pub fn catch_up(&self) {
        if let Means::Native(watcher) = &mut *self.means() {
            // The answer comes from the thread that watches, after what it is at.
            let _ = watcher.configure(Config::default());
        }
    }

    fn means(&self) -> MutexGuard<'_, Means> {
        self.means.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Means {
    fn polling(roots: &Arc<Roots>, tell: &Tell) -> Self {
        Self::Polling(Poll::start(Arc::clone(roots), Arc::clone(tell)))
    }
}

impl Roots {
    /// The folders in which the watched ones stand.
    fn parents(&self) -> BTreeSet<Utf8PathBuf> {
        let all = self.trees.iter().chain([&self.site_toml]);
        all.map(|root| root.whole.parent().unwrap_or(&root.whole).to_owned()).collect()
    }

    /// Tells of `event` where it is about the site.
    fn read(&self, event: Event, tell: &dyn Fn(Seen)) {
        if event.need_rescan() {
            return tell(Seen::Something);
        }
        let written = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write))
            | EventKind::Modify(ModifyKind::Name(RenameMode::To)) => true,
            // Reading is no change; this program reads what it watches.
            EventKind::Access(_) => return,
            _ => false,
        };
        for path in event.paths {
            let Ok(path) = Utf8PathBuf::from_path_buf(path) else {
                tell(Seen::Something);
                continue;
            };
            if let Some(path) = self.ours(&path) {
                tell(if written { Seen::Written(path) } else { Seen::Touched(path) });
            }
        }
    }

    /// The path at which something changed, as it was given, if that can change the site: leftovers of
    /// editors and neighbours of the watched folders cannot.
    fn ours(&self, path: &Utf8Path) -> Option<Utf8PathBuf> {
        if path == self.site_toml.whole {
            return Some(self.site_toml.given.clone());
        }
        self.trees.iter().find_map(|tree| tree.inside(path))
    }

    /// How everything looks from outside, for those who have to look.
    fn look(&self) -> BTreeSet<(Utf8PathBuf, Stamp)> {
        let mut found = BTreeSet::new();
        look_at(&self.site_toml.given, &mut found);
        for tree in &self.trees {
            look_at(&tree.given, &mut found);
        }
        found
    }
}

/// What cannot be read now is not there; the build says why.
fn look_at(path: &Utf8Path, found: &mut BTreeSet<(Utf8PathBuf, Stamp)>) {
    match disk::kind(path) {
        Ok(Some(disk::Kind::Folder)) => {
            for inner in disk::list(path).unwrap_or_default() {
                if !inner.file_name().is_some_and(is_ignored) {
                    look_at(&inner, found);
                }
            }
        }
        Ok(Some(disk::Kind::File { .. })) => {
            if let Ok(Some(stamp)) = disk::stamp(path) {
                found.insert((path.to_owned(), stamp));
            }
        }
        _ => {}
    }
}

/// A thread that looks again and again, until its value goes.
struct Poll {
    stop: Option<std::sync::mpsc::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Poll {
    fn start(roots: Arc<Roots>, tell: Tell) -> Self {
        let (stop, stopped) = std::sync::mpsc::channel::<()>();
        let thread = std::thread::spawn(move || {
            let mut before = roots.look();
            let mut pause = POLL;
            while let Err(std::sync::mpsc::RecvTimeoutError::Timeout) = stopped.recv_timeout(pause) {
                let began = Instant::now();
                let now = roots.look();
                pause = POLL.max(began.elapsed() * POLL_SHARE);
                let changed: BTreeSet<&Utf8PathBuf> =
                    now.symmetric_difference(&before).map(|(path, _)| path).collect();
                for path in changed {
                    tell(Seen::Touched(path.clone()));
                }
                before = now;
            }
        });
        Self { stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Poll {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "/srv/site";

    fn heard(kind: EventKind, path: &str) -> Vec<Seen> {
        let root = |given: &str| Root { given: given.into(), whole: Utf8Path::new(HERE).join(given) };
        let roots = Roots { trees: ["content", "theme"].map(root), site_toml: root("site.toml") };
        let event = match path {
            "" => Event::new(kind).set_flag(notify::event::Flag::Rescan),
            path => Event::new(kind).add_path(Utf8Path::new(HERE).join(path).into()),
        };
        let seen = Mutex::new(Vec::new());
        roots.read(event, &|change| seen.lock().unwrap().push(change));
        seen.into_inner().unwrap()
    }

    #[test]
    fn leftovers_and_neighbours_are_not_heard() {
        let touched = EventKind::Modify(ModifyKind::Any);
        for path in [
            "content/.甲.md.swp",
            "content/~$报告.docx",
            "content/study/.#甲.md",
            "content/4913",
            "content/.git/index",
            "public",
            "content2/甲.md",
            "site.toml.tmp",
        ] {
            assert_eq!(heard(touched, path), [], "{path}");
        }
        for path in ["content/甲.md", "site.toml", "content", "theme/css/a.css"] {
            assert_eq!(heard(touched, path), [Seen::Touched(path.into())]);
        }
    }

    #[test]
    fn what_is_lost_is_looked_for_and_reading_is_no_change() {
        assert_eq!(heard(EventKind::Other, ""), [Seen::Something]);
        let path = "content/甲.md";
        assert_eq!(heard(EventKind::Access(AccessKind::Open(AccessMode::Any)), path), []);
        for kind in [
            EventKind::Access(AccessKind::Close(AccessMode::Write)),
            EventKind::Modify(ModifyKind::Name(RenameMode::To)),
        ] {
            assert_eq!(heard(kind, path), [Seen::Written(path.into())]);
        }
    }
}
