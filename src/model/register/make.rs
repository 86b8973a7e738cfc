//! All registers, made of the site.

use crate::base::diagnostic::Diagnostic;
use crate::config::registry::Behaviour;
use crate::model::force::Standing;
use crate::model::lifecycle::is_institution;
use crate::model::lookup::PageIndex;
use crate::model::register::{Registers, catalogue, checkup, coming, matrix, outcomes, reviews, yearly};
use crate::model::site::Site;

/// Makes the registers, and lets an institution stand as 待复审 whose review is overdue or whose
/// basis has changed.
pub fn make(site: &mut Site, diagnostics: &mut Vec<Diagnostic>) {
    let reviews = reviews::reviews(site);
    for review in reviews.iter().filter(|review| review.overdue >= 0) {
        diagnostics.extend(reviews::overdue(site, review));
    }
    let check_ups = checkup::check_ups(site);
    let overdue = reviews.iter().filter(|review| review.overdue >= 0).map(|review| review.page);
    let due: Vec<PageIndex> = check_ups.iter().map(|check_up| check_up.page).chain(overdue).collect();
    for page in due {
        site.pages[page].standing = Some(Standing::ReviewDue);
    }
    let registers = Registers {
        of_institutions: site.listed().any(|(_, page)| is_institution(site, page)),
        of_editions: site
            .listed()
            .any(|(_, page)| site.config.content_type(&page.document.content_type).has(Behaviour::Editions)),
        catalogue: catalogue::shelves(site),
        years: yearly::years(site),
        coming: coming::coming(site),
        matrix: matrix::matrix(site),
        behind: outcomes::behind(site),
        check_ups,
        reviews,
    };
    site.registers = registers;
}
