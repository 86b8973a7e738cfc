//! From content to pages: build a small site, look, edit, build again.
#![allow(clippy::disallowed_methods, reason = "the tests read real output")]

mod common;

use std::collections::BTreeSet;

use common::html::{tags, words};
use common::{Files, Run, Site};

/// The hrefs of all links in `html`.
fn hrefs(html: &str) -> Vec<String> {
    tags(html)
        .iter()
        .filter(|tag| tag.name == "a")
        .filter_map(|tag| tag.get("href").map(str::to_owned))
        .collect()
}

/// Whether any published text holds `needle`.
fn anywhere(files: &Files, needle: &str) -> Vec<String> {
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(needle);
    files.iter().filter(|(_, bytes)| holds(bytes)).map(|(name, _)| name.clone()).collect()
}

#[test]
fn chinese_labels_are_keys() {
    let english = Site::new();
    english.page("cases/某案.md", "title: 某案\ncase_kind: 典型案例\ndisclosure: 未公开\nanonymized: true\ntags: [甲]\nsource:\n  name: 某报\nconduct:\n  - discipline: 廉洁纪律\n    behaviour: 收礼", "正文");
    let chinese = Site::new();
    chinese.page("cases/某案.md", "标题: 某案\n案例类别: 典型案例\n公开情况: 未公开\n已脱敏: 是\n标签: [甲]\n来源:\n  来源名称: 某报\n违纪违法行为:\n  - 违反纪律: 廉洁纪律\n    行为: 收礼", "正文");
    english.publish();
    chinese.publish();
    common::assert_same(&english.public(), &chinese.public());
}

#[test]
fn toml_front_matter_gives_the_same_page() {
    let yaml = Site::new();
    yaml.page("notes/页.md", "title: 页面\ntags: [甲, 乙]\ndate: 2024-05-01\norder: 3", "正文");
    let toml = Site::new();
    let front = "+++\ntitle = \"页面\"\ntags = [\"甲\", \"乙\"]\ndate = 2024-05-01\norder = 3\n+++\n\n正文\n";
    toml.write("content/notes/页.md", front);
    yaml.publish();
    toml.publish();
    common::assert_same(&yaml.public(), &toml.public());
}

#[test]
fn site_toml_extends_types_and_vocabularies() {
    let site = Site::new();
    site.configure(
        "",
        "[sections.speeches]\ntitle = \"讲话\"\ntype = \"speech\"\n[vocabularies]\nstudy_kind = [\"读书笔记\"]\nplace = [\"县委党校\", \"机关\"]\n\
         [types.speech]\nlabel = \"领导讲话\"\n[[types.speech.field]]\nname = \"venue\"\nlabel = \"地点\"\nvocabulary = \"place\"\nrequired = true\nfacet = true\nshown = true\n\
         [[types.study.field]]\nname = \"hall\"\nlabel = \"讲堂\"\nshown = true\n",
    );
    site.page("study/笔记.md", "title: 笔记\nkind: 读书笔记\nhall: 一号讲堂", "正文");
    site.page("speeches/话.md", "title: 一次讲话\n地点: 县委党校", "正文").publish();
    let html = site.html("speeches/话.md");
    assert!(words(&html).contains("领导讲话") && words(&html).contains("县委党校"), "{html}");
    assert!(site.has("facets/di-dian/xian-wei-dang-xiao.html"));
    assert!(words(&site.html("study/笔记.md")).contains("一号讲堂"));
    site.page("speeches/话.md", "title: 一次讲话\n地点: 党校", "正文");
    assert_eq!(site.build().fails_with(1, "ZK0306").suggestion.as_deref(), Some("县委党校"));
    site.page("speeches/话.md", "title: 一次讲话", "正文");
    site.build().fails_with(1, "ZK0308");
}

#[test]
fn drafts_and_pages_whose_day_has_not_come_stay_out_of_everything() {
    let site = Site::new();
    site.page("notes/在.md", "title: 在册\ntags: [常见]", "正文");
    site.page(
        "notes/稿.md",
        "title: 机密草稿甲\ntags: [稀见标签]\ndraft: true\nredirect_from: notes/old.html",
        "内文丙 ![图](图.png)",
    );
    site.page("notes/候.md", "title: 机密预告乙\ntags: [稀见标签]\npublish_on: 2025-06-02", "内文丁");
    site.write("content/notes/图.png", "机密图");
    site.publish();
    let published = site.public();
    for secret in ["机密", "稀见标签", "内文丙", "内文丁", "notes/old.html"] {
        assert_eq!(anywhere(&published, secret), [""; 0], "{secret}");
    }
    assert!(!published.keys().any(|name| name.contains("old.html") || name.contains("tu.png")));
    assert_eq!(site.run(&["build", "--as-of", "2025-06-02"]).code, Some(0));
    assert!(words(&site.html("notes/候.md")).contains("内文丁"));
    assert_eq!(site.run(&["build", "--as-of", "2025-06-01"]).code, Some(0));
    assert_eq!(anywhere(&site.public(), "机密预告乙"), [""; 0], "it goes again");
    site.page("notes/稿.md", "title: 机密草稿甲\ndraft: false\nredirect_from: notes/old.html", "内文丙");
    site.publish();
    assert!(site.has("notes/old.html"));
}

#[test]
fn a_link_to_a_draft_shows_only_its_words() {
    let site = Site::new();
    site.page("notes/稿.md", "title: 草稿页\ndraft: true", "正文").page(
        "notes/页.md",
        "title: 页",
        "见[草稿内容](稿.md)。",
    );
    assert_eq!(site.publish().codes(), ["ZK0407"]);
    let body = site.body("notes/页.md");
    assert!(words(&body).contains("草稿内容") && hrefs(&body).is_empty(), "{body}");
}

