//! Files with a scope of their own, and pages that show them to more readers than that.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::path::ContentPath;
use crate::base::span::Span;
use crate::config::field::Kind;
use crate::config::site::SiteConfig;
use crate::markup::body::LinkKind;
use crate::markup::document::Document;
use crate::model::links::{each_of_kind, percent_decoded};
use crate::source::scan::{FileKind, SourceFile};

/// Says where a document refers to a file that a front matter gives a narrower scope.
pub fn check(config: &SiteConfig, documents: &[Arc<Document>], files: &[SourceFile]) -> Vec<Diagnostic> {
    if documents.iter().all(|document| document.scoped.is_empty()) {
        return Vec::new();
    }
    let assets = files.iter().filter(|file| file.kind == FileKind::Asset);
    let files: BTreeSet<&str> = assets.map(|file| file.path.as_str()).collect();
    let mut narrow: BTreeMap<ContentPath, usize> = BTreeMap::new();
    for document in documents {
        for value in &document.scoped {
            if let Some(path) = file_at(document, &value.text, &files) {
                let depth = config.scopes.depth(Some(&value.scope));
                let known = narrow.entry(path).or_insert(depth);
                *known = depth.max(*known);
            }
        }
    }
    let mut found = Vec::new();
    for document in documents.iter().filter(|_| !narrow.is_empty()) {
        each_reference(config, document, &mut |target, span| {
            let Some(path) = file_at(document, target, &files) else { return };
            let Some(depth) = narrow.get(&path) else { return };
            let around = depth_at(config, document, span);
            if *depth > around {
                let names = config.scopes.names();
                let diagnostic = Diagnostic::new(&message::SCOPE_EMBED)
                    .with("wider", &names[around])
                    .with("scope", &names[*depth])
                    .with("target", path.file_name());
                found.push(diagnostic.at(document.place(span)));
            }
        });
    }
    found
}

/// How narrow the words at `span` are.
fn depth_at(config: &SiteConfig, document: &Document, span: Span) -> usize {
    let around = document
        .passages
        .iter()
        .filter(|passage| passage.span.start <= span.start && span.start < passage.span.end);
    let marked = around.map(|passage| config.scopes.depth(Some(&passage.scope)));
    marked.chain([config.scopes.depth(document.scope.as_deref())]).max().unwrap_or(0)
}

/// Calls `each` with everything that may name a file, scoped values apart.
fn each_reference(config: &SiteConfig, document: &Document, each: &mut dyn FnMut(&str, Span)) {
    for link in document.body.links.iter().filter(|link| link.kind == LinkKind::Markdown) {
        each(link.target.split('#').next().unwrap_or_default(), link.span);
    }
    for media in &document.body.media {
        each(&media.target, media.span);
    }
    let defs = &config.content_type(&document.content_type).fields;
    each_of_kind(&document.fields, defs, Kind::Path, &mut |text, span, _| {
        if !document.scoped.iter().any(|value| value.text == text) {
            each(text, span);
        }
    });
}

fn file_at(document: &Document, text: &str, files: &BTreeSet<&str>) -> Option<ContentPath> {
    let decoded = percent_decoded(text);
    let from_folder = document.path.resolve(&decoded);
    from_folder.into_iter().chain([ContentPath::new(&decoded)]).find(|path| files.contains(path.as_str()))
}
