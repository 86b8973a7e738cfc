//! After any history of edits, renames and deletions a build that remembers gives what a clean one
//! gives, byte for byte.

mod common;

use std::fs;
use std::process::Command;

use camino::Utf8PathBuf;
use common::{Files, Site, assert_same, current};
use proptest::prelude::*;
use zhiku::build::memory::Memory;
use zhiku::build::pipeline::{Build, Goal, Request, build_with};

/// Pages that a history writes, moves and removes. Some differ by case alone, some are introductions.
const PAGES: [&str; 9] = [
    "study/甲.md",
    "study/乙.md",
    "study/夹/丙.md",
    "regulations/丁法.md",
    "regulations/丁法二.md",
    "notes/Wu.md",
    "notes/wu.md",
    "study/夹/_index.md",
    "terms/己.md",
];

/// One thing that an editor does.
#[derive(Debug, Clone)]
enum Act {
    Write { page: usize, text: usize },
    Touch { page: usize },
    Remove { page: usize },
    Rename { from: usize, to: usize },
    Draw { size: u8 },
    Erase,
    Template { text: usize },
    Style { text: usize },
    Configure { text: usize },
    MoveFolder,
    Clear,
}

fn act() -> impl Strategy<Value = Act> {
    let page = 0..PAGES.len();
    prop_oneof![
        8 => (page.clone(), 0..12usize).prop_map(|(page, text)| Act::Write { page, text }),
        1 => page.clone().prop_map(|page| Act::Touch { page }),
        2 => page.clone().prop_map(|page| Act::Remove { page }),
        2 => (page.clone(), page).prop_map(|(from, to)| Act::Rename { from, to }),
        1 => (0..3u8).prop_map(|size| Act::Draw { size }),
        1 => Just(Act::Erase),
        1 => (0..3usize).prop_map(|text| Act::Template { text }),
        1 => (0..3usize).prop_map(|text| Act::Style { text }),
        1 => (0..3usize).prop_map(|text| Act::Configure { text }),
        1 => Just(Act::MoveFolder),
        1 => Just(Act::Clear),
    ]
}

/// What a page says: with links, tags, editions, articles, a draft, and now and then a mistake.
fn text(page: usize, text: usize) -> String {
    let law = PAGES[page].starts_with("regulations");
    let fields = match (law, text % 4) {
        _ if PAGES[page].ends_with("_index.md") => "title: 夹子\n",
        (true, 0) => "title: 丁法\nwork: 丁法\nversion: 2001-01-01\neffective: 2001-03-01\nlevel: 法律\n",
        (true, 1) => "title: 丁法\nwork: 丁法\nversion: 2011-01-01\neffective: 2011-03-01\nlevel: 法律\n",
        (true, _) => "title: 丁法的实施办法\nversion: 2012-01-01\nlevel: 规章\n",
        (false, 0) => "title: 乙的标题\ntags: [问责, 作风]\n",
        (false, 1) => "title: 甲的标题\ntags: [问责, 作风, 巡察]\nrelated: [丁法]\n",
        (false, 2) => "title: 又一页\ndraft: true\n",
        (false, _) => "title: 另一页\nsummary: 提要\nredirect_from: [old/other.html]\n",
    };
    let body = match text {
        0..4 => "第一条　为了写明，制定本法。\n\n第二条　见第一条，并见《丁法》第二条。\n",
        4..6 => "## 一、要点\n\n见[[甲的标题]]和[丁](../regulations/丁法.md)。\n\n![图](/图.png)\n",
        6..8 => "## 二、要点\n\n依照丁法第一条。见[[没有这一页]]。\n",
        8..11 => "一段正文，查得到的字：蟹螯。\n",
        _ => "[没有](没有.md)\n",
    };
    format!("---\n{fields}---\n\n{body}")
}