#[test]
fn a_withdrawn_page_says_so_and_names_its_successor() {
    let site = Site::new();
    site.page("notes/新.md", "title: 新页", "正文");
    site.page(
        "notes/旧.md",
        "title: 已撤旧页\ntags: [旧事]\nwithdrawn:\n  on: 2025-01-02\n  reason: 内容过时\n  replaced_by: 新页",
        "不再示人的正文",
    );
    site.publish();
    let html = site.html("notes/旧.md");
    let shown = words(&html);
    assert!(shown.contains("2025-01-02") && shown.contains("内容过时") && shown.contains("新页"), "{shown}");
    assert!(hrefs(&html).iter().any(|href| href.ends_with("notes/xin.html")));
    assert_eq!(anywhere(&site.public(), "不再示人"), [""; 0]);
    let listing = site.read("notes/index.html") + &site.read("index.html") + &site.read("feed.xml");
    assert!(!listing.contains("已撤旧页"), "no list shows it");
    assert!(!site.public().keys().any(|name| name.contains("jiu-shi")), "its tags make no page");
    let page = site.pages().into_iter().find(|page| page["title"] == "已撤旧页").unwrap();
    assert_eq!(page["withdrawn"], true);
}

#[test]
fn old_addresses_lead_on() {
    let site = Site::new();
    site.page("notes/新.md", "title: 新页\nredirect_from: [notes/old.html, /study/far/older.html]", "正文")
        .publish();
    for (old, to) in
        [("notes/old.html", "../notes/xin.html"), ("study/far/older.html", "../../notes/xin.html")]
    {
        let html = site.read(old);
        let refresh = tags(&html).into_iter().find(|tag| tag.get("http-equiv") == Some("refresh"));
        assert_eq!(refresh.unwrap().get("content"), Some(format!("0; url={to}").as_str()));
        assert!(hrefs(&html).contains(&to.to_owned()), "readers whose browser stays have a link");
    }
    assert!(!site.read("pages.json").contains("old.html"));
}

#[test]
fn links_reach_pages_by_path_id_title_and_heading() {
    let site = Site::new();
    site.page(
        "study/深/要点.md",
        "title: 《学习要点》\nid: yaodian\naliases: [要点汇编]",
        "## 一、总体要求\n\n正文\n\n## 重复\n\n## 重复",
    );
    site.page(
        "regulations/法.md",
        "title: 监督办法（2024年）\nwork: 监督办法\nlevel: 办法\nversion: 2024-03-01",
        "第一条 正文",
    );
    site.page(
        "regulations/旧法.md",
        "title: 监督办法（2018年）\nwork: 监督办法\nlevel: 办法\nversion: 2018-03-01",
        "第一条 正文",
    );
    site.write("content/notes/附 件.pdf", "%PDF");
    let cases = [
        ("[文](../study/深/要点.md)", "../study/yaodian.html", "文"),
        ("[文](/study/深/要点.md)", "../study/yaodian.html", "文"),
        ("[文](../study/深/要点)", "../study/yaodian.html", "文"),
        ("[文](../study/%E6%B7%B1/%E8%A6%81%E7%82%B9.md)", "../study/yaodian.html", "文"),
        ("[文](../study/深/要点.md#一、总体要求)", "../study/yaodian.html#yi-zong-ti-yao-qiu", "文"),
        ("[[yaodian]]", "../study/yaodian.html", "《学习要点》"),
        ("[[学习要点]]", "../study/yaodian.html", "《学习要点》"),
        ("[[《学习要点》|看这里]]", "../study/yaodian.html", "看这里"),
        ("[[要点汇编]]", "../study/yaodian.html", "《学习要点》"),
        (
            "[[学习要点#一、总体要求]]",
            "../study/yaodian.html#yi-zong-ti-yao-qiu",
            "《学习要点》 一、总体要求",
        ),
        ("[[监督办法]]", "../regulations/fa.html", "监督办法（2024年）"),
        ("[[监督办法@2018-03-01]]", "../regulations/jiu-fa.html", "监督办法（2018年）"),
        ("[[study/深/要点]]", "../study/yaodian.html", "《学习要点》"),
        ("[文](../study/)", "../study/index.html", "文"),
        ("[[学习资料]]", "../study/index.html", "学习资料"),
        ("[下载](<附 件.pdf>)", "../files/notes/fu-jian.pdf", "下载"),
        ("[自己](#本页标题)", "#ben-ye-biao-ti", "自己"),
        ("https://example.com/a。", "https://example.com/a", "https://example.com/a"),
        ("[信](mailto:a@example.com)", "mailto:a@example.com", "信"),
    ];
    let lines: Vec<&str> = cases.iter().map(|(markdown, ..)| *markdown).collect();
    site.page("notes/链.md", "title: 链接", &format!("## 本页标题\n\n{}", lines.join("\n\n")));
    assert_eq!(site.publish().codes(), [""; 0]);
    let body = site.body("notes/链.md");
    let paragraphs: Vec<&str> = body.split("<p>").skip(1).collect();
    assert_eq!(paragraphs.len(), cases.len(), "{body}");
    for ((markdown, href, text), html) in cases.iter().zip(paragraphs) {
        assert_eq!(hrefs(html), [*href], "{markdown}");
        let start = html.find("<a ").unwrap();
        let link = &html[start..html.find("</a>").unwrap()];
        assert_eq!(words(link), *text, "{markdown}");
    }
    let target = site.html("study/深/要点.md");
    let ids: Vec<String> = tags(&target).iter().filter_map(|tag| tag.get("id").map(str::to_owned)).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "ids are unique: {ids:?}");
    assert!(words(&target).contains("链接"), "the page knows who links to it");
}

