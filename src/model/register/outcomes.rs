//! What cases led to: 问题短板 → 形成制度.

use std::collections::BTreeMap;

use crate::config::registry::Behaviour;
use crate::model::lookup::{Found, PageIndex};
use crate::model::register::Outcome;
use crate::model::site::Site;

/// What cases led to, by the page that came of it; the latest case first.
pub fn behind(site: &Site) -> BTreeMap<PageIndex, Vec<Outcome>> {
    let mut behind: BTreeMap<PageIndex, Vec<Outcome>> = BTreeMap::new();
    for (index, page) in site.listed() {
        if !site.config.content_type(&page.document.content_type).has(Behaviour::Case) {
            continue;
        }
        for row in page.document.fields.records("rectification") {
            let Some(Found::Page(target)) = row.text("institution").map(|name| site.lookup.by_name(name))
            else {
                continue;
            };
            let text = |name: &str| row.text(name).map(str::to_owned);
            let outcome = Outcome { case: index, gap: text("gap"), action: text("action") };
            behind.entry(target).or_default().push(outcome);
        }
    }
    for outcomes in behind.values_mut() {
        outcomes.sort_by_key(|outcome| (std::cmp::Reverse(site.pages[outcome.case].date), outcome.case));
    }
    behind
}
