//! Comparing the editions of works: which pairs, and what became of each article.
//!
//! Compared are each edition and the next, each past edition and the one in force, and any two that a
//! link such as `[[监察法@2018..2024]]` asks for. Articles are aligned once per build; an editor's
//! `article_map` on the later edition corrects what the words alone give.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::memo::Memo;
use crate::law::alignment::{Change, Correction, Pair, Text, align};
use crate::law::number::ArticleNo;
use crate::markup::articles::text_of;
use crate::model::article_map::corrections;
use crate::model::comparisons::{Aligned, Comparison, Comparisons, Counterpart, asks};
use crate::model::editions::Work;
use crate::model::lookup::Found;
use crate::model::remember;
use crate::model::routes::comparison_route;
use crate::model::site::{Page, PageIndex, Site};

/// Two pages of a work, the earlier first.
type Two = (PageIndex, PageIndex);

impl Comparisons {
    /// Compares the editions of all works, and the pairs that links ask for.
    pub fn of(site: &Site, asked: &BTreeSet<Two>, known: &Memo<Aligned>) -> (Self, Vec<Diagnostic>) {
        let works: Vec<(&str, &Work)> =
            site.editions.iter().filter(|(_, work)| work.pages.len() > 1).collect();
        let made: Vec<(Vec<Comparison>, Vec<Diagnostic>)> = works
            .into_par_iter()
            .with_max_len(1)
            .map(|(name, work)| of_work(site, (name, work), asked, known))
            .collect();
        let mut all = Self::default();
        let mut diagnostics = Vec::new();
        for (comparisons, mut found) in made {
            all.all.extend(comparisons);
            diagnostics.append(&mut found);
        }
        all.places = all.all.iter().enumerate().map(|(place, two)| ((two.old, two.new), place)).collect();
        (all, diagnostics)
    }

    /// What the article `no` of `page` is in the edition `other`: empty where it has no match there;
    /// `None` where the pages are no editions of one work, or the page has no such article.
    pub fn counterpart(
        &self,
        site: &Site,
        page: PageIndex,
        no: ArticleNo,
        other: PageIndex,
    ) -> Option<Vec<Counterpart>> {
        let articles = &site.pages[page].document.structure.as_ref()?.articles;
        let main = articles.iter().position(|article| article.no == no && article.attachment.is_none());
        let article = main.or_else(|| articles.iter().position(|article| article.no == no))?;
        let met = self.step(page, &BTreeMap::from([(article, Change::Same)]), other).or_else(|| {
            let (_, work) = site.editions.of_page(page)?;
            self.walk(work, page, article, other)
        })?;
        let there = &site.pages[other].document.structure.as_ref()?.articles;
        let counterpart = |(article, change): (usize, Change)| {
            let known = there.get(article)?;
            Some(Counterpart { article, no: known.no, anchor: known.anchor.clone(), change })
        };
        Some(met.into_iter().filter_map(counterpart).collect())
    }

    /// Goes from edition to edition until `other`.
    fn walk(
        &self,
        work: &Work,
        page: PageIndex,
        article: usize,
        other: PageIndex,
    ) -> Option<BTreeMap<usize, Change>> {
        let place = |page: PageIndex| work.pages.iter().position(|known| *known == page);
        let (from, to) = (place(page)?, place(other)?);
        let mut met = BTreeMap::from([(article, Change::Same)]);
        let mut way: Vec<PageIndex> = work.pages[from.min(to)..=from.max(to)].to_vec();
        if from > to {
            way.reverse();
        }
        for two in way.windows(2) {
            met = self.step(two[0], &met, two[1])?;
        }
        Some(met)
    }

