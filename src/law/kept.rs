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

use crate::law::alignment::{Mix, Text, weights};
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

    /// What the sentences of one text are worth for each article cited.
    pub fn worths(&self, said: &[Said<'_>]) -> Worths<'_> {
        let mut worths: BTreeMap<usize, i32> = BTreeMap::new();
        let mut seen: BTreeSet<(usize, &str)> = BTreeSet::new();
        // A sentence that cites several numbers is said of one after the other.
        for said in said.chunk_by(|one, other| one.sentence == other.sentence) {
            let mut common: Option<Vec<f64>> = None;
            for said in said {
                let Some(&place) = self.places.get(&said.no) else { continue };
                if seen.insert((place, said.sentence)) {
                    let beside = said.beside.iter().filter_map(|no| self.places.get(no).copied());
                    let beside: Vec<usize> = beside.collect();
                    let common = common.get_or_insert_with(|| self.index.common(said.sentence));
                    *worths.entry(place).or_default() += worth(common, place, &beside);
                }
            }
        }
        worths.values_mut().for_each(|worth| *worth = (*worth).clamp(LEAST, PLAIN));
        Worths { reader: self, worths }
    }
}

/// What the sentences of one text are worth for each article cited.
pub struct Worths<'r> {
    reader: &'r Reader,
    worths: BTreeMap<usize, i32>,
}

impl Worths<'_> {
    /// The numbers that still name what the sentences mean.
    pub fn kept(&self) -> BTreeSet<ArticleNo> {
        standing(&self.worths).into_iter().map(|place| self.reader.numbers[place]).collect()
    }

    /// The numbers of which the sentences speak against: another article has more of their words.
    pub fn denied(&self) -> BTreeSet<ArticleNo> {
        let denied = self.worths.iter().filter(|(_, worth)| **worth <= DENIED);
        denied.map(|(place, _)| self.reader.numbers[*place]).collect()
    }

    /// Whether the sentences speak of other articles than those that they cite, and are worth at least
    /// `against`.
    pub fn is_denied(&self, against: i32) -> bool {
        self.worths.values().sum::<i32>() <= -against
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
    numbers: Numbers,
    /// The articles that have each bigram, rising, for all bigrams in one list.
    having: Vec<u32>,
    /// Where the articles of each bigram begin, and the end of all.
    starts: Vec<usize>,
    /// By bigram: the fewer articles have it, the more.
    weights: Vec<f64>,
    /// By article: what its length makes of what it has in common.
    lengths: Vec<f64>,
}

impl Index {
    fn new<'t>(articles: &[Text<'_>], sentences: impl IntoIterator<Item = &'t str>) -> Self {
        let numbers = Numbers::of(sentences);
        // Each bigram with the articles that have it, in their order.
        let mut met: Vec<(u32, u32)> = Vec::new();
        let mut last: Vec<Option<u32>> = vec![None; numbers.numbers.len()];
        let mut starts: Vec<usize> = vec![0; numbers.numbers.len() + 1];
        let mut counts: Vec<usize> = Vec::with_capacity(articles.len());
        for (place, article) in (0..).zip(articles) {
            let mut count = 0;
            bigrams(article.text, |bigram| {
                count += 1;
                if let Some(number) = numbers.get(bigram)
                    && last[number as usize].replace(place) != Some(place)
                {
                    met.push((number, place));
                    starts[number as usize + 1] += 1;
                }
            });
            counts.push(count);
        }
        let weights = weights(&starts[1..], articles.len());
        for number in 1..starts.len() {
            starts[number] += starts[number - 1];
        }
        let mut next = starts.clone();
        let mut having = vec![0; met.len()];
        for (number, place) in met {
            having[next[number as usize]] = place;
            next[number as usize] += 1;
        }
        let mean = counts.iter().sum::<usize>().max(1) as f64 / counts.len().max(1) as f64;
        let lengths = counts.iter().map(|count| 1.0 - LENGTH + LENGTH * *count as f64 / mean).collect();
        Self { numbers, having, starts, weights, lengths }
    }

    /// What each article has in common with `sentence`: its bigrams, the rare ones weighing more.
    fn common(&self, sentence: &str) -> Vec<f64> {
        let mut numbers: Vec<usize> = Vec::new();
        bigrams(sentence, |bigram| numbers.extend(self.numbers.get(bigram).map(|number| number as usize)));
        numbers.sort_unstable();
        numbers.dedup();
        let mut common = vec![0.0; self.lengths.len()];
        for number in numbers {
            for place in &self.having[self.starts[number]..self.starts[number + 1]] {
                common[*place as usize] += self.weights[number];
            }
        }
        common.iter_mut().zip(&self.lengths).for_each(|(common, length)| *common /= length);
        common
    }
}

