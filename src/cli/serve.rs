//! `zhiku serve`: build the site and show it on this machine.

use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Lang};
use crate::base::message;
use crate::build::pipeline::{Build, Goal};
use crate::cli::Exit;
use crate::cli::args::{Common, Serve};
use crate::cli::build::{make, overlap};
use crate::cli::listening;
use crate::cli::report::{Reporter, Warnings};
use crate::publish::apply::publish;
use crate::serve::ask::Asker;
use crate::serve::connections;
use crate::serve::current::{Current, Shown};
use crate::serve::http::Server;
use crate::serve::snapshot::Snapshot;

/// Builds, prints the address, serves until stopped. The output folder is written only where
/// `--out` names one.
pub fn run(args: &Serve, common: &Common, reporter: &Reporter) -> Exit {
    if let Some(found) = common.out.as_ref().and_then(|out| overlap(common, out)) {
        return reporter.stop(&[found]);
    }
    let build = match make(common, Goal::Publish, reporter) {
        Ok(build) => build,
        Err(exit) => return exit,
    };
    let exit = reporter.diagnostics(&build.diagnostics, Warnings::Few);
    if exit != Exit::Done {
        return exit;
    }
    if let Some(out) = &common.out
        && let Err(found) = publish(out, &build.outputs)
    {
        reporter.stop(&found);
        return Exit::Environment;
    }
    let pages = build.site.pages.len();
    let shown = match shown(build) {
        Ok(shown) => shown,
        Err(found) => return reporter.stop(&[found]),
    };
    let log = match listening::access_log(&args.http) {
        Ok(log) => log,
        Err(error) => return reporter.stop(&[error.diagnostic()]),
    };
    let (listener, address) = match listening::listen(&args.http) {
        Ok(taken) => taken,
        Err(found) => return reporter.stop(&[found]),
    };
    let words = match reporter.lang {
        Lang::Zh => format!("{pages} 页，在浏览器打开 {address}\n按 Ctrl+C 结束"),
        Lang::En => format!("{pages} pages, open {address}\npress Ctrl+C to stop"),
    };
    let server = Server { current: Current::new(shown), live: None, hosts: args.http.hosts.clone(), log };
    let failed = |error: std::io::Error| {
        Diagnostic::new(&message::NO_LISTEN).with("address", &address).with("reason", error)
    };
    match connections::serve(listener, server, listening::limits(&args.http), || reporter.say(&words)) {
        Ok(()) => Exit::Done,
        Err(error) => reporter.stop(&[failed(error)]),
    }
}

/// The first state of the site.
fn shown(build: Build) -> Result<Shown, Diagnostic> {
    let snapshot = Snapshot::of(build.outputs, &Snapshot::default()).map_err(|error| error.diagnostic())?;
    let snapshot = Arc::new(snapshot);
    let failed = |error: &dyn std::fmt::Display| Diagnostic::new(&message::NO_SEARCH).with("reason", error);
    let search = build.search.ok_or_else(|| failed(&"index"))?;
    let asker = Asker::open(Arc::clone(&snapshot), search.index).map_err(|error| failed(&error))?;
    Ok(Shown { snapshot, asker: Some(asker), title: build.site.config.title })
}