fn carry_out(site: &Site, act: &Act) {
    let at = |page: usize| format!("content/{}", PAGES[page]);
    match act {
        Act::Write { page, text: number } => {
            site.write(&at(*page), text(*page, *number));
        }
        Act::Touch { page } => {
            if let Ok(bytes) = fs::read(site.path(&at(*page))) {
                site.write(&at(*page), bytes);
            }
        }
        Act::Remove { page } => {
            let _ = fs::remove_file(site.path(&at(*page)));
        }
        Act::Rename { from, to } => {
            let target = site.path(&at(*to));
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            let _ = fs::rename(site.path(&at(*from)), target);
        }
        Act::Draw { size } => {
            site.write("content/图.png", vec![*size; usize::from(*size) + 1]);
        }
        Act::Erase => {
            let _ = fs::remove_file(site.path("content/图.png"));
        }
        Act::Template { text } => {
            let words = ["", "<i>{{ frame.title }}</i>", "<i>{{ frame.nothing }}</i>"];
            let base = fs::read_to_string(format!("{}/theme/templates/404.html", env!("CARGO_MANIFEST_DIR")));
            site.write("theme/templates/404.html", base.unwrap().replace("</main>", words[*text]));
        }
        Act::Style { text } => {
            site.write("theme/css/10-base.css", format!("p {{ margin: {text}em }}"));
        }
        Act::Configure { text } => {
            let tops = ["", "page_size = 1", "base_url = \"https://example.org/x/\""];
            site.configure(tops[*text], "");
        }
        Act::MoveFolder => {
            let (here, there) = (site.path("content/study/夹"), site.path("content/notes/夹"));
            let _ = if here.exists() { fs::rename(here, there) } else { fs::rename(there, here) };
        }
        Act::Clear => {
            fs::remove_dir_all(site.path("content")).unwrap();
            fs::create_dir(site.path("content")).unwrap();
        }
    }
}

fn build(site: &Site, memory: &mut Memory, goal: Goal) -> Build {
    let root = Utf8PathBuf::from_path_buf(site.folder.path().to_owned()).unwrap();
    let request = Request {
        content: root.join("content"),
        root,
        as_of: jiff::civil::date(2025, 6, 1),
        scope: None,
        occasion: zhiku::model::record::Occasion::Build,
    };
    build_with(memory, &request, goal, &|_| {}).expect("site.toml can be read")
}

fn assert_equal(remembered: &Build, clean: &Build) {
    assert_eq!(remembered.diagnostics, clean.diagnostics);
    let files = |build: &Build| -> Files {
        let bytes = |file: &zhiku::publish::output::OutputFile| file.bytes().unwrap().into_owned();
        build.outputs.iter().map(|(route, file)| (route.to_string(), bytes(file))).collect()
    };
    assert_same(&files(remembered), &files(clean));
}

fn begin() -> Site {
    let site = Site::new();
    for (page, path) in PAGES.iter().enumerate().take(5) {
        site.write(&format!("content/{path}"), text(page, page % 2 + 8));
    }
    site
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_is_remembered_changes_nothing(acts in prop::collection::vec(act(), 1..14)) {
        let site = begin();
        let mut memory = Memory::default();
        build(&site, &mut memory, Goal::Publish);
        for act in &acts {
            carry_out(&site, act);
            let remembered = build(&site, &mut memory, Goal::Pages);
            assert_equal(&remembered, &build(&site, &mut Memory::default(), Goal::Pages));
        }
        let remembered = build(&site, &mut memory, Goal::Publish);
        assert_equal(&remembered, &build(&site, &mut Memory::default(), Goal::Publish));
    }
}

#[test]
fn only_what_changed_is_made_anew() {
    let site = Site::of_pages(30);
    let mut memory = Memory::default();
    let first = build(&site, &mut memory, Goal::Pages);
    assert_eq!(first.explained.parsed().count(), 30);
    assert_eq!(first.explained.pages_kept, 0);

    let second = build(&site, &mut memory, Goal::Pages);
    assert!(second.explained.steps.is_empty(), "{:?}", second.explained.steps);
    assert_eq!(second.explained.parses_kept, 30);

    let fields = "title: 第7页\ntags: [标签0]";
    site.page("study/第7页.md", fields, "## 一、要点\n\n改过的正文。见[下一页](第8页.md#一、要点)。\n");
    let third = build(&site, &mut memory, Goal::Pages);
    let parsed: Vec<&str> = third.explained.parsed().map(|path| path.as_str()).collect();
    assert_eq!(parsed, ["study/第7页.md"]);
    let rendered: Vec<&str> = third.explained.rendered().map(|route| route.as_str()).collect();
    assert_eq!(rendered, ["study/di-7-ye.html"], "{:?}", third.explained.steps);
}

