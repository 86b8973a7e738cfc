//! Ids and addresses.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::digest::Digest;
use crate::base::path::{ContentPath, ROUTE_LIMIT, Route};
use crate::markup::document::Document;
use crate::text::slug::slug;

/// Addresses of pages that every site has.
pub const HOME: &str = "index.html";
/// The list of recent changes.
pub const RECENT: &str = "recent.html";
/// The overview in numbers and charts.
pub const OVERVIEW: &str = "overview.html";
/// The booklet of pages that a reader chose.
pub const BOOK: &str = "book.html";
/// The glossary.
pub const GLOSSARY: &str = "glossary.html";
/// The page of search results.
pub const SEARCH: &str = "search.html";
/// The page for addresses that lead nowhere.
pub const NOT_FOUND: &str = "404.html";

/// The id of a page: as given, or made from its path below its section in pinyin. `section` and
/// `folder` are those of the page as [`folder_slugs`] has them.
pub fn page_id(document: &Document, section: &str, folder: &str) -> String {
    match document.fields.text("id") {
        Some(id) => id.to_owned(),
        None => {
            let folders = folder.strip_prefix(section).unwrap_or(folder).trim_start_matches('/');
            let stem = slug(document.path.stem());
            if folders.is_empty() { stem } else { format!("{folders}/{stem}") }
        }
    }
}

/// The address of the page with the id `id` in the section whose slug is `section`.
pub fn page_route(section: &str, id: &str) -> Result<Route, String> {
    let text = if section.is_empty() { format!("{id}.html") } else { format!("{section}/{id}.html") };
    Route::new(text.clone()).map_err(|_| text)
}

/// The path of a folder in pinyin.
fn folder_slug(path: &str) -> String {
    path.split('/').filter(|part| !part.is_empty()).map(slug).collect::<Vec<_>>().join("/")
}

/// The slug of every folder on the way to `folders`, by its path. Where two spell alike, the one
/// that comes later takes a digest, for itself and all below it; sections come first.
pub fn folder_slugs<'a>(
    sections: &[String],
    folders: impl Iterator<Item = &'a str>,
) -> BTreeMap<String, String> {
    let mut paths: BTreeSet<&str> = BTreeSet::new();
    for folder in folders {
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        paths.extend(ends.map(|end| &folder[..end]).filter(|path| !path.is_empty()));
    }
    let mut slugs: BTreeMap<String, String> = BTreeMap::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for path in sections.iter().map(String::as_str).chain(paths) {
        if slugs.contains_key(path) {
            continue;
        }
        let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
        let within = slugs.get(parent).map_or(String::new(), |parent| format!("{parent}/"));
        let mut whole = format!("{within}{}", slug(name));
        if !taken.insert(whole.clone()) {
            whole = format!("{within}{}", base_for(name, true));
            taken.insert(whole.clone());
        }
        slugs.insert(path.to_owned(), whole);
    }
    slugs
}

/// The address of the page of the folder with the slug `slug`; the root's is the home page.
pub fn folder_route(slug: &str) -> Result<Route, String> {
    let text = if slug.is_empty() { HOME.to_owned() } else { format!("{slug}/index.html") };
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
/// `…/page_2.html`, `…/x.html` at `…/x_2.html`. No slug and no id has a `_`.
pub fn list_route(first: &Route, number: usize) -> Route {
    if number <= 1 {
        return first.clone();
    }
    let text = first.as_str();
    let next = match text.strip_suffix("index.html") {
        Some(folder) => format!("{folder}page_{number}.html"),
        None => format!("{}_{number}.html", text.trim_end_matches(".html")),
    };
    // A number can make an address too long that was just short enough.
    Route::new(next).unwrap_or_else(|_| {
        let digest = Digest::of("list-route/1", &[text.as_bytes()]).short(8);
        Route::new(format!("lists/{digest}_{number}.html")).expect("a digest and a number make a route")
    })
}

/// The address of a work of several editions, whose base [`base_for`] made from its name. A slug is
/// short enough to leave room for two versions.
pub fn work_route(base: &str) -> Route {
    Route::new(format!("works/{base}.html")).expect("a slug makes a route")
}

/// The address at which two editions of a work are compared. No slug and no date has a `_`.
pub fn comparison_route(base: &str, old: &str, new: &str) -> Route {
    Route::new(format!("works/{base}_{old}_{new}.html")).expect("slugs and dates make a route")
}

/// The address of what other programs read about a work.
pub fn work_json_route(base: &str) -> Route {
    Route::new(format!("works/{base}.json")).expect("a slug makes a route")
}

/// Entries on a page of the index by pinyin.
pub const PINYIN_SIZE: usize = 200;

/// How many list pages `count` entries fill: at least one.
pub fn pages_of(count: usize, size: usize) -> usize {
    count.div_ceil(size).max(1)
}

/// The address of an initial of the index by pinyin.
pub fn letter_route(letter: char) -> Route {
    let name = if letter == '#' { "other".to_owned() } else { letter.to_ascii_lowercase().to_string() };
    Route::new(format!("pinyin/{name}.html")).expect("a letter makes a route")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_pages_of_a_list_have_addresses_however_long_the_first() {
        let list = |first: &str, number| list_route(&Route::new(first).unwrap(), number).to_string();
        assert_eq!(list("a/index.html", 1), "a/index.html");
        assert_eq!(list("a/index.html", 2), "a/page_2.html");
        assert_eq!(list("a/b.html", 12), "a/b_12.html");
        let long = format!("{}/index.html", "a".repeat(ROUTE_LIMIT - 11));
        assert!(list(&long, 2).starts_with("lists/") && list(&long, 2) != list(&long, 3));
    }
}
