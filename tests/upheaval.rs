//! Long random histories of a site that is served: whatever was done, and however fast, what is served in
//! the end is what a clean build publishes.
//!
//! `ZHIKU_OPERATIONS=20000 ZHIKU_BURSTS=500 cargo test --test upheaval` makes a longer history.
#![allow(clippy::disallowed_methods, reason = "the tests read and write real files")]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, Instant};

use common::server::Server;
use common::{Dice, Files, Site, current};

/// A test that waits longer has failed.
const LIMIT: Duration = Duration::from_secs(120);

fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).map_or(usual, |value| value.parse().expect("a number"))
}

/// Folders that pages are written to, moved to and from.
const FOLDERS: [&str; 5] = ["study", "study/甲夹", "study/甲夹/深", "notes", "notes/乙夹"];

/// A page that is written at the end of each burst.
const MARK: &str = "terms/标记.md";

/// Waits until the server shows that it heard of what was written before.
fn rest(site: &Site, server: &Server, step: usize) {
    let words = format!("到第{step}步");
    let began = Instant::now();
    while !String::from_utf8_lossy(&server.get("/terms/biao-ji.html").2).contains(&words) {
        assert!(began.elapsed() < LIMIT, "the mark of step {step} is never shown");
        // Among many files a saved page waits for the build, which waits for the pages to be right.
        site.page(MARK, "title: 标记", &words);
        std::thread::park_timeout(Duration::from_millis(100));
    }
}

/// The pages there are now, below the content.
fn pages(site: &Site) -> Vec<String> {
    let all = common::files(&site.path("content"));
    all.into_keys().filter(|path| path.ends_with(".md") && path != MARK).collect()
}

/// Does one thing at random.
fn act(site: &Site, dice: &mut Dice, step: usize) {
    let here = pages(site);
    let some = |dice: &mut Dice| here.get(dice.below(here.len().max(1))).cloned();
    let fresh = |dice: &mut Dice| format!("{}/页{}.md", FOLDERS[dice.below(FOLDERS.len())], dice.below(40));
    match dice.below(16) {
        0..4 => {
            let path = fresh(dice);
            let links: String =
                (0..dice.below(3)).filter_map(|_| some(dice)).map(|to| format!("[见](/{to})")).collect();
            let body = format!("## 标题{step}\n\n正文{step}。{links}\n");
            site.page(&path, &format!("title: 页{step}\ntags: [标签{}]", step % 5), &body);
        }
        4..9 => {
            if let Some(path) = some(dice) {
                let full = site.path(&format!("content/{path}"));
                let text = fs::read_to_string(&full).unwrap();
                fs::write(full, format!("{text}\n又一段{step}。\n")).unwrap();
            }
        }
        9..11 => {
            if let Some(path) = some(dice) {
                fs::remove_file(site.path(&format!("content/{path}"))).unwrap();
            }
        }
        11..13 => {
            if let Some(path) = some(dice) {
                let to = site.path(&format!("content/{}", fresh(dice)));
                fs::create_dir_all(to.parent().unwrap()).unwrap();
                fs::rename(site.path(&format!("content/{path}")), to).unwrap();
            }
        }
        13 => {
            // Beside and into place, as many editors save.
            let (path, beside) = (fresh(dice), format!("content/notes/.页{step}.tmp"));
            site.write(&beside, format!("---\ntitle: 存{step}\n---\n\n另存{step}。\n"));
            let to = site.path(&format!("content/{path}"));
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::rename(site.path(&beside), to).unwrap();
        }
        14 => {
            let to = site.path(&format!("content/notes/移来{}", dice.below(3)));
            let from = site.path("content/study/甲夹");
            if from.exists() && !to.exists() {
                fs::create_dir_all(to.parent().unwrap()).unwrap();
                fs::rename(from, to).unwrap();
            }
        }
        _ => {
            site.write("theme/css/10-base.css", format!("p {{ margin: {}px }}", dice.below(9)));
        }
    }
}

/// What the server shows at `routes`, without what is added for those who write.
fn served(server: &Server, routes: &BTreeSet<String>) -> Files {
    let mut files = Files::new();
    for route in routes {
        let (status, _, body) = server.get(&format!("/{route}"));
        if status == 200 {
            files.insert(route.clone(), without_addition(body));
        }
    }
    files
}

fn without_addition(body: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(body) {
        Ok(text) => match text.split_once("<script src=\"/_live/live.js\"") {
            Some((before, rest)) => {
                format!("{before}{}", rest.split_once("</script>").expect("an end").1).into_bytes()
            }
            None => text.into_bytes(),
        },
        Err(error) => error.into_bytes(),
    }
}

/// What a clean build publishes; nothing where there are errors.
fn clean(site: &Site) -> Files {
    let fresh = Site::empty();
    common::copy(&site.path("content"), &fresh.path("content"));
    common::copy(&site.path("theme"), &fresh.path("theme"));
    fresh.write("site.toml", common::SITE);
    let run = fresh.build();
    assert_eq!(run.code, Some(0), "{run:?}");
    current(&fresh.path("public"))
}

/// Makes broken links whole: pages that others lead to are there again.
fn mend(site: &Site) {
    for _ in 0..20 {
        let run = site.run(&["check", "--format", "json"]);
        let broken: BTreeSet<String> = run
            .found
            .iter()
            .filter(|found| found.severity == "error")
            .filter_map(|found| found.path.clone())
            .collect();
        if broken.is_empty() {
            return;
        }
        for path in broken {
            site.page(&path, &format!("title: 补{}", path.len()), "补上的正文。");
        }
    }
    panic!("the pages stay wrong");
}

#[test]
fn after_any_upheaval_what_is_served_is_what_a_clean_build_publishes() {
    let (operations, bursts) = (number("ZHIKU_OPERATIONS", 2000), number("ZHIKU_BURSTS", 50));
    let site = Site::of_pages(20);
    site.page(MARK, "title: 标记", "开始");
    let server = Server::start(&site, &["--port", "0"]);
    let mut dice = Dice::new(20_250_601);
    let every = (operations / bursts.max(1)).max(1);
    for step in 0..operations {
        act(&site, &mut dice, step);
        if step % every == every - 1 {
            rest(&site, &server, step);
        }
    }
    mend(&site);
    site.page("study/末页.md", "title: 末页", "最后的正文。");
    let published = clean(&site);
    let routes: BTreeSet<String> =
        published.keys().filter(|path| !path.starts_with("zhiku-")).cloned().collect();
    let wanted: Files = published
        .iter()
        .filter(|(path, _)| routes.contains(*path))
        .map(|(path, file)| (path.clone(), file.clone()))
        .collect();
    let began = Instant::now();
    loop {
        let shown = served(&server, &routes);
        let question = "/api/search?q=%E6%9C%80%E5%90%8E%E7%9A%84%E6%AD%A3%E6%96%87";
        if shown == wanted && String::from_utf8_lossy(&server.get(question).2).contains("mo-ye.html") {
            break;
        }
        if began.elapsed() > LIMIT {
            common::assert_same(&shown, &wanted);
        }
    }
    let gone = (0..40).map(|page| format!("study/ye{page}.html")).filter(|route| !routes.contains(route));
    for route in gone {
        assert_eq!(server.get(&format!("/{route}")).0, 404, "{route}");
    }
    assert_eq!(server.stop(), Some(0));
}
