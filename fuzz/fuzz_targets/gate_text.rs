//! All rules on any text: findings lie in it, and masking keeps its shape.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhiku::gate::rules::conceal::conceal;
use zhiku::gate::rules::examine::{Nature, examine};
use zhiku::gate::rules::own::OwnRules;

fuzz_target!(|text: &str| {
    let nature =
        Nature { markdown: true, junk: true, case: true, undisclosed: true, anonymized: true, ..Nature::default() };
    let found = examine(text, nature, &OwnRules::default());
    for finding in &found {
        assert_eq!(text.get(finding.span.start..finding.span.end), Some(finding.text.as_str()));
    }
    let spans: Vec<_> = found.iter().map(|finding| finding.span).collect();
    assert_eq!(conceal(text, &spans).chars().count(), text.chars().count());
});
