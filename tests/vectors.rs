//! The shared vectors: what the client must compute, computed here.
//!
//! `UPDATE_VECTORS=1 cargo test --test vectors` writes them anew; `node tests/js/vectors.mjs` runs
//! the same files against the client.

use std::path::PathBuf;

use serde_json::{Value, json};
use zhiku::search::integers;
use zhiku::search::query::{Asked, Query};
use zhiku::search::terms::{self, Analyzer, key};
use zhiku::search::{bm25, table};
use zhiku::text::fold;

const TEXTS: &[&str] = &[
    "",
    "税",
    "监察法",
    "中華人民共和國監察法",
    "《中华人民共和国刑法》第三百八十二条之一",
    "第120条、第 １２０ 條之2、第一百二十之一条、第120-1条",
    "第十条之一般规定；第十条之一的规定；第零条；第一二三条；第二十三章",
    "依照前款，\n　应当 依法。共5人，ISO 9001 认证㎡…",
    "中纪发〔2023〕5号【2023】［5］",
    "ＡＢＣ１２３ ①㈠ﬁ Ⅻ",
    "19.9元，1,000吨；café ΑΒΓ Привет",
    "かな カナ ｶﾅ 한글 注音ㄅㄆ",
    "𠮷野家 㐀 〇 々",
    "“八小时以外”监督——“四不两直”",
    "著作权 乾坤 於是 裏面 臺灣 麽",
    "第廿三条 第卅条 第两百条 第一万条",
];

const QUERIES: &[&str] = &[
    "谈话函询",
    "劳动合同解除 经济补偿",
    "工伤 \"停工留薪\" -农民工 类型:法规 其他:值",
    "第三百八十二条",
    "依照第十条之一",
    "023",
    "23年5",
    "iso 9001认证",
    "监察法11条",
    "税",
    "共5人",
    "19.9元",
    "  ＂全角＂　－不要 ",
    "-",
    "\"\"",
    "，。",
];

/// Terms of an index that may hold a part.
const PARTS: &[&str] = &[
    "2023",
    "230",
    "23",
    "1023年",
    "5",
    "50",
    "iso",
    "isometric",
    "9001",
    "90011",
    "#10",
    "#10-1",
    "#10-12",
    "#100",
    "#382-1",
];

const NUMBERS: &[u32] = &[0, 1, 57, 58, 63, 64, 65, 90, 91, 1791, 1792, 65_861, 1_000_000, u32::MAX];

#[test]
fn the_client_and_the_writer_agree() {
    let texts = TEXTS.iter().map(|text| {
        let mut terms = Vec::new();
        Analyzer::default().terms(text, &mut |term| terms.push(term.to_owned()));
        json!({ "text": text, "fold": fold(text), "key": key(text), "terms": terms })
    });
    let queries = QUERIES.iter().map(|typed| {
        let query = Query::read(typed, |name| name == "类型");
        let asked = Asked::of(query.groups.iter().map(String::as_str));
        let prefixes: Vec<String> = asked.prefixes.iter().map(char::to_string).collect();
        let open: Vec<Value> = asked
            .open
            .iter()
            .map(|open| {
                let (first, last) = open.range();
                let fits: Vec<&str> = PARTS.iter().copied().filter(|term| open.fits(term)).collect();
                json!({ "term": open.term, "first": first, "last": last, "fits": fits })
            })
            .collect();
        json!({
            "query": typed, "groups": query.groups, "required": query.required,
            "excluded": query.excluded, "filters": query.filters,
            "terms": asked.terms, "prefixes": prefixes, "open": open,
        })
    });
    let numbers = NUMBERS.iter().map(|number| {
        let mut text = String::new();
        integers::write(*number, &mut text);
        let mut small = String::new();
        integers::write_small(*number, &mut small);
        json!({ "number": number, "text": text, "small": small })
    });
    let lengths = bm25::Lengths::new(65_861, 7_405_727);
    let scores = [(1u32, 0u8, 1u32), (10, 30, 1), (100, 41, 2), (5_000, 97, 7), (65_861, 255, 3)];
    let scores = scores.map(|(units, class, count)| {
        json!({ "units": units, "class": class, "count": count,
            "score": lengths.score(lengths.weight(units), class, count) })
    });
    let all = json!({
        "version": table::VERSION, "terms_version": terms::VERSION,
        "texts": texts.collect::<Vec<Value>>(), "queries": queries.collect::<Vec<Value>>(),
        "numbers": numbers.collect::<Vec<Value>>(), "scores": scores,
        "parts": PARTS,
    });
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/search.json");
    let written = serde_json::to_string_pretty(&all).expect("shared vectors") + "\n";
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        std::fs::write(&path, &written).expect("shared vectors");
    }
    let kept = std::fs::read_to_string(&path).expect("shared vectors");
    assert_eq!(kept, written, "terms, numbers or scores changed: raise the version in FORMAT.md");
}

#[test]
fn the_document_names_the_versions() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/search/FORMAT.md");
    let document = std::fs::read_to_string(path).expect("shared vectors");
    assert!(document.contains(&format!("Version of the format: {}.", table::VERSION)));
    assert!(document.contains(&format!("Version of the terms: {}.", terms::VERSION)));
}
