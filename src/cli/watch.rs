//! `zhiku watch`: keep a published folder up to date, without serving it.

use camino::Utf8Path;

use crate::build::memory::Memory;
use crate::build::pipeline::Goal;
use crate::cli::Exit;
use crate::cli::args::{self, Common};
use crate::cli::build::{make_from, overlap};
use crate::cli::report::{Reporter, Warnings};
use crate::cli::{explained, following};
use crate::publish::apply::publish;
use crate::serve::rebuild::{Heard, line};
use crate::serve::settle::settled;
use crate::serve::signals;

/// Builds and publishes, then again after each change, until stopped. What is published stays as it is
/// while there are errors.
pub fn run(args: &args::Watch, common: &Common, reporter: &Reporter) -> Exit {
    let out = common.out();
    if let Some(found) = overlap(common, &out) {
        return reporter.stop(&[found]);
    }
    let (tell, heard) = line();
    let watch = following::watch(&args.following, common, &tell, reporter);
    let end = move || {
        // The loop may have ended by itself.
        let _ = tell.send(Heard::Stop);
    };
    if let Err(error) = signals::when_asked_to_stop(end) {
        reporter.print(&error.to_string());
        return Exit::Environment;
    }
    let mut memory = Memory::default();
    reporter.say(reporter.words("按 Ctrl+C 结束", "press Ctrl+C to stop"));
    loop {
        update(&mut memory, &out, args.following.explain, common, reporter);
        if !settled(&heard, &watch, &|told| following::say(&told, args.following.explain, reporter)) {
            return Exit::Done;
        }
    }
}

fn update(memory: &mut Memory, out: &Utf8Path, explains: bool, common: &Common, reporter: &Reporter) {
    let Ok(build) = make_from(memory, &common.request(), Goal::Publish, reporter) else { return };
    if reporter.diagnostics(&build.diagnostics, Warnings::Few) != Exit::Done {
        return reporter.say(reporter.words(
            "没有发布，原有网站未改动；改正后会自动发布",
            "not published, the site is as it was; it is published once this is mended",
        ));
    }
    if explains {
        reporter.say(&explained::words(&build.explained, reporter.lang));
    }
    let pages = build.site.pages.len();
    match publish(out, &build.outputs) {
        Ok(applied) => reporter.say(&match reporter.lang {
            crate::base::diagnostic::Lang::Zh => {
                format!(
                    "{pages} 页已发布到 {out}：写入 {} 个文件，删除 {} 个",
                    applied.written, applied.removed
                )
            }
            crate::base::diagnostic::Lang::En => {
                format!(
                    "{pages} pages published to {out}: {} written, {} removed",
                    applied.written, applied.removed
                )
            }
        }),
        Err(found) => {
            reporter.stop(&found);
        }
    }
}
