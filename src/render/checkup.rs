//! 制度体检: each basis that changed, with what became of it.

use serde::Serialize;

use crate::law::difference::difference;
use crate::law::number::ArticleNo;
use crate::markup::articles::text_of;
use crate::model::register::{BasisFinding, Became, CHECK_UP, CheckUp, REVIEWS};
use crate::model::site::{Page, PageIndex};
use crate::render::frame::At;
use crate::render::register;
use crate::render::view::{ArticleLink, Frame, Link, ReviewNote};

/// `checkup.html`: institutions whose basis changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckUpView {
    /// Around it.
    pub frame: Frame,
    /// The day as of which it counts.
    pub as_of: String,
    /// The institutions.
    pub institutions: Vec<Examined>,
    /// Institutions whose review is overdue and whose basis did not change.
    pub overdue: Vec<Link>,
    /// Address of the list of reviews.
    pub reviews: String,
}

/// An institution whose basis changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Examined {
    /// The institution.
    pub page: Link,
    /// Its anchor on the page.
    pub anchor: String,
    /// Its 文号.
    pub doc_no: Option<String>,
    /// The post that answers for it.
    pub owner: Option<String>,
    /// Since when its review is overdue, where it is.
    pub overdue: Option<String>,
    /// What changed.
    pub findings: Vec<FindingView>,
}

/// A basis that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FindingView {
    /// What happened, for a class.
    pub name: &'static str,
    /// What happened, in words.
    pub words: String,
    /// The article as the basis names it.
    pub old: ArticleLink,
    /// The articles in force; empty where none is.
    pub new: Vec<ArticleLink>,
    /// Where both editions are compared.
    pub compare: Option<String>,
    /// The words, kept and replaced; empty where there is nothing to compare.
    pub difference: Vec<DifferenceLine>,
}

/// A line of a difference: pieces in order.
pub type DifferenceLine = Vec<DifferencePiece>;

/// A piece of a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DifferencePiece {
    /// `same`, `old` or `new`.
    pub kind: &'static str,
    /// The words.
    pub text: String,
}

/// The check-up.
pub fn checkup(at: &At<'_>) -> CheckUpView {
    let site = at.scene.site;
    let registers = &site.registers;
    let is_examined = |page: PageIndex| registers.check_ups.iter().any(|check_up| check_up.page == page);
    let overdue = registers.reviews.iter().filter(|review| review.overdue >= 0);
    CheckUpView {
        frame: register::frame(at, "checkup", at.scene.words.get("checkup")),
        as_of: site.as_of.to_string(),
        institutions: registers.check_ups.iter().map(|check_up| examined(at, check_up)).collect(),
        overdue: overdue
            .filter(|review| !is_examined(review.page))
            .map(|review| Link {
                title: site.pages[review.page].title.clone(),
                href: at.to_page(review.page),
            })
            .collect(),
        reviews: at.to(REVIEWS),
    }
}

fn examined(at: &At<'_>, check_up: &CheckUp) -> Examined {
    let site = at.scene.site;
    let page = &site.pages[check_up.page];
    let text = |field: &str| page.document.fields.text(field).map(str::to_owned);
    let review = site.registers.reviews.iter().find(|review| review.page == check_up.page);
    Examined {
        page: Link { title: page.title.clone(), href: at.to_page(check_up.page) },
        anchor: anchor(page),
        doc_no: text("doc_no"),
        owner: text("owner_post"),
        overdue: review.filter(|review| review.overdue >= 0).map(|review| review.due.to_string()),
        findings: check_up.findings.iter().map(|finding| finding_view(at, finding)).collect(),
    }
}

/// The anchor of an institution on the page of the check-up.
fn anchor(page: &Page) -> String {
    page.id.replace('/', "-")
}

