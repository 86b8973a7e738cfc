//! A complete site in memory, as a server answers from it.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use camino::Utf8PathBuf;

use crate::base::digest::Digest;
use crate::base::disk::{self, DiskResult, Stamp};
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
    /// The file it was copied from, as that looked from outside; `None` where that is no proof.
    origin: Option<(Utf8PathBuf, Stamp)>,
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
            origin: None,
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
            origin: None,
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

/// The file of an output, from `before` where it is the same there. A copied file that looks from
/// outside as it did is not read again.
fn taken(route: &str, file: OutputFile, before: &Snapshot) -> DiskResult<Arc<File>> {
    let known = before.get(route);
    let (bytes, origin) = match file {
        OutputFile::Bytes(bytes) => (bytes, None),
        OutputFile::Copy(path) => {
            let stamp = disk::stamp(&path)?.filter(Stamp::is_settled);
            let origin = stamp.map(|stamp| (path.clone(), stamp));
            if let Some(known) = known.filter(|known| origin.is_some() && known.origin == origin) {
                return Ok(Arc::clone(known));
            }
            (disk::read(&path)?.into(), origin)
        }
    };
    let known = known.filter(|known| is_same(&known.bytes, &bytes) && known.origin == origin);
    Ok(known.map_or_else(|| Arc::new(File { origin, ..File::new(route, bytes) }), Arc::clone))
}

/// Whether both hold the same; where it is one piece of memory nothing is compared.
fn is_same(one: &Bytes, other: &Bytes) -> bool {
    (one.as_ptr() == other.as_ptr() && one.len() == other.len()) || one == other
}

/// The files of a search, by their paths.
pub type SearchFiles = Vec<(String, Bytes)>;

type Files = BTreeMap<String, Arc<File>>;

/// All files by address. What stands here never changes; a new build is a new snapshot. The next one
/// shares with it what stays: a page can be amended, and the search follow the pages, at no cost.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// All but the files of the search.
    pages: Arc<Files>,
    /// The files of the search.
    search: Arc<Files>,
    /// Pages that take the place of those in `pages`.
    amended: Files,
}

impl Snapshot {
    /// The snapshot of `outputs`. Files that are the same as in `before` are taken from it, with
    /// all that was reckoned about them.
    pub fn of(outputs: OutputSet, before: &Self) -> DiskResult<Self> {
        let (mut pages, mut search) = (Files::new(), Files::new());
        for (route, file) in outputs {
            let files = if Self::is_of_search(route.as_str()) { &mut search } else { &mut pages };
            files.insert(route.as_str().to_owned(), taken(route.as_str(), file, before)?);
        }
        Ok(Self { pages: Arc::new(pages), search: Arc::new(search), amended: Files::new() })
    }

    /// The pages of `outputs` with the search as it is here.
    pub fn with_pages(&self, outputs: OutputSet) -> DiskResult<Self> {
        Ok(Self { search: Arc::clone(&self.search), ..Self::of(outputs, self)? })
    }

    /// The pages as they are here with the search of `other`.
    pub fn with_search_of(&self, other: &Self) -> Self {
        Self { search: Arc::clone(&other.search), ..self.clone() }
    }

    /// The same with other bytes for the page at `route`.
    pub fn with_page(&self, route: &str, bytes: Bytes) -> Self {
        let mut next = self.clone();
        next.amended.insert(route.to_owned(), Arc::new(File::new(route, bytes)));
        next
    }

    /// The same with the page at `route` as it was built.
    pub fn without_amended(&self, route: &str) -> Self {
        let mut next = self.clone();
        next.amended.remove(route);
        next
    }

    /// A search of `files` alone. Those of the search `before` it stay beside them: a page that was
    /// opened then finds what it asks for.
    pub fn of_search(files: &[(String, Bytes)], before: &[(String, Bytes)]) -> Self {
        let all = before.iter().chain(files);
        let search =
            all.map(|(path, bytes)| (path.clone(), Arc::new(File::new(path, bytes.clone())))).collect();
        Self { search: Arc::new(search), ..Self::default() }
    }

    /// Whether `route` is the address of a file of the search.
    pub fn is_of_search(route: &str) -> bool {
        route.strip_prefix(files::FOLDER).is_some_and(|rest| rest.starts_with('/'))
    }

    /// The addresses of all but the search.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.pages.keys().map(String::as_str)
    }

    /// The file of this address.
    pub fn get(&self, route: &str) -> Option<&Arc<File>> {
        let files = if Self::is_of_search(route) { &self.search } else { &self.pages };
        self.amended.get(route).or_else(|| files.get(route))
    }

    /// The file at the decoded path of a request, folders answering with their `index.html`.
    ///
    /// A path is looked up as a whole and never walked, so `..` leads nowhere.
    pub fn at(&self, path: &str) -> Option<&Arc<File>> {
        let path = path.strip_prefix('/')?;
        match path.is_empty() || path.ends_with('/') {
            true => self.get(&format!("{path}index.html")),
            false => self.get(path),
        }
    }

    /// Whether `path` is a folder that was asked for without its last `/`.
    pub fn is_folder(&self, path: &str) -> bool {
        let path = path.strip_prefix('/').unwrap_or_default();
        !path.is_empty() && !path.ends_with('/') && self.pages.contains_key(&format!("{path}/index.html"))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.pages.len() + self.search.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
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
    fn pages_and_search_follow_one_another() {
        let first = Snapshot::of(outputs(&[("a.html", "1"), ("search/x.js", "old")]), &Snapshot::default());
        let first = first.unwrap();
        let amended = first.with_page("a.html", "2".into());
        assert_eq!(&amended.at("/a.html").unwrap().bytes[..], b"2");
        assert_eq!(&first.at("/a.html").unwrap().bytes[..], b"1");
        let pages = amended.with_pages(outputs(&[("a.html", "3"), ("b.html", "4")])).unwrap();
        assert_eq!(&pages.at("/a.html").unwrap().bytes[..], b"3");
        assert!(pages.get("search/x.js").is_some(), "the old search stays until the new is there");
        let [old, new] = ["x", "y"].map(|name| vec![(format!("search/{name}.js"), Bytes::from(name))]);
        let search = Snapshot::of_search(&new, &old);
        let both = pages.with_search_of(&search);
        assert!(both.get("search/x.js").is_some() && both.get("search/y.js").is_some());
        assert_eq!(both.addresses().collect::<Vec<_>>(), ["a.html", "b.html"]);
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
