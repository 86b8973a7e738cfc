//! Reviews: whether the sections that ask for one have it, for the words as they are now.

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::model::record::Occasion;
use crate::model::site::{Page, Site};

/// What is wrong with the reviews of `site`.
pub fn check(site: &Site, occasion: &Occasion) -> Vec<Diagnostic> {
    site.pages
        .iter()
        .filter(|page| !page.withdrawn)
        .filter_map(|page| of_page(site, occasion, page))
        .collect()
}

fn of_page(site: &Site, occasion: &Occasion, page: &Page) -> Option<Diagnostic> {
    let document = &page.document;
    let section = site.config.section(document.path.section());
    let is_required = section.is_some_and(|section| section.review);
    let review = document.fields.record("review");
    let signed = review.and_then(|review| review.text("digest"));
    let by = review.and_then(|review| review.text("by"));
    let is_current = signed.is_some() && signed == document.content_digest.as_deref();
    let place = || document.place_of("review");
    match (is_required, by, signed) {
        (true, Some(_), Some(_)) if is_current => None,
        (true, ..) if *occasion == Occasion::Preview => {
            Some(Diagnostic::new(&message::REVIEW_WAITING).at(place()))
        }
        (true, Some(by), Some(_)) => {
            Some(Diagnostic::new(&message::REVIEW_OUTDATED).with("by", by).at(place()))
        }
        (true, ..) => Some(Diagnostic::new(&message::UNREVIEWED).at(place())),
        (false, Some(by), Some(_)) if !is_current => {
            Some(Diagnostic::new(&message::REVIEW_STALE).with("by", by).at(place()))
        }
        _ => None,
    }
}