#[test]
fn a_file_of_the_same_length_and_time_is_read_again() {
    let site = Site::of_pages(3);
    let mut memory = Memory::default();
    build(&site, &mut memory, Goal::Pages);
    let path = site.path("content/study/第1页.md");
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("正文", "文正")).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(before).unwrap();
    let second = build(&site, &mut memory, Goal::Pages);
    assert_eq!(second.explained.parsed().count(), 1);
    assert_equal(&second, &build(&site, &mut Memory::default(), Goal::Pages));
}

#[test]
fn a_published_site_is_the_same_after_every_build() {
    let site = begin();
    for number in 0..8 {
        site.write(&format!("content/{}", PAGES[number % 5]), text(number % 5, number + 1));
        let fresh = Site::empty();
        common::copy(&site.path("content"), &fresh.path("content"));
        fresh.write("site.toml", fs::read(site.path("site.toml")).unwrap());
        let (one, other) = (site.build(), fresh.build());
        assert_eq!(one.found, other.found);
        if one.code == Some(0) {
            assert_same(&current(&site.path("public")), &current(&fresh.path("public")));
        }
    }
}

#[test]
fn a_build_with_nothing_to_do_is_known_by_what_is_kept_and_by_nothing_else() {
    let site = Site::of_pages(6);
    site.page("notes/图.md", "title: 有图", "![图](图.png)\n\n见[第1页](../study/第1页.md)");
    site.write("content/notes/图.png", [1; 9]);
    let build = || {
        let run = site.run(&["build"]);
        assert_eq!(run.code, Some(0), "{run:?}");
        run.stdout.contains("没有改动")
    };
    assert!(!build(), "the first");
    assert!(build(), "nothing changed");
    let settle = |what: &str| {
        assert!(!build(), "{what}");
        assert!(build(), "nothing changed after {what}");
        assert!(build(), "nor since");
        assert_same(&site.public(), &clean(&site));
    };
    let path = site.path("content/study/第1页.md");
    let (text, time) = (fs::read_to_string(&path).unwrap(), fs::metadata(&path).unwrap().modified().unwrap());
    fs::write(&path, text.replace("正文", "文正")).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    settle("an edit of the same length and time");
    site.write("content/notes/图.png", [2; 9]);
    settle("another picture");
    site.write("theme/css/10-base.css", "p { margin: 0 }");
    settle("another style");
    site.configure("notice = \"通知\"", "");
    settle("site.toml");
    fs::rename(site.path("content/study/第5页.md"), site.path("content/study/第9页.md")).unwrap();
    site.page("study/第4页.md", "title: 第4页", "## 一、要点\n\n没有下一页");
    settle("another name");
    site.write("public/index.html", "spoilt");
    let run = site.run(&["build", "--format", "json"]);
    assert!(run.code != Some(0) || !run.stdout.contains("没有改动"), "what was published is looked at");
    fs::remove_file(site.path("public/index.html")).unwrap();
    settle("a published file that went");

    let other = site.path("another-program");
    // Were it copied here, a program started beside could hold it open for writing.
    assert!(Command::new("cp").arg(common::ZHIKU).arg(&other).status().unwrap().success());
    let mut command = Command::new(&other);
    command.current_dir(site.folder.path()).args(["build", "--as-of", common::AS_OF]);
    let run = common::Run::of(command);
    assert!(run.code == Some(0) && !run.stdout.contains("没有改动"), "another program: {run:?}");
    settle("this program again");

    for spoilt in ["", "{", "null", "{\"key\": 1}"] {
        site.write(".zhiku/last-build.json", spoilt);
        assert!(!build(), "{spoilt:?}");
        assert!(build());
    }
    for (path, mut bytes) in common::files(&site.path(".zhiku/search")) {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        site.write(&format!(".zhiku/search/{path}"), bytes);
    }
    site.page("study/第0页.md", "title: 第0页", "## 一、要点\n\n改过");
    settle("damaged parts of the search");
    fs::remove_dir_all(site.path(".zhiku")).unwrap();
    assert!(!build() && build());
    site.write("a file", "");
    fs::remove_dir_all(site.path(".zhiku")).unwrap();
    fs::rename(site.path("a file"), site.path(".zhiku")).unwrap();
    assert!(!build() && !build(), "a cache that cannot be written is none");
    fs::remove_file(site.path(".zhiku")).unwrap();
    let run = site.run(&["build", "--no-cache"]);
    assert!(run.code == Some(0) && !site.path(".zhiku").exists());
}

