//! The standing of editions as of the day of the build, from their dates and from what other pages
//! did to them.

use jiff::ToSpan;

use std::collections::BTreeMap;

use crate::base::date::PartialDate;
use crate::config::value::Fields;
use crate::law::edition::{Edition, Editions, Ending};
use crate::model::acts::ActKind;
pub use crate::model::force::{Standing, is_past};
use crate::model::lifecycle::{self, is_institution, is_planned};
use crate::model::site::{Page, PageIndex, Site};

/// Gathers what institutions did to one another, sets the standing of every page that is an edition,
/// and says which edition a work's name means: the one in force, else the latest.
pub fn judge(site: &mut Site) {
    for (work, editions) in &site.works {
        // While the acts are gathered a work's name leads to its editions; the act's date chooses.
        site.lookup.prefer(work, editions.clone());
    }
    site.acts = lifecycle::gather(site);
    let endings = repealed(site);
    let mut standings: Vec<(PageIndex, Standing)> = Vec::new();
    for editions in site.works.values() {
        standings.extend(of_work(site, editions, &endings));
    }
    for (page, standing) in standings {
        site.pages[page].standing = Some(standing);
    }
    for (work, editions) in &site.works {
        let is_in_force = |page: &PageIndex| site.pages[*page].standing.is_some_and(Standing::is_in_force);
        let mut preferred = editions.clone();
        preferred.rotate_left(editions.iter().position(is_in_force).unwrap_or(0));
        site.lookup.prefer(work, preferred);
    }
}

fn of_work(
    site: &Site,
    editions: &[PageIndex],
    endings: &BTreeMap<PageIndex, PartialDate>,
) -> Vec<(PageIndex, Standing)> {
    // Drafts are not among the editions: they neither stand nor end another.
    let (planned, issued): (Vec<PageIndex>, Vec<PageIndex>) =
        editions.iter().partition(|index| is_planned(site, &site.pages[**index]));
    let all: Vec<Edition> = issued
        .iter()
        .map(|index| Edition {
            // A name that leads back to the page; of equal dates it keeps the order of the pages.
            label: format!("{index:08}"),
            ..dates(&site.pages[*index], endings.get(index).copied())
        })
        .collect();
    let all = Editions::new(all);
    let pages = all.all().iter().filter_map(|edition| edition.label.parse().ok());
    let standings = pages.zip(all.standings(site.as_of));
    let standings = standings.map(|(page, standing)| (page, of_page(site, page, standing.into())));
    planned.into_iter().map(|page| (page, Standing::Planned)).chain(standings).collect()
}

/// The standing of a page whose dates give `by_dates`.
fn of_page(site: &Site, page: PageIndex, by_dates: Standing) -> Standing {
    if !is_institution(site, &site.pages[page]) {
        return by_dates;
    }
    let is_amended = || {
        let done = site.acts.upon(page).filter(|act| act.kind == ActKind::Amends);
        done.filter_map(|act| act.on).any(|on| !on.is_after(site.as_of))
    };
    match by_dates {
        Standing::Lapsed => Standing::Expired,
        Standing::InForce if is_amended() => Standing::Revised,
        Standing::InForce if site.pages[page].document.fields.is_true("trial") => Standing::Trial,
        other => other,
    }
}

/// Pages that other pages repeal or replace, with the earliest date on which one does.
pub fn repealed(site: &Site) -> BTreeMap<PageIndex, PartialDate> {
    lifecycle::endings(site)
}

/// The dates of an edition under the name of its version.
pub fn edition(site: &Site, page: PageIndex, repealed: &BTreeMap<PageIndex, PartialDate>) -> Edition {
    let version = site.pages[page].document.fields.date("version");
    Edition {
        label: version.map_or_else(String::new, |version| version.to_string()),
        ..dates(&site.pages[page], repealed.get(&page).copied())
    }
}

fn dates(page: &Page, ended: Option<PartialDate>) -> Edition {
    let fields = &page.document.fields;
    let version = fields.date("version");
    let promulgated = ["promulgated", "issued"].iter().find_map(|name| fields.date(name));
    // A text that was amended cannot have begun before: those are the dates of its first edition.
    let is_of_version =
        |date: &PartialDate| version.is_none_or(|version| date.latest() >= version.earliest());
    let promulgated = promulgated.filter(is_of_version).or(version);
    let endings = [
        ended.map(Ending::Repealed),
        history(fields, "废止").map(Ending::Repealed),
        fields.date("ends").map(Ending::Lapsed),
        expiry(fields).map(|last| Ending::Lapsed(day_after(last))),
    ];
    Edition {
        label: String::new(),
        promulgated,
        effective: page.document.effective().filter(is_of_version),
        // What comes first ends it; of two on one day the express act.
        ending: endings.into_iter().flatten().min_by_key(|ending| ending_day(*ending).earliest()),
        is_first: promulgated.is_some_and(|out| begins_with(fields, out)),
    }
}

fn ending_day(ending: Ending) -> PartialDate {
    match ending {
        Ending::Repealed(on) | Ending::Lapsed(on) => on,
    }
}

/// The last day of the term that a page gives itself: 有效期至.
pub fn expiry(fields: &Fields) -> Option<PartialDate> {
    fields.date("expires").map(|date| date.latest().into())
}

fn day_after(last: PartialDate) -> PartialDate {
    last.latest().checked_add(1.day()).unwrap_or(last.latest()).into()
}

/// Whether the history of a page has dates, and none before the day on which it was out.
fn begins_with(fields: &Fields, out: PartialDate) -> bool {
    let dates = fields.records("history").into_iter().filter_map(|row| row.date("date"));
    dates.min().is_some_and(|first| first.earliest() >= out.earliest())
}

/// The date on which the history of a page names `action`.
fn history(fields: &Fields, action: &str) -> Option<PartialDate> {
    let rows = fields.records("history");
    rows.iter().find(|row| row.text("action") == Some(action)).and_then(|row| row.date("date"))
}
