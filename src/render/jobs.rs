//! Every page that a site has to make, and how each is made.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::Route;
use crate::model::order::Letters;
use crate::model::register::{CATALOGUE, CHECK_UP, COMING, HUB, MATRIX, REVIEWS, Registers, year_route};
use crate::model::routes::{
    BOOK, GLOSSARY, HOME, NOT_FOUND, OVERVIEW, PINYIN_SIZE, RECENT, RECORD, SEARCH, letter_route, list_route,
    pages_of,
};
use crate::model::site::{FolderIndex, PageIndex, Site};
use crate::render::asset::Assets;
use crate::render::columns::Columns;
use crate::render::frame::{At, Scene, has_terms};
use crate::render::press::{Press, Printed};
use crate::render::template::Templates;
use crate::render::words::Words;
use crate::render::{
    checkup, cited, compare, home, lists, matrix, overview, project, record, register, work,
};

/// A page to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Job {
    Home,
    Folder(FolderIndex, usize),
    Facets(usize),
    Facet { group: usize, value: usize, number: usize },
    Page(PageIndex),
    Work(PageIndex),
    Comparison(usize),
    Cited(PageIndex, usize),
    Recent,
    Overview,
    Book,
    Pinyin(char, usize),
    Glossary,
    Search,
    NotFound,
    Record,
    Redirect(PageIndex),
    Hub,
    Catalogue,
    Year(usize),
    Coming,
    CheckUp,
    Reviews,
    Matrix,
    Discipline(usize),
}

/// A page, made.
pub type RenderedPage = (Route, Printed);

/// Renders every page of `site` that is not `known`; the pages in the order of the jobs, and what
/// failed. Where no later build will ask for them, `known` is none.
pub fn render(
    site: &Site,
    words: &Words,
    assets: &Assets,
    templates: &Templates,
    letters: Letters,
    known: Option<&BTreeMap<Route, Printed>>,
) -> (Vec<RenderedPage>, Vec<Diagnostic>) {
    let pinyin = first_of_index(&letters);
    let scene = Scene { site, words, assets, pinyin: pinyin.as_ref(), has_glossary: has_terms(site) };
    let mut jobs = jobs(site, &letters);
    let several = Several { scene, letters, columns: vec![OnceLock::new(); site.folders.len()] };
    jobs.retain(|(_, job)| *job != Job::Search || assets.search_js.is_some());
    let made: Vec<Result<RenderedPage, Diagnostic>> = jobs
        .into_par_iter()
        .map(|(route, job)| {
            let press = Press {
                templates,
                known: known.and_then(|known| known.get(&route)),
                remembers: known.is_some(),
            };
            let printed = run(&At::new(scene, &route), job, &several, press)?;
            Ok((route, printed))
        })
        .collect();
    let mut pages = Vec::with_capacity(made.len());
    let mut failed: Vec<Diagnostic> = Vec::new();
    for result in made {
        match result {
            Ok(page) => pages.push(page),
            // One broken template fails every page that uses it in the same words.
            Err(diagnostic) if failed.contains(&diagnostic) => {}
            Err(diagnostic) => failed.push(diagnostic),
        }
    }
    (pages, failed)
}

/// The first page of the index by pinyin that has `letters`.
pub fn first_of_index(letters: &Letters) -> Option<Route> {
    let first = letters.keys().find(|letter| **letter != '#').or_else(|| letters.keys().next());
    first.map(|letter| letter_route(*letter))
}

/// Renders one page of content.
pub fn render_page(
    scene: Scene<'_>,
    page: PageIndex,
    templates: &Templates,
) -> Result<RenderedPage, Diagnostic> {
    let route = scene.site.pages[page].route.clone();
    let press = Press { templates, known: None, remembers: false };
    let printed = run(
        &At::new(scene, &route),
        Job::Page(page),
        &Several { scene, letters: BTreeMap::new(), columns: Vec::new() },
        press,
    )?;
    Ok((route, printed))
}

/// What several pages have in common.
struct Several<'a> {
    scene: Scene<'a>,
    /// The index by pinyin.
    letters: Letters,
    /// The columns of the lists of each folder, made with the first of them.
    columns: Vec<OnceLock<Columns<'a>>>,
}