    /// The articles of `other` that those of `page` are, each with the greatest change on its way.
    fn step(
        &self,
        page: PageIndex,
        articles: &BTreeMap<usize, Change>,
        other: PageIndex,
    ) -> Option<BTreeMap<usize, Change>> {
        let comparison = self.between(page, other)?;
        let side = usize::from(comparison.new == page);
        let mut met: BTreeMap<usize, Change> = BTreeMap::new();
        for (article, change) in articles {
            let pair = &comparison.pairs()[*comparison.pair_of[side].get(*article)?];
            for there in if side == 0 { &pair.new } else { &pair.old } {
                let greatest = met.entry(*there).or_insert(*change);
                *greatest = (*greatest).max(*change).max(pair.change);
            }
        }
        Some(met)
    }
}

fn of_work(
    site: &Site,
    (name, work): (&str, &Work),
    asked: &BTreeSet<Two>,
    known: &Memo<Aligned>,
) -> (Vec<Comparison>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let texts: Vec<Texts> = work.pages.iter().map(|page| Texts::of(&site.pages[*page])).collect();
    let compared = |old: usize, new: usize, corrections: &[Correction]| {
        let key = remember::alignment(texts[old].digest, texts[new].digest, corrections);
        let align = || align(&texts[old].all(), &texts[new].all(), corrections).into();
        compared(site, name, work, (old, new), known.get(key, align))
    };
    let mut made: BTreeMap<(usize, usize), Comparison> = BTreeMap::new();
    for new in 1..work.pages.len() {
        let (own, mut found) = corrections(&site.pages[work.pages[new - 1]], &site.pages[work.pages[new]]);
        diagnostics.append(&mut found);
        made.insert((new - 1, new), compared(new - 1, new, &own));
    }
    for (old, new) in further(work, asked) {
        let through: Vec<&Comparison> = (old..new).filter_map(|at| made.get(&(at, at + 1))).collect();
        let own = carried(&through, &texts[old].numbers, &texts[new].numbers);
        let comparison = compared(old, new, &own);
        made.insert((old, new), comparison);
    }
    // Two pages of one version are one edition entered twice, which is said elsewhere.
    let version = |page: PageIndex| site.pages[page].document.fields.date("version");
    let mut all: Vec<Comparison> = made.into_values().collect();
    all.retain(|two| version(two.old).is_none() || version(two.old) != version(two.new));
    all.sort_by_key(|two| (work.pages.iter().position(|page| *page == two.new), two.old));
    (all, diagnostics)
}

/// Pairs that do not follow each other: past editions with the one in force, and those asked for.
fn further(work: &Work, asked: &BTreeSet<Two>) -> BTreeSet<(usize, usize)> {
    let place = |page: PageIndex| work.pages.iter().position(|known| *known == page);
    let mut further: BTreeSet<(usize, usize)> = BTreeSet::new();
    if let Some(shown) = place(work.shown) {
        further.extend((0..shown).map(|old| (old, shown)));
    }
    for (one, other) in asked {
        if let (Some(one), Some(other)) = (place(*one), place(*other)) {
            further.insert((one.min(other), one.max(other)));
        }
    }
    further.retain(|(old, new)| old + 1 < *new);
    further
}

fn compared(
    site: &Site,
    name: &str,
    work: &Work,
    (old, new): (usize, usize),
    aligned: Arc<Aligned>,
) -> Comparison {
    let articles = |edition: usize| {
        let structure = &site.pages[work.pages[edition]].document.structure;
        structure.as_ref().map_or(0, |structure| structure.articles.len())
    };
    let mut pair_of = [vec![0; articles(old)], vec![0; articles(new)]];
    for (place, pair) in aligned.pairs().iter().enumerate() {
        pair.old.iter().for_each(|article| pair_of[0][*article] = place);
        pair.new.iter().for_each(|article| pair_of[1][*article] = place);
    }
    let version = |page: PageIndex| {
        let date = site.pages[page].document.fields.date("version");
        date.map_or_else(|| "undated".to_owned(), |date| date.to_string())
    };
    let (old, new) = (work.pages[old], work.pages[new]);
    let route = comparison_route(&work.base, &version(old), &version(new));
    Comparison { work: name.to_owned(), old, new, route, aligned, pair_of }
}

