//! The disk: the only module that calls the file system.

#![expect(clippy::disallowed_methods, reason = "this module is where the file system is met")]

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Write as _};

use camino::{Utf8Path, Utf8PathBuf};

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Sha256Sum;
use crate::base::message;

/// What was being done when the disk failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Reading a file or folder.
    Read,
    /// Writing, renaming or removing.
    Write,
}

/// A fault of the file system with the path it was met at.
#[derive(Debug, thiserror::Error)]
#[error("{action:?} {path}: {source}")]
pub struct DiskError {
    /// Where.
    pub path: Utf8PathBuf,
    /// Doing what.
    pub action: Action,
    /// What the system said.
    pub source: io::Error,
}

impl DiskError {
    fn new(path: &Utf8Path, action: Action, source: io::Error) -> Self {
        Self { path: path.to_owned(), action, source }
    }

    /// Whether the file or folder was not there.
    pub fn is_not_found(&self) -> bool {
        self.source.kind() == io::ErrorKind::NotFound
    }

    /// The fault in an editor's words.
    pub fn diagnostic(&self) -> Diagnostic {
        let message = match (self.action, self.source.kind()) {
            (Action::Read, _) => &message::DISK_READ,
            (_, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) => &message::DISK_FULL,
            (_, io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) => &message::READ_ONLY,
            (Action::Write, _) => &message::DISK_WRITE,
        };
        Diagnostic::new(message).with("path", &self.path).with("reason", &self.source)
    }
}

/// Result of a call to the disk.
pub type DiskResult<T> = Result<T, DiskError>;

/// The bytes of the file at `path`.
pub fn read(path: &Utf8Path) -> DiskResult<Vec<u8>> {
    fs::read(path).map_err(|source| DiskError::new(path, Action::Read, source))
}

/// The bytes of the file at `path`, or `None` where there is none.
pub fn read_optional(path: &Utf8Path) -> DiskResult<Option<Vec<u8>>> {
    match read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if is_nothing(&error.source) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The bytes of the file at `path`, or `None` where they are more than `most`.
pub fn read_within(path: &Utf8Path, most: u64) -> DiskResult<Option<Vec<u8>>> {
    read_with(path, |file| {
        let mut bytes = Vec::new();
        file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok((bytes.len() as u64 <= most).then_some(bytes))
    })
}

/// What `read` takes from the file at `path`.
pub fn read_with<T>(path: &Utf8Path, read: impl FnOnce(&mut File) -> io::Result<T>) -> DiskResult<T> {
    let fail = |source| DiskError::new(path, Action::Read, source);
    read(&mut File::open(path).map_err(fail)?).map_err(fail)
}

/// Whether nothing stands at a path: a file where a folder above it would be counts too.
fn is_nothing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// SHA-256 of the file at `path` and its length in bytes, read piece by piece.
pub fn digest(path: &Utf8Path) -> DiskResult<(String, u64)> {
    pump(path, |_| Ok(()))
}

/// As [`digest`]; `None` where no file stands.
pub fn digest_optional(path: &Utf8Path) -> DiskResult<Option<(String, u64)>> {
    match kind(path)? {
        Some(Kind::File { .. }) => {}
        _ => return Ok(None),
    }
    match digest(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if is_nothing(&error.source) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Bytes read at once of a file that may be large.
const PIECE: usize = 64 * 1024;

/// Gives the file at `path` to `each` piece by piece; its SHA-256 and length.
fn pump(path: &Utf8Path, mut each: impl FnMut(&[u8]) -> DiskResult<()>) -> DiskResult<(String, u64)> {
    let fail = |source| DiskError::new(path, Action::Read, source);
    let mut file = File::open(path).map_err(fail)?;
    let mut sum = Sha256Sum::default();
    let mut length = 0;
    let mut piece = vec![0; PIECE];
    loop {
        let count = match file.read(&mut piece) {
            Ok(0) => return Ok((sum.hex(), length)),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(fail(error)),
        };
        sum.add(&piece[..count]);
        length += count as u64;
        each(&piece[..count])?;
    }
}

/// What stands at `path`, links followed: `None` where there is nothing.
pub fn kind(path: &Utf8Path) -> DiskResult<Option<Kind>> {
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => Ok(Some(Kind::Folder)),
        Ok(meta) => Ok(Some(Kind::File { length: meta.len() })),
        Err(error) if is_nothing(&error) => Ok(None),
        Err(error) => Err(DiskError::new(path, Action::Read, error)),
    }
}

/// How a file looks from outside: while that stays, its bytes most likely do.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize,
)]
pub struct Stamp {
    /// Length in bytes.
    pub length: u64,
    /// When it was changed, in nanoseconds since 1970.
    pub changed: u128,
    /// Which file it is, where the system numbers them, and when anything about it was changed.
    pub identity: [u64; 3],
}

