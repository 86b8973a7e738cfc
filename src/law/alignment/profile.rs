//! What two articles have in common: counts of character bigrams, the rare ones weighing more.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use crate::law::alignment::{Article, Edition};
use crate::law::number::ArticleNo;

/// Stands for any article number: numbers change when nothing else does.
const ARTICLE: char = '§';

/// Stands for any run of digits, for the same reason.
const DIGITS: char = '0';

/// Two characters.
pub(super) type Bigram = (char, char);

/// The bigrams of an article, in order, by their numbers.
#[derive(Default)]
pub(super) struct Profile {
    pub(super) counts: Counts,
    /// The bigrams as they stand, and the range of each line: for articles of several 款 or 项.
    text: (Vec<u32>, Vec<Range<usize>>),
    /// The counts of each line, made when first asked for: few articles are looked at so closely.
    lines: OnceCell<Vec<Counts>>,
}

/// Number of a bigram and how often it stands, rising by number.
pub(super) type Counts = Vec<(u32, u32)>;

/// The profile of an article and the sum of its weights.
pub(super) struct Weighed {
    pub(super) profile: Profile,
    pub(super) weight: f64,
}

/// The profiles of both editions; empty those of twins, which nothing else is held against.
pub(super) struct Profiles {
    pub(super) old: Vec<Weighed>,
    pub(super) new: Vec<Weighed>,
    /// Weight by bigram: the fewer articles have it, the more.
    pub(super) weights: Vec<f64>,
}

/// About so many twins are counted, for themselves and the others, to learn which bigrams are rare.
const SAMPLE: usize = 32;

impl Profiles {
    /// Reads and weighs two editions, of which `twins` are the same in both.
    pub(super) fn of(old: &Edition<'_>, new: &Edition<'_>, twins: &[(usize, usize)]) -> Self {
        let mut numbers = Numbers::default();
        let mut is_twin = [vec![false; old.articles.len()], vec![false; new.articles.len()]];
        for (o, n) in twins {
            (is_twin[0][*o], is_twin[1][*n]) = (true, true);
        }
        let mut read = |edition: &Edition<'_>, is_twin: &[bool]| -> Vec<Profile> {
            let articles = edition.articles.iter().zip(is_twin);
            let profile = |(article, is_twin): (&Article<'_>, &bool)| match is_twin {
                true => Profile::default(),
                false => Profile::of(article.text, &mut numbers),
            };
            articles.map(profile).collect()
        };
        let sides = [read(old, &is_twin[0]), read(new, &is_twin[1])];
        let step = twins.len().div_ceil(SAMPLE).max(1);
        let sample = twins.iter().step_by(step);
        let sample: Vec<Profile> =
            sample.map(|(o, _)| Profile::of(old.articles[*o].text, &mut numbers)).collect();
        let mut having = vec![0; numbers.0.len()];
        sides.iter().for_each(|side| count(side, 1, &mut having));
        count(&sample, 2 * step, &mut having);
        let weights = weights(&having, old.articles.len() + new.articles.len());
        let weighed = |profile: Profile| Weighed { weight: weight(&profile.counts, &weights), profile };
        let [old, new] = sides.map(|side| side.into_iter().map(weighed).collect());
        Self { old, new, weights }
    }

    /// The share of common words in both articles, 0 to 1.
    pub(super) fn similarity(&self, o: usize, n: usize) -> f64 {
        let (old, new) = (&self.old[o], &self.new[n]);
        let all = old.weight + new.weight;
        if all == 0.0 {
            return 0.0;
        }
        if old.profile.counts == new.profile.counts {
            return 1.0;
        }
        2.0 * self.common(&old.profile.counts, &new.profile.counts) / all
    }

    /// The same for groups, in thousandths.
    pub(super) fn similarity_of(&self, olds: &[usize], news: &[usize]) -> u16 {
        if olds.is_empty() || news.is_empty() {
            return 0;
        }
        let weight =
            |articles: &[Weighed], of: &[usize]| of.iter().map(|at| articles[*at].weight).sum::<f64>();
        let all = weight(&self.old, olds) + weight(&self.new, news);
        if all == 0.0 {
            return 1000;
        }
        let common = self.common(&together(&self.old, olds), &together(&self.new, news));
        (2000.0 * common / all).round() as u16
    }

    /// The weight of what is counted.
    pub(super) fn weight(&self, counts: &[(u32, u32)]) -> f64 {
        weight(counts, &self.weights)
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
    /// How much `holder` has of the line of `whole` that it holds best; `None` where it holds none.
    ///
    /// A line counts when it is at least `part` of the article and `taken` has clearly less of it.
    pub(super) fn held_line(
        &self,
        whole: &Weighed,
        holder: &Weighed,
        taken: &[(u32, u32)],
        part: f64,
    ) -> Option<f64> {
        let held = |line: &Counts| {
            let weight = self.weight(line);
            if ratio(weight, whole.weight) < part {
                return None;
            }
            let held = ratio(self.common(line, &holder.profile.counts), weight);
            (held >= HOLDS && ratio(self.common(line, taken), weight) < held - MORE).then_some(held)
        };
        let lines = whole.profile.lines().iter();
        lines.filter(|line| line.len() >= TELLING).filter_map(held).max_by(f64::total_cmp)
    }
}

