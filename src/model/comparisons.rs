//! Editions of one work side by side, as values: which pairs, what became of each article, where it is
//! shown. [`crate::model::comparing`] makes them.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize, Serializer};

use crate::base::path::Route;
use crate::law::alignment::{Change, Pair};
use crate::law::difference::{Piece, difference};
use crate::law::number::ArticleNo;
use crate::model::lookup::PageIndex;

/// What became of the articles of two editions.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<Pair>")]
pub struct Aligned {
    pairs: Vec<Pair>,
    /// The pieces of what changed within each pair; made when they are first shown.
    pieces: Vec<OnceLock<Vec<Piece>>>,
}

impl From<Vec<Pair>> for Aligned {
    fn from(pairs: Vec<Pair>) -> Self {
        Self { pieces: vec![OnceLock::new(); pairs.len()], pairs }
    }
}

impl Serialize for Aligned {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.pairs.serialize(serializer)
    }
}

impl Aligned {
    /// What became of the articles.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The pieces of the pair at `place`, whose texts are `old` and `new`.
    pub fn pieces(&self, place: usize, old: &str, new: &str) -> &[Piece] {
        self.pieces[place].get_or_init(|| difference(old, new))
    }
}

/// Two editions of a work, aligned.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The work.
    pub work: String,
    /// The earlier edition.
    pub old: PageIndex,
    /// The later edition.
    pub new: PageIndex,
    /// Where it is shown.
    pub route: Route,
    /// What became of the articles: places in the structures of both pages.
    pub aligned: Arc<Aligned>,
    /// The pair of each article of the earlier and of the later edition.
    pub(super) pair_of: [Vec<usize>; 2],
}

impl Comparison {
    /// What became of the articles.
    pub fn pairs(&self) -> &[Pair] {
        self.aligned.pairs()
    }
}

/// What an article of one edition is in another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterpart {
    /// Its place among the articles of the other edition.
    pub article: usize,
    /// Its number there.
    pub no: ArticleNo,
    /// Its anchor there.
    pub anchor: String,
    /// What happened on the way: from the older to the newer edition, whichever was asked from.
    pub change: Change,
}

/// All comparisons of a site.
#[derive(Debug, Clone, Default)]
pub struct Comparisons {
    /// In the order of works, then of the later and the earlier edition.
    pub all: Vec<Comparison>,
    pub(super) places: BTreeMap<(PageIndex, PageIndex), usize>,
}

impl Comparisons {
    /// The comparison of two pages, whichever is the earlier.
    pub fn between(&self, one: PageIndex, other: PageIndex) -> Option<&Comparison> {
        self.place(one, other).map(|place| &self.all[place])
    }

    /// Its place in [`Comparisons::all`].
    pub fn place(&self, one: PageIndex, other: PageIndex) -> Option<usize> {
        self.places.get(&(one, other)).or_else(|| self.places.get(&(other, one))).copied()
    }

    /// The address at which two pages are compared, whichever is the earlier.
    pub fn route(&self, one: PageIndex, other: PageIndex) -> Option<&Route> {
        self.between(one, other).map(|comparison| &comparison.route)
    }
}

/// What a link such as `监察法@2018..2024` asks for: the work and two editions.
pub fn asks(target: &str) -> Option<(&str, &str, &str)> {
    let (work, editions) = target.split_once('@')?;
    let (one, other) = editions.split_once("..").or_else(|| editions.split_once('至'))?;
    let (one, other) = (one.trim(), other.trim_start_matches('.').trim());
    (!work.is_empty() && !one.is_empty() && !other.is_empty()).then_some((work.trim(), one, other))
}
