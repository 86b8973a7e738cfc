//! Paths in the three spaces: the content tree, the published site, and the disk.

use std::fmt;

/// A path below the content root: relative, UTF-8, parts divided by `/`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentPath(String);

impl ContentPath {
    /// The content path `text`, with `\` read as `/` and a leading `./` left away.
    pub fn new(text: &str) -> Self {
        let text = text.replace('\\', "/");
        Self(text.trim_start_matches("./").trim_matches('/').to_owned())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first part, which names the section; empty for a file at the root.
    pub fn section(&self) -> &str {
        self.0.split_once('/').map_or("", |(first, _)| first)
    }

    /// The folder of the file, without a trailing `/`; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The last part without its ending.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        match name.rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem,
            _ => name,
        }
    }

    /// The ending in lower case, without the dot; empty where there is none.
    pub fn extension(&self) -> String {
        match self.file_name().rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() => ending.to_lowercase(),
            _ => String::new(),
        }
    }

    /// What `link` means when it stands in this file: a path from the root where it begins with
    /// `/`, else one from this file's folder. `None` where it leads out of the content root.
    pub fn resolve(&self, link: &str) -> Option<ContentPath> {
        let mut parts: Vec<&str> = Vec::new();
        if !link.starts_with('/') {
            parts.extend(self.folder().split('/').filter(|part| !part.is_empty()));
        }
        for part in link.split(['/', '\\']) {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                name => parts.push(name),
            }
        }
        Some(Self(parts.join("/")))
    }
}

impl fmt::Display for ContentPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The most characters that a route may have (the limit of old file shares, less a drive and folder).
pub const ROUTE_LIMIT: usize = 200;

/// The address of a published file below the site's root: ASCII, parts divided by `/`.
///
/// Invariants: not empty; only `a-z A-Z 0-9 - _ . /`; no part empty, `.` or `..`; no leading `/`;
/// at most [`ROUTE_LIMIT`] characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Route(String);

/// Why a text is no route.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a route: {0:?}")]
pub struct RouteError(pub String);

impl Route {
    /// The route `text`, if it keeps the invariants.
    pub fn new(text: impl Into<String>) -> Result<Self, RouteError> {
        let text = text.into();
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b));
        let parts = text.split('/').all(|part| !matches!(part, "" | "." | ".."));
        if plain && parts && text.len() <= ROUTE_LIMIT { Ok(Self(text)) } else { Err(RouteError(text)) }
    }

    /// The route as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The way from this file to the site's root: empty, or `../` once for each folder.
    pub fn to_root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_resolve_from_the_folder_or_the_root() {
        let page = ContentPath::new("cases/2023/甲.md");
        let at = |link: &str| page.resolve(link).map(|path| path.to_string());
        assert_eq!(at("乙.md").as_deref(), Some("cases/2023/乙.md"));
        assert_eq!(at("../丙.md").as_deref(), Some("cases/丙.md"));
        assert_eq!(at("/terms/丁.md").as_deref(), Some("terms/丁.md"));
        assert_eq!(at("./a/../b.md").as_deref(), Some("cases/2023/b.md"));
        assert_eq!(at("../../../etc/passwd"), None);
    }

    #[test]
    fn parts_of_a_path() {
        let path = ContentPath::new("./regulations\\行政法\\监察法(2018-03-20).md");
        assert_eq!(path.section(), "regulations");
        assert_eq!(path.folder(), "regulations/行政法");
        assert_eq!(path.stem(), "监察法(2018-03-20)");
        assert_eq!(path.extension(), "md");
        assert_eq!(ContentPath::new("site.md").section(), "");
    }

    #[test]
    fn a_route_is_plain_and_stays_inside() {
        assert_eq!(Route::new("a/b/c.html").unwrap().to_root(), "../../");
        for wrong in ["", "/a", "a//b", "../a", "a/./b", "中文.html", "a b", "a\\b"] {
            assert!(Route::new(wrong).is_err(), "{wrong}");
        }
        assert!(Route::new("a".repeat(ROUTE_LIMIT + 1)).is_err());
    }
}
