//! `zhiku publish`: check, build, verify, and show a new release.

use std::time::Instant;

use crate::base::diagnostic::{Diagnostic, Lang};
use crate::base::message;
use crate::build::memory::Memory;
use crate::build::pipeline::{self, Build, Goal};
use crate::cli::Exit;
use crate::cli::args::{Common, Publish};
use crate::cli::build::{make_from, overlap, say_scope};
use crate::cli::report::{Reporter, Summary, Warnings};
use crate::model::record::{Occasion, Record};
use crate::publish::releases::{Published, Releases};

/// Publishes to the folder of releases that `args` name.
pub fn run(args: &Publish, common: &Common, reporter: &Reporter) -> Exit {
    let started = Instant::now();
    if let Some(found) = overlap(common, &args.to) {
        return reporter.stop(&[found]);
    }
    let (releases, previous) = match open(args) {
        Ok(opened) => opened,
        Err(found) => return reporter.stop(&[found]),
    };
    let mut request = common.request();
    request.occasion = Occasion::Publication(previous.map(Box::new));
    let build = match make_from(&mut Memory::of_one_build(), &request, Goal::Publish, reporter) {
        Ok(build) => build,
        Err(exit) => return exit,
    };
    let exit = reporter.diagnostics(&build.diagnostics, Warnings::Few);
    let summary = |words| Summary::of(&build, started, words);
    if exit != Exit::Done {
        reporter.summary(&summary(["没有发布，原有网站未改动", "not published, the site is as it was"]));
        return exit;
    }
    if let Some(found) = other_scope(args, &request, &build) {
        return reporter.stop(&[found]);
    }
    match releases.publish(&build.outputs, args.keep) {
        Ok(published) => {
            reporter.summary(&summary(["已生成", "built"]));
            say_scope(&build, reporter);
            say(&published, args, reporter);
            Exit::Done
        }
        Err(found) => {
            reporter.stop(&found);
            Exit::Environment
        }
    }
}

/// The releases, and the record of the one that is shown.
fn open(args: &Publish) -> Result<(Releases, Option<Record>), Diagnostic> {
    let releases = Releases::open(&args.to)?;
    let current = releases.current()?;
    let previous = current.and_then(|current| Record::read(&releases.path(&current)));
    Ok((releases, previous))
}

/// A folder that showed one scope is not given another by oversight.
fn other_scope(args: &Publish, request: &pipeline::Request, build: &Build) -> Option<Diagnostic> {
    let Occasion::Publication(Some(before)) = &request.occasion else { return None };
    let before = before.scope.as_str();
    let now = build.site.config.scopes.limit();
    (before != now && !args.change_scope).then(|| {
        Diagnostic::new(&message::SCOPE_CHANGED)
            .with("before", before)
            .with("now", now)
            .with("path", &args.to)
    })
}

fn say(published: &Published, args: &Publish, reporter: &Reporter) {
    let to = &args.to;
    reporter.say(&match (published, reporter.lang) {
        (Published::New(release), Lang::Zh) => format!("已发布到 {to}：{}", release.name),
        (Published::New(release), Lang::En) => format!("published to {to}: {}", release.name),
        (Published::Same(release), Lang::Zh) => format!("{to} 已经是最新的：{}", release.name),
        (Published::Same(release), Lang::En) => format!("{to} is up to date: {}", release.name),
    });
}
