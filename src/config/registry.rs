//! The content types and vocabularies of a site: the built-in ones, with what the site adds.

use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::nearest::nearest;
use crate::config::builtin;
use crate::config::field::{FieldDef, Kind};
use crate::config::node::{Finding, Key, Node, NodeValue};

/// Values by name of the vocabulary.
pub type Vocabularies = BTreeMap<String, Vec<String>>;

/// What a type switches on in the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Behaviour {
    /// Articles of law are recognised and addressable.
    Articles,
    /// Pages of one `work` are its editions.
    Editions,
    /// 立改废释: replaces, amends, repeals, interprets.
    Lifecycle,
    /// A warning-education case.
    Case,
    /// Issues and lectures of a series.
    Series,
}

impl Behaviour {
    const NAMES: [(&'static str, Behaviour); 5] = [
        ("articles", Behaviour::Articles),
        ("editions", Behaviour::Editions),
        ("lifecycle", Behaviour::Lifecycle),
        ("case", Behaviour::Case),
        ("series", Behaviour::Series),
    ];
}

/// A content type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentType {
    /// Name, such as `regulation`.
    pub name: String,
    /// Chinese label.
    pub label: String,
    /// What it switches on.
    pub behaviours: Vec<Behaviour>,
    /// Groups of fields of which a page needs at least one.
    pub require_one_of: Vec<Vec<String>>,
    /// The common fields, then its own.
    pub fields: Vec<FieldDef>,
}

impl ContentType {
    /// Whether the type switches `behaviour` on.
    pub fn has(&self, behaviour: Behaviour) -> bool {
        self.behaviours.contains(&behaviour)
    }
}

/// All types and vocabularies of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registry {
    /// Types by name.
    pub types: BTreeMap<String, ContentType>,
    /// Vocabularies by name.
    pub vocabularies: Vocabularies,
}

impl Registry {
    /// The built-in types and vocabularies.
    pub fn builtin() -> Self {
        let mut reader = Reader::default();
        let mut registry = Self { types: BTreeMap::new(), vocabularies: Vocabularies::new() };
        reader.add_vocabularies(&mut registry, &builtin::vocabularies());
        let common = reader.fields(&builtin::common());
        reader.add_types(&mut registry, &builtin::types(), &common);
        debug_assert!(reader.findings.is_empty(), "{:?}", reader.findings);
        registry
    }

    /// The built-in registry with `[vocabularies]` and `[types]` of `site` added.
    pub fn extended(site: &Node) -> (Self, Vec<Finding>) {
        let mut registry = Self::builtin();
        let mut reader = Reader::default();
        let common = reader.fields(&builtin::common());
        if let Some(node) = site.get("vocabularies").or_else(|| site.get("词表")) {
            reader.add_vocabularies(&mut registry, node);
        }
        if let Some(node) = site.get("types").or_else(|| site.get("内容类型")) {
            reader.add_types(&mut registry, node, &common);
        }
        reader.check_vocabularies(&registry);
        (registry, reader.findings)
    }
}

/// Reads definitions from TOML and collects what is wrong.
#[derive(Debug, Default)]
struct Reader {
    findings: Vec<Finding>,
    /// Vocabularies that fields refer to, with the field and its place.
    referred: Vec<(String, String, crate::base::span::Span)>,
}

const TYPE_KEYS: [&str; 4] = ["label", "behaviours", "require_one_of", "field"];
const FIELD_KEYS: [&str; 10] =
    ["name", "label", "kind", "list", "vocabulary", "required", "facet", "searchable", "shown", "column"];

impl Reader {
    fn add_vocabularies(&mut self, registry: &mut Registry, node: &Node) {
        for (key, value) in node.entries() {
            let list = value.get("values").unwrap_or(value);
            self.known_keys(value, &["label", "values"], "词表");
            let values = registry.vocabularies.entry(key.text.clone()).or_default();
            for word in self.texts(list) {
                if !values.contains(&word) {
                    values.push(word);
                }
            }
        }
    }