pub(super) fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Counts for each bigram the articles that have it, each as so many.
fn count(profiles: &[Profile], times: usize, having: &mut [usize]) {
    for (bigram, _) in profiles.iter().flat_map(|profile| &profile.counts) {
        having[*bigram as usize] += times;
    }
}

/// The weight of each bigram, by how many of `all` articles have it.
fn weights(having: &[usize], all: usize) -> Vec<f64> {
    let most = having.iter().copied().max().unwrap_or(0);
    let by_having: Vec<f64> =
        (0..=most).map(|having| (1.0 + all as f64 / having.max(1) as f64).ln()).collect();
    having.iter().map(|having| by_having[*having]).collect()
}

fn weight(counts: &[(u32, u32)], weights: &[f64]) -> f64 {
    counts.iter().map(|(bigram, count)| weights[*bigram as usize] * f64::from(*count)).sum()
}

/// What the articles at `places` have together.
pub(super) fn together<'p>(articles: &'p [Weighed], places: &[usize]) -> Cow<'p, [(u32, u32)]> {
    if let [place] = places {
        return Cow::Borrowed(&articles[*place].profile.counts);
    }
    let mut counts: Counts = Vec::new();
    for place in places {
        counts.extend_from_slice(&articles[*place].profile.counts);
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

/// Numbers of bigrams in the order in which they are first met. What is looked up in it never comes
/// out in its own order.
#[derive(Default)]
pub(super) struct Numbers(HashMap<Bigram, u32, BuildHasherDefault<Mix>>);

impl Numbers {
    fn of(&mut self, first: char, second: char) -> u32 {
        let fresh = self.0.len() as u32;
        *self.0.entry((first, second)).or_insert(fresh)
    }
}

/// A hash of characters: a product and its upper half, for no one chooses texts to spoil it.
#[derive(Default)]
pub(in crate::law) struct Mix(u64);

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.write_u64(u64::from_le_bytes(*word)));
        rest.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u32(&mut self, word: u32) {
        self.write_u64(u64::from(word));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(26) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

impl Profile {
    /// The profile of a text.
    pub(super) fn of(text: &str, numbers: &mut Numbers) -> Self {
        let mut words: Vec<char> = Vec::with_capacity(text.len() / 3);
        let mut lines = Vec::new();
        for line in text.lines() {
            let start = words.len();
            add_words(&mut words, line);
            // Digits that go on over the end of a line are one run, which both lines have.
            let goes_on = start > 0 && words[start - 1] == DIGITS && words.get(start) == Some(&DIGITS);
            if goes_on {
                words.remove(start);
            }
            lines.push(start - usize::from(goes_on)..words.len());
        }
        let bigrams: Vec<u32> = words.windows(2).map(|pair| numbers.of(pair[0], pair[1])).collect();
        Self { counts: counted(bigrams.clone()), text: (bigrams, lines), ..Self::default() }
    }

    /// The counts of each line.
    fn lines(&self) -> &[Counts] {
        let (bigrams, lines) = &self.text;
        let of_line = |line: &Range<usize>| {
            counted(bigrams.get(line.start..line.end.saturating_sub(1)).unwrap_or(&[]).to_vec())
        };
        self.lines.get_or_init(|| lines.iter().map(of_line).collect())
    }
}

fn counted(mut bigrams: Vec<u32>) -> Counts {
    bigrams.sort_unstable();
    let mut counts = Vec::with_capacity(bigrams.len());
    counts.extend(bigrams.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32)));
    counts
}

/// Adds the characters that count for likeness: letters and digits, any article number as one sign.
fn add_words(words: &mut Vec<char>, text: &str) {
    let start = words.len();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '第'
            && let Some((_, len)) = ArticleNo::parse_prefix(rest)
        {
            words.push(ARTICLE);
            rest = &rest[len..];
            continue;
        }
        let digit = c.is_ascii_digit() || ('０'..='９').contains(&c);
        if digit && words[start..].last() != Some(&DIGITS) {
            words.push(DIGITS);
        } else if !digit && (is_han(c) || c.is_alphanumeric()) {
            words.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
}

/// Whether the character is one of the common Han characters, which are letters.
fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// What is read of a text, as far as sameness goes: all but blanks, punctuation of either width as one.
#[derive(PartialEq, Eq)]
pub(super) struct Reading {
    /// Tells most readings apart.
    pub(super) hash: u64,
    words: String,
}

impl Reading {
    pub(super) fn of(text: &str) -> Self {
        let (mut words, mut hash) = (String::with_capacity(text.len()), Mix::default());
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            let c = match c {
                ',' => '，',
                ':' => '：',
                ';' => '；',
                '(' => '（',
                ')' => '）',
                '.' => '．',
                _ => c,
            };
            hash.write_u32(u32::from(c));
            words.push(c);
        }
        Self { hash: hash.finish(), words }
    }
}

pub(super) fn descending(a: f64, b: f64) -> Ordering {
    b.partial_cmp(&a).unwrap_or(Ordering::Equal)
}
