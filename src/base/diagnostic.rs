//! What is wrong, where, and what to do: one value for every message that a person reads.

pub use crate::base::message::Lang;
use crate::base::message::{Message, Severity};
use crate::base::span::Place;

/// A message with its place and the words that fill it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which message of the catalogue.
    pub message: &'static Message,
    /// Where, if it has a place.
    pub place: Option<Place>,
    /// Values for the `{name}` gaps of the message, Chinese and English.
    pub values: Vec<(&'static str, [String; 2])>,
    /// Whether the remedy names a near candidate (`{nearest}` is filled).
    nearest: Option<String>,
    /// A severity other than the message's own.
    weight: Option<Severity>,
}

impl Diagnostic {
    /// The diagnostic `message` without place or values.
    pub fn new(message: &'static Message) -> Self {
        Self { message, place: None, values: Vec::new(), nearest: None, weight: None }
    }

    /// The same at `place`.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same with the gap `{name}` filled.
    #[must_use]
    pub fn with(self, name: &'static str, value: impl ToString) -> Self {
        let value = value.to_string();
        self.with_words(name, &value, &value)
    }

    /// The same with the gap `{name}` filled by words that differ by language.
    #[must_use]
    pub fn with_words(mut self, name: &'static str, zh: &str, en: &str) -> Self {
        self.values.push((name, [zh.to_owned(), en.to_owned()]));
        self
    }

    /// The same with the nearest right name, where there is one.
    #[must_use]
    pub fn nearest(mut self, name: Option<&str>) -> Self {
        self.nearest = name.map(str::to_owned);
        self
    }

    /// The same with a severity other than the message's own.
    #[must_use]
    pub fn weighing(mut self, severity: Severity) -> Self {
        self.weight = Some(severity);
        self
    }

    /// Error or warning.
    pub fn severity(&self) -> Severity {
        self.weight.unwrap_or(self.message.severity)
    }

    /// What is wrong, in `lang`.
    pub fn text(&self, lang: Lang) -> String {
        self.fill(self.message.text(lang), lang)
    }

    /// What to do, in `lang`, the nearest right name first.
    pub fn help(&self, lang: Lang) -> String {
        let help = self.fill(self.message.help(lang), lang);
        match (&self.nearest, lang) {
            (None, _) => help,
            (Some(name), Lang::Zh) => format!("是否想写“{name}”？{help}"),
            (Some(name), Lang::En) => format!("did you mean `{name}`? {help}"),
        }
    }

    /// The nearest right name, where there is one.
    pub fn suggestion(&self) -> Option<&str> {
        self.nearest.as_deref()
    }

    fn fill(&self, template: &str, lang: Lang) -> String {
        let mut text = template.to_owned();
        for (name, value) in &self.values {
            text = text.replace(&format!("{{{name}}}"), &value[lang as usize]);
        }
        text
    }

    /// The order in which diagnostics are shown: by file, line, column, then code and words.
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        let key = |d: &Self| (d.place.clone(), d.message.code, d.values.clone());
        key(self).cmp(&key(other))
    }
}

/// Whether `diagnostics` hold an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity() == Severity::Error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::message;

    #[test]
    fn fills_every_gap_in_both_languages() {
        let diagnostic = Diagnostic::new(&message::UNKNOWN_FIELD)
            .with("field", "titel")
            .with("type", "学习资料")
            .nearest(Some("title"));
        assert_eq!(diagnostic.text(Lang::Zh), "没有“titel”这个字段（学习资料）");
        assert!(diagnostic.help(Lang::Zh).starts_with("是否想写“title”？"));
        assert!(diagnostic.help(Lang::En).starts_with("did you mean `title`?"));
    }
}
