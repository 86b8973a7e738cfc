//! A complete site in memory, as a server answers from it.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;

use crate::base::digest::Digest;
use crate::base::disk::DiskResult;
use crate::publish::output::{OutputFile, OutputSet};
use crate::search::files;
use crate::serve::gzip::gzip;
use crate::serve::media_type::{self, HTML};

/// A file of the snapshot.
#[derive(Debug)]
pub struct File {
    /// Its bytes.
    pub bytes: Bytes,
    /// Its media type.
    pub media_type: &'static str,
    /// Whether its name changes with its content, so that it may be kept for ever.
    pub is_lasting: bool,
    /// Whether it may be sent compressed.
    pub is_compressible: bool,
    digest: OnceLock<String>,
    gzip: OnceLock<Option<Bytes>>,
}

/// Digits of an entity tag.
const TAG: usize = 32;

impl File {
    /// The file of this address and content.
    pub fn new(route: &str, bytes: Bytes) -> Self {
        let media_type = media_type::of_text(media_type::media_type(route), &bytes);
        Self {
            is_compressible: media_type::is_compressible(media_type),
            is_lasting: is_named_by_content(route),
            media_type,
            bytes,
            digest: OnceLock::new(),
            gzip: OnceLock::new(),
        }
    }

    /// The page with `addition` before the end of its body, for the one who writes it; it is not
    /// worth compressing.
    pub fn with(&self, addition: &str) -> Self {
        const END: &[u8] = b"</body>";
        let at = self.bytes.windows(END.len()).rposition(|window| window == END);
        let (before, after) = self.bytes.split_at(at.unwrap_or(self.bytes.len()));
        Self {
            bytes: [before, addition.as_bytes(), after].concat().into(),
            media_type: self.media_type,
            is_lasting: false,
            is_compressible: false,
            digest: OnceLock::new(),
            gzip: OnceLock::new(),
        }
    }

    /// Whether it is a page.
    pub fn is_page(&self) -> bool {
        self.media_type == HTML
    }

    /// What its entity tags are made of; reckoned once.
    pub fn digest(&self) -> &str {
        self.digest.get_or_init(|| Digest::of("tag/1", &[&self.bytes]).short(TAG))
    }

    /// The file compressed, where that makes it smaller; made once, when it is first asked for.
    pub fn gzip(&self) -> Option<&Bytes> {
        self.gzip.get_or_init(|| if self.is_compressible { gzip(&self.bytes) } else { None }).as_ref()
    }

    /// Whether [`File::gzip`] costs nothing any more.
    pub fn has_tried_gzip(&self) -> bool {
        self.gzip.get().is_some()
    }
}

/// Whether `route` is named after its content: assets of the theme, shards of the search.
fn is_named_by_content(route: &str) -> bool {
    if let Some(name) = route.strip_prefix("assets/") {
        let digest = name.rsplit_once('.').and_then(|(stem, _)| stem.rsplit_once('-'));
        return digest
            .is_some_and(|(_, digits)| digits.len() == 10 && digits.bytes().all(|c| c.is_ascii_hexdigit()));
    }
    route.strip_prefix(files::FOLDER).is_some_and(|rest| rest.starts_with('/')) && route != files::ENTRY
}

/// Whether both hold the same; where it is one piece of memory nothing is compared.
fn is_same(one: &Bytes, other: &Bytes) -> bool {
    (one.as_ptr() == other.as_ptr() && one.len() == other.len()) || one == other
}

/// All files by address. What stands here never changes; a new build is a new snapshot.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    files: BTreeMap<String, Arc<File>>,
}

impl Snapshot {
    /// The snapshot of `outputs`. Files that are the same as in `before` are taken from it, with
    /// all that was reckoned about them.
    pub fn of(outputs: OutputSet, before: &Self) -> DiskResult<Self> {
        let mut files = BTreeMap::new();
        for (route, file) in outputs {
            let bytes = match file {
                OutputFile::Bytes(bytes) => bytes,
                copied @ OutputFile::Copy(_) => copied.bytes()?.into_owned().into(),
            };
            let known = before.files.get(route.as_str()).filter(|known| is_same(&known.bytes, &bytes));
            let file = known.map_or_else(|| Arc::new(File::new(route.as_str(), bytes)), Arc::clone);
            files.insert(route.as_str().to_owned(), file);
        }
        Ok(Self { files })
    }

    /// The file of this address.
    pub fn get(&self, route: &str) -> Option<&Arc<File>> {
        self.files.get(route)
    }

    /// The file at the decoded path of a request, folders answering with their `index.html`.
    ///
    /// A path is looked up as a whole and never walked, so `..` leads nowhere.
    pub fn at(&self, path: &str) -> Option<&Arc<File>> {
        let path = path.strip_prefix('/')?;
        match path.is_empty() || path.ends_with('/') {
            true => self.files.get(&format!("{path}index.html")),
            false => self.files.get(path),
        }
    }

    /// Whether `path` is a folder that was asked for without its last `/`.
    pub fn is_folder(&self, path: &str) -> bool {
        let path = path.strip_prefix('/').unwrap_or_default();
        !path.is_empty() && !path.ends_with('/') && self.files.contains_key(&format!("{path}/index.html"))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::path::Route;

    fn outputs(files: &[(&str, &str)]) -> OutputSet {
        let mut outputs = OutputSet::default();
        for (route, text) in files {
            let file = OutputFile::Bytes(text.as_bytes().to_vec().into());
            outputs.add(Route::new(*route).unwrap(), file).unwrap();
        }
        outputs
    }

    #[test]
    fn a_file_that_did_not_change_is_the_same_in_the_next_snapshot() {
        let first = Snapshot::of(outputs(&[("a.html", "1"), ("b.html", "2")]), &Snapshot::default()).unwrap();
        let second = Snapshot::of(outputs(&[("a.html", "1"), ("b.html", "3")]), &first).unwrap();
        assert!(Arc::ptr_eq(first.at("/a.html").unwrap(), second.at("/a.html").unwrap()));
        assert_eq!(&second.at("/b.html").unwrap().bytes[..], b"3");
        assert_eq!(&first.at("/b.html").unwrap().bytes[..], b"2", "a reader keeps what it has");
    }

    #[test]
    fn only_names_that_change_with_the_content_last() {
        for (route, lasts) in [
            ("assets/site-0123456789.css", true),
            ("assets/icon.svg", false),
            ("assets/site-012345678z.css", false),
            ("index.html", false),
            (files::ENTRY, false),
            (files::path("abcdefg").as_str(), true),
        ] {
            assert_eq!(is_named_by_content(route), lasts, "{route}");
        }
    }

    #[test]
    fn an_addition_stands_before_the_end_of_the_body() {
        let page = File::new("a.html", "<body>x</body></html>".into());
        assert_eq!(
            &page.with("<script src=y></script>").bytes[..],
            b"<body>x<script src=y></script></body></html>"
        );
    }
}
