//! Which articles may belong together: those that share rare bigrams.

use crate::law::alignment::having::Having;
use crate::law::alignment::profile::{Profile, Profiles, Spread};

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
    /// The weight of what both have; none for twins, of which nothing is counted.
    pub(super) common: f64,
}

/// The candidates of both sides, in order of their places; `twins` are each other's alone.
pub(super) fn edges(profiles: &Profiles, twins: &[(usize, usize)]) -> Vec<Edge> {
    let mut settled = [vec![false; profiles.old.len()], vec![false; profiles.new.len()]];
    for (old, new) in twins {
        (settled[0][*old], settled[1][*new]) = (true, true);
    }
    let [of_old, of_new] = &profiles.having;
    let mut pairs = nearest(&profiles.old, of_new, &profiles.weights, &settled[0], profiles.new.len());
    let backward = nearest(&profiles.new, of_old, &profiles.weights, &settled[1], profiles.old.len());
    pairs.extend(backward.into_iter().map(|(new, old)| (old, new)));
    pairs.extend(twins);
    // The last articles say when the law takes effect, in words that stand everywhere.
    if let (Some(old), Some(new)) = (profiles.old.len().checked_sub(1), profiles.new.len().checked_sub(1)) {
        pairs.push((old, new));
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut spread = Spread::new(profiles.weights.len());
    let edge = |(old, new): &(usize, usize)| {
        let is_twin = settled[0][*old] && twins.binary_search(&(*old, *new)).is_ok();
        let (similarity, common) =
            if is_twin { (1.0, 0.0) } else { profiles.likeness(*old, *new, &mut spread) };
        Edge { old: *old, new: *new, similarity, common }
    };
    pairs.iter().map(edge).collect()
}

/// For each article of `from` that is not `settled`, the articles of the other edition that share the most.
fn nearest(
    from: &[Profile],
    having: &Having,
    weights: &[f64],
    settled: &[bool],
    others: usize,
) -> Vec<(usize, usize)> {
    // All scores are looked at for each article: that is nothing beside the words of some thousand of them.
    let mut found = Vec::new();
    let mut scores: Vec<f64> = vec![0.0; others];
    for (place, article) in from.iter().enumerate().filter(|(place, _)| !settled[*place]) {
        if score(&article.counts, having, weights, &mut scores) < ENOUGH {
            scores.fill(0.0);
            help(&article.counts, having, weights, &mut scores);
        }
        found.extend(best(&scores).map(|other| (place, other)));
        scores.fill(0.0);
    }
    found
}

/// Scores articles by the rare bigrams that they have of `counts`; says how many of those there are.
fn score(counts: &[(u32, u32)], having: &Having, weights: &[f64], scores: &mut [f64]) -> usize {
    let mut rare = 0;
    for (bigram, count) in counts {
        let articles = having.articles(*bigram);
        if (1..=RARE).contains(&articles.len()) {
            add(articles, *count, weights[*bigram as usize], scores);
            rare += 1;
        }
    }
    rare
}

/// Scores articles by the rarest of `counts`, where few are rare.
fn help(counts: &[(u32, u32)], having: &Having, weights: &[f64], scores: &mut [f64]) {
    let spread = |bigram: u32| having.articles(bigram).len();
    let mut helping: Vec<(u32, u32)> = counts.to_vec();
    helping.retain(|(bigram, _)| (1..=HELPING).contains(&spread(*bigram)));
    helping.sort_by_key(|(bigram, _)| (spread(*bigram), *bigram));
    for (bigram, count) in helping.iter().take(ENOUGH) {
        add(having.articles(*bigram), *count, weights[*bigram as usize], scores);
    }
}

/// Adds what the articles have of a bigram of this weight that stands so often.
fn add(articles: &[(u32, u32)], count: u32, weight: f64, scores: &mut [f64]) {
    for (article, there) in articles {
        scores[*article as usize] += weight * f64::from(count.min(*there));
    }
}

/// The places of the highest scores, the first of equal ones.
fn best(scores: &[f64]) -> impl Iterator<Item = usize> {
    let mut best = [(0.0, usize::MAX); KEPT];
    for (place, score) in scores.iter().enumerate() {
        if *score > best[KEPT - 1].0 {
            let before = best.iter().take_while(|(known, _)| known >= score).count();
            best[before..].rotate_right(1);
            best[before] = (*score, place);
        }
    }
    best.into_iter().filter(|(score, _)| *score > 0.0).map(|(_, place)| place)
}
