//! Publishing: what is written, what is left alone, and what a fault leaves behind.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "the tests make real faults on the disk")]

mod common;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use common::{Dice, Files, Run, Site, assert_same, current, files, folders};

const MANIFEST: &str = "zhiku-manifest.json";
const PENDING: &str = "zhiku-pending.json";
const LOCK: &str = ".zhiku-lock";

/// Inode and time of change of every file below `folder`: both alter when a file is written.
fn stamps(folder: &Path) -> BTreeMap<String, (u64, i64, i64)> {
    let stamp = |name: String| {
        let meta = fs::metadata(folder.join(&name)).expect("a published file");
        (name, (meta.ino(), meta.mtime(), meta.mtime_nsec()))
    };
    files(folder).into_keys().map(stamp).collect()
}

/// What a build of the same site into an empty folder gives.
fn clean_build(site: &Site) -> Files {
    let fresh = tempfile::TempDir::new().expect("a temporary folder");
    let out = fresh.path().join("public");
    let run = site.run(&["build", "--out", out.to_str().expect("UTF-8")]);
    assert_eq!(run.code, Some(0), "{run:?}");
    current(&out)
}

fn has_temporary(folder: &Path) -> bool {
    files(folder).keys().any(|name| name.contains(".zhiku-tmp-"))
}

#[test]
fn a_second_build_writes_nothing() {
    let site = Site::of_pages(5);
    site.publish();
    let before = stamps(&site.path("public"));
    let run = site.run(&["build"]);
    assert_eq!(run.code, Some(0));
    assert!(run.stdout.contains("写入 0 个文件"), "{}", run.stdout);
    assert_eq!(stamps(&site.path("public")), before);
}

#[test]
fn only_what_changed_is_written() {
    let site = Site::new();
    for name in ["甲", "乙", "丙"] {
        site.page(&format!("notes/{name}.md"), &format!("title: {name}"), "正文");
    }
    site.publish();
    let before = stamps(&site.path("public"));
    let old = current(&site.path("public"));
    site.page("notes/乙.md", "title: 乙", "改过的正文");
    site.publish();
    let new = current(&site.path("public"));
    let changed: Vec<&String> =
        new.iter().filter(|(name, bytes)| old.get(*name) != Some(bytes)).map(|(name, _)| name).collect();
    assert!(
        changed.contains(&&"notes/yi.html".to_owned()) && !changed.contains(&&"notes/jia.html".to_owned()),
        "{changed:?}"
    );
    for (name, stamp) in stamps(&site.path("public")) {
        let is_changed = changed.contains(&&name);
        assert_eq!(
            before.get(&name) != Some(&stamp),
            is_changed,
            "{name} is written if and only if it changed"
        );
    }
    assert_same(&new, &clean_build(&site));
}

#[test]
fn what_is_no_longer_wanted_is_removed_with_its_folder() {
    let site = Site::of_pages(3);
    site.page("notes/卷/旧.md", "title: 旧页", "[图纸](图.pdf)").write("content/notes/卷/图.pdf", "%PDF");
    site.publish();
    assert!(site.has("notes/juan/jiu.html") && site.has("files/notes/juan/tu.pdf"));
    site.remove("content/notes/卷/旧.md").remove("content/notes/卷/图.pdf");
    site.publish();
    for gone in ["notes/juan", "files"] {
        assert!(!site.has(gone), "{gone} went with what was in it");
    }
    assert_same(&current(&site.path("public")), &clean_build(&site));
}

#[test]
fn foreign_files_are_never_touched() {
    let site = Site::of_pages(3);
    site.page("notes/一.md", "title: 一", "正文");
    let foreign = [("web.config", "<x/>"), ("study/备忘.txt", "勿删"), ("assets/自己的/a.css", "*{}")];
    for (path, text) in foreign {
        site.write(&format!("public/{path}"), text);
    }
    let stamp = |path: &str| {
        fs::metadata(site.path("public").join(path))
            .map(|meta| (meta.ino(), meta.mtime_nsec()))
            .expect("stands")
    };
    let before: Vec<_> = foreign.iter().map(|(path, _)| stamp(path)).collect();
    site.publish();
    site.remove("content/notes/一.md").publish();
    for number in 0..3 {
        site.remove(&format!("content/study/第{number}页.md"));
    }
    site.page("notes/余.md", "title: 余", "正文").publish();
    assert!(!site.has("study/di-0-ye.html"));
    let after: Vec<_> = foreign.iter().map(|(path, _)| stamp(path)).collect();
    assert_eq!(before, after);
}

