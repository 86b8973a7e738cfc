//! How fast pages are built, without the search, beside the bare conversion of the same Markdown, and what
//! the law adds to it, at once and at twice the content.
//!
//! `cargo bench --bench build [-- CONTENT_DIR]`: the content root is the argument, else
//! `../shared/corpus/laws` where it is present, else the sample. Figures are CPU seconds of the
//! whole process, medians of several runs that alternate with the baseline, so that the ratio
//! holds on a noisy machine.

#![allow(clippy::disallowed_methods, reason = "a benchmark writes and reads real files")]

use std::cell::RefCell;
use std::path::{Path, PathBuf};

#[path = "support/copies.rs"]
mod copies;
#[path = "support/law.rs"]
mod law;

use camino::Utf8PathBuf;
use zhiku::build::pipeline::{Goal, Request, Stage, build};

const RUNS: usize = 7;
/// Clock ticks of `/proc/self/stat` in a second (`USER_HZ`, 100 on Linux).
const TICKS: f64 = 100.0;

/// CPU seconds of this process so far, user and system (proc(5), fields 14 and 15).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("the benchmark runs on Linux");
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |index: usize| fields[index].parse::<f64>().unwrap_or(0.0);
    (ticks(11) + ticks(12)) / TICKS
}

/// The most memory held at once, in MB (proc(5), `VmHWM`).
fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

fn markdown(folder: &Path, texts: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("the content is readable").flatten() {
        let path = entry.path();
        if path.is_dir() {
            markdown(&path, texts);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            texts.extend(std::fs::read_to_string(&path));
        }
    }
}

/// Bare Markdown to HTML, nothing else.
fn baseline(texts: &[String]) -> usize {
    let mut html = String::new();
    let mut length = 0;
    for text in texts {
        html.clear();
        pulldown_cmark::html::push_html(
            &mut html,
            pulldown_cmark::Parser::new_ext(text, pulldown_cmark::Options::all()),
        );
        length += html.len();
    }
    length
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// CPU seconds between the beginning of the gate and the next stage.
fn gate_seconds(begun: &[(Stage, f64)]) -> Option<f64> {
    let at = begun.iter().position(|(stage, _)| *stage == Stage::Gate)?;
    Some(begun.get(at + 1)?.1 - begun[at].1)
}

fn main() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let given = std::env::args().skip(1).find(|arg| !arg.starts_with("--")).map(PathBuf::from);
    let corpus = root.join("../shared/corpus/laws");
    let content = given.unwrap_or_else(|| if corpus.is_dir() { corpus } else { root.join("content") });
    let mut texts = Vec::new();
    markdown(&content, &mut texts);
    let megabytes = texts.iter().map(String::len).sum::<usize>() as f64 / 1e6;

    let utf8 =
        |path: PathBuf| Utf8PathBuf::from_path_buf(path).expect("the paths of the benchmark are UTF-8");
    let request = Request {
        root: utf8(root.clone()),
        content: utf8(content.clone()),
        as_of: jiff::civil::date(2026, 1, 1),
        scope: None,
        occasion: zhiku::model::record::Occasion::Build,
    };
    let (mut builds, mut bare, mut gates) = (Vec::new(), Vec::new(), Vec::new());
    let mut pages = 0;
    for _ in 0..RUNS {
        let start = cpu_seconds();
        std::hint::black_box(baseline(&texts));
        let middle = cpu_seconds();
        let begun = RefCell::new(Vec::new());
        let begin = |stage: Stage| begun.borrow_mut().push((stage, cpu_seconds()));
        let made = build(&request, Goal::Pages, &begin).expect("the content builds");
        builds.push(cpu_seconds() - middle);
        bare.push(middle - start);
        gates.extend(gate_seconds(&begun.into_inner()));
        pages = made.site.pages.len();
        assert!(!made.outputs.is_empty(), "{:?}", made.diagnostics);
    }
    let (build, bare, gate) = (median(builds), median(bare), median(gates));
    println!("content            {}", content.display());
    println!("pages              {pages}, {megabytes:.1} MB of Markdown");
    println!("build              {build:.2} CPU s, {:.1} MB per CPU s", megabytes / build);
    println!("bare Markdown      {bare:.2} CPU s");
    println!("build / bare       {:.2}", build / bare);
    println!("gate               {gate:.2} CPU s, adds {:.0} % to a build", gate / (build - gate) * 100.0);
    println!("peak memory        {:.0} MB (with the texts of the baseline)", peak_megabytes());
    let twice = tempfile::TempDir::new().expect("a temporary folder");
    copies::lay_out(&content, twice.path(), 1, 2);
    let once = law::measure(&root, &content);
    let twice = law::measure(&root, &twice.path().join("content"));
    for (name, cost) in [("once ", &once), ("twice", &twice)] {
        let law::Cost { with, without } = cost;
        println!("{name} with the law    {with:.2} CPU s, without {without:.2}: adds {:.0} %", cost.added());
    }
    println!(
        "twice / once       {:.2}, without the law {:.2}",
        twice.with / once.with,
        twice.without / once.without
    );
}
