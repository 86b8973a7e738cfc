//! Markdown to a [`Body`].

mod media;
mod notes;
mod raw_html;
pub mod relink;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{
    Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
};

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::span::Span;
use crate::markup::body::{
    Align, BlockKind, Body, Callout, Element, Heading, Link, LinkKind, Media, Op, TextRange,
};
use crate::markup::cjk;
use crate::markup::passages::Passage;
use crate::markup::scheme::{Scheme, scheme};
use crate::text::slug::slug;

/// A diagnostic with its span in the text that was parsed.
pub type Finding = (Span, Diagnostic);

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

/// Parses `source`, whose first byte is the byte `base` of its file.
pub fn parse(source: &str, base: usize) -> (Body, Vec<Finding>) {
    parse_marked(source, base, &[])
}

/// The same with the blocks of `passages` marked, whose spans are in `source`.
pub fn parse_marked(source: &str, base: usize, passages: &[Passage]) -> (Body, Vec<Finding>) {
    let mended = cjk::friendly(source, options());
    let mut builder = Builder { passages, ..Builder::new(source, &mended, base) };
    for (event, range) in Parser::new_ext(&mended, options()).into_offset_iter() {
        builder.event(event, Span::from(range));
    }
    builder.finish()
}

/// What is being built, and the state of the walk.
struct Builder<'a> {
    source: &'a str,
    /// The text that the parser reads: of the same length as `source`.
    mended: &'a str,
    base: usize,
    body: Body,
    findings: Vec<Finding>,
    /// Elements open now.
    open: Vec<Element>,
    aligns: Vec<Align>,
    column: usize,
    head: bool,
    /// Start of the text block that is open, with its first operation.
    block: Option<(usize, usize)>,
    /// A soft break that waits for the next word.
    soft: bool,
    /// Alternative text of the image that is open, with its depth.
    image: Option<(Media, usize)>,
    /// A block of raw HTML.
    html: Option<RawHtml>,
    ids: BTreeSet<String>,
    /// The number that the next heading of the same words gets.
    repeats: BTreeMap<String, usize>,
    notes: BTreeMap<String, u32>,
    defined: Vec<bool>,
    marked: Vec<bool>,
    first_mark: Vec<Span>,
    /// Marked passages.
    passages: &'a [Passage],
    /// Passages whose blocks are being read, with how many elements are open around them.
    inside: Vec<(usize, usize)>,
}

/// Raw HTML as the parser gives it: in pieces, for it leaves out the marks of quotes around it and
/// the ends of lines as they were.
#[derive(Default)]
struct RawHtml {
    text: String,
    /// Where each piece begins: in `text`, and in the source.
    pieces: Vec<(usize, usize)>,
}

impl RawHtml {
    fn add(&mut self, piece: &str, source: usize) {
        self.pieces.push((self.text.len(), source));
        self.text.push_str(piece);
    }

    /// The offset in the source of the byte `at` of the text.
    fn source_of(&self, at: usize) -> usize {
        let piece = self.pieces.iter().rev().find(|(start, _)| *start <= at);
        piece.map_or(at, |(start, source)| source + at - start)
    }
}

impl<'a> Builder<'a> {
    fn new(source: &'a str, mended: &'a str, base: usize) -> Self {
        Self {
            source,
            mended,
            base,
            body: Body::default(),
            findings: Vec::new(),
            open: Vec::new(),
            aligns: Vec::new(),
            column: 0,
            head: false,
            block: None,
            soft: false,
            image: None,
            html: None,
            ids: RESERVED.iter().map(|id| (*id).to_owned()).collect(),
            repeats: BTreeMap::new(),
            notes: BTreeMap::new(),
            defined: Vec::new(),
            marked: Vec::new(),
            first_mark: Vec::new(),
            passages: &[],
            inside: Vec::new(),
        }
    }

    /// The words of `text` as they stand in the true source.
    fn original(&self, text: &CowStr<'_>) -> String {
        if let CowStr::Borrowed(part) = text {
            let offset = (part.as_ptr() as usize).wrapping_sub(self.mended.as_ptr() as usize);
            if let Some(written) = offset.checked_add(part.len()).and_then(|end| self.source.get(offset..end))
            {
                return written.to_owned();
            }
        }
        text.to_string()
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        if self.image.is_some() && self.alt(&event) {
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.html {
                Some(html) => html.add(&text, span.start),
                None => self.text(&text, span),
            },
            Event::Code(text) => self.code(&text),
            Event::Html(html) => self.raw_block(&html, span),
            Event::InlineHtml(html) => self.raw_inline(&html, span),
            Event::SoftBreak => self.soft = true,
            Event::HardBreak => {
                self.push(Op::LineBreak);
                if self.block.is_some() {
                    self.body.text.push('\n');
                }
            }
            Event::Rule => self.push(Op::Rule),
            Event::TaskListMarker(done) => self.push(Op::Task(done)),
            Event::FootnoteReference(label) => {
                let index = self.note(&label, span);
                self.marked[index as usize] = true;
                self.push(Op::FootnoteMark(index));
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, span),
        }
    }

