//! Measures the search on real content: time, bytes and quality.
//!
//! `cargo bench --bench search_corpus -- CONTENT [QUERIES]`; with `GROWTH=1` and QUERIES, how build
//! time and bytes per query grow at 10, 30 and 100 % of the content (the bytes need Node).

#[path = "../tests/support/corpus.rs"]
mod corpus;

use std::path::Path;
use std::time::Instant;

use zhiku::search::engine::Engine;
use zhiku::search::entry::SearchEntry;
use zhiku::search::evaluate::{Question, answers, evaluate};
use zhiku::search::{Options, build_with};

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).peekable();
    let Some(content) = arguments.next() else {
        println!("left out: no content given");
        return;
    };
    let start = Instant::now();
    let mut entries = corpus::load(Path::new(&content));
    let units: usize = entries.iter().map(|entry| entry.units.len()).sum();
    println!("{} pages, {units} units, read in {:?}", entries.len(), start.elapsed());
    let facets = [("kind", "类型"), ("level", "效力层级"), ("year", "年份"), ("domain", "领域")];
    let options = Options {
        facets: facets.map(|(name, label)| (name.to_owned(), label.to_owned())).to_vec(),
        ..Default::default()
    };
    if std::env::var_os("GROWTH").is_some()
        && let Some(questions) = arguments.peek()
    {
        return growth(&entries, &options, questions);
    }
    let (start, before) = (Instant::now(), computing());
    let mut memory = zhiku::search::Memory::default();
    let output = build_with(&mut memory, &entries, &options).expect("a built search");
    println!("{:?} in {:?}, {:.2} s of computing", output.statistics, start.elapsed(), computing() - before);
    again(&mut memory, &mut entries, &options);
    if let Ok(out) = std::env::var("OUT") {
        std::fs::create_dir_all(Path::new(&out).join("search")).expect("a folder");
        for (path, bytes) in &output.files {
            std::fs::write(Path::new(&out).join(path), bytes).expect("a written file");
        }
    }
    let Some(questions) = arguments.next() else {
        return;
    };
    let text = std::fs::read_to_string(questions).expect("readable questions");
    let questions: Vec<Question> =
        text.lines().map(|line| serde_json::from_str(line).expect("a question")).collect();
    for index in [Some(output.tantivy().expect("a reader")), None] {
        let name = if index.is_some() { "tantivy" } else { "shards" };
        let engine = Engine::of_files(output.files.clone(), index).expect("an engine");
        let start = Instant::now();
        let sets = evaluate(&engine, &questions).expect("answers");
        println!("{name} in {:?}", start.elapsed());
        for (set, figures) in sets {
            println!(
                "{set:18} {:4} {:.3} {:.3} {:.3}  {:.4} {:.4}",
                figures.questions, figures.at_1, figures.at_3, figures.at_10, figures.article, figures.page
            );
        }
        if let (Ok(out), "shards") = (std::env::var("HITS"), name) {
            let mut lines = String::new();
            for question in &questions {
                let hits = engine.query(&question.query, 20).expect("answers");
                let line = serde_json::json!({ "query": question.query, "hits": hits });
                lines.push_str(&line.to_string());
                lines.push('\n');
            }
            std::fs::write(out, lines).expect("a written file");
        }
        if std::env::var("MISSES").is_ok() && name == "shards" {
            misses(&engine, &questions);
        }
    }
}

/// Build time, size and bytes per query by share of the content.
fn growth(entries: &[SearchEntry], options: &Options, questions: &str) {
    for percent in [10, 30, 100] {
        let share: Vec<SearchEntry> =
            (0..entries.len() * percent / 100).map(|at| entries[at * 100 / percent].clone()).collect();
        let before = computing();
        let output = zhiku::search::build(&share, options).expect("a built search");
        println!(
            "{percent} %: {} pages, {} units, {:.2} s of computing",
            share.len(),
            output.statistics.units,
            computing() - before
        );
        let folder = std::env::temp_dir().join(format!("zhiku-growth-{}-{percent}", std::process::id()));
        std::fs::create_dir_all(folder.join("search")).expect("a folder");
        for (path, bytes) in &output.files {
            std::fs::write(folder.join(path), bytes).expect("a written file");
        }
        let bytes =
            std::process::Command::new("node").arg("tests/js/bytes.mjs").arg(&folder).arg(questions).status();
        if bytes.is_err() {
            println!("left out: node is not installed");
        }
        std::fs::remove_dir_all(folder).expect("a removed folder");
    }
}

/// After an edit of one page.
fn again(memory: &mut zhiku::search::Memory, entries: &mut [SearchEntry], options: &Options) {
    let middle = entries.len() / 2;
    for edit in ["一处修改", "又一处修改"] {
        if let Some(entry) = entries.get_mut(middle) {
            let mut units = entry.units.to_vec();
            units.iter_mut().take(1).for_each(|unit| unit.text.push_str(edit));
            entry.units = units.into();
        }
        let (start, before) = (Instant::now(), computing());
        build_with(memory, entries, options).expect("a built search");
        println!("after an edit: {:?}, {:.2} s of computing", start.elapsed(), computing() - before);
    }
}

/// Seconds this process has computed, on all its threads; 0 where the system does not say.
fn computing() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split(' ').collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(12) + ticks(13)) / 100.0
}

fn misses(engine: &Engine, questions: &[Question]) {
    for question in questions.iter().filter(|question| question.set != "question") {
        let found = engine.query(&question.query, 10).expect("answers");
        if found.first().is_none_or(|found| !answers(question, found)) {
            println!("{} {} {:?}", question.set, question.query, question.relevant);
            for found in found.iter().take(3) {
                println!("    {} {:?} {}", found.path, found.article, found.score);
            }
        }
    }
}
