//! Issuer and date under the text, which are no 款 of the last article.

use crate::law::structure::lines::{Line, LineKind, is_blank};
use crate::law::structure::opening::Opening;
use crate::law::structure::tree::{Role, Structure};

/// Most lines above the date that may name issuers.
const MOST_ISSUERS: usize = 4;

/// Longest name of an issuer, in characters.
const LONGEST_ISSUER: usize = 30;

/// Turns a date at the end of the text, and short lines above it, into the signature.
pub(super) fn take_signature(lines: &[Line<'_>], openings: &[Opening], out: &mut Structure) {
    let Some(date) = lines.len().checked_sub(1) else { return };
    if openings[date] != Opening::Date || !is_free(out.roles[date]) {
        return;
    }
    let above = (0..date).rev().take(MOST_ISSUERS);
    let issuers = above.take_while(|i| is_issuer(&lines[*i]) && is_free(out.roles[*i])).count();
    let first = date - issuers;
    out.roles[first..].fill(Role::Signature);
    if let Some(article) = out.articles.last_mut() {
        article.lines.end = article.lines.end.min(first);
        article.paragraphs.retain(|paragraph| paragraph.line < first);
    }
}

fn is_free(role: Role) -> bool {
    matches!(role, Role::Paragraph(..) | Role::Inside(_) | Role::Loose | Role::Preamble)
}

fn is_issuer(line: &Line<'_>) -> bool {
    let text = line.text.trim_matches(is_blank);
    line.kind == LineKind::Paragraph
        && text.chars().count() <= LONGEST_ISSUER
        && !text.contains(['。', '；', '，', '：', ':', '”'])
}
