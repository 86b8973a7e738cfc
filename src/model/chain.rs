//! The chain that an institution stands in: what it replaced, what replaced it, what changed,
//! interpreted or repealed it.

use std::collections::BTreeSet;

use crate::base::date::PartialDate;
use crate::model::acts::ActKind;
use crate::model::lifecycle::start_of;
use crate::model::lookup::PageIndex;
use crate::model::site::Site;

/// A link of the chain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChainLink {
    /// From when it counts, where that is known.
    pub on: Option<PartialDate>,
    /// What it is to the page at hand.
    pub relation: Relation,
    /// The page.
    pub page: PageIndex,
}

/// What a page is to the institution at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// It came before: replaced, or an earlier edition.
    Before,
    /// It is the institution itself.
    Own,
    /// It did this to the institution.
    Did(ActKind),
    /// The institution did this to it.
    Suffered(ActKind),
    /// It came after: replaces it, or a later edition.
    After,
}

/// The chain of `page`, oldest first; empty where it stands alone.
pub fn chain(site: &Site, page: PageIndex) -> Vec<ChainLink> {
    let own = start_of(&site.pages[page]);
    let before = line(site, page, &replaced_by_it);
    let after = line(site, page, &replacing_it);
    let mut links: Vec<ChainLink> = Vec::new();
    let mut add = |on, relation, page| links.push(ChainLink { on, relation, page });
    for other in before.difference(&after).filter(|other| **other != page) {
        add(start_of(&site.pages[*other]), Relation::Before, *other);
    }
    for other in after.difference(&before).filter(|other| **other != page) {
        add(start_of(&site.pages[*other]), Relation::After, *other);
    }
    for act in site.acts.upon(page).filter(|act| act.kind != ActKind::Replaces && act.by != page) {
        add(act.on, Relation::Did(act.kind), act.by);
    }
    for act in site.acts.by(page).filter(|act| act.kind != ActKind::Replaces && act.target != page) {
        add(act.on, Relation::Suffered(act.kind), act.target);
    }
    if links.is_empty() {
        return links;
    }
    links.push(ChainLink { on: own, relation: Relation::Own, page });
    // Drafts without a date come last.
    links.sort_by_key(|link| (link.on.is_none(), link.clone()));
    links
}

/// All pages that `next` leads to from `page`.
fn line(
    site: &Site,
    page: PageIndex,
    next: &dyn Fn(&Site, PageIndex) -> Vec<PageIndex>,
) -> BTreeSet<PageIndex> {
    let mut reached = BTreeSet::new();
    let mut waiting = next(site, page);
    while let Some(page) = waiting.pop() {
        if reached.insert(page) {
            waiting.extend(next(site, page));
        }
    }
    reached
}

fn replaced_by_it(site: &Site, page: PageIndex) -> Vec<PageIndex> {
    let acts = site.acts.by(page).filter(|act| act.kind == ActKind::Replaces).map(|act| act.target);
    acts.chain(editions(site, page).filter(|other| is_earlier(site, *other, page))).collect()
}

fn replacing_it(site: &Site, page: PageIndex) -> Vec<PageIndex> {
    let acts = site.acts.upon(page).filter(|act| act.kind == ActKind::Replaces).map(|act| act.by);
    acts.chain(editions(site, page).filter(|other| is_earlier(site, page, *other))).collect()
}

fn editions(site: &Site, page: PageIndex) -> impl Iterator<Item = PageIndex> {
    let work = site.pages[page].document.fields.text("work");
    work.and_then(|work| site.works.get(work)).into_iter().flatten().copied()
}

fn is_earlier(site: &Site, one: PageIndex, other: PageIndex) -> bool {
    let start = |page: PageIndex| start_of(&site.pages[page]);
    start(one).zip(start(other)).is_some_and(|(one, other)| one < other)
}
