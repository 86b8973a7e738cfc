//! Zip archives, within limits: the number of entries, the bytes of each and of all, the depth.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::gate::rules::attachments::contents::{Contents, DEEPEST, Inner};

/// The most entries of an archive.
const ENTRIES: usize = 5_000;
/// The most bytes of one entry, unpacked.
const ENTRY: u64 = 64 * 1024 * 1024;
/// The most bytes of all entries, unpacked.
const TOTAL: u64 = 256 * 1024 * 1024;

/// The entries of an archive, unpacked one by one.
#[derive(Debug)]
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    bytes: &'a [u8],
    spent: u64,
}

/// Why an entry cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// It is locked with a password.
    #[error("it is encrypted")]
    Encrypted,
    /// It is damaged, or no archive.
    #[error("it is damaged")]
    Damaged,
    /// It is more than the limits.
    #[error("it is too large when unpacked")]
    TooLarge,
}

impl ArchiveError {
    /// The reason in words: Chinese, English.
    pub fn words(self) -> [&'static str; 2] {
        match self {
            Self::Encrypted => ["文件加了密码", "it is encrypted"],
            Self::Damaged => ["文件已损坏", "it is damaged"],
            Self::TooLarge => ["解开后过大", "it is too large when unpacked"],
        }
    }
}

impl<'a> Archive<'a> {
    /// The archive that `bytes` are.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ArchiveError> {
        // An encrypted office file is an OLE container with a package inside.
        if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            return Err(ArchiveError::Encrypted);
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ArchiveError::Damaged)?;
        if zip.len() > ENTRIES { Err(ArchiveError::TooLarge) } else { Ok(Self { zip, bytes, spent: 0 }) }
    }

    /// The names of its files in order.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.zip.file_names().filter(|name| !name.ends_with('/')).map(str::to_owned).collect();
        names.sort();
        names
    }

    /// The comment that it carries.
    pub fn comment(&self) -> String {
        String::from_utf8_lossy(self.zip.comment()).into_owned()
    }

    /// Whether bytes stand before its first entry, or entries that its names do not tell.
    pub fn has_more_than_entries(&self) -> bool {
        let told = self.bytes.windows(4).rposition(|bytes| bytes == b"PK\x05\x06");
        let count = told.and_then(|at| self.bytes.get(at + 10..at + 12));
        let count = count.map(|bytes| usize::from(u16::from_le_bytes([bytes[0], bytes[1]])));
        let differs = count.is_some_and(|count| count != self.zip.len() && count != usize::from(u16::MAX));
        self.zip.offset() > 0 || differs
    }

    /// The bytes of the file `name`.
    pub fn read(&mut self, name: &str) -> Result<Vec<u8>, ArchiveError> {
        let entry = self.zip.by_name(name).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) | zip::result::ZipError::InvalidPassword => {
                ArchiveError::Encrypted
            }
            _ => ArchiveError::Damaged,
        })?;
        let mut bytes = Vec::new();
        entry.take(ENTRY + 1).read_to_end(&mut bytes).map_err(|_| ArchiveError::Damaged)?;
        self.spent += bytes.len() as u64;
        if bytes.len() as u64 > ENTRY || self.spent > TOTAL { Err(ArchiveError::TooLarge) } else { Ok(bytes) }
    }
}

/// Adds what the archive `name` holds.
pub fn read(found: &mut Contents, name: &str, bytes: &[u8], depth: usize) {
    if depth >= DEEPEST {
        return found.unreadable(name, bytes, "压缩包套得过深", "archives lie too deep in one another");
    }
    let fail = |found: &mut Contents, error: ArchiveError| {
        let [zh, en] = error.words();
        found.unreadable(name, bytes, zh, en);
    };
    let mut archive = match Archive::open(bytes) {
        Ok(archive) => archive,
        Err(error) => return fail(found, error),
    };
    if archive.has_more_than_entries() {
        return found.unreadable(
            name,
            bytes,
            "包里夹带着别的内容",
            "something else is hidden in the archive",
        );
    }
    found.add("压缩包注释", "comment of the archive", archive.comment());
    let names = archive.names();
    found.add("包内文件名", "names in the archive", names.join("\n"));
    for entry in names {
        let unpacked = match archive.read(&entry) {
            Ok(unpacked) => unpacked,
            Err(error) => return fail(found, error),
        };
        found.inner.push(Inner { name: entry, bytes: unpacked, depth: depth + 1 });
    }
}
