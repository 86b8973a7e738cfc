//! A search over a published site, by Tantivy's index or by the shards alone.

use serde::Serialize;

use crate::search::Error;
use crate::search::lookup::{Lookup, Texts};
use crate::search::names::Names;
use crate::search::rank::{Hit, Ranking};
use crate::search::shards::{Read, Shards};
use crate::search::tantivy_lookup::Tantivy;
use crate::text::numeral;

/// A published search, opened.
pub struct Engine {
    shards: Shards,
    names: Names,
    tantivy: Option<Tantivy>,
}

/// A result as scripts and other systems read it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// Path of the source below the content root.
    pub path: String,
    /// Article number, `382` or `382之一`, if the result is an article.
    pub article: Option<String>,
    /// Route with the fragment of the unit.
    pub route: String,
    /// Score; 0 where the name decides.
    pub score: f64,
}

impl Engine {
    /// Opens the published files; `tantivy` is asked instead of the shards where it is given.
    pub fn open(read: Read, tantivy: Option<Tantivy>) -> Result<Self, Error> {
        let shards = Shards::open(read)?;
        let names = Names::new(&shards.table);
        Ok(Self { shards, names, tantivy })
    }

    /// Opens the files of a build that were not written yet.
    pub fn of_files(files: Vec<(String, Vec<u8>)>, tantivy: Option<Tantivy>) -> Result<Self, Error> {
        let files: std::collections::BTreeMap<String, Vec<u8>> = files.into_iter().collect();
        let read = move |path: &str| {
            files.get(path).cloned().ok_or_else(|| std::io::Error::from(std::io::ErrorKind::NotFound))
        };
        Self::open(Box::new(read), tantivy)
    }

    /// The tables, texts and details of the site.
    pub fn shards(&self) -> &Shards {
        &self.shards
    }

    /// All results of a query, best first.
    pub fn hits(&self, query: &str) -> Result<Vec<Hit>, Error> {
        let lookup: &dyn Lookup = match &self.tantivy {
            Some(tantivy) => tantivy,
            None => &self.shards,
        };
        let ranking = Ranking {
            table: &self.shards.table,
            details: &self.shards.details,
            names: &self.names,
            lookup,
            texts: &self.shards,
        };
        ranking.answer(query)
    }

    /// The first results of a query, as other systems read them.
    pub fn query(&self, query: &str, limit: usize) -> Result<Vec<Found>, Error> {
        self.hits(query)?.iter().take(limit).map(|hit| self.found(hit)).collect()
    }

    fn found(&self, hit: &Hit) -> Result<Found, Error> {
        let mut route = self.shards.page(hit.page)?.route;
        let mut article = None;
        if let Some(unit) = hit.unit {
            let text = self.shards.text(unit)?;
            if !text.anchor.is_empty() {
                route.push('#');
                route.push_str(&text.anchor);
            }
            article = self.shards.table.units[unit as usize].article.map(|(number, suffix)| match suffix {
                0 => number.to_string(),
                _ => format!("{number}之{}", numeral::to_chinese(u64::from(suffix))),
            });
        }
        let path = self.shards.paths.get(hit.page as usize).cloned().unwrap_or_default();
        Ok(Found { path, article, route, score: hit.score })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_can_share_an_engine() {
        fn shared<T: Send + Sync>() {}
        shared::<Engine>();
    }
}
