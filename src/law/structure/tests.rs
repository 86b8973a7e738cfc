use proptest::prelude::*;

use crate::law::number::{ArticleNo, ArticleRef};
use crate::law::structure::*;

fn read(source: &str) -> Structure {
    recognise(&raw_lines(source))
}

/// The anchors of all lines that have one.
fn anchors(source: &str) -> Vec<String> {
    let structure = read(source);
    (0..structure.roles.len()).filter_map(|line| structure.anchor(line)).collect()
}

fn kinds(source: &str) -> Vec<FindingKind> {
    read(source).findings.into_iter().map(|finding| finding.kind).collect()
}

fn no(number: u32) -> ArticleNo {
    ArticleNo::new(number)
}

#[test]
fn a_whole_law() {
    let source = "\
某县读书会章程

（2020年1月1日会员大会通过）

## 第一章 总则

**第一条**　为了读书，制定本章程。

第二条 会员应当：

（一）读书；

（二）还书，包括：

1.借来的书；

2.捡来的书。

违反前款规定的，说明理由。

### 第一节 附带

第二条之一 本条后加。

## 第二章 附则

第3条 本章程自公布之日起施行。

某县读书会

2020年1月2日
";
    let expected = [
        "z1",
        "a1",
        "a2",
        "a2-k1-x1",
        "a2-k1-x2",
        "a2-k1-x2-m1",
        "a2-k1-x2-m2",
        "a2-k2",
        "z1-j1",
        "a2-1",
        "z2",
        "a3",
    ];
    assert_eq!(anchors(source), expected);
    let structure = read(source);
    assert!(structure.findings.is_empty());
    assert_eq!(structure.roles[..2], [Role::Preamble; 2]);
    assert_eq!(structure.roles[structure.roles.len() - 2..], [Role::Signature; 2]);
    assert_eq!(structure.articles[3].paragraphs.len(), 1);
    assert_eq!(structure.articles[2].division, Some(1));
    assert_eq!(structure.divisions[1].parent, Some(0));
}

#[test]
fn contents_do_not_count() {
    let body = "第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。\n";
    let titled = format!("目　录\n第一章 总则……1\n第二章 附则……2\n{body}");
    assert_eq!(anchors(&titled), ["z1", "a1", "z2", "a2"]);
    let with_articles = format!("目录\n第一章 总则\n第一条\n第二章 附则\n第二条\n{body}");
    assert_eq!(anchors(&with_articles), ["z1", "a1", "z2", "a2"]);
    let untitled = format!("第一章 总则\n第二章 附则\n第三章 别的\n{body}第三章 别的\n第三条 丙。");
    assert_eq!(anchors(&untitled), ["z1", "a1", "z2", "a2", "z3", "a3"]);
    assert!(kinds(&titled).is_empty());
}

#[test]
fn headings_of_real_text_are_no_contents() {
    let source = "第一编 甲\n第一章 一般规定\n第一节 一般规定\n第一条 子。\n第二编 乙\n第二章 一般规定\n第一节 一般规定\n第二条 丑。";
    assert_eq!(anchors(source), ["b1", "b1-z1", "b1-z1-j1", "a1", "b2", "b2-z2", "b2-z2-j1", "a2"]);
}

#[test]
fn articles_as_headings() {
    let source = "### 第一条 读书\n\n会员读书。\n\n不读的除外。\n\n### 第二条\n\n还书。\n\n**第三条【罚则】**\n\n罚。\n";
    assert_eq!(anchors(source), ["a1", "a1-k2", "a2", "a3"]);
}

#[test]
fn a_quoted_article_is_none() {
    let source = "\
第一条 原文如下：

“第七条 甲。

“第八条 乙。”

第二条 正文。
";
    assert_eq!(anchors(source), ["a1", "a2"]);
    assert_eq!(kinds(source), [FindingKind::Quoted { found: no(7) }, FindingKind::Quoted { found: no(8) }]);
}

#[test]
fn an_amendment_has_no_articles() {
    let source = "一、将第一条修改为：\n\n第一条 为了甲。\n\n二、第二条改为第三条，修改为：“丙。”\n\n三、增加一条，作为第四条：\n\n“第四条 丁。”\n";
    let structure = read(source);
    assert!(structure.articles.is_empty());
    assert_eq!(structure.findings.len(), 2);
}

#[test]
fn an_announced_part_is_quoted_to_its_end() {
    let source = "第一条 增加一节；增加两条，作为第九条、第十条，内容如下：\n\n第七节 某会\n\n第九条 甲。\n\n第十条 乙。\n\n第二条 丙。";
    assert_eq!(anchors(source), ["a1", "a1-k2", "a1-k3", "a1-k4", "a2"]);
}