#[test]
fn a_foreign_file_in_the_way_is_not_overwritten() {
    let site = Site::of_pages(2);
    site.write("public/study/di-0-ye.html", "别人写的").write("public/index.html", "别人的首页");
    let before = files(&site.path("public"));
    let run = site.build();
    assert_eq!(run.code, Some(3));
    assert_eq!(run.codes(), ["ZK0009", "ZK0009"], "every one is named: {run:?}");
    assert!(run.stderr.contains("study/di-0-ye.html") && run.stderr.contains("index.html"));
    let mut after = files(&site.path("public"));
    after.remove(LOCK);
    assert_eq!(before, after, "nothing was written at all");
}

#[test]
fn a_foreign_folder_in_the_way_is_not_removed() {
    let site = Site::of_pages(2);
    site.write("public/study/di-0-ye.html/里面.txt", "别人的");
    site.build().fails_with(3, "ZK0009");
    assert_eq!(fs::read_to_string(site.path("public/study/di-0-ye.html/里面.txt")).unwrap(), "别人的");
}

#[test]
fn a_file_that_someone_changed_and_we_no_longer_want_stays() {
    let site = Site::of_pages(2);
    site.page("notes/旧.md", "title: 旧页", "正文").publish();
    site.write("public/notes/jiu.html", "编辑手工改过");
    site.remove("content/notes/旧.md").publish();
    assert_eq!(site.read("notes/jiu.html"), "编辑手工改过");
}

#[test]
fn a_published_file_that_someone_changed_is_mended() {
    let site = Site::of_pages(2);
    site.publish();
    let good = current(&site.path("public"));
    site.write("public/index.html", "改坏了").remove("public/pages.json");
    site.publish();
    assert_same(&current(&site.path("public")), &good);
}

#[test]
fn a_failed_build_leaves_the_old_site_byte_for_byte() {
    let site = Site::of_pages(4);
    site.publish();
    let before = (files(&site.path("public")), stamps(&site.path("public")));
    site.page("study/坏.md", "title: 坏页", "[断链](没有.md)");
    assert_eq!(site.build().code, Some(1));
    assert_eq!((files(&site.path("public")), stamps(&site.path("public"))), before);
    site.page("study/坏.md", "titel: 坏页", "");
    assert_eq!(site.build().code, Some(1));
    site.write("site.toml", "title = ");
    assert_eq!(site.build().code, Some(1));
    assert_eq!((files(&site.path("public")), stamps(&site.path("public"))), before);
}

#[test]
fn warnings_under_strict_publish_nothing() {
    let site = Site::of_pages(2);
    site.publish();
    let before = files(&site.path("public"));
    site.page("notes/空.md", "title: 空页", "");
    assert_eq!(site.run(&["build", "--strict"]).code, Some(1));
    assert_eq!(files(&site.path("public")), before);
    site.publish();
    assert!(site.has("notes/kong.html"));
}

