//! The name that was probably meant by a wrong one, among very many.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;

use crate::base::nearest::nearest;
use crate::base::path::ContentPath;
use crate::model::lookup::Lookup;

/// How many names a run looks for; where more are wrong it is not for their spelling.
const LIMIT: usize = 200;

/// Names, paths and files to suggest, found once for each wrong name.
#[derive(Debug)]
pub struct Suggestions<'a> {
    lookup: &'a Lookup,
    all_files: Vec<&'a str>,
    names: OnceCell<Pool<'a>>,
    pages: OnceCell<Pool<'a>>,
    files: OnceCell<Pool<'a>>,
    left: Cell<usize>,
    known: RefCell<BTreeMap<(Among, String), Option<&'a str>>>,
}

/// What a name is looked for among.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Among {
    Names,
    Pages,
    Files,
}

impl<'a> Suggestions<'a> {
    /// Suggestions from the pages of `lookup` and from `files`.
    pub fn new(lookup: &'a Lookup, files: Vec<&'a str>) -> Self {
        Self {
            lookup,
            all_files: files,
            names: OnceCell::new(),
            pages: OnceCell::new(),
            files: OnceCell::new(),
            left: Cell::new(LIMIT),
            known: RefCell::default(),
        }
    }

    /// The id, title or path nearest to `wrong`.
    pub fn name(&self, wrong: &str) -> Option<&'a str> {
        self.find(Among::Names, wrong, || {
            let pool = self
                .names
                .get_or_init(|| Pool::new(self.lookup.known_names().map(|name| (name.to_owned(), name))));
            pool.nearest(wrong)
        })
    }

    /// The path of the page nearest to `wrong`, from the folder of `from`.
    pub fn page(&self, from: &ContentPath, wrong: &ContentPath) -> Option<String> {
        let path = self.find(Among::Pages, wrong.as_str(), || {
            self.pages.get_or_init(|| Pool::of_paths(self.lookup.known_paths())).nearest_path(wrong)
        });
        path.map(|path| relative(from, path))
    }

    /// The path of the file nearest to `wrong`, from the folder of `from`.
    pub fn file(&self, from: &ContentPath, wrong: &ContentPath) -> Option<String> {
        let path = self.find(Among::Files, wrong.as_str(), || {
            self.files.get_or_init(|| Pool::of_paths(self.all_files.iter().copied())).nearest_path(wrong)
        });
        path.map(|path| relative(from, path))
    }

    /// The one of `words` nearest to `wrong`.
    pub fn heading<'b>(&self, wrong: &str, words: impl Iterator<Item = &'b str>) -> Option<&'b str> {
        self.spend().then(|| nearest(wrong, words)).flatten()
    }

    fn find(&self, among: Among, wrong: &str, look: impl FnOnce() -> Option<&'a str>) -> Option<&'a str> {
        let key = (among, wrong.to_owned());
        if let Some(known) = self.known.borrow().get(&key) {
            return *known;
        }
        if !self.spend() {
            return None;
        }
        let found = look();
        self.known.borrow_mut().insert(key, found);
        found
    }

    /// Whether one more name may be looked for.
    fn spend(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }
}

/// Names prepared so that most that are far from a wrong one cost next to nothing.
#[derive(Debug)]
struct Pool<'a>(Vec<Candidate<'a>>);

#[derive(Debug)]
struct Candidate<'a> {
    /// What is compared, in lower case.
    folded: String,
    length: usize,
    /// A bit for each of its characters.
    characters: u64,
    /// What is suggested.
    whole: &'a str,
}

