//! What is above the scope of a build is nowhere in it.

#![allow(clippy::disallowed_methods, reason = "tests read real files")]

mod common;

use common::{Run, Site};

/// A site whose pages are 公开 unless they say otherwise.
fn public_site() -> Site {
    let site = Site::new();
    let toml = common::SITE.replace("release_scope = \"系统内\"", "release_scope = \"公开\"");
    site.write("site.toml", toml);
    site
}

fn build(site: &Site, scope: &str) -> Run {
    site.run(&["build", "--format", "json", "--scope", scope])
}

fn published(site: &Site, scope: &str) -> Run {
    let run = build(site, scope);
    assert_eq!(run.code, Some(0), "{run:?}");
    run
}

/// Whether the published pages hold `word`.
fn says(site: &Site, word: &str) -> bool {
    site.public()
        .iter()
        .any(|(path, bytes)| path.ends_with(".html") && String::from_utf8_lossy(bytes).contains(word))
}

#[test]
fn a_build_holds_its_scope_and_what_is_wider() {
    let site = public_site();
    site.page("notes/公.md", "title: 公页", "公开正文。");
    site.page("notes/系.md", "title: 系页\nrelease_scope: 系统内", "系统正文。");
    site.page("notes/机.md", "title: 机页\nrelease_scope: 本机关", "机关正文。");
    for (scope, seen) in
        [("公开", [true, false, false]), ("系统内", [true, true, false]), ("本机关", [true; 3])]
    {
        published(&site, scope);
        assert_eq!(["公开正文", "系统正文", "机关正文"].map(|word| says(&site, word)), seen, "{scope}");
        assert_eq!(site.pages().len(), seen.iter().filter(|seen| **seen).count());
    }
    published(&site, "公开");
    site.publish();
    assert!(says(&site, "机关正文"), "without --scope everything is built");
    build(&site, "内部").fails_with(3, "ZK0701");
}

#[test]
fn the_site_names_its_scopes_and_sets_how_far_it_builds() {
    let site = Site::new();
    let toml = common::SITE.replace(
        "release_scope = \"系统内\"",
        "release_scope = \"互联网\"\nscopes = [\"互联网\", \"内网\", \"专班\"]\nbuild_scope = \"内网\"",
    );
    site.write("site.toml", toml);
    site.page("notes/一.md", "title: 一", "甲词。");
    site.page("notes/二.md", "title: 二\nrelease_scope: 内网", "乙词。");
    site.page("notes/三.md", "title: 三\nrelease_scope: 专班", "丙词。\n\n:::scope 专班\n丁词。\n:::");
    site.publish();
    assert_eq!(["甲词", "乙词", "丙词"].map(|word| says(&site, word)), [true, true, false]);
    published(&site, "专班");
    assert!(says(&site, "丁词"));
    site.page("notes/四.md", "title: 四\nrelease_scope: 公开", "戊词。");
    assert_eq!(site.build().fails_with(1, "ZK0306").line, Some(3));
}

#[test]
fn a_page_without_a_scope_takes_its_sections_then_the_sites_then_the_narrowest() {
    let site = Site::new();
    let toml = common::SITE.replace("release_scope = \"系统内\"\n", "");
    let toml = toml.replace("[sections.notes]", "[sections.notes]\nrelease_scope = \"公开\"");
    site.write("site.toml", toml);
    site.page("notes/甲.md", "title: 甲", "栏目公开。");
    site.page("notes/内/_index.md", "title: 内夹\nrelease_scope: 本机关", "夹子说明。");
    site.page("notes/内/乙.md", "title: 乙", "夹里的。");
    site.page("notes/内/丙.md", "title: 丙\nrelease_scope: 公开", "自己说公开。");
    site.page("study/丁.md", "title: 丁", "无人说明。");
    published(&site, "公开");
    let seen =
        ["栏目公开", "夹子说明", "夹里的", "自己说公开", "无人说明", "内夹"].map(|word| says(&site, word));
    assert_eq!(seen, [true, false, false, true, false, false]);
    assert!(!says(&site, "学习资料"), "a section with nothing to show is not named");
    published(&site, "本机关");
    assert!(["夹子说明", "夹里的", "无人说明", "学习资料"].iter().all(|word| says(&site, word)));
}

