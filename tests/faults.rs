//! Every fault of content: its code, file, line, column, the nearest right name; all in one run.

mod common;

use common::{Run, SITE, Site};

/// What is expected of a diagnostic: code, line, column, suggestion.
type Expected = (&'static str, usize, usize, Option<&'static str>);

/// What `run` says of the file `path`.
fn of(run: &Run, path: &str) -> Vec<(String, usize, usize, Option<String>)> {
    let own = run.found.iter().filter(|found| found.path.as_deref() == Some(path));
    own.map(|found| {
        (found.code.clone(), found.line.unwrap_or(0), found.column.unwrap_or(0), found.suggestion.clone())
    })
    .collect()
}

/// Expects of each file in `cases` exactly what it names, and nothing of any other file.
fn check(run: &Run, cases: &[(&str, &[Expected])]) {
    let mut wrong = Vec::new();
    for (path, expected) in cases {
        let expected: Vec<_> = expected
            .iter()
            .map(|(code, line, column, near)| ((*code).to_owned(), *line, *column, near.map(str::to_owned)))
            .collect();
        let found = of(run, path);
        if found != expected {
            wrong.push(format!("{path}\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    let known = |path: &Option<String>| cases.iter().any(|(case, _)| path.as_deref() == Some(*case));
    let others = run.found.iter().filter(|found| !known(&found.path));
    wrong.extend(others.map(|found| format!("not expected: {found:?}")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A site with the pages `cases` (path, whole text), checked.
fn checked(site: &Site, cases: &[(&str, &str, &[Expected])]) -> Run {
    for (path, text, _) in cases {
        site.write(&format!("content/{path}"), text);
    }
    let run = site.run(&["check", "--format", "json"]);
    let expected: Vec<(&str, &[Expected])> =
        cases.iter().map(|(path, _, expected)| (*path, *expected)).collect();
    check(&run, &expected);
    run
}

#[test]
fn every_fault_of_front_matter_is_shown_in_one_run() {
    let run = checked(
        &Site::new(),
        &[
            ("notes/无.md", "正文\n", &[("ZK0301", 1, 1, None)]),
            ("notes/空.md", "", &[("ZK0412", 0, 0, None), ("ZK0301", 1, 1, None)]),
            ("notes/未完.md", "---\ntitle: 未完\n正文\n", &[("ZK0412", 0, 0, None), ("ZK0302", 1, 1, None)]),
            ("notes/格式.md", "---\ntitle: 格式\ntags: [甲\n---\n正文\n", &[("ZK0303", 3, 7, None)]),
            ("notes/冒号.md", "---\ntitle: 关于: 冒号\n---\n正文\n", &[("ZK0303", 2, 10, None)]),
            ("notes/格式二.md", "+++\ntitle = 格式二\n+++\n正文\n", &[("ZK0101", 2, 9, None)]),
            (
                "notes/字段.md",
                "---\ntitle: 字段\nsumary: 摘要\n---\n正文\n",
                &[("ZK0304", 3, 1, Some("summary"))],
            ),
            (
                "notes/标签名.md",
                "---\n标题: 标签名\n摘耍: 摘要\n---\n正文\n",
                &[("ZK0304", 3, 1, Some("摘要"))],
            ),
            (
                "notes/下级.md",
                "---\ntitle: 下级\nsource:\n  nam: 某报\n---\n正文\n",
                &[("ZK0304", 4, 3, Some("name"))],
            ),
            (
                "notes/别的类型.md",
                "---\ntitle: 别的类型\ncase_no: 一\n---\n正文\n",
                &[("ZK0304", 3, 1, None)],
            ),
            (
                "study/词.md",
                "---\ntitle: 词\nkind: 学习材料\n---\n正文\n",
                &[("ZK0306", 3, 7, Some("学习资料"))],
            ),
            (
                "study/词二.md",
                "---\ntitle: 词二\naudience: [全体人员, 青年干步]\n---\n正文\n",
                &[("ZK0306", 3, 18, Some("青年干部"))],
            ),
            ("notes/期.md", "---\ntitle: 期\ndate: 二〇二四年\n---\n正文\n", &[("ZK0307", 3, 7, None)]),
            ("notes/期二.md", "---\ntitle: 期二\ndate: 2023-02-29\n---\n正文\n", &[("ZK0307", 3, 7, None)]),
            (
                "notes/种.md",
                "---\ntitle: 种\norder: 第一\ndraft: 也许\n---\n正文\n",
                &[("ZK0305", 3, 8, None), ("ZK0305", 4, 8, None)],
            ),
            ("notes/种二.md", "---\ntitle: [甲, 乙]\n---\n正文\n", &[("ZK0305", 2, 8, None)]),
            ("notes/种三.md", "---\ntitle: 种三\nsource: 某报\n---\n正文\n", &[("ZK0305", 3, 9, None)]),
            ("notes/缺题.md", "---\ntags: [甲]\n---\n正文\n", &[("ZK0308", 1, 1, None)]),
            (
                "cases/缺.md",
                "---\ntitle: 缺\n---\n正文\n",
                &[("ZK0308", 1, 1, None), ("ZK0308", 1, 1, None), ("ZK0308", 1, 1, None)],
            ),
            (
                "institutions/缺.md",
                "---\ntitle: 缺\n---\n正文\n",
                &[("ZK0308", 1, 1, None), ("ZK0310", 1, 1, None)],
            ),
            ("regulations/缺.md", "---\ntitle: 缺\nwork: 缺\n---\n正文\n", &[("ZK0310", 1, 1, None)]),
            ("notes/两次.md", "---\ntitle: 两次\n标题: 又一次\n---\n正文\n", &[("ZK0309", 3, 1, None)]),
            (
                "notes/两次二.md",
                "---\ntitle: 两次\ntags: 甲\ntitle: 又一次\n---\n正文\n",
                &[("ZK0303", 4, 1, None)],
            ),
            ("notes/识.md", "---\ntitle: 识\nid: 标识_1\n---\n正文\n", &[("ZK0311", 3, 5, None)]),
            (
                "notes/空值.md",
                "---\ntitle: 空值\nsummary: \"\"\ntags: []\n---\n正文\n",
                &[("ZK0316", 3, 10, None), ("ZK0316", 4, 7, None)],
            ),
            (
                "notes/_index.md",
                "---\ntitle: 说明\nattachments: x.pdf\n---\n正文\n",
                &[("ZK0317", 3, 14, None), ("ZK0404", 3, 14, None)],
            ),
            ("散页/页.md", "---\ntitle: 散页\n---\n正文\n", &[("ZK0313", 0, 0, None)]),
        ],
    );
    assert_eq!(run.code, Some(1));
}

#[test]
fn what_is_required_of_a_case_and_of_an_edition_is_enough() {
    let site = Site::new();
    site.page("cases/够.md", "title: 够\ncase_kind: 典型案例\ndisclosure: 未公开\nanonymized: true", "正文");
    site.page("institutions/够.md", "title: 够了\nwork: 够了\nissuer: 某委", "正文");
    site.page("regulations/够.md", "title: 够法\nwork: 够法\nlevel: 法律", "正文");
    for section in ["study", "terms", "templates", "checklists", "ledgers", "notes"] {
        site.page(&format!("{section}/够.md"), &format!("title: 只有标题{section}"), "正文");
    }
    let run = site.run(&["check", "--format", "json", "--strict"]);
    assert_eq!((run.code, run.codes()), (Some(0), vec![]));
}

/// A site with pages to link to.
fn linked() -> Site {
    let site = Site::new();
    site.page(
        "study/学习要点.md",
        "title: 学习要点\nid: yaodian",
        "## 一、总体要求\n\n正文\n\n## 二、具体措施\n\n正文",
    );
    site.page("terms/同名.md", "title: 同名", "正文").page("notes/同名.md", "title: 同名", "正文");
    site.page("notes/草稿.md", "title: 草稿页\ndraft: true", "正文");
    site.page("notes/撤.md", "title: 撤下页\nwithdrawn:\n  on: 2025-01-01\n  reason: 过时", "正文");
    site.write("content/notes/图表.png", "png");
    site.page("notes/用图.md", "title: 用图", "![说明](图表.png)");
    site
}

#[test]
fn every_fault_of_links_and_files_has_its_place() {
    let front = |title: &str, body: &str| format!("---\ntitle: {title}\n---\n\n{body}\n");
    let site = linked();
    let texts = [
        front("断", "见[要点](../study/学习要典.md)。"),
        front("断二", "第一行\n\n- 项：见[[学习要典]]和[[yaodain|文字]]"),
        front("锚", "见[要点](../study/学习要点.md#三、总体要求)和[[学习要点#二、具体错施]]。"),
        front("锚二", "## 甲\n\n见[上文](#乙)。"),
        front("图", "![图](没有.png)和![图表](图标.png)"),
        front("图二", "![远](https://example.com/a.png)\n\n![](图表.png)"),
        front("险", "点[这里](javascript:alert(1))，或[那里](data:text/html,x)，或[盘](file:///c/a)，或[他处](//a.example/b)。"),
        front("外", "见[外](../../site.toml)和![外](../../../a.png)。"),
        front("脚", "正文[^一]。"),
        front("同", "见[[同名]]。"),
        front("草", "见[[草稿页]]和[草稿](草稿.md)。"),
        front("撤链", "见[[撤下页]]。"),
        front("标", "<font color=\"red\">红</font>，<b>粗</b>\n\n<script>alert(1)</script>"),
        front("件", "见[附件](没有.pdf)。"),
        "---\ntitle: 字段\nattachments: [没有.pdf, 图表.png]\nrelated:\n  - 学习要典\n  - yaodian\n---\n正文\n".to_owned(),
        "---\ntitle: 旧址\nredirect_from: [旧地址.html, study/old, /study/fine.html]\n---\n正文\n".to_owned(),
        "---\ntitle: 复审\nreview_due: 2025-05-31\n---\n正文\n".to_owned(),
        "---\ntitle: 无文\n---\n".to_owned(),
    ];
    let names = [
        "断", "断二", "锚", "锚二", "图", "图二", "险", "外", "脚", "同", "草", "撤链", "标", "件", "字段",
        "旧址", "复审", "无文",
    ];
    for (name, text) in names.iter().zip(&texts) {
        site.write(&format!("content/notes/{name}.md"), text);
    }
    let run = site.run(&["check", "--format", "json"]);
    assert_eq!(run.code, Some(1));
    check(
        &run,
        &[
            ("notes/断.md", &[("ZK0401", 5, 2, Some("../study/学习要点.md"))]),
            ("notes/断二.md", &[("ZK0401", 7, 6, Some("学习要点")), ("ZK0401", 7, 15, Some("yaodian"))]),
            (
                "notes/锚.md",
                &[("ZK0402", 5, 2, Some("一、总体要求")), ("ZK0402", 5, 32, Some("二、具体措施"))],
            ),
            ("notes/锚二.md", &[("ZK0402", 7, 2, None)]),
            ("notes/图.md", &[("ZK0404", 5, 1, None), ("ZK0404", 5, 14, Some("图表.png"))]),
            ("notes/图二.md", &[("ZK0409", 5, 1, None), ("ZK0410", 7, 1, None)]),
            (
                "notes/险.md",
                &[
                    ("ZK0405", 5, 2, None),
                    ("ZK0405", 5, 29, None),
                    ("ZK0405", 5, 53, None),
                    ("ZK0405", 5, 71, None),
                ],
            ),
            ("notes/外.md", &[("ZK0413", 5, 2, None), ("ZK0413", 5, 23, None)]),
            ("notes/脚.md", &[("ZK0411", 5, 3, None)]),
            ("notes/同.md", &[("ZK0403", 5, 2, None)]),
            ("notes/草.md", &[("ZK0407", 5, 2, None), ("ZK0407", 5, 10, None)]),
            ("notes/撤链.md", &[("ZK0408", 5, 2, None)]),
            ("notes/标.md", &[("ZK0406", 5, 1, None), ("ZK0406", 7, 1, None)]),
            ("notes/件.md", &[("ZK0404", 5, 2, None)]),
            ("notes/字段.md", &[("ZK0404", 3, 15, None), ("ZK0505", 5, 5, Some("学习要点"))]),
            ("notes/旧址.md", &[("ZK0504", 3, 17, None), ("ZK0504", 3, 27, None)]),
            ("notes/复审.md", &[("ZK0506", 3, 13, None)]),
            ("notes/无文.md", &[("ZK0412", 0, 0, None)]),
        ],
    );
    assert!(run.one("ZK0403").message.contains("同名"));
}

#[test]
fn places_count_characters_behind_a_mark_and_with_windows_line_ends() {
    let site = Site::new();
    site.write(
        "content/notes/窗.md",
        "\u{FEFF}---\r\ntitle: 窗\r\n---\r\n\r\n正文𠀀**重点。**见[甲](无.md)。\r\n",
    );
    let run = site.run(&["check", "--format", "json"]);
    check(&run, &[("notes/窗.md", &[("ZK0401", 5, 12, None)])]);
}

#[test]
fn a_tag_in_a_block_of_html_with_windows_line_ends_has_its_place() {
    let site = Site::new();
    let text = "---\r\ntitle: 窗\r\n---\r\n<div>\r\n中\r\n<font>红</font>\r\n</div>\r\n\r\n> <p>\r\n> 中<font>红</font>\r\n";
    site.write("content/notes/窗.md", text);
    let run = site.run(&["check", "--format", "json"]);
    check(&run, &[("notes/窗.md", &[("ZK0406", 6, 1, None), ("ZK0406", 10, 4, None)])]);
}

#[test]
fn a_footnote_mark_with_emphasis_in_it_has_its_place() {
    let site = Site::new();
    site.page("notes/注.md", "title: 注", "正文[^甲**乙**丙]。");
    let run = site.run(&["check", "--format", "json"]);
    check(&run, &[("notes/注.md", &[("ZK0411", 5, 3, None)])]);
    let shown = site.run(&["check"]).stderr;
    assert!(shown.contains(&"^".repeat("[^甲**乙**丙]".chars().count() + 3)), "the whole mark: {shown}");
}

#[test]
fn ids_routes_and_names_may_stand_once() {
    let site = Site::new();
    site.page("notes/甲.md", "title: 甲\nid: same", "正文").page(
        "notes/乙.md",
        "title: 乙\nid: same",
        "正文",
    );
    // Two names with one spelling in pinyin.
    site.page("notes/是.md", "title: 是", "正文").page("notes/事.md", "title: 事", "正文");
    // An id that meets a folder's page.
    site.page("notes/首.md", "title: 首\nid: index", "正文");
    site.page("study/Note.md", "title: 大写", "正文").page("study/note.md", "title: 小写", "正文");
    site.page("terms/旧.md", "title: 旧\nredirect_from: [terms/xin.html]", "正文").page(
        "terms/新.md",
        "title: 新",
        "正文",
    );
    let run = site.run(&["check", "--format", "json"]);
    assert_eq!(run.code, Some(1));
    check(
        &run,
        &[
            ("notes/甲.md", &[("ZK0501", 3, 5, None)]),
            ("notes/是.md", &[("ZK0502", 1, 1, None)]),
            ("notes/首.md", &[("ZK0502", 3, 5, None)]),
            ("study/note.md", &[("ZK0202", 0, 0, None), ("ZK0502", 1, 1, None)]),
            ("terms/旧.md", &[("ZK0502", 3, 17, None)]),
        ],
    );
    for (path, other) in
        [("notes/甲.md", "notes/乙.md"), ("notes/是.md", "notes/事.md"), ("study/note.md", "study/Note.md")]
    {
        let found = run.found.iter().find(|found| found.path.as_deref() == Some(path)).unwrap();
        assert!(found.message.contains(other), "the other is named: {found:?}");
    }
}

#[test]
fn a_route_beyond_the_limit_is_refused() {
    let site = Site::new();
    let folder = "很长的文件夹名称很长的文件夹名称很长的文件夹名称";
    site.page(&format!("notes/{folder}/{folder}/{folder}/页.md"), "title: 深处", "正文");
    let run = site.build();
    assert_eq!(run.code, Some(1));
    assert!(run.codes().iter().all(|code| *code == "ZK0503"), "{run:?}");
    let path = format!("notes/{folder}/{folder}/{folder}/页.md");
    assert!(run.found.iter().any(|found| found.path.as_deref() == Some(path.as_str())), "{run:?}");
    // A page with a short id is fine, deep as it lies; its folders are still too deep.
    site.remove(&format!("content/{path}"));
    site.page(&format!("notes/{folder}/页.md"), "title: 深处\nid: deep", "正文").publish();
    assert!(site.has("notes/deep.html"));
}

#[test]
fn editions_of_a_work_need_versions_of_their_own() {
    let site = Site::new();
    let edition = |title: &str, version: &str| format!("title: {title}\nwork: 办法\nlevel: 办法{version}");
    site.page("regulations/独.md", "title: 独一版\nwork: 独\nlevel: 法律", "正文");
    site.page("regulations/甲.md", &edition("办法甲", "\nversion: 2020-01-01"), "正文");
    site.page("regulations/乙.md", &edition("办法乙", ""), "正文");
    let run = site.build();
    check(&run, &[("regulations/乙.md", &[("ZK0314", 3, 7, None)])]);
    site.page("regulations/乙.md", &edition("办法乙", "\nversion: 2020-01-01"), "正文");
    let run = site.publish();
    assert_eq!(run.codes(), ["ZK0315"]);
    assert_eq!((run.found[0].line, run.found[0].column), (Some(5), Some(10)));
    site.page("regulations/乙.md", &edition("办法乙", "\nversion: 2024-01-01"), "正文");
    assert_eq!(site.publish().codes(), [""; 0]);
}

#[test]
fn files_that_no_page_needs_or_that_servers_may_not_know_are_warned_of() {
    let site = Site::new();
    site.write("content/notes/没人要.pdf", "x").write("content/notes/怪.xyz", "x");
    site.page("notes/页.md", "title: 页", "[怪](怪.xyz)");
    let run = site.publish();
    check(
        &run,
        &[("notes/没人要.pdf", &[("ZK0209", 0, 0, None)]), ("notes/怪.xyz", &[("ZK0210", 0, 0, None)])],
    );
}

#[test]
fn every_fault_of_site_toml_is_shown_in_one_run() {
    let site = Site::new();
    site.page("notes/页.md", "title: 页", "正文");
    site.write(
        "site.toml",
        "titel = \"甲\"\nlang = \"fr\"\nbase_url = \"intra\"\npage_size = \"多\"\n\n[sections.S1]\ntitle = \"x\"\ntype = \"study\"\n\n\
         [sections.notes]\ntitle = \"x\"\ntype = \"pag\"\n\n[sections.assets]\ntitle = \"x\"\ntype = \"study\"\n\n\
         [types.speech]\nlable = \"讲话\"\nbehaviours = [\"article\"]\n\n[[types.speech.field]]\nname = \"a\"\nkind = \"txt\"\n\n\
         [[types.speech.field]]\nname = \"b\"\nvocabulary = \"levels\"\n",
    );
    let run = site.run(&["check", "--format", "json"]);
    assert_eq!(run.code, Some(1));
    let own = of(&run, "site.toml");
    let mut found: Vec<(&str, usize, Option<&str>)> =
        own.iter().map(|(code, line, _, near)| (code.as_str(), *line, near.as_deref())).collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("ZK0102", 12, Some("page")),
            ("ZK0103", 26, Some("level")),
            ("ZK0104", 20, Some("articles")),
            ("ZK0105", 22, Some("text")),
            ("ZK0106", 3, None),
            ("ZK0107", 6, None),
            ("ZK0107", 14, None),
            ("ZK0304", 1, Some("title")),
            ("ZK0304", 19, Some("label")),
            ("ZK0305", 4, None),
            ("ZK0306", 2, None),
            ("ZK0308", 1, None),
        ]
    );
    site.write("site.toml", "title = \n");
    let run = site.run(&["check", "--format", "json"]);
    assert_eq!(of(&run, "site.toml")[0].0, "ZK0101");
}

#[test]
fn every_fault_of_the_theme_is_named() {
    let site = Site::new();
    site.page("notes/页.md", "title: 页", "正文");
    site.write("theme/templates/404.html", "{% if %}");
    assert_eq!(site.build().fails_with(1, "ZK0110").path.as_deref(), Some("theme/templates"));
    site.write("theme/templates/404.html", "{{ no_such_value }}");
    assert_eq!(site.build().fails_with(1, "ZK0111").path.as_deref(), Some("theme/templates/404.html"));
    site.remove("theme/templates/404.html").write("theme/i18n/zh-CN.toml", "home = \n");
    let run = site.build();
    assert_eq!(run.code, Some(1), "{run:?}");
    assert_eq!(run.one("ZK0112").path.as_deref(), Some("theme/i18n/zh-CN.toml"));
    site.remove("theme/i18n/zh-CN.toml")
        .write("theme/js/own.js", "// own\n")
        .write("theme/odd/x.css", "*{}")
        .write("theme/README.md", "说明");
    let run = site.publish();
    assert_eq!(run.codes(), ["ZK0113"]);
    assert_eq!(run.found[0].path.as_deref(), Some("theme/odd/x.css"));
}

#[test]
fn the_site_of_these_tests_is_itself_without_fault() {
    let site = Site::new();
    site.write("site.toml", SITE).page("notes/页.md", "title: 页", "正文");
    assert_eq!(site.publish().codes(), [""; 0]);
}
