//! The order in which a site is put together from its documents.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::date::PartialDate;
use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::path::{ROUTE_LIMIT, Route};
use crate::base::span::Place;
use crate::config::registry::Behaviour;
use crate::config::site::SiteConfig;
use crate::markup::document::Document;
use crate::model::acts::Acts;
use crate::model::addresses::{self, Owner, Taken};
use crate::model::citation::titles::Titles;
use crate::model::citation::{self, Citations};
use crate::model::comparing;
use crate::model::comparisons::Comparisons;
use crate::model::editions::Timeline;
use crate::model::files::{FileShelf, index_of};
use crate::model::links::{Outcome, Resolver, mention};
use crate::model::lookup::{Lookup, Named};
use crate::model::order;
use crate::model::record::{Occasion, Record};
use crate::model::register::{self, Registers};
use crate::model::remember::Remembered;
use crate::model::routes::{HOME, folder_route, folder_slugs, page_id, page_route};
use crate::model::site::{Folder, FolderIndex, Page, PageIndex, Site};
use crate::model::suggest::Suggestions;
use crate::model::{contradictions, facets, quotations, related, standing};
use crate::source::scan::SourceFile;

/// Puts the site together as of the day `as_of`, from documents in the order of their paths, with what
/// sites before this one remember.
pub fn assemble(
    config: SiteConfig,
    documents: Vec<Arc<Document>>,
    files: &[SourceFile],
    as_of: jiff::civil::Date,
    remembered: &mut Remembered,
) -> (Site, Vec<Diagnostic>) {
    let mut site = Site {
        config,
        as_of,
        pages: Vec::new(),
        folders: Vec::new(),
        home: None,
        files: Vec::new(),
        facets: Vec::new(),
        works: BTreeMap::new(),
        titles: Titles::default(),
        cited_by: Vec::new(),
        acts: Acts::default(),
        registers: Registers::default(),
        editions: Timeline::default(),
        comparisons: Comparisons::default(),
        redirects: BTreeMap::new(),
        lookup: Lookup::default(),
        occasion: Occasion::default(),
        record: Record::default(),
    };
    let mut diagnostics = Vec::new();
    let (published, hidden) = split_unpublished(documents, as_of);
    for document in &hidden {
        site.lookup.hide(&document.path, document.fields.text("id"), document.title());
    }
    place_documents(&mut site, published, &mut diagnostics);
    name_pages(&mut site, &mut diagnostics);
    group_editions(&mut site, &mut diagnostics);
    standing::judge(&mut site);
    site.editions = Timeline::of(&site);
    let compare = || Comparisons::of(&site, &comparing::asked(&site), &remembered.alignments);
    let ((compared, found), titles) = rayon::join(compare, || Titles::of(&site));
    (site.comparisons, site.titles) = (compared, titles);
    diagnostics.extend(found);
    resolve_links(&mut site, &hidden, files, &mut diagnostics);
    citation::ask::cite(&mut site, remembered);
    remembered.turn();
    list_pages(&mut site);
    contradictions::check(&site, &mut diagnostics);
    register::make::make(&mut site, &mut diagnostics);
    diagnostics.extend(quotations::check(&site));
    site.facets = facets::groups(&site);
    order::link_neighbours(&mut site);
    related::link_back(&mut site);
    related::relate(&mut site);
    check_routes(&mut site, &mut diagnostics);
    check_pages(&site, &mut diagnostics);
    diagnostics.extend(citation::check::check(&site));
    (site, diagnostics)
}

/// Drafts, and pages whose day has not come, are left out before anything is made of the rest.
fn split_unpublished(
    documents: Vec<Arc<Document>>,
    as_of: jiff::civil::Date,
) -> (Vec<Arc<Document>>, Vec<Arc<Document>>) {
    documents.into_iter().partition(|document| {
        let fields = &document.fields;
        let waits = fields.date("publish_on").is_some_and(|date| date.is_after(as_of));
        !fields.is_true("draft") && !waits
    })
}

