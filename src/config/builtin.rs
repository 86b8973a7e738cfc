//! The types, vocabularies and site fields that come with the program, as TOML.

use crate::config::node::{self, Node};

fn embedded(name: &str, text: &str) -> Node {
    node::from_toml(text).unwrap_or_else(|fault| panic!("the built-in {name} is sound: {fault:?}"))
}

/// The fields that every page may carry.
pub fn common() -> Node {
    embedded("common.toml", include_str!("builtin/common.toml"))
}

/// The content types.
pub fn types() -> Node {
    embedded("types.toml", include_str!("builtin/types.toml"))
}

/// The vocabularies.
pub fn vocabularies() -> Node {
    embedded("vocabularies.toml", include_str!("builtin/vocabularies.toml"))
}

/// The fields of `site.toml`.
pub fn site() -> Node {
    embedded("site.toml", include_str!("builtin/site.toml"))
}
