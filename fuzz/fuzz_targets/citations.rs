//! Any text is scanned without a panic; ranges rise, do not overlap and fall on characters.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhiku::law::citation::{BareArticle, Names, Scanner};

fuzz_target!(|text: &str| {
    let mut names = Names::default();
    for (number, name) in ["中华人民共和国刑法", "监察法", "甲", "𠀀法"].iter().enumerate() {
        names.insert(name, number as u32);
    }
    for bare in [BareArticle::Here, BareArticle::Unresolved] {
        let mut last = 0;
        for citation in Scanner::new(&names, bare).scan(text) {
            assert!(last <= citation.range.start && citation.range.start < citation.range.end);
            assert!(text.get(citation.range.clone()).is_some());
            for cited in &citation.places {
                assert!(text.get(cited.range.clone()).is_some());
                assert!(citation.range.start <= cited.range.start && cited.range.end <= citation.range.end);
            }
            last = citation.range.end;
        }
    }
});
