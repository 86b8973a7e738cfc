//! The search as a whole: both engines agree, every visible string is found, bytes are stable.

use proptest::prelude::*;
use zhiku::search::engine::Engine;
use zhiku::search::entry::{SearchEntry, SearchUnit};
use zhiku::search::parts::Part;
use zhiku::search::rank::{Hit, Tier};
use zhiku::search::tantivy_lookup::Tantivy;
use zhiku::search::{Memory, Options, build, build_with};

fn entry(path: &str, title: &str, texts: &[&str]) -> SearchEntry {
    let units = texts.iter().enumerate().map(|(index, text)| SearchUnit {
        anchor: format!("a{}", index + 1),
        headings: Vec::new(),
        article: Some((index as u32 + 1, 0)),
        text: (*text).to_owned(),
    });
    SearchEntry {
        path: path.to_owned(),
        route: format!("{path}.html"),
        title: title.to_owned(),
        aliases: Vec::new(),
        doc_no: None,
        kind: "regulation".to_owned(),
        facets: Vec::new(),
        date: None,
        work: None,
        edition: None,
        standing: None,
        superseded: false,
        withdrawn: false,
        units: units.collect(),
    }
}

fn options() -> Options {
    Options {
        facets: vec![("kind".to_owned(), "类型".to_owned()), ("level".to_owned(), "层级".to_owned())],
        kinds: vec![("regulation".to_owned(), "法规".to_owned()), ("case".to_owned(), "案例".to_owned())],
    }
}

fn engine(entries: &[SearchEntry]) -> Engine {
    Engine::of_files(build(entries, &options()).expect("a search that works").files, None).unwrap()
}

fn paths(engine: &Engine, query: &str) -> Vec<String> {
    engine.query(query, 20).expect("a search that works").into_iter().map(|found| found.path).collect()
}

#[test]
fn names_are_found_in_any_spelling() {
    let mut law =
        entry("a", "中华人民共和国监察法", &["第一条 为了推进全面依法治国，制定本法。", "第二条 坚持领导。"]);
    law.doc_no = Some("中纪发〔2023〕5号".to_owned());
    let mut other = entry("b", "监督办法", &["第一条 监察法的实施。"]);
    other.aliases = vec!["家访制度".to_owned()];
    let engine = engine(&[other, law]);
    for query in [
        "监察法",
        "監察法",
        "《监察法》",
        "jianchafa",
        "jcf",
        "中纪发2023 5号",
        "中纪发[2023]第5号",
        "中华人民共和国检察法",
    ] {
        assert_eq!(paths(&engine, query)[0], "a", "{query}");
    }
    assert_eq!(paths(&engine, "家访制度"), ["b"]);
    let found = engine.query("监察法2条", 5).expect("a search that works");
    assert_eq!((found[0].route.as_str(), found[0].article.as_deref()), ("a.html#a2", Some("2")));
}

#[test]
fn a_page_without_units_is_found_and_a_withdrawn_one_is_not() {
    let mut withdrawn = entry("b", "谈心谈话办法", &["第一条 谈心谈话。"]);
    withdrawn.withdrawn = true;
    let engine = engine(&[entry("a", "清廉讲堂", &[]), withdrawn]);
    assert_eq!(paths(&engine, "清廉讲堂"), ["a"]);
    assert_eq!(paths(&engine, "廉"), ["a"]);
    assert!(paths(&engine, "谈心谈话").is_empty());
}

#[test]
fn words_can_be_required_excluded_and_filtered() {
    let mut case = entry("c", "案例", &["停工之后留薪，工伤。"]);
    case.kind = "case".to_owned();
    let engine = engine(&[
        entry("a", "甲", &["工伤，停工留薪。"]),
        entry("b", "乙", &["工伤，停工留薪，农民工。"]),
        case,
    ]);
    assert_eq!(paths(&engine, "工伤 \"停工留薪\" -农民工"), ["a"]);
    assert_eq!(paths(&engine, "工伤 类型:案例"), ["c"]);
}

