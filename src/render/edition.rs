//! Which edition a page is, what became of it, and how it is cited.

use crate::config::registry::Behaviour;
use crate::config::value::Fields;
use crate::model::editions::Work;
use crate::model::force::Standing;
use crate::model::site::{Page, PageIndex, Site};
use crate::model::standing;
use crate::render::entry::standing_mark;
use crate::render::frame::At;
use crate::render::view::{CitedAs, Edition, EditionNote, Event, Link};

/// The editions of the work whose edition `index` is, latest first; none where it is alone.
pub fn editions(at: &At<'_>, index: PageIndex) -> Vec<Edition> {
    let site = at.scene.site;
    let Some(work) = work_of_several(site, index) else { return Vec::new() };
    let edition = |(place, other): (usize, &PageIndex)| {
        let dates = work.edition(place);
        Edition {
            title: dates.label.clone(),
            href: at.to_page(*other),
            standing: standing_mark(site.pages[*other].standing),
            promulgated: dates.promulgated.map(|date| date.to_string()),
            effective: dates.effective.map(|date| date.to_string()),
            current: *other == index,
            compare: site.comparisons.route(index, *other).map(|route| at.to(route)),
        }
    };
    work.pages.iter().enumerate().rev().map(edition).collect()
}

/// Which edition the page `index` is, where there are several or where it is not yet in force.
pub fn note(at: &At<'_>, index: PageIndex) -> Option<EditionNote> {
    let site = at.scene.site;
    let (_, work) = site.editions.of_page(index)?;
    if work.pages.len() < 2 && site.pages[index].standing != Some(Standing::Pending) {
        return None;
    }
    let place = work.pages.iter().position(|page| *page == index)?;
    let dates = work.edition(place);
    let standing = site.pages[index].standing;
    let shown = site.pages[work.shown].standing.is_some_and(Standing::is_in_force);
    let in_force = Some(work.shown).filter(|page| shown && *page != index);
    let before = place.checked_sub(1).map(|before| work.pages[before]);
    let compare = in_force.or(before).and_then(|other| {
        let title = version(site, other);
        Some(Link { title, href: at.to(site.comparisons.route(index, other)?) })
    });
    Some(EditionNote {
        version: dates.label.clone(),
        promulgated: dates.promulgated.map(|date| date.to_string()),
        effective: dates.effective.map(|date| date.to_string()),
        count: work.pages.len(),
        state: state(standing),
        ended: ended(site, index),
        in_force: in_force.map(|page| Link { title: version(site, page), href: at.to_page(page) }),
        compare,
        work: Link { title: site.pages[index].title.clone(), href: at.to(&work.route) },
        permanent: None,
    })
}

/// What happened to a text, from its field.
pub fn history(fields: &Fields) -> Vec<Event> {
    let event = |record: &Fields| Event {
        date: record.date("date").map(|date| date.to_string()),
        action: record.text("action").map(str::to_owned),
        by: record.text("by").map(str::to_owned),
    };
    fields.records("history").into_iter().map(event).collect()
}

/// Whether articles with numbers stand in the body of a page that is shown.
pub fn has_articles(page: &Page) -> bool {
    !page.withdrawn && !page.document.body.articles.is_empty()
}

/// What follows the title of a page of articles where it is cited: the year and act of the edition, where it
/// is not the first text.
pub fn citation(site: &Site, index: PageIndex) -> Option<CitedAs> {
    let page = &site.pages[index];
    let content_type = site.config.content_type(&page.document.content_type);
    if !content_type.has(Behaviour::Articles) {
        return None;
    }
    let fields = &page.document.fields;
    let version = fields.date("version");
    let rows = fields.records("history");
    let acts = rows.iter().filter_map(|row| Some((row.date("date")?, row.text("action")?)));
    let latest = acts.filter(|(_, action)| ["修正", "修订", "修改"].contains(action));
    let latest = latest.filter(|(date, _)| version.is_none_or(|version| date.year <= version.year)).max();
    let several = work_of_several(site, index).is_some();
    let words = match (latest, version) {
        (Some((date, action)), Some(version)) if date.year == version.year => {
            Some(format!("（{}年{action}）", version.year))
        }
        (_, Some(version)) if several => Some(format!("（{}年）", version.year)),
        _ => None,
    };
    // A title may say its edition itself.
    let said = version.is_some_and(|version| page.title.contains(&format!("{}年", version.year)));
    Some(CitedAs { edition: words.filter(|_| !said) })
}

/// The version of a page, or its title.
pub fn version(site: &Site, page: PageIndex) -> String {
    let page = &site.pages[page];
    page.document.fields.date("version").map_or_else(|| page.title.clone(), |date| date.to_string())
}

fn work_of_several(site: &Site, page: PageIndex) -> Option<&Work> {
    site.editions.of_page(page).map(|(_, work)| work).filter(|work| work.pages.len() > 1)
}

fn state(standing: Option<Standing>) -> &'static str {
    match standing {
        Some(standing) if standing.is_in_force() => "in-force",
        Some(Standing::Pending | Standing::Planned) => "pending",
        Some(Standing::Amended) => "amended",
        Some(standing) if standing.is_past() => "ended",
        _ => "unknown",
    }
}

/// When a text that was repealed or lapsed ended, as its own fields say.
fn ended(site: &Site, page: PageIndex) -> Option<String> {
    let shown = &site.pages[page];
    let is_over = shown.standing.is_some_and(|standing| standing.is_past() && standing != Standing::Amended);
    let fields = &shown.document.fields;
    let date = fields.date("ends").or_else(|| standing::expiry(fields));
    date.filter(|_| is_over).map(|date| date.to_string())
}
