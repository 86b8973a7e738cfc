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
    old: usize,
    new: usize,
    split: bool,
}

/// Adds left-over articles to the articles they came from or went to.
pub(super) fn link(edges: &[Edge], profiles: &Profiles, links: &mut Links) {
    for _ in 0..ROUNDS {
        let may_share = edges.iter().filter(|edge| may_share(edge, profiles, links));
        let mut shares: Vec<Share> =
            may_share.filter_map(|edge| share(edge.old, edge.new, profiles, links)).collect();
        shares.sort_by(|a, b| descending(a.strength, b.strength).then((a.old, a.new).cmp(&(b.old, b.new))));
        let mut added = false;
        for found in shares {
            // Links made since may have given the same words away.
            let still = share(found.old, found.new, profiles, links).is_some_and(|s| s.split == found.split);
            if still && is_open(&found, links) {
                links.add(found.old, found.new);
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
    let common = edge.similarity * (old.weight + new.weight) / 2.0;
    // The slightest bit more than exactly enough may come of rounding.
    ratio(common, left_over.weight) > SMALL_SHARE - 1e-9
}

fn is_open(share: &Share, links: &Links) -> bool {
    if share.split {
        links.is_free_new(share.new) && is_single(&links.old, &links.new[share.old])
    } else {
        links.is_free_old(share.old) && is_single(&links.new, &links.old[share.new])
    }
}

/// Whether each of the articles has one partner only, so that no group has several on both sides.
fn is_single(partners: &[Vec<usize>], of: &[usize]) -> bool {
    of.iter().all(|place| partners[*place].len() == 1)
}

/// The share that one side of a free and a linked article has in the other, if it is enough.
fn share(old: usize, new: usize, profiles: &Profiles, links: &Links) -> Option<Share> {
    let (o, n) = (&profiles.old[old], &profiles.new[new]);
    let (left_over, whole, taken, split) = match (links.is_free_old(old), links.is_free_new(new)) {
        (false, true) if !links.settled[0][old] => (n, o, together(&profiles.new, &links.new[old]), true),
        (true, false) if !links.settled[1][new] => (o, n, together(&profiles.old, &links.old[new]), false),
        _ => return None,
    };
    let left = beyond(&whole.profile.counts, &taken);
    let share = ratio(profiles.common(&left_over.profile.counts, &left), left_over.weight);
    if share < SMALL_SHARE {
        return None;
    }
    let line = profiles.held_line(whole, left_over, &taken, LINE);
    (share >= SHARE || line.is_some()).then(|| Share {
        strength: share.max(line.unwrap_or(0.0)),
        old,
        new,
        split,
    })
}
