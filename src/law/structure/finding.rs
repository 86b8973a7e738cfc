//! What the recogniser has to say about a text that does not run in order.

use crate::law::number::ArticleNo;
use crate::law::structure::opening::DivisionKind;

/// Something that looks like an article or a division and breaks the sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was found.
    pub kind: FindingKind,
    /// The line, by its place in the input.
    pub line: usize,
    /// Where the line starts in the source, in bytes.
    pub offset: usize,
}

/// The ways in which a sequence breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingKind {
    /// The first article is not 第一条.
    StartsLate {
        /// The number met.
        found: ArticleNo,
    },
    /// Numbers are left out.
    Gap {
        /// The article before.
        after: ArticleNo,
        /// The number met.
        found: ArticleNo,
    },
    /// Numbers are left out, and the first of them stands within a line of the article before.
    Buried {
        /// The number within the line.
        found: ArticleNo,
    },
    /// A number stands a second time.
    Repeat {
        /// The number met again.
        found: ArticleNo,
    },
    /// A number smaller than the one before, not met yet.
    Backward {
        /// The article before.
        after: ArticleNo,
        /// The number met.
        found: ArticleNo,
    },
    /// 第一条 again without the heading of an attachment: another text begins.
    Restart {
        /// The last article of the text before.
        after: ArticleNo,
    },
    /// An article quoted inside another text; it was not taken as an article.
    Quoted {
        /// The number quoted.
        found: ArticleNo,
    },
    /// A division's number does not follow the one before.
    DivisionGap {
        /// What is numbered.
        kind: DivisionKind,
        /// The number before, 0 at the start.
        after: u32,
        /// The number met.
        found: u32,
    },
}
