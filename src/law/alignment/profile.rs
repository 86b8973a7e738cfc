//! What two articles have in common: counts of character bigrams, the rare ones weighing more.

use std::collections::BTreeMap;

use crate::law::alignment::Text;
use crate::law::number::ArticleNo;

/// Stands for any article number: numbers change when nothing else does.
const ARTICLE: char = '§';

/// Stands for any run of digits, for the same reason.
const DIGITS: char = '0';

/// Two characters.
pub(super) type Bigram = (char, char);

/// The bigrams of an article, in order, with their numbers in [`Profiles::weights`].
pub(super) struct Profile {
    pub(super) counts: Counts,
    /// Sum of all weights.
    pub(super) weight: f64,
    /// The same by line, for articles of several 款 or 项.
    pub(super) lines: Vec<Counts>,
}

/// Number of a bigram and how often it stands, rising by number.
pub(super) type Counts = Vec<(u32, u32)>;

/// The profiles of both editions.
pub(super) struct Profiles {
    pub(super) old: Vec<Profile>,
    pub(super) new: Vec<Profile>,
    /// Weight by bigram: the fewer articles have it, the more.
    pub(super) weights: Vec<f64>,
}

impl Profiles {
    pub(super) fn new(old: &[Text<'_>], new: &[Text<'_>]) -> Self {
        let mut numbers = BTreeMap::new();
        let mut counts: Vec<(Counts, Vec<Counts>)> = old
            .iter()
            .chain(new)
            .map(|text| {
                let whole = counts_of(text.text, &mut numbers);
                (whole, text.text.lines().map(|line| counts_of(line, &mut numbers)).collect())
            })
            .collect();
        let mut articles = vec![0u32; numbers.len()];
        for (bigram, _) in counts.iter().flat_map(|(whole, _)| whole) {
            articles[*bigram as usize] += 1;
        }
        let all = counts.len() as f64;
        let weights: Vec<f64> =
            articles.iter().map(|having| (1.0 + all / f64::from((*having).max(1))).ln()).collect();
        let profile = |(counts, lines): (Counts, Vec<Counts>)| Profile {
            weight: weight(&counts, &weights),
            counts,
            lines,
        };
        let new = counts.split_off(old.len()).into_iter().map(profile).collect();
        let old = counts.into_iter().map(profile).collect();
        Self { old, new, weights }
    }

    /// The share of common words in both articles, 0 to 1.
    pub(super) fn similarity(&self, o: usize, n: usize) -> f64 {
        let (old, new) = (&self.old[o], &self.new[n]);
        let common = self.common(&old.counts, &new.counts);
        let all = old.weight + new.weight;
        if all == 0.0 { 0.0 } else { 2.0 * common / all }
    }

    /// The same for groups, in thousandths.
    pub(super) fn similarity_of(&self, olds: &[usize], news: &[usize]) -> u16 {
        let old = sum(olds.iter().map(|o| &self.old[*o]));
        let new = sum(news.iter().map(|n| &self.new[*n]));
        let all = old.weight + new.weight;
        if all == 0.0 {
            return if olds.is_empty() || news.is_empty() { 0 } else { 1000 };
        }
        (2000.0 * self.common(&old.counts, &new.counts) / all).round() as u16
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
        whole: &Profile,
        holder: &Profile,
        taken: &[(u32, u32)],
        part: f64,
    ) -> Option<f64> {
        let held = |line: &Counts| {
            let weight = self.weight(line);
            let held = ratio(self.common(line, &holder.counts), weight);
            let gone = ratio(self.common(line, taken), weight);
            (held >= HOLDS && gone < held - MORE && ratio(weight, whole.weight) >= part).then_some(held)
        };
        whole.lines.iter().filter(|line| line.len() >= TELLING).filter_map(held).max_by(f64::total_cmp)
    }
}

pub(super) fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn weight(counts: &[(u32, u32)], weights: &[f64]) -> f64 {
    counts.iter().map(|(bigram, count)| weights[*bigram as usize] * f64::from(*count)).sum()
}

/// What several articles have together.
pub(super) fn sum<'p>(profiles: impl Iterator<Item = &'p Profile>) -> Profile {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    let mut weight = 0.0;
    for profile in profiles {
        weight += profile.weight;
        for (bigram, count) in &profile.counts {
            *counts.entry(*bigram).or_default() += count;
        }
    }
    Profile { counts: counts.into_iter().collect(), weight, lines: Vec::new() }
}

/// What `whole` has beyond `taken`.
pub(super) fn beyond(whole: &[(u32, u32)], taken: &[(u32, u32)]) -> Counts {
    let taken: BTreeMap<u32, u32> = taken.iter().copied().collect();
    let left = |(bigram, count): &(u32, u32)| {
        let left = count.saturating_sub(taken.get(bigram).copied().unwrap_or(0));
        (left > 0).then_some((*bigram, left))
    };
    whole.iter().filter_map(left).collect()
}

fn counts_of(text: &str, numbers: &mut BTreeMap<Bigram, u32>) -> Counts {
    let words = words(text);
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for pair in words.windows(2) {
        let fresh = numbers.len() as u32;
        let number = *numbers.entry((pair[0], pair[1])).or_insert(fresh);
        *counts.entry(number).or_default() += 1;
    }
    counts.into_iter().collect()
}

/// The characters that count for likeness: letters and digits, any article number as one sign.
fn words(text: &str) -> Vec<char> {
    let mut words = Vec::new();
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
        if digit && words.last() != Some(&DIGITS) {
            words.push(DIGITS);
        } else if c.is_alphanumeric() && !digit {
            words.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    words
}

/// The characters that count for sameness: all but blanks, punctuation of either width as one.
pub(super) fn reading(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| match c {
        ',' => '，',
        ':' => '：',
        ';' => '；',
        '(' => '（',
        ')' => '）',
        '.' => '．',
        _ => c,
    })
}
