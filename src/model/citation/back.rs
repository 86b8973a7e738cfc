//! Who cites a page, and which of its articles.

use crate::config::registry::Behaviour;
use crate::model::citation::CitedBy;
use crate::model::site::{PageIndex, Site};

/// The groups in which citing pages are listed, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Cases.
    Cases,
    /// Institutions.
    Institutions,
    /// Study material.
    Study,
    /// Other regulations.
    Regulations,
    /// Everything else: checklists, templates, terms.
    Others,
}

/// For each page those that cite it, in the order of their paths and of their text.
///
/// What a text says of itself, or of an earlier edition of itself, is no citation by another.
pub fn turned_round(site: &Site) -> Vec<Vec<CitedBy>> {
    let mut by: Vec<Vec<CitedBy>> = vec![Vec::new(); site.pages.len()];
    for (index, page) in site.listed() {
        let own = site.editions.issued(index);
        let group = group(site, index);
        for (number, citation) in page.citations.resolved.iter().enumerate() {
            let Some(rule) =
                citation.rule.filter(|_| own.is_none() || site.editions.issued(citation.page) != own)
            else {
                continue;
            };
            let cited = CitedBy { page: index, citation: number, article: None, through: None, rule, group };
            let list = &mut by[citation.page];
            if citation.places.is_empty() {
                list.push(cited);
            }
            let mut before = None;
            for place in &citation.places {
                let through = place.through.map(|through| through.no).filter(|no| *no != place.article());
                // 第三条第一款、第二款 cites one article.
                if before.replace((place.article(), through)) != Some((place.article(), through)) {
                    list.push(CitedBy { article: Some(place.article()), through, ..cited });
                }
            }
        }
    }
    by
}

/// The group that a page is listed in.
fn group(site: &Site, page: PageIndex) -> Group {
    let content_type = site.config.content_type(&site.pages[page].document.content_type);
    if content_type.has(Behaviour::Case) {
        Group::Cases
    } else if content_type.has(Behaviour::Lifecycle) {
        Group::Institutions
    } else if content_type.has(Behaviour::Editions) {
        Group::Regulations
    } else if content_type.has(Behaviour::Series) {
        Group::Study
    } else {
        Group::Others
    }
}

/// Citations of one article by one page, as a list shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The first of the citations.
    pub cited: CitedBy,
    /// How many citations there are.
    pub count: usize,
}

/// Who cites `page`: by article, those of the whole text first, then by group; of one page the first.
pub fn rows(site: &Site, page: PageIndex) -> Vec<Row> {
    let key = |Row { cited, .. }: &Row| (cited.article, cited.group, cited.page, cited.through);
    let all = site.cited_by(page).iter();
    let mut rows: Vec<Row> = all.map(|cited| Row { cited: *cited, count: 1 }).collect();
    rows.sort_by_key(key);
    rows.dedup_by(|next, first| {
        let same = key(next) == key(first) && next.cited.rule == first.cited.rule;
        first.count += usize::from(same);
        same
    });
    rows
}
