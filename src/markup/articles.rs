//! The structure of law in a body: which block is which article, paragraph or item.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::law::commencement;
use crate::law::number::{ArticleNo, parse_enumeration_mark};
use crate::law::structure::is_blank;
use crate::law::structure::{Article, Line, LineKind, Role, Structure, recognise};
use crate::markup::body::{Anchors, BlockKind, Body, Element, Op, TextBlock, TextRange};
use crate::text::numeral;

/// Recognises the structure of `body`, a line for each of its blocks, and sets the anchors.
pub fn recognise_in(body: &mut Body) -> Structure {
    let structure = recognise(&lines(body));
    link_numbers(body, &structure);
    name_divisions(body, &structure);
    name_paragraphs(body, &structure);
    structure
}

/// The articles at the end of a text, or its blocks where it has none, that are asked from when it applies.
const LAST: usize = 3;

/// The day from which a text says that it applies.
pub fn commencement(body: &Body, structure: &Structure) -> Option<Date> {
    if structure.articles.is_empty() {
        let blocks = body.blocks.iter().rev().filter(|block| !block.quoted);
        return blocks.take(LAST).find_map(|block| commencement::commencement(body.words(block.text)));
    }
    let main = structure.articles.iter().rev().filter(|article| article.attachment.is_none());
    main.take(LAST).find_map(|article| commencement::commencement(&text_of(body, article)))
}

/// The anchor of the part `一、` of a text without articles: 刑法修正案（九）第七条 is its part 七、.
pub fn part(body: &Body, structure: &Structure, no: ArticleNo) -> Option<String> {
    if !structure.articles.is_empty() || no.suffix > 0 {
        return None;
    }
    let mut wanted = String::new();
    push_part_anchor(no.number, &mut wanted);
    body.anchors.iter().any(|(_, anchor)| anchor == wanted).then_some(wanted)
}

fn push_part_anchor(number: u32, anchor: &mut String) {
    anchor.push('p');
    numeral::push_digits(number, anchor);
}

/// The words of an article without its number, 款 and 项 divided by `\n`.
pub fn text_of(body: &Body, article: &Article) -> String {
    let mut text = String::new();
    push_text_of(body, article, &mut text);
    text
}

/// Writes the words of an article behind `text`.
pub fn push_text_of(body: &Body, article: &Article, text: &mut String) {
    let lines = body.blocks.get(article.lines.clone()).unwrap_or_default();
    text.reserve(lines.iter().map(|block| block.text.range().len() + 1).sum());
    for (place, block) in lines.iter().enumerate() {
        if place > 0 {
            text.push('\n');
        }
        let from = if place == 0 { article.body } else { 0 };
        text.push_str(body.words(block.text).get(from..).unwrap_or_default().trim());
    }
}

fn lines(body: &Body) -> Vec<Line<'_>> {
    body.blocks
        .iter()
        .map(|block| Line {
            text: Cow::Borrowed(body.words(block.text)),
            kind: kind(body, block),
            offset: source_start(body, block),
            continues: false,
        })
        .collect()
}

fn kind(body: &Body, block: &TextBlock) -> LineKind {
    if block.quoted {
        return LineKind::Quote;
    }
    match block.kind {
        BlockKind::Paragraph => LineKind::Paragraph,
        BlockKind::Heading(index) => LineKind::Heading(body.headings[index as usize].level),
        BlockKind::Item => LineKind::ListItem,
        BlockKind::Cell => LineKind::Table,
        BlockKind::Code | BlockKind::Other => LineKind::Other,
    }
}

/// The offset in the file of the first words of a block.
fn source_start(body: &Body, block: &TextBlock) -> usize {
    let words = body.ops[block.op as usize..].iter().find_map(|op| match op {
        Op::Text { source, .. } => Some(*source as usize),
        _ => None,
    });
    words.unwrap_or(0)
}

/// Sets the number of each article that begins a paragraph apart, so that it can hang in the margin.
/// A number that was bold is no longer: how numbers look is the theme's to say.
fn link_numbers(body: &mut Body, structure: &Structure) {
    if structure.articles.is_empty() {
        return;
    }
    // Both rising, as articles do.
    let mut numbers: Vec<TextRange> = Vec::with_capacity(structure.articles.len());
    let mut opens: Vec<u32> = Vec::with_capacity(structure.articles.len());
    for article in &structure.articles {
        let block = &body.blocks[article.lines.start];
        if block.quoted || block.kind != BlockKind::Paragraph {
            continue;
        }
        let words = body.words(block.text);
        let lead = words.len() - words.trim_start_matches(is_blank).len();
        let end = words[..article.body].trim_end_matches(is_blank).len();
        let start = block.text.start as usize;
        let number = TextRange::new(start + lead, start + end.max(lead));
        let op = block.op as usize;
        let place = op + usize::from(body.ops.get(op) == Some(&Op::Open(Element::Strong)));
        let holds = |op: &Op| matches!(op, Op::Text { text, .. } if text.start <= number.start && number.end <= text.end);
        if number.start < number.end && body.ops.get(place).is_some_and(holds) {
            if !set_apart_bold(&mut body.ops, place, number) {
                numbers.push(number);
            }
            opens.extend(block.op.checked_sub(1));
        }
    }
    body.articles = opens;
    body.numbers = numbers;
}

