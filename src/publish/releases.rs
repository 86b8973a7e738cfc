//! Releases side by side: a folder that always shows a whole one.
//!
//! ```text
//! releases/0007-1a2b3c4d/   a whole site with its manifest
//! zhiku-current.json        which release is shown: the one truth
//! current                   a link to it, where the file system has links
//! index.html                leads readers to it, where there are none
//! ```
//!
//! A release is built beside the others under a temporary name, verified, and renamed. Then the
//! three pointers are replaced, each in one step, so that a reader meets the old release or the new
//! one. What a killed run left is put right by the next.

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use crate::base::diagnostic::{Diagnostic, has_errors};
use crate::base::digest::sha256_hex;
use crate::base::disk::{self, DiskError, DiskResult, FolderLock, Kind};
use crate::base::message;
use crate::publish::apply;
use crate::publish::manifest::{LOCK, MANIFEST, Manifest};
use crate::publish::output::OutputSet;
use crate::publish::verify::verify;

/// Where the releases stand.
const FOLDER: &str = "releases";
/// The note of which release is shown.
const CURRENT: &str = "zhiku-current.json";
/// The link to it.
const LINK: &str = "current";
/// The page that leads to it.
const ENTRY: &str = "index.html";
/// By this a page is known as one of ours.
const MARK: &str = "<meta name=\"generator\" content=\"zhiku-release\">";
/// How many releases are kept unless another number is asked for.
pub const KEEP: usize = 5;

/// The name of a release: its number, and the beginning of its manifest's SHA-256.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Release {
    /// Its number, from 1.
    pub number: u32,
    /// Its name.
    pub name: String,
}

impl Release {
    /// The release called `name`, if that is the name of one.
    pub fn parse(name: &str) -> Option<Self> {
        let (number, digest) = name.split_once('-')?;
        let plain = number.len() >= 4 && number.bytes().all(|b| b.is_ascii_digit());
        let is_digest = digest.len() == 8 && digest.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let number = number.parse().ok().filter(|number| *number > 0)?;
        (plain && is_digest).then(|| Self { number, name: name.to_owned() })
    }

    /// The release `number` whose manifest has this SHA-256.
    pub fn new(number: u32, manifest: &str) -> Self {
        Self { number, name: format!("{number:04}-{}", &manifest[..8]) }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Current {
    release: String,
}

/// A folder of releases, locked for this process.
#[derive(Debug)]
pub struct Releases {
    folder: Utf8PathBuf,
    _lock: FolderLock,
}

/// How a release came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    /// A new release is shown.
    New(Release),
    /// The release that is shown has the same bytes.
    Same(Release),
}

fn fault(error: DiskError) -> Diagnostic {
    error.diagnostic()
}

impl Releases {
    /// The releases in `folder`, which is made where it is missing. What a killed run left is
    /// removed, and pointers that it did not come to are set.
    pub fn open(folder: &Utf8Path) -> Result<Self, Diagnostic> {
        disk::create_folder(&folder.join(FOLDER)).map_err(fault)?;
        let lock = disk::lock(&folder.join(LOCK)).map_err(fault)?;
        let Some(lock) = lock else {
            return Err(Diagnostic::new(&message::OUTPUT_LOCKED).with("path", folder));
        };
        let releases = Self { folder: folder.to_owned(), _lock: lock };
        releases.check_own()?;
        for place in [folder.to_owned(), folder.join(FOLDER)] {
            for path in disk::list(&place).map_err(fault)?.iter().filter(|path| disk::is_temporary(path)) {
                disk::remove_tree(path).map_err(fault)?;
            }
        }
        if let Some(current) = releases.current()? {
            releases.point(&current).map_err(fault)?;
        }
        Ok(releases)
    }

    /// What stands where the pointers go must be ours.
    fn check_own(&self) -> Result<(), Diagnostic> {
        let foreign = |name: &str| Err(Diagnostic::new(&message::FOREIGN_FILE).with("path", name));
        let entry = disk::read_optional(&self.folder.join(ENTRY)).map_err(fault)?;
        if entry.is_some_and(|bytes| !String::from_utf8_lossy(&bytes).contains(MARK)) {
            return foreign(ENTRY);
        }
        match disk::is_link(&self.folder.join(LINK)) {
            Some(false) => foreign(LINK),
            _ => Ok(()),
        }
    }

    /// Where the release `name` stands.
    pub fn path(&self, release: &Release) -> Utf8PathBuf {
        self.folder.join(FOLDER).join(&release.name)
    }

