//! The words of the interface, from the theme's `i18n` folder.

use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::span::Place;
use crate::config::node::{self, NodeValue};
use crate::render::theme::Theme;

/// Words by key; a key that the language lacks falls back to Chinese.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// The words of `lang` in `theme`.
    pub fn read(theme: &Theme, lang: &str) -> (Self, Vec<Diagnostic>) {
        let mut words = BTreeMap::new();
        let mut found = Vec::new();
        for lang in ["zh-CN", lang] {
            let path = format!("i18n/{lang}.toml");
            let text = theme.text(&path).unwrap_or_default();
            match node::from_toml(text) {
                Ok(root) => words.extend(root.entries().iter().filter_map(|(key, node)| match &node.value {
                    NodeValue::Text(text) => Some((key.text.clone(), text.clone())),
                    _ => None,
                })),
                Err(fault) => {
                    let place = Place::new(format!("theme/{path}"), text, fault.span);
                    let reason = fault.diagnostic.text(crate::base::diagnostic::Lang::En);
                    found.push(
                        Diagnostic::new(&message::WORDS_BROKEN)
                            .with("path", &path)
                            .with("reason", reason)
                            .at(place),
                    );
                }
            }
        }
        found.dedup();
        (Self(words), found)
    }

    /// The words under `key`; the key itself where there are none, so that a lack is seen.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// The words under `key` with `{n}` filled by a count, its thousands set apart.
    pub fn counted(&self, key: &str, count: usize) -> String {
        self.get(key).replace("{n}", &set_apart(count))
    }

    /// The words under `key` with `{n}` filled.
    pub fn numbered(&self, key: &str, number: usize) -> String {
        self.get(key).replace("{n}", &number.to_string())
    }

    /// All words.
    pub fn all(&self) -> &BTreeMap<String, String> {
        &self.0
    }
}

/// A count with its thousands set apart.
pub fn set_apart(count: usize) -> String {
    let digits = count.to_string();
    let mut shown = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}
