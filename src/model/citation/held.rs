//! Citations of an edition that is not held: led to the article where something shows that the number
//! still names it, and to the work where nothing does.
//!
//! The edition that is nearest to the one meant is the first that came after it. Its numbers are those
//! of the time where the work is amended without counting anew, or where the words with which the page
//! cites them are those of the articles. The parts of an article may have moved all the same, so the
//! link is to the whole article.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::base::date::PartialDate;
use crate::law::alignment::Text;
use crate::law::edition::Rule;
use crate::law::kept::{Reader, Said};
use crate::law::number::{ArticleNo, ArticleRef};
use crate::markup::articles::text_of;
use crate::markup::body::Body;
use crate::markup::document::Document;
use crate::model::citation::resolve::{Shelf, is_unsure};
use crate::model::citation::works::{WorkIndex, Works, Writer};
use crate::model::citation::{At, Citations, Cited, Failure, Resolved, Unresolved};
use crate::model::lookup::PageIndex;

/// Where a sentence ends.
const ENDS: [char; 3] = ['。', '；', '\n'];

impl Works {
    /// The first edition of a work that has a date, if one has: the nearest to all before it.
    fn first(&self, work: WorkIndex) -> Option<PageIndex> {
        let work = &self.all[work];
        let dated = work.editions.all().iter().position(|edition| edition.start().is_some());
        work.pages.get(dated.unwrap_or(0)).copied()
    }
}

/// What one text cites of a work whose edition of the time is not held.
struct Unheld<'a> {
    /// Which text, by its place among those that are settled together.
    text: usize,
    work: WorkIndex,
    /// The nearest edition.
    page: PageIndex,
    /// The numbers that are shown to be the same.
    kept: BTreeSet<ArticleNo>,
    /// What is said of numbers, by where it stands.
    said: BTreeMap<At, Vec<(ArticleNo, Option<&'a str>)>>,
}

impl Unheld<'_> {
    fn sentences(&self) -> impl Iterator<Item = &str> {
        self.said.values().flatten().filter_map(|(_, sentence)| *sentence)
    }

    /// The numbers that the sentences show to be the same.
    fn shown(&self, reader: &Reader) -> BTreeSet<ArticleNo> {
        let beside: Vec<Vec<ArticleNo>> =
            self.said.values().map(|said| said.iter().map(|(no, _)| *no).collect()).collect();
        let mut all: Vec<Said<'_>> = Vec::new();
        for (said, beside) in self.said.values().zip(&beside) {
            let said = said.iter().filter_map(|(no, sentence)| Some((*no, (*sentence)?)));
            all.extend(said.map(|(no, sentence)| Said { no, sentence, beside }));
        }
        reader.kept(&all)
    }
}

/// A text and what it cites.
pub(super) type Citing<'a, 'c> = (Writer<'a>, &'c mut Citations);

