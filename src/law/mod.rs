//! The grammar of law, pure: article numbers, structure, citations, editions, alignment of two texts.
//!
//! Comes in: plain text and dates. Goes out: typed values with byte ranges. This room never reads a
//! file, a clock or a page, and knows nothing of Markdown, routes or templates.

pub mod alignment;
pub mod citation;
pub mod commencement;
pub mod difference;
pub mod edition;
pub mod kept;
pub mod number;
pub mod quotation;
pub mod structure;
