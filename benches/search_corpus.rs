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
    let facets = [
        ("kind", "类型"),
        ("level", "效力层级"),
        ("year", "年份"),
        ("domain", "领域"),
    ];
    let options = zhiku::search::Options {
        facets: facets
            .map(|(name, label)| (name.to_owned(), label.to_owned()))
            .to_vec(),
        ..Default::default()
    };
    let output = zhiku::search::build(&entries, &options).expect("a built search");
    println!("{:?} in {:?}", output.statistics, start.elapsed());
    if let Ok(out) = std::env::var("OUT") {
        std::fs::create_dir_all(Path::new(&out).join("search")).expect("a folder");
        for (path, bytes) in &output.files {
            std::fs::write(Path::new(&out).join(path), bytes).expect("a written file");
        }
    }
}
