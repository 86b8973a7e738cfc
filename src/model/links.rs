//! Where links, images and attachments lead.

use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::path::ContentPath;
use crate::base::span::Span;
use crate::config::field::{FieldDef, Kind};
use crate::config::registry::ContentType;
use crate::config::value::{Field, Fields, Value};
use crate::law::number::{ArticleNo, ArticleRef, parse_ordinal};
use crate::markup::body::{Link, LinkKind, Media};
use crate::markup::document::Document;
use crate::markup::scheme::{Scheme, scheme};
use crate::model::citation::resolve::Shelf;
use crate::model::citation::titles::{Titles, Writer};
use crate::model::comparisons::{Comparisons, asks};
use crate::model::editions::Timeline;
use crate::model::files::{FileShelf, index_of};
use crate::model::lookup::{Found, Lookup};
use crate::model::site::{FileIndex, Folder, Page, PageIndex, PublishedFile, Target};
use crate::model::suggest::Suggestions;

/// Fields whose files a page offers to take along.
const TAKEN_ALONG: [&str; 3] = ["attachments", "file", "transcript"];

/// A target before the files have their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// Settled.
    Done(Target),
    /// The file at this path.
    File(ContentPath),
}

/// The links and media of one document, resolved, and what is wrong with them.
#[derive(Debug, Default)]
pub struct Outcome {
    /// One for each link.
    pub links: Vec<Resolved>,
    /// One for each of the media.
    pub media: Vec<Option<ContentPath>>,
    /// Files to take along.
    pub attachments: Vec<ContentPath>,
    /// The files that fields name, by the path as written.
    pub named: BTreeMap<String, ContentPath>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

impl Outcome {
    /// Links and media with the files in their places.
    pub fn settle(self, files: &[PublishedFile]) -> (Vec<Target>, Vec<Option<FileIndex>>) {
        let links = self.links.into_iter().map(|link| match link {
            Resolved::Done(target) => target,
            Resolved::File(path) => index_of(files, &path).map_or(Target::Nowhere(None), Target::File),
        });
        let media = self.media.iter().map(|path| path.as_ref().and_then(|path| index_of(files, path)));
        (links.collect(), media.collect())
    }
}

/// Resolves against all pages, folders and files of the site.
#[derive(Debug)]
pub struct Resolver<'a> {
    /// Names of pages.
    pub lookup: &'a Lookup,
    /// All pages.
    pub pages: &'a [Page],
    /// All folders.
    pub folders: &'a [Folder],
    /// The names of the works of the site.
    pub titles: &'a Titles,
    /// What was probably meant by a wrong name.
    pub suggestions: &'a Suggestions<'a>,
    /// The works with their editions.
    pub editions: &'a Timeline,
    /// Editions side by side.
    pub comparisons: &'a Comparisons,
    /// The day of the build.
    pub as_of: jiff::civil::Date,
}

