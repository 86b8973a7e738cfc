//! File systems that do not tell of changes made elsewhere.

use camino::Utf8Path;

use crate::base::disk;

/// Shares and folders of a host inside a container or virtual machine.
const SILENT: [&str; 15] = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "smb2", "9p", "virtiofs", "vboxsf", "prl_fs", "drvfs", "afs",
    "ceph", "ncpfs", "webdav",
];

/// Whether changes below `path` may be made without this system being told: on a share, or in a folder
/// that a host lends to a container.
pub fn is_silent(path: &Utf8Path) -> bool {
    let Ok(Some(table)) = disk::read_optional(Utf8Path::new("/proc/self/mountinfo")) else {
        // Windows names shares by two backslashes.
        return disk::real(path).as_str().trim_start_matches(r"\\?\").starts_with("UNC");
    };
    kind_of(&String::from_utf8_lossy(&table), disk::real(path).as_str())
        .is_some_and(|kind| is_silent_kind(&kind))
}

fn is_silent_kind(kind: &str) -> bool {
    // `fuse.sshfs`, `fuse.grpcfuse` and their like; `fuseblk` is a disk.
    SILENT.contains(&kind) || kind == "fuse" || kind.starts_with("fuse.")
}

/// The kind of file system that `path` is on, by the table of mounts (proc(5), `mountinfo`).
fn kind_of(table: &str, path: &str) -> Option<String> {
    let mut found: Option<(usize, String)> = None;
    for line in table.lines() {
        let (Some(point), Some((_, behind))) = (line.split(' ').nth(4), line.split_once(" - ")) else {
            continue;
        };
        let point = unescaped(point);
        let is_above = point == "/"
            || path == point
            || path.strip_prefix(&point).is_some_and(|rest| rest.starts_with('/'));
        // Of two at one point the later hides the earlier.
        if is_above && found.as_ref().is_none_or(|(length, _)| point.len() >= *length) {
            found = Some((point.len(), behind.split(' ').next().unwrap_or_default().to_owned()));
        }
    }
    found.map(|(_, kind)| kind)
}

/// Blanks and backslashes stand as three octal digits in the table.
fn unescaped(point: &str) -> String {
    let mut text = point.to_owned();
    for (code, plain) in [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")] {
        text = text.replace(code, plain);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_mount_counts() {
        let table = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n\
                     30 22 0:26 / /srv/共享\\040盘 rw - cifs //server/share rw\n\
                     31 22 0:27 / /srv/共享\\040盘/本地 rw master:2 - tmpfs tmpfs rw\n\
                     40 22 0:30 / /host rw - fuse.grpcfuse grpcfuse rw\n";
        for (path, kind, silent) in [
            ("/srv", "ext4", false),
            ("/srv/共享 盘", "cifs", true),
            ("/srv/共享 盘/content", "cifs", true),
            ("/srv/共享 盘子", "ext4", false),
            ("/srv/共享 盘/本地/x", "tmpfs", false),
            ("/host/x", "fuse.grpcfuse", true),
        ] {
            assert_eq!(kind_of(table, path).as_deref(), Some(kind), "{path}");
            assert_eq!(is_silent_kind(kind), silent, "{kind}");
        }
        assert!(!is_silent_kind("fuseblk") && !is_silent_kind("overlay"));
    }
}
