//! Facets: which values occur, and on which pages.

use std::collections::BTreeMap;

use crate::base::path::Route;
use crate::config::field::{FieldDef, Kind};
use crate::config::registry::Vocabularies;
use crate::config::value::Fields;
use crate::model::routes::base_for;
use crate::model::site::{FacetEntry, FacetGroup, Page, PageIndex, Site};
use crate::text::slug::slug;

/// Label of the facet that the standing gives.
pub const STANDING: &str = "时效";
/// Label of the facet that the date gives.
pub const YEAR: &str = "年份";

/// The facet values of a page: labels in the order of the fields, each with its values.
pub fn values_of(page: &Page, fields: &[FieldDef]) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    collect(&page.document.fields, fields, &mut found);
    if let Some(standing) = page.standing {
        found.push((STANDING.to_owned(), vec![standing.to_string()]));
    }
    if let Some(date) = page.date {
        found.push((YEAR.to_owned(), vec![date.year.to_string()]));
    }
    found
}

fn collect(values: &Fields, defs: &[FieldDef], found: &mut Vec<(String, Vec<String>)>) {
    for def in defs {
        if def.facet {
            let words: Vec<String> =
                values.items(&def.name).iter().filter_map(|field| field.value.shown()).collect();
            add(found, &def.label, words);
        } else if def.kind == Kind::Record {
            for record in values.records(&def.name) {
                collect(record, &def.fields, found);
            }
        }
    }
}

fn add(found: &mut Vec<(String, Vec<String>)>, label: &str, words: Vec<String>) {
    if words.is_empty() {
        return;
    }
    let at = found.iter().position(|(known, _)| known == label).unwrap_or_else(|| {
        found.push((label.to_owned(), Vec::new()));
        found.len() - 1
    });
    for word in words {
        if !found[at].1.contains(&word) {
            found[at].1.push(word);
        }
    }
}

/// The facets of the site, labels in the order in which the types name them.
pub fn groups(site: &Site) -> Vec<FacetGroup> {
    let mut by_label: BTreeMap<String, BTreeMap<String, Vec<PageIndex>>> = BTreeMap::new();
    for folder in site.folders.iter().filter(|folder| folder.parent.is_none()) {
        for index in &folder.pages {
            let page = &site.pages[*index];
            let fields = &site.config.content_type(&page.document.content_type).fields;
            for (label, values) in values_of(page, fields) {
                let group = by_label.entry(label).or_default();
                for value in values {
                    group.entry(value).or_default().push(*index);
                }
            }
        }
    }
    let mut folders: BTreeMap<String, usize> = BTreeMap::new();
    for label in by_label.keys() {
        *folders.entry(slug(label)).or_default() += 1;
    }
    let folder_of = |label: &str| base_for(label, folders.get(&slug(label)).is_some_and(|count| *count > 1));
    let order = labels_in_order(site);
    let mut groups: Vec<FacetGroup> = order
        .iter()
        .filter_map(|(label, vocabulary)| {
            let values = by_label.remove(label)?;
            let words = vocabulary.as_deref();
            Some(group(label, &folder_of(label), values, words, &site.config.registry.vocabularies))
        })
        .collect();
    groups.dedup_by(|a, b| a.label == b.label);
    groups
}

/// Labels of facets with their vocabularies: sections first, in their order, then the year.
fn labels_in_order(site: &Site) -> Vec<(String, Option<String>)> {
    let mut order: Vec<(String, Option<String>)> = Vec::new();
    let mut types: Vec<&str> =
        site.config.sections.iter().map(|section| section.content_type.as_str()).collect();
    types.push(crate::markup::document::PLAIN_TYPE);
    for name in types {
        add_labels(&site.config.content_type(name).fields, &mut order);
    }
    // Facets of every type come last: they are the least telling.
    let common: Vec<String> = ["标签", "领域", "责任部门"].map(str::to_owned).to_vec();
    order.sort_by_key(|(label, _)| common.contains(label));
    order.insert(0, (STANDING.to_owned(), None));
    order.push((YEAR.to_owned(), None));
    order
}

fn add_labels(defs: &[FieldDef], order: &mut Vec<(String, Option<String>)>) {
    for def in defs {
        if def.facet && !order.iter().any(|(label, _)| *label == def.label) {
            order.push((def.label.clone(), def.vocabulary.clone()));
        }
        add_labels(&def.fields, order);
    }
}

fn group(
    label: &str,
    folder: &str,
    values: BTreeMap<String, Vec<PageIndex>>,
    vocabulary: Option<&str>,
    vocabularies: &Vocabularies,
) -> FacetGroup {
    let mut bases: BTreeMap<String, usize> = BTreeMap::new();
    for value in values.keys() {
        *bases.entry(slug(value)).or_default() += 1;
    }
    let mut entries: Vec<FacetEntry> = values
        .into_iter()
        .map(|(value, pages)| {
            let is_taken = bases[&slug(&value)] > 1 || slug(&value) == "index";
            FacetEntry { base: format!("facets/{folder}/{}", base_for(&value, is_taken)), value, pages }
        })
        .collect();
    let words = vocabulary.and_then(|name| vocabularies.get(name));
    let place = |value: &String| {
        words.and_then(|words| words.iter().position(|word| word == value)).unwrap_or(usize::MAX)
    };
    match label {
        YEAR => entries.sort_by(|a, b| b.value.cmp(&a.value)),
        _ => entries.sort_by_cached_key(|entry| {
            let count = if words.is_some() { 0 } else { usize::MAX - entry.pages.len() };
            (place(&entry.value), count, slug(&entry.value), entry.value.clone())
        }),
    }
    let route = Route::new(format!("facets/{folder}/index.html")).expect("a slug makes a route");
    FacetGroup { label: label.to_owned(), route, values: entries }
}
