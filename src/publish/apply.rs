//! Carrying a plan out on the disk.

use std::collections::BTreeMap;

use camino::Utf8Path;
use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::sha256_hex;
use crate::base::disk::{self, DiskResult, Kind};
use crate::base::message;
use crate::base::path::Route;
use crate::publish::manifest::{LOCK, MANIFEST, Manifest, Note, PENDING, Record};
use crate::publish::output::{OutputFile, OutputSet};
use crate::search::files as search;
use crate::publish::plan::{Plan, Standing, plan};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Applied {
    /// Files written.
    pub written: usize,
    /// Files that were right already.
    pub kept: usize,
    /// Files removed.
    pub removed: usize,
}

/// Makes `folder` hold exactly `outputs`, beside whatever others put there.
pub fn publish(folder: &Utf8Path, outputs: &OutputSet) -> Result<Applied, Vec<Diagnostic>> {
    let one = |diagnostic: Diagnostic| vec![diagnostic];
    let fault = |error: disk::DiskError| vec![error.diagnostic()];
    disk::create_folder(folder).map_err(fault)?;
    let lock = disk::lock(&folder.join(LOCK)).map_err(fault)?;
    let Some(_lock) = lock else {
        return Err(one(Diagnostic::new(&message::OUTPUT_LOCKED).with("path", folder)));
    };
    let known = Manifest::read(folder).map_err(one)?;
    // A note cut off in the middle of its writing cannot be: it is renamed into place whole.
    let pending = Note::read(folder).map_err(one)?;
    let interrupted = pending.is_some();
    let mut own = pending.unwrap_or_default();
    if let Some(known) = &known {
        own.add(known);
    }
    let (mut records, mut standings) = survey(folder, outputs).map_err(fault)?;
    for (route, record) in retired(folder, known.as_ref(), &records).map_err(fault)? {
        records.insert(route.as_str().to_owned(), record);
        standings.push((route, Standing::Same));
    }
    let plan = plan(&standings, &own);
    if !plan.foreign.is_empty() {
        let say = |route: &Route| Diagnostic::new(&message::FOREIGN_FILE).with("path", route);
        return Err(plan.foreign.iter().map(say).collect());
    }
    let manifest = Manifest { files: records, ..Manifest::default() };
    let nothing_to_do = plan.write.is_empty() && plan.remove.is_empty() && !interrupted;
    if nothing_to_do && known.as_ref() == Some(&manifest) {
        return Ok(Applied { kept: plan.kept, ..Applied::default() });
    }
    own.add(&manifest);
    carry_out(folder, outputs, &plan, &manifest, &own).map_err(fault)
}

/// The files of the search that the generation before had and this one has not. They stay for one
/// generation more, so that a page opened before finds what it asks for and never mixes two.
fn retired(
    folder: &Utf8Path,
    known: Option<&Manifest>,
    records: &BTreeMap<String, Record>,
) -> DiskResult<Vec<(Route, Record)>> {
    let Some(known) = known.filter(|_| records.contains_key(search::ENTRY)) else { return Ok(Vec::new()) };
    let inside = |path: &str| path.strip_prefix(search::FOLDER).is_some_and(|rest| rest.starts_with('/'));
    let old = known.files.iter().filter(|(path, _)| inside(path) && !records.contains_key(*path));
    let is_new_generation = known.files.get(search::ENTRY) != records.get(search::ENTRY);
    let mut kept = Vec::new();
    for (path, record) in old.filter(|(_, record)| record.retired != is_new_generation) {
        let bytes = disk::read_optional(&folder.join(path))?;
        let is_whole = bytes.is_some_and(|bytes| sha256_hex(&bytes) == record.sha256);
        if let (true, Ok(route)) = (is_whole, Route::new(path.as_str())) {
            kept.push((route, Record { retired: true, ..record.clone() }));
        }
    }
    Ok(kept)
}

type Survey = (BTreeMap<String, Record>, Vec<(Route, Standing)>);

