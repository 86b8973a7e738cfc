//! A page as it stands in a list.

use crate::model::site::PageIndex;
use crate::model::standing::Standing;
use crate::render::frame::At;
use crate::render::view::{Entry, StandingMark};

/// The entry of `page` in a list at `at`.
pub fn entry(at: &At<'_>, page: PageIndex) -> Entry {
    let site = at.scene.site;
    let page = &site.pages[page];
    let fields = &page.document.fields;
    let mut marks = Vec::new();
    let is_one_of_several =
        fields.text("work").and_then(|work| site.works.get(work)).is_some_and(|editions| editions.len() > 1);
    let version = fields.date("version").filter(|version| is_one_of_several && Some(*version) != page.date);
    if let Some(version) = version {
        marks.push(at.scene.words.get("edition_mark").replace("{version}", &version.to_string()));
    }
    for name in ["level", "genre", "case_kind", "kind", "doc_no", "case_no"] {
        marks.extend(fields.text(name).map(str::to_owned));
    }
    marks.truncate(3);
    Entry {
        title: page.title.clone(),
        href: at.to(&page.route),
        summary: fields.text("summary").map(str::to_owned),
        date: page.date.map(|date| date.to_string()),
        type_label: site.type_label(page).to_owned(),
        content_type: page.document.content_type.clone(),
        marks,
        scope: narrower_scope(at, page.scope.as_deref()),
        standing: standing_mark(page.standing.filter(|standing| *standing != Standing::InForce)),
    }
}

/// The entries of `pages` in their order.
pub fn entries(at: &At<'_>, pages: &[PageIndex]) -> Vec<Entry> {
    pages.iter().map(|page| entry(at, *page)).collect()
}

/// `scope` where it is narrower than the site's own: what all pages share says nothing.
pub fn narrower_scope(at: &At<'_>, scope: Option<&str>) -> Option<String> {
    let config = &at.scene.site.config;
    let order = config.registry.vocabularies.get("release_scope")?;
    let place = |scope: &str| order.iter().position(|known| known == scope);
    let usual = config.release_scope.as_deref().and_then(place).unwrap_or(0);
    scope.filter(|scope| place(scope).is_some_and(|place| place > usual)).map(str::to_owned)
}

/// The standing of an edition as a page shows it.
pub fn standing_mark(standing: Option<Standing>) -> Option<StandingMark> {
    let standing = standing?;
    let name = match standing {
        Standing::InForce | Standing::Trial | Standing::Revised => "in-force",
        Standing::ReviewDue => "review",
        Standing::Planned | Standing::Pending => "pending",
        Standing::Amended | Standing::Repealed | Standing::Lapsed | Standing::Expired => "past",
        Standing::Unknown => "unknown",
    };
    Some(StandingMark { text: standing.to_string(), name })
}
