//! The structure of a law as values: divisions, articles, paragraphs, items.

use std::ops::Range;

use crate::law::number::{ArticleNo, ArticleRef, push_part};
use crate::law::structure::finding::Finding;
use crate::law::structure::lines::{Line, is_blank};
use crate::law::structure::opening::DivisionKind;

/// What a line is in the structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Before the first article or division: title notes, 题注, preamble.
    Preamble,
    /// Part of a table of contents.
    Contents,
    /// The heading of a division, by its place in [`Structure::divisions`].
    Division(usize),
    /// The first line of an article, by its place in [`Structure::articles`]; it is 款 1 as well.
    Article(usize),
    /// The first line of a later 款: article and 款 number.
    Paragraph(usize, u32),
    /// A 项: article, 款, 项.
    Item(usize, u32, u32),
    /// A 目: article, 款, 项, 目.
    Subitem(usize, u32, u32, u32),
    /// More text of the article: tables, quotations, lines that go on.
    Inside(usize),
    /// The heading of an attachment, by its place in [`Structure::attachments`].
    Attachment(usize),
    /// Issuer or date under the text.
    Signature,
    /// Text that stands under no article: between a heading and an article, or in an attachment.
    Loose,
}

/// The structure of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Structure {
    /// 编, 分编, 章, 节 and plain headings in the order of the text.
    pub divisions: Vec<Division>,
    /// The articles in the order of the text.
    pub articles: Vec<Article>,
    /// 附件, 附表.
    pub attachments: Vec<Attachment>,
    /// What each line of the input is.
    pub roles: Vec<Role>,
    /// Breaks of sequence, in the order of the text.
    pub findings: Vec<Finding>,
    /// The articles by their numbers; of those that share one the main text's stand first.
    pub(super) by_number: Vec<(ArticleNo, u32)>,
}

/// A part of a law with a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// What it is.
    pub kind: DivisionKind,
    /// Its number, 0 for a plain heading.
    pub number: u32,
    /// The heading without blanks at its ends, such as 第二章 监察机关及其职责.
    pub title: String,
    /// The line of the heading.
    pub line: usize,
    /// The division it stands in.
    pub parent: Option<usize>,
    /// Anchor such as `b2-z3-j1`; none for a plain heading, which keeps the one of its title.
    pub anchor: Option<String>,
}

/// An article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its number.
    pub no: ArticleNo,
    /// `a103`; behind `fj1-` inside an attachment, with `-r2` where the number stands a second time.
    pub anchor: String,
    /// All its lines, the first one included.
    pub lines: Range<usize>,
    /// Where the text starts on the first line, in bytes.
    pub body: usize,
    /// The innermost division around it.
    pub division: Option<usize>,
    /// The attachment it stands in.
    pub attachment: Option<usize>,
    /// Its 款.
    pub paragraphs: Vec<Paragraph>,
}

/// 款: a natural paragraph of an article with its 项.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The line it starts on.
    pub line: usize,
    /// Its 项 in the order of the text.
    pub items: Vec<Item>,
}

/// 项
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its number as written.
    pub number: u32,
    /// Its line.
    pub line: usize,
    /// Its 目: number and line.
    pub subitems: Vec<(u32, usize)>,
}

/// What is attached to a law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The heading line as written.
    pub title: String,
    /// The line of the heading.
    pub line: usize,
    /// `fj1`, `fj2` in the order of the text.
    pub anchor: String,
}

impl Article {
    /// The text of the article without its number, its lines divided by `\n`.
    pub fn text(&self, lines: &[Line<'_>]) -> String {
        let mut text = String::new();
        for (i, line) in lines.iter().enumerate().take(self.lines.end).skip(self.lines.start) {
            let from = if i == self.lines.start { self.body } else { 0 };
            if i > self.lines.start {
                text.push('\n');
            }
            text.push_str(line.text.get(from..).unwrap_or("").trim_matches(is_blank));
        }
        text
    }
}

impl Structure {
    /// Where a line stands, as the start for 前款 and 本条; none outside of articles.
    pub fn place(&self, line: usize) -> Option<ArticleRef> {
        let at = |article: usize, paragraph: u32, item, subitem| {
            let no = self.articles[article].no;
            Some(ArticleRef { no, paragraph: Some(paragraph), item, subitem })
        };
        match *self.roles.get(line)? {
            Role::Article(article) => at(article, 1, None, None),
            Role::Paragraph(article, k) => at(article, k, None, None),
            Role::Item(article, k, x) => at(article, k, Some(x), None),
            Role::Subitem(article, k, x, m) => at(article, k, Some(x), Some(m)),
            Role::Inside(article) => {
                let before = |paragraph: &&Paragraph| paragraph.line <= line;
                let paragraphs = &self.articles[article].paragraphs;
                at(article, paragraphs.iter().take_while(before).count().max(1) as u32, None, None)
            }
            _ => None,
        }
    }

