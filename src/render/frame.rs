//! What stands around every page.

use crate::base::path::Route;
use crate::model::register::HUB;
use crate::model::routes::{GLOSSARY, HOME, OVERVIEW, RECENT};
use crate::model::site::{FolderIndex, PageIndex, Site};
use crate::render::asset::Assets;
use crate::render::view::{Frame, Link, NavItem};
use crate::render::words::Words;

/// The Atom feed.
pub const FEED: &str = "feed.xml";

/// What every projection needs besides the page itself.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The site.
    pub site: &'a Site,
    /// The words of the interface.
    pub words: &'a Words,
    /// Style sheets and scripts.
    pub assets: &'a Assets,
    /// The first page of the pinyin index, where there is one.
    pub pinyin: Option<&'a Route>,
    /// Whether the site has terms.
    pub has_glossary: bool,
}

/// A page being made: where it is, and how it reaches the others.
#[derive(Debug, Clone)]
pub struct At<'a> {
    /// The scene.
    pub scene: Scene<'a>,
    /// The page's own address.
    pub route: &'a Route,
    /// The way to the root.
    pub root: String,
}

impl<'a> At<'a> {
    /// The page at `route`.
    pub fn new(scene: Scene<'a>, route: &'a Route) -> Self {
        Self { scene, route, root: route.to_root() }
    }

    /// The address of `route` from this page.
    pub fn to(&self, route: impl std::fmt::Display) -> String {
        format!("{}{route}", self.root)
    }

    /// The address of a page from this page.
    pub fn to_page(&self, page: PageIndex) -> String {
        [self.root.as_str(), self.scene.site.pages[page].route.as_str()].concat()
    }

    /// The frame with `title`, in the section `section` where it is in one.
    pub fn frame(&self, template: &'static str, title: &str, section: Option<FolderIndex>) -> Frame {
        let Scene { site, assets, .. } = self.scene;
        let config = &site.config;
        Frame {
            lang: config.lang.clone(),
            site_title: config.title.clone(),
            organisation: config.organisation.clone(),
            logo: config.logo.as_ref().map(|name| self.to(format_args!("assets/{name}"))),
            footer: config.footer.clone(),
            notice: config.notice.clone(),
            root: self.root.clone(),
            title: title.to_owned(),
            description: None,
            template,
            content_type: None,
            css: self.to(&assets.css),
            js: self.to(&assets.js),
            js_head: self.to(&assets.js_head),
            search_js: assets.search_js.as_ref().map(|route| self.to(route)),
            nav: self.nav(section),
            aside: self.aside(section),
            crumbs: Vec::new(),
            feed: self.to(FEED),
            canonical: config.base_url.as_ref().map(|base| format!("{base}{}", self.route)),
        }
    }

    fn nav(&self, section: Option<FolderIndex>) -> Vec<NavItem> {
        let top = section.map(|folder| top_of(self.scene.site, folder));
        self.sections(false)
            .map(|(index, title, route)| NavItem { title, href: self.to(route), current: top == Some(index) })
            .collect()
    }

    /// Quieter links: sections set aside, recent changes, index, glossary.
    fn aside(&self, section: Option<FolderIndex>) -> Vec<NavItem> {
        let Scene { site, words, pinyin, has_glossary, .. } = self.scene;
        let top = section.map(|folder| top_of(site, folder));
        let mut links: Vec<NavItem> = self
            .sections(true)
            .map(|(index, title, route)| NavItem { title, href: self.to(route), current: top == Some(index) })
            .collect();
        let mut add = |key: &str, route: &str| {
            links.push(NavItem {
                title: words.get(key).to_owned(),
                href: self.to(route),
                current: self.route.as_str() == route,
            });
        };
        add("overview", OVERVIEW);
        if site.registers.of_institutions {
            add("lifecycle", HUB);
        }
        add("recent", RECENT);
        if let Some(route) = pinyin {
            add("pinyin_index", route.as_str());
        }
        if has_glossary {
            add("glossary", GLOSSARY);
        }
        links
    }

    fn sections(&self, aside: bool) -> impl Iterator<Item = (FolderIndex, String, &'a Route)> {
        let site = self.scene.site;
        site.folders.iter().enumerate().filter_map(move |(index, folder)| {
            let section = &site.config.sections[folder.section?];
            let is_shown = folder.parent.is_none() && section.aside == aside && !folder.pages.is_empty();
            is_shown.then(|| (index, folder.title.clone(), &folder.route))
        })
    }

    /// The way from home to `folder`, with it.
    pub fn crumbs_to(&self, folder: Option<FolderIndex>) -> Vec<Link> {
        let site = self.scene.site;
        let mut crumbs = Vec::new();
        let mut at = folder;
        while let Some(index) = at {
            let folder = &site.folders[index];
            if !folder.path.is_empty() {
                crumbs.push(Link { title: folder.title.clone(), href: self.to(&folder.route) });
            }
            at = folder.parent;
        }
        crumbs.push(Link { title: self.scene.words.get("home").to_owned(), href: self.to(HOME) });
        crumbs.reverse();
        crumbs
    }
}

/// The section that `folder` is or belongs to.
pub fn top_of(site: &Site, folder: FolderIndex) -> FolderIndex {
    let mut at = folder;
    while let Some(parent) = site.folders[at].parent {
        at = parent;
    }
    at
}

/// The name of the type whose pages are the glossary.
pub const TERM: &str = "term";

/// Whether the site has terms.
pub fn has_terms(site: &Site) -> bool {
    site.listed().any(|(_, page)| page.document.content_type == TERM)
}
