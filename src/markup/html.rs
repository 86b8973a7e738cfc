//! Writing a body as HTML. Where links lead is told from outside.

use crate::markup::body::{Align, Body, Element, Media, Op, TextRange};
pub use crate::markup::escape::escape;
use crate::markup::sanitise;
use crate::markup::targets::{Cite, CiteTarget, MediaKind, MediaTarget, Targets};

/// The body as HTML.
pub fn write(body: &Body, targets: &Targets) -> String {
    let mut writer = Writer::new(body, targets);
    for (index, op) in body.ops.iter().enumerate() {
        writer.take_anchor(index);
        if !matches!(op, Op::Text { .. }) {
            writer.end_cite();
        }
        let start = writer.html.len();
        writer.op(op);
        writer.mark_scope(index, start);
        writer.mark_article();
    }
    writer.end_cite();
    let html = writer.finish();
    if body.has_html { sanitise::clean(&html) } else { html }
}

/// About how long the HTML will be, so that it is not moved while it grows.
fn expected(body: &Body, targets: &Targets) -> usize {
    let cite = |target: &CiteTarget| {
        let Cite { href, title, .. } = &target.cite;
        40 + href.len() + title.as_ref().map_or(0, String::len)
    };
    let marks: usize = targets.marks.values().map(String::len).sum();
    let (length, anchors) = body.anchors.size();
    body.text.len()
        + 9 * body.ops.len()
        + length
        + 6 * anchors
        + 32 * body.articles.len()
        + targets.cites.iter().map(cite).sum::<usize>()
        + marks
}

struct Writer<'a> {
    body: &'a Body,
    targets: &'a Targets,
    html: String,
    /// Text of footnotes by index, written apart.
    notes: Vec<String>,
    /// What is set aside while a footnote is written, or words that are left out.
    aside: Vec<String>,
    /// The order in which footnotes were first referred to.
    order: Vec<u32>,
    marks: Vec<usize>,
    table_body: bool,
    /// Where the text of the cell begins that was opened last.
    cell: usize,
    /// How many of the body's anchors are behind.
    anchors: usize,
    /// How many of the paragraphs that open articles are.
    articles: usize,
    /// How many of their numbers are.
    numbers: usize,
    /// The anchor of the element that opens now.
    anchor: Option<&'a str>,
    /// Whether the element that opens now is the paragraph of an article.
    is_article: bool,
    /// Whether the number that comes next is longer than a margin is wide.
    is_long: bool,
    /// The citation whose link is open.
    cite: Option<usize>,
    /// Links open.
    links: usize,
    /// How many of the body's scopes are behind.
    scopes: usize,
}

impl<'a> Writer<'a> {
    fn new(body: &'a Body, targets: &'a Targets) -> Self {
        let notes = body.footnotes.len();
        Self {
            body,
            targets,
            html: String::with_capacity(expected(body, targets)),
            notes: vec![String::new(); notes],
            aside: Vec::new(),
            order: Vec::new(),
            marks: vec![0; notes],
            table_body: false,
            cell: 0,
            anchors: 0,
            articles: 0,
            numbers: 0,
            anchor: None,
            is_article: false,
            is_long: false,
            scopes: 0,
            cite: None,
            links: 0,
        }
    }

    /// Writes words, the number of an article in them set apart.
    fn words(&mut self, text: TextRange) {
        let next = self.body.numbers.get(self.numbers);
        let Some(number) = next.filter(|number| text.start <= number.start && number.end <= text.end) else {
            return self.text(text);
        };
        self.numbers += 1;
        if text.start < number.start {
            self.text(TextRange { start: text.start, end: number.start });
        }
        self.end_cite();
        self.open(Element::Number);
        self.text(*number);
        self.close(Element::Number);
        if number.end < text.end {
            self.text(TextRange { start: number.end, end: text.end });
        }
    }

    /// Writes words; those of citations as links, unless they stand in a link.
    fn text(&mut self, text: TextRange) {
        let body = self.body;
        let mut from = text.start;
        let cites = if self.links > 0 { &[] } else { self.targets.cites.as_slice() };
        let mut next = cites.partition_point(|cite| cite.text.end <= from);
        while let Some(cite) = cites.get(next).filter(|cite| cite.text.start < text.end) {
            let start = cite.text.start.max(from);
            if start > from {
                self.end_cite();
                escape(&mut self.html, body.words(TextRange { start: from, end: start }));
            }
            if self.cite != Some(next) {
                self.end_cite();
                open_cite(&mut self.html, &cite.cite);
                self.html.push('>');
                self.cite = Some(next);
            }
            from = cite.text.end.min(text.end);
            escape(&mut self.html, body.words(TextRange { start, end: from }));
            if cite.text.end > text.end {
                return;
            }
            self.end_cite();
            next += 1;
        }
        if from < text.end {
            self.end_cite();
            escape(&mut self.html, body.words(TextRange { start: from, end: text.end }));
        }
    }