/// The record of each output, and what stands at its address.
fn survey(folder: &Utf8Path, outputs: &OutputSet) -> DiskResult<Survey> {
    let files: Vec<(&Route, &OutputFile)> = outputs.iter().collect();
    let surveyed: Vec<(Route, Record, Standing)> = files
        .into_par_iter()
        .map(|(route, file)| {
            let bytes = file.bytes()?;
            let record = Record { sha256: sha256_hex(&bytes), length: bytes.len() as u64, retired: false };
            Ok((route.clone(), record, standing(&folder.join(route.as_str()), &bytes)?))
        })
        .collect::<DiskResult<_>>()?;
    let mut records = BTreeMap::new();
    let mut standings = Vec::with_capacity(surveyed.len());
    for (route, record, standing) in surveyed {
        records.insert(route.as_str().to_owned(), record);
        standings.push((route, standing));
    }
    Ok((records, standings))
}

fn standing(path: &Utf8Path, wanted: &[u8]) -> DiskResult<Standing> {
    match disk::kind(path)? {
        None => Ok(Standing::Absent),
        Some(Kind::File { length }) if length == wanted.len() as u64 => match disk::read_optional(path)? {
            Some(bytes) if bytes == wanted => Ok(Standing::Same),
            Some(_) => Ok(Standing::Different),
            None => Ok(Standing::Absent),
        },
        Some(_) => Ok(Standing::Different),
    }
}

fn carry_out(
    folder: &Utf8Path,
    outputs: &OutputSet,
    plan: &Plan,
    manifest: &Manifest,
    own: &Note,
) -> DiskResult<Applied> {
    let pending = folder.join(PENDING);
    if disk::kind(&pending)?.is_some() {
        remove_leftovers(folder)?;
    }
    disk::write_atomic(&pending, &own.to_json())?;
    for route in &plan.write {
        let path = folder.join(route.as_str());
        disk::create_folder(path.parent().unwrap_or(folder))?;
        let file = outputs.get(route.as_str()).expect("a plan is made of the outputs");
        disk::write_atomic(&path, &file.bytes()?)?;
    }
    let mut removed = 0;
    for path in &plan.remove {
        removed += usize::from(remove_own(folder, path, own)?);
    }
    disk::write_atomic(&folder.join(MANIFEST), &manifest.to_json())?;
    disk::remove_file(&pending)?;
    Ok(Applied { written: plan.write.len(), kept: plan.kept, removed })
}

/// Removes the file `path` if it still is what a build wrote there, and folders left empty.
fn remove_own(folder: &Utf8Path, path: &str, own: &Note) -> DiskResult<bool> {
    let full = folder.join(path);
    let Some(bytes) = disk::read_optional(&full)? else { return Ok(false) };
    if !own.owns(path, &sha256_hex(&bytes)) {
        return Ok(false);
    }
    disk::remove_file(&full)?;
    let mut parent = full.parent();
    while let Some(at) = parent.filter(|at| *at != folder && at.starts_with(folder)) {
        if !disk::remove_empty_folder(at) {
            break;
        }
        parent = at.parent();
    }
    Ok(true)
}

/// Removes temporary files that a killed build left.
fn remove_leftovers(folder: &Utf8Path) -> DiskResult<()> {
    for path in disk::list(folder)? {
        let is_temporary = path.file_name().is_some_and(|name| name.starts_with(disk::TEMPORARY));
        match disk::kind(&path)? {
            Some(Kind::Folder) => remove_leftovers(&path)?,
            Some(Kind::File { .. }) if is_temporary => disk::remove_file(&path)?,
            _ => {}
        }
    }
    Ok(())
}

/// Removes everything that builds wrote to `folder`; says how many files.
pub fn clean(folder: &Utf8Path) -> Result<usize, Vec<Diagnostic>> {
    let applied = match disk::kind(folder).map_err(|error| vec![error.diagnostic()])? {
        None => return Ok(0),
        Some(_) if !is_published(folder).map_err(|diagnostic| vec![diagnostic])? => return Ok(0),
        Some(_) => publish(folder, &OutputSet::default())?,
    };
    for name in [MANIFEST, LOCK] {
        disk::remove_file(&folder.join(name)).map_err(|error| vec![error.diagnostic()])?;
    }
    disk::remove_empty_folder(folder);
    Ok(applied.removed)
}

fn is_published(folder: &Utf8Path) -> Result<bool, Diagnostic> {
    Ok(Manifest::read(folder)?.is_some() || Note::read(folder)?.is_some())
}
