//! The structure of law in a body: which block is which article, paragraph or item.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::law::structure::{Article, Line, LineKind, Role, Structure, recognise};
use crate::markup::body::{BlockKind, Body, Op, TextBlock};

/// Recognises the structure of `body`, a line for each of its blocks, and sets the anchors.
pub fn recognise_in(body: &mut Body) -> Structure {
    let structure = recognise(&lines(body));
    name_divisions(body, &structure);
    name_paragraphs(body, &structure);
    structure
}

/// The words of an article without its number, 款 and 项 divided by `\n`.
pub fn text_of(body: &Body, article: &Article) -> String {
    let mut text = String::new();
    for (i, block) in body.blocks.iter().enumerate().take(article.lines.end).skip(article.lines.start) {
        let first = i == article.lines.start;
        if !first {
            text.push('\n');
        }
        let from = if first { article.body } else { 0 };
        text.push_str(body.words(block.text).get(from..).unwrap_or_default().trim());
    }
    text
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
    let mut taken: BTreeSet<String> = body.headings.iter().map(|heading| heading.id.clone()).collect();
    let mut anchors = Vec::new();
    for (block, line) in body.blocks.iter().zip(0..) {
        let named = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item) && !block.quoted;
        let Some(open) = block.op.checked_sub(1).filter(|_| named) else { continue };
        if let Some(anchor) = structure.anchor(line).filter(|anchor| taken.insert(anchor.clone())) {
            anchors.push((open, anchor));
        }
    }
    body.anchors = anchors;
}
