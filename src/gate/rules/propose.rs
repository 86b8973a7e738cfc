//! A masked text as a proposal: what an editor may take over, never written by itself.
//!
//! Names keep their surname (法释〔2016〕19号 第八条), the same person the same pseudonym; numbers,
//! addresses and contacts are dropped.

use std::collections::BTreeMap;

use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};

use crate::config::gate::GateConfig;
use crate::gate::rules::examine::{Finding, Nature, examine};
use crate::gate::rules::exceptions::Exceptions;
use crate::gate::rules::names::tables::TABLES;
use crate::gate::rules::own::OwnRules;
use crate::gate::rules::plain::is_invisible;
use crate::gate::rules::rule::Rule;
use crate::markup::document::Document;

/// Lines around a change in a difference.
const CONTEXT: usize = 3;
/// What tells people of one surname apart.
const STEMS: [&str; 8] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"];

/// `text`, which `document` was read from for a build of every scope, with everything masked that
/// rules find, exceptions apart.
pub fn masked(document: &Document, text: &str, config: &GateConfig) -> String {
    let exceptions = Exceptions::of_page(document, config);
    let pseudonyms = document.fields.texts("pseudonyms");
    let standing: Vec<&str> =
        pseudonyms.iter().copied().chain(config.public_names.iter().map(String::as_str)).collect();
    let nature = Nature {
        markdown: true,
        junk: true,
        case: true,
        undisclosed: true,
        standing: &standing,
        pseudonyms: &pseudonyms,
        ..Nature::default()
    };
    let source: &str = &document.source;
    let found = examine(source, nature, &OwnRules::default());
    let found: Vec<Finding> = found.into_iter().filter(|finding| !exceptions.allow(finding, None)).collect();
    let people = people(&found, source);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for finding in &found {
        let Some(words) = words_for(finding, &people) else { continue };
        let [start, end] = [finding.span.start, finding.span.end].map(|at| written_at(at, source, text));
        let Some(before) = text.get(at..start).filter(|_| text.is_char_boundary(end)) else { continue };
        out.push_str(before);
        out.push_str(&words);
        at = end;
    }
    out.push_str(&text[at..]);
    out
}

/// Where in `text` stands what stands at `at` in `source`: both have the same lines, but those of
/// `source` that held marks of scopes are empty.
fn written_at(at: usize, source: &str, text: &str) -> usize {
    let line = source[..at].matches('\n').count();
    let column = at - source[..at].rfind('\n').map_or(0, |end| end + 1);
    let mut starts = std::iter::once(0).chain(text.match_indices('\n').map(|(end, _)| end + 1));
    starts.nth(line).map_or(text.len(), |start| (start + column).min(text.len()))
}

/// What stands instead of `finding`; none where people must judge.
fn words_for(finding: &Finding, people: &BTreeMap<String, String>) -> Option<String> {
    let dropped = match finding.rule {
        Rule::Name => return people.get(&bare(&finding.text)).cloned(),
        Rule::Informant => return Some(informant(&finding.text)),
        Rule::PasteJunk => return unpasted(&finding.text),
        Rule::IdNumber => "（身份证号码略）",
        Rule::Phone | Rule::Landline => "（电话略）",
        Rule::BankCard => "（账号略）",
        Rule::CreditCode => "（代码略）",
        Rule::Plate => "（车牌号略）",
        Rule::Passport => "（证件号码略）",
        Rule::Email => "（邮箱略）",
        Rule::Address => "（住址略）",
        _ => return None,
    };
    Some(dropped.to_owned())
}

/// The word alone, without the name or contact beside it.
fn informant(text: &str) -> String {
    let words = ["举报人", "检举人", "控告人", "证人", "线人"];
    words.iter().find(|word| text.contains(**word)).map_or_else(String::new, |word| (*word).to_owned())
}

fn unpasted(text: &str) -> Option<String> {
    match text {
        "&nbsp;" => Some(" ".to_owned()),
        _ if text.chars().all(is_invisible) => Some(String::new()),
        _ => text.strip_prefix("##").and_then(|rest| rest.strip_suffix("##")).map(str::to_owned),
    }
}

fn bare(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect()
}

/// A pseudonym for each name, in the order in which the names stand; those that the text has
/// already are taken.
fn people(found: &[Finding], source: &str) -> BTreeMap<String, String> {
    let mut names: Vec<String> = Vec::new();
    for finding in found.iter().filter(|finding| finding.rule == Rule::Name) {
        let name = bare(&finding.text);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut people = BTreeMap::new();
    let mut taken: Vec<String> = Vec::new();
    for name in &names {
        let own = surname(name);
        let alone = names.iter().filter(|other| surname(other) == own).count() == 1;
        let plain = format!("{own}某");
        let stems = STEMS.iter().map(|stem| format!("{plain}{stem}"));
        let numbers = (1..).map(|number| format!("{plain}{number}"));
        let choices = alone.then(|| plain.clone()).into_iter().chain(stems).chain(numbers);
        let free = |choice: &String| !taken.contains(choice) && !source.contains(choice.as_str());
        if let Some(choice) =
            choices.take(STEMS.len() + 1 + names.len() + source.len()).find(|choice| free(choice))
        {
            taken.push(choice.clone());
            people.insert(name.clone(), choice);
        }
    }
    people
}

/// The surname of `name`; of a name that has none in the table its first character.
fn surname(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let length = TABLES.surnames(&chars).first().copied().unwrap_or(1);
    chars[..length.min(chars.len())].iter().collect()
}

/// The difference between `old` and `new` as a unified diff of the file `path`; none where both
/// are the same.
pub fn unified(path: &str, old: &str, new: &str) -> Option<String> {
    if old == new {
        return None;
    }
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let mut out = format!("--- {path}\n+++ {path}\n");
    for group in group_diff_ops(capture_diff_slices(Algorithm::Myers, &old, &new), CONTEXT) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let range = |start: usize, end: usize| {
            format!("{},{}", if end > start { start + 1 } else { start }, end - start)
        };
        out.push_str(&format!(
            "@@ -{} +{} @@\n",
            range(first.old_range().start, last.old_range().end),
            range(first.new_range().start, last.new_range().end)
        ));
        for op in &group {
            hunk(&mut out, op, &old, &new);
        }
    }
    Some(out)
}

fn hunk(out: &mut String, op: &DiffOp, old: &[&str], new: &[&str]) {
    let mut add = |sign: char, lines: &[&str]| {
        for line in lines {
            out.push(sign);
            out.push_str(line.trim_end_matches('\n'));
            out.push('\n');
            if !line.ends_with('\n') {
                out.push_str("\\ No newline at end of file\n");
            }
        }
    };
    match op {
        DiffOp::Equal { .. } => add(' ', &old[op.old_range()]),
        _ => {
            add('-', &old[op.old_range()]);
            add('+', &new[op.new_range()]);
        }
    }
}
