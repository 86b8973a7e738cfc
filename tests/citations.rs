//! Citations from Markdown to links, form by form, and on the real corpus where it is present.
#![allow(clippy::disallowed_methods, reason = "the tests read real files")]

mod common;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use common::Site;
use zhiku::build::pipeline::{Goal, Request, build};
use zhiku::law::citation::{Form, Known, Target};
use zhiku::law::edition::Rule;
use zhiku::markup::body::TextRange;
use zhiku::model::citation::scan::scan;
use zhiku::model::citation::{At, Resolved};

/// A law in two editions and a shorter one, and pages that cite them.
fn site() -> Site {
    let site = Site::new();
    let law = |version: &str, effective: &str| {
        format!(
            "title: 中华人民共和国读书法\nwork: 读书法\nversion: {version}\nlevel: 法律\n\
             promulgated: {version}\neffective: {effective}"
        )
    };
    site.page(
        "regulations/读书法2018.md",
        &law("2018-03-20", "2018-05-01"),
        "第一条 为了读书，制定本法。\n\n第二条 会员应当：\n\n（一）借书；\n\n（二）还书。\n\n违反前款规定的，说明理由。\n\n\
         第三条 依照本法第二条和前条第二款办理，适用本条规定。",
    );
    site.page(
        "regulations/读书法2024.md",
        &law("2024-12-25", "2025-01-01"),
        "第一条 为了读书和写字，制定本法。\n\n第二条 总的规定。\n\n第三条 会员应当：\n\n（一）借书；\n\n（二）还书。",
    );
    site.page(
        "regulations/还书条例.md",
        "title: 中国共产党还书条例（试行）\nwork: 还书条例\nversion: 2018-01-01\nlevel: 条例\npromulgated: 2018-01-01\n\
         effective: 2018-01-01\ndoc_no: 书办发〔2020〕5号",
        "第一条 甲。\n\n第二条 乙。\n\n第三条 丙。\n\n第三条之一 丁。\n\n第四条 戊。",
    );
    site
}

/// The body of a case with the day `law_as_of` and the words `body`.
fn case(law_as_of: &str, body: &str) -> String {
    let site = site();
    let fields = format!(
        "title: 某案\ncase_kind: 典型案例\ndisclosure: 已公开通报\nanonymized: true\nlaw_as_of: {law_as_of}\ndate: 2025-02-01"
    );
    site.page("cases/某案.md", &fields, body);
    site.publish();
    site.body("cases/某案.md")
}

/// The links of citations: words and address.
fn links(html: &str) -> Vec<String> {
    html.replace("cite unsure", "cite")
        .split("<a class=\"cite\" href=\"")
        .skip(1)
        .map(|rest| {
            let (href, rest) = rest.split_once('"').expect("an address ends");
            let (_, words) = rest.split_once('>').expect("a tag ends");
            format!("{} → {href}", words.split("</a>").next().expect("words"))
        })
        .collect()
}

/// The links of a case that applies the law of 2019.
fn of(body: &str) -> Vec<String> {
    links(&case("2019-02-28", body))
}

const OLD: &str = "../regulations/du-shu-fa-2018.html";
const NEW: &str = "../regulations/du-shu-fa-2024.html";
const RULES: &str = "../regulations/hai-shu-tiao-li.html";