    /// Ends the link of a citation; one that goes on behind other marks is begun anew there.
    fn end_cite(&mut self) {
        if self.cite.take().is_some() {
            self.html.push_str("</a>");
        }
    }

    /// Writes the mark of the article that was just opened, where it is cited.
    fn mark_article(&mut self) {
        if let Some(mark) = self.anchor.take().and_then(|anchor| self.targets.marks.get(anchor)) {
            self.html.push_str(mark);
        }
    }

    fn take_anchor(&mut self, index: usize) {
        self.anchor = None;
        self.is_article = self.body.articles.get(self.articles).is_some_and(|at| *at as usize == index);
        self.articles += usize::from(self.is_article);
        if let Some((at, anchor)) = self.body.anchors.get(self.anchors)
            && at as usize == index
        {
            self.anchor = Some(anchor);
            self.anchors += 1;
        }
    }

    /// Gives the tag written from `start` on the scope of the passage that begins with it.
    fn mark_scope(&mut self, index: usize, start: usize) {
        let Some((at, scope)) = self.body.scopes.get(self.scopes) else { return };
        if *at as usize != index {
            return;
        }
        self.scopes += 1;
        let Some(tag) = self.html.get(start..).and_then(|written| written.strip_prefix('<')) else { return };
        let name = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
        let mut mark = String::from(" data-scope=\"");
        escape(&mut mark, scope);
        mark.push('"');
        self.html.insert_str(start + 1 + name, &mark);
    }

    /// Writes `<name`, the anchor if there is one, and `>`.
    fn named(&mut self, name: &str) {
        self.html.push('<');
        self.html.push_str(name);
        if self.is_article {
            self.html.push_str(" class=\"article\"");
            self.is_long = self.anchor.is_some_and(is_long);
        }
        if let Some(anchor) = self.anchor {
            self.html.push_str(" id=\"");
            self.html.push_str(anchor);
            self.html.push('"');
        }
        self.html.push('>');
    }

    fn op(&mut self, op: &Op) {
        match op {
            Op::Open(element) => self.open(*element),
            Op::Close(element) => self.close(*element),
            Op::Text { text, .. } => self.words(*text),
            Op::Code(text) => {
                self.html.push_str("<code>");
                escape(&mut self.html, self.body.words(*text));
                self.html.push_str("</code>");
            }
            Op::Html(html) => self.html.push_str(html),
            Op::LineBreak => self.html.push_str("<br>"),
            Op::Rule => self.html.push_str("<hr>\n"),
            Op::Task(done) => self.task(*done),
            Op::FootnoteMark(index) => self.mark(*index),
            Op::Media(index) => self.media(*index, false),
            Op::Figure(index, caption) => self.figure(*index, *caption),
        }
    }

    fn open(&mut self, element: Element) {
        match element {
            Element::Paragraph => self.named("p"),
            Element::Number => {
                self.links += 1;
                let is_long = std::mem::take(&mut self.is_long);
                self.html.push_str(if is_long { "<b class=\"no long\">" } else { "<b class=\"no\">" });
            }
            Element::Heading(index) => {
                let heading = &self.body.headings[index as usize];
                self.html.push_str(&format!("<h{} id=\"{}\">", heading.level, heading.id));
                self.anchor = Some(&heading.id);
            }
            Element::Quote => self.html.push_str("<blockquote>\n"),
            Element::Callout(callout) => self.callout(callout.name()),
            Element::CodeBlock(language) => {
                self.html.push_str("<pre tabindex=\"0\"><code");
                if let Some(index) = language {
                    self.html.push_str(" class=\"language-");
                    escape(&mut self.html, &self.body.languages[index as usize]);
                    self.html.push('"');
                }
                self.html.push('>');
            }
            Element::List(None) => self.html.push_str("<ul>\n"),
            Element::List(Some(1)) => self.html.push_str("<ol>\n"),
            Element::List(Some(number)) => self.html.push_str(&format!("<ol start=\"{number}\">\n")),
            Element::Item => self.named("li"),
            Element::Table => self.html.push_str("<div class=\"table\" tabindex=\"0\"><table>\n"),
            Element::TableHead => self.html.push_str("<thead><tr>"),
            Element::TableRow => {
                if !std::mem::replace(&mut self.table_body, true) {
                    self.html.push_str("<tbody>\n");
                }
                self.html.push_str("<tr>");
            }
            Element::Cell { head, align } => self.cell(head, align),
            Element::Emphasis => self.html.push_str("<em>"),
            Element::Strong => self.html.push_str("<strong>"),
            Element::Strikethrough => self.html.push_str("<del>"),
            Element::Link(index) => self.open_link(index),
            Element::Footnote(_) => self.aside.push(std::mem::take(&mut self.html)),
            Element::DefinitionList => self.html.push_str("<dl>\n"),
            Element::DefinitionTitle => self.html.push_str("<dt>"),
            Element::Definition => self.html.push_str("<dd>"),
        }
    }

