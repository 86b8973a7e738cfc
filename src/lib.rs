//! zhiku（知库）: a static-site knowledge base generator made for Chinese.

pub mod base;
pub mod config;
pub mod law;
pub mod markup;
pub mod search;
pub mod source;
pub mod text;