impl Shelf<'_> {
    /// Leads the citations of editions that are not held as far as can be shown, of all texts together so
    /// that each edition is read once; `known` are numbers of a page of which that is known already.
    pub(super) fn settle_unheld(
        &self,
        texts: &mut [Citing<'_, '_>],
        known: &dyn Fn(PageIndex) -> BTreeSet<ArticleNo>,
    ) {
        let mut all: Vec<Unheld<'_>> = Vec::new();
        for (text, (writer, citations)) in texts.iter().enumerate() {
            all.extend(self.unheld(text, *writer, citations, known));
        }
        let mut asked: BTreeMap<PageIndex, Vec<&Unheld<'_>>> = BTreeMap::new();
        for unheld in all.iter().filter(|unheld| unheld.sentences().next().is_some()) {
            asked.entry(unheld.page).or_default().push(unheld);
        }
        let shown = |(page, asked): (&PageIndex, &Vec<&Unheld<'_>>)| {
            let reader = self.read(*page, asked.iter().flat_map(|unheld| unheld.sentences()));
            let shown = |unheld: &&Unheld<'_>| ((unheld.text, unheld.work), unheld.shown(&reader));
            asked.iter().map(shown).collect::<Vec<_>>()
        };
        let mut shown: BTreeMap<(usize, WorkIndex), BTreeSet<ArticleNo>> =
            asked.par_iter().flat_map_iter(shown).collect();
        let kept: Vec<(usize, WorkIndex, PageIndex, BTreeSet<ArticleNo>)> = all
            .into_iter()
            .map(|mut unheld| {
                unheld.kept.append(&mut shown.remove(&(unheld.text, unheld.work)).unwrap_or_default());
                (unheld.text, unheld.work, unheld.page, unheld.kept)
            })
            .collect();
        for kept in kept.chunk_by(|one, other| one.0 == other.0) {
            self.keep_all(texts[kept[0].0].1, kept);
        }
    }

    /// What a text cites of editions that are not held, by work.
    fn unheld<'a>(
        &self,
        text: usize,
        writer: Writer<'a>,
        citations: &Citations,
        known: &dyn Fn(PageIndex) -> BTreeSet<ArticleNo>,
    ) -> Vec<Unheld<'a>> {
        let mut all: BTreeMap<WorkIndex, Unheld<'a>> = BTreeMap::new();
        for citation in &citations.resolved {
            let (Some(Rule::NotHeld(meant)), Some(work)) = (citation.rule, self.law.index_of(citation.page))
            else {
                continue;
            };
            let Some(page) = self.law.first(work).filter(|_| is_unsure(citation.rule, citation.form)) else {
                continue;
            };
            let unheld = all.entry(work).or_insert_with(|| Unheld {
                text,
                work,
                page,
                kept: known(page),
                said: BTreeMap::new(),
            });
            let numbers = citation.places.iter().map(Cited::article);
            let since = counts_on_since(&self.pages[page].document);
            if since.is_some_and(|since| since.latest() <= meant.earliest()) {
                unheld.kept.extend(numbers);
                continue;
            }
            let sentence = writer.document.and_then(|document| sentence(&document.body, citation));
            unheld.said.entry(citation.at).or_default().extend(numbers.map(|no| (no, sentence)));
        }
        all.into_values().collect()
    }

    /// Reads an edition for the sentences that cite it.
    fn read<'t>(&self, page: PageIndex, sentences: impl Iterator<Item = &'t str>) -> Reader {
        let document = &self.pages[page].document;
        let articles = document.structure.as_ref().map_or(&[][..], |structure| &structure.articles);
        let texts: Vec<String> = articles.iter().map(|article| text_of(&document.body, article)).collect();
        let texts = articles.iter().zip(&texts).map(|(article, text)| Text { no: article.no, text });
        Reader::new(&texts.collect::<Vec<_>>(), sentences)
    }

    /// Leads what a text cites where the numbers are kept, and keeps the others as text.
    fn keep_all(
        &self,
        citations: &mut Citations,
        kept: &[(usize, WorkIndex, PageIndex, BTreeSet<ArticleNo>)],
    ) {
        let mut lost: Vec<Unresolved> = Vec::new();
        for citation in &mut citations.resolved {
            let work = self.law.index_of(citation.page);
            let nearest = kept.iter().find(|(_, of, ..)| Some(*of) == work);
            if let (Some(Rule::NotHeld(date)), Some((_, _, page, numbers))) = (citation.rule, nearest)
                && is_unsure(citation.rule, citation.form)
            {
                lost.append(&mut self.keep(citation, date, *page, numbers));
            }
        }
        citations.resolved.retain(|citation| {
            let is_empty = citation.places.is_empty() && citation.title.start == citation.title.end;
            !(is_empty && is_unsure(citation.rule, citation.form))
        });
        citations.unresolved.append(&mut lost);
        citations.unresolved.sort_by_key(|lost| (lost.at, lost.range.start));
    }

    /// Leads the places of `citation` whose numbers are among `numbers` to the articles of `page`; gives
    /// back the others, which stay text.
    fn keep(
        &self,
        citation: &mut Resolved,
        date: PartialDate,
        page: PageIndex,
        numbers: &BTreeSet<ArticleNo>,
    ) -> Vec<Unresolved> {
        let structure = self.pages[page].document.structure.as_ref();
        let mut lost = Vec::new();
        let mut lead = |mut cited: Cited| {
            let whole = ArticleRef::article(cited.article());
            let anchor = structure.and_then(|structure| structure.locate(&whole));
            let failure = match anchor {
                None => Failure::NoArticle,
                Some((anchor, _)) if numbers.contains(&whole.no) => {
                    cited.exact = cited.place == whole;
                    cited.anchor = anchor;
                    return Some(cited);
                }
                Some(_) => Failure::NumberUnsure,
            };
            let Resolved { at, form, .. } = *citation;
            lost.push(Unresolved { at, range: cited.range, form, failure, title: None, page: Some(page) });
            None
        };
        let places: Vec<Cited> =
            std::mem::take(&mut citation.places).into_iter().filter_map(&mut lead).collect();
        if !places.is_empty() {
            citation.page = page;
            citation.rule = Some(Rule::Kept(date));
            citation.in_force = self.in_force(page);
            citation.places = places;
        }
        lost
    }
}

/// The day since which a work is amended without counting its articles anew, as far as this edition
/// tells: since it was last rewritten as a whole, where articles were put in as 第N条之M since.
fn counts_on_since(document: &Document) -> Option<PartialDate> {
    let articles = &document.structure.as_ref()?.articles;
    articles.iter().find(|article| article.no.suffix > 0 && article.attachment.is_none())?;
    let history = document.fields.records("history");
    let rewritten =
        history.iter().filter(|row| row.text("action").is_some_and(|action| action.contains("修订")));
    let last = rewritten.filter_map(|row| row.date("date")).max();
    last.or_else(|| history.iter().filter_map(|row| row.date("date")).min())
}

/// The sentence of the body in which a citation stands.
fn sentence<'b>(body: &'b Body, citation: &Resolved) -> Option<&'b str> {
    let At::Body(block) = citation.at else { return None };
    let block = body.blocks.get(block as usize)?.text.range();
    let (from, to) = (citation.range.start as usize, citation.range.end as usize);
    let before = body.text.get(block.start..from)?;
    let behind = body.text.get(to..block.end)?;
    let start = before
        .rfind(ENDS)
        .map_or(block.start, |at| at + block.start + before[at..].chars().next().map_or(0, char::len_utf8));
    let end = behind.find(ENDS).map_or(block.end, |at| to + at);
    body.text.get(start..end)
}
