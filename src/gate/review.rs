//! Reviews: whether the sections that ask for one have it, for the words and files as they are now.

use std::collections::BTreeSet;

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::{disk, message};
use crate::model::record::Occasion;
use crate::model::site::{Page, PublishedFile, Site};

/// The digests of the files that `page` shows, links or takes along, by which a reviewer signs them:
/// in order, each once. `None` of a file that cannot be read.
///
/// Each has a digest of its own, so that a build which leaves some out can check the others.
pub fn files(site: &Site, page: &Page) -> BTreeSet<Option<String>> {
    page.files().map(|file| of_file(&site.files[file])).collect()
}

/// The digest of the name and the bytes of `file`.
fn of_file(file: &PublishedFile) -> Option<String> {
    let (sha256, _) = disk::digest(&file.disk).ok()?;
    let name = file.path.as_str().rsplit('/').next().unwrap_or_default();
    Some(Digest::of("review-file/1", &[name.as_bytes(), sha256.as_bytes()]).short(16))
}

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
    let known: Vec<&str> = review.map_or_else(Vec::new, |review| review.texts("files"));
    let is_known = |file: &Option<String>| file.as_deref().is_some_and(|file| known.contains(&file));
    let is_current = signed.is_some()
        && signed == document.content_digest.as_deref()
        && files(site, page).iter().all(is_known);
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