#[test]
fn passages_above_the_scope_are_dropped_and_those_within_are_marked() {
    let site = public_site();
    let body = "开头。\n\n:::scope 系统内\n## 内部小节\n\n内部一段。\n\n- 项一\n:::scope 本机关\n- 最内一项\n:::\n:::\n\n- 列表\n\n  :::范围 本机关\n  列表里的机关话。\n  :::\n\n见[小节](#内部小节)与[[标记页#内部小节]]。\n\n```\n:::scope 本机关\n示例\n:::\n```\n\n[坏](没有.md)";
    site.page("notes/标.md", "title: 标记页", body);
    let run = build(&site, "公开");
    let broken = run.fails_with(1, "ZK0401");
    assert_eq!(broken.line, Some(4 + body.lines().count()), "lines hold: {broken:?}");
    site.page("notes/标.md", "title: 标记页", &body.replace("[坏](没有.md)", ""));
    assert_eq!(published(&site, "公开").codes(), [] as [&str; 0]);
    let html = site.body("notes/标.md");
    assert!(!html.contains("内部") && !html.contains("最内") && !html.contains("机关话"), "{html}");
    assert!(html.contains(":::scope 本机关"), "a sample in fenced code stays: {html}");
    assert!(html.contains("见小节与"), "{html}");
    published(&site, "系统内");
    let html = site.body("notes/标.md");
    assert!(html.contains("<h2 data-scope=\"系统内\"") && !html.contains("最内"), "{html}");
    assert!(!html.contains("<p>:::"), "{html}");
    published(&site, "本机关");
    let html = site.body("notes/标.md");
    assert!(html.contains("<p data-scope=\"本机关\">列表里的机关话"), "{html}");
    assert!(html.contains("data-scope=\"本机关\">") && html.contains("最内一项"), "{html}");
}

#[test]
fn what_is_wrong_with_marks_blocks_in_every_scope() {
    for (body, code, line) in [
        (":::scope 本机关\n未完。", "ZK0703", 5),
        ("甲\n\n:::", "ZK0704", 7),
        (":::scope 内部\n甲\n:::", "ZK0701", 5),
        ("> 引\n> :::scope 本机关\n> 甲\n> :::", "ZK0702", 6),
        ("行内 :::scope 本机关 密 ::: 完", "ZK0702", 5),
        ("<div>\n甲 :::scope 本机关\n</div>", "ZK0702", 5),
    ] {
        let site = public_site();
        site.page("notes/一.md", "title: 一", "正文。");
        site.page("notes/错.md", "title: 错\nrelease_scope: 本机关", body);
        for scope in ["公开", "本机关"] {
            let run = build(&site, scope);
            assert_eq!(run.code, Some(1), "{body}: {run:?}");
            let found = run.found.iter().find(|found| found.code == code);
            let found = found.unwrap_or_else(|| panic!("{body}: {run:?}"));
            assert!(found.line.is_some_and(|at| at.abs_diff(line + 1) <= 1), "{body}: {found:?}");
        }
    }
}

#[test]
fn a_link_to_what_is_withheld_becomes_its_words_or_nothing() {
    let site = public_site();
    site.page("institutions/密.md", "title: 县机关保密检查方案\nwork: 县机关保密检查方案\nlevel: 规范性文件\nid: mimi\naliases: [保检方案]\ndoc_no: 云纪发〔2024〕3号\nissued: 2024-01-01\neffective: 2024-01-01\nrelease_scope: 本机关", "第一条 保密。");
    site.page(
        "institutions/公.md",
        "title: 公开制度\nwork: 公开制度\nissuer: 某单位\nissued: 2025-01-01\neffective: 2025-01-01\nreplaces: 县机关保密检查方案\nrelated: [mimi, 另一页]\nbasis: [《县机关保密检查方案》第一条, 《公开法》第二条]",
        "一[这份**文件**](密.md)，二[县机关保密检查方案](密.md)，三[[mimi]]，四[[保检方案]]，五[[县机关保密检查方案|照此]]，六[见《县机关保密检查方案》第一条](密.md)，七[[institutions/密]]，八[丙][r]，九[夹](/institutions/密.md#第一条)。\n\n[r]: 密.md \"县机关保密检查方案\"",
    );
    site.page("notes/另.md", "title: 另一页", "另。");
    let run = published(&site, "公开");
    assert_eq!(run.codes(), [] as [&str; 0], "{run:?}");
    let html = site.html("institutions/公.md");
    let body = site.body("institutions/公.md");
    assert!(body.contains("一这份<strong>文件</strong>，二，三，四，五照此，六，七，八丙，九夹。"), "{body}");
    for word in ["保密检查", "保检", "mimi", "云纪发"] {
        assert!(!html.contains(word), "{word}: {html}");
        assert!(
            site.public()
                .iter()
                .all(|(path, bytes)| !path.contains(word) && !String::from_utf8_lossy(bytes).contains(word))
        );
    }
    assert!(html.contains("公开法") && html.contains("另一页"));
    published(&site, "本机关");
    assert!(site.html("institutions/公.md").contains("mimi.html"));
}