#[test]
fn a_broken_link_is_mended_and_the_site_follows() {
    let site = Site::new();
    site.page("notes/甲.md", "title: 甲页", "见[[乙页]]。");
    site.build().fails_with(1, "ZK0401");
    assert!(!site.has("index.html"));
    site.page("notes/乙.md", "title: 乙页", "正文").publish();
    assert_eq!(hrefs(&site.body("notes/甲.md")), ["../notes/yi.html"]);
    site.page("notes/乙.md", "title: 乙页\nid: renamed\nredirect_from: notes/yi.html", "正文").publish();
    assert_eq!(hrefs(&site.body("notes/甲.md")), ["../notes/renamed.html"]);
    assert!(site.read("notes/yi.html").contains("renamed.html"));
}

/// Ways to run a script or to fetch from elsewhere, as an editor may paste or a guest may try.
const VECTORS: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"javascript:alert(1)\">",
    "<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\">",
    "<img src=//evil.example/a.png>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate xlink:href=#x attributeName=href values=javascript:alert(1) /></svg>",
    "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<input autofocus onfocus=alert(1)>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>文</details>",
    "<a href=\"javascript:alert(1)\">甲</a>",
    "<a href=\" &#14; javascript:alert(1)\">甲</a>",
    "<a href=\"jav&#x09;ascript:alert(1)\">甲</a>",
    "<a href=\"java\nscript:alert(1)\">甲</a>",
    "<a href=\"&#106;avascript:alert(1)\">甲</a>",
    "<a href=vbscript:msgbox(1)>甲</a>",
    "<a href=\"data:text/html;base64,PHNjcmlwdD4=\">甲</a>",
    "<a href=\"x\" onmouseover=\"alert(1)\">甲</a>",
    "<p style=\"background:url(javascript:alert(1))\">甲</p>",
    "<style>@import '//evil.example/x.css';</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<base href=//evil.example/>",
    "<video src=//evil.example/a.mp4 onerror=alert(1)></video>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo '<script>alert(1)</script>'; ?>",
    "<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">alert(1)</x:script>",
    "<button formaction=javascript:alert(1)>甲</button>",
    "<table background=javascript:alert(1)><tr><td background=//evil.example/a>甲</td></tr></table>",
    "<div id=main><div class=page>甲</div></div></main></body>",
    "`<script>alert(1)</script>`",
    "```html\"onload=alert(1)\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "\\<script>alert(1)\\</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "**<b onclick=alert(1)>粗</b>**",
    "| <img src=x onerror=alert(1)> | b |\n|---|---|\n| <script>alert(1)</script> | c |",
    "> <script>alert(1)</script>",
    "## 标题 <img src=x onerror=alert(1)> {#x onclick=alert(1)}",
    "## 标题 {#\"><script>alert(1)</script>}",
    "正文[^a]\n\n[^a]: <script>alert(1)</script>",
    "![<script>alert(1)</script>](图.png \"<script>alert(1)</script>\")",
    "![\" onerror=\"alert(1)](图.png '\" onerror=\"alert(1)')",
    "[\" onclick=\"alert(1)](附.pdf '\" onclick=\"alert(1)')",
    "[[注入页|<script>alert(1)</script>]]",
    "<https://example.com/\"onclick=alert(1)>",
    "https://example.com/\"onmouseover=alert(1)",
    "[甲](https://example.com/%22onclick=alert(1))",
];

/// Links that must be refused outright.
const REFUSED: &[&str] = &[
    "[甲](javascript:alert(1))",
    "[甲](JaVaScRiPt:alert(1))",
    "[甲](<java&#x0A;script:alert(1)>)",
    "[甲](&#106;avascript:alert(1))",
    "[甲](java\\script:alert(1))",
    "[甲](vbscript:msgbox(1))",
    "[甲](data:text/html;base64,PHNjcmlwdD4=)",
    "[甲](file:///etc/passwd)",
    "[甲](//evil.example/x)",
    "[甲](\\\\\\\\evil.example\\x)",
    "<javascript:alert(1)>",
    "[甲][j]\n\n[j]: javascript:alert(1)",
    "![甲](javascript:alert(1))",
    "![甲](data:image/svg+xml;base64,PHN2Zz4=)",
    "![甲](//evil.example/a.png)",
    "![甲](https://evil.example/a.png)",
];

