//! Names of pages: how a query that names one finds it.

/// The words before the name of nearly every national law, which nobody types.
pub const STATE: &str = "中华人民共和国";
