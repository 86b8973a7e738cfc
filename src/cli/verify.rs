//! `zhiku verify`: hold a published folder against its manifest.

use crate::base::diagnostic::{Lang, has_errors};
use crate::cli::Exit;
use crate::cli::args::Verify;
use crate::cli::report::{Reporter, Warnings};
use crate::publish::verify::verify;

/// Verifies the folder.
pub fn run(args: &Verify, reporter: &Reporter) -> Exit {
    let (files, found) = match verify(&args.folder) {
        Ok(result) => result,
        Err(found) => {
            reporter.stop(&[found]);
            return Exit::Environment;
        }
    };
    let exit = reporter.diagnostics(&found, Warnings::All);
    if !has_errors(&found) {
        reporter.say(&match reporter.lang {
            Lang::Zh => format!("{files} 个文件与清单一致"),
            Lang::En => format!("{files} files are as the manifest says"),
        });
    }
    exit
}
