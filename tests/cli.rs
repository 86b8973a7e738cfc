//! The command line as scripts and people meet it.
#![allow(clippy::disallowed_methods, reason = "the tests read real files")]

mod common;

use std::io::Read as _;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

use common::server::{Server, header};
use common::{Run, Site, ZHIKU};
use insta::assert_snapshot;
use zhiku::base::message::{ALL, Severity};

/// What `run` said, with what differs from run to run replaced.
fn said(run: &Run) -> String {
    let plain = |text: &str| {
        let lines: Vec<String> = text.lines().map(|line| without_time(line.trim_end())).collect();
        lines.join("\n")
    };
    format!("exit {:?}\n--- stdout\n{}\n--- stderr\n{}", run.code, plain(&run.stdout), plain(&run.stderr))
}

/// `line` with its seconds and counts of files and pages as `…`.
fn without_time(line: &str) -> String {
    let counted = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let mut line = match counted.starts_with(" 个文件与清单一致") {
        true => format!("…{counted}"),
        false => line.to_owned(),
    };
    for (before, after) in [
        ("用时 ", " 秒"),
        ("检查完毕：", " 页"),
        ("已生成：", " 页"),
        ("warnings, ", " s"),
        ("写入 ", " 个文件"),
        ("未变 ", " 个"),
        ("删除 ", " 个"),
        (": ", " files written"),
        ("written, ", " unchanged"),
        ("unchanged, ", " removed"),
    ] {
        let Some(start) = line.find(before).map(|at| at + before.len()) else { continue };
        let digits = line[start..].chars().take_while(|c| c.is_ascii_digit() || *c == '.').count();
        if digits > 0 && line[start + digits..].starts_with(after) {
            line.replace_range(start..start + digits, "…");
        }
    }
    line
}

fn plain(arguments: &[&str]) -> Run {
    let folder = tempfile::TempDir::new().unwrap();
    let mut command = Command::new(ZHIKU);
    command.args(arguments).current_dir(folder.path());
    Run::of(command)
}

