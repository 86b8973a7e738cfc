//! Golden cases of the citation scanner, in plain files under `tests/law/citations`.
//!
//! A file holds `names:` lines (a work per line, its names divided by `、`), a `bare:` line (`here` or
//! `unresolved`) and cases: a line `> ` with the text, then one line per citation:
//! `words | form | target | edition | places`. Lines of one case without a blank line between two `>`
//! share a page. `ZHIKU_BLESS=1` writes what the scanner finds.

#![expect(clippy::disallowed_methods, reason = "a test reads its cases itself")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use zhiku::law::citation::{BareArticle, Citation, Known, Names, Scanner, Target};

#[test]
fn golden_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/law/citations");
    let mut paths: Vec<_> =
        fs::read_dir(&folder).expect("the cases").map(|entry| entry.expect("a case").path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let expected = fs::read_to_string(&path).expect("a readable case");
        let found = run(&expected);
        if std::env::var_os("ZHIKU_BLESS").is_some() {
            fs::write(&path, found).expect("a writable case");
            continue;
        }
        assert_eq!(found, expected, "{}", path.display());
    }
}

/// The file again, with the citations that are found now.
fn run(file: &str) -> String {
    let mut names = Names::default();
    let mut works = Vec::new();
    let mut bare = BareArticle::Unresolved;
    for line in file.lines() {
        if let Some(list) = line.strip_prefix("names: ") {
            for name in list.split('、') {
                names.insert(name, works.len() as u32);
            }
            works.push(list.split('、').next().unwrap_or_default().to_owned());
        }
        if line == "bare: here" {
            bare = BareArticle::Here;
        }
    }
    let mut out = String::new();
    let mut scanner = Scanner::new(&names, bare);
    for line in file.lines() {
        if line.is_empty() {
            scanner = Scanner::new(&names, bare);
        }
        let Some(text) = line.strip_prefix("> ") else {
            if line.is_empty() || ["names: ", "bare: ", "# "].iter().any(|head| line.starts_with(head)) {
                let _ = writeln!(out, "{line}");
            }
            continue;
        };
        let _ = writeln!(out, "{line}");
        for citation in scanner.scan(text) {
            let _ = writeln!(out, "{}", show(text, &citation, &works));
        }
    }
    out
}

fn show(text: &str, citation: &Citation, works: &[String]) -> String {
    let known = |known: Known| match known {
        Known::Work(work) => format!("={}", works[work as usize]),
        Known::Ambiguous => "=ambiguous".into(),
        Known::Unknown => "=?".into(),
    };
    let target = match &citation.target {
        Target::Title { name, known: k } => format!("{name} {}", known(*k)),
        Target::Here => "here".into(),
        Target::DocNo { number, known: k } => format!("{number} {}", known(*k)),
        Target::Explicit { work, edition, label } => {
            format!("{work} @{} |{}", edition.as_deref().unwrap_or(""), label.as_deref().unwrap_or(""))
        }
        Target::Unresolved(why) => format!("unresolved {why:?}"),
    };
    let places: Vec<String> = citation
        .places
        .iter()
        .map(|cited| {
            let words = &text[cited.range.clone()];
            let place = match cited.through {
                Some(last) => format!("{}…{last}", cited.place),
                None => cited.place.to_string(),
            };
            if words == place { place } else { format!("{place} ({words})") }
        })
        .collect();
    let edition = citation.edition.map_or_else(String::new, |hint| format!("{hint:?}"));
    let words = &text[citation.range.clone()];
    format!("{words} | {:?} | {target} | {edition} | {}", citation.form, places.join("; "))
}
