//! The home page.

use crate::model::routes::RECENT;
use crate::model::site::{PageIndex, Site};
use crate::render::entry::entry;
use crate::render::frame::At;
use crate::render::view::{HomeView, Link, SectionCard};
use crate::render::{lists, register};

/// How many recent changes the home page shows.
const HOME_RECENT: usize = 8;
/// How many of the things that begin or end soon the home page shows.
const HOME_SOON: usize = 5;
/// How many of its latest pages a section shows on the home page.
const CARD_LATEST: usize = 4;
/// The type of pages that are suggested for reading.
const STUDY: &str = "study";
/// The requirement of pages that are suggested before all others.
const REQUIRED: &str = "必读";

/// The home page.
pub fn home(at: &At<'_>) -> HomeView {
    let site = at.scene.site;
    let mut frame = at.frame("home", &site.config.title, None);
    frame.description = site.config.description.clone();
    let sections = site.folders.iter().filter(|folder| {
        folder.parent.is_none() && folder.section.is_some_and(|section| !site.config.sections[section].aside)
    });
    let ways = frame.aside.iter().map(|item| Link { title: item.title.clone(), href: item.href.clone() });
    let ways = ways.collect();
    let (soon, soon_href) = register::soon(at, HOME_SOON);
    HomeView {
        frame,
        description: site.config.description.clone(),
        intro: site.home.as_ref().and_then(|home| lists::intro(at, home)),
        sections: sections
            .map(|folder| SectionCard {
                title: folder.title.clone(),
                href: at.to(&folder.route),
                summary: lists::summary(folder.index.as_ref()),
                count: folder.pages.len(),
                content_type: folder
                    .section
                    .map_or_else(String::new, |section| site.config.sections[section].content_type.clone()),
                latest: folder.pages.iter().take(CARD_LATEST).map(|page| entry(at, *page)).collect(),
            })
            .collect(),
        blocks: site.config.home.iter().filter_map(|word| block(word)).collect(),
        soon,
        soon_href,
        suggestion: suggestion(site).map(|page| entry(at, page)),
        ways,
        recent: lists::recent(site)
            .into_iter()
            .take(HOME_RECENT)
            .map(|page| lists::recent_entry(at, page))
            .collect(),
        recent_href: at.to(RECENT),
        count: site.listed().count(),
    }
}

/// The name of a block in the template.
fn block(word: &str) -> Option<&'static str> {
    Some(match word {
        "栏目" => "rooms",
        "施行和到期" => "dates",
        "学习推荐" => "suggestion",
        "最近更新" => "recent",
        "站点介绍" => "intro",
        _ => return None,
    })
}

/// The page of study of the week: required reading in turn, a page each week; any study where none
/// is required.
fn suggestion(site: &Site) -> Option<PageIndex> {
    let study = |required: bool| -> Vec<PageIndex> {
        let pages = site.listed().filter(|(_, page)| page.document.content_type == STUDY);
        let fits = |level: Option<&str>| !required || level == Some(REQUIRED);
        pages.filter(|(_, page)| fits(page.document.fields.text("level"))).map(|(index, _)| index).collect()
    };
    let pages = Some(study(true)).filter(|pages| !pages.is_empty()).unwrap_or_else(|| study(false));
    let monday = jiff::civil::date(1970, 1, 5);
    let days = site.as_of.since((jiff::Unit::Day, monday)).ok()?.get_days();
    let week = usize::try_from(days / 7).unwrap_or(0);
    (!pages.is_empty()).then(|| pages[week % pages.len()])
}
