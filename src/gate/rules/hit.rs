//! What a recogniser found, in the normalised text.

use std::ops::Range;

use crate::config::gate::Weight;
use crate::gate::rules::rule::Rule;

/// A finding of a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Bytes of the normalised text: first by start.
    pub start: usize,
    /// Behind the last byte.
    pub end: usize,
    /// The rule.
    pub rule: Rule,
    /// What it does, where that differs from the rule's own weight.
    pub weight: Option<Weight>,
}

impl Hit {
    /// A finding of `rule` at `range`, weighing as the rule does.
    pub fn new(rule: Rule, range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end, rule, weight: None }
    }

    /// The same weighing `weight`.
    #[must_use]
    pub fn weighing(mut self, weight: Weight) -> Self {
        self.weight = Some(weight);
        self
    }

    /// Its bytes.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Rules of numbers, the surest first: a number is said once.
const NUMBERS: [Rule; 7] = [
    Rule::IdNumber,
    Rule::CreditCode,
    Rule::BankCard,
    Rule::Phone,
    Rule::Landline,
    Rule::Plate,
    Rule::Passport,
];

/// Puts `hits` in order and leaves out what a surer or longer finding covers.
pub fn settle(mut hits: Vec<Hit>) -> Vec<Hit> {
    let sureness = |rule: Rule| NUMBERS.iter().position(|known| *known == rule);
    hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end), sureness(hit.rule), hit.rule));
    hits.dedup();
    let mut kept: Vec<Hit> = Vec::with_capacity(hits.len());
    for hit in hits {
        let (mut covered, own) = (false, sureness(hit.rule));
        while let Some(last) = kept.last() {
            let overlaps = last.end > hit.start;
            match (sureness(last.rule), own) {
                (Some(before), Some(own)) if overlaps && before <= own => covered = true,
                (Some(_), Some(_)) if overlaps => {
                    kept.pop();
                    continue;
                }
                _ => covered = overlaps && last.rule == hit.rule,
            }
            break;
        }
        if !covered {
            kept.push(hit);
        }
    }
    kept
}
