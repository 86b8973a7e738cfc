//! The gate over whole sites, by the real program.

use crate::attachments::{document, office, photograph};
use crate::common::{self, Run, Site};

/// A citizen's ID number that belongs to nobody: the day is sound, the check digit fits.
const ID: &str = "530129199003070017";
const CASE: &str = "title: 某案\ncase_kind: 警示教育案例\nanonymized: true";

fn id() -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize =
        ID[..17].bytes().zip(weights).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    format!("{}{}", &ID[..17], &"10X98765432"[sum % 11..=sum % 11])
}

/// A site whose gate is as it comes with the program.
fn strict() -> Site {
    let site = Site::new();
    configure(&site, "");
    site
}

/// Writes `site.toml` with `tables` behind its sections.
fn configure(site: &Site, tables: &str) {
    let sections = common::SITE.split("# Most tests").next().unwrap();
    site.write("site.toml", format!("{sections}\n{tables}"));
}

fn gate_codes(run: &Run) -> Vec<String> {
    let mut codes: Vec<String> =
        run.codes().into_iter().filter(|code| code.starts_with("ZK08")).map(str::to_owned).collect();
    codes.sort();
    codes
}

#[test]
fn a_finding_stops_the_build_and_leaves_the_site_as_it_was() {
    let site = strict();
    site.page("notes/甲.md", "title: 甲", "正文");
    site.publish();
    let before = site.public();
    site.page("notes/甲.md", "title: 甲", "新正文，电话 138-0013-8000。");
    let run = site.build();
    let found = run.fails_with(1, "ZK0804");
    assert_eq!((found.path.as_deref(), found.line, found.column), (Some("notes/甲.md"), Some(5), Some(8)));
    assert!(found.message.contains("138＊") && !found.message.contains("0013"), "{}", found.message);
    assert_eq!(site.public(), before, "nothing moved");
    assert_eq!(site.run(&["check", "--format", "json"]).codes(), ["ZK0804"]);
}

#[test]
fn every_place_of_a_page_is_checked() {
    let site = strict();
    let places = [
        ("标题.md", "title: 找13800138000", "正文"),
        ("字段.md", "title: 甲\nsummary: 电话13800138000", "正文"),
        ("图.md", "title: 甲", "![13800138000](/notes/a.svg)"),
        ("表.md", "title: 甲", "| 甲 |\n|---|\n| 13800138000 |"),
        ("码.md", "title: 甲", "```\n13800138000\n```"),
        ("注.md", "title: 甲", "正文\n\n<!-- 13800138000 -->"),
        ("链.md", "title: 甲", "[打](tel:13800138000)"),
    ];
    site.write("content/notes/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>");
    for (name, fields, body) in places {
        site.page(&format!("notes/{name}"), fields, body);
    }
    site.page("notes/13800138000.md", "title: 名\nid: ming", "正文");
    site.page("notes/_index.md", "title: 说明 13800138000", "正文");
    let run = site.build();
    let mut paths: Vec<&str> = run
        .found
        .iter()
        .filter(|found| found.code == "ZK0804")
        .filter_map(|found| found.path.as_deref())
        .collect();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), places.len() + 2, "{run:?}");
    assert!(!run.stderr.contains("13800138000") && !run.stdout.contains("13800138000"), "{run:?}");
}

#[test]
fn the_report_leaks_nothing() {
    let site = strict();
    let secrets = [
        id(),
        "13800138000".to_owned(),
        "赵建国".to_owned(),
        "wang8@126.com".to_owned(),
        "云A12345".to_owned(),
    ];
    let body = format!(
        "赵建国受贿案。身份证 {}，手机 13800138000，邮箱 wang8@126.com，车牌 云A12345，[断链](没有13800138000.md)。\n\n举报人赵建国，电话13800138000。",
        secrets[0]
    );
    site.page(
        "cases/甲.md",
        &format!("{CASE}\ndisclosure: 未公开\ntitel: 13800138000\nsummary: 赵建国"),
        &body,
    );
    site.write("content/notes/赵建国13800138000.txt", "13800138000 wang8@126.com");
    site.page("notes/乙.md", "title: 乙\nattachments: [赵建国13800138000.txt]", "正文");
    for arguments in [&["check"][..], &["check", "--format", "json"], &["check", "--lang", "en"], &["build"]]
    {
        let run = site.run(arguments);
        assert_eq!(run.code, Some(1), "{run:?}");
        for secret in &secrets {
            assert!(
                !run.stderr.contains(secret) && !run.stdout.contains(secret),
                "{secret} in {arguments:?}: {run:?}"
            );
        }
    }
}

