//! Citations of an edition that is not held, or may not be: led to the article where something shows that
//! the number still names it, and to the work where nothing does.
//!
//! The edition that is nearest to the one meant is the first that came after it. Its numbers are those
//! of the time where the work is amended without counting anew, or where the words with which the page
//! cites them are those of the articles. The parts of an article may have moved all the same, so the
//! link is to the whole article. A title with a number that nothing shows to stand, and nothing speaks against,
//! still leads a reader to the article of that number there, who is told that it may be another; it stays
//! unresolved.
//!
//! An edition that was out but perhaps not in force, and one that is called 修订后的 long after it came
//! out, are taken for the one meant unless the words of the page speak against it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::base::date::PartialDate;
use crate::law::alignment::Text;
use crate::law::citation::{EditionHint, Form};
use crate::law::edition::{Edition, Rule};
use crate::law::kept::{Reader, Said};
use crate::law::number::{ArticleNo, ArticleRef};
use crate::markup::articles::text_of;
use crate::markup::body::Body;
use crate::markup::document::Document;
use crate::model::citation::resolve::{Shelf, is_unsure};
use crate::model::citation::titles::Writer;
use crate::model::citation::{At, Citations, Cited, Failure, Resolved, Unresolved};
use crate::model::editions::{Timeline, WorkIndex};
use crate::model::lookup::PageIndex;

/// What the words are worth that speak against an edition of which something is not sure.
const AGAINST: i32 = 1;

/// What they must be worth where nothing else speaks against it.
const CLEARLY_AGAINST: i32 = 6;

/// Where a sentence ends.
const ENDS: [char; 3] = ['。', '；', '\n'];

impl Timeline {
    /// The first edition of a work that has a date, if one has: the nearest to all before it.
    fn first(&self, work: WorkIndex) -> Option<PageIndex> {
        let work = self.work(work);
        let dated = (0..work.issued().len()).find(|place| work.edition(*place).start().is_some());
        work.issued().get(dated.unwrap_or(0)).copied()
    }

    /// The dates of the edition that a page is.
    fn edition(&self, page: PageIndex) -> Option<&Edition> {
        let work = self.work(self.issued(page)?);
        Some(work.edition(work.issued().iter().position(|known| *known == page)?))
    }
}

/// What is not sure of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Doubt {
    /// It is not the one of the time, which is not held: numbers stand where they are shown to.
    Other,
    /// It may be another than the one of the time: numbers stand unless the words speak against them.
    Perhaps,
    /// It is the one by all that is known: numbers stand unless the words speak clearly against them, as
    /// where a text of old was amended and kept the numbers of its time, or a page has no date.
    Hardly,
}

/// What one text cites of an edition of which something is not sure.
struct Unheld<'a> {
    /// Which text, by its place among those that are settled together.
    text: usize,
    work: WorkIndex,
    doubt: Doubt,
    /// The edition that is looked into.
    page: PageIndex,
    /// The date of the edition that is meant.
    date: PartialDate,
    /// The numbers that stand.
    kept: BTreeSet<ArticleNo>,
    /// The numbers that the words speak against.
    denied: BTreeSet<ArticleNo>,
    /// What is said of numbers, by where it stands.
    said: BTreeMap<At, Vec<(ArticleNo, Option<&'a str>)>>,
}

impl Unheld<'_> {
    fn sentences(&self) -> impl Iterator<Item = &str> {
        self.said.values().flatten().filter_map(|(_, sentence)| *sentence)
    }

    /// The numbers that the sentences show to stand, or do not show to be others; and those that they speak
    /// against where the edition is another.
    fn shown(&self, reader: &Reader) -> [BTreeSet<ArticleNo>; 2] {
        let numbers = |said: &Vec<(ArticleNo, Option<&str>)>| said.iter().map(|(no, _)| *no).collect();
        let beside: Vec<Vec<ArticleNo>> = self.said.values().map(numbers).collect();
        let mut all: Vec<Said<'_>> = Vec::new();
        for (said, beside) in self.said.values().zip(&beside) {
            let said = said.iter().filter_map(|(no, sentence)| Some((*no, (*sentence)?)));
            all.extend(said.map(|(no, sentence)| Said { no, sentence, beside }));
        }
        let worths = reader.worths(&all);
        match self.doubt {
            Doubt::Other => [worths.kept(), worths.denied()],
            Doubt::Perhaps if worths.is_denied(AGAINST) => Default::default(),
            Doubt::Hardly if worths.is_denied(CLEARLY_AGAINST) => Default::default(),
            Doubt::Perhaps | Doubt::Hardly => [beside.into_iter().flatten().collect(), BTreeSet::new()],
        }
    }
}

/// A text and what it cites.
pub(super) type Citing<'a, 'c> = (Writer<'a>, &'c mut Citations);

