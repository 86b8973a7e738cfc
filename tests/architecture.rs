//! The rooms of the house: read from the paths that begin with `crate::`.
//!
//! DESIGN.md names the rooms from the top; a module uses only rooms below its own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the top; those of one entry do not know each other.
const ROOMS: &[&[&str]] = &[
    &["cli"],
    &["serve"],
    &["build"],
    &["publish"],
    &["render", "search"],
    &["gate"],
    &["model"],
    &["markup"],
    &["law"],
    &["source"],
    &["config"],
    &["text"],
    &["base"],
];

/// A module by its path below `src`, such as `base::disk`; a room's own file is `base`.
type Module = String;

/// Every source file with its text, `lib.rs` and `main.rs` apart.
fn modules() -> BTreeMap<Module, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let mut found = BTreeMap::new();
    for path in files {
        let relative = path.strip_prefix(&root).expect("found below src").with_extension("");
        let mut parts: Vec<&str> = relative.iter().map(|part| part.to_str().expect("plain name")).collect();
        if parts.last() == Some(&"mod") {
            parts.pop();
        }
        if parts != ["lib"] && parts != ["main"] {
            found.insert(parts.join("::"), fs::read_to_string(&path).expect("a source file is read"));
        }
    }
    assert!(found.len() > 60, "the sources are found");
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a source folder is listed") {
        let path = entry.expect("an entry is read").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// `text` without comments; strings are left, for no path stands in one.
fn code(text: &str) -> String {
    let without = |line: &str| match line.trim_start().starts_with("//") {
        true => String::new(),
        false => line.split(" // ").next().unwrap_or_default().to_owned(),
    };
    text.lines().map(without).collect::<Vec<_>>().join("\n")
}

/// The code of a file before its unit tests.
fn program(text: &str) -> String {
    code(text.split("#[cfg(test)]").next().unwrap_or_default())
}

/// The paths below the crate that `code` names: `use` trees are opened, inline paths taken as
/// they stand.
fn paths(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
            tree(&code[at + "crate::".len()..], &mut Vec::new(), &mut found);
        }
    }
    found
}

/// Reads one tree behind `crate::` or `{`; gives what is left.
fn tree<'a>(mut rest: &'a str, prefix: &mut Vec<String>, found: &mut Vec<Vec<String>>) -> &'a str {
    let depth = prefix.len();
    loop {
        rest = rest.trim_start();
        if let Some(mut inner) = rest.strip_prefix('{') {
            while !inner.trim_start().starts_with('}') {
                inner = tree(inner, prefix, found).trim_start().trim_start_matches(',');
            }
            rest = &inner.trim_start()[1..];
            break;
        }
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        if end == 0 {
            rest = rest.strip_prefix('*').unwrap_or(rest);
            found.push(prefix.clone());
            break;
        }
        prefix.push(rest[..end].to_owned());
        rest = &rest[end..];
        if let Some(next) = rest.strip_prefix("::") {
            rest = next;
            continue;
        }
        found.push(prefix.clone());
        if let Some(renamed) = rest.trim_start().strip_prefix("as ") {
            let end = renamed.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(renamed.len());
            rest = &renamed[end..];
        }
        break;
    }
    prefix.truncate(depth);
    rest
}

/// The module that `path` leads into: the longest part of it that is one.
fn module_of(path: &[String], modules: &BTreeMap<Module, String>) -> Option<Module> {
    (1..=path.len()).rev().map(|length| path[..length].join("::")).find(|name| modules.contains_key(name))
}

fn room(module: &str) -> &str {
    module.split("::").next().unwrap_or_default()
}

fn floor(room: &str) -> usize {
    ROOMS.iter().position(|rooms| rooms.contains(&room)).unwrap_or_else(|| panic!("{room} is a room of DESIGN.md"))
}

#[test]
fn paths_are_read_from_use_trees_and_inline() {
    let text = "use crate::base::{disk::{self, Kind}, message as words};\nlet x = crate::text::slug(1);\nuse crate::model::*;\n$crate::no";
    let found: Vec<String> = paths(text).iter().map(|path| path.join("::")).collect();
    assert_eq!(
        found,
        ["base::disk::self", "base::disk::Kind", "base::message", "text::slug", "model"]
    );
}

#[test]
fn a_module_uses_only_rooms_below_its_own() {
    let modules = modules();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (module, text) in &modules {
        for path in paths(&code(text)) {
            let (own, other) = (room(module), path[0].as_str());
            seen += 1;
            if own != other && floor(other) <= floor(own) {
                wrong.push(format!("{module} uses {}", path.join("::")));
            }
        }
    }
    assert!(seen > 200, "paths were found: {seen}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn modules_of_a_room_form_no_circle() {
    let modules = modules();
    let mut uses: BTreeMap<&str, BTreeSet<Module>> = BTreeMap::new();
    for (module, text) in &modules {
        for path in paths(&program(text)) {
            let target = module_of(&path, &modules).unwrap_or_else(|| panic!("{module}: {} is a module", path.join("::")));
            let to_itself_or_room = target == *module || !target.contains("::") || !module.contains("::");
            if room(&target) == room(module) && !to_itself_or_room {
                uses.entry(module).or_default().insert(target);
            }
        }
    }
    assert!(uses.len() > 20, "rooms use their own modules");
    let mut done = BTreeSet::new();
    for module in modules.keys() {
        follow(module, &uses, &mut Vec::new(), &mut done);
    }
}

fn follow(module: &str, uses: &BTreeMap<&str, BTreeSet<Module>>, way: &mut Vec<String>, done: &mut BTreeSet<String>) {
    assert!(!way.iter().any(|at| at == module), "a circle: {way:?} -> {module}");
    if !done.contains(module) {
        way.push(module.to_owned());
        for next in uses.get(module).into_iter().flatten() {
            follow(next, uses, way, done);
        }
        way.pop();
        done.insert(module.to_owned());
    }
}

#[test]
fn paths_to_the_parent_are_for_unit_tests_alone() {
    for (module, text) in modules() {
        assert!(!program(&text).contains("super::"), "{module} names its room by `crate::`");
    }
}

/// The modules outside `allowed` whose code has one of `words`.
fn users(words: &[&str], allowed: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for (module, text) in modules().iter().filter(|(module, _)| !allowed(module)) {
        let code = program(text);
        found.extend(words.iter().filter(|word| code.contains(**word)).map(|word| format!("{module}: {word}")));
    }
    found
}

#[test]
fn only_the_disk_meets_the_file_system() {
    let words = ["std::fs", "tokio::fs", "walkdir", "read_dir", "canonicalize", ".exists()", "tempfile::"];
    assert_eq!(users(&["std::fs"], &|_| false), ["base::disk: std::fs"]);
    let found = users(&words, &|module| module == "base::disk");
    assert_eq!(found, ["source::scan: walkdir"]);
}

#[test]
fn only_the_command_line_prints() {
    let words = ["print!", "println!", "eprint!", "eprintln!", "dbg!", "io::stdout", "io::stderr"];
    assert!(!users(&words, &|_| false).is_empty(), "the command line prints");
    assert_eq!(users(&words, &|module| room(module) == "cli"), [""; 0]);
}

#[test]
fn nothing_below_the_build_reads_the_clock_or_the_surroundings() {
    let words = ["SystemTime", "Zoned::now", "Timestamp::now", "env::var", "env::current_dir", "available_parallelism"];
    assert_eq!(users(&words, &|module| ["cli", "serve"].contains(&room(module))), [""; 0]);
}
