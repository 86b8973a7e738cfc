//! The catalogue in force: 现行有效制度目录.

use std::collections::BTreeMap;

use crate::model::lifecycle::{is_institution, start_of};
use crate::model::lookup::PageIndex;
use crate::model::register::Shelf;
use crate::model::site::Site;
use crate::text::slug::slug;

/// An instrument that only repeals has done its work on the day it counts and is no rule to keep.
const SPENT: &str = "废";

/// The institutions in force by the first domain that each names, greatest domain first.
pub fn shelves(site: &Site) -> Vec<Shelf> {
    let mut by_domain: BTreeMap<Option<String>, Vec<PageIndex>> = BTreeMap::new();
    for (index, page) in site.listed() {
        let fields = &page.document.fields;
        let is_kept = is_institution(site, page)
            && page.standing.is_some_and(|standing| standing.is_in_force())
            && fields.text("lifecycle_action") != Some(SPENT);
        if is_kept {
            by_domain.entry(fields.text("domain").map(str::to_owned)).or_default().push(index);
        }
    }
    let mut shelves: Vec<Shelf> =
        by_domain.into_iter().map(|(domain, pages)| Shelf { domain, pages }).collect();
    for shelf in &mut shelves {
        shelf.pages.sort_by_key(|index| (level(site, *index), start_of(&site.pages[*index]), *index));
    }
    shelves.sort_by_cached_key(|shelf| {
        (shelf.domain.is_none(), usize::MAX - shelf.pages.len(), shelf.domain.as_deref().map(slug))
    });
    shelves
}

/// The place of the level of `page` in its vocabulary; those without one come last.
fn level(site: &Site, page: PageIndex) -> usize {
    let words = site.config.registry.vocabularies.get("level");
    let level = site.pages[page].document.fields.text("level");
    words
        .zip(level)
        .and_then(|(words, level)| words.iter().position(|word| word == level))
        .unwrap_or(usize::MAX)
}
