//! Both engines on real questions over a real corpus, where they are present.
//!
//! The corpus is found through `ZHIKU_CORPUS`, or as `shared/corpus/laws` beside the repository or
//! above it; the questions as `search/queries.jsonl` beside the corpus.

#![allow(clippy::disallowed_methods, reason = "the test reads real files")]

#[path = "support/corpus.rs"]
mod corpus;

use std::path::{Path, PathBuf};

use zhiku::search::engine::Engine;
use zhiku::search::evaluate::{Question, evaluate};
use zhiku::search::tantivy_lookup::Tantivy;
use zhiku::search::{Options, build};

/// Questions that both engines answer.
const QUESTIONS: usize = 500;

fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("ZHIKU_CORPUS").map(PathBuf::from);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = root.ancestors().map(|folder| folder.join("shared/corpus/laws"));
    named.into_iter().chain(beside).find(|folder| folder.is_dir())
}

fn questions(corpus: &Path) -> Option<Vec<Question>> {
    let text = std::fs::read_to_string(corpus.join("../../search/queries.jsonl")).ok()?;
    Some(text.lines().map(|line| serde_json::from_str(line).expect("a question")).collect())
}

#[test]
fn the_shards_answer_as_tantivy_does_and_answer_well() {
    let Some((folder, questions)) = folder().and_then(|folder| Some((folder.clone(), questions(&folder)?)))
    else {
        println!("left out: no corpus with questions");
        return;
    };
    let output = build(&corpus::load(&folder), &Options::default()).expect("a built search");
    let index = output.index().expect("one index");
    let tantivy = Engine::of_files(output.files.clone(), Some(Tantivy::new([&index]).expect("a reader")))
        .expect("an engine");
    let shards = Engine::of_files(output.files, None).expect("an engine");

    // Every other one, so that all sets are among them.
    let every = (questions.len() / QUESTIONS).max(1);
    for question in questions.iter().step_by(every).take(QUESTIONS) {
        let (a, b) =
            (tantivy.hits(&question.query).expect("hits"), shards.hits(&question.query).expect("hits"));
        assert_eq!(a.len(), b.len(), "{}", question.query);
        for (a, b) in a.iter().zip(&b) {
            assert_eq!((a.page, a.unit, a.tier), (b.page, b.unit, b.tier), "{}", question.query);
            assert!((a.score - b.score).abs() <= 1e-6 * a.score.abs(), "{}: {a:?} {b:?}", question.query);
        }
    }

    let sets = evaluate(&shards, &questions).expect("answers");
    for (set, at_1) in [
        ("title", 1.0),
        ("title-short", 1.0),
        ("article", 1.0),
        ("title-traditional", 0.99),
        ("title-one-wrong", 0.99),
        ("substring", 0.99),
        ("pinyin", 0.97),
        ("pinyin-initials", 0.95),
    ] {
        assert!(sets[set].at_1 >= at_1, "{set}: {:?}", sets[set]);
    }
    assert!((sets["substring"].at_3 - 1.0).abs() < 1e-9, "{:?}", sets["substring"]);
    assert!(sets["question"].article >= 0.40 && sets["question"].page >= 0.77, "{:?}", sets["question"]);
}
