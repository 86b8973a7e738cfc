//! Releases: publishing, going back, carrying by disc; killed at any moment, damaged, foreign.

#![allow(clippy::disallowed_methods, reason = "tests read real files and break them")]

mod common;

use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{Dice, Files, Run, Site, ZHIKU, assert_same, files};
use tempfile::TempDir;

/// Publishes to the folder `to` of the site.
fn publish(site: &Site, more: &[&str]) -> Run {
    let mut arguments = vec!["publish", "--to", "kb"];
    arguments.extend(more);
    site.run(&arguments)
}

fn done(run: &Run) {
    assert_eq!(run.code, Some(0), "{run:?}");
}

fn releases(kb: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(kb.join("releases")) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The releases that the three pointers of `kb` lead to.
fn pointed(kb: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    if let Ok(bytes) = fs::read(kb.join("zhiku-current.json")) {
        let current: serde_json::Value = serde_json::from_slice(&bytes).expect("the note is whole");
        found.push(kb.join("releases").join(current["release"].as_str().unwrap()));
    }
    if let Ok(target) = fs::read_link(kb.join("current")) {
        found.push(kb.join(target));
    }
    if let Ok(html) = fs::read_to_string(kb.join("index.html")) {
        assert!(html.ends_with("</html>\n"), "the entry is whole: {html}");
        let target = html.split("url=").nth(1).unwrap().split("/index.html").next().unwrap();
        found.push(kb.join(target));
    }
    found
}

/// Expects that every way in leads to a whole release.
fn assert_whole(kb: &Path) {
    for release in pointed(kb) {
        let mut command = Command::new(ZHIKU);
        command.arg("verify").arg(&release);
        let run = Run::of(command);
        assert_eq!(run.code, Some(0), "{}: {run:?}", release.display());
    }
}

/// Expects that nothing of a killed run is left, and that all ways lead to one release.
fn assert_clean(kb: &Path) {
    let left: Vec<String> = files(kb).into_keys().filter(|path| path.contains(".zhiku-tmp-")).collect();
    assert!(left.is_empty(), "{left:?}");
    let mut pointed = pointed(kb);
    assert_eq!(pointed.len(), 3);
    pointed.dedup();
    assert_eq!(pointed.len(), 1, "{pointed:?}");
}

fn shown(kb: &Path) -> Files {
    files(&kb.join(fs::read_link(kb.join("current")).expect("a release is shown")))
}

fn record(kb: &Path) -> serde_json::Value {
    serde_json::from_slice(&shown(kb)["record.json"]).unwrap()
}

#[test]
fn a_release_is_published_recorded_kept_and_gone_back_to() {
    let site = Site::of_pages(3);
    let kb = site.path("kb");
    done(&publish(&site, &[]));
    assert_clean(&kb);
    let first = shown(&kb);
    assert_eq!(record(&kb)["changes"], serde_json::Value::Null);
    done(&publish(&site, &[]));
    assert_eq!(releases(&kb).len(), 1, "nothing changed");
    site.page("notes/新.md", "title: 新页\nreview: {by: 审理室, on: 2025-05-01, basis: 二审}", "新。");
    site.page("study/第0页.md", "title: 第0页", "改过。");
    site.remove("content/study/第2页.md");
    site.page("study/第1页.md", "title: 第1页", "不再链接。");
    done(&publish(&site, &[]));
    assert_eq!(releases(&kb).len(), 2);
    let changes = record(&kb)["changes"].clone();
    assert_eq!(changes["added"], serde_json::json!(["notes/xin.html"]));
    assert_eq!(changes["changed"].as_array().unwrap().len(), 2);
    assert_eq!(changes["removed"].as_array().unwrap().len(), 1);
    let page = String::from_utf8(shown(&kb)["record.html"].clone()).unwrap();
    assert!(page.contains("审理室") && page.contains("新页") && !page.contains("第2页"), "{page}");
    let second = shown(&kb);
    done(&site.run(&["rollback", "--to", "kb"]));
    assert_clean(&kb);
    assert_same(&shown(&kb), &first);
    let name = releases(&kb)[1].clone();
    done(&site.run(&["rollback", "--to", "kb", &name]));
    assert_same(&shown(&kb), &second);
    assert_eq!(site.run(&["rollback", "--to", "kb", "7"]).code, Some(3));
    // The same bytes from the same input after the same publication, in another place.
    done(&site.run(&["rollback", "--to", "kb", "1"]));
    done(&publish(&site, &[]));
    assert_same(&shown(&kb), &second);
    for round in 0..4 {
        site.page("notes/新.md", "title: 新页", &format!("第{round}轮。"));
        done(&publish(&site, &["--keep", "2"]));
    }
    assert_eq!(releases(&kb).len(), 2);
    fs::write(kb.join("index.html"), "别人的").unwrap();
    assert_eq!(publish(&site, &[]).code, Some(3));
    assert_eq!(fs::read(kb.join("index.html")).unwrap(), "别人的".as_bytes());
}

#[test]
fn errors_publish_nothing_and_another_scope_is_not_published_by_oversight() {
    let site = Site::of_pages(2);
    let kb = site.path("kb");
    done(&publish(&site, &["--scope", "系统内"]));
    let before = shown(&kb);
    let other = publish(&site, &["--format", "json"]);
    other.fails_with(3, "ZK0035");
    site.page("notes/坏.md", "title: 坏", "[无](没有.md)");
    assert_eq!(publish(&site, &["--scope", "系统内"]).code, Some(1));
    assert_same(&shown(&kb), &before);
    site.remove("content/notes/坏.md");
    done(&publish(&site, &["--change-scope"]));
    assert_eq!(record(&kb)["scope"], "本机关");
}

#[test]
fn the_record_names_nothing_that_left() {
    let site = Site::of_pages(2);
    let kb = site.path("kb");
    site.page("notes/将收窄.md", "title: 独角兽名单", "独角兽。");
    done(&publish(&site, &["--scope", "系统内"]));
    site.page("notes/将收窄.md", "title: 独角兽名单\nrelease_scope: 本机关", "独角兽。");
    done(&publish(&site, &["--scope", "系统内"]));
    let all = shown(&kb);
    for word in ["独角兽", "du-jiao-shou", "jiang-shou-zhai"] {
        let told = all
            .iter()
            .find(|(path, bytes)| path.contains(word) || String::from_utf8_lossy(bytes).contains(word));
        assert!(told.is_none(), "{word} in {}", told.unwrap().0);
    }
    assert_eq!(record(&kb)["changes"]["removed"], serde_json::json!([]), "nor is it counted");
}

/// A site with three releases, a package from the first to the last, and a whole one of the first.
fn carried() -> (Site, TempDir) {
    let site = Site::of_pages(4);
    site.write("content/notes/附件.pdf", "附件").page(
        "notes/附.md",
        "title: 附\nattachments: [附件.pdf]",
        "文。",
    );
    done(&publish(&site, &[]));
    done(&site.run(&["package", "--to", "kb", "全.zip"]));
    for round in 0..2 {
        site.page("study/第1页.md", "title: 第1页", &format!("## 一、要点\n\n第{round}轮。[下](第2页.md)"));
        done(&publish(&site, &[]));
    }
    done(&site.run(&["package", "--to", "kb", "--since", "1", "差.zip"]));
    (site, TempDir::new().unwrap())
}

/// Unpacks `archive` of the site to the folder `there`.
fn unpack(site: &Site, archive: &str, there: &Path) -> Run {
    let there = there.to_str().expect("a plain path");
    site.run(&["unpack", archive, "--format", "json", "--to", there])
}

#[test]
fn a_package_carries_what_changed() {
    let (site, there) = carried();
    let there = there.path();
    unpack(&site, "差.zip", there).fails_with(3, "ZK0033");
    assert!(pointed(there).is_empty());
    done(&unpack(&site, "全.zip", there));
    assert_clean(there);
    done(&unpack(&site, "差.zip", there));
    assert_clean(there);
    assert_same(&shown(there), &shown(&site.path("kb")));
    done(&unpack(&site, "差.zip", there));
    unpack(&site, "全.zip", there).fails_with(3, "ZK0034");
    // Gone back from and carried once more, the same release is shown again, mended where it is damaged.
    for damages in [false, true] {
        done(&site.run(&["rollback", "--to", there.to_str().unwrap()]));
        if damages {
            let name = releases(there).pop().unwrap();
            fs::write(there.join("releases").join(name).join("index.html"), "坏").unwrap();
        }
        done(&unpack(&site, "差.zip", there));
        assert_clean(there);
        assert_same(&shown(there), &shown(&site.path("kb")));
    }
    let size = |name: &str| fs::metadata(site.path(name)).unwrap().len();
    assert!(size("差.zip") < size("全.zip"));
    // The same releases make the same bytes.
    done(&site.run(&["package", "--to", "kb", "--since", "1", "差二.zip"]));
    assert_eq!(fs::read(site.path("差.zip")).unwrap(), fs::read(site.path("差二.zip")).unwrap());
    assert_eq!(site.run(&["package", "--to", "kb", "差.zip"]).code, Some(3), "nothing is overwritten");
}

/// An entry of an archive: its name and its bytes.
type Entry = (String, Vec<u8>);

/// Entries of the archive `bytes`: names and contents.
fn entries(bytes: &[u8]) -> Vec<Entry> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut entry = zip.by_index(index).unwrap();
            let mut inner = Vec::new();
            entry.read_to_end(&mut inner).unwrap();
            (entry.name().to_owned(), inner)
        })
        .collect()
}

