//! Tera, set up: templates of the theme, the words of the interface, five filters.

use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;
use tera::{Context, Kwargs, State, Tera};

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::message;
use crate::base::span::Place;
use crate::markup::escape::escape;
use crate::render::theme::Theme;
use crate::render::words::{Words, set_apart};
use crate::text::breaks::words_of;
use crate::text::phrases::phrases;

/// Characters that stand on a line of a title even in the largest letters on a phone.
const SHORT: usize = 7;
/// Bytes that hold nine pages of ten.
const MANY_PAGES: usize = 64 * 1024;

/// Templates ready to be rendered.
#[derive(Debug)]
pub struct Templates {
    /// Of all templates and words, by which what was rendered with them is remembered.
    pub digest: Digest,
    tera: Tera,
}

impl Templates {
    /// Compiles the templates of `theme` with `words` as `t`.
    pub fn compile(theme: &Theme, words: &Words) -> Result<Self, Diagnostic> {
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html", ".xml"]);
        tera.register_filter("fill", fill);
        tera.register_filter("thousands", thousands);
        tera.register_filter("query", query);
        tera.register_filter("dated", dated);
        tera.register_filter("phrased", phrased);
        let sources: Vec<(&str, &str)> = theme
            .folder("templates", ".html")
            .filter_map(|(name, bytes)| Some((name, std::str::from_utf8(bytes).ok()?)))
            .collect();
        tera.add_raw_templates(sources).map_err(|error| {
            let reason = error.to_string();
            Diagnostic::new(&message::TEMPLATE_BROKEN)
                .with("reason", reason.trim())
                .at(Place::file("theme/templates"))
        })?;
        tera.global_context().insert("t", words.all());
        Ok(Self { digest: Self::digest_of(theme, words), tera })
    }

    /// The digest that the templates of `theme` with `words` have; one over all is coarse but right.
    pub fn digest_of(theme: &Theme, words: &Words) -> Digest {
        let templates = theme.folder("templates", ".html").flat_map(|(name, bytes)| [name.as_bytes(), bytes]);
        let words = words.all().iter().flat_map(|(key, text)| [key.as_bytes(), text.as_bytes()]);
        let program = [env!("CARGO_PKG_VERSION").as_bytes()];
        let parts: Vec<&[u8]> =
            program.into_iter().chain(templates).chain([&b"words"[..]]).chain(words).collect();
        Digest::of("templates/1", &parts)
    }

    /// Renders the template `name` with the fields of `view`.
    pub fn render(&self, name: &str, view: &impl Serialize) -> Result<String, Diagnostic> {
        let html = self.press(name, view)?;
        Ok(String::from_utf8(html).expect("a template writes texts"))
    }

    /// The same as bytes, as they are published: that they are a text need not be proved.
    pub fn press(&self, name: &str, view: &impl Serialize) -> Result<Vec<u8>, Diagnostic> {
        let fail = |error: tera::Error| {
            let reason = error.to_string();
            Diagnostic::new(&message::TEMPLATE_FAILED)
                .with("template", name)
                .with("reason", reason.trim())
                .at(Place::file(format!("theme/templates/{name}")))
        };
        let context = Context::from_serialize(view).map_err(fail)?;
        let mut html = Vec::with_capacity(MANY_PAGES);
        self.tera.render_to(name, &context, &mut html).map_err(fail)?;
        Ok(html)
    }
}

/// `{{ title | query }}`: a text as a value in the query of an address. Chinese stays as it is: a browser
/// encodes it, and it weighs a third.
fn query(text: &str, _: Kwargs, _: &State) -> String {
    let mut found = String::with_capacity(text.len());
    for c in text.chars() {
        match u8::try_from(c) {
            Ok(byte) if c.is_ascii() && !c.is_ascii_alphanumeric() => {
                found.push_str(percent_encoding::percent_encode_byte(byte));
            }
            _ => found.push(c),
        }
    }
    found
}

/// `{{ t.count | fill(n=3) }}`: fills the gaps `{n}` of a text.
fn fill(text: &str, values: Kwargs, _: &State) -> String {
    let mut filled = text.to_owned();
    for (key, value) in values.iter() {
        filled = filled.replace(&format!("{{{key}}}"), &value.to_string());
    }
    filled
}

/// `{{ text | dated | safe }}`: a text as HTML whose dates (2024-12-25) are marked, so that no line ends in one.
fn dated(text: &str, _: Kwargs, _: &State) -> String {
    let mut html = String::with_capacity(text.len() + 26);
    escape(&mut html, text);
    with_dates(html)
}

fn with_dates(html: String) -> String {
    static DATE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\d{4}-\d\d-\d\d").expect("the pattern is sound"));
    match DATE.is_match(&html) {
        true => DATE.replace_all(&html, "<time>$0</time>").into_owned(),
        false => html,
    }
}

/// `{{ title | phrased | safe }}`: a title as HTML that breaks between its phrases, those that are too long for
/// a line between their words, and, where the style sheet asks for `word-break: keep-all`, nowhere else.
fn phrased(title: &str, _: Kwargs, _: &State) -> String {
    let mut html = String::with_capacity(2 * title.len() + 32);
    let phrases = phrases(title).unwrap_or_else(|| vec![title]);
    let short = |phrase: &str| phrase.chars().count() <= SHORT;
    let pieces = phrases.into_iter().flat_map(|one| if short(one) { vec![one] } else { words_of(one) });
    for (index, piece) in pieces.enumerate() {
        if index > 0 {
            html.push_str("<wbr>");
        }
        escape(&mut html, piece);
    }
    with_dates(html)
}

/// `{{ n | thousands }}`: a number with its thousands set apart.
fn thousands(number: i64, _: Kwargs, _: &State) -> String {
    let shown = set_apart(usize::try_from(number.unsigned_abs()).unwrap_or(usize::MAX));
    if number < 0 { format!("-{shown}") } else { shown }
}
