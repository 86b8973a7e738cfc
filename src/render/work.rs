//! A work at its own address.

use crate::model::site::PageIndex;
use crate::render::frame::At;
use crate::render::project;
use crate::render::view::PageView;

/// The page of a work: the edition that it shows, at the work's own address.
pub fn work(at: &At<'_>, page: PageIndex) -> PageView {
    let mut view = project::page(at, page);
    let site = at.scene.site;
    let route = &site.pages[page].route;
    view.frame.canonical = site.config.base_url.as_ref().map(|base| format!("{base}{route}"));
    if let Some(note) = &mut view.edition {
        note.permanent = Some(at.to(route));
    }
    view
}
