//! Editions of a work: which one is in force, what a page says of it, two of them side by side, and
//! the forms in which articles are pasted.
#![allow(clippy::disallowed_methods, reason = "the tests read real output")]

mod common;

use std::process::Command;

use common::{Run, Site, ZHIKU};

const OLD: &str = "\
第一条 为了读书，制定本章程。

第二条 会员应当按时还书，爱护图书，保持书页整洁。

第三条 逾期不还的，停止借阅资格三个月，并在门口公示。

第四条 本章程自公布之日起施行。";

const NEW: &str = "\
第一条 为了读书，制定本章程。

第二条 会费用于购置新书，收支每季公开，接受会员查询。

第三条 会员应当按时归还图书，爱护图书，保持书页整洁。

第四条 逾期不还的，停止借阅资格三个月，并在门口公示。

第五条 本章程自公布之日起施行。";

/// A work of two editions, and a page that asks for their comparison.
fn two_editions() -> Site {
    let site = Site::new();
    site.page(
        "regulations/旧.md",
        "title: 读书会章程\nid: old\nwork: 读书会章程\nversion: 2018-03-20\npromulgated: 2018-03-20\neffective: 2018-05-01\nlevel: 规范性文件",
        OLD,
    );
    site.page(
        "regulations/新.md",
        "title: 读书会章程\nid: new\nwork: 读书会章程\nversion: 2024-12-25\npromulgated: 2024-12-25\neffective: 2025-06-01\nlevel: 规范性文件\nhistory:\n  - {date: 2018-03-20, action: 公布, by: 会员大会}\n  - {date: 2024-12-25, action: 修正, by: 会员大会}",
        NEW,
    );
    site.page("notes/解读.md", "title: 解读\nid: jiedu", "看[[读书会章程@2018..2024]]。");
    site
}

/// A file of the site as it was written.
fn source(site: &Site, path: &str) -> String {
    std::fs::read_to_string(site.path(path)).expect("a file of the site")
}

const COMPARISON: &str = "works/du-shu-hui-zhang-cheng_2018-03-20_2024-12-25.html";
const WORK: &str = "works/du-shu-hui-zhang-cheng.html";

#[test]
fn a_text_that_says_from_when_it_applies_needs_no_field() {
    let site = Site::new();
    let page = |name: &str, version: &str, day: &str| {
        let fields =
            format!("title: 借书规则\nid: {name}\nwork: 借书规则\nversion: {version}\nlevel: 规范性文件");
        let body = format!(
            "第一条 会员凭证借书。\n\n第二条 本规则自{day}起施行，本规则第一条自2099年1月1日起执行。"
        );
        site.page(&format!("regulations/{name}.md"), &fields, &body);
    };
    page("first", "2018-03-20", "2018年5月1日");
    // The words of an amended text are those of its first edition.
    page("amended", "2020-06-01", "2018年5月1日");
    page("last", "2024-12-25", "二〇九八年三月一日");
    site.page("study/读.md", "title: 读\nkind: 研讨材料\ndate: 2018-04-01", "《借书规则》第一条。");
    site.page("study/后.md", "title: 后\nkind: 研讨材料\ndate: 2018-05-02", "《借书规则》第一条。");
    site.publish();
    let body = site.read("regulations/last.html");
    assert!(body.contains("尚未施行") && body.contains("2098-03-01"), "{body}");
    assert!(site.read("regulations/first.html").contains("2018-05-01"));
    assert!(site.read("regulations/index.html").contains("2098-03-01"), "a column of the list");
    let amended = site.read("regulations/amended.html");
    assert!(amended.contains("现行有效") && !amended.contains("施行日期"), "{amended}");
    let why = |path: &str| {
        site.body(path).split("title=\"").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned())
    };
    assert_eq!(
        why("study/后.md").as_deref(),
        Some("2018-03-20 版：按本页日期 2018-05-02 有效的版本；现行为 2020-06-01 版")
    );
    assert!(
        why("study/读.md").is_some_and(|why| why.starts_with("2018-03-20 版：未收录 2018-04-01 有效的版本"))
    );
}

#[test]
fn articles_are_aligned_by_their_words_and_shown_side_by_side() {
    let site = two_editions();
    let run = site.publish();
    assert!(run.found.is_empty(), "{run:?}");
    let html = site.read(COMPARISON);
    assert!(html.contains("class=\"pair changed\""), "{html}");
    assert!(html.contains("<del>还</del>") && html.contains("<ins>归还图</ins>"), "{html}");
    assert!(html.contains("class=\"pair new\"") && html.contains("class=\"pair moved\""));
    assert!(html.contains("<td>第二条—第四条</td><td>第三条—第五条</td>"), "old and new numbers: {html}");
    assert!(html.contains("href=\"../regulations/new.html#a3\""));
    let link = site.html("notes/解读.md");
    assert!(link.contains(&format!("href=\"../{COMPARISON}\"")), "the link leads there: {link}");
}

