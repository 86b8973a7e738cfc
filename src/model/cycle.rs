//! Circles among things that lead to one another.

use std::collections::BTreeMap;

/// Circles among the edges `from → to`, each as places in `edges` that lead around it once. No thing
/// stands in two of them; where there is any circle, at least one is found. Takes linear time, but for
/// looking up.
pub fn cycles(edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut leading: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, (from, _)) in edges.iter().enumerate() {
        leading.entry(*from).or_default().push(place);
    }
    let mut search = Search { edges, leading, state: BTreeMap::new(), found: Vec::new() };
    let starts: Vec<usize> = search.leading.keys().copied().collect();
    for start in starts {
        search.from(start);
    }
    search.found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// On the way, entered at this depth.
    Open(usize),
    Done,
    /// Part of a circle that was found.
    Told,
}

struct Search<'e> {
    edges: &'e [(usize, usize)],
    leading: BTreeMap<usize, Vec<usize>>,
    state: BTreeMap<usize, State>,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    /// Follows all ways from `start` that nobody followed yet.
    fn from(&mut self, start: usize) {
        if self.state.contains_key(&start) {
            return;
        }
        self.state.insert(start, State::Open(0));
        // Things on the way, with the next edge to try; and the edges taken between them.
        let mut way: Vec<(usize, usize)> = vec![(start, 0)];
        let mut taken: Vec<usize> = Vec::new();
        while let Some((node, next)) = way.last_mut() {
            let Some(place) = self.leading.get(node).and_then(|places| places.get(*next)).copied() else {
                if self.state.get(node) != Some(&State::Told) {
                    self.state.insert(*node, State::Done);
                }
                way.pop();
                taken.pop();
                continue;
            };
            *next += 1;
            let to = self.edges[place].1;
            match self.state.get(&to) {
                None => {
                    self.state.insert(to, State::Open(way.len()));
                    way.push((to, 0));
                    taken.push(place);
                }
                Some(State::Open(depth)) => {
                    let depth = *depth;
                    self.tell(&way[depth..], taken[depth..].iter().copied().chain([place]).collect());
                }
                Some(State::Done | State::Told) => {}
            }
        }
    }

    fn tell(&mut self, around: &[(usize, usize)], circle: Vec<usize>) {
        if around.iter().any(|(node, _)| self.state.get(node) == Some(&State::Told)) {
            return;
        }
        for (node, _) in around {
            self.state.insert(*node, State::Told);
        }
        self.found.push(circle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn circles_are_told_once() {
        assert_eq!(cycles(&[]), Vec::<Vec<usize>>::new());
        assert_eq!(cycles(&[(1, 2), (2, 3)]), Vec::<Vec<usize>>::new());
        assert_eq!(cycles(&[(1, 1)]), [[0]]);
        assert_eq!(cycles(&[(1, 2), (2, 1)]), [[0, 1]]);
        assert_eq!(cycles(&[(9, 1), (1, 2), (2, 3), (3, 1), (2, 1)]).len(), 1);
        assert_eq!(cycles(&[(1, 2), (2, 1), (3, 4), (4, 3)]).len(), 2);
    }

    /// Whether `from` leads to `to`, by trying every way.
    fn leads(edges: &[(usize, usize)], from: usize, to: usize) -> bool {
        let mut reached = vec![from];
        let mut at = 0;
        while at < reached.len() {
            let from = reached[at];
            for (_, next) in edges.iter().filter(|(start, _)| *start == from) {
                if *next == to {
                    return true;
                }
                if !reached.contains(next) {
                    reached.push(*next);
                }
            }
            at += 1;
        }
        false
    }

    proptest! {
        #[test]
        fn what_is_found_is_a_circle_and_none_means_none(edges in prop::collection::vec((0usize..9, 0usize..9), 0..24)) {
            let found = cycles(&edges);
            let is_circular = (0..9).any(|node| leads(&edges, node, node));
            prop_assert_eq!(is_circular, !found.is_empty());
            let mut seen = Vec::new();
            for circle in &found {
                for (place, next) in circle.iter().zip(circle.iter().cycle().skip(1)) {
                    prop_assert_eq!(edges[*place].1, edges[*next].0);
                    prop_assert!(!seen.contains(&edges[*place].0));
                    seen.push(edges[*place].0);
                }
            }
        }
    }
}
