//! Footnotes: their marks, their texts, and what is missing between the two.

use pulldown_cmark::CowStr;

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::span::Span;
use crate::markup::markdown::Builder;

impl Builder<'_> {
    pub(super) fn note(&mut self, label: &CowStr<'_>, span: Span) -> u32 {
        let label = self.original(label);
        if let Some(index) = self.notes.get(&label) {
            return *index;
        }
        let index = self.body.footnotes.len() as u32;
        self.body.footnotes.push(label.clone());
        self.defined.push(false);
        self.marked.push(false);
        self.first_mark.push(span);
        self.notes.insert(label, index);
        index
    }

    /// A mark that the parser left as words has no footnote.
    pub(super) fn report_undefined_notes(&mut self, start: usize) {
        let words = self.body.text[start..].to_owned();
        let mut from = 0;
        while let Some(step) = words[from..].find("[^") {
            let at = from + step;
            from = at + 2;
            let Some(length) = words[from..].find(']').filter(|length| *length > 0 && *length < 60) else {
                continue;
            };
            let label = &words[from..from + length];
            let Some(source) = self.body.source_of(start + at) else { continue };
            // An escaped bracket is meant as one.
            if self.source[..source.saturating_sub(self.base)].ends_with('\\') {
                continue;
            }
            // Marks of emphasis may stand between, so the end is looked up like the beginning.
            let end = self.body.source_of(start + from + length).map_or(source, |bracket| bracket + 1);
            let span = Span::new(source, end.max(source + 2));
            self.findings.push((span, Diagnostic::new(&message::UNDEFINED_FOOTNOTE).with("label", label)));
        }
    }
}
