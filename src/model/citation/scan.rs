//! The citations of one document as the grammar finds them, not yet led anywhere.
//!
//! What comes out depends on the document, its type and the names alone; whoever keeps it under the
//! digests of those need not scan again.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::base::span::Span;
use crate::config::field::{FieldDef, Kind};
use crate::config::registry::ContentType;
use crate::config::value::{Fields, Value};
use crate::law::citation::{BareArticle, Citation, Form, Names, Scanner, Target, Unresolved};
use crate::markup::body::{BlockKind, Body, Element, Op};
use crate::markup::document::Document;
use crate::model::citation::behind::{self, Behind};

/// Fields whose words name the page itself.
const OWN: [&str; 8] = ["title", "work", "aliases", "doc_no", "case_no", "summary", "tags", "id"];

/// The citations of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scanned {
    /// Those of the body: the block, and the citation with its ranges in the text of the body.
    pub body: Vec<(u32, Citation)>,
    /// Numbers behind links of the body.
    pub behind: Vec<Behind>,
    /// Those of the fields: the place of the item, and the citation with its ranges in the item's words.
    pub fields: Vec<(Span, Citation)>,
}

/// Scans a document: running text, then fields that hold citations or sentences.
///
/// Headings, code and the words of links are passed over.
pub fn scan(document: &Document, content_type: &ContentType, names: &Names) -> Scanned {
    let mut scanner = Scanner::new(names, bare(document));
    let (body, behind) = scan_body(&document.body, &mut scanner);
    let mut fields = Vec::new();
    scan_fields(&document.fields, &content_type.fields, &mut scanner, &mut fields);
    Scanned { body, behind, fields }
}

/// The citations of `text` as if it stood at the end of `document`, where its aliases hold.
pub fn scan_behind(document: &Document, text: &str, names: &Names) -> Vec<Citation> {
    let mut scanner = Scanner::new(names, bare(document));
    scan_body(&document.body, &mut scanner);
    whole(text, &mut scanner)
}

/// The citations of a text that stands on no page and is one by its nature.
pub fn scan_alone(text: &str, names: &Names) -> Vec<Citation> {
    whole(text, &mut Scanner::new(names, BareArticle::Unresolved))
}

/// What a number without a title means: the page's own articles, unless it has none or amends another.
pub fn bare(document: &Document) -> BareArticle {
    let has_articles = document.structure.as_ref().is_some_and(|structure| !structure.articles.is_empty());
    if has_articles && !is_amendment(document.title()) { BareArticle::Here } else { BareArticle::Unresolved }
}

/// Whether a title is that of an act that amends other texts.
fn is_amendment(title: &str) -> bool {
    let title = title.trim_end_matches(['》', '）', ')']);
    let decides = title.ends_with("的决定") || title.ends_with("的通知") || title.ends_with("的公告");
    let amends = ["关于修改", "关于修订", "关于废止", "关于修正"].iter().any(|word| title.contains(word));
    title.contains("修正案") || decides && amends
}

/// The citations of a body by their blocks, and the numbers behind its links.
fn scan_body(body: &Body, scanner: &mut Scanner<'_>) -> (Vec<(u32, Citation)>, Vec<Behind>) {
    let (closed, ends) = (closed_ranges(body), behind::ends(body));
    let (mut found, mut all_behind) = (Vec::new(), Vec::new());
    for (number, block) in (0..).zip(&body.blocks) {
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Cell) {
            continue;
        }
        let start = block.text.start as usize;
        let behind = behind::within(body, number, block.text.range(), &ends);
        let is_behind = |range: &Range<usize>| {
            let others = behind.iter().map(|behind| &behind.citation.range);
            others.into_iter().any(|other| other.start < range.end && range.start < other.end)
        };
        for mut citation in scanner.scan(body.words(block.text)) {
            shift(&mut citation, start);
            if block.quoted && citation.target == Target::Here {
                citation.target = Target::Unresolved(Unresolved::Quoted);
            }
            if !overlaps(&closed, &citation.range) && !is_behind(&citation.range) {
                found.push((number, citation));
            }
        }
        all_behind.extend(behind);
    }
    (found, all_behind)
}

fn shift(citation: &mut Citation, by: usize) {
    let shifted = |range: &Range<usize>| range.start + by..range.end + by;
    citation.range = shifted(&citation.range);
    for cited in &mut citation.places {
        cited.range = shifted(&cited.range);
    }
}

/// The words of links and code, in the order of the text.
fn closed_ranges(body: &Body) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut links = 0;
    for op in &body.ops {
        match op {
            Op::Open(Element::Link(_)) => links += 1,
            Op::Close(Element::Link(_)) => links -= 1,
            Op::Code(text) => ranges.push(text.range()),
            Op::Text { text, .. } if links > 0 => ranges.push(text.range()),
            _ => {}
        }
    }
    ranges.sort_by_key(|range| range.start);
    ranges
}

fn overlaps(ranges: &[Range<usize>], range: &Range<usize>) -> bool {
    let before = ranges.partition_point(|other| other.end <= range.start);
    ranges.get(before).is_some_and(|other| other.start < range.end)
}

fn scan_fields(
    fields: &Fields,
    defs: &[FieldDef],
    scanner: &mut Scanner<'_>,
    found: &mut Vec<(Span, Citation)>,
) {
    for def in defs.iter().filter(|def| !OWN.contains(&def.name.as_str())) {
        let is_sentence = def.kind == Kind::Text && def.vocabulary.is_none() && !def.facet;
        for item in fields.items(&def.name) {
            match &item.value {
                Value::Text(text) if def.kind == Kind::Citation => {
                    found.extend(whole(text, scanner).into_iter().map(|citation| (item.span, citation)));
                }
                Value::Text(text) if is_sentence => {
                    found.extend(scanner.scan(text).into_iter().map(|citation| (item.span, citation)));
                }
                Value::Record(record) => scan_fields(record, &def.fields, scanner, found),
                _ => {}
            }
        }
    }
}

/// The citations of a text that is one by its nature: a title needs no marks there.
fn whole(text: &str, scanner: &mut Scanner<'_>) -> Vec<Citation> {
    let found = scanner.scan(text);
    let marked = text.contains('《') || text.contains("[[");
    if !found.is_empty() || marked {
        return found;
    }
    let in_marks = format!("《{}》", text.trim());
    let lead = '《'.len_utf8();
    let from = text.len() - text.trim_start().len();
    let titles = scanner.scan(&in_marks);
    let exact = titles.into_iter().filter(|citation| citation.range == (0..in_marks.len()));
    exact
        .map(|citation| Citation {
            range: from..from + in_marks.len() - 2 * lead,
            form: Form::Bare,
            ..citation
        })
        .collect()
}
