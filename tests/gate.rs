//! The gate's rules on a corpus of snippets, and on the real one.
//!
//! A file of `tests/gate` is named after its rule. A line with `+` is a snippet in which the texts
//! between `⟦` and `⟧` must be found, one with `-` a snippet in which the rule finds nothing.

#![allow(clippy::disallowed_methods, reason = "the tests read real files")]

#[path = "gate/attachments.rs"]
mod attachments;
mod common;
#[path = "gate/properties.rs"]
mod properties;
#[path = "gate/sites.rs"]
mod sites;

use std::collections::BTreeMap;
use std::path::Path;

use zhiku::config::gate::{GateConfig, Weight};
use zhiku::gate::rules::examine::{Finding, Nature, examine};
use zhiku::gate::rules::own::OwnRules;
use zhiku::gate::rules::rule::Rule;

/// A snippet with what must be found in it.
struct Snippet {
    file: String,
    line: usize,
    text: String,
    /// Rule and bytes.
    marked: Vec<(Rule, std::ops::Range<usize>)>,
    positive: bool,
    case: bool,
    undisclosed: bool,
    anonymized: bool,
    sensitive: Vec<String>,
}

fn snippets() -> Vec<Snippet> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gate");
    let mut all = Vec::new();
    for (path, bytes) in common::files(&folder) {
        let Some(name) = path.strip_suffix(".txt") else { continue };
        let text = String::from_utf8(bytes).unwrap();
        let rule = Rule::named(name).unwrap_or_else(|| panic!("{name} is a rule"));
        let mut head = String::new();
        for (index, line) in text.lines().enumerate() {
            let Some((sign, rest)) = line.split_once(' ') else { continue };
            match sign {
                "@" => rest.clone_into(&mut head),
                "+" | "-" => all.push(snippet(&path, index + 1, rule, &head, sign == "+", rest)),
                _ => assert_eq!(sign, "#", "{path}:{}", index + 1),
            }
        }
    }
    all
}

fn snippet(file: &str, line: usize, rule: Rule, head: &str, positive: bool, words: &str) -> Snippet {
    let words = words.replace('⏎', "\n");
    let mut text = String::new();
    let mut marked = Vec::new();
    let mut rest = words.as_str();
    while let Some((before, behind)) = rest.split_once('⟦') {
        let (inner, after) = behind.split_once('⟧').expect("a mark closes");
        text.push_str(before);
        let (own, inner) = match inner.split_once('|').map(|(name, inner)| (Rule::named(name), inner)) {
            Some((Some(own), inner)) => (own, inner),
            _ => (rule, inner),
        };
        let start = text.len();
        text.push_str(inner);
        marked.push((own, start..text.len()));
        rest = after;
    }
    text.push_str(rest);
    let sensitive = head.split(' ').find_map(|word| word.strip_prefix("sensitive="));
    Snippet {
        file: file.to_owned(),
        line,
        text,
        marked,
        positive,
        case: head.contains("case"),
        undisclosed: head.contains("undisclosed"),
        anonymized: head.contains("anonymized"),
        sensitive: sensitive.into_iter().flat_map(|words| words.split(',')).map(str::to_owned).collect(),
    }
}

fn found(snippet: &Snippet) -> Vec<Finding> {
    let nature = Nature {
        markdown: true,
        junk: true,
        case: snippet.case,
        undisclosed: snippet.undisclosed,
        anonymized: snippet.anonymized,
        ..Nature::default()
    };
    examine(&snippet.text, nature, &OwnRules::new(&GateConfig::default(), &snippet.sensitive))
}

#[derive(Default, Clone, Copy)]
struct Score {
    hit: usize,
    missed: usize,
    wrong: usize,
}

impl Score {
    fn recall(self) -> f64 {
        self.hit as f64 / (self.hit + self.missed).max(1) as f64
    }

    fn precision(self) -> f64 {
        self.hit as f64 / (self.hit + self.wrong).max(1) as f64
    }
}

