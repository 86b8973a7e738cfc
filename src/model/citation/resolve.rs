//! From what the grammar found to pages, articles and parts of articles.

use crate::base::date::PartialDate;
use crate::law::citation::{
    self as grammar, Citation, Cited as Words, Form, Known, Lost, Place, Step, Target, resolve,
};
use crate::law::edition::{NoEdition, Rule};
use crate::law::number::{ArticleNo, ArticleRef};
use crate::law::structure::Structure;
use crate::markup::articles;
use crate::markup::body::{LinkKind, TextRange};
use crate::markup::document::Document;
use crate::model::citation::scan::Scanned;
use crate::model::citation::titles::{Meant, Titles, Writer};
use crate::model::citation::{At, Citations, Cited, Failure, Resolved, Unresolved};
use crate::model::editions::{Timeline, WorkIndex};
use crate::model::lookup::{Found, Lookup};
use crate::model::order;
use crate::model::site::{Page, PageIndex, Target as Leads};

/// What citations are led to.
#[derive(Debug, Clone, Copy)]
pub struct Shelf<'a> {
    /// All pages.
    pub pages: &'a [Page],
    /// The names of the works of the site.
    pub titles: &'a Titles,
    /// The works and their editions.
    pub editions: &'a Timeline,
    /// Pages by their names.
    pub lookup: &'a Lookup,
    /// The day of the build.
    pub today: jiff::civil::Date,
}

/// An edition, and why this one; no reason where it is the text that cites.
type Chosen = (PageIndex, Option<Rule>);

impl<'a> Writer<'a> {
    /// A page of the site.
    pub fn page(index: PageIndex, page: &'a Page) -> Self {
        let law_as_of = page.document.fields.date("law_as_of");
        Self {
            page: Some(index),
            document: Some(&page.document),
            law_as_of,
            date: said_on(&page.document, page.date),
            effective: page.document.effective(),
        }
    }

    /// A page before it is one of the site.
    pub fn document(index: Option<PageIndex>, document: &'a Document) -> Self {
        let law_as_of = document.fields.date("law_as_of");
        let date = said_on(document, order::date_of(&document.fields));
        let effective = document.effective();
        Self { page: index, document: Some(document), law_as_of, date, effective }
    }

    fn structure(&self) -> Option<&'a Structure> {
        self.document?.structure.as_ref().filter(|structure| !structure.articles.is_empty())
    }
}

impl<'a> Shelf<'a> {
    /// Leads all citations of a document to where they mean; `links` is where its own links lead. Those of
    /// editions that are not held are settled behind.
    pub fn settle(&self, writer: Writer<'_>, scanned: &Scanned, links: &[Leads]) -> Citations {
        let mut citations = Citations::default();
        for (block, citation) in &scanned.body {
            self.lead(writer, At::Body(*block), citation, &mut citations);
        }
        for behind in &scanned.behind {
            let at = At::Body(behind.block);
            match self.before(writer, behind.link, links) {
                Some(chosen) => self.to(chosen, at, &behind.citation, &mut citations),
                None => self.lead(writer, at, &behind.citation, &mut citations),
            }
        }
        for (span, citation) in &scanned.fields {
            self.lead(writer, At::Field(*span), citation, &mut citations);
        }
        for (number, (link, target)) in
            (0..).zip(writer.document.iter().flat_map(|document| &document.body.links).zip(links))
        {
            if let (LinkKind::WikiBare | LinkKind::WikiText, Leads::Page { page, fragment, .. }) =
                (link.kind, target)
            {
                let name = link.target.split('#').next().unwrap_or_default();
                citations.resolved.extend(self.link(writer, number, name, *page, fragment.as_deref()));
            }
        }
        citations
    }

