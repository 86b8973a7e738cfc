//! Citations of the site: found in every page, each led to the article of the edition that governs it.
//!
//! Three steps, kept apart. [`titles`] gathers the names that works go by. [`scan`] finds the
//! citations of one document: a pure function of the document and the names, so that what it found
//! can be remembered under the digest of both. [`resolve`] leads them to pages, articles and parts of
//! articles; it is cheap and done anew each time. Where the edition of the time is not held, the words of
//! the page decide whether a number still names its article. [`back`] turns the result round.
//!
//! For those who ask: [`Page::citations`] holds what a page cites, [`Citations::of_item`] what one item
//! of a field cites, [`Site::article_text`] the words of an article, [`Site::cite`] what a text means as
//! if it were written on a page, and [`Site::cited_by`] who cites a page.
//!
//! [`Page::citations`]: crate::model::site::Page::citations
//! [`Site::article_text`]: crate::model::site::Site::article_text
//! [`Site::cite`]: crate::model::site::Site::cite
//! [`Site::cited_by`]: crate::model::site::Site::cited_by

pub mod ask;
pub mod back;
pub mod behind;
pub mod check;
mod gather;
mod held;
pub mod resolve;
pub mod scan;
pub mod tally;
pub mod titles;

use crate::base::span::Span;
use crate::config::value::Field;
use crate::law::citation::Form;
use crate::law::edition::Rule;
use crate::law::number::{ArticleNo, ArticleRef};
use crate::markup::body::TextRange;
use crate::model::lookup::PageIndex;

/// What a page cites, in the order of its text: the body, then the fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Citations {
    /// Citations whose work the site holds.
    pub resolved: Vec<Resolved>,
    /// Citations that stay text, or parts of them, and why.
    pub unresolved: Vec<Unresolved>,
}

/// Where a citation stands; its ranges are bytes of the text there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// In the body: the block, by its place in [`Body::blocks`]; ranges are of [`Body::text`].
    ///
    /// [`Body::blocks`]: crate::markup::body::Body::blocks
    /// [`Body::text`]: crate::markup::body::Body::text
    Body(u32),
    /// The item of a field that stands at this place in the file; ranges are of the item's words.
    Field(Span),
    /// The link of the body with this index, written `[[work@edition#article]]`; its ranges are empty.
    Link(u32),
}

/// A citation that leads to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// Where it stands.
    pub at: At,
    /// All of it: title, brackets, numbers.
    pub range: TextRange,
    /// Its title with all that hangs on it, the places left out; empty where it has none.
    pub title: TextRange,
    /// How it is written.
    pub form: Form,
    /// The page of the edition that governs; the citing page itself for 本法, 前款 and the like.
    pub page: PageIndex,
    /// Why this edition; none where the citation is of the text that it stands in.
    pub rule: Option<Rule>,
    /// The edition of the work that is in force, where that is another page.
    pub in_force: Option<PageIndex>,
    /// The articles and parts cited; empty for a title alone.
    pub places: Vec<Cited>,
    /// Articles of this number that may not be those cited: a reader is led to them and told so, nothing else
    /// is made of them. The numbers are among the unresolved.
    pub unchecked: Vec<Cited>,
}

impl Resolved {
    /// The places that a reader is led to.
    pub fn shown(&self) -> &[Cited] {
        if self.places.is_empty() { &self.unchecked } else { &self.places }
    }
}

/// A place that is cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// Its own words, the title left out.
    pub range: TextRange,
    /// The place; of 前两款 the first.
    pub place: ArticleRef,
    /// The last place of a range such as 第三条至第五条, or of 前两款.
    pub through: Option<ArticleRef>,
    /// Its anchor on the page; that of the article, or of the 款, where the smaller part is not there.
    pub anchor: String,
    /// Whether the anchor is exactly the place.
    pub exact: bool,
}

/// A page that cites another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CitedBy {
    /// The page that cites.
    pub page: PageIndex,
    /// Which of its citations, by place in [`Citations::resolved`].
    pub citation: usize,
    /// The article cited; none where only the title is. Of a range the first.
    pub article: Option<ArticleNo>,
    /// The last article of a range.
    pub through: Option<ArticleNo>,
    /// Why it means this edition.
    pub rule: Rule,
    /// The group that the page which cites is listed in.
    pub group: back::Group,
}

