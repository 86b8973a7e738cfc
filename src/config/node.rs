//! A tree of values with their places: what YAML and TOML have in common.

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::span::Span;

/// A diagnostic with its span; the caller knows the file.
pub type Finding = (Span, Diagnostic);

/// A value and the bytes it stands at.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where the value stands in its source.
    pub span: Span,
    /// The value.
    pub value: NodeValue,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeValue {
    /// Nothing, as in `key:`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number that is no plain whole number; read as the text that was written.
    Number(String),
    /// Any other scalar, dates among them.
    Text(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping in the order of its source; keys with their spans.
    Map(Vec<(Key, Node)>),
}

/// A key of a mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The key's text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// What stopped the reading of a text, with its place there.
#[derive(Debug, Clone, PartialEq)]
pub struct Unreadable {
    /// Where.
    pub span: Span,
    /// The message, without a place.
    pub diagnostic: Diagnostic,
}

impl Node {
    /// The entries, where the node is a mapping.
    pub fn entries(&self) -> &[(Key, Node)] {
        match &self.value {
            NodeValue::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The value under `key`, where the node is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(known, _)| known.text == key).map(|(_, node)| node)
    }

    /// The same tree in a source that has `by` more bytes before it.
    #[must_use]
    pub fn shifted(mut self, by: usize) -> Self {
        self.shift(by);
        self
    }

    fn shift(&mut self, by: usize) {
        self.span = self.span.shifted(by);
        match &mut self.value {
            NodeValue::List(items) => items.iter_mut().for_each(|item| item.shift(by)),
            NodeValue::Map(entries) => {
                for (key, node) in entries {
                    key.span = key.span.shifted(by);
                    node.shift(by);
                }
            }
            _ => {}
        }
    }
}

/// Reads a YAML document; an empty one is an empty mapping.
pub fn from_yaml(text: &str) -> Result<Node, Unreadable> {
    let empty = text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
    if empty {
        return Ok(Node { span: Span::default(), value: NodeValue::Map(Vec::new()) });
    }
    let mut node: Node = serde_saphyr::from_str(text).map_err(|error| yaml_error(text, &error))?;
    settle(&mut node, text);
    if !matches!(node.value, NodeValue::Map(_)) {
        return Err(unreadable_yaml(
            node.span,
            "冒号要用半角，后面空一格",
            "a field needs a half-width colon and a blank",
        ));
    }
    Ok(node)
}

/// Takes numbers from the source as they were written, so that `007` stays `007`.
fn settle(node: &mut Node, text: &str) {
    let written = text.get(node.span.start..node.span.end).unwrap_or_default().trim();
    match &mut node.value {
        NodeValue::List(items) => items.iter_mut().for_each(|item| settle(item, text)),
        NodeValue::Map(entries) => entries.iter_mut().for_each(|(_, item)| settle(item, text)),
        NodeValue::Integer(number) if number.to_string() == written => {}
        NodeValue::Integer(_) | NodeValue::Number(_) => node.value = NodeValue::Text(written.to_owned()),
        _ => {}
    }
}

fn yaml_error(text: &str, error: &serde_saphyr::Error) -> Unreadable {
    let start = error.location().map_or(0, |place| line_offset(text, place.line(), place.column()));
    let reason = error.without_snippet().to_string();
    let (reason, _) = reason.split_once(" at line ").unwrap_or((reason.as_str(), ""));
    let reason = reason.lines().next().unwrap_or_default();
    unreadable_yaml(Span::new(start, start), chinese_reason(reason), reason)
}

fn unreadable_yaml(span: Span, zh: &str, en: &str) -> Unreadable {
    Unreadable { span, diagnostic: Diagnostic::new(&message::YAML_SYNTAX).with_words("reason", zh, en) }
}

/// What the readers of YAML and TOML say most, in the words of an editor; else its own.
fn chinese_reason(reason: &str) -> &str {
    let known = [
        ("mapping values are not allowed", "这里多出一个冒号"),
        ("alias references unknown anchor", "值不能以 * 开头"),
        ("invalid trailing content", "引号后面还有文字"),
        ("unclosed bracket", "方括号或花括号没有成对"),
        ("unclosed quote", "引号没有成对"),
        ("unexpected character", "值不能以这个符号开头"),
        ("duplicate", "同一个字段写了两次"),
        ("tab", "缩进里有制表符，要改用空格"),
        ("indent", "缩进没有对齐"),
        ("simple key", "这一行缺少冒号"),
        ("expected ':'", "这一行缺少冒号"),
        ("must be quoted", "文字要加引号"),
        ("key with no value", "这一行缺少等号或等号后的内容"),
        ("invalid basic string", "引号没有成对"),
        ("unclosed", "括号或引号没有成对"),
        ("missing", "这一行不完整"),
        ("budget", "信息栏过长或嵌套过深"),
    ];
    let lower = reason.to_lowercase();
    known.iter().find(|(words, _)| lower.contains(words)).map_or(reason, |(_, zh)| zh)
}

/// The byte offset of a line and column, both from 1, the column in characters.
fn line_offset(text: &str, line: u64, column: u64) -> usize {
    let mut start = 0;
    for _ in 1..line {
        start += text[start..].find('\n').map_or(text.len() - start, |at| at + 1);
    }
    let within: usize =
        text[start..].chars().take((column as usize).saturating_sub(1)).map(char::len_utf8).sum();
    (start + within).min(text.len())
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<NodeValue>::deserialize(deserializer)?;
        Ok(Self { span: span_of(&spanned), value: spanned.value })
    }
}

