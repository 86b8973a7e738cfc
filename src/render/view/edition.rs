//! Editions of a work, and articles of them.

use serde::Serialize;

use crate::render::view::frame::{Link, StandingMark};

/// An article of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleLink {
    /// Title of the work.
    pub title: String,
    /// The edition.
    pub edition: Option<String>,
    /// The number, where an article is meant.
    pub number: Option<String>,
    /// Its address.
    pub href: String,
}

/// The articles that a conduct of a case breaks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Applied {
    /// The discipline.
    pub discipline: Option<String>,
    /// The behaviour.
    pub behaviour: Option<String>,
    /// The articles that the site holds.
    pub articles: Vec<AppliedArticle>,
    /// Citations of what it does not hold, as they are written.
    pub others: Vec<String>,
}

/// An article in full, in the edition that is applied.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AppliedArticle {
    /// The article.
    pub article: ArticleLink,
    /// The place cited, 款 and 项 with it.
    pub place: String,
    /// Why this edition.
    pub why: Option<String>,
    /// The standing of the edition.
    pub standing: Option<StandingMark>,
    /// Its words.
    pub lines: Vec<AppliedLine>,
    /// Whether it is so long that it is folded.
    pub is_long: bool,
    /// What it is today, where another edition is in force.
    pub today: Option<Today>,
}

/// A line of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppliedLine {
    /// The words.
    pub text: String,
    /// Whether it is the part that is cited, where only a part is.
    pub is_cited: bool,
}

/// What an article is in the edition in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Today {
    /// What became of it.
    pub words: String,
    /// The edition in force.
    pub edition: ArticleLink,
    /// The articles there.
    pub articles: Vec<ArticleLink>,
    /// Where both are compared.
    pub compare: Option<String>,
}

/// An edition of a work.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Edition {
    /// Its version.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Its standing.
    pub standing: Option<StandingMark>,
    /// When it was promulgated or issued.
    pub promulgated: Option<String>,
    /// From when it takes effect.
    pub effective: Option<String>,
    /// Whether it is this page.
    pub current: bool,
    /// Where it is compared with this page.
    pub compare: Option<String>,
}

/// Which edition a page is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EditionNote {
    /// Its version.
    pub version: String,
    /// When it was promulgated or issued.
    pub promulgated: Option<String>,
    /// From when it takes effect.
    pub effective: Option<String>,
    /// How many editions there are.
    pub count: usize,
    /// `in-force`, `pending`, `amended`, `ended` or `unknown`.
    pub state: &'static str,
    /// When it ended, where it did.
    pub ended: Option<String>,
    /// The edition in force, where it is another.
    pub in_force: Option<Link>,
    /// The comparison with the edition in force, else with the one before.
    pub compare: Option<Link>,
    /// The address of the work, which always shows the edition in force.
    pub work: Link,
    /// The address of this edition, where the page stands at that of the work.
    pub permanent: Option<String>,
}

/// How a text is cited: by its title, and by what says which edition it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CitedAs {
    /// The edition: （2024年修正）. None where the title is enough.
    pub edition: Option<String>,
}

/// What happened to a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Event {
    /// When.
    pub date: Option<String>,
    /// What: 公布, 修正.
    pub action: Option<String>,
    /// By whom.
    pub by: Option<String>,
}
