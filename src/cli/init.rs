//! `zhiku init`: a new site.

use camino::Utf8Path;
use include_dir::{Dir, include_dir};

use crate::base::diagnostic::{Diagnostic, Lang};
use crate::base::disk::{self, DiskResult, Kind};
use crate::base::message;
use crate::cli::Exit;
use crate::cli::args::Init;
use crate::cli::report::Reporter;

static SAMPLE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/content");
const SAMPLE_SITE: &str = include_str!("../../site.toml");
const STARTER_SITE: &str = include_str!("starter/site.toml");
const STARTER_PAGE: &str = include_str!("starter/first.md");

/// Writes the new site.
pub fn run(args: &Init, reporter: &Reporter) -> Exit {
    match create(args) {
        Ok(()) => {
            let folder = &args.folder;
            reporter.say(&match reporter.lang {
                Lang::Zh => format!("已在 {folder} 建好站点。下一步：\n  cd {folder}\n  zhiku serve"),
                Lang::En => format!("made a site in {folder}. Next:\n  cd {folder}\n  zhiku serve"),
            });
            Exit::Done
        }
        Err(found) => {
            reporter.stop(&[found]);
            Exit::Environment
        }
    }
}

fn create(args: &Init) -> Result<(), Diagnostic> {
    let folder = &args.folder;
    let fault = |error: disk::DiskError| error.diagnostic();
    let is_free = match disk::kind(folder).map_err(fault)? {
        None => true,
        Some(Kind::Folder) => disk::list(folder).map_err(fault)?.is_empty(),
        Some(Kind::File { .. }) => false,
    };
    if !is_free {
        return Err(Diagnostic::new(&message::NOT_EMPTY).with("path", folder));
    }
    let site = if args.sample { SAMPLE_SITE } else { STARTER_SITE };
    write(folder, "site.toml", site.as_bytes()).map_err(fault)?;
    if !args.sample {
        write(folder, "content/study/第一页.md", STARTER_PAGE.as_bytes()).map_err(fault)?;
    }
    copy(&SAMPLE, folder, &|path| args.sample || path.starts_with("handbook/") || is_plain_index(path))
        .map_err(fault)
}

/// Introductions of folders serve any site; the sample's pages do not.
fn is_plain_index(path: &str) -> bool {
    path.ends_with("/_index.md") && path.matches('/').count() == 1
}

fn copy(dir: &Dir<'static>, folder: &Utf8Path, is_wanted: &dyn Fn(&str) -> bool) -> DiskResult<()> {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if is_wanted(&path) {
            write(folder, &format!("content/{path}"), file.contents())?;
        }
    }
    for inner in dir.dirs() {
        copy(inner, folder, is_wanted)?;
    }
    Ok(())
}

fn write(folder: &Utf8Path, path: &str, bytes: &[u8]) -> DiskResult<()> {
    let full = folder.join(path);
    disk::create_folder(full.parent().unwrap_or(folder))?;
    disk::write_new(&full, bytes)
}
