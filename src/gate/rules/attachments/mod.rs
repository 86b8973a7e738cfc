//! Files that are published beside pages: their texts, and what their metadata give away.
//!
//! [`reading::contents`] is pure: a name and bytes in, texts and findings out, so that it can be remembered
//! by the digest of both. It fails closed: what cannot be read, or is more than the limits, is a
//! finding of [`Rule::Unreadable`](crate::gate::rules::rule::Rule::Unreadable).

pub mod archive;
pub mod contents;
pub mod drawing;
pub mod image;
pub mod media;
pub mod office;
pub mod pdf;
pub mod pdf_forms;
pub mod picture;
pub mod reading;
pub mod word;
pub mod xml;
pub mod xmp;
