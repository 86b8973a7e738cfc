//! The record of a site: what it holds, and what changed since the publication before.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::base::digest::Digest;
use crate::base::disk;
use crate::base::path::ContentPath;
use crate::config::gate::Weight;
use crate::config::value::Fields;
use crate::gate::rules::check::Verdict;
use crate::gate::rules::rule::Rule;
use crate::model::record::{
    Changes, Checks, ExceptionRecord, FORMAT, FileRecord, Occasion, PageRecord, Record, ReviewRecord,
    RuleRecord,
};
use crate::model::site::{Page, Site};

/// A rule of the site's own in the record: its name may tell what it guards.
const OWN: &str = "自定规则";

/// What the rules say for the record of `site`.
pub fn checks(site: &Site, verdict: &Verdict) -> Checks {
    let gate = &site.config.gate;
    let found = |rule: Rule| verdict.diagnostics.iter().filter(|one| one.message == rule.message()).count();
    let of_rule = |(rule, name, label): &(Rule, &str, &str)| {
        let set = gate.weights.iter().find(|(known, _)| known == name).map(|(_, weight)| *weight);
        record_of(label, set.unwrap_or_else(|| rule.weight()), found(*rule))
    };
    let mut rules: Vec<RuleRecord> = Rule::ALL.iter().map(of_rule).collect();
    rules.extend(gate.own.iter().enumerate().map(|(index, own)| {
        // All rules of the site's own have one message, so what they found is told once.
        record_of(OWN, own.weight, if index == 0 { found(Rule::Own(0)) } else { 0 })
    }));
    let exceptions = verdict.stood.iter().map(|stood| {
        let known = Rule::ALL.iter().find(|(_, name, label)| stood.rule == *name || stood.rule == *label);
        ExceptionRecord {
            rule: known.map_or(OWN, |(_, _, label)| label).to_owned(),
            place: stood.path.clone(),
            reason: stood.reason.clone(),
        }
    });
    Checks { rules, exceptions: exceptions.collect() }
}

fn record_of(name: &str, weight: Weight, found: usize) -> RuleRecord {
    let severity = match weight {
        Weight::Block => "拦下",
        Weight::Warn => "提示",
        Weight::Off => "不用",
    };
    RuleRecord { name: name.to_owned(), severity: severity.to_owned(), found }
}

/// The record of `site`. `withheld` are pages that its scope leaves out.
pub fn of(site: &Site, occasion: &Occasion, checks: Checks, withheld: &[ContentPath]) -> Record {
    let mut pages: Vec<PageRecord> = site.pages.par_iter().map(page).collect();
    pages.sort_by(|a, b| a.route.cmp(&b.route));
    let mut record = Record {
        format: FORMAT,
        site: site.config.title.clone(),
        scope: site.config.scopes.limit().to_owned(),
        as_of: site.as_of.to_string(),
        digest: String::new(),
        changes: None,
        pages,
        files: files(site),
        rules: checks.rules,
        exceptions: checks.exceptions,
    };
    record.digest = digest_of(&record);
    match occasion {
        Occasion::Publication(Some(before)) => since(record, before, withheld),
        _ => record,
    }
}

/// The record with what changed since `before`; where nothing did, `before` stands.
fn since(mut record: Record, before: &Record, withheld: &[ContentPath]) -> Record {
    if before.digest == record.digest {
        return before.clone();
    }
    let known: BTreeMap<&str, &PageRecord> =
        before.pages.iter().map(|page| (page.key.as_str(), page)).collect();
    let mut changes = Changes { since: before.digest.clone(), ..Changes::default() };
    for page in &record.pages {
        match known.get(page.key.as_str()) {
            None => changes.added.push(page.route.clone()),
            Some(old) if old.digest != page.digest => changes.changed.push(page.route.clone()),
            Some(_) => {}
        }
    }
    let now: BTreeSet<String> =
        record.pages.iter().map(|page| page.key.clone()).chain(withheld.iter().map(key)).collect();
    changes.removed =
        before.pages.iter().map(|page| page.key.clone()).filter(|key| !now.contains(key)).collect();
    record.changes = Some(changes);
    record
}

fn digest_of(record: &Record) -> String {
    let mut parts: Vec<String> = vec![record.scope.clone()];
    parts.extend(
        record.pages.iter().map(|page| format!("{}\n{}\n{:?}", page.route, page.digest, page.review)),
    );
    parts.extend(record.files.iter().map(|file| format!("{}\n{}", file.route, file.sha256)));
    parts.extend(record.rules.iter().map(|rule| format!("{rule:?}")));
    parts.extend(record.exceptions.iter().map(|exception| format!("{exception:?}")));
    let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
    Digest::of("record/1", &parts).short(64)
}

fn key(path: &ContentPath) -> String {
    Digest::of("record-page/1", &[path.as_str().as_bytes()]).short(12)
}

fn page(page: &Page) -> PageRecord {
    let document = &page.document;
    let fields = &document.fields;
    let review = fields.record("review").and_then(|review| {
        Some(ReviewRecord {
            by: review.text("by")?.to_owned(),
            on: review.date("on").map(|date| date.to_string()),
            basis: review.text("basis").map(str::to_owned),
        })
    });
    let mut words = String::new();
    write_fields(fields, &mut words);
    // Blank lines and blanks stand where something was left out: how many must not be told.
    words.extend(document.body_source().split_whitespace().flat_map(|word| [word, " "]));
    let standing = page.standing.map_or_else(String::new, |standing| standing.to_string());
    PageRecord {
        route: page.route.to_string(),
        title: page.title.clone(),
        key: key(&document.path),
        digest: Digest::of("record-words/1", &[words.as_bytes(), standing.as_bytes()]).short(16),
        review,
    }
}

/// Writes the values of `fields` in a form that does not hang on how they were written.
fn write_fields(fields: &Fields, words: &mut String) {
    for (name, _) in fields.iter() {
        words.push_str(name);
        for item in fields.items(name) {
            words.push('\n');
            match item.value.as_record() {
                Some(record) => write_fields(record, words),
                None => words.push_str(&item.value.shown().unwrap_or_default()),
            }
        }
        words.push('\n');
    }
}

fn files(site: &Site) -> Vec<FileRecord> {
    let mut files: Vec<FileRecord> = site
        .files
        .par_iter()
        .map(|file| FileRecord {
            route: file.route.to_string(),
            // A file that cannot be read stops the publication later.
            sha256: disk::digest(&file.disk).map_or_else(|_| String::new(), |(sha256, _)| sha256),
        })
        .collect();
    files.sort_by(|a, b| a.route.cmp(&b.route));
    files
}