#[test]
fn each_form_leads_to_its_article() {
    for (body, expected) in [
        (
            "依照《中华人民共和国读书法》第二条处理。",
            vec![format!("《中华人民共和国读书法》第二条 → {OLD}#a2")],
        ),
        ("依照《读书法》第2条处理。", vec![format!("《读书法》第2条 → {OLD}#a2")]),
        (
            "依照读书法第二条第一款第（二）项处理。",
            vec![format!("读书法第二条第一款第（二）项 → {OLD}#a2-k1-x2")],
        ),
        ("依照《读书法》第二条第二款处理。", vec![format!("《读书法》第二条第二款 → {OLD}#a2-k2")]),
        (
            "依照《读书法》第一条、第三条处理。",
            vec![format!("《读书法》第一条 → {OLD}#a1"), format!("第三条 → {OLD}#a3")],
        ),
        ("依照《读书法》第一条至第三条处理。", vec![format!("《读书法》第一条至第三条 → {OLD}#a1")]),
        ("学习《读书法》。", vec![format!("《读书法》 → {OLD}")]),
        ("学习《还书条例》第三条之一。", vec![format!("《还书条例》第三条之一 → {RULES}#a3-1")]),
        ("学习《中国共产党还书条例》第四条。", vec![format!("《中国共产党还书条例》第四条 → {RULES}#a4")]),
        ("见书办发〔2020〕5号。", vec![format!("书办发〔2020〕5号 → {RULES}")]),
        ("依照新《读书法》第三条处理。", vec![format!("新《读书法》第三条 → {NEW}#a3")]),
        ("按照旧《读书法》第三条处理。", vec![format!("旧《读书法》第三条 → {OLD}#a3")]),
        ("学习最新修订的《读书法》第三条。", vec![format!("最新修订的《读书法》第三条 → {NEW}#a3")]),
        ("仍旧《读书法》第三条。", vec![format!("《读书法》第三条 → {OLD}#a3")]),
        (
            "依照《读书法》（2024年修订）第三条处理。",
            vec![format!("《读书法》（2024年修订）第三条 → {NEW}#a3")],
        ),
        ("依照2018年《读书法》第三条处理。", vec![format!("2018年《读书法》第三条 → {OLD}#a3")]),
        (
            "依照《读书法》（以下简称《书法》）第一条。再看《书法》第二条。",
            vec![
                format!("《读书法》（以下简称《书法》）第一条 → {OLD}#a1"),
                format!("《书法》第二条 → {OLD}#a2"),
            ],
        ),
        (
            "依照《读书法》第二条。该法第三条另有规定。",
            vec![format!("《读书法》第二条 → {OLD}#a2"), format!("该法第三条 → {OLD}#a3")],
        ),
        ("见[[读书法@2024#第三条]]。", vec![format!("中华人民共和国读书法 第三条 → {NEW}#a3")]),
        ("见[[读书法#第三条]]。", vec![format!("中华人民共和国读书法 第三条 → {OLD}#a3")]),
    ] {
        assert_eq!(of(body), expected, "{body}");
    }
}

#[test]
fn what_is_closed_or_unknown_stays_as_it_is() {
    for body in [
        "## 《读书法》第二条\n\n正文。",
        "`《读书法》第二条`是代码。",
        "```\n《读书法》第二条\n```",
        "见[《读书法》第二条](../regulations/还书条例.md)。",
        "依照《写字法》第二条处理。",
        "依照《读书法》第九十九条处理的。".trim_end_matches("的。"),
        "第二条没有标题。",
    ] {
        let links: Vec<String> = of(body).into_iter().filter(|link| link.contains("#a")).collect();
        assert!(links.is_empty(), "{body}: {links:?}");
    }
}

#[test]
fn a_number_behind_a_link_is_of_the_text_that_the_link_leads_to() {
    let rules = "../regulations/还书条例.md";
    for (body, expected) in [
        (format!("依照[那个办法]({rules})第三条之一处理。"), vec![format!("第三条之一 → {RULES}#a3-1")]),
        (
            format!("依照《[还书条例]({rules})》第一条、第二条和《读书法》第三条处理。"),
            vec![
                format!("第一条 → {RULES}#a1"),
                format!("第二条 → {RULES}#a2"),
                format!("《读书法》第三条 → {OLD}#a3"),
            ],
        ),
        (format!("依照**[读书法]({rules})**的第四条处理。"), vec![format!("第四条 → {RULES}#a4")]),
        (
            "依照[[读书法@2024]]第三条处理。".to_owned(),
            vec![format!("中华人民共和国读书法 → {NEW}"), format!("第三条 → {NEW}#a3")],
        ),
        ("依照[读书法](https://example.com/)第三条处理。".to_owned(), Vec::new()),
        (
            format!("依照[还书条例]({rules})，《读书法》第三条另有规定。"),
            vec![format!("《读书法》第三条 → {OLD}#a3")],
        ),
        (format!("依照[还书条例]({rules})第九十九条处理。"), Vec::new()),
    ] {
        assert_eq!(of(&body), expected, "{body}");
    }
}

#[test]
fn marked_up_words_are_linked_in_parts() {
    assert_eq!(
        of("依照《**读书法**》第二条处理。"),
        [format!("《 → {OLD}#a2"), format!("读书法 → {OLD}#a2"), format!("》第二条 → {OLD}#a2"),]
    );
    assert_eq!(of("依照《读书法》第\n二条处理。"), [format!("《读书法》第二条 → {OLD}#a2")]);
}

