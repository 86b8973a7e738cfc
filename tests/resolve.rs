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

#[test]
fn a_given_id_wins_and_ids_made_from_paths_may_be_shared() {
    let site = Site::new();
    site.page("notes/甲.md", "title: 第一页", "正文").page("study/甲.md", "title: 第二页", "正文");
    site.page("terms/乙.md", "title: 第三页", "正文").page("notes/给.md", "title: 第四页\nid: yi", "正文");
    site.page("notes/链.md", "title: 链", "见[[jia]]和[[yi]]。");
    let run = site.build();
    let found = run.fails_with(1, "ZK0403");
    for path in ["notes/甲.md", "study/甲.md"] {
        assert!(found.message.contains(path), "{found:?}");
    }
    site.page("notes/链.md", "title: 链", "见[[yi]]和[[study/甲]]。").publish();
    assert_eq!(hrefs(&site.body("notes/链.md")), ["../notes/yi.html", "../study/jia.html"]);
}

#[test]
fn pages_of_one_automatic_id_are_two_entries_of_the_feed() {
    let site = Site::new();
    for section in ["notes", "study"] {
        site.page(&format!("{section}/甲.md"), &format!("title: {section}甲\ndate: 2024-01-01"), "正文");
    }
    site.publish();
    let feed = site.read("feed.xml");
    let ids: std::collections::BTreeSet<&str> =
        feed.split("<id>").skip(1).filter_map(|rest| rest.split("</id>").next()).collect();
    assert_eq!(ids.len(), 3, "the feed and two entries: {feed}");
}

#[test]
fn folders_that_spell_alike_keep_addresses_of_their_own() {
    let site = Site::new();
    for folder in ["法制", "法治"] {
        site.page(&format!("study/{folder}/内/页.md"), &format!("title: {folder}页"), "正文");
    }
    assert_eq!(site.publish().codes(), [""; 0]);
    // 制 comes before 治.
    assert_eq!(site.route("study/法制/内/页.md"), "study/fa-zhi/nei/ye.html");
    let later = site.route("study/法治/内/页.md");
    let folder = later.strip_suffix("/nei/ye.html").expect("its folders are kept");
    assert!(folder.starts_with("study/fa-zhi-"), "{later}");
    assert!(site.has(&format!("{folder}/index.html")) && site.has(&format!("{folder}/nei/index.html")));
    let again = Site::new();
    again.page("study/法治/内/页.md", "title: 法治页", "正文").publish();
    assert_eq!(again.route("study/法治/内/页.md"), "study/fa-zhi/nei/ye.html");
}

#[test]
fn further_pages_of_a_list_meet_no_other_list() {
    let site = Site::new();
    site.configure("page_size = 2", "");
    for number in 0..5 {
        site.page(&format!("notes/{number}.md"), &format!("title: 页{number}\ntags: [巡察]"), "正文");
    }
    site.page("notes/二.md", "title: 页二\nid: page-2\ntags: [巡察2]", "正文");
    site.publish();
    for route in ["xun-cha.html", "xun-cha_2.html", "xun-cha_3.html", "xun-cha-2.html"] {
        assert!(site.has(&format!("facets/biao-qian/{route}")), "{route}");
    }
    assert!(site.has("notes/page_2.html") && site.has("notes/page-2.html"));
}

#[test]
fn facets_that_spell_alike_keep_addresses_of_their_own() {
    let site = Site::new();
    site.configure(
        "",
        "[[types.page.field]]\nname = \"one\"\nlabel = \"公示\"\nfacet = true\n\
         [[types.page.field]]\nname = \"two\"\nlabel = \"公式\"\nfacet = true\n",
    );
    site.page("notes/甲.md", "title: 甲\none: 值\ntwo: 值", "正文");
    assert_eq!(site.publish().codes(), [""; 0]);
    let folders = site.public().keys().filter(|name| name.ends_with("/zhi.html")).count();
    assert_eq!(folders, 2);
}

