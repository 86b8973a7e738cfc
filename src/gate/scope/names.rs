//! The names of pages that are withheld, and of those that are not.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::path::ContentPath;
use crate::config::site::{SectionConfig, SiteConfig};
use crate::markup::document::Document;
use crate::model::lookup::fold_name;
use crate::model::routes::{folder_slugs, page_id};

/// Names by which pages and folders are linked, folded.
#[derive(Debug, Default)]
pub struct Names {
    /// Pages of the build, by their place.
    inside: BTreeMap<String, Vec<usize>>,
    inside_paths: BTreeMap<String, usize>,
    /// Folders of the build.
    folders: BTreeSet<String>,
    /// What is withheld.
    outside: BTreeSet<String>,
    /// Names of withheld pages long enough to be known within other words.
    telling: Vec<String>,
}

/// The fewest characters of a name that is sought within other words.
const TELLING: usize = 4;

impl Names {
    /// The names of what a build holds and of what it withholds.
    pub fn of(
        config: &SiteConfig,
        inside: &[Arc<Document>],
        outside: &[Arc<Document>],
        left_out: &[SectionConfig],
    ) -> Self {
        let sections: Vec<String> = config.sections.iter().map(|section| section.name.clone()).collect();
        let all = inside.iter().chain(outside);
        let slugs = folder_slugs(&sections, all.map(|document| document.path.folder()));
        let slug_of = |path: &str| slugs.get(path).map_or("", String::as_str);
        let id_of = |document: &Document| {
            page_id(document, slug_of(document.path.section()), slug_of(document.path.folder()))
        };
        let mut names = Self::default();
        for (place, document) in inside.iter().enumerate() {
            names.inside_paths.insert(document.path.as_str().to_owned(), place);
            for name in own_names(document).into_iter().chain([id_of(document)]) {
                names.inside.entry(fold_name(&name)).or_default().push(place);
            }
            names.folders.extend(folders_of(&document.path));
        }
        names.folders.extend(sections);
        for document in outside {
            let own = own_names(document);
            names.telling.extend(
                own.iter().map(|name| fold_name(name)).filter(|name| name.chars().count() >= TELLING),
            );
            let path = document.path.as_str().to_owned();
            let words = [path.trim_end_matches(".md").to_owned(), path.clone(), id_of(document)];
            let rest = [document.path.file_name().to_owned(), document.path.stem().to_owned()];
            names.outside.extend(own.iter().chain(&words).chain(&rest).map(|name| fold_name(name)));
            let folders = folders_of(&document.path).filter(|folder| !names.folders.contains(folder));
            let last = |folder: &String| folder.rsplit('/').next().unwrap_or_default().to_owned();
            let folders: Vec<String> = folders.flat_map(|folder| [last(&folder), folder]).collect();
            names.outside.extend(folders.iter().map(|folder| fold_name(folder)));
        }
        let left_out = left_out.iter().flat_map(|section| [&section.name, &section.title]);
        names.outside.extend(left_out.map(|name| fold_name(name)));
        let inside = &names.inside;
        names.telling.retain(|name| !inside.contains_key(name));
        names
    }

    /// The pages of the build that `name` means.
    pub fn pages(&self, name: &str) -> &[usize] {
        self.inside.get(&fold_name(name)).map_or(&[], Vec::as_slice)
    }

    /// The page of the build at `path`, with or without its ending.
    pub fn page_at(&self, path: &str) -> Option<usize> {
        self.inside_paths.get(path).or_else(|| self.inside_paths.get(&format!("{path}.md"))).copied()
    }

    /// Whether `name` means something that is withheld, and nothing else.
    pub fn withholds(&self, name: &str) -> bool {
        let bare = name.trim().trim_start_matches('/').trim_end_matches("/_index.md").trim_end_matches('/');
        let is_withheld = |name: &str| {
            let folded = fold_name(name);
            self.outside.contains(&folded) && !self.inside.contains_key(&folded)
        };
        let is_inside = |name: &str| self.page_at(name).is_some() || self.folders.contains(name);
        !is_inside(bare) && (is_withheld(bare) || is_withheld(name))
    }

    /// Whether `words` tell the name of something withheld.
    pub fn tells(&self, words: &str) -> bool {
        if self.withholds(words) {
            return true;
        }
        let folded = fold_name(words);
        self.telling.iter().any(|name| folded.contains(name.as_str())) && !self.is_longer_name(words, &folded)
    }

    /// Whether the names that `words` hold within 书名号 are all of pages of the build.
    fn is_longer_name(&self, words: &str, folded: &str) -> bool {
        if self.inside.contains_key(folded) {
            return true;
        }
        let quoted: Vec<&str> =
            words.split('《').skip(1).filter_map(|rest| rest.split('》').next()).collect();
        !quoted.is_empty() && quoted.iter().all(|name| self.inside.contains_key(&fold_name(name)))
    }
}

/// Names that a document gives itself.
fn own_names(document: &Document) -> Vec<String> {
    let fields = &document.fields;
    let mut names = vec![document.title().to_owned()];
    names.extend(fields.texts("aliases").into_iter().map(str::to_owned));
    for field in ["id", "work", "doc_no", "case_no"] {
        names.extend(fields.text(field).map(str::to_owned));
    }
    if let (Some(work), Some(version)) = (fields.text("work"), fields.date("version")) {
        names.push(format!("{work}@{version}"));
    }
    names
}

/// The folders around `path`, the outermost first.
fn folders_of(path: &ContentPath) -> impl Iterator<Item = String> + '_ {
    let folder = path.folder();
    let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
    ends.map(|end| folder[..end].to_owned()).filter(|folder| !folder.is_empty())
}
