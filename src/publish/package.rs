//! Packages: what one release has beyond another, for carrying by disc.
//!
//! A package is a zip: `zhiku-package.json` says which release it makes, of which base, and the
//! SHA-256 of every file in it; `zhiku-manifest.json` is the manifest of the release; `files/…`
//! are the files that the base has not. Nothing of it is believed before it was held against these
//! digests, and nothing is put in place before the whole release is.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek, Write};

use camino::Utf8Path;
use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::sha256_hex;
use crate::base::disk::{self, DiskError};
use crate::base::message;
use crate::publish::manifest::{MANIFEST, Manifest, Record};
use crate::publish::releases::{Release, Releases, manifest_of};

/// The table of contents of a package.
const CONTENTS: &str = "zhiku-package.json";
/// Where its files stand.
const FILES: &str = "files/";
/// Version of the form.
const FORMAT: u32 = 1;
/// Bytes that the contents and the manifest may each have.
const TABLE_LIMIT: u64 = 256 << 20;
/// A file longer than this may have at most [`RATIO`] times its compressed length.
const SMALL: u64 = 1 << 20;
/// What no honest page, script or table of a site reaches.
const RATIO: u64 = 400;

#[derive(Debug, Serialize, Deserialize)]
struct Contents {
    format: u32,
    release: String,
    base: Option<Base>,
    manifest: String,
    files: BTreeMap<String, Record>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Base {
    release: String,
    manifest: String,
}

/// What a package holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// The release that it makes.
    pub release: Release,
    /// Files in it.
    pub files: usize,
    /// Its own SHA-256, to be told apart from the disc.
    pub sha256: String,
}

/// How a package was unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unpacked {
    /// The release is shown now.
    New(Release),
    /// The release was shown already.
    Same(Release),
}

fn broken(reason: impl ToString) -> Diagnostic {
    Diagnostic::new(&message::PACKAGE_BROKEN).with("reason", reason)
}

fn fault(error: DiskError) -> Diagnostic {
    error.diagnostic()
}

/// Writes to `archive` what the release that is shown has beyond `since`, or all of it.
pub fn package(releases: &Releases, since: Option<&str>, archive: &Utf8Path) -> Result<Packed, Diagnostic> {
    let unknown = || Diagnostic::new(&message::RELEASE_UNKNOWN).with("release", "-");
    let release = releases.current()?.ok_or_else(unknown)?;
    if disk::kind(archive).map_err(fault)?.is_some() {
        return Err(Diagnostic::new(&message::FILE_EXISTS).with("path", archive));
    }
    let folder = releases.path(&release);
    let (manifest, digest) = manifest_of(&folder)?;
    let (mut files, mut base) = (manifest.files.clone(), None);
    if let Some(since) = since {
        let since = releases.named(since)?;
        let (known, digest) = manifest_of(&releases.path(&since))?;
        files.retain(|path, record| known.files.get(path).is_none_or(|old| old.sha256 != record.sha256));
        base = Some(Base { release: since.name, manifest: digest });
    }
    let count = files.len();
    let contents = Contents { format: FORMAT, release: release.name.clone(), base, manifest: digest, files };
    disk::write_with(archive, |file| write(file, &folder, &contents)).map_err(fault)?;
    let (sha256, _) = disk::digest(archive).map_err(fault)?;
    Ok(Packed { release, files: count, sha256 })
}

fn write<W: Write + Seek>(file: W, folder: &Utf8Path, contents: &Contents) -> io::Result<()> {
    let mut zip = ZipWriter::new(file);
    // No time of day: the same releases make the same bytes.
    let options = SimpleFileOptions::default()
        .last_modified_time(zip::DateTime::default())
        .compression_method(CompressionMethod::Deflated)
        .large_file(false);
    zip.start_file(CONTENTS, options)?;
    zip.write_all(&serde_json::to_vec(contents)?)?;
    let names =
        contents.files.iter().map(|(path, record)| (path.as_str(), format!("{FILES}{path}"), record.length));
    for (path, name, length) in [(MANIFEST, MANIFEST.to_owned(), 0)].into_iter().chain(names) {
        zip.start_file(name, options.large_file(length >= u64::from(u32::MAX)))?;
        let mut from = disk::open(&folder.join(path)).map_err(|error| error.source)?;
        io::copy(&mut from, &mut zip)?;
    }
    zip.finish()?.flush()
}

/// Makes the release of `archive` and shows it, if every byte is as it says and its base is here.
pub fn unpack(releases: &Releases, archive: &Utf8Path, keep: usize) -> Result<Unpacked, Vec<Diagnostic>> {
    let one = |found: Diagnostic| vec![found];
    let file = disk::open(archive).map_err(|error| one(fault(error)))?;
    let mut zip = ZipArchive::new(io::BufReader::new(file)).map_err(|error| one(broken(error)))?;
    let package = Package::read(&mut zip).map_err(one)?;
    let release = package.release.clone();
    if let Some(current) = releases.current().map_err(one)? {
        if current == release {
            return Ok(Unpacked::Same(current));
        }
        if release.number <= current.number {
            let old = Diagnostic::new(&message::PACKAGE_OLD).with("release", release.name);
            return Err(one(old.with("current", current.name)));
        }
    }
    let base = package.base(releases).map_err(one)?;
    let workshop = releases.workshop();
    disk::create_folder(&workshop).map_err(|error| one(fault(error)))?;
    package.fill(&mut zip, base.as_deref(), &workshop).map_err(one)?;
    releases.take(&release, keep)?;
    Ok(Unpacked::New(release))
}

