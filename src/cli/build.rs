//! `zhiku build`: make the site and publish it.

use std::mem::ManuallyDrop;
use std::time::Instant;

use camino::Utf8Path;
use indicatif::{ProgressBar, ProgressStyle};

use crate::base::diagnostic::{Diagnostic, Lang};
use crate::base::disk;
use crate::base::message;
use crate::build::cache::{Asked, Cache, Known, Last};
use crate::build::memory::Memory;
use crate::build::pipeline::{self, Build, Goal, Request, Stage};
use crate::cli::Exit;
use crate::cli::args::{self, Common};
use crate::cli::explained;
use crate::cli::report::{Reporter, Summary, Warnings};
use crate::publish::apply::{let_go, publish_knowing};

/// Builds the site and publishes it.
pub fn run(args: &args::Build, common: &Common, reporter: &Reporter) -> Exit {
    let started = Instant::now();
    let out = common.out();
    if let Some(found) = overlap(common, &out) {
        return reporter.stop(&[found]);
    }
    let goal = if args.no_search { Goal::Pages } else { Goal::Publish };
    let request = common.request();
    let (cache, asked) = (Cache::beside(&common.root), Asked::new(&request, goal, &out));
    let last = if args.no_cache { Last::default() } else { cache.last(&asked) };
    if let Some(known) = last.unchanged(&asked) {
        let removed = match let_go(&out) {
            Ok(removed) => removed,
            Err(found) => {
                reporter.stop(&found);
                return Exit::Environment;
            }
        };
        if removed > 0 {
            cache.keep_outputs(&asked);
        }
        return nothing_to_do(&known, (&out, removed), started, reporter);
    }
    // The process ends with this command and gives back at once what would be let go of piece by piece.
    let mut memory = ManuallyDrop::new(if args.no_cache { Memory::default() } else { cache.memory() });
    memory.is_last = true;
    let build = match make_from(&mut memory, &request, goal, reporter) {
        Ok(build) => ManuallyDrop::new(build),
        Err(exit) => return exit,
    };
    let exit = reporter.diagnostics(&build.diagnostics, Warnings::Few);
    if args.explain {
        reporter.say(&explained::words(&build.explained, reporter.lang));
    }
    let summary = |words| Summary::of(&build, started, words);
    if exit != Exit::Done {
        reporter.summary(&summary(["没有发布，原有网站未改动", "not published, the site is as it was"]));
        return exit;
    }
    match publish_knowing(&out, &build.outputs, &last.looks(&asked)) {
        Ok(applied) => {
            if !args.no_cache {
                cache.keep(&asked, &build, &memory);
            }
            reporter.summary(&summary(["已生成", "built"]));
            say_scope(&build, reporter);
            say_published(&out, (applied.written, applied.kept, applied.removed), reporter);
            Exit::Done
        }
        Err(found) => {
            reporter.stop(&found);
            Exit::Environment
        }
    }
}

/// Says what the build found that published what stands there, and that it would do nothing.
fn nothing_to_do(
    known: &Known,
    (out, removed): (&Utf8Path, usize),
    started: Instant,
    reporter: &Reporter,
) -> Exit {
    let exit = reporter.diagnostics(&known.diagnostics, Warnings::Few);
    let (zh, en) = match exit {
        Exit::Done => ("没有改动，网站已是最新", "nothing changed, the site is up to date"),
        _ => ("没有发布，原有网站未改动", "not published, the site is as it was"),
    };
    let (pages, diagnostics) = (known.pages, &known.diagnostics);
    reporter.summary(&Summary { zh, en, pages, time: started.elapsed(), diagnostics });
    if exit == Exit::Done {
        say_published(out, (0, known.files - removed, removed), reporter);
    }
    exit
}

/// How many files were written, stayed and went.
fn say_published(out: &Utf8Path, (written, kept, removed): (usize, usize, usize), reporter: &Reporter) {
    reporter.say(&match reporter.lang {
        Lang::Zh => format!("输出到 {out}：写入 {written} 个文件，未变 {kept} 个，删除 {removed} 个"),
        Lang::En => {
            format!("published to {out}: {written} files written, {kept} unchanged, {removed} removed")
        }
    });
}

/// Says what the scope of the build left out.
pub fn say_scope(build: &Build, reporter: &Reporter) {
    let scopes = &build.site.config.scopes;
    if scopes.is_everything() {
        return;
    }
    let (scope, withheld) = (scopes.limit(), build.withheld);
    reporter.say(&match reporter.lang {
        Lang::Zh => format!("发布范围“{scope}”：{withheld} 页不在范围内，没有生成"),
        Lang::En => {
            format!("release scope `{scope}`: {withheld} pages are outside it and were left out")
        }
    });
}

/// Runs the pipeline with a progress bar where there is a terminal.
pub fn make(common: &Common, goal: Goal, reporter: &Reporter) -> Result<Build, Exit> {
    make_from(&mut Memory::of_one_build(), &common.request(), goal, reporter)
}

/// The same for a request of its own, with what builds before this one remember.
pub fn make_from(
    memory: &mut Memory,
    request: &Request,
    goal: Goal,
    reporter: &Reporter,
) -> Result<Build, Exit> {
    let bar = reporter.shows_progress().then(|| {
        let bar = ProgressBar::new(6);
        bar.set_style(
            ProgressStyle::with_template("{bar:24} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        bar
    });
    let begin = |stage: Stage| {
        if let Some(bar) = &bar {
            let (position, zh, en) = match stage {
                Stage::Scan => (0, "查找文件", "scanning"),
                Stage::Parse => (1, "读取页面", "parsing"),
                Stage::Assemble => (2, "建立关联", "assembling"),
                Stage::Gate => (3, "发布把关", "checking what may be published"),
                Stage::Render => (4, "生成网页", "rendering"),
                Stage::Index => (5, "建立检索", "indexing"),
            };
            bar.set_position(position);
            bar.set_message(reporter.words(zh, en).to_owned());
        }
    };
    let build = pipeline::build_with(memory, request, goal, &begin);
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    build.map_err(|found| reporter.stop(&found))
}

/// The output must not lie inside what is read, nor around it.
pub fn overlap(common: &Common, out: &Utf8Path) -> Option<Diagnostic> {
    let request = common.request();
    let real_out = disk::real(out);
    let inputs = [request.content, request.root.join("theme")];
    let met = inputs.iter().find(|input| {
        let input = disk::real(input);
        real_out.starts_with(&input) || input.starts_with(&real_out)
    })?;
    Some(Diagnostic::new(&message::OUTPUT_OVERLAPS).with("out", out).with("input", met))
}
