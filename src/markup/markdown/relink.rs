//! Links as they stand in the source, for those that must not stand.

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use crate::base::span::Span;
use crate::markup::body::LinkKind;
use crate::markup::cjk;
use crate::markup::markdown::options;

/// A link as it is written.
#[derive(Debug)]
pub struct Written<'a> {
    /// What it points at, as written.
    pub target: &'a str,
    /// How it is written.
    pub kind: LinkKind,
    /// Its words, without marks.
    pub words: &'a str,
}

/// What becomes of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It stays.
    Stays,
    /// Its words alone stay.
    Words,
    /// Nothing of it stays.
    Goes,
    /// It points at this instead.
    Leads(String),
}

/// A change of the source: a span, and what stands there instead.
pub type Edit = (Span, String);

/// A link that is open: its span, how it is written, and what was met in it.
struct Open {
    span: Span,
    kind: LinkKind,
    target: String,
    words: String,
    inner: Option<Span>,
}

/// The changes of `source` that `fate` asks for, in their order.
pub fn edits(source: &str, fate: &mut dyn FnMut(&Written<'_>) -> Fate) -> Vec<Edit> {
    let mended = cjk::friendly(source, options());
    let mut open: Option<Open> = None;
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(&mended, options()).into_offset_iter() {
        let span = Span::from(range);
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                open = Some(Open {
                    span,
                    kind: kind(link_type),
                    target: dest_url.trim().to_owned(),
                    words: String::new(),
                    inner: None,
                });
            }
            Event::End(TagEnd::Link) => found.extend(open.take().and_then(|link| link.edit(source, fate))),
            event => {
                if let Some(link) = &mut open {
                    link.meet(&event, span);
                }
            }
        }
    }
    found
}

fn kind(link_type: LinkType) -> LinkKind {
    match link_type {
        LinkType::WikiLink { has_pothole: true } => LinkKind::WikiText,
        LinkType::WikiLink { has_pothole: false } => LinkKind::WikiBare,
        LinkType::Autolink | LinkType::Email => LinkKind::Address,
        _ => LinkKind::Markdown,
    }
}

impl Open {
    fn meet(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Text(text) | Event::Code(text) => self.words.push_str(text),
            Event::SoftBreak | Event::HardBreak => self.words.push(' '),
            _ => {}
        }
        let inner = self.inner.get_or_insert(span);
        *inner = Span::new(inner.start.min(span.start), inner.end.max(span.end));
    }

    fn edit(self, source: &str, fate: &mut dyn FnMut(&Written<'_>) -> Fate) -> Option<Edit> {
        let written = Written { target: &self.target, kind: self.kind, words: &self.words };
        let inner = self.inner.and_then(|span| source.get(span.start..span.end)).unwrap_or_default();
        let whole = source.get(self.span.start..self.span.end).unwrap_or_default();
        let text = match fate(&written) {
            Fate::Stays => return None,
            Fate::Words => inner.to_owned(),
            Fate::Goes => String::new(),
            Fate::Leads(target) => match self.kind {
                LinkKind::WikiBare => format!("[[{target}]]"),
                // In a table the stroke is written with a backslash.
                LinkKind::WikiText if whole.contains("\\|") => format!("[[{target}\\|{inner}]]"),
                LinkKind::WikiText => format!("[[{target}|{inner}]]"),
                LinkKind::Markdown | LinkKind::Address => format!("[{inner}](<{target}>)"),
            },
        };
        Some((self.span, text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(source: &str, fate: Fate) -> String {
        let mut text = source.to_owned();
        for (span, words) in edits(source, &mut |_| fate.clone()).into_iter().rev() {
            text.replace_range(span.start..span.end, &words);
        }
        text
    }

    #[test]
    fn a_link_leaves_its_words_or_nothing() {
        let source = "见[**那个** `办法`](甲.md \"题\")、[[甲|乙]]、[[甲]]和[丙][r]。\n\n[r]: 甲.md\n";
        assert_eq!(after(source, Fate::Words), "见**那个** `办法`、乙、甲和丙。\n\n[r]: 甲.md\n");
        assert_eq!(after("见[[甲]]。", Fate::Goes), "见。");
        assert_eq!(
            after("[[甲#一|乙]] [丙](甲.md#一)", Fate::Leads("甲".to_owned())),
            "[[甲|乙]] [丙](<甲>)"
        );
        assert_eq!(after(source, Fate::Stays), source);
        assert_eq!(after("| 甲 |\n|-|\n| [[甲\\|乙]] |\n", Fate::Words), "| 甲 |\n|-|\n| 乙 |\n");
    }
}
