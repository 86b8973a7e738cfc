//! What every page has around it, and what stands in many kinds of pages.

use serde::Serialize;

/// What every page has around its content.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Frame {
    /// Language tag of the interface.
    pub lang: String,
    /// Name of the site.
    pub site_title: String,
    /// The body that keeps it.
    pub organisation: Option<String>,
    /// Address of the body's own sign, in place of the seal.
    pub logo: Option<String>,
    /// Words at the foot.
    pub footer: Option<String>,
    /// A notice on every page.
    pub notice: Option<String>,
    /// The way to the site's root: empty, or `../` once for each folder.
    pub root: String,
    /// Title of this page, without the site's.
    pub title: String,
    /// A sentence about this page.
    pub description: Option<String>,
    /// Name of the template, for a class of the body.
    pub template: &'static str,
    /// Name of the content type where the page has one.
    pub content_type: Option<String>,
    /// Address of the style sheet.
    pub css: String,
    /// Address of the script.
    pub js: String,
    /// Address of the small script that runs before the first paint.
    pub js_head: String,
    /// Address of the search's script, where the site has a search.
    pub search_js: Option<String>,
    /// The main navigation.
    pub nav: Vec<NavItem>,
    /// Quieter links: recent, index, glossary, handbook.
    pub aside: Vec<NavItem>,
    /// The way from home to this page, itself left out.
    pub crumbs: Vec<Link>,
    /// Address of the Atom feed.
    pub feed: String,
    /// Whole address of this page, where the site has a base URL.
    pub canonical: Option<String>,
}

/// An entry of the navigation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NavItem {
    /// Words.
    pub title: String,
    /// Address.
    pub href: String,
    /// Whether the page is in it.
    pub current: bool,
}

/// Words with an address.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Link {
    /// Words.
    pub title: String,
    /// Address.
    pub href: String,
}

/// The standing of an edition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StandingMark {
    /// The word, such as 已修改.
    pub text: String,
    /// `in-force`, `review`, `pending`, `past` or `unknown`, for a class.
    pub name: &'static str,
}

/// Words that may lead somewhere.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Words {
    /// The words.
    pub text: String,
    /// Where they lead.
    pub href: Option<String>,
    /// The words in pieces where parts of them cite something; else empty.
    pub pieces: Vec<Piece>,
}

impl Words {
    /// Words that lead to `href` as a whole.
    pub fn link(text: String, href: String) -> Self {
        Self { text, href: Some(href), pieces: Vec::new() }
    }
}

/// A part of words that may cite something.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Where they lead.
    pub href: Option<String>,
    /// Which edition it is and why.
    pub title: Option<String>,
    /// Whether the edition meant is not held.
    pub unsure: bool,
}

impl Piece {
    /// Words that lead nowhere.
    pub fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), href: None, title: None, unsure: false }
    }
}