fn place_documents(site: &mut Site, documents: Vec<Arc<Document>>, diagnostics: &mut Vec<Diagnostic>) {
    let mut folders: BTreeMap<String, FolderIndex> = BTreeMap::new();
    let sections: Vec<String> = site.config.sections.iter().map(|section| section.name.clone()).collect();
    let slugs = folder_slugs(&sections, documents.iter().map(|document| document.path.folder()));
    for section in &sections {
        add_folder(site, &mut folders, &slugs, section, diagnostics);
    }
    for document in documents {
        let folder = document.path.folder().to_owned();
        if document.is_index && folder.is_empty() {
            site.home = Some(document.into());
            continue;
        }
        let folder = add_folder(site, &mut folders, &slugs, &folder, diagnostics);
        if document.is_index {
            site.folders[folder].title = document.title().to_owned();
            site.folders[folder].index = Some(document.into());
        } else {
            add_page(site, &slugs, folder, document, diagnostics);
        }
    }
}

/// The folder at `path`, made with all above it where it is new.
fn add_folder(
    site: &mut Site,
    folders: &mut BTreeMap<String, FolderIndex>,
    slugs: &BTreeMap<String, String>,
    path: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> FolderIndex {
    if let Some(index) = folders.get(path) {
        return *index;
    }
    let parent =
        path.rsplit_once('/').map(|(parent, _)| add_folder(site, folders, slugs, parent, diagnostics));
    let section_name = path.split('/').next().unwrap_or_default();
    let section = site.config.sections.iter().position(|section| section.name == section_name);
    let own_title = path.rsplit('/').next().unwrap_or_default();
    let title = match (parent, section) {
        (None, Some(section)) => site.config.sections[section].title.clone(),
        _ => own_title.to_owned(),
    };
    let route = folder_route(slugs.get(path).map_or("", String::as_str)).unwrap_or_else(|text| {
        diagnostics.push(
            Diagnostic::new(&message::ROUTE_TOO_LONG)
                .with("route", text)
                .with("limit", ROUTE_LIMIT)
                .at(Place::file(path)),
        );
        Route::new("index.html").expect("a plain name is a route")
    });
    let index = site.folders.len();
    site.folders.push(Folder {
        path: path.to_owned(),
        route,
        title,
        index: None,
        section,
        parent,
        children: Vec::new(),
        pages: Vec::new(),
    });
    if let Some(parent) = parent {
        site.folders[parent].children.push(index);
    }
    folders.insert(path.to_owned(), index);
    index
}

fn add_page(
    site: &mut Site,
    slugs: &BTreeMap<String, String>,
    folder: FolderIndex,
    document: Arc<Document>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let slug_of = |path: &str| slugs.get(path).map_or("", String::as_str);
    let section = slug_of(document.path.section());
    let id = page_id(&document, section, slug_of(document.path.folder()));
    let route = match page_route(section, &id) {
        Ok(route) => route,
        // An id that cannot be part of an address was reported when the page was parsed.
        Err(text) if text.len() <= ROUTE_LIMIT => return,
        Err(text) => {
            let found =
                Diagnostic::new(&message::ROUTE_TOO_LONG).with("route", text).with("limit", ROUTE_LIMIT);
            diagnostics.push(found.at(document.place_of("id")));
            return;
        }
    };
    let scope = document.scope.clone();
    let date = order::date_of(&document.fields);
    site.pages.push(Page {
        title: document.title().to_owned(),
        updated: document.fields.date("updated").or(date),
        date,
        scope,
        standing: None,
        withdrawn: document.fields.get("withdrawn").is_some(),
        document,
        id,
        route,
        folder,
        links: Vec::new(),
        citations: Citations::default(),
        media: Vec::new(),
        attachments: Vec::new(),
        named_files: BTreeMap::new(),
        previous: None,
        next: None,
        related: Vec::new(),
        backlinks: Vec::new(),
    });
}

/// Enters every page under its names; a given id may stand once.
fn name_pages(site: &mut Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut ids: BTreeMap<String, PageIndex> = BTreeMap::new();
    for (index, page) in site.pages.iter().enumerate() {
        let document = &page.document;
        let given = document.fields.text("id").is_some();
        if given && let Some(other) = ids.insert(page.id.clone(), index) {
            let other = &site.pages[other].document.path;
            let found = Diagnostic::new(&message::DUPLICATE_ID).with("id", &page.id).with("other", other);
            diagnostics.push(found.at(document.place_of("id")));
        }
        let version = document.fields.date("version").map(|date| date.to_string());
        let is_edition = site.config.content_type(&document.content_type).has(Behaviour::Editions);
        site.lookup.add(
            index,
            &document.path,
            &Named {
                id: &page.id,
                given,
                title: &page.title,
                names: &document.fields.texts("aliases"),
                work: document.fields.text("work").filter(|_| is_edition),
                version: version.as_deref(),
            },
        );
    }
}

/// Gathers the editions of each work; where there are several, each needs a version of its own.
fn group_editions(site: &mut Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut works: BTreeMap<String, Vec<PageIndex>> = BTreeMap::new();
    for (index, page) in site.listed() {
        let is_edition = site.config.content_type(&page.document.content_type).has(Behaviour::Editions);
        if let Some(work) = page.document.fields.text("work").filter(|_| is_edition) {
            works.entry(work.to_owned()).or_default().push(index);
        }
    }
    for (work, editions) in &mut works {
        let version = |index: &PageIndex| site.pages[*index].document.fields.date("version");
        editions.sort_by_key(|index| (std::cmp::Reverse(version(index)), *index));
        check_versions(site, work, editions, diagnostics);
    }
    site.works = works;
}

fn check_versions(site: &Site, work: &str, editions: &[PageIndex], diagnostics: &mut Vec<Diagnostic>) {
    if editions.len() < 2 {
        return;
    }
    let mut seen: BTreeMap<PartialDate, PageIndex> = BTreeMap::new();
    for index in editions {
        let document = &site.pages[*index].document;
        let Some(version) = document.fields.date("version") else {
            let found = Diagnostic::new(&message::VERSION_MISSING).with("work", work);
            diagnostics.push(found.at(document.place_of("work")));
            continue;
        };
        if let Some(other) = seen.insert(version, *index) {
            let found = Diagnostic::new(&message::VERSION_TWICE)
                .with("work", work)
                .with("version", version)
                .with("other", &site.pages[other].document.path);
            diagnostics.push(found.at(document.place_of("version")));
        }
    }
}

fn resolve_links(
    site: &mut Site,
    hidden: &[Arc<Document>],
    files: &[SourceFile],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let assets: Vec<SourceFile> =
        files.iter().filter(|file| file.kind == crate::source::scan::FileKind::Asset).cloned().collect();
    let mut shelf = FileShelf::new(&assets);
    for document in hidden {
        mention(document, site.config.content_type(&document.content_type), &mut shelf);
    }
    let suggestions = Suggestions::new(&site.lookup, assets.iter().map(|file| file.path.as_str()).collect());
    let resolver = Resolver {
        lookup: &site.lookup,
        pages: &site.pages,
        folders: &site.folders,
        titles: &site.titles,
        suggestions: &suggestions,
        editions: &site.editions,
        comparisons: &site.comparisons,
        as_of: site.as_of,
    };
    let mut resolve = |document: &Document| {
        resolver.resolve(document, site.config.content_type(&document.content_type), &mut shelf)
    };
    let of_pages: Vec<Outcome> = site.pages.iter().map(|page| resolve(&page.document)).collect();
    let of_folders: Vec<Option<Outcome>> = site
        .folders
        .iter()
        .map(|folder| folder.index.as_ref().map(|index| resolve(&index.document)))
        .collect();
    let of_home = site.home.as_ref().map(|home| resolve(&home.document));
    let (files, mut about_files) = shelf.publish();
    diagnostics.append(&mut about_files);
    for (page, mut outcome) in site.pages.iter_mut().zip(of_pages) {
        diagnostics.append(&mut outcome.diagnostics);
        page.attachments = outcome.attachments.iter().filter_map(|path| index_of(&files, path)).collect();
        page.named_files = outcome
            .named
            .iter()
            .filter_map(|(text, path)| Some((text.clone(), index_of(&files, path)?)))
            .collect();
        (page.links, page.media) = outcome.settle(&files);
    }
    let intros = site.folders.iter_mut().map(|folder| folder.index.as_mut()).chain([site.home.as_mut()]);
    for (intro, outcome) in intros.zip(of_folders.into_iter().chain([of_home])) {
        if let (Some(intro), Some(mut outcome)) = (intro, outcome) {
            diagnostics.append(&mut outcome.diagnostics);
            (intro.links, intro.media) = outcome.settle(&files);
        }
    }
    site.files = files;
}

/// Lists the pages of each folder and those below it, as the section orders them.
fn list_pages(site: &mut Site) {
    let keys: Vec<_> = site.pages.par_iter().map(|page| order::title_key(&page.title)).collect();
    let mut lists: Vec<Vec<PageIndex>> = vec![Vec::new(); site.folders.len()];
    for (index, page) in site.listed() {
        let mut folder = Some(page.folder);
        while let Some(at) = folder {
            lists[at].push(index);
            folder = site.folders[at].parent;
        }
    }
    for (folder, mut list) in lists.into_iter().enumerate() {
        let section = site.folders[folder].section.map(|section| site.config.sections[section].sort);
        let by = section.unwrap_or(crate::config::site::SectionSort::Title);
        order::sort(&mut list, &site.pages, &keys, by);
        site.folders[folder].pages = list;
    }
}

/// Every address may stand once, whatever the case of its letters: of the pages that every site has,
/// of lists, of folders, of pages and of old addresses.
fn check_routes(site: &mut Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut taken = Taken::of(site);
    // A folder that has the home page's address is the root, or was refused for its length.
    for folder in site.folders.iter().filter(|folder| folder.route.as_str() != HOME) {
        for route in addresses::of_folder(site, folder) {
            let owner = Owner::of_path(&folder.path);
            if let Err(found) = taken.claim(&route, owner) {
                diagnostics.push(found.at(Place::file(folder.path.as_str())));
            }
        }
    }
    let mut given: BTreeSet<&str> = BTreeSet::new();
    for page in &site.pages {
        let document = &page.document;
        // Of two equal ids it was said already.
        let said = document.fields.text("id").is_some_and(|id| !given.insert(id));
        let claimed = taken.claim(&page.route, Owner::of_path(document.path.as_str()));
        if let Err(found) = claimed.map_err(|found| found.at(document.place_of("id")))
            && !said
        {
            diagnostics.push(found);
        }
    }
    let mut redirects: BTreeMap<Route, PageIndex> = BTreeMap::new();
    for (index, page) in site.pages.iter().enumerate() {
        for field in page.document.fields.items("redirect_from") {
            let Some(old) = field.value.as_text() else { continue };
            let place = page.document.place(field.span);
            let route = Route::new(old.trim_start_matches('/'))
                .ok()
                .filter(|route| route.as_str().ends_with(".html"));
            let Some(route) = route else {
                diagnostics.push(Diagnostic::new(&message::BAD_REDIRECT).with("route", old).at(place));
                continue;
            };
            match taken.claim(&route, Owner::of_path(page.document.path.as_str())) {
                Ok(()) => {
                    redirects.insert(route, index);
                }
                Err(found) => diagnostics.push(found.at(place)),
            }
        }
    }
    site.redirects = redirects;
}

/// What is at most a warning about single pages.
fn check_pages(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for page in &site.pages {
        let document = &page.document;
        let has_records = document.fields.iter().any(|(name, field)| {
            matches!(field.value, crate::config::value::Value::List(_))
                && !document.fields.records(name).is_empty()
        });
        if document.body.text.trim().is_empty()
            && document.body.media.is_empty()
            && !page.withdrawn
            && !has_records
        {
            diagnostics.push(Diagnostic::new(&message::EMPTY_PAGE).at(Place::file(document.path.as_str())));
        }
        let due = document.fields.date("review_due");
        if let Some(due) = due.filter(|due| !due.is_after(site.as_of) && !page.withdrawn) {
            let found = Diagnostic::new(&message::REVIEW_OVERDUE).with("due", due);
            diagnostics.push(found.at(document.place_of("review_due")));
        }
    }
}
