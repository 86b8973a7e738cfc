//! Checked values: what the fields of a page or of `site.toml` hold.

use crate::base::date::PartialDate;
use crate::base::span::Span;
use crate::config::field::FieldDef;

/// A checked value and the place it stood at.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Where the value stood.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// A value of one of the kinds that a field can have.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A full or partial date.
    Date(PartialDate),
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Several values of one kind.
    List(Vec<Field>),
    /// Named values.
    Record(Fields),
}

/// Named values in the order of their definitions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fields {
    entries: Vec<(String, Field)>,
}

impl Fields {
    /// The fields `entries`, names in the order of their definitions and each once.
    pub fn new(entries: Vec<(String, Field)>) -> Self {
        Self { entries }
    }

    /// All names and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Field)> {
        self.entries.iter().map(|(name, field)| (name.as_str(), field))
    }

    /// The field `name`.
    pub fn get(&self, name: &str) -> Option<&Field> {
        self.entries.iter().find(|(known, _)| known == name).map(|(_, field)| field)
    }

    /// The text of `name`; of a list the first.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.items(name).first().and_then(|field| field.value.as_text())
    }

    /// The texts of `name`: none, one or a list.
    pub fn texts(&self, name: &str) -> Vec<&str> {
        self.items(name).iter().filter_map(|field| field.value.as_text()).collect()
    }

    /// The date of `name`.
    pub fn date(&self, name: &str) -> Option<PartialDate> {
        match self.get(name)?.value {
            Value::Date(date) => Some(date),
            _ => None,
        }
    }

    /// Whether `name` is given and true.
    pub fn is_true(&self, name: &str) -> bool {
        matches!(self.get(name), Some(Field { value: Value::Bool(true), .. }))
    }

    /// The number of `name`.
    pub fn integer(&self, name: &str) -> Option<i64> {
        match self.get(name)?.value {
            Value::Integer(number) => Some(number),
            _ => None,
        }
    }

    /// The record `name`.
    pub fn record(&self, name: &str) -> Option<&Fields> {
        self.get(name)?.value.as_record()
    }

    /// The records of `name`: none, one or a list.
    pub fn records(&self, name: &str) -> Vec<&Fields> {
        self.items(name).iter().filter_map(|field| field.value.as_record()).collect()
    }

    /// The values of `name`, a single one as a list of one.
    pub fn items(&self, name: &str) -> &[Field] {
        match self.get(name) {
            Some(Field { value: Value::List(items), .. }) => items,
            Some(field) => std::slice::from_ref(field),
            None => &[],
        }
    }
}

impl Fields {
    /// The fields without the texts that `keep` refuses, whose places go to `dropped`; what is left
    /// empty goes with them.
    pub fn kept(
        &self,
        defs: &[FieldDef],
        keep: &mut dyn FnMut(&FieldDef, &str) -> bool,
        dropped: &mut Vec<Span>,
    ) -> Self {
        let mut entries = Vec::new();
        for (name, field) in &self.entries {
            let Some(def) = defs.iter().find(|def| def.name == *name) else { continue };
            if let Some(field) = kept(field, def, keep, dropped) {
                entries.push((name.clone(), field));
            }
        }
        Self { entries }
    }
}

fn kept(
    field: &Field,
    def: &FieldDef,
    keep: &mut dyn FnMut(&FieldDef, &str) -> bool,
    dropped: &mut Vec<Span>,
) -> Option<Field> {
    let value = match &field.value {
        Value::Text(text) if !keep(def, text) => {
            dropped.push(field.span);
            return None;
        }
        Value::List(items) => {
            let items: Vec<Field> = items.iter().filter_map(|item| kept(item, def, keep, dropped)).collect();
            if items.is_empty() {
                return None;
            }
            Value::List(items)
        }
        Value::Record(record) => Value::Record(record.kept(&def.fields, keep, dropped)),
        other => other.clone(),
    };
    Some(Field { span: field.span, value })
}

impl Value {
    /// The words, where the value is text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The record, where the value is one.
    pub fn as_record(&self) -> Option<&Fields> {
        match self {
            Self::Record(fields) => Some(fields),
            _ => None,
        }
    }

    /// The value in words, as a page shows it; records have none.
    pub fn shown(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Date(date) => Some(date.to_string()),
            Self::Integer(number) => Some(number.to_string()),
            Self::Bool(true) => Some("是".to_owned()),
            Self::Bool(false) => Some("否".to_owned()),
            Self::List(_) | Self::Record(_) => None,
        }
    }
}
