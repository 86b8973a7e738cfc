//! Release scopes: what is above the scope of a build is taken away before anything is assembled.
//!
//! Marked passages and values of the front matter left when each file was parsed
//! ([`crate::markup::passages`], [`crate::markup::scoped`]). Here pages leave, and with them every
//! link and field that names them, empty sections, and files that they alone refer to.

mod embeds;
mod names;
mod scopes;
mod unlink;

use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::config::site::SiteConfig;
use crate::gate::scope::names::Names;
use crate::markup::document::Document;
use crate::source::scan::SourceFile;

/// The documents of a build.
#[derive(Debug, Default)]
pub struct Admitted {
    /// Those in its scope, without a word of the others.
    pub documents: Vec<Arc<Document>>,
    /// How many are above it.
    pub withheld: usize,
    /// What is wrong with scopes, in what is withheld too.
    pub diagnostics: Vec<Diagnostic>,
}

/// Admits of `documents`, which are in the order of their paths, what the scope of the build holds,
/// and leaves in `config` the sections that have something to show.
pub fn admit(config: &mut SiteConfig, mut documents: Vec<Arc<Document>>, files: &[SourceFile]) -> Admitted {
    scopes::settle(config, &mut documents);
    let mut diagnostics = embeds::check(config, &documents, files);
    if config.scopes.is_everything() {
        return Admitted { documents, withheld: 0, diagnostics };
    }
    let (mut inside, outside): (Vec<Arc<Document>>, Vec<Arc<Document>>) =
        documents.into_iter().partition(|document| config.scopes.admits(document.scope.as_deref()));
    diagnostics
        .extend(outside.iter().flat_map(|document| &document.diagnostics).filter(is_of_scope).cloned());
    let sections = scopes::leave_out_sections(config, &inside);
    let names = Names::of(config, &inside, &outside, &sections);
    inside = unlink::unlink(config, inside, &names);
    Admitted { documents: inside, withheld: outside.len(), diagnostics }
}

/// Whether a fault leaves it open who may see the page: such a one blocks though the page is
/// withheld.
fn is_of_scope(found: &&Diagnostic) -> bool {
    let unread = [
        &message::NO_FRONT_MATTER,
        &message::UNCLOSED_FRONT_MATTER,
        &message::YAML_SYNTAX,
        &message::TOML_SYNTAX,
        &message::DUPLICATE_FIELD,
    ];
    let names_scope = || found.values.iter().any(|(_, [value, _])| value == "release_scope");
    let marks =
        [&message::UNKNOWN_SCOPE, &message::SCOPE_MARK, &message::SCOPE_UNCLOSED, &message::SCOPE_NOT_OPEN];
    unread.contains(&found.message) || marks.contains(&found.message) || names_scope()
}
