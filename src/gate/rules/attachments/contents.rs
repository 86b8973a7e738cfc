//! What a file holds, by its ending and its first bytes.

use crate::base::digest::{Digest, sha256_hex};
use crate::base::span::Span;
use crate::gate::rules::attachments::{archive, image, media, office, pdf};
use crate::gate::rules::examine::Finding;
use crate::gate::rules::rule::Rule;
use crate::source::decode::decode_office;

/// Version of what is read; a memory of contents begins with it.
const VERSION: &str = "gate-contents/1";
/// The most bytes that a file which is read whole may have.
pub const LARGEST: usize = 256 * 1024 * 1024;
/// The most bytes of text that one file may yield.
pub const MOST_TEXT: usize = 64 * 1024 * 1024;
/// How deep archives may lie in one another.
pub const DEEPEST: usize = 3;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contents {
    /// Its texts.
    pub texts: Vec<Text>,
    /// What its metadata give away, and what could not be read.
    pub findings: Vec<Finding>,
}

/// A text in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// What part of the file it is: Chinese, English; empty where the file is this text itself.
    pub part: [String; 2],
    /// The text.
    pub text: String,
}

/// The key under which the contents of a file can be remembered.
pub fn digest(name: &str, bytes: &[u8]) -> Digest {
    Digest::of(VERSION, &[ending(name).as_bytes(), bytes])
}

/// What the file `name` holds.
pub fn contents(name: &str, bytes: &[u8]) -> Contents {
    let mut found = Contents::default();
    found.read(name, bytes, 0);
    let total: usize = found.texts.iter().map(|text| text.text.len()).sum();
    if total > MOST_TEXT {
        found.unreadable(name, bytes, "文字过多", "too much text");
        found.texts.clear();
    }
    found
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_lowercase())
}

impl Contents {
    /// Adds what the file `name`, which lies `depth` archives deep, holds.
    pub fn read(&mut self, name: &str, bytes: &[u8], depth: usize) {
        if bytes.len() > LARGEST {
            return self.unreadable(name, bytes, "文件过大", "the file is too large");
        }
        match ending(name).as_str() {
            "docx" | "docm" | "dotx" | "xlsx" | "xlsm" | "xltx" | "pptx" | "pptm" | "ppsx" => {
                office::read(self, name, bytes, depth);
            }
            "pdf" => pdf::read(self, name, bytes),
            "zip" => archive::read(self, name, bytes, depth),
            "jpg" | "jpeg" | "png" | "tif" | "tiff" | "webp" | "heic" | "heif" | "gif" | "bmp" => {
                image::read(self, name, bytes);
            }
            "mp3" | "wav" | "m4a" | "ogg" | "mp4" | "webm" | "mov" | "avi" => media::read(self, name, bytes),
            "txt" | "csv" | "tsv" | "json" | "xml" | "svg" | "md" | "html" | "htm" | "css" | "js" | "log"
            | "toml" | "yaml" | "yml" | "ini" | "vtt" | "srt" | "bib" => self.read_text(name, bytes),
            _ => self.unreadable(name, bytes, "格式不认识", "the format is not known"),
        }
    }

    fn read_text(&mut self, name: &str, bytes: &[u8]) {
        match decode_office(bytes) {
            Some(text) => self.add("", "", text),
            None => self.unreadable(name, bytes, "文字编码不认识", "the encoding is not known"),
        }
    }

    /// Adds a text of the part `zh`, `en`.
    pub fn add(&mut self, zh: &str, en: &str, text: String) {
        if !text.trim().is_empty() {
            self.texts.push(Text { part: [zh.to_owned(), en.to_owned()], text });
        }
    }

    /// Adds a finding of `rule` with the words `text`.
    pub fn find(&mut self, rule: Rule, text: &str, zh: &str, en: &str) {
        let text = text.trim();
        if !text.is_empty() {
            let part = [zh.to_owned(), en.to_owned()];
            self.findings.push(Finding {
                rule,
                span: Span::default(),
                text: text.to_owned(),
                weight: None,
                part,
            });
        }
    }

    /// Says that the file could not be checked. An exception names these very bytes.
    pub fn unreadable(&mut self, name: &str, bytes: &[u8], zh: &str, en: &str) {
        let name = name.rsplit('/').next().unwrap_or(name);
        let text = format!("{name} sha256:{}", &sha256_hex(bytes)[..16]);
        self.find(Rule::Unreadable, &text, zh, en);
    }
}