#[test]
fn the_site_weighs_rules_and_adds_its_own() {
    let site = strict();
    site.page(
        "notes/甲.md",
        "title: 甲",
        "电话 13800138000，邮箱 wang8@126.com，春雷行动，线索 XS-2023-001。",
    );
    configure(
        &site,
        "[gate.rules]\nphone = \"warn\"\nemail = \"off\"\n\n[[gate.own]]\nname = \"代号\"\nterms = [\"春雷行动\"]\nmessage = \"写专项工作\"\n\n\
         [[gate.own]]\nname = \"线索\"\npattern = \"XS-[0-9]{4}-[0-9]+\"\nseverity = \"warn\"\n",
    );
    let run = site.build();
    let said: Vec<(&str, &str)> =
        run.found.iter().map(|found| (found.code.as_str(), found.severity.as_str())).collect();
    assert_eq!(said, [("ZK0804", "warning"), ("ZK0824", "error"), ("ZK0824", "warning")], "{run:?}");
    assert!(run.found[1].message.starts_with("代号：") && run.found[1].help == "写专项工作", "{run:?}");
    configure(
        &site,
        "[gate.rules]\nfone = \"warn\"\n[[gate.own]]\nname = \"坏\"\npattern = \"(\"\n[[gate.own]]\nname = \"空\"\n",
    );
    let run = site.build();
    for code in ["ZK0304", "ZK0833", "ZK0834"] {
        assert!(run.codes().contains(&code), "{code}: {run:?}");
    }
}

#[test]
fn sensitive_terms_are_read_and_never_published() {
    let site = strict();
    configure(&site, "[gate]\nsensitive_terms = \"notes/敏感词.txt\"\n");
    site.write("content/notes/敏感词.txt", "# 本地\n翠微坡\n");
    site.page(
        "cases/甲.md",
        &format!("{CASE}\ndisclosure: 已公开通报\nsource: {{name: 通报}}"),
        "王某在翠微坡收受财物。",
    );
    site.page("notes/乙.md", "title: 乙", "翠微坡风景好。");
    let run = site.publish();
    assert_eq!(gate_codes(&run), ["ZK0814"], "{run:?}");
    assert!(site.public().keys().all(|path| !path.ends_with(".txt")));
    site.page("notes/乙.md", "title: 乙", "见[词](敏感词.txt)");
    assert_eq!(site.build().codes(), ["ZK0814", "ZK0404"], "it cannot be linked");
    configure(&site, "[gate]\nsensitive_terms = \"没有.txt\"\n");
    assert!(site.build().codes().contains(&"ZK0835"));
}

#[test]
fn exceptions_stand_where_they_apply_with_a_reason() {
    let site = strict();
    let front = |reason: &str| {
        format!("title: 甲\ngate_exceptions:\n  - {{rule: phone, text: \"13800138000\"{reason}}}")
    };
    site.page("notes/甲.md", &front(", reason: 公开的电话"), "电话 138-0013-8000。");
    let run = site.build();
    assert_eq!(gate_codes(&run), ["ZK0804", "ZK0830"], "the text is another: {run:?}");
    site.page("notes/甲.md", &front(", reason: 公开的电话"), "电话 13800138000。");
    assert_eq!(site.publish().codes(), [""; 0]);
    site.page("notes/甲.md", &front(", reason: 公开的电话"), "电话略。");
    assert_eq!(site.publish().codes(), ["ZK0830"], "an unused one is said");
    site.page("notes/甲.md", &front(""), "电话 13800138000。");
    let codes = site.build();
    assert!(codes.codes().contains(&"ZK0831") && codes.code == Some(1), "{codes:?}");
    site.page("notes/甲.md", "title: 甲\ngate_exceptions: [{rule: fone, text: x, reason: 理由}]", "正文");
    assert_eq!(site.build().codes(), ["ZK0832"]);
}