    /// The text of law that a link leads to, and why it is this edition.
    fn before(&self, writer: Writer<'_>, link: u32, links: &[Leads]) -> Option<Chosen> {
        let Leads::Page { page, .. } = links.get(link as usize)? else { return None };
        self.editions.issued(*page)?;
        let written = writer.document?.body.links.get(link as usize)?;
        let rule = match written.kind {
            LinkKind::WikiBare | LinkKind::WikiText => {
                let name = written.target.split('#').next().unwrap_or_default();
                self.link(writer, link, name, *page, None)?.rule
            }
            _ => Some(Rule::Named),
        };
        Some((*page, rule))
    }

    /// Leads one citation.
    pub fn lead(&self, writer: Writer<'_>, at: At, citation: &Citation, out: &mut Citations) {
        match self.chosen(writer, citation) {
            Ok(Some((page, None))) if Some(page) == writer.page => {
                self.within(writer, page, at, citation, out)
            }
            Ok(Some(chosen)) => self.to(chosen, at, citation, out),
            Ok(None) => {}
            Err(failure) => out.unresolved.push(Unresolved {
                at,
                range: range(&citation.range),
                form: citation.form,
                failure,
                title: title(citation),
                page: None,
            }),
        }
    }

    /// The edition that a citation means; none where it is no citation of law at all.
    fn chosen(&self, writer: Writer<'_>, citation: &Citation) -> Result<Option<Chosen>, Failure> {
        match &citation.target {
            Target::Title { known: Known::Work(number), .. }
            | Target::DocNo { known: Known::Work(number), .. } => match self.titles.meant(*number) {
                Some(Meant::Work(work)) => self.choose(work, writer, None, citation.edition).map(Some),
                Some(Meant::Page(page)) => Ok(Some((page, Some(Rule::Named)))),
                None => Err(Failure::NotHeld),
            },
            Target::Title { known: Known::Ambiguous, .. } => Err(Failure::Ambiguous),
            Target::Title { name, known: Known::Unknown } => {
                let is_law = !citation.places.is_empty() || grammar::is_title_of_law(name);
                if is_law { Err(Failure::NotHeld) } else { Ok(None) }
            }
            Target::DocNo { known: Known::Ambiguous, .. } => Err(Failure::Ambiguous),
            Target::DocNo { known: Known::Unknown, .. } => Err(Failure::NoDocument),
            Target::Here => match (writer.page, writer.structure()) {
                (Some(page), Some(_)) => Ok(Some((page, None))),
                _ => Err(Failure::NoTitle),
            },
            Target::Explicit { work, edition, .. } => match self.explicit(writer, work, edition.as_deref()) {
                Some(chosen) => chosen.map(Some),
                None => Err(Failure::NotHeld),
            },
            Target::Unresolved(why) => Err(failure(*why)),
        }
    }

    fn choose(
        &self,
        work: WorkIndex,
        writer: Writer<'_>,
        named: Option<&str>,
        hint: Option<grammar::EditionHint>,
    ) -> Result<Chosen, Failure> {
        self.editions.choose(work, writer, self.today, named, hint).map_err(|none| match none {
            NoEdition::Several => Failure::SeveralEditions,
            NoEdition::NotNamed | NoEdition::NoneBefore | NoEdition::NoneHeld => Failure::NoEdition,
        })
    }

    /// The edition that `[[work@edition]]` means; none where no work has the name. The id of a page means
    /// that page.
    pub fn explicit(
        &self,
        writer: Writer<'_>,
        name: &str,
        edition: Option<&str>,
    ) -> Option<Result<Chosen, Failure>> {
        if let Some(work) = self.titles.by_name(name) {
            return Some(self.choose(work, writer, edition, None));
        }
        let Found::Page(page) = self.lookup.by_name(name) else { return None };
        let work = self.editions.issued(page)?;
        Some(match edition {
            Some(_) => self.choose(work, writer, edition, None),
            None => Ok((page, Some(Rule::Named))),
        })
    }