impl Resolver<'_> {
    /// Resolves everything in `document`. The body of a withdrawn page is not shown, and what it alone
    /// refers to is not published.
    pub fn resolve(
        &self,
        document: &Document,
        content_type: &ContentType,
        shelf: &mut FileShelf<'_>,
    ) -> Outcome {
        let mut outcome = Outcome::default();
        let shown = document.fields.get("withdrawn").is_none();
        for link in &document.body.links {
            let resolved = self.link(document, link, shown, shelf, &mut outcome.diagnostics);
            outcome.links.push(resolved);
        }
        for media in &document.body.media {
            outcome.media.push(self.media_file(document, media, shown, shelf, &mut outcome.diagnostics));
        }
        each_path(&document.fields, &content_type.fields, &mut |text, span, name| match self.attachment(
            document,
            text,
            shown || is_fact(content_type, name),
            shelf,
        ) {
            Ok(path) => {
                if TAKEN_ALONG.contains(&name) && !outcome.attachments.contains(&path) {
                    outcome.attachments.push(path.clone());
                }
                outcome.named.insert(text.to_owned(), path);
            }
            Err(found) => outcome.diagnostics.push(found.at(document.place(span))),
        });
        self.check_page_names(document, content_type, &mut outcome.diagnostics);
        outcome
    }

    fn link(
        &self,
        document: &Document,
        link: &Link,
        shown: bool,
        shelf: &mut FileShelf<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Resolved {
        let wiki = matches!(link.kind, LinkKind::WikiBare | LinkKind::WikiText);
        if !wiki && scheme(&link.target) != Scheme::None {
            // A refused scheme was reported when the page was parsed.
            return Resolved::Done(match scheme(&link.target) {
                Scheme::Allowed => Target::External(link.target.clone()),
                _ => Target::Nowhere(None),
            });
        }
        let target = if wiki { link.target.clone() } else { percent_decoded(&link.target) };
        let (name, fragment) = match target.split_once('#') {
            Some((name, fragment)) => (name.trim(), Some(fragment.trim()).filter(|text| !text.is_empty())),
            None => (target.trim(), None),
        };
        let place = |diagnostic: Diagnostic| diagnostic.at(document.place(link.span));
        if name.is_empty() {
            return Resolved::Done(
                match fragment.map(|fragment| (fragment, heading_id(document, fragment))) {
                    Some((_, Some(id))) => Target::Fragment(id),
                    Some((fragment, None)) => {
                        found.push(place(self.broken_anchor(document, document.title(), fragment)));
                        Target::Nowhere(Some(fragment.to_owned()))
                    }
                    None => Target::Fragment(String::new()),
                },
            );
        }
        if let Some(two) = asks(name).filter(|_| wiki)
            && let Found::Page(page) = self.lookup.by_name(two.0)
        {
            return Resolved::Done(self.comparison(page, two, link, &place, found));
        }
        let cited = if wiki { self.edition(document, name, fragment) } else { None };
        let page = match cited {
            Some(edition) => Found::Page(edition),
            None if wiki => self.lookup.by_name(name),
            None => self.by_path(document, name),
        };
        match page {
            Found::Page(page) => Resolved::Done(self.to_page(page, fragment, link, &place, found)),
            Found::Several(pages) => {
                found.push(place(self.ambiguous(name, &pages)));
                Resolved::Done(Target::Nowhere(Some(name.to_owned())))
            }
            Found::Hidden(title) => {
                found.push(place(Diagnostic::new(&message::LINK_TO_DRAFT).with("target", &title)));
                Resolved::Done(Target::Nowhere(Some(title)))
            }
            Found::Nothing => self.folder_or_file(document, name, link, shown, shelf, found),
        }
    }

    /// Where `[[work@one..other]]` leads, whose work has the edition `page`.
    fn comparison(
        &self,
        page: PageIndex,
        (name, one, other): (&str, &str, &str),
        link: &Link,
        place: &dyn Fn(Diagnostic) -> Diagnostic,
        found: &mut Vec<Diagnostic>,
    ) -> Target {
        let work = self.editions.of_page(page);
        let two = [one, other].map(|name| work.and_then(|(_, work)| work.named(name, self.as_of)));
        let comparison = match two {
            [Some(one), Some(other)] => self.comparisons.place(one, other),
            _ => None,
        };
        if let Some(comparison) = comparison {
            return Target::Comparison(comparison, format!("{name} {one} → {other}"));
        }
        let versions = work.map_or(Vec::new(), |(_, work)| work.pages.clone());
        let versions = versions.iter().filter_map(|page| self.pages[*page].document.fields.date("version"));
        let known: Vec<String> = versions.map(|version| version.to_string()).collect();
        found.push(place(
            Diagnostic::new(&message::NO_SUCH_EDITIONS).with("target", &link.target).with_words(
                "known",
                &known.join("、"),
                &known.join(", "),
            ),
        ));
        Target::Nowhere(Some(name.to_owned()))
    }

    /// The edition that `[[work@edition]]` or `[[work#article]]` means; the name of a work alone is not led
    /// to the edition that governs, but to the one to show.
    fn edition(&self, document: &Document, name: &str, fragment: Option<&str>) -> Option<PageIndex> {
        let (work, edition) = match name.split_once('@') {
            Some((work, edition)) => (work.trim(), Some(edition.trim())),
            None => (name, None),
        };
        if edition.is_none() && fragment.is_none() {
            return None;
        }
        let page = match self.lookup.by_path(document.path.as_str()) {
            Found::Page(page) => Some(page),
            _ => None,
        };
        let writer = Writer::document(page, document);
        let shelf = Shelf {
            pages: self.pages,
            titles: self.titles,
            editions: self.editions,
            lookup: self.lookup,
            today: self.as_of,
        };
        shelf.explicit(writer, work, edition)?.ok().map(|(page, _)| page)
    }

    fn by_path(&self, document: &Document, name: &str) -> Found {
        match document.path.resolve(name) {
            Some(path) => self.lookup.by_path(path.as_str()),
            None => Found::Nothing,
        }
    }

    fn to_page(
        &self,
        page: PageIndex,
        fragment: Option<&str>,
        link: &Link,
        place: &dyn Fn(Diagnostic) -> Diagnostic,
        found: &mut Vec<Diagnostic>,
    ) -> Target {
        let target = &self.pages[page];
        if target.withdrawn {
            found.push(place(Diagnostic::new(&message::LINK_TO_WITHDRAWN).with("target", &target.title)));
        }
        let id = match fragment.map(|fragment| (fragment, heading_id(&target.document, fragment))) {
            Some((_, Some(id))) => Some(id),
            Some((fragment, None)) => {
                found.push(place(self.broken_anchor(&target.document, &target.title, fragment)));
                None
            }
            None => None,
        };
        let words = (link.kind == LinkKind::WikiBare).then(|| match fragment {
            Some(fragment) => format!("{} {fragment}", target.title),
            None => target.title.clone(),
        });
        Target::Page { page, fragment: id, words }
    }

    fn ambiguous(&self, name: &str, pages: &[PageIndex]) -> Diagnostic {
        // A page whose id others share is named by its path.
        let name_of = |index: &PageIndex| {
            let page = &self.pages[*index];
            match self.lookup.by_name(&page.id) {
                Found::Page(found) if found == *index => page.id.as_str(),
                _ => page.document.path.as_str(),
            }
        };
        let ids: Vec<&str> = pages.iter().map(name_of).collect();
        Diagnostic::new(&message::AMBIGUOUS_LINK).with("target", name).with_words(
            "candidates",
            &ids.join("、"),
            &ids.join(", "),
        )
    }

    fn folder_or_file(
        &self,
        document: &Document,
        name: &str,
        link: &Link,
        shown: bool,
        shelf: &mut FileShelf<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Resolved {
        let wiki = matches!(link.kind, LinkKind::WikiBare | LinkKind::WikiText);
        let nowhere = Resolved::Done(Target::Nowhere(Some(name.to_owned())));
        let Some(path) = document.path.resolve(name) else {
            found.push(
                Diagnostic::new(&message::LINK_OUTSIDE).with("target", name).at(document.place(link.span)),
            );
            return nowhere;
        };
        let trimmed = path.as_str().trim_end_matches("/_index.md").trim_end_matches("_index.md");
        if trimmed.is_empty() {
            return Resolved::Done(Target::Home);
        }
        let by_title = |folder: &Folder| wiki && folder.title == name;
        if let Some(folder) =
            self.folders.iter().position(|folder| folder.path == trimmed || by_title(folder))
        {
            return Resolved::Done(Target::Folder(folder));
        }
        if !wiki && shelf.take(&path, shown) {
            return Resolved::File(path);
        }
        let is_file = !wiki && !matches!(path.extension().as_str(), "" | "md" | "markdown");
        let message = if is_file { &message::MISSING_FILE } else { &message::BROKEN_LINK };
        let near = match (wiki, is_file) {
            (true, _) => self.suggestions.name(name).map(str::to_owned),
            (false, true) => self.suggestions.file(&document.path, &path),
            (false, false) => self.suggestions.page(&document.path, &path),
        };
        let diagnostic = Diagnostic::new(message).with("target", name).nearest(near.as_deref());
        found.push(diagnostic.at(document.place(link.span)));
        nowhere
    }

    fn check_page_names(&self, document: &Document, content_type: &ContentType, found: &mut Vec<Diagnostic>) {
        each_page_name(&document.fields, content_type, &mut |name, span, field| {
            let diagnostic = match self.lookup.by_name(name) {
                Found::Page(_) => return,
                Found::Hidden(title) => Diagnostic::new(&message::LINK_TO_DRAFT).with("target", title),
                Found::Several(pages) => self.ambiguous(name, &pages),
                Found::Nothing => Diagnostic::new(&message::UNKNOWN_PAGE)
                    .with("field", field)
                    .with("target", name)
                    .nearest(self.suggestions.name(name)),
            };
            found.push(diagnostic.at(document.place(span)));
        });
    }

    fn broken_anchor(&self, document: &Document, title: &str, fragment: &str) -> Diagnostic {
        let words = document.body.headings.iter().map(|heading| document.body.words(heading.text));
        Diagnostic::new(&message::BROKEN_ANCHOR)
            .with("page", title)
            .with("anchor", fragment)
            .nearest(self.suggestions.heading(fragment, words))
    }

    fn media_file(
        &self,
        document: &Document,
        media: &Media,
        shown: bool,
        shelf: &mut FileShelf<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<ContentPath> {
        let place = document.place(media.span);
        if scheme(&media.target) != Scheme::None {
            found.push(Diagnostic::new(&message::REMOTE_IMAGE).with("target", &media.target).at(place));
            return None;
        }
        if media.alt.trim().is_empty() {
            found.push(Diagnostic::new(&message::NO_ALT).with("target", &media.target).at(place.clone()));
        }
        match self.attachment(document, &media.target, shown, shelf) {
            Ok(path) => Some(path),
            Err(diagnostic) => {
                found.push(diagnostic.at(place));
                None
            }
        }
    }

    fn attachment(
        &self,
        document: &Document,
        text: &str,
        shown: bool,
        shelf: &mut FileShelf<'_>,
    ) -> Result<ContentPath, Diagnostic> {
        if let Some(path) = file_at(document, text, shown, shelf) {
            return Ok(path);
        }
        let Some(path) = document.path.resolve(&percent_decoded(text)) else {
            return Err(Diagnostic::new(&message::LINK_OUTSIDE).with("target", text));
        };
        let near = self.suggestions.file(&document.path, &path);
        Err(Diagnostic::new(&message::MISSING_FILE).with("target", text).nearest(near.as_deref()))
    }
}

/// Whether a withdrawn page still shows the field `name`: the tables of its records are hidden.
fn is_fact(content_type: &ContentType, name: &str) -> bool {
    content_type.fields.iter().any(|def| def.name == name && !(def.kind == Kind::Record && def.list))
}

/// Remembers the files that `document`, which is not published, refers to.
pub fn mention(document: &Document, content_type: &ContentType, shelf: &mut FileShelf<'_>) {
    let links = document.body.links.iter().map(|link| &link.target);
    for target in links.chain(document.body.media.iter().map(|media| &media.target)) {
        file_at(document, target.split('#').next().unwrap_or_default(), false, shelf);
    }
    each_path(&document.fields, &content_type.fields, &mut |text, _, _| {
        file_at(document, text, false, shelf);
    });
}

/// The file that `text` names, from the folder of `document` or from the content root, which needs
/// no leading slash.
fn file_at(document: &Document, text: &str, shown: bool, shelf: &mut FileShelf<'_>) -> Option<ContentPath> {
    let decoded = percent_decoded(text);
    let path = document.path.resolve(&decoded)?;
    [path, ContentPath::new(&decoded)].into_iter().find(|path| shelf.take(path, shown))
}

/// The anchor in `document` that `fragment` names: by its id, by the words of a heading, or as an
/// article with its 款 and 项.
pub fn heading_id(document: &Document, fragment: &str) -> Option<String> {
    let body = &document.body;
    let by_id = body
        .headings
        .iter()
        .find(|heading| heading.id == fragment || heading.given.as_deref() == Some(fragment));
    let squeezed = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let wanted = squeezed(fragment);
    let by_words = || body.headings.iter().find(|heading| squeezed(body.words(heading.text)) == wanted);
    let heading = by_id.or_else(by_words).map(|heading| heading.id.clone());
    let has_anchor = |anchor: &str| body.anchors.iter().any(|(_, known)| known == anchor);
    let by_anchor = || has_anchor(fragment).then(|| fragment.to_owned());
    let by_article = || {
        let (anchor, exact) = document.structure.as_ref()?.locate(&article_ref(&wanted)?)?;
        let exists = has_anchor(&anchor) || body.headings.iter().any(|heading| heading.id == anchor);
        (exact && exists).then_some(anchor)
    };
    heading.or_else(by_anchor).or_else(by_article)
}

/// The place that 第二条, 第二条第一款 or 第二条第（三）项 names, where that is all of `text`.
fn article_ref(text: &str) -> Option<ArticleRef> {
    let (no, taken) = ArticleNo::parse_prefix(text)?;
    let mut place = ArticleRef::article(no);
    let mut rest = &text[taken..];
    while !rest.is_empty() {
        let (number, unit, taken) = parse_ordinal(rest, &['款', '项', '目'])?;
        let part = match unit {
            '款' => &mut place.paragraph,
            '项' => &mut place.item,
            _ => &mut place.subitem,
        };
        if part.replace(number).is_some() {
            return None;
        }
        rest = &rest[taken..];
    }
    Some(place)
}

/// Calls `each` with every name of a page in the fields: the name, its place, the field.
pub fn each_page_name(fields: &Fields, content_type: &ContentType, each: &mut dyn FnMut(&str, Span, &str)) {
    each_of_kind(fields, &content_type.fields, Kind::Page, each);
}

/// Calls `each` with every path of a file in the fields.
fn each_path(fields: &Fields, defs: &[FieldDef], each: &mut dyn FnMut(&str, Span, &str)) {
    each_of_kind(fields, defs, Kind::Path, each);
}

/// Calls `each` with every text of the kind `kind` in the fields: the text, its place, the field.
pub fn each_of_kind(fields: &Fields, defs: &[FieldDef], kind: Kind, each: &mut dyn FnMut(&str, Span, &str)) {
    for def in defs {
        for Field { span, value } in fields.items(&def.name) {
            match value {
                Value::Text(text) if def.kind == kind => each(text, *span, &def.name),
                Value::Record(record) => each_of_kind(record, &def.fields, kind, each),
                _ => {}
            }
        }
    }
}

/// `text` with `%E4`-like bytes decoded where they make UTF-8.
pub fn percent_decoded(text: &str) -> String {
    match percent_encoding::percent_decode_str(text).decode_utf8() {
        Ok(decoded) => decoded.into_owned(),
        Err(_) => text.to_owned(),
    }
}
