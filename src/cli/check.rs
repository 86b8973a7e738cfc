//! `zhiku check`: everything that is wrong with the content.

use std::time::Instant;

use crate::build::pipeline::Goal;
use crate::cli::Exit;
use crate::cli::args::Common;
use crate::cli::build::{make, say_scope};
use crate::cli::cite::say_tally;
use crate::cli::report::{Reporter, Summary, Warnings};

/// Checks the content and publishes nothing.
pub fn run(common: &Common, reporter: &Reporter) -> Exit {
    let started = Instant::now();
    let build = match make(common, Goal::Prove, reporter) {
        Ok(build) => build,
        Err(exit) => return exit,
    };
    let exit = reporter.diagnostics(&build.diagnostics, Warnings::All);
    reporter.summary(&Summary::of(&build, started, ["检查完毕", "checked"]));
    say_tally(&build.site, reporter);
    say_scope(&build, reporter);
    exit
}
