//! The order of results, the same for every index.
//!
//! FORMAT.md, section 12, rules it; the client's `rank.js` mirrors it. Comes in: a query, the
//! tables, an index and texts. Goes out: units and pages, best first.

use std::collections::{BTreeMap, BTreeSet};

use crate::search::Error;
use crate::search::bm25::Lengths;
use crate::search::details::Details;
use crate::search::lookup::{Lookup, Scored, Texts};
use crate::search::names::{Grade, Names};
use crate::search::query::{Asked, Query};
use crate::search::table::Table;
use crate::search::terms::key;

/// Units at the top of a tier whose text is compared with the query as typed.
pub const CHECKED: usize = 10;
/// Best units of a page that vouch for it.
const WITNESSES: usize = 10;
/// Most units that are looked at for required and excluded strings.
const SIFTED: usize = 400;

/// Why a result stands where it does; the order is the order of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// The query names it.
    Named,
    /// It is in a page the query names, and holds the other words.
    Within,
    /// It holds the query as typed.
    Exact,
    /// It holds all terms.
    All,
    /// The query names it but for one character.
    Nearly,
    /// It holds some terms.
    Some,
}

/// A result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The page.
    pub page: u32,
    /// The unit, or the page as a whole.
    pub unit: Option<u32>,
    /// Why it stands where it does.
    pub tier: Tier,
    /// BM25 with the evidence of the page; 0 where the name decides.
    pub score: f64,
}

/// What a search needs besides an index.
pub struct Ranking<'s> {
    /// The tables.
    pub table: &'s Table,
    /// Facets.
    pub details: &'s Details,
    /// Names, prepared.
    pub names: &'s Names,
    /// The index.
    pub lookup: &'s dyn Lookup,
    /// Texts.
    pub texts: &'s dyn Texts,
}