/// After so long no further change can have the time of the one before, even on FAT.
const SETTLED: std::time::Duration = std::time::Duration::from_secs(3);

impl Stamp {
    /// The stamp of a file that has `meta`.
    pub fn of(meta: &fs::Metadata) -> Self {
        let changed = meta.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        Self {
            length: meta.len(),
            changed: changed.map_or(0, |since| since.as_nanos()),
            identity: identity(meta),
        }
    }

    /// Whether the file was changed long enough ago that a later change has another stamp.
    pub fn is_settled(&self) -> bool {
        let now = std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_nanos());
        self.changed > 0 && now.saturating_sub(self.changed) > SETTLED.as_nanos()
    }
}

#[cfg(unix)]
fn identity(meta: &fs::Metadata) -> [u64; 3] {
    use std::os::unix::fs::MetadataExt as _;
    [meta.ino(), meta.ctime().cast_unsigned(), meta.ctime_nsec().cast_unsigned()]
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> [u64; 3] {
    [0; 3]
}

/// The stamp of the file at `path`; `None` where there is none.
pub fn stamp(path: &Utf8Path) -> DiskResult<Option<Stamp>> {
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => Ok(None),
        Ok(meta) => Ok(Some(Stamp::of(&meta))),
        Err(error) if is_nothing(&error) => Ok(None),
        Err(error) => Err(DiskError::new(path, Action::Read, error)),
    }
}

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file of `length` bytes.
    File {
        /// Bytes.
        length: u64,
    },
    /// A folder.
    Folder,
}

/// The absolute path behind `path`, links resolved as far as it exists.
pub fn real(path: &Utf8Path) -> Utf8PathBuf {
    let absolute = camino::absolute_utf8(path).unwrap_or_else(|_| path.to_owned());
    let mut rest = Vec::new();
    let mut known = absolute.as_path();
    loop {
        if let Ok(found) = known.canonicalize_utf8() {
            return rest.iter().rev().fold(found, |path, name| path.join(name));
        }
        match (known.parent(), known.file_name()) {
            (Some(parent), Some(name)) => {
                rest.push(name);
                known = parent;
            }
            _ => return absolute,
        }
    }
}

/// Makes the folder at `path` with all above it.
pub fn create_folder(path: &Utf8Path) -> DiskResult<()> {
    fs::create_dir_all(path).map_err(|source| DiskError::new(path, Action::Write, source))
}

/// Writes `bytes` to `path` so that a reader meets the old file or the new one, never a part:
/// to a temporary file in the same folder, then renamed over the target.
pub fn write_atomic(path: &Utf8Path, bytes: &[u8]) -> DiskResult<()> {
    stage(path, path.parent().unwrap_or(Utf8Path::new(".")), bytes)?.put()
}

/// A file written whole under a temporary name; it goes with the value unless it is put in place.
#[derive(Debug)]
pub struct Staged {
    temporary: tempfile::TempPath,
    target: Utf8PathBuf,
}

impl Staged {
    /// Where the file shall stand.
    pub fn target(&self) -> &Utf8Path {
        &self.target
    }

    /// Renames the file over its target.
    pub fn put(self) -> DiskResult<()> {
        let Self { temporary, target } = self;
        temporary.persist(&target).map_err(|error| DiskError::new(&target, Action::Write, error.error))
    }
}

/// Writes `bytes` for `target` to a temporary file in `folder`, of the same file system.
pub fn stage(target: &Utf8Path, folder: &Utf8Path, bytes: &[u8]) -> DiskResult<Staged> {
    let fail = |source| DiskError::new(target, Action::Write, source);
    let mut file = temporary(folder).map_err(fail)?;
    file.write_all(bytes).map_err(fail)?;
    Ok(Staged { temporary: file.into_temp_path(), target: target.to_owned() })
}