    fn close(&mut self, element: Element) {
        let end = match element {
            Element::Paragraph => "</p>\n",
            Element::Number => {
                self.links = self.links.saturating_sub(1);
                "</b>"
            }
            Element::Heading(index) => {
                let level = self.body.headings[index as usize].level;
                self.html.push_str(&format!("</h{level}>\n"));
                return;
            }
            Element::Quote => "</blockquote>\n",
            Element::Callout(_) => "</div>\n",
            Element::CodeBlock(_) => "</code></pre>\n",
            Element::List(None) => "</ul>\n",
            Element::List(Some(_)) => "</ol>\n",
            Element::Item => "</li>\n",
            Element::Table => {
                if std::mem::take(&mut self.table_body) {
                    self.html.push_str("</tbody>\n");
                }
                "</table></div>\n"
            }
            Element::TableHead => "</tr></thead>\n",
            Element::TableRow => "</tr>\n",
            Element::Cell { head: true, .. } => "</th>",
            Element::Cell { head: false, .. } => {
                self.mark_date();
                "</td>"
            }
            Element::Emphasis => "</em>",
            Element::Strong => "</strong>",
            Element::Strikethrough => "</del>",
            Element::Link(index) => return self.close_link(index),
            Element::Footnote(index) => {
                let before = self.aside.pop().unwrap_or_default();
                self.notes[index as usize] = std::mem::replace(&mut self.html, before);
                return;
            }
            Element::DefinitionList => "</dl>\n",
            Element::DefinitionTitle => "</dt>\n",
            Element::Definition => "</dd>\n",
        };
        self.html.push_str(end);
    }

    fn callout(&mut self, name: &str) {
        let words =
            self.targets.callouts.iter().find(|(known, _)| known == name).map_or(name, |(_, words)| words);
        self.html
            .push_str(&format!("<div class=\"callout {name}\" role=\"note\"><p class=\"callout-title\">"));
        escape(&mut self.html, words);
        self.html.push_str("</p>\n");
    }

    fn cell(&mut self, head: bool, align: Align) {
        self.html.push_str(if head { "<th scope=\"col\"" } else { "<td" });
        self.html.push_str(match align {
            Align::None => "",
            Align::Left => " align=\"left\"",
            Align::Centre => " align=\"center\"",
            Align::Right => " align=\"right\"",
        });
        self.html.push('>');
        self.cell = self.html.len();
    }

