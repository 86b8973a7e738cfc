//! One file, parsed: its fields, its body, and what is wrong with it.

use std::sync::{Arc, OnceLock};

use crate::base::date::PartialDate;
use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::path::ContentPath;
use crate::base::span::{LineStarts, Place, Span};
use crate::config::check::Checker;
use crate::config::node::Node;
use crate::config::registry::{Behaviour, ContentType};
use crate::config::scopes::Scopes;
use crate::config::site::{SiteConfig, is_plain};
use crate::config::value::{Field, Fields, Value};
use crate::law::structure::{FindingKind, Structure};
use crate::markup::body::Body;
use crate::markup::markdown::LineEnds;
use crate::markup::markdown::relink::Edit;
use crate::markup::passages::Passage;
use crate::markup::scoped::ScopedValue;
use crate::markup::{articles, front_matter, markdown, passages, review, scoped, sequence};

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
    /// The day from which its own words say that it applies, where no field does.
    commences: Option<Field>,
    /// Its release scope, its own or that of what is around it, once it is known.
    pub scope: Option<String>,
    /// What has a scope of its own in its fields, dropped or not.
    pub scoped: Vec<ScopedValue>,
    /// Marked passages that stay, with spans in the source.
    pub passages: Vec<Passage>,
    /// The digest that its reviewer signs, where its front matter can be read.
    pub content_digest: Option<String>,
    /// Whether passages were dropped that are above the scope of the build.
    pub is_cut: bool,
    /// How line ends within its paragraphs are read.
    line_ends: LineEnds,
    /// Where its body begins in the source.
    body_start: usize,
    /// How many of the diagnostics are not about its Markdown.
    head_diagnostics: usize,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// The type of pages in folders that are no section.
pub const PLAIN_TYPE: &str = "page";

/// The field that says from when a text applies.
const EFFECTIVE: &str = "effective";

