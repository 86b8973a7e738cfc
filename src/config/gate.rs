//! The part of `site.toml` on the publishing gate: how much a rule weighs, rules of the site's own,
//! exceptions.

use regex::Regex;

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::span::Span;
use crate::config::node::Finding;
use crate::config::value::{Field, Fields};

/// What a finding of a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Nothing is published.
    Block,
    /// It is said.
    Warn,
    /// The rule does not run.
    Off,
}

impl Weight {
    fn named(name: &str) -> Self {
        match name {
            "warn" | "提醒" => Self::Warn,
            "off" | "关闭" => Self::Off,
            _ => Self::Block,
        }
    }
}

/// How the gate of a site is set up.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GateConfig {
    /// Weights that differ from the rules' own, by name of the rule.
    pub weights: Vec<(String, Weight)>,
    /// Rules of the site's own.
    pub own: Vec<OwnRule>,
    /// The file of sensitive terms, below the site's folder or its content: read, never published.
    pub sensitive_terms: Option<String>,
    /// Names of people that may stand.
    pub public_names: Vec<String>,
    /// Exceptions for the whole site.
    pub exceptions: Vec<Exception>,
}

/// A rule of the site's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRule {
    /// Its name, by which exceptions refer to it.
    pub name: String,
    /// A regular expression, known to be sound.
    pub pattern: Option<String>,
    /// Words.
    pub terms: Vec<String>,
    /// What to say.
    pub message: Option<String>,
    /// What it does.
    pub weight: Weight,
}

/// A text that may stand although a rule finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Where it was written.
    pub span: Span,
    /// The file it is for, where one is named.
    pub file: Option<String>,
    /// The rule, by name or label.
    pub rule: String,
    /// The exact text.
    pub text: String,
    /// Why it may stand.
    pub reason: Option<String>,
}

impl GateConfig {
    /// The gate as `fields`, the table `gate`, sets it up.
    pub fn read(fields: Option<&Fields>, findings: &mut Vec<Finding>) -> Self {
        let Some(fields) = fields else { return Self::default() };
        let weights = fields.record("rules").map(weights).unwrap_or_default();
        let own = fields.items("own").iter().filter_map(|field| own_rule(field, findings)).collect();
        let texts = |name: &str| fields.texts(name).into_iter().map(str::to_owned).collect();
        Self {
            weights,
            own,
            sensitive_terms: fields.text("sensitive_terms").map(str::to_owned),
            public_names: texts("public_names"),
            exceptions: exceptions(fields.items("exceptions")),
        }
    }
}

fn weights(rules: &Fields) -> Vec<(String, Weight)> {
    rules
        .iter()
        .filter_map(|(name, field)| Some((name.to_owned(), Weight::named(field.value.as_text()?))))
        .collect()
}

fn own_rule(field: &Field, findings: &mut Vec<Finding>) -> Option<OwnRule> {
    let record = field.value.as_record()?;
    let pattern = record.text("pattern").map(str::to_owned);
    if let Some(error) = pattern.as_deref().and_then(|pattern| Regex::new(pattern).err()) {
        let reason = error.to_string();
        let reason = reason.lines().last().unwrap_or_default();
        let span = record.get("pattern").map_or(field.span, |field| field.span);
        findings.push((span, Diagnostic::new(&message::BAD_PATTERN).with("reason", reason)));
        return None;
    }
    let terms: Vec<String> = record.texts("terms").into_iter().map(str::to_owned).collect();
    let name = record.text("name")?.to_owned();
    if pattern.is_none() && terms.is_empty() {
        findings.push((field.span, Diagnostic::new(&message::EMPTY_RULE).with("rule", &name)));
        return None;
    }
    let weight = record.text("severity").map_or(Weight::Block, Weight::named);
    Some(OwnRule { name, pattern, terms, message: record.text("message").map(str::to_owned), weight })
}

/// The exceptions that `items`, records of a page or of `site.toml`, state.
pub fn exceptions(items: &[Field]) -> Vec<Exception> {
    let one = |field: &Field| {
        let record = field.value.as_record()?;
        Some(Exception {
            span: field.span,
            file: record.text("file").map(str::to_owned),
            rule: record.text("rule")?.to_owned(),
            text: record.text("text")?.to_owned(),
            reason: record.text("reason").map(str::to_owned),
        })
    };
    items.iter().filter_map(one).collect()
}
