//! The order of results, the same for every index.
//!
//! FORMAT.md, section 12, rules it; the client's `rank.js` mirrors it. Comes in: a query, the
//! tables, an index and texts. Goes out: units and pages, best first.

use std::collections::{BTreeMap, BTreeSet};

use crate::search::Error;
use crate::search::bm25::Lengths;
use crate::search::details::Details;
use crate::search::lookup::{Lookup, Texts, Weighed};
use crate::search::names::{Grade, Names};
use crate::search::postings::Posting;
use crate::search::query::{Asked, Query};
use crate::search::score::{Scored, Scores};
use crate::search::table::Table;
use crate::search::terms::key;

/// Units at the top of a tier whose text is compared with the query as typed.
pub const CHECKED: usize = 6;
/// The same where the query holds punctuation, which the index cannot tell apart.
pub const CHECKED_CLOSELY: usize = 12;
/// Most units with some of the terms.
pub const SOME: usize = 2000;
/// Results before pages already seen have to wait.
pub const HEAD: usize = 10;
/// Most units that are looked at for required and excluded strings.
pub const SIFTED: usize = 400;

/// Filters that limit a query to the pages of a name.
pub const INSIDE: [&str; 2] = ["规章", "in"];

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
    /// The query names it but for one character, or its name holds the query among much else.
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
        let query = Query::read(typed, |label| self.details.knows(label) || INSIDE.contains(&label));
        let mut hits = self.named(&query);
        let units = self.units(&query)?;
        let nearly = hits.split_off(hits.partition_point(|hit| hit.tier == Tier::Named));
        let split = units.partition_point(|hit| hit.tier < Tier::Nearly);
        hits.extend(&units[..split]);
        hits.extend(nearly);
        hits.extend(&units[split..]);
        let mut seen = BTreeSet::new();
        hits.retain(|hit| seen.insert((hit.page, hit.unit)));
        let inside = self.inside(&query);
        hits.retain(|hit| inside.as_ref().is_none_or(|pages| pages.contains(&hit.page)));
        hits.retain(|hit| self.details.passes(hit.page, &query.filters));
        let hits = self.sift(hits, &query)?;
        Ok(spread(hits))
    }

    /// The pages a query is limited to by their names, if it is.
    fn inside(&self, query: &Query) -> Option<BTreeSet<u32>> {
        let names = query.filters.iter().filter(|(label, _)| INSIDE.contains(&label.as_str()));
        let pages: Vec<Vec<u32>> = names.map(|(_, name)| self.names.exact(name)).collect();
        (!pages.is_empty()).then(|| pages.into_iter().flatten().collect())
    }

    fn named(&self, query: &Query) -> Vec<Hit> {
        let text = query.text();
        let mut hits = Vec::new();
        for named in self.names.find(&text, self.table) {
            let tier = match named.grade {
                Grade::Mentioned | Grade::OneWrong => Tier::Nearly,
                _ => Tier::Named,
            };
            let unit = match named.article {
                None => None,
                Some(article) => match self.article(named.page, article) {
                    None => continue,
                    unit => unit,
                },
            };
            hits.push(Hit { page: named.page, unit, tier, score: 0.0 });
        }
        hits
    }

    fn article(&self, page: u32, article: (u32, u32)) -> Option<u32> {
        self.table.units_of(page).find(|&unit| self.table.units[unit as usize].article == Some(article))
    }

    /// Units that hold terms of the query, tier by tier.
    fn units(&self, query: &Query) -> Result<Vec<Hit>, Error> {
        let asked = Asked::of(query.groups.iter().map(String::as_str));
        let terms = self.kept(&asked.terms);
        let (mut scored, mut wanted) = if terms.is_empty() {
            (self.prefixes(&asked.prefixes)?, asked.prefixes.len())
        } else {
            (self.scored(&terms)?, terms.len())
        };
        if scored.is_empty() && terms.len() < asked.terms.len() {
            (scored, wanted) = (self.scored(&asked.terms)?, asked.terms.len());
        }
        let wanted = wanted as u32;
        let mut parts = self.parts(&asked, &terms)?;
        let own = self.asked_article(query);
        let beside = Beside::new(&scored, wanted);
        let (mut all, mut some): (Vec<Scored>, Vec<Scored>) =
            scored.into_iter().partition(|scored| scored.matched == wanted);
        let whole: BTreeSet<u32> = all.iter().map(|scored| scored.unit).collect();
        parts.retain(|scored| !whole.contains(&scored.unit));
        let as_part: BTreeSet<u32> = parts.iter().map(|scored| scored.unit).collect();
        some.retain(|scored| !as_part.contains(&scored.unit));
        for tier in [&mut all, &mut parts, &mut some] {
            tier.sort_by(|a, b| {
                let own_article =
                    |scored: &Scored| own.is_none() || self.table.units[scored.unit as usize].article != own;
                (own_article(a).cmp(&own_article(b)))
                    .then(b.score.total_cmp(&a.score))
                    .then(a.unit.cmp(&b.unit))
            });
        }
        some.truncate(SOME);
        let checked = checked(&query.groups);
        let candidates: Vec<Scored> = if all.is_empty() && !parts.is_empty() {
            parts.iter().take(checked).copied().collect()
        } else if all.is_empty() {
            let near = some.iter().filter(|scored| beside.may_hold(scored.unit));
            near.take(checked).copied().collect()
        } else {
            all.iter().take(checked).copied().collect()
        };
        let exact = self.exact(&candidates, &query.groups, wanted)?;
        for tier in [&mut all, &mut parts, &mut some] {
            tier.retain(|scored| !exact.iter().any(|exact| exact.unit == scored.unit));
        }
        let mut hits = Vec::new();
        for (tier, units) in [(Tier::Exact, exact), (Tier::All, all), (Tier::All, parts), (Tier::Some, some)]
        {
            hits.extend(self.editions_in_order(units).into_iter().map(|scored| self.hit(tier, scored)));
        }
        self.within(query, &mut hits)?;
        Ok(hits)
    }

    fn hit(&self, tier: Tier, scored: Scored) -> Hit {
        let page = self.table.units[scored.unit as usize].page;
        Hit { page, unit: Some(scored.unit), tier, score: scored.score }
    }

    /// The article a query asks for without a name.
    fn asked_article(&self, query: &Query) -> Option<(u32, u32)> {
        let key: String = query.keys().concat();
        let (no, bytes) = crate::law::number::ArticleNo::parse_prefix(&key)?;
        (bytes == key.len()).then_some((no.number, no.suffix))
    }

    /// The terms without those that stand nearly everywhere, unless there are no others.
    fn kept(&self, terms: &[String]) -> Vec<String> {
        let common = |term: &&String| self.table.common.binary_search(term).is_ok();
        let rare: Vec<String> = terms.iter().filter(|term| !common(term)).cloned().collect();
        if rare.is_empty() { terms.to_vec() } else { rare }
    }

    fn scored(&self, terms: &[String]) -> Result<Vec<Scored>, Error> {
        let mut scores = Scores::new(self.table);
        for term in terms {
            scores.add(term, &self.lookup.weigh(term)?);
        }
        Ok(scores.finish())
    }

    /// Units that hold all terms where those at the ends of words are parts of longer ones.
    fn parts(&self, asked: &Asked, terms: &[String]) -> Result<Vec<Scored>, Error> {
        let mut longer: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for open in asked.open.iter().filter(|open| terms.contains(&open.term)) {
            let (first, last) = open.range();
            let mut fitting = self.lookup.terms(&first, &last)?;
            fitting.retain(|term| open.fits(term));
            if fitting.iter().any(|term| *term != open.term) {
                longer.insert(&open.term, fitting);
            }
        }
        if longer.is_empty() {
            return Ok(Vec::new());
        }
        let mut scores = Scores::new(self.table);
        for term in terms {
            let weighed = match longer.get(term.as_str()) {
                Some(spellings) => self.as_one(scores.lengths(), &self.lookup.any_of(spellings)?),
                None => self.lookup.weigh(term)?,
            };
            scores.add(term, &weighed);
        }
        Ok(scores.finish().into_iter().filter(|scored| scored.matched as usize == terms.len()).collect())
    }

    /// Postings of several terms that count as one.
    fn as_one(&self, lengths: &Lengths, postings: &[Posting]) -> Vec<Weighed> {
        let weight = lengths.weight(postings.len() as u32);
        let weighed = |posting: &Posting| Weighed {
            unit: posting.unit,
            score: lengths.score(weight, self.table.units[posting.unit as usize].length, posting.count),
        };
        postings.iter().map(weighed).collect()
    }

    /// Each ideograph counts as one term that every term starting with it is a spelling of.
    fn prefixes(&self, prefixes: &[char]) -> Result<Vec<Scored>, Error> {
        let mut scores = Scores::new(self.table);
        for &first in prefixes {
            let spellings = self.lookup.terms(&first.to_string(), &String::from_iter([first, char::MAX]))?;
            let weighed = self.as_one(scores.lengths(), &self.lookup.any_of(&spellings)?);
            scores.add(&first.to_string(), &weighed);
        }
        Ok(scores.finish())
    }

    /// The candidates that hold the words as typed, those with the same punctuation first.
    fn exact(&self, candidates: &[Scored], groups: &[String], wanted: u32) -> Result<Vec<Scored>, Error> {
        let keys: Vec<String> = groups.iter().map(|group| key(group)).filter(|key| !key.is_empty()).collect();
        let plain = groups.len() == 1 && keys.first() == Some(&spelling(&groups[0]));
        if keys.is_empty() || wanted < 1 || plain && wanted == 1 {
            return Ok(Vec::new());
        }
        let spellings: Vec<String> = groups.iter().map(|group| spelling(group)).collect();
        let (mut exact, mut nearly) = (Vec::new(), Vec::new());
        for &scored in candidates {
            let text = self.unit_text(scored.unit)?;
            if holds(&spelling(&text), &spellings) {
                exact.push(scored);
            } else if holds(&key(&text), &keys) || holds(&self.with_next(scored.unit, &text)?, &keys) {
                nearly.push(scored);
            }
        }
        exact.append(&mut nearly);
        Ok(exact)
    }

    /// The key of a unit and the one after it on the page: a string may run from one to the next.
    fn with_next(&self, unit: u32, text: &str) -> Result<String, Error> {
        let page = self.table.units[unit as usize].page;
        if !self.table.units_of(page).contains(&(unit + 1)) {
            return Ok(String::new());
        }
        Ok(key(text) + &key(&self.texts.text(unit + 1)?.text))
    }

    fn unit_text(&self, unit: u32) -> Result<String, Error> {
        let text = self.texts.text(unit)?;
        Ok(crate::search::entry::field_text(&text.headings, &text.text))
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
            let others = query.groups.iter().enumerate().filter(|(other, _)| *other != at);
            let asked = Asked::of(others.map(|(_, group)| group.as_str()));
            let terms = self.kept(&asked.terms);
            let wanted = terms.len() as u32;
            let units: BTreeSet<u32> = self
                .scored(&terms)?
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
                Some(unit) => key(&self.unit_text(unit)?),
                None => key(&self.table.pages[hit.page as usize].title),
            };
            if query.required.iter().all(|required| text.contains(required))
                && !query.excluded.iter().any(|excluded| text.contains(excluded))
            {
                kept.push(hit);
            }
        }
        Ok(kept)
    }
}

