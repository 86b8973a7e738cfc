//! `site.toml`, content types and vocabularies: what a site is set up to be, as data.
//!
//! In goes the text of `site.toml` and of front matter; out come checked, typed values with the
//! spans they stood at. One checker serves both: [`check`] holds a tree of [`node`]s against
//! definitions of [`field`]s. This room reads no files and knows nothing of pages.

pub mod builtin;
pub mod check;
pub mod colour;
pub mod field;
pub mod gate;
pub mod node;
pub mod registry;
pub mod schema;
pub mod scopes;
pub mod site;
pub mod value;
