//! How many citations lead somewhere, and how many are unresolved, by the reason.

use std::collections::BTreeMap;

use crate::model::citation::Failure;
use crate::model::site::{Page, Site};

/// The citations of a site, counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Those that lead to a page or an article.
    pub led: usize,
    /// Those unresolved, by the reason.
    pub lost: BTreeMap<Failure, usize>,
}

impl Tally {
    /// Counts the citations of all pages, but for sections set aside, such as a handbook with its examples.
    pub fn of(site: &Site) -> Self {
        let mut tally = Self::default();
        let is_aside = |page: &Page| {
            let section = site.folders[page.folder].section;
            section.is_some_and(|section| site.config.sections[section].aside)
        };
        for page in site.pages.iter().filter(|page| !is_aside(page)) {
            tally.led += page.citations.resolved.len();
            for lost in &page.citations.unresolved {
                *tally.lost.entry(lost.failure).or_default() += 1;
            }
        }
        tally
    }

    /// How many are unresolved.
    pub fn all_lost(&self) -> usize {
        self.lost.values().sum()
    }
}
