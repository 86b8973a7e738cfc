//! Reviews: signed for the words as they are, and void when these change.

mod common;

use common::{Run, Site};

/// A site whose notes need a review.
fn site() -> Site {
    let site = Site::new();
    site.write("site.toml", common::SITE.replace("[sections.notes]", "[sections.notes]\nreview = true"));
    site
}

/// The line that a reviewer of `page` is given.
fn line(site: &Site, page: &str) -> String {
    let run = site.run(&["review", page, "--by", "审理室主任", "--basis", "会议“纪要”"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    run.stdout.trim().to_owned()
}

fn said(run: &Run) -> Vec<(&str, Option<i32>)> {
    run.codes().into_iter().map(|code| (code, run.code)).collect()
}

#[test]
fn a_section_can_require_a_review_of_the_words_as_they_are() {
    let site = site();
    site.page("notes/甲.md", "title: 甲\ntags: [一]", "正文。\n\n:::scope 本机关\n内部。\n:::");
    assert_eq!(said(&site.build()), [("ZK0711", Some(1))]);
    let line = line(&site, "content/notes/甲.md");
    assert!(
        line.starts_with("review: {by: \"审理室主任\", on: 2025-06-01, basis: \"会议“纪要”\", digest: \"")
    );
    let signed = |fields: &str, body: &str| {
        site.page("notes/甲.md", &format!("{fields}\n{line}"), body);
        site.build()
    };
    let body = "正文。\n\n:::scope 本机关\n内部。\n:::";
    assert_eq!(said(&signed("title: 甲\ntags: [一]", body)), []);
    // The order and names of fields, blanks at ends of lines and the due date say nothing new.
    assert_eq!(
        said(&signed("标签: [一]\n标题: 甲\nreview_due: 2027-01-01", &body.replace('。', "。  "))),
        []
    );
    assert_eq!(said(&site.run(&["build", "--format", "json", "--scope", "系统内"])), [], "in every scope");
    for (fields, body) in [
        ("title: 甲\ntags: [二]", body.to_owned()),
        ("title: 甲\ntags: [一]", body.replace("正文", "正文改")),
        ("title: 甲\ntags: [一]", body.replace("内部", "内部改")),
        ("title: 甲\ntags: [一]\nsummary: 新的", body.to_owned()),
    ] {
        assert_eq!(said(&signed(fields, &body)), [("ZK0712", Some(1))], "{fields} {body}");
    }
    site.page("notes/甲.md", "title: 甲\nreview: {by: 某岗位, on: 2025-01-01}", "正文。");
    assert_eq!(said(&site.build()), [("ZK0711", Some(1))], "a review without a digest signs nothing");
    site.page("notes/甲.md", "title: 甲\ndraft: true", "正文。").page("study/乙.md", "title: 乙", "正文。");
    assert_eq!(said(&site.build()), [], "drafts wait");
    site.page("study/乙.md", &format!("title: 乙\n{line}"), "正文。");
    assert_eq!(said(&site.build()), [("ZK0714", Some(0))], "where none is required a stale one is noted");
}

#[test]
fn a_review_is_written_without_touching_the_rest() {
    let site = site();
    let path = site.path("content/notes/甲.md");
    let text = "---\r\ntitle: 甲\r\nreview:\r\n  by: 旧岗位\r\n  on: 2020-01-01\r\ntags: [一]\r\n---\r\n\r\n正文。  \r\n";
    site.write("content/notes/甲.md", text);
    let run = site.run(&["review", "content/notes/甲.md", "--by", "新岗位", "--write", "--on", "2025-05-05"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let after = String::from_utf8(common::files(&site.path("content"))["notes/甲.md"].clone()).unwrap();
    let (head, rest) = after.split_once("review: {by: \"新岗位\", on: 2025-05-05, digest: \"").unwrap();
    assert_eq!(head, "---\r\ntitle: 甲\r\n");
    assert_eq!(rest.split_once("\"}").unwrap().1, "\r\ntags: [一]\r\n---\r\n\r\n正文。  \r\n");
    assert_eq!(said(&site.build()), []);
    // TOML, and a page that had none.
    site.write("content/notes/甲.md", "+++\ntitle = \"甲\"\n[source]\nname = \"报\"\n+++\n正文。\n");
    let run = site.run(&["review", "content/notes/甲.md", "--by", "岗\"位", "--write"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(
        said(&site.build()),
        [],
        "{:?}",
        std::str::from_utf8(&common::files(&site.path("content"))["notes/甲.md"])
    );
    assert!(path.exists());
}

#[test]
fn the_record_counts_reviews_by_post() {
    let site = site();
    site.page("study/乙.md", "title: 乙\nreview: {by: 审理室主任, on: 2025-02-02}", "正文。");
    site.page("study/丙.md", "title: 丙", "正文。");
    site.publish();
    let html = site.read("record.html");
    assert!(html.contains("审理室主任") && html.contains("2025-02-02"), "{html}");
    let record: serde_json::Value = serde_json::from_str(&site.read("record.json")).unwrap();
    assert_eq!(record["pages"][1]["review"]["by"], "审理室主任");
    assert_eq!(record["changes"], serde_json::Value::Null, "a build says nothing of other publications");
}

#[test]
fn a_review_signs_the_files_of_the_page_too() {
    let site = site();
    let body = "正文，见[附表](附表.csv)。\n\n![图](图.svg)\n\n:::scope 本机关\n[内表](内表.csv)\n:::";
    let svg = |words: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><text>{words}</text></svg>");
    site.write("content/notes/附表.csv", "一").write("content/notes/内表.csv", "二");
    site.write("content/notes/图.svg", svg("三")).write("content/notes/另件.csv", "四");
    site.page("notes/甲.md", "title: 甲\nattachments: [另件.csv]", body);
    let line = line(&site, "content/notes/甲.md");
    assert_eq!(line.split_once("files: [").unwrap().1.split(", ").count(), 4, "{line}");
    site.page("notes/甲.md", &format!("title: 甲\nattachments: [另件.csv]\n{line}"), body);
    let of_scope = |scope: &str| -> Vec<String> {
        let run = site.run(&["build", "--format", "json", "--scope", scope]);
        run.codes().into_iter().map(str::to_owned).collect()
    };
    for scope in ["系统内", "本机关"] {
        assert_eq!(of_scope(scope), [""; 0], "{scope}: what a build leaves out does not undo the review");
    }
    for (file, bytes) in
        [("附表.csv", "换了".to_owned()), ("图.svg", svg("换了")), ("另件.csv", "换了".to_owned())]
    {
        let path = format!("content/notes/{file}");
        let before = common::files(&site.path("content"))[&format!("notes/{file}")].clone();
        site.write(&path, bytes);
        assert_eq!(said(&site.build()), [("ZK0712", Some(1))], "{file}");
        site.write(&path, before);
        assert_eq!(said(&site.build()), [], "{file} as it was");
    }
    site.write("content/notes/内表.csv", "换了");
    assert_eq!(of_scope("系统内"), [""; 0], "it is not in this build");
    assert_eq!(of_scope("本机关"), ["ZK0712"]);
    let html = site.run(&["build", "--format", "json", "--scope", "系统内"]);
    assert_eq!(html.code, Some(0));
    for name in line.split_once("files: [").unwrap().1.trim_end_matches("]}").split(", ") {
        let name = name.trim_matches('"');
        let told = site.public().values().any(|bytes| String::from_utf8_lossy(bytes).contains(name));
        assert!(!told, "the digests of files are nowhere in what is published");
    }
}
