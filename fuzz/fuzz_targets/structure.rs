//! Any text has a structure: one role for each line, each anchor once, articles within the text.
#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use zhiku::law::structure::{raw_lines, recognise};

fuzz_target!(|text: &str| {
    let lines = raw_lines(text);
    let structure = recognise(&lines);
    assert_eq!(structure.roles.len(), lines.len());
    let mut seen = BTreeSet::new();
    for anchor in (0..lines.len()).filter_map(|line| structure.anchor(line)) {
        assert!(seen.insert(anchor));
    }
    for article in &structure.articles {
        assert!(article.lines.start < article.lines.end && article.lines.end <= lines.len());
        assert!(lines[article.lines.start].text.is_char_boundary(article.body));
        let _ = article.text(&lines);
    }
});
