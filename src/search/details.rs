//! Facets and dates of pages: what only filters, counts and sorting need.
//!
//! FORMAT.md, section 8, rules it.

use std::collections::BTreeSet;

use crate::search::entry::SearchEntry;
use crate::search::integers::{Reader, write};
use crate::search::options::Options;

/// The facet that every page has: its content type.
pub const KIND: &str = "kind";

/// The strings of the file `details`: the dates of all pages, then three strings per facet: name
/// and label, values, and the values of each page.
pub fn write_strings(shown: &[&SearchEntry], options: &Options) -> Vec<String> {
    let dates: Vec<&str> = shown.iter().map(|entry| entry.date.as_deref().unwrap_or_default()).collect();
    let mut strings = vec![dates.join("\n")];
    for (name, label) in &options.facets {
        let label_of = |value: &str| {
            let kind = options.kinds.iter().find(|(kind, _)| name == KIND && kind == value);
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

/// Facets and dates of all pages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Details {
    /// Date of each page, or empty.
    pub dates: Vec<String>,
    /// The facets in the order they are shown.
    pub facets: Vec<Facet>,
}

/// A facet with its values on all pages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facet {
    /// Name, as in an address.
    pub name: String,
    /// Label, as shown.
    pub label: String,
    /// Different values, in order.
    pub values: Vec<String>,
    /// For each page its values as places in `values`.
    pub pages: Vec<Vec<u32>>,
}

impl Details {
    /// Reads the strings of the file; `None` when damaged.
    pub fn read(strings: &[String], pages: usize) -> Option<Self> {
        let (dates, facets) = strings.split_first()?;
        let mut details = Self { dates: dates.split('\n').map(str::to_owned).collect(), facets: Vec::new() };
        for facet in facets.chunks(3) {
            let [head, values, numbers] = facet else {
                return None;
            };
            let (name, label) = head.split_once('\t')?;
            let mut numbers = Reader::new(numbers);
            let of = |numbers: &mut Reader<'_>| {
                let count = numbers.number()?;
                (0..count).map(|_| numbers.number()).collect::<Option<Vec<u32>>>()
            };
            details.facets.push(Facet {
                name: name.to_owned(),
                label: label.to_owned(),
                values: values.split('\n').map(str::to_owned).collect(),
                pages: (0..pages).map(|_| of(&mut numbers)).collect::<Option<Vec<Vec<u32>>>>()?,
            });
        }
        Some(details)
    }

    /// Whether a facet has this name or label.
    pub fn knows(&self, name: &str) -> bool {
        self.facet(name).is_some()
    }

    fn facet(&self, name: &str) -> Option<&Facet> {
        self.facets.iter().find(|facet| facet.name == name || facet.label == name)
    }

    /// Whether a page passes all filters: for each named facet at least one of the values asked for.
    pub fn passes(&self, page: u32, filters: &[(String, String)]) -> bool {
        filters.iter().all(|(name, _)| {
            let Some(facet) = self.facet(name) else {
                return true;
            };
            let own = &facet.pages[page as usize];
            let mut asked = filters.iter().filter(|(other, _)| facet.name == *other || facet.label == *other);
            asked.any(|(_, value)| own.iter().any(|&at| facet.values.get(at as usize) == Some(value)))
        })
    }
}