/// Which units can hold a string together with the unit after them.
struct Beside {
    held: Vec<(u32, u32)>,
    wanted: u32,
}

impl Beside {
    fn new(scored: &[Scored], wanted: u32) -> Self {
        Self {
            held: scored.iter().map(|scored| (scored.unit, scored.held)).collect(),
            wanted: wanted.min(32),
        }
    }

    /// A string that runs over the end of a unit has all terms in one of the two but the one that
    /// runs over it.
    fn may_hold(&self, unit: u32) -> bool {
        let of = |unit: u32| {
            let at = self.held.binary_search_by_key(&unit, |(unit, _)| *unit);
            at.map_or(0, |at| self.held[at].1)
        };
        (of(unit) | of(unit + 1)).count_ones() + 1 >= self.wanted
    }
}

fn checked(groups: &[String]) -> usize {
    let plain = groups.iter().all(|group| key(group) == spelling(group));
    if plain { CHECKED } else { CHECKED_CLOSELY }
}

fn holds(text: &str, words: &[String]) -> bool {
    words.iter().all(|word| text.contains(word))
}

/// A folded text without blanks.
fn spelling(text: &str) -> String {
    crate::text::fold(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// After the first [`HEAD`] results the best unit of each further page stands before the rest of
/// the pages already seen.
fn spread(hits: Vec<Hit>) -> Vec<Hit> {
    let mut seen = BTreeSet::new();
    let (mut first, mut rest) = (Vec::with_capacity(hits.len()), Vec::new());
    for hit in hits {
        if seen.insert(hit.page) || first.len() < HEAD {
            first.push(hit);
        } else {
            rest.push(hit);
        }
    }
    first.append(&mut rest);
    first
}