    fn push(&mut self, op: Op) {
        self.soft = false;
        self.body.ops.push(op);
    }

    fn report(&mut self, span: Span, diagnostic: Diagnostic) {
        self.findings.push((span.shifted(self.base), diagnostic));
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        let element = match tag {
            Tag::Paragraph => Element::Paragraph,
            Tag::Heading { level, id, .. } => self.heading(level, id),
            Tag::BlockQuote(kind) => kind.map_or(Element::Quote, |kind| Element::Callout(callout(kind))),
            Tag::CodeBlock(kind) => self.code_block(kind, span),
            Tag::List(number) => Element::List(number),
            Tag::Item => Element::Item,
            Tag::FootnoteDefinition(label) => {
                let index = self.note(&label, span);
                if std::mem::replace(&mut self.defined[index as usize], true) {
                    let label = self.body.footnotes[index as usize].clone();
                    self.report(span, Diagnostic::new(&message::FOOTNOTE_TWICE).with("label", label));
                }
                Element::Footnote(index)
            }
            Tag::Table(aligns) => {
                self.aligns = aligns.into_iter().map(align).collect();
                Element::Table
            }
            Tag::TableHead | Tag::TableRow => {
                self.column = 0;
                self.head = matches!(tag, Tag::TableHead);
                if self.head { Element::TableHead } else { Element::TableRow }
            }
            Tag::TableCell => {
                let align = self.aligns.get(self.column).copied().unwrap_or_default();
                self.column += 1;
                Element::Cell { head: self.head, align }
            }
            Tag::Emphasis => Element::Emphasis,
            Tag::Strong => Element::Strong,
            Tag::Strikethrough => Element::Strikethrough,
            Tag::DefinitionList => Element::DefinitionList,
            Tag::DefinitionListTitle => Element::DefinitionTitle,
            Tag::DefinitionListDefinition => Element::Definition,
            Tag::Link { link_type, dest_url, .. } => self.link(link_type, &dest_url, span),
            Tag::Image { dest_url, title, .. } => return self.begin_media(&dest_url, &title, span),
            Tag::HtmlBlock => {
                self.close_block();
                self.html = Some(RawHtml::default());
                return;
            }
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => return,
        };
        if is_block(element) {
            self.close_block();
            self.mark_scope(span.start);
        } else {
            self.open_block();
        }
        self.begin(element);
    }

    /// Notes the scope of the block that begins at `at`, unless a block around it has the same mark.
    fn mark_scope(&mut self, at: usize) {
        let depth = self.open.len();
        self.inside.retain(|(_, around)| *around < depth);
        let contains = |passage: &Passage| (passage.span.start..passage.span.end).contains(&at);
        let Some(innermost) = self.passages.iter().rposition(contains) else { return };
        if self.inside.iter().all(|(passage, _)| *passage != innermost) {
            self.inside.push((innermost, depth));
            self.body.scopes.push((self.body.ops.len() as u32, self.passages[innermost].scope.clone()));
        }
    }