impl<'a> Pool<'a> {
    fn new(names: impl Iterator<Item = (String, &'a str)>) -> Self {
        let candidates = names.map(|(name, whole)| {
            let folded = name.to_lowercase();
            Candidate { length: folded.chars().count(), characters: characters(&folded), folded, whole }
        });
        Self(candidates.collect())
    }

    /// Paths are compared by their file's name without its ending: those of one folder share it.
    fn of_paths(paths: impl Iterator<Item = &'a str>) -> Self {
        Self::new(paths.map(|path| (ContentPath::new(path).stem().to_owned(), path)))
    }

    /// The candidate that [`nearest`] finds among all, found among those that can be near enough.
    fn nearest(&self, wrong: &str) -> Option<&'a str> {
        let wrong = wrong.to_lowercase();
        let length = wrong.chars().count();
        let own = characters(&wrong);
        let can_be_near = |candidate: &&Candidate<'_>| {
            let most = (length.max(candidate.length) / 3).max(1);
            // Each character that the other has not takes one change at least.
            let missing = (own & !candidate.characters).count_ones() as usize;
            let added = (candidate.characters & !own).count_ones() as usize;
            let close = length.abs_diff(candidate.length) <= most && missing <= most && added <= most;
            close
                || missing == 0 && candidate.folded.contains(&wrong)
                || added == 0 && wrong.contains(&candidate.folded)
        };
        let near: Vec<&Candidate<'_>> = self.0.iter().filter(can_be_near).collect();
        let name = nearest(&wrong, near.iter().map(|candidate| candidate.folded.as_str()))?;
        near.iter().find(|candidate| candidate.folded == name).map(|candidate| candidate.whole)
    }

    /// One of the same file name in another folder, else the one whose name is nearest.
    fn nearest_path(&self, wrong: &ContentPath) -> Option<&'a str> {
        let last = |path: &'a str| path.rsplit_once('/').map_or(path, |(_, name)| name);
        let same = self.0.iter().find(|candidate| last(candidate.whole) == wrong.file_name());
        same.map(|candidate| candidate.whole).or_else(|| self.nearest(wrong.stem()))
    }
}

/// A set of the characters of `text` in which some share a bit.
fn characters(text: &str) -> u64 {
    text.chars().fold(0, |set, c| set | 1 << (u32::from(c).wrapping_mul(0x9E37_79B1) >> 26))
}

/// The way from the folder of `from` to the file `to`.
fn relative(from: &ContentPath, to: &str) -> String {
    let folder: Vec<&str> = from.folder().split('/').filter(|part| !part.is_empty()).collect();
    let parts: Vec<&str> = to.split('/').collect();
    let inside = &parts[..parts.len() - 1];
    let shared = folder.iter().zip(inside).take_while(|(a, b)| a == b).count();
    "../".repeat(folder.len() - shared) + &parts[shared..].join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_passed_over_was_not_near() {
        let names = [
            "监察法",
            "监察法实施条例",
            "行政诉讼法",
            "title",
            "Title 2",
            "summary",
            "tags",
            "摘要",
            "效力层级",
            "release_scope",
            "甲",
            "乙",
            "第12页",
            "第123页",
        ];
        let pool = Pool::new(names.iter().map(|name| ((*name).to_owned(), *name)));
        for wrong in [
            "监查法",
            "监察法条例",
            "titel",
            "TITLE",
            "sumary",
            "层级",
            "scope",
            "丙",
            "第132页",
            "",
            "没有这个名称",
        ] {
            assert_eq!(pool.nearest(wrong), nearest(wrong, names), "{wrong}");
        }
    }

    #[test]
    fn a_path_is_told_from_where_it_is_written() {
        let from = ContentPath::new("notes/甲/页.md");
        assert_eq!(relative(&from, "notes/甲/乙.md"), "乙.md");
        assert_eq!(relative(&from, "notes/乙.md"), "../乙.md");
        assert_eq!(relative(&from, "cases/x.md"), "../../cases/x.md");
        assert_eq!(relative(&ContentPath::new("页.md"), "notes/甲/乙.md"), "notes/甲/乙.md");
    }

    #[test]
    fn a_run_looks_for_so_many_names_and_for_each_once() {
        let lookup = Lookup::default();
        let suggestions = Suggestions::new(&lookup, vec!["notes/图表.png"]);
        let from = ContentPath::new("notes/页.md");
        let look = |wrong: &str| suggestions.file(&from, &ContentPath::new(wrong));
        for _ in 0..2 * LIMIT {
            assert_eq!(look("notes/图标.png").as_deref(), Some("图表.png"));
        }
        for number in 0..LIMIT {
            look(&format!("{number}.png"));
        }
        assert_eq!(look("study/图标.png"), None);
        assert_eq!(look("notes/图标.png").as_deref(), Some("图表.png"));
    }
}
