//! One article to one: the most alike first, with the order of the text as a second witness.

use crate::law::alignment::Links;
use crate::law::alignment::candidates::Edge;
use crate::law::alignment::profile::{Profiles, descending, ratio};

/// Likeness at which two articles are taken to fix the order.
const CERTAIN: f64 = 0.5;

/// Least likeness of articles that stand in order.
const IN_ORDER: f64 = 0.30;

/// Least likeness of articles whose neighbours on both sides belong together.
const IN_SLOT: f64 = 0.25;

/// How far a neighbour may be.
const NEIGHBOURS: usize = 3;

/// Rounds in which a link may support the next.
const ROUNDS: usize = 4;

/// Least likeness of articles that moved across many others.
const MOVED: f64 = 0.45;

/// What each certain link between asks in addition.
const CROSSING: f64 = 0.03;

/// Least share of the smaller article's words in the other, where likeness is too little.
const CONTAINED: f64 = 0.6;

/// The same where the neighbours on both sides belong together.
const CONTAINED_IN_SLOT: f64 = 0.5;

/// Least part of an article that a 款 must be to link it when another article holds it.
const LINE: f64 = 0.2;

/// Most certain links that a contained article may have moved across.
const NEAR: usize = 3;

/// What standing in order is worth.
const ORDER_BONUS: f64 = 0.1;

/// Links free articles one to one by likeness, where the order of the whole agrees.
pub(super) fn link_alike(edges: &[Edge], order: &Order, links: &mut Links) {
    let alike = free(edges, links).into_iter().filter_map(|edge| {
        let crossed = order.crossed(&edge);
        let least = (IN_ORDER + CROSSING * crossed as f64).min(MOVED);
        let bonus = if crossed == 0 { ORDER_BONUS } else { 0.0 };
        (edge.similarity >= least).then_some((edge.similarity + bonus, edge))
    });
    take_best(alike.collect(), links);
}

/// Links articles that are still free: by their neighbours, then where one holds the other or a 款 of it.
pub(super) fn link_rest(edges: &[Edge], profiles: &Profiles, order: &Order, links: &mut Links) {
    let free = free(edges, links);
    for _ in 0..ROUNDS {
        let supported = free.iter().filter_map(|edge| {
            let least = [f64::INFINITY, IN_ORDER, IN_SLOT][support(edge, links)];
            (edge.similarity >= least).then_some((edge.similarity, *edge))
        });
        if !take_best(supported.collect(), links) {
            break;
        }
    }
    let near: Vec<(usize, Edge)> = free.iter().map(|edge| (support(edge, links), *edge)).collect();
    let near: Vec<(usize, Edge)> =
        near.into_iter().filter(|(support, edge)| *support > 0 || order.crossed(edge) <= NEAR).collect();
    let contained = near.iter().filter_map(|(support, edge)| {
        let least = if *support == 2 { CONTAINED_IN_SLOT } else { CONTAINED };
        Some((contained(edge, profiles), *edge)).filter(|(share, _)| *share >= least)
    });
    take_best(contained.collect(), links);
    let by_line = near.iter().filter_map(|(_, edge)| Some((line(edge, profiles)?, *edge)));
    take_best(by_line.collect(), links);
}

fn free(edges: &[Edge], links: &Links) -> Vec<Edge> {
    edges.iter().copied().filter(|e| links.is_free_old(e.old) && links.is_free_new(e.new)).collect()
}

/// On how many sides the neighbours of both articles belong together.
fn support(edge: &Edge, links: &Links) -> usize {
    let near = |step: usize, o: Option<usize>, rising: bool| {
        let partners = links.new.get(o?)?;
        let n = if rising { *partners.first()? } else { *partners.last()? };
        let apart = if rising { n.checked_sub(edge.new)? } else { edge.new.checked_sub(n)? };
        Some((1..=step + NEIGHBOURS).contains(&apart))
    };
    let before = (1..=NEIGHBOURS).find_map(|step| near(step, edge.old.checked_sub(step), false));
    let after = (1..=NEIGHBOURS).find_map(|step| near(step, edge.old.checked_add(step), true));
    usize::from(before == Some(true)) + usize::from(after == Some(true))
}

/// The share of the smaller article's words in the other.
fn contained(edge: &Edge, profiles: &Profiles) -> f64 {
    let (old, new) = (&profiles.old[edge.old], &profiles.new[edge.new]);
    ratio(edge.common, old.weight.min(new.weight))
}

