//! The shortest way from one sequence to another: what is kept, left out and put in.
//!
//! Comes in: two sequences. Goes out: operations in order that cover both. The search is that of Myers (An
//! O(ND) Difference Algorithm and Its Variations, 1986) from both ends at once, made for short sequences, of
//! which articles have thousands. Of several shortest ways it takes the one that the crate `similar` does,
//! to which long sequences are left: there a way that is a little longer is found much sooner.

use std::ops::Range;

use similar::algorithms::{Capture, Compact, DiffHook, Replace};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Most elements of both sequences between their common ends that are searched here; of more the crate may
/// take a longer way: `similar` 3.2 looks for anchors where one side has over 96 and the other twice as many.
const SHORT: usize = 290;

/// The operations that make `new` of `old`.
pub(super) fn operations(old: &[u32], new: &[u32]) -> Vec<DiffOp> {
    let (before, behind) = same_ends(old, new);
    if old.len() + new.len() - 2 * (before + behind) > SHORT {
        return capture_diff_slices(Algorithm::Myers, old, new);
    }
    let mut found = Compact::new(Replace::new(Capture::new()), old, new);
    Search::new(old, new).go(0..old.len(), 0..new.len(), &mut found);
    let Ok(()) = found.finish();
    found.into_inner().into_inner().into_ops()
}

/// How many elements are the same where both begin, and of the rest where they end.
fn same_ends(old: &[u32], new: &[u32]) -> (usize, usize) {
    let before = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let rest = old[before..].iter().rev().zip(new[before..].iter().rev());
    (before, rest.take_while(|(old, new)| old == new).count())
}

type Found<'t> = Compact<'t, 't, [u32], [u32], Replace<Capture>>;

/// Both sequences, also from behind, and how far the search has come from either end.
struct Search<'t> {
    old: &'t [u32],
    new: &'t [u32],
    old_back: Vec<u32>,
    new_back: Vec<u32>,
    ahead: Front,
    back: Front,
}

impl<'t> Search<'t> {
    fn new(old: &'t [u32], new: &'t [u32]) -> Self {
        let back = |sequence: &[u32]| sequence.iter().rev().copied().collect();
        let (old_back, new_back) = (back(old), back(new));
        Self { old, new, old_back, new_back, ahead: Front::default(), back: Front::default() }
    }

    /// Tells `found` the way through parts of both.
    fn go(&mut self, mut old: Range<usize>, mut new: Range<usize>, found: &mut Found<'_>) {
        let (before, behind) = same_ends(&self.old[old.clone()], &self.new[new.clone()]);
        if before > 0 {
            let Ok(()) = found.equal(old.start, new.start, before);
        }
        (old.start, new.start) = (old.start + before, new.start + before);
        (old.end, new.end) = (old.end - behind, new.end - behind);
        let Ok(()) = match (old.is_empty(), new.is_empty()) {
            (true, true) => Ok(()),
            (false, true) => found.delete(old.start, old.len(), new.start),
            (true, false) => found.insert(old.start, new.start, new.len()),
            (false, false) => {
                let (by_old, by_new) = self.middle(&old, &new);
                let middle = (old.start + by_old, new.start + by_new);
                self.go(old.start..middle.0, new.start..middle.1, found);
                self.go(middle.0..old.end, middle.1..new.end, found);
                Ok(())
            }
        };
        if behind > 0 {
            let Ok(()) = found.equal(old.end, new.end, behind);
        }
    }

    /// A place in the middle of the shortest way through parts of both, of which neither is empty.
    fn middle(&mut self, old: &Range<usize>, new: &Range<usize>) -> (usize, usize) {
        let Self { ahead, back, .. } = self;
        let from_behind = |range: &Range<usize>, len: usize| len - range.end..len - range.start;
        let old_back = &self.old_back[from_behind(old, self.old.len())];
        let new_back = &self.new_back[from_behind(new, self.new.len())];
        let (old, new) = (&self.old[old.clone()], &self.new[new.clone()]);
        let is_odd = old.len() % 2 != new.len() % 2;
        let most = (old.len() + new.len()).div_ceil(2) + 1;
        ahead.reset(most);
        back.reset(most);
        let mut steps = 0;
        loop {
            let other = if is_odd { &back.reach[..steps] } else { &[] };
            if let Some((place, _)) = ahead.step(steps, old, new, other) {
                return place;
            }
            let other = if is_odd { &[] } else { &ahead.reach[..=steps] };
            if let Some((_, place)) = back.step(steps, old_back, new_back, other) {
                return (old.len() - place.0, new.len() - place.1);
            }
            steps += 1;
        }
    }
}

