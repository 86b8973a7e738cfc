//! `zhiku search`: ask the search, one question or many.

use camino::Utf8Path;
use serde::{Deserialize, Serialize};

use crate::base::diagnostic::Diagnostic;
use crate::base::disk;
use crate::base::message;
use crate::base::message::Lang;
use crate::build::pipeline::{Build, Goal};
use crate::cli::Exit;
use crate::cli::args::{Common, Search, SearchEngine};
use crate::cli::build::make;
use crate::cli::report::Reporter;
use crate::search::engine::{Engine, Found};
use crate::serve::ask;

/// A question in a file of questions.
#[derive(Debug, Deserialize)]
struct Asked {
    query: String,
}

/// A question with its results.
#[derive(Debug, Serialize)]
struct Answered {
    query: String,
    hits: Vec<Found>,
}

/// Answers the question or the questions.
pub fn run(args: &Search, common: &Common, reporter: &Reporter) -> Exit {
    let engine = match open(args.engine, common, reporter) {
        Ok(engine) => engine,
        Err(exit) => return exit,
    };
    let queries = match queries(args) {
        Ok(queries) => queries,
        Err(found) => {
            reporter.stop(&[found]);
            return Exit::Environment;
        }
    };
    for query in queries {
        let hits = match engine.query(&query, args.limit) {
            Ok(hits) => hits,
            Err(error) => return failed(reporter, &error),
        };
        if args.json || args.queries.is_some() {
            let answered = Answered { query, hits };
            reporter.print(&serde_json::to_string(&answered).expect("plain values are JSON"));
        } else {
            show(&query, &hits, reporter);
        }
    }
    Exit::Done
}

/// Opens the search by `engine`: Tantivy's over the content as it is now, or the published files.
pub fn open(engine: SearchEngine, common: &Common, reporter: &Reporter) -> Result<Engine, Exit> {
    let opened = match engine {
        SearchEngine::Shards => of_folder(&common.out()),
        SearchEngine::Tantivy => {
            let build = make(common, Goal::Publish, reporter)?;
            let Build { search: Some(search), outputs, .. } = build else {
                return Err(reporter.stop(&build.diagnostics));
            };
            search.tantivy().and_then(|tantivy| ask::open(outputs, tantivy))
        }
    };
    opened.map_err(|error| failed(reporter, &error))
}

fn of_folder(out: &Utf8Path) -> Result<Engine, crate::search::Error> {
    let folder = out.to_owned();
    let read = move |path: &str| disk::read(&folder.join(path)).map_err(|error| error.source);
    Engine::open(Box::new(read), None)
}

fn failed(reporter: &Reporter, error: &crate::search::Error) -> Exit {
    reporter.stop(&[Diagnostic::new(&message::NO_SEARCH).with("reason", error)]);
    Exit::Environment
}

fn queries(args: &Search) -> Result<Vec<String>, Diagnostic> {
    let mut queries: Vec<String> = args.query.iter().cloned().collect();
    if let Some(path) = &args.queries {
        queries.extend(lines(path)?.into_iter().map(|Asked { query }| query));
    }
    Ok(queries)
}

/// The values of a file of JSON lines.
pub fn lines<T: for<'de> Deserialize<'de>>(path: &Utf8Path) -> Result<Vec<T>, Diagnostic> {
    let bytes = disk::read(path).map_err(|error| error.diagnostic())?;
    let wrong =
        |reason: String| Diagnostic::new(&message::DISK_READ).with("path", path).with("reason", reason);
    let text = String::from_utf8(bytes).map_err(|error| wrong(error.to_string()))?;
    let filled = text.lines().filter(|line| !line.trim().is_empty());
    filled.map(|line| serde_json::from_str(line).map_err(|error| wrong(error.to_string()))).collect()
}

fn show(query: &str, hits: &[Found], reporter: &Reporter) {
    if hits.is_empty() {
        reporter.say(&match reporter.lang {
            Lang::Zh => format!("没有找到“{query}”"),
            Lang::En => format!("nothing found for `{query}`"),
        });
    }
    for (place, hit) in hits.iter().enumerate() {
        let article = match (&hit.article, reporter.lang) {
            (Some(article), Lang::Zh) => format!("  第{article}条"),
            (Some(article), Lang::En) => format!("  article {article}"),
            (None, _) => String::new(),
        };
        reporter.print(&format!("{:>3}. {}{article}\n     {}", place + 1, hit.path, hit.route));
    }
}