    /// A place for a release that is being made.
    pub fn workshop(&self) -> Utf8PathBuf {
        self.folder.join(FOLDER).join(format!("{}new", disk::TEMPORARY))
    }

    /// All releases, the oldest first.
    pub fn all(&self) -> Result<Vec<Release>, Diagnostic> {
        let paths = disk::list(&self.folder.join(FOLDER)).map_err(fault)?;
        let mut found: Vec<Release> =
            paths.iter().filter_map(|path| Release::parse(path.file_name()?)).collect();
        found.sort();
        Ok(found)
    }

    /// The release called `name`, whole or by its number.
    pub fn named(&self, name: &str) -> Result<Release, Diagnostic> {
        let is_meant = |release: &&Release| release.name == name || name.parse() == Ok(release.number);
        let all = self.all()?;
        all.iter().find(is_meant).cloned().ok_or_else(|| unknown(name))
    }

    /// The release that is shown.
    pub fn current(&self) -> Result<Option<Release>, Diagnostic> {
        let path = self.folder.join(CURRENT);
        let Some(bytes) = disk::read_optional(&path).map_err(fault)? else { return Ok(None) };
        let damaged = |reason: String| {
            Diagnostic::new(&message::MANIFEST_DAMAGED).with("path", &path).with("reason", reason)
        };
        let current: Current = serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        let release = Release::parse(&current.release).ok_or_else(|| damaged(current.release))?;
        match disk::kind(&self.path(&release)).map_err(fault)? {
            Some(Kind::Folder) => Ok(Some(release)),
            _ => Err(unknown(&release.name)),
        }
    }

    /// The number of the next release.
    pub fn next_number(&self) -> Result<u32, Diagnostic> {
        Ok(self.all()?.last().map_or(0, |release| release.number) + 1)
    }

    /// Makes a release of `outputs` and shows it; keeps the last `keep`.
    pub fn publish(&self, outputs: &OutputSet, keep: usize) -> Result<Published, Vec<Diagnostic>> {
        let one = |found: Diagnostic| vec![found];
        let workshop = self.workshop();
        apply::publish(&workshop, outputs)?;
        let (_, manifest) = manifest_of(&workshop).map_err(one)?;
        if let Some(current) = self.current().map_err(one)?
            && manifest_of(&self.path(&current)).is_ok_and(|(_, known)| known == manifest)
        {
            disk::remove_tree(&workshop).map_err(|error| one(fault(error)))?;
            self.prune(&current, keep).map_err(one)?;
            return Ok(Published::Same(current));
        }
        let release = Release::new(self.next_number().map_err(one)?, &manifest);
        self.take(&release, keep)?;
        Ok(Published::New(release))
    }

    /// Makes what stands in the workshop the release `release`, if it is whole, and shows it.
    pub fn take(&self, release: &Release, keep: usize) -> Result<(), Vec<Diagnostic>> {
        let one = |found: Diagnostic| vec![found];
        let workshop = self.workshop();
        disk::remove_file(&workshop.join(LOCK)).map_err(|error| one(fault(error)))?;
        check(&workshop)?;
        self.place(&workshop, release).map_err(one)?;
        self.point(release).map_err(|error| one(fault(error)))?;
        self.prune(release, keep).map_err(one)
    }

    /// Gives `workshop`, which is whole, its place as `release`. One that is there from before, when
    /// another was shown since, stays if it is whole, and goes if it is damaged.
    fn place(&self, workshop: &Utf8Path, release: &Release) -> Result<(), Diagnostic> {
        let path = self.path(release);
        let aside = self.aside();
        if self.all()?.contains(release) {
            let is_same = match (manifest_of(&path), manifest_of(workshop)) {
                (Ok((_, known)), Ok((_, new))) => known == new,
                _ => false,
            };
            if is_same && check(&path).is_ok() {
                return disk::remove_tree(workshop).map_err(fault);
            }
            disk::remove_tree(&aside).and_then(|()| disk::rename(&path, &aside)).map_err(fault)?;
        }
        disk::rename(workshop, &path).and_then(|()| disk::remove_tree(&aside)).map_err(fault)
    }

    /// Where a release goes that is to be removed.
    fn aside(&self) -> Utf8PathBuf {
        self.folder.join(FOLDER).join(format!("{}old", disk::TEMPORARY))
    }

