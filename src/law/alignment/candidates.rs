//! Which articles may belong together: those that share rare bigrams.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::law::alignment::profile::{Profile, Profiles};

/// Most articles of the other edition that a rare bigram may stand in.
const RARE: usize = 24;

/// Rare bigrams that are enough to look for; with fewer, the rarest of the others help.
const ENOUGH: usize = 8;

/// Most articles that even a helping bigram may stand in.
const HELPING: usize = 200;

/// Candidates kept per article.
const KEPT: usize = 6;

/// An old and a new article that are alike to a degree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edge {
    pub(super) old: usize,
    pub(super) new: usize,
    /// 0 to 1.
    pub(super) similarity: f64,
}

/// The candidates of both sides, in order of their places.
pub(super) fn edges(profiles: &Profiles) -> Vec<Edge> {
    let forward = nearest(&profiles.old, &profiles.new, &profiles.weights);
    let backward = nearest(&profiles.new, &profiles.old, &profiles.weights);
    let mut pairs: BTreeSet<(usize, usize)> = forward.into_iter().collect();
    pairs.extend(backward.into_iter().map(|(new, old)| (old, new)));
    // The last articles say when the law takes effect, in words that stand everywhere.
    if let (Some(old), Some(new)) = (profiles.old.len().checked_sub(1), profiles.new.len().checked_sub(1)) {
        pairs.insert((old, new));
    }
    pairs.into_iter().map(|(old, new)| Edge { old, new, similarity: profiles.similarity(old, new) }).collect()
}

/// For each article of `from`, the articles of `to` that share the most.
fn nearest(from: &[Profile], to: &[Profile], weights: &[f64]) -> Vec<(usize, usize)> {
    let mut having: Vec<Vec<(usize, u32)>> = vec![Vec::new(); weights.len()];
    for (place, profile) in to.iter().enumerate() {
        for (bigram, count) in &profile.counts {
            having[*bigram as usize].push((place, *count));
        }
    }
    let mut found = Vec::new();
    for (place, profile) in from.iter().enumerate() {
        let mut scores: BTreeMap<usize, f64> = BTreeMap::new();
        for (bigram, count) in telling(profile, &having) {
            for (other, there) in &having[bigram as usize] {
                let common = weights[bigram as usize] * f64::from(count.min(*there));
                *scores.entry(*other).or_default() += common;
            }
        }
        let mut scores: Vec<(usize, f64)> = scores.into_iter().collect();
        scores.sort_by(|a, b| b.1.partial_cmp(&a.1).unwrap_or(Ordering::Equal).then(a.0.cmp(&b.0)));
        found.extend(scores.into_iter().take(KEPT).map(|(other, _)| (place, other)));
    }
    found
}

/// The bigrams of an article that are worth following.
fn telling(profile: &Profile, having: &[Vec<(usize, u32)>]) -> Vec<(u32, u32)> {
    let spread = |bigram: &u32| having[*bigram as usize].len();
    let mut bigrams: Vec<(u32, u32)> = profile
        .counts
        .iter()
        .copied()
        .filter(|(bigram, _)| (1..=HELPING).contains(&spread(bigram)))
        .collect();
    bigrams.sort_by_key(|(bigram, _)| (spread(bigram), *bigram));
    let rare = bigrams.iter().take_while(|(bigram, _)| spread(bigram) <= RARE).count();
    bigrams.truncate(rare.max(ENOUGH));
    bigrams
}
