//! Values of the front matter with a scope of their own: a record or `{value, release_scope}`.

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::span::Span;
use crate::config::node::{Finding, Node, NodeValue};
use crate::config::scopes::Scopes;

/// The field that sets a scope, and its label.
const SCOPE: [&str; 2] = ["release_scope", "发布范围"];
/// The key that stands for a value by itself, and its label.
const VALUE: [&str; 2] = ["value", "值"];

/// What has a scope of its own, dropped or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopedValue {
    /// A text in it, such as the path of a file.
    pub text: String,
    /// Its scope.
    pub scope: String,
}

/// What the front matter says of scopes below the page's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pruned {
    /// Every text that has a scope of its own.
    pub scoped: Vec<ScopedValue>,
    /// The places of what was dropped.
    pub dropped: Vec<Span>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// Takes from `fields` what is above the scope of the build, and the scopes of what stays. The
/// scope of the page itself, at the top, is left.
pub fn prune(fields: &mut Node, scopes: &Scopes) -> Pruned {
    let mut pruned = Pruned::default();
    if let NodeValue::Map(entries) = &mut fields.value {
        entries.retain_mut(|(_, node)| settle(node, scopes, &mut pruned));
    }
    pruned
}

/// Whether `node` stays.
fn settle(node: &mut Node, scopes: &Scopes, pruned: &mut Pruned) -> bool {
    match &mut node.value {
        NodeValue::List(items) => items.retain_mut(|item| settle(item, scopes, pruned)),
        NodeValue::Map(entries) => {
            let at = entries.iter().position(|(key, _)| SCOPE.contains(&key.text.as_str()));
            if let Some(at) = at {
                let (_, scope) = entries.remove(at);
                if !admit(node, &scope, scopes, pruned) {
                    spans(node, &mut pruned.dropped);
                    return false;
                }
            }
            if let NodeValue::Map(entries) = &mut node.value {
                entries.retain_mut(|(_, inner)| settle(inner, scopes, pruned));
            }
            unwrap_value(node, at.is_some());
        }
        _ => {}
    }
    true
}

/// Whether the build holds what has the scope `scope`; remembers the texts of `node` with it.
fn admit(node: &Node, scope: &Node, scopes: &Scopes, pruned: &mut Pruned) -> bool {
    let name = match &scope.value {
        NodeValue::Text(name) => name.trim(),
        _ => "",
    };
    if scopes.place(name).is_none() {
        let known = scopes.names().join("、");
        let found = Diagnostic::new(&message::UNKNOWN_SCOPE).with("scope", name).with("known", known);
        pruned.findings.push((scope.span, found));
        return false;
    }
    let mut texts = Vec::new();
    collect(node, &mut texts);
    pruned.scoped.extend(texts.into_iter().map(|text| ScopedValue { text, scope: name.to_owned() }));
    scopes.admits(Some(name))
}

/// The places of everything in `node`.
fn spans(node: &Node, found: &mut Vec<Span>) {
    found.push(node.span);
    match &node.value {
        NodeValue::List(items) => items.iter().for_each(|item| spans(item, found)),
        NodeValue::Map(entries) => entries.iter().for_each(|(key, inner)| {
            found.push(key.span);
            spans(inner, found);
        }),
        _ => {}
    }
}

fn collect(node: &Node, texts: &mut Vec<String>) {
    match &node.value {
        NodeValue::Text(text) => texts.push(text.trim().to_owned()),
        NodeValue::List(items) => items.iter().for_each(|item| collect(item, texts)),
        NodeValue::Map(entries) => entries.iter().for_each(|(_, inner)| collect(inner, texts)),
        _ => {}
    }
}

/// `{value: x}` that had a scope is `x`.
fn unwrap_value(node: &mut Node, had_scope: bool) {
    let NodeValue::Map(entries) = &mut node.value else { return };
    if had_scope
        && let [(key, _)] = entries.as_slice()
        && VALUE.contains(&key.text.as_str())
        && let Some((_, inner)) = entries.pop()
    {
        *node = inner;
    }
}

/// `text` with the bytes at `spans` blank, lines as they were.
pub fn blanked(text: &str, spans: &[Span]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for span in spans {
        let end = span.end.min(bytes.len());
        for byte in &mut bytes[span.start.min(end)..end] {
            if !matches!(*byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }
    // Spans of values begin and end at characters; were it otherwise, what is left is repaired.
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::node::from_yaml;

    #[test]
    fn records_and_values_are_taken_by_their_scope() {
        let text = "title: 甲\nrelease_scope: 公开\nattachments:\n  - 一.pdf\n  - {value: 二.pdf, release_scope: 本机关}\nrows:\n  - gap: 甲\n  - gap: 乙\n    发布范围: 系统内\nband: {值: 十万, 发布范围: 系统内}\n";
        let mut scopes = Scopes::new(["公开", "系统内", "本机关"].map(str::to_owned).to_vec());
        scopes.limit_to("系统内");
        let mut fields = from_yaml(text).unwrap();
        let pruned = prune(&mut fields, &scopes);
        assert!(pruned.findings.is_empty());
        assert!(!pruned.dropped.is_empty());
        let files: Vec<&str> = pruned.scoped.iter().map(|value| value.text.as_str()).collect();
        assert_eq!(files, ["二.pdf", "乙", "十万"]);
        let shown = format!("{fields:?}");
        assert!(!shown.contains("二.pdf") && shown.contains("一.pdf") && shown.contains("乙"));
        assert_eq!(fields.get("band").unwrap().value, NodeValue::Text("十万".to_owned()));
        assert!(fields.get("release_scope").is_some());
        let source = blanked(text, &pruned.dropped);
        assert!(!source.contains("二") && source.lines().count() == text.lines().count());
    }
}
