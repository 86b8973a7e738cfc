//! Every recogniser by itself, on a text as it stands: places are places of the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhiku::gate::rules::digits::{groups, windows};
use zhiku::gate::rules::hit::Hit;
use zhiku::gate::rules::names::recognise::{name_before_word, name_behind_word, names};
use zhiku::gate::rules::plain::Plain;
use zhiku::gate::rules::{address, bank, contact, identity, informant, masks, papers, paste, reidentify, secrecy, spelt, words};

fuzz_target!(|text: &str| {
    let plain = Plain::of(text);
    let mut hits: Vec<Hit> = Vec::new();
    let groups = groups(&plain.text);
    windows(&plain.text, &groups, |window| {
        hits.extend(identity::id_number(&plain.text, window));
        hits.extend(bank::bank_card(&plain.text, window));
        hits.extend(contact::mobile(&plain.text, window));
        hits.extend(contact::landline(&plain.text, window));
    });
    for group in &groups {
        hits.extend(identity::credit_code(&plain.text, *group));
        hits.extend(contact::local_number(&plain.text, *group));
        hits.extend(address::address(&plain.text, *group));
    }
    papers::papers(&plain.text, &mut hits);
    contact::emails(&plain.text, &mut hits);
    spelt::spelt(&plain.text, &mut hits);
    hits.sort();
    let known = hits.clone();
    for word in words::words(&plain.text) {
        hits.extend(secrecy::starred(&plain.text, word));
        hits.extend(secrecy::internal(&plain.text, word));
        hits.extend(informant::informant(&plain.text, word, &known));
    }
    secrecy::block(&plain.text, 0, &mut hits);
    reidentify::quasi_identifiers(&plain.text, &mut hits);
    masks::styles(&plain.text, &mut hits);
    masks::pseudonyms(&plain.text, &[], &mut hits);
    for hit in &hits {
        assert!(plain.text.get(hit.range()).is_some_and(|found| !found.is_empty()), "{hit:?}");
        let span = plain.source(hit.range());
        assert!(text.get(span.start..span.end).is_some(), "{span:?}");
    }
    for range in names(&plain.text, &|_| false) {
        assert!(plain.text.get(range).is_some());
    }
    assert!(name_behind_word(text).is_none_or(|end| text.is_char_boundary(end)));
    assert!(name_before_word(text).is_none_or(|start| text.is_char_boundary(start)));
    for (span, _) in paste::junk(text, true) {
        assert!(text.get(span.start..span.end).is_some());
    }
});
