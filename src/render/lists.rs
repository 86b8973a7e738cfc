//! Sections, facets, recent changes, the index by pinyin, the glossary.

use std::collections::BTreeMap;

use crate::base::path::Route;
use crate::config::field::FieldDef;
use crate::config::registry::Behaviour;
use crate::model::order::{Letters, initial, title_key};
use crate::model::routes::{PINYIN_SIZE, letter_route, list_route, pages_of};
use crate::model::site::{FacetGroup, FolderIndex, Intro, PageIndex, Site};
use crate::render::columns::Columns;
use crate::render::content::{self, Leads};
use crate::render::entry::{entries, entry};
use crate::render::frame::{At, Scene, TERM};
use crate::render::register;
use crate::render::view::{
    BookView, Entry, Facet, FacetValue, FacetView, FacetsView, GlossaryGroup, GlossaryView, Letter, Link,
    ListRow, Month, NotFoundView, PageNumber, Pager, PinyinView, RecentView, RedirectView, Register,
    SearchView, SectionView,
};

/// How many values of a facet a section shows.
const FACET_VALUES: usize = 12;
/// How many pages the list of recent changes and the feed hold.
pub const RECENT_LIMIT: usize = 100;

/// The introduction as HTML, where it has words.
pub fn intro(at: &At<'_>, intro: &Intro) -> Option<String> {
    let html = content::body(
        at,
        &intro.document,
        Leads { links: &intro.links, media: &intro.media, citations: &intro.citations },
        BTreeMap::new(),
    );
    (!html.trim().is_empty()).then_some(html)
}

/// The summary of an introduction.
pub fn summary(intro: Option<&Intro>) -> Option<String> {
    intro.and_then(|intro| intro.document.fields.text("summary")).map(str::to_owned)
}

/// Dated pages, those changed last first.
pub fn recent(site: &Site) -> Vec<PageIndex> {
    let mut pages: Vec<PageIndex> =
        site.listed().filter(|(_, page)| page.updated.is_some()).map(|(index, _)| index).collect();
    pages.sort_by_cached_key(|index| {
        let page = &site.pages[*index];
        (std::cmp::Reverse(page.updated), page.document.path.clone())
    });
    pages.truncate(RECENT_LIMIT);
    pages
}

