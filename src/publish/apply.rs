//! Carrying a plan out on the disk.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::disk::{self, DiskResult, Kind, Staged};
use crate::base::message;
use crate::publish::manifest::{LOCK, MANIFEST, Manifest, Note, PENDING};
use crate::publish::output::{OutputFile, OutputSet};
use crate::publish::plan::{Plan, Standing, plan};
use crate::publish::survey::{Looks, make_way, met, owns, retired, survey};

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
    publish_knowing(folder, outputs, &Looks::new())
}

/// The same; files that still look as in `looks` are not read.
pub fn publish_knowing(
    folder: &Utf8Path,
    outputs: &OutputSet,
    looks: &Looks,
) -> Result<Applied, Vec<Diagnostic>> {
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
    remove_temporaries(folder).map_err(fault)?;
    let (mut records, mut standings) = survey(folder, outputs, (known.as_ref(), looks)).map_err(fault)?;
    let in_way = make_way(folder, &mut standings, &own).map_err(fault)?;
    for (route, record) in
        retired(folder, (known.as_ref(), looks), &records, &outputs.words).map_err(fault)?
    {
        records.insert(route.as_str().to_owned(), record);
        standings.push((route, Standing::Same));
    }
    let plan = plan(&standings, &own);
    if !plan.foreign.is_empty() {
        let paths: BTreeSet<&str> = plan.foreign.iter().map(|route| met(folder, route.as_str())).collect();
        let say = |path: &str| Diagnostic::new(&message::FOREIGN_FILE).with("path", path);
        return Err(paths.into_iter().map(say).collect());
    }
    for route in &plan.adopted {
        records.entry(route.as_str().to_owned()).and_modify(|record| record.adopted = true);
    }
    let manifest = Manifest { files: records, words: outputs.words.clone(), ..Manifest::default() };
    let nothing_to_do = plan.write.is_empty() && plan.remove.is_empty() && !interrupted;
    if nothing_to_do && known.as_ref() == Some(&manifest) {
        return Ok(Applied { kept: plan.kept, ..Applied::default() });
    }
    own.add(&manifest);
    let task = Task { folder, outputs, plan: &plan, in_way: &in_way, manifest: &manifest, own: &own };
    task.carry_out(interrupted).map_err(fault)
}

/// What is to be done, and with what.
struct Task<'a> {
    folder: &'a Utf8Path,
    outputs: &'a OutputSet,
    plan: &'a Plan,
    in_way: &'a BTreeSet<String>,
    manifest: &'a Manifest,
    own: &'a Note,
}

impl Task<'_> {
    /// Writes everything under temporary names, and only then puts it in place: a disk that is
    /// full leaves the old site as it was.
    fn carry_out(&self, interrupted: bool) -> DiskResult<Applied> {
        let Self { folder, plan, own, .. } = *self;
        let pending = folder.join(PENDING);
        if interrupted {
            remove_leftovers(folder)?;
        }
        disk::write_atomic(&pending, &own.to_json())?;
        let mut made = Vec::new();
        let (staged, manifest) = self.stage(&mut made).inspect_err(|_| {
            // The temporary files went with their values; nothing was put in place.
            for path in made.iter().rev() {
                disk::remove_empty_folder(path);
            }
            if !interrupted {
                let _ = disk::remove_file(&pending);
            }
        })?;
        let mut removed = 0;
        for path in self.in_way {
            removed += usize::from(remove_own(folder, path, own)?);
        }
        put(folder, staged)?;
        for path in &plan.remove {
            removed += usize::from(remove_own(folder, path, own)?);
        }
        manifest.put()?;
        disk::remove_file(&pending)?;
        Ok(Applied { written: plan.write.len(), kept: plan.kept, removed })
    }

    /// Writes every file of the plan, and the manifest, beside its place; `made` are the folders
    /// made for it, those above first.
    fn stage(&self, made: &mut Vec<Utf8PathBuf>) -> DiskResult<(Vec<Staged>, Staged)> {
        let (mut of, mut beside) = (Utf8PathBuf::new(), Utf8PathBuf::new());
        let mut places = Vec::with_capacity(self.plan.write.len());
        for route in &self.plan.write {
            let path = self.folder.join(route.as_str());
            let parent = path.parent().unwrap_or(self.folder);
            if parent != of {
                beside = open_folder(parent, made)?;
                parent.clone_into(&mut of);
            }
            places.push((route.as_str(), path, beside.clone()));
        }
        let stage = |(route, path, beside): (&str, Utf8PathBuf, Utf8PathBuf)| match self.outputs.get(route) {
            Some(OutputFile::Bytes(bytes)) => disk::stage(&path, &beside, bytes),
            Some(OutputFile::Copy(from)) => {
                disk::stage_copy(&path, &beside, from, &self.manifest.files[route].sha256)
            }
            None => unreachable!("a plan is made of the outputs"),
        };
        let staged = places.into_par_iter().map(stage).collect::<DiskResult<Vec<Staged>>>()?;
        let manifest = disk::stage(&self.folder.join(MANIFEST), self.folder, &self.manifest.to_json())?;
        Ok((staged, manifest))
    }
}