#[test]
fn what_is_kept_across_runs_is_taken_only_where_it_fits() {
    let site = Site::empty();
    let configure = |gate: &str| {
        let sections = common::SITE.split("# Most tests").next().unwrap();
        site.write("site.toml", format!("{sections}\n[gate]\nsensitive_terms = \"terms.txt\"\n{gate}"));
    };
    configure("");
    site.write("terms.txt", "河豚\n");
    for (page, number) in [(3, 0), (4, 1), (0, 8), (1, 3)] {
        site.write(&format!("content/{}", PAGES[page]), text(page, number));
    }
    let fields = "title: 某案\ncase_kind: 警示教育案例\nanonymized: true\ndisclosure: 已公开通报\n\
                  source: {name: 通报}";
    site.page("cases/案.md", fields, "王某在翠微坡收受财物。");
    let settle = |what: &str| {
        let fresh = Site::empty();
        for name in ["content", "site.toml", "terms.txt"] {
            match fs::read(site.path(name)) {
                Ok(bytes) => drop(fresh.write(name, bytes)),
                Err(_) => common::copy(&site.path(name), &fresh.path(name)),
            }
        }
        let (one, other) = (site.build(), fresh.build());
        assert_eq!((one.code, &one.found), (other.code, &other.found), "{what}");
        if one.code == Some(0) {
            assert_same(&current(&site.path("public")), &current(&fresh.path("public")));
        }
        one.codes().iter().map(|code| (*code).to_owned()).collect::<Vec<String>>()
    };
    assert_eq!(settle("the first"), [""; 0]);
    let kept = ["citations", "alignments", "clean"].map(|name| format!(".zhiku/{name}"));
    let before = kept.each_ref().map(|path| fs::read(site.path(path)).expect("it is kept"));
    assert!(before.iter().all(|bytes| bytes.len() > 100), "there is something in each");
    site.write("content/study/甲.md", text(0, 9));
    settle("an edit of one page");
    let after = kept.each_ref().map(|path| fs::read(site.path(path)).expect("it is kept"));
    assert_eq!(before[1], after[1], "no edition was edited");
    site.write("content/regulations/丁法二.md", text(4, 1).replace("制定", "订立"));
    settle("an edit of an edition");
    site.write("content/regulations/丁法.md", text(3, 0).replace("title: 丁法", "title: 戊法"));
    settle("another name that citations go by");

    // A page in which nothing was found is looked at again when what is looked for changes.
    site.write("terms.txt", "河豚\n翠微坡\n");
    assert!(settle("another term").contains(&"ZK0814".to_owned()));
    site.write("terms.txt", "河豚\n");
    assert!(!settle("the term taken back").contains(&"ZK0814".to_owned()));
    configure("public_names = [\"张三\"]\n");
    settle("another setting of the gate");
    for path in &kept {
        let bytes = fs::read(site.path(path)).expect("it is kept");
        for spoilt in [&bytes[..bytes.len() / 2], b"", b"nothing of the kind\n"] {
            site.write(path, spoilt);
            site.page("study/甲.md", "title: 甲", &format!("第{}次改过。", spoilt.len()));
            settle("a damaged file of what is kept");
        }
    }
}

/// What is published from the same files in a new folder.
fn clean(site: &Site) -> Files {
    let fresh = Site::empty();
    for folder in ["content", "theme"] {
        common::copy(&site.path(folder), &fresh.path(folder));
    }
    fresh.write("site.toml", fs::read(site.path("site.toml")).unwrap());
    assert_eq!(fresh.build().code, Some(0));
    fresh.public()
}

#[test]
fn what_ran_is_explained() {
    let site = Site::of_pages(3);
    let run = site.run(&["build", "--explain"]);
    assert!(run.stdout.contains("解析 study/第1页.md：没有以前的结果"), "{run:?}");
    assert!(run.stdout.contains("没有变、直接沿用的：0 个文件的解析，0 个网页"), "{run:?}");
    let run = site.run(&["build", "--explain", "--lang", "en", "--no-cache"]);
    assert!(run.stdout.contains("parsed study/第1页.md: nothing was remembered"), "{run:?}");
}