#[test]
fn an_edition_comes_into_force_with_no_edit() {
    let site = two_editions();
    let build = |day: &str| {
        let mut command = Command::new(ZHIKU);
        command.args(["build", "--format", "json", "--as-of", day, "--root"]).arg(site.folder.path());
        let run = Run::of(command);
        assert_eq!(run.code, Some(0), "{run:?}");
        [site.html("regulations/旧.md"), site.html("regulations/新.md"), site.read(WORK)]
    };
    let [old, new, work] = build("2025-05-31");
    assert!(new.contains("尚未施行，自 <time>2025-06-01</time> 起施行"), "{new}");
    assert!(!old.contains("callout caution past"), "the old edition is in force: {old}");
    assert!(work.contains("还书，爱护") && !work.contains("归还图书"), "the work shows the old edition");
    let [old, new, work] = build("2025-06-01");
    assert!(!new.contains("callout caution past"), "{new}");
    assert!(old.contains("本版本已修改") && old.contains(&format!("../{COMPARISON}")), "{old}");
    assert!(work.contains("归还图书") && work.contains("../regulations/new.html"));
}

#[test]
fn the_work_is_listed_once() {
    let site = two_editions();
    let toml = source(&site, "site.toml");
    site.write("site.toml", format!("base_url = \"https://example.test/\"\n{toml}"));
    site.publish();
    let sitemap = site.read("sitemap.xml");
    assert!(sitemap.contains("regulations/new.html") && !sitemap.contains(WORK));
    assert!(sitemap.contains(COMPARISON));
    let canonical = "rel=\"canonical\" href=\"https://example.test/regulations/new.html\"";
    assert!(site.read(WORK).contains(canonical));
    assert!(!site.read("pages.json").contains("\"route\":\"works/"));
}

#[test]
fn programs_read_works_articles_and_what_a_page_is() {
    let site = two_editions();
    site.publish();
    let works: serde_json::Value = serde_json::from_str(&site.read("works.json")).unwrap();
    assert_eq!(works[0]["work"], "读书会章程");
    assert_eq!(works[0]["route"], WORK);
    let work: serde_json::Value =
        serde_json::from_str(&site.read(works[0]["json"].as_str().unwrap())).unwrap();
    assert_eq!(work["editions"][1]["version"], "2024-12-25");
    assert_eq!(work["editions"][1]["in_force"], true);
    let article = &work["editions"][1]["articles"][4];
    assert_eq!((article["no"].as_str(), article["anchor"].as_str()), (Some("第五条"), Some("a5")));
    assert_eq!(work["comparisons"][0]["route"], COMPARISON);
    let html = site.html("regulations/新.md");
    let (_, after) = html.split_once("<script type=\"application/ld+json\">").expect("JSON-LD");
    let data: serde_json::Value = serde_json::from_str(after.split_once("</script>").unwrap().0).unwrap();
    assert_eq!(data["@type"], "Legislation");
    assert_eq!(data["legislationLegalForce"], "https://schema.org/InForce");
    assert!(html.contains("data-cite=\"（2024年修正）\""), "{html}");
}

#[test]
fn json_ld_cannot_end_its_element() {
    let site = Site::new();
    let front = "title: \"</script><b>\"\nid: evil\nwork: 坏\nlevel: 规范性文件";
    site.page("regulations/坏.md", front, "第一条 甲。").publish();
    assert!(!site.html("regulations/坏.md").contains("</script><b>"));
}

#[test]
fn an_editor_corrects_the_alignment() {
    let site = two_editions();
    let new = source(&site, "content/regulations/新.md");
    let map =
        "article_map:\n  - {from: 第三条, to: 第二条}\n  - {from: 第九条, to: 第三条}\n  - {to: 第四条}\n";
    site.write("content/regulations/新.md", new.replacen("history:", &format!("{map}history:"), 1));
    let run = site.publish();
    assert_eq!(run.codes(), ["ZK0608"], "{run:?}");
    assert_eq!(run.found[0].line, Some(11));
    let html = site.read(COMPARISON);
    assert!(html.contains("人工核定"), "{html}");
    assert!(html.contains("<td>第三条</td><td>第二条</td>"), "{html}");
}

#[test]
fn a_comparison_of_editions_that_are_not_there_is_said() {
    let site = two_editions();
    site.page("notes/错.md", "title: 错", "看[[读书会章程@2017..2024]]。");
    let run = site.publish();
    let found = run.one("ZK0609");
    assert!(found.message.contains("2018-03-20、2024-12-25"), "{found:?}");
}