/// What must not stand in a page: a script of its own, a handler, a foreign address that is
/// fetched.
fn assert_harmless(html: &str, what: &str) {
    let fetching =
        ["src", "srcset", "data", "poster", "background", "action", "formaction", "xlink:href", "srcdoc"];
    for tag in tags(html) {
        let refused =
            ["iframe", "object", "embed", "form", "base", "style", "svg", "math", "template", "source"];
        let is_search = tag.name == "form" && tag.get("role") == Some("search");
        // Charts are drawn by the program and have nothing but a size and words for those who cannot see.
        let is_chart = tag.name == "svg"
            && tag.attributes.iter().all(|(name, _)| {
                ["class", "width", "height", "role", "aria-label", "aria-hidden"].contains(&name.as_str())
            });
        // The booklet's form sends nothing anywhere.
        let is_own =
            tag.name == "form" && tag.get("class") == Some("book-form") && tag.get("action").is_none();
        assert!(is_search || is_chart || is_own || !refused.contains(&tag.name.as_str()), "{what}: {tag:?}");
        let is_fetched =
            tag.name == "script" || tag.get("rel").is_some_and(|rel| ["stylesheet", "icon"].contains(&rel));
        // What says for programs what a page is, is data: no browser runs it.
        let is_data = tag.name == "script" && tag.get("type") == Some("application/ld+json");
        if is_fetched && !is_data {
            let own = tag
                .get("src")
                .or(tag.get("href"))
                .is_some_and(|address| !address.contains(':') && !address.starts_with("//"));
            assert!(own, "{what}: {tag:?}");
        }
        for (name, value) in &tag.attributes {
            assert!(!name.starts_with("on"), "{what}: {tag:?}");
            assert!(name != "style", "{what}: {tag:?}");
            let plain: String = value
                .chars()
                .filter(|c| !c.is_whitespace() && !c.is_control())
                .collect::<String>()
                .to_lowercase();
            let is_address = name == "href" || fetching.contains(&name.as_str());
            let runs =
                ["javascript:", "vbscript:", "data:", "file:"].iter().any(|scheme| plain.starts_with(scheme));
            assert!(!(is_address && runs), "{what}: {tag:?}");
            let leaves = plain.contains("://") || plain.starts_with("//");
            assert!(!(fetching.contains(&name.as_str()) && leaves), "{what}: {tag:?}");
        }
    }
}

#[test]
fn nothing_that_runs_or_fetches_passes_from_a_body() {
    let site = Site::new();
    site.write("content/notes/图.png", "png").write("content/notes/附.pdf", "pdf");
    site.page("notes/注入页.md", "title: 注入页", "正文");
    for (number, vector) in VECTORS.iter().enumerate() {
        site.page(
            &format!("notes/v{number}.md"),
            &format!("title: 向量{number}"),
            &format!("前文。\n\n{vector}\n\n中[图](图.png)[件](附.pdf)文。"),
        );
    }
    let run = site.publish();
    assert!(run.found.iter().all(|found| found.code == "ZK0406"), "{run:?}");
    for (number, vector) in VECTORS.iter().enumerate() {
        let html = site.html(&format!("notes/v{number}.md"));
        assert_harmless(&html, vector);
        assert_eq!(html.matches("</main>").count(), 1, "{vector}: the frame stands");
        let body = site.body(&format!("notes/v{number}.md"));
        assert!(words(&body).contains("前文。"), "{vector}");
        let scripts = tags(&body).iter().filter(|tag| tag.name == "script" || tag.name == "meta").count();
        assert_eq!(scripts, 0, "{vector}: {body}");
    }
}

#[test]
fn links_that_run_or_leave_unseen_stop_the_build() {
    for vector in REFUSED {
        let site = Site::new();
        site.page("notes/页.md", "title: 页", vector);
        let run = site.build();
        let is_refused = ["ZK0405", "ZK0409"].iter().any(|code| run.codes().contains(code));
        let is_unknown = run.codes().iter().all(|code| *code == "ZK0401" || *code == "ZK0404");
        assert_eq!(run.code, Some(1), "{vector}: {run:?}");
        assert!(is_refused || is_unknown, "{vector}: {run:?}");
    }
}

#[test]
fn nothing_that_runs_passes_from_fields() {
    let site = Site::new();
    let script = "\"<script>alert(1)</script>\\\" onload=\\\"alert(1)\"";
    site.configure(&format!("footer = {script}\nnotice = {script}\norganisation = {script}\ndescription = {script}\nbase_url = \"https://a.example/\\\"onload=alert(1)\""), "");
    site.page(
        "cases/页.md",
        &format!(
            "title: {script}\nsummary: {script}\ntags: [{script}]\ndomain: {script}\ncase_kind: 典型案例\ndisclosure: 未公开\nanonymized: true\ncase_no: {script}\n\
             causes: [{script}]\nrights: {script}\nreview:\n  by: {script}\nsource:\n  name: {script}\n  url: javascript:alert(1)\nconduct:\n  - behaviour: {script}\n    cites: {script}"
        ),
        "正文",
    );
    let run = site.build();
    let html: Vec<String> = match run.code {
        // Refusing the base URL is as good.
        Some(1) => {
            assert_eq!(run.codes(), ["ZK0106"], "{run:?}");
            site.configure(
                &format!(
                    "footer = {script}\nnotice = {script}\norganisation = {script}\ndescription = {script}"
                ),
                "",
            )
            .publish();
            pages(&site)
        }
        _ => pages(&site),
    };
    assert!(html.len() > 5);
    for html in html {
        assert_harmless(&html, script);
        assert!(!html.contains("<script>alert") && !html.contains("onload=\""), "{html}");
    }
    let feed = site.read("feed.xml");
    assert!(!feed.contains("<script>"), "{feed}");
}

fn pages(site: &Site) -> Vec<String> {
    site.public()
        .into_iter()
        .filter(|(name, _)| name.ends_with(".html"))
        .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
        .collect()
}

