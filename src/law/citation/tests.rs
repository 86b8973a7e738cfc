use proptest::prelude::*;

use crate::law::citation::*;
use crate::law::number::{ArticleNo, ArticleRef};
use crate::law::structure;

fn names() -> Names {
    let mut names = Names::default();
    names.insert("中华人民共和国刑法", 0);
    names.insert("刑法", 0);
    names.insert("监察法", 1);
    names
}

#[test]
fn titles_compare_without_what_does_not_matter() {
    for (a, b) in [
        ("中华人民共和国刑法", "刑法"),
        ("《刑法修正案(八)》", "刑法修正案（八）"),
        ("关于适用〈中华人民共和国刑法〉的解释", "关于适用《刑法》的解释"),
        ("国办发[2023]5号", "国办发〔2023〕5号"),
        ("甲 法", "甲法"),
    ] {
        assert_eq!(normal_title(a), normal_title(b));
    }
    assert_eq!(names().lookup("《中华人民共和国刑法》"), Known::Work(0));
    let mut names = names();
    names.insert("刑法", 7);
    assert_eq!(names.lookup("刑法"), Known::Ambiguous);
}

#[test]
fn relative_places_are_found_in_the_text() {
    let source = "第一条 甲。\n第二条 乙：\n（一）丙；\n（二）丁。\n戊。\n己。\n第三条 庚。";
    let structure = structure::recognise(&structure::raw_lines(source));
    let at = |no, paragraph, item| ArticleRef {
        paragraph: Some(paragraph),
        item,
        ..ArticleRef::article(ArticleNo::new(no))
    };
    let names = names();
    let says = |text: &str, here| {
        let cited = Scanner::new(&names, BareArticle::Here).scan(text).remove(0).places.remove(0);
        let places = resolve(&cited.place, Some(here), &structure)?;
        Ok(places.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"))
    };
    let third = at(2, 3, None);
    assert_eq!(says("前款规定", third), Ok("第二条第二款".into()));
    assert_eq!(says("前两款规定", third), Ok("第二条第一款、第二条第二款".into()));
    assert_eq!(says("本条第一款规定", third), Ok("第二条第一款".into()));
    assert_eq!(says("第一项规定", third), Ok("第二条第一款第（一）项".into()));
    assert_eq!(says("前项规定", at(2, 1, Some(2))), Ok("第二条第一款第（一）项".into()));
    assert_eq!(says("前条规定", third), Ok("第一条".into()));
    assert_eq!(says("前两条规定", at(3, 1, None)), Ok("第一条、第二条".into()));
    assert_eq!(says("前款规定", at(2, 1, None)), Err(Lost::NoParagraph));
    assert_eq!(says("第九条规定", third), Err(Lost::NoArticle));
    assert_eq!(says("第三项规定", third), Err(Lost::NoItem));
    assert_eq!(says("前条规定", at(1, 1, None)), Err(Lost::NoArticle));
}

#[test]
fn an_alias_holds_for_the_rest_of_the_page() {
    let names = names();
    let mut scanner = Scanner::new(&names, BareArticle::Unresolved);
    assert!(matches!(scanner.scan("《刑》第一条")[0].target, Target::Title { known: Known::Unknown, .. }));
    scanner.scan("《刑法》（以下简称《刑》）");
    assert!(matches!(scanner.scan("《刑》第一条")[0].target, Target::Title { known: Known::Work(0), .. }));
}

#[test]
fn a_long_text_takes_linear_time() {
    let names = names();
    for part in [
        "《",
        "（",
        "第",
        "第一",
        "《刑法》、",
        "第一条、",
        "前",
        "本",
        "〔2023〕",
        "[[",
        "（以下简称",
        "法〔",
        "该法第一条",
        "《甲》（以下简称《乙》）、",
    ] {
        let text = part.repeat(200_000 / part.len());
        let start = std::time::Instant::now();
        Scanner::new(&names, BareArticle::Here).scan(&text);
        Scanner::new(&names, BareArticle::Unresolved).scan(&text);
        assert!(start.elapsed().as_secs() < 10, "{part}: {:?}", start.elapsed());
    }
}

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop::sample::select(vec![
            "《",
            "》",
            "刑法",
            "监察法",
            "第三条",
            "第",
            "一",
            "二十",
            "条",
            "款",
            "项",
            "（",
            "）",
            "、",
            "和",
            "至",
            "前",
            "本",
            "法",
            "条例",
            "该",
            "同",
            "以下简称",
            "〔2023〕",
            "5号",
            "[[",
            "]]",
            "#",
            "@",
            "2018年",
            "新",
            "（二）",
            "之一",
            "第二款",
            "“",
            "”",
            "，",
            "。",
            " ",
            "中华人民共和国",
            "12",
            "罪",
            "目",
            "\n",
            "é",
        ]),
        0..60,
    )
    .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn ranges_rise_and_fall_on_characters(text in pieces(), here in any::<bool>()) {
        let names = names();
        let bare = if here { BareArticle::Here } else { BareArticle::Unresolved };
        let mut last = 0;
        for citation in Scanner::new(&names, bare).scan(&text) {
            let Range { start, end } = citation.range;
            prop_assert!(last <= start && start < end && end <= text.len());
            prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
            let mut inner = start;
            for cited in &citation.places {
                prop_assert!(inner <= cited.range.start && cited.range.start < cited.range.end);
                prop_assert!(cited.range.end <= end);
                prop_assert!(text.is_char_boundary(cited.range.start) && text.is_char_boundary(cited.range.end));
                inner = cited.range.end;
            }
            last = end;
        }
    }

    #[test]
    fn any_text_is_safe(text in ".{0,60}") {
        let names = names();
        Scanner::new(&names, BareArticle::Here).scan(&text);
    }

    #[test]
    fn a_written_place_is_read_again(no in 1u32..2000, suffix in 0u32..4, paragraph in prop::option::of(1u32..20), item in prop::option::of(1u32..20)) {
        let place = ArticleRef { no: ArticleNo { number: no, suffix }, paragraph, item, subitem: None };
        let names = names();
        let found = Scanner::new(&names, BareArticle::Unresolved).scan(&format!("依照《刑法》{place}的规定"));
        prop_assert_eq!(found[0].places[0].place.fixed(), Some(place));
    }
}
