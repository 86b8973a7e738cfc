//! 引文核校: whether what a page quotes from an article stands in the article of that edition.
//!
//! Looked at are words in quotation marks directly behind or before a citation, and block quotes whose
//! lead-in cites an article or that begin with an article's number. Parts of an article are no
//! difference, nor is anything left out with ……; where the edition of the time is not held, or the
//! words are like nothing in the article, nothing is said.

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::span::{Place, Span};
use crate::law::difference::difference;
use crate::law::edition::Rule;
use crate::law::number::ArticleNo;
use crate::law::quotation::{self, SHORTEST};
use crate::law::structure::Structure;
use crate::markup::articles::text_of;
use crate::markup::body::TextBlock;
use crate::model::citation::{At, Failure, Resolved};
use crate::model::lookup::PageIndex;
use crate::model::site::{Page, Site};

/// Least likeness, in hundredths, of words that are taken for a quotation of an article.
const LIKE: usize = 60;
/// Characters shown on either side of the first difference.
const AROUND: usize = 14;
/// Words between a citation and a block quote by which the quote is no text in force.
const AMENDMENTS: [&str; 6] = ["修改为", "改为", "增加", "修正为", "表述为", "调整为"];

/// Compares the quotations of all pages.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    let compare = |page| {
        let quotations = quotations(site, page).into_iter();
        quotations.filter_map(move |quotation| compare(site, page, &quotation))
    };
    let pages: Vec<&Page> = site.listed().map(|(_, page)| page).collect();
    pages.into_par_iter().flat_map_iter(compare).collect()
}

/// Words that a page quotes.
struct Quotation<'a> {
    /// The words.
    words: &'a str,
    /// Where they begin in the body's text.
    at: usize,
    /// The edition that they are quoted from.
    edition: PageIndex,
    /// The articles that are cited for them.
    articles: Vec<ArticleNo>,
}

fn quotations<'a>(site: &Site, page: &'a Page) -> Vec<Quotation<'a>> {
    let body = &page.document.body;
    let cites = |citation: &&Resolved| !citation.places.is_empty() && is_held(site, citation);
    let mut found: Vec<Quotation<'a>> = Vec::new();
    for citation in page.citations.of_body().filter(cites) {
        let At::Body(block) = citation.at else { continue };
        let Some(block) = body.blocks.get(block as usize) else { continue };
        let (start, end) = (block.text.start as usize, block.text.end as usize);
        let (from, to) = (citation.range.start as usize, citation.range.end as usize);
        let behind = quotation::behind(&body.text[to..end]).map(|words| to + words.start..to + words.end);
        let before =
            quotation::before(&body.text[start..from]).map(|words| start + words.start..start + words.end);
        let behind = behind.filter(|words| !quotation::is_amended(&body.text[words.end..end]));
        found.extend(behind.into_iter().chain(before).map(|range| Quotation {
            words: &body.text[range.clone()],
            at: range.start,
            edition: citation.page,
            articles: articles(site, citation),
        }));
    }
    // The text of a law quotes itself nowhere in block quotes; what it shows there amends another.
    let is_law = page.document.structure.as_ref().is_some_and(|structure| !structure.articles.is_empty());
    if !is_law {
        found.extend(block_quotations(site, page));
    }
    found
}

/// Whether the citation means an edition that the site holds, for the day that decides.
fn is_held(site: &Site, citation: &Resolved) -> bool {
    !matches!(citation.rule, Some(Rule::NotHeld(_) | Rule::Kept(_) | Rule::Unchecked(_)))
        && structure(site, citation.page).is_some()
}

fn structure(site: &Site, page: PageIndex) -> Option<&Structure> {
    site.pages[page].document.structure.as_ref().filter(|structure| !structure.articles.is_empty())
}

/// The articles that a citation names, those within a range too.
fn articles(site: &Site, citation: &Resolved) -> Vec<ArticleNo> {
    let held = structure(site, citation.page);
    let mut articles = Vec::new();
    for cited in &citation.places {
        let (first, last) = (cited.place.no, cited.through.map_or(cited.place.no, |through| through.no));
        let within = held.into_iter().flat_map(|structure| &structure.articles).map(|article| article.no);
        articles.extend(within.filter(|no| (first..=last).contains(no)));
        articles.push(first);
    }
    articles.sort_unstable();
    articles.dedup();
    articles
}

