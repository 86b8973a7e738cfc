//! The yearly ledger of what was made, changed, repealed and interpreted: 立改废释台账.
//!
//! A line is what happened to one institution: a decision that repeals four gives four lines, and has
//! no line for itself.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::base::date::PartialDate;
use crate::model::acts::ActKind;
use crate::model::force::Standing;
use crate::model::lifecycle::{endings, is_institution, is_planned, issued_of};
use crate::model::lookup::PageIndex;
use crate::model::register::{Action, Happened, Year};
use crate::model::site::Site;
use crate::model::standing::expiry;

/// The years in which something happened, latest first.
pub fn years(site: &Site) -> Vec<Year> {
    let ended = endings(site);
    let mut all: Vec<Happened> = Vec::new();
    for (index, page) in site.listed().filter(|(_, page)| is_institution(site, page)) {
        if is_planned(site, page) {
            continue;
        }
        if let Some(on) = issued_of(page).filter(|on| !on.is_after(site.as_of)) {
            all.extend(of_document(site, index, on));
        }
        all.extend(expired(site, index, ended.get(&index).copied()));
    }
    let mut by_year: BTreeMap<Reverse<i16>, Vec<Happened>> = BTreeMap::new();
    for entry in all {
        by_year.entry(Reverse(entry.on.year)).or_default().push(entry);
    }
    let in_order = |(Reverse(year), mut entries): (Reverse<i16>, Vec<Happened>)| {
        entries.sort_by_key(|entry| (entry.on, entry.by, entry.action, entry.page));
        Year { year, entries }
    };
    by_year.into_iter().map(in_order).collect()
}

/// What a document that was issued `on` did.
fn of_document(site: &Site, index: PageIndex, on: PartialDate) -> Vec<Happened> {
    let done = |kind: ActKind| site.acts.by(index).filter(move |act| act.kind == kind).map(|act| act.target);
    let mut found = Vec::new();
    for (kind, action) in [
        (ActKind::Amends, Action::Changed),
        (ActKind::Repeals, Action::Repealed),
        (ActKind::Interprets, Action::Interpreted),
    ] {
        found.extend(done(kind).map(|page| Happened {
            on,
            action,
            page,
            by: Some(index),
            instead_of: Vec::new(),
        }));
    }
    let instead_of: Vec<PageIndex> = done(ActKind::Replaces).collect();
    let said = site.pages[index].document.fields.text("lifecycle_action");
    if found.is_empty() || !instead_of.is_empty() || said == Some("立") {
        let is_change = said == Some("改") || said.is_none() && !instead_of.is_empty();
        let action = if is_change { Action::Changed } else { Action::Made };
        found.insert(0, Happened { on, action, page: index, by: None, instead_of });
    }
    found
}

/// That an institution ended by itself, where nothing ended it before.
fn expired(site: &Site, index: PageIndex, ended: Option<PartialDate>) -> Option<Happened> {
    let page = &site.pages[index];
    let last = expiry(&page.document.fields)?;
    let is_first = ended.is_none_or(|ended| ended.earliest() > last.latest());
    let is_past = last.latest() < site.as_of && page.standing != Some(Standing::Amended);
    (is_first && is_past).then(|| Happened {
        on: last,
        action: Action::Expired,
        page: index,
        by: None,
        instead_of: Vec::new(),
    })
}
