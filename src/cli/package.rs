//! `zhiku package` and `zhiku unpack`: releases carried by disc.

use crate::base::diagnostic::Lang;
use crate::cli::Exit;
use crate::cli::args::{Package, Unpack};
use crate::cli::report::Reporter;
use crate::publish::package::{Unpacked, package, unpack};
use crate::publish::releases::Releases;

/// Writes a package.
pub fn pack(args: &Package, reporter: &Reporter) -> Exit {
    let packed = Releases::open(&args.to)
        .and_then(|releases| package(&releases, args.since.as_deref(), &args.archive));
    match packed {
        Ok(packed) => {
            let (archive, release) = (&args.archive, &packed.release.name);
            let (files, sha256) = (packed.files, &packed.sha256);
            reporter.say(&match reporter.lang {
                Lang::Zh => format!("{archive}：发布 {release}，{files} 个文件\nSHA-256 {sha256}"),
                Lang::En => format!("{archive}: release {release}, {files} files\nSHA-256 {sha256}"),
            });
            Exit::Done
        }
        Err(found) => {
            reporter.stop(&[found]);
            Exit::Environment
        }
    }
}

/// Applies a package.
pub fn apply(args: &Unpack, reporter: &Reporter) -> Exit {
    let unpacked = Releases::open(&args.to)
        .map_err(|found| vec![found])
        .and_then(|releases| unpack(&releases, &args.archive, args.keep));
    match unpacked {
        Ok(unpacked) => {
            let to = &args.to;
            reporter.say(&match (&unpacked, reporter.lang) {
                (Unpacked::New(release), Lang::Zh) => format!("{to} 现在显示发布 {}", release.name),
                (Unpacked::New(release), Lang::En) => format!("{to} now shows release {}", release.name),
                (Unpacked::Same(release), Lang::Zh) => format!("{to} 已经是发布 {}", release.name),
                (Unpacked::Same(release), Lang::En) => format!("{to} shows release {} already", release.name),
            });
            Exit::Done
        }
        Err(found) => {
            reporter.stop(&found);
            Exit::Environment
        }
    }
}
