//! The files that pages refer to.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::path::ContentPath;
use crate::base::span::Place;
use crate::model::routes::file_route;
use crate::model::site::{FileIndex, PublishedFile};
use crate::source::scan::SourceFile;

/// Endings that common file servers know (IIS answers 404 for others).
const KNOWN_ENDINGS: [&str; 29] = [
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "csv", "xml", "json", "zip", "jpg", "jpeg",
    "png", "gif", "svg", "bmp", "webp", "mp3", "wav", "m4a", "ogg", "mp4", "webm", "mov", "wps", "et", "dps",
];

/// The files of the content, and which of them pages refer to.
#[derive(Debug)]
pub struct FileShelf<'a> {
    known: BTreeMap<&'a str, &'a SourceFile>,
    used: BTreeSet<&'a str>,
    /// Files that only what is not shown refers to.
    mentioned: BTreeSet<&'a str>,
}

impl<'a> FileShelf<'a> {
    /// The shelf of `files`.
    pub fn new(files: &'a [SourceFile]) -> Self {
        Self {
            known: files.iter().map(|file| (file.path.as_str(), file)).collect(),
            used: BTreeSet::new(),
            mentioned: BTreeSet::new(),
        }
    }

    /// Whether the file `path` exists; if so it is published, where it is `shown`.
    pub fn take(&mut self, path: &ContentPath, shown: bool) -> bool {
        let Some((name, _)) = self.known.get_key_value(path.as_str()) else { return false };
        if shown {
            self.used.insert(name)
        } else {
            self.mentioned.insert(name)
        };
        true
    }

    /// The files to publish in the order of their paths, and what to say of the others.
    pub fn publish(self) -> (Vec<PublishedFile>, Vec<Diagnostic>) {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut files = Vec::new();
        let mut diagnostics = Vec::new();
        for (path, file) in &self.known {
            let place = Place::file(*path);
            if !self.used.contains(path) {
                if !self.mentioned.contains(path) {
                    diagnostics.push(Diagnostic::new(&message::UNUSED_FILE).at(place));
                }
                continue;
            }
            let ending = file.path.extension();
            if !KNOWN_ENDINGS.contains(&ending.as_str()) {
                diagnostics.push(Diagnostic::new(&message::ODD_ENDING).with("ending", &ending).at(place));
            }
            let mut route = file_route(&file.path, false);
            if !taken.insert(route.as_str().to_lowercase()) {
                route = file_route(&file.path, true);
                taken.insert(route.as_str().to_lowercase());
            }
            files.push(PublishedFile {
                path: file.path.clone(),
                route,
                disk: file.disk.clone(),
                length: file.length,
            });
        }
        (files, diagnostics)
    }
}

/// The place of the file `path` in `files`, which are in the order of their paths.
pub fn index_of(files: &[PublishedFile], path: &ContentPath) -> Option<FileIndex> {
    files.binary_search_by(|file| file.path.cmp(path)).ok()
}
