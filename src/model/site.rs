//! The site as one value.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::date::PartialDate;
use crate::base::path::{ContentPath, Route};
use crate::config::site::SiteConfig;
use crate::markup::document::Document;
use crate::model::acts::Acts;
use crate::model::citation::titles::Titles;
use crate::model::citation::{Citations, CitedBy};
use crate::model::comparisons::Comparisons;
use crate::model::editions::Timeline;
use crate::model::force::Standing;
use crate::model::lookup::Lookup;
pub use crate::model::lookup::PageIndex;
use crate::model::record::{Occasion, Record};
use crate::model::register::Registers;

/// A folder by its place in [`Site::folders`].
pub type FolderIndex = usize;
/// A file by its place in [`Site::files`].
pub type FileIndex = usize;

/// Everything there is to publish, resolved.
#[derive(Debug)]
pub struct Site {
    /// How the site is set up.
    pub config: SiteConfig,
    /// The day as of which it is built.
    pub as_of: jiff::civil::Date,
    /// The pages in the order of their paths.
    pub pages: Vec<Page>,
    /// The sections and the folders in them, in the order of their paths.
    pub folders: Vec<Folder>,
    /// The introduction of the site, `content/_index.md`.
    pub home: Option<Intro>,
    /// The files that pages refer to, in the order of their paths.
    pub files: Vec<PublishedFile>,
    /// The facets in the order of their first field.
    pub facets: Vec<FacetGroup>,
    /// The editions of each work, latest first.
    pub works: BTreeMap<String, Vec<PageIndex>>,
    /// The names by which citations mean the works.
    pub titles: Titles,
    /// For each page those that cite it.
    pub cited_by: Vec<Vec<CitedBy>>,
    /// What institutions did to one another.
    pub acts: Acts,
    /// Catalogue, ledger and other registers.
    pub registers: Registers,
    /// The works with their editions in the order of time.
    pub editions: Timeline,
    /// Editions of works side by side.
    pub comparisons: Comparisons,
    /// Old addresses and the pages that have them now.
    pub redirects: BTreeMap<Route, PageIndex>,
    /// Pages by path, id, title and other names.
    pub lookup: Lookup,
    /// What the site is built for.
    pub occasion: Occasion,
    /// The record of what is published.
    pub record: Record,
}

/// A page of content.
#[derive(Debug)]
pub struct Page {
    /// What was parsed.
    pub document: Arc<Document>,
    /// Its id: as given, or made from its path.
    pub id: String,
    /// Its address.
    pub route: Route,
    /// Its title.
    pub title: String,
    /// Its folder.
    pub folder: FolderIndex,
    /// The date that orders it.
    pub date: Option<PartialDate>,
    /// When it was last changed, or its date.
    pub updated: Option<PartialDate>,
    /// Its release scope: its own, its section's or the site's.
    pub scope: Option<String>,
    /// Its standing as of the day of the build, where it is an edition of a work.
    pub standing: Option<Standing>,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
    /// Where its links lead.
    pub links: Vec<Target>,
    /// What it cites.
    pub citations: Citations,
    /// Where its images, films and sounds are.
    pub media: Vec<Option<FileIndex>>,
    /// Files to take along.
    pub attachments: Vec<FileIndex>,
    /// The files that its fields name, by the path as written.
    pub named_files: BTreeMap<String, FileIndex>,
    /// The page before it.
    pub previous: Option<PageIndex>,
    /// The page after it.
    pub next: Option<PageIndex>,
    /// Pages related to it.
    pub related: Vec<PageIndex>,
    /// Pages that link to it, in the order of their paths.
    pub backlinks: Vec<PageIndex>,
}

impl Page {
    /// The files that it shows, links or takes along, each as often as it names it.
    pub fn files(&self) -> impl Iterator<Item = FileIndex> + '_ {
        let linked = self.links.iter().filter_map(|target| match target {
            Target::File(file) => Some(*file),
            _ => None,
        });
        let media = self.media.iter().filter_map(|file| *file);
        let named = self.named_files.values().copied();
        linked.chain(media).chain(self.attachments.iter().copied()).chain(named)
    }
}

/// The introduction of the site or of a folder.
#[derive(Debug)]
pub struct Intro {
    /// What was parsed.
    pub document: Arc<Document>,
    /// Where its links lead.
    pub links: Vec<Target>,
    /// What it cites.
    pub citations: Citations,
    /// Where its images, films and sounds are.
    pub media: Vec<Option<FileIndex>>,
}

impl From<Arc<Document>> for Intro {
    fn from(document: Arc<Document>) -> Self {
        Self { document, links: Vec::new(), citations: Citations::default(), media: Vec::new() }
    }
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A page, and a fragment of it without `#`; with the words for a link that has none.
    Page {
        /// The page.
        page: PageIndex,
        /// The fragment.
        fragment: Option<String>,
        /// Words for a bare link.
        words: Option<String>,
    },
    /// The home page.
    Home,
    /// A folder's page.
    Folder(FolderIndex),
    /// The comparison of two editions, by its place in [`Comparisons::all`]; with words for a bare link.
    Comparison(usize, String),
    /// A heading of the same page.
    Fragment(String),
    /// A file to download.
    File(FileIndex),
    /// An address elsewhere.
    External(String),
    /// Nowhere: the words stand alone. With words for a link that has none.
    Nowhere(Option<String>),
}

/// A section, or a folder in one.
#[derive(Debug)]
pub struct Folder {
    /// Path below the content root; empty for the root.
    pub path: String,
    /// Address of its page.
    pub route: Route,
    /// Its name.
    pub title: String,
    /// Its introduction.
    pub index: Option<Intro>,
    /// The section it is or belongs to, by place in the configuration.
    pub section: Option<usize>,
    /// The folder around it.
    pub parent: Option<FolderIndex>,
    /// The folders in it, in the order of their paths.
    pub children: Vec<FolderIndex>,
    /// The pages in it and below, in the order in which they are listed.
    pub pages: Vec<PageIndex>,
}

/// A file that is published beside the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedFile {
    /// Path below the content root.
    pub path: ContentPath,
    /// Address.
    pub route: Route,
    /// Path on the disk.
    pub disk: camino::Utf8PathBuf,
    /// Length in bytes.
    pub length: u64,
}

/// A facet with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetGroup {
    /// Its label, by which fields of several types are one facet.
    pub label: String,
    /// Address of the page of its values.
    pub route: Route,
    /// Its values: in the order of a vocabulary, else by number of pages.
    pub values: Vec<FacetEntry>,
}

/// A value of a facet with the pages that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetEntry {
    /// The value.
    pub value: String,
    /// The base of its addresses, without `.html`.
    pub base: String,
    /// The pages, listed as in their sections.
    pub pages: Vec<PageIndex>,
}

impl FacetEntry {
    /// The address of its first page.
    pub fn route(&self) -> Route {
        Route::new(format!("{}.html", self.base)).expect("a base made of slugs is a route")
    }
}

impl Folder {
    /// Entries on a page of its list.
    pub fn page_size(&self, config: &SiteConfig) -> usize {
        self.section.map_or(config.page_size, |section| config.sections[section].page_size)
    }
}

impl Site {
    /// The label of the type of `page`.
    pub fn type_label(&self, page: &Page) -> &str {
        &self.config.content_type(&page.document.content_type).label
    }

    /// Pages that lists show: all that are not withdrawn.
    pub fn listed(&self) -> impl Iterator<Item = (PageIndex, &Page)> {
        self.pages.iter().enumerate().filter(|(_, page)| !page.withdrawn)
    }
}
