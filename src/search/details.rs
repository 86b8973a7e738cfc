//! Facets and dates of pages: what only filters, counts and sorting need.
//!
//! FORMAT.md, section 8, rules it.

use std::collections::BTreeSet;

use crate::search::build::Options;
use crate::search::entry::SearchEntry;
use crate::search::integers::write;

/// The facet that every page has: its content type.
pub const KIND: &str = "kind";

/// The strings of the file `details`: the dates of all pages, then three strings per facet: name
/// and label, values, and the values of each page.
pub fn write_strings(shown: &[&SearchEntry], options: &Options) -> Vec<String> {
    let dates: Vec<&str> = shown
        .iter()
        .map(|entry| entry.date.as_deref().unwrap_or_default())
        .collect();
    let mut strings = vec![dates.join("\n")];
    for (name, label) in &options.facets {
        let label_of = |value: &str| {
            let kind = options
                .kinds
                .iter()
                .find(|(kind, _)| name == KIND && kind == value);
            kind.map_or_else(|| value.to_owned(), |(_, label)| label.clone())
        };
        let of = |entry: &SearchEntry| -> Vec<String> {
            if name == KIND {
                return vec![label_of(&entry.kind)];
            }
            let facet = entry.facets.iter().filter(|(facet, _)| facet == name);
            facet
                .flat_map(|(_, values)| values.iter().map(|value| value.replace(['\n', '\t'], " ")))
                .collect()
        };
        let values: BTreeSet<String> = shown.iter().flat_map(|entry| of(entry)).collect();
        let values: Vec<String> = values.into_iter().collect();
        let mut pages = String::new();
        for entry in shown {
            let mut own: Vec<u32> = of(entry)
                .iter()
                .filter_map(|value| values.binary_search(value).ok())
                .map(|at| at as u32)
                .collect();
            own.sort_unstable();
            own.dedup();
            write(own.len() as u32, &mut pages);
            for value in own {
                write(value, &mut pages);
            }
        }
        strings.extend([format!("{name}\t{label}"), values.join("\n"), pages]);
    }
    strings
}
