//! Holds a tree of values against definitions of fields.

use crate::base::date::{DateError, PartialDate};
use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::nearest::nearest;
use crate::base::span::Span;
use crate::config::field::{self, FieldDef, Kind};
use crate::config::node::{Finding, Key, Node, NodeValue};
use crate::config::registry::Vocabularies;
use crate::config::value::{Field, Fields, Value};

/// Checks against one set of definitions and collects what is wrong.
#[derive(Debug)]
pub struct Checker<'a> {
    /// The vocabularies that fields refer to.
    pub vocabularies: &'a Vocabularies,
    /// The label of the type, for messages.
    pub subject: &'a str,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Checker<'_> {
    /// The fields of the mapping `node`; entries that are wrong are reported and left out, and
    /// what is required and missing is reported at `home`.
    pub fn fields(&mut self, node: &Node, defs: &[FieldDef], home: Span) -> Fields {
        let mut found: Vec<(usize, Field)> = Vec::new();
        let mut given: Vec<usize> = Vec::new();
        for (key, value) in node.entries() {
            let Some(index) = field::index_of(defs, &key.text) else {
                self.unknown(key, defs);
                continue;
            };
            if given.contains(&index) {
                self.report(
                    key.span,
                    Diagnostic::new(&message::DUPLICATE_FIELD).with("field", &defs[index].name),
                );
                continue;
            }
            given.push(index);
            if let Some(field) = self.field(value, &defs[index]) {
                found.push((index, field));
            }
        }
        let missing = defs.iter().enumerate().filter(|(index, def)| def.required && !given.contains(index));
        for (_, def) in missing {
            let diagnostic =
                Diagnostic::new(&message::MISSING_FIELD).with("field", &def.name).with("label", &def.label);
            self.report(home, diagnostic);
        }
        found.sort_by_key(|(index, _)| *index);
        Fields::new(found.into_iter().map(|(index, field)| (defs[index].name.clone(), field)).collect())
    }

    fn report(&mut self, span: Span, diagnostic: Diagnostic) {
        self.findings.push((span, diagnostic));
    }

    fn unknown(&mut self, key: &Key, defs: &[FieldDef]) {
        let names = defs.iter().flat_map(|def| [def.name.as_str(), def.label.as_str()]);
        let near = nearest(&key.text, names);
        let diagnostic = Diagnostic::new(&message::UNKNOWN_FIELD)
            .with("field", &key.text)
            .with("type", self.subject)
            .nearest(near);
        self.report(key.span, diagnostic);
    }

    fn field(&mut self, node: &Node, def: &FieldDef) -> Option<Field> {
        if is_empty(node) {
            self.report(node.span, Diagnostic::new(&message::EMPTY_VALUE).with("field", &def.name));
            return None;
        }
        let value = match &node.value {
            NodeValue::List(items) if def.list => {
                let items = items.iter().filter_map(|item| self.single(item, def)).collect();
                Value::List(items)
            }
            NodeValue::Text(text) if def.list && def.facet && text.contains(SEPARATORS) => {
                let words = text.split(SEPARATORS).map(str::trim).filter(|word| !word.is_empty());
                let items = words.filter_map(|word| {
                    let value = NodeValue::Text(word.to_owned());
                    self.single(&Node { span: node.span, value }, def)
                });
                Value::List(items.collect())
            }
            _ if def.list => Value::List(vec![self.single(node, def)?]),
            _ => self.single(node, def)?.value,
        };
        Some(Field { span: node.span, value })
    }

    fn single(&mut self, node: &Node, def: &FieldDef) -> Option<Field> {
        let value = match (def.kind, &node.value) {
            (Kind::Record, NodeValue::Map(_)) => {
                Value::Record(self.fields(node, &def.fields, first_byte(node.span)))
            }
            (Kind::Table, NodeValue::Map(entries)) => Value::Record(self.table(entries, def)),
            (Kind::Any, NodeValue::Map(_)) => Value::Record(Fields::default()),
            (Kind::Bool, NodeValue::Bool(value)) => Value::Bool(*value),
            (Kind::Bool, NodeValue::Text(text)) if text == "是" => Value::Bool(true),
            (Kind::Bool, NodeValue::Text(text)) if text == "否" => Value::Bool(false),
            (Kind::Integer, NodeValue::Integer(number)) => Value::Integer(*number),
            (Kind::Date, NodeValue::Integer(number)) => self.date(&number.to_string(), node.span, def)?,
            (Kind::Date, NodeValue::Text(text)) => self.date(text, node.span, def)?,
            (kind, NodeValue::Integer(number)) if is_words(kind) => {
                self.words(number.to_string(), node.span, def)?
            }
            (kind, NodeValue::Text(text)) if is_words(kind) => {
                self.words(text.trim().to_owned(), node.span, def)?
            }
            _ => {
                self.wrong_kind(node, def);
                return None;
            }
        };
        Some(Field { span: node.span, value })
    }

    fn table(&mut self, entries: &[(Key, Node)], def: &FieldDef) -> Fields {
        let mut rows = Vec::new();
        for (key, row) in entries {
            if let NodeValue::Map(_) = row.value {
                let fields = self.fields(row, &def.fields, key.span);
                rows.push((key.text.clone(), Field { span: key.span, value: Value::Record(fields) }));
            } else {
                self.wrong_kind(row, &FieldDef { name: key.text.clone(), ..def.clone() });
            }
        }
        Fields::new(rows)
    }

    fn date(&mut self, text: &str, span: Span, def: &FieldDef) -> Option<Value> {
        match text.parse::<PartialDate>() {
            Ok(date) => Some(Value::Date(date)),
            Err(error) => {
                let [zh, en] = match error {
                    DateError::Shape => ["格式不对", "not of the right form"],
                    DateError::NoSuchDay => ["日历上没有这一天", "there is no such day"],
                };
                let diagnostic = Diagnostic::new(&message::BAD_DATE)
                    .with("field", &def.name)
                    .with("value", text)
                    .with_words("reason", zh, en);
                self.report(span, diagnostic);
                None
            }
        }
    }

    fn words(&mut self, text: String, span: Span, def: &FieldDef) -> Option<Value> {
        let Some(vocabulary) = def.vocabulary.as_deref().and_then(|name| self.vocabularies.get(name)) else {
            return Some(Value::Text(text));
        };
        if vocabulary.contains(&text) {
            return Some(Value::Text(text));
        }
        let diagnostic = Diagnostic::new(&message::NOT_IN_VOCABULARY)
            .with("field", &def.name)
            .with("value", &text)
            .with_words("known", &vocabulary.join("、"), &vocabulary.join(", "))
            .nearest(nearest(&text, vocabulary.iter().map(String::as_str)));
        self.report(span, diagnostic);
        None
    }

    fn wrong_kind(&mut self, node: &Node, def: &FieldDef) {
        let [zh, en] = def.kind.words();
        let [found_zh, found_en] = found_words(&node.value);
        let diagnostic = Diagnostic::new(&message::WRONG_KIND)
            .with("field", &def.name)
            .with_words("expected", zh, en)
            .with_words("found", found_zh, found_en);
        self.report(node.span, diagnostic);
    }
}

/// Marks that divide several values of a facet written as one text, as in `tags: 甲、乙`.
const SEPARATORS: [char; 3] = ['、', '，', '；'];

fn first_byte(span: Span) -> Span {
    Span::new(span.start, span.start)
}

fn is_words(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Page | Kind::Citation | Kind::Path | Kind::Any)
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        NodeValue::Null => true,
        NodeValue::Text(text) => text.trim().is_empty(),
        NodeValue::List(items) => items.iter().all(is_empty),
        _ => false,
    }
}

fn found_words(value: &NodeValue) -> [&'static str; 2] {
    match value {
        NodeValue::Null => ["空值", "nothing"],
        NodeValue::Bool(_) => ["true 或 false", "true or false"],
        NodeValue::Integer(_) | NodeValue::Number(_) => ["数字", "a number"],
        NodeValue::Text(_) => ["文字", "text"],
        NodeValue::List(_) => ["列表", "a list"],
        NodeValue::Map(_) => ["下级字段", "a record"],
    }
}
