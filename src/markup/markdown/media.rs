//! Images, films and sounds, and figures with captions.

use pulldown_cmark::{CowStr, Event};

use crate::base::span::Span;
use crate::markup::body::{BlockKind, Element, Media, Op, TextBlock, TextRange};
use crate::markup::markdown::Builder;

impl Builder<'_> {
    pub(super) fn begin_media(&mut self, target: &CowStr<'_>, title: &CowStr<'_>, span: Span) {
        let caption = self.original(title);
        let media = Media {
            target: self.original(target),
            alt: String::new(),
            caption: (!caption.trim().is_empty()).then(|| caption.trim().to_owned()),
            span: span.shifted(self.base),
        };
        self.open_block();
        self.image = Some((media, 1));
    }

    /// Takes what stands inside an image as its alternative text; says whether it did.
    pub(super) fn alt(&mut self, event: &Event<'_>) -> bool {
        let words = match event {
            Event::Text(text) | Event::Code(text) => self.original(text),
            Event::SoftBreak | Event::HardBreak => " ".to_owned(),
            _ => String::new(),
        };
        let Some((media, depth)) = &mut self.image else { return false };
        media.alt.push_str(&words);
        match event {
            Event::Start(_) => *depth += 1,
            Event::End(_) => *depth -= 1,
            _ => {}
        }
        *depth > 0
    }

    pub(super) fn end_media(&mut self) {
        let Some((media, _)) = self.image.take() else { return };
        self.body.media.push(media);
        self.push(Op::Media(self.body.media.len() as u32 - 1));
    }

    /// Makes a figure of a paragraph that holds one image with a caption and nothing else.
    pub(super) fn lone_media(&mut self) -> bool {
        let [.., Op::Open(Element::Paragraph), Op::Media(index)] = self.body.ops[..] else { return false };
        let Some(caption) = self.body.media[index as usize].caption.clone() else { return false };
        self.body.ops.truncate(self.body.ops.len() - 2);
        self.open.pop();
        let text = self.add_words(&caption);
        self.body.ops.push(Op::Figure(index, text));
        true
    }

    /// Adds a block of words that no operation of text writes.
    pub(super) fn add_words(&mut self, words: &str) -> TextRange {
        let start = self.body.text.len();
        self.body.text.push_str(words);
        let text = TextRange::new(start, self.body.text.len());
        self.body.blocks.push(TextBlock {
            text,
            kind: BlockKind::Other,
            quoted: false,
            op: self.body.ops.len() as u32,
        });
        self.body.text.push('\n');
        text
    }
}