/// Fields that the introduction of a folder may have.
const INDEX_FIELDS: [&str; 8] =
    ["title", "summary", "tags", "order", "updated", "release_scope", "draft", "gate_exceptions"];

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
            commences: None,
            scope: None,
            scoped: Vec::new(),
            passages: Vec::new(),
            content_digest: None,
            is_cut: false,
            line_ends: LineEnds::Soft,
            body_start: 0,
            head_diagnostics: 0,
            diagnostics: Vec::new(),
        };
        if section.is_none() && !document.path.section().is_empty() {
            let place = Place::file(document.path.as_str());
            let found = Diagnostic::new(&message::UNKNOWN_SECTION).with("section", document.path.section());
            document.diagnostics.push(found.at(place));
        }
        let start = document.read_fields(content_type, config);
        let section_scope = section.and_then(|section| section.release_scope.as_deref());
        let scope = document.fields.text("release_scope").or(section_scope);
        document.scope = scope.or(config.release_scope.as_deref()).map(str::to_owned);
        let of_law = content_type.has(Behaviour::Articles);
        document.line_ends = if of_law { LineEnds::OfLaw } else { LineEnds::Soft };
        document.read_body(start, &config.scopes);
        document.recognise(content_type);
        document
    }

    fn recognise(&mut self, content_type: &ContentType) {
        if content_type.has(Behaviour::Articles) {
            let structure = articles::recognise_in(&mut self.body);
            let source = Arc::clone(&self.source);
            // The articles of a later act of amendment go on from those of the one before.
            let goes_on = self.title().contains("修正案");
            for finding in &structure.findings {
                if !(goes_on && matches!(finding.kind, FindingKind::StartsLate { .. })) {
                    let (span, found) = sequence::report(finding, &source);
                    self.report(span, found);
                }
            }
            self.commences = self.commencement(&structure);
            self.structure = Some(structure);
        }
    }

    /// What its words say in the place of a field that is not given. The words of a text that came out after
    /// the day they name are those of its first edition.
    fn commencement(&self, structure: &Structure) -> Option<Field> {
        if self.fields.get(EFFECTIVE).is_some() {
            return None;
        }
        let out = ["version", "promulgated", "issued"].iter().find_map(|name| self.fields.date(name))?;
        let day = articles::commencement(&self.body, structure).filter(|day| out.earliest() <= *day)?;
        Some(Field { span: Span::new(0, 0), value: Value::Date(day.into()) })
    }

    /// The values of the field `name`; from when it applies its own words say where the field does not.
    pub fn items(&self, name: &str) -> &[Field] {
        match &self.commences {
            Some(said) if name == EFFECTIVE => std::slice::from_ref(said),
            _ => self.fields.items(name),
        }
    }

    /// The day from which it applies, by its field or its own words.
    pub fn effective(&self) -> Option<PartialDate> {
        match self.items(EFFECTIVE).first()?.value {
            Value::Date(day) => Some(day),
            _ => None,
        }
    }

    /// The source of the body.
    pub fn body_source(&self) -> &str {
        &self.source[self.body_start..]
    }

    /// The document with `edits` made in the source of its body, which are in their order.
    #[must_use]
    pub fn edited(mut self, edits: &[Edit], config: &SiteConfig) -> Self {
        let start = self.body_start;
        let mut body = self.source[start..].to_owned();
        for (span, words) in edits.iter().rev() {
            body.replace_range(span.start..span.end, words);
            let moved = |at: usize| match at.checked_sub(start + span.end) {
                Some(behind) => start + span.start + words.len() + behind,
                None => at,
            };
            for Passage { span, .. } in &mut self.passages {
                *span = Span::new(moved(span.start), moved(span.end));
            }
        }
        let source = format!("{}{body}", &self.source[..start]);
        self.replace_source(source);
        self.diagnostics.truncate(self.head_diagnostics);
        self.parse_body();
        self.recognise(config.content_type(&self.content_type.clone()));
        self
    }

    /// The document with `fields`, which are its own without what stood at `dropped`.
    #[must_use]
    pub fn without_values(mut self, fields: Fields, dropped: &[Span]) -> Self {
        self.fields = fields;
        self.replace_source(scoped::blanked(&self.source, dropped));
        self
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
        let mut front = match front_matter::read(&source) {
            Ok(front) => front,
            Err((span, diagnostic, body)) => {
                self.report(span, diagnostic);
                return body;
            }
        };
        self.content_digest =
            Some(review::digest(&front.fields, &content_type.fields, &source[front.body..]));
        self.prune(&mut front.fields, &config.scopes);
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

    /// Takes from the fields, and from the source, what is above the scope of the build.
    fn prune(&mut self, fields: &mut Node, scopes: &Scopes) {
        let pruned = scoped::prune(fields, scopes);
        for (span, diagnostic) in pruned.findings {
            self.report(span, diagnostic);
        }
        if !pruned.dropped.is_empty() {
            self.replace_source(scoped::blanked(&self.source, &pruned.dropped));
        }
        self.scoped = pruned.scoped;
    }

    fn replace_source(&mut self, source: String) {
        self.source = source.into();
        self.lines = OnceLock::new();
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

    fn read_body(&mut self, start: usize, scopes: &Scopes) {
        self.body_start = start;
        let shifted = |passage: Passage| Passage { span: passage.span.shifted(start), ..passage };
        self.passages = self.cut_body(start, scopes).into_iter().map(shifted).collect();
        self.head_diagnostics = self.diagnostics.len();
        self.parse_body();
    }

    fn parse_body(&mut self) {
        let start = self.body_start;
        let source = Arc::clone(&self.source);
        let inner = |Passage { span, scope }: &Passage| Passage {
            span: Span::new(span.start - start, span.end - start),
            scope: scope.clone(),
        };
        let passages: Vec<Passage> = self.passages.iter().map(inner).collect();
        let (body, findings) = markdown::parse_marked(&source[start..], start, &passages, self.line_ends);
        self.body = body;
        for (span, diagnostic) in findings {
            self.report(span, diagnostic);
        }
        if let Some(at) = passages::stray_mark(&self.body) {
            let at = at.max(start);
            self.report(Span::new(at, at), Diagnostic::new(&message::SCOPE_MARK));
        }
    }

    /// Takes from the source the marks of passages and what is above the scope of the build; gives
    /// the passages that stay.
    fn cut_body(&mut self, start: usize, scopes: &Scopes) -> Vec<Passage> {
        let Some(cut) = passages::cut(&self.source[start..], scopes) else { return Vec::new() };
        for (span, diagnostic) in cut.findings {
            self.report(span.shifted(start), diagnostic);
        }
        self.is_cut |= cut.dropped;
        let source = format!("{}{}", &self.source[..start], cut.text);
        self.replace_source(source);
        cut.passages
    }
}