#[test]
fn an_exception_in_a_comment_is_for_its_passage() {
    let site = strict();
    let comment = "<!-- 放行：手机号码 | 13800138000 | 公开的电话 -->";
    site.page("notes/甲.md", "title: 甲", &format!("{comment}\n\n电话 13800138000。"));
    assert_eq!(site.publish().codes(), [""; 0]);
    site.page("notes/甲.md", "title: 甲", &format!("电话 13800138000。{comment}"));
    assert_eq!(site.publish().codes(), [""; 0]);
    assert!(!site.html("notes/甲.md").contains("放行"), "the comment is not published");
    site.page("notes/甲.md", "title: 甲", &format!("{comment}\n\n电话 13800138000。\n\n又是 13800138000。"));
    assert_eq!(site.build().fails_with(1, "ZK0804").line, Some(9));
    site.page("notes/甲.md", "title: 甲", "电话 13800138000。<!-- 放行：phone | 13800138000 -->");
    assert!(site.build().codes().contains(&"ZK0831"), "without a reason");
}

#[test]
fn attachments_are_checked_where_they_are_published() {
    let site = strict();
    let docx = office(&[
        ("word/document.xml", &document("<w:r><w:t>甲</w:t></w:r>")),
        ("docProps/core.xml", "<c xmlns:dc=\"d\"><dc:creator>陈建国</dc:creator></c>"),
    ]);
    site.write("content/notes/表.docx", &docx)
        .write("content/notes/现场.jpg", photograph())
        .write("content/notes/旧.doc", b"\xD0\xCF\x11\xE0");
    site.page("notes/甲.md", "title: 甲", "正文");
    assert!(gate_codes(&site.publish()).is_empty(), "nothing is published of them");
    site.page("notes/甲.md", "title: 甲\nattachments: [表.docx]", "![现场](现场.jpg) 和[旧](旧.doc)");
    let run = site.build();
    assert_eq!(gate_codes(&run), ["ZK0817", "ZK0817", "ZK0821", "ZK0822"], "{run:?}");
    let unread = run.one("ZK0822").message.clone();
    let text = unread.split_once('：').unwrap().1.split('（').next().unwrap().to_owned();
    assert!(text.starts_with("旧.doc sha256:"), "{unread}");
    let exceptions = format!(
        "title: 甲\nattachments: [表.docx]\ngate_exceptions:\n  - {{rule: unreadable, text: \"{text}\", reason: 已看过}}\n  \
         - {{rule: author, text: 陈建国, reason: 正式署名, file: 表.docx}}\n  - {{rule: author, text: Zhang Weimin, reason: 公开署名}}"
    );
    site.page("notes/甲.md", &exceptions, "![现场](现场.jpg) 和[旧](旧.doc)");
    configure(
        &site,
        "[[gate.exceptions]]\nfile = \"现场.jpg\"\nrule = \"position\"\ntext = \"x\"\nreason = \"y\"\n",
    );
    let run = site.build();
    assert_eq!(gate_codes(&run), ["ZK0821", "ZK0830"], "{run:?}");
    site.write("content/notes/旧.doc", b"\xD0\xCF\x11\xE0 changed");
    assert!(gate_codes(&site.build()).contains(&"ZK0822".to_owned()), "the exception was for other bytes");
}

#[test]
fn a_case_names_nobody_until_it_was_made_public() {
    let site = strict();
    let body = "赵建国，男，1970年出生，曾任某镇镇长。2021年，赵建国收受现金。";
    site.page("cases/甲.md", &format!("{CASE}\ndisclosure: 未公开"), body);
    assert_eq!(gate_codes(&site.build()), ["ZK0813", "ZK0813"]);
    site.page("cases/甲.md", &format!("{CASE}\ndisclosure: 已公开通报"), body);
    assert_eq!(gate_codes(&site.build()), ["ZK0813", "ZK0813"], "without a source");
    site.page("cases/甲.md", &format!("{CASE}\ndisclosure: 未公开\npseudonyms: [赵建国]"), body);
    assert!(gate_codes(&site.build()).is_empty(), "a pseudonym may stand");
    site.page("cases/甲.md", &format!("{CASE}\ndisclosure: 已公开通报\nsource: {{name: 县纪委通报}}"), body);
    assert!(gate_codes(&site.publish()).is_empty());
}

