//! `zhiku serve`: build the site and show it on this machine.

use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Lang};
use crate::base::message;
use crate::build::entries::Cut;
use crate::build::memory::Memory;
use crate::build::pipeline::{Build, Goal, Request};
use crate::cli::Exit;
use crate::cli::args::{Common, Serve};
use crate::cli::build::{make_from, overlap};
use crate::cli::report::{Reporter, Warnings};
use crate::cli::{following, listening};
use crate::model::record::Occasion;
use crate::publish::apply::publish;
use crate::serve::ask::Asker;
use crate::serve::board::SharedBoard;
use crate::serve::connections;
use crate::serve::current::{Current, Shown};
use crate::serve::http::Server;
use crate::serve::indexing::Matter;
use crate::serve::live::live;
use crate::serve::rebuild::{self, Heard, Rebuild, Setting};
use crate::serve::snapshot::Snapshot;

/// Builds, prints the address, serves until stopped. The output folder is written only where
/// `--out` names one.
pub fn run(args: &Serve, common: &Common, reporter: &Reporter) -> Exit {
    if let Some(found) = common.out.as_ref().and_then(|out| overlap(common, out)) {
        return reporter.stop(&[found]);
    }
    let line = rebuild::line();
    // Before the build, so that no change falls between the two.
    let watch = (!args.no_watch).then(|| following::watch(&args.following, common, &line.0, reporter));
    let mut memory = Memory::default();
    let mut build = match make_from(&mut memory, &request(common), Goal::Publish, reporter) {
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
    let current = match shown(&mut build) {
        Ok(shown) => Current::new(shown),
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
    let pages = build.site.pages.len();
    let board = SharedBoard::default();
    // What is wrong is for those who write, not for every reader on the network.
    let is_own = listener.local_addr().is_ok_and(|address| address.ip().is_loopback());
    let live = (is_own && watch.is_some()).then(|| live(current.clone(), Arc::clone(&board), reporter.lang));
    let stop = line.0.clone();
    let following = watch.map(|watch| {
        let setting = Setting { is_own, ..setting(args, common, (&current, &board), reporter) };
        let mut cut = Cut::default();
        let matter = Matter::of(&build.site, &mut cut);
        let parts = std::mem::take(&mut memory.search);
        let rebuild = Rebuild::new(setting, line, watch, build, memory, (matter, cut, parts));
        std::thread::spawn(move || rebuild.run())
    });
    let words = match reporter.lang {
        Lang::Zh => format!("{pages} 页，在浏览器打开 {address}\n按 Ctrl+C 结束"),
        Lang::En => format!("{pages} pages, open {address}\npress Ctrl+C to stop"),
    };
    let server = Server { current, live, hosts: args.http.hosts.clone(), log };
    let failed = |error: std::io::Error| {
        Diagnostic::new(&message::NO_LISTEN).with("address", &address).with("reason", error)
    };
    let served = connections::serve(listener, server, listening::limits(&args.http), || reporter.say(&words));
    // What is being published is published whole.
    let _ = stop.send(Heard::Stop);
    let _ = following.map(std::thread::JoinHandle::join);
    match served {
        Ok(()) => Exit::Done,
        Err(error) => reporter.stop(&[failed(error)]),
    }
}

/// Reviewers look at a page before they sign it; what is written to a folder is signed.
fn request(common: &Common) -> Request {
    let occasion = if common.out.is_none() { Occasion::Preview } else { Occasion::Build };
    Request { occasion, ..common.request() }
}

/// What the rebuild works with.
fn setting(
    args: &Serve,
    common: &Common,
    (current, board): (&Current, &SharedBoard),
    reporter: &Reporter,
) -> Setting {
    let (asked, explains, speaker) = (common.clone(), args.following.explain, reporter.clone());
    Setting {
        request: Box::new(move || request(&asked)),
        current: current.clone(),
        board: Arc::clone(board),
        say: Box::new(move |told| following::say(&told, explains, &speaker)),
        out: common.out.clone(),
        is_own: true,
    }
}

/// The first state of the site.
fn shown(build: &mut Build) -> Result<Shown, Diagnostic> {
    let snapshot = Snapshot::of(build.outputs.clone(), &Snapshot::default());
    let snapshot = Arc::new(snapshot.map_err(|error| error.diagnostic())?);
    let failed = |error: &dyn std::fmt::Display| Diagnostic::new(&message::NO_SEARCH).with("reason", error);
    let search = build.search.take().ok_or_else(|| failed(&"index"))?;
    let tantivy = search.tantivy().map_err(|error| failed(&error))?;
    let asker = Asker::open(Arc::clone(&snapshot), tantivy).map_err(|error| failed(&error))?;
    Ok(Shown { snapshot, asker: Some(asker), title: build.site.config.title.clone() })
}