#[test]
fn addresses_that_the_site_needs_are_refused_with_their_place() {
    let site = Site::new();
    site.page("notes/甲.md", "title: 甲\ntags: [标]", "正文");
    let roots = ["404", "recent", "search", "glossary", "index"];
    for name in roots {
        site.page(&format!("{name}.md"), &format!("title: 根{name}"), "正文");
    }
    site.page("pinyin/j.md", "title: 拼音", "正文");
    let old = [
        "recent.html",
        "notes/index.html",
        "NOTES/Jia.html",
        "facets/biao-qian/biao.html",
        "facets/biao-qian/index.html",
        "a.html",
        "A.html",
    ];
    for (number, route) in old.iter().enumerate() {
        site.page(
            &format!("study/{number}.md"),
            &format!("title: 旧{number}\nredirect_from: {route}"),
            "正文",
        );
    }
    let run = site.build();
    assert_eq!(run.code, Some(1));
    let errors: Vec<(&str, Option<usize>)> = run
        .found
        .iter()
        .filter(|found| found.code == "ZK0502")
        .map(|found| (found.path.as_deref().unwrap_or_default(), found.line))
        .collect();
    let mut expected: Vec<String> = roots.iter().map(|name| format!("{name}.md")).collect();
    expected.push("pinyin/j.md".to_owned());
    expected.extend([0, 1, 2, 3, 4, 6].map(|number| format!("study/{number}.md")));
    expected.sort();
    let mut places: Vec<&str> = errors.iter().map(|(path, _)| *path).collect();
    places.sort_unstable();
    assert_eq!(places, expected, "{run:?}");
    assert!(errors.iter().filter(|(path, _)| path.starts_with("study/")).all(|(_, line)| *line == Some(3)));
    let others = run.codes().into_iter().filter(|code| !["ZK0502", "ZK0313"].contains(code)).count();
    assert_eq!(others, 0, "{run:?}");
}

#[test]
fn suggestions_can_be_written_as_they_stand() {
    let site = Site::new();
    site.page("notes/学习要点.md", "title: 学习 ＡＢＣ 要点", "正文").page("cases/案例通报.md", "title: 通报\ncase_kind: 典型案例\ndisclosure: 未公开\nanonymized: true\nconduct:\n  - discipline: 廉洁纪律\n    behaviour: 收礼\nsource:\n  name: 某报", "正文");
    site.page(
        "notes/深/链.md",
        "title: 链",
        "[一](../学习要典.md)\n\n[二](案例通抱.md)\n\n[[学习ＡＢＣ要典]]",
    );
    let run = site.build();
    let near: Vec<&str> = run.found.iter().filter_map(|found| found.suggestion.as_deref()).collect();
    assert_eq!(near, ["../学习要点.md", "../../cases/案例通报.md", "学习 ＡＢＣ 要点"], "{run:?}");
}

#[test]
fn links_to_the_root_lead_home() {
    let site = Site::new();
    site.page("notes/页.md", "title: 页", "[一](/) [二](../) [三](../_index.md) [四](/_index.md)").publish();
    assert_eq!(hrefs(&site.body("notes/页.md")), ["../index.html"; 4]);
    site.page("_index.md", "title: 首页", "正文").publish();
    assert_eq!(hrefs(&site.body("notes/页.md")), ["../index.html"; 4]);
}

#[test]
fn files_of_what_is_not_shown_are_neither_published_nor_called_unused() {
    let site = Site::new();
    for name in ["撤图", "撤件", "稿图", "稿件", "共图"] {
        site.write(&format!("content/notes/{name}.png"), name);
    }
    let gone = "title: 撤\nwithdrawn:\n  on: 2025-01-01\n  reason: 过时";
    site.page("notes/撤.md", gone, "![图](撤图.png) [件](撤件.png) ![共](共图.png)");
    site.page("notes/稿.md", "title: 稿\ndraft: true\nattachments: [稿件.png]", "![图](稿图.png)");
    site.page("notes/在.md", "title: 在", "![共](共图.png)");
    assert_eq!(site.publish().codes(), [""; 0]);
    let public = site.public();
    let files: Vec<&String> = public.keys().filter(|name| name.starts_with("files/")).collect();
    assert_eq!(files, ["files/notes/gong-tu.png"]);
    site.page("notes/撤.md", gone, "![图](没有.png)");
    site.build().one("ZK0404");
}

