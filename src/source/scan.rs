//! Scanning a content tree: every file with what it is, in the order of the paths.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use walkdir::WalkDir;

use crate::base::diagnostic::Diagnostic;
use crate::base::disk::{self, Action, DiskError, Stamp};
use crate::base::message;
use crate::base::path::ContentPath;
use crate::base::span::Place;
use crate::source::decode;

/// What a file of the content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A page in Markdown.
    Page,
    /// The introduction of a folder, `_index.md`.
    Index,
    /// Anything else that a page may refer to.
    Asset,
}

/// A file of the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Path below the content root.
    pub path: ContentPath,
    /// Path on the disk.
    pub disk: Utf8PathBuf,
    /// Length in bytes.
    pub length: u64,
    /// How it looked from outside when it was found.
    pub stamp: Stamp,
    /// What it is.
    pub kind: FileKind,
}

/// All files of a content tree, by path, and what could not be read.
#[derive(Debug, Default)]
pub struct SourceSet {
    /// The files in the order of their paths.
    pub files: Vec<SourceFile>,
    /// Diagnostics of the walk.
    pub diagnostics: Vec<Diagnostic>,
}

/// Megabytes that a page may have: beyond it no old browser opens the page.
pub const PAGE_LIMIT_MB: u64 = 16;

/// The system's error for a link that leads round itself (`ELOOP` on Linux).
const TOO_MANY_LINKS: i32 = 40;

/// Scans the folder `root`.
pub fn scan(root: &Utf8Path) -> Result<SourceSet, DiskError> {
    disk::list(root)?;
    let real_root = disk::real(root);
    let mut set = SourceSet::default();
    let mut walk = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        match entry {
            Ok(entry) if entry.depth() > 0 && entry.file_name().to_str().is_some_and(is_ignored) => {
                pass(&mut walk, &entry);
            }
            Ok(entry) if entry.depth() > 0 && set.leads_out(root, &real_root, &entry) => {
                pass(&mut walk, &entry)
            }
            Ok(entry) => set.add(root, &entry),
            Err(error) => set.fault(root, &error)?,
        }
    }
    set.files.sort_by(|a, b| a.path.cmp(&b.path));
    set.find_case_collisions();
    if !set.files.iter().any(|file| file.kind == FileKind::Page) {
        set.diagnostics.push(Diagnostic::new(&message::EMPTY_CONTENT).with("path", root));
    }
    Ok(set)
}

/// Goes on behind `entry`; a folder's insides are left out with it.
fn pass(walk: &mut walkdir::IntoIter, entry: &walkdir::DirEntry) {
    if entry.file_type().is_dir() {
        walk.skip_current_dir();
    }
}

/// Whether editors and systems leave files of this name behind that are no content.
pub fn is_ignored(name: &str) -> bool {
    let lower = name.to_lowercase();
    let ends = [".swp", ".swo", ".swx", ".tmp", ".bak", ".part", ".crdownload", "~"];
    name.starts_with('.')
        || name.starts_with("~$")
        || (name.starts_with('#') && name.ends_with('#'))
        || ends.iter().any(|end| lower.ends_with(end))
        || ["thumbs.db", "desktop.ini", "4913", "ehthumbs.db"].contains(&lower.as_str())
}

fn kind_of(path: &ContentPath) -> FileKind {
    match (path.extension().as_str(), path.stem()) {
        ("md" | "markdown", "_index") => FileKind::Index,
        ("md" | "markdown", _) => FileKind::Page,
        _ => FileKind::Asset,
    }
}

impl SourceSet {
    /// Whether `entry` is a link to a file or folder outside the content, which is said.
    fn leads_out(&mut self, root: &Utf8Path, real_root: &Utf8Path, entry: &walkdir::DirEntry) -> bool {
        let Some(path) = Utf8Path::from_path(entry.path()) else { return false };
        let leads_out = entry.path_is_symlink() && !disk::real(path).starts_with(real_root);
        if leads_out {
            let relative = path.strip_prefix(root).unwrap_or(path);
            self.diagnostics.push(Diagnostic::new(&message::LINK_SKIPPED).with("path", relative));
        }
        leads_out
    }

