//! When institutions are to be reviewed.
//!
//! The day is given (`review_due`), or a cycle of months behind the day on which the institution was
//! last put in force, reviewed or changed by a document of its own.

use jiff::{Span, civil::Date};

use crate::base::date::PartialDate;
use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::model::acts::ActKind;
use crate::model::force::Standing;
use crate::model::lifecycle::{is_institution, start_of};
use crate::model::lookup::PageIndex;
use crate::model::register::Review;
use crate::model::register::coming::days_until;
use crate::model::site::{Page, Site};

/// No office plans further ahead than a hundred years.
const MONTHS: i64 = 1_200;

/// The reviews of institutions in force, the most overdue first.
pub fn reviews(site: &Site) -> Vec<Review> {
    let mut found: Vec<Review> = site
        .listed()
        .filter(|(_, page)| is_institution(site, page))
        .filter(|(_, page)| page.standing.is_some_and(Standing::is_in_force))
        .filter_map(|(index, page)| review(site, index, page))
        .collect();
    found.sort_by_key(|review| (review.due.earliest(), review.page));
    found
}

fn review(site: &Site, index: PageIndex, page: &Page) -> Option<Review> {
    let fields = &page.document.fields;
    let months = fields.integer("review_cycle_months").filter(|months| (1..=MONTHS).contains(months));
    let last = last(site, index, page);
    let due = match (fields.date("review_due"), last, months) {
        (Some(given), ..) => given,
        (None, Some(last), Some(months)) => later_by(last.latest(), months)?.into(),
        _ => return None,
    };
    Some(Review { page: index, due, overdue: -days_until(site.as_of, due.earliest()), last, months })
}

fn later_by(day: Date, months: i64) -> Option<Date> {
    day.checked_add(Span::new().months(months)).ok()
}

/// When an institution was put in force, reviewed or changed last, as of the day of the build.
fn last(site: &Site, index: PageIndex, page: &Page) -> Option<PartialDate> {
    let reviewed = page.document.fields.record("review").and_then(|review| review.date("on"));
    let changed = site.acts.upon(index).filter(|act| act.kind == ActKind::Amends).filter_map(|act| act.on);
    let past = changed.chain(reviewed).filter(|on| !on.is_after(site.as_of));
    past.chain(start_of(page)).max()
}

/// That a review is overdue, where the page gives a cycle; one that gives the day is told so already.
pub fn overdue(site: &Site, review: &Review) -> Option<Diagnostic> {
    let document = &site.pages[review.page].document;
    document.fields.date("review_due").is_none().then(|| {
        let found = Diagnostic::new(&message::REVIEW_OVERDUE).with("due", review.due);
        found.at(document.place_of("review_cycle_months"))
    })
}