fn span_of<T>(spanned: &Spanned<T>) -> Span {
    let span = spanned.referenced.span();
    let start = span.byte_offset().unwrap_or(0) as usize;
    Span::new(start, start + span.byte_len().unwrap_or(0) as usize)
}

impl<'de> Deserialize<'de> for NodeValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = NodeValue;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<NodeValue, E> {
        Ok(NodeValue::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<NodeValue, E> {
        Ok(NodeValue::Integer(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<NodeValue, E> {
        Ok(i64::try_from(value).map_or_else(|_| NodeValue::Number(value.to_string()), NodeValue::Integer))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<NodeValue, E> {
        Ok(NodeValue::Number(value.to_string()))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<NodeValue, E> {
        Ok(NodeValue::Number(value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<NodeValue, E> {
        Ok(NodeValue::Number(value.to_string()))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<NodeValue, E> {
        Ok(NodeValue::Text(value.to_owned()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<NodeValue, E> {
        Ok(NodeValue::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<NodeValue, E> {
        Ok(NodeValue::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<NodeValue, D::Error> {
        NodeValue::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<NodeValue, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(NodeValue::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<NodeValue, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<Spanned<String>>()? {
            let span = span_of(&key);
            entries.push((Key { text: key.value, span }, map.next_value()?));
        }
        Ok(NodeValue::Map(entries))
    }
}

/// Reads a TOML document.
pub fn from_toml(text: &str) -> Result<Node, Unreadable> {
    let table = toml::de::DeTable::parse(text).map_err(|error| {
        let reason = error.message();
        let diagnostic =
            Diagnostic::new(&message::TOML_SYNTAX).with_words("reason", chinese_reason(reason), reason);
        Unreadable { span: error.span().map_or_else(Span::default, Span::from), diagnostic }
    })?;
    let span = Span::from(table.span());
    Ok(Node { span, value: toml_map(table.get_ref()) })
}

fn toml_map(table: &toml::de::DeTable<'_>) -> NodeValue {
    let mut entries: Vec<(Key, Node)> = table
        .iter()
        .map(|(key, value)| {
            let key = Key { text: key.get_ref().to_string(), span: Span::from(key.span()) };
            (key, Node { span: Span::from(value.span()), value: toml_value(value.get_ref()) })
        })
        .collect();
    entries.sort_by_key(|(key, _)| key.span);
    NodeValue::Map(entries)
}

fn toml_value(value: &toml::de::DeValue<'_>) -> NodeValue {
    use toml::de::DeValue;
    match value {
        DeValue::String(text) => NodeValue::Text(text.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => NodeValue::Integer(number),
            Err(_) => NodeValue::Text(number.as_str().to_owned()),
        },
        DeValue::Float(number) => NodeValue::Text(number.as_str().to_owned()),
        DeValue::Boolean(value) => NodeValue::Bool(*value),
        DeValue::Datetime(date) => NodeValue::Text(date.to_string()),
        DeValue::Array(items) => NodeValue::List(
            items
                .iter()
                .map(|item| Node { span: Span::from(item.span()), value: toml_value(item.get_ref()) })
                .collect(),
        ),
        DeValue::Table(table) => toml_map(table),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slice(text: &str, span: Span) -> &str {
        &text[span.start..span.end]
    }

    #[test]
    fn yaml_keeps_places_and_written_numbers() {
        let text = "title: \"监察法\"\nversion: 2018-03-20\n数: 7\nid: 007\n草稿: true\ntags: [甲, 乙]\nsource:\n  name: 国家\n";
        let node = from_yaml(text).unwrap();
        assert_eq!(node.get("title").unwrap().value, NodeValue::Text("监察法".into()));
        assert_eq!(node.get("version").unwrap().value, NodeValue::Text("2018-03-20".into()));
        assert_eq!(node.get("数").unwrap().value, NodeValue::Integer(7));
        assert_eq!(node.get("id").unwrap().value, NodeValue::Text("007".into()));
        assert_eq!(node.get("草稿").unwrap().value, NodeValue::Bool(true));
        let (key, version) = &node.entries()[1];
        assert_eq!((slice(text, key.span), slice(text, version.span)), ("version", "2018-03-20"));
        let name = node.get("source").unwrap().get("name").unwrap();
        assert_eq!(slice(text, name.span), "国家");
        let NodeValue::List(tags) = &node.get("tags").unwrap().value else { panic!() };
        assert_eq!(slice(text, tags[1].span), "乙");
    }

    #[test]
    fn yaml_faults_have_a_place() {
        let text = "title: 甲\nsummary: \"没有结束\ntags: [a\n";
        let fault = from_yaml(text).unwrap_err();
        assert!(fault.span.start > 0 && fault.span.start <= text.len(), "{fault:?}");
        let twice = from_yaml("title: 甲\ntitle: 乙\n").unwrap_err();
        assert_eq!(twice.span.start, "title: 甲\n".len());
    }

    #[test]
    fn a_full_width_colon_is_explained() {
        use crate::base::message::Lang;
        for text in ["title：甲\n", "title:甲\n", "- 甲\n"] {
            let fault = from_yaml(text).unwrap_err();
            assert!(fault.diagnostic.text(Lang::Zh).contains("半角"), "{text}");
        }
        let fault = from_yaml("title: 甲: 乙\n").unwrap_err();
        assert!(fault.diagnostic.text(Lang::Zh).contains("多出一个冒号"));
    }

    #[test]
    fn toml_keeps_places_and_order() {
        let text = "title = \"甲\"\n[b]\nx = 1\n[a]\ny = 2024-05-01\n";
        let node = from_toml(text).unwrap();
        let keys: Vec<&str> = node.entries().iter().map(|(key, _)| key.text.as_str()).collect();
        assert_eq!(keys, ["title", "b", "a"]);
        let date = node.get("a").unwrap().get("y").unwrap();
        assert_eq!(date.value, NodeValue::Text("2024-05-01".into()));
        assert_eq!(slice(text, date.span), "2024-05-01");
        assert!(from_toml("title = ").unwrap_err().span.start >= 7);
    }

    #[test]
    fn an_empty_document_is_an_empty_mapping() {
        assert!(from_yaml("# 只有注释\n\n").unwrap().entries().is_empty());
        assert!(from_toml("").unwrap().entries().is_empty());
    }
}
