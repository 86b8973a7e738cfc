//! A booklet of pages as one file that stands alone: cover, contents, texts, the articles cited.
//!
//! It is made of the pages as they are published, so it says what they say; what serves reading on a
//! screen is taken out, and pictures and style are put in.

use std::fmt::Write as _;
use std::sync::LazyLock;

use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use regex::{Captures, Regex};
use serde::Serialize;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::Route;
use crate::build::pipeline::Grounds;
use crate::law::number::ArticleNo;
use crate::model::site::{PageIndex, Site};
use crate::publish::output::OutputSet;

/// `booklet.html`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct BookletView {
    lang: String,
    title: String,
    organisation: Option<String>,
    year: i16,
    month: i8,
    css: String,
    chapters: Vec<Chapter>,
    appendix: Vec<Cited>,
}

/// A page of the booklet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Chapter {
    id: String,
    title: String,
    classes: String,
    html: String,
}

/// Articles of one edition that the pages cite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Cited {
    title: String,
    articles: Vec<(String, Vec<String>)>,
}

/// Parts of a page that serve reading on a screen, by the element that holds each.
static SCREEN: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    ["nav", "section", "p"]
        .iter()
        .map(|element| {
            let classes = "outline|series|beside|related|read";
            let pattern = format!(r#"(?s)<{element} class="(?:{classes})".*?</{element}>"#);
            Regex::new(&pattern).expect("the pattern is sound")
        })
        .collect()
});
/// Names, references to them, links and pictures: what has to follow the text to its new place.
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#" (id|href|src|aria-labelledby)="([^"]*)""#).expect("the pattern is sound")
});

/// Makes the booklet of `pages`, in their order, with `title` on its cover.
pub fn booklet(
    site: &Site,
    grounds: &Grounds,
    outputs: &OutputSet,
    pages: &[PageIndex],
    title: &str,
) -> Result<String, Diagnostic> {
    let chapters = pages.iter().enumerate();
    let chapters = chapters.map(|(at, page)| chapter(site, outputs, at, *page)).collect::<Result<_, _>>()?;
    let css = outputs.get(grounds.assets.css.as_str()).map(text_of).transpose()?.unwrap_or_default();
    let view = BookletView {
        lang: site.config.lang.clone(),
        title: title.to_owned(),
        organisation: site.config.organisation.clone(),
        year: site.as_of.year(),
        month: site.as_of.month(),
        css,
        chapters,
        appendix: appendix(site, pages),
    };
    grounds.templates.render("booklet.html", &view)
}

fn text_of(file: &crate::publish::output::OutputFile) -> Result<String, Diagnostic> {
    let bytes = file.bytes().map_err(|error| error.diagnostic())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn chapter(site: &Site, outputs: &OutputSet, at: usize, page: PageIndex) -> Result<Chapter, Diagnostic> {
    let page = &site.pages[page];
    let html = outputs.get(page.route.as_str()).map(text_of).transpose()?.unwrap_or_default();
    let mut article = inside(&html, "<article", "</article>").to_owned();
    for part in SCREEN.iter() {
        article = part.replace_all(&article, "").into_owned();
    }
    let id = format!("c{}", at + 1);
    let html =
        REFERENCE.replace_all(&article, |found: &Captures<'_>| settle(found, &id, &page.route, outputs));
    Ok(Chapter {
        classes: format!("t-{}", page.document.content_type),
        title: page.title.clone(),
        html: html.into_owned(),
        id,
    })
}

/// What stands in `html` between the end of the tag that begins with `open` and the last `close`.
fn inside<'a>(html: &'a str, open: &str, close: &str) -> &'a str {
    let Some(start) = html.find(open).and_then(|at| Some(at + html[at..].find('>')? + 1)) else { return "" };
    html.rfind(close).filter(|end| *end >= start).map_or("", |end| &html[start..end])
}