fn run(at: &At<'_>, job: Job, several: &Several<'_>, templates: Press<'_>) -> Result<Printed, Diagnostic> {
    let site = at.scene.site;
    match job {
        Job::Home => templates.render("home.html", &home::home(at)),
        Job::Folder(folder, number) => {
            let columns = several.columns[folder].get_or_init(|| lists::columns(several.scene, folder));
            templates.render("section.html", &lists::section(at, folder, number, columns))
        }
        Job::Facets(group) => templates.render("facets.html", &lists::facets(at, &site.facets[group])),
        Job::Facet { group, value, number } => {
            let group = &site.facets[group];
            let first = group.values[value].route();
            templates.render("facet.html", &lists::facet(at, group, value, &first, number))
        }
        Job::Page(page) => templates.render("page.html", &project::page(at, page)),
        Job::Work(page) => templates.render("page.html", &work::work(at, page)),
        Job::Comparison(place) => templates.render("compare.html", &compare::compare(at, place)),
        Job::Cited(page, number) => templates.render("cited.html", &cited::view(at, page, number)),
        Job::Recent => templates.render("recent.html", &lists::recent_view(at)),
        Job::Overview => templates.render("overview.html", &overview::overview(at)),
        Job::Book => templates.render("book.html", &lists::book(at)),
        Job::Pinyin(letter, number) => {
            templates.render("pinyin.html", &lists::pinyin(at, &several.letters, letter, number))
        }
        Job::Record => templates.render("record.html", &record::view(at)),
        Job::Glossary => templates.render("glossary.html", &lists::glossary(at)),
        Job::Search => templates.render("search.html", &lists::search(at)),
        Job::NotFound => templates.render("404.html", &lists::not_found(at)),
        Job::Hub => templates.render("lifecycle.html", &register::hub(at)),
        Job::Catalogue => templates.render("catalogue.html", &register::catalogue(at)),
        Job::Year(year) => templates.render("yearly.html", &register::year(at, year)),
        Job::Coming => templates.render("coming.html", &register::coming(at)),
        Job::CheckUp => templates.render("checkup.html", &checkup::checkup(at)),
        Job::Reviews => templates.render("reviews.html", &register::reviews(at)),
        Job::Matrix => templates.render("matrix.html", &matrix::matrix(at)),
        Job::Discipline(row) => templates.render("discipline.html", &matrix::row(at, row)),
        Job::Redirect(page) => templates.render("redirect.html", &lists::redirect(at, page)),
    }
}

fn fixed(route: &str) -> Route {
    Route::new(route).expect("the addresses of fixed pages are plain")
}

fn jobs(site: &Site, letters: &Letters) -> Vec<(Route, Job)> {
    let mut jobs = vec![
        (fixed(HOME), Job::Home),
        (fixed(NOT_FOUND), Job::NotFound),
        (fixed(RECENT), Job::Recent),
        (fixed(RECORD), Job::Record),
        (fixed(OVERVIEW), Job::Overview),
        (fixed(BOOK), Job::Book),
        (fixed(SEARCH), Job::Search),
    ];
    for (index, folder) in site.folders.iter().enumerate().filter(|(_, folder)| !folder.path.is_empty()) {
        for number in 1..=pages_of(folder.pages.len(), folder.page_size(&site.config)) {
            jobs.push((list_route(&folder.route, number), Job::Folder(index, number)));
        }
    }
    for (group, facet) in site.facets.iter().enumerate() {
        jobs.push((facet.route.clone(), Job::Facets(group)));
        for (value, entry) in facet.values.iter().enumerate() {
            let first = entry.route();
            for number in 1..=pages_of(entry.pages.len(), site.config.page_size) {
                jobs.push((list_route(&first, number), Job::Facet { group, value, number }));
            }
        }
    }
    jobs.extend(site.pages.iter().enumerate().map(|(index, page)| (page.route.clone(), Job::Page(index))));
    let works = site.editions.iter().filter(|(_, work)| work.pages.len() > 1);
    jobs.extend(works.map(|(_, work)| (work.route.clone(), Job::Work(work.shown))));
    let compared = site.comparisons.all.iter().enumerate();
    jobs.extend(compared.map(|(place, two)| (two.route.clone(), Job::Comparison(place))));
    jobs.extend(cited::pages(site).map(|(route, page, number)| (route, Job::Cited(page, number))));
    for (letter, pages) in letters {
        for number in 1..=pages_of(pages.len(), PINYIN_SIZE) {
            jobs.push((list_route(&letter_route(*letter), number), Job::Pinyin(*letter, number)));
        }
    }
    if has_terms(site) {
        jobs.push((fixed(GLOSSARY), Job::Glossary));
    }
    jobs.extend(registers(&site.registers));
    jobs.extend(site.redirects.iter().map(|(route, page)| (route.clone(), Job::Redirect(*page))));
    jobs
}

/// The registers that the site has.
fn registers(registers: &Registers) -> Vec<(Route, Job)> {
    let mut jobs = Vec::new();
    if registers.of_institutions {
        jobs.push((fixed(HUB), Job::Hub));
        jobs.push((fixed(CATALOGUE), Job::Catalogue));
        jobs.push((fixed(CHECK_UP), Job::CheckUp));
        jobs.push((fixed(REVIEWS), Job::Reviews));
        let years = registers.years.iter().enumerate();
        jobs.extend(years.map(|(place, year)| (year_route(year.year), Job::Year(place))));
    }
    if registers.of_editions {
        jobs.push((fixed(COMING), Job::Coming));
    }
    if let Some(matrix) = &registers.matrix {
        jobs.push((fixed(MATRIX), Job::Matrix));
        let rows = matrix.rows.iter().enumerate();
        jobs.extend(rows.map(|(place, row)| (row.route.clone(), Job::Discipline(place))));
    }
    jobs
}