/// How well one of the articles holds a 款 of the other.
fn line(edge: &Edge, profiles: &Profiles) -> Option<f64> {
    let (old, new) = (&profiles.old[edge.old], &profiles.new[edge.new]);
    let held = |whole, holder| profiles.held_line(whole, holder, edge.common, &[], LINE);
    [held(old, new), held(new, old)].into_iter().flatten().max_by(f64::total_cmp)
}

/// Links the best of what is free; says whether there was any.
fn take_best(mut ranked: Vec<(f64, Edge)>, links: &mut Links) -> bool {
    let mut is_any = false;
    ranked.sort_by(|(a, x), (b, y)| descending(*a, *b).then((x.old, x.new).cmp(&(y.old, y.new))));
    for (_, edge) in ranked {
        if links.is_free_old(edge.old) && links.is_free_new(edge.new) {
            links.add(edge.old, edge.new);
            is_any = true;
        }
    }
    is_any
}

/// The order that certain links fix, as rising (old, new).
pub(super) struct Order(Vec<(usize, usize)>);

/// Edges that are the best of both their ends and certain.
fn mutual_best(edges: &[Edge]) -> Vec<Edge> {
    let best = |place: fn(&Edge) -> usize| {
        let mut best: Vec<Option<Edge>> = Vec::new();
        for edge in edges {
            let at = place(edge);
            if best.len() <= at {
                best.resize(at + 1, None);
            }
            if best[at].is_none_or(|other| edge.similarity > other.similarity) {
                best[at] = Some(*edge);
            }
        }
        best
    };
    let (of_old, of_new) = (best(|edge| edge.old), best(|edge| edge.new));
    let certain = |edge: &Edge| edge.similarity >= CERTAIN && of_new[edge.new] == Some(*edge);
    of_old.into_iter().flatten().filter(certain).collect()
}

/// The heaviest sequence of edges in which both sides rise, as (old, new).
///
/// The edges come in the order of the old side, each place once.
fn chain(edges: &[Edge]) -> Vec<(usize, usize)> {
    let size = edges.iter().map(|edge| edge.new + 1).max().unwrap_or(0);
    let mut heaviest = Heaviest::new(size);
    let mut before: Vec<Option<usize>> = Vec::with_capacity(edges.len());
    for (i, edge) in edges.iter().enumerate() {
        let last = heaviest.up_to(edge.new);
        before.push(last.map(|(_, edge)| edge));
        heaviest.put(edge.new, (last.map_or(0.0, |(weight, _)| weight) + edge.similarity, i));
    }
    let mut chain = Vec::new();
    let mut next = heaviest.up_to(size).map(|(_, edge)| edge);
    while let Some(i) = next {
        chain.push((edges[i].old, edges[i].new));
        next = before[i];
    }
    chain.reverse();
    chain
}

/// Heaviest chain by the place of its last new article: a Fenwick tree of maxima.
struct Heaviest(Vec<Option<(f64, usize)>>);

impl Heaviest {
    fn new(size: usize) -> Self {
        Self(vec![None; size + 1])
    }

    /// The heaviest of all that end before `place`.
    fn up_to(&self, place: usize) -> Option<(f64, usize)> {
        let mut found: Option<(f64, usize)> = None;
        let mut i = place;
        while i > 0 {
            if let Some(here) = self.0[i]
                && found.is_none_or(|found| here.0 > found.0)
            {
                found = Some(here);
            }
            i &= i - 1;
        }
        found
    }

    fn put(&mut self, place: usize, value: (f64, usize)) {
        let mut i = place + 1;
        while i < self.0.len() {
            if self.0[i].is_none_or(|there| value.0 > there.0) {
                self.0[i] = Some(value);
            }
            i += i & i.wrapping_neg();
        }
    }
}

impl Order {
    /// Reads the order from the articles that are each other's best match beyond doubt.
    pub(super) fn new(edges: &[Edge], links: &Links) -> Self {
        Self(chain(&mutual_best(&free(edges, links))))
    }

    /// How many certain links the edge crosses.
    fn crossed(&self, edge: &Edge) -> usize {
        let Self(chain) = self;
        let before = |old: usize, new: usize| {
            (chain.partition_point(|link| link.0 < old), chain.partition_point(|link| link.1 < new))
        };
        let (by_old, by_new) = before(edge.old, edge.new);
        let (to_old, to_new) = before(edge.old + 1, edge.new + 1);
        // An end that is itself certain may count on either side of the edge.
        if by_old <= to_new && by_new <= to_old {
            let own = chain.get(by_old) == Some(&(edge.old, edge.new));
            return usize::from(!own && (to_old > by_old || to_new > by_new));
        }
        by_old.abs_diff(by_new)
    }
}
