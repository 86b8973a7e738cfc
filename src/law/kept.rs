//! Which numbers of an edition still name what a text means that was written of an earlier one.
//!
//! Comes in: the articles of the edition that is held, and the sentences of one text that cite it by
//! number. Goes out: the numbers whose articles the sentences speak of. Half of all articles get
//! another number when a law is amended, so a number alone proves nothing; but who cites an article
//! nearly always says what it is about. A sentence speaks for a number when it has more rare words in
//! common with that article than with any other, and against it when another has clearly more. All
//! sentences of the text are weighed together, for they mean one and the same edition. Takes time in
//! proportion to the texts.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::BuildHasherDefault;

use crate::law::alignment::{Mix, Text};
use crate::law::number::{ArticleNo, parse_ordinal};

/// A sentence that cites an article by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said<'t> {
    /// The number.
    pub no: ArticleNo,
    /// The sentence, the citation with it.
    pub sentence: &'t str,
    /// What else is cited beside it: the sentence may speak of those as much.
    pub beside: &'t [ArticleNo],
}

/// What a sentence says for a number, by what its article has in common with the sentence in
/// proportion to what the best other article has: below the first value the second.
///
/// The values are twice the logarithms of how much more often such a proportion was found for the
/// right article than for a neighbour of it, in some three thousand citations of editions that are known.
const WORTH: [(f64, i32); 8] =
    [(0.2, -4), (0.35, -2), (0.5, 0), (0.65, 1), (0.9, 2), (1.1, 4), (1.3, 5), (2.0, 6)];

/// What a greater proportion is worth.
const PLAIN: i32 = 8;

/// The least that a number is worth, whatever many sentences say.
const LEAST: i32 = -6;

/// How little in common says nothing.
const LITTLE: f64 = 12.0;

/// What all numbers must be worth together.
const TOGETHER: i32 = 8;

/// What a number must be worth to stand by itself.
const ALONE: i32 = 4;

/// What a number must be worth to stand for those beside it.
const ANCHOR: i32 = 5;

/// What a number is worth at most that the words speak against.
const DENIED: i32 = -4;

/// How far two such numbers may be apart for those between them to stand with them.
const NEAR: usize = 5;

/// The share of an article's length by which what it has in common counts less.
const LENGTH: f64 = 0.25;

/// An edition, read for the sentences that cite it.
pub struct Reader {
    numbers: Vec<ArticleNo>,
    places: BTreeMap<ArticleNo, usize>,
    index: Index,
}

