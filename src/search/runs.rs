//! How the pages of a site are cut into runs that are indexed together.
//!
//! Comes in: the digests and sizes of all pages in order, and the runs of the build before. Goes out:
//! runs in order, those that stand as they did and those that are to be indexed. A run that lost its
//! unity is cut where it changed, so the page at hand is soon a run of its own and costs only itself.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::base::digest::Digest;
use crate::search::entry::Texts;

/// Bytes of text a run aims at: one term in several runs is written several times, and a run that one
/// page leaves is indexed anew.
pub const RUN: usize = 2 << 20;
/// Runs beside those that a first build would make, before small ones are put together again.
const MORE: usize = 24;

/// A page as runs see it.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    /// Of its texts.
    pub digest: Digest,
    /// Bytes of its texts.
    pub size: usize,
}

impl From<Texts> for Member {
    fn from(Texts { digest, size }: Texts) -> Self {
        Self { digest, size }
    }
}

/// Some pages in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Which.
    pub pages: Range<usize>,
    /// Whether the build before had just these as a run.
    pub is_known: bool,
}

/// Cuts `pages`; `known` are the runs of the build before, as digests of their pages.
pub fn cut(pages: &[Member], known: &[&[Digest]]) -> Vec<Run> {
    let mut by_first: BTreeMap<Digest, Vec<&[Digest]>> = BTreeMap::new();
    for &run in known {
        if let Some(first) = run.first() {
            by_first.entry(*first).or_default().push(run);
        }
    }
    let seen: BTreeSet<Digest> = known.iter().flat_map(|run| run.iter().copied()).collect();
    let standing = |at: usize| {
        let begun = by_first.get(&pages[at].digest).into_iter().flatten();
        let stands = begun.filter(|run| {
            let here = pages.get(at..at + run.len());
            here.is_some_and(|here| here.iter().map(|page| &page.digest).eq(run.iter()))
        });
        stands.map(|run| run.len()).max()
    };
    let (mut runs, mut at) = (Vec::new(), 0);
    while at < pages.len() {
        if let Some(length) = standing(at) {
            runs.push(Run { pages: at..at + length, is_known: true });
            at += length;
            continue;
        }
        let is_seen = seen.contains(&pages[at].digest);
        let start = at;
        while at < pages.len() && seen.contains(&pages[at].digest) == is_seen && standing(at).is_none() {
            at += 1;
        }
        runs.extend(even(pages, start..at));
    }
    let most = size(pages).div_ceil(RUN) + MORE;
    together(pages, runs, most)
}

/// Cuts a range into runs of about the same size.
fn even(pages: &[Member], range: Range<usize>) -> Vec<Run> {
    let all = size(&pages[range.clone()]);
    let share = all.div_ceil(all.div_ceil(RUN).max(1)).max(1);
    let (mut runs, mut start, mut bytes) = (Vec::new(), range.start, 0);
    for at in range.clone() {
        bytes += pages[at].size;
        if bytes >= share || at + 1 == range.end {
            runs.push(Run { pages: start..at + 1, is_known: false });
            (start, bytes) = (at + 1, 0);
        }
    }
    runs
}

/// Puts the smallest neighbours together until there are no more than `most`, as far as one run holds them.
fn together(pages: &[Member], mut runs: Vec<Run>, most: usize) -> Vec<Run> {
    while runs.len() > most {
        let both = |at: usize| runs[at].pages.start..runs[at + 1].pages.end;
        let smallest = (0..runs.len() - 1).min_by_key(|&at| size(&pages[both(at)]));
        let Some(at) = smallest.filter(|&at| size(&pages[both(at)]) <= RUN) else { break };
        runs[at] = Run { pages: both(at), is_known: false };
        runs.remove(at + 1);
    }
    runs
}

fn size(pages: &[Member]) -> usize {
    pages.iter().map(|page| page.size).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(names: &[u32], size: usize) -> Vec<Member> {
        let of = |name: &u32| Member { digest: Digest::of("t/1", &[&name.to_le_bytes()]), size };
        names.iter().map(of).collect()
    }

    fn digests(pages: &[Member], runs: &[Run]) -> Vec<Vec<Digest>> {
        let of = |run: &Run| pages[run.pages.clone()].iter().map(|page| page.digest).collect();
        runs.iter().map(of).collect()
    }

    fn after(before: &[Member], runs: &[Run], now: &[Member]) -> Vec<Run> {
        let known = digests(before, runs);
        cut(now, &known.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    fn ranges(runs: &[Run]) -> Vec<(Range<usize>, bool)> {
        runs.iter().map(|run| (run.pages.clone(), run.is_known)).collect()
    }

    #[test]
    fn a_first_build_cuts_evenly() {
        assert_eq!(ranges(&cut(&pages(&[1, 2, 3, 4], RUN / 2), &[])), [(0..2, false), (2..4, false)]);
        assert_eq!(ranges(&cut(&pages(&[1, 2, 3], 0), &[])), [(0..3, false)]);
        assert_eq!(cut(&[], &[]), []);
    }

    #[test]
    fn an_edited_page_becomes_a_run_of_its_own() {
        let before = pages(&[1, 2, 3, 4, 5], 9);
        let first = cut(&before, &[]);
        let edited = pages(&[1, 2, 30, 4, 5], 9);
        let second = after(&before, &first, &edited);
        assert_eq!(ranges(&second), [(0..2, false), (2..3, false), (3..5, false)]);
        let again = pages(&[1, 2, 31, 4, 5], 9);
        assert_eq!(ranges(&after(&edited, &second, &again)), [(0..2, true), (2..3, false), (3..5, true)]);
        let gone = pages(&[1, 2, 4, 5], 9);
        assert_eq!(ranges(&after(&edited, &second, &gone)), [(0..2, true), (2..4, true)]);
    }

    #[test]
    fn small_runs_are_put_together_again() {
        let names: Vec<u32> = (0..99).collect();
        let mut before = pages(&names, 9);
        let mut runs = cut(&before, &[]);
        for edited in 0..49 {
            let mut now = before.clone();
            now[edited * 2 + 1] = pages(&[1000 + edited as u32], 9)[0];
            runs = after(&before, &runs, &now);
            before = now;
            assert!(runs.len() <= 1 + MORE, "{runs:?}");
            assert!(runs.iter().flat_map(|run| run.pages.clone()).eq(0..99));
        }
    }
}
