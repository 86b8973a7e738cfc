//! The law room on a corpus of real laws, where one is present.
//!
//! The corpus is found through `ZHIKU_CORPUS` or beside the package; without it each test says so
//! and passes. Run with `-- --nocapture` to see the listings.

#![expect(clippy::print_stdout, reason = "listings for the reader of the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use zhiku::law::citation::{BareArticle, Known, Names, Scanner, Target};
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

/// The names in the front matter of each law: title, work and aliases.
fn names(laws: &[Law]) -> (Names, Vec<String>) {
    let mut names = Names::default();
    let mut works: Vec<String> = Vec::new();
    for law in laws {
        let field = |key: &str| {
            let line = law.source.lines().take(30).find(|line| line.starts_with(key))?;
            Some(line[key.len()..].trim().trim_matches('"').to_owned())
        };
        let work = field("work:").unwrap_or_default();
        let id = works.iter().position(|known| *known == work).unwrap_or(works.len());
        if id == works.len() {
            works.push(work.clone());
        }
        names.insert(&work, id as u32);
        names.insert(&field("title:").unwrap_or_default(), id as u32);
        for alias in field("aliases:").unwrap_or_default().trim_matches(['[', ']']).split(", ") {
            names.insert(alias.trim_matches('"'), id as u32);
        }
    }
    (names, works)
}

#[test]
fn citations_of_the_corpus() {
    let Some(laws) = laws() else { return };
    let (names, works) = names(&laws);
    let start = std::time::Instant::now();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for law in &laws {
        let lines = structure::raw_lines(&law.source);
        let own = !structure::recognise(&lines).articles.is_empty();
        let bare = if own { BareArticle::Here } else { BareArticle::Unresolved };
        let mut scanner = Scanner::new(&names, bare);
        for line in &lines {
            for citation in scanner.scan(&line.text) {
                let target = match &citation.target {
                    Target::Title { known: Known::Work(work), .. } => works[*work as usize].clone(),
                    Target::Title { known, name } => format!("{known:?} {name}"),
                    other => format!("{other:?}"),
                };
                let kind = target.split(' ').next().filter(|kind| *kind == "Unknown").unwrap_or("");
                let places = if citation.places.is_empty() { "" } else { "with places" };
                *counts.entry(format!("{:?} {kind} {places}", citation.form)).or_default() += 1;
                let words = &line.text[citation.range.clone()];
                println!(
                    "{:?}\t{words}\t{target}\t{}\t{}",
                    citation.form,
                    law.path,
                    around(&line.text, citation.range)
                );
            }
        }
    }
    println!("{counts:#?} in {:?}", start.elapsed());
}

fn around(text: &str, range: std::ops::Range<usize>) -> String {
    let before: Vec<char> = text[..range.start].chars().rev().take(12).collect();
    let after: String = text[range.end..].chars().take(10).collect();
    format!("{}【】{after}", before.into_iter().rev().collect::<String>())
}
