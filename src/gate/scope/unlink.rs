//! Links and fields that name what is withheld.
//!
//! A link becomes plain text of its own words, or nothing where these are a withheld name. A value
//! of a field that refers to something withheld is left out. A link to a heading that was dropped
//! leads to its page.

use std::sync::Arc;

use rayon::prelude::*;

use crate::config::field::{FieldDef, Kind};
use crate::config::site::SiteConfig;
use crate::gate::scope::names::Names;
use crate::markup::body::LinkKind;
use crate::markup::document::Document;
use crate::markup::markdown::relink::{self, Fate, Written};
use crate::markup::scheme::{Scheme, scheme};
use crate::model::links::{heading_id, percent_decoded};
use crate::model::lookup::fold_name;

/// Fields that are names or words of the page itself.
const OWN: [&str; 6] = ["title", "aliases", "work", "id", "summary", "tags"];

/// The documents without links and values that name what is withheld.
pub fn unlink(config: &SiteConfig, documents: Vec<Arc<Document>>, names: &Names) -> Vec<Arc<Document>> {
    let edits: Vec<_> = documents.par_iter().map(|document| edits(&documents, document, names)).collect();
    let without = |document: Arc<Document>, edits: Vec<relink::Edit>| {
        let defs = &config.content_type(&document.content_type).fields;
        let mut keep = |def: &FieldDef, text: &str| !refers(def, text, names);
        let mut dropped = Vec::new();
        let fields = document.fields.kept(defs, &mut keep, &mut dropped);
        if edits.is_empty() && dropped.is_empty() {
            return document;
        }
        // Only these are read again; all others stay as they are remembered.
        let document = Arc::unwrap_or_clone(document).without_values(fields, &dropped);
        Arc::new(if edits.is_empty() { document } else { document.edited(&edits, config) })
    };
    documents.into_par_iter().zip(edits).map(|(document, edits)| without(document, edits)).collect()
}

fn refers(def: &FieldDef, text: &str, names: &Names) -> bool {
    let name = text.split('#').next().unwrap_or_default();
    match def.kind {
        _ if OWN.contains(&def.name.as_str()) => false,
        Kind::Page => names.pages(name).is_empty() && names.withholds(name),
        Kind::Citation => names.tells(text),
        Kind::Text => names.pages(name).is_empty() && names.withholds(name),
        _ => false,
    }
}

fn edits(all: &[Arc<Document>], document: &Document, names: &Names) -> Vec<relink::Edit> {
    let is_changed = |target: &str, kind: LinkKind| {
        fate_of(all, document, names, &Written { target, kind, words: "" }) != Fate::Stays
    };
    // Most documents have no such link, and need not be read again.
    if !document.body.links.iter().any(|link| is_changed(&link.target, link.kind)) {
        return Vec::new();
    }
    relink::edits(document.body_source(), &mut |written| fate_of(all, document, names, written))
}

fn fate_of(all: &[Arc<Document>], document: &Document, names: &Names, written: &Written<'_>) -> Fate {
    let wiki = matches!(written.kind, LinkKind::WikiBare | LinkKind::WikiText);
    if !wiki && (scheme(written.target) != Scheme::None || written.kind == LinkKind::Address) {
        return Fate::Stays;
    }
    let target = if wiki { written.target.to_owned() } else { percent_decoded(written.target) };
    let (name, fragment) = target.split_once('#').map_or((target.trim(), None), |(name, fragment)| {
        (name.trim(), Some(fragment.trim()).filter(|text| !text.is_empty()))
    });
    let path = document.path.resolve(name);
    let by_path = path.as_ref().filter(|_| !name.is_empty()).and_then(|path| names.page_at(path.as_str()));
    let pages: Vec<usize> = match (wiki, by_path) {
        (true, _) if !names.pages(name).is_empty() => names.pages(name).to_vec(),
        (_, Some(page)) => vec![page],
        _ => Vec::new(),
    };
    if pages.is_empty() && !name.is_empty() {
        let by_path = path.is_some_and(|path| names.withholds(path.as_str()));
        return match by_path || (wiki && names.withholds(name)) {
            true if written.kind == LinkKind::WikiBare || names.tells(written.words) => Fate::Goes,
            true => Fate::Words,
            false => Fate::Stays,
        };
    }
    let Some(fragment) = fragment else { return Fate::Stays };
    let lacks = |page: &Document| page.is_cut && heading_id(page, fragment).is_none();
    let is_dropped = match name.is_empty() {
        true => lacks(document),
        false => pages.iter().any(|page| lacks(&all[*page])),
    };
    match is_dropped {
        false => Fate::Stays,
        true if fold_name(written.words).contains(&fold_name(fragment))
            && written.kind != LinkKind::WikiBare =>
        {
            Fate::Goes
        }
        true if name.is_empty() && written.kind == LinkKind::WikiBare => Fate::Goes,
        true if name.is_empty() => Fate::Words,
        true => Fate::Leads(name.to_owned()),
    }
}