fn finding_view(at: &At<'_>, finding: &BasisFinding) -> FindingView {
    let site = at.scene.site;
    let key = name(finding.became);
    let (new, articles) = finding.new.as_ref().map_or((None, &[][..]), |(new, to)| (Some(*new), &to[..]));
    let is_shown = matches!(finding.became, Became::Changed | Became::Split | Became::Merged);
    let difference = match (finding.no, new) {
        (Some(no), Some(new)) if is_shown => {
            let words = articles.iter().filter_map(|article| words_of(&site.pages[new], article.no));
            let new = words.collect::<Vec<_>>().join("\n");
            lines(&words_of(&site.pages[finding.old], no).unwrap_or_default(), &new)
        }
        _ => Vec::new(),
    };
    FindingView {
        name: key,
        words: at.scene.words.get(&format!("checkup_{key}")).to_owned(),
        old: article_link(at, finding.old, finding.no, finding.no.map(|no| no.anchor()).as_deref()),
        new: articles
            .iter()
            .filter_map(|article| Some(article_link(at, new?, Some(article.no), Some(&article.anchor))))
            .collect(),
        compare: new.and_then(|new| compare_href(at, finding.old, new)),
        difference,
    }
}

/// Where two editions are compared.
pub fn compare_href(at: &At<'_>, old: PageIndex, new: PageIndex) -> Option<String> {
    // COMPARISONS
    let _ = (at, old, new);
    None
}

fn name(became: Became) -> &'static str {
    match became {
        Became::Changed => "changed",
        Became::Renumbered => "renumbered",
        Became::Split => "split",
        Became::Merged => "merged",
        Became::Deleted => "deleted",
        Became::Ended => "ended",
    }
}

/// The words of the article `no` of `page`.
pub fn words_of(page: &Page, no: ArticleNo) -> Option<String> {
    let article = page.document.structure.as_ref()?.article(no)?;
    Some(text_of(&page.document.body, article))
}

/// An article of `page` as a link; the page itself where no article is meant.
pub fn article_link(
    at: &At<'_>,
    index: PageIndex,
    no: Option<ArticleNo>,
    anchor: Option<&str>,
) -> ArticleLink {
    let page = &at.scene.site.pages[index];
    let fragment = anchor.map_or_else(String::new, |anchor| format!("#{anchor}"));
    ArticleLink {
        title: page.title.clone(),
        edition: page.document.fields.date("version").map(|date| date.to_string()),
        number: no.map(|no| no.to_string()),
        href: format!("{}{fragment}", at.to_page(index)),
    }
}

/// The difference of two texts by line.
fn lines(old: &str, new: &str) -> Vec<DifferenceLine> {
    let mut lines: Vec<DifferenceLine> = vec![Vec::new()];
    let mut add = |kind: &'static str, text: &str| {
        for (place, part) in text.split('\n').enumerate() {
            if place > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !part.is_empty()) {
                line.push(DifferencePiece { kind, text: part.to_owned() });
            }
        }
    };
    for piece in difference(old, new) {
        if piece.kept {
            add("same", &new[piece.new]);
        } else {
            add("old", &old[piece.old]);
            add("new", &new[piece.new]);
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// Why the page is to be reviewed, for the page itself.
pub fn notes(at: &At<'_>, index: PageIndex) -> Vec<ReviewNote> {
    let site = at.scene.site;
    let words = at.scene.words;
    let page = &site.pages[index];
    let mut notes = Vec::new();
    if let Some(check_up) = site.registers.check_ups.iter().find(|check_up| check_up.page == index) {
        notes.push(ReviewNote {
            words: words.numbered("review_basis", check_up.findings.len()),
            href: at.to(format_args!("{CHECK_UP}#{}", anchor(page))),
        });
    }
    let review = site.registers.reviews.iter().find(|review| review.page == index);
    if let Some(review) = review.filter(|review| review.overdue >= 0) {
        notes.push(ReviewNote {
            words: words.get("review_overdue").replace("{date}", &review.due.to_string()),
            href: at.to(REVIEWS),
        });
    }
    notes
}