#[test]
fn the_rules_find_what_they_must_and_little_else() {
    let snippets = snippets();
    let (positive, negative): (Vec<&Snippet>, Vec<&Snippet>) =
        snippets.iter().partition(|snippet| snippet.positive);
    assert!(positive.len() >= 300 && negative.len() >= 300, "{} and {}", positive.len(), negative.len());
    let mut scores: BTreeMap<Rule, Score> = BTreeMap::new();
    let mut faults = Vec::new();
    for snippet in &snippets {
        assert_eq!(
            snippet.positive,
            snippet
                .marked
                .iter()
                .any(|(rule, _)| Some(*rule) == Rule::named(snippet.file.trim_end_matches(".txt"))),
            "{}:{}",
            snippet.file,
            snippet.line
        );
        let found = found(snippet);
        for (rule, range) in &snippet.marked {
            let hit = found.iter().any(|finding| {
                finding.rule == *rule && finding.span.start <= range.start && range.end <= finding.span.end
            });
            let score = scores.entry(*rule).or_default();
            if hit {
                score.hit += 1
            } else {
                score.missed += 1
            }
            if !hit {
                faults.push(format!("{}:{} {rule:?} missed: {}", snippet.file, snippet.line, snippet.text));
            }
        }
        for finding in &found {
            // What hides a number is junk too, and rightly found.
            if finding.rule == Rule::PasteJunk
                && finding.weight.is_some()
                && !snippet.file.starts_with("paste")
            {
                continue;
            }
            let right = snippet.marked.iter().any(|(rule, range)| {
                finding.rule == *rule && finding.span.start < range.end && range.start < finding.span.end
            });
            if !right {
                scores.entry(finding.rule).or_default().wrong += 1;
                faults.push(format!(
                    "{}:{} {:?} wrong: {} in {}",
                    snippet.file, snippet.line, finding.rule, finding.text, snippet.text
                ));
            }
        }
    }
    println!("{} positive and {} negative snippets", positive.len(), negative.len());
    println!("{:<16} {:>5} {:>6} {:>5} {:>7} {:>9}", "rule", "hit", "missed", "wrong", "recall", "precision");
    // The figures for names stand apart: a recogniser of names cannot be sure.
    let (names, sure): (Vec<_>, Vec<_>) = scores.iter().partition(|(rule, _)| **rule == Rule::Name);
    for (rule, score) in sure.into_iter().chain(names) {
        if *rule == Rule::Name {
            println!("names, as they are:");
        }
        println!(
            "{:<16} {:>5} {:>6} {:>5} {:>7.3} {:>9.3}",
            rule.name(),
            score.hit,
            score.missed,
            score.wrong,
            score.recall(),
            score.precision()
        );
    }
    println!("{}", faults.join("\n"));
    let mut all = Score::default();
    for (rule, score) in
        scores.iter().filter(|(rule, _)| rule.weight() == Weight::Block && **rule != Rule::Name)
    {
        assert_eq!(score.missed, 0, "{} finds everything:\n{}", rule.name(), faults.join("\n"));
        all.hit += score.hit;
        all.wrong += score.wrong;
    }
    assert!(all.precision() >= 0.98, "blocking rules: {:.3}\n{}", all.precision(), faults.join("\n"));
    assert!(scores.values().all(|score| score.hit > 0), "every rule finds something");
    for (rule, score) in scores.iter().filter(|(rule, _)| rule.weight() == Weight::Warn) {
        assert!(score.recall() >= 0.9, "{}:\n{}", rule.name(), faults.join("\n"));
    }
}

/// The folder of the real corpus: `ZHIKU_CORPUS`, or beside the repository or above it.
fn corpus() -> Option<std::path::PathBuf> {
    let named = std::env::var_os("ZHIKU_CORPUS").map(std::path::PathBuf::from);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = root.ancestors().map(|folder| folder.join("shared/corpus/laws"));
    named.into_iter().chain(beside).find(|folder| folder.is_dir())
}

#[test]
fn real_laws_and_disclosed_cases_are_not_blocked() {
    let Some(folder) = corpus() else {
        eprintln!("left out: no corpus; name its folder in ZHIKU_CORPUS");
        return;
    };
    let mut warnings: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, bytes) in common::files(&folder) {
        let text = String::from_utf8(bytes).unwrap();
        let case = path.starts_with("cases/");
        let nature = Nature { markdown: true, junk: true, case, anonymized: case, ..Nature::default() };
        for finding in examine(&text, nature, &OwnRules::default()) {
            let weight = finding.weight.unwrap_or_else(|| finding.rule.weight());
            assert_eq!(weight, Weight::Warn, "{path}: {finding:?}");
            *warnings.entry(finding.rule.name()).or_default() += 1;
        }
    }
    println!("no blocking finding; warnings by kind: {warnings:?}");
    assert!(warnings.values().sum::<usize>() <= 60, "{warnings:?}");
}
