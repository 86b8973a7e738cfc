//! What a page of an institution or a case has around its text: its chain, and the cases behind it.

use crate::model::acts::ActKind;
use crate::model::chain::{ChainLink, Relation, chain};
use crate::model::lifecycle::is_institution;
use crate::model::site::{Page, PageIndex, Site};
use crate::render::entry::standing_mark;
use crate::render::frame::At;
use crate::render::view::{BehindRow, ChainRow, Link};

/// Whether the chain of `page` shows what the field `name` says.
pub fn is_in_chain(site: &Site, page: &Page, name: &str) -> bool {
    is_institution(site, page) && ActKind::ALL.iter().any(|kind| kind.field() == name)
}

/// The chain of `page`, oldest first; none where it says no more than the list of the editions does.
pub fn chain_rows(at: &At<'_>, page: PageIndex) -> Vec<ChainRow> {
    let site = at.scene.site;
    let links = chain(site, page);
    let editions = site.editions.of_page(page).map_or(&[][..], |(_, work)| &work.pages);
    if links.iter().all(|link| editions.contains(&link.page)) {
        return Vec::new();
    }
    let row = |link: ChainLink| {
        let other = &site.pages[link.page];
        ChainRow {
            on: link.on.map(|date| date.to_string()),
            words: at.scene.words.get(key(link.relation)).to_owned(),
            page: Link { title: other.title.clone(), href: at.to_page(link.page) },
            doc_no: other.document.fields.text("doc_no").map(str::to_owned),
            standing: standing_mark(other.standing),
            current: link.relation == Relation::Own,
        }
    };
    links.into_iter().map(row).collect()
}

fn key(relation: Relation) -> &'static str {
    match relation {
        Relation::Own => "chain_own",
        Relation::Before => "chain_before",
        Relation::After => "chain_after",
        Relation::Did(ActKind::Amends) => "chain_amends",
        Relation::Did(ActKind::Repeals) => "chain_repeals",
        Relation::Did(ActKind::Interprets) => "chain_interprets",
        Relation::Did(ActKind::Replaces) => "chain_after",
        Relation::Suffered(ActKind::Amends) => "chain_amended",
        Relation::Suffered(ActKind::Repeals) => "chain_repealed",
        Relation::Suffered(ActKind::Interprets) => "chain_interpreted",
        Relation::Suffered(ActKind::Replaces) => "chain_before",
    }
}

/// The cases that led to `page`.
pub fn behind(at: &At<'_>, page: PageIndex) -> Vec<BehindRow> {
    let site = at.scene.site;
    let outcomes = site.registers.behind.get(&page).map_or(&[][..], Vec::as_slice);
    outcomes
        .iter()
        .map(|outcome| {
            let case = &site.pages[outcome.case];
            BehindRow {
                case: Link { title: case.title.clone(), href: at.to_page(outcome.case) },
                date: case.date.map(|date| date.to_string()),
                gap: outcome.gap.clone(),
                action: outcome.action.clone(),
            }
        })
        .collect()
}