fn block_quotations<'a>(site: &Site, page: &'a Page) -> Vec<Quotation<'a>> {
    let body = &page.document.body;
    let mut found = Vec::new();
    let mut at = 0;
    while at < body.blocks.len() {
        if !body.blocks[at].quoted {
            at += 1;
            continue;
        }
        let end = body.blocks[at..]
            .iter()
            .position(|block| !block.quoted)
            .map_or(body.blocks.len(), |len| at + len);
        found.extend(of_block_quote(site, page, at, &body.blocks[at..end]));
        at = end;
    }
    found
}

/// What a lead-in says of the block quote behind it.
struct Lead {
    edition: PageIndex,
    articles: Vec<ArticleNo>,
}

fn of_block_quote<'a>(site: &Site, page: &'a Page, first: usize, blocks: &[TextBlock]) -> Vec<Quotation<'a>> {
    let body = &page.document.body;
    let end = blocks.last().map_or(0, |block| block.text.end as usize);
    let (meant, end) = match attribution(site, page, first + blocks.len() - 1) {
        Some((meant, at)) => (meant, at),
        None => {
            let lead = first.checked_sub(1).filter(|lead| is_leading(body.words(body.blocks[*lead].text)));
            let Some(meant) = lead.and_then(|lead| lead_of(site, page, lead)) else { return Vec::new() };
            (meant, end)
        }
    };
    let mut found: Vec<Quotation<'a>> = Vec::new();
    for block in blocks {
        let start = block.text.start as usize;
        let Some(text) = body.text.get(start..end.min(block.text.end as usize)) else { break };
        let (number, from) = quotation::numbered(text);
        match (number, found.last_mut()) {
            // A quoted paragraph goes on with the article that was begun.
            (None, Some(last)) => last.words = &body.text[last.at..start + text.len()],
            (number, _) => found.push(Quotation {
                words: &text[from..],
                at: start + from,
                edition: meant.edition,
                articles: number.map_or_else(|| meant.articles.clone(), |no| vec![no]),
            }),
        }
    }
    found.retain(|quotation| !quotation.articles.is_empty());
    found
}

/// Whether a block leads in what follows it.
fn is_leading(words: &str) -> bool {
    words.trim_end().ends_with(['：', ':'])
}

/// The source that a block quote names at its end, ——《X》第三条, and where the quoted words end.
fn attribution(site: &Site, page: &Page, last: usize) -> Option<(Lead, usize)> {
    let body = &page.document.body;
    let text = body.blocks[last].text;
    let is_here = |at: At| matches!(at, At::Body(block) if block as usize == last);
    let mut cites = page.citations.of_body().filter(|citation| is_here(citation.at));
    let citation = cites.find(|citation| {
        let before = body.text[text.start as usize..citation.range.start as usize].trim_end();
        let behind = &body.text[citation.range.end as usize..text.end as usize];
        before.ends_with('—') && quotation::length(behind) == 0
    })?;
    let before = &body.text[text.start as usize..citation.range.start as usize];
    let words = before.trim_end().trim_end_matches('—');
    let lead = Lead { edition: citation.page, articles: articles(site, citation) };
    is_held(site, citation).then_some((lead, text.start as usize + words.len()))
}

/// The edition and the articles that the block `lead` cites last: by its own citations, or by a bare
/// number with the work that was cited before it.
fn lead_of(site: &Site, page: &Page, lead: usize) -> Option<Lead> {
    let body = &page.document.body;
    let is_before = |at: At| matches!(at, At::Body(block) if block as usize <= lead);
    let is_here = |at: At| matches!(at, At::Body(block) if block as usize == lead);
    let last = page.citations.of_body().filter(|citation| is_before(citation.at)).last()?;
    let mut numbers = page.citations.unresolved.iter().filter(|unresolved| {
        is_here(unresolved.at) && matches!(unresolved.failure, Failure::NoTitle | Failure::NoAntecedent)
    });
    let bare = numbers.next_back().filter(|bare| !is_here(last.at) || bare.range.start > last.range.end);
    let tail_from = bare.map_or(last.range.end, |bare| bare.range.end) as usize;
    if !is_held(site, last) || bare.is_none() && !is_here(last.at) {
        return None;
    }
    let tail = body.text.get(tail_from..body.blocks[lead].text.end as usize)?;
    if AMENDMENTS.iter().any(|word| tail.contains(word)) {
        return None;
    }
    let articles = match bare {
        Some(bare) => {
            let words = body.words(bare.range);
            let number = words.find('第').and_then(|at| ArticleNo::parse_prefix(&words[at..]));
            number.map(|(no, _)| no).into_iter().collect()
        }
        None => articles(site, last),
    };
    Some(Lead { edition: last.page, articles })
}

