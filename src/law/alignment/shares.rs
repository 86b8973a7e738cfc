//! Splits and merges: an article left over whose words are a share of a linked one.

use crate::law::alignment::Links;
use crate::law::alignment::candidates::Edge;
use crate::law::alignment::profile::{Profiles, beyond, descending, ratio, together};

/// Least share of a left-over article's words that the other must have beyond what it gave away.
const SHARE: f64 = 0.5;

/// The share that is enough where the left-over article holds a whole 款 or 项 of the other.
const SMALL_SHARE: f64 = 0.15;

/// Least part of an article that a 款 or 项 must be to count.
const LINE: f64 = 0.06;

/// Most rounds: an article of many 款 may give one away in each.
const ROUNDS: usize = 5;

/// A left-over article that may be a share of another.
struct Share {
    strength: f64,
    edge: Edge,
    split: bool,
}

/// Adds left-over articles to the articles they came from or went to. Of `edges` those are left that may
/// still be shares when more is linked: what others have taken is never given back.
pub(super) fn link(edges: &mut Vec<Edge>, profiles: &Profiles, links: &mut Links) {
    edges.retain(|edge| links.is_free_old(edge.old) || links.is_free_new(edge.new));
    for _ in 0..ROUNDS {
        let mut shares: Vec<Share> = Vec::new();
        edges.retain(|edge| {
            if !may_share(edge, profiles, links) {
                return true;
            }
            let found = share(edge, profiles, links);
            let is_found = found.is_some();
            shares.extend(found);
            is_found
        });
        shares.sort_by(|a, b| {
            descending(a.strength, b.strength).then((a.edge.old, a.edge.new).cmp(&(b.edge.old, b.edge.new)))
        });
        let mut added = false;
        for found in shares {
            // Links made since may have given the same words away.
            let still = share(&found.edge, profiles, links).is_some_and(|s| s.split == found.split);
            if still && is_open(&found, links) {
                links.add(found.edge.old, found.edge.new);
                added = true;
            }
        }
        if !added {
            return;
        }
    }
}

/// Whether one side is free, the other is linked, and they have enough in common for a share: what is
/// taken already can only make it less.
fn may_share(edge: &Edge, profiles: &Profiles, links: &Links) -> bool {
    let (old, new) = (&profiles.old[edge.old], &profiles.new[edge.new]);
    let left_over = match (links.is_free_old(edge.old), links.is_free_new(edge.new)) {
        (false, true) => new,
        (true, false) => old,
        _ => return false,
    };
    // The slightest bit more than exactly enough may come of rounding.
    ratio(edge.common, left_over.weight) > SMALL_SHARE - 1e-9
}

fn is_open(share: &Share, links: &Links) -> bool {
    let Edge { old, new, .. } = share.edge;
    if share.split {
        links.is_free_new(new) && is_single(&links.old, &links.new[old])
    } else {
        links.is_free_old(old) && is_single(&links.new, &links.old[new])
    }
}

/// Whether each of the articles has one partner only, so that no group has several on both sides.
fn is_single(partners: &[Vec<usize>], of: &[usize]) -> bool {
    of.iter().all(|place| partners[*place].len() == 1)
}

/// The share that one side of a free and a linked article has in the other, if it is enough.
fn share(edge: &Edge, profiles: &Profiles, links: &Links) -> Option<Share> {
    let Edge { old, new, common, .. } = *edge;
    let (o, n) = (&profiles.old[old], &profiles.new[new]);
    let (left_over, whole, taken, split) = match (links.is_free_old(old), links.is_free_new(new)) {
        (false, true) if !links.settled[0][old] => (n, o, together(&profiles.new, &links.new[old]), true),
        (true, false) if !links.settled[1][new] => (o, n, together(&profiles.old, &links.old[new]), false),
        _ => return None,
    };
    let left = beyond(&whole.counts, &taken);
    let share = ratio(profiles.common(&left_over.counts, &left), left_over.weight);
    if share < SMALL_SHARE {
        return None;
    }
    let line = profiles.held_line(whole, left_over, common, &taken, LINE);
    (share >= SHARE || line.is_some()).then(|| Share {
        strength: share.max(line.unwrap_or(0.0)),
        edge: *edge,
        split,
    })
}
