//! The block of fields at the head of a page: YAML between `---` lines, TOML between `+++` lines.

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::span::Span;
use crate::config::node::{self, Node};

/// Front matter found at the head of a text, and where the body begins.
#[derive(Debug, PartialEq)]
pub struct FrontMatter {
    /// The fields, with spans in the whole text.
    pub fields: Node,
    /// Span of the opening line, for what is missing.
    pub head: Span,
    /// Offset of the first byte of the body.
    pub body: usize,
}

/// A diagnostic with its span, and where the body begins all the same.
pub type Fault = (Span, Diagnostic, usize);

/// Reads the front matter of `text`.
pub fn read(text: &str) -> Result<FrontMatter, Fault> {
    let skipped = text.len() - text.trim_start_matches(['\n', '\r', ' ', '\u{3000}']).len();
    let rest = &text[skipped..];
    let first = rest.lines().next().unwrap_or_default();
    let fence = match first.trim_end() {
        "---" => "---",
        "+++" => "+++",
        _ => {
            return Err((
                Span::new(skipped, skipped + first.len()),
                Diagnostic::new(&message::NO_FRONT_MATTER),
                skipped,
            ));
        }
    };
    let head = Span::new(skipped, skipped + fence.len());
    let start = skipped + line_length(rest);
    let Some((end, body)) = closing(text, start, fence) else {
        let fault = Diagnostic::new(&message::UNCLOSED_FRONT_MATTER).with("fence", fence);
        return Err((head, fault, text.len()));
    };
    let block = &text[start..end];
    let read = if fence == "---" { node::from_yaml(block) } else { node::from_toml(block) };
    match read {
        Ok(fields) => Ok(FrontMatter { fields: fields.shifted(start), head, body }),
        Err(fault) => Err((fault.span.shifted(start), fault.diagnostic, body)),
    }
}

/// The length of the first line of `text` with its end.
fn line_length(text: &str) -> usize {
    text.find('\n').map_or(text.len(), |at| at + 1)
}

/// Where the line `fence` begins at or after `start`, and where the line after it begins.
fn closing(text: &str, start: usize, fence: &str) -> Option<(usize, usize)> {
    let mut at = start;
    while at < text.len() {
        let length = line_length(&text[at..]);
        if text[at..at + length].trim_end() == fence {
            return Some((at, at + length));
        }
        at += length;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_and_toml_are_read_with_their_places() {
        let text = "---\r\ntitle: 甲\r\n---\r\n正文";
        let found = read(text).unwrap();
        assert_eq!(&text[found.body..], "正文");
        let title = found.fields.get("title").unwrap();
        assert_eq!(&text[title.span.start..title.span.end], "甲");
        let text = "+++\ntitle = \"乙\"\n+++\n";
        assert_eq!(read(text).unwrap().body, text.len());
    }

    #[test]
    fn what_is_missing_is_said() {
        let code = |text: &str| read(text).unwrap_err().1.message.code;
        assert_eq!(code("正文"), "ZK0301");
        assert_eq!(code(""), "ZK0301");
        assert_eq!(code("---\ntitle: 甲\n正文"), "ZK0302");
        assert_eq!(code("---\ntitle: [甲\n---\n"), "ZK0303");
    }
}
