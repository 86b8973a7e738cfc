//! The real corpus: 1,555 laws build whole. Left out, with a word, where the corpus is not there.
#![allow(clippy::disallowed_methods, reason = "the tests read real files")]

mod common;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use common::html::{body, words};
use common::{Dice, Files, Run, ZHIKU, current, files};

/// The folder of the corpus: `ZHIKU_CORPUS`, or `shared/corpus/laws` beside the repository or
/// above it.
fn corpus() -> Option<PathBuf> {
    let named = std::env::var_os("ZHIKU_CORPUS").map(PathBuf::from);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = root.ancestors().map(|folder| folder.join("shared/corpus/laws"));
    named.into_iter().chain(beside).find(|folder| folder.is_dir())
}

/// An unoptimised program on a busy machine takes its time.
const LIMIT: Duration = Duration::from_secs(900);

fn build(content: &Path, out: &Path) -> Run {
    let mut command = Command::new(ZHIKU);
    command.args([
        "build",
        "--format",
        "json",
        "--as-of",
        common::AS_OF,
        "--root",
        env!("CARGO_MANIFEST_DIR"),
    ]);
    command.arg("--content").arg(content).arg("--out").arg(out);
    Run::within(LIMIT, command)
}

/// What is left of Markdown or of words when only letters and digits count.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The words of the body of a source: without front matter, escapes, and marks of links and lists.
fn source_words(source: &str) -> String {
    let body = source.splitn(3, "---\n").nth(2).expect("front matter");
    let lines = body.lines().map(|line| {
        let line = line.trim_start().trim_start_matches('#');
        without_number(line.trim_start_matches("> "))
    });
    letters(&common::html::decode(&lines.collect::<Vec<_>>().join("\n")))
}

/// `line` without the number of a list's item, which a browser writes: `34. 拍卖` has one, `33.被执行人`
/// has none in Markdown.
fn without_number(line: &str) -> &str {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") ")) {
        Some(item) if rest.len() < line.len() => item,
        _ => line,
    }
}

/// The words of the body of a published page.
fn page_words(html: &str) -> String {
    letters(&words(body(html)))
}

#[test]
fn the_corpus_builds_whole_and_a_second_build_writes_nothing() {
    let Some(content) = corpus() else {
        eprintln!("left out: no corpus; name its folder in ZHIKU_CORPUS");
        return;
    };
    let folder = tempfile::TempDir::new().unwrap();
    let out = folder.path().join("public");
    let run = build(&content, &out);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.found.iter().all(|found| found.severity == "warning"), "{:?}", run.codes());

    let sources: Files = files(&content).into_iter().filter(|(path, _)| path.ends_with(".md")).collect();
    let published = current(&out);
    let pages: Vec<serde_json::Value> = serde_json::from_slice(&published["pages.json"]).unwrap();
    let pages: Vec<(&str, &str)> =
        pages.iter().map(|page| (page["path"].as_str().unwrap(), page["route"].as_str().unwrap())).collect();
    let wanted: Vec<&str> =
        sources.keys().map(String::as_str).filter(|path| !path.ends_with("_index.md")).collect();
    assert!(wanted.len() > 1_000, "it is the corpus: {}", wanted.len());
    let listed: BTreeSet<&str> = pages.iter().map(|(path, _)| *path).collect();
    assert_eq!(listed, wanted.iter().copied().collect(), "every file is a page");
    assert!(pages.iter().all(|(_, route)| published.contains_key(*route)), "every page is there");

    let mut dice = Dice::new(1_555);
    let mut order: Vec<usize> = (0..pages.len()).collect();
    dice.shuffle(&mut order);
    for at in order.into_iter().take(100) {
        let (path, route) = pages[at];
        let source = source_words(std::str::from_utf8(&sources[path]).unwrap());
        let page = page_words(std::str::from_utf8(&published[route]).unwrap());
        assert!(source.len() > 100, "{path} has a text");
        if page != source {
            let same = source.chars().zip(page.chars()).take_while(|(a, b)| a == b).count();
            let near = |text: &str| text.chars().skip(same.saturating_sub(10)).take(40).collect::<String>();
            panic!("{path}: the text differs at {same}: {:?} became {:?}", near(&source), near(&page));
        }
    }

    assert_weights(&pages, &sources, &published);

    let before = files(&out);
    let again = build(&content, &out);
    assert_eq!(again.code, Some(0));
    assert_eq!(again.codes(), run.codes(), "the same is warned of");
    common::assert_same(&before, &files(&out));
    let mut loud = Command::new(ZHIKU);
    loud.args(["build", "--as-of", common::AS_OF, "--root", env!("CARGO_MANIFEST_DIR")]);
    loud.arg("--content").arg(&content).arg("--out").arg(&out);
    let loud = Run::within(LIMIT, loud);
    assert!(loud.stdout.contains("写入 0 个文件") && loud.stdout.contains("删除 0 个"), "{loud:?}");
}

/// How much a page weighs beyond one and a quarter of its text, both compressed: what every page carries
/// (header, navigation, its place, its neighbours, footer, the addresses of what it cites).
fn assert_weights(pages: &[(&str, &str)], sources: &Files, published: &Files) {
    const FRAME: usize = 1_700;
    let mut frames: Vec<(usize, &str)> = pages
        .iter()
        .map(|(path, route)| {
            let text = common::packed(&sources[*path]);
            (common::packed(&published[*route]).saturating_sub(text + text / 4), *route)
        })
        .collect();
    frames.sort_unstable();
    let (most, route) = *frames.last().unwrap();
    assert!(most <= FRAME, "{route} has a frame of {most} bytes");
    let (median, _) = frames[frames.len() / 2];
    assert!(median <= 1_024, "half of the pages have a frame of more than {median} bytes");
}

#[test]
fn words_are_compared_without_their_marks() {
    assert_eq!(
        source_words("---\ntitle: 甲\n---\n\n## 第一条　**总则**\n\n> 引\n34. 项\n33.款\n"),
        "第一条总则引项33款"
    );
    assert_eq!(
        page_words(
            "<p>x</p><div class=\"prose body\"><h2 id=a>第一条　<b>总则</b></h2><div>一</div></div><p>沿革"
        ),
        "第一条总则一"
    );
}
