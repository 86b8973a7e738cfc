//! `zhiku rollback`: show an earlier release again.

use crate::base::diagnostic::Lang;
use crate::cli::Exit;
use crate::cli::args::Rollback;
use crate::cli::report::Reporter;
use crate::publish::releases::Releases;

/// Goes back to the release that `args` name, or to the one before.
pub fn run(args: &Rollback, reporter: &Reporter) -> Exit {
    let back = Releases::open(&args.to)
        .map_err(|found| vec![found])
        .and_then(|releases| releases.back_to(args.release.as_deref()));
    match back {
        Ok(release) => {
            reporter.say(&match reporter.lang {
                Lang::Zh => format!("{} 现在显示发布 {}", args.to, release.name),
                Lang::En => format!("{} now shows release {}", args.to, release.name),
            });
            Exit::Done
        }
        Err(found) => {
            reporter.stop(&found);
            Exit::Environment
        }
    }
}
