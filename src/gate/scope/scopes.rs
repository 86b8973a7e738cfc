//! The scope of each document: its own, else that of its section, else the site's.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::site::{SectionConfig, SiteConfig};
use crate::markup::document::Document;

/// Narrows the scopes of `documents`: a folder whose introduction has a narrow scope lends it to the
/// pages in it that set none of their own. It makes none wider.
pub fn settle(config: &SiteConfig, documents: &mut [Arc<Document>]) {
    let folders: BTreeMap<String, String> = documents
        .iter()
        .filter(|document| document.is_index && !document.path.folder().is_empty())
        .filter_map(|index| {
            let own = index.fields.text("release_scope")?;
            Some((index.path.folder().to_owned(), own.to_owned()))
        })
        .collect();
    if folders.is_empty() {
        return;
    }
    for document in documents {
        if let Some(narrower) = narrower(config, document, &folders) {
            Arc::make_mut(document).scope = Some(narrower);
        }
    }
}

/// The scope of a folder around `document` that is narrower than the one it has from its section.
fn narrower(config: &SiteConfig, document: &Document, folders: &BTreeMap<String, String>) -> Option<String> {
    if document.fields.text("release_scope").is_some() {
        return None;
    }
    let folder = document.path.folder();
    let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
    let around = ends.filter_map(|end| folders.get(&folder[..end]));
    let narrowest = around.max_by_key(|scope| config.scopes.depth(Some(scope)))?;
    let is_narrower = config.scopes.depth(Some(narrowest)) > config.scopes.depth(document.scope.as_deref());
    is_narrower.then(|| narrowest.clone())
}

/// Leaves out sections above the scope of the build that no document stands in: neither their names
/// nor their types are told. Gives the sections left out.
pub fn leave_out_sections(config: &mut SiteConfig, inside: &[Arc<Document>]) -> Vec<SectionConfig> {
    let is_used = |name: &str| inside.iter().any(|document| document.path.section() == name);
    let is_shown = |section: &SectionConfig| {
        let scope = section.release_scope.as_deref().or(config.release_scope.as_deref());
        config.scopes.admits(scope) || is_used(&section.name)
    };
    let (shown, left_out) = std::mem::take(&mut config.sections).into_iter().partition(is_shown);
    config.sections = shown;
    left_out
}
