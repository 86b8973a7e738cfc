//! The standing of editions as of the day of the build, from their dates and from what other pages
//! repeal.

use std::collections::BTreeMap;

use crate::base::date::PartialDate;
use crate::config::registry::Behaviour;
use crate::config::value::Fields;
use crate::law::edition::{Edition, Editions, Ending, Standing};
use crate::model::lookup::Found;
use crate::model::site::{Page, PageIndex, Site};

/// Fields by which one page ends another.
const ENDING_FIELDS: [&str; 2] = ["repeals", "replaces"];

/// Sets the standing of every page that is an edition, and says which edition a work's name means:
/// the one in force, else the latest.
pub fn judge(site: &mut Site) {
    let repealed = repealed(site);
    let mut standings: Vec<(PageIndex, Standing)> = Vec::new();
    for editions in site.works.values() {
        standings.extend(of_work(site, editions, &repealed));
    }
    for (page, standing) in standings {
        site.pages[page].standing = Some(standing);
    }
    for (work, editions) in &site.works {
        let is_in_force = |page: &PageIndex| site.pages[*page].standing == Some(Standing::InForce);
        let mut preferred = editions.clone();
        preferred.rotate_left(editions.iter().position(is_in_force).unwrap_or(0));
        site.lookup.prefer(work, preferred);
    }
}

/// Whether another edition, or nothing, has taken the place of a page of this standing.
pub fn is_past(standing: Option<Standing>) -> bool {
    matches!(standing, Some(Standing::Amended | Standing::Repealed | Standing::Lapsed))
}

fn of_work(
    site: &Site,
    editions: &[PageIndex],
    repealed: &BTreeMap<PageIndex, PartialDate>,
) -> Vec<(PageIndex, Standing)> {
    let all: Vec<Edition> = editions
        .iter()
        .map(|index| Edition {
            // A name that leads back to the page; of equal dates it keeps the order of the pages.
            label: format!("{index:08}"),
            ..dates(&site.pages[*index], repealed.get(index).copied())
        })
        .collect();
    let all = Editions::new(all);
    let pages = all.all().iter().filter_map(|edition| edition.label.parse().ok());
    pages.zip(all.standings(site.as_of)).collect()
}

/// The dates of an edition under the name of its version.
pub(super) fn edition(site: &Site, page: PageIndex, repealed: &BTreeMap<PageIndex, PartialDate>) -> Edition {
    let version = site.pages[page].document.fields.date("version");
    Edition {
        label: version.map_or_else(String::new, |version| version.to_string()),
        ..dates(&site.pages[page], repealed.get(&page).copied())
    }
}

fn dates(page: &Page, repealed: Option<PartialDate>) -> Edition {
    let fields = &page.document.fields;
    let promulgated = ["promulgated", "issued", "version"].iter().find_map(|name| fields.date(name));
    let by_history = || history(fields, "废止").map(Ending::Repealed);
    let by_date = || ["ends", "expires"].iter().find_map(|name| fields.date(name)).map(Ending::Lapsed);
    Edition {
        label: String::new(),
        promulgated,
        effective: fields.date("effective"),
        ending: repealed.map(Ending::Repealed).or_else(by_history).or_else(by_date),
    }
}

/// The date on which the history of a page names `action`.
fn history(fields: &Fields, action: &str) -> Option<PartialDate> {
    let rows = fields.records("history");
    rows.iter().find(|row| row.text("action") == Some(action)).and_then(|row| row.date("date"))
}

/// Pages that other pages repeal or replace, with the earliest date on which one does.
pub(super) fn repealed(site: &Site) -> BTreeMap<PageIndex, PartialDate> {
    let mut repealed: BTreeMap<PageIndex, PartialDate> = BTreeMap::new();
    for (index, page) in site.listed() {
        let content_type = site.config.content_type(&page.document.content_type);
        let fields = &page.document.fields;
        let start = fields.date("effective").or(fields.date("issued")).or(page.date);
        let Some(start) = start.filter(|_| content_type.has(Behaviour::Lifecycle)) else { continue };
        for name in ENDING_FIELDS.iter().flat_map(|field| fields.texts(field)) {
            if let Found::Page(target) = site.lookup.by_name(name)
                && target != index
            {
                let on = repealed.entry(target).or_insert(start);
                *on = start.min(*on);
            }
        }
    }
    repealed
}
