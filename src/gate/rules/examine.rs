//! A text and what all rules together find in it.

use crate::base::span::Span;
use crate::config::gate::Weight;
use crate::gate::rules::conceal::masked;
use crate::gate::rules::digits::{groups, windows};
use crate::gate::rules::hit::{Hit, settle};
use crate::gate::rules::informant::informant;
use crate::gate::rules::names::recognise::names;
use crate::gate::rules::own::OwnRules;
use crate::gate::rules::plain::Plain;
use crate::gate::rules::rule::Rule;
use crate::gate::rules::words::words;
use crate::gate::rules::{
    address, bank, contact, identity, masks, papers, paste, reidentify, secrecy, spelt,
};

/// What a text is, as far as rules ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Nature<'a> {
    /// Whether it is a page's source in Markdown, with front matter.
    pub markdown: bool,
    /// Whether it is a name or title in a single line, without a head and without junk.
    pub line: bool,
    /// Whether junk from pasting counts.
    pub junk: bool,
    /// Whether it belongs to a case.
    pub case: bool,
    /// Whether names of people may not stand, nor what leads to them.
    pub undisclosed: bool,
    /// Whether it is masked, so that sensitive terms count.
    pub anonymized: bool,
    /// Pseudonyms and public names that may stand.
    pub standing: &'a [&'a str],
    /// The pseudonyms of the page.
    pub pseudonyms: &'a [&'a str],
}

/// A finding in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// Bytes of the source.
    pub span: Span,
    /// The text found, as it stands in the source.
    pub text: String,
    /// What it does, where that differs from the rule's own weight.
    pub weight: Option<Weight>,
    /// What part of a file it was found in: Chinese, English; empty for a text itself.
    pub part: [String; 2],
}

impl Finding {
    /// The text as a report may say it.
    pub fn masked(&self) -> String {
        match self.rule {
            // What is wrong is the wording, or a file as a whole: it gives nothing away.
            Rule::SecrecyMark
            | Rule::InternalMark
            | Rule::Unreadable
            | Rule::MaskStyle
            | Rule::Pseudonym
            | Rule::Hidden => self.text.clone(),
            Rule::PasteJunk => visible(&self.text),
            _ => masked(&self.text),
        }
    }

    /// Whether its text must not be repeated in any message.
    pub fn is_secret(&self) -> bool {
        self.masked() != self.text && self.rule != Rule::PasteJunk
    }
}

/// `text` with characters that cannot be seen by their codes.
fn visible(text: &str) -> String {
    let one = |c: char| match c {
        '\u{FFFD}' => "U+FFFD".to_owned(),
        _ if crate::gate::rules::plain::is_invisible(c) => format!("U+{:04X}", c as u32),
        _ => c.to_string(),
    };
    text.chars().map(one).collect()
}

/// What the rules find in `source`, in order.
pub fn examine(source: &str, nature: Nature<'_>, own: &OwnRules) -> Vec<Finding> {
    let plain = Plain::of(source);
    let text = plain.text.as_ref();
    let mut hits = Vec::new();
    numbers(text, &mut hits);
    hits = settle(hits);
    marks(text, nature, &mut hits);
    own.find(text, &mut hits);
    people(text, nature, own, &mut hits);
    let place = |hit: Hit| {
        let span = plain.source(hit.range());
        let text = source[span.start..span.end].to_owned();
        Finding { rule: hit.rule, span, text, weight: hit.weight, part: Default::default() }
    };
    let mut found: Vec<Finding> = settle(hits).into_iter().map(place).collect();
    if nature.junk {
        found.extend(paste::junk(source, nature.markdown).into_iter().map(|(span, weight)| Finding {
            rule: Rule::PasteJunk,
            span,
            text: source[span.start..span.end].to_owned(),
            weight,
            part: Default::default(),
        }));
    }
    found.sort_by_key(|finding| (finding.span, finding.rule));
    found
}

/// Numbers of people and organisations, and what is found by its letters.
fn numbers(text: &str, hits: &mut Vec<Hit>) {
    let groups = groups(text);
    windows(text, &groups, |window| {
        if window.is_loose() && !window.is_form() {
            return;
        }
        hits.extend(identity::id_number(text, window));
        hits.extend(bank::bank_card(text, window));
        hits.extend(contact::mobile(text, window));
        hits.extend(contact::landline(text, window));
    });
    for group in &groups {
        hits.extend(identity::credit_code(text, *group));
        hits.extend(contact::local_number(text, *group));
        hits.extend(address::address(text, *group));
    }
    papers::papers(text, hits);
    contact::emails(text, hits);
    spelt::spelt(text, hits);
}

/// Marks of secrecy and internal use, and informants, whose contacts are among `hits`.
fn marks(text: &str, nature: Nature<'_>, hits: &mut Vec<Hit>) {
    let words = words(text);
    let mut found = Vec::new();
    for word in &words {
        found.extend(secrecy::starred(text, *word));
        found.extend(secrecy::internal(text, *word));
        found.extend(informant(text, *word, hits));
    }
    if !nature.line {
        secrecy::block(text, if nature.markdown { body_start(text) } else { 0 }, &mut found);
    }
    hits.extend(found);
}

/// What concerns people in cases.
fn people(text: &str, nature: Nature<'_>, own: &OwnRules, hits: &mut Vec<Hit>) {
    if nature.undisclosed {
        let stands = |name: &str| nature.standing.contains(&name);
        hits.extend(names(text, &stands).into_iter().map(|range| Hit::new(Rule::Name, range)));
    }
    if nature.anonymized {
        own.sensitive(text, hits);
        if nature.undisclosed {
            reidentify::quasi_identifiers(text, hits);
        }
    }
    if nature.case {
        masks::styles(text, hits);
        masks::pseudonyms(text, nature.pseudonyms, hits);
    }
}

/// Where the body of a page begins, behind its front matter.
fn body_start(text: &str) -> usize {
    let trimmed = text.trim_start_matches(['\n', '\r', ' ', '\u{3000}']);
    let fence = if trimmed.starts_with("+++") { "\n+++" } else { "\n---" };
    let skipped = text.len() - trimmed.len();
    match trimmed.get(3..).and_then(|rest| rest.find(fence)) {
        Some(at) if trimmed.starts_with(&fence[1..]) => skipped + 3 + at + fence.len(),
        _ => 0,
    }
}