#[test]
fn every_facet_has_a_page_for_each_value() {
    let site = Site::new();
    for (number, (kind, tag)) in [("党课", "甲"), ("笔记", "甲"), ("党课", "乙")].iter().enumerate()
    {
        let kind = if *kind == "党课" { "专题党课" } else { "学习角" };
        site.page(
            &format!("study/{number}.md"),
            &format!("title: 篇{number}\nkind: {kind}\ntags: [{tag}]\ndate: 202{number}-01-01"),
            "正文",
        );
    }
    site.publish();
    let value = site.read("facets/zi-liao-lei-bie/zhuan-ti-dang-ke.html");
    assert!(words(&value).contains("篇0") && words(&value).contains("篇2") && !words(&value).contains("篇1"));
    assert!(
        hrefs(&site.read("facets/biao-qian/index.html"))
            .iter()
            .any(|href| href.ends_with("facets/biao-qian/jia.html"))
    );
    assert!(site.has("facets/nian-fen/2021.html"));
    let section = hrefs(&site.read("study/index.html"));
    assert!(section.iter().any(|href| href.ends_with("facets/zi-liao-lei-bie/zhuan-ti-dang-ke.html")));
    site.remove("content/study/1.md").publish();
    assert!(!site.has("facets/nian-fen/2021.html") && !site.has("facets/zi-liao-lei-bie/xue-xi-jiao.html"));
}

#[test]
fn values_that_spell_alike_in_pinyin_keep_pages_of_their_own() {
    let site = Site::new();
    site.page("notes/一.md", "title: 篇一\ntags: [试行]", "正文").page(
        "notes/二.md",
        "title: 篇二\ntags: [施行, 首页, index]",
        "正文",
    );
    site.publish();
    let pages: Vec<String> =
        site.public().into_keys().filter(|name| name.starts_with("facets/biao-qian/")).collect();
    assert_eq!(pages.len(), 5, "{pages:?}");
}

#[test]
fn long_lists_are_paginated_and_every_page_stands_once() {
    let site = Site::new();
    site.configure("page_size = 7", "");
    for number in 0..23 {
        site.page(
            &format!("notes/{number:02}.md"),
            &format!("title: 篇{number:02}\ntags: [共有]\ndate: 2024-01-{:02}", number + 1),
            "正文",
        );
    }
    site.publish();
    for (first, rest) in [
        ("notes/index.html", "notes/page_"),
        ("facets/biao-qian/gong-you.html", "facets/biao-qian/gong-you_"),
    ] {
        let mut seen = Vec::new();
        for number in 1..=4 {
            let route = if number == 1 { first.to_owned() } else { format!("{rest}{number}.html") };
            let html = site.read(&route);
            let list = html.find("<ol class=\"entries").or_else(|| html.find("<tbody>")).expect("a list");
            let list = &html[list..];
            let end = list.find("</ol>").into_iter().chain(list.find("</tbody>")).min().expect("its end");
            let list = &list[..end];
            seen.extend(hrefs(list));
            let neighbour =
                if number < 4 { format!("{rest}{}.html", number + 1) } else { format!("{rest}3.html") };
            assert!(
                hrefs(&html).iter().any(|href| href.ends_with(&neighbour)),
                "{route} leads to {neighbour}"
            );
        }
        assert_eq!(seen.len(), 23);
        assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 23);
        assert!(seen[0].ends_with("notes/22.html"), "the latest stands first: {}", seen[0]);
        assert!(!site.has(&format!("{rest}5.html")));
    }
    assert!(site.read("notes/index.html").len() < 3 * site.read("notes/page_4.html").len());
}

#[test]
fn the_feed_is_sound_and_the_sitemap_needs_a_base_url() {
    let site = Site::new();
    site.page("notes/一.md", "title: 甲 & 乙 <丙>\ndate: 2024-05-01\nsummary: 摘 & 要", "正文").page(
        "notes/二.md",
        "title: 无日期",
        "正文",
    );
    site.publish();
    assert!(!site.has("sitemap.xml"));
    let feed: atom_syndication::Feed = site.read("feed.xml").parse().expect("Atom");
    assert_eq!(feed.entries().len(), 1);
    let entry = &feed.entries()[0];
    assert_eq!((entry.title().as_str(), entry.links()[0].href()), ("甲 & 乙 <丙>", "notes/yi.html"));
    assert_eq!(entry.updated().to_rfc3339(), "2024-05-01T00:00:00+08:00");
    let id = entry.id().to_owned();
    site.configure("base_url = \"http://intra/知识库\"", "").publish();
    let feed: atom_syndication::Feed = site.read("feed.xml").parse().expect("Atom");
    assert_eq!(feed.entries()[0].links()[0].href(), "http://intra/知识库/notes/yi.html");
    assert_eq!(feed.entries()[0].id(), id, "an id survives a move");
    let sitemap = site.read("sitemap.xml");
    let places: Vec<&str> =
        sitemap.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next()).collect();
    assert!(
        places.contains(&"http://intra/知识库/notes/yi.html")
            && places.contains(&"http://intra/知识库/index.html")
    );
    assert!(!places.iter().any(|place| place.contains("404")));
    assert_eq!(places.iter().collect::<BTreeSet<_>>().len(), places.len());
    site.configure("", "").publish();
    assert!(!site.has("sitemap.xml"), "it goes with the base URL");
}

#[test]
fn pages_json_lists_every_page_for_programs() {
    let site = Site::new();
    site.page("notes/一.md", "title: 篇一\ntags: [甲]\ndate: 2024-05\nsummary: 摘要", "正文");
    site.page(
        "regulations/法/办法.md",
        "title: 办法（2024）\nwork: 办法\nlevel: 办法\nversion: 2024-01-01\nrelease_scope: 公开",
        "正文",
    );
    site.write("content/notes/_index.md", "---\ntitle: 说明栏\n---\n").publish();
    let pages = site.pages();
    let expected = serde_json::json!([
        {"path": "notes/一.md", "route": "notes/yi.html", "id": "yi", "title": "篇一", "type": "page", "section": "notes",
         "date": "2024-05", "updated": "2024-05", "summary": "摘要", "scope": "系统内", "tags": ["甲"]},
        {"path": "regulations/法/办法.md", "route": "regulations/fa/ban-fa.html", "id": "fa/ban-fa", "title": "办法（2024）",
         "type": "regulation", "section": "regulations", "date": "2024-01-01", "updated": "2024-01-01", "work": "办法",
         "version": "2024-01-01", "scope": "公开"},
    ]);
    assert_eq!(serde_json::Value::Array(pages), expected);
}

