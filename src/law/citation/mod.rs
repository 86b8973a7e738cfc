//! Citations as people write them: found in plain text, with what they mean and where they stand.
//!
//! Comes in: a text, the names that works go by, and what a number without a title means on this
//! page. Goes out: [`Citation`]s with byte ranges in rising order, each typed by its form. The
//! scanner never guesses: what it cannot attribute is a citation with an unresolved target. It takes
//! linear time and knows nothing of routes, editions on file or Markdown.

mod boundary;
mod definition;
mod doc_no;
mod explicit;
pub(in crate::law) mod genre;
mod hint;
mod names;
mod place;
mod places;
mod relative;
mod scanner;
mod start;
mod title;
mod untitled;

#[cfg(test)]
mod tests;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::law::number::ArticleNo;

pub use doc_no::DocNo;
pub use hint::EditionHint;
pub use names::{Known, Names, normal_title};
pub use place::{Place, Step};
pub use relative::{Lost, resolve};
pub use scanner::{BareArticle, Scanner};

/// Whether a title ends as titles of legal texts do: 法, 条例, 规定 and the like.
pub fn is_title_of_law(title: &str) -> bool {
    genre::at_end(title.trim_end_matches(['》', '）', ')']))
}

/// The articles that `text` names at `at`, as behind a title: 第三条, 的第三条, 第二章第三条; and where they end.
pub fn articles_at(text: &str, at: usize) -> Option<(Vec<Cited>, usize)> {
    title::articles(text, at)
}

/// A citation in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// All of it, title, brackets and numbers, in bytes of the text.
    pub range: Range<usize>,
    /// How it is written.
    pub form: Form,
    /// What it speaks of.
    pub target: Target,
    /// What it says of the edition.
    pub edition: Option<EditionHint>,
    /// The articles and their parts, in the order of the text; none for a title alone.
    pub places: Vec<Cited>,
}

impl Citation {
    /// Whether it names an article by number, and so one that need not be the article it stands in.
    fn names_article(&self) -> bool {
        self.places.iter().any(|cited| matches!(cited.place.article, Step::Number(_)))
    }
}

/// One place in a list of places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    /// Its own words, in bytes of the text, the title left out.
    pub range: Range<usize>,
    /// The place.
    pub place: Place,
    /// The last place of a range such as 第三条至第五条.
    pub through: Option<Place>,
}

impl Cited {
    /// The same 款 and 项 in another article.
    fn within(self, article: Step<ArticleNo>) -> Self {
        let within = |place: Place| Place { article, ..place };
        Self { place: within(self.place), through: self.through.map(within), ..self }
    }
}

/// The ways to write a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Form {
    /// 《X》, with or without articles.
    Titled,
    /// A title without its marks before an article: 刑法第十二条.
    Bare,
    /// 本法第十二条.
    Own,
    /// 该法第十二条, 同法第十二条.
    Same,
    /// 前款, 前条, 本条第二款, 第二款, 第（三）项.
    Relative,
    /// 第十二条 with no title.
    Article,
    /// X发〔2023〕5号.
    DocNo,
    /// `[[work@edition#article]]`.
    Explicit,
}

/// What a citation speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// A work by a title.
    Title {
        /// The title meant: as written, or the full one where a page alias stands.
        name: String,
        /// Whether the names know it.
        known: Known,
    },
    /// The text that the citation stands in.
    Here,
    /// A document by its number.
    DocNo {
        /// The number, its issuer part as far as it can be told from the sentence.
        number: DocNo,
        /// Whether the names know it.
        known: Known,
    },
    /// A work, and an edition of it, that the editor named.
    Explicit {
        /// The work as written.
        work: String,
        /// The edition as written.
        edition: Option<String>,
        /// Text to show in its place.
        label: Option<String>,
    },
    /// A citation whose target the text does not tell.
    Unresolved(Unresolved),
}

/// Why a target cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Unresolved {
    /// An article number with no title, where a page has no articles of its own.
    NoTitle,
    /// The words before the number look like a title that no name matches.
    UnknownTitle,
    /// 本法, 前款 or a bare number inside a quotation: it belongs to the quoted text.
    Quoted,
    /// 该法 with no such title before it.
    NoAntecedent,
    /// A bare number in a list that a citation of another text began.
    Unclear,
    /// The number that an act of amendment changes: 将第八条修改为.
    Amended,
}