#[test]
fn a_text_links_within_itself() {
    let site = site();
    site.publish();
    assert_eq!(
        links(&site.body("regulations/读书法2018.md")),
        ["前款 → #a2", "本法第二条 → #a2", "前条第二款 → #a2-k2"]
    );
}

#[test]
fn fields_cite_as_well() {
    let site = site();
    site.page(
        "institutions/读书制度.md",
        "title: 读书制度\nwork: 读书制度\nissued: 2019-01-01\neffective: 2019-01-01\nissuer: 读书会\ndoc_no: 书字〔2019〕1号\n\
         genre: 办法\nlifecycle_action: 立\nbasis:\n  - 《读书法》第一条、第二条\n  - 读书法",
        "第一条 甲。",
    );
    site.publish();
    assert_eq!(
        links(&site.html("institutions/读书制度.md")),
        [format!("《读书法》第一条 → {OLD}#a1"), format!("第二条 → {OLD}#a2"), format!("读书法 → {OLD}"),]
    );
}

#[test]
fn the_title_says_which_edition_and_why() {
    let html = case("2019-02-28", "依照《读书法》第二条、新《读书法》第三条处理。");
    assert!(
        html.contains("title=\"2018-03-20 版：适用 2019-02-28 有效的版本；现行为 2024-12-25 版\""),
        "{html}"
    );
    assert!(html.contains("title=\"2024-12-25 版：引文写明为新版本\""), "{html}");
}

#[test]
fn a_regulation_lists_who_cites_it() {
    let site = site();
    site.page(
        "study/读书会.md",
        "title: 读书会\nkind: 研讨材料\ndate: 2019-06-01",
        "依照《读书法》第二条、第三条，再看《读书法》第二条第二款。",
    );
    site.publish();
    let law = site.html("regulations/读书法2018.md");
    assert!(
        law.contains(
            "<a class=\"cited-by\" href=\"../regulations/du-shu-fa-2018_cited.html#a2\" aria-label=\"被引 2\""
        ),
        "{law}"
    );
    let list = site.read("regulations/du-shu-fa-2018_cited.html");
    assert!(list.contains("id=\"a2\"") && list.contains("id=\"a3\"") && list.contains("学习资料"), "{list}");
    assert!(
        list.contains("按本页日期 <time>2019-06-01</time> 有效的版本") && list.contains("class=\"context\""),
        "{list}"
    );
    assert!(!site.has("regulations/hai-shu-tiao-li_cited.html"));
}

#[test]
fn a_card_holds_the_words_of_the_article() {
    let site = site();
    site.page("study/读.md", "title: 读\nkind: 研讨材料\ndate: 2019-06-01", "依照《读书法》第二条。");
    site.publish();
    // The name is the address of the text, as the link has it, and the number of the article by 64.
    let html = site.body("study/读.md");
    let (_, link) = html.split_once("class=\"cite\" href=\"../").expect("a citation");
    let name = format!("{}_0", link.split_once(".html#a2").expect("its article").0);
    let card = site.read(&format!("cards/{name}.js"));
    assert!(card.starts_with(&format!("zhiku.card(\"{name}\",")), "{card}");
    assert!(card.contains("\"k1-x2\",\"（二）还书。\"") && card.contains("\"第三条\""), "{card}");
}

#[test]
fn what_is_said_of_a_text_is_said_once_where_all_links_say_the_same() {
    let site = site();
    let words = "依照《读书法》第二条，又《读书法》第三条。";
    site.page("study/读.md", "title: 读\nkind: 研讨材料\ndate: 2019-06-01", words);
    let words = "依照《读书法》第二条，又2018年《读书法》第三条，又《读书法》第三条。";
    site.page("study/写.md", "title: 写\nkind: 研讨材料\ndate: 2019-06-01", words);
    site.publish();
    let said = |page: &str| site.body(page).matches("版：").count();
    assert_eq!(said("study/读.md"), 1, "{}", site.body("study/读.md"));
    assert_eq!(said("study/写.md"), 3, "{}", site.body("study/写.md"));
}

