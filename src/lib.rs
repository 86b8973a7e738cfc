//! zhiku（知库）: a static-site knowledge base generator made for Chinese.

pub mod base;
pub mod build;
pub mod cli;
pub mod config;
pub mod law;
pub mod markup;
pub mod model;
pub mod publish;
pub mod render;
pub mod search;
pub mod serve;
pub mod source;
pub mod text;
