//! What is said of a text whose articles or chapters do not run in order.

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::span::Span;
use crate::law::structure::{DivisionKind, Finding, FindingKind};
use crate::text::numeral;

/// Longest number that a place marks, in characters.
const LONGEST_NUMBER: usize = 14;

/// What to say of `finding` in the file `source`, and where.
pub fn report(finding: &Finding, source: &str) -> (Span, Diagnostic) {
    let rest = source.get(finding.offset..).unwrap_or_default();
    let number = rest.split(char::is_whitespace).next().unwrap_or_default();
    let len: usize = number.chars().take(LONGEST_NUMBER).map(char::len_utf8).sum();
    (Span::new(finding.offset, finding.offset + len), diagnostic(finding.kind))
}

fn diagnostic(kind: FindingKind) -> Diagnostic {
    match kind {
        FindingKind::StartsLate { found } => {
            let nothing = Diagnostic::new(&message::ARTICLE_GAP).with("found", found);
            nothing.with_words("after", "正文开头", "the beginning")
        }
        FindingKind::Gap { after, found } => {
            Diagnostic::new(&message::ARTICLE_GAP).with("after", after).with("found", found)
        }
        FindingKind::Buried { found } => Diagnostic::new(&message::ARTICLE_BURIED).with("found", found),
        FindingKind::Repeat { found } => Diagnostic::new(&message::ARTICLE_REPEAT).with("found", found),
        FindingKind::Backward { after, found } => {
            Diagnostic::new(&message::ARTICLE_BACKWARD).with("after", after).with("found", found)
        }
        FindingKind::Restart { after } => Diagnostic::new(&message::ARTICLE_RESTART).with("after", after),
        FindingKind::Quoted { found } => Diagnostic::new(&message::ARTICLE_QUOTED).with("found", found),
        FindingKind::DivisionGap { kind, after, found } => {
            let before = match after {
                0 => ["这一层的开头".to_owned(), "the beginning of this level".to_owned()],
                after => [division(kind, after), division(kind, after)],
            };
            Diagnostic::new(&message::DIVISION_GAP)
                .with("found", division(kind, found))
                .with_words("after", &before[0], &before[1])
        }
    }
}

fn division(kind: DivisionKind, number: u32) -> String {
    let unit = match kind {
        DivisionKind::Part => "编",
        DivisionKind::Subpart => "分编",
        DivisionKind::Chapter | DivisionKind::Plain => "章",
        DivisionKind::Section => "节",
    };
    format!("第{}{unit}", numeral::to_chinese(u64::from(number)))
}