#[test]
fn a_part_of_a_word_or_a_number_is_found() {
    let engine = engine(&[
        entry("a", "甲", &["第一条 2023年5月，WikiText 19.95元。"]),
        entry("b", "乙", &["第一条 依照第一百二十条之二办理。"]),
        entry("c", "丙", &["第一条 共23人。"]),
    ]);
    for query in ["023", "ikite", "23年5", "2023", "9.9", "iText", "月WIKI", "2"] {
        assert!(paths(&engine, query).contains(&"a".to_owned()), "{query}");
    }
    assert_eq!(paths(&engine, "23"), ["c", "a"], "the whole number first");
    for query in ["一百二十条", "第一百二十条", "照第一百二十条之", "第120条"] {
        assert!(paths(&engine, query).contains(&"b".to_owned()), "{query}");
    }
}

#[test]
fn a_query_can_be_kept_inside_a_section_or_a_regulation() {
    let mut law = entry("a", "中华人民共和国监察法", &["第一条 谈话。"]);
    law.facets = vec![("level".to_owned(), vec!["法律".to_owned()])];
    let engine = engine(&[law, entry("b", "谈话办法", &["第一条 谈话。"])]);
    assert_eq!(paths(&engine, "谈话 规章:监察法"), ["a"]);
    assert!(paths(&engine, "谈话 in:谈话办法").iter().all(|path| path == "b"));
    assert_eq!(paths(&engine, "谈话 层级:法律"), ["a"]);
    assert!(paths(&engine, "谈话 规章:没有").is_empty());
}

#[test]
fn the_edition_in_force_comes_first() {
    let edition = |path: &str, label: &str, superseded: bool| SearchEntry {
        work: Some("处分条例".to_owned()),
        edition: Some(label.to_owned()),
        superseded,
        ..entry(path, "处分条例", &["第一条 收受礼品礼金的，给予警告处分。"])
    };
    let engine = engine(&[edition("a", "2018-01-01", true), edition("b", "2023-01-01", false)]);
    assert_eq!(paths(&engine, "处分条例")[0], "b");
    assert_eq!(paths(&engine, "礼品礼金"), ["b", "a"]);
    assert_eq!(paths(&engine, "2018年处分条例")[0], "a");
}

#[test]
fn a_string_over_the_end_of_an_article_is_found() {
    let engine = engine(&[
        entry("a", "甲", &["第一条 应当依法办理。", "第二条 由监察机关负责。"]),
        entry("b", "乙", &["依法办理手续，第二条路由他选。"]),
    ]);
    assert_eq!(paths(&engine, "办理。第二条 由监察")[0], "a");
}

fn agree(a: &[Hit], b: &[Hit]) -> Result<(), TestCaseError> {
    prop_assert_eq!(a.len(), b.len());
    for (a, b) in a.iter().zip(b) {
        prop_assert!((a.score - b.score).abs() <= 1e-6 * a.score.abs(), "{:?} {:?}", a, b);
        prop_assert_eq!((a.page, a.unit, a.tier), (b.page, b.unit, b.tier));
    }
    Ok(())
}

fn pages_of(count: usize) -> impl Strategy<Value = Vec<SearchEntry>> {
    proptest::collection::vec("[监察法规定应当 A1第条]{0,30}", count..count + 1).prop_map(|texts| {
        texts.iter().enumerate().map(|(index, text)| entry(&format!("p{index}"), text, &[text])).collect()
    })
}

#[test]
fn a_part_that_was_damaged_on_the_way_is_none() {
    let mut memory = Memory::default();
    build_with(&mut memory, &[entry("a", "甲", &["监察"])], &options()).expect("a search that works");
    let part = memory.parts().first().expect("a part");
    let bytes = part.to_bytes().expect("bytes");
    assert!(Part::from_bytes(&bytes).is_some());
    for at in [0, 40, bytes.len() - 1] {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        assert!(Part::from_bytes(&damaged).is_none(), "{at}");
    }
    assert!(Part::from_bytes(&bytes[..bytes.len() - 1]).is_none());
    assert!(Part::from_bytes(&[]).is_none());
}