/// The columns of the lists of `folder`.
pub fn columns(scene: Scene<'_>, folder: FolderIndex) -> Columns<'_> {
    let own = &scene.site.folders[folder];
    Columns::of(scene, &own.pages, fields_of(scene, own.section))
}

/// Page `number` of the list of `folder`, which has these `columns`.
pub fn section(at: &At<'_>, folder: FolderIndex, number: usize, columns: &Columns<'_>) -> SectionView {
    let site = at.scene.site;
    let own = &site.folders[folder];
    let size = own.page_size(&site.config);
    let mut frame = at.frame("section", &numbered(at, &own.title, number), Some(folder));
    frame.crumbs = at.crumbs_to(own.parent);
    if own.parent.is_none() && own.path.is_empty() {
        frame.title = at.scene.words.get("section_untitled").to_owned();
    }
    frame.description = summary(own.index.as_ref());
    let first = number == 1;
    let rows: Vec<ListRow> =
        slice(&own.pages, size, number).iter().map(|page| columns.row(at, *page)).collect();
    let children =
        own.children.iter().map(|child| &site.folders[*child]).filter(|child| !child.pages.is_empty());
    SectionView {
        summary: summary(own.index.as_ref()),
        intro: own.index.as_ref().filter(|_| first).and_then(|index| intro(at, index)),
        count: own.pages.len(),
        folders: children
            .filter(|_| first)
            .map(|child| FacetValue {
                title: child.title.clone(),
                href: at.to(&child.route),
                count: child.pages.len(),
            })
            .collect(),
        registers: if first { registers(at, own.section) } else { Vec::new() },
        facets: if first { section_facets(at, &own.pages) } else { Vec::new() },
        columns: columns.heads(),
        summaries: rows.iter().any(|row| row.entry.summary.is_some()),
        rows,
        pager: pager(at, &own.route, number, pages_of(own.pages.len(), size)),
        frame,
    }
}

/// The fields of the pages of a section.
fn fields_of(scene: Scene<'_>, section: Option<usize>) -> &[FieldDef] {
    let config = &scene.site.config;
    let Some(section) = section.map(|section| &config.sections[section]) else { return &[] };
    &config.content_type(&section.content_type).fields
}

/// The registers that belong to what a section holds.
fn registers(at: &At<'_>, section: Option<usize>) -> Vec<Register> {
    let config = &at.scene.site.config;
    let Some(section) = section.map(|section| &config.sections[section]) else { return Vec::new() };
    let has = |behaviour| config.content_type(&section.content_type).has(behaviour);
    let mut registers = Vec::new();
    if has(Behaviour::Lifecycle) {
        registers.extend(register::of_institutions(at));
    } else if has(Behaviour::Editions) {
        // A list is not the place to say that nothing comes.
        registers.extend(register::of_editions(at).filter(|coming| coming.count > 0));
    }
    if has(Behaviour::Case) {
        registers.extend(register::of_cases(at));
    }
    registers
}

fn numbered(at: &At<'_>, title: &str, number: usize) -> String {
    if number == 1 {
        title.to_owned()
    } else {
        format!("{title} · {}", at.scene.words.numbered("page_n", number))
    }
}

fn slice(pages: &[PageIndex], size: usize, number: usize) -> &[PageIndex] {
    let start = ((number - 1) * size).min(pages.len());
    &pages[start..(start + size).min(pages.len())]
}

/// The facets that the pages of a section have, with how many of them.
fn section_facets(at: &At<'_>, pages: &[PageIndex]) -> Vec<Facet> {
    let site = at.scene.site;
    let mut inside = vec![false; site.pages.len()];
    pages.iter().for_each(|page| inside[*page] = true);
    let facets = site.facets.iter().filter_map(|group| {
        let mut values: Vec<FacetValue> = group
            .values
            .iter()
            .map(|value| FacetValue {
                title: value.value.clone(),
                href: at.to(format_args!("{}.html", value.base)),
                count: value.pages.iter().filter(|page| inside[**page]).count(),
            })
            .filter(|value| value.count > 0)
            .collect();
        if values.len() < 2 {
            return None;
        }
        let more = values.len().saturating_sub(FACET_VALUES);
        values.truncate(FACET_VALUES);
        Some(Facet { title: group.label.clone(), href: at.to(&group.route), values, more })
    });
    facets.collect()
}

/// All values of a facet.
pub fn facets(at: &At<'_>, group: &FacetGroup) -> FacetsView {
    let mut frame = at.frame("facets", &group.label, None);
    frame.crumbs = at.crumbs_to(None);
    let values = group.values.iter().map(|value| FacetValue {
        title: value.value.clone(),
        href: at.to(format_args!("{}.html", value.base)),
        count: value.pages.len(),
    });
    FacetsView { values: values.collect(), frame }
}

/// Page `number` of the pages that have the value at `place` of a facet; `first` is the address
/// of the first.
pub fn facet(at: &At<'_>, group: &FacetGroup, place: usize, first: &Route, number: usize) -> FacetView {
    let value = &group.values[place];
    let title = numbered(at, &format!("{}：{}", group.label, value.value), number);
    let mut frame = at.frame("facet", &title, None);
    frame.crumbs = at.crumbs_to(None);
    frame.crumbs.push(Link { title: group.label.clone(), href: at.to(&group.route) });
    let size = at.scene.site.config.page_size;
    FacetView {
        frame,
        label: group.label.clone(),
        value: value.value.clone(),
        count: value.pages.len(),
        entries: entries(at, slice(&value.pages, size, number)),
        pager: pager(at, first, number, pages_of(value.pages.len(), size)),
    }
}

/// The pager of page `page` of `pages`, whose first is at `first`.
pub fn pager(at: &At<'_>, first: &Route, page: usize, pages: usize) -> Pager {
    let href = |number: usize| at.to(list_route(first, number));
    let mut numbers = Vec::new();
    let mut last = 0;
    for number in 1..=pages {
        if number != 1 && number != pages && number.abs_diff(page) > 2 {
            continue;
        }
        if number > last + 1 {
            numbers.push(PageNumber { number: 0, href: None, current: false });
        }
        numbers.push(PageNumber { number, href: Some(href(number)), current: number == page });
        last = number;
    }
    Pager {
        page,
        pages,
        previous: (page > 1).then(|| href(page - 1)),
        next: (page < pages).then(|| href(page + 1)),
        numbers,
    }
}

/// The pages changed last, by month.
pub fn recent_view(at: &At<'_>) -> RecentView {
    let site = at.scene.site;
    let mut frame = at.frame("recent", at.scene.words.get("recent"), None);
    frame.crumbs = at.crumbs_to(None);
    let mut months: Vec<Month> = Vec::new();
    for page in recent(site) {
        let updated = site.pages[page].updated.map_or_else(String::new, |date| date.to_string());
        let title: String = updated.chars().take(7).collect();
        if months.last().is_none_or(|month| month.title != title) {
            months.push(Month { title, entries: Vec::new() });
        }
        if let Some(month) = months.last_mut() {
            month.entries.push(recent_entry(at, page));
        }
    }
    RecentView { frame, months }
}

/// A page among those changed last, with the day of its change.
pub fn recent_entry(at: &At<'_>, page: PageIndex) -> Entry {
    Entry { date: at.scene.site.pages[page].updated.map(|date| date.to_string()), ..entry(at, page) }
}

/// One initial of the index.
pub fn pinyin(at: &At<'_>, letters: &Letters, letter: char, number: usize) -> PinyinView {
    let words = at.scene.words;
    let name =
        |letter: char| if letter == '#' { words.get("other_letter").to_owned() } else { letter.to_string() };
    let mut frame = at.frame("pinyin", &format!("{} · {}", words.get("pinyin_index"), name(letter)), None);
    frame.crumbs = at.crumbs_to(None);
    let mut all: Vec<Letter> = letters
        .iter()
        .map(|(known, pages)| Letter {
            title: name(*known),
            href: at.to(letter_route(*known)),
            count: pages.len(),
            current: *known == letter,
        })
        .collect();
    if letters.contains_key(&'#') {
        // What has no initial comes last.
        all.rotate_left(1);
    }
    let pages = &letters[&letter];
    PinyinView {
        frame,
        letters: all,
        letter: name(letter),
        entries: entries(at, slice(pages, PINYIN_SIZE, number)),
        pager: pager(at, &letter_route(letter), number, pages_of(pages.len(), PINYIN_SIZE)),
    }
}

/// The glossary.
pub fn glossary(at: &At<'_>) -> GlossaryView {
    let site = at.scene.site;
    let mut terms: Vec<PageIndex> = site
        .listed()
        .filter(|(_, page)| page.document.content_type == TERM)
        .map(|(index, _)| index)
        .collect();
    terms.sort_by_cached_key(|index| (title_key(&site.pages[*index].title), *index));
    let mut frame = at.frame("glossary", at.scene.words.get("glossary"), None);
    frame.crumbs = at.crumbs_to(None);
    let mut groups: Vec<GlossaryGroup> = Vec::new();
    for term in terms {
        let first = initial(&site.pages[term].title);
        let title =
            if first == '#' { at.scene.words.get("other_letter").to_owned() } else { first.to_string() };
        if groups.last().is_none_or(|group| group.title != title) {
            groups.push(GlossaryGroup { title, entries: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.entries.push(entry(at, term));
        }
    }
    GlossaryView { frame, groups }
}

/// The page for addresses that lead nowhere. A server shows it at any depth, so its links begin
/// at the root of the server, or at the path of the site's base URL.
pub fn not_found(at: &At<'_>) -> NotFoundView {
    let site = at.scene.site;
    let base = site
        .config
        .base_url
        .as_deref()
        .and_then(|url| url.split_once("://"))
        .and_then(|(_, rest)| rest.split_once('/'));
    let at = At { root: format!("/{}", base.map_or("", |(_, path)| path)), ..at.clone() };
    let frame = at.frame("404", at.scene.words.get("not_found"), None);
    let sections =
        frame.nav.iter().map(|item| Link { title: item.title.clone(), href: item.href.clone() }).collect();
    NotFoundView { frame, sections }
}

/// The booklet that a reader puts together.
pub fn book(at: &At<'_>) -> BookView {
    let mut frame = at.frame("book", at.scene.words.get("book"), None);
    frame.crumbs = at.crumbs_to(None);
    BookView { frame, script: at.to(&at.scene.assets.book_js) }
}

/// The page of search results.
pub fn search(at: &At<'_>) -> SearchView {
    let mut frame = at.frame("search", at.scene.words.get("search"), None);
    frame.crumbs = at.crumbs_to(None);
    SearchView { frame }
}

/// The page at an old address of `page`.
pub fn redirect(at: &At<'_>, page: PageIndex) -> RedirectView {
    let title = at.scene.site.pages[page].title.clone();
    let frame = at.frame("redirect", at.scene.words.get("redirected"), None);
    RedirectView { frame, target: Link { title, href: at.to_page(page) } }
}
