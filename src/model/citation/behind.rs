//! Numbers right behind a link: `[监督办法](…)第三条` is the third article of the page that the link
//! leads to.
//!
//! The words of the link stay as they are; the number becomes a link of its own. What stands behind a
//! link that leads to no text of law belongs to no text that could be told, the page itself least of all.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::law::citation::{Citation, Form, Target, Unresolved, articles_at};
use crate::markup::body::{Body, Element, Op};

/// A citation behind a link of the body, which says what text it is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behind {
    /// The block it stands in.
    pub block: u32,
    /// The link before it.
    pub link: u32,
    /// Its places, in bytes of the text of the body.
    pub citation: Citation,
}

/// Where the words of links end in the text of `body`, rising, and which links they are.
pub(super) fn ends(body: &Body) -> Vec<(usize, u32)> {
    let mut ends = Vec::new();
    if body.links.is_empty() {
        return ends;
    }
    let mut last = 0;
    for op in &body.ops {
        match op {
            Op::Text { text, .. } | Op::Code(text) => last = text.end as usize,
            Op::Close(Element::Link(link)) => ends.push((last, *link)),
            _ => {}
        }
    }
    ends
}

/// What stands behind the links that end within `range`, the text of a block.
pub(super) fn within(body: &Body, block: u32, range: Range<usize>, ends: &[(usize, u32)]) -> Vec<Behind> {
    let from = ends.partition_point(|(end, _)| *end <= range.start);
    let own = ends[from..].iter().take_while(|(end, _)| *end < range.end);
    own.filter_map(|(end, link)| {
        Some(Behind { block, link: *link, citation: read(&body.text[..range.end], *end)? })
    })
    .collect()
}

/// Reads the places that stand right at `end`, or behind a title mark that closes there.
fn read(text: &str, end: usize) -> Option<Citation> {
    let rest = &text[end..];
    let at = text.len() - rest.strip_prefix('》').unwrap_or(rest).len();
    let (places, to) = articles_at(text, at).filter(|_| text[at..].starts_with(['第', '的', '中', '之']))?;
    let start = places.first()?.range.start;
    let target = Target::Unresolved(Unresolved::UnknownTitle);
    Some(Citation { range: start..to, form: Form::Article, target, edition: None, places })
}