#[test]
fn a_page_takes_the_narrowest_scope_that_is_set() {
    let site = Site::new();
    site.configure("", "[sections.inner]\ntitle = \"内部\"\ntype = \"page\"\nrelease_scope = \"本机关\"\n");
    site.page("inner/一.md", "title: 一", "正文")
        .page("inner/二.md", "title: 二\nrelease_scope: 公开", "正文")
        .page("notes/三.md", "title: 三", "正文");
    site.publish();
    let scopes: Vec<String> =
        site.pages().iter().map(|page| page["scope"].as_str().unwrap().to_owned()).collect();
    assert_eq!(scopes, ["本机关", "公开", "系统内"]);
}

#[test]
fn attachments_have_plain_addresses_and_unused_files_stay_home() {
    let site = Site::new();
    site.write("content/templates/附件/谈话通知书（样式）.docx", "docx")
        .write("content/notes/流程 图.PNG", "png");
    site.write("content/notes/讲座.mp4", "mp4")
        .write("content/notes/录音.mp3", "mp3")
        .write("content/notes/未用的机密.xlsx", "机密内容");
    site.write("content/notes/是.pdf", "是").write("content/notes/事.pdf", "事");
    site.page("templates/通知书.md", "title: 通知书\nfile: 附件/谈话通知书（样式）.docx", "正文");
    site.page(
        "notes/页.md",
        "title: 页\nattachments: [是.pdf, 事.pdf]",
        "![流程](<流程 图.PNG> \"图一 办理流程\")\n\n![讲座](讲座.mp4)\n\n![录音](录音.mp3)",
    );
    let run = site.publish();
    assert_eq!(run.codes(), ["ZK0209"]);
    let published = site.public();
    assert_eq!(anywhere(&published, "机密内容"), [""; 0]);
    let files: Vec<&String> = published.keys().filter(|name| name.starts_with("files/")).collect();
    assert_eq!(files.len(), 6, "{files:?}");
    assert!(published.keys().all(|name| name.is_ascii()), "every address is plain");
    assert_eq!(published["files/templates/fu-jian/tan-hua-tong-zhi-shu-yang-shi.docx"], b"docx");
    let same: Vec<&str> = published
        .iter()
        .filter(|(name, _)| name.starts_with("files/notes/shi"))
        .map(|(_, bytes)| std::str::from_utf8(bytes).unwrap())
        .collect();
    assert_eq!(same.iter().collect::<BTreeSet<_>>().len(), 2, "both files of one spelling are there");
    let html = site.html("notes/页.md");
    let names: BTreeSet<String> = tags(&html).into_iter().map(|tag| tag.name).collect();
    assert!(["img", "video", "audio", "figcaption"].iter().all(|name| names.contains(*name)), "{names:?}");
    assert!(words(&html).contains("图一 办理流程") && words(&html).contains("是.pdf"));
    let page = site.html("templates/通知书.md");
    assert!(words(&page).contains("谈话通知书（样式）.docx"), "the reader sees the file's own name");
}

#[test]
fn a_page_for_addresses_that_lead_nowhere() {
    let site = Site::of_pages(2);
    site.publish();
    let html = site.read("404.html");
    assert!(
        words(&html).contains("学习资料") && hrefs(&html).iter().any(|href| href.ends_with("index.html"))
    );
    assert!(!site.read("pages.json").contains("404"));
}

#[test]
fn the_index_by_pinyin_and_the_glossary_hold_what_they_should() {
    let site = Site::new();
    site.page("terms/一.md", "title: 监督\nsummary: 监督的意思", "正文").page(
        "terms/二.md",
        "title: 《中国》",
        "正文",
    );
    site.page("notes/三.md", "title: 2023年要点", "正文").publish();
    assert!(words(&site.read("pinyin/j.html")).contains("监督"));
    assert!(words(&site.read("pinyin/z.html")).contains("《中国》"));
    assert!(words(&site.read("pinyin/other.html")).contains("2023年要点"));
    let glossary = words(&site.read("glossary.html"));
    assert!(glossary.contains("监督的意思") && !glossary.contains("2023年要点"));
    site.remove("content/terms/一.md").remove("content/terms/二.md").publish();
    assert!(!site.has("glossary.html") && !site.has("pinyin/j.html"));
}

#[test]
fn series_and_folders_lead_from_page_to_page() {
    let site = Site::new();
    for lecture in [3, 1, 2] {
        site.page(
            &format!("study/讲{lecture}.md"),
            &format!("title: 第{lecture}讲\nseries:\n  id: 清廉讲堂\n  issue: 1\n  lecture: {lecture}"),
            "正文",
        );
    }
    site.publish();
    let html = site.html("study/讲2.md");
    assert!(
        hrefs(&html).iter().any(|href| href.ends_with("jiang-1.html"))
            && hrefs(&html).iter().any(|href| href.ends_with("jiang-3.html")),
        "{:?}",
        hrefs(&html)
    );
    let first = site.html("study/讲1.md");
    let beside = &first[first.find("class=\"beside\"").unwrap()..];
    let beside = &beside[..beside.find("</nav>").unwrap()];
    assert!(hrefs(beside).iter().any(|href| href.ends_with("jiang-2.html")));
    assert!(!hrefs(beside).iter().any(|href| href.ends_with("jiang-3.html")));
}

