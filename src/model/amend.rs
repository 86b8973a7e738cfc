//! One page of a site with another text, while the rest stays as it is.
//!
//! It is what a page can be known by at once, before the whole site is put together again. What other
//! pages show of it stays as it was until then.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::date::PartialDate;
use crate::base::diagnostic::Diagnostic;
use crate::config::value::{Fields, Value};
use crate::markup::document::Document;
use crate::model::citation::{Citations, ask};
use crate::model::comparisons::asks;
use crate::model::files::{FileShelf, index_of};
use crate::model::links::{Outcome, Resolved, Resolver};
use crate::model::site::{FileIndex, Page, PageIndex, PublishedFile, Site, Target};
use crate::model::suggest::Suggestions;
use crate::source::scan::{FileKind, SourceFile};

/// Fields that only the page itself shows, or that others may show as they were for a moment. All other
/// fields have a say in what the site is: in addresses, orders, standings, lists and facets.
const OWN: [&str; 8] = ["title", "summary", "updated", "source", "rights", "review", "author", "publisher"];

/// What a page has of its text.
#[derive(Debug)]
struct Own {
    document: Arc<Document>,
    title: String,
    updated: Option<PartialDate>,
    links: Vec<Target>,
    media: Vec<Option<FileIndex>>,
    attachments: Vec<FileIndex>,
    named_files: BTreeMap<String, FileIndex>,
    citations: Citations,
}

impl Own {
    /// Changes places with what `page` has.
    fn exchange(&mut self, page: &mut Page) {
        std::mem::swap(&mut self.document, &mut page.document);
        std::mem::swap(&mut self.title, &mut page.title);
        std::mem::swap(&mut self.updated, &mut page.updated);
        std::mem::swap(&mut self.links, &mut page.links);
        std::mem::swap(&mut self.media, &mut page.media);
        std::mem::swap(&mut self.attachments, &mut page.attachments);
        std::mem::swap(&mut self.named_files, &mut page.named_files);
        std::mem::swap(&mut self.citations, &mut page.citations);
    }
}

/// Gives `look` the site with `document` in the place of the page `index`, and what is wrong with it.
/// `None` where the page cannot be told by itself: its address, its place or its files are others.
/// Afterwards the site is as it was.
pub fn amended<T>(
    site: &mut Site,
    index: PageIndex,
    document: Arc<Document>,
    files: &[SourceFile],
    look: impl FnOnce(&Site, Vec<Diagnostic>) -> T,
) -> Option<T> {
    if !is_contained(&site.pages[index].document, &document) {
        return None;
    }
    // A page may lead to itself, so it stands in its place before its links are looked for.
    let before = std::mem::replace(&mut site.pages[index].document, Arc::clone(&document));
    let mut outcome = resolve(site, &document, files);
    let mut diagnostics = document.diagnostics.clone();
    diagnostics.append(&mut outcome.diagnostics);
    let own = own(site, index, document, outcome);
    site.pages[index].document = before;
    let mut own = own?;
    own.exchange(&mut site.pages[index]);
    site.pages[index].citations = ask::cite_page(site, index);
    let seen = look(site, diagnostics);
    own.exchange(&mut site.pages[index]);
    Some(seen)
}

fn resolve(site: &Site, document: &Document, files: &[SourceFile]) -> Outcome {
    let assets: Vec<SourceFile> = files.iter().filter(|file| file.kind == FileKind::Asset).cloned().collect();
    let mut shelf = FileShelf::new(&assets);
    let suggestions = Suggestions::new(&site.lookup, assets.iter().map(|file| file.path.as_str()).collect());
    let resolver = Resolver {
        lookup: &site.lookup,
        titles: &site.titles,
        pages: &site.pages,
        folders: &site.folders,
        suggestions: &suggestions,
        editions: &site.editions,
        comparisons: &site.comparisons,
        as_of: site.as_of,
    };
    resolver.resolve(document, site.config.content_type(&document.content_type), &mut shelf)
}

/// What the page would have; `None` where a file has no address yet.
fn own(site: &Site, index: PageIndex, document: Arc<Document>, outcome: Outcome) -> Option<Own> {
    let files: &[PublishedFile] = &site.files;
    let is_published = |link: &Resolved| match link {
        Resolved::File(path) => index_of(files, path).is_some(),
        Resolved::Done(_) => true,
    };
    if !outcome.links.iter().all(is_published)
        || !outcome.media.iter().flatten().all(|path| index_of(files, path).is_some())
    {
        return None;
    }
    let attachments: Option<Vec<FileIndex>> =
        outcome.attachments.iter().map(|path| index_of(files, path)).collect();
    let named: Option<BTreeMap<String, FileIndex>> =
        outcome.named.iter().map(|(text, path)| Some((text.clone(), index_of(files, path)?))).collect();
    let (attachments, named_files) = (attachments?, named?);
    let (links, media) = outcome.settle(files);
    let title = document.title().to_owned();
    let updated = document.fields.date("updated").or(site.pages[index].date);
    let citations = Citations::default();
    Some(Own { document, title, updated, links, media, attachments, named_files, citations })
}

/// Whether `after` differs from `before` only in what the page alone shows.
fn is_contained(before: &Document, after: &Document) -> bool {
    let differs = |one: &Fields, other: &Fields| {
        one.iter().any(|(name, field)| {
            let is_same = other.get(name).is_some_and(|found| is_same(&found.value, &field.value));
            !is_same && !OWN.contains(&name)
        })
    };
    let compared = |document: &Document| -> BTreeSet<String> {
        let targets = document.body.links.iter().map(|link| &link.target);
        targets.filter(|target| asks(target).is_some()).cloned().collect()
    };
    before.content_type == after.content_type
        // A comparison that no page asked for is not made yet.
        && compared(after).is_subset(&compared(before))
        && !differs(&before.fields, &after.fields)
        && !differs(&after.fields, &before.fields)
}

/// Whether two values are the same, wherever they stand.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| is_same(&one.value, &other.value))
        }
        (Value::Record(one), Value::Record(other)) => {
            one.iter().count() == other.iter().count()
                && one
                    .iter()
                    .zip(other.iter())
                    .all(|((name, one), (same, other))| name == same && is_same(&one.value, &other.value))
        }
        _ => one == other,
    }
}