    fn begin(&mut self, element: Element) {
        if is_inline(element) {
            // A soft break stays pending: it belongs before the first word inside.
            self.body.ops.push(Op::Open(element));
        } else {
            self.push(Op::Open(element));
        }
        self.open.push(element);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => return self.end_media(),
            TagEnd::HtmlBlock => return self.end_html(),
            TagEnd::Superscript | TagEnd::Subscript | TagEnd::MetadataBlock(_) => return,
            _ => {}
        }
        let Some(&element) = self.open.last() else { return };
        if is_block(element) {
            self.close_block();
        }
        match element {
            Element::Heading(index) => self.name_heading(index),
            Element::Paragraph => {
                if self.lone_media() {
                    return;
                }
                self.chinese_callout();
            }
            _ => {}
        }
        self.open.pop();
        self.body.ops.push(Op::Close(element));
    }

    fn heading(&mut self, level: HeadingLevel, id: Option<CowStr<'_>>) -> Element {
        let id = id.map(|id| self.original(&id)).filter(|id| !id.is_empty()).unwrap_or_default();
        let level = (level as u8).max(2);
        self.body.headings.push(Heading { level, id, given: None, text: TextRange::default() });
        Element::Heading(self.body.headings.len() as u32 - 1)
    }

    /// Gives the heading its words and an id that no other has.
    fn name_heading(&mut self, index: u32) {
        let text = match self.body.blocks.last() {
            Some(block) if block.kind == BlockKind::Heading(index) => block.text,
            _ => TextRange::default(),
        };
        let heading = &mut self.body.headings[index as usize];
        heading.text = text;
        let wanted = match heading.id.is_empty() {
            true => anchor(&self.body.text[text.range()]),
            false => anchor(&heading.id),
        };
        let mut id = wanted.clone();
        let number = self.repeats.entry(wanted.clone()).or_insert(1);
        while !self.ids.insert(id.clone()) {
            *number += 1;
            id = format!("{wanted}-{number}");
        }
        let heading = &mut self.body.headings[index as usize];
        heading.given = (!heading.id.is_empty()).then(|| id.clone());
        heading.id = id;
    }

    fn code_block(&mut self, kind: CodeBlockKind<'_>, span: Span) -> Element {
        let is_chinese =
            self.source.get(span.start..span.end).is_some_and(|text| text.chars().any(cjk::is_cjk));
        if matches!(kind, CodeBlockKind::Indented) && is_chinese {
            self.report(span, Diagnostic::new(&message::INDENTED_CODE));
        }
        let language = match &kind {
            CodeBlockKind::Fenced(info) => self.original(info),
            CodeBlockKind::Indented => String::new(),
        };
        let word = language.split([' ', ',', '{']).next().unwrap_or_default();
        if word.is_empty() {
            return Element::CodeBlock(None);
        }
        self.body.languages.push(word.to_owned());
        Element::CodeBlock(Some(self.body.languages.len() as u32 - 1))
    }

    fn link(&mut self, link_type: LinkType, target: &CowStr<'_>, span: Span) -> Element {
        let target = self.original(target).trim().to_owned();
        let kind = match link_type {
            LinkType::WikiLink { has_pothole: true } => LinkKind::WikiText,
            LinkType::WikiLink { has_pothole: false } => LinkKind::WikiBare,
            LinkType::Autolink | LinkType::Email => LinkKind::Address,
            _ => LinkKind::Markdown,
        };
        let target = if link_type == LinkType::Email { format!("mailto:{target}") } else { target };
        let plain = matches!(kind, LinkKind::Markdown | LinkKind::Address);
        if plain && scheme(&target) == Scheme::Refused {
            self.report(span, Diagnostic::new(&message::UNSAFE_LINK).with("target", &target));
        }
        self.body.links.push(Link { target, kind, span: span.shifted(self.base) });
        Element::Link(self.body.links.len() as u32 - 1)
    }

    /// A paragraph of a quote that begins with `[!注意]` makes the quote a callout, as the English
    /// words do in GitHub's syntax.
    fn chinese_callout(&mut self) {
        let [.., Element::Quote, Element::Paragraph] = self.open[..] else { return };
        let Some(block) = self.body.blocks.last_mut() else { return };
        let first = block.op as usize;
        let opened = first.checked_sub(2).map(|at| &self.body.ops[at]) == Some(&Op::Open(Element::Quote));
        let words = &self.body.text[block.text.range()];
        let Some((name, rest)) = words
            .strip_prefix("[!")
            .or_else(|| words.strip_prefix("[！"))
            .and_then(|words| words.split_once(']'))
        else {
            return;
        };
        let (Some(kind), true) = (Callout::named(name.trim()), opened) else { return };
        let cut = (words.len() - rest.trim_start().len()) as u32 + block.text.start;
        block.text.start = cut;
        for op in &mut self.body.ops[first..] {
            if let Op::Text { text, source } = op {
                let start = cut.clamp(text.start, text.end);
                *source = source.saturating_add(start - text.start);
                text.start = start;
            }
        }
        self.body.ops[first - 2] = Op::Open(Element::Callout(kind));
        let depth = self.open.len() - 2;
        self.open[depth] = Element::Callout(kind);
    }

    fn finish(mut self) -> (Body, Vec<Finding>) {
        self.close_block();
        for index in 0..self.defined.len() {
            let message = match (self.defined[index], self.marked[index]) {
                (false, _) => &message::UNDEFINED_FOOTNOTE,
                (true, false) => &message::UNUSED_FOOTNOTE,
                (true, true) => continue,
            };
            let label = self.body.footnotes[index].clone();
            self.report(self.first_mark[index], Diagnostic::new(message).with("label", label));
        }
        (self.body, self.findings)
    }
}

/// Ids that the theme gives to parts of every page.
const RESERVED: [&str; 7] = ["main", "nav", "facts", "search-box", "search-list", "search-words", "top"];

/// The longest anchor in characters, before a number that makes it unique.
const ANCHOR: usize = 48;

/// The anchor made from the words of a heading.
fn anchor(words: &str) -> String {
    let mut id = slug(words);
    if id.len() > ANCHOR {
        let cut = id[..=ANCHOR].rfind('-').unwrap_or(ANCHOR);
        id.truncate(cut);
    }
    // Footnotes have ids of this form.
    if id.starts_with("fn-") || id.starts_with("fnref-") { format!("h-{id}") } else { id }
}

fn is_inline(element: Element) -> bool {
    matches!(element, Element::Emphasis | Element::Strong | Element::Strikethrough | Element::Link(_))
}

fn is_block(element: Element) -> bool {
    !is_inline(element)
}

fn callout(kind: pulldown_cmark::BlockQuoteKind) -> Callout {
    use pulldown_cmark::BlockQuoteKind;
    match kind {
        BlockQuoteKind::Note => Callout::Note,
        BlockQuoteKind::Tip => Callout::Tip,
        BlockQuoteKind::Important => Callout::Important,
        BlockQuoteKind::Warning => Callout::Warning,
        BlockQuoteKind::Caution => Callout::Caution,
    }
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None => Align::None,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Centre,
        Alignment::Right => Align::Right,
    }
}