/// What is wrong with a quotation, if anything.
fn compare(site: &Site, page: &Page, quotation: &Quotation<'_>) -> Option<Diagnostic> {
    let words = quotation.words;
    if quotation::length(words) < SHORTEST {
        return None;
    }
    let edition = &site.pages[quotation.edition];
    let cited: Vec<(ArticleNo, String)> =
        quotation.articles.iter().filter_map(|no| Some((*no, article(edition, *no)?))).collect();
    if cited.iter().any(|(_, text)| quotation::stands_in(words, text)) {
        return None;
    }
    if let Some(found) = elsewhere(site, page, quotation) {
        return Some(found);
    }
    let (no, text) = cited.iter().max_by_key(|(_, text)| quotation::likeness(words, text))?;
    (quotation::likeness(words, text) >= LIKE).then(|| differs(site, page, quotation, *no, text))
}

/// The words of the article `no` of `page`.
fn article(page: &Page, no: ArticleNo) -> Option<String> {
    let article = page.document.structure.as_ref()?.article(no)?;
    Some(text_of(&page.document.body, article))
}

/// The title of an edition, with its version where there are several.
fn name(site: &Site, page: PageIndex) -> String {
    let page = &site.pages[page];
    let fields = &page.document.fields;
    let several = fields.text("work").and_then(|work| site.works.get(work)).is_some_and(|all| all.len() > 1);
    match fields.date("version").filter(|_| several) {
        Some(version) => format!("《{}》（{version}）", page.title),
        None => format!("《{}》", page.title),
    }
}

/// That the words stand in another article of the edition, or in another edition.
fn elsewhere(site: &Site, page: &Page, quotation: &Quotation<'_>) -> Option<Diagnostic> {
    let own = quotation.edition;
    let work = site.pages[own].document.fields.text("work").and_then(|work| site.works.get(work));
    let others = work.into_iter().flatten().copied().filter(|edition| *edition != own);
    for edition in std::iter::once(own).chain(others) {
        let Some(structure) = structure(site, edition) else { continue };
        let body = &site.pages[edition].document.body;
        let stands = |text: &str| quotation::stands_in(quotation.words, text);
        let found = structure.articles.iter().find(|article| stands(&text_of(body, article)));
        if let Some(found) = found {
            let cited = quotation.articles.iter().map(ArticleNo::to_string).collect::<Vec<_>>().join("、");
            let diagnostic = Diagnostic::new(&message::QUOTATION_ELSEWHERE)
                .with("cited", format!("{}{cited}", name(site, own)))
                .with("found", format!("{}{}", name(site, edition), found.no));
            return Some(diagnostic.at(place(page, quotation)));
        }
    }
    None
}

fn differs(site: &Site, page: &Page, quotation: &Quotation<'_>, no: ArticleNo, text: &str) -> Diagnostic {
    let source = &text[quotation::source_of(quotation.words, text)];
    let [own, original] = shown(quotation.words, source);
    Diagnostic::new(&message::QUOTATION_DIFFERS)
        .with("cited", format!("{}{no}", name(site, quotation.edition)))
        .with("quoted", own)
        .with("original", original)
        .at(place(page, quotation))
}

/// Both texts around their first difference, what differs in 【】.
fn shown(quoted: &str, original: &str) -> [String; 2] {
    let pieces = difference(original, quoted);
    let is_real = |piece: &crate::law::difference::Piece| {
        let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        !piece.kept && words(&original[piece.old.clone()]) != words(&quoted[piece.new.clone()])
    };
    let Some(first) = pieces.iter().position(is_real) else {
        return [quoted.to_owned(), original.to_owned()];
    };
    let (old, new) = (pieces[first].old.clone(), pieces[first].new.clone());
    [around(quoted, new), around(original, old)]
}

fn around(text: &str, range: std::ops::Range<usize>) -> String {
    let line = |text: &str| text.replace('\n', "");
    let before: Vec<char> = line(&text[..range.start]).chars().collect();
    let behind: Vec<char> = line(&text[range.end..]).chars().collect();
    let from = before.len().saturating_sub(AROUND);
    let cut = |is_cut: bool| if is_cut { "……" } else { "" };
    format!(
        "{}{}【{}】{}{}",
        cut(from > 0),
        before[from..].iter().collect::<String>(),
        line(&text[range]),
        behind.iter().take(AROUND).collect::<String>(),
        cut(behind.len() > AROUND),
    )
}

fn place(page: &Page, quotation: &Quotation<'_>) -> Place {
    let document = &page.document;
    match document.body.source_of(quotation.at) {
        Some(at) => document.place(Span::new(at, at + quotation.words.lines().next().map_or(0, str::len))),
        None => Place::file(document.path.as_str()),
    }
}