    /// The article with this number in the main text, or else in an attachment.
    pub fn article(&self, no: ArticleNo) -> Option<&Article> {
        let first = self.by_number.partition_point(|(before, _)| *before < no);
        let (found, article) = self.by_number.get(first)?;
        (*found == no).then(|| &self.articles[*article as usize])
    }

    /// Puts the articles in the order of their numbers, once all are there.
    pub(super) fn number_articles(&mut self) {
        let articles = &self.articles;
        self.by_number = articles.iter().zip(0..).map(|(article, place)| (article.no, place)).collect();
        self.by_number.sort_by_key(|(no, place)| (*no, articles[*place as usize].attachment.is_some()));
    }

    /// The anchor of a line, where it has one.
    pub fn anchor(&self, line: usize) -> Option<String> {
        let mut anchor = String::new();
        self.push_anchor(line, &mut anchor).then_some(anchor)
    }

    /// Writes the anchor of a line behind `anchor`; `false` where it has none.
    pub fn push_anchor(&self, line: usize, anchor: &mut String) -> bool {
        let mut inside = |article: usize, parts: &[(char, u32)]| {
            anchor.push_str(&self.articles[article].anchor);
            for (mark, number) in parts {
                push_part(*mark, *number, anchor);
            }
        };
        match self.roles.get(line) {
            Some(Role::Division(division)) => match &self.divisions[*division].anchor {
                Some(own) => anchor.push_str(own),
                None => return false,
            },
            Some(Role::Article(article)) => inside(*article, &[]),
            Some(Role::Paragraph(article, k)) => inside(*article, &[('k', *k)]),
            Some(Role::Item(article, k, x)) => inside(*article, &[('k', *k), ('x', *x)]),
            Some(Role::Subitem(article, k, x, m)) => inside(*article, &[('k', *k), ('x', *x), ('m', *m)]),
            Some(Role::Attachment(attachment)) => anchor.push_str(&self.attachments[*attachment].anchor),
            _ => return false,
        }
        true
    }

    /// The anchor that a place in an article has on the page, and whether it is exactly the place.
    ///
    /// 第三条第（二）项 without a 款 is the first 款 that has such an item. Where the 款 or 项 does not
    /// exist the nearest part above it is given, and `false`. The first 款 is the article itself.
    pub fn locate(&self, place: &ArticleRef) -> Option<(String, bool)> {
        let article = self.article(place.no)?;
        let whole = |exact| Some((article.anchor.clone(), exact));
        let holds = |paragraph: &Paragraph| {
            place.item.is_none_or(|x| paragraph.items.iter().any(|item| item.number == x))
        };
        let k = match place.paragraph {
            Some(k) => (k as usize).checked_sub(1).filter(|k| *k < article.paragraphs.len()),
            None => article.paragraphs.iter().position(holds),
        };
        let Some(k) = k else { return whole(false) };
        let top = if k == 0 { article.anchor.clone() } else { format!("{}-k{}", article.anchor, k + 1) };
        let Some(x) = place.item else { return Some((top, place.subitem.is_none())) };
        let Some(item) = article.paragraphs[k].items.iter().find(|item| item.number == x) else {
            return Some((top, false));
        };
        let at = format!("{}-k{}-x{x}", article.anchor, k + 1);
        Some(match place.subitem {
            Some(m) if item.subitems.iter().any(|(number, _)| *number == m) => (format!("{at}-m{m}"), true),
            Some(_) => (at, false),
            None => (at, true),
        })
    }
}