impl Reader {
    /// Reads the articles for `sentences`, which may be of many texts; of others nothing is known.
    pub fn new<'t>(articles: &[Text<'_>], sentences: impl IntoIterator<Item = &'t str>) -> Self {
        let mut places: BTreeMap<ArticleNo, usize> = BTreeMap::new();
        for (place, article) in articles.iter().enumerate() {
            places.entry(article.no).or_insert(place);
        }
        let numbers = articles.iter().map(|article| article.no).collect();
        Self { numbers, places, index: Index::new(articles, sentences) }
    }

    /// The numbers that still name what the sentences of one text mean.
    pub fn kept(&self, said: &[Said<'_>]) -> BTreeSet<ArticleNo> {
        standing(&self.worths(said)).into_iter().map(|place| self.numbers[place]).collect()
    }

    /// The numbers of which the sentences of one text speak against: another article has more of their words.
    pub fn denied(&self, said: &[Said<'_>]) -> BTreeSet<ArticleNo> {
        let worths = self.worths(said).into_iter();
        worths.filter(|(_, worth)| *worth <= DENIED).map(|(place, _)| self.numbers[place]).collect()
    }

    /// Whether the sentences of one text speak of other articles than those that they cite, and are worth
    /// at least `against`.
    pub fn is_denied(&self, said: &[Said<'_>], against: i32) -> bool {
        self.worths(said).values().sum::<i32>() <= -against
    }

    /// What the sentences are worth for each article cited.
    fn worths(&self, said: &[Said<'_>]) -> BTreeMap<usize, i32> {
        let mut worths: BTreeMap<usize, i32> = BTreeMap::new();
        let mut seen: BTreeSet<(usize, &str)> = BTreeSet::new();
        for said in said {
            let Some(&place) = self.places.get(&said.no) else { continue };
            if seen.insert((place, said.sentence)) {
                let beside = said.beside.iter().filter_map(|no| self.places.get(no).copied());
                let beside: Vec<usize> = beside.collect();
                *worths.entry(place).or_default() += self.index.worth(said.sentence, place, &beside);
            }
        }
        worths.values_mut().for_each(|worth| *worth = (*worth).clamp(LEAST, PLAIN));
        worths
    }
}

/// The places that stand, by what each is worth.
fn standing(worths: &BTreeMap<usize, i32>) -> Vec<usize> {
    if worths.values().sum::<i32>() < TOGETHER {
        return Vec::new();
    }
    let is_near = |place: usize| {
        let anchors = |worth: &i32| *worth >= ANCHOR;
        let before = worths.range(..place).rev().find(|(_, worth)| anchors(worth));
        let behind = worths.range(place + 1..).find(|(_, worth)| anchors(worth));
        // The first article is the first in all editions.
        let from = before.map_or(0, |(before, _)| before + 1);
        behind.is_some_and(|(behind, _)| behind + 1 - from <= NEAR)
    };
    let stands = |(place, worth): (&usize, &i32)| {
        let stands = *worth >= ALONE || *worth >= 0 && is_near(*place);
        stands.then_some(*place)
    };
    worths.iter().filter_map(stands).collect()
}

/// Bits that tell most bigrams of an article that no sentence has.
const SIEVE: usize = 1 << 16;

/// The bigrams of the sentences, with the articles that have them.
struct Index {
    /// A bit for each bigram of the sentences.
    sieve: Vec<u64>,
    numbers: HashMap<u64, usize, BuildHasherDefault<Mix>>,
    /// By bigram: the articles, rising.
    having: Vec<Vec<usize>>,
    /// By article: what its length makes of what it has in common.
    lengths: Vec<f64>,
}

impl Index {
    fn new<'t>(articles: &[Text<'_>], sentences: impl IntoIterator<Item = &'t str>) -> Self {
        let mut index = Self {
            sieve: vec![0; SIEVE / 64],
            numbers: HashMap::default(),
            having: Vec::new(),
            lengths: Vec::new(),
        };
        for sentence in sentences {
            bigrams(sentence, |bigram| {
                let fresh = index.numbers.len();
                index.numbers.entry(bigram).or_insert(fresh);
                let bit = bit(bigram);
                index.sieve[bit / 64] |= 1 << (bit % 64);
            });
        }
        index.having.resize(index.numbers.len(), Vec::new());
        let mut counts: Vec<usize> = Vec::with_capacity(articles.len());
        for (place, article) in articles.iter().enumerate() {
            let mut count = 0;
            bigrams(article.text, |bigram| {
                count += 1;
                let bit = bit(bigram);
                if index.sieve[bit / 64] & 1 << (bit % 64) != 0
                    && let Some(number) = index.numbers.get(&bigram)
                    && index.having[*number].last() != Some(&place)
                {
                    index.having[*number].push(place);
                }
            });
            counts.push(count);
        }
        let mean = counts.iter().sum::<usize>().max(1) as f64 / counts.len().max(1) as f64;
        index.lengths = counts.iter().map(|count| 1.0 - LENGTH + LENGTH * *count as f64 / mean).collect();
        index
    }

    /// What `sentence` says for the article at `place`; those `beside` it are no rivals.
    fn worth(&self, sentence: &str, place: usize, beside: &[usize]) -> i32 {
        let common = self.common(sentence);
        let rivals =
            common.iter().enumerate().filter(|(other, _)| *other != place && !beside.contains(other));
        let best = rivals.map(|(_, common)| *common).fold(0.0, f64::max);
        let own = common[place];
        if own.max(best) < LITTLE {
            return 0;
        }
        WORTH.iter().find(|(bound, _)| own < bound * best).map_or(PLAIN, |(_, worth)| *worth)
    }

    /// What each article has in common with `sentence`: its bigrams, the rare ones weighing more.
    fn common(&self, sentence: &str) -> Vec<f64> {
        let mut numbers: Vec<usize> = Vec::new();
        bigrams(sentence, |bigram| numbers.extend(self.numbers.get(&bigram)));
        numbers.sort_unstable();
        numbers.dedup();
        let mut common = vec![0.0; self.lengths.len()];
        for having in numbers.into_iter().map(|number| &self.having[number]) {
            let weight = (1.0 + self.lengths.len() as f64 / having.len().max(1) as f64).ln();
            having.iter().for_each(|place| common[*place] += weight);
        }
        common.iter_mut().zip(&self.lengths).for_each(|(common, length)| *common /= length);
        common
    }
}

/// The place of a bigram in the sieve.
fn bit(bigram: u64) -> usize {
    (bigram ^ bigram >> 23) as usize % SIEVE
}

/// Gives the pairs of Han characters that stand together; titles and numbers divide the text.
fn bigrams(text: &str, mut give: impl FnMut(u64)) {
    let mut before: Option<char> = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let passed = match c {
            '《' => rest.find('》').map(|end| end + '》'.len_utf8()),
            '第' => ArticleNo::parse_prefix(rest)
                .map(|(_, len)| len)
                .or_else(|| parse_ordinal(rest, &['款', '项']).map(|(_, _, len)| len)),
            _ => None,
        };
        rest = &rest[passed.unwrap_or(c.len_utf8())..];
        let is_word = passed.is_none() && ('\u{4e00}'..='\u{9fff}').contains(&c);
        if let (Some(before), true) = (before, is_word) {
            give(u64::from(u32::from(before)) << 32 | u64::from(u32::from(c)));
        }
        before = is_word.then_some(c);
    }
}

#[cfg(test)]
#[path = "kept_tests.rs"]
mod tests;
