//! Holding a published folder against its manifest.

use std::collections::BTreeSet;

use camino::Utf8Path;

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::sha256_hex;
use crate::base::disk::{self, DiskResult, Kind};
use crate::base::message;
use crate::publish::manifest::{LOCK, MANIFEST, Manifest, PENDING};

/// How many files the manifest of `folder` lists, and what is wrong with them.
pub fn verify(folder: &Utf8Path) -> Result<(usize, Vec<Diagnostic>), Diagnostic> {
    let fault = |error: disk::DiskError| error.diagnostic();
    let mut found = Vec::new();
    if disk::kind(&folder.join(PENDING)).map_err(fault)?.is_some() {
        found.push(Diagnostic::new(&message::VERIFY_INTERRUPTED));
    }
    let Some(manifest) = Manifest::read(folder)? else {
        return Err(found.pop().unwrap_or_else(|| Diagnostic::new(&message::NO_MANIFEST).with("path", folder)));
    };
    for (path, record) in &manifest.files {
        let message = match disk::read_optional(&folder.join(path)).map_err(fault)? {
            None => &message::VERIFY_MISSING,
            Some(bytes) if sha256_hex(&bytes) != record.sha256 => &message::VERIFY_CHANGED,
            Some(_) => continue,
        };
        found.push(Diagnostic::new(message).with("path", path));
    }
    let known: BTreeSet<&str> = manifest.files.keys().map(String::as_str).chain([MANIFEST, PENDING, LOCK]).collect();
    let mut foreign = Vec::new();
    list_foreign(folder, folder, &known, &mut foreign).map_err(fault)?;
    found.extend(foreign.iter().map(|path| Diagnostic::new(&message::VERIFY_FOREIGN).with("path", path)));
    Ok((manifest.files.len(), found))
}

fn list_foreign(root: &Utf8Path, folder: &Utf8Path, known: &BTreeSet<&str>, found: &mut Vec<String>) -> DiskResult<()> {
    for path in disk::list(folder)? {
        match disk::kind(&path)? {
            Some(Kind::Folder) => list_foreign(root, &path, known, found)?,
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
