//! What two articles have in common: counts of character bigrams, the rare ones weighing more.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::cmp::Ordering;

use crate::law::alignment::Edition;
use crate::law::alignment::having::{Counts, Having};
use crate::law::alignment::words::{Numbers, Words};

/// What an article has, weighed.
pub(super) struct Profile {
    pub(super) counts: Counts,
    pub(super) weight: f64,
    words: Words,
    /// The counts of each line and their weight, made when first asked for: few articles are looked at so
    /// closely.
    lines: OnceCell<Vec<(Counts, f64)>>,
}

/// The profiles of both editions; empty those of twins, which nothing else is held against.
pub(super) struct Profiles {
    pub(super) old: Vec<Profile>,
    pub(super) new: Vec<Profile>,
    /// Which articles of the old and of the new edition have a bigram.
    pub(super) having: [Having; 2],
    /// Weight by bigram: the fewer articles have it, the more.
    pub(super) weights: Vec<f64>,
}

/// About so many twins are counted, for themselves and the others, to learn which bigrams are rare.
const SAMPLE: usize = 32;

/// The texts of both editions, of `twins` empty ones, and one of `step` twins.
fn texts<'t>(
    old: &Edition<'t>,
    new: &Edition<'t>,
    twins: &[(usize, usize)],
    step: usize,
) -> [Vec<&'t str>; 3] {
    let [mut olds, mut news]: [Vec<&str>; 2] =
        [old, new].map(|edition| edition.articles.iter().map(|article| article.text).collect());
    let sample = twins.iter().step_by(step).map(|(o, _)| olds[*o]).collect();
    for (o, n) in twins {
        (olds[*o], news[*n]) = ("", "");
    }
    [olds, news, sample]
}

impl Profiles {
    /// Reads and weighs two editions, of which `twins` are the same in both.
    pub(super) fn of(old: &Edition<'_>, new: &Edition<'_>, twins: &[(usize, usize)]) -> Self {
        let step = twins.len().div_ceil(SAMPLE).max(1);
        let texts = texts(old, new, twins, step);
        let mut numbers = Numbers::for_bytes(texts.iter().flatten().map(|text| text.len()).sum());
        let words: [Vec<Words>; 3] =
            texts.map(|texts| texts.iter().map(|text| Words::of(text, &mut numbers)).collect());
        let having = [0, 1, 2].map(|part| Having::new(&words[part], numbers.len()));
        let articles = |bigram: u32| {
            let [old, new, sample] = [0, 1, 2].map(|part| having[part].articles(bigram).len());
            old + new + 2 * step * sample
        };
        let articles: Vec<usize> = (0..numbers.len() as u32).map(articles).collect();
        let weights = weights(&articles, old.articles.len() + new.articles.len());
        let profiles = |words: Vec<Words>, having: &Having| {
            let counts = having.counts(words.iter().map(|words| words.bigrams.len()));
            let profile = |(words, counts)| Profile::new(words, counts, &weights);
            words.into_iter().zip(counts).map(profile).collect()
        };
        let ([of_old, of_new, _], [old, new, _]) = (having, words);
        let (old, new) = (profiles(old, &of_old), profiles(new, &of_new));
        Self { old, new, having: [of_old, of_new], weights }
    }

    /// The share of common words in both articles, 0 to 1, and their weight; `spread` is of use for the next
    /// of the same old article.
    pub(super) fn likeness(&self, o: usize, n: usize, spread: &mut Spread) -> (f64, f64) {
        let (old, new) = (&self.old[o], &self.new[n]);
        let all = old.weight + new.weight;
        if all == 0.0 {
            return (0.0, 0.0);
        }
        if old.counts == new.counts {
            return (1.0, old.weight);
        }
        spread.lay_out(&self.old, o);
        let common = spread.common(&new.counts, &self.weights);
        (2.0 * common / all, common)
    }

    /// The same for groups, in thousandths.
    pub(super) fn similarity_of(&self, olds: &[usize], news: &[usize]) -> u16 {
        if olds.is_empty() || news.is_empty() {
            return 0;
        }
        let weight =
            |articles: &[Profile], of: &[usize]| of.iter().map(|at| articles[*at].weight).sum::<f64>();
        let all = weight(&self.old, olds) + weight(&self.new, news);
        if all == 0.0 {
            return 1000;
        }
        let common = self.common(&together(&self.old, olds), &together(&self.new, news));
        (2000.0 * common / all).round() as u16
    }

