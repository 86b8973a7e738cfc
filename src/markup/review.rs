//! The digest that a reviewer signs: of the words and fields of a page, its review apart.

use std::borrow::Cow;

use crate::base::digest::Digest;
use crate::config::field::{self, FieldDef};
use crate::config::node::{Node, NodeValue};

/// Fields that are no part of what is reviewed.
const APART: [&str; 2] = ["review", "review_due"];

/// The digest of a page with the front matter `fields` and the body `body`, as they were written.
///
/// It is the same for any order of the fields, their Chinese or English names, and any ends of
/// lines. Passages of every scope are in it.
pub fn digest(fields: &Node, defs: &[FieldDef], body: &str) -> String {
    let mut named: Vec<(String, String)> = fields
        .entries()
        .iter()
        .map(|(key, value)| {
            let def = field::index_of(defs, &key.text).map(|index| defs[index].name.clone());
            (def.unwrap_or_else(|| key.text.clone()), written(value))
        })
        .filter(|(name, _)| !APART.contains(&name.as_str()))
        .collect();
    named.sort();
    let body = with_bare_ends(body);
    let mut parts: Vec<&[u8]> = vec![body.trim().as_bytes()];
    parts.extend(named.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]));
    Digest::of("review/1", &parts).short(16)
}

/// The lines of a text without the blanks at their ends.
fn with_bare_ends(text: &str) -> Cow<'_, str> {
    let is_bare = |line: &str| !line.ends_with(char::is_whitespace);
    match text.split('\n').all(is_bare) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")),
    }
}

/// A value in a form of its own: texts with their lengths, so that no two values are alike.
fn written(node: &Node) -> String {
    match &node.value {
        NodeValue::Null => "n".to_owned(),
        NodeValue::Bool(value) => format!("b{value}"),
        NodeValue::Integer(number) => text(&number.to_string()),
        NodeValue::Number(number) => text(number),
        NodeValue::Text(words) => text(words.trim()),
        NodeValue::List(items) => format!("[{}]", items.iter().map(written).collect::<String>()),
        NodeValue::Map(entries) => {
            let mut entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{}={}", text(&key.text), written(value)))
                .collect();
            entries.sort();
            format!("{{{}}}", entries.concat())
        }
    }
}

fn text(words: &str) -> String {
    format!("t{}:{words}", words.len())
}
