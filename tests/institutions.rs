//! Institutions: what they do to one another, their standing, and the registers made of them.
#![allow(clippy::disallowed_methods, reason = "the tests read real output")]

mod common;

use common::{Site, html};

/// An institution with the fields `more` besides what every one has.
fn institution(site: &Site, id: &str, title: &str, more: &str) {
    let fields = format!("title: {title}\nid: {id}\nwork: {title}\nissuer: 某委\n{more}");
    site.page(&format!("institutions/{id}.md"), &fields, "第一条 为了规范工作，制定本办法。");
}

/// The standing that the page of an institution shows.
fn standing(site: &Site, id: &str) -> String {
    let page = site.read(&format!("institutions/{id}.html"));
    let kicker = page.split("class=\"kicker\"").nth(1).expect("a kicker").split("</p>").next().unwrap();
    let mark = kicker.split("class=\"scope standing ").nth(1).map(|rest| rest.split_once("\">").unwrap().1);
    mark.map_or_else(String::new, |rest| rest.split('<').next().unwrap().to_owned())
}

fn built_as_of(site: &Site, day: &str) {
    let run = site.run(&["build", "--format", "json", "--no-search", "--as-of", day]);
    assert_eq!(run.code, Some(0), "{run:?}");
}

/// The words of `html`, those of different tags apart.
fn spaced(html: &str) -> String {
    html::words(&html.replace('<', " <")).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of the main part of `route`.
fn words(site: &Site, route: &str) -> String {
    let page = site.read(route);
    spaced(&page[page.find("<main").expect("a main part")..])
}

#[test]
fn an_institution_passes_through_every_standing() {
    let site = Site::new();
    institution(
        &site,
        "jia",
        "甲办法",
        "issued: 2020-01-01\neffective: 2020-03-01\ntrial: true\nexpires: 2022-12-31",
    );
    institution(&site, "yi", "乙办法", "issued: 2021-01-01\neffective: 2021-01-01\nreview_cycle_months: 24");
    institution(&site, "bing", "丙办法", "issued: 2021-06-01");
    institution(&site, "ding", "丁决定", "issued: 2022-05-01\namends: [bing]\nlifecycle_action: 改");
    institution(&site, "wu", "戊决定", "issued: 2024-05-01\nrepeals: [bing]\nlifecycle_action: 废");
    institution(&site, "ji", "己草案", "date: 2024-01-01\nreplaces: [yi]");
    for (day, id, expected) in [
        ("2019-12-31", "jia", "拟制定"),
        ("2020-02-01", "jia", "尚未施行"),
        ("2020-03-01", "jia", "试行"),
        ("2022-12-31", "jia", "试行"),
        ("2023-01-01", "jia", "期满失效"),
        ("2022-12-31", "yi", "现行有效"),
        ("2023-01-01", "yi", "待复审"),
        ("2022-04-30", "bing", "现行有效"),
        ("2022-05-01", "bing", "已修改"),
        ("2024-05-01", "bing", "已废止"),
        ("2024-06-01", "ji", "拟制定"),
    ] {
        built_as_of(&site, day);
        assert_eq!(standing(&site, id), expected, "{id} on {day}");
    }
    assert_eq!(standing(&site, "yi"), "待复审", "a draft ends nothing");
    assert!(site.has("facets/shi-xiao/dai-fu-shen.html"), "the standing is a facet");
}

#[test]
fn the_first_end_counts() {
    let site = Site::new();
    institution(&site, "jia", "甲方案", "issued: 2020-01-01\nexpires: 2020-12-31");
    institution(&site, "yi", "乙决定", "issued: 2025-01-01\nrepeals: [jia]\nlifecycle_action: 废");
    built_as_of(&site, "2022-01-01");
    assert_eq!(standing(&site, "jia"), "期满失效");
    built_as_of(&site, "2025-06-01");
    assert_eq!(standing(&site, "jia"), "期满失效");
}

#[test]
fn what_was_ended_before_it_counted_ends_nothing() {
    let site = Site::new();
    institution(&site, "jia", "甲办法", "issued: 2020-01-01");
    institution(&site, "yi", "乙办法", "issued: 2024-01-01\neffective: 2024-06-01\nreplaces: [jia]");
    institution(&site, "bing", "丙决定", "issued: 2024-03-01\nrepeals: [yi]\nlifecycle_action: 废");
    built_as_of(&site, "2025-01-01");
    assert_eq!((standing(&site, "jia"), standing(&site, "yi")), ("现行有效".into(), "已废止".into()));
}

#[test]
fn the_name_of_a_work_means_the_edition_that_the_act_could_meet() {
    let site = Site::new();
    for (year, id) in [("2018", "jiu"), ("2023", "xin")] {
        let fields = format!(
            "title: 考勤办法\nid: {id}\nwork: 考勤办法\nversion: {year}\nissuer: 某委\nissued: {year}-01-01"
        );
        site.page(&format!("institutions/{id}.md"), &fields, "第一条 内容。");
    }
    institution(
        &site,
        "jieshi",
        "考勤解释",
        "issued: 2020-01-01\ninterprets: [考勤办法]\nlifecycle_action: 释",
    );
    assert_eq!(site.publish().codes(), [""; 0]);
    assert!(words(&site, "institutions/jiu.html").contains("解释本件"));
    assert!(!words(&site, "institutions/xin.html").contains("解释本件"));
}

#[test]
fn a_circle_is_told_once_with_its_way() {
    let site = Site::new();
    institution(&site, "jia", "甲办法", "issued: 2020-01-01\nreplaces: [bing]");
    institution(&site, "yi", "乙办法", "issued: 2020-01-01\nreplaces: [jia]");
    institution(&site, "bing", "丙办法", "issued: 2020-01-01\nrepeals: [yi]");
    let run = site.build();
    let found = run.fails_with(1, "ZK0901");
    assert_eq!((found.path.as_deref(), found.line), (Some("institutions/bing.md"), Some(7)), "{found:?}");
    for words in ["《丙办法》废止《乙办法》", "《乙办法》代替《甲办法》", "《甲办法》代替《丙办法》"]
    {
        assert!(found.message.contains(words), "{found:?}");
    }
    institution(&site, "bing", "丙办法", "issued: 2020-01-01\nreplaces: [bing]");
    institution(&site, "jia", "甲办法", "issued: 2020-01-01");
    assert!(site.build().one("ZK0901").message.contains("《丙办法》代替《丙办法》"));
}

#[test]
fn an_act_before_the_issue_of_its_object_is_an_error() {
    let site = Site::new();
    institution(&site, "jia", "甲办法", "issued: 2022-01-01");
    institution(&site, "yi", "乙决定", "issued: 2021-01-01\nlifecycle_action: 废\nrepeals:\n  - jia");
    let run = site.build();
    let found = run.fails_with(1, "ZK0902");
    assert_eq!((found.path.as_deref(), found.line), (Some("institutions/yi.md"), Some(9)), "{found:?}");
    assert!(found.message.contains("2021-01-01") && found.message.contains("2022-01-01"), "{found:?}");
    // A date known only by its year contradicts nothing in that year.
    institution(&site, "jia", "甲办法", "issued: 2021");
    assert_eq!(site.publish().codes(), [""; 0]);
}

#[test]
fn an_edition_in_force_that_a_repeal_left_out_is_an_error() {
    let site = Site::new();
    for (year, id) in [("2018", "jiu"), ("2022", "xin")] {
        let fields = format!(
            "title: 考勤办法\nid: {id}\nwork: 考勤办法\nversion: {year}\nissuer: 某委\nissued: {year}-01-01"
        );
        site.page(&format!("institutions/{id}.md"), &fields, "第一条 内容。");
    }
    institution(&site, "fei", "废止决定", "issued: 2024-01-01\nlifecycle_action: 废\nrepeals: [jiu]");
    let run = site.build();
    let found = run.fails_with(1, "ZK0903");
    assert!(found.message.contains("考勤办法（2022）"), "{found:?}");
    institution(&site, "fei", "废止决定", "issued: 2024-01-01\nlifecycle_action: 废\nrepeals: [考勤办法]");
    assert_eq!(site.publish().codes(), [""; 0], "the name of the work means the edition in force");
    assert_eq!(standing(&site, "xin"), "已废止");
}

#[test]
fn acts_upon_what_has_ended_and_acts_without_object_are_warned_of() {
    let site = Site::new();
    institution(&site, "jia", "甲办法", "issued: 2020-01-01");
    institution(&site, "yi", "乙办法", "issued: 2022-01-01\nreplaces: [jia]\nlifecycle_action: 改");
    institution(&site, "bing", "丙解释", "issued: 2023-01-01\ninterprets: [jia]\nlifecycle_action: 释");
    institution(&site, "ding", "丁决定", "issued: 2023-01-01\nlifecycle_action: 废");
    let run = site.publish();
    assert_eq!(run.codes(), ["ZK0904", "ZK0905"], "{run:?}");
    assert!(run.one("ZK0904").message.contains("2022-01-01"));
    assert!(run.one("ZK0905").help.contains("repeals"));
}

#[test]
fn the_chain_tells_what_came_before_and_after() {
    let site = Site::new();
    institution(&site, "yi", "第一办法", "issued: 2018-01-01");
    institution(&site, "er", "第二办法", "issued: 2020-01-01\nreplaces: [yi]");
    institution(&site, "san", "第三办法", "issued: 2024-01-01\nreplaces: [er]");
    institution(&site, "shi", "第二办法的解释", "issued: 2021-01-01\ninterprets: [er]\nlifecycle_action: 释");
    institution(&site, "du", "独立办法", "issued: 2021-01-01");
    site.publish();
    let page = site.read("institutions/er.html");
    let chain =
        page.split("<section class=\"chain\"").nth(1).expect("a chain").split("</section>").next().unwrap();
    let order: Vec<usize> = ["第一办法", "aria-current", "第二办法的解释", "第三办法"]
        .iter()
        .map(|word| chain.find(word).unwrap())
        .collect();
    assert!(order.is_sorted(), "{chain}");
    assert!(chain.contains("已废止") && chain.contains("yi.html") && chain.contains("san.html"), "{chain}");
    assert!(words(&site, "institutions/yi.html").contains("第三办法"), "the chain goes on to its end");
    assert!(!site.read("institutions/du.html").contains("class=\"chain\""), "what stands alone has none");
}

#[test]
fn the_catalogue_holds_what_is_in_force_by_domain() {
    let site = Site::new();
    institution(&site, "jia", "甲办法", "issued: 2020-01-01\ndomain: [财务]\ndoc_no: 某纪〔2020〕1号");
    institution(&site, "yi", "乙办法", "issued: 2021-01-01\ndomain: [财务, 人事]\nreview_due: 2022-01-01");
    institution(&site, "bing", "丙办法", "issued: 2030-01-01\ndomain: [财务]");
    institution(&site, "ding", "丁办法", "issued: 2022-01-01");
    institution(&site, "wu", "戊决定", "issued: 2023-01-01\nlifecycle_action: 废\nrepeals: [ding]");
    institution(&site, "ji", "己办法", "issued: 2023-01-01");
    site.publish();
    let text = words(&site, "lifecycle/in-force.html");
    let at = |word: &str| text.find(word).unwrap_or_else(|| panic!("{word}: {text}"));
    assert!(
        at("财务") < at("甲办法") && at("甲办法") < at("乙办法") && at("乙办法") < at("己办法"),
        "{text}"
    );
    assert!(text.contains("某纪〔2020〕1号") && text.contains("待复审"), "{text}");
    for absent in ["丙办法", "丁办法", "戊决定"] {
        assert!(!text.contains(absent), "{absent}: {text}");
    }
    let landing = site.read("institutions/index.html");
    for route in ["in-force", "index", "reviews", "coming"] {
        assert!(landing.contains(&format!("../lifecycle/{route}.html")), "{route}");
    }
}

#[test]
fn the_ledger_has_a_line_for_each_institution_concerned() {
    let site = Site::new();
    institution(&site, "jia", "甲办法", "issued: 2020-01-01");
    institution(&site, "yi", "乙方案", "issued: 2020-02-01\nexpires: 2021-12-31");
    institution(&site, "bing", "丙办法", "issued: 2020-03-01");
    institution(
        &site,
        "ding",
        "丁决定",
        "issued: 2023-01-01\nlifecycle_action: 废\nrepeals: [jia]\namends: [bing]",
    );
    institution(&site, "wu", "戊办法", "issued: 2023-05-01\nlifecycle_action: 改\nreplaces: [bing]");
    institution(&site, "later", "以后的办法", "issued: 2031-01-01");
    site.publish();
    let counts = |year: &str| {
        let text = words(&site, &format!("lifecycle/{year}.html"));
        ["立", "改", "废", "释", "期满失效"]
            .map(|word| text.matches(&format!("{word} ")).count().min(1))
            .to_vec()
    };
    let hub = site.read("lifecycle/index.html");
    let row = |year: &str| {
        let row = hub
            .split(&format!("{year}.html\">"))
            .nth(1)
            .expect("the year")
            .split("</tr>")
            .next()
            .unwrap()
            .to_owned();
        spaced(&row).split_whitespace().skip(1).map(|n| n.parse::<usize>().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(row("2020"), [3, 0, 0, 0, 0, 3]);
    assert_eq!(row("2021"), [0, 0, 0, 0, 1, 1]);
    assert_eq!(row("2023"), [0, 2, 1, 0, 0, 3]);
    assert_eq!(counts("2023"), [0, 1, 1, 0, 0]);
    let text = words(&site, "lifecycle/2023.html");
    assert!(text.contains("丁决定") && text.contains("代替 丙办法"), "{text}");
    assert!(!site.has("lifecycle/2031.html"));
}

#[test]
fn what_begins_and_ends_within_ninety_days_is_listed() {
    let site = Site::new();
    institution(&site, "jia", "甲办法", "issued: 2025-05-01\neffective: 2025-08-30");
    institution(&site, "yi", "乙办法", "issued: 2025-05-01\neffective: 2025-08-31");
    institution(&site, "bing", "丙办法", "issued: 2024-05-01\nexpires: 2025-06-01");
    institution(&site, "ding", "丁办法", "issued: 2024-05-01");
    institution(&site, "wu", "戊办法", "issued: 2025-05-02\neffective: 2025-07-01\nreplaces: [ding]");
    let law = "title: 某条例\nwork: 某条例\nversion: 2025\nlevel: 条例\neffective: 2025-06-30";
    site.page("regulations/某条例.md", law, "第一条 内容。");
    site.publish();
    let text = words(&site, "lifecycle/coming.html");
    let (begins, ends) = text.split_once("即将失效").expect("two lists");
    let (begins, ends) = (begins, ends);
    for (list, expected) in [(begins, vec!["某条例", "戊办法", "甲办法"]), (ends, vec!["丙办法", "丁办法"])]
    {
        let places: Vec<usize> =
            expected.iter().map(|name| list.find(name).unwrap_or_else(|| panic!("{name}: {list}"))).collect();
        assert!(places.is_sorted(), "{list}");
    }
    assert!(!text.contains("乙办法"), "ninety-one days are too far: {text}");
    assert!(ends.contains("就在今天") && ends.contains("有效期最后一天"), "{ends}");
}

#[test]
fn reviews_follow_the_day_or_the_cycle() {
    let site = Site::new();
    institution(&site, "jia", "甲办法", "issued: 2020-01-31\nreview_cycle_months: 1");
    institution(
        &site,
        "yi",
        "乙办法",
        "issued: 2020-01-01\nreview_cycle_months: 60\nreview: {by: 某岗, \"on\": 2024-01-01}",
    );
    institution(
        &site,
        "bing",
        "丙办法",
        "issued: 2020-01-01\nreview_cycle_months: 12\nreview_due: 2025-07-01",
    );
    institution(&site, "ding", "丁办法", "issued: 2020-01-01\nreview_cycle_months: 12");
    institution(&site, "wu", "戊决定", "issued: 2024-12-01\namends: [ding]\nlifecycle_action: 改");
    let run = site.publish();
    assert_eq!(run.codes(), ["ZK0506"], "{run:?}");
    assert!(run.one("ZK0506").message.contains("2020-02-29"), "{run:?}");
    let text = words(&site, "lifecycle/reviews.html");
    let at = |word: &str| text.find(word).unwrap_or_else(|| panic!("{word}: {text}"));
    assert!(at("已经逾期") < at("甲办法") && at("甲办法") < at("90 天内到期"), "{text}");
    assert!(at("90 天内到期") < at("丙办法") && at("丙办法") < at("以后到期"), "{text}");
    assert!(at("以后到期") < at("丁办法") && at("丁办法") < at("乙办法"), "{text}");
    assert!(text.contains("2025-12-01") && text.contains("2029-01-01"), "{text}");
}

#[test]
fn registers_without_content_say_so_and_sites_without_institutions_have_none() {
    let site = Site::new();
    institution(&site, "jia", "甲草案", "date: 2025-01-01");
    site.publish();
    for (route, words_of_none) in [
        ("lifecycle/in-force.html", "截至这一天没有现行有效的制度"),
        ("lifecycle/index.html", "还没有印发的制度"),
        ("lifecycle/reviews.html", "没有需要复审的制度"),
        ("lifecycle/coming.html", "没有将要施行的制度和法规"),
    ] {
        assert!(words(&site, route).contains(words_of_none), "{route}");
    }
    let plain = Site::new();
    plain.page("notes/甲.md", "title: 甲", "正文。").publish();
    assert!(!plain.has("lifecycle/index.html") && !plain.has("matrix/index.html"));
    assert!(!plain.read("index.html").contains("lifecycle/"));
}

#[test]
fn a_page_cannot_take_the_address_of_a_register() {
    let site = Site::new();
    site.write(
        "site.toml",
        "title = \"测试\"\n[sections.lifecycle]\ntitle = \"制度\"\ntype = \"institution\"\n",
    );
    site.page(
        "lifecycle/甲.md",
        "title: 甲\nid: in-force\nwork: 甲\nissuer: 某委\nissued: 2024-01-01",
        "第一条 内容。",
    );
    let run = site.build();
    assert!(run.codes().iter().all(|code| *code == "ZK0502"), "{run:?}");
    assert!(run.found.iter().any(|found| found.message.contains("现行有效制度目录")), "{run:?}");
}

/// A case with one conduct and the sanctions `more`.
fn case(site: &Site, id: &str, discipline: &str, behaviour: &str, more: &str) {
    let fields = format!(
        "title: 案例{id}\nid: {id}\ncase_kind: 典型案例\ndisclosure: 已公开通报\nanonymized: true\nconduct:\n  - discipline: {discipline}\n    behaviour: {behaviour}\n{more}"
    );
    site.page(&format!("cases/{id}.md"), &fields, "## 基本案情\n\n张某违规。");
}

#[test]
fn the_matrix_counts_cases_and_leads_to_them() {
    let site = Site::new();
    case(&site, "a1", "廉洁纪律", "收受礼金", "party_sanction: 警告\ndate: 2023-01-01");
    case(&site, "a2", "廉洁纪律", "收受礼金", "party_sanction: 警告\nadmin_sanction: 记过\ndate: 2024-01-01");
    case(&site, "a3", "工作纪律", "不担当", "org_measures: [诫勉]\ndate: 2022-01-01");
    case(&site, "a4", "工作纪律", "不担当", "date: 2021-01-01");
    site.publish();
    let page = site.read("matrix/index.html");
    let body = page.split("<tbody>").nth(1).expect("a table").split("</tbody>").next().unwrap();
    let numbers: Vec<Vec<String>> = body
        .split("</tr>")
        .filter(|row| row.contains("<th"))
        .map(|row| spaced(row).split_whitespace().map(str::to_owned).collect())
        .collect();
    assert_eq!(numbers, [vec!["廉洁纪律", "2", "2", "1"], vec!["工作纪律", "2", "1", "1"]], "{body}");
    assert!(
        body.contains("../matrix/lian-jie-ji-lv.html#dang-jing-gao"),
        "several lead to their list: {body}"
    );
    assert!(body.contains("../cases/a3.html"), "one leads to itself: {body}");
    let list = words(&site, "matrix/lian-jie-ji-lv.html");
    assert!(list.contains("党纪处分 · 警告") && list.matches("收受礼金").count() == 2, "{list}");
    assert!(list.find("案例a2") < list.find("案例a1"), "the latest first: {list}");
    assert!(words(&site, "matrix/gong-zuo-ji-lv.html").contains("未写明处理"));
    assert!(site.read("cases/index.html").contains("../matrix/index.html"));
}

#[test]
fn many_behaviours_are_folded_but_all_there() {
    let site = Site::new();
    for number in 0..60 {
        case(&site, &format!("b{number}"), "廉洁纪律", &format!("第{number}种行为"), "party_sanction: 警告");
    }
    site.publish();
    let page = site.read("matrix/lian-jie-ji-lv.html");
    assert!(page.contains("其余 20 种行为") && page.contains("<details"), "{}", spaced(&page));
    assert!((0..60).all(|number| page.contains(&format!("第{number}种行为"))));
}

#[test]
fn an_institution_names_the_cases_behind_it() {
    let site = Site::new();
    institution(&site, "jia", "甲办法", "issued: 2024-01-01");
    let led = "rectification:\n  - gap: 审批不严\n    action: 制定办法\n    institution: jia";
    case(&site, "a1", "廉洁纪律", "收受礼金", led);
    site.publish();
    let text = words(&site, "institutions/jia.html");
    for word in ["由哪些案例而来", "案例a1", "审批不严", "制定办法"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    assert!(site.read("cases/a1.html").contains("../institutions/jia.html"));
}

/// Two editions of a regulation: 第一条 stays, 第二条 changes and becomes 第三条, 第三条 is kept as
/// 第四条, 第四条 goes.
fn regulation(site: &Site) {
    let articles = [
        "为了规范公务接待，厉行节约，反对铺张浪费，制定本规定。",
        "接待对象应当按照规定标准用餐，陪餐人数不得超过接待对象人数的三分之一，工作餐不得提供香烟和高档酒水。",
        "公务外出确需接待的，派出单位应当向接待单位发出公函，告知内容、行程和人员。",
        "各单位每年一月底前将上年接待情况报送财政部门，由财政部门汇总后向社会公布。",
    ];
    let old = articles.iter().zip(["第一条", "第二条", "第三条", "第四条"]);
    let old: Vec<String> = old.map(|(text, no)| format!("{no} {text}")).collect();
    let changed = articles[1].replace("三分之一", "四分之一").replace("香烟和高档酒水", "烟酒");
    let new = [
        format!("第一条 {}", articles[0]),
        "第二条 接待费用全部纳入预算管理，实行总额控制，年度接待费不得突破预算数额。".to_owned(),
        format!("第三条 {changed}"),
        format!("第四条 {}", articles[2]),
    ];
    for (year, body) in [("2019", old.join("\n\n")), ("2024", new.join("\n\n"))] {
        let fields = format!(
            "title: 某接待规定\nid: jiedai-{year}\nwork: 某接待规定\nversion: {year}\nlevel: 规定\npromulgated: {year}-01-01\neffective: {year}-02-01"
        );
        site.page(&format!("regulations/接待{year}.md"), &fields, &body);
    }
}

fn resting_on(site: &Site, id: &str, basis: &str) {
    let title = format!("{id}办法");
    institution(site, id, &title, &format!("issued: 2020-05-01\nbasis:\n  - {basis}"));
}

#[test]
fn a_check_up_finds_each_basis_that_changed() {
    let site = Site::new();
    regulation(&site);
    resting_on(&site, "kept", "《某接待规定》（2019年）第一条");
    resting_on(&site, "changed", "《某接待规定》第二条");
    resting_on(&site, "moved", "《某接待规定》（2019年）第三条");
    resting_on(&site, "gone", "《某接待规定》（2019年）第四条");
    resting_on(&site, "whole", "《某接待规定》");
    resting_on(&site, "current", "《某接待规定》（2024年）第三条");
    built_as_of(&site, "2023-12-31");
    assert!(words(&site, "lifecycle/check-up.html").contains("没有发现问题"));
    assert_eq!(standing(&site, "changed"), "现行有效");
    built_as_of(&site, "2024-02-01");
    for id in ["changed", "moved", "gone"] {
        assert_eq!(standing(&site, id), "待复审", "{id}");
        let page = site.read(&format!("institutions/{id}.html"));
        assert!(page.contains(&format!("../lifecycle/check-up.html#{id}")), "{id} says why");
    }
    for id in ["kept", "whole", "current"] {
        assert_eq!(standing(&site, id), "现行有效", "{id}");
    }
    let page = site.read("lifecycle/check-up.html");
    let section = |id: &str| {
        let from = page.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("{id} is listed"));
        page[from..].split("</section>").next().unwrap().to_owned()
    };
    let changed = section("changed");
    assert!(
        changed.contains("条文有修改") && changed.contains("<del>三</del><ins>四</ins>分之一")
            || changed.contains("<del>三分之一</del><ins>四分之一</ins>"),
        "{changed}"
    );
    assert!(changed.contains("../regulations/jiedai-2019.html#a2"), "{changed}");
    assert!(changed.contains("../regulations/jiedai-2024.html#a3"), "{changed}");
    let moved = section("moved");
    assert!(moved.contains("条号有变化，文字未改") && !moved.contains("<del>"), "{moved}");
    assert!(moved.contains("jiedai-2024.html#a4"), "{moved}");
    let gone = section("gone");
    assert!(gone.contains("已经删去") && !gone.contains("jiedai-2024.html#"), "{gone}");
    assert!(!page.contains("id=\"kept\"") && !page.contains("id=\"current\""));
    assert!(words(&site, "lifecycle/in-force.html").contains("待复审"), "what awaits review is in force");
}

#[test]
fn a_basis_that_ended_without_successor_is_found() {
    let site = Site::new();
    let fields = "title: 旧规定\nid: jiu\nwork: 旧规定\nlevel: 规定\neffective: 2018-01-01\nends: 2023-01-01";
    site.page("regulations/旧规定.md", fields, "第一条 内容。");
    resting_on(&site, "jia", "《旧规定》第一条");
    built_as_of(&site, "2022-12-31");
    assert_eq!(standing(&site, "jia"), "现行有效");
    built_as_of(&site, "2023-01-01");
    assert_eq!(standing(&site, "jia"), "待复审");
    assert!(words(&site, "lifecycle/check-up.html").contains("依据的文件已经废止或者失效"));
}

#[test]
fn a_case_shows_the_articles_of_its_time_in_full() {
    let site = Site::new();
    regulation(&site);
    let more = "    cites:\n      - 《某接待规定》第二条\n      - 《某接待规定》（2019年）第三条\n      - 《没有收录的规定》第九条\nlaw_as_of: 2020-01-01";
    case(&site, "a1", "廉洁纪律", "超标准接待", more);
    site.publish();
    let page = site.read("cases/a1.html");
    let section = page.split("class=\"applied\"").nth(1).expect("the articles applied");
    let text = spaced(section);
    assert!(text.contains("不得超过接待对象人数的三分之一"), "the edition of the time, in full: {text}");
    assert!(!text.contains("四分之一"), "{text}");
    assert!(section.contains("../regulations/jiedai-2019.html#a2"), "{section}");
    assert!(text.contains("已修改") && text.contains("条文有修改"), "its standing today: {text}");
    assert!(section.contains("../regulations/jiedai-2024.html#a3"), "what it is today: {section}");
    assert!(text.contains("条号有变，文字未改"), "{text}");
    assert!(text.contains("未收录原文") && text.contains("《没有收录的规定》第九条"), "{text}");
}

#[test]
fn the_part_that_a_case_cites_is_marked_and_long_articles_are_folded() {
    let site = Site::new();
    let long = "应当如实登记接待事项，".repeat(40);
    let body = format!(
        "第一条 有下列情形之一的：\n\n（一）甲情形；\n\n（二）乙情形。\n\n第二款内容。\n\n第二条 {long}"
    );
    site.page(
        "regulations/规定.md",
        "title: 某规定\nwork: 某规定\nlevel: 规定\neffective: 2018-01-01",
        &body,
    );
    let more =
        "    cites:\n      - 《某规定》第一条第一款第（二）项\n      - 《某规定》第二条\ndate: 2020-01-01";
    case(&site, "a1", "廉洁纪律", "不如实登记", more);
    site.publish();
    let page = site.read("cases/a1.html");
    let section = page.split("class=\"applied\"").nth(1).expect("the articles applied");
    assert!(section.contains("<p class=\"cited\">（二）乙情形。</p>"), "{section}");
    assert_eq!(section.matches("class=\"cited\"").count(), 1, "{section}");
    assert!(section.contains("第一条第一款第（二）项"), "{section}");
    assert_eq!(section.matches("<details><summary>").count(), 1, "{section}");
    assert!(section.contains(&long), "folded, but there");
}

/// Builds a page of plain type with `body` beside the regulation, and gives what was warned of.
fn quoting(body: &str) -> Vec<(String, String, Option<usize>)> {
    let site = Site::new();
    regulation(&site);
    site.page("notes/引.md", "title: 引\ndate: 2020-06-01", body);
    let run = site.publish();
    let found = run.found.iter().filter(|found| found.code.starts_with("ZK091"));
    found.map(|found| (found.code.clone(), found.message.clone(), found.line)).collect()
}

#[test]
fn true_quotations_raise_no_alarm() {
    for body in [
        "《某接待规定》第二条规定：“接待对象应当按照规定标准用餐，陪餐人数不得超过接待对象人数的三分之一。”",
        "《某接待规定》第二条明确，“陪餐人数不得超过接待对象人数的三分之一”。",
        "《某接待规定》（2024年）第三条规定：“陪餐人数不得超过接待对象人数的四分之一，工作餐不得提供烟酒”",
        "《某接待规定》第二条规定:“接待对象应当……工作餐不得提供香烟和高档酒水。”",
        "“公务外出确需接待的，派出单位应当向接待单位发出公函”（《某接待规定》第三条）。",
        "《某接待规定》第三条写得清楚：\n\n> 第三条 公务外出确需接待的，派出单位应当向接待单位发出公函，告知内容、行程和人员。",
        "《某接待规定》第一条、第三条规定：“公务外出确需接待的，派出单位应当向接待单位发出公函”",
        "《某接待规定》第一条至第四条规定：\n\n> 各单位每年一月底前将上年接待情况报送财政部门",
        "《某接待规定》（2019年）讲得明白：\n\n> 第二条 接待对象应当按照规定标准用餐……\n>\n> 第三条 公务外出确需接待的，派出单位应当向接待单位发出公函。",
        "《某接待规定》第二条“陪餐人数不得超过接待对象人数的二分之一，工作餐不得提供香烟”修改为：“陪餐人数不得超过接待对象人数的三分之一”。",
        "> 公务外出确需接待的，派出单位应当向接待单位发出公函。\n> ——《某接待规定》第三条",
        "> 公务外出确需接待的，派出单位应当向接待单位发出公函。\n>\n> ——《某接待规定》第三条",
        "《某接待规定》第二条所说的“工作餐标准”另行规定。",
        "办案人员问：“接待对象应当按照多少标准用餐，陪餐人数又是多少？”《某接待规定》第二条有规定。",
        "依照《某接待规定》第二条，他在检查中写道：\n\n> 我没有遵守财务制度，今后一定认真学习，接受组织处理。",
        "决定将《某接待规定》第二条修改为：\n\n> 接待对象应当按照新的标准用餐，陪餐人数不得超过接待对象人数的五分之一。",
        "《没有收录的规定》第二条规定：“接待对象应当按照规定标准用餐，陪餐人数不得超过一人。”",
        "`《某接待规定》第二条规定：“接待对象应当按照最低标准用餐，陪餐人数不得超过三人。”`",
    ] {
        assert_eq!(quoting(body), [], "{body}");
    }
}

#[test]
fn a_difference_is_shown_on_both_sides() {
    let body = "前言。\n\n《某接待规定》第二条规定：“接待对象应当按照规定标准用餐，陪餐人数不得超过接待对象人数的五分之一。”";
    let found = quoting(body);
    assert_eq!(found.len(), 1, "{found:?}");
    let (code, message, line) = &found[0];
    assert_eq!((code.as_str(), *line), ("ZK0911", Some(8)), "{message}");
    assert!(message.contains("《某接待规定》（2019）第二条"), "{message}");
    assert!(
        message.contains("【五】") && message.contains("【三】") || message.contains("【五分之一】"),
        "{message}"
    );
    let block = "《某接待规定》第三条规定：\n\n> 公务外出确需接待的，派出单位可以向接待单位发出公函，告知内容、行程和人员。";
    let found = quoting(block);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].2, Some(8));
    let under = "> 公务外出确需接待的，派出单位可以向接待单位发出公函。\n> ——《某接待规定》第三条";
    assert_eq!(quoting(under).len(), 1);
    assert!(found[0].1.contains("【可以】") && found[0].1.contains("【应当】"), "{found:?}");
}

#[test]
fn words_of_another_article_or_edition_are_led_home() {
    let found = quoting("《某接待规定》第二条规定：“公务外出确需接待的，派出单位应当向接待单位发出公函。”");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, "ZK0912");
    assert!(found[0].1.contains("原文在《某接待规定》（2019）第三条"), "{found:?}");
    let found = quoting(
        "《某接待规定》第二条规定：\n\n> 第三条 陪餐人数不得超过接待对象人数的四分之一，工作餐不得提供烟酒。",
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].1.contains("原文在《某接待规定》（2024）第三条"), "{found:?}");
}
