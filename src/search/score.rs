//! The score of a unit: its terms by BM25, and what its page adds.
//!
//! FORMAT.md, section 11, rules it; the client's `score.js` mirrors it.
//!
//! Rare bigrams are often accidents (the end of one word and the start of the next), so the
//! square root of the rarity counts instead of the rarity. A page adds to each of its units what
//! its best units score and, for every term, what the best of its units has of it: a law that
//! deals with all of a question is the right one even where no article holds all its words.

use crate::search::bm25::Lengths;
use crate::search::lookup::Weighed;
use crate::search::table::Table;

/// Best units of a page that vouch for it.
const WITNESSES: usize = 20;
/// Share of the mean of the witnesses.
const MEAN: f64 = 0.75;
/// Share of the best of each term.
const COVERAGE: f64 = 0.7;

/// A unit that holds some of the terms asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// The unit.
    pub unit: u32,
    /// Its score.
    pub score: f64,
    /// How many of the terms it holds.
    pub matched: u32,
}

/// Adds up terms.
pub struct Scores<'t> {
    table: &'t Table,
    lengths: Lengths,
    sums: Vec<f64>,
    matched: Vec<u32>,
    coverage: Vec<f64>,
}

impl<'t> Scores<'t> {
    /// Starts with nothing.
    pub fn new(table: &'t Table) -> Self {
        let units = table.units.len();
        Self {
            table,
            lengths: Lengths::new(units as u32, table.total_terms),
            sums: vec![0.0; units],
            matched: vec![0; units],
            coverage: vec![0.0; table.pages.len()],
        }
    }

    /// Lengths of this index, for scores of a made-up term.
    pub fn lengths(&self) -> &Lengths {
        &self.lengths
    }

    /// Adds a term with the units that hold it, in order.
    pub fn add(&mut self, units: &[Weighed]) {
        let rarity = f64::from(self.lengths.rarity(units.len() as u32)).sqrt();
        let (mut page, mut best) = (0, 0.0);
        for weighed in units {
            let at = weighed.unit as usize;
            let Some(of) = self.table.units.get(at) else {
                continue;
            };
            let score = f64::from(weighed.score) / rarity;
            self.sums[at] += score;
            self.matched[at] += 1;
            if of.page != page {
                self.coverage[page as usize] += best;
                (page, best) = (of.page, 0.0);
            }
            best = f64::max(best, score);
        }
        if let Some(coverage) = self.coverage.get_mut(page as usize) {
            *coverage += best;
        }
    }

    /// The units that hold any term, in order, with what their pages add.
    pub fn finish(self) -> Vec<Scored> {
        let mut scored = Vec::new();
        let mut best: Vec<f64> = Vec::new();
        for page in 0..self.table.pages.len() {
            let units = self.table.units_of(page as u32);
            let held = units.filter(|&unit| self.matched[unit as usize] > 0);
            let first = scored.len();
            scored.extend(held.map(|unit| Scored {
                unit,
                score: self.sums[unit as usize],
                matched: self.matched[unit as usize],
            }));
            best.clear();
            best.extend(scored[first..].iter().map(|scored: &Scored| scored.score));
            best.sort_by(|a, b| b.total_cmp(a));
            let mean = best.iter().take(WITNESSES).sum::<f64>() / WITNESSES as f64;
            let evidence = MEAN * mean + COVERAGE * self.coverage[page];
            for scored in &mut scored[first..] {
                scored.score += evidence;
            }
        }
        scored
    }
}
