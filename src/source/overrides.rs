//! The site's own theme: the files that replace built-in ones.

use camino::Utf8Path;

use crate::base::disk::{self, DiskError, Kind};
use crate::source::scan::is_ignored;

/// The files below `folder` with their paths, in the order of the paths; none where there is no
/// such folder.
pub fn read_overrides(folder: &Utf8Path) -> Result<Vec<(String, Vec<u8>)>, DiskError> {
    let mut files = Vec::new();
    if disk::kind(folder)? == Some(Kind::Folder) {
        collect(folder, folder, &mut files)?;
    }
    files.sort();
    Ok(files)
}

fn collect(root: &Utf8Path, folder: &Utf8Path, files: &mut Vec<(String, Vec<u8>)>) -> Result<(), DiskError> {
    for path in disk::list(folder)? {
        if path.file_name().is_none_or(is_ignored) {
            continue;
        }
        match disk::kind(&path)? {
            Some(Kind::Folder) => collect(root, &path, files)?,
            Some(Kind::File { .. }) => {
                let relative = path.strip_prefix(root).unwrap_or(&path).as_str().replace('\\', "/");
                files.push((relative, disk::read(&path)?));
            }
            None => {}
        }
    }
    Ok(())
}