/// Sets a number apart that fills the bold words at `place`; `false` where there are none such.
fn set_apart_bold(ops: &mut [Op], place: usize, number: TextRange) -> bool {
    let Some([open, words, close]) = place.checked_sub(1).and_then(|open| ops.get_mut(open..open + 3)) else {
        return false;
    };
    let is_bold = *open == Op::Open(Element::Strong)
        && matches!(words, Op::Text { text, .. } if *text == number)
        && *close == Op::Close(Element::Strong);
    if is_bold {
        *open = Op::Open(Element::Number);
        *close = Op::Close(Element::Number);
    }
    is_bold
}

/// Gives headings of divisions the anchors of their numbers, where the author gave none of his own.
/// Headings of articles always have theirs: citations and the search lead there.
fn name_divisions(body: &mut Body, structure: &Structure) {
    let mut taken: BTreeSet<String> = body.headings.iter().map(|heading| heading.id.clone()).collect();
    for (line, role) in structure.roles.iter().enumerate() {
        let (Role::Division(_) | Role::Article(_) | Role::Attachment(_), BlockKind::Heading(index)) =
            (role, body.blocks[line].kind)
        else {
            continue;
        };
        if !matches!(role, Role::Article(_)) && body.headings[index as usize].given.is_some() {
            continue;
        }
        if let Some(anchor) = structure.anchor(line).filter(|anchor| taken.insert(anchor.clone())) {
            body.headings[index as usize].id = anchor;
        }
    }
}

/// Gives paragraphs and items of articles the anchors of their numbers.
fn name_paragraphs(body: &mut Body, structure: &Structure) {
    // No two lines of a structure have one anchor; only parts that stand twice are looked after, and
    // headings called as articles (a1), divisions (b1, fb1, z1, j1), attachments (fj1) or parts (p1) are.
    let ids = body.headings.iter().map(|heading| heading.id.as_str());
    let taken: BTreeSet<&str> = ids.filter(|id| id.starts_with(['a', 'b', 'f', 'j', 'p', 'z'])).collect();
    let mut parts: BTreeSet<u32> = BTreeSet::new();
    let mut anchors = Anchors::with_capacity(body.blocks.len());
    let mut anchor = String::new();
    for (block, line) in body.blocks.iter().zip(0..) {
        let named = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item) && !block.quoted;
        let Some(open) = block.op.checked_sub(1).filter(|_| named) else { continue };
        anchor.clear();
        let mut has = structure.push_anchor(line, &mut anchor);
        if !has
            && structure.articles.is_empty()
            && let Some((number, _)) = parse_enumeration_mark(body.words(block.text))
            && parts.insert(number)
        {
            push_part_anchor(number, &mut anchor);
            has = true;
        }
        if has && !taken.contains(anchor.as_str()) {
            anchors.push(open, &anchor);
        }
    }
    body.anchors = anchors;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::structure::FindingKind;
    use crate::markup::markdown::parse;

    #[test]
    fn no_two_places_have_one_anchor() {
        for (id, line) in [
            ("b1", "第一编 总则"),
            ("fb1", "第一分编 总则"),
            ("z1", "第一章 总则"),
            ("j1", "第一节 总则"),
            ("a1", "第一条 为了读书。"),
        ] {
            let source = format!("## 说明 {{#{id}}}\n\n{line}\n\n第二条 会员应当还书。\n\n第三条 罚。\n");
            let (mut body, _) = parse(&source, 0);
            recognise_in(&mut body);
            let mut ids: Vec<&str> = body.headings.iter().map(|heading| heading.id.as_str()).collect();
            ids.extend(body.anchors.iter().map(|(_, anchor)| anchor));
            assert_eq!(ids.iter().filter(|known| **known == id).count(), 1, "{id} in {ids:?}");
        }
    }

    #[test]
    fn a_number_before_a_blank_alone_is_quoted() {
        let (mut body, _) = parse("第一条 原文：\n\n“第三条\u{3000}\n\n第二条 会员应当还书。\n", 0);
        let kinds: Vec<FindingKind> =
            recognise_in(&mut body).findings.into_iter().map(|finding| finding.kind).collect();
        assert!(matches!(kinds[..], [FindingKind::Quoted { .. }]), "{kinds:?}");
    }
}
