//! Citations that an editor can mend: a wrong number, an edition that cannot be told, a name of several.
//!
//! Texts of law are as they were issued; only pages that the site's own people wrote are checked. What a
//! site does not hold is no fault, and is counted only.

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::span::Span;
use crate::config::registry::Behaviour;
use crate::config::value::{Field, Value};
use crate::law::citation::Form;
use crate::markup::body::TextRange;
use crate::model::citation::{At, Failure, Unresolved};
use crate::model::lookup::PageIndex;
use crate::model::site::{Page, Site};

/// What is wrong with the citations of all pages.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    let is_law = |page: &Page| {
        let content_type = site.config.content_type(&page.document.content_type);
        content_type.has(Behaviour::Editions) && !content_type.has(Behaviour::Lifecycle)
    };
    let written = site.pages.iter().filter(|page| !page.withdrawn && !is_law(page));
    written
        .flat_map(|page| page.citations.unresolved.iter().filter_map(|lost| fault(site, page, lost)))
        .collect()
}

fn fault(site: &Site, page: &Page, lost: &Unresolved) -> Option<Diagnostic> {
    let words = page.cited_words(lost.at, lost.range);
    let title = lost.title.clone().unwrap_or_default();
    let edition_of = |index: PageIndex| {
        let edition = site.pages[index].document.fields.date("version");
        edition.map_or_else(String::new, |edition| format!("（{edition}）"))
    };
    let found = match (lost.failure, lost.page) {
        // A number that has no title of its own and is of another page stands behind a link to it.
        (Failure::NoArticle | Failure::NoPart, Some(linked))
            if lost.form == Form::Article
                && lost.title.is_none()
                && site.pages[linked].document.path != page.document.path =>
        {
            Diagnostic::new(&message::LINKED_ARTICLE_MISSING)
                .with("words", words.trim())
                .with("title", &site.pages[linked].title)
                .with("edition", edition_of(linked))
        }
        (Failure::NoArticle | Failure::NoPart, linked)
            if lost.form != Form::Relative && !title.is_empty() =>
        {
            Diagnostic::new(&message::CITED_ARTICLE_MISSING)
                .with("title", title.trim_matches(['《', '》']))
                .with("edition", linked.map_or_else(String::new, edition_of))
                .with("words", words.trim())
        }
        (Failure::NoEdition | Failure::SeveralEditions, _) => {
            Diagnostic::new(&message::CITED_EDITION_UNKNOWN).with("words", words)
        }
        (Failure::Ambiguous, _) => Diagnostic::new(&message::CITED_TITLE_AMBIGUOUS).with("title", title),
        _ => return None,
    };
    Some(found.at(page.document.place(page.cited_span(lost.at, lost.range))))
}

impl Page {
    /// The words of a range where a citation stands.
    pub fn cited_words(&self, at: At, range: TextRange) -> String {
        match at {
            At::Body(_) => self.document.body.words(range).to_owned(),
            At::Field(span) => {
                let words = self.field_words(span).unwrap_or_default();
                words.get(range.range()).unwrap_or_default().to_owned()
            }
            At::Link(link) => format!("[[{}]]", self.document.body.links[link as usize].target),
        }
    }

    /// The place of a citation in the file.
    pub fn cited_span(&self, at: At, range: TextRange) -> Span {
        match at {
            At::Body(_) => {
                let body = &self.document.body;
                let source = |at: u32| body.source_of(at as usize);
                let start = source(range.start).unwrap_or(0);
                let end = source(range.end.saturating_sub(1)).map_or(start, |last| last + 1).max(start);
                Span::new(start, end)
            }
            At::Field(span) => span,
            At::Link(link) => self.document.body.links[link as usize].span,
        }
    }

    fn field_words(&self, span: Span) -> Option<String> {
        fn within(field: &Field, span: Span) -> Option<String> {
            match &field.value {
                Value::Text(text) if field.span == span => Some(text.clone()),
                Value::List(items) => items.iter().find_map(|item| within(item, span)),
                Value::Record(fields) => fields.iter().find_map(|(_, field)| within(field, span)),
                _ => None,
            }
        }
        self.document.fields.iter().find_map(|(_, field)| within(field, span))
    }
}