#[test]
fn the_command_prints_the_alignment() {
    let site = two_editions();
    let compare = |args: &[&str]| {
        let mut command = Command::new(ZHIKU);
        command.arg("compare").args(args).args(["--as-of", common::AS_OF, "--root"]).arg(site.folder.path());
        Run::of(command)
    };
    let run = compare(&["读书会章程@2018", "@2024"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let lines =
        ["第一条\t第一条\t未改", "—\t第二条\t新增", "第二条\t第三条\t改动", "第三条\t第四条\t只改条号"];
    assert_eq!(run.stdout.lines().take(4).collect::<Vec<_>>(), lines);
    let run = compare(&["读书会章程@2024", "读书会章程@2018", "--json"]);
    let data: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(data["old"]["version"], "2018-03-20", "the earlier first, however asked");
    assert_eq!(data["pairs"][2]["change"], "changed");
    let run = compare(&["读书会章程@2018", "@1999"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("2018-03-20、2024-12-25"), "{run:?}");
}

/// The body of a regulation of these lines, the ends of its lines as they are.
fn pasted(body: &str) -> String {
    let site = Site::new();
    site.page("regulations/文.md", "title: 文\nid: wen\nwork: 文\nlevel: 规范性文件", body);
    let run = site.publish();
    assert!(run.found.is_empty(), "{run:?}");
    let body = site.body("regulations/文.md");
    body.trim_start_matches("<div class=\"prose body\">").trim().to_owned()
}

#[test]
fn articles_in_the_forms_in_which_people_paste_them() {
    let article = "<p class=\"article\" id=\"a1\"><b class=\"no\">第一条</b>";
    for body in ["第一条 甲。", "第一条　甲。", "第一条甲应当。", "**第一条** 甲。", "**第一条**　甲。"]
    {
        let html = pasted(body);
        assert!(html.starts_with(article), "{body}: {html}");
        assert!(!html.contains("<strong>"), "{body}: {html}");
    }
    assert!(pasted("第1条 甲。").contains("<b class=\"no\">第1条</b> 甲。"));
    assert!(pasted("第一条 甲。\n\n第一条之一 乙。").contains("id=\"a1-1\""));
    assert!(pasted("### 第一条 借书\n\n甲。").contains("<h3 id=\"a1\">"));
}

#[test]
fn lines_of_a_law_pasted_with_single_ends_are_paragraphs() {
    let html = pasted(
        "第一章 总则\n第一条 会员应当：\n（一）读书；\n（二）还书。\n违反的，说明理由。\n第二条 依照\n前款办理。\n**第三条** 丙。",
    );
    let anchors: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(anchors, ["z1", "a1", "a1-k1-x1", "a1-k1-x2", "a1-k2", "a2", "a3"], "{html}");
    assert!(html.contains("依照前款办理。"), "a line that goes on is no paragraph: {html}");
    // Text that is wrapped within a sentence stays one paragraph.
    let wrapped = pasted("第一条 会员应当依照本章程\n第二条的规定还书，\n并且读书。\n\n第二条 丁。");
    assert_eq!(wrapped.matches("<p").count(), 2, "{wrapped}");
}

#[test]
fn breaks_in_the_order_are_told_with_their_line() {
    let site = Site::new();
    let body = "第一条 甲。\n\n第三条 乙。\n\n第三条 丙。\n\n> 第九条 引文。";
    site.page("regulations/文.md", "title: 文\nid: wen\nwork: 文\nlevel: 规范性文件", body);
    let run = site.publish();
    assert_eq!(run.codes(), ["ZK0601", "ZK0603"], "{run:?}");
    let line = run.found[0].line.expect("a line");
    let text = source(&site, "content/regulations/文.md");
    assert!(text.lines().nth(line - 1).unwrap().starts_with("第三条 乙"), "{run:?}");
}

#[test]
fn a_later_act_of_amendment_goes_on_from_the_one_before() {
    let begins_late = |title: &str| {
        let site = Site::new();
        let fields = format!("title: {title}\nid: wen\nwork: {title}\nlevel: 规范性文件");
        site.page("regulations/文.md", &fields, "第三条 甲。\n\n第四条 乙。");
        site.publish().codes().contains(&"ZK0601")
    };
    assert!(begins_late("读书章程"));
    assert!(!begins_late("读书章程修正案（二）"));
}

#[test]
fn a_text_alone_says_from_when_it_takes_effect_and_dates_end_as_sentences() {
    let site = Site::new();
    let law = |title: &str, version: &str, dates: &str| {
        format!(
            "title: {title}\nwork: {title}\nversion: {version}\nlevel: 条例\npromulgated: {version}{dates}"
        )
    };
    let body = "第一条 甲。\n\n第二条 乙。";
    site.page("regulations/借书条例.md", &law("借书条例", "2024-01-01", "\neffective: 2099-01-01"), body);
    site.page("regulations/还书条例1.md", &law("还书条例", "2018-01-01", "\neffective: 2018-03-01"), body);
    site.page("regulations/还书条例2.md", &law("还书条例", "2020-01-01", ""), body);
    site.publish();
    let alone = site.html("regulations/借书条例.md");
    assert!(
        alone.contains("尚未施行，自 <time>2099-01-01</time> 起施行") && !alone.contains("本页是 "),
        "{alone}"
    );
    let first = site.html("regulations/还书条例1.md");
    assert!(first.contains("<time>2018-01-01</time> 公布，<time>2018-03-01</time> 起施行。 <a"), "{first}");
    let second = site.html("regulations/还书条例2.md");
    assert!(second.contains("<time>2020-01-01</time> 公布。 <a"), "{second}");
}