#[test]
fn help_and_version_are_no_failure() {
    let help = plain(&["--help"]);
    assert_eq!((help.code, help.stderr.as_str()), (Some(0), ""));
    for command in ["init", "new", "check", "build", "serve", "watch", "verify", "schema", "clean"] {
        assert!(
            help.stdout.lines().any(|line| line.trim_start().starts_with(command)),
            "{command}:\n{}",
            help.stdout
        );
        let own = plain(&[command, "--help"]);
        assert_eq!(own.code, Some(0), "{command}");
        for option in ["--root", "--content", "--out", "--as-of", "--strict", "--format", "--lang", "--quiet"]
        {
            assert!(own.stdout.contains(option), "{command} takes {option}");
        }
    }
    assert!(help.stdout.contains("退出码：0 完成，1 内容有错误，2 命令写错，3 环境有问题"));
    let version = plain(&["--version"]);
    assert_eq!(version.stdout.trim_end(), format!("zhiku {}", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_wrong_command_line_ends_with_two() {
    for arguments in [
        &[][..],
        &["biuld"],
        &["build", "--as-off", "2025-01-01"],
        &["build", "--as-of", "2025-13-01"],
        &["build", "--format", "xml"],
        &["new", "study"],
        &["serve", "--port", "99999"],
        &["serve", "--address", "somewhere"],
    ] {
        let run = plain(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {run:?}");
        assert_eq!(run.stdout, "", "{arguments:?}");
        assert!(!run.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_site_from_nothing() {
    let site = Site::empty();
    let run = site.run(&["init", "库"]);
    assert_snapshot!(said(&run), @r#"
exit Some(0)
--- stdout
已在 库 建好站点。下一步：
  cd 库
  zhiku serve
--- stderr
"#);
    let inside = |arguments: &[&str]| {
        let mut command = site.command(arguments);
        command.current_dir(site.path("库"));
        Run::of(command)
    };
    assert_snapshot!(said(&inside(&["check"])), @r#"
exit Some(0)
--- stdout
检查完毕：… 页，0 个错误，0 条警告，用时 … 秒
--- stderr
"#);
    assert_snapshot!(said(&inside(&["build"])), @r#"
exit Some(0)
--- stdout
已生成：… 页，0 个错误，0 条警告，用时 … 秒
输出到 ./public：写入 … 个文件，未变 … 个，删除 … 个
--- stderr
"#);
    assert_snapshot!(said(&inside(&["new", "study", "学习“二十大”：要点/一"])), @r#"
exit Some(0)
--- stdout
已新建 ./content/study/学习“二十大”：要点／一.md
写好后删去 draft: true 一行即可发布
--- stderr
"#);
    assert_snapshot!(said(&inside(&["new", "警示教育案例", "某案"])), @r#"
exit Some(0)
--- stdout
已新建 ./content/cases/某案.md
写好后删去 draft: true 一行即可发布
--- stderr
"#);
    assert_snapshot!(said(&inside(&["new", "study", "学习“二十大”：要点/一"])), @r#"
exit Some(3)
--- stdout

--- stderr
错误[ZK0015]: 文件“./content/study/学习“二十大”：要点／一.md”已经存在
 |
 = 办法: 换一个标题，或直接编辑这个文件
"#);
    assert_snapshot!(said(&inside(&["new", "stduy", "甲"])), @r#"
exit Some(2)
--- stdout

--- stderr
错误[ZK0102]: 没有“stduy”这个内容类型
 |
 = 办法: 是否想写“study”？可用的类型：case, checklist, institution, ledger, page, regulation, study, template, term；新类型在 site.toml 的 [types] 里登记
"#);
    assert_snapshot!(std::fs::read_to_string(site.path("库/content/cases/某案.md")).unwrap(), @r#"
---
title: "某案"
draft: true
date: 2025-06-01
case_kind: 警示教育案例  # 案例类别，可选：警示教育案例、典型案例、指导性案例、以案促改案例、旁听庭审
disclosure: 未公开  # 公开情况，可选：已公开通报、系统内通报、本机关通报、未公开
anonymized: false  # 已脱敏
# summary: 一两句话的摘要，列表和检索里会显示
# tags: [标签一, 标签二]
---

在这里写正文。
"#);
    assert_eq!(inside(&["check", "--strict"]).code, Some(0), "what `new` writes is sound");
    assert_eq!(inside(&["build"]).code, Some(0));
    assert_snapshot!(said(&inside(&["verify", "public"])), @r#"
exit Some(0)
--- stdout
… 个文件与清单一致
--- stderr
"#);
    assert_snapshot!(said(&inside(&["clean"])), @r#"
exit Some(0)
--- stdout
已从 ./public 删除 … 个文件
--- stderr
"#);
    assert_snapshot!(said(&site.run(&["init", "库"])), @r#"
exit Some(3)
--- stdout

--- stderr
错误[ZK0012]: 目录“库”不是空的
 |
 = 办法: 换一个新目录，zhiku init 从不覆盖已有文件
"#);
}

#[test]
fn a_new_page_of_every_type_is_sound_once_it_is_published() {
    let site = Site::new();
    for kind in
        ["study", "case", "institution", "regulation", "term", "template", "checklist", "ledger", "page"]
    {
        assert_eq!(site.run(&["new", kind, &format!("新的{kind}: \"引号\" # 井")]).code, Some(0), "{kind}");
    }
    for (path, bytes) in common::files(&site.path("content")) {
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("draft: true\n"), "{path} is a draft");
        site.write(&format!("content/{path}"), text.replace("draft: true\n", ""));
    }
    let run = site.publish();
    assert_eq!(run.codes(), [""; 0], "{run:?}");
    assert_eq!(site.pages().len(), 9);
    assert!(site.pages().iter().any(|page| page["title"] == "新的case: \"引号\" # 井"));
}

#[test]
fn the_sample_can_be_had() {
    let site = Site::empty();
    assert_eq!(site.run(&["init", "样", "--sample"]).code, Some(0));
    let given = common::files(&site.path("样/content"));
    let own = common::files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    common::assert_same(&given, &own);
}

/// A site with an error, a warning and nothing else.
fn faulty() -> Site {
    let site = Site::new();
    site.page("notes/页.md", "title: 页面\nsumary: 摘要\nreview_due: 2025-01-01", "见[[没有的页]]，再看。");
    site
}

#[test]
fn faults_are_shown_with_their_lines() {
    assert_snapshot!(said(&faulty().run(&["build"])), @r#"
exit Some(1)
--- stdout
  ZK0304 ×1  notes/页.md：没有“sumary”这个字段（说明）
  ZK0401 ×1  notes/页.md：链接的页面不存在：没有的页
  ZK0506 ×1  notes/页.md：复审期限 2025-01-01 已过
没有发布，原有网站未改动：1 页，2 个错误，1 条警告，用时 … 秒
--- stderr
错误[ZK0304]: 没有“sumary”这个字段（说明）
 --> notes/页.md:3:1
  |
3 | sumary: 摘要
  | ^^^^^^
  |
  = 办法: 是否想写“summary”？可用字段见使用手册“每个字段怎么填”，或运行 zhiku schema

警告[ZK0506]: 复审期限 2025-01-01 已过
 --> notes/页.md:4:13
  |
4 | review_due: 2025-01-01
  |             ^^^^^^^^^^
  |
  = 办法: 复审内容后更新 review 和 review_due

错误[ZK0401]: 链接的页面不存在：没有的页
 --> notes/页.md:7:2
  |
7 | 见[[没有的页]]，再看。
  |   ^^^^^^^^^^^^
  |
  = 办法: 核对路径、标识或标题
"#);
}

#[test]
fn faults_are_shown_in_english() {
    assert_snapshot!(said(&faulty().run(&["check", "--lang", "en"])), @r#"
exit Some(1)
--- stdout
  ZK0304 ×1  notes/页.md: there is no field `sumary` (说明)
  ZK0401 ×1  notes/页.md: there is no page for the link 没有的页
  ZK0506 ×1  notes/页.md: the review was due on 2025-01-01
checked: 1 pages, 2 errors, 1 warnings, … s
--- stderr
error[ZK0304]: there is no field `sumary` (说明)
 --> notes/页.md:3:1
  |
3 | sumary: 摘要
  | ^^^^^^
  |
  = help: did you mean `summary`? see the handbook for the fields, or run `zhiku schema`

warning[ZK0506]: the review was due on 2025-01-01
 --> notes/页.md:4:13
  |
4 | review_due: 2025-01-01
  |             ^^^^^^^^^^
  |
  = help: review the page, then update review and review_due

error[ZK0401]: there is no page for the link 没有的页
 --> notes/页.md:7:2
  |
7 | 见[[没有的页]]，再看。
  |   ^^^^^^^^^^^^
  |
  = help: check the path, id or title
"#);
}

#[test]
fn faults_are_given_to_programs() {
    assert_snapshot!(said(&faulty().run(&["check", "--format", "json"])), @r#"
exit Some(1)
--- stdout

--- stderr
{"code":"ZK0304","severity":"error","path":"notes/页.md","line":3,"column":1,"message":"没有“sumary”这个字段（说明）","help":"是否想写“summary”？可用字段见使用手册“每个字段怎么填”，或运行 zhiku schema","suggestion":"summary"}
{"code":"ZK0506","severity":"warning","path":"notes/页.md","line":4,"column":13,"message":"复审期限 2025-01-01 已过","help":"复审内容后更新 review 和 review_due","suggestion":null}
{"code":"ZK0401","severity":"error","path":"notes/页.md","line":7,"column":2,"message":"链接的页面不存在：没有的页","help":"核对路径、标识或标题","suggestion":null}
"#);
}

#[test]
fn quiet_shows_errors_alone() {
    let site = faulty();
    let run = site.run(&["build", "--quiet"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert!(run.stderr.contains("ZK0304") && !run.stderr.contains("ZK0506"), "{run:?}");
    site.page("notes/页.md", "title: 页面\nreview_due: 2025-01-01", "正文");
    let run = site.run(&["build", "--quiet"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (Some(0), "", ""));
    let run = site.run(&["build", "--quiet", "--strict"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("ZK0506"), "what fails is said: {run:?}");
}

#[test]
fn a_build_shows_a_few_warnings_of_a_kind_and_check_all() {
    let site = Site::new();
    for number in 0..8 {
        site.page(
            &format!("notes/{number}.md"),
            &format!("title: 页{number}\nreview_due: 2025-01-01"),
            "正文",
        );
    }
    let shown = |run: &Run| run.stderr.matches("[ZK0506]").count();
    let (build, check) = (site.run(&["build"]), site.run(&["check"]));
    assert_eq!((shown(&build), shown(&check)), (3, 8));
    assert!(build.stdout.contains("ZK0506 ×8"), "{build:?}");
    assert!(!site.path("check").exists());
}

#[test]
fn check_publishes_nothing_and_finds_what_build_finds() {
    let site = faulty();
    let (check, build) = (site.run(&["check", "--format", "json"]), site.build());
    assert_eq!((check.code, &check.found), (build.code, &build.found));
    assert!(!site.path("public").exists());
    site.page("notes/页.md", "title: 页面", "正文");
    assert_eq!(site.run(&["check"]).code, Some(0));
    assert!(!site.path("public").exists());
}

#[test]
fn a_bare_content_root_goes_with_any_site_toml() {
    let site = Site::new();
    site.page("notes/页.md", "title: 页面", "正文");
    let content = site.path("content");
    let out = site.path("out");
    let elsewhere = tempfile::TempDir::new().unwrap();
    std::fs::write(elsewhere.path().join("site.toml"), common::SITE).unwrap();
    let root = elsewhere.path().to_str().unwrap();
    let run = site.run(&[
        "build",
        "--root",
        root,
        "--content",
        content.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(out.join("notes/ye.html").exists());
    assert!(!elsewhere.path().join("public").exists());
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let site = Site::of_pages(2);
    for command in [&["schema"][..], &["--help"], &["check"]] {
        let mut child = site.command(command).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut words = String::new();
        child.stderr.take().unwrap().read_to_string(&mut words).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{command:?}: {words}");
        assert!(!words.contains("panicked"), "{words}");
    }
}

#[test]
fn schema_knows_its_subjects() {
    let site = Site::new();
    for (subject, title) in [
        ("page", "zhiku front matter"),
        ("site", "zhiku site.toml"),
        ("case", "警示教育案例"),
        ("学习资料", "学习资料"),
    ] {
        let run = site.run(&["schema", subject]);
        let value: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!((run.code, value["title"].as_str()), (Some(0), Some(title)), "{subject}");
    }
    let run = site.run(&["schema", "cases", "--format", "json"]);
    assert_eq!(run.fails_with(2, "ZK0102").suggestion.as_deref(), Some("case"));
}

#[test]
fn serve_answers_as_a_file_server_does() {
    let site = Site::of_pages(3);
    site.publish();
    let published = site.public();
    std::fs::remove_dir_all(site.path("public")).unwrap();
    let server = Server::start(&site, &["--port", "0", "--no-watch"]);
    assert!(server.address.starts_with("http://127.0.0.1:"), "{}", server.address);
    assert!(!site.path("public").exists(), "the output is written only where it is named");

    let (status, head, body) = server.get("/");
    assert_eq!((status, header(&head, "content-type")), (200, Some("text/html; charset=utf-8")));
    assert_eq!(body, published["index.html"]);
    assert_eq!(header(&head, "x-content-type-options"), Some("nosniff"));
    let tag = header(&head, "etag").expect("a tag").to_owned();

    let (status, head, body) = server.ask(&format!("HEAD / HTTP/1.1\nHost: localhost:{}", server.port));
    assert_eq!((status, body.len()), (200, 0));
    assert_eq!(header(&head, "content-length"), Some(published["index.html"].len().to_string().as_str()));

    let (status, _, body) = server
        .ask(&format!("GET / HTTP/1.1\nHost: localhost:{}\nIf-None-Match: \"x\", W/{tag}", server.port));
    assert_eq!((status, body.len()), (304, 0));

    for (path, wanted) in [
        ("/study/di-0-ye.html", 200),
        ("/study/", 200),
        ("/study", 308),
        ("/nowhere.html", 404),
        ("/../site.toml", 404),
        ("/%2e%2e/site.toml", 404),
        ("/..%2fsite.toml", 404),
        ("//example.com", 404),
    ] {
        let (status, head, body) = server.get(path);
        assert_eq!(status, wanted, "{path}");
        match wanted {
            404 => assert_eq!(body, published["404.html"], "{path}"),
            308 => assert_eq!(header(&head, "location"), Some("/study/"), "{path}"),
            _ => {}
        }
    }
    let (status, head, _) =
        server.ask(&format!("POST / HTTP/1.1\nHost: localhost:{}\nContent-Length: 0", server.port));
    assert_eq!((status, header(&head, "allow")), (405, Some("get, head")));
    for host in ["evil.example", "localhost.evil.example", "localhost@evil.example", ""] {
        let (status, ..) = server.ask(&format!("GET / HTTP/1.1\nHost: {host}"));
        assert!(status == 421 || status == 400, "{host:?}: {status}");
    }
    assert_eq!(server.ask("GET / HTTP/1.1\nHost: evil.example").0, 421);
    for host in ["127.0.0.1", "LOCALHOST", "[::1]:80", "192.168.1.7:8017"] {
        assert_eq!(server.ask(&format!("GET / HTTP/1.1\nHost: {host}")).0, 200, "{host}");
    }
    let scripts: Vec<&String> = published.keys().filter(|name| name.ends_with(".js")).collect();
    let (_, head, _) = server.get(&format!("/{}", scripts[0]));
    assert_eq!(header(&head, "content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(server.stop(), Some(0), "asked to stop it ends well");
}

#[test]
fn a_taken_port_is_said_and_the_next_is_taken_where_asked() {
    let site = Site::of_pages(2);
    let (taken, port) = neighbouring_port();
    let run = site.run(&["serve", "--port", &port, "--format", "json"]);
    assert!(run.fails_with(3, "ZK0010").message.contains(&port));
    let server = Server::start(&site, &["--port", &port, "--auto-port"]);
    assert!(server.port > port.parse().unwrap(), "{}", server.port);
    assert_eq!(server.get("/").0, 200);
    drop(taken);
    assert_eq!(server.stop(), Some(0));
}

/// A port that this process holds.
fn neighbouring_port() -> (TcpListener, String) {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    (taken, port.to_string())
}

#[test]
fn an_address_of_another_machine_is_refused() {
    let site = Site::of_pages(2);
    let run = site.run(&["serve", "--address", "203.0.113.1", "--port", "0", "--format", "json"]);
    run.fails_with(3, "ZK0011");
}

#[test]
fn serve_publishes_where_an_output_is_named_and_stops_at_faults() {
    let site = Site::of_pages(2);
    let server = Server::start(&site, &["--port", "0", "--out", "public"]);
    assert!(site.has("index.html"));
    assert_eq!(server.stop(), Some(0));
    site.page("notes/坏.md", "titel: 坏", "");
    assert_eq!(site.run(&["serve", "--port", "0"]).code, Some(1));
}

#[test]
fn every_message_is_used_and_in_the_handbook() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = common::files(&root.join("src"));
    let catalogue = String::from_utf8(sources["base/message.rs"].clone()).unwrap();
    let handbook = std::fs::read_to_string(root.join("content/handbook/提示信息一览与处理办法.md")).unwrap();
    assert!(ALL.len() > 60);
    for message in ALL {
        let definition =
            catalogue.lines().find(|line| line.contains(&format!("= \"{}\"", message.code))).unwrap();
        let name = definition.split_whitespace().next().unwrap();
        let used = sources
            .iter()
            .filter(|(path, _)| *path != "base/message.rs")
            .any(|(_, bytes)| String::from_utf8_lossy(bytes).contains(&format!("message::{name}")));
        assert!(used, "{} {name} is said somewhere", message.code);
        let rows: Vec<&str> =
            handbook.lines().filter(|line| line.starts_with(&format!("| {}", message.code))).collect();
        assert_eq!(rows.len(), 1, "{} {name} has one row in the handbook", message.code);
        let is_warning = message.severity == Severity::Warning;
        assert_eq!(
            rows[0].contains(&format!("{}（警告）", message.code)),
            is_warning,
            "{}: {}",
            message.code,
            rows[0]
        );
    }
    let mentioned = handbook.lines().filter_map(|line| line.strip_prefix("| ZK")?.get(..4));
    for digits in mentioned {
        assert!(ALL.iter().any(|message| &message.code[2..] == digits), "ZK{digits} of the handbook exists");
    }
}
