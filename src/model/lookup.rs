//! Finding the page that a link or a field names.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::path::ContentPath;

/// A page by its place in the site's list of pages.
pub type PageIndex = usize;

/// Names that pages go by.
#[derive(Debug, Default, Clone)]
pub struct Lookup {
    paths: BTreeMap<String, PageIndex>,
    /// Ids that pages give themselves; they win over those made from paths.
    given: BTreeMap<String, PageIndex>,
    /// Ids made from paths, which pages of several sections may share.
    automatic: BTreeMap<String, Vec<PageIndex>>,
    titles: BTreeMap<String, Vec<PageIndex>>,
    names: BTreeMap<String, Vec<PageIndex>>,
    /// Titles as they are written.
    written: BTreeSet<String>,
    /// Work and version of each page that is an edition.
    works: BTreeMap<PageIndex, (String, Option<String>)>,
    /// Editions of works, the one to show first in front.
    preferred: BTreeMap<String, Vec<PageIndex>>,
    /// Names of pages that exist but are not published.
    hidden: BTreeMap<String, String>,
}

/// The names of one page.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// Its id.
    pub id: &'a str,
    /// Whether the page gives it.
    pub given: bool,
    /// Its title.
    pub title: &'a str,
    /// Other names.
    pub names: &'a [&'a str],
    /// The work whose edition it is.
    pub work: Option<&'a str>,
    /// Which edition.
    pub version: Option<&'a str>,
}

/// What a name led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// One page.
    Page(PageIndex),
    /// Several pages of that name.
    Several(Vec<PageIndex>),
    /// A page that is not published yet, by its title.
    Hidden(String),
    /// Nothing.
    Nothing,
}

impl Lookup {
    /// Adds a page under its path, id, title and other names.
    pub fn add(&mut self, page: PageIndex, path: &ContentPath, named: &Named<'_>) {
        let Named { id, given, title, names, work, version } = *named;
        self.paths.insert(path.as_str().to_owned(), page);
        if given {
            self.given.entry(id.to_owned()).or_insert(page);
        } else {
            self.automatic.entry(id.to_owned()).or_default().push(page);
        }
        self.written.insert(title.to_owned());
        self.titles.entry(fold_name(title)).or_default().push(page);
        for name in names.iter().chain(&work) {
            let pages = self.names.entry(fold_name(name)).or_default();
            if !pages.contains(&page) {
                pages.push(page);
            }
        }
        if let Some(work) = work {
            self.works.insert(page, (work.to_owned(), version.map(str::to_owned)));
        }
    }

    /// Sets the editions of `work`, the one that its name means in front.
    pub fn prefer(&mut self, work: &str, editions: Vec<PageIndex>) {
        self.preferred.insert(work.to_owned(), editions);
    }

    /// Remembers a page that is not published under its names.
    pub fn hide(&mut self, path: &ContentPath, id: Option<&str>, title: &str) {
        for name in [Some(path.as_str()), id, Some(title)].into_iter().flatten() {
            self.hidden.insert(fold_name(name), title.to_owned());
        }
    }

    /// The page at the content path `path`, with or without its ending.
    pub fn by_path(&self, path: &str) -> Found {
        let with_ending = format!("{path}.md");
        match self.paths.get(path).or_else(|| self.paths.get(&with_ending)) {
            Some(page) => Found::Page(*page),
            None => self.hidden(&[path, &with_ending]),
        }
    }

    /// The page that `name` means: an id, a title, another name, a work, or a path.
    pub fn by_name(&self, name: &str) -> Found {
        let name = name.trim();
        if let Some(page) = self.given.get(name) {
            return Found::Page(*page);
        }
        if let Some(pages) = self.automatic.get(name) {
            return self.settle(pages);
        }
        let folded = fold_name(name);
        for names in [&self.titles, &self.names] {
            if let Some(pages) = names.get(&folded) {
                return self.settle(pages);
            }
        }
        if let Some(page) = self.edition(name) {
            return Found::Page(page);
        }
        match self.by_path(name.trim_start_matches('/')) {
            Found::Nothing => self.hidden(&[name]),
            found => found,
        }
    }

    /// All published pages that go by `name`: several where editions of a work or pages share it.
    pub fn all_by_name(&self, name: &str) -> Vec<PageIndex> {
        match self.by_name(name) {
            Found::Page(page) if self.given.get(name.trim()) == Some(&page) => vec![page],
            Found::Page(page) => {
                let folded = fold_name(name);
                let shared = [&self.titles, &self.names].into_iter().find_map(|names| names.get(&folded));
                shared.filter(|pages| pages.contains(&page)).cloned().unwrap_or_else(|| vec![page])
            }
            Found::Several(pages) => pages,
            Found::Hidden(_) | Found::Nothing => Vec::new(),
        }
    }

    /// The edition that `work@version` names.
    fn edition(&self, name: &str) -> Option<PageIndex> {
        let (work, version) = name.split_once('@')?;
        let editions = self.preferred.get(work.trim())?;
        let is_meant = |page: &&PageIndex| {
            self.works.get(page).and_then(|(_, known)| known.as_deref()) == Some(version.trim())
        };
        editions.iter().find(is_meant).copied()
    }

    /// One page of several: alone, or the preferred edition where all are editions of one work.
    fn settle(&self, pages: &[PageIndex]) -> Found {
        if let [page] = pages {
            return Found::Page(*page);
        }
        let work_of = |page: &PageIndex| self.works.get(page).map(|(work, _)| work);
        let work = work_of(&pages[0]);
        let one_work = work.is_some() && pages.iter().all(|page| work_of(page) == work);
        let preferred = work.and_then(|work| self.preferred.get(work)).and_then(|editions| editions.first());
        match preferred {
            Some(page) if one_work => Found::Page(*page),
            _ => Found::Several(pages.to_vec()),
        }
    }

    fn hidden(&self, names: &[&str]) -> Found {
        let hidden = names.iter().find_map(|name| self.hidden.get(&fold_name(name)));
        hidden.map_or(Found::Nothing, |title| Found::Hidden(title.clone()))
    }

    /// All paths, for suggestions.
    pub fn known_paths(&self) -> impl Iterator<Item = &str> {
        self.paths.keys().map(String::as_str)
    }

    /// All ids, titles as they are written, and paths, for suggestions.
    pub fn known_names(&self) -> impl Iterator<Item = &str> {
        let ids = self.given.keys().chain(self.automatic.keys());
        ids.chain(&self.written).chain(self.paths.keys()).map(String::as_str)
    }
}

/// A name without what varies in writing: surrounding 书名号, blanks, width of brackets, case.
pub fn fold_name(name: &str) -> String {
    let name = name.trim();
    let inner = name
        .strip_prefix('《')
        .and_then(|rest| rest.strip_suffix('》'))
        .filter(|inner| !inner.contains('《'));
    crate::text::fold::fold(inner.unwrap_or(name)).chars().filter(|c| !c.is_whitespace()).collect()
}