    fn add_types(&mut self, registry: &mut Registry, node: &Node, common: &[FieldDef]) {
        for (key, value) in node.entries() {
            self.known_keys(value, &TYPE_KEYS, "内容类型");
            let known = registry.types.entry(key.text.clone()).or_insert_with(|| ContentType {
                name: key.text.clone(),
                label: key.text.clone(),
                behaviours: Vec::new(),
                require_one_of: Vec::new(),
                fields: common.to_vec(),
            });
            if let Some(label) = value.get("label").and_then(text) {
                known.label = label.to_owned();
            }
            if let Some(node) = value.get("behaviours") {
                known.behaviours = self.behaviours(node, &key.text);
            }
            if let Some(NodeValue::List(groups)) = value.get("require_one_of").map(|node| &node.value) {
                known.require_one_of = groups.iter().map(|group| self.texts(group)).collect();
            }
            for field in self.fields(value) {
                match known.fields.iter_mut().find(|old| old.name == field.name) {
                    Some(old) => *old = field,
                    None => known.fields.push(field),
                }
            }
        }
    }

    fn behaviours(&mut self, node: &Node, owner: &str) -> Vec<Behaviour> {
        let mut found = Vec::new();
        for name in self.texts(node) {
            match Behaviour::NAMES.iter().find(|(known, _)| *known == name) {
                Some((_, behaviour)) => found.push(*behaviour),
                None => {
                    let known = Behaviour::NAMES.map(|(known, _)| known);
                    let diagnostic = Diagnostic::new(&message::UNKNOWN_BEHAVIOUR)
                        .with("type", owner)
                        .with("behaviour", &name)
                        .with("known", known.join(", "))
                        .nearest(nearest(&name, known));
                    self.findings.push((node.span, diagnostic));
                }
            }
        }
        found
    }

    /// The definitions under `field` of `node`.
    fn fields(&mut self, node: &Node) -> Vec<FieldDef> {
        let Some(NodeValue::List(rows)) = node.get("field").map(|node| &node.value) else {
            return Vec::new();
        };
        rows.iter().filter_map(|row| self.field(row)).collect()
    }

    fn field(&mut self, row: &Node) -> Option<FieldDef> {
        let mut keys = FIELD_KEYS.to_vec();
        keys.push("field");
        self.known_keys(row, &keys, "字段");
        let Some(name) = row.get("name").and_then(text) else {
            let diagnostic =
                Diagnostic::new(&message::MISSING_FIELD).with("field", "name").with("label", "名称");
            self.findings.push((row.span, diagnostic));
            return None;
        };
        let kind = row.get("kind").and_then(text).unwrap_or("text");
        let Some(kind) = Kind::named(kind) else {
            let known = Kind::NAMES.map(|(name, _)| name);
            let diagnostic = Diagnostic::new(&message::UNKNOWN_KIND)
                .with("field", name)
                .with("kind", kind)
                .with("known", known.join(", "))
                .nearest(nearest(kind, known));
            self.findings.push((row.span, diagnostic));
            return None;
        };
        let vocabulary = row.get("vocabulary").and_then(text).map(str::to_owned);
        if let Some(vocabulary) = &vocabulary {
            self.referred.push((name.to_owned(), vocabulary.clone(), row.span));
        }
        Some(FieldDef {
            name: name.to_owned(),
            label: row.get("label").and_then(text).unwrap_or(name).to_owned(),
            kind,
            list: is_true(row, "list"),
            vocabulary,
            required: is_true(row, "required"),
            facet: is_true(row, "facet"),
            searchable: is_true(row, "searchable"),
            shown: is_true(row, "shown"),
            column: is_true(row, "column"),
            fields: self.fields(row),
        })
    }

