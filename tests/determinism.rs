//! Same input, same bytes: on any machine, in any order of files, after any history of edits.
#![allow(clippy::disallowed_methods, reason = "the tests lay out real folders")]

mod common;

use std::path::Path;

use common::{Dice, Files, Run, Site, assert_same, files};

/// Everything that a build of `site` publishes, the manifest with it; `settings` are variables of
/// the surroundings.
fn build(site: &Site, settings: &[(&str, &str)]) -> Files {
    let mut command = site.command(&["build", "--out", "public"]);
    command.envs(settings.iter().copied());
    let run = Run::of(command);
    assert_eq!(run.code, Some(0), "{run:?}");
    let mut published = site.public();
    published.remove(".zhiku-lock");
    assert!(published.contains_key("zhiku-manifest.json") && published.len() > 300, "the whole sample is there");
    published
}

/// The sample site with its files made in the order that `dice` give.
fn shuffled_sample(dice: &mut Dice) -> Site {
    let site = Site::empty();
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all: Vec<(String, Vec<u8>)> = files(&repository.join("content")).into_iter().collect();
    dice.shuffle(&mut all);
    for (path, bytes) in all {
        site.write(&format!("content/{path}"), bytes);
    }
    site.write("site.toml", std::fs::read(repository.join("site.toml")).expect("site.toml"));
    site
}

#[test]
fn twice_gives_the_same_bytes() {
    let site = Site::sample();
    let first = build(&site, &[]);
    std::fs::remove_dir_all(site.path("public")).unwrap();
    assert_same(&first, &build(&site, &[]));
}

#[test]
fn the_folder_and_the_order_of_files_change_nothing() {
    let first = build(&Site::sample(), &[]);
    for seed in [7, 11] {
        let other = shuffled_sample(&mut Dice::new(seed));
        assert_same(&first, &build(&other, &[]));
    }
}

#[test]
fn threads_time_zone_and_language_change_nothing() {
    let site = Site::sample();
    let first = build(&site, &[("RAYON_NUM_THREADS", "1")]);
    for settings in [
        [("RAYON_NUM_THREADS", "4"), ("TZ", "America/Los_Angeles"), ("LANG", "en_US.UTF-8")],
        [("RAYON_NUM_THREADS", "3"), ("TZ", "Pacific/Kiritimati"), ("LC_ALL", "C")],
        [("RAYON_NUM_THREADS", "2"), ("TZ", "Asia/Shanghai"), ("LC_ALL", "zh_CN.GB18030")],
    ] {
        std::fs::remove_dir_all(site.path("public")).unwrap();
        assert_same(&first, &build(&site, &settings));
    }
}

#[test]
fn the_language_of_messages_changes_nothing() {
    let site = Site::sample();
    let first = build(&site, &[]);
    let run = site.run(&["build", "--lang", "en", "--quiet"]);
    assert_eq!(run.code, Some(0));
    let mut second = site.public();
    second.remove(".zhiku-lock");
    assert_same(&first, &second);
}

#[test]
fn a_history_of_edits_leaves_what_one_build_would_give() {
    let site = Site::sample();
    let first = build(&site, &[]);
    site.page("study/一时.md", "title: 一时之作\ntags: [一时]\nredirect_from: study/once.html", "见[[监督执纪]]。\n");
    // The link may lead nowhere: a failed build is a part of the history too.
    site.build();
    site.page("study/一时.md", "title: 一时之作\ntags: [一时]\nredirect_from: study/once.html", "正文。\n");
    site.publish();
    assert!(site.has("study/once.html"));
    site.remove("content/study/一时.md");
    assert_same(&first, &build(&site, &[]));
}

#[test]
fn the_place_of_the_site_is_in_no_output() {
    let site = Site::sample();
    let place = site.folder.path().to_str().unwrap().to_owned();
    for (name, bytes) in build(&site, &[]) {
        let found = bytes.windows(place.len()).any(|window| window == place.as_bytes());
        assert!(!found, "{name} names the folder it was built in");
    }
}

#[test]
fn line_ends_and_a_byte_order_mark_change_no_page() {
    let unix = Site::new();
    let text = "---\ntitle: 行末\ntags: [甲, 乙]\n---\n\n## 一、标题\n\n第一行\n第二行\n\n- 项\n- 项\n";
    unix.write("content/notes/行.md", text).publish();
    let windows = Site::new();
    windows.write("content/notes/行.md", format!("\u{FEFF}{}", text.replace('\n', "\r\n"))).publish();
    assert_same(&unix.public(), &windows.public());
}
