//! Relations between pages: backlinks, and pages that share their tags.

use std::collections::BTreeMap;

use crate::model::lookup::Found;
use crate::model::site::{PageIndex, Site, Target};

/// How many related pages a page shows.
const RELATED: usize = 6;
/// A tag on more pages than this says nothing about what is related.
const COMMON_TAG: usize = 200;

/// Sets the pages that link to each page, by a link or by a field.
pub fn link_back(site: &mut Site) {
    let mut backlinks: Vec<Vec<PageIndex>> = vec![Vec::new(); site.pages.len()];
    for (index, page) in site.listed() {
        let linked = page.links.iter().filter_map(|target| match target {
            Target::Page { page, .. } => Some(*page),
            _ => None,
        });
        for target in linked.chain(named_pages(site, index)) {
            if target != index && backlinks[target].last() != Some(&index) {
                backlinks[target].push(index);
            }
        }
    }
    for (page, links) in site.pages.iter_mut().zip(backlinks) {
        page.backlinks = links;
    }
}

/// The pages that the fields of `page` name.
fn named_pages(site: &Site, page: PageIndex) -> Vec<PageIndex> {
    let page = &site.pages[page];
    let mut found = Vec::new();
    crate::model::links::each_page_name(
        &page.document.fields,
        site.config.content_type(&page.document.content_type),
        &mut |name, _, _| {
            if let Found::Page(target) = site.lookup.by_name(name) {
                found.push(target);
            }
        },
    );
    found
}

/// Sets the related pages: those that an editor names, then those that share most tags.
pub fn relate(site: &mut Site) {
    let mut by_tag: BTreeMap<&str, Vec<PageIndex>> = BTreeMap::new();
    for (index, page) in site.listed() {
        for tag in page.document.fields.texts("tags") {
            by_tag.entry(tag).or_default().push(index);
        }
    }
    let related: Vec<Vec<PageIndex>> =
        (0..site.pages.len()).map(|index| related_to(site, index, &by_tag)).collect();
    for (page, related) in site.pages.iter_mut().zip(related) {
        page.related = related;
    }
}

fn related_to(site: &Site, index: PageIndex, by_tag: &BTreeMap<&str, Vec<PageIndex>>) -> Vec<PageIndex> {
    let fields = &site.pages[index].document.fields;
    let mut found: Vec<PageIndex> = Vec::new();
    for name in fields.texts("related") {
        if let Found::Page(page) = site.lookup.by_name(name)
            && page != index
            && !found.contains(&page)
        {
            found.push(page);
        }
    }
    let mut shared: BTreeMap<PageIndex, usize> = BTreeMap::new();
    for tag in fields.texts("tags") {
        for page in by_tag.get(tag).filter(|pages| pages.len() <= COMMON_TAG).into_iter().flatten() {
            *shared.entry(*page).or_default() += 1;
        }
    }
    let mut shared: Vec<(usize, PageIndex)> = shared
        .into_iter()
        .filter(|(page, count)| *count >= 2 && *page != index && !found.contains(page))
        .map(|(page, count)| (usize::MAX - count, page))
        .collect();
    shared.sort_unstable();
    found.extend(shared.into_iter().map(|(_, page)| page));
    found.truncate(RELATED.max(fields.texts("related").len()));
    found
}