#[test]
fn files_are_published_with_a_page_of_the_scope_that_refers_to_them() {
    let site = public_site();
    for file in ["公.pdf", "内.pdf", "图.png", "两用.pdf"] {
        site.write(&format!("content/notes/{file}"), file);
    }
    site.page(
        "notes/公.md",
        "title: 公页\nattachments:\n  - 公.pdf\n  - 两用.pdf\n  - {value: 内.pdf, release_scope: 本机关}",
        "正文。\n\n:::scope 系统内\n![内图](图.png)\n:::",
    );
    site.page("notes/机.md", "title: 机页\nrelease_scope: 本机关\nattachments: [两用.pdf, 内.pdf]", "正文。");
    let files = |site: &Site| {
        let mut found: Vec<String> =
            site.public().into_keys().filter(|path| path.starts_with("files/")).collect();
        found.sort();
        found.len()
    };
    published(&site, "公开");
    assert_eq!(files(&site), 2);
    published(&site, "系统内");
    assert_eq!(files(&site), 3);
    published(&site, "本机关");
    assert_eq!(files(&site), 4);
    // Another page shows the file to more readers than its scope allows.
    site.page("notes/漏.md", "title: 漏页", "见[内件](内.pdf)。");
    for scope in ["公开", "系统内", "本机关"] {
        let run = build(&site, scope);
        let found = run.fails_with(1, "ZK0705");
        assert!(found.path.as_deref() == Some("notes/漏.md") && found.line == Some(5), "{found:?}");
    }
    site.page("notes/漏.md", "title: 漏页", "见下。\n\n:::scope 本机关\n[内件](内.pdf)\n:::");
    published(&site, "公开");
}

#[test]
fn a_record_of_the_front_matter_can_have_a_scope() {
    let site = public_site();
    let row = |issue: &str, scope: &str| format!("  - issue: {issue}\n    state: 已完成\n{scope}");
    let fields = format!(
        "title: 台账\nitems:\n{}{}",
        row("公开的问题", ""),
        row("内部的问题", "    release_scope: 系统内\n")
    );
    site.page("ledgers/账.md", &fields, "说明。");
    let run = build(&site, "公开");
    if run.code != Some(0) {
        panic!("{run:?}");
    }
    assert!(says(&site, "公开的问题") && !says(&site, "内部的问题"));
    published(&site, "系统内");
    assert!(says(&site, "内部的问题"));
}

/// Whether any published byte says `word`.
fn holds(site: &Site, word: &str) -> bool {
    common::files(&site.path("public")).values().any(|bytes| String::from_utf8_lossy(bytes).contains(word))
}

#[test]
fn words_that_are_withdrawn_cut_or_marked_leave_the_search_at_once() {
    for (fields, body) in [
        ("title: 页\nwithdrawn:\n  on: 2025-01-01\n  reason: 过时", "独角兽条款。"),
        ("title: 页", "已删。"),
        ("title: 页", ":::scope 本机关\n独角兽条款。\n:::\n"),
    ] {
        let site = public_site();
        site.page("notes/页.md", "title: 页", "独角兽条款。");
        published(&site, "公开");
        assert!(holds(&site, "独角"));
        site.page("notes/页.md", fields, body);
        published(&site, "公开");
        assert!(!holds(&site, "独角"), "{body}");
    }
}

#[test]
fn files_that_only_hidden_tables_of_a_withdrawn_page_name_are_not_published() {
    let site = public_site();
    let types = "[[types.ledger.field]]\nname = \"proof\"\nlabel = \"证明\"\nkind = \"record\"\nlist = true\n\
                 [[types.ledger.field.field]]\nname = \"paper\"\nlabel = \"材料\"\nkind = \"path\"\n";
    let toml = common::SITE.replace("release_scope = \"系统内\"", "release_scope = \"公开\"");
    site.write("site.toml", format!("{toml}\n{types}"));
    site.write("content/ledgers/材料.pdf", "材料").write("content/ledgers/附件.pdf", "附件");
    let fields = "title: 账\nattachments: [附件.pdf]\nproof:\n  - paper: 材料.pdf";
    site.page("ledgers/账.md", fields, "正文。");
    published(&site, "公开");
    assert_eq!(site.public().keys().filter(|path| path.starts_with("files/")).count(), 2);
    site.page("ledgers/账.md", &format!("{fields}\nwithdrawn:\n  on: 2025-01-01\n  reason: 过时"), "正文。");
    published(&site, "公开");
    let files: Vec<String> = site.public().into_keys().filter(|path| path.starts_with("files/")).collect();
    assert!(files.len() == 1 && files[0].contains("fu-jian"), "{files:?}");
}

