//! A site that is written while it is served or watched: the real program, real files, real sockets.
#![allow(clippy::disallowed_methods, reason = "the tests read and write real files")]

mod common;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::server::{Server, end_of};
use common::{Site, assert_same, current};

/// A test that waits longer has failed.
const LIMIT: Duration = Duration::from_secs(60);

/// Waits until `is_so`, looking again and again.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < LIMIT, "waited in vain: {what}");
        std::thread::yield_now();
    }
}

fn text(server: &Server, path: &str) -> String {
    String::from_utf8(server.get(path).2).unwrap()
}

fn finds(server: &Server, words: &str) -> bool {
    let (status, _, body) = server.get(&format!("/api/search?q={words}"));
    status == 200
        && !serde_json::from_slice::<serde_json::Value>(&body).unwrap()["hits"].as_array().unwrap().is_empty()
}

/// 蟹螯, which no page has.
const NEW: &str = "%E8%9F%B9%E8%9E%AF";

fn write(site: &Site, number: usize, words: &str) {
    let fields = format!("title: 第{number}页\ntags: [标签{}]", number % 7);
    site.page(&format!("study/第{number}页.md"), &fields, &format!("## 一、要点\n\n{words}\n"));
}

#[test]
fn a_saved_page_is_served_and_then_found() {
    let site = Site::of_pages(5);
    let server = Server::start(&site, &["--port", "0"]);
    assert!(!finds(&server, NEW));
    write(&site, 2, "新写的字：蟹螯。");
    until("the page", || text(&server, "/study/di-2-ye.html").contains("蟹螯"));
    until("the search", || finds(&server, NEW));
    // An editor that writes beside and renames.
    site.write("content/study/.第3页.md.swp", "---\ntitle: 第3页\n---\n\n另存的字：蛤蜊。\n");
    fs::rename(site.path("content/study/.第3页.md.swp"), site.path("content/study/第3页.md")).unwrap();
    until("the renamed file", || text(&server, "/study/di-3-ye.html").contains("蛤蜊"));
    // A new page comes into the lists, and goes with its file.
    site.page("study/新来.md", "title: 新来的一页", "正文");
    until("a new page", || text(&server, "/study/").contains("新来的一页"));
    fs::rename(site.path("content/study/新来.md"), site.path("content/study/改名.md")).unwrap();
    until("a new name", || {
        server.get("/study/gai-ming.html").0 == 200 && server.get("/study/xin-lai.html").0 == 404
    });
    site.remove("content/study/改名.md");
    until("a removed page", || server.get("/study/gai-ming.html").0 == 404);
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn a_fault_leaves_the_last_good_page_and_mends_by_itself() {
    let site = Site::of_pages(3);
    let server = Server::start(&site, &["--port", "0"]);
    let before = text(&server, "/study/di-1-ye.html");
    let mut events = Events::of(&server, "/study/di-1-ye.html");
    assert_eq!(events.next("errors")["errors"].as_array().unwrap().len(), 0);
    write(&site, 1, "坏的链接：[没有](没有.md)。");
    let told = events.next("errors");
    let error = &told["errors"][0];
    assert_eq!(
        (error["code"].as_str(), error["path"].as_str()),
        (Some("ZK0401"), Some("study/第1页.md")),
        "{told}"
    );
    assert_eq!(error["excerpt"][1], "[没有](没有.md)");
    assert!(!error["help"].as_str().unwrap().is_empty());
    assert_eq!(text(&server, "/study/di-1-ye.html"), before, "the last good page stays");
    write(&site, 1, "改好了：蟹螯。");
    until("no errors", || events.next("errors")["errors"].as_array().unwrap().is_empty());
    events.next("reload");
    until("the mended page", || text(&server, "/study/di-1-ye.html").contains("蟹螯"));
    // What is wrong with the whole site is told as well.
    site.write("site.toml", "title = [\n");
    until("site.toml", || !events.next("errors")["errors"].as_array().unwrap().is_empty());
    site.write("site.toml", common::SITE);
    until("site.toml mended", || events.next("errors")["errors"].as_array().unwrap().is_empty());
    assert_eq!(server.stop(), Some(0), "an open stream of events does not hold it up");
}

#[test]
fn pages_are_told_of_what_they_show_and_of_nothing_else() {
    let site = Site::of_pages(3);
    let server = Server::start(&site, &["--port", "0"]);
    let [mut one, mut two] =
        ["/study/di-1-ye.html", "/study/di-2-ye.html"].map(|path| Events::of(&server, path));
    // The link stays, so the page that it leads to shows the same.
    write(&site, 1, "蟹螯。见[下一页](第2页.md#一、要点)。");
    one.next("reload");
    site.write("theme/css/10-base.css", "p { margin: 3em }");
    let change = two.next("style");
    assert_eq!(two.seen, ["errors", "style"], "the page of another file is not told of the first");
    let style = format!("/{}", change["to"].as_str().unwrap());
    assert!(text(&server, &style).contains("margin: 3em"));
    // A page that slept through a change is told when it asks.
    let mut late = Events::asking(&server, "/study/di-1-ye.html", "0123456789abcdef");
    late.next("reload");
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn nothing_of_it_is_published_or_told_without_watching() {
    let site = Site::of_pages(3);
    let server = Server::start(&site, &["--port", "0", "--out", "public"]);
    assert!(text(&server, "/index.html").contains("/_live/live.js"));
    let (status, head, _) = server.get("/_live/live.js");
    assert!(status == 200 && head.contains("text/javascript"), "{head}");
    write(&site, 1, "蟹螯");
    until("the published page", || site.read("study/di-1-ye.html").contains("蟹螯"));
    assert_eq!(server.stop(), Some(0));
    let published = site.public();
    assert!(published.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("_live")));
    site.publish();
    assert_same(&site.public(), &published);

    let server = Server::start(&site, &["--port", "0", "--no-watch"]);
    assert_eq!(text(&server, "/index.html").into_bytes(), published["index.html"]);
    assert_eq!(server.get("/_live/live.js").0, 404);
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn content_that_goes_and_comes_again_is_followed() {
    let site = Site::of_pages(3);
    let server = Server::start(&site, &["--port", "0"]);
    fs::rename(site.path("content"), site.path("aside")).unwrap();
    let mut events = Events::of(&server, "/index.html");
    until("its absence", || !events.next("errors")["errors"].as_array().unwrap().is_empty());
    assert_eq!(server.get("/study/di-1-ye.html").0, 200, "what was shown stays");
    fs::rename(site.path("aside"), site.path("content")).unwrap();
    write(&site, 1, "蟹螯");
    until("the page", || text(&server, "/study/di-1-ye.html").contains("蟹螯"));
    // The folder that came is watched, and so are folders that come into it.
    fs::create_dir_all(site.path("content/study/深/更深")).unwrap();
    site.page("study/深/更深/页.md", "title: 深处的页", "正文");
    until("a page in new folders", || server.get("/study/shen/geng-shen/ye.html").0 == 200);
    fs::rename(site.path("content/study/深"), site.path("content/notes")).unwrap();
    until("a moved folder", || server.get("/notes/geng-shen/ye.html").0 == 200);
    site.page("notes/更深/页.md", "title: 深处的页", "在移来的文件夹里改：蛤蜊");
    until("a page in it", || text(&server, "/notes/geng-shen/ye.html").contains("蛤蜊"));
    fs::rename(site.path("content/notes/更深/页.md"), site.path("content/notes/更深/Ye.md")).unwrap();
    fs::rename(site.path("content/notes/更深/Ye.md"), site.path("content/notes/更深/YE.md")).unwrap();
    until("a name of another case", || text(&server, "/pages.json").contains("更深/YE.md"));
    // Removed with all in it, and made anew.
    fs::remove_dir_all(site.path("content")).unwrap();
    until("its absence", || !events.next("errors")["errors"].as_array().unwrap().is_empty());
    write(&site, 0, "新的内容：海胆");
    until("the new content", || {
        text(&server, "/study/di-0-ye.html").contains("海胆") && server.get("/study/di-1-ye.html").0 == 404
    });
    write(&site, 0, "再改：海星");
    until("a page in it", || text(&server, "/study/di-0-ye.html").contains("海星"));
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn a_burst_is_one_rebuild_and_rest_costs_nothing() {
    let site = Site::of_pages(2);
    let mut server = Server::start(&site, &["--port", "0", "--lang", "en"]);
    server.line();
    let began = Instant::now();
    for number in 0..1000 {
        site.page(&format!("notes/{number}.md"), &format!("title: 页{number}"), "正文");
    }
    // Leftovers of editors are no reason for another.
    for name in [".甲.md.swp", "~$甲.docx", ".#甲.md", "4913", "甲.md~", "x.tmp"] {
        site.write(&format!("content/notes/{name}"), "x");
    }
    let writing = began.elapsed();
    let mut builds = 0;
    loop {
        let line = server.line();
        builds += usize::from(line.starts_with("all "));
        if line.starts_with("the search is up to date") && server.get("/notes/999.html").0 == 200 {
            break;
        }
    }
    // Where the machine is busy there may be quiet moments between the files.
    let moments = usize::try_from(writing.as_millis() / 60).unwrap();
    assert!((1..=2 + moments).contains(&builds), "{builds} builds while {writing:?} were written");
    rests(server.id());
    assert_eq!(server.stop(), Some(0));
}

/// Waits for two seconds in which the process `id` has next to nothing of the processor: what was begun
/// may have to end first.
#[cfg(target_os = "linux")]
fn rests(id: u32) {
    let ticks = || {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
        let fields: Vec<&str> = stat.rsplit(") ").next().unwrap().split(' ').collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    };
    until("rest", || {
        let before = ticks();
        // Not to wait for anything: the time is what is measured.
        let (began, while_) = (Instant::now(), Duration::from_secs(2));
        while began.elapsed() < while_ {
            std::thread::park_timeout(while_.saturating_sub(began.elapsed()));
        }
        ticks() - before <= 1
    });
}

#[cfg(not(target_os = "linux"))]
fn rests(_: u32) {}

#[cfg(target_os = "linux")]
#[test]
fn changes_that_the_system_could_not_tell_of_are_found() {
    let limit = fs::read_to_string("/proc/sys/fs/inotify/max_queued_events").unwrap();
    let limit: usize = limit.trim().parse().unwrap();
    let site = Site::of_pages(3);
    let server = Server::start(&site, &["--port", "0"]);
    server.signal("-STOP");
    // More than the system keeps for a program that does not listen: each round is several events.
    for _ in 0..limit / 3 + 100 {
        site.write("content/notes/来去.md", "").remove("content/notes/来去.md");
    }
    write(&site, 1, "没人听见的字：蟹螯。");
    site.page("notes/新夹/页.md", "title: 新夹的页", "正文");
    server.signal("-CONT");
    until("the page", || text(&server, "/study/di-1-ye.html").contains("蟹螯"));
    until("the new page", || server.get("/notes/xin-jia/ye.html").0 == 200);
    // No one was told of the folder either, and yet it is watched.
    site.page("notes/新夹/页.md", "title: 新夹的页", "又改了：蛤蜊");
    until("the new page, changed", || text(&server, "/notes/xin-jia/ye.html").contains("蛤蜊"));
    assert_eq!(server.stop(), Some(0));
}

/// Runs git on `site`, whatever the machine's own settings are.
fn git(site: &Site, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.current_dir(site.folder.path()).args(["-c", "user.name=x", "-c", "user.email=x@example.org"]);
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let done = git.args(arguments).output().unwrap();
    assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn a_checkout_of_a_thousand_files_is_followed() {
    if Command::new("git").arg("--version").output().is_err() {
        println!("left out: git is not installed");
        return;
    }
    const PAGES: usize = 1000;
    let site = Site::of_pages(2);
    let all = |words: &str| {
        for number in 0..PAGES {
            site.page(&format!("notes/{number}.md"), &format!("title: 页{number}"), words);
        }
    };
    all("原来的正文");
    git(&site, &["init", "--quiet", "--initial-branch=one"]);
    git(&site, &["add", "content"]);
    git(&site, &["commit", "--quiet", "--message=one"]);
    git(&site, &["checkout", "--quiet", "-b", "other"]);
    all("另一支的正文：蟹螯");
    site.page("notes/only.md", "title: 只在另一支", "正文");
    git(&site, &["add", "content"]);
    git(&site, &["commit", "--quiet", "--message=other"]);
    git(&site, &["checkout", "--quiet", "one"]);
    let server = Server::start(&site, &["--port", "0"]);
    let shows = |words: &str| {
        [0, PAGES / 2, PAGES - 1]
            .iter()
            .all(|page| text(&server, &format!("/notes/{page}.html")).contains(words))
    };
    assert!(shows("原来的正文"));
    for _ in 0..2 {
        git(&site, &["checkout", "--quiet", "other"]);
        until("the other branch", || shows("蟹螯") && server.get("/notes/only.html").0 == 200);
        until("its search", || finds(&server, NEW));
        git(&site, &["checkout", "--quiet", "one"]);
        until("the first branch", || shows("原来的正文") && server.get("/notes/only.html").0 == 404);
        until("its search", || !finds(&server, NEW));
    }
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn what_ran_is_explained_after_each_change() {
    let site = Site::of_pages(30);
    let mut server = Server::start(&site, &["--port", "0", "--explain"]);
    write(&site, 7, "改过的正文。见[下一页](第8页.md#一、要点)。");
    let mut lines = Vec::new();
    while !lines.last().is_some_and(|line: &String| line.starts_with("全站")) {
        lines.push(server.line());
    }
    assert!(lines.contains(&"解析 study/第7页.md：文件内容变了".to_owned()), "{lines:#?}");
    assert!(
        lines.iter().any(|line| line.starts_with("生成 study/di-7-ye.html：这几部分变了：")),
        "{lines:#?}"
    );
    assert!(lines.iter().any(|line| line.starts_with("没有变、直接沿用的：29 个文件的解析，")), "{lines:#?}");
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn polling_sees_what_is_not_told() {
    let site = Site::of_pages(3);
    let server = Server::start(&site, &["--port", "0", "--poll"]);
    write(&site, 1, "蟹螯");
    until("the page", || text(&server, "/study/di-1-ye.html").contains("蟹螯"));
    site.remove("content/study/第2页.md");
    write(&site, 1, "没有下一页了");
    until("the removed page", || server.get("/study/di-2-ye.html").0 == 404);
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn a_watched_site_is_published_again_and_again() {
    let site = Site::of_pages(4);
    let mut child = site.command(&["watch", "--out", "public"]).stdout(Stdio::null()).spawn().unwrap();
    until("the first", || site.has("zhiku-manifest.json"));
    write(&site, 1, "蟹螯");
    until("the page", || site.read("study/di-1-ye.html").contains("蟹螯"));
    site.page("notes/坏.md", "titel: 坏", "");
    site.page("notes/好.md", "title: 好", "正文");
    fs::rename(site.path("content/notes/坏.md"), site.path("坏.md")).unwrap();
    until("the mended site", || site.has("notes/hao.html"));
    rests(child.id());
    stop(&mut child);
    let published = current(&site.path("public"));
    let fresh = Site::empty();
    common::copy(&site.path("content"), &fresh.path("content"));
    fresh.write("site.toml", common::SITE);
    fresh.publish();
    assert_same(&published, &fresh.public());
}

fn stop(child: &mut Child) {
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(end_of(child), Some(0));
}

/// The events that an open page is told of.
struct Events {
    lines: BufReader<std::net::TcpStream>,
    seen: Vec<String>,
}

impl Events {
    /// Of the page at `path`, as it is served now.
    fn of(server: &Server, path: &str) -> Self {
        let page = text(server, path);
        let tag = page.split("data-tag=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a tag");
        Self::asking(server, path, tag)
    }

    fn asking(server: &Server, path: &str, tag: &str) -> Self {
        let mut stream = server.connect();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        let path = path.replace('/', "%2F");
        write!(stream, "GET /_live/events?page={path}&tag={tag} HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .unwrap();
        let mut lines = BufReader::new(stream);
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            lines.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        assert!(String::from_utf8_lossy(&head).to_lowercase().contains("text/event-stream"));
        Self { lines, seen: Vec::new() }
    }

    /// Waits for the next event `name`; what it says.
    fn next(&mut self, name: &str) -> serde_json::Value {
        loop {
            let mut line = String::new();
            assert!(self.lines.read_line(&mut line).unwrap() > 0, "the stream goes on until {name}");
            let Some(event) = line.trim().strip_prefix("event: ") else { continue };
            self.seen.push(event.to_owned());
            let mut data = String::new();
            self.lines.read_line(&mut data).unwrap();
            if event == name {
                let data = data.trim().strip_prefix("data:").expect("data").trim();
                return serde_json::from_str(data).unwrap_or(serde_json::Value::Null);
            }
        }
    }
}
