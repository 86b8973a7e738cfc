//! The scope of each document: its own, else that of its section, else the site's.

use std::collections::BTreeMap;

use crate::config::site::{SectionConfig, SiteConfig};
use crate::markup::document::Document;

/// Gives every document its scope. A folder whose introduction has a narrow scope lends it to the
/// pages in it that set none of their own; it makes none wider.
pub fn settle(config: &SiteConfig, mut documents: Vec<Document>) -> Vec<Document> {
    let own = |document: &Document| document.fields.text("release_scope").map(str::to_owned);
    let folders: BTreeMap<String, String> = documents
        .iter()
        .filter(|document| document.is_index && !document.path.folder().is_empty())
        .filter_map(|index| Some((index.path.folder().to_owned(), own(index)?)))
        .collect();
    for document in &mut documents {
        document.scope = own(document).or_else(|| inherited(config, document, &folders));
    }
    documents
}

fn inherited(config: &SiteConfig, document: &Document, folders: &BTreeMap<String, String>) -> Option<String> {
    let section = config.section(document.path.section());
    let usual = section.and_then(|section| section.release_scope.as_ref()).or(config.release_scope.as_ref());
    let mut found = usual.cloned();
    let folder = document.path.folder();
    let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
    for around in ends.filter_map(|end| folders.get(&folder[..end])) {
        let depth = |scope: &str| config.scopes.depth(Some(scope));
        if found.as_deref().is_some_and(|found| depth(around) > depth(found)) {
            found = Some(around.clone());
        }
    }
    found
}

/// Leaves out sections above the scope of the build that no document stands in: neither their names
/// nor their types are told. Gives the sections left out.
pub fn leave_out_sections(config: &mut SiteConfig, inside: &[Document]) -> Vec<SectionConfig> {
    let is_used = |name: &str| inside.iter().any(|document| document.path.section() == name);
    let is_shown = |section: &SectionConfig| {
        let scope = section.release_scope.as_deref().or(config.release_scope.as_deref());
        config.scopes.admits(scope) || is_used(&section.name)
    };
    let (shown, left_out) = std::mem::take(&mut config.sections).into_iter().partition(is_shown);
    config.sections = shown;
    left_out
}
