//! The articles of two editions, side by side: kept, changed, split, merged, new, deleted.
//!
//! Comes in: the articles of both editions with their numbers and texts, and an editor's corrections.
//! Goes out: pairs that cover every article once. Articles are matched by their words, with their
//! order as a second witness; numbers decide nothing, for half of them change.

mod candidates;
mod having;
mod matching;
mod profile;
mod shares;
mod words;

#[cfg(test)]
mod tests;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use serde::{Deserialize, Serialize};

use crate::law::number::ArticleNo;
use profile::Profiles;
pub(in crate::law) use profile::weights;
pub(in crate::law) use words::Mix;

/// An article of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'t> {
    /// Its number.
    pub no: ArticleNo,
    /// Its text without the number, 款 and 项 divided by `\n`.
    pub text: &'t str,
}

/// What became of articles from one edition to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Change {
    /// The words stayed.
    Same,
    /// The words changed.
    Changed,
    /// One article became several.
    Split,
    /// Several articles became one.
    Merged,
    /// It was not there before.
    New,
    /// It is no longer there.
    Deleted,
}

/// Articles of both editions that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Places in the old edition, rising; none for a new article.
    pub old: Vec<usize>,
    /// Places in the new edition, rising; none for a deleted article.
    pub new: Vec<usize>,
    /// What happened.
    pub change: Change,
    /// Whether the number changed.
    pub renumbered: bool,
    /// How much of the words is common, in thousandths.
    pub similarity: u16,
    /// Whether an editor's correction made the pair.
    pub corrected: bool,
}

/// An editor's word on where articles went; an empty side means new or deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Numbers in the old edition.
    pub old: Vec<ArticleNo>,
    /// Numbers in the new edition.
    pub new: Vec<ArticleNo>,
}

/// Aligns two editions. The pairs stand in the order of the new edition, each deleted article behind
/// the pair of the article before it.
///
/// A correction that names an article which is not there, or was named before, is left out.
pub fn align(old: &[Text<'_>], new: &[Text<'_>], corrections: &[Correction]) -> Vec<Pair> {
    let mut names = Names::with_capacity_and_hasher(old.len() + new.len(), BuildHasherDefault::default());
    let [old, new] = [Edition::read(old, &mut names), Edition::read(new, &mut names)];
    let mut links = Links::new(old.articles.len(), new.articles.len());
    for correction in corrections {
        links.correct(old.places(&correction.old), new.places(&correction.new));
    }
    let twins = twins(&old, &new, &links);
    let profiles = Profiles::of(&old, &new, &twins);
    let edges = candidates::edges(&profiles, &twins);
    let order = matching::Order::new(&edges, &links);
    matching::link_alike(&edges, &order, &mut links);
    let mut open = edges.clone();
    shares::link(&mut open, &profiles, &mut links);
    matching::link_rest(&edges, &profiles, &order, &mut links);
    shares::link(&mut open, &profiles, &mut links);
    let groups = links.groups().into_iter();
    let mut pairs: Vec<Pair> = groups.map(|group| pair(group, &old, &new, &profiles)).collect();
    put_in_order(&mut pairs);
    pairs
}

/// Articles of one text have one name.
type Names<'t> = HashMap<&'t str, usize, BuildHasherDefault<Mix>>;

/// An article as it is read for alignment.
struct Article<'t> {
    no: ArticleNo,
    text: &'t str,
    name: usize,
    hash: OnceCell<u64>,
}

impl Article<'_> {
    fn hash(&self) -> u64 {
        *self.hash.get_or_init(|| words::hash(self.text))
    }

    /// Whether both read the same.
    fn is_same(&self, other: &Self) -> bool {
        let reads_same = || self.hash() == other.hash() && words::read(self.text).eq(words::read(other.text));
        self.name == other.name || reads_same()
    }
}

/// An edition as it is read for alignment.
struct Edition<'t> {
    articles: Vec<Article<'t>>,
}

impl<'t> Edition<'t> {
    fn read(texts: &[Text<'t>], names: &mut Names<'t>) -> Self {
        let article = |text: &Text<'t>| {
            let fresh = names.len();
            let name = *names.entry(text.text).or_insert(fresh);
            Article { no: text.no, text: text.text, name, hash: OnceCell::new() }
        };
        Self { articles: texts.iter().map(article).collect() }
    }

    /// Where the articles with the numbers `wanted` stand; `None` where one is missing.
    fn places(&self, wanted: &[ArticleNo]) -> Option<Vec<usize>> {
        let place = |no: &ArticleNo| self.articles.iter().position(|known| known.no == *no);
        let mut places: Vec<usize> = wanted.iter().map(place).collect::<Option<_>>()?;
        places.sort_unstable();
        places.dedup();
        Some(places)
    }
}

/// The articles whose words stand once in each edition, alike, and that no correction settled: they belong
/// together whatever the others do. First by their very texts, then, of the rest, by what is read of them.
fn twins(old: &Edition<'_>, new: &Edition<'_>, links: &Links) -> Vec<(usize, usize)> {
    let sides = [old, new];
    let mut open = links.settled.clone().map(|settled| settled.iter().map(|settled| !settled).collect());
    let mut twins = alone(sides, &open, |article| article.name as u64);
    for (o, n) in &twins {
        (open[0][*o], open[1][*n]) = (false, false);
    }
    twins.extend(alone(sides, &open, |article| article.hash()));
    twins.sort_unstable();
    twins
}