/// A package whose table of contents was read and holds together.
struct Package {
    release: Release,
    base: Option<Base>,
    manifest: Manifest,
    manifest_bytes: Vec<u8>,
    /// Places in the archive, by address.
    places: BTreeMap<String, usize>,
}

impl Package {
    fn read<R: Read + Seek>(zip: &mut ZipArchive<R>) -> Result<Self, Diagnostic> {
        let contents = table(zip, CONTENTS)?;
        let contents: Contents = serde_json::from_slice(&contents).map_err(broken)?;
        if contents.format != FORMAT {
            return Err(broken(format!("format {}", contents.format)));
        }
        let manifest_bytes = table(zip, MANIFEST)?;
        if sha256_hex(&manifest_bytes) != contents.manifest {
            return Err(broken(MANIFEST));
        }
        let manifest = Manifest::from_json(&manifest_bytes).map_err(broken)?;
        let release = Release::parse(&contents.release)
            .filter(|release| *release == Release::new(release.number, &contents.manifest))
            .ok_or_else(|| broken(&contents.release))?;
        let places = places(zip, &contents, &manifest)?;
        Ok(Self { release, base: contents.base, manifest, manifest_bytes, places })
    }

    /// The folder of the base, if this package has one and it is here, byte for byte the same.
    fn base(&self, releases: &Releases) -> Result<Option<camino::Utf8PathBuf>, Diagnostic> {
        let Some(base) = &self.base else { return Ok(None) };
        let wrong = || Diagnostic::new(&message::PACKAGE_BASE).with("base", &base.release);
        let release = Release::parse(&base.release).ok_or_else(wrong)?;
        let folder = releases.path(&release);
        match manifest_of(&folder) {
            Ok((_, digest)) if digest == base.manifest => Ok(Some(folder)),
            _ => Err(wrong()),
        }
    }

    /// Writes every file of the release to `workshop`, the manifest last.
    fn fill<R: Read + Seek>(
        &self,
        zip: &mut ZipArchive<R>,
        base: Option<&Utf8Path>,
        workshop: &Utf8Path,
    ) -> Result<(), Diagnostic> {
        for (path, record) in &self.manifest.files {
            let target = workshop.join(path);
            disk::create_folder(target.parent().unwrap_or(workshop)).map_err(fault)?;
            match (self.places.get(path), base) {
                (Some(place), _) => {
                    let entry = zip.by_index(*place).map_err(broken)?;
                    let copied = disk::write_stream(&target, entry, record.length).map_err(fault)?;
                    if copied.as_deref() != Some(record.sha256.as_str()) {
                        return Err(broken(path));
                    }
                }
                (None, Some(base)) => {
                    let staged = disk::stage_copy(&target, workshop, &base.join(path), &record.sha256);
                    // A base that was damaged since is a wrong base.
                    let wrong = |_| {
                        Diagnostic::new(&message::PACKAGE_BASE)
                            .with("base", base.file_name().unwrap_or_default())
                    };
                    staged.map_err(wrong)?.put().map_err(fault)?;
                }
                (None, None) => return Err(broken(path)),
            }
        }
        disk::write_atomic(&workshop.join(MANIFEST), &self.manifest_bytes).map_err(fault)
    }
}

/// The bytes of the table `name`, which may not be longer than a table is.
fn table<R: Read + Seek>(zip: &mut ZipArchive<R>, name: &str) -> Result<Vec<u8>, Diagnostic> {
    let entry = zip.by_name(name).map_err(|error| broken(format!("{name}: {error}")))?;
    let mut bytes = Vec::new();
    entry.take(TABLE_LIMIT + 1).read_to_end(&mut bytes).map_err(broken)?;
    if bytes.len() as u64 > TABLE_LIMIT { Err(broken(name)) } else { Ok(bytes) }
}

/// Where each file stands, if the archive holds just what its contents list, each once, plain, and
/// as the manifest has it.
fn places<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    contents: &Contents,
    manifest: &Manifest,
) -> Result<BTreeMap<String, usize>, Diagnostic> {
    let mut found = BTreeMap::new();
    let mut tables: BTreeSet<String> = BTreeSet::new();
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(broken)?;
        let name = entry.name().to_owned();
        let is_plain = entry.is_file() && !entry.is_symlink() && !entry.encrypted();
        let is_bomb = entry.size() > SMALL && entry.size() / RATIO > entry.compressed_size();
        if !is_plain || is_bomb {
            return Err(broken(name));
        }
        if name == CONTENTS || name == MANIFEST {
            tables.insert(name);
            continue;
        }
        let Some(path) = name.strip_prefix(FILES) else { return Err(broken(name)) };
        let listed = contents.files.get(path).filter(|record| manifest.files.get(path) == Some(record));
        let is_listed = listed.is_some_and(|record| record.length == entry.size());
        if !is_listed || found.insert(path.to_owned(), index).is_some() {
            return Err(broken(name));
        }
    }
    if found.len() != contents.files.len() || tables.len() != 2 || zip.len() != found.len() + 2 {
        return Err(broken(CONTENTS));
    }
    Ok(found)
}
