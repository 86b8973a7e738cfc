//! The body of a document as HTML, with its links from where it is shown.

use std::collections::BTreeMap;

use crate::markup::body::LinkKind;
use crate::markup::document::Document;
use crate::markup::html::write;
use crate::markup::targets::{LinkTarget, MediaKind, MediaTarget, Targets};
use crate::model::citation::Citations;
use crate::model::routes::HOME;
use crate::model::site::{FileIndex, PageIndex, Target};
use crate::render::cite;
use crate::render::frame::{At, TERM};

/// Where what stands in a body leads.
#[derive(Debug, Clone, Copy)]
pub struct Leads<'a> {
    /// Its links.
    pub links: &'a [Target],
    /// Its images, films and sounds.
    pub media: &'a [Option<FileIndex>],
    /// Its citations.
    pub citations: &'a Citations,
}

/// The body of `document` as HTML; `marks` stand at articles that are cited, by anchor.
pub fn body(at: &At<'_>, document: &Document, leads: Leads<'_>, marks: BTreeMap<String, String>) -> String {
    let Leads { links, media, citations } = leads;
    let words = at.scene.words;
    let callouts = ["note", "tip", "important", "warning", "caution"]
        .map(|name| (name.to_owned(), words.get(&format!("callout_{name}")).to_owned()));
    let written = document.body.links.iter().map(|link| link.kind == LinkKind::WikiBare);
    let mut led = cite::Links::new(at);
    let mut cites = led.of_body(citations);
    let mut links: Vec<LinkTarget> = (0..)
        .zip(links.iter().zip(written))
        .map(|(index, (target, is_bare))| LinkTarget {
            cite: citations.of_link(index).map(|citation| led.cite(citation, citation.places.first())),
            ..link(at, target, is_bare)
        })
        .collect();
    let written = links.iter_mut().filter_map(|link| link.cite.as_mut());
    cite::say_once(cites.iter_mut().map(|link| &mut link.cite).chain(written));
    let targets = Targets {
        links,
        cites,
        marks,
        media: media.iter().map(|file| file.map(|file| media_target(at, file))).collect(),
        callouts: callouts.to_vec(),
        back: words.get("footnote_back").to_owned(),
        tasks: [words.get("task_done").to_owned(), words.get("task_open").to_owned()],
    };
    write(&document.body, &targets)
}

/// Where `target` is; only a bare link takes its words from there.
fn link(at: &At<'_>, target: &Target, is_bare: bool) -> LinkTarget {
    let found = found(at, target);
    LinkTarget { words: found.words.filter(|_| is_bare), ..found }
}

fn found(at: &At<'_>, target: &Target) -> LinkTarget {
    let site = at.scene.site;
    match target {
        Target::Page { page, fragment, words } => {
            let fragment = fragment.as_ref().map_or(String::new(), |fragment| format!("#{fragment}"));
            LinkTarget {
                href: Some(format!("{}{fragment}", at.to_page(*page))),
                words: words.clone(),
                meaning: meaning(at, *page),
                ..LinkTarget::default()
            }
        }
        Target::Home => LinkTarget {
            href: Some(at.to(HOME)),
            words: Some(at.scene.words.get("home").to_owned()),
            ..LinkTarget::default()
        },
        Target::Folder(folder) => {
            let folder = &site.folders[*folder];
            LinkTarget {
                href: Some(at.to(&folder.route)),
                words: Some(folder.title.clone()),
                ..LinkTarget::default()
            }
        }
        Target::Comparison(place, words) => LinkTarget {
            href: Some(at.to(&site.comparisons.all[*place].route)),
            words: Some(words.clone()),
            ..LinkTarget::default()
        },
        Target::Fragment(fragment) => {
            LinkTarget { href: Some(format!("#{fragment}")), ..LinkTarget::default() }
        }
        Target::File(file) => {
            let file = &site.files[*file];
            LinkTarget {
                href: Some(at.to(&file.route)),
                download: Some(file.path.file_name().to_owned()),
                ..LinkTarget::default()
            }
        }
        Target::External(address) => {
            LinkTarget { href: Some(address.clone()), external: true, ..LinkTarget::default() }
        }
        Target::Nowhere(words) => LinkTarget { words: words.clone(), ..LinkTarget::default() },
    }
}

/// What a term means: its full form and its summary, a line each. `None` for other pages, and for the
/// page itself.
fn meaning(at: &At<'_>, page: PageIndex) -> Option<String> {
    let page = &at.scene.site.pages[page];
    if page.document.content_type != TERM || page.route == *at.route {
        return None;
    }
    let lines: Vec<&str> =
        ["full_form", "summary"].into_iter().filter_map(|name| page.document.fields.text(name)).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn media_target(at: &At<'_>, file: FileIndex) -> MediaTarget {
    let file = &at.scene.site.files[file];
    let kind = match file.path.extension().as_str() {
        "mp4" | "webm" | "mov" | "m4v" | "ogv" => MediaKind::Video,
        "mp3" | "wav" | "m4a" | "ogg" | "oga" | "flac" => MediaKind::Audio,
        _ => MediaKind::Image,
    };
    MediaTarget { src: at.to(&file.route), kind }
}