impl Shelf<'_> {
    /// Leads the citations of editions of which something is not sure as far as can be shown, of all texts
    /// together so that each edition is read once; `known` are numbers of a page of which that is known.
    pub(super) fn settle_unheld(
        &self,
        texts: &mut [Citing<'_, '_>],
        known: &(dyn Fn(PageIndex) -> BTreeSet<ArticleNo> + Sync),
    ) {
        let of_texts = texts.par_iter().enumerate();
        let mut all: Vec<Unheld<'_>> = of_texts
            .flat_map_iter(|(text, (writer, citations))| self.unheld(text, *writer, citations, known))
            .collect();
        let mut asked: BTreeMap<PageIndex, Vec<&mut Unheld<'_>>> = BTreeMap::new();
        for unheld in all.iter_mut().filter(|unheld| unheld.sentences().next().is_some()) {
            asked.entry(unheld.page).or_default().push(unheld);
        }
        asked.into_par_iter().for_each(|(page, asked)| {
            let reader = self.read(page, asked.iter().flat_map(|unheld| unheld.sentences()));
            asked.into_par_iter().for_each(|unheld| {
                let [mut shown, denied] = unheld.shown(&reader);
                unheld.kept.append(&mut shown);
                unheld.denied = denied;
            });
        });
        texts.par_iter_mut().enumerate().for_each(|(text, (writer, citations))| {
            let start = all.partition_point(|unheld| unheld.text < text);
            let own = all[start..].partition_point(|unheld| unheld.text == text);
            if own > 0 {
                self.keep_all(*writer, citations, &all[start..start + own]);
            }
        });
    }

    /// What a text cites of editions of which something is not sure, by work.
    fn unheld<'a>(
        &self,
        text: usize,
        writer: Writer<'a>,
        citations: &Citations,
        known: &(dyn Fn(PageIndex) -> BTreeSet<ArticleNo> + Sync),
    ) -> Vec<Unheld<'a>> {
        let mut all: BTreeMap<(WorkIndex, Doubt), Unheld<'a>> = BTreeMap::new();
        for citation in &citations.resolved {
            let Some((doubt, date)) = self.doubt(writer, citation) else { continue };
            let Some(work) = self.editions.issued(citation.page) else { continue };
            let nearest = if doubt == Doubt::Other { self.editions.first(work) } else { Some(citation.page) };
            let Some(page) = nearest else { continue };
            let unheld = all.entry((work, doubt)).or_insert_with(|| Unheld {
                text,
                work,
                doubt,
                page,
                date,
                kept: known(page),
                denied: BTreeSet::new(),
                said: BTreeMap::new(),
            });
            let numbers = citation.places.iter().map(Cited::article);
            let since = counts_on_since(&self.pages[page].document);
            let sentence = writer.document.and_then(|document| sentence(&document.body, citation));
            if since.is_some_and(|since| since.latest() <= date.earliest())
                || doubt != Doubt::Other && sentence.is_none()
            {
                unheld.kept.extend(numbers);
            } else {
                unheld.said.entry(citation.at).or_default().extend(numbers.map(|no| (no, sentence)));
            }
        }
        all.into_values().collect()
    }

    /// What is not sure of the edition that a citation was led to, and the date of the edition it means.
    fn doubt(&self, writer: Writer<'_>, citation: &Resolved) -> Option<(Doubt, PartialDate)> {
        if is_unsure(citation.rule, citation.form) {
            return match citation.rule {
                Some(Rule::NotHeld(date)) => Some((Doubt::Other, date)),
                _ => None,
            };
        }
        if citation.form == Form::Explicit || citation.places.is_empty() {
            return None;
        }
        let edition = self.editions.edition(citation.page)?;
        let has_predecessor = || self.has_predecessor(citation.page, edition);
        match citation.rule? {
            Rule::PageDate(date) | Rule::LawAsOf(date) if edition.may_be_pending(date) => {
                has_predecessor().then_some((Doubt::Perhaps, date))
            }
            Rule::PageDate(date) => has_predecessor().then_some((Doubt::Hardly, date)),
            Rule::InForce if writer.page.is_some() => {
                has_predecessor().then_some((Doubt::Hardly, self.today.into()))
            }
            Rule::Word(EditionHint::Amended) => {
                let date = writer.date.filter(|date| edition.is_long_out(*date))?;
                Some((Doubt::Perhaps, date))
            }
            _ => None,
        }
    }

    /// Whether there was an edition before that of `page`: one is held, or the history tells of one.
    fn has_predecessor(&self, page: PageIndex, edition: &Edition) -> bool {
        let first = self.editions.issued(page).and_then(|work| self.editions.first(work));
        let history = self.pages[page].document.fields.records("history");
        let dates = history.iter().filter_map(|row| row.date("date"));
        let out = edition.start();
        first != Some(page)
            || dates.into_iter().any(|date| out.is_some_and(|out| date.latest() < out.earliest()))
    }

    /// Reads an edition for the sentences that cite it.
    fn read<'t>(&self, page: PageIndex, sentences: impl Iterator<Item = &'t str>) -> Reader {
        let document = &self.pages[page].document;
        let articles = document.structure.as_ref().map_or(&[][..], |structure| &structure.articles);
        let texts: Vec<String> = articles.iter().map(|article| text_of(&document.body, article)).collect();
        let texts = articles.iter().zip(&texts).map(|(article, text)| Text { no: article.no, text });
        Reader::new(&texts.collect::<Vec<_>>(), sentences)
    }

    /// Leads what a text cites where the numbers stand, and keeps the others as text.
    fn keep_all(&self, writer: Writer<'_>, citations: &mut Citations, all: &[Unheld<'_>]) {
        let mut lost: Vec<Unresolved> = Vec::new();
        for citation in &mut citations.resolved {
            let doubt = self.doubt(writer, citation).map(|(doubt, _)| doubt);
            let work = self.editions.issued(citation.page);
            let Some(unheld) = all.iter().find(|of| Some(of.work) == work && Some(of.doubt) == doubt) else {
                continue;
            };
            lost.append(&mut match unheld.doubt {
                Doubt::Other => self.keep(citation, unheld),
                Doubt::Perhaps | Doubt::Hardly => self.take_back(citation, unheld),
            });
        }
        if lost.is_empty() {
            return;
        }
        citations.resolved.retain(|citation| {
            let is_empty = citation.places.is_empty() && citation.title.start == citation.title.end;
            !(is_empty && matches!(citation.rule, Some(Rule::NotHeld(_) | Rule::Doubted)))
        });
        let is_told =
            |known: &Unresolved| lost.iter().any(|lost| (lost.at, lost.range) == (known.at, known.range));
        citations.unresolved.retain(|known| !is_told(known));
        citations.unresolved.append(&mut lost);
        citations.unresolved.sort_by_key(|lost| (lost.at, lost.range.start));
    }

    /// Leads the places of `citation` whose numbers stand to the articles of the nearest edition; gives
    /// back the others, which are unresolved.
    fn keep(&self, citation: &mut Resolved, unheld: &Unheld<'_>) -> Vec<Unresolved> {
        let structure = self.pages[unheld.page].document.structure.as_ref();
        let mut lost = Vec::new();
        let mut places = Vec::with_capacity(citation.places.len());
        let mut unchecked = Vec::new();
        for mut cited in std::mem::take(&mut citation.places) {
            let whole = ArticleRef::article(cited.article());
            match structure.and_then(|structure| structure.locate(&whole)) {
                None => lost.push(stays(citation, &cited, Failure::NoArticle, unheld.page)),
                Some((anchor, _)) if unheld.kept.contains(&whole.no) => {
                    cited.exact = cited.place == whole;
                    cited.anchor = anchor;
                    places.push(cited);
                }
                Some((anchor, _)) => {
                    lost.push(stays(citation, &cited, Failure::NumberUnsure, unheld.page));
                    if citation.form == Form::Titled && !unheld.denied.contains(&whole.no) {
                        unchecked.push(Cited { anchor, exact: false, ..cited });
                    }
                }
            }
        }
        if !(places.is_empty() && unchecked.is_empty()) {
            let rule = if places.is_empty() { Rule::Unchecked } else { Rule::Kept };
            citation.page = unheld.page;
            citation.rule = Some(rule(unheld.date));
            citation.in_force = self.in_force(unheld.page);
            (citation.places, citation.unchecked) = (places, unchecked);
        }
        lost
    }

    /// Leads a citation to the work alone where the words speak against the edition; gives back its
    /// places, which stay text.
    fn take_back(&self, citation: &mut Resolved, unheld: &Unheld<'_>) -> Vec<Unresolved> {
        if citation.places.iter().any(|cited| unheld.kept.contains(&cited.article())) {
            return Vec::new();
        }
        let places = std::mem::take(&mut citation.places);
        citation.page = self.in_force(citation.page).unwrap_or(citation.page);
        citation.rule = Some(Rule::Doubted);
        citation.in_force = None;
        places.iter().map(|cited| stays(citation, cited, Failure::NumberUnsure, unheld.page)).collect()
    }
}

/// A place that stays text.
fn stays(citation: &Resolved, cited: &Cited, failure: Failure, page: PageIndex) -> Unresolved {
    let Resolved { at, form, .. } = *citation;
    Unresolved { at, range: cited.range, form, failure, title: None, page: Some(page) }
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
