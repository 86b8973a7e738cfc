//! Measures the search on real content: time, bytes and quality.
//!
//! `cargo bench --bench search_corpus -- CONTENT [QUERIES]`

#[path = "../tests/support/corpus.rs"]
mod corpus;

use std::path::Path;
use std::time::Instant;

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"));
    let Some(content) = arguments.next() else {
        println!("left out: no content given");
        return;
    };
    let start = Instant::now();
    let entries = corpus::load(Path::new(&content));
    let units: usize = entries.iter().map(|entry| entry.units.len()).sum();
    println!(
        "{} pages, {units} units, read in {:?}",
        entries.len(),
        start.elapsed()
    );
    let start = Instant::now();
    let mut count = 0usize;
    let mut analyzer = zhiku::search::terms::Analyzer::default();
    for unit in entries.iter().flat_map(|entry| &entry.units) {
        analyzer.terms(&unit.text, &mut |_| count += 1);
    }
    println!("{count} terms in {:?}", start.elapsed());
    let start = Instant::now();
    let texts = entries.iter().flat_map(|entry| &entry.units).map(|unit| {
        let mut text = unit.headings.join("\n");
        text.push('\n');
        text.push_str(&unit.text);
        text
    });
    zhiku::search::index::write(texts, None).expect("an index");
    println!("index in {:?}", start.elapsed());
}
