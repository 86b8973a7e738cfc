//! What stands in a folder, held against what is to be published there.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;
use rayon::prelude::*;

use crate::base::disk::{self, DiskResult, Kind, Stamp};
use crate::base::path::Route;
use crate::publish::manifest::{MANIFEST, Manifest, Note, Record};
use crate::publish::output::{OutputFile, OutputSet};
use crate::publish::plan::Standing;
use crate::search::files as search;

/// How the files of a folder looked from outside when they last were what its manifest says.
pub type Looks = BTreeMap<String, Stamp>;

/// How the files of a site that was published in `folder` look; `None` where any is missing.
pub fn looks(folder: &Utf8Path) -> Option<Looks> {
    let manifest = Manifest::read(folder).ok()??;
    let paths = manifest.files.into_keys().chain([MANIFEST.to_owned()]);
    paths.map(|path| Some((path.clone(), disk::stamp(&folder.join(&path)).ok()??))).collect()
}

/// What stands at `path` or, as a file, above it.
pub(super) fn met<'a>(folder: &Utf8Path, path: &'a str) -> &'a str {
    let mut above = path.match_indices('/').map(|(at, _)| &path[..at]);
    above.find(|above| matches!(disk::kind(&folder.join(above)), Ok(Some(Kind::File { .. })))).unwrap_or(path)
}

/// The files of the search that the build before had and this one has not. They stay until the
/// next build, so that a page opened before finds what it asks for and never mixes two. Where a
/// page was taken off the site, or any word of one was changed, nothing stays: what leaves goes at
/// once.
pub(super) fn retired(
    folder: &Utf8Path,
    (known, looks): (Option<&Manifest>, &Looks),
    records: &BTreeMap<String, Record>,
    words: &BTreeSet<String>,
) -> DiskResult<Vec<(Route, Record)>> {
    let Some(known) = known.filter(|_| records.contains_key(search::ENTRY)) else { return Ok(Vec::new()) };
    let inside = |path: &str| path.strip_prefix(search::FOLDER).is_some_and(|rest| rest.starts_with('/'));
    let old = known.files.iter().filter(|(path, _)| inside(path) && !records.contains_key(*path));
    let is_page = |path: &str| path.ends_with(".html");
    let is_gone = |path: &String| is_page(path) && !records.contains_key(path);
    if known.words.is_empty() || !known.words.is_subset(words) || known.files.keys().any(is_gone) {
        return Ok(Vec::new());
    }
    let mut kept = Vec::new();
    let is_kept = |record: &Record| !record.retired && !record.adopted;
    for (path, record) in old.filter(|(_, record)| is_kept(record)) {
        let file = folder.join(path);
        let is_whole = match looks.get(path) {
            Some(look) if disk::stamp(&file)?.as_ref() == Some(look) => true,
            _ => disk::digest_optional(&file)?.is_some_and(|(sha256, _)| sha256 == record.sha256),
        };
        if let (true, Ok(route)) = (is_whole, Route::new(path.as_str())) {
            kept.push((route, Record { retired: true, ..record.clone() }));
        }
    }
    Ok(kept)
}

type Survey = (BTreeMap<String, Record>, Vec<(Route, Standing)>);

