//! zhiku（知库）: a static-site knowledge base generator made for Chinese.
//!
//! Markdown on study materials, warning-education cases, institutions and regulations goes in; out
//! comes a folder of plain files that a reader can browse on a server, on a shared drive or from a
//! USB stick, with no service behind it.
//!
//! # The way of the data
//!
//! ```text
//! files ─scan→ SourceSet ─parse→ [Document] ─assemble→ Site ─project→ views ─render→ pages ┐
//!                                                        └─entries→ [SearchEntry] ─index→ shards ┤
//!        published folder ←apply─ Plan ←plan─ (Manifest, OutputSet) ←────────────────────────────┘
//! ```
//!
//! Only [`source`] and [`publish`] meet the disk, and both through [`base::disk`]. Parsing is total:
//! a bad page is a [`markup::document::Document`] with diagnostics. [`model::assemble`] alone knows
//! the order of the model's phases, [`build::pipeline`] alone names all stages.
//!
//! # The rooms
//!
//! A module uses only those below it; `render` and `search` do not know each other.
//! `tests/architecture.rs` reads the `use` lines and holds this.
//!
//! | from the top | what it does |
//! |---|---|
//! | [`cli`] | arguments, one file per command, the only place that prints |
//! | [`serve`] | a snapshot of the output over HTTP; watching, rebuilding, live reload |
//! | [`build`] | the pipeline, what it remembers, what ran and why; search entries from the model |
//! | [`publish`] | output set, manifest, survey, plan, apply, verify |
//! | [`render`] and [`search`] | views, Tera, feeds; analyzer, Tantivy, ranking, shards |
//! | [`gate`] | what may be published: scopes; rules over texts, fields, names and attachments; reviews, the record |
//! | [`model`] | pages and the site: routes, relations, facets, navigation |
//! | [`markup`] | front matter, Markdown to a document, HTML |
//! | [`law`] | the grammar of law, pure: article numbers, structure, citations, editions, alignment |
//! | [`source`] | scanning a tree, classifying files, decoding text |
//! | [`config`] | `site.toml`, content types and vocabularies as data |
//! | [`text`] | folding, numerals, pinyin, slugs |
//! | [`base`] | digests, spans, diagnostics, dates, paths; the disk |
//!
//! # What always holds
//!
//! - **Same input, same bytes**, on any machine and in any order of files: every collection that
//!   reaches an output is ordered, no clock, locale or absolute path reaches one.
//! - **A template sees one view value** ([`render::view`]) and can ask the site for nothing.
//! - **A broken build never touches the published site**: errors leave the set of outputs empty,
//!   files are written whole or not at all, the manifest last.
//! - **No silent failure**: whatever cannot be read, resolved or published is a
//!   [`base::diagnostic::Diagnostic`] with a stable code, a place and a remedy.
//! - **Files that the program did not write are never touched.**
//! - The published site asks the network for nothing.
//!
//! # Where to change what
//!
//! - a field, a type, a vocabulary: `src/config/builtin/*.toml`
//! - a message: [`base::message`], and its row in the handbook
//! - what Markdown means: [`markup::markdown`], cases in `tests/markup/`
//! - where a page is published: [`model::routes`]
//! - what a page shows: its view in [`render::view`], its projection in [`render::project`] or
//!   [`render::lists`], its template in `theme/templates`
//! - a word of the interface: `theme/i18n/zh-CN.toml` and `en.toml`
//! - a command: a file in `src/cli`

#![warn(clippy::disallowed_methods, clippy::print_stderr, clippy::print_stdout, clippy::unwrap_used)]

pub mod base;
pub mod build;
pub mod cli;
pub mod config;
pub mod gate;
pub mod law;
pub mod markup;
pub mod model;
pub mod publish;
pub mod render;
pub mod search;
pub mod serve;
pub mod source;
pub mod text;
