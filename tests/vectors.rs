//! The shared vectors: what the client must compute, computed here.
//!
//! `UPDATE_VECTORS=1 cargo test --test vectors` writes them anew; `node tests/js/vectors.mjs` runs
//! the same files against the client.

use std::path::PathBuf;

use serde_json::{Value, json};
use zhiku::law::number::ArticleNo;
use zhiku::search::engine::Engine;
use zhiku::search::entry::{SearchEntry, SearchUnit};
use zhiku::search::integers;
use zhiku::search::query::{Asked, Query};
use zhiku::search::terms::{self, Analyzer, key};
use zhiku::search::{Options, build, files, names, postings, rank, score, texts};
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

/// Pages of a small index: path, title, facet, whether it is superseded, texts of its units.
const PAGES: &[(&str, &str, &str, bool, &[&str])] = &[
    (
        "a",
        "中华人民共和国监察法",
        "法律",
        false,
        &["第一条 为了推进全面依法治国，制定本法。", "第十一条之二 对公职人员开展廉政教育。"],
    ),
    (
        "b",
        "谈心谈话办法",
        "办法",
        false,
        &["第一条 谈心，谈话。", "第二条 廉政谈话由 2023 年起施行，ISO9001。"],
    ),
    ("c", "公务接待规定", "规定", true, &["第一条 严禁收受礼品礼金。", "第二条 依法"]),
    ("d", "公务接待规定", "规定", false, &["第一条 严禁收受礼品、礼金和消费卡。", "办理接待。"]),
    ("e", "没有条文的一页", "办法", false, &[]),
];

/// What is asked of the small index.
const SEARCHES: &[&str] = &[
    "监察法",
    "監察法11条之2",
    "jianchafa",
    "jcf",
    "检察法办",
    "谈心谈话办祛",
    "礼品礼金",
    "严禁收受礼品、礼金",
    "廉政 谈话",
    "廉政教育谈话",
    "廉",
    "02",
    "iso",
    "依法办理",
    "第一条",
    "公务接待规定 礼金",
    "谈话 层级:办法",
    "谈话 规章:监察法",
    "\"谈心谈话\"",
    "礼品 -消费卡",
    "鼉",
];

fn small_index() -> (Vec<SearchEntry>, Options) {
    let entries = PAGES.iter().map(|(path, title, level, superseded, texts)| {
        let unit = |text: &&str| SearchUnit {
            anchor: format!("u{}", text.chars().count()),
            headings: vec!["第一章 总则".to_owned()],
            article: ArticleNo::parse_prefix(text).map(|(no, _)| (no.number, no.suffix)),
            text: (*text).to_owned(),
        };
        SearchEntry {
            path: (*path).to_owned(),
            route: format!("{path}.html"),
            title: (*title).to_owned(),
            aliases: Vec::new(),
            doc_no: (*path == "b").then(|| "云纪发〔2023〕5号".to_owned()),
            kind: "regulation".to_owned(),
            facets: vec![("层级".to_owned(), vec![(*level).to_owned()])],
            date: Some("2023-05-01".to_owned()),
            work: title.starts_with("公务").then(|| (*title).to_owned()),
            edition: title
                .starts_with("公务")
                .then(|| format!("20{}-01-01", if *superseded { 18 } else { 24 })),
            standing: Some(if *superseded { "已修改" } else { "现行有效" }.to_owned()),
            superseded: *superseded,
            withdrawn: false,
            units: texts.iter().map(unit).collect(),
        }
    });
    let facets = vec![("kind".to_owned(), "类型".to_owned()), ("层级".to_owned(), "层级".to_owned())];
    let kinds = vec![("regulation".to_owned(), "法规".to_owned())];
    (entries.collect(), Options { facets, kinds })
}

/// A whole index file by file, and what searches of it find: page, unit, tier, score.
fn index() -> Value {
    let (entries, options) = small_index();
    let files = build(&entries, &options).expect("a search").files;
    let engine = Engine::of_files(files.clone(), None).expect("an engine");
    let searches = SEARCHES.iter().map(|query| {
        let hits = engine.hits(query).expect("hits").into_iter();
        let hits = hits.map(|hit| json!([hit.page, hit.unit, hit.tier as u32, hit.score]));
        json!({ "query": query, "hits": hits.collect::<Vec<Value>>() })
    });
    let searches: Vec<Value> = searches.collect();
    let files = files.into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).expect("text").into()));
    json!({ "files": Value::Object(files.collect()), "searches": searches })
}

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
        "parts": PARTS, "index": index(),
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

/// What is a number in the code and in the document is the same number.
#[test]
fn the_document_gives_the_numbers_of_the_code() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/search/FORMAT.md");
    let document = std::fs::read_to_string(path).expect("the document");
    let grouped = |number: usize| match number {
        1000.. => format!("{},{:03}", number / 1000, number % 1000),
        _ => number.to_string(),
    };
    for said in [
        format!("A run over {} characters is cut", terms::LONGEST_WORD),
        format!("within {} folded characters", terms::ARTICLE_WINDOW),
        format!("from 1 to {}", grouped(terms::ARTICLES as usize - 1)),
        format!("A name is {} letters", files::NAME),
        format!("{} in a row share a name", files::GROUP),
        format!("A shard ends before it passes {} characters", grouped(postings::SHARD)),
        format!("Postings over {} characters have a file", grouped(postings::INLINE)),
        format!("ends before it passes {} bytes", grouped(texts::SHARD)),
        format!("in at least {}, one per line", zhiku::search::build::COMMON),
        format!("At most {} pages whose names hold", names::CONTAINED),
        format!("names from {} characters", names::FUZZY),
        format!("one missing or too much from {})", names::FUZZY_LENGTH + 1),
        format!(
            "{} × the sum of its {} best witnesses / {}",
            score::MEAN,
            score::WITNESSES,
            score::WITNESSES
        ),
        format!("{} × its coverage", score::COVERAGE),
        format!("less for each such term {} of the smaller", score::REPEATED),
        format!("Of the first {} units with all terms", rank::CHECKED),
        format!("({} if the query holds punctuation)", rank::CHECKED_CLOSELY),
        format!("the first {} are kept", grouped(rank::SOME)),
        format!("After the first {} results", rank::HEAD),
        format!("in the first {} results", rank::SIFTED),
    ] {
        assert!(document.contains(&said), "FORMAT.md does not say: {said}");
    }
    assert!((score::OVERLAP - 0.5).abs() < f64::EPSILON && document.contains("less half of the smaller"));
    assert!(names::LONGER == 2 && document.contains("more than twice as much besides"));
}