#[test]
fn breaks_of_the_sequence() {
    assert_eq!(
        kinds("第一条 甲。\n第三条 乙。\n第三条 丙。\n第二条 丁。\n第一条 戊。\n第二条 己。"),
        [
            FindingKind::Gap { after: no(1), found: no(3) },
            FindingKind::Repeat { found: no(3) },
            FindingKind::Backward { after: no(3), found: no(2) },
            FindingKind::Restart { after: no(3) },
        ]
    );
    assert_eq!(kinds("第五条 甲。"), [FindingKind::StartsLate { found: no(5) }]);
    assert_eq!(
        kinds("第一章 甲\n第一条 甲。\n第三章 丙\n第二条 乙。"),
        [FindingKind::DivisionGap { kind: DivisionKind::Chapter, after: 1, found: 3 }]
    );
    assert_eq!(anchors("第一条 甲。\n第一条 乙。"), ["a1", "a1-r2"]);
}

#[test]
fn articles_within_a_line_are_told() {
    assert_eq!(kinds("第一条 甲。 第二条 乙。\n第三条 丙。"), [FindingKind::Buried { found: no(2) }]);
}

#[test]
fn texts_and_places_of_lines() {
    let source = "第一条 甲：\n（一）乙；\n|丙|\n丁。";
    let lines = raw_lines(source);
    let structure = recognise(&lines);
    assert_eq!(structure.articles[0].text(&lines), "甲：\n（一）乙；\n丙|\n丁。");
    let places: Vec<String> =
        (0..4).filter_map(|line| structure.place(line)).map(|place| place.anchor()).collect();
    assert_eq!(places, ["a1-k1", "a1-k1-x1", "a1-k1", "a1-k2"]);
}

#[test]
fn attachments_count_anew() {
    let source = "第一条 甲。\n第二条 乙。\n附件1：借书办法\n第一章 总则\n第一条 丙。\n附表\n| 甲 | 乙 |\n";
    assert_eq!(anchors(source), ["a1", "a2", "fj1", "fj1-z1", "fj1-a1", "fj2"]);
    assert!(kinds(source).is_empty());
}

#[test]
fn headings_without_a_number() {
    let source = "## 一、管辖\n第一条 甲。\n二、证据\n第二条 乙。\n附　则\n第三条 丙。";
    let structure = read(source);
    let titles: Vec<_> = structure.divisions.iter().map(|division| division.title.as_str()).collect();
    assert_eq!(titles, ["一、管辖", "二、证据", "附　则"]);
    assert_eq!(anchors(source), ["a1", "a2", "a3"]);
}

#[test]
fn places_inside_an_article() {
    let structure = read("第一条 甲。\n乙：\n（一）丙；\n（二）丁。\n第二条 戊。");
    let place = |paragraph, item| ArticleRef { paragraph, item, ..ArticleRef::article(no(1)) };
    let at = |paragraph, item| structure.locate(&place(paragraph, item)).expect("article 1");
    assert_eq!(at(None, None), ("a1".into(), true));
    assert_eq!(at(Some(1), None), ("a1".into(), true));
    assert_eq!(at(Some(2), None), ("a1-k2".into(), true));
    assert_eq!(at(None, Some(2)), ("a1-k2-x2".into(), true));
    assert_eq!(at(Some(2), Some(9)), ("a1-k2".into(), false));
    assert_eq!(at(Some(9), None), ("a1".into(), false));
    assert_eq!(structure.locate(&ArticleRef::article(no(9))), None);
}

#[test]
fn quoted_words_open_a_paragraph() {
    let source = "第一条 下列用语：\n“书”，是指纸书。\n“人”，是指会员。\n";
    assert_eq!(anchors(source), ["a1", "a1-k2", "a1-k3"]);
}

proptest! {
    #[test]
    fn any_text_has_one_role_per_line_and_each_anchor_once(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "第一条 甲。", "第二条乙", "第三条", "第二章 丙", "第一节 丁", "## 附则", "（一）戊", "1.己",
                "“第九条 庚", "”", "目录", "附件", "一、辛：", "将第一条修改为：", "2020年1月1日", "|壬|", "癸",
            ]),
            0..40,
        )
    ) {
        let source = parts.join("\n");
        let lines = raw_lines(&source);
        let structure = recognise(&lines);
        prop_assert_eq!(structure.roles.len(), lines.len());
        let mut anchors: Vec<_> =
            (0..lines.len()).filter_map(|line| structure.anchor(line)).collect();
        let all = anchors.len();
        anchors.sort();
        anchors.dedup();
        prop_assert_eq!(anchors.len(), all, "{}", source);
        for article in &structure.articles {
            prop_assert!(article.lines.start < article.lines.end && article.lines.end <= lines.len());
            prop_assert!(lines[article.lines.start].text.is_char_boundary(article.body));
        }
    }
}
