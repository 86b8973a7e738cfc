//! What browsers are told: that something else is shown now, and what keeps the newest from being shown.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::base::diagnostic::Diagnostic;
use crate::base::message::Severity;

/// The board on which a rebuild writes and which open pages read.
#[derive(Debug)]
pub struct Board {
    wrong: Mutex<Wrong>,
    turns: watch::Sender<u64>,
}

/// What is wrong.
#[derive(Debug, Default)]
struct Wrong {
    /// What the last whole build found.
    of_site: Vec<Diagnostic>,
    /// What was found since then in single files; of a file that is listed here nothing else counts.
    of_files: BTreeMap<String, Vec<Diagnostic>>,
}

impl Default for Board {
    fn default() -> Self {
        Self { wrong: Mutex::default(), turns: watch::Sender::new(0) }
    }
}

impl Board {
    /// Tells of every change from now on.
    pub fn listen(&self) -> watch::Receiver<u64> {
        self.turns.subscribe()
    }

    /// Something else is shown now.
    pub fn turn(&self) {
        self.turns.send_modify(|turn| *turn += 1);
    }

    /// A whole build found `diagnostics`. What was found in files that changed after it began, those of
    /// which `is_newer` says so, still stands.
    pub fn build(&self, diagnostics: &[Diagnostic], is_newer: impl Fn(&str) -> bool) {
        let errors = diagnostics.iter().filter(|found| found.severity() == Severity::Error);
        let mut wrong = self.lock();
        wrong.of_site = errors.cloned().collect();
        wrong.of_files.retain(|path, _| is_newer(path));
        drop(wrong);
        self.turn();
    }

    /// The file at `path` below the content has these faults now, or none.
    pub fn file(&self, path: &str, diagnostics: Vec<Diagnostic>) {
        self.lock().of_files.insert(path.to_owned(), diagnostics);
        self.turn();
    }

    /// The errors that stand.
    pub fn errors(&self) -> Vec<Diagnostic> {
        let wrong = self.lock();
        let is_old = |found: &&Diagnostic| {
            found.place.as_ref().is_none_or(|place| !wrong.of_files.contains_key(&place.path))
        };
        let mut all: Vec<Diagnostic> = wrong.of_site.iter().filter(is_old).cloned().collect();
        let found = wrong.of_files.values().flatten().filter(|found| found.severity() == Severity::Error);
        all.extend(found.cloned());
        all.sort_by(Diagnostic::order);
        all
    }

    fn lock(&self) -> MutexGuard<'_, Wrong> {
        self.wrong.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A board that several hold.
pub type SharedBoard = Arc<Board>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::message;
    use crate::base::span::Place;

    fn at(path: &str) -> Diagnostic {
        Diagnostic::new(&message::BROKEN_LINK).with("target", "x").at(Place::file(path))
    }

    fn paths(board: &Board) -> Vec<String> {
        board.errors().into_iter().filter_map(|found| Some(found.place?.path)).collect()
    }

    #[test]
    fn what_was_found_last_in_a_file_counts() {
        let board = Board::default();
        board.build(&[at("a.md"), at("b.md")], |_| false);
        assert_eq!(paths(&board), ["a.md", "b.md"]);
        board.file("a.md", Vec::new());
        board.file("c.md", vec![at("c.md")]);
        assert_eq!(paths(&board), ["b.md", "c.md"]);
        board.build(&[at("a.md")], |path| path == "c.md");
        assert_eq!(paths(&board), ["a.md", "c.md"], "the build did not know c.md as it is now");
        board.build(&[], |_| false);
        assert_eq!(paths(&board), [""; 0]);
    }
}
