//! Exceptions: what may stand although a rule finds it, by rule and exact text, with a reason.
//!
//! They are written where they apply: in the front matter of a page (for its files too), in a
//! comment beside the passage, or in `site.toml`.

use std::ops::Range;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

use regex::Regex;

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::span::{Place, Span};
use crate::config::gate::{Exception, GateConfig, exceptions};
use crate::gate::rules::examine::Finding;
use crate::gate::rules::paste::code_of;
use crate::gate::rules::plain::Plain;
use crate::gate::rules::rule::Rule;
use crate::markup::document::Document;

/// An exception as it was stated, and whether it was used.
#[derive(Debug)]
pub struct Stated {
    rule: Option<Rule>,
    /// The rule in the words of the one who wrote it.
    pub rule_name: String,
    text: String,
    /// Why it may stand.
    pub reason: Option<String>,
    file: Option<String>,
    /// Where it was written.
    pub place: Place,
    /// The bytes of the page that it is for, where it is beside a passage.
    within: Option<Range<usize>>,
    used: AtomicBool,
}

/// The form in which texts are compared: without disguises and blanks at the ends.
fn normal(text: &str) -> String {
    Plain::of(text).text.trim().to_owned()
}

impl Stated {
    fn new(given: Exception, config: &GateConfig, place: Place, within: Option<Range<usize>>) -> Self {
        let own = config.own.iter().position(|rule| rule.name == given.rule).map(Rule::Own);
        let reason = given.reason.map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty());
        Self {
            rule: Rule::named(&given.rule).or(own),
            rule_name: given.rule,
            text: normal(&given.text),
            reason,
            file: given.file,
            place,
            within,
            used: AtomicBool::new(false),
        }
    }

    /// Whether `finding`, in the page or file of this name, may stand.
    fn allows(&self, finding: &Finding) -> bool {
        let here = self.within.as_ref().is_none_or(|range| {
            finding.part[0].is_empty() && range.start <= finding.span.start && finding.span.end <= range.end
        });
        here && self.reason.is_some() && self.rule == Some(finding.rule) && normal(&finding.text) == self.text
    }

    /// Whether it was used.
    pub fn was_used(&self) -> bool {
        self.used.load(Ordering::Relaxed)
    }

    /// What is wrong with it by itself.
    pub fn faults(&self) -> Option<Diagnostic> {
        let found = match (self.rule, &self.reason) {
            (None, _) => &message::UNKNOWN_RULE,
            (_, None) => &message::EXCEPTION_WITHOUT_REASON,
            _ if !self.was_used() => &message::UNUSED_EXCEPTION,
            _ => return None,
        };
        Some(Diagnostic::new(found).with("rule", &self.rule_name).at(self.place.clone()))
    }
}

/// The exceptions of one page, or of the site.
#[derive(Debug, Default)]
pub struct Exceptions {
    /// All of them.
    pub stated: Vec<Stated>,
    /// The bytes of a page in which they are declared.
    declared: Vec<Range<usize>>,
}

static COMMENT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?s)<!--\s*(?:放行|gate)\s*[：:](.*?)-->").expect("a plain pattern"));

impl Exceptions {
    /// Those of `site.toml`.
    pub fn of_site(config: &GateConfig) -> Self {
        let place = || Place::file("site.toml");
        let stated = config.exceptions.iter().map(|given| Stated::new(given.clone(), config, place(), None));
        Self { stated: stated.collect(), declared: Vec::new() }
    }

    /// Those of a page: its front matter's and its comments'.
    pub fn of_page(document: &Document, config: &GateConfig) -> Self {
        let mut own = Self::default();
        for given in exceptions(document.fields.items("gate_exceptions")) {
            let place = document.place(Span::new(given.span.start, given.span.start));
            own.stated.push(Stated::new(given, config, concealed(place), None));
        }
        if !own.stated.is_empty() {
            own.declared.extend(declaration(&document.source));
        }
        if document.source.contains("<!--") {
            own.read_comments(document, config);
        }
        own
    }

