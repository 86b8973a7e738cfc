//! Rendering a page unless the same view was rendered with the same templates before.

use std::io::Write;

use bytes::Bytes;
use serde::Serialize;

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
        let mut parts = Parts::new(name);
        serde_json::to_writer(&mut parts, view).expect("a view of plain values is JSON");
        let (view, parts) = parts.finish();
        Self { templates, view, parts }
    }

    /// The parts of the view that are not what they are in `before`.
    #[must_use]
    pub fn changed_since(&self, before: &Self) -> Vec<String> {
        let has = |parts: &[(Box<str>, u64)], part: &(Box<str>, u64)| parts.contains(part);
        let new = self.parts.iter().filter(|part| !has(&before.parts, part));
        new.map(|(name, _)| name.to_string()).collect()
    }
}

/// Reads a view as JSON goes by, and digests the whole and each of its fields.
struct Parts {
    whole: blake3::Hasher,
    part: blake3::Hasher,
    key: Vec<u8>,
    parts: Vec<(Box<str>, u64)>,
    depth: usize,
    in_string: bool,
    escaped: bool,
    in_key: bool,
}

impl Parts {
    fn new(name: &str) -> Self {
        let mut whole = blake3::Hasher::new_derive_key("view/1");
        whole.update(&(name.len() as u64).to_le_bytes());
        whole.update(name.as_bytes());
        Self {
            whole,
            part: blake3::Hasher::new(),
            key: Vec::new(),
            parts: Vec::new(),
            depth: 0,
            in_string: false,
            escaped: false,
            in_key: true,
        }
    }

    fn end_part(&mut self) {
        let digest = self.part.finalize();
        let (first, _) = digest.as_bytes().split_first_chunk().expect("a digest has eight bytes");
        let name = String::from_utf8_lossy(&self.key).into_owned().into_boxed_str();
        self.parts.push((name, u64::from_le_bytes(*first)));
        self.part.reset();
        self.key.clear();
        self.in_key = true;
    }

    /// Follows one byte of the JSON; says whether a field of the view ends before it.
    fn follow(&mut self, byte: u8) -> bool {
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ if self.depth == 1 && self.in_key => self.key.push(byte),
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.in_string = true,
            b':' if self.depth == 1 => self.in_key = false,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth -= 1;
                return self.depth == 0;
            }
            b',' if self.depth == 1 => return true,
            _ => {}
        }
        false
    }

    fn finish(self) -> (Digest, Vec<(Box<str>, u64)>) {
        (Digest::from(self.whole.finalize()), self.parts)
    }
}

impl Write for Parts {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.whole.update(bytes);
        let mut from = 0;
        for (at, byte) in bytes.iter().enumerate() {
            if self.follow(*byte) {
                self.part.update(&bytes[from..at]);
                self.end_part();
                from = at + 1;
            }
        }
        self.part.update(&bytes[from..]);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
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
