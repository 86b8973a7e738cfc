//! Names, addresses and files that are easily taken for one another.
#![allow(clippy::disallowed_methods, reason = "the tests read real output")]

mod common;

use common::Site;
use common::html::tags;

/// The hrefs of all links in `html`.
fn hrefs(html: &str) -> Vec<String> {
    let links = tags(html).into_iter().filter(|tag| tag.name == "a");
    links.filter_map(|tag| tag.get("href").map(str::to_owned)).collect()
}

#[test]
fn a_file_of_a_field_is_that_of_the_pages_own_folder() {
    let site = Site::new();
    for folder in ["一", "二"] {
        site.page(&format!("templates/{folder}/表.md"), &format!("title: 表{folder}\nfile: 表.docx"), "正文");
        site.write(&format!("content/templates/{folder}/表.docx"), folder);
    }
    site.page("templates/三.md", "title: 表三\nattachments: [二/表.docx, 一/表.docx, 二/表.docx]", "正文");
    site.publish();
    for (folder, other) in [("一", "er"), ("二", "yi")] {
        let html = site.html(&format!("templates/{folder}/表.md"));
        assert!(!html.contains(&format!("files/templates/{other}/")), "{folder}: {html}");
    }
    let files: Vec<String> =
        hrefs(&site.html("templates/三.md")).into_iter().filter(|href| href.contains("files/")).collect();
    assert_eq!(files, ["../files/templates/er/biao.docx", "../files/templates/yi/biao.docx"]);
}
