//! `zhiku clean`: remove what builds wrote.

use crate::base::diagnostic::Lang;
use crate::cli::Exit;
use crate::cli::args::Common;
use crate::cli::report::Reporter;
use crate::publish::apply::clean;

/// Removes the published site, and nothing else.
pub fn run(common: &Common, reporter: &Reporter) -> Exit {
    let out = common.out();
    match clean(&out) {
        Ok(removed) => {
            reporter.say(&match reporter.lang {
                Lang::Zh => format!("已从 {out} 删除 {removed} 个文件"),
                Lang::En => format!("removed {removed} files from {out}"),
            });
            Exit::Done
        }
        Err(found) => {
            reporter.stop(&found);
            Exit::Environment
        }
    }
}
