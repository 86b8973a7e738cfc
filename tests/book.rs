//! `zhiku book`: pages as one file that stands alone.
#![allow(clippy::disallowed_methods, reason = "the tests read real files")]

mod common;

use std::collections::BTreeSet;

use common::Site;
use common::html::tags;

#[test]
fn a_series_becomes_one_file_that_asks_for_nothing() {
    let site = Site::sample();
    let to = site.folder.path().join("讲稿.html");
    let run = site.run(&["book", "清廉讲堂", "--to", to.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let html = std::fs::read_to_string(&to).unwrap();
    assert!(html.contains("<p class=\"title\">清廉讲堂</p>"), "the series gives the title");
    let all = tags(&html);
    let chapters = all.iter().filter(|tag| tag.name == "article").count();
    let contents = html.matches("<li><a href=\"#c").count();
    assert!(chapters >= 6 && chapters == contents, "{chapters} chapters, {contents} in the contents");
    let ids: Vec<&str> = all.iter().filter_map(|tag| tag.get("id")).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "no name stands twice");
    for tag in &all {
        let inside = |name: &str, begin: &str| tag.get(name).is_none_or(|value| value.starts_with(begin));
        assert!(inside("href", "#") && inside("src", "data:"), "{tag:?} leads out of the file");
        assert!(tag.name != "script" && tag.name != "link", "{tag:?}");
        if let Some(fragment) = tag.get("href").and_then(|href| href.strip_prefix('#')) {
            assert!(ids.contains(&fragment), "{fragment} is not there");
        }
    }
    let appendix = &html[html.find("id=\"appendix\"").expect("the lectures cite articles")..];
    assert!(appendix.contains("<b>第") && appendix.contains("条</b>"));
}

#[test]
fn a_page_that_is_not_there_is_said_and_nothing_is_written() {
    let site = Site::sample();
    let to = site.folder.path().join("book.html");
    let run = site.run(&["book", "清廉讲堂", "没有这一篇", "--to", to.to_str().unwrap()]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.stderr.contains("ZK0018") && run.stderr.contains("没有这一篇"));
    assert!(!to.exists());
}

#[test]
fn what_was_asked_for_comes_in_the_order_asked() {
    let site = Site::sample();
    let to = site.folder.path().join("book.html");
    let run = site.run(&["book", "jt-02-1", "jf-1", "--title", "两讲", "--to", to.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let html = std::fs::read_to_string(&to).unwrap();
    let titles: Vec<&str> =
        html.split("<li><a href=\"#c").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    assert_eq!(titles.len(), 2);
    assert!(titles[0].contains("清廉讲堂") && titles[1].contains("专讲"), "{titles:?}");
    assert!(html.contains("<title>两讲</title>"));
}
