//! The theme: the built-in files, each of which a site may replace by its own.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::span::Place;

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/theme");

/// Folders of a theme that have a use.
const FOLDERS: [&str; 6] = ["templates", "css", "js", "js-head", "i18n", "assets"];

/// The files of a theme by path below its folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Theme {
    files: BTreeMap<String, Vec<u8>>,
}

impl Theme {
    /// The built-in theme.
    pub fn built_in() -> Self {
        let mut files = BTreeMap::new();
        add(&BUILT_IN, &mut files);
        Self { files }
    }

    /// The built-in theme with the files of the site's own in their places.
    pub fn with(own: Vec<(String, Vec<u8>)>) -> (Self, Vec<Diagnostic>) {
        let mut theme = Self::built_in();
        let mut found = Vec::new();
        for (path, bytes) in own {
            let folder = path.split('/').next().unwrap_or_default();
            let is_note = path.to_lowercase().ends_with(".md");
            if !FOLDERS.contains(&folder) && !is_note {
                let unknown = Diagnostic::new(&message::UNKNOWN_THEME_FILE).with("path", &path);
                found.push(unknown.at(Place::file(format!("theme/{path}"))));
            }
            theme.files.insert(path, bytes);
        }
        (theme, found)
    }

    /// The files below `folder` that end in `ending`, by path below the folder.
    pub fn folder<'a>(
        &'a self,
        folder: &'a str,
        ending: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.files.iter().filter_map(move |(path, bytes)| {
            let name = path.strip_prefix(folder)?.strip_prefix('/')?;
            name.ends_with(ending).then_some((name, bytes.as_slice()))
        })
    }

    /// The text of the file `path`, where it is UTF-8.
    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.files.get(path)?).ok()
    }
}

fn add(dir: &Dir<'static>, files: &mut BTreeMap<String, Vec<u8>>) {
    for file in dir.files() {
        if let Some(path) = file.path().to_str() {
            files.insert(path.replace('\\', "/"), file.contents().to_vec());
        }
    }
    for inner in dir.dirs() {
        add(inner, files);
    }
}