impl Ranking<'_> {
    /// All results of a query, best first.
    pub fn answer(&self, typed: &str) -> Result<Vec<Hit>, Error> {
        let query = Query::read(typed, |label| self.details.knows(label));
        let mut hits = self.named(&query);
        let units = self.units(&query)?;
        let nearly = hits.split_off(hits.partition_point(|hit| hit.tier == Tier::Named));
        let split = units.partition_point(|hit| hit.tier < Tier::Nearly);
        hits.extend(&units[..split]);
        hits.extend(nearly);
        hits.extend(&units[split..]);
        let mut seen = BTreeSet::new();
        hits.retain(|hit| seen.insert((hit.page, hit.unit)));
        hits.retain(|hit| self.details.passes(hit.page, &query.filters));
        self.sift(hits, &query)
    }

    fn named(&self, query: &Query) -> Vec<Hit> {
        let text = query.text();
        let mut hits = Vec::new();
        for named in self.names.find(&text, self.table) {
            let tier = if named.grade == Grade::OneWrong {
                Tier::Nearly
            } else {
                Tier::Named
            };
            let unit = match named.article {
                None => None,
                Some(article) => match self.article(named.page, article) {
                    None => continue,
                    unit => unit,
                },
            };
            hits.push(Hit {
                page: named.page,
                unit,
                tier,
                score: 0.0,
            });
        }
        hits
    }

    fn article(&self, page: u32, article: (u32, u32)) -> Option<u32> {
        self.table
            .units_of(page)
            .find(|&unit| self.table.units[unit as usize].article == Some(article))
    }

    /// Units that hold terms of the query, tier by tier.
    fn units(&self, query: &Query) -> Result<Vec<Hit>, Error> {
        let asked = Asked::of(query.groups.iter().map(String::as_str));
        let terms = self.kept(asked.terms)?;
        let (scored, wanted) = if terms.is_empty() {
            (self.prefixes(&asked.prefixes)?, asked.prefixes.len() as u32)
        } else {
            (self.lookup.score(&terms)?, terms.len() as u32)
        };
        let scored = self.with_evidence(scored);
        let own = self.asked_article(query);
        let (mut all, mut some): (Vec<Scored>, Vec<Scored>) = scored
            .into_iter()
            .partition(|scored| scored.matched == wanted);
        for tier in [&mut all, &mut some] {
            tier.sort_by(|a, b| {
                let own_article = |scored: &Scored| {
                    own.is_none() || self.table.units[scored.unit as usize].article != own
                };
                (own_article(a).cmp(&own_article(b)))
                    .then(b.score.total_cmp(&a.score))
                    .then(a.unit.cmp(&b.unit))
            });
        }
        let keys = query.keys();
        let exact = self.take_exact(
            if all.is_empty() { &mut some } else { &mut all },
            &keys,
            wanted,
        )?;
        let mut hits = Vec::new();
        for (tier, units) in [(Tier::Exact, exact), (Tier::All, all), (Tier::Some, some)] {
            hits.extend(
                self.editions_in_order(units)
                    .into_iter()
                    .map(|scored| self.hit(tier, scored)),
            );
        }
        self.within(query, &mut hits)?;
        Ok(hits)
    }

    fn hit(&self, tier: Tier, scored: Scored) -> Hit {
        let page = self.table.units[scored.unit as usize].page;
        Hit {
            page,
            unit: Some(scored.unit),
            tier,
            score: scored.score,
        }
    }

    /// The article a query asks for without a name.
    fn asked_article(&self, query: &Query) -> Option<(u32, u32)> {
        let key: String = query.keys().concat();
        let (no, bytes) = crate::law::number::ArticleNo::parse_prefix(&key)?;
        (bytes == key.len()).then_some((no.number, no.suffix))
    }

    /// The terms without those that stand nearly everywhere, unless there are no others.
    fn kept(&self, terms: Vec<String>) -> Result<Vec<String>, Error> {
        let common = |term: &String| self.table.common.binary_search(term).is_ok();
        if terms.iter().all(common) {
            return Ok(terms);
        }
        Ok(terms.into_iter().filter(|term| !common(term)).collect())
    }

    fn prefixes(&self, prefixes: &[char]) -> Result<Vec<Scored>, Error> {
        let lengths = Lengths::new(self.table.units.len() as u32, self.table.total_terms);
        let mut sum: BTreeMap<u32, Scored> = BTreeMap::new();
        for &first in prefixes {
            let postings = self.lookup.prefix(first)?;
            let weight = lengths.weight(postings.len() as u32);
            for posting in postings {
                let class = self.table.units[posting.unit as usize].length;
                let scored = sum.entry(posting.unit).or_insert(Scored {
                    unit: posting.unit,
                    score: 0.0,
                    matched: 0,
                });
                scored.score += lengths.score(weight, class, posting.count);
                scored.matched += 1;
            }
        }
        Ok(sum.into_values().collect())
    }

    /// Adds to each unit half of a tenth of the sum of its page's ten best.
    fn with_evidence(&self, mut scored: Vec<Scored>) -> Vec<Scored> {
        let mut start = 0;
        let mut best: Vec<f64> = Vec::new();
        while start < scored.len() {
            let page = self.table.units[scored[start].unit as usize].page;
            let end = start
                + scored[start..]
                    .partition_point(|scored| self.table.units[scored.unit as usize].page == page);
            best.clear();
            best.extend(scored[start..end].iter().map(|scored| scored.score));
            best.sort_by(|a, b| b.total_cmp(a));
            let evidence = best.iter().take(WITNESSES).sum::<f64>() / WITNESSES as f64 * 0.5;
            for scored in &mut scored[start..end] {
                scored.score += evidence;
            }
            start = end;
        }
        scored
    }

    /// Takes from the top of a tier the units that hold every group of the query as typed.
    fn take_exact(
        &self,
        tier: &mut Vec<Scored>,
        keys: &[String],
        wanted: u32,
    ) -> Result<Vec<Scored>, Error> {
        if keys.is_empty() || keys.len() == 1 && wanted == 1 {
            return Ok(Vec::new());
        }
        let mut exact = Vec::new();
        for scored in tier.iter().take(CHECKED) {
            if self.holds(scored.unit, keys)? {
                exact.push(*scored);
            }
        }
        tier.retain(|scored| !exact.iter().any(|exact| exact.unit == scored.unit));
        Ok(exact)
    }

    /// Whether a unit, with the beginning of the one after it, holds all keys.
    fn holds(&self, unit: u32, keys: &[String]) -> Result<bool, Error> {
        let own = self.unit_key(unit)?;
        if keys.iter().all(|key| own.contains(key)) {
            return Ok(true);
        }
        let page = self.table.units[unit as usize].page;
        if !self.table.units_of(page).contains(&(unit + 1)) {
            return Ok(false);
        }
        let both = own + &key(&self.texts.text(unit + 1)?.text);
        Ok(keys.iter().all(|key| both.contains(key)))
    }

    fn unit_key(&self, unit: u32) -> Result<String, Error> {
        let text = self.texts.text(unit)?;
        Ok(key(&crate::search::build::field_text(
            &text.headings,
            &text.text,
        )))
    }

    /// Within a tier, an edition that was superseded waits for the one in force.
    fn editions_in_order(&self, units: Vec<Scored>) -> Vec<Scored> {
        let work = |scored: &Scored| {
            let page = &self.table.pages[self.table.units[scored.unit as usize].page as usize];
            (page.work, page.superseded)
        };
        let mut expected: BTreeSet<u32> = units
            .iter()
            .map(work)
            .filter(|(work, superseded)| *work > 0 && !superseded)
            .map(|(work, _)| work)
            .collect();
        let mut waiting: BTreeMap<u32, Vec<Scored>> = BTreeMap::new();
        let mut ordered = Vec::with_capacity(units.len());
        for scored in units {
            let (work, superseded) = work(&scored);
            if superseded && expected.contains(&work) {
                waiting.entry(work).or_default().push(scored);
                continue;
            }
            ordered.push(scored);
            if !superseded && expected.remove(&work) {
                ordered.extend(waiting.remove(&work).unwrap_or_default());
            }
        }
        ordered
    }

    /// Brings forward the units of pages that one group of the query names, by the other groups.
    fn within(&self, query: &Query, hits: &mut [Hit]) -> Result<(), Error> {
        if query.groups.len() < 2 {
            return Ok(());
        }
        for (at, group) in query.groups.iter().enumerate() {
            let pages: BTreeSet<u32> = self.names.exact(group).into_iter().collect();
            if pages.is_empty() {
                continue;
            }
            let others = query
                .groups
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != at);
            let asked = Asked::of(others.map(|(_, group)| group.as_str()));
            let terms = self.kept(asked.terms)?;
            let wanted = terms.len() as u32;
            let units: BTreeSet<u32> = self
                .lookup
                .score(&terms)?
                .into_iter()
                .filter(|scored| scored.matched == wanted)
                .map(|scored| scored.unit)
                .collect();
            for hit in hits.iter_mut() {
                if pages.contains(&hit.page) && hit.unit.is_some_and(|unit| units.contains(&unit)) {
                    hit.tier = Tier::Within;
                }
            }
            hits.sort_by_key(|hit| hit.tier);
            return Ok(());
        }
        Ok(())
    }

    /// Keeps what holds all required and no excluded strings.
    fn sift(&self, hits: Vec<Hit>, query: &Query) -> Result<Vec<Hit>, Error> {
        if query.required.is_empty() && query.excluded.is_empty() {
            return Ok(hits);
        }
        let mut kept = Vec::new();
        for hit in hits.into_iter().take(SIFTED) {
            let text = match hit.unit {
                Some(unit) => self.unit_key(unit)?,
                None => key(&self.table.pages[hit.page as usize].title),
            };
            if query
                .required
                .iter()
                .all(|required| text.contains(required))
                && !query
                    .excluded
                    .iter()
                    .any(|excluded| text.contains(excluded))
            {
                kept.push(hit);
            }
        }
        Ok(kept)
    }
}