    fn read_comments(&mut self, document: &Document, config: &GateConfig) {
        let code = code_of(&document.source);
        for found in COMMENT.captures_iter(&document.source) {
            let (Some(whole), Some(words)) = (found.get(0), found.get(1)) else { continue };
            if code.holds(&document.source, whole.start()) {
                continue;
            }
            let mut parts = words.as_str().split(['|', '｜']).map(|part| part.trim().to_owned());
            let rule = parts.next().unwrap_or_default();
            let text = parts.next().unwrap_or_default();
            let reason: Vec<String> = parts.collect();
            let span = Span::new(whole.start(), whole.end());
            let given = Exception { span, file: None, rule, text, reason: Some(reason.join(" ")) };
            let within = beside(&document.source, whole.range());
            let place = concealed(document.place(Span::new(span.start, span.start)));
            self.stated.push(Stated::new(given, config, place, Some(within)));
            self.declared.push(whole.range());
        }
    }

    /// Whether `finding` may stand; an exception that says so was used, unless the finding is its
    /// own text.
    pub fn allow(&self, finding: &Finding, file: Option<&str>) -> bool {
        let of_page = finding.part[0].is_empty() && file.is_none();
        let declares = of_page
            && self
                .declared
                .iter()
                .any(|range| range.start <= finding.span.start && finding.span.end <= range.end);
        let mut allowed = false;
        for stated in &self.stated {
            let for_file = stated.file.as_deref().is_none_or(|name| {
                file.is_some_and(|file| file == name || file.rsplit('/').next() == Some(name))
            });
            let anywhere = declares
                && stated.reason.is_some()
                && stated.rule == Some(finding.rule)
                && normal(&finding.text) == stated.text;
            if anywhere || (for_file && stated.allows(finding)) {
                allowed = true;
                if !declares {
                    stated.used.store(true, Ordering::Relaxed);
                }
            }
        }
        allowed
    }
}

/// `place` without the words of its line, which repeat what is excepted.
fn concealed(place: Place) -> Place {
    Place { excerpt: String::new(), cut: 0, column: 1, length: 0, ..place }
}

/// The lines of the front matter that declare exceptions.
fn declaration(source: &str) -> Option<Range<usize>> {
    let names = ["gate_exceptions", "把关例外", "[[gate_exceptions]]", "[[把关例外]]"];
    let mut start = None;
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let is_key = names.iter().any(|name| line.starts_with(name));
        let goes_on = line.starts_with([' ', '-', '\t', '\r', '\n', ']', '}']) && !line.starts_with("---");
        let in_table = source.starts_with("+++") && !line.starts_with(['[', '+']);
        match start {
            None if is_key => start = Some(at),
            Some(from) if !is_key && !goes_on && !in_table => return Some(from..at),
            _ => {}
        }
        at += line.len();
    }
    start.map(|from| from..source.len())
}

/// The passage beside the comment at `comment`: its paragraph, and where it stands alone the next.
fn beside(source: &str, comment: Range<usize>) -> Range<usize> {
    let blank = |at: usize| source[at..].lines().next().is_none_or(|line| line.trim().is_empty());
    let line_start = |at: usize| source[..at].rfind('\n').map_or(0, |found| found + 1);
    let line_end = |at: usize| source[at..].find('\n').map_or(source.len(), |found| at + found + 1);
    let mut start = line_start(comment.start);
    while start > 0 {
        let previous = line_start(start - 1);
        if blank(previous) {
            break;
        }
        start = previous;
    }
    let paragraph = |mut at: usize| {
        while at < source.len() && !blank(at) {
            at = line_end(at);
        }
        at
    };
    let mut end = paragraph(line_end(comment.end));
    let alone = source[start..comment.start].trim().is_empty() && source[comment.end..end].trim().is_empty();
    if alone {
        while end < source.len() && blank(end) {
            end = line_end(end);
        }
        end = paragraph(end);
    }
    start..end
}