    /// Marks a cell that holds a date and nothing else, so that no line ends in it.
    fn mark_date(&mut self) {
        let is_date =
            |(at, byte): (usize, &u8)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() };
        let text = self.html.get(self.cell..).unwrap_or_default().as_bytes();
        if text.len() == 10 && text.iter().enumerate().all(is_date) {
            self.html.insert_str(self.cell - 1, " class=\"num\"");
        }
    }

    fn open_link(&mut self, index: u32) {
        let Some(target) = self.targets.links.get(index as usize) else { return };
        self.links += 1;
        if let Some(href) = &target.href {
            match &target.cite {
                Some(cite) => open_cite(&mut self.html, cite),
                None => {
                    self.html.push_str("<a href=\"");
                    escape(&mut self.html, href);
                    self.html.push('"');
                }
            }
            if let Some(meaning) = &target.meaning {
                self.html.push_str(" class=\"term\" data-def=\"");
                escape(&mut self.html, meaning);
                self.html.push('"');
            }
            if target.external {
                self.html.push_str(" class=\"external\"");
            }
            if let Some(name) = &target.download {
                self.html.push_str(" class=\"file\" download=\"");
                escape(&mut self.html, name);
                self.html.push('"');
            }
            self.html.push('>');
        }
        if let Some(words) = &target.words {
            escape(&mut self.html, words);
            self.aside.push(std::mem::take(&mut self.html));
        }
    }

    /// Ends a link; where its words came from outside, those of the source are left out.
    fn close_link(&mut self, index: u32) {
        let Some(target) = self.targets.links.get(index as usize) else { return };
        self.links = self.links.saturating_sub(1);
        if target.words.is_some() {
            self.html = self.aside.pop().unwrap_or_default();
        }
        if target.href.is_some() {
            self.html.push_str("</a>");
        }
    }

    fn task(&mut self, done: bool) {
        let label = &self.targets.tasks[usize::from(!done)];
        self.html.push_str("<input type=\"checkbox\" disabled");
        self.html.push_str(if done { " checked" } else { "" });
        self.html.push_str(" aria-label=\"");
        escape(&mut self.html, label);
        self.html.push_str("\"> ");
    }

    fn mark(&mut self, index: u32) {
        if !self.order.contains(&index) {
            self.order.push(index);
        }
        let number = 1 + self.order.iter().position(|known| *known == index).unwrap_or(0);
        let marks = &mut self.marks[index as usize];
        *marks += 1;
        let again = if *marks == 1 { String::new() } else { format!("-{marks}") };
        self.html.push_str(&format!(
            "<sup class=\"note-mark\" id=\"fnref-{number}{again}\"><a href=\"#fn-{number}\">[{number}]</a></sup>"
        ));
    }

    fn media(&mut self, index: u32, has_caption: bool) {
        let media = &self.body.media[index as usize];
        if let Some(Some(target)) = self.targets.media.get(index as usize) {
            self.html.push_str(&element(target, media, has_caption));
        } else {
            escape(&mut self.html, &media.alt);
        }
    }

    fn figure(&mut self, index: u32, caption: TextRange) {
        self.html.push_str("<figure>");
        self.media(index, true);
        self.html.push_str("<figcaption>");
        escape(&mut self.html, self.body.words(caption));
        self.html.push_str("</figcaption></figure>\n");
    }

    fn finish(mut self) -> String {
        let order = std::mem::take(&mut self.order);
        if order.is_empty() {
            return self.html;
        }
        self.html.push_str("<section class=\"notes\"><ol>\n");
        for (place, index) in order.iter().enumerate() {
            let number = place + 1;
            let text = std::mem::take(&mut self.notes[*index as usize]);
            let back = format!(
                "<a class=\"back\" href=\"#fnref-{number}\" aria-label=\"{}\">↩</a>",
                self.targets.back
            );
            let text = match text.trim_end().strip_suffix("</p>") {
                Some(start) => format!("{start} {back}</p>"),
                None => format!("{} {back}", text.trim_end()),
            };
            self.html.push_str(&format!("<li id=\"fn-{number}\">{text}</li>\n"));
        }
        self.html.push_str("</ol></section>\n");
        self.html
    }
}

/// Whether the number of the article with `anchor` has more than seven characters in Chinese: 第一千二百六十条,
/// 第三百八十八条之一.
fn is_long(anchor: &str) -> bool {
    let bytes = anchor.as_bytes();
    let number = &bytes[bytes.iter().rposition(|byte| *byte == b'a').map_or(0, |at| at + 1)..];
    match number.iter().position(|byte| *byte == b'-') {
        Some(3) => number.get(4).is_some_and(u8::is_ascii_digit),
        digits => digits.unwrap_or(number.len()) > 3,
    }
}

/// Writes the tag of a citation but for its last `>`.
fn open_cite(html: &mut String, cite: &Cite) {
    html.push_str(if cite.unsure { "<a class=\"cite unsure\" href=\"" } else { "<a class=\"cite\" href=\"" });
    escape(html, &cite.href);
    html.push('"');
    if let Some(title) = &cite.title {
        html.push_str(" title=\"");
        escape(html, title);
        html.push('"');
    }
}

/// An image, film or sound; a caption that does not stand below it becomes its title.
fn element(target: &MediaTarget, media: &Media, has_caption: bool) -> String {
    let mut html = String::new();
    let (start, label, end) = match target.kind {
        MediaKind::Image => ("<img src=\"", "\" alt=\"", "\" loading=\"lazy\">"),
        MediaKind::Video => ("<video controls preload=\"none\" src=\"", "\" aria-label=\"", "\"></video>"),
        MediaKind::Audio => ("<audio controls preload=\"none\" src=\"", "\" aria-label=\"", "\"></audio>"),
    };
    html.push_str(start);
    escape(&mut html, &target.src);
    html.push_str(label);
    escape(&mut html, &media.alt);
    if let Some(caption) = media.caption.as_ref().filter(|_| !has_caption) {
        html.push_str("\" title=\"");
        escape(&mut html, caption);
    }
    html.push_str(end);
    html
}
