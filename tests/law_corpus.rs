//! The law room on a corpus of real laws, where one is present.
//!
//! The corpus is found through `ZHIKU_CORPUS` or beside the package; without it each test says so
//! and passes. Run with `-- --nocapture` to see the listings.

#![expect(clippy::print_stdout, reason = "listings for the reader of the test")]

use std::fs;
use std::path::{Path, PathBuf};

use zhiku::law::structure::{self, Structure};

/// A law of the corpus: its path below the corpus and its text.
struct Law {
    path: String,
    source: String,
}

fn corpus() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/laws");
    let root = std::env::var_os("ZHIKU_CORPUS").map_or_else(beside, PathBuf::from);
    if root.is_dir() {
        return Some(root);
    }
    println!("left out: no corpus at {}", root.display());
    None
}

fn laws() -> Option<Vec<Law>> {
    let root = corpus()?;
    let mut laws: Vec<Law> = walkdir::WalkDir::new(root.join("regulations"))
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "md"))
        .map(|entry| Law {
            path: entry.path().strip_prefix(&root).expect("below the root").display().to_string(),
            source: fs::read_to_string(entry.path()).expect("readable law"),
        })
        .collect();
    laws.sort_by(|a, b| a.path.cmp(&b.path));
    Some(laws)
}

fn read(law: &Law) -> Structure {
    structure::recognise(&structure::raw_lines(&law.source))
}

#[test]
fn articles_of_the_corpus() {
    let Some(laws) = laws() else { return };
    let (mut articles, mut files, mut findings) = (0, 0, 0);
    let start = std::time::Instant::now();
    for law in &laws {
        let structure = read(law);
        articles += structure.articles.len();
        files += usize::from(!structure.articles.is_empty());
        findings += structure.findings.len();
        for finding in &structure.findings {
            println!("{}:{}: {:?}", law.path, finding.offset, finding.kind);
        }
    }
    println!(
        "{articles} articles in {files} of {} files, {findings} findings, {:?}",
        laws.len(),
        start.elapsed()
    );
    assert!(articles.abs_diff(64_670) <= 129, "{articles} articles");
}
