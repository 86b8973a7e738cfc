//! Where the links, citations and media of a body lead: what who writes it as HTML must be told.

use std::collections::BTreeMap;

use crate::markup::body::TextRange;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LinkTarget {
    /// The address, relative or whole; `None` leaves the words alone.
    pub href: Option<String>,
    /// Words for a link that has none of its own.
    pub words: Option<String>,
    /// The name that a download is saved under.
    pub download: Option<String>,
    /// Whether it leaves the site.
    pub external: bool,
    /// Where it leads to a term: what that means, a line for each sense.
    pub meaning: Option<String>,
    /// Where it cites an article: what is said of it.
    pub cite: Option<Cite>,
}

/// Words of the text that cite something: a link, though the source has none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CiteTarget {
    /// The words.
    pub text: TextRange,
    /// Where they lead.
    pub cite: Cite,
}

/// Where a citation leads, and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cite {
    /// The address, relative to the page.
    pub href: String,
    /// Which edition it is and why; none for a place on the same page, nor where it was said before.
    pub title: Option<String>,
    /// Whether the edition meant is not held, or the part is not there, so that the words may be others.
    pub unsure: bool,
}

/// Where an image, film or sound is.
#[derive(Debug, Clone, PartialEq)]
pub struct MediaTarget {
    /// The address, relative to the page.
    pub src: String,
    /// What it is.
    pub kind: MediaKind,
}

/// What a file of media is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaKind {
    /// An image.
    Image,
    /// A film.
    Video,
    /// A sound.
    Audio,
}

/// What the writer must be told.
#[derive(Debug, Clone, Default)]
pub struct Targets {
    /// One for each link of the body.
    pub links: Vec<LinkTarget>,
    /// One for each of its media.
    pub media: Vec<Option<MediaTarget>>,
    /// The citations of the text, in its order, without overlaps.
    pub cites: Vec<CiteTarget>,
    /// Marks of articles that are cited: anchor, and the mark as HTML.
    pub marks: BTreeMap<String, String>,
    /// Words for callouts by name: note, tip, important, warning, caution.
    pub callouts: Vec<(String, String)>,
    /// Label of the way back from a footnote.
    pub back: String,
    /// Label of a done and of an open task.
    pub tasks: [String; 2],
}
