//! Which articles may belong together: those that share rare bigrams.

use std::collections::BTreeSet;

use crate::law::alignment::profile::{Profiles, Weighed, descending};

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

/// The candidates of both sides, in order of their places; `twins` are each other's alone.
pub(super) fn edges(profiles: &Profiles, twins: &[(usize, usize)]) -> Vec<Edge> {
    let mut settled = [vec![false; profiles.old.len()], vec![false; profiles.new.len()]];
    for (old, new) in twins {
        (settled[0][*old], settled[1][*new]) = (true, true);
    }
    let forward = nearest(&profiles.old, &profiles.new, &profiles.weights, &settled[0]);
    let backward = nearest(&profiles.new, &profiles.old, &profiles.weights, &settled[1]);
    let mut pairs: BTreeSet<(usize, usize)> = forward.into_iter().collect();
    pairs.extend(backward.into_iter().map(|(new, old)| (old, new)));
    pairs.extend(twins);
    // The last articles say when the law takes effect, in words that stand everywhere.
    if let (Some(old), Some(new)) = (profiles.old.len().checked_sub(1), profiles.new.len().checked_sub(1)) {
        pairs.insert((old, new));
    }
    let edge = |(old, new)| {
        let is_twin = settled[0][old] && twins.binary_search(&(old, new)).is_ok();
        Edge { old, new, similarity: if is_twin { 1.0 } else { profiles.similarity(old, new) } }
    };
    pairs.into_iter().map(edge).collect()
}

/// For each article of `from` that is not `settled`, the articles of `to` that share the most.
fn nearest(from: &[Weighed], to: &[Weighed], weights: &[f64], settled: &[bool]) -> Vec<(usize, usize)> {
    let having = Having::new(to, weights.len());
    let mut found = Vec::new();
    let mut scores: Vec<f64> = vec![0.0; to.len()];
    let mut met: Vec<usize> = Vec::new();
    for (place, article) in from.iter().enumerate().filter(|(place, _)| !settled[*place]) {
        for (bigram, count) in telling(&article.profile.counts, &having) {
            for (other, there) in having.articles(bigram) {
                if scores[*other] == 0.0 {
                    met.push(*other);
                }
                scores[*other] += weights[bigram as usize] * f64::from(count.min(*there));
            }
        }
        let best = |a: &usize, b: &usize| descending(scores[*a], scores[*b]).then(a.cmp(b));
        let kept = met.len().min(KEPT);
        if kept < met.len() {
            met.select_nth_unstable_by(kept, best);
        }
        found.extend(met[..kept].iter().map(|other| (place, *other)));
        met.drain(..).for_each(|other| scores[other] = 0.0);
    }
    found
}

/// The articles that have a bigram, with how often, for all bigrams in one list.
struct Having {
    articles: Vec<(usize, u32)>,
    /// Where the articles of each bigram begin, and the end of all.
    starts: Vec<usize>,
}

impl Having {
    fn new(articles: &[Weighed], bigrams: usize) -> Self {
        let mut starts = vec![0; bigrams + 1];
        for (bigram, _) in articles.iter().flat_map(|article| &article.profile.counts) {
            starts[*bigram as usize + 1] += 1;
        }
        for bigram in 0..bigrams {
            starts[bigram + 1] += starts[bigram];
        }
        let mut next = starts.clone();
        let mut having = vec![(0, 0); starts[bigrams]];
        for (place, article) in articles.iter().enumerate() {
            for (bigram, count) in &article.profile.counts {
                let at = &mut next[*bigram as usize];
                having[*at] = (place, *count);
                *at += 1;
            }
        }
        Self { articles: having, starts }
    }

    fn articles(&self, bigram: u32) -> &[(usize, u32)] {
        &self.articles[self.starts[bigram as usize]..self.starts[bigram as usize + 1]]
    }
}

/// The bigrams of an article that are worth following: the rare ones, or the rarest where they are few.
fn telling(counts: &[(u32, u32)], having: &Having) -> Vec<(u32, u32)> {
    let spread = |bigram: u32| having.articles(bigram).len();
    let within = |most: usize| {
        let counts = counts.iter().copied();
        counts.filter(|(bigram, _)| (1..=most).contains(&spread(*bigram))).collect::<Vec<_>>()
    };
    let rare = within(RARE);
    if rare.len() >= ENOUGH {
        return rare;
    }
    let mut bigrams = within(HELPING);
    bigrams.sort_by_key(|(bigram, _)| (spread(*bigram), *bigram));
    bigrams.truncate(ENOUGH);
    bigrams
}