#[test]
fn a_link_names_an_article_as_a_citation_does() {
    let site = Site::new();
    let body = "## 第一章 总则 {#zong-ze}\n\n第一条 为了规范工作，制定本法。\n\n第二条 工作应当：\n\n（一）依法；\n\n（二）公正。\n\n\
                第二款的话。\n\n## 第二章 分则\n\n第三条 其他。";
    site.page("regulations/法.md", "title: 某法\nwork: 某法\nlevel: 法律", body);
    let links = "[[某法#第二条]] [[某法#第二条第（二）项]] [[某法#第二条第二款]] [[某法#a3]] \
                 [一](../regulations/法.md#zong-ze) [二](../regulations/法.md#第二章 分则)";
    site.page("notes/链.md", "title: 链", &links.replace("第二章 分则", "第二章分则"));
    site.publish();
    let html = site.html("regulations/法.md");
    let ids: Vec<String> = tags(&html).iter().filter_map(|tag| tag.get("id").map(str::to_owned)).collect();
    let found = hrefs(&site.body("notes/链.md"));
    assert_eq!(found.len(), 6);
    for href in &found {
        let (_, fragment) = href.split_once('#').unwrap_or_else(|| panic!("{href} has a fragment"));
        assert!(ids.iter().any(|id| id == fragment), "{href}: {ids:?}");
    }
    assert!(found[4].ends_with("#zong-ze"), "{found:?}");
    site.page("notes/链.md", "title: 链", "[[某法#第九条]]");
    site.build().fails_with(1, "ZK0402");
}

#[test]
fn a_page_shows_some_of_very_many_backlinks_and_says_how_many() {
    let site = Site::new();
    site.page("notes/名.md", "title: 名页", "正文");
    for number in 0..60 {
        site.page(&format!("study/{number:02}.md"), &format!("title: 学{number:02}"), "见[[名页]]。");
    }
    site.publish();
    let html = site.html("notes/名.md");
    assert_eq!(
        hrefs(&html)
            .iter()
            .filter(|href| href.starts_with("../study/") && !href.ends_with("index.html"))
            .count(),
        50
    );
    assert!(html.contains("共 60 篇"), "{html}");
    for number in 50..60 {
        site.remove(&format!("content/study/{number}.md"));
    }
    site.publish();
    assert!(!site.html("notes/名.md").contains("共 50 篇"));
}

#[test]
fn control_characters_do_not_reach_xml() {
    let site = Site::new();
    site.configure("base_url = \"http://example.cn/\"", "");
    site.page(
        "notes/页.md",
        "title: \"甲\\u0001乙\\u000B\"\nsummary: \"丙\\u001F丁\\uFFFE\"\ndate: 2024-01-01",
        "正文",
    );
    site.publish();
    for name in ["feed.xml", "sitemap.xml"] {
        let xml = site.read(name);
        let wrong =
            |c: char| c < ' ' && !['\t', '\n', '\r'].contains(&c) || ['\u{FFFE}', '\u{FFFF}'].contains(&c);
        assert!(!xml.contains(wrong), "{xml:?}");
        assert!(!xml.contains("&#1;") && !xml.contains("&#x1;"), "{xml}");
    }
    let feed = site.read("feed.xml");
    assert!(feed.contains("甲乙") && feed.contains("丙丁"), "{feed}");
}

#[test]
fn very_many_broken_links_are_found_soon() {
    let site = Site::new();
    for number in 0..1500 {
        site.page(&format!("study/{number}.md"), &format!("title: 关于第{number}号事项的学习资料"), "正文");
    }
    let links: Vec<String> = (0..2000).map(|number| format!("[[关于第{number}条事情的学习材料]]")).collect();
    site.page("notes/断.md", "title: 断", &links.join("\n"));
    let start = std::time::Instant::now();
    let run = site.run(&["check", "--format", "json"]);
    assert_eq!(run.codes().len(), 2000);
    assert!(run.found.iter().filter(|found| found.suggestion.is_some()).count() <= 200);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}
