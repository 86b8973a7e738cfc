//! Footnotes that a cut tore apart: a mark whose note is above the scope of the build, and a note
//! whose marks are. Both leave, so that a build says nothing of either.

use std::collections::BTreeSet;

use crate::base::span::Span;

/// Takes from `text`, what a cut left, the halves of footnotes whose other halves are in `lost`,
/// and moves `spans` of it along. Ends of lines stay.
pub fn leave_out<'s>(text: &mut String, spans: impl Iterator<Item = &'s mut Span>, lost: &str) {
    if !lost.contains("[^") || !text.contains("[^") {
        return;
    }
    let (gone, left) = (Notes::of(lost), Notes::of(text));
    let (gone_notes, left_notes) = (labels(&gone.definitions), labels(&left.definitions));
    let (gone_marks, left_marks) = (labels(&gone.marks), labels(&left.marks));
    let mut edits: Vec<Span> = Vec::new();
    for (label, span) in &left.marks {
        if gone_notes.contains(label.as_str()) && !left_notes.contains(label.as_str()) {
            edits.push(*span);
        }
    }
    for (label, span) in &left.definitions {
        if gone_marks.contains(label.as_str()) && !left_marks.contains(label.as_str()) {
            edits.extend(lines_of(text, *span));
        }
    }
    edits.sort();
    edits.dedup();
    for edit in edits.iter().rev() {
        text.replace_range(edit.start..edit.end, "");
    }
    let moved = |at: usize| {
        let before = edits.iter().map(|edit| edit.end.min(at).saturating_sub(edit.start.min(at)));
        at - before.sum::<usize>()
    };
    for span in spans {
        *span = Span::new(moved(span.start), moved(span.end));
    }
}

/// The footnotes of a text, by their labels in small letters.
#[derive(Debug, Default)]
struct Notes {
    marks: BTreeSet<(String, Span)>,
    /// With the first line of each.
    definitions: BTreeSet<(String, Span)>,
}

impl Notes {
    fn of(text: &str) -> Self {
        let mut notes = Self::default();
        let (mut at, mut fence) = (0, false);
        for line in text.split_inclusive('\n') {
            let start = line.trim_start();
            fence ^= start.starts_with("```") || start.starts_with("~~~");
            if !fence {
                notes.line(line, at);
            }
            at += line.len();
        }
        notes
    }

    fn line(&mut self, line: &str, at: usize) {
        let indent = line.len() - line.trim_start().len();
        let mut from = 0;
        while let Some(start) = line[from..].find("[^").map(|start| from + start) {
            let inner = &line[start + 2..];
            let Some(length) = inner.find([']', '[', '\n']).filter(|end| inner[*end..].starts_with(']'))
            else {
                from = start + 2;
                continue;
            };
            let (label, end) = (inner[..length].to_lowercase(), start + 2 + length + 1);
            match start == indent && line[end..].starts_with(':') {
                true => {
                    let words = line.trim_end_matches(['\n', '\r']).len();
                    self.definitions.insert((label, Span::new(at, at + words)));
                }
                false => {
                    self.marks.insert((label, Span::new(at + start, at + end)));
                }
            }
            from = end;
        }
    }
}

fn labels(notes: &BTreeSet<(String, Span)>) -> BTreeSet<&str> {
    notes.iter().map(|(label, _)| label.as_str()).collect()
}

/// The words of the lines of the note that begins with the line at `first`: to a blank line, and on
/// where the next is indented.
fn lines_of(text: &str, first: Span) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut at = first.start;
    let mut blank = false;
    for line in text[first.start..].split_inclusive('\n') {
        let words = line.trim_end_matches(['\n', '\r']);
        let is_blank = words.trim().is_empty();
        let is_first = at == first.start;
        let goes_on = if blank { words.starts_with("    ") } else { !words.trim_start().starts_with("[^") };
        if !is_first && !is_blank && !goes_on {
            break;
        }
        if !is_blank {
            lines.push(Span::new(at, at + words.len()));
        }
        blank = is_blank;
        at += line.len();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str, lost: &str) -> String {
        let mut text = text.to_owned();
        leave_out(&mut text, std::iter::empty(), lost);
        text
    }

    #[test]
    fn both_halves_leave() {
        assert_eq!(left("甲[^一]乙[^二]。\n\n[^二]: 注", "[^一]: 内部的注\n"), "甲乙[^二]。\n\n[^二]: 注");
        assert_eq!(
            left("甲。\n\n[^一]: 注一\n接着\n\n    还有\n\n乙。", "内部的话[^一]。\n"),
            "甲。\n\n\n\n\n\n\n乙。"
        );
    }

    #[test]
    fn what_is_whole_stays() {
        for (text, lost) in [
            ("甲[^一]。\n\n[^一]: 注", "乙[^一]。"),
            ("甲[^一]。", "乙。"),
            ("```\n甲[^一]\n```\n[^", "[^一]: 注"),
            ("甲[^一]。\n\n[^一]: 注", "[^一]: 另一注"),
        ] {
            assert_eq!(left(text, lost), text);
        }
    }

    #[test]
    fn spans_move_along() {
        let mut text = "甲[^a]乙\n丙\n".to_owned();
        let at = text.find('丙').unwrap();
        let mut span = Span::new(at, at + 3);
        leave_out(&mut text, std::iter::once(&mut span), "[^A]: 注\n");
        assert_eq!(&text[span.start..span.end], "丙");
    }
}
