//! The disk: the only module that calls the file system.

#![expect(clippy::disallowed_methods, reason = "this module is where the file system is met")]

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};

use camino::{Utf8Path, Utf8PathBuf};

use crate::base::diagnostic::Diagnostic;
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
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// What stands at `path`, links followed: `None` where there is nothing.
pub fn kind(path: &Utf8Path) -> DiskResult<Option<Kind>> {
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => Ok(Some(Kind::Folder)),
        Ok(meta) => Ok(Some(Kind::File { length: meta.len() })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
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
    let fail = |source| DiskError::new(path, Action::Write, source);
    let folder = path.parent().unwrap_or(Utf8Path::new("."));
    let mut file =
        tempfile::Builder::new().prefix(TEMPORARY).permissions_if_unix().tempfile_in(folder).map_err(fail)?;
    file.write_all(bytes).map_err(fail)?;
    file.persist(path).map_err(|error| fail(error.error))?;
    Ok(())
}

/// Prefix of temporary files, by which a later build knows and removes what a killed one left.
pub const TEMPORARY: &str = ".zhiku-tmp-";

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