    /// Shows `release`, or the one before the release that is shown.
    pub fn back_to(&self, name: Option<&str>) -> Result<Release, Vec<Diagnostic>> {
        let one = |found: Diagnostic| vec![found];
        let release = match name {
            Some(name) => self.named(name).map_err(one)?,
            None => {
                let current = self.current().map_err(one)?;
                let all = self.all().map_err(one)?;
                let before =
                    all.into_iter().rfind(|release| current.as_ref().is_some_and(|now| release < now));
                before.ok_or_else(|| one(unknown("-1")))?
            }
        };
        check(&self.path(&release))?;
        self.point(&release).map_err(|error| one(fault(error)))?;
        Ok(release)
    }

    /// Sets the pointers, the truth first; each is replaced in one step.
    fn point(&self, release: &Release) -> DiskResult<()> {
        let current = Current { release: release.name.clone() };
        let text = serde_json::to_vec(&current).expect("a name is JSON");
        let target = format!("{FOLDER}/{}", release.name);
        write_if_new(&self.folder.join(CURRENT), &text)?;
        disk::replace_link(&self.folder.join(LINK), &target)?;
        write_if_new(&self.folder.join(ENTRY), entry(&target).as_bytes())
    }

    /// Removes the oldest releases but `keep`, never the one that is shown, nor one that holds
    /// files that are not of it.
    fn prune(&self, current: &Release, keep: usize) -> Result<(), Diagnostic> {
        let all = self.all()?;
        let many = all.len().saturating_sub(keep.max(1));
        for release in all.iter().take(many).filter(|release| *release != current) {
            let path = self.path(release);
            if has_foreign(&path)? {
                continue;
            }
            let aside = self.aside();
            disk::rename(&path, &aside).and_then(|()| disk::remove_tree(&aside)).map_err(fault)?;
        }
        Ok(())
    }
}

fn unknown(name: &str) -> Diagnostic {
    Diagnostic::new(&message::RELEASE_UNKNOWN).with("release", name)
}

fn write_if_new(path: &Utf8Path, bytes: &[u8]) -> DiskResult<()> {
    match disk::read_optional(path)? {
        Some(known) if known == bytes => Ok(()),
        _ => disk::write_atomic(path, bytes),
    }
}

/// The manifest of the release in `folder`, with the SHA-256 of its bytes.
pub fn manifest_of(folder: &Utf8Path) -> Result<(Manifest, String), Diagnostic> {
    let bytes = disk::read_optional(&folder.join(MANIFEST)).map_err(fault)?;
    let missing = || Diagnostic::new(&message::NO_MANIFEST).with("path", folder);
    let manifest = Manifest::read(folder)?.ok_or_else(missing)?;
    Ok((manifest, sha256_hex(&bytes.ok_or_else(missing)?)))
}

/// That the release in `folder` is whole.
fn check(folder: &Utf8Path) -> Result<(), Vec<Diagnostic>> {
    let (_, found) = verify(folder).map_err(|found| vec![found])?;
    if has_errors(&found) { Err(found) } else { Ok(()) }
}

fn has_foreign(folder: &Utf8Path) -> Result<bool, Diagnostic> {
    let (manifest, _) = manifest_of(folder)?;
    let mut names = Vec::new();
    walk(folder, "", &mut names).map_err(fault)?;
    Ok(names.iter().any(|name| name != MANIFEST && !manifest.files.contains_key(name)))
}

fn walk(folder: &Utf8Path, prefix: &str, names: &mut Vec<String>) -> DiskResult<()> {
    for path in disk::list(folder)? {
        let Some(name) = path.file_name() else { continue };
        match disk::kind(&path)? {
            Some(Kind::Folder) => walk(&path, &format!("{prefix}{name}/"), names)?,
            _ => names.push(format!("{prefix}{name}")),
        }
    }
    Ok(())
}

/// The page that leads to the release at `target`.
fn entry(target: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n{MARK}\n\
         <meta http-equiv=\"refresh\" content=\"0; url={target}/index.html\">\n<title>知识库</title>\n</head>\n\
         <body><p><a href=\"{target}/index.html\">打开知识库</a></p></body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_releases_are_plain() {
        let release = Release::parse("0012-0a1b2c3d").unwrap();
        assert_eq!(release, Release::new(12, "0a1b2c3d4e5f"));
        for wrong in
            ["12-0a1b2c3d", "0000-0a1b2c3d", "0012-0A1B2C3D", "0012", "../x-0a1b2c3d", "0012-0a1b2c3d/.."]
        {
            assert_eq!(Release::parse(wrong), None, "{wrong}");
        }
        assert!(Release::new(10_000, "00000000") > Release::new(9_999, "ffffffff"));
    }
}
