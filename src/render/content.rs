//! The body of a document as HTML, with its links from where it is shown.

use crate::markup::body::LinkKind;
use crate::markup::document::Document;
use crate::markup::html::{LinkTarget, MediaKind, MediaTarget, Targets, write};
use crate::model::routes::HOME;
use crate::model::site::{FileIndex, Target};
use crate::render::frame::At;

/// The body of `document` as HTML; `links` and `media` say where its links lead.
pub fn body(at: &At<'_>, document: &Document, links: &[Target], media: &[Option<FileIndex>]) -> String {
    let words = at.scene.words;
    let callouts = ["note", "tip", "important", "warning", "caution"]
        .map(|name| (name.to_owned(), words.get(&format!("callout_{name}")).to_owned()));
    let written = document.body.links.iter().map(|link| link.kind == LinkKind::WikiBare);
    let targets = Targets {
        links: links.iter().zip(written).map(|(target, is_bare)| link(at, target, is_bare)).collect(),
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

fn media_target(at: &At<'_>, file: FileIndex) -> MediaTarget {
    let file = &at.scene.site.files[file];
    let kind = match file.path.extension().as_str() {
        "mp4" | "webm" | "mov" | "m4v" | "ogv" => MediaKind::Video,
        "mp3" | "wav" | "m4a" | "ogg" | "oga" | "flac" => MediaKind::Audio,
        _ => MediaKind::Image,
    };
    MediaTarget { src: at.to(&file.route), kind }
}