#[test]
fn the_command_says_what_a_citation_means() {
    let site = site();
    let run = site.run(&["cite", "《读书法》第二条", "--json"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let answer: serde_json::Value = serde_json::from_str(run.stdout.trim()).expect("JSON");
    assert_eq!(answer["edition"], "2024-12-25");
    assert_eq!(answer["route"], "regulations/du-shu-fa-2024.html#a2");
    let run = site.run(&["cite", "2018年《读书法》第二条", "--json"]);
    let answer: serde_json::Value = serde_json::from_str(run.stdout.trim()).expect("JSON");
    assert_eq!(answer["edition"], "2018-03-20");
    assert_eq!(answer["in_force"]["articles"][0], "第三条");
    let run = site.run(&["cite", "《写字法》第二条"]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.stdout.contains("站内没有这部法规"), "{run:?}");
    assert_eq!(site.run(&["cite", "第二条", "--on-page", "没有这页"]).code, Some(2));
    let run = site.run(&["cite", "第二条", "--on-page", "regulations/读书法2018.md"]);
    assert!(run.stdout.contains("第二条") && run.stdout.contains("会员应当"), "{run:?}");
}

#[test]
fn a_wrong_number_on_a_page_of_the_office_is_said() {
    let site = site();
    site.page("study/读.md", "title: 读\nkind: 研讨材料\ndate: 2019-06-01", "依照《读书法》第九条。");
    site.run(&["check", "--format", "json"]).one("ZK0620");
}

/// The links of a study page of 2010, which is before all editions that the site has.
fn of_2010(site: &Site, body: &str) -> Vec<String> {
    site.page("study/旧.md", "title: 旧\nkind: 研讨材料\ndate: 2010-06-01", body);
    site.publish();
    links(&site.body("study/旧.md"))
}

/// What stays text on that page, by the reason.
fn lost_of_2010(site: &Site) -> Vec<String> {
    let rows = site.run(&["cite", "--unresolved", "--json"]).stdout;
    let rows = rows.lines().map(|row| serde_json::from_str::<serde_json::Value>(row).expect("a row is JSON"));
    let rows = rows.filter(|row| row["at"].as_str().is_some_and(|at| at.starts_with("study/旧.md")));
    rows.map(|row| {
        format!("{} {}", row["words"].as_str().expect("words"), row["failure"].as_str().expect("why"))
    })
    .collect()
}

#[test]
fn of_an_edition_not_held_a_title_leads_to_the_article_of_its_number_and_says_that_it_may_be_another() {
    let site = site();
    let links = of_2010(&site, "依照《读书法》第二条处理，并依照《读书法》第一条、第九十九条和第二条办理。");
    assert_eq!(
        links,
        [
            format!("《读书法》第二条 → {OLD}#a2"),
            format!("《读书法》第一条 → {OLD}#a1"),
            format!("第二条 → {OLD}#a2")
        ]
    );
    let html = site.body("study/旧.md");
    assert_eq!(html.matches("class=\"cite unsure\"").count(), 3, "{html}");
    assert!(html.contains("取其后最早收录的版本，条号未经核对"), "{html}");
    assert_eq!(
        lost_of_2010(&site),
        ["第二条 NumberUnsure", "第一条 NumberUnsure", "第九十九条 NoArticle", "第二条 NumberUnsure"]
    );
    let check = site.run(&["check"]).stdout;
    assert!(check.contains("该版本没有这一条 1") && check.contains("条号无从核对 3"), "{check}");
}

#[test]
fn of_an_edition_not_held_a_number_leads_to_the_article_that_the_words_show() {
    let site = site();
    site.page(
        "regulations/借阅办法.md",
        "title: 图书借阅办法\nwork: 图书借阅办法\nversion: 2016-01-01\nlevel: 规定\npromulgated: 2016-01-01\n\
         effective: 2016-01-01",
        "第一条 为了方便读者阅览图书，制定本办法。\n\n第二条 读者凭借书证入馆；遗失借书证的，应当及时挂失补办。\n\n\
         第三条 外借图书的期限为三十日，期满可以续借一次。\n\n续借在期满前办理。\n\n\
         第四条 阅览室内保持安静，不得携带食品饮料。\n\n第五条 馆内举办讲座，提前七日公布题目和主讲人。",
    );
    let lent = "../regulations/jie-yue-ban-fa.html";
    let right = "《图书借阅办法》第三条第二款所称外借图书的期限期满可以续借一次，是指由读者本人办理。";
    assert_eq!(of_2010(&site, right), [format!("《图书借阅办法》第三条第二款 → {lent}#a3")]);
    let html = site.body("study/旧.md");
    assert!(html.contains("class=\"cite unsure\"") && html.contains("条号经核对未变"), "{html}");
    assert!(lost_of_2010(&site).is_empty());
    let wrong = right.replace("第三条", "第四条");
    // What the words say is another article's.
    assert_eq!(of_2010(&site, &wrong), [format!("《图书借阅办法》 → {lent}")]);
    assert!(site.body("study/旧.md").contains("取现行版本，条号可能已变"));
    // What the page shows holds for a question asked as if on it.
    of_2010(&site, right);
    let asked = |text: &str| site.run(&["cite", text, "--on-page", "study/旧.md"]).code;
    assert_eq!([asked("《图书借阅办法》第三条"), asked("《图书借阅办法》第四条")], [Some(0), Some(1)]);
}

#[test]
fn numbers_stay_in_a_work_that_is_amended_by_articles_between() {
    let site = site();
    let law = |history: &str| {
        site.page(
            "regulations/护书法.md",
            &format!(
                "title: 护书法\nwork: 护书法\nversion: 2020-12-26\nlevel: 法律\npromulgated: 2020-12-26\n\
                 effective: 2021-03-01\nhistory:\n{history}"
            ),
            "第一条 甲。\n\n第二条 乙。\n\n第二条之一 丙。\n\n第三条 丁。",
        );
        of_2010(&site, "依照《护书法》第三条处理。")
    };
    let kept = "  - {date: 1997-03-14, action: 修订}\n  - {date: 2020-12-26, action: 修正}";
    assert_eq!(law(kept), ["《护书法》第三条 → ../regulations/hu-shu-fa.html#a3"]);
    let rewritten = "  - {date: 1997-03-14, action: 通过}\n  - {date: 2015-03-14, action: 修订}";
    assert_eq!(law(rewritten), ["《护书法》第三条 → ../regulations/hu-shu-fa.html#a3"]);
    assert_eq!(lost_of_2010(&site), ["第三条 NumberUnsure"]);
}

#[test]
fn a_wrong_number_behind_a_link_is_said() {
    let site = site();
    let fields = "title: 读\nkind: 研讨材料\ndate: 2019-06-01";
    let rules = "../regulations/还书条例.md";
    site.page(
        "study/读.md",
        fields,
        &format!("依照[办法]({rules})第三条处理。\n\n依照[办法]({rules})第九条处理。"),
    );
    let run = site.run(&["check", "--format", "json"]);
    let told = run.one("ZK0624");
    assert!(
        told.path.as_ref().is_some_and(|path| path.ends_with("study/读.md")) && told.line == Some(9),
        "{told:?}"
    );
    assert!(told.message.contains("第九条") && told.message.contains("还书条例"), "{told:?}");
    assert!(told.severity == "warning" && told.help.contains("改链接"), "{told:?}");
    // 第九条 of a page that is no text of law is of a text that cannot be told.
    site.page("study/读.md", fields, "依照[办法](写.md)第九条处理。");
    site.page("study/写.md", "title: 写\nkind: 研讨材料\ndate: 2019-06-01", "正文。");
    let run = site.run(&["check", "--format", "json"]);
    assert!(!run.codes().contains(&"ZK0624"), "{run:?}");
}

/// Rules whose articles can be told apart by their words.
const RULES_OF_LENDING: &str = "第一条 为了方便读者阅览图书，制定本办法。\n\n第二条 读者凭借书证入馆；遗失借书证的，应当及时挂失补办。\n\n\
         第三条 外借图书的期限为三十日，期满可以续借一次。\n\n第四条 阅览室内保持安静，不得携带食品饮料。\n\n\
         第五条 馆内举办讲座，提前七日公布题目和主讲人。";

#[test]
fn an_edition_that_may_not_be_in_force_yet_gives_way_where_the_words_speak_against_it() {
    let site = site();
    let rules = |history: &str| {
        let fields = "title: 图书借阅办法\nwork: 图书借阅办法\nversion: 2010-05-01\nlevel: 规定\npromulgated: 2010-05-01";
        site.page("regulations/借阅办法.md", &format!("{fields}{history}"), RULES_OF_LENDING);
    };
    rules("\nhistory:\n  - {date: 2001-05-01, action: 通过}\n  - {date: 2010-05-01, action: 修订}");
    let lent = "../regulations/jie-yue-ban-fa.html";
    for (body, place) in [
        ("《图书借阅办法》第三条", "第三条 → {lent}#a3"),
        ("《图书借阅办法》第三条规定的外借图书的期限。", "第三条 → {lent}#a3"),
        ("《图书借阅办法》第四条规定的外借图书的期限三十日，期满续借一次。", " → {lent}"),
        ("修订后的《图书借阅办法》第四条规定的外借图书的期限三十日，期满续借一次。", "第四条 → {lent}#a4"),
    ] {
        let expected = format!("《图书借阅办法》{}", place.replace("{lent}", lent));
        let expected = if body.starts_with('修') { format!("修订后的{expected}") } else { expected };
        assert_eq!(of_2010(&site, body), [expected], "{body}");
    }
    // Of an edition before it nothing is known.
    rules("");
    let wrong = "《图书借阅办法》第四条规定的外借图书的期限三十日，期满续借一次。";
    assert_eq!(of_2010(&site, wrong), [format!("《图书借阅办法》第四条 → {lent}#a4")]);
    // It was the new one for a year.
    let late = |body: &str| {
        site.page("study/旧.md", "title: 旧\nkind: 研讨材料\ndate: 2012-06-01", body);
        site.publish();
        links(&site.body("study/旧.md"))
    };
    let wrong = "修订后的《图书借阅办法》第四条规定的外借图书的期限三十日，期满续借一次。";
    assert_eq!(late(wrong), [format!("修订后的《图书借阅办法》 → {lent}")]);
    assert_eq!(
        late(&wrong.replace("第四条", "第三条")),
        [format!("修订后的《图书借阅办法》第三条 → {lent}#a3")]
    );
}

#[test]
fn an_edition_gives_way_where_the_words_speak_clearly_against_it() {
    let site = site();
    let rules = |history: &str| {
        let fields = "title: 图书借阅办法\nwork: 图书借阅办法\nversion: 2010-05-01\nlevel: 规定\n\
                      promulgated: 2010-05-01\neffective: 2010-05-01";
        site.page("regulations/借阅办法.md", &format!("{fields}{history}"), RULES_OF_LENDING);
    };
    let lent = "../regulations/jie-yue-ban-fa.html";
    let cited = |body: &str| {
        site.page("study/旧.md", "title: 旧\nkind: 研讨材料\ndate: 2019-06-01", body);
        site.publish();
        links(&site.body("study/旧.md"))
    };
    let before = "\nhistory:\n  - {date: 2001-05-01, action: 通过}\n  - {date: 2010-05-01, action: 修订}";
    rules(before);
    let one = "《图书借阅办法》第四条规定的外借图书的期限三十日，期满续借一次。";
    let other = "《图书借阅办法》第二条所称馆内举办讲座，是指公布题目和主讲人的讲座。";
    assert_eq!(cited(one), [format!("《图书借阅办法》第四条 → {lent}#a4")]);
    assert_eq!(cited(&format!("{one}\n\n{other}")), vec![format!("《图书借阅办法》 → {lent}"); 2]);
    assert!(site.body("study/旧.md").contains("引文说的内容与这个版本的条文不符"));
    rules("");
    assert_eq!(cited(&format!("{one}\n\n{other}")).len(), 2);
    assert!(!site.body("study/旧.md").contains("不符"));
}

#[test]
fn what_stays_text_is_counted_by_kind() {
    let site = site();
    site.page(
        "study/读.md",
        "title: 读\nkind: 研讨材料\ndate: 2019-06-01",
        "依照《读书法》第二条、《没有法》第三条、《也没有法》第四条，以及第五条。",
    );
    let check = site.run(&["check"]).stdout;
    assert!(check.contains("站内没有这部法规 2，只有条号，没有法规名 1"), "{check}");
    let english = site.run(&["check", "--lang", "en"]).stdout;
    assert!(english.contains("the site holds no such work 2"), "{english}");
    let listed = site.run(&["cite", "--unresolved"]).stdout;
    assert!(listed.contains("study/读.md:") && listed.contains("《没有法》第三条"), "{listed}");
    let rows = site.run(&["cite", "--unresolved", "--json"]).stdout;
    let failures: Vec<String> = rows
        .lines()
        .map(|row| {
            serde_json::from_str::<serde_json::Value>(row).expect("a row is JSON")["failure"].to_string()
        })
        .collect();
    assert!(failures.contains(&"\"NotHeld\"".to_owned()), "{rows}");
}

/// The folder of the corpus, as the other tests find it.
fn corpus() -> Option<PathBuf> {
    let named = std::env::var_os("ZHIKU_CORPUS").map(PathBuf::from);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = root.ancestors().map(|folder| folder.join("shared/corpus/laws"));
    named.into_iter().chain(beside).find(|folder| folder.is_dir())
}

#[test]
fn citations_of_the_corpus_lead_to_their_articles() {
    let Some(content) = corpus() else {
        eprintln!("left out: no corpus; name its folder in ZHIKU_CORPUS");
        return;
    };
    let request = Request {
        root: env!("CARGO_MANIFEST_DIR").into(),
        content: content.try_into().expect("UTF-8"),
        as_of: common::AS_OF.parse().expect("a day"),
        scope: None,
        occasion: zhiku::model::record::Occasion::Build,
    };
    let site = build(&request, Goal::Check, &|_| ()).expect("the corpus is read").site;
    let (mut led, mut unchecked, mut places) = (0, 0, 0);
    let (mut unheld, mut deviations) = (Vec::new(), Vec::new());
    for page in &site.pages {
        let document = &page.document;
        let body = &document.body;
        let anchors: BTreeSet<&str> = body.anchors.iter().map(|(_, anchor)| anchor).collect();
        let headings: BTreeSet<&str> = body.headings.iter().map(|heading| heading.id.as_str()).collect();
        let content_type = site.config.content_type(&document.content_type);
        for (block, citation) in scan(document, content_type, site.titles.names()).body {
            let known = matches!(citation.target, Target::Title { known: Known::Work(_), .. });
            if citation.form != Form::Titled || citation.places.is_empty() || !known {
                continue;
            }
            let range = TextRange::new(citation.range.start, citation.range.end);
            let is_this = |found: &&Resolved| found.at == At::Body(block) && found.range == range;
            match page.citations.resolved.iter().find(is_this) {
                Some(found) if found.places.len() == citation.places.len() => led += 1,
                // The edition meant is not held: they lead to the articles of that number, and say so.
                Some(found) if found.unchecked.len() == citation.places.len() => unchecked += 1,
                // The words speak against the article of that number, or there is none.
                Some(found) if found.rule.is_some_and(is_unheld) => {
                    unheld.push(format!("{}: {}", document.path, body.words(range)));
                }
                _ => deviations.push(format!("{}: {}", document.path, body.words(range))),
            }
        }
        for citing in site.cited_by(page_index(&site, page)) {
            let citation = &site.pages[citing.page].citations.resolved[citing.citation];
            for place in &citation.places {
                assert!(
                    anchors.contains(place.anchor.as_str()) || headings.contains(place.anchor.as_str()),
                    "{} has {}",
                    page.document.path,
                    place.anchor
                );
                places += 1;
            }
        }
    }
    eprintln!(
        "{led} citations 《X》…第N条 lead to their article, {unchecked} to the unchecked number of the next edition held, \
         {places} places in all; not there:\n{}\n{} lead to the work:\n{}",
        deviations.join("\n"),
        unheld.len(),
        unheld.join("\n")
    );
    assert!(led + unchecked + unheld.len() >= 546, "{led}, {unchecked} and {}", unheld.len());
    assert!(led >= 400, "{led}");
    assert!(led + unchecked >= 480, "{led} and {unchecked}");
    assert!(deviations.len() <= 10, "{}", deviations.len());
}

fn is_unheld(rule: Rule) -> bool {
    matches!(rule, Rule::NotHeld(_) | Rule::Kept(_) | Rule::Unchecked(_) | Rule::Doubted)
}

fn page_index(site: &zhiku::model::site::Site, page: &zhiku::model::site::Page) -> usize {
    site.pages.iter().position(|other| std::ptr::eq(other, page)).expect("a page of the site")
}