    /// A citation of another text, or of another edition.
    fn to(&self, (page, rule): Chosen, at: At, citation: &Citation, out: &mut Citations) {
        let is_unsure = is_unsure(rule, citation.form);
        let mut places = Vec::with_capacity(citation.places.len());
        for words in &citation.places {
            let found = words.place.fixed().ok_or(Failure::Unclear).and_then(|place| {
                let through = words.through.and_then(|through| through.fixed());
                if is_unsure {
                    Ok(unsettled(words, place, through))
                } else {
                    self.cited(page, words, place, through)
                }
            });
            place_or_failure(found, page, at, citation, words, &mut places, out);
        }
        self.push(page, rule, at, citation, places, out);
    }

    /// A citation of the text that it stands in.
    fn within(&self, writer: Writer<'_>, page: PageIndex, at: At, citation: &Citation, out: &mut Citations) {
        let Some(structure) = writer.structure() else { return };
        let here = match at {
            At::Body(block) => structure.place(block as usize),
            _ => None,
        };
        let mut places = Vec::with_capacity(citation.places.len());
        for words in &citation.places {
            let found = match places_of(words, here, structure) {
                Ok((place, through)) => self.cited(page, words, place, through),
                Err(lost) => match words.place.fixed() {
                    Some(place) => self.cited(page, words, place, None),
                    None => Err(lost_because(lost, &words.place)),
                },
            };
            place_or_failure(found, page, at, citation, words, &mut places, out);
        }
        self.push(page, None, at, citation, places, out);
    }

    fn push(
        &self,
        page: PageIndex,
        rule: Option<Rule>,
        at: At,
        citation: &Citation,
        places: Vec<Cited>,
        out: &mut Citations,
    ) {
        // Of a citation without a title nothing is left where no place is found.
        let has_title = matches!(citation.form, Form::Titled | Form::Bare | Form::DocNo | Form::Explicit);
        if places.is_empty() && !(has_title && rule.is_some()) {
            return;
        }
        let first = citation.places.first().map_or(citation.range.end, |words| words.range.start);
        let is_named = has_title || matches!(citation.form, Form::Own | Form::Same);
        let end = if is_named { first } else { citation.range.start };
        let title = TextRange::new(citation.range.start, end);
        let range = range(&citation.range);
        let in_force = rule.and(self.in_force(page));
        let (form, unchecked) = (citation.form, Vec::new());
        out.resolved.push(Resolved { at, range, title, form, page, rule, in_force, places, unchecked });
    }

    /// The edition in force of the work of `page`, where that is another.
    pub(super) fn in_force(&self, page: PageIndex) -> Option<PageIndex> {
        self.editions.work(self.editions.issued(page)?).in_force.filter(|other| *other != page)
    }

    fn cited(
        &self,
        page: PageIndex,
        words: &Words,
        place: ArticleRef,
        through: Option<ArticleRef>,
    ) -> Result<Cited, Failure> {
        let document = &self.pages[page].document;
        let structure = document.structure.as_ref().ok_or(Failure::NoArticle)?;
        let part = || articles::part(&document.body, structure, place.no).map(|anchor| (anchor, true));
        let (anchor, exact) = structure.locate(&place).or_else(part).ok_or(Failure::NoArticle)?;
        Ok(Cited { range: range(&words.range), place, through, anchor, exact })
    }

    /// `[[work@edition#article]]`, which the links of the page have led already.
    fn link(
        &self,
        writer: Writer<'_>,
        number: u32,
        name: &str,
        page: PageIndex,
        fragment: Option<&str>,
    ) -> Option<Resolved> {
        self.editions.issued(page)?;
        let (work, edition) = match name.split_once('@') {
            Some((work, edition)) => (work.trim(), Some(edition.trim())),
            None => (name.trim(), None),
        };
        let chosen = self.explicit(writer, work, edition).and_then(Result::ok);
        let rule = match chosen {
            Some((chosen, rule)) if chosen == page => rule,
            _ => Some(Rule::Named),
        };
        let empty = TextRange::default();
        let place = fragment.and_then(ArticleRef::from_anchor).map(|place| Cited {
            range: empty,
            place,
            through: None,
            anchor: fragment.unwrap_or_default().to_owned(),
            exact: true,
        });
        Some(Resolved {
            at: At::Link(number),
            range: empty,
            title: empty,
            form: Form::Explicit,
            page,
            rule,
            in_force: rule.and(self.in_force(page)),
            places: place.into_iter().collect(),
            unchecked: Vec::new(),
        })
    }
}

