//! Questions about citations that other rooms put to the site.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::law::edition::Rule;
use crate::law::number::ArticleNo;
use crate::markup::articles;
use crate::model::citation::resolve::Shelf;
use crate::model::citation::scan::{self, Scanned};
use crate::model::citation::titles::Writer;
use crate::model::citation::{At, Citations, Cited, CitedBy, back};
use crate::model::remember::Remembered;
use crate::model::site::{Intro, Page, PageIndex, Site};

/// Sets the citations of every page, introductions included, and who cites each page.
pub fn cite(site: &mut Site, remembered: &Remembered) {
    let scan = |page: &Page| match remembered.scan(site, page) {
        Some(key) => remembered.scans.get(key, || scan_page(site, page)),
        None => Arc::new(scan_page(site, page)),
    };
    let scanned: Vec<Arc<Scanned>> = site.pages.par_iter().map(scan).collect();
    cite_scanned(site, &scanned);
}

/// The same with the scans given, one for each page.
fn cite_scanned(site: &mut Site, scanned: &[Arc<Scanned>]) {
    let shelf = site.shelf();
    let of_page = |(index, page): (PageIndex, &Page)| {
        shelf.settle(Writer::page(index, page), &scanned[index], &page.links)
    };
    let mut of_pages: Vec<Citations> = site.pages.par_iter().enumerate().map(of_page).collect();
    let writers = site.pages.iter().enumerate().map(|(index, page)| Writer::page(index, page));
    shelf.settle_unheld(&mut writers.zip(&mut of_pages).collect::<Vec<_>>(), &|_| BTreeSet::new());
    // Introductions have no date, so they cite no edition but that in force.
    let of_intro = |intro: &Intro| {
        let content_type = site.config.content_type(&intro.document.content_type);
        let scanned = scan::scan(&intro.document, content_type, site.titles.names());
        let writer = Writer { document: Some(&intro.document), ..Writer::default() };
        shelf.settle(writer, &scanned, &intro.links)
    };
    let of_folders: Vec<Option<Citations>> =
        site.folders.iter().map(|folder| folder.index.as_ref().map(of_intro)).collect();
    let of_home = site.home.as_ref().map(of_intro);
    for (page, citations) in site.pages.iter_mut().zip(of_pages) {
        page.citations = citations;
    }
    let intros = site.folders.iter_mut().map(|folder| folder.index.as_mut()).chain([site.home.as_mut()]);
    for (intro, citations) in intros.zip(of_folders.into_iter().chain([of_home])) {
        if let (Some(intro), Some(citations)) = (intro, citations) {
            intro.citations = citations;
        }
    }
    site.cited_by = back::turned_round(site);
}

/// What one page cites, with everything else as it is.
pub fn cite_page(site: &Site, index: PageIndex) -> Citations {
    let page = &site.pages[index];
    let (shelf, writer) = (site.shelf(), Writer::page(index, page));
    let mut citations = shelf.settle(writer, &scan_page(site, page), &page.links);
    shelf.settle_unheld(&mut [(writer, &mut citations)], &|_| BTreeSet::new());
    citations
}

/// The citations of a page as the grammar finds them; the body of a withdrawn page is not shown.
fn scan_page(site: &Site, page: &Page) -> Scanned {
    if page.withdrawn {
        return Scanned::default();
    }
    scan::scan(&page.document, site.config.content_type(&page.document.content_type), site.titles.names())
}

impl Site {
    /// What citations are led to.
    pub fn shelf(&self) -> Shelf<'_> {
        Shelf {
            pages: &self.pages,
            titles: &self.titles,
            editions: &self.editions,
            lookup: &self.lookup,
            today: self.as_of,
        }
    }

    /// What `text` cites as if it were written on `page`: with its names, its date and its articles. The
    /// ranges are of `text`.
    pub fn cite(&self, text: &str, page: Option<PageIndex>) -> Citations {
        let document = page.map(|page| &self.pages[page].document);
        let writer = page.map_or_else(Writer::default, |page| Writer::page(page, &self.pages[page]));
        let found = match document {
            Some(document) => scan::scan_behind(document, text, self.titles.names()),
            None => scan::scan_alone(text, self.titles.names()),
        };
        let mut citations = Citations::default();
        for citation in &found {
            // No block of a page has this number, so 前款 stands in no article.
            self.shelf().lead(writer, At::Body(u32::MAX), citation, &mut citations);
        }
        let known = |cited: PageIndex| page.map_or_else(BTreeSet::new, |page| self.kept_numbers(page, cited));
        self.shelf().settle_unheld(&mut [(writer, &mut citations)], &known);
        citations
    }

    /// The numbers of `cited` that `page` cites for an edition before it, and that are the same there.
    fn kept_numbers(&self, page: PageIndex, cited: PageIndex) -> BTreeSet<ArticleNo> {
        let citations = &self.pages[page].citations.resolved;
        let kept = citations
            .iter()
            .filter(|citation| citation.page == cited && matches!(citation.rule, Some(Rule::Kept(_))));
        kept.flat_map(|citation| citation.places.iter().map(Cited::article)).collect()
    }

    /// The words of an article of `page`, 款 and 项 divided by `\n`, without its number.
    pub fn article_text(&self, page: PageIndex, no: ArticleNo) -> Option<String> {
        let document = &self.pages[page].document;
        let article = document.structure.as_ref()?.article(no)?;
        Some(articles::text_of(&document.body, article))
    }

    /// Who cites `page`, in the order of their paths.
    pub fn cited_by(&self, page: PageIndex) -> &[CitedBy] {
        self.cited_by.get(page).map_or(&[], Vec::as_slice)
    }
}
