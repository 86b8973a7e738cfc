//! `zhiku schema`: JSON Schema for editor programs.

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::nearest::nearest;
use crate::base::{disk, span::Place};
use crate::cli::Exit;
use crate::cli::args::{Common, Schema};
use crate::cli::report::Reporter;
use crate::config::registry::Registry;
use crate::config::{schema, site::SiteConfig};

/// Prints the schema; types and vocabularies of a `site.toml` count where there is one.
pub fn run(args: &Schema, common: &Common, reporter: &Reporter) -> Exit {
    let registry = match registry(common) {
        Ok(registry) => registry,
        Err(found) => return reporter.stop(&found),
    };
    let by_label = || registry.types.values().find(|known| known.label == args.subject);
    let value = match args.subject.as_str() {
        "page" => schema::front_matter(&registry),
        "site" => schema::site(&registry),
        name => match registry.types.get(name).or_else(by_label) {
            Some(content_type) => schema::of_type(content_type, &registry.vocabularies),
            None => {
                let mut known: Vec<&str> = registry.types.keys().map(String::as_str).collect();
                known.push("site");
                let found = Diagnostic::new(&message::UNKNOWN_TYPE)
                    .with("type", name)
                    .with("known", known.join(", "))
                    .nearest(nearest(name, known.iter().copied()));
                reporter.stop(&[found]);
                return Exit::Usage;
            }
        },
    };
    reporter.print(&format!("{value:#}"));
    Exit::Done
}

fn registry(common: &Common) -> Result<Registry, Vec<Diagnostic>> {
    let path = common.root.join("site.toml");
    let Some(bytes) = disk::read_optional(&path).map_err(|error| vec![error.diagnostic()])? else {
        return Ok(Registry::builtin());
    };
    let text =
        crate::source::decode::decode(bytes).map_err(|found| vec![found.at(Place::file("site.toml"))])?;
    let (config, found) = SiteConfig::read("site.toml", &text);
    if found.is_empty() { Ok(config.registry) } else { Err(found) }
}