    /// The weight of what both have.
    pub(super) fn common(&self, a: &[(u32, u32)], b: &[(u32, u32)]) -> f64 {
        let (mut i, mut j, mut common) = (0, 0, 0.0);
        while let (Some((x, in_a)), Some((y, in_b))) = (a.get(i), b.get(j)) {
            if x == y {
                common += self.weights[*x as usize] * f64::from(*in_a.min(in_b));
            }
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        common
    }
}

/// How much of a 款 or 项 an article must have to hold it.
const HOLDS: f64 = 0.6;

/// How much more of it than what was taken already.
const MORE: f64 = 0.1;

/// Fewest different bigrams of a 款 or 项 that tell anything.
const TELLING: usize = 12;

impl Profiles {
    /// How much `holder` has of the line of `whole` that it holds best; `None` where it holds none. `common` is
    /// the weight of what both have.
    ///
    /// A line counts when it is at least `part` of the article and `taken` has clearly less of it.
    pub(super) fn held_line(
        &self,
        whole: &Profile,
        holder: &Profile,
        common: f64,
        taken: &[(u32, u32)],
        part: f64,
    ) -> Option<f64> {
        // The slightest bit more than all may come of rounding.
        let most = common / HOLDS * (1.0 + 1e-9);
        if most < part * whole.weight {
            return None;
        }
        let held = |(line, weight): &(Counts, f64)| {
            if *weight > most || ratio(*weight, whole.weight) < part {
                return None;
            }
            let held = ratio(self.common(line, &holder.counts), *weight);
            (held >= HOLDS && ratio(self.common(line, taken), *weight) < held - MORE).then_some(held)
        };
        let lines = whole.lines(&self.weights).iter();
        lines.filter(|(line, _)| line.len() >= TELLING).filter_map(held).max_by(f64::total_cmp)
    }
}

/// The counts of one article by bigram, for many others to be held against.
pub(super) struct Spread {
    counts: Vec<u32>,
    article: Option<usize>,
}

impl Spread {
    pub(super) fn new(bigrams: usize) -> Self {
        Self { counts: vec![0; bigrams], article: None }
    }

    /// Lays out the counts of one of `articles`, which are the same each time.
    fn lay_out(&mut self, articles: &[Profile], article: usize) {
        if self.article == Some(article) {
            return;
        }
        if let Some(last) = self.article.replace(article) {
            articles[last].counts.iter().for_each(|(bigram, _)| self.counts[*bigram as usize] = 0);
        }
        articles[article].counts.iter().for_each(|(bigram, count)| self.counts[*bigram as usize] = *count);
    }

    /// The weight of what both have.
    fn common(&self, counts: &[(u32, u32)], weights: &[f64]) -> f64 {
        let common = counts.iter().map(|(bigram, count)| {
            let bigram = *bigram as usize;
            weights[bigram] * f64::from(self.counts[bigram].min(*count))
        });
        common.sum()
    }
}

pub(super) fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// The weight of each bigram, by how many of `all` articles have it.
pub(in crate::law) fn weights(having: &[usize], all: usize) -> Vec<f64> {
    let most = having.iter().copied().max().unwrap_or(0);
    let by_having: Vec<f64> =
        (0..=most).map(|having| (1.0 + all as f64 / having.max(1) as f64).ln()).collect();
    having.iter().map(|having| by_having[*having]).collect()
}

fn weight(counts: &[(u32, u32)], weights: &[f64]) -> f64 {
    counts.iter().map(|(bigram, count)| weights[*bigram as usize] * f64::from(*count)).sum()
}

/// What the articles at `places` have together.
pub(super) fn together<'p>(articles: &'p [Profile], places: &[usize]) -> Cow<'p, [(u32, u32)]> {
    if let [place] = places {
        return Cow::Borrowed(&articles[*place].counts);
    }
    let mut counts: Counts = Vec::new();
    for place in places {
        counts.extend_from_slice(&articles[*place].counts);
    }
    counts.sort_unstable();
    counts.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0 };
        same
    });
    Cow::Owned(counts)
}

/// What `whole` has beyond `taken`.
pub(super) fn beyond(whole: &[(u32, u32)], taken: &[(u32, u32)]) -> Counts {
    let mut at = 0;
    let mut left = Vec::with_capacity(whole.len());
    for (bigram, count) in whole {
        at += taken[at..].iter().take_while(|(other, _)| other < bigram).count();
        let gone = taken.get(at).filter(|(other, _)| other == bigram).map_or(0, |(_, count)| *count);
        if *count > gone {
            left.push((*bigram, count - gone));
        }
    }
    left
}

impl Profile {
    fn new(words: Words, counts: Counts, weights: &[f64]) -> Self {
        Self { weight: weight(&counts, weights), counts, words, lines: OnceCell::new() }
    }

    /// The counts of each line and their weight.
    fn lines(&self, weights: &[f64]) -> &[(Counts, f64)] {
        let of_line = |line: &[u32]| {
            let counts = counted(line.to_vec());
            let weight = weight(&counts, weights);
            (counts, weight)
        };
        self.lines.get_or_init(|| self.words.lines().map(of_line).collect())
    }
}

fn counted(mut bigrams: Vec<u32>) -> Counts {
    bigrams.sort_unstable();
    let mut counts = Vec::with_capacity(bigrams.len());
    counts.extend(bigrams.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32)));
    counts
}

pub(super) fn descending(a: f64, b: f64) -> Ordering {
    b.partial_cmp(&a).unwrap_or(Ordering::Equal)
}
