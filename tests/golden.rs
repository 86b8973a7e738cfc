//! A small site with a page of every kind, and all that is made of it, kept side by side.
//!
//! The site under `tests/golden/site` brings templates that write out every value a template sees,
//! so what is kept follows the data and never the look. After a change that is meant, run with
//! `ZHIKU_BLESS=1` and read the difference.
#![allow(clippy::disallowed_methods, reason = "what is kept lies on the disk")]

mod common;

use std::path::{Path, PathBuf};

use common::{Files, Site, copy, files};

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

fn blesses() -> bool {
    std::env::var_os("ZHIKU_BLESS").is_some_and(|value| value == "1")
}

/// The golden site, built.
fn built() -> Site {
    let site = Site::empty();
    copy(&golden("site"), site.folder.path());
    let run = site.publish();
    assert_eq!(run.codes(), ["ZK0408"], "the link to a withdrawn page alone is warned of: {run:?}");
    site
}

/// What the golden templates and the writers of data made: without style sheets, scripts and the
/// search, which have tests of their own.
fn kept(site: &Site) -> Files {
    let is_kept = |name: &str| {
        let others = ["assets/", "search/", "search.html", "opensearch.xml", "record.json", "zhiku-"];
        !others.iter().any(|other| name.starts_with(other))
    };
    site.public().into_iter().filter(|(name, _)| is_kept(name)).collect()
}

/// Expects `found` to be what is kept at `expected`, and names the first line that is not.
fn assert_kept(name: &str, found: &[u8], expected: Option<&Vec<u8>>) {
    let expected = expected.unwrap_or_else(|| panic!("{name} is new"));
    if expected != found {
        let (old, new) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(found));
        let (mut old_lines, mut new_lines) = (old.lines(), new.lines());
        let mut line = 1;
        loop {
            match (old_lines.next(), new_lines.next()) {
                (old, new) if old != new || old.is_none() => {
                    panic!("{name}, line {line}:\n  kept  {old:?}\n  found {new:?}")
                }
                _ => line += 1,
            }
        }
    }
}

#[test]
fn the_golden_site_gives_what_is_kept() {
    let found = kept(&built());
    let folder = golden("public");
    if blesses() {
        let _ = std::fs::remove_dir_all(&folder);
        for (name, bytes) in &found {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
    let expected = files(&folder);
    for (name, bytes) in &found {
        assert_kept(name, bytes, expected.get(name));
    }
    let gone: Vec<&String> = expected.keys().filter(|name| !found.contains_key(*name)).collect();
    assert!(gone.is_empty(), "no longer made: {gone:?}");
}

#[test]
fn the_golden_site_has_a_page_of_every_kind() {
    let site = built();
    let types: std::collections::BTreeSet<String> =
        site.pages().iter().map(|page| page["type"].as_str().unwrap().to_owned()).collect();
    let registry = zhiku::config::registry::Registry::builtin();
    assert_eq!(types, registry.types.keys().cloned().collect());
    let templates = files(&golden("site/theme/templates"));
    let built_in = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("theme/templates"));
    let whole_pages: Vec<&String> = built_in
        .keys()
        .filter(|name| !name.contains('/') && !["base.html", "search.html"].contains(&name.as_str()))
        .collect();
    assert_eq!(templates.keys().collect::<Vec<_>>(), whole_pages, "every template has its golden double");
}

#[test]
fn the_schemas_are_as_kept() {
    let site = Site::empty();
    for subject in ["page", "site"] {
        let found = site.run(&["schema", subject]).stdout.into_bytes();
        let path = golden(&format!("schema-{subject}.json"));
        if blesses() {
            std::fs::write(&path, &found).unwrap();
        }
        assert_kept(&format!("schema-{subject}.json"), &found, std::fs::read(&path).ok().as_ref());
    }
}