fn corpus() -> impl Strategy<Value = Vec<SearchEntry>> {
    let text = "[监察法规定应当的一二，。 \nAb12第条之]{0,40}";
    let page = (text, proptest::collection::vec(text, 0..6), any::<bool>());
    proptest::collection::vec(page, 1..8).prop_map(|pages| {
        let entries = pages.into_iter().enumerate().map(|(index, (title, texts, superseded))| {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let mut entry = entry(&format!("p{index}"), &title, &texts);
            entry.work = superseded.then(|| "同".to_owned());
            entry.superseded = superseded && index % 2 == 1;
            entry
        });
        entries.collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn both_engines_answer_alike(entries in corpus(), query in "[监察法规定应当的一二 Ab12第条之]{1,12}") {
        let output = build(&entries, &options()).expect("a search that works");
        let index = output.index().expect("one index");
        let shards = Engine::of_files(output.files.clone(), None).expect("a search that works");
        let index = Tantivy::new([&index]).expect("a reader");
        let tantivy = Engine::of_files(output.files, Some(index)).expect("a search that works");
        agree(&tantivy.hits(&query).expect("a search that works"), &shards.hits(&query).unwrap())?;
    }

    #[test]
    fn what_is_remembered_changes_nothing(
        entries in pages_of(40), edits in proptest::collection::vec((0usize..40, "[监察法规]{0,9}", any::<bool>()), 1..4),
    ) {
        let mut entries = entries;
        let mut memory = Memory::default();
        for (at, text, is_gone) in edits {
            build_with(&mut memory, &entries, &options()).expect("a search that works");
            let kept: Vec<Vec<u8>> =
                memory.parts().iter().map(|part| part.to_bytes().expect("bytes")).collect();
            let mut recalling = Memory::recalling(move || kept.clone());
            match is_gone {
                true => drop(entries.remove(at % entries.len())),
                false => entries.push(entry(&format!("q{at}"), &text, &[&text])),
            }
            let clean = build(&entries, &options()).expect("a search that works");
            for memory in [&mut memory, &mut recalling] {
                let made = build_with(memory, &entries, &options()).expect("a search that works");
                prop_assert!(made.files == clean.files);
                let parts = made.tantivy().expect("a reader");
                let parts = Engine::of_files(made.files, Some(parts)).expect("a search that works");
                let shards = Engine::of_files(clean.files.clone(), None).expect("a search that works");
                for query in ["监察法", "第 A1"] {
                    agree(&parts.hits(query).expect("answers"), &shards.hits(query).expect("answers"))?;
                }
            }
        }
    }

    #[test]
    fn the_order_of_entries_changes_nothing(entries in corpus()) {
        let mut turned = entries.clone();
        turned.reverse();
        let (a, b) = (build(&entries, &options()).expect("a search that works"), build(&turned, &options()).unwrap());
        prop_assert!(a.files == b.files);
    }

    #[test]
    fn what_a_reader_sees_is_found(
        entries in corpus(), page in 0usize..8, unit in 0usize..6, start in 0usize..40, length in 1usize..12,
    ) {
        let Some(of) = entries.get(page).and_then(|entry| entry.units.get(unit)) else { return Ok(()) };
        let cut: String = of.text.chars().skip(start).take(length).filter(|c| !c.is_whitespace()).collect();
        if zhiku::search::terms::key(&cut).is_empty() {
            return Ok(());
        }
        let path = &entries[page].path;
        let found = engine(&entries).hits(&cut).expect("a search that works");
        let page = entries.iter().position(|entry| entry.path == *path).expect("a search that works") as u32;
        let holds = found.iter().any(|hit| hit.page == page && hit.tier <= Tier::Some);
        prop_assert!(holds, "{cut:?}");
    }
}
