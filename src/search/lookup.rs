//! What ranking asks of an index, whichever holds it.

use crate::search::Error;
use crate::search::postings::Posting;
use crate::search::texts::{PageLine, UnitText};

/// A unit with what BM25 gives it for one term.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighed {
    /// The unit.
    pub unit: u32,
    /// BM25 of the term.
    pub score: f32,
}

/// An index that answers for terms.
pub trait Lookup {
    /// The units that hold a term, in order.
    fn weigh(&self, term: &str) -> Result<Vec<Weighed>, Error>;

    /// All terms from `first` to `last`, both included, in order.
    fn terms(&self, first: &str, last: &str) -> Result<Vec<String>, Error>;

    /// The units that hold any of these terms, in order, with the sum of their occurrences.
    fn any_of(&self, terms: &[String]) -> Result<Vec<Posting>, Error>;
}

/// Texts of units.
pub trait Texts {
    /// The text of a unit.
    fn text(&self, unit: u32) -> Result<UnitText, Error>;

    /// What the shards say of a page.
    fn page(&self, page: u32) -> Result<PageLine, Error>;
}