#[test]
fn the_interface_speaks_english_where_asked() {
    let site = Site::of_pages(2);
    site.configure("lang = \"en\"", "").publish();
    let html = site.html("study/第0页.md");
    assert!(html.contains("<html lang=\"en\">"));
    let keys = |lang: &str| -> BTreeSet<String> {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("theme/i18n/{lang}.toml"));
        let table: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
        table.keys().cloned().collect()
    };
    assert_eq!(keys("en"), keys("zh-CN"), "both languages have the same words");
}

/// Follows every link of every page of `published`; says what leads nowhere.
fn broken_links(published: &Files) -> Vec<String> {
    let mut ids = std::collections::BTreeMap::new();
    for (name, bytes) in published.iter().filter(|(name, _)| name.ends_with(".html")) {
        let tags = tags(std::str::from_utf8(bytes).expect("UTF-8"));
        ids.insert(name.as_str(), tags);
    }
    let mut wrong = Vec::new();
    for (page, tags) in &ids {
        for (attribute, address) in tags.iter().flat_map(addresses) {
            if ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| address.starts_with(scheme)) {
                if attribute != "href" {
                    wrong.push(format!("{page}: fetches {address}"));
                }
                continue;
            }
            let (path, fragment) = address.split_once('#').unwrap_or((&address, ""));
            let path = path.split('?').next().unwrap_or_default();
            // The page for addresses that lead nowhere is shown at any depth, so its own links begin
            // at the root.
            let path = if *page == "404.html" { path.trim_start_matches('/') } else { path };
            let Some(target) = resolve(page, path) else {
                wrong.push(format!("{page}: {address} leads out of the site"));
                continue;
            };
            if !published.contains_key(&target) {
                wrong.push(format!("{page}: {address} is not published"));
                continue;
            }
            let has_id = |id: &str| {
                ids.get(target.as_str()).is_some_and(|tags| tags.iter().any(|tag| tag.get("id") == Some(id)))
            };
            // What is asked of the search stands behind the `#` of its page.
            let is_question = target == "search.html" && fragment.contains('=');
            if !fragment.is_empty() && !is_question && !has_id(fragment) {
                wrong.push(format!("{page}: {address} has no such id"));
            }
        }
    }
    wrong
}

fn addresses(tag: &common::html::Tag) -> Vec<(&'static str, String)> {
    ["href", "src", "poster", "data-src"]
        .into_iter()
        .filter_map(|name| Some((name, tag.get(name)?.to_owned())))
        .collect()
}