fn archive(entries: &[Entry]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_damaged_or_foreign_package_is_refused_and_changes_nothing() {
    let (site, there) = carried();
    let there = there.path();
    done(&unpack(&site, "全.zip", there));
    let before = files(there);
    let whole = fs::read(site.path("差.zip")).unwrap();
    let all = entries(&whole);
    let changed = |change: &dyn Fn(&mut Vec<Entry>)| {
        let mut all = all.clone();
        change(&mut all);
        archive(&all)
    };
    let page = all.iter().position(|(name, _)| name.starts_with("files/")).unwrap();
    let mut wrong: Vec<(&str, Vec<u8>)> = vec![
        ("no zip", b"hello".to_vec()),
        ("another zip", archive(&[("word/document.xml".to_owned(), b"x".to_vec())])),
        ("a file more", changed(&|all| all.push(("files/more.html".to_owned(), b"x".to_vec())))),
        ("a way out", changed(&|all| all.push(("files/../../out.html".to_owned(), b"x".to_vec())))),
        ("a whole path", changed(&|all| all.push(("/etc/out.html".to_owned(), b"x".to_vec())))),
        ("a file less", changed(&|all| drop(all.remove(page)))),
        ("other words", changed(&|all| all[page].1.push(b'x'))),
        ("words of the same length", changed(&|all| all[page].1[0] ^= 1)),
        (
            "another manifest",
            changed(&|all| {
                let manifest = all.iter_mut().find(|(name, _)| name == "zhiku-manifest.json").unwrap();
                manifest.1.push(b'\n');
            }),
        ),
        (
            "a path in the contents",
            changed(&|all| {
                let text = String::from_utf8(all[0].1.clone()).unwrap();
                all[0].1 = text.replacen("\"files\":{\"", "\"files\":{\"../", 1).into_bytes();
            }),
        ),
        ("a bomb", changed(&|all| all[page].1 = vec![0; 64 << 20])),
        (
            "a name for a release",
            changed(&|all| {
                let text = String::from_utf8(all[0].1.clone()).unwrap();
                all[0].1 = text.replacen("0003-", "0009-", 1).replace("\"base\"", "\"bose\"").into_bytes();
            }),
        ),
    ];
    let mut dice = Dice::new(77);
    for _ in 0..8 {
        let mut bytes = whole.clone();
        let at = dice.below(bytes.len());
        bytes[at] ^= 1 << dice.below(8);
        wrong.push(("a bit", bytes));
        wrong.push(("cut short", whole[..dice.below(whole.len())].to_vec()));
    }
    for (what, bytes) in wrong {
        fs::write(site.path("坏.zip"), &bytes).unwrap();
        let run = unpack(&site, "坏.zip", there);
        let is_same_release = run.code == Some(0) && what == "a bit";
        if is_same_release {
            // A bit that no byte of the release hangs on, such as one of a time.
            assert_same(&shown(there), &shown(&site.path("kb")));
            break;
        }
        assert_eq!(run.code, Some(3), "{what}: {run:?}");
        assert!(["ZK0032", "ZK0033"].contains(&run.codes()[0]), "{what}: {run:?}");
        let now = files(there);
        let of_releases = |all: &Files| {
            let kept = all.iter().filter(|(path, _)| !path.contains(".zhiku-tmp-"));
            kept.map(|(path, bytes)| (path.clone(), bytes.clone())).collect::<Files>()
        };
        assert_same(&of_releases(&now), &of_releases(&before));
        assert!(!there.join("../out.html").exists());
    }
}

#[test]
fn a_base_that_was_changed_since_is_a_wrong_base() {
    let (site, there) = carried();
    let there = there.path();
    done(&unpack(&site, "全.zip", there));
    let base = there.join("releases").join(&releases(there)[0]);
    fs::write(base.join("404.html"), "别的").unwrap();
    unpack(&site, "差.zip", there).fails_with(3, "ZK0033");
    assert_eq!(pointed(there).pop().unwrap(), base);
}

/// Passes `time` without giving up the processor for longer than that; it orders nothing.
fn spin(time: Duration) {
    let start = Instant::now();
    while start.elapsed() < time {
        std::thread::yield_now();
    }
}

/// Starts `command`, kills it at a random moment, mostly after it began to write; says whether it
/// was killed.
fn kill_at_some_moment(mut command: Command, kb: Option<&Path>, dice: &mut Dice) -> bool {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    if let Some(kb) = kb.filter(|_| dice.below(4) > 0) {
        let workshop = kb.join("releases/.zhiku-tmp-new");
        while !workshop.exists() && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
    }
    let longest = [200, 5_000, 40_000, 150_000][dice.below(4)];
    spin(Duration::from_micros(dice.below(longest) as u64));
    child.kill().unwrap();
    child.wait().unwrap().code().is_none()
}

#[test]
fn a_kill_at_any_moment_leaves_a_whole_release() {
    let site = Site::of_pages(40);
    let kb = site.path("kb");
    let there = TempDir::new().unwrap();
    let mut dice = Dice::new(4_711);
    done(&publish(&site, &[]));
    done(&site.run(&["package", "--to", "kb", "0.zip"]));
    done(&unpack(&site, "0.zip", there.path()));
    let mut killed = [0; 3];
    for round in 1..=14 {
        site.configure(&format!("footer = \"第{round}轮\""), "");
        for _ in 0..2 {
            let command = site.command(&["publish", "--to", "kb", "--keep", "3"]);
            killed[0] += usize::from(kill_at_some_moment(command, Some(&kb), &mut dice));
            assert_whole(&kb);
        }
        done(&publish(&site, &["--keep", "3"]));
        assert_clean(&kb);
        assert_whole(&kb);
        for _ in 0..2 {
            let all = releases(&kb);
            let target = all[dice.below(all.len())].clone();
            let command = site.command(&["rollback", "--to", "kb", &target]);
            killed[1] += usize::from(kill_at_some_moment(command, None, &mut dice));
            assert_whole(&kb);
        }
        let newest = releases(&kb).pop().unwrap();
        done(&site.run(&["rollback", "--to", "kb", &newest]));
        assert_clean(&kb);
        let archive = format!("{round}.zip");
        done(&site.run(&["package", "--to", "kb", &archive]));
        for _ in 0..2 {
            let to = there.path().to_str().unwrap();
            let command = site.command(&["unpack", &archive, "--to", to]);
            killed[2] += usize::from(kill_at_some_moment(command, Some(there.path()), &mut dice));
            assert_whole(there.path());
        }
        done(&unpack(&site, &archive, there.path()));
        assert_clean(there.path());
        assert_same(&shown(there.path()), &shown(&kb));
    }
    assert!(killed.iter().all(|count| *count >= 3), "{killed:?}");
}
