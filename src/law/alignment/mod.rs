//! The articles of two editions, side by side: kept, changed, split, merged, new, deleted.
//!
//! Comes in: the articles of both editions with their numbers and texts, and an editor's corrections.
//! Goes out: pairs that cover every article once. Articles are matched by their words, with their
//! order as a second witness; numbers decide nothing, for half of them change.

mod candidates;
mod matching;
mod profile;
mod shares;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::law::number::ArticleNo;
pub(in crate::law) use profile::Mix;
use profile::{Numbers, Profile, Profiles, Reading};

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
    let mut reader = Reader::default();
    let [old, new] = [reader.read(old), reader.read(new)];
    reader.align(&old, &new, corrections)
}

/// Reads editions of a work, so that each is read once however many others it is aligned with.
#[derive(Default)]
pub struct Reader {
    numbers: Numbers,
    /// Articles by their text: most are the same in the next edition.
    known: HashMap<String, Rc<Article>, BuildHasherDefault<Mix>>,
}

/// The words of an article in two ways: for sameness and for likeness.
struct Article {
    reading: Reading,
    profile: Profile,
}

/// An edition as it was read.
pub struct Edition {
    /// The numbers of its articles.
    pub numbers: Vec<ArticleNo>,
    articles: Vec<Rc<Article>>,
}

impl Reader {
    /// Reads the articles of an edition.
    pub fn read(&mut self, texts: &[Text<'_>]) -> Edition {
        Edition {
            numbers: texts.iter().map(|text| text.no).collect(),
            articles: texts.iter().map(|text| self.article(text.text)).collect(),
        }
    }

    fn article(&mut self, text: &str) -> Rc<Article> {
        if let Some(known) = self.known.get(text) {
            return Rc::clone(known);
        }
        let (reading, profile) = (Reading::of(text), Profile::of(text, &mut self.numbers));
        let article = Rc::new(Article { reading, profile });
        self.known.insert(text.to_owned(), Rc::clone(&article));
        article
    }

    /// Aligns two editions that this reader has read, as [`align`] does.
    pub fn align(&self, old: &Edition, new: &Edition, corrections: &[Correction]) -> Vec<Pair> {
        let profiles = Profiles::new(old.profiles(), new.profiles(), &self.numbers);
        let mut links = Links::new(old.numbers.len(), new.numbers.len());
        for correction in corrections {
            links.correct(places(&old.numbers, &correction.old), places(&new.numbers, &correction.new));
        }
        let edges = candidates::edges(&profiles, &twins(old, new));
        let order = matching::Order::new(&edges, &links);
        matching::link_alike(&edges, &order, &mut links);
        shares::link(&edges, &profiles, &mut links);
        matching::link_rest(&edges, &profiles, &order, &mut links);
        shares::link(&edges, &profiles, &mut links);
        let mut pairs: Vec<Pair> =
            links.groups().into_iter().map(|group| pair(group, old, new, &profiles)).collect();
        put_in_order(&mut pairs);
        pairs
    }
}

impl Edition {
    fn profiles(&self) -> impl ExactSizeIterator<Item = &Profile> + Clone {
        self.articles.iter().map(|article| &article.profile)
    }

    /// Whether the article at `place` reads as the one at `there` in `other`.
    fn is_same(&self, place: usize, other: &Self, there: usize) -> bool {
        let (own, other) = (&self.articles[place], &other.articles[there]);
        Rc::ptr_eq(own, other) || own.reading == other.reading
    }
}

/// The articles whose words stand once in each edition, alike: they need no search for others.
fn twins(old: &Edition, new: &Edition) -> Vec<(usize, usize)> {
    let sides = [old, new].into_iter().enumerate();
    let mut places: Vec<(u64, usize, usize)> = sides
        .flat_map(|(side, edition)| {
            (0..).zip(&edition.articles).map(move |(at, read)| (read.reading.hash, side, at))
        })
        .collect();
    places.sort_unstable();
    let alike = places.chunk_by(|(a, ..), (b, ..)| a == b);
    let twin = |alike: &[(u64, usize, usize)]| match alike {
        [(_, 0, o), (_, 1, n)] if old.is_same(*o, new, *n) => Some((*o, *n)),
        _ => None,
    };
    let mut twins: Vec<(usize, usize)> = alike.filter_map(twin).collect();
    twins.sort_unstable();
    twins
}

fn places(numbers: &[ArticleNo], wanted: &[ArticleNo]) -> Option<Vec<usize>> {
    let mut places: Vec<usize> =
        wanted.iter().map(|no| numbers.iter().position(|known| known == no)).collect::<Option<_>>()?;
    places.sort_unstable();
    places.dedup();
    Some(places)
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

fn pair(group: Group, old: &Edition, new: &Edition, profiles: &Profiles<'_>) -> Pair {
    let Group { old: olds, new: news, corrected } = group;
    let similarity = profiles.similarity_of(&olds, &news);
    let (change, renumbered) = match (olds.as_slice(), news.as_slice()) {
        ([], _) => (Change::New, false),
        (_, []) => (Change::Deleted, false),
        ([o], [n]) => (
            if old.is_same(*o, new, *n) { Change::Same } else { Change::Changed },
            old.numbers[*o] != new.numbers[*n],
        ),
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
