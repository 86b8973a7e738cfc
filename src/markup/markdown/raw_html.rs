//! Raw HTML: what may stand, and where the rest is reported.

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::span::Span;
use crate::markup::body::Op;
use crate::markup::markdown::{Builder, RawHtml};
use crate::markup::sanitise;
use crate::markup::sanitise::Refused;

impl Builder<'_> {
    pub(super) fn raw_block(&mut self, html: &str, span: Span) {
        match &mut self.html {
            Some(block) => block.add(html, span.start),
            None => self.raw_inline(html, span),
        }
    }

    pub(super) fn end_html(&mut self) {
        let Some(html) = self.html.take() else { return };
        let words = sanitise::words(&html.text);
        if !words.is_empty() {
            self.add_words(&words);
        }
        self.keep_html(&html);
    }

    pub(super) fn raw_inline(&mut self, html: &str, span: Span) {
        self.open_block();
        self.join("<");
        let mut raw = RawHtml::default();
        raw.add(html, span.start);
        self.keep_html(&raw);
    }

    /// Keeps of `html` what may stand.
    pub(super) fn keep_html(&mut self, html: &RawHtml) {
        let (kept, refused) = sanitise::allowed(&html.text);
        for found in refused {
            match found {
                Refused::Tag(at, tag) => {
                    let start = html.source_of(at);
                    let span = Span::new(start, start + tag.len() + 1);
                    self.report(span, Diagnostic::new(&message::HTML_REMOVED).with("tag", tag));
                }
                Refused::Open(at) => {
                    let start = html.source_of(at);
                    let span = Span::new(start, start + 1);
                    self.report(span, Diagnostic::new(&message::HTML_OPEN));
                }
            }
        }
        if !kept.trim().is_empty() {
            self.body.has_html = true;
            self.body.ops.push(Op::Html(kept.into()));
        }
    }
}
