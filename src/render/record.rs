//! The page of the record.

use std::collections::BTreeMap;

use crate::model::record::{Occasion, PageRecord, Record};
use crate::render::frame::At;
use crate::render::view::{Link, RecordView, ReviewRow, Words};

/// How many pages a list of changes shows; the JSON has all.
const SHOWN: usize = 200;

/// The record of the site at `at`.
pub fn view(at: &At<'_>) -> RecordView {
    let site = at.scene.site;
    let record = &site.record;
    let words = at.scene.words;
    let mut frame = at.frame("record", words.get("record"), None);
    frame.crumbs = at.crumbs_to(None);
    let is_publication = matches!(site.occasion, Occasion::Publication(_));
    let changes = record.changes.as_ref();
    let links = |routes: Option<&Vec<String>>| {
        let pages = routes.into_iter().flatten().filter_map(|route| record.page(route));
        pages.take(SHOWN).map(|page| link(at, page)).collect::<Vec<_>>()
    };
    let count = |routes: Option<&Vec<String>>| routes.map_or(0, Vec::len);
    RecordView {
        frame,
        scope: record.scope.clone(),
        as_of: is_publication.then(|| record.as_of.clone()),
        digest: is_publication.then(|| record.digest.clone()),
        since: changes.map(|changes| changes.since.clone()),
        is_first: is_publication && changes.is_none(),
        pages: record.pages.len(),
        files: record.files.len(),
        added: links(changes.map(|changes| &changes.added)),
        added_count: count(changes.map(|changes| &changes.added)),
        changed: links(changes.map(|changes| &changes.changed)),
        changed_count: count(changes.map(|changes| &changes.changed)),
        removed: changes.map_or_else(Vec::new, |changes| changes.removed.clone()),
        reviews: reviews(record),
        unreviewed: record.pages.iter().filter(|page| page.review.is_none()).count(),
        rules: record
            .rules
            .iter()
            .map(|rule| [rule.name.clone(), rule.severity.clone(), rule.found.to_string()])
            .collect(),
        exceptions: record
            .exceptions
            .iter()
            .map(|exception| [exception.rule.clone(), exception.place.clone(), exception.reason.clone()])
            .collect(),
        json: Words { text: "record.json".to_owned(), href: Some(at.to("record.json")) },
    }
}

fn link(at: &At<'_>, page: &PageRecord) -> Link {
    Link { title: page.title.clone(), href: at.to(&page.route) }
}

/// Who reviewed how many pages, and when last.
fn reviews(record: &Record) -> Vec<ReviewRow> {
    let mut rows: BTreeMap<&str, (usize, Option<&str>)> = BTreeMap::new();
    for review in record.pages.iter().filter_map(|page| page.review.as_ref()) {
        let row = rows.entry(&review.by).or_default();
        row.0 += 1;
        row.1 = row.1.max(review.on.as_deref());
    }
    rows.into_iter()
        .map(|(by, (count, last))| ReviewRow { by: by.to_owned(), count, last: last.map(str::to_owned) })
        .collect()
}
