//! Putting the editions of works in the order of time.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::base::date::PartialDate;
use crate::law::edition::{Edition, Editions};
use crate::model::editions::{Timeline, Work};
use crate::model::force::Standing;
use crate::model::lifecycle::is_planned;
use crate::model::routes::{base_for, work_route};
use crate::model::site::{PageIndex, Site};
use crate::model::standing;
use crate::text::slug::slug;

impl Timeline {
    /// Puts the editions of every work in order; their standings must be known.
    pub fn of(site: &Site) -> Self {
        let ended = standing::repealed(site);
        let bases: Vec<String> = site.works.par_iter().map(|(name, _)| slug(name)).collect();
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        bases.iter().for_each(|base| *times.entry(base).or_default() += 1);
        let named: Vec<_> = site.works.iter().zip(&bases).collect();
        let work = |((name, pages), base): ((&String, &Vec<PageIndex>), &String)| {
            Work::of(site, name, base_for(name, times[base.as_str()] > 1), pages, &ended)
        };
        let works: Vec<Work> = named.into_par_iter().map(work).collect();
        let places = works.iter().enumerate();
        let pages = places.flat_map(|(place, work)| work.pages.iter().map(move |page| (*page, place)));
        Self { of_page: pages.collect(), works }
    }
}

impl Work {
    fn of(
        site: &Site,
        name: &str,
        base: String,
        pages: &[PageIndex],
        ended: &BTreeMap<PageIndex, PartialDate>,
    ) -> Self {
        let mut all: Vec<(bool, Edition, PageIndex)> = pages
            .iter()
            .map(|page| (is_planned(site, &site.pages[*page]), standing::edition(site, *page, ended), *page))
            .collect();
        let key = |planned: bool, edition: &Edition, page: PageIndex| {
            (planned, edition.start(), edition.promulgated, edition.label.clone(), page)
        };
        all.sort_by_cached_key(|(planned, edition, page)| key(*planned, edition, *page));
        let pages: Vec<PageIndex> = all.iter().map(|(_, _, page)| *page).collect();
        let is_in_force = |page: &PageIndex| site.pages[*page].standing.is_some_and(Standing::is_in_force);
        let in_force = pages.iter().copied().rfind(is_in_force);
        let last = *pages.last().expect("a work has the page that names it");
        let route = match pages.as_slice() {
            [page] => site.pages[*page].route.clone(),
            _ => work_route(&base),
        };
        let (drafts, issued): (Vec<_>, Vec<_>) = all.into_iter().partition(|(planned, ..)| *planned);
        let dates =
            |all: Vec<(bool, Edition, PageIndex)>| all.into_iter().map(|(_, edition, _)| edition).collect();
        Self {
            name: name.to_owned(),
            base,
            route,
            pages,
            shown: in_force.unwrap_or(last),
            in_force,
            editions: Editions::in_order(dates(issued)),
            drafts: dates(drafts),
        }
    }
}