    fn check_vocabularies(&mut self, registry: &Registry) {
        for (field, vocabulary, span) in std::mem::take(&mut self.referred) {
            if !registry.vocabularies.contains_key(&vocabulary) {
                let near = nearest(&vocabulary, registry.vocabularies.keys().map(String::as_str));
                let diagnostic = Diagnostic::new(&message::UNKNOWN_VOCABULARY)
                    .with("field", field)
                    .with("vocabulary", &vocabulary)
                    .nearest(near);
                self.findings.push((span, diagnostic));
            }
        }
    }

    fn known_keys(&mut self, node: &Node, known: &[&str], subject: &str) {
        for (Key { text, span }, _) in node.entries() {
            if !known.contains(&text.as_str()) {
                let diagnostic = Diagnostic::new(&message::UNKNOWN_FIELD)
                    .with("field", text)
                    .with("type", subject)
                    .nearest(nearest(text, known.iter().copied()));
                self.findings.push((*span, diagnostic));
            }
        }
    }

    /// The words of a list, or of a single text.
    fn texts(&mut self, node: &Node) -> Vec<String> {
        match &node.value {
            NodeValue::Text(text) => vec![text.clone()],
            NodeValue::List(items) => items.iter().filter_map(text).map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    }
}

fn text(node: &Node) -> Option<&str> {
    match &node.value {
        NodeValue::Text(text) => Some(text),
        _ => None,
    }
}

fn is_true(node: &Node, key: &str) -> bool {
    matches!(node.get(key).map(|node| &node.value), Some(NodeValue::Bool(true)))
}

/// The fields of `site.toml`.
pub fn site_fields() -> Vec<FieldDef> {
    Reader::default().fields(&builtin::site())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::node::from_toml;

    #[test]
    fn the_built_in_registry_is_sound() {
        let registry = Registry::builtin();
        let names: Vec<&str> = registry.types.keys().map(String::as_str).collect();
        let expected =
            ["case", "checklist", "institution", "ledger", "page", "regulation", "study", "template", "term"];
        assert_eq!(names, expected);
        for content_type in registry.types.values() {
            for field in &content_type.fields {
                if let Some(vocabulary) = &field.vocabulary {
                    assert!(registry.vocabularies.contains_key(vocabulary), "{vocabulary}");
                }
                assert_ne!(field.label, field.name, "{} has a Chinese label", field.name);
            }
        }
        assert!(registry.types["regulation"].has(Behaviour::Editions));
    }

    #[test]
    fn a_site_extends_types_and_vocabularies() {
        let site = from_toml(
            "[vocabularies]\nlevel = [\"县级规定\"]\n[types.speech]\nlabel = \"讲话\"\n\
             [[types.speech.field]]\nname = \"speaker_post\"\nlabel = \"岗位\"\nkind = \"text\"\nfacet = true\n\
             [[types.study.field]]\nname = \"hall\"\nlabel = \"场所\"\n",
        )
        .unwrap();
        let (registry, findings) = Registry::extended(&site);
        assert!(findings.is_empty(), "{findings:?}");
        assert!(registry.vocabularies["level"].contains(&"县级规定".to_owned()));
        let speech = &registry.types["speech"];
        assert_eq!(speech.label, "讲话");
        assert!(speech.fields.iter().any(|field| field.name == "title"));
        assert!(registry.types["study"].fields.iter().any(|field| field.name == "hall"));
    }

    #[test]
    fn faults_in_definitions_are_named() {
        let site = from_toml(
            "[types.x]\nlable = \"x\"\nbehaviours = [\"article\"]\n\
             [[types.x.field]]\nname = \"a\"\nkind = \"txt\"\n[[types.x.field]]\nname = \"b\"\nvocabulary = \"levels\"\n",
        )
        .unwrap();
        let (_, findings) = Registry::extended(&site);
        let codes: Vec<&str> = findings.iter().map(|(_, found)| found.message.code).collect();
        assert_eq!(codes, ["ZK0304", "ZK0104", "ZK0105", "ZK0103"]);
        let near: Vec<_> = findings.iter().map(|(_, found)| found.suggestion()).collect();
        assert_eq!(near, [Some("label"), Some("articles"), Some("text"), Some("level")]);
    }
}
