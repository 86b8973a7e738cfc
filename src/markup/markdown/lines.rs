//! Laws pasted with one line end where Markdown wants two: their lines are paragraphs.

use crate::base::span::Span;
use crate::law::structure::{LineStart, line_start};
use crate::markup::body::{Element, Op};
use crate::markup::markdown::Builder;

/// How line ends within a paragraph are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineEnds {
    /// As blanks.
    #[default]
    Soft,
    /// As ends of paragraphs, where an article, a chapter or an item begins: for types with articles.
    OfLaw,
}

/// Longest line that may stand above an article without a full stop: a title.
const LONGEST_TITLE: usize = 30;

impl Builder<'_> {
    /// Takes note of a paragraph, and whether a later line of it opens an article or a chapter.
    pub(super) fn note_paragraph(&mut self, span: Span) {
        self.pasted = false;
        let Some(text) = self.source.get(span.start..span.end).filter(|_| self.line_ends == LineEnds::OfLaw)
        else {
            return;
        };
        if text.contains('第') {
            let opens = |line: &str| matches!(start_of(line), LineStart::Article | LineStart::Division);
            self.pasted = text.lines().skip(1).any(opens);
        }
    }

    /// Ends the paragraph at a line end and begins another, where a law has one; says whether it did.
    pub(super) fn divides(&mut self, span: Span) -> bool {
        let plain = self.line_ends == LineEnds::OfLaw && self.open.as_slice() == [Element::Paragraph];
        if !plain || self.block.is_none() {
            return false;
        }
        let before = self.source[..span.start].rsplit('\n').next().unwrap_or_default();
        let after = self.source[span.end..].lines().next().unwrap_or_default();
        if !self.is_end(before, start_of(after)) {
            return false;
        }
        self.close_block();
        self.body.ops.push(Op::Close(Element::Paragraph));
        self.body.ops.push(Op::Open(Element::Paragraph));
        true
    }

    /// Whether a paragraph ends with the line `before` a line of this start.
    fn is_end(&self, before: &str, next: LineStart) -> bool {
        let before = before.trim_matches(is_mark);
        let ends = before.ends_with(['。', '；', '：', ';', ':', '！', '？', '）', ')', '”', '】', '》']);
        let title = !before.contains(['，', '。', '；', '、']) && before.chars().count() <= LONGEST_TITLE;
        let heads = matches!(start_of(before), LineStart::Division | LineStart::Attachment);
        match next {
            LineStart::Article | LineStart::Division | LineStart::Attachment => ends || title || heads,
            LineStart::Item => true,
            LineStart::Number => ends,
            LineStart::Text => self.pasted && (ends || heads),
        }
    }
}

/// What a line of source opens, marks of emphasis and blanks apart.
fn start_of(line: &str) -> LineStart {
    line_start(line.trim_matches(is_mark))
}

fn is_mark(c: char) -> bool {
    c.is_whitespace() || matches!(c, '*' | '_' | '\\')
}