/// The record of each output, and what stands at its address.
pub(super) fn survey(
    folder: &Utf8Path,
    outputs: &OutputSet,
    (known, looks): (Option<&Manifest>, &Looks),
) -> DiskResult<Survey> {
    let is_known = |route: &Route, record: &Record| {
        let before = known.and_then(|known| known.files.get(route.as_str()));
        before.is_some_and(|before| before.sha256 == record.sha256 && before.length == record.length)
    };
    let files: Vec<(&Route, &OutputFile)> = outputs.iter().collect();
    let missing = missing_folders(folder, files.iter().map(|(route, _)| *route))?;
    let surveyed: Vec<(Route, Record, Standing)> = files
        .into_par_iter()
        .map(|(route, file)| {
            let (sha256, length) = file.digest()?;
            let record = Record { sha256, length, retired: false, adopted: false };
            let path = folder.join(route.as_str());
            let look = looks.get(route.as_str()).filter(|_| is_known(route, &record));
            let standing = match look {
                _ if missing.contains(above(route)) => Standing::Absent,
                Some(look) if disk::stamp(&path)?.as_ref() == Some(look) => Standing::Same,
                _ => standing(&path, &record)?,
            };
            Ok((route.clone(), record, standing))
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

/// The folders of `routes` that are not there: nothing in them need be looked for.
fn missing_folders<'a>(
    folder: &Utf8Path,
    routes: impl Iterator<Item = &'a Route>,
) -> DiskResult<BTreeSet<&'a str>> {
    let mut missing = BTreeSet::new();
    let folders: BTreeSet<&str> = routes.map(above).filter(|above| !above.is_empty()).collect();
    for path in folders {
        if disk::kind(&folder.join(path))?.is_none() {
            missing.insert(path);
        }
    }
    Ok(missing)
}

/// The folder that the file at `route` is in.
fn above(route: &Route) -> &str {
    route.as_str().rsplit_once('/').map_or("", |(above, _)| above)
}

fn standing(path: &Utf8Path, wanted: &Record) -> DiskResult<Standing> {
    match disk::kind(path)? {
        None => Ok(Standing::Absent),
        Some(Kind::Folder) => Ok(Standing::Blocked),
        Some(Kind::File { length }) if length == wanted.length => match disk::digest_optional(path)? {
            Some((sha256, _)) if sha256 == wanted.sha256 => Ok(Standing::Same),
            Some(_) => Ok(Standing::Different),
            None => Ok(Standing::Absent),
        },
        Some(Kind::File { .. }) => Ok(Standing::Different),
    }
}

/// Files of ours that stand where a folder is wanted, or in a folder where a file is wanted: they
/// have to go first. What is not ours leaves the address blocked.
pub(super) fn make_way(
    folder: &Utf8Path,
    standings: &mut [(Route, Standing)],
    own: &Note,
) -> DiskResult<BTreeSet<String>> {
    let mut in_way = BTreeSet::new();
    let mut seen: BTreeMap<String, bool> = BTreeMap::new();
    for (route, standing) in standings {
        let path = route.as_str();
        if *standing == Standing::Blocked {
            let mut inside = Vec::new();
            if is_all_ours(folder, path, own, &mut inside)? {
                *standing = Standing::Absent;
                in_way.extend(inside);
            }
            continue;
        }
        for (at, _) in path.match_indices('/').filter(|_| *standing == Standing::Absent) {
            let above = &path[..at];
            let is_open = match seen.get(above) {
                Some(is_open) => *is_open,
                None => {
                    let is_file = matches!(disk::kind(&folder.join(above))?, Some(Kind::File { .. }));
                    let is_ours = is_file && owns(folder, above, own)?;
                    if is_ours {
                        in_way.insert(above.to_owned());
                    }
                    seen.insert(above.to_owned(), !is_file || is_ours);
                    !is_file || is_ours
                }
            };
            if !is_open {
                *standing = Standing::Blocked;
                break;
            }
        }
    }
    Ok(in_way)
}

/// Whether the folder `path` holds only files that builds wrote, which go to `inside`.
fn is_all_ours(folder: &Utf8Path, path: &str, own: &Note, inside: &mut Vec<String>) -> DiskResult<bool> {
    let entries = disk::list(&folder.join(path))?;
    for entry in &entries {
        let Some(name) = entry.file_name() else { return Ok(false) };
        let below = format!("{path}/{name}");
        let is_ours = match disk::kind(entry)? {
            Some(Kind::Folder) => is_all_ours(folder, &below, own, inside)?,
            _ => owns(folder, &below, own)?,
        };
        if !is_ours {
            return Ok(false);
        }
        inside.push(below);
    }
    Ok(!entries.is_empty())
}

/// Whether the file at `path` still is what a build wrote there.
pub(super) fn owns(folder: &Utf8Path, path: &str, own: &Note) -> DiskResult<bool> {
    if !own.files.contains_key(path) {
        return Ok(false);
    }
    Ok(disk::digest_optional(&folder.join(path))?.is_some_and(|(sha256, _)| own.owns(path, &sha256)))
}
