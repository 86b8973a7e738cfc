//! The order of pages: dates, titles, series.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::base::date::PartialDate;
use crate::config::registry::Behaviour;
use crate::config::site::{SectionSort, SiteConfig};
use crate::config::value::Fields;
use crate::model::site::{Page, PageIndex, Site};
use crate::text::slug::slug;

/// Fields that date a page, the most telling first.
const DATES: [&str; 5] = ["date", "issued", "promulgated", "version", "effective"];

/// Stands for the initial of titles that have none: behind all letters.
const LAST: char = '~';

/// The date that orders a page.
pub fn date_of(fields: &Fields) -> Option<PartialDate> {
    DATES.iter().find_map(|name| fields.date(name))
}

/// The initial of a title in pinyin, `A` to `Z`, or `#`.
pub fn initial(title: &str) -> char {
    initial_of(title, &slug(title))
}

fn initial_of(title: &str, slug: &str) -> char {
    let first = slug.chars().next().unwrap_or('#').to_ascii_uppercase();
    let starts_with_word =
        title.trim_start_matches(['《', '“', '"', '「', ' ']).starts_with(char::is_alphabetic);
    if first.is_ascii_uppercase() && starts_with_word { first } else { '#' }
}

/// A key that orders titles by pinyin and then by their characters.
pub fn title_key(title: &str) -> (char, String, String) {
    let slug = slug(title);
    let initial = initial_of(title, &slug);
    (if initial == '#' { LAST } else { initial }, slug, title.to_owned())
}

/// The pages of a site by the initial of their titles, in the order of their titles.
pub type Letters = BTreeMap<char, Vec<PageIndex>>;

/// The pages of the site by the initial of their titles.
pub fn by_initial(site: &Site) -> Letters {
    let listed: Vec<(PageIndex, &Page)> = site.listed().collect();
    let keyed = listed.into_par_iter().map(|(index, page)| (title_key(&page.title), index));
    let mut keyed: Vec<((char, String, String), PageIndex)> = keyed.collect();
    keyed.sort_unstable();
    let mut letters = Letters::new();
    for ((first, ..), index) in keyed {
        letters.entry(if first == LAST { '#' } else { first }).or_default().push(index);
    }
    letters
}

/// Sorts `pages` as the section wants it.
pub fn sort(pages: &mut [PageIndex], all: &[Page], keys: &[(char, String, String)], by: SectionSort) {
    pages.sort_by_cached_key(|index| {
        let page = &all[*index];
        let order = page.document.fields.integer("order").unwrap_or(i64::MAX);
        let title = keys[*index].clone();
        let path = page.document.path.clone();
        match by {
            SectionSort::Date => (Some(Reverse(page.date)), i64::MAX, title, path),
            SectionSort::Order => (None, order, title, path),
            SectionSort::Title => (None, i64::MAX, title, path),
        }
    });
}

/// The series that a page belongs to, with its place there.
pub fn series<'a>(config: &SiteConfig, page: &'a Page) -> Option<(&'a str, i64, i64)> {
    if !config.content_type(&page.document.content_type).has(Behaviour::Series) {
        return None;
    }
    let series = page.document.fields.record("series")?;
    Some((series.text("id")?, series.integer("issue").unwrap_or(0), series.integer("lecture").unwrap_or(0)))
}

/// Sets the page before and after each: within its series, else within its folder's list.
pub fn link_neighbours(site: &mut Site) {
    let mut chains: Vec<Vec<PageIndex>> = Vec::new();
    for folder in site.folders.iter() {
        let own = folder.pages.iter().copied().filter(|page| {
            let page = &site.pages[*page];
            page.document.path.folder() == folder.path && series(&site.config, page).is_none()
        });
        chains.push(own.collect());
    }
    let mut in_series: Vec<(&str, i64, i64, PageIndex)> = site
        .listed()
        .filter_map(|(index, page)| {
            series(&site.config, page).map(|(name, issue, lecture)| (name, issue, lecture, index))
        })
        .collect();
    in_series.sort();
    for chain in in_series.chunk_by(|a, b| a.0 == b.0) {
        chains.push(chain.iter().map(|(.., index)| *index).collect());
    }
    for chain in chains {
        for pair in chain.windows(2) {
            site.pages[pair[0]].next = Some(pair[1]);
            site.pages[pair[1]].previous = Some(pair[0]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_pinyin() {
        assert_eq!(initial("监察法"), 'J');
        assert_eq!(initial("《中国》"), 'Z');
        assert_eq!(initial("App 管理"), 'A');
        assert_eq!(initial("2023年要点"), '#');
        assert_eq!(initial("——"), '#');
    }
}
