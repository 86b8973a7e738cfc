//! Typing into the search box: the suites of `tests/browser` in the Chromium that is installed.
//!
//! `tests/all.sh` runs them in old releases too; it installs those, and axe, first.

use std::path::Path;
use std::process::Command;

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

#[test]
fn a_reader_finds_by_typing() {
    if !is_installed("node") {
        println!("left out: node is not installed");
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ran = Command::new("node")
        .arg(root.join("tests/browser/run.mjs"))
        .args(["--chromium", "current", "--zhiku", env!("CARGO_BIN_EXE_zhiku")])
        .output()
        .expect("node runs");
    let said = String::from_utf8_lossy(&ran.stdout);
    println!("{said}");
    assert!(ran.status.success(), "{said}\n{}", String::from_utf8_lossy(&ran.stderr));
    assert!(!said.contains("left out: Chromium") || std::env::var_os("CI").is_none(), "CI installs Chromium");
}
