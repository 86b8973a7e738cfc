//! Which lines are a table of contents.
//!
//! A table of contents repeats headings of the text, so each of its lines stands once more further
//! down. It follows a line 目录, or is a run of headings with nothing between them.

use std::collections::BTreeMap;

use crate::law::structure::lines::{Line, is_blank};
use crate::law::structure::opening::Opening;

/// Shortest run of headings, without 目录 above it, that is taken for a table of contents.
const SHORTEST_RUN: usize = 3;

/// Longest entry that is no numbered heading, in characters.
const LONGEST_ENTRY: usize = 30;

/// Says for each line whether it belongs to a table of contents.
pub(super) fn contents(lines: &[Line<'_>], openings: &[Opening]) -> Vec<bool> {
    let mut inside = vec![false; lines.len()];
    let is_division = |opening: &Opening| matches!(opening, Opening::Division { .. });
    let may_have = openings.contains(&Opening::Contents)
        || openings.windows(SHORTEST_RUN).any(|run| run.iter().all(is_division));
    if !may_have {
        return inside;
    }
    let last = last_by_key(lines, openings);
    let repeated = |i: usize| key(&lines[i], &openings[i]).is_some_and(|key| last[&key] > i);
    let mut i = 0;
    while i < lines.len() {
        let titled = openings[i] == Opening::Contents;
        let start = i + usize::from(titled);
        let titled_end = titled.then(|| titled_end(start, lines, openings, &repeated)).flatten();
        let end = titled_end.unwrap_or_else(|| run_end(start, lines, openings, &repeated));
        let long = end - start >= SHORTEST_RUN;
        if titled || long {
            inside[i..end].fill(true);
        }
        i = end.max(i + 1);
    }
    inside
}

/// Where the first entry under 目录 comes again, if nothing but entries stand between.
fn titled_end(
    start: usize,
    lines: &[Line<'_>],
    openings: &[Opening],
    repeated: &impl Fn(usize) -> bool,
) -> Option<usize> {
    let first = &lines.get(start)?.text;
    for i in start + 1..lines.len() {
        if is_same(&lines[i].text, first) {
            return Some(i);
        }
        let entry = match openings[i] {
            Opening::Contents => false,
            Opening::Division { .. } | Opening::Mark { .. } => true,
            Opening::Article { .. } => repeated(i),
            _ => lines[i].text.chars().count() <= LONGEST_ENTRY,
        };
        if !entry {
            return None;
        }
    }
    None
}

fn run_end(
    start: usize,
    lines: &[Line<'_>],
    openings: &[Opening],
    repeated: &impl Fn(usize) -> bool,
) -> usize {
    let again = |i: usize| i > start && is_same(&lines[i].text, &lines[start].text);
    (start..lines.len())
        .find(|i| !repeated(*i) || openings[*i] == Opening::Contents || again(*i))
        .unwrap_or(lines.len())
}

fn last_by_key(lines: &[Line<'_>], openings: &[Opening]) -> BTreeMap<String, usize> {
    lines
        .iter()
        .zip(openings)
        .enumerate()
        .filter_map(|(i, (line, opening))| Some((key(line, opening)?, i)))
        .collect()
}

/// What a line of a table of contents and the heading have in common; `None` for other lines.
fn key(line: &Line<'_>, opening: &Opening) -> Option<String> {
    match opening {
        Opening::Division { .. } => Some(normal(&line.text).collect()),
        Opening::Article { no, .. } => Some(no.anchor()),
        Opening::Text if line.text.chars().count() <= LONGEST_ENTRY => Some(normal(&line.text).collect()),
        _ => None,
    }
}

/// The characters of a heading without blanks, leaders and page numbers.
fn normal(text: &str) -> impl Iterator<Item = char> {
    text.trim_end_matches(|c: char| c.is_ascii_digit() || is_blank(c) || "….·—-".contains(c))
        .chars()
        .filter(|c| !is_blank(*c))
}

/// Whether two lines are one heading.
fn is_same(line: &str, other: &str) -> bool {
    normal(line).eq(normal(other))
}
