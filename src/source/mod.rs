//! The tree of sources: which files there are, what each is, and their text.
//!
//! In goes a folder; out come files in the order of their paths, and diagnostics for what cannot
//! be read. This room knows file names and encodings, never what a page says.

pub mod decode;
pub mod overrides;
pub mod scan;
