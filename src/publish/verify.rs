//! Holding a published folder against its manifest.

use std::collections::BTreeSet;

use camino::Utf8Path;

use crate::base::diagnostic::Diagnostic;
use crate::base::disk::{self, DiskResult, Kind};
use crate::base::message;
use crate::publish::manifest::{LOCK, MANIFEST, Manifest, PENDING};

/// How many files the manifest of `folder` lists, and what is wrong with them.
pub fn verify(folder: &Utf8Path) -> Result<(usize, Vec<Diagnostic>), Diagnostic> {
    let fault = |error: disk::DiskError| error.diagnostic();
    let mut found = Vec::new();
    let is_pending = disk::kind(&folder.join(PENDING)).map_err(fault)?.is_some();
    if is_pending || has_temporary(folder).map_err(fault)? {
        found.push(Diagnostic::new(&message::VERIFY_INTERRUPTED));
    }
    let Some(manifest) = Manifest::read(folder)? else {
        return Err(found
            .pop()
            .unwrap_or_else(|| Diagnostic::new(&message::NO_MANIFEST).with("path", folder)));
    };
    for (path, record) in &manifest.files {
        let message = match disk::digest_optional(&folder.join(path)).map_err(fault)? {
            None => &message::VERIFY_MISSING,
            Some((sha256, _)) if sha256 != record.sha256 => &message::VERIFY_CHANGED,
            Some(_) => continue,
        };
        found.push(Diagnostic::new(message).with("path", path));
    }
    let known: BTreeSet<&str> =
        manifest.files.keys().map(String::as_str).chain([MANIFEST, PENDING, LOCK]).collect();
    let mut foreign = Vec::new();
    list_foreign(folder, folder, &known, &mut foreign).map_err(fault)?;
    found.extend(foreign.iter().map(|path| Diagnostic::new(&message::VERIFY_FOREIGN).with("path", path)));
    Ok((manifest.files.len(), found))
}

/// Whether a build was killed when it had not noted yet what it was about to do.
fn has_temporary(folder: &Utf8Path) -> DiskResult<bool> {
    match disk::kind(folder)? {
        Some(Kind::Folder) => Ok(disk::list(folder)?.iter().any(|path| disk::is_temporary(path))),
        _ => Ok(false),
    }
}

fn list_foreign(
    root: &Utf8Path,
    folder: &Utf8Path,
    known: &BTreeSet<&str>,
    found: &mut Vec<String>,
) -> DiskResult<()> {
    for path in disk::list(folder)? {
        match disk::kind(&path)? {
            Some(Kind::Folder) => list_foreign(root, &path, known, found)?,
            _ if disk::is_temporary(&path) => {}
            _ => {
                let relative = path.strip_prefix(root).unwrap_or(&path).as_str().replace('\\', "/");
                if !known.contains(relative.as_str()) {
                    found.push(relative);
                }
            }
        }
    }
    Ok(())
}
