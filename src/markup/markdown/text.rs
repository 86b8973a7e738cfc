//! Words and blocks: text taken from the true source, soft breaks, bare addresses.

use pulldown_cmark::CowStr;

use crate::base::span::Span;
use crate::markup::body::{BlockKind, Element, Link, LinkKind, Op, TextBlock, TextRange};
use crate::markup::markdown::Builder;
use crate::markup::{autolink, cjk};

impl Builder<'_> {
    pub(super) fn text(&mut self, text: &CowStr<'_>, span: Span) {
        let written = self.original(text);
        self.open_block();
        self.join(&written);
        let start = self.body.text.len();
        self.body.text.push_str(&written);
        let range = TextRange::new(start, self.body.text.len());
        let source = (span.start + self.base) as u32;
        // Words that the parser cut only at a special character are one run.
        if let Some(Op::Text { text, source: from }) = self.body.ops.last_mut()
            && text.end == range.start
            && from.checked_add(text.end - text.start) == Some(source)
        {
            text.end = range.end;
            return;
        }
        self.body.ops.push(Op::Text { text: range, source });
    }

    /// Settles a soft break before `next`: nothing between two Chinese characters, else a blank.
    pub(super) fn join(&mut self, next: &str) {
        if !std::mem::take(&mut self.soft) {
            return;
        }
        let before = self.body.text.chars().next_back();
        let wide = |c: Option<char>| c.is_some_and(cjk::is_cjk);
        let mark = |c: Option<char>| {
            c.is_some_and(|c| cjk::is_cjk(c) && cjk::is_punctuation(c) || "“”‘’…—".contains(c))
        };
        let after = next.chars().next();
        if (wide(before) && wide(after)) || mark(before) || mark(after) {
            return;
        }
        let start = self.body.text.len();
        self.body.text.push(' ');
        self.body.ops.push(Op::Text { text: TextRange::new(start, start + 1), source: u32::MAX });
    }

    pub(super) fn code(&mut self, text: &CowStr<'_>) {
        let written = self.original(text);
        self.open_block();
        self.join(&written);
        let start = self.body.text.len();
        self.body.text.push_str(&written);
        self.body.ops.push(Op::Code(TextRange::new(start, self.body.text.len())));
    }

    pub(super) fn open_block(&mut self) {
        if self.block.is_none() {
            self.block = Some((self.body.text.len(), self.body.ops.len()));
        }
    }

    /// Ends the text block that is open, if it has words.
    pub(super) fn close_block(&mut self) {
        self.soft = false;
        let Some((start, op)) = self.block.take() else { return };
        if start == self.body.text.len() {
            return;
        }
        let kind = self.block_kind();
        if kind != BlockKind::Code && !self.open.iter().any(|element| matches!(element, Element::Link(_))) {
            self.link_addresses(op, start);
        }
        if kind != BlockKind::Code && self.body.text[start..].contains("[^") {
            self.report_undefined_notes(start);
        }
        let quoted = self.open.iter().any(|element| matches!(element, Element::Quote | Element::Callout(_)));
        let text = TextRange::new(start, self.body.text.len());
        self.body.blocks.push(TextBlock { text, kind, quoted, op: op as u32 });
        self.body.text.push('\n');
    }

    pub(super) fn block_kind(&self) -> BlockKind {
        for element in self.open.iter().rev() {
            match element {
                Element::Heading(index) => return BlockKind::Heading(*index),
                Element::CodeBlock(_) => return BlockKind::Code,
                Element::Cell { .. } => return BlockKind::Cell,
                Element::Item | Element::DefinitionTitle | Element::Definition => return BlockKind::Item,
                Element::Paragraph if !self.open.contains(&Element::Item) => return BlockKind::Paragraph,
                _ => {}
            }
        }
        BlockKind::Other
    }

    /// Makes links of the bare addresses in the words of the block that began at `start`.
    pub(super) fn link_addresses(&mut self, op: usize, start: usize) {
        if !self.body.text[start..].contains("://") {
            return;
        }
        let found = autolink::addresses(&self.body.text[start..]);
        let mut inside_link = false;
        let mut ops = Vec::new();
        for step in self.body.ops.split_off(op) {
            match step {
                Op::Open(Element::Link(_)) => inside_link = true,
                Op::Close(Element::Link(_)) => inside_link = false,
                Op::Text { text, source } if !inside_link => {
                    self.cut_at_addresses(&mut ops, text, source, &found, start);
                    continue;
                }
                _ => {}
            }
            ops.push(step);
        }
        self.body.ops.append(&mut ops);
    }

    pub(super) fn cut_at_addresses(
        &mut self,
        ops: &mut Vec<Op>,
        text: TextRange,
        source: u32,
        found: &[std::ops::Range<usize>],
        start: usize,
    ) {
        let run = text.range();
        let mut done = run.start;
        let piece = |from: usize, to: usize| Op::Text {
            text: TextRange::new(from, to),
            source: source.saturating_add((from - run.start) as u32),
        };
        for address in found.iter().map(|range| range.start + start..range.end + start) {
            if address.start < done || address.end > run.end {
                continue;
            }
            if address.start > done {
                ops.push(piece(done, address.start));
            }
            let at = source as usize + address.start - run.start;
            let index = self.body.links.len() as u32;
            self.body.links.push(Link {
                target: self.body.text[address.clone()].to_owned(),
                kind: LinkKind::Address,
                span: Span::new(at, at + address.len()),
            });
            let link = Element::Link(index);
            ops.extend([Op::Open(link), piece(address.start, address.end), Op::Close(link)]);
            done = address.end;
        }
        if done < run.end {
            ops.push(piece(done, run.end));
        }
    }
}
