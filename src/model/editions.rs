//! The editions of each work in the order of time, by their names, with the address of the work.

use std::collections::BTreeMap;

use crate::base::date::PartialDate;
use crate::base::path::Route;
use crate::law::edition::{Asked, Edition, Editions};
use crate::model::lifecycle::is_planned;
use crate::model::routes::{base_for, work_route};
use crate::model::site::{Page, PageIndex, Site};
use crate::model::standing;
use crate::text::slug::slug;

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
    editions: Editions,
}

/// All works by name.
#[derive(Debug, Clone, Default)]
pub struct Timeline(BTreeMap<String, Work>);

impl Timeline {
    /// Puts the editions of every work in order; their standings must be known.
    pub fn of(site: &Site) -> Self {
        let ended = standing::repealed(site);
        let mut bases: BTreeMap<String, usize> = BTreeMap::new();
        for name in site.works.keys() {
            *bases.entry(slug(name)).or_default() += 1;
        }
        let work = |(name, pages): (&String, &Vec<PageIndex>)| {
            let base = base_for(name, bases.get(&slug(name)).is_some_and(|count| *count > 1));
            Some((name.clone(), Work::of(site, base, pages, &ended)?))
        };
        Self(site.works.iter().filter_map(work).collect())
    }

    /// The work `name`.
    pub fn get(&self, name: &str) -> Option<&Work> {
        self.0.get(name)
    }

    /// All works in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Work)> {
        self.0.iter().map(|(name, work)| (name.as_str(), work))
    }

    /// The work whose edition `page` is.
    pub fn of_page<'a>(&'a self, site: &Site, page: PageIndex) -> Option<(&'a str, &'a Work)> {
        self.of_known(&site.pages[page], page)
    }

    /// The same, of a page that is already at hand.
    pub fn of_known<'a>(&'a self, known: &Page, page: PageIndex) -> Option<(&'a str, &'a Work)> {
        let name = known.document.fields.text("work")?;
        let (name, work) = self.0.get_key_value(name)?;
        work.pages.contains(&page).then_some((name.as_str(), work))
    }
}

impl Work {
    fn of(
        site: &Site,
        base: String,
        pages: &[PageIndex],
        ended: &BTreeMap<PageIndex, PartialDate>,
    ) -> Option<Self> {
        let mut all: Vec<(bool, Edition, PageIndex)> = pages
            .iter()
            .map(|page| (is_planned(site, &site.pages[*page]), standing::edition(site, *page, ended), *page))
            .collect();
        let key = |planned: bool, edition: &Edition, page: PageIndex| {
            (planned, edition.start(), edition.promulgated, edition.label.clone(), page)
        };
        all.sort_by_cached_key(|(planned, edition, page)| key(*planned, edition, *page));
        let pages: Vec<PageIndex> = all.iter().map(|(_, _, page)| *page).collect();
        let in_force = |page: &&PageIndex| {
            site.pages[**page].standing.is_some_and(crate::model::force::Standing::is_in_force)
        };
        let shown = *pages.iter().rev().find(in_force).or(pages.last())?;
        let route = match pages.as_slice() {
            [page] => site.pages[*page].route.clone(),
            _ => work_route(&base),
        };
        let editions = Editions::in_order(all.into_iter().map(|(_, edition, _)| edition).collect());
        Some(Self { base, route, pages, shown, editions })
    }

    /// The edition that `name` means: a version such as `2018-03-20`, or the year of only one.
    pub fn named(&self, name: &str, today: jiff::civil::Date) -> Option<PageIndex> {
        let asked = Asked { named: Some(name), hint: None, law_as_of: None, page_date: None, today };
        self.editions.choose(&asked).ok().map(|choice| self.pages[choice.edition])
    }

    /// The dates of the edition at a place in [`Work::pages`].
    pub fn edition(&self, place: usize) -> &Edition {
        &self.editions.all()[place]
    }
}