/// Puts files in their places, pages after all that they refer to.
fn put(folder: &Utf8Path, staged: Vec<Staged>) -> DiskResult<()> {
    let mut open = folder;
    for parent in staged.iter().filter_map(|file| file.target().parent()) {
        if parent != open {
            disk::create_folder(parent)?;
            open = parent;
        }
    }
    let (pages, others): (Vec<Staged>, Vec<Staged>) =
        staged.into_iter().partition(|file| file.target().extension() == Some("html"));
    [others, pages].into_iter().try_for_each(|files| files.into_par_iter().try_for_each(Staged::put))
}

/// The folder `wanted`, made if it is missing; where a file is still in the way, the one above that.
fn open_folder(wanted: &Utf8Path, made: &mut Vec<Utf8PathBuf>) -> DiskResult<Utf8PathBuf> {
    let mut missing = Vec::new();
    let mut at = wanted;
    loop {
        match (disk::kind(at)?, at.parent()) {
            (None, Some(above)) => {
                missing.push(at.to_owned());
                at = above;
            }
            (Some(Kind::File { .. }), Some(above)) => return Ok(above.to_owned()),
            _ => break,
        }
    }
    if !missing.is_empty() {
        made.extend(missing.into_iter().rev());
        disk::create_folder(wanted)?;
    }
    Ok(wanted.to_owned())
}

/// Removes the file `path` if it still is what a build wrote there, and folders left empty.
fn remove_own(folder: &Utf8Path, path: &str, own: &Note) -> DiskResult<bool> {
    let full = folder.join(path);
    if !owns(folder, path, own)? {
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

/// Removes temporary files that a killed build left, in all folders.
fn remove_leftovers(folder: &Utf8Path) -> DiskResult<()> {
    for path in disk::list(folder)? {
        match disk::kind(&path)? {
            Some(Kind::Folder) => remove_leftovers(&path)?,
            Some(Kind::File { .. }) if disk::is_temporary(&path) => disk::remove_file(&path)?,
            _ => {}
        }
    }
    Ok(())
}

/// Removes temporary files of `folder` itself, such as a note that was killed in its writing.
fn remove_temporaries(folder: &Utf8Path) -> DiskResult<()> {
    for path in disk::list(folder)?.iter().filter(|path| disk::is_temporary(path)) {
        if let Some(Kind::File { .. }) = disk::kind(path)? {
            disk::remove_file(path)?;
        }
    }
    Ok(())
}

/// Removes what is kept of the search before the last and what a killed build left, as a build with
/// nothing else to do does; says how many files of the search.
pub fn let_go(folder: &Utf8Path) -> Result<usize, Vec<Diagnostic>> {
    let fault = |error: disk::DiskError| vec![error.diagnostic()];
    let Some(_lock) = disk::lock(&folder.join(LOCK)).map_err(fault)? else {
        return Err(vec![Diagnostic::new(&message::OUTPUT_LOCKED).with("path", folder)]);
    };
    remove_temporaries(folder).map_err(fault)?;
    let Some(mut manifest) = Manifest::read(folder).map_err(|found| vec![found])? else { return Ok(0) };
    let mut own = Note::default();
    own.add(&manifest);
    let retired: Vec<String> =
        manifest.files.iter().filter(|(_, record)| record.retired).map(|(path, _)| path.clone()).collect();
    if retired.is_empty() {
        return Ok(0);
    }
    let mut removed = 0;
    for path in &retired {
        removed += usize::from(remove_own(folder, path, &own).map_err(fault)?);
        manifest.files.remove(path);
    }
    disk::write_atomic(&folder.join(MANIFEST), &manifest.to_json()).map_err(fault)?;
    Ok(removed)
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
