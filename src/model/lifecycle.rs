//! 立改废释: the acts that institutions say, and what ends by them.
//!
//! Comes in: the fields `replaces`, `amends`, `repeals` and `interprets`. Goes out: acts with the page
//! that was meant. A name that several editions share means the one that an act of that date could
//! meet.

use std::collections::BTreeMap;

use crate::base::date::PartialDate;
use crate::config::registry::Behaviour;
use crate::config::value::Value;
use crate::model::acts::{Act, ActKind, Acts};
use crate::model::site::{Page, PageIndex, Site};

/// The acts that the pages of `site` say.
pub fn gather(site: &Site) -> Acts {
    let mut acts = Acts::default();
    for (index, page) in site.listed().filter(|(_, page)| is_institution(site, page)) {
        let on = start_of(page).filter(|_| !is_planned(site, page));
        for kind in ActKind::ALL {
            for item in page.document.fields.items(kind.field()) {
                let Value::Text(name) = &item.value else { continue };
                let Some(target) = meant(site, name, index, on) else { continue };
                acts.add(Act { kind, by: index, target, on, span: item.span });
            }
        }
    }
    acts
}

/// When pages end by what others do to them: the earliest date on which one does. A page that was
/// ended before its own acts would have counted ends nothing, and nothing ends before its issue.
pub fn endings(site: &Site) -> BTreeMap<PageIndex, PartialDate> {
    let mut ending: Vec<(PartialDate, usize)> = site
        .acts
        .all()
        .iter()
        .enumerate()
        .filter(|(_, act)| act.kind.ends() && act.by != act.target && !is_premature(site, act))
        .filter_map(|(place, act)| Some((act.on?, place)))
        .collect();
    ending.sort_unstable();
    let mut ended: BTreeMap<PageIndex, PartialDate> = BTreeMap::new();
    for (on, place) in ending {
        let act = &site.acts.all()[place];
        let is_void = ended.get(&act.by).is_some_and(|end| *end < on);
        if !is_void {
            ended.entry(act.target).or_insert(on);
        }
    }
    ended
}

/// Whether an act counts before what it is done to was issued.
pub fn is_premature(site: &Site, act: &Act) -> bool {
    let issued = issued_of(&site.pages[act.target]);
    matches!((act.on, issued), (Some(on), Some(issued)) if on.latest() < issued.earliest())
}

/// Whether the page has a life of its own: 立改废释.
pub fn is_institution(site: &Site, page: &Page) -> bool {
    site.config.content_type(&page.document.content_type).has(Behaviour::Lifecycle)
}

/// 拟制定: an institution with neither date nor number, or one that was issued after the day of the build.
pub fn is_planned(site: &Site, page: &Page) -> bool {
    if !is_institution(site, page) {
        return false;
    }
    let fields = &page.document.fields;
    let is_dated = ["issued", "effective", "version"].iter().any(|name| fields.date(name).is_some());
    let is_later = fields.date("issued").is_some_and(|issued| issued.is_after(site.as_of));
    is_later || !is_dated && fields.text("doc_no").is_none()
}

/// From when a page counts: 施行, or 印发 where 施行 is not known.
pub fn start_of(page: &Page) -> Option<PartialDate> {
    page.document.effective().or_else(|| first_date(page, &["issued", "promulgated", "version"]))
}

/// When a page was issued, as far as it is known.
pub fn issued_of(page: &Page) -> Option<PartialDate> {
    first_date(page, &["issued", "promulgated", "effective", "version"])
}

fn first_date(page: &Page, names: &[&str]) -> Option<PartialDate> {
    names.iter().find_map(|name| page.document.fields.date(name))
}

/// The page that `name` means in an act of the page `by` that counts from `on`.
fn meant(site: &Site, name: &str, by: PageIndex, on: Option<PartialDate>) -> Option<PageIndex> {
    let named = site.lookup.all_by_name(name);
    if let [page] = named.as_slice() {
        return Some(*page);
    }
    let work = |page: &PageIndex| site.pages[*page].document.fields.text("work");
    let one_work =
        named.first().and_then(work).is_some_and(|first| named.iter().all(|page| work(page) == Some(first)));
    let others = || named.iter().copied().filter(|page| *page != by);
    if !one_work {
        return None;
    }
    let begun = |page: &PageIndex| {
        let start = start_of(&site.pages[*page]);
        start.zip(on).is_some_and(|(start, on)| start.earliest() <= on.latest())
    };
    let latest = others().filter(begun).max_by_key(|page| (start_of(&site.pages[*page]), *page));
    latest.or_else(|| others().next())
}