/// What a sentence that has this in `common` with each article says for the one at `place`; those `beside` it
/// are no rivals.
fn worth(common: &[f64], place: usize, beside: &[usize]) -> i32 {
    let is_rival = |other: usize| other != place && !beside.contains(&other);
    let better = |best: f64, (other, common): (usize, &f64)| {
        if *common > best && is_rival(other) { *common } else { best }
    };
    let best = common.iter().enumerate().fold(0.0, better);
    let own = common[place];
    if own.max(best) < LITTLE {
        return 0;
    }
    WORTH.iter().find(|(bound, _)| own < bound * best).map_or(PLAIN, |(_, worth)| *worth)
}

/// Numbers of the bigrams of sentences, in the order in which they are first met.
struct Numbers {
    numbers: HashMap<u64, u32, BuildHasherDefault<Mix>>,
    /// A bit for each bigram of the sentences.
    sieve: Vec<u64>,
}

impl Numbers {
    fn of<'t>(sentences: impl IntoIterator<Item = &'t str>) -> Self {
        let mut numbers = Self { numbers: HashMap::default(), sieve: vec![0; SIEVE / 64] };
        let mut last = "";
        for sentence in sentences {
            if sentence != std::mem::replace(&mut last, sentence) {
                bigrams(sentence, |bigram| numbers.add(bigram));
            }
        }
        numbers
    }

    fn add(&mut self, bigram: u64) {
        let fresh = self.numbers.len() as u32;
        self.numbers.entry(bigram).or_insert(fresh);
        let bit = bit(bigram);
        self.sieve[bit / 64] |= 1 << (bit % 64);
    }

    fn get(&self, bigram: u64) -> Option<u32> {
        let bit = bit(bigram);
        let may_be = self.sieve[bit / 64] & 1 << (bit % 64) != 0;
        if may_be { self.numbers.get(&bigram).copied() } else { None }
    }
}

/// The place of a bigram in the sieve.
fn bit(bigram: u64) -> usize {
    (bigram ^ bigram >> 23) as usize % SIEVE
}

/// Gives the pairs of Han characters that stand together; titles and numbers divide the text.
fn bigrams(text: &str, mut give: impl FnMut(u64)) {
    let mut before: Option<char> = None;
    let mut chars = text.chars();
    loop {
        let rest = chars.as_str();
        let Some(c) = chars.next() else { return };
        let passed = match c {
            '《' => rest.find('》').map(|end| end + '》'.len_utf8()),
            '第' => ArticleNo::parse_prefix(rest)
                .map(|(_, len)| len)
                .or_else(|| parse_ordinal(rest, &['款', '项']).map(|(_, _, len)| len)),
            _ => None,
        };
        if let Some(passed) = passed {
            chars = rest[passed..].chars();
            before = None;
            continue;
        }
        let is_word = ('\u{4e00}'..='\u{9fff}').contains(&c);
        if let (Some(before), true) = (before, is_word) {
            give(u64::from(u32::from(before)) << 32 | u64::from(u32::from(c)));
        }
        before = is_word.then_some(c);
    }
}

#[cfg(test)]
#[path = "kept_tests.rs"]
mod tests;