#[test]
fn a_footnote_that_is_cut_in_two_leaves_whole() {
    let site = public_site();
    let body = "甲[^内]乙[^外]。\n\n[^外]: 公开的注。\n\n[^尾]: 只有内部才引的注。\n\n:::scope 本机关\n内部的话[^尾]。\n\n[^内]: 内部的注。\n:::";
    site.page("notes/注.md", "title: 注页", body);
    let run = published(&site, "公开");
    assert_eq!(run.codes(), [""; 0], "{run:?}");
    let html = site.body("notes/注.md");
    assert!(html.contains("公开的注") && !html.contains("内部") && !html.contains("[^"), "{html}");
    published(&site, "本机关");
    let html = site.body("notes/注.md");
    for word in ["公开的注", "只有内部才引的注", "内部的注"] {
        assert!(html.contains(word), "{word}: {html}");
    }
}

/// Everything that is published, byte for byte.
fn everything(site: &Site) -> common::Files {
    common::files(&site.path("public"))
}

#[test]
fn pages_above_the_scope_leave_no_trace_in_any_byte() {
    let law = "title: 云溪县议事办法\nwork: 云溪县议事办法\nlevel: 规范性文件\nissuer: 云溪县某办\nissued: 2024-01-01\neffective: 2024-01-01";
    let text =
        "第一条 为了规范议事，制定本办法。\n\n第二条 议事应当公开。\n\n第三条 本办法自公布之日起施行。";
    let wide = |site: &Site| {
        site.page("institutions/办法.md", &format!("{law}\nversion: 2024-01-01"), text);
        site.page(
            "notes/笔记.md",
            "title: 笔记\ntags: [议事]",
            "依照《云溪县议事办法》第二条，应当公开。\n\n《云溪县议事办法》第一条规定：“为了规范议事，制定本办法。”",
        );
        site.page("study/学.md", "title: 学", "学《云溪县议事办法》第三条。");
    };
    let (without, with) = (public_site(), public_site());
    wide(&without);
    wide(&with);
    let narrow = "release_scope: 本机关";
    with.page(
        "institutions/办法二.md",
        &format!("title: 云溪县议事办法\nwork: 云溪县议事办法\nversion: 2025-01-01\nlevel: 规范性文件\nissuer: 云溪县某办\nissued: 2025-01-01\neffective: 2025-01-01\n{narrow}"),
        &text.replace("公开", "先内后外"),
    );
    with.page(
        "institutions/细则.md",
        &format!("title: 内部细则\nwork: 内部细则\nlevel: 规范性文件\nissuer: 云溪县某办\nissued: 2025-01-01\neffective: 2025-01-01\nbasis: [《云溪县议事办法》第二条]\nreplaces: 云溪县议事办法\n{narrow}"),
        "第一条 依照《云溪县议事办法》第二条，另行规定。\n\n第二条 《云溪县议事办法》第一条废止。",
    );
    with.page(
        "notes/内笔记.md",
        &format!("title: 内笔记\ntags: [议事, 内标签]\ndomain: [内领域]\n{narrow}"),
        "依照《云溪县议事办法》第二条、第三条和《内部细则》第一条。见[[笔记]]、[[学]]。",
    );
    with.page(
        "ledgers/账.md",
        &format!(
            "title: 内账\nitems:\n  - issue: 未按《云溪县议事办法》第二条公开\n    state: 已完成\n{narrow}"
        ),
        "说明。",
    );
    with.page("study/内学.md", &format!("title: 内学\n{narrow}"), "违反《云溪县议事办法》第二条。");
    published(&without, "公开");
    published(&with, "公开");
    let (expected, found) = (everything(&without), everything(&with));
    assert_eq!(expected.keys().collect::<Vec<_>>(), found.keys().collect::<Vec<_>>());
    for (path, bytes) in &expected {
        assert!(found[path] == *bytes, "{path} tells of what is withheld");
    }
    assert!(found.keys().any(|path| path.starts_with("cards/")), "there are cards: {:?}", found.keys());
    assert!(
        found.keys().any(|path| path.ends_with("_cited.html") || path.contains("works")),
        "{:?}",
        found.keys()
    );
    published(&with, "本机关");
    assert!(everything(&with).len() > found.len());
}
