//! The law room on a corpus of real laws, where one is present.
//!
//! The corpus is found through `ZHIKU_CORPUS` or beside the package; without it each test says so
//! and passes. Run with `-- --nocapture` to see the listings.

#![expect(clippy::print_stdout, reason = "listings for the reader of the test")]
#![expect(clippy::disallowed_methods, reason = "a test reads its cases itself")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use zhiku::law::alignment::{Change, Text, align};
use zhiku::law::citation::{BareArticle, Citation, Known, Names, Scanner, Target, resolve};
use zhiku::law::number::{ArticleNo, ArticleRef};
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
        let field = |key: &str| field(law, key);
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
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for law in &laws {
        let lines = structure::raw_lines(&law.source);
        let structure = structure::recognise(&lines);
        let bare = if structure.articles.is_empty() { BareArticle::Unresolved } else { BareArticle::Here };
        let mut scanner = Scanner::new(&names, bare);
        for (i, line) in lines.iter().enumerate() {
            for citation in scanner.scan(&line.text) {
                let meant = meant(&citation, &works, structure.place(i), &structure);
                let places = if citation.places.is_empty() { "alone" } else { "with places" };
                let kind = meant.split(' ').next().unwrap_or_default();
                *counts.entry(format!("{:?} {places} {kind}", citation.form)).or_default() += 1;
                let words = &line.text[citation.range.clone()];
                println!(
                    "{:?}\t{words}\t{meant}\t{}\t{}",
                    citation.form,
                    law.path,
                    around(&line.text, citation.range)
                );
            }
        }
    }
    println!("{counts:#?}");
    let titled = counts["Titled with places work"];
    assert!(titled >= 546, "{titled} citations of the form 《X》第N条 name a work of the corpus");
    let lost =
        counts.iter().filter(|(kind, _)| kind.ends_with(" lost")).map(|(_, count)| count).sum::<usize>();
    let found =
        counts.iter().filter(|(kind, _)| kind.ends_with(" here")).map(|(_, count)| count).sum::<usize>();
    assert!(lost * 50 < found, "{lost} of {found} internal references lead nowhere");
}

/// What a citation leads to, as a word and details.
fn meant(citation: &Citation, works: &[String], here: Option<ArticleRef>, structure: &Structure) -> String {
    match &citation.target {
        Target::Title { known: Known::Work(work), .. } => format!("work {}", works[*work as usize]),
        Target::Title { known, name } => format!("{known:?} {name}"),
        Target::Here => {
            let found: Result<Vec<_>, _> =
                citation.places.iter().map(|cited| resolve(&cited.place, here, structure)).collect();
            match found {
                Ok(places) => {
                    let places: Vec<String> = places.iter().flatten().map(ToString::to_string).collect();
                    format!("here {}", places.join("、"))
                }
                Err(lost) => format!("lost {lost:?}"),
            }
        }
        Target::DocNo { number, .. } => format!("number {number}"),
        Target::Explicit { work, .. } => format!("explicit {work}"),
        Target::Unresolved(why) => format!("unresolved {why:?}"),
    }
}

/// The field of a law's front matter.
fn field(law: &Law, key: &str) -> Option<String> {
    let line = law.source.lines().take(30).find(|line| line.starts_with(key))?;
    Some(line[key.len()..].trim().trim_matches('"').to_owned())
}

#[test]
fn consecutive_editions_of_the_corpus() {
    let Some(laws) = laws() else { return };
    let mut works: BTreeMap<String, Vec<(String, &Law)>> = BTreeMap::new();
    for law in &laws {
        if let (Some(work), Some(version)) = (field(law, "work:"), field(law, "version:")) {
            works.entry(work).or_default().push((version, law));
        }
    }
    let (mut same_number, mut renumbered, mut unmatched, mut pairs) = (0, 0, 0, 0);
    let mut took = std::time::Duration::ZERO;
    for editions in works.values_mut() {
        editions.sort_by(|a, b| a.0.cmp(&b.0));
        for two in editions.windows(2) {
            let (old, new) = (articles(two[0].1), articles(two[1].1));
            let start = std::time::Instant::now();
            for pair in align(&texts(&old), &texts(&new), &[]) {
                match (pair.change, pair.renumbered) {
                    (Change::New, _) => {}
                    (Change::Deleted, _) => unmatched += 1,
                    (_, true) => renumbered += pair.old.len(),
                    (_, false) => same_number += 1,
                }
            }
            took += start.elapsed();
            pairs += 1;
        }
    }
    let all = works.values().filter(|editions| editions.len() > 1).count();
    println!("{all} works with several editions, {pairs} pairs: {same_number} articles keep their number,");
    println!("{renumbered} are renumbered, {unmatched} have no match, in {took:?}");
    assert!(unmatched * 8 < same_number + renumbered);
}

fn articles(law: &Law) -> Vec<(ArticleNo, String)> {
    let lines = structure::raw_lines(&law.source);
    let structure = structure::recognise(&lines);
    structure.articles.iter().map(|article| (article.no, article.text(&lines))).collect()
}

fn texts(articles: &[(ArticleNo, String)]) -> Vec<Text<'_>> {
    articles.iter().map(|(no, text)| Text { no: *no, text }).collect()
}

fn around(text: &str, range: std::ops::Range<usize>) -> String {
    let before: Vec<char> = text[..range.start].chars().rev().take(12).collect();
    let after: String = text[range.end..].chars().take(10).collect();
    format!("{}【】{after}", before.into_iter().rev().collect::<String>())
}
