//! What begins and ends within the next days.

use jiff::civil::Date;

use crate::base::date::PartialDate;
use crate::config::registry::Behaviour;
use crate::model::force::Standing;
use crate::model::lifecycle::start_of;
use crate::model::lookup::PageIndex;
use crate::model::register::{Coming, SOON, Turn};
use crate::model::site::{Page, Site};
use crate::model::standing::expiry;

/// What begins and ends soon, the nearest first.
pub fn coming(site: &Site) -> Vec<Coming> {
    let mut found: Vec<Coming> = Vec::new();
    for (index, page) in site.listed() {
        if site.config.content_type(&page.document.content_type).has(Behaviour::Editions) {
            found.extend(of_page(site, index, page));
        }
    }
    found.sort_by_key(|coming| (coming.on, coming.what, coming.page));
    found
}

fn of_page(site: &Site, index: PageIndex, page: &Page) -> Vec<Coming> {
    let soon = |on: PartialDate, what: Turn| {
        let days = days_until(site.as_of, on.earliest());
        (0..=SOON).contains(&days).then(|| Coming { on: on.earliest(), days, page: index, what })
    };
    let fields = &page.document.fields;
    if page.standing == Some(Standing::Pending) {
        return start_of(page).and_then(|on| soon(on, Turn::Begins)).into_iter().collect();
    }
    if !page.standing.is_some_and(Standing::is_in_force) {
        return Vec::new();
    }
    let expires = expiry(fields).and_then(|last| soon(last, Turn::Expires));
    let lapses = fields.date("ends").and_then(|on| soon(on, Turn::Lapses));
    let acts = site.acts.upon(index).filter(|act| act.kind.ends() && act.by != index);
    let ended = acts.filter_map(|act| soon(act.on?, Turn::Ended(act.kind, act.by)));
    ended.chain(expires).chain(lapses).collect()
}

/// Days from `day` until `other`.
pub fn days_until(day: Date, other: Date) -> i32 {
    day.until(other).map_or(i32::MAX, |span| span.get_days())
}
