//! What a file holds: texts, findings, and files inside it that are still to be read.

use crate::base::digest::sha256_hex;
use crate::base::span::Span;
use crate::gate::rules::examine::Finding;
use crate::gate::rules::rule::Rule;

/// How deep archives and embedded files may lie in one another.
pub const DEEPEST: usize = 3;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contents {
    /// Its texts.
    pub texts: Vec<Text>,
    /// What its metadata give away, and what could not be read.
    pub findings: Vec<Finding>,
    /// Files inside it, to be read next; none once all is read.
    pub inner: Vec<Inner>,
}

/// A text in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// What part of the file it is: Chinese, English; empty where the file is this text itself.
    pub part: [String; 2],
    /// The text.
    pub text: String,
}

/// A file inside another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inner {
    /// Its name there.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How deep it lies.
    pub depth: usize,
}

impl Contents {
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
        self.unreadable_by(name, &sha256_hex(bytes), zh, en);
    }

    /// As [`Contents::unreadable`], of bytes whose SHA-256 is known.
    pub fn unreadable_by(&mut self, name: &str, sha256: &str, zh: &str, en: &str) {
        let name = name.rsplit('/').next().unwrap_or(name);
        let text = format!("{name} sha256:{}", &sha256[..16]);
        self.find(Rule::Unreadable, &text, zh, en);
    }

    /// Takes over what the file `name` inside this one holds.
    pub fn take_in(&mut self, name: &str, other: Contents) {
        let within = |part: [String; 2]| {
            part.map(|part| if part.is_empty() { name.to_owned() } else { format!("{name} {part}") })
        };
        for text in other.texts {
            self.texts.push(Text { part: within(text.part), text: text.text });
        }
        for finding in other.findings {
            self.findings.push(Finding { part: within(finding.part), ..finding });
        }
        for inner in other.inner {
            self.inner.push(Inner { name: format!("{name}/{}", inner.name), ..inner });
        }
    }
}

/// Whether `author` is a program, which names nobody.
pub fn is_program(author: &str) -> bool {
    let known = [
        "Microsoft Office",
        "Microsoft Word",
        "Microsoft Excel",
        "Microsoft PowerPoint",
        "WPS Office",
        "WPS 文字",
        "WPS 表格",
        "WPS 演示",
        "LibreOffice",
        "python-docx",
        "openpyxl",
        "Apache POI",
        "Administrator",
        "User",
        "admin",
        "Windows 用户",
        "Microsoft",
        "微软用户",
        "微软中国",
        "Unknown",
        "zhiku",
    ];
    author.is_empty() || known.iter().any(|name| author.eq_ignore_ascii_case(name))
}

/// The head of `text`, enough to know it by.
pub fn first_words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(40).collect()
}
