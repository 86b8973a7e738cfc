//! What the law adds: the same pages built with it and without.
//!
//! Without it, pages of law have no articles, no editions and no lifecycle, so that no work is known:
//! nothing is aligned, no citation leads anywhere, there are no cards and no registers. The scan for
//! citations would still run over every page; its time is taken on its own and counted as the law's.

use std::fs;
use std::path::Path;

use camino::Utf8PathBuf;
use zhiku::build::memory::Memory;
use zhiku::build::pipeline::{Build, Goal, Request, build_with};
use zhiku::model::citation::scan::scan;

use crate::{cpu_seconds, median};

const RUNS: usize = 7;

/// Types of pages without what the law switches on; what else they switch on stays.
const WITHOUT: &str = "
[types.regulation]
behaviours = []
[types.institution]
behaviours = []
";

/// CPU seconds of a build.
pub struct Cost {
    /// As it is.
    pub with: f64,
    /// Without the law.
    pub without: f64,
}

impl Cost {
    /// What the law adds, in hundredths of what the pages take without it.
    pub fn added(&self) -> f64 {
        (self.with / self.without - 1.0) * 100.0
    }
}

/// Measures the pages of `content` as the site of `root` sets them up.
pub fn measure(root: &Path, content: &Path) -> Cost {
    let plain = tempfile::TempDir::new().expect("a temporary folder");
    let site = fs::read_to_string(root.join("site.toml")).expect("the sample's site.toml");
    fs::write(plain.path().join("site.toml"), site + WITHOUT).expect("a new file");
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        with.push(seconds(|| made(root, content)).1);
        let (build, whole) = seconds(|| made(plain.path(), content));
        let of_law = build.site.pages.iter().any(|page| page.document.structure.is_some());
        assert!(!of_law && build.site.works.is_empty(), "the law is off");
        without.push(whole - seconds(|| scanned(&build)).1);
    }
    Cost { with: median(with), without: median(without) }
}

fn made(root: &Path, content: &Path) -> Build {
    let utf8 = |path: &Path| {
        Utf8PathBuf::from_path_buf(path.to_owned()).expect("the paths of a benchmark are UTF-8")
    };
    let request = Request {
        root: utf8(root),
        content: utf8(content),
        as_of: jiff::civil::date(2026, 1, 1),
        scope: None,
        occasion: zhiku::model::record::Occasion::Build,
    };
    let build =
        build_with(&mut Memory::of_one_build(), &request, Goal::Pages, &|_| ()).expect("the content builds");
    assert!(!build.outputs.is_empty(), "{:?}", build.diagnostics);
    build
}

/// The number of citations that the scan of all pages finds.
fn scanned(build: &Build) -> usize {
    let site = &build.site;
    let of_page = |page: &zhiku::model::site::Page| {
        scan(&page.document, site.config.content_type(&page.document.content_type), site.titles.names())
    };
    site.pages.iter().map(|page| of_page(page).body.len()).sum()
}

fn seconds<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let began = cpu_seconds();
    let result = std::hint::black_box(work());
    (result, cpu_seconds() - began)
}