    fn add(&mut self, root: &Utf8Path, entry: &walkdir::DirEntry) {
        let Some(path) = Utf8Path::from_path(entry.path()) else {
            let shown = entry.path().to_string_lossy();
            self.diagnostics.push(Diagnostic::new(&message::NAME_NOT_UTF8).with("path", shown));
            return;
        };
        if !entry.file_type().is_file() {
            return;
        }
        let relative = path.strip_prefix(root).unwrap_or(path);
        let content_path = ContentPath::new(relative.as_str());
        let stamp = entry.metadata().map_or_else(|_| Stamp::default(), |meta| Stamp::of(&meta));
        self.files.push(SourceFile {
            kind: kind_of(&content_path),
            path: content_path,
            disk: path.to_owned(),
            length: stamp.length,
            stamp,
        });
    }

    fn fault(&mut self, root: &Utf8Path, error: &walkdir::Error) -> Result<(), DiskError> {
        let path = error.path().unwrap_or(root.as_std_path()).to_string_lossy().into_owned();
        let shown =
            path.strip_prefix(root.as_str()).map_or(path.as_str(), |rest| rest.trim_start_matches('/'));
        let dangling = error.io_error().is_some_and(|io| io.kind() == std::io::ErrorKind::NotFound);
        let found = match (error.loop_ancestor(), error.io_error()) {
            (Some(_), _) => Diagnostic::new(&message::SYMLINK_LOOP).with("path", shown),
            // A link round itself, which the system reports before the walk can.
            (None, Some(io)) if io.raw_os_error() == Some(TOO_MANY_LINKS) => {
                Diagnostic::new(&message::SYMLINK_LOOP).with("path", shown)
            }
            (None, _) if dangling => Diagnostic::new(&message::FILE_VANISHED).with("path", shown),
            (None, Some(io)) => {
                let source = std::io::Error::new(io.kind(), io.to_string());
                DiskError { path: shown.into(), action: Action::Read, source }.diagnostic()
            }
            (None, None) => Diagnostic::new(&message::DISK_READ).with("path", shown).with("reason", error),
        };
        self.diagnostics.push(found);
        Ok(())
    }

    fn find_case_collisions(&mut self) {
        let mut seen: BTreeMap<String, &ContentPath> = BTreeMap::new();
        let mut found = Vec::new();
        for file in &self.files {
            if let Some(other) = seen.insert(file.path.as_str().to_lowercase(), &file.path) {
                found.push(
                    Diagnostic::new(&message::CASE_COLLISION)
                        .with("path", &file.path)
                        .with("other", other)
                        .at(Place::file(file.path.as_str())),
                );
            }
        }
        self.diagnostics.append(&mut found);
    }
}

impl SourceFile {
    /// The bytes of the file, or why they cannot be had.
    pub fn read(&self) -> Result<Vec<u8>, Diagnostic> {
        let place = || Place::file(self.path.as_str());
        let megabyte = 1024 * 1024;
        if self.length > PAGE_LIMIT_MB * megabyte {
            let size = self.length.div_ceil(megabyte);
            let large =
                Diagnostic::new(&message::PAGE_TOO_LARGE).with("size", size).with("limit", PAGE_LIMIT_MB);
            return Err(large.at(place()));
        }
        disk::read(&self.disk).map_err(|error| match error.is_not_found() {
            true => Diagnostic::new(&message::FILE_VANISHED).with("path", &self.path).at(place()),
            false => error.diagnostic().at(place()),
        })
    }

    /// The text that `bytes` of the file are, or why they are none.
    pub fn text(&self, bytes: Vec<u8>) -> Result<String, Diagnostic> {
        decode::decode(bytes).map_err(|found| found.at(Place::file(self.path.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_of_editors_are_no_content() {
        for name in [".git", ".a.md.swp", "~$报告.docx", "#a.md#", "a.md~", "Thumbs.db", ".#a.md", "4913"] {
            assert!(is_ignored(name), "{name}");
        }
        for name in ["a.md", "附件.docx", "~说明.md", "# 一.md"] {
            assert!(!is_ignored(name), "{name}");
        }
    }
}
