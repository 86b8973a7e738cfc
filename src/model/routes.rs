//! Ids and addresses.

use crate::base::digest::Digest;
use crate::base::path::{ContentPath, ROUTE_LIMIT, Route};
use crate::markup::document::Document;
use crate::text::slug::slug;

/// The id of a page: as given, or made from its path below its section in pinyin.
pub fn page_id(document: &Document) -> String {
    match document.fields.text("id") {
        Some(id) => id.to_owned(),
        None => {
            let inside = document.path.as_str().strip_prefix(document.path.section()).unwrap_or_default();
            let path = ContentPath::new(inside);
            let folders = folder_slug(path.folder());
            let stem = slug(path.stem());
            if folders.is_empty() { stem } else { format!("{folders}/{stem}") }
        }
    }
}

/// The address of the page with the id `id` in the section folder `section`.
pub fn page_route(section: &str, id: &str) -> Result<Route, String> {
    let text =
        if section.is_empty() { format!("{id}.html") } else { format!("{}/{id}.html", folder_slug(section)) };
    Route::new(text.clone()).map_err(|_| text)
}

/// The path of a folder in pinyin.
pub fn folder_slug(path: &str) -> String {
    path.split('/').filter(|part| !part.is_empty()).map(slug).collect::<Vec<_>>().join("/")
}

/// The address of the page of the folder `path`; the root's is the home page.
pub fn folder_route(path: &str) -> Result<Route, String> {
    let text =
        if path.is_empty() { "index.html".to_owned() } else { format!("{}/index.html", folder_slug(path)) };
    Route::new(text.clone()).map_err(|_| text)
}

/// The address of the file at `path`; `again` is set where a first try is taken.
pub fn file_route(path: &ContentPath, again: bool) -> Route {
    let folders = folder_slug(path.folder());
    let ending: String = path.extension().chars().filter(char::is_ascii_alphanumeric).collect();
    let digest = Digest::of("file-route/1", &[path.as_str().as_bytes()]).short(8);
    let mut stem = slug(path.stem());
    if again {
        stem = format!("{stem}-{digest}");
    }
    let ending = if ending.is_empty() { String::new() } else { format!(".{ending}") };
    let whole = format!("files/{folders}/{stem}{ending}").replace("//", "/");
    let short = format!("files/{digest}{ending}");
    let text = if whole.len() <= ROUTE_LIMIT { whole } else { short };
    Route::new(text).expect("slugs, digests and a plain ending make a route")
}

/// A base for addresses made from `name`, with a digest where `is_taken` says so.
pub fn base_for(name: &str, is_taken: bool) -> String {
    let base = slug(name);
    if is_taken {
        format!("{base}-{}", Digest::of("name-route/1", &[name.as_bytes()]).short(6))
    } else {
        base
    }
}

/// The address of page `number` of a list that begins at `first`: `…/index.html` goes on at
/// `…/page-2.html`, `…/x.html` at `…/x-2.html`.
pub fn list_route(first: &Route, number: usize) -> Route {
    if number <= 1 {
        return first.clone();
    }
    let text = first.as_str();
    let next = match text.strip_suffix("index.html") {
        Some(folder) => format!("{folder}page-{number}.html"),
        None => format!("{}-{number}.html", text.trim_end_matches(".html")),
    };
    Route::new(next).expect("a number keeps a route a route")
}