fn resolve(page: &str, path: &str) -> Option<String> {
    if path.is_empty() {
        return Some(page.to_owned());
    }
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[test]
fn every_link_of_the_sample_leads_somewhere() {
    let site = Site::sample();
    let run = site.publish();
    assert!(run.found.iter().all(|found| found.severity == "warning"));
    let published = site.public();
    let wrong = broken_links(&published);
    assert!(
        wrong.is_empty(),
        "{} broken:\n{}",
        wrong.len(),
        wrong.iter().take(40).cloned().collect::<Vec<_>>().join("\n")
    );
    for (name, bytes) in published.iter().filter(|(name, _)| name.ends_with(".html")) {
        let html = std::str::from_utf8(bytes).unwrap();
        let mut seen = BTreeSet::new();
        for id in tags(html).iter().filter_map(|tag| tag.get("id")) {
            assert!(seen.insert(id.to_owned()), "{name}: the id {id} stands twice");
        }
        assert_harmless(html, name);
    }
}

#[test]
fn the_link_checker_sees_what_is_broken() {
    let page = |html: &str| html.as_bytes().to_vec();
    let published: Files = [
        ("a/b.html".to_owned(), page("<p id=x><a href='../c.html#y'>1</a><a href=\"#x\">2</a><a href='../../out.html'>3</a><img src=d.png>")),
        ("c.html".to_owned(), page("<!-- <a href=gone> --><a href=a/b.html#z>4</a><a href='https://example.com/'>5</a><a href='/x'>6</a>")),
    ]
    .into();
    assert_eq!(
        broken_links(&published),
        [
            "a/b.html: ../c.html#y has no such id",
            "a/b.html: ../../out.html leads out of the site",
            "a/b.html: d.png is not published",
            "c.html: a/b.html#z has no such id",
            "c.html: /x leads out of the site",
        ]
    );
}

#[test]
fn the_sample_is_as_large_as_it_says() {
    let site = Site::sample();
    site.publish();
    let pages = site.pages();
    let count = |kind: &str| pages.iter().filter(|page| page["type"] == kind).count();
    let least = [
        ("study", 20),
        ("case", 15),
        ("institution", 20),
        ("term", 15),
        ("template", 6),
        ("checklist", 4),
        ("ledger", 2),
    ];
    for (kind, least) in least {
        assert!(count(kind) >= least, "{kind}: {}", count(kind));
    }
    let works: BTreeSet<&str> = pages
        .iter()
        .filter(|page| page["type"] == "regulation")
        .filter_map(|page| page["work"].as_str())
        .collect();
    assert!(works.len() >= 6, "{works:?}");
}

#[test]
fn a_run_as_of_another_day_is_another_site() {
    let site = Site::new();
    site.page("regulations/旧.md", "title: 旧版\nwork: 办法\nlevel: 办法\nversion: 2018-01-01", "正文");
    site.page(
        "regulations/新.md",
        "title: 新版\nwork: 办法\nlevel: 办法\nversion: 2025-01-01\neffective: 2025-07-01",
        "正文",
    );
    site.page("notes/引.md", "title: 引", "见[[办法]]。");
    let run: Run = site.run(&["build", "--as-of", "2025-06-30"]);
    assert_eq!(run.code, Some(0));
    assert_eq!(hrefs(&site.body("notes/引.md")), ["../regulations/jiu.html"]);
    assert_eq!(site.run(&["build", "--as-of", "2025-07-01"]).code, Some(0));
    assert_eq!(hrefs(&site.body("notes/引.md")), ["../regulations/xin.html"]);
}

#[test]
fn a_site_without_a_search_has_no_trace_of_one() {
    let site = Site::of_pages(2);
    site.publish();
    assert!(site.has("search.html") && site.has("search/index.js"));
    let run = site.run(&["build", "--no-search"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(!site.has("search.html") && !site.has("search/index.js"));
    assert!(!site.read("index.html").contains("search"), "no box and no script");
}

/// What all pages carry (head, navigation, where the page stands and comes from) weighs about the same on
/// each; beyond it a page may add a quarter to its words.
#[test]
fn a_page_weighs_little_more_than_its_words() {
    const FRAME: usize = 1750;
    const MEDIAN: usize = 1380;
    let site = Site::sample();
    site.publish();
    let pages = site.pages();
    assert!(pages.len() > 100);
    let mut frames: Vec<(usize, String)> = Vec::new();
    for page in pages {
        let html = site.read(page["route"].as_str().unwrap());
        let text = words(&html[html.find("<body").expect("a body")..]);
        let (page_size, text_size) = (common::packed(html.as_bytes()), common::packed(text.as_bytes()));
        frames.push((page_size.saturating_sub(text_size + text_size / 4), page["route"].to_string()));
    }
    frames.sort_unstable();
    let (most, route) = frames.last().unwrap();
    assert!(*most <= FRAME, "{route} has a frame of {most} bytes");
    let (median, _) = frames[frames.len() / 2];
    assert!(median <= MEDIAN, "half of the pages have a frame of more than {median} bytes");
}

/// How many bytes go over the wire for what a reader's browser needs beside the page itself.
#[test]
fn style_sheet_and_scripts_of_a_page_stay_within_their_budgets() {
    let site = Site::of_pages(2);
    site.publish();
    let assets = |extension: &str| -> usize {
        let fits = |route: &str| {
            route.starts_with("assets/")
                && route.ends_with(extension)
                && !["search", "book", "chapter"].iter().any(|other| route.contains(other))
        };
        let files = site.public().into_iter().filter(|(route, _)| fits(route));
        files.map(|(_, bytes)| common::packed(&bytes)).sum()
    };
    let (css, js) = (assets(".css"), assets(".js"));
    assert!(0 < css && css <= 16 * 1024, "the style sheet has {css} bytes");
    // Search and booklets have scripts of their own, which only who searches or prints needs.
    assert!(0 < js && js <= 10 * 1024, "the scripts have {js} bytes");
}

/// The three examples of `theme/README.md`, done as it says.
#[test]
fn a_site_changes_a_colour_a_word_and_a_template_as_the_theme_guide_says() {
    let own = |path: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("theme").join(path);
        std::fs::read_to_string(path).expect("a file of the theme")
    };
    let guide = own("README.md");
    let change = |path: &str, from: &str, to: &str| {
        let text = own(path);
        assert!(guide.contains(from.lines().next().unwrap()), "the guide names {from}");
        assert!(text.contains(from), "{path} has {from}");
        text.replacen(from, to, 1)
    };
    let templates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("theme/templates");
    for entry in std::fs::read_dir(templates).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_whole = name.ends_with(".html") && name != "base.html";
        assert!(!is_whole || guide.contains(&format!("| `{name}` |")), "the guide tells of {name}");
    }
    let site = Site::of_pages(2);
    site.write("theme/css/00-tokens.css", change("css/00-tokens.css", "--red: #a4291c;", "--red: #0b5d3b;"));
    let from = "backlinks = \"引用本页的内容\"";
    site.write("theme/i18n/zh-CN.toml", change("i18n/zh-CN.toml", from, "backlinks = \"被哪些页面引用\""));
    let meta = own("templates/partials/meta.html");
    let (start, end) = ("{%- if characters > 0 %}", "{%- endif -%}\n{%- if cited %}");
    assert!(guide.contains(start), "the guide names what to leave out");
    let (before, after) = meta.split_once(start).expect("the characters");
    let after = after.split_once(end).expect("their end").1;
    site.write("theme/templates/partials/meta.html", format!("{before}{{%- if cited %}}{after}"));
    let line = "<p>{{ frame.site_title }} · {{ t.home }}</p>";
    assert!(guide.contains(line));
    site.write("theme/templates/partials/footer.html", own("templates/partials/footer.html") + line);
    site.page("notes/甲.md", "title: 甲", "见[[乙]]。").page("notes/乙.md", "title: 乙", "正文十个字。");
    site.publish();
    let html = site.html("notes/乙.md");
    let style =
        site.public().into_iter().find(|(route, _)| route.ends_with(".css")).expect("a style sheet").1;
    assert!(String::from_utf8_lossy(&style).contains("--red: #0b5d3b"));
    assert!(html.contains("被哪些页面引用") && !html.contains("引用本页的内容"));
    assert!(!html.contains(" 字</span>"), "no count of characters");
    assert!(html.contains("· 首页</p>"), "a line at the foot");
}
