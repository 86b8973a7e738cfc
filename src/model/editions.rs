//! The editions of each work in the order of time, by their names, with the address of the work.
//! [`crate::model::chronology`] puts them in order.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::path::Route;
use crate::law::edition::{Asked, Edition, Editions};
use crate::model::lookup::PageIndex;

/// A work with its editions.
#[derive(Debug, Clone)]
pub struct Work {
    /// The base of its addresses, made from its name: `jian-cha-fa`.
    pub base: String,
    /// The address of the work: of its only page, or one that shows the edition in force.
    pub route: Route,
    /// The pages of its editions, the first first; drafts come last.
    pub pages: Vec<PageIndex>,
    /// The edition that the work's address shows: the one in force, else the latest.
    pub shown: PageIndex,
    /// Their dates, in the same order.
    pub(super) editions: Editions,
}

/// All works by name.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    pub(super) works: BTreeMap<String, Work>,
    /// The name of the work that a page is an edition of.
    pub(super) of_page: BTreeMap<PageIndex, String>,
}

impl Timeline {
    /// The work `name`.
    pub fn get(&self, name: &str) -> Option<&Work> {
        self.works.get(name)
    }

    /// The addresses that show a page which has another of its own: those of works of several editions.
    pub fn doubles(&self) -> BTreeSet<&Route> {
        self.works.values().filter(|work| work.pages.len() > 1).map(|work| &work.route).collect()
    }

    /// All works in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Work)> {
        self.works.iter().map(|(name, work)| (name.as_str(), work))
    }

    /// The work whose edition `page` is.
    pub fn of_page(&self, page: PageIndex) -> Option<(&str, &Work)> {
        let (name, work) = self.works.get_key_value(self.of_page.get(&page)?)?;
        Some((name.as_str(), work))
    }
}

impl Work {
    /// The edition that `name` means: a version such as `2018-03-20`, or the year of only one.
    pub fn named(&self, name: &str, today: jiff::civil::Date) -> Option<PageIndex> {
        let asked = Asked {
            named: Some(name),
            hint: None,
            law_as_of: None,
            page_date: None,
            page_effective: None,
            today,
        };
        self.editions.choose(&asked).ok().map(|choice| self.pages[choice.edition])
    }

    /// The dates of the edition at a place in [`Work::pages`].
    pub fn edition(&self, place: usize) -> &Edition {
        &self.editions.all()[place]
    }
}