/// How far the ways come that leave out and put in so many elements: with d of them on each diagonal from
/// -d to d by twos, a diagonal being by how much more of the old is passed than of the new.
#[derive(Default)]
struct Front {
    /// How much of the old is passed; nothing on diagonals that were not come to.
    reach: Vec<usize>,
}

/// How much is passed of both.
type Place = (usize, usize);

impl Front {
    fn reset(&mut self, most: usize) {
        self.reach.clear();
        self.reach.resize(most, 0);
    }

    /// Goes on from what was reached with an element less than `steps` left out or put in, and keeps what is
    /// the same from there. Ends on the last diagonal where it meets the `other` front, with the places where
    /// the same begins and ends.
    fn step(&mut self, steps: usize, old: &[u32], new: &[u32], other: &[usize]) -> Option<(Place, Place)> {
        // The diagonals of the other count from its own end: together such two make this.
        let both = (old.len() + steps + other.len()).wrapping_sub(new.len() + 1) / 2;
        let reach = &mut self.reach[..=steps];
        for at in (0..=steps).rev() {
            let left_out = if at > 0 { reach[at - 1] + 1 } else { 0 };
            let start = reach[at].max(left_out);
            let (mut by_old, mut by_new) = (start, start + steps - 2 * at);
            let begin = (by_old, by_new);
            while let (Some(one), Some(another)) = (old.get(by_old), new.get(by_new))
                && one == another
            {
                (by_old, by_new) = (by_old + 1, by_new + 1);
            }
            reach[at] = by_old;
            if let Some(there) = other.get(both.wrapping_sub(at))
                && by_old + there >= old.len()
            {
                return Some((begin, (by_old, by_new)));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_way_is_that_of_the_crate(
            old in prop::collection::vec(0u32..12, 0..150),
            new in prop::collection::vec(0u32..12, 0..150),
        ) {
            prop_assert_eq!(operations(&old, &new), capture_diff_slices(Algorithm::Myers, &old, &new));
        }

        #[test]
        fn so_it_is_where_little_changed(
            old in prop::collection::vec(0u32..60, 0..150),
            changes in prop::collection::vec((0usize..150, 0usize..6, prop::collection::vec(0u32..60, 0..6)), 0..8),
        ) {
            let mut new = old.clone();
            for (at, gone, come) in changes {
                let at = at.min(new.len());
                new.splice(at..(at + gone).min(new.len()), come);
            }
            prop_assert_eq!(operations(&old, &new), capture_diff_slices(Algorithm::Myers, &old, &new));
        }

        #[test]
        fn and_where_one_is_much_longer(
            short in prop::collection::vec(0u32..40, 0..100),
            long in prop::collection::vec(0u32..40, 0..290),
            at in 0usize..290,
        ) {
            let mut long = long;
            let at = at.min(long.len());
            long.splice(at..at, short.iter().copied().skip(3));
            for (old, new) in [(&short, &long), (&long, &short)] {
                prop_assert_eq!(operations(old, new), capture_diff_slices(Algorithm::Myers, old, new));
            }
        }
    }

    #[test]
    fn the_longest_that_are_searched_here_are_those_without_anchors() {
        let new: Vec<u32> = (0..193).map(|at| at % 191).collect();
        for shift in 0..8 {
            let old: Vec<u32> = new.iter().copied().skip(shift).take(96).chain([500]).collect();
            assert_eq!(operations(&old, &new), capture_diff_slices(Algorithm::Myers, &old, &new));
            assert_eq!(operations(&new, &old), capture_diff_slices(Algorithm::Myers, &new, &old));
        }
    }
}
