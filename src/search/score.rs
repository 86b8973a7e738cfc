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
pub const WITNESSES: usize = 20;
/// Share of the mean of the witnesses.
pub const MEAN: f64 = 0.9;
/// Share of the best of each term.
pub const COVERAGE: f64 = 0.9;
/// Share of the smaller of two overlapping bigrams that counts once, not twice, in the coverage.
pub const OVERLAP: f64 = 0.5;
/// The same for witnesses: a page that says one long word in every article vouches for that word,
/// not for the rest of the question.
pub const REPEATED: f64 = 0.7;

/// A unit that holds some of the terms asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// The unit.
    pub unit: u32,
    /// Its score.
    pub score: f64,
    /// How many of the terms it holds.
    pub matched: u32,
    /// Which of the first 32 terms it holds.
    pub held: u32,
}

/// Adds up terms.
pub struct Scores<'t> {
    table: &'t Table,
    lengths: Lengths,
    sums: Vec<f64>,
    matched: Vec<u32>,
    held: Vec<u32>,
    terms: u32,
    /// What overlapping bigrams count too much in a unit as a witness.
    repeated: Vec<f64>,
    /// What each unit scored for the term before.
    latest: Vec<f64>,
    coverage: Vec<f64>,
    /// Best unit of each page for the term before.
    before: Vec<f64>,
    last: Option<char>,
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
            held: vec![0; units],
            terms: 0,
            repeated: vec![0.0; units],
            latest: vec![0.0; units],
            coverage: vec![0.0; table.pages.len()],
            before: vec![0.0; table.pages.len()],
            last: None,
        }
    }

    /// Lengths of this index, for scores of a made-up term.
    pub fn lengths(&self) -> &Lengths {
        &self.lengths
    }

    /// Adds a term with the units that hold it, in order.
    pub fn add(&mut self, term: &str, units: &[Weighed]) {
        let rarity = f64::from(self.lengths.rarity(units.len() as u32)).sqrt();
        let overlaps = self.last.is_some() && term.chars().next() == self.last;
        let mut best = vec![0.0; self.table.pages.len()];
        let mut latest = vec![0.0; self.latest.len()];
        for weighed in units {
            let at = weighed.unit as usize;
            let Some(of) = self.table.units.get(at) else {
                continue;
            };
            let score = f64::from(weighed.score) / rarity;
            self.sums[at] += score;
            self.matched[at] += 1;
            self.held[at] |= 1u32.checked_shl(self.terms).unwrap_or(0);
            if overlaps {
                self.repeated[at] += REPEATED * score.min(self.latest[at]);
            }
            latest[at] = score;
            let best: &mut f64 = &mut best[of.page as usize];
            *best = best.max(score);
        }
        self.latest = latest;
        self.terms += 1;
        let share = if overlaps { OVERLAP } else { 0.0 };
        for (page, best) in best.iter().enumerate() {
            self.coverage[page] += best - share * best.min(self.before[page]);
        }
        self.before = best;
        self.last = term.chars().last();
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
                held: self.held[unit as usize],
            }));
            best.clear();
            let witness = |scored: &Scored| scored.score - self.repeated[scored.unit as usize];
            best.extend(scored[first..].iter().map(witness));
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
