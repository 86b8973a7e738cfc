//! Rules of the site's own, and its sensitive terms.

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use crate::config::gate::{GateConfig, OwnRule, Weight};
use crate::gate::rules::hit::Hit;
use crate::gate::rules::rule::Rule;

/// The rules of a site, ready to run.
#[derive(Debug, Default)]
pub struct OwnRules {
    patterns: Vec<(Regex, usize, Weight)>,
    terms: Option<AhoCorasick>,
    /// The rule of each term.
    owners: Vec<(usize, Weight)>,
    sensitive: Option<AhoCorasick>,
}

impl OwnRules {
    /// The rules that `config` states, and `sensitive`, one term each.
    pub fn new(config: &GateConfig, sensitive: &[String]) -> Self {
        let active = |rule: &&(usize, &OwnRule)| rule.1.weight != Weight::Off;
        let rules: Vec<(usize, &OwnRule)> = config.own.iter().enumerate().collect();
        let patterns = rules.iter().filter(active).filter_map(|(index, rule)| {
            Some((Regex::new(rule.pattern.as_deref()?).ok()?, *index, rule.weight))
        });
        let terms: Vec<(&str, usize, Weight)> = rules
            .iter()
            .filter(active)
            .flat_map(|(index, rule)| rule.terms.iter().map(|term| (term.as_str(), *index, rule.weight)))
            .collect();
        Self {
            patterns: patterns.collect(),
            terms: finder(terms.iter().map(|(term, ..)| *term)),
            owners: terms.iter().map(|(_, index, weight)| (*index, *weight)).collect(),
            sensitive: finder(sensitive.iter().map(String::as_str)),
        }
    }

    /// What the site's own rules find in `text`.
    pub fn find(&self, text: &str, hits: &mut Vec<Hit>) {
        for (pattern, index, weight) in &self.patterns {
            let found = pattern.find_iter(text).filter(|found| !found.is_empty());
            hits.extend(found.map(|found| Hit::new(Rule::Own(*index), found.range()).weighing(*weight)));
        }
        if let Some(terms) = &self.terms {
            hits.extend(terms.find_iter(text).map(|found| {
                let (index, weight) = self.owners[found.pattern().as_usize()];
                Hit::new(Rule::Own(index), found.range()).weighing(weight)
            }));
        }
    }

    /// The sensitive terms of `text`.
    pub fn sensitive(&self, text: &str, hits: &mut Vec<Hit>) {
        if let Some(sensitive) = &self.sensitive {
            hits.extend(
                sensitive.find_iter(text).map(|found| Hit::new(Rule::Reidentification, found.range())),
            );
        }
    }
}

fn finder<'a>(words: impl Iterator<Item = &'a str>) -> Option<AhoCorasick> {
    let words: Vec<&str> = words.map(str::trim).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return None;
    }
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok()
}

/// The terms of a file: one a line; lines with `#` are remarks.
pub fn terms_of(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(str::to_owned).collect()
}