/// The corrections of editions that follow each other, for the first and the last of them.
///
/// Where they leave several articles on both sides no correction is made: the words decide.
fn carried(through: &[&Comparison], old: &[ArticleNo], new: &[ArticleNo]) -> Vec<Correction> {
    if through.iter().all(|two| two.pairs().iter().all(|pair| !pair.corrected)) {
        return Vec::new();
    }
    let mut ends: BTreeMap<BTreeSet<usize>, Vec<usize>> = BTreeMap::new();
    for article in 0..old.len() {
        let mut at = BTreeSet::from([article]);
        let mut corrected = false;
        for two in through {
            let pairs = at.iter().filter_map(|article| two.pairs().get(*two.pair_of[0].get(*article)?));
            let next: Vec<&Pair> = pairs.collect();
            corrected |= next.iter().any(|pair| pair.corrected);
            at = next.iter().flat_map(|pair| pair.new.iter().copied()).collect();
        }
        if corrected {
            ends.entry(at).or_default().push(article);
        }
    }
    let numbers = |of: &[ArticleNo], places: &[usize]| -> Vec<ArticleNo> {
        places.iter().map(|place| of[*place]).collect()
    };
    let correction = |(to, from): (BTreeSet<usize>, Vec<usize>)| {
        let to: Vec<usize> = to.into_iter().collect();
        Correction { old: numbers(old, &from), new: numbers(new, &to) }
    };
    // What came to nothing was deleted one by one.
    let gone = ends.remove(&BTreeSet::new()).unwrap_or_default();
    let gone = gone.into_iter().map(|article| Correction { old: numbers(old, &[article]), new: Vec::new() });
    gone.chain(ends.into_iter().map(correction)).collect()
}

/// The articles of a page with their numbers and words.
struct Texts {
    numbers: Vec<ArticleNo>,
    texts: Vec<String>,
    digest: Digest,
}

impl Texts {
    fn of(page: &Page) -> Self {
        let articles = page.document.structure.as_ref().map_or(&[][..], |structure| &structure.articles);
        let numbers: Vec<ArticleNo> = articles.iter().map(|article| article.no).collect();
        let texts: Vec<String> =
            articles.iter().map(|article| text_of(&page.document.body, article)).collect();
        Self { digest: remember::articles(&numbers, &texts), numbers, texts }
    }

    fn all(&self) -> Vec<Text<'_>> {
        self.numbers.iter().zip(&self.texts).map(|(no, text)| Text { no: *no, text }).collect()
    }
}

/// The comparison of two editions of one work, made where the site has none.
pub fn compare(site: &Site, one: PageIndex, other: PageIndex) -> Option<Comparison> {
    if let Some(known) = site.comparisons.between(one, other) {
        return Some(known.clone());
    }
    let (name, work) = site.editions.of_page(one)?;
    let (all, _) = of_work(site, (name, work), &BTreeSet::from([(one, other)]), &Memo::default());
    all.into_iter().find(|two| [two.old, two.new] == [one, other] || [two.new, two.old] == [one, other])
}

/// The pairs of editions that links of the site ask for, the earlier or the later first.
pub fn asked(site: &Site) -> BTreeSet<Two> {
    let intros = site.folders.iter().filter_map(|folder| folder.index.as_ref()).chain(&site.home);
    let documents = site.pages.iter().map(|page| &page.document).chain(intros.map(|intro| &intro.document));
    let links = documents.flat_map(|document| &document.body.links);
    let asked = links.filter_map(|link| {
        let (work, one, other) = asks(&link.target)?;
        let Found::Page(page) = site.lookup.by_name(work) else { return None };
        let (_, work) = site.editions.of_page(page)?;
        Some((work.named(one, site.as_of)?, work.named(other, site.as_of)?))
    });
    asked.filter(|(one, other)| one != other).collect()
}