/// Copies the file `from` as [`stage`] writes bytes, piece by piece, if its SHA-256 is `sha256`.
pub fn stage_copy(target: &Utf8Path, folder: &Utf8Path, from: &Utf8Path, sha256: &str) -> DiskResult<Staged> {
    let fail = |source| DiskError::new(target, Action::Write, source);
    let mut file = temporary(folder).map_err(fail)?;
    let (found, _) = pump(from, |piece| file.write_all(piece).map_err(fail))?;
    if found != sha256 {
        let changed = io::Error::other("it changed while it was read");
        return Err(DiskError::new(from, Action::Read, changed));
    }
    Ok(Staged { temporary: file.into_temp_path(), target: target.to_owned() })
}

fn temporary(folder: &Utf8Path) -> io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().prefix(TEMPORARY).permissions_if_unix().tempfile_in(folder)
}

/// Prefix of temporary files, by which a later build knows and removes what a killed one left.
pub const TEMPORARY: &str = ".zhiku-tmp-";

/// Moves the file or folder `from` to `to`, on the same file system, in one step.
pub fn rename(from: &Utf8Path, to: &Utf8Path) -> DiskResult<()> {
    fs::rename(from, to).map_err(|source| DiskError::new(to, Action::Write, source))
}

/// Removes the file or folder at `path` with all in it; that it is gone already is no fault. Links
/// are removed, never followed.
pub fn remove_tree(path: &Utf8Path) -> DiskResult<()> {
    let removed = match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if !is_nothing(&error) => Err(DiskError::new(path, Action::Write, error)),
        _ => Ok(()),
    }
}

/// Whether a link stands at `path`; `None` where nothing does.
pub fn is_link(path: &Utf8Path) -> Option<bool> {
    fs::symlink_metadata(path).ok().map(|meta| meta.file_type().is_symlink())
}

/// Makes `link` lead to `target`, in one step where it led elsewhere. A file system without links
/// has none: that is no fault.
#[cfg(unix)]
pub fn replace_link(link: &Utf8Path, target: &str) -> DiskResult<()> {
    if fs::read_link(link).is_ok_and(|known| known.to_str() == Some(target)) {
        return Ok(());
    }
    let beside = link.with_file_name(format!("{TEMPORARY}link"));
    remove_tree(&beside)?;
    if std::os::unix::fs::symlink(target, &beside).is_err() {
        return Ok(());
    }
    rename(&beside, link)
}

/// Links to folders need rights on this system that few have: there is none.
#[cfg(not(unix))]
pub fn replace_link(_link: &Utf8Path, _target: &str) -> DiskResult<()> {
    Ok(())
}

/// The file at `path`, to be read piece by piece.
pub fn open(path: &Utf8Path) -> DiskResult<impl io::Read + io::Seek + use<>> {
    File::open(path).map_err(|source| DiskError::new(path, Action::Read, source))
}