impl Cited {
    /// The article.
    pub fn article(&self) -> ArticleNo {
        self.place.no
    }
}

/// A citation, or a place of one, that is not resolved. It stays text, but for a number that
/// [`Resolved::unchecked`] leads a reader to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved {
    /// Where it stands.
    pub at: At,
    /// Its words.
    pub range: TextRange,
    /// How it is written.
    pub form: Form,
    /// Why.
    pub failure: Failure,
    /// The title it names, where it names one.
    pub title: Option<String>,
    /// The page of the edition, where only the article or its part is missing.
    pub page: Option<PageIndex>,
}

/// Why a citation stays text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Failure {
    /// The site holds no work of that title.
    NotHeld,
    /// Several works go by that title.
    Ambiguous,
    /// The site holds no document of that number.
    NoDocument,
    /// An article number with no title, on a page without articles.
    NoTitle,
    /// The words before the number look like a title that no name matches.
    UnknownTitle,
    /// 本法 or 前款 within a quotation.
    Quoted,
    /// 该法 with no such title before it.
    NoAntecedent,
    /// A number in a list that a citation of another text began.
    Unclear,
    /// A number that an act of amendment changes.
    Amended,
    /// No edition of that year or name is held.
    NoEdition,
    /// The edition meant is not held, and nothing shows that the number is still that of the article.
    NumberUnsure,
    /// Several editions fit the year or the imprecise date.
    SeveralEditions,
    /// The edition has no such article.
    NoArticle,
    /// The article has no such 款, 项 or 目; the citation leads to what is above.
    NoPart,
    /// 前条 at the first article, or 前款 where none is before.
    NothingBefore,
}

impl Failure {
    /// Every kind, in the order in which they are counted.
    pub const ALL: [Self; 15] = [
        Self::NotHeld,
        Self::Ambiguous,
        Self::NoDocument,
        Self::NoTitle,
        Self::UnknownTitle,
        Self::Quoted,
        Self::NoAntecedent,
        Self::Unclear,
        Self::Amended,
        Self::NoEdition,
        Self::NumberUnsure,
        Self::SeveralEditions,
        Self::NoArticle,
        Self::NoPart,
        Self::NothingBefore,
    ];
}

impl Failure {
    /// The kind in words: Chinese, English.
    pub fn words(self) -> [&'static str; 2] {
        match self {
            Self::NotHeld => ["站内没有这部法规", "the site holds no such work"],
            Self::Ambiguous => ["几部法规都用这个名称", "several works go by the name"],
            Self::NoDocument => ["站内没有这个文号的文件", "the site holds no document of that number"],
            Self::NoTitle => ["只有条号，没有法规名", "an article number without a title"],
            Self::UnknownTitle => ["条号前的名称不认得", "the words before the number are no known title"],
            Self::Quoted => ["引文里的“本法”“前款”", "a reference within a quotation"],
            Self::NoAntecedent => ["“该法”前面没有法规名", "no title before 该法"],
            Self::Unclear => ["条号属于哪部法规不明确", "it is unclear whose article is meant"],
            Self::Amended => ["修改决定里被修改的条号", "a number that an act of amendment changes"],
            Self::NoEdition => ["没有收录所指的版本", "the edition meant is not held"],
            Self::NumberUnsure => [
                "所指的版本没有收录，条号无从核对",
                "the edition meant is not held, so the number cannot be verified",
            ],
            Self::SeveralEditions => ["几个版本都符合", "several editions fit"],
            Self::NoArticle => ["该版本没有这一条", "the edition has no such article"],
            Self::NoPart => ["该条没有这一款、项或目", "the article has no such part"],
            Self::NothingBefore => ["前面没有条、款或项", "nothing stands before"],
        }
    }
}

impl Citations {
    /// What the item of a field cites.
    pub fn of_item(&self, item: &Field) -> impl Iterator<Item = &Resolved> {
        let at = At::Field(item.span);
        self.resolved.iter().filter(move |citation| citation.at == at)
    }

    /// The citations of the body, in the order of its text.
    pub fn of_body(&self) -> impl Iterator<Item = &Resolved> {
        self.resolved.iter().filter(|citation| matches!(citation.at, At::Body(_)))
    }

    /// The citation that the link of the body with this index is.
    pub fn of_link(&self, link: u32) -> Option<&Resolved> {
        self.resolved.iter().find(|citation| citation.at == At::Link(link))
    }
}