#[test]
fn mask_proposes_and_never_overwrites() {
    let site = strict();
    let body = "赵建国，男，曾任某镇镇长。其弟赵海波、会计孙丽娟知情。\n\n赵建国的电话 13800138000，赵海波未签字。\n";
    site.page("cases/甲.md", &format!("{CASE}\ndisclosure: 未公开"), body);
    let before = std::fs::read_to_string(site.path("content/cases/甲.md")).unwrap();
    let run = site.run(&["mask", "content/cases/甲.md"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(
        std::fs::read_to_string(site.path("content/cases/甲.md")).unwrap(),
        before,
        "the file is as it was"
    );
    assert!(
        run.stdout.starts_with("--- content/cases/甲.md\n+++ content/cases/甲.md\n@@ "),
        "{}",
        run.stdout
    );
    let added: Vec<&str> = run.stdout.lines().filter_map(|line| line.strip_prefix('+')).collect();
    assert!(added.contains(&"赵某甲，男，曾任某镇镇长。其弟赵某乙、会计孙某知情。"), "{}", run.stdout);
    assert!(added.contains(&"赵某甲的电话 （电话略），赵某乙未签字。"), "{}", run.stdout);
    let masked: String = before
        .lines()
        .map(|line| {
            let removed = format!("-{line}");
            let at = run.stdout.lines().position(|out| out == removed);
            at.map_or(line.to_owned(), |at| {
                run.stdout.lines().nth(at + 1).unwrap().trim_start_matches('+').to_owned()
            }) + "\n"
        })
        .collect();
    site.write("content/cases/甲.md", masked);
    assert!(gate_codes(&site.publish()).is_empty(), "what was proposed passes");
    assert_eq!(site.run(&["mask", "content/cases/甲.md"]).stdout, "没有要遮盖的内容\n");
    assert_eq!(site.run(&["mask", "content/没有.md"]).code, Some(3));
}

#[test]
fn mask_keeps_the_marks_of_scopes_and_masks_what_a_build_leaves_out() {
    let site = strict();
    let toml = String::from_utf8(common::files(site.folder.path())["site.toml"].clone()).unwrap();
    site.write("site.toml", format!("build_scope = \"公开\"\n{toml}"));
    let body = "赵建国，男，曾任某镇镇长。\r\n\r\n:::scope 本机关\r\n赵建国的电话 13800138000。\r\n:::\r\n\r\n后来赵建国被立案。\r\n";
    site.page("cases/甲.md", &format!("{CASE}\ndisclosure: 未公开"), body);
    let run = site.run(&["mask", "content/cases/甲.md"]);
    let removed: Vec<&str> = run.stdout.lines().skip(2).filter(|line| line.starts_with('-')).collect();
    assert!(!removed.iter().any(|line| line.contains(":::")), "{}", run.stdout);
    let added: Vec<&str> = run.stdout.lines().skip(2).filter_map(|line| line.strip_prefix('+')).collect();
    let added: Vec<&str> = added.iter().map(|line| line.trim_end()).collect();
    for line in ["赵某，男，曾任某镇镇长。", "赵某的电话 （电话略）。", "后来赵某被立案。"]
    {
        assert!(added.contains(&line), "{line}: {}", run.stdout);
    }
}

#[test]
fn the_sample_site_is_clean() {
    let run = Site::sample().run(&["check", "--format", "json", "--as-of", "2026-03-20"]);
    assert!(gate_codes(&run).is_empty(), "{run:?}");
}

#[test]
fn what_was_checked_is_remembered_and_only_what_changed_is_read() {
    use std::sync::Arc;
    use zhiku::gate::rules::remember::Remembered;
    let mut remembered = Remembered::default();
    let first = remembered.contents("甲.csv", b"13800138000");
    remembered.turn();
    assert!(Arc::ptr_eq(&first, &remembered.contents("乙.csv", b"13800138000")), "the bytes are known");
    assert!(!Arc::ptr_eq(&first, &remembered.contents("甲.csv", b"13800138001")), "other bytes are not");
    remembered.turn();
    remembered.turn();
    assert!(
        !Arc::ptr_eq(&first, &remembered.contents("甲.csv", b"13800138000")),
        "what nobody used is forgotten"
    );
}
