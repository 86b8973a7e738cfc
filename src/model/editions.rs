//! The editions of each work in the order of time, by their names, with the address of the work.
//! [`crate::model::chronology`] puts them in order.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::path::Route;
use crate::law::edition::{Asked, Edition, Editions};
use crate::model::lookup::PageIndex;

/// A work by its place in the order of names.
pub type WorkIndex = usize;

/// A work with its editions.
#[derive(Debug, Clone)]
pub struct Work {
    /// Its name.
    pub name: String,
    /// The base of its addresses, made from its name: `jian-cha-fa`.
    pub base: String,
    /// The address of the work: of its only page, or one that shows the edition in force.
    pub route: Route,
    /// The pages of its editions, the first first; drafts come last.
    pub pages: Vec<PageIndex>,
    /// The edition that the work's address shows: the one in force, else the latest.
    pub shown: PageIndex,
    /// The edition in force on the day of the build.
    pub in_force: Option<PageIndex>,
    /// The dates of those that are no drafts, in the same order.
    pub(super) editions: Editions,
    /// The dates of drafts.
    pub(super) drafts: Vec<Edition>,
}

/// All works in the order of their names.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    pub(super) works: Vec<Work>,
    /// The work that a page is an edition of.
    pub(super) of_page: BTreeMap<PageIndex, WorkIndex>,
}

impl Timeline {
    /// The work `name`.
    pub fn get(&self, name: &str) -> Option<&Work> {
        let place = self.works.binary_search_by(|work| work.name.as_str().cmp(name)).ok()?;
        self.works.get(place)
    }

    /// The addresses that show a page which has another of its own: those of works of several editions.
    pub fn doubles(&self) -> BTreeSet<&Route> {
        self.works.iter().filter(|work| work.pages.len() > 1).map(|work| &work.route).collect()
    }

    /// All works in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Work)> {
        self.works.iter().map(|work| (work.name.as_str(), work))
    }

    /// The work whose edition `page` is.
    pub fn of_page(&self, page: PageIndex) -> Option<(&str, &Work)> {
        let work = &self.works[*self.of_page.get(&page)?];
        Some((work.name.as_str(), work))
    }

    /// The work at a place in the order of names.
    pub fn work(&self, place: WorkIndex) -> &Work {
        &self.works[place]
    }

    /// How many works there are.
    pub fn count(&self) -> usize {
        self.works.len()
    }

    /// The work of which `page` is an edition that was issued: drafts are not cited.
    pub fn issued(&self, page: PageIndex) -> Option<WorkIndex> {
        let place = *self.of_page.get(&page)?;
        self.works[place].issued().contains(&page).then_some(place)
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
        let choice = match self.drafts.as_slice() {
            [] => self.editions.choose(&asked),
            drafts => Editions::in_order([self.editions.all(), drafts].concat()).choose(&asked),
        };
        choice.ok().map(|choice| self.pages[choice.edition])
    }

    /// The dates of the edition at a place in [`Work::pages`].
    pub fn edition(&self, place: usize) -> &Edition {
        let issued = self.editions.all();
        issued.get(place).unwrap_or_else(|| &self.drafts[place - issued.len()])
    }

    /// The pages of the editions that are no drafts.
    pub fn issued(&self) -> &[PageIndex] {
        &self.pages[..self.editions.all().len()]
    }
}
