//! The articles that a case applies, in full, in the edition of its time.

use crate::config::registry::Behaviour;
use crate::law::alignment::Change;
use crate::law::number::ArticleNo;
use crate::law::structure::{Article, Role};
use crate::model::citation::{Cited, Resolved};
use crate::model::site::{Page, PageIndex};
use crate::render::checkup::{article_link, compare_href};
use crate::render::entry::standing_mark;
use crate::render::frame::At;
use crate::render::view::{Applied, AppliedArticle, AppliedLine, ArticleLink, Today};

/// Characters beyond which an article is folded.
const LONG: usize = 260;
/// Most articles of one range that are shown.
const RANGE: usize = 12;

/// The articles that each conduct of a case applies; empty for other pages.
pub fn applied(at: &At<'_>, index: PageIndex) -> Vec<Applied> {
    let site = at.scene.site;
    let page = &site.pages[index];
    if !site.config.content_type(&page.document.content_type).has(Behaviour::Case) || page.withdrawn {
        return Vec::new();
    }
    let mut all = Vec::new();
    for conduct in page.document.fields.records("conduct") {
        let mut articles = Vec::new();
        let mut others = Vec::new();
        for item in conduct.items("cites") {
            let found: Vec<AppliedArticle> =
                page.citations.of_item(item).flat_map(|citation| of_citation(at, citation)).collect();
            if found.is_empty() {
                others.extend(item.value.shown());
            }
            articles.extend(found);
        }
        if !articles.is_empty() || !others.is_empty() {
            all.push(Applied {
                discipline: conduct.text("discipline").map(str::to_owned),
                behaviour: conduct.text("behaviour").map(str::to_owned),
                articles,
                others,
            });
        }
    }
    all
}

fn of_citation(at: &At<'_>, citation: &Resolved) -> Vec<AppliedArticle> {
    let page = &at.scene.site.pages[citation.page];
    let Some(structure) = &page.document.structure else { return Vec::new() };
    let mut found = Vec::new();
    for cited in &citation.places {
        let last = cited.through.map_or(cited.place.no, |through| through.no);
        let within = structure
            .articles
            .iter()
            .filter(|article| (cited.place.no..=last).contains(&article.no) && article.attachment.is_none());
        found.extend(within.take(RANGE).map(|article| shown(at, citation, cited, article)));
    }
    found
}

fn shown(at: &At<'_>, citation: &Resolved, cited: &Cited, article: &Article) -> AppliedArticle {
    let page = &at.scene.site.pages[citation.page];
    let lines = lines(page, article, cited);
    let length: usize = lines.iter().map(|line| line.text.chars().count()).sum();
    AppliedArticle {
        article: article_link(at, citation.page, Some(article.no), Some(&cited.anchor)),
        place: if cited.through.is_none() { cited.place.to_string() } else { article.no.to_string() },
        why: citation.rule.map(|rule| rule.to_string()),
        standing: standing_mark(page.standing),
        lines,
        is_long: length > LONG,
        today: today(at, citation, article.no),
    }
}

/// The lines of an article, those that are cited marked where not all are.
fn lines(page: &Page, article: &Article, cited: &Cited) -> Vec<AppliedLine> {
    let body = &page.document.body;
    let structure = page.document.structure.as_ref();
    let is_part = cited.place.paragraph.is_some() || cited.place.item.is_some();
    let mut lines = Vec::new();
    for line in article.lines.clone() {
        let Some(block) = body.blocks.get(line) else { continue };
        let from = if line == article.lines.start { article.body } else { 0 };
        let text = body.words(block.text).get(from..).unwrap_or_default().trim().to_owned();
        let role = structure.and_then(|structure| structure.roles.get(line)).copied();
        let (k, x, m) = match role {
            Some(Role::Paragraph(_, k)) => (k, None, None),
            Some(Role::Item(_, k, x)) => (k, Some(x), None),
            Some(Role::Subitem(_, k, x, m)) => (k, Some(x), Some(m)),
            _ => (1, None, None),
        };
        let fits = |asked: Option<u32>, own: Option<u32>| asked.is_none_or(|asked| own == Some(asked));
        let place = cited.place;
        let is_cited = is_part
            && fits(place.paragraph, Some(k))
            && fits(place.item, x)
            && fits(place.subitem, m.or(place.subitem.filter(|_| x.is_none())));
        if !text.is_empty() {
            lines.push(AppliedLine { text, is_cited });
        }
    }
    lines
}

/// What the article is today, where the edition in force is another.
fn today(at: &At<'_>, citation: &Resolved, no: ArticleNo) -> Option<Today> {
    let site = at.scene.site;
    let new = citation.in_force.filter(|new| *new != citation.page)?;
    let met = site.comparisons.counterpart(site, citation.page, no, new)?;
    let key = match met.as_slice() {
        [] => "today_deleted",
        [one] if one.change == Change::Same && one.no == no => "today_same",
        [one] if one.change == Change::Same => "today_renumbered",
        _ => "today_changed",
    };
    let articles: Vec<ArticleLink> =
        met.iter().map(|there| article_link(at, new, Some(there.no), Some(&there.anchor))).collect();
    Some(Today {
        words: at.scene.words.get(key).to_owned(),
        edition: article_link(at, new, None, None),
        articles,
        compare: compare_href(at, citation.page, new),
    })
}