/// A name takes the number of its chapter, a picture its content; a link out of the file is words.
fn settle(found: &Captures<'_>, chapter: &str, page: &Route, outputs: &OutputSet) -> String {
    let (name, value) = (&found[1], &found[2]);
    match name {
        "id" | "aria-labelledby" => format!(" {name}=\"{chapter}-{value}\""),
        "href" => match value.strip_prefix('#') {
            Some(fragment) => format!(" href=\"#{chapter}-{fragment}\""),
            None => String::new(),
        },
        _ => picture(page, value, outputs).map_or_else(String::new, |data| format!(" src=\"{data}\"")),
    }
}

/// The file at `address`, seen from `page`, as an address that holds its bytes.
fn picture(page: &Route, address: &str, outputs: &OutputSet) -> Option<String> {
    let root = page.to_root();
    let route = address.strip_prefix(root.as_str())?;
    let kind = match route.rsplit('.').next()? {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        _ => return None,
    };
    let bytes = outputs.get(route)?.bytes().ok()?;
    Some(format!("data:{kind},{}", percent_encode(&bytes, NON_ALPHANUMERIC)))
}

/// The articles that the pages cite, by edition in the order of the first citation.
fn appendix(site: &Site, pages: &[PageIndex]) -> Vec<Cited> {
    let mut cited: Vec<(PageIndex, Vec<ArticleNo>)> = Vec::new();
    let found = pages.iter().flat_map(|page| &site.pages[*page].citations.resolved);
    for citation in found.filter(|citation| citation.rule.is_some() && !pages.contains(&citation.page)) {
        let at = cited.iter().position(|(page, _)| *page == citation.page).unwrap_or_else(|| {
            cited.push((citation.page, Vec::new()));
            cited.len() - 1
        });
        for place in &citation.places {
            let last = place.through.as_ref().map_or(place.article(), |through| through.no);
            for no in span(site, citation.page, place.article(), last) {
                if !cited[at].1.contains(&no) {
                    cited[at].1.push(no);
                }
            }
        }
    }
    cited.retain(|(_, articles)| !articles.is_empty());
    cited
        .into_iter()
        .map(|(page, mut articles)| {
            articles.sort();
            let articles = articles.into_iter().filter_map(|no| {
                let text = site.article_text(page, no)?;
                let mut number = String::new();
                let _ = write!(number, "{no}");
                Some((number, text.lines().map(str::to_owned).collect()))
            });
            Cited { title: edition_title(site, page), articles: articles.collect() }
        })
        .collect()
}

/// The articles from `first` to `last` that the page has.
fn span(site: &Site, page: PageIndex, first: ArticleNo, last: ArticleNo) -> Vec<ArticleNo> {
    let Some(structure) = &site.pages[page].document.structure else { return Vec::new() };
    structure.articles.iter().map(|article| article.no).filter(|no| (first..=last).contains(no)).collect()
}

fn edition_title(site: &Site, page: PageIndex) -> String {
    let page = &site.pages[page];
    match page.document.fields.date("version") {
        Some(version) => format!("{}（{version}）", page.title),
        None => page.title.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_their_chapter_and_links_out_become_words() {
        let outputs = OutputSet::default();
        let page = Route::new("study/a.html").expect("a route");
        let html =
            "<h2 id=\"yi\">一</h2><a href=\"#yi\">见一</a><a class=\"x\" href=\"../cases/b.html\">乙</a>";
        let settled = REFERENCE
            .replace_all(html, |found: &Captures<'_>| settle(found, "c2", &page, &outputs))
            .into_owned();
        assert_eq!(settled, "<h2 id=\"c2-yi\">一</h2><a href=\"#c2-yi\">见一</a><a class=\"x\">乙</a>");
    }

    #[test]
    fn the_article_is_taken_whole() {
        assert_eq!(
            inside("<main><article class=\"page\"><p>甲</p></article></main>", "<article", "</article>"),
            "<p>甲</p>"
        );
        assert_eq!(inside("<main></main>", "<article", "</article>"), "");
    }
}
