//! One file, parsed: its fields, its body, and what is wrong with it.

use std::sync::{Arc, OnceLock};

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::path::ContentPath;
use crate::base::span::{LineStarts, Place, Span};
use crate::config::check::Checker;
use crate::config::node::Node;
use crate::config::registry::{Behaviour, ContentType};
use crate::config::site::{SiteConfig, is_plain};
use crate::config::value::Fields;
use crate::law::structure::Structure;
use crate::markup::body::Body;
use crate::markup::{articles, front_matter, markdown, sequence};

/// A page or the introduction of a folder, parsed.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Path below the content root.
    pub path: ContentPath,
    /// The text of the file.
    pub source: Arc<str>,
    /// Where the lines of the file begin, once a place was asked for.
    lines: OnceLock<LineStarts>,
    /// Name of its content type.
    pub content_type: String,
    /// Whether it introduces its folder.
    pub is_index: bool,
    /// Its checked fields.
    pub fields: Fields,
    /// Its body.
    pub body: Body,
    /// The structure of law in its body, where its type has articles: a line for each block.
    pub structure: Option<Structure>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// The type of pages in folders that are no section.
pub const PLAIN_TYPE: &str = "page";

/// Fields that the introduction of a folder may have.
const INDEX_FIELDS: [&str; 7] = ["title", "summary", "tags", "order", "updated", "release_scope", "draft"];

impl Document {
    /// Parses the file at `path` with the text `source`.
    pub fn parse(path: ContentPath, source: String, is_index: bool, config: &SiteConfig) -> Self {
        let section = config.section(path.section());
        let plain = is_index || section.is_none();
        let type_name = section.filter(|_| !plain).map_or(PLAIN_TYPE, |section| &section.content_type);
        let content_type = config.content_type(type_name);
        let mut document = Self {
            path,
            source: source.into(),
            lines: OnceLock::new(),
            content_type: type_name.to_owned(),
            is_index,
            fields: Fields::default(),
            body: Body::default(),
            structure: None,
            diagnostics: Vec::new(),
        };
        if section.is_none() && !document.path.section().is_empty() {
            let place = Place::file(document.path.as_str());
            let found = Diagnostic::new(&message::UNKNOWN_SECTION).with("section", document.path.section());
            document.diagnostics.push(found.at(place));
        }
        let start = document.read_fields(content_type, config);
        document.read_body(start);
        if content_type.has(Behaviour::Articles) {
            let structure = articles::recognise_in(&mut document.body);
            let source = Arc::clone(&document.source);
            for (span, found) in structure.findings.iter().map(|finding| sequence::report(finding, &source)) {
                document.report(span, found);
            }
            document.structure = Some(structure);
        }
        document
    }

    /// The title, or the file's name where it has none.
    pub fn title(&self) -> &str {
        self.fields.text("title").unwrap_or_else(|| self.path.stem())
    }

    /// The place of `span` in the file.
    pub fn place(&self, span: Span) -> Place {
        let lines = self.lines.get_or_init(|| LineStarts::of(&self.source));
        Place::in_lines(self.path.as_str(), &self.source, lines, span)
    }

    /// The place of the field `name`, or of the head of the file where it has none.
    pub fn place_of(&self, name: &str) -> Place {
        self.place(self.fields.get(name).map_or(Span::new(0, 0), |field| field.span))
    }

    fn report(&mut self, span: Span, diagnostic: Diagnostic) {
        let place = self.place(span);
        self.diagnostics.push(diagnostic.at(place));
    }

    /// Reads the front matter and gives the offset of the body.
    fn read_fields(&mut self, content_type: &ContentType, config: &SiteConfig) -> usize {
        let source = Arc::clone(&self.source);
        let front = match front_matter::read(&source) {
            Ok(front) => front,
            Err((span, diagnostic, body)) => {
                self.report(span, diagnostic);
                return body;
            }
        };
        let mut checker = Checker {
            vocabularies: &config.registry.vocabularies,
            subject: if self.is_index { "栏目说明" } else { &content_type.label },
            findings: Vec::new(),
        };
        self.fields = checker.fields(&front.fields, &content_type.fields, front.head);
        for (span, diagnostic) in checker.findings {
            self.report(span, diagnostic);
        }
        self.check_groups(content_type, &front.fields, front.head);
        self.check_id();
        self.check_index();
        front.body
    }

    fn check_groups(&mut self, content_type: &ContentType, given: &Node, head: Span) {
        for group in &content_type.require_one_of {
            let labels: Vec<&str> = content_type
                .fields
                .iter()
                .filter(|field| group.contains(&field.name))
                .map(|field| field.label.as_str())
                .collect();
            let is_given = |key: &str| group.iter().any(|name| name == key) || labels.contains(&key);
            if given.entries().iter().any(|(key, _)| is_given(&key.text)) {
                continue;
            }
            let words = |joint: &str| {
                let each = group.iter().zip(&labels).map(|(name, label)| format!("{name}（{label}）"));
                each.collect::<Vec<_>>().join(joint)
            };
            let diagnostic = Diagnostic::new(&message::MISSING_ONE_OF)
                .with("type", &content_type.label)
                .with_words("fields", &words("、"), &words(", "));
            self.report(head, diagnostic);
        }
    }

    fn check_id(&mut self) {
        let Some(field) = self.fields.get("id") else { return };
        let (span, id) = (field.span, self.fields.text("id").unwrap_or_default().to_owned());
        if !is_plain(&id) {
            self.report(span, Diagnostic::new(&message::BAD_ID).with("id", id));
        }
    }

    fn check_index(&mut self) {
        if !self.is_index {
            return;
        }
        let wrong: Vec<(Span, String)> = self
            .fields
            .iter()
            .filter(|(name, _)| !INDEX_FIELDS.contains(name))
            .map(|(name, field)| (field.span, name.to_owned()))
            .collect();
        for (span, name) in wrong {
            self.report(span, Diagnostic::new(&message::ON_INDEX_PAGE).with("field", name));
        }
    }

    fn read_body(&mut self, start: usize) {
        let source = Arc::clone(&self.source);
        let (body, findings) = markdown::parse(&source[start..], start);
        self.body = body;
        for (span, diagnostic) in findings {
            self.report(span, diagnostic);
        }
    }
}
