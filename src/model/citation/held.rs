//! Citations of an edition that is not held: led to the article where something shows that the number
//! still names it, and to the work where nothing does.
//!
//! The edition that is nearest to the one meant is the first that came after it. Its numbers are those
//! of the time where the work is amended without counting anew, or where the words with which the page
//! cites them are those of the articles. The parts of an article may have moved all the same, so the
//! link is to the whole article.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::date::PartialDate;
use crate::law::alignment::Text;
use crate::law::edition::Rule;
use crate::law::kept::{Said, kept};
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
    /// The first edition of a work that has a date: the nearest to all before it.
    fn first(&self, work: WorkIndex) -> Option<PageIndex> {
        let work = &self.all[work];
        let dated = work.editions.all().iter().position(|edition| edition.start().is_some())?;
        work.pages.get(dated).copied()
    }
}

impl Shelf<'_> {
    /// Leads the citations of editions that are not held as far as can be shown; `known` are numbers of
    /// a page of which that is known already.
    pub(super) fn settle_unheld(
        &self,
        writer: Writer<'_>,
        citations: &mut Citations,
        known: &dyn Fn(PageIndex) -> BTreeSet<ArticleNo>,
    ) {
        let mut unheld: BTreeMap<WorkIndex, Vec<&Resolved>> = BTreeMap::new();
        for citation in &citations.resolved {
            if is_unsure(citation.rule, citation.form)
                && !citation.places.is_empty()
                && let Some(work) = self.law.index_of(citation.page)
            {
                unheld.entry(work).or_default().push(citation);
            }
        }
        if unheld.is_empty() {
            return;
        }
        let kept = |(work, citations): (&WorkIndex, &Vec<&Resolved>)| {
            let page = self.law.first(*work)?;
            let mut numbers = known(page);
            numbers.append(&mut self.kept(writer, page, citations));
            Some((*work, (page, numbers)))
        };
        let kept: BTreeMap<WorkIndex, (PageIndex, BTreeSet<ArticleNo>)> =
            unheld.iter().filter_map(kept).collect();
        let mut lost: Vec<Unresolved> = Vec::new();
        for citation in &mut citations.resolved {
            let nearest = self.law.index_of(citation.page).and_then(|work| kept.get(&work));
            if let (Some(Rule::NotHeld(date)), Some((page, numbers))) = (citation.rule, nearest)
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

    /// The numbers of `page` that are those of the edition meant.
    fn kept(&self, writer: Writer<'_>, page: PageIndex, citations: &[&Resolved]) -> BTreeSet<ArticleNo> {
        let document = &self.pages[page].document;
        let cited = || citations.iter().flat_map(|citation| citation.places.iter().map(Cited::article));
        let meant = citations.iter().find_map(|citation| match citation.rule {
            Some(Rule::NotHeld(date)) => Some(date),
            _ => None,
        });
        if let (Some(meant), Some(since)) = (meant, counts_on_since(document))
            && since.latest() <= meant.earliest()
        {
            return cited().collect();
        }
        let Some(body) = writer.document.map(|document| &document.body) else { return BTreeSet::new() };
        let mut beside: BTreeMap<At, Vec<ArticleNo>> = BTreeMap::new();
        for citation in citations {
            beside.entry(citation.at).or_default().extend(citation.places.iter().map(Cited::article));
        }
        let mut said: Vec<Said<'_>> = Vec::new();
        for citation in citations {
            if let Some(sentence) = sentence(body, citation) {
                let beside = &beside[&citation.at];
                said.extend(citation.places.iter().map(|place| Said {
                    no: place.article(),
                    sentence,
                    beside,
                }));
            }
        }
        let Some(structure) = document.structure.as_ref().filter(|_| !said.is_empty()) else {
            return BTreeSet::new();
        };
        let texts: Vec<String> =
            structure.articles.iter().map(|article| text_of(&document.body, article)).collect();
        let articles: Vec<Text<'_>> = structure
            .articles
            .iter()
            .zip(&texts)
            .map(|(article, text)| Text { no: article.no, text })
            .collect();
        kept(&articles, &said)
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
