//! Rendering a page unless the same view was rendered with the same templates before.

use std::cell::RefCell;
use std::io::{self, Write};

use bytes::Bytes;
use serde::Serialize;
use serde_json::ser::Formatter;

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::render::template::Templates;

/// A page as it was rendered.
#[derive(Debug, Clone)]
pub struct Printed {
    /// The page.
    pub html: Bytes,
    /// What it was made of; none where nobody will ask.
    pub made_of: Option<MadeOf>,
    /// Whether it was remembered.
    pub is_known: bool,
}

/// What a page was made of, by digests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeOf {
    /// Of all templates and words.
    pub templates: Digest,
    /// Of the template's name and the whole view.
    pub view: Digest,
    /// Of each part of the view, by name.
    pub parts: Vec<(Box<str>, u64)>,
}

/// Renders one page.
#[derive(Debug, Clone, Copy)]
pub struct Press<'a> {
    /// The templates.
    pub templates: &'a Templates,
    /// The page at this address as it was rendered last.
    pub known: Option<&'a Printed>,
    /// Whether a later build may use the page: only then is what it was made of digested.
    pub remembers: bool,
}

impl Press<'_> {
    /// Renders the template `name` with the fields of `view`, or gives what is known.
    pub fn render(&self, name: &str, view: &impl Serialize) -> Result<Printed, Diagnostic> {
        let made_of = self.remembers.then(|| MadeOf::of(self.templates.digest, name, view));
        if let Some(known) = self.known.filter(|known| made_of.is_some() && known.made_of == made_of) {
            return Ok(Printed { is_known: true, ..known.clone() });
        }
        let html = Bytes::copy_from_slice(&self.templates.press(name, view)?);
        Ok(Printed { html, made_of, is_known: false })
    }
}

impl MadeOf {
    fn of(templates: Digest, name: &str, view: &impl Serialize) -> Self {
        let sheet = Sheet::default();
        let mut json = serde_json::Serializer::with_formatter(&sheet, Fields { sheet: &sheet, depth: 0 });
        view.serialize(&mut json).expect("a view of plain values is JSON");
        let (json, fields) = (sheet.json.into_inner(), sheet.fields.into_inner());
        let digests: Vec<blake3::Hash> =
            fields.iter().map(|field| blake3::hash(&json[field.start..field.end])).collect();
        let part = |(field, digest): (&FieldRange, &blake3::Hash)| {
            let (first, _) = digest.as_bytes().split_first_chunk().expect("a digest has eight bytes");
            let key = String::from_utf8_lossy(&json[field.start..field.value]);
            (key.trim_matches('"').into(), u64::from_le_bytes(*first))
        };
        let whole: Vec<&[u8]> = [name.as_bytes()]
            .into_iter()
            .chain(digests.iter().map(|digest| digest.as_bytes().as_slice()))
            .collect();
        Self {
            templates,
            view: Digest::of("view/2", &whole),
            parts: fields.iter().zip(&digests).map(part).collect(),
        }
    }

    /// The parts of the view that are not what they are in `before`.
    #[must_use]
    pub fn changed_since(&self, before: &Self) -> Vec<String> {
        let has = |parts: &[(Box<str>, u64)], part: &(Box<str>, u64)| parts.contains(part);
        let new = self.parts.iter().filter(|part| !has(&before.parts, part));
        new.map(|(name, _)| name.to_string()).collect()
    }
}

/// A view as JSON, and where its own fields are.
#[derive(Default)]
struct Sheet {
    json: RefCell<Vec<u8>>,
    fields: RefCell<Vec<FieldRange>>,
}

/// A field of a view: its key in quotes begins at `start`, what is behind it at `value`.
struct FieldRange {
    start: usize,
    value: usize,
    end: usize,
}

impl Write for &Sheet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.json.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Notes where the fields of the outermost object are.
struct Fields<'a> {
    sheet: &'a Sheet,
    depth: usize,
}

impl Fields<'_> {
    fn note(&self, change: impl FnOnce(&mut Vec<FieldRange>, usize)) {
        if self.depth == 1 {
            change(&mut self.sheet.fields.borrow_mut(), self.sheet.json.borrow().len());
        }
    }
}

impl Formatter for Fields<'_> {
    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        writer.write_all(b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        writer.write_all(b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        self.note(|fields, at| fields.push(FieldRange { start: at, value: at, end: at }));
        Ok(())
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.note(|fields, at| fields.iter_mut().last().into_iter().for_each(|field| field.value = at));
        writer.write_all(b":")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.note(|fields, at| fields.iter_mut().last().into_iter().for_each(|field| field.end = at));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made_of(view: serde_json::Value) -> MadeOf {
        MadeOf::of(Digest::of("t/1", &[]), "page.html", &view)
    }

    #[test]
    fn the_parts_that_changed_are_named() {
        let before = made_of(serde_json::json!({"title": "甲\",\"", "body": {"a": [1, "}"]}, "n": 3}));
        let names: Vec<&str> = before.parts.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, ["title", "body", "n"]);
        let after = made_of(serde_json::json!({"title": "甲\",\"", "body": {"a": [1, "]"]}, "n": 4}));
        assert_eq!(after.changed_since(&before), ["body", "n"]);
        assert_ne!(after.view, before.view);
        assert_eq!(before, made_of(serde_json::json!({"title": "甲\",\"", "body": {"a": [1, "}"]}, "n": 3})));
        assert!(made_of(serde_json::json!({})).changed_since(&before).is_empty() || !before.parts.is_empty());
    }
}