/// The articles among the `open` of both sides of which each has one like it on the other, by `key`.
fn alone(
    sides: [&Edition<'_>; 2],
    open: &[Vec<bool>; 2],
    key: impl Fn(&Article<'_>) -> u64,
) -> Vec<(usize, usize)> {
    let mut places: Vec<(u64, usize, usize)> = Vec::new();
    for (side, edition) in sides.iter().enumerate() {
        let articles = edition.articles.iter().enumerate().filter(|(at, _)| open[side][*at]);
        places.extend(articles.map(|(at, article)| (key(article), side, at)));
    }
    places.sort_unstable();
    let twin = |alike: &[(u64, usize, usize)]| match alike {
        [(_, 0, o), (_, 1, n)] if sides[0].articles[*o].is_same(&sides[1].articles[*n]) => Some((*o, *n)),
        _ => None,
    };
    places.chunk_by(|(a, ..), (b, ..)| a == b).filter_map(twin).collect()
}

/// Which article belongs to which, while it is being found out.
struct Links {
    /// New places by old place.
    new: Vec<Vec<usize>>,
    /// Old places by new place.
    old: Vec<Vec<usize>>,
    /// Articles that corrections have settled, old and new.
    settled: [Vec<bool>; 2],
}

/// Articles that belong together, and whether a correction said so.
struct Group {
    old: Vec<usize>,
    new: Vec<usize>,
    corrected: bool,
}

impl Links {
    fn new(old: usize, new: usize) -> Self {
        Self {
            new: vec![Vec::new(); old],
            old: vec![Vec::new(); new],
            settled: [vec![false; old], vec![false; new]],
        }
    }

    fn correct(&mut self, old: Option<Vec<usize>>, new: Option<Vec<usize>>) {
        let (Some(old), Some(new)) = (old, new) else { return };
        let taken = old.iter().any(|o| self.settled[0][*o]) || new.iter().any(|n| self.settled[1][*n]);
        if taken || old.len() > 1 && new.len() > 1 {
            return;
        }
        for o in &old {
            self.settled[0][*o] = true;
            self.new[*o].clone_from(&new);
        }
        for n in &new {
            self.settled[1][*n] = true;
            self.old[*n].clone_from(&old);
        }
    }

    fn is_free_old(&self, o: usize) -> bool {
        !self.settled[0][o] && self.new[o].is_empty()
    }

    fn is_free_new(&self, n: usize) -> bool {
        !self.settled[1][n] && self.old[n].is_empty()
    }

    fn add(&mut self, o: usize, n: usize) {
        self.new[o].push(n);
        self.new[o].sort_unstable();
        self.old[n].push(o);
        self.old[n].sort_unstable();
    }

    /// The groups in the order of the new edition, then the deleted articles.
    fn groups(&self) -> Vec<Group> {
        let by_new = (0..self.old.len()).filter_map(|n| match self.old[n].as_slice() {
            [] => Some(Group { old: Vec::new(), new: vec![n], corrected: self.settled[1][n] }),
            [o] if self.new[*o].first() == Some(&n) => {
                Some(Group { old: vec![*o], new: self.new[*o].clone(), corrected: self.settled[1][n] })
            }
            [_] => None,
            several => Some(Group { old: several.to_vec(), new: vec![n], corrected: self.settled[1][n] }),
        });
        let deleted = (0..self.new.len()).filter(|o| self.new[*o].is_empty());
        let deleted = deleted.map(|o| Group { old: vec![o], new: Vec::new(), corrected: self.settled[0][o] });
        by_new.chain(deleted).collect()
    }
}

fn pair(group: Group, old: &Edition<'_>, new: &Edition<'_>, profiles: &Profiles) -> Pair {
    let Group { old: olds, new: news, corrected } = group;
    let similarity = profiles.similarity_of(&olds, &news);
    let (change, renumbered) = match (olds.as_slice(), news.as_slice()) {
        ([], _) => (Change::New, false),
        (_, []) => (Change::Deleted, false),
        ([o], [n]) => {
            let (old, new) = (&old.articles[*o], &new.articles[*n]);
            (if old.is_same(new) { Change::Same } else { Change::Changed }, old.no != new.no)
        }
        ([_], _) => (Change::Split, true),
        _ => (Change::Merged, true),
    };
    Pair { old: olds, new: news, change, renumbered, similarity, corrected }
}

/// Puts each deleted article behind the pair that holds the article before it.
fn put_in_order(pairs: &mut [Pair]) {
    let mut starts: Vec<(usize, usize)> =
        pairs.iter().filter_map(|pair| Some((*pair.old.first()?, *pair.new.first()?))).collect();
    starts.sort_unstable();
    let key = |pair: &Pair| match (pair.new.first(), pair.old.first()) {
        (Some(n), _) => (*n, 0, 0),
        (None, Some(o)) => {
            let before = starts.partition_point(|(old, _)| old < o);
            let n = before.checked_sub(1).map_or(0, |i| starts[i].1);
            (n, usize::from(before > 0), *o)
        }
        (None, None) => (0, 0, 0),
    };
    pairs.sort_by_key(|pair| {
        let (n, behind, o) = key(pair);
        // A deletion before all pairs comes first; one behind a pair follows it.
        (n, if pair.new.is_empty() { behind * 2 } else { 1 }, o)
    });
}