/// The day on which a page says what it says: an amended text on that of its version, whatever day its first
/// edition has.
fn said_on(document: &Document, date: Option<PartialDate>) -> Option<PartialDate> {
    let version = document.fields.date("version");
    match (date, version) {
        (Some(date), Some(version)) if date.latest() < version.earliest() => Some(version),
        (date, _) => date,
    }
}

/// Whether a citation is of an edition that is not held, by a number that may have moved since.
/// What an editor led to an article stays.
pub(super) fn is_unsure(rule: Option<Rule>, form: Form) -> bool {
    matches!(rule, Some(Rule::NotHeld(_))) && form != Form::Explicit
}

/// A place of an edition that is not held, until it is known what stands there.
fn unsettled(words: &Words, place: ArticleRef, through: Option<ArticleRef>) -> Cited {
    Cited { range: range(&words.range), place, through, anchor: String::new(), exact: true }
}

fn range(range: &std::ops::Range<usize>) -> TextRange {
    TextRange::new(range.start, range.end)
}

fn title(citation: &Citation) -> Option<String> {
    match &citation.target {
        Target::Title { name, .. } => Some(name.clone()),
        Target::DocNo { number, .. } => Some(number.to_string()),
        Target::Explicit { work, .. } => Some(work.clone()),
        Target::Here | Target::Unresolved(_) => None,
    }
}

/// Keeps what was found, and says what was not, or not exactly.
fn place_or_failure(
    found: Result<Cited, Failure>,
    page: PageIndex,
    at: At,
    citation: &Citation,
    words: &Words,
    places: &mut Vec<Cited>,
    out: &mut Citations,
) {
    let failure = match &found {
        Ok(cited) if cited.exact => None,
        Ok(_) => Some(Failure::NoPart),
        Err(failure) => Some(*failure),
    };
    if let Some(failure) = failure {
        out.unresolved.push(Unresolved {
            at,
            range: range(&words.range),
            form: citation.form,
            failure,
            title: title(citation),
            page: Some(page),
        });
    }
    places.extend(found.ok());
}

/// The first place that words of the same text mean, and the last where there are several.
fn places_of(
    words: &Words,
    here: Option<ArticleRef>,
    structure: &Structure,
) -> Result<(ArticleRef, Option<ArticleRef>), Lost> {
    let mut all = resolve(&words.place, here, structure)?;
    if let Some(through) = &words.through {
        all.extend(resolve(through, here, structure)?);
    }
    let last = if all.len() > 1 { all.last().copied() } else { None };
    all.first().map(|first| (*first, last)).ok_or(Lost::NoArticle)
}

fn lost_because(lost: Lost, place: &Place) -> Failure {
    let steps_back = matches!(place.article, Step::<ArticleNo>::Before(_))
        || matches!(place.paragraph, Some(Step::Before(_)))
        || matches!(place.item, Some(Step::Before(_)));
    match lost {
        Lost::NotInArticle => Failure::Unclear,
        _ if steps_back => Failure::NothingBefore,
        Lost::NoArticle => Failure::NoArticle,
        Lost::NoParagraph | Lost::NoItem => Failure::NoPart,
    }
}

fn failure(why: grammar::Unresolved) -> Failure {
    match why {
        grammar::Unresolved::NoTitle => Failure::NoTitle,
        grammar::Unresolved::UnknownTitle => Failure::UnknownTitle,
        grammar::Unresolved::Quoted => Failure::Quoted,
        grammar::Unresolved::NoAntecedent => Failure::NoAntecedent,
        grammar::Unresolved::Unclear => Failure::Unclear,
        grammar::Unresolved::Amended => Failure::Amended,
    }
}
