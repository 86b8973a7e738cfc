//! Hand-checked alignments of real editions, numbers only, under `tests/law/alignments`.
//!
//! The texts are in a corpus outside the package (`ZHIKU_CORPUS`); without it the test says so and
//! passes.

#![expect(clippy::print_stdout, reason = "the reader of the test is told what was left out")]
#![expect(clippy::disallowed_methods, reason = "a test reads its cases itself")]

use std::fs;
use std::path::{Path, PathBuf};

use zhiku::law::alignment::{Correction, Pair, Text, align};
use zhiku::law::number::ArticleNo;
use zhiku::law::structure;

type Edition = Vec<(ArticleNo, String)>;

/// The articles of a law with their texts.
fn edition(path: &Path) -> Edition {
    let source = fs::read_to_string(path).expect("a law of the corpus");
    let lines = structure::raw_lines(&source);
    let structure = structure::recognise(&lines);
    structure.articles.iter().map(|article| (article.no, article.text(&lines))).collect()
}

fn texts(edition: &Edition) -> Vec<Text<'_>> {
    edition.iter().map(|(no, text)| Text { no: *no, text }).collect()
}

fn show(pair: &Pair, old: &[Text<'_>], new: &[Text<'_>]) -> String {
    let side = |places: &[usize], texts: &[Text<'_>]| {
        places.iter().map(|place| texts[*place].no.number.to_string()).collect::<Vec<_>>().join("+")
    };
    format!("{} → {}", side(&pair.old, old), side(&pair.new, new)).trim().to_owned()
}

fn correction(line: &str) -> Correction {
    let side = |numbers: &str| {
        let parse = |number: &str| ArticleNo::new(number.trim().parse().expect("a number"));
        numbers.split('+').filter(|number| !number.trim().is_empty()).map(parse).collect()
    };
    let (old, new) = line.split_once('→').expect("an arrow");
    Correction { old: side(old), new: side(new) }
}

#[test]
fn real_editions_align_as_checked_by_hand() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = || package.join("../shared/corpus/laws");
    let corpus = std::env::var_os("ZHIKU_CORPUS").map_or_else(beside, PathBuf::from).join("regulations");
    if !corpus.is_dir() {
        println!("left out: no corpus at {}", corpus.display());
        return;
    }
    for name in ["监察法", "行政复议法", "公司法"] {
        let table =
            fs::read_to_string(package.join(format!("tests/law/alignments/{name}.txt"))).expect("a table");
        let head = |key: &str| table.lines().find_map(|line| line.strip_prefix(key)).expect("an edition");
        let (old, new) = (edition(&corpus.join(head("old: "))), edition(&corpus.join(head("new: "))));
        check(name, &table, &texts(&old), &texts(&new));
    }
}

fn check(name: &str, table: &str, old: &[Text<'_>], new: &[Text<'_>]) {
    let lines = || table.lines().filter(|line| line.contains('→') && !line.starts_with('#'));
    let by_words: Vec<&str> =
        lines().filter(|line| !line.starts_with('!')).map(|line| line.trim_start_matches("? ")).collect();
    let by_editor: Vec<&str> = lines().filter_map(|line| line.strip_prefix("! ")).collect();
    let found: Vec<String> = align(old, new, &[]).iter().map(|pair| show(pair, old, new)).collect();
    assert_eq!(found, by_words, "{name}");
    let corrections: Vec<Correction> = by_editor.iter().map(|line| correction(line)).collect();
    let corrected: Vec<String> =
        align(old, new, &corrections).iter().map(|pair| show(pair, old, new)).collect();
    for line in &by_editor {
        assert!(corrected.iter().any(|found| found == line), "{name}: {line}");
    }
    let doubtful = lines().filter(|line| line.starts_with('?')).count();
    println!("{name}: {} pairs, {doubtful} not as an editor has them", found.len());
}
