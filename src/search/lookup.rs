//! What ranking asks of an index, whichever holds it.

use crate::search::Error;
use crate::search::postings::Posting;
use crate::search::texts::{PageLine, UnitText};

/// A unit that holds some of the terms asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// The unit.
    pub unit: u32,
    /// Sum of BM25 over the terms it holds.
    pub score: f64,
    /// How many of the terms it holds.
    pub matched: u32,
}

/// An index that answers for terms and texts.
pub trait Lookup {
    /// For each term the number of units that hold it.
    fn frequencies(&self, terms: &[String]) -> Result<Vec<u32>, Error>;

    /// The units that hold any of the terms, in order.
    fn score(&self, terms: &[String]) -> Result<Vec<Scored>, Error>;

    /// The units that hold any term that starts with the character, in order, with the sum of
    /// their occurrences.
    fn prefix(&self, first: char) -> Result<Vec<Posting>, Error>;
}

/// Texts of units.
pub trait Texts {
    /// The text of a unit.
    fn text(&self, unit: u32) -> Result<UnitText, Error>;

    /// What the shards say of a page.
    fn page(&self, page: u32) -> Result<PageLine, Error>;
}