/// Writes a file that `write` fills; it appears at `path` whole or not at all.
pub fn write_with(path: &Utf8Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> DiskResult<()> {
    let fail = |source| DiskError::new(path, Action::Write, source);
    let folder = path.parent().filter(|folder| !folder.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    create_folder(folder)?;
    let mut file = temporary(folder).map_err(fail)?;
    write(file.as_file_mut()).map_err(fail)?;
    Staged { temporary: file.into_temp_path(), target: path.to_owned() }.put()
}

/// Writes what `from` gives to a new file at `path`, at most `length` bytes and one more; its
/// SHA-256, or none where it is not of that length.
pub fn write_stream(path: &Utf8Path, from: impl io::Read, length: u64) -> DiskResult<Option<String>> {
    let fail = |source| DiskError::new(path, Action::Write, source);
    let mut from = from.take(length.saturating_add(1));
    let mut file = File::create_new(path).map_err(fail)?;
    let mut sum = Sha256Sum::default();
    let mut piece = vec![0; PIECE];
    let mut written = 0_u64;
    loop {
        // What cannot be read is not the file that was meant.
        let Ok(count) = from.read(&mut piece) else { return Ok(None) };
        if count == 0 {
            return Ok((written == length).then(|| sum.hex()));
        }
        sum.add(&piece[..count]);
        written += count as u64;
        file.write_all(&piece[..count]).map_err(fail)?;
    }
}

/// Whether a file of this path is a temporary file of a build.
pub fn is_temporary(path: &Utf8Path) -> bool {
    path.file_name().is_some_and(|name| name.starts_with(TEMPORARY))
}

trait PublishedPermissions {
    fn permissions_if_unix(&mut self) -> &mut Self;
}

impl PublishedPermissions for tempfile::Builder<'_, '_> {
    #[cfg(unix)]
    fn permissions_if_unix(&mut self) -> &mut Self {
        use std::os::unix::fs::PermissionsExt as _;
        // A web server under another user reads the files; the process's umask still applies.
        self.permissions(fs::Permissions::from_mode(0o666))
    }

    #[cfg(not(unix))]
    fn permissions_if_unix(&mut self) -> &mut Self {
        self
    }
}

/// A file that only grows, such as a log. Each write goes to the end of what stands there then, so
/// another program may cut the file meanwhile.
#[derive(Debug)]
pub struct Appended {
    file: File,
}

impl Appended {
    /// Opens the file at `path`, or makes it.
    pub fn open(path: &Utf8Path) -> DiskResult<Self> {
        let opened = File::options().create(true).append(true).open(path);
        let file = opened.map_err(|source| DiskError::new(path, Action::Write, source))?;
        Ok(Self { file })
    }
}

impl io::Write for Appended {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Writes `bytes` to a file that must not exist yet.
pub fn write_new(path: &Utf8Path, bytes: &[u8]) -> DiskResult<()> {
    let fail = |source| DiskError::new(path, Action::Write, source);
    let mut file = File::create_new(path).map_err(fail)?;
    file.write_all(bytes).map_err(fail)
}

/// Removes the file at `path`; that it is gone already is no fault.
pub fn remove_file(path: &Utf8Path) -> DiskResult<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(DiskError::new(path, Action::Write, error))
        }
        _ => Ok(()),
    }
}

/// Removes the folder at `path` if it is empty; says whether it went.
pub fn remove_empty_folder(path: &Utf8Path) -> bool {
    fs::remove_dir(path).is_ok()
}

/// The files and folders in the folder `path`, in the order of their names.
pub fn list(path: &Utf8Path) -> DiskResult<Vec<Utf8PathBuf>> {
    let fail = |source| DiskError::new(path, Action::Read, source);
    let mut found = Vec::new();
    for entry in path.read_dir_utf8().map_err(fail)? {
        found.push(entry.map_err(fail)?.into_path());
    }
    found.sort();
    Ok(found)
}

/// A lock on a folder that lasts as long as the value; the system drops it when the process ends.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

/// Locks the file `path` for this process; `None` where another process holds it.
pub fn lock(path: &Utf8Path) -> DiskResult<Option<FolderLock>> {
    let fail = |source| DiskError::new(path, Action::Write, source);
    let file = File::options().create(true).truncate(false).write(true).open(path).map_err(fail)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(FolderLock { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(fail(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::digest::sha256_hex;

    #[test]
    fn a_file_read_in_pieces_is_the_whole_file() {
        let folder = tempfile::TempDir::new().unwrap();
        let folder = Utf8Path::from_path(folder.path()).unwrap();
        let (from, to) = (folder.join("from"), folder.join("to"));
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7] {
            let bytes: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            write_atomic(&from, &bytes).unwrap();
            let sha256 = sha256_hex(&bytes);
            assert_eq!(digest(&from).unwrap(), (sha256.clone(), length as u64));
            stage_copy(&to, folder, &from, &sha256).unwrap().put().unwrap();
            assert_eq!(read(&to).unwrap(), bytes);
        }
        assert!(stage_copy(&to, folder, &from, "another").is_err(), "it changed meanwhile");
        drop(stage(&to, folder, b"never put").unwrap());
        assert_eq!(list(folder).unwrap(), [from.clone(), to], "no temporary file is left");
        assert_eq!(digest_optional(folder).unwrap(), None);
        assert_eq!(digest_optional(&from.join("below a file")).unwrap(), None);
    }
}