/// Kills builds at random moments, then lets one finish: the result is that of a clean build.
///
/// The moments are spread by waiting for the process for a random time; how far it came differs
/// from run to run, what has to hold does not.
#[test]
fn a_kill_at_any_moment_leaves_what_the_next_build_repairs() {
    let site = Site::of_pages(150);
    site.write("public/别人的.txt", "勿动");
    let mut dice = Dice::new(20250601);
    let (mut killed, mut in_publish) = (0, 0);
    for round in 0..40 {
        // Every page changes, so that there is much to be interrupted in.
        site.configure(&format!("footer = \"第{round}轮\""), "");
        if round % 3 == 0 {
            site.page(&format!("notes/加{round}.md"), &format!("title: 加{round}"), "新页");
        } else if round % 3 == 1 && round > 3 {
            site.remove(&format!("content/notes/加{}.md", round - 4));
        }
        let mut child =
            site.command(&["build", "--quiet"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        if round % 2 == 0 {
            wait_for_pending(&site.path("public"), &mut child);
        }
        let longest = [1, 250_000, 20_000, 250_000][round % 4];
        spin(Duration::from_micros(dice.below(longest) as u64));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        killed += usize::from(status.code().is_none());
        in_publish += usize::from(site.has(PENDING));
        assert_pages_are_whole(&site.path("public"));
        if round % 4 == 3 {
            let run = site.publish();
            assert_eq!(run.code, Some(0));
            assert_repaired(&site);
        }
    }
    site.publish();
    assert_repaired(&site);
    assert!(killed >= 5, "builds were killed: {killed}");
    assert!(in_publish >= 1, "builds were killed while publishing: {in_publish}");
}

/// Waits until the build has noted what it is about to write, or has ended.
fn wait_for_pending(out: &Path, child: &mut std::process::Child) {
    let noted = fs::metadata(out.join(PENDING)).map(|meta| (meta.ino(), meta.mtime_nsec())).ok();
    while child.try_wait().unwrap().is_none() {
        let now = fs::metadata(out.join(PENDING)).map(|meta| (meta.ino(), meta.mtime_nsec())).ok();
        if now.is_some() && now != noted {
            return;
        }
        std::thread::yield_now();
    }
}

/// Passes `time` without giving up the processor for longer than that; it orders nothing.
fn spin(time: Duration) {
    let start = std::time::Instant::now();
    while start.elapsed() < time {
        std::thread::yield_now();
    }
}

fn assert_pages_are_whole(out: &Path) {
    for (name, bytes) in files(out) {
        if name.ends_with(".html") && !name.contains(".zhiku-tmp-") {
            assert!(bytes.ends_with(b"</html>\n") || bytes.ends_with(b"</html>"), "{name} is whole");
        }
        if name == MANIFEST || name == PENDING || name == "pages.json" {
            assert!(serde_json::from_slice::<serde_json::Value>(&bytes).is_ok(), "{name} is whole");
        }
    }
}

fn assert_repaired(site: &Site) {
    let out = site.path("public");
    assert!(!has_temporary(&out), "no temporary file is left");
    let mut found = current(&out);
    assert_eq!(found.remove("别人的.txt").as_deref(), Some("勿动".as_bytes()));
    assert_same(&found, &clean_build(site));
    assert_eq!(site.run(&["verify", "public"]).code, Some(0));
}

#[test]
fn what_a_killed_build_left_is_ours_to_remove() {
    let site = Site::of_pages(3);
    site.publish();
    let good = current(&site.path("public"));
    // A killed build had noted a page that the next one no longer wants, had written it, and
    // was in the middle of another.
    let page = "半途的页面";
    let digest = "{\"format\": 1, \"files\": {\"notes/half.html\": [\"DIGEST\"]}}";
    site.write("public/notes/half.html", page).write("public/study/.zhiku-tmp-abc123", "半");
    site.write(&format!("public/{PENDING}"), digest.replace("DIGEST", &sha256(page)));
    let verified = site.run(&["verify", "public", "--format", "json"]);
    assert_eq!(verified.code, Some(1));
    assert!(verified.codes().contains(&"ZK0024"), "{verified:?}");
    site.publish();
    assert_same(&current(&site.path("public")), &good);
}

#[test]
fn a_build_killed_in_the_writing_of_its_note_leaves_nothing_behind() {
    let site = Site::of_pages(3);
    site.publish();
    let good = current(&site.path("public"));
    // Killed before the note stood: a part of it under a temporary name, and nothing else.
    site.write("public/.zhiku-tmp-abc123", "{\"format\": 1, \"fi");
    let run = site.run(&["verify", "public", "--format", "json"]);
    assert_eq!(run.codes(), ["ZK0024"], "{run:?}");
    let run = site.run(&["build"]);
    assert!(run.stdout.contains("写入 0 个文件"), "{run:?}");
    assert_same(&current(&site.path("public")), &good);
    // The first build of all can be killed there too.
    let fresh = Site::of_pages(2);
    fresh.write("public/.zhiku-tmp-abc123", "{").publish();
    assert!(!has_temporary(&fresh.path("public")));
}

#[test]
fn a_build_killed_before_it_renamed_anything_is_repaired() {
    let site = Site::of_pages(3);
    site.publish();
    let good = current(&site.path("public"));
    let note = format!("{{\"format\": 1, \"files\": {{\"index.html\": [\"{}\"]}}}}", sha256("新首页"));
    site.write(&format!("public/{PENDING}"), note);
    for path in ["study/.zhiku-tmp-1", ".zhiku-tmp-2", "new/deep/.zhiku-tmp-3"] {
        site.write(&format!("public/{path}"), "新");
    }
    site.publish();
    assert!(!has_temporary(&site.path("public")));
    assert_same(&current(&site.path("public")), &good);
}

#[test]
fn a_foreign_file_with_the_same_bytes_stays_foreign() {
    let site = Site::of_pages(2);
    site.page("notes/图.md", "title: 图", "![图](图.png)").write("content/notes/图.png", "同样的图");
    site.publish();
    let route = site.public().into_keys().find(|name| name.ends_with(".png")).expect("an image");
    assert!(!site.read(MANIFEST).contains("adopted"));
    fs::remove_dir_all(site.path("public")).unwrap();
    let file = format!("public/{route}");
    site.write(&file, "同样的图");
    let stamp = || fs::metadata(site.path(&file)).map(|meta| (meta.ino(), meta.mtime_nsec())).unwrap();
    let before = stamp();
    for _ in 0..2 {
        site.publish();
        let manifest: serde_json::Value = serde_json::from_str(&site.read(MANIFEST)).unwrap();
        assert_eq!(manifest["files"][&route]["adopted"], true);
        assert!(manifest["files"]["index.html"]["adopted"].is_null());
    }
    assert_eq!(site.run(&["verify", "public"]).code, Some(0));
    // It is not overwritten, not removed, not cleaned away.
    site.write("content/notes/图.png", "另一张图").build().fails_with(3, "ZK0009");
    site.remove("content/notes/图.md").remove("content/notes/图.png").publish();
    assert_eq!(site.read(&route), "同样的图");
    site.page("notes/图.md", "title: 图", "![图](图.png)")
        .write("content/notes/图.png", "同样的图")
        .publish();
    assert_eq!(site.run(&["clean"]).code, Some(0));
    assert_eq!(files(&site.path("public")).into_keys().collect::<Vec<_>>(), std::slice::from_ref(&route));
    assert_eq!(stamp(), before);
    // What goes and comes back is ours.
    site.publish();
    site.remove(&file).publish();
    assert!(!site.read(MANIFEST).contains("adopted"));
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let site = Site::of_pages(2);
    let file = |site: &Site| {
        site.page("notes/页.md", "title: 页", "[附件](data)").write("content/notes/data", "一份");
    };
    file(&site);
    site.publish();
    let good = current(&site.path("public"));
    let route = "files/notes/data";
    assert!(site.path("public").join(route).is_file(), "{:?}", good.keys());
    site.remove("content/notes/data");
    site.page("notes/页.md", "title: 页", "[附件](data/深/a.pdf)")
        .write("content/notes/data/深/a.pdf", "%PDF");
    // Somebody's own words in the way stay.
    site.write(&format!("public/{route}"), "改过");
    let before = files(&site.path("public"));
    assert!(site.build().fails_with(3, "ZK0009").message.contains("“files/notes/data”"));
    assert_eq!(files(&site.path("public")), before);
    site.write(&format!("public/{route}"), "一份");
    site.publish();
    assert!(site.path("public").join(route).is_dir());
    assert_same(&current(&site.path("public")), &clean_build(&site));
    fs::remove_dir_all(site.path("content/notes/data")).unwrap();
    file(&site);
    site.write(&format!("public/{route}/别人的.txt"), "勿删");
    let run = site.build();
    assert!(run.one("ZK0009").message.contains("“files/notes/data”"), "{run:?}");
    site.remove(&format!("public/{route}/别人的.txt")).publish();
    assert_same(&current(&site.path("public")), &good);
}

/// The most memory in kilobytes that a build of `site` held.
fn peak_of_build(site: &Site) -> Option<u64> {
    let mut child = site.command(&["build", "--quiet"]).stdout(Stdio::null()).spawn().unwrap();
    let mut peak = None;
    while child.try_wait().unwrap().is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(now);
        std::thread::yield_now();
    }
    assert!(child.wait().unwrap().success());
    peak
}

#[test]
fn a_large_attachment_is_not_read_into_memory() {
    let site = Site::of_pages(2);
    site.page("notes/片.md", "title: 片", "[录像](片.mp4)").write("content/notes/片.mp4", "短");
    let Some(small) = peak_of_build(&site) else {
        eprintln!("left out: this system does not tell how much memory a process held");
        return;
    };
    let megabytes = 192;
    File::create(site.path("content/notes/片.mp4")).unwrap().set_len(megabytes << 20).unwrap();
    let copied = peak_of_build(&site).unwrap();
    let compared = peak_of_build(&site).unwrap();
    let limit = small + (megabytes << 10) / 3;
    assert!(copied < limit && compared < limit, "{small} {copied} {compared}");
    let listed = fs::metadata(site.path("public/files/notes/pian.mp4")).unwrap().len();
    assert_eq!(listed, megabytes << 20);
}

#[test]
fn a_page_that_two_killed_builds_left_in_different_states_is_still_ours() {
    let site = Site::of_pages(2);
    site.page("notes/旧.md", "title: 旧页", "第一版").publish();
    // The first killed build wrote the page anew; the second meant to, and did not come to it.
    let states = [sha256("第二版"), sha256("第三版")];
    site.write("public/notes/jiu.html", "第二版");
    let note = format!(
        "{{\"format\": 1, \"files\": {{\"notes/jiu.html\": [\"{}\", \"{}\"]}}}}",
        states[0], states[1]
    );
    site.write(&format!("public/{PENDING}"), note);
    site.remove("content/notes/旧.md").publish();
    assert!(!site.has("notes/jiu.html"));
    assert_same(&current(&site.path("public")), &clean_build(&site));
}

fn sha256(text: &str) -> String {
    zhiku::base::digest::sha256_hex(text.as_bytes())
}

#[test]
fn two_builds_on_one_output_the_second_says_so() {
    let site = Site::of_pages(2);
    site.publish();
    let before = files(&site.path("public"));
    site.page("study/第1页.md", "title: 第1页", "## 一、要点\n\n改");
    let lock = File::options().write(true).open(site.path("public").join(LOCK)).unwrap();
    lock.lock().unwrap();
    let run = site.build();
    assert_eq!(run.code, Some(3));
    assert_eq!(run.one("ZK0008").severity, "error");
    assert_eq!(files(&site.path("public")), before);
    assert_eq!(site.run(&["clean"]).code, Some(3), "clean keeps off too");
    assert_eq!(files(&site.path("public")), before);
    drop(lock);
    site.publish();
}

#[test]
fn builds_that_race_leave_one_whole_site() {
    let site = Site::of_pages(60);
    let start = || {
        site.command(&["build", "--format", "json"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    for _ in 0..4 {
        let racers: Vec<_> = (0..3).map(|_| start()).collect();
        for racer in racers {
            let output = racer.wait_with_output().unwrap();
            let words = String::from_utf8(output.stderr).unwrap();
            match output.status.code() {
                Some(0) => {}
                Some(3) => assert!(words.contains("ZK0008"), "{words}"),
                other => panic!("{other:?}: {words}"),
            }
        }
        assert_eq!(site.run(&["verify", "public"]).code, Some(0));
        assert_same(&current(&site.path("public")), &clean_build(&site));
        fs::remove_dir_all(site.path("public")).unwrap();
    }
}

/// Whether this process may ignore permissions, so that a read-only folder stops nothing.
fn is_root() -> bool {
    fs::metadata("/proc/self").map(|meta| meta.uid()).unwrap_or(1) == 0
}

/// A command of the program as a user whom permissions bind.
fn as_plain_user(site: &Site, arguments: &[&str]) -> Option<Command> {
    if !is_root() {
        return Some(site.command(arguments));
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups", common::ZHIKU]);
    command.current_dir(site.folder.path()).args(arguments).args(["--as-of", common::AS_OF]);
    let works = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups", common::ZHIKU, "--version"])
        .output();
    if works.is_ok_and(|output| output.status.success()) {
        return Some(command);
    }
    eprintln!("left out: as root without setpriv no folder is read-only");
    None
}

#[test]
fn a_read_only_folder_is_named_and_nothing_is_lost() {
    let site = Site::of_pages(3);
    site.publish();
    let before = current(&site.path("public"));
    site.page("study/第1页.md", "title: 第1页", "## 一、要点\n\n改").page("notes/新.md", "title: 新", "新页");
    open_to_all(site.folder.path());
    let Some(command) = as_plain_user(&site, &["build", "--format", "json"]) else { return };
    let mut shut = folders(&site.path("public"));
    shut.push(site.path("public"));
    set_mode(&shut, 0o555);
    let run = Run::of(command);
    set_mode(&shut, 0o755);
    run.fails_with(3, "ZK0004");
    assert_same(&current(&site.path("public")), &before);
    site.publish();
    assert_same(&current(&site.path("public")), &clean_build(&site));
}

#[test]
fn one_folder_that_may_not_be_written_leaves_the_whole_old_site() {
    let site = Site::of_pages(3);
    site.page("notes/一.md", "title: 一", "正文").publish();
    // Pages in other folders change too, and one gets a folder of its own.
    site.configure("footer = \"第二版\"", "").page("notes/新/二.md", "title: 二", "正文");
    open_to_all(site.folder.path());
    let Some(command) = as_plain_user(&site, &["build", "--format", "json"]) else { return };
    let out = site.path("public");
    let before = (files(&out), stamps(&out), folders(&out));
    let shut = [site.path("public/study")];
    set_mode(&shut, 0o555);
    let run = Run::of(command);
    set_mode(&shut, 0o755);
    run.fails_with(3, "ZK0004");
    assert_eq!((files(&out), stamps(&out), folders(&out)), before);
    site.publish();
    assert_same(&current(&out), &clean_build(&site));
}

#[test]
fn an_unreadable_page_is_named() {
    let site = Site::of_pages(3);
    open_to_all(site.folder.path());
    let Some(command) = as_plain_user(&site, &["build", "--format", "json"]) else { return };
    fs::set_permissions(site.path("content/study/第1页.md"), fs::Permissions::from_mode(0o0)).unwrap();
    let run = Run::of(command);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert_eq!(run.one("ZK0001").path.as_deref(), Some("study/第1页.md"));
    assert!(!site.path("public").exists());
}

fn open_to_all(folder: &Path) {
    let mut all = folders(folder);
    all.push(folder.to_owned());
    set_mode(&all, 0o777);
    for name in files(folder).keys() {
        fs::set_permissions(folder.join(name), fs::Permissions::from_mode(0o666)).unwrap();
    }
}

fn set_mode(paths: &[std::path::PathBuf], mode: u32) {
    for path in paths {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
}

/// A file system of `kilobytes` at `folder`, as long as the value lives.
struct SmallDisk<'a>(&'a Path);

impl<'a> SmallDisk<'a> {
    fn mount(folder: &'a Path, kilobytes: usize) -> Option<Self> {
        fs::create_dir_all(folder).unwrap();
        let size = format!("size={kilobytes}k,mode=777");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(folder));
        }
        eprintln!("left out: a full disk needs the right to mount one");
        None
    }

    fn grow(&self, kilobytes: usize) {
        let size = format!("remount,size={kilobytes}k");
        let grown = Command::new("mount").args(["-o", &size]).arg(self.0).output().unwrap();
        assert!(grown.status.success(), "{grown:?}");
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).output();
    }
}

#[test]
fn a_full_disk_is_named_and_leaves_the_old_site() {
    let site = Site::of_pages(30);
    let out = site.path("public");
    // Enough for the first site, too little for a second that differs in every file.
    let need: usize = clean_build(&site).values().map(|bytes| bytes.len().div_ceil(4096) * 4).sum();
    let Some(disk) = SmallDisk::mount(&out, need + 200) else { return };
    site.publish();
    site.configure("footer = \"第二版\"", "");
    for number in 30..400 {
        site.page(&format!("notes/多{number}.md"), &format!("title: 多{number}"), &"字".repeat(3000));
    }
    let before = (files(&out), stamps(&out), folders(&out));
    let run = site.build();
    run.fails_with(3, "ZK0003");
    assert_eq!((files(&out), stamps(&out), folders(&out)), before, "the old site stands byte for byte");
    assert_eq!(site.run(&["verify", "public"]).code, Some(0), "and it is whole");
    disk.grow(64 * 1024);
    site.publish();
    assert_same(&current(&out), &clean_build(&site));
}

#[test]
fn the_output_must_not_overlap_what_is_read() {
    let site = Site::of_pages(2);
    site.write("theme/css/99-own.css", "/* */");
    let before = files(site.folder.path());
    symlink(site.path("content"), site.path("also")).unwrap();
    for out in
        ["content", "content/public", ".", "..", "theme", "theme/out", "content/../content/x", "also/out"]
    {
        let run = site.run(&["build", "--out", out, "--format", "json"]);
        run.fails_with(3, "ZK0007");
    }
    fs::remove_file(site.path("also")).unwrap();
    assert_eq!(files(site.folder.path()), before);
    assert_eq!(
        site.run(&["build", "--out", "content-public"]).code,
        Some(0),
        "a like name is another folder"
    );
}

#[test]
fn serve_with_an_output_keeps_off_the_content_too() {
    let site = Site::of_pages(2);
    let before = files(site.folder.path());
    let run = site.run(&["serve", "--port", "0", "--out", "content/out", "--format", "json"]);
    run.fails_with(3, "ZK0007");
    assert_eq!(files(site.folder.path()), before);
}

#[test]
fn a_dangling_link_is_a_file_that_vanished() {
    let site = Site::of_pages(2);
    symlink(site.path("nowhere.md"), site.path("content/study/断.md")).unwrap();
    let run = site.build();
    assert_eq!(run.code, Some(1), "it is content: {run:?}");
    assert!(run.one("ZK0203").message.contains("study/断.md"));
    assert!(!site.path("public").exists());
}

#[test]
fn a_link_round_itself_is_named() {
    let site = Site::of_pages(2);
    symlink(site.path("content/study"), site.path("content/study/圈")).unwrap();
    symlink(site.path("content/study/自.md"), site.path("content/study/自.md")).unwrap();
    let run = site.build();
    assert_eq!(run.code, Some(1), "{run:?}");
    assert_eq!(run.codes(), ["ZK0201", "ZK0201"]);
    assert!(run.stderr.contains("study/圈") && run.stderr.contains("study/自.md"), "{run:?}");
}

#[test]
fn links_inside_are_followed_and_links_outside_are_skipped() {
    let site = Site::of_pages(2);
    let outside = tempfile::TempDir::new().unwrap();
    fs::write(outside.path().join("密.md"), "---\ntitle: 外面的秘密\n---\n不该出现").unwrap();
    fs::create_dir(outside.path().join("夹")).unwrap();
    fs::write(outside.path().join("夹/里.md"), "---\ntitle: 夹里的秘密\n---\n不该出现").unwrap();
    symlink(outside.path().join("密.md"), site.path("content/study/密.md")).unwrap();
    symlink(outside.path().join("夹"), site.path("content/study/夹")).unwrap();
    let run = site.publish();
    let skipped = run.found.iter().filter(|found| found.code == "ZK0211").count();
    assert_eq!(skipped, 2, "{run:?}");
    let all = site.public().into_values().flatten().collect::<Vec<u8>>();
    let all = String::from_utf8_lossy(&all);
    assert!(!all.contains("的秘密") && !all.contains("不该出现"));
}

#[test]
fn a_file_that_is_not_utf8_is_named_with_its_encoding() {
    let site = Site::of_pages(2);
    let text = "---\ntitle: 谈心谈话办法\n---\n\n本办法自印发之日起施行，各单位遵照执行。\n";
    let (gbk, ..) = encoding_rs::GB18030.encode(text);
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    site.write("content/study/国标.md", &gbk).write("content/study/双字节.md", utf16);
    site.write("content/study/坏.md", [text.as_bytes(), &[0xE4, 0xBD]].concat());
    let run = site.build();
    assert_eq!(run.code, Some(1));
    let mut all: Vec<(&str, &str)> =
        run.found.iter().map(|found| (found.path.as_deref().unwrap_or(""), found.code.as_str())).collect();
    all.sort_unstable();
    assert_eq!(all, [("study/双字节.md", "ZK0206"), ("study/国标.md", "ZK0205"), ("study/坏.md", "ZK0204")]);
    assert!(run.one("ZK0205").help.contains("UTF-8"));
    assert!(run.one("ZK0204").message.contains(&(text.len() + 1).to_string()), "the first bad byte: {run:?}");
    site.write("site.toml", encoding_rs::GB18030.encode(common::SITE).0);
    assert_eq!(site.build().fails_with(1, "ZK0205").path.as_deref(), Some("site.toml"));
}

#[test]
fn a_name_that_is_not_utf8_is_an_error() {
    use std::os::unix::ffi::OsStrExt as _;
    let site = Site::of_pages(2);
    let name = std::ffi::OsStr::from_bytes(b"content/study/\xC4\xEA.md");
    if fs::write(site.folder.path().join(name), "---\ntitle: 年\n---\n").is_err() {
        eprintln!("left out: this file system takes only UTF-8 names");
        return;
    }
    let run = site.build();
    assert_eq!(run.code, Some(1), "{run:?}");
    run.one("ZK0212");
}

#[test]
fn a_page_of_fifty_megabytes_is_refused() {
    let site = Site::of_pages(2);
    let file = File::create(site.path("content/study/大.md")).unwrap();
    file.set_len(50 * 1024 * 1024).unwrap();
    let run = site.build();
    let found = run.fails_with(1, "ZK0207");
    assert!(found.message.contains("50") && found.message.contains("16"), "{found:?}");
    assert_eq!(found.path.as_deref(), Some("study/大.md"));
}

#[test]
fn an_empty_or_missing_content_folder_publishes_nothing() {
    let site = Site::of_pages(2);
    site.publish();
    let before = stamps(&site.path("public"));
    site.remove("content/study/第0页.md").remove("content/study/第1页.md");
    site.write("content/study/_index.md", "---\ntitle: 说明\n---\n").write("content/图.png", "png");
    for command in [&["build"][..], &["check"], &["serve", "--port", "0", "--out", "public"]] {
        let run = site.run(&[command, &["--format", "json"]].concat());
        assert_eq!(run.code, Some(1), "{command:?} {run:?}");
        assert_eq!(run.one("ZK0208").severity, "error");
        assert_eq!(stamps(&site.path("public")), before, "{command:?}");
    }
    fs::remove_dir_all(site.path("content")).unwrap();
    site.build().fails_with(3, "ZK0005");
    site.remove("site.toml").build().fails_with(3, "ZK0006");
}

#[test]
fn a_damaged_manifest_stops_the_build() {
    let site = Site::of_pages(2);
    site.publish();
    let whole = fs::read(site.path("public").join(MANIFEST)).unwrap();
    let damaged: [&[u8]; 5] = [
        &whole[..whole.len() / 2],
        b"",
        b"{\"format\": 2, \"files\": {}}",
        b"{\"format\": 1, \"files\": {\"../outside\": {\"sha256\": \"\", \"length\": 0}}}",
        b"{\"format\": 1, \"files\": {\"/etc/passwd\": {\"sha256\": \"\", \"length\": 0}}}",
    ];
    for bytes in damaged {
        site.write(&format!("public/{MANIFEST}"), bytes);
        let before = files(&site.path("public"));
        site.build().fails_with(3, "ZK0013");
        assert_eq!(site.run(&["verify", "public", "--format", "json"]).codes(), ["ZK0013"]);
        assert_eq!(site.run(&["clean", "--format", "json"]).codes(), ["ZK0013"]);
        assert_eq!(files(&site.path("public")), before);
    }
    // What the help says.
    assert_eq!(site.run(&["build", "--out", "fresh"]).code, Some(0));
}

#[test]
fn verify_finds_what_changed_what_is_missing_and_what_is_extra() {
    let site = Site::of_pages(3);
    site.publish();
    let sound = site.run(&["verify", "public"]);
    assert_eq!(sound.code, Some(0));
    assert!(sound.stdout.contains("个文件与清单一致"), "{sound:?}");
    site.write("public/index.html", "变了").remove("public/pages.json").write("public/study/多.txt", "多");
    let run = site.run(&["verify", "public", "--format", "json"]);
    assert_eq!(run.code, Some(1));
    let all: Vec<(&str, bool)> =
        run.found.iter().map(|found| (found.code.as_str(), found.severity == "error")).collect();
    assert_eq!(all, [("ZK0022", true), ("ZK0021", true), ("ZK0023", false)], "{run:?}");
    for (code, words) in [("ZK0022", "index.html"), ("ZK0021", "pages.json"), ("ZK0023", "study/多.txt")] {
        assert!(run.one(code).message.contains(words), "{run:?}");
    }
    site.publish();
    assert_eq!(site.run(&["verify", "public"]).code, Some(0), "an extra file alone is no fault");
    assert_eq!(site.run(&["verify", "content", "--format", "json"]).codes(), ["ZK0014"]);
    assert_eq!(site.run(&["verify", "nowhere", "--format", "json"]).codes(), ["ZK0014"]);
}

#[test]
fn verify_agrees_with_sha256sum() {
    let site = Site::of_pages(2);
    site.publish();
    let manifest: serde_json::Value = serde_json::from_str(&site.read(MANIFEST)).unwrap();
    let listed = manifest["files"].as_object().unwrap();
    let mut published = current(&site.path("public"));
    published.remove(MANIFEST);
    assert_eq!(listed.keys().collect::<Vec<_>>(), published.keys().collect::<Vec<_>>());
    for (path, record) in listed {
        assert_eq!(record["length"].as_u64(), Some(published[path].len() as u64), "{path}");
    }
    let Ok(output) = Command::new("sha256sum").arg("index.html").current_dir(site.path("public")).output()
    else {
        eprintln!("left out: no sha256sum on this machine");
        return;
    };
    let words = String::from_utf8(output.stdout).unwrap();
    assert_eq!(listed["index.html"]["sha256"].as_str(), words.split_whitespace().next());
}

#[test]
fn clean_removes_only_its_own() {
    let site = Site::of_pages(3);
    site.write("public/study/备忘.txt", "勿删");
    site.publish();
    let run = site.run(&["clean"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let left = files(&site.path("public"));
    assert_eq!(left.keys().collect::<Vec<_>>(), ["study/备忘.txt"]);
    fs::remove_dir_all(site.path("public")).unwrap();
    site.publish();
    site.run(&["clean"]);
    assert!(!site.path("public").exists(), "an output folder of its own goes whole");
    assert_eq!(site.run(&["clean"]).code, Some(0), "nothing to clean is no fault");
    let before = files(&site.path("content"));
    assert_eq!(site.run(&["clean", "--out", "content"]).code, Some(0));
    assert_eq!(files(&site.path("content")), before, "a folder that was not published is left alone");
}

#[test]
fn published_files_can_be_read_by_a_server() {
    let site = Site::of_pages(2);
    site.publish();
    for name in site.public().keys().filter(|name| *name != LOCK) {
        let mode = fs::metadata(site.path("public").join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o600, 0o600, "{name}: {mode:o}");
        assert_eq!(mode & 0o111, 0, "{name}: {mode:o}");
    }
}

/// The files of the search that the manifest lists as those of the build before.
fn retired(site: &Site) -> Vec<String> {
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(site.path("public/zhiku-manifest.json")).unwrap()).unwrap();
    let listed = manifest["files"].as_object().unwrap();
    let retired = listed.iter().filter(|(_, record)| record["retired"] == true);
    retired.map(|(path, _)| path.clone()).collect()
}

#[test]
fn the_search_of_the_build_before_stays_for_one_more() {
    let site = Site::of_pages(3);
    site.publish();
    assert!(retired(&site).is_empty());
    let before: Vec<String> =
        files(&site.path("public")).into_keys().filter(|path| path.starts_with("search/")).collect();
    site.page("study/另一页.md", "title: 另一页", "独角兽条款。");
    site.publish();
    let old = retired(&site);
    assert!(!old.is_empty() && old.iter().all(|path| before.contains(path)), "{old:?}");
    assert!(
        before.iter().all(|path| site.path("public").join(path).exists()),
        "an old tab finds all it asks for"
    );
    site.publish();
    assert!(retired(&site).is_empty() && !site.path("public").join(&old[0]).exists());
}

#[test]
fn the_words_of_a_removed_page_leave_at_once() {
    let site = Site::of_pages(3);
    site.page("study/另一页.md", "title: 另一页", "独角兽条款。");
    site.publish();
    let holds = |site: &Site| {
        files(&site.path("public"))
            .into_iter()
            .any(|(_, bytes)| String::from_utf8_lossy(&bytes).contains("独角兽"))
    };
    assert!(holds(&site));
    site.remove("content/study/另一页.md");
    site.publish();
    assert!(!holds(&site), "neither its title, its text nor its terms");
}
