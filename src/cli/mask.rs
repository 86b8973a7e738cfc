//! `zhiku mask`: proposes a masked text as a difference; the file stays as it is.

use crate::base::disk;
use crate::base::path::ContentPath;
use crate::base::span::Place;
use crate::cli::Exit;
use crate::cli::args::{Common, Mask};
use crate::cli::report::Reporter;
use crate::config::site::SiteConfig;
use crate::gate::rules::propose::{masked, unified};
use crate::markup::document::Document;
use crate::source::decode::decode;

/// Prints the difference between the file and its masked form.
pub fn run(args: &Mask, common: &Common, reporter: &Reporter) -> Exit {
    let text = match disk::read(&args.file) {
        Ok(bytes) => match decode(bytes) {
            Ok(text) => text,
            Err(found) => return reporter.stop(&[found.at(Place::file(args.file.as_str()))]),
        },
        Err(error) => return reporter.stop(&[error.diagnostic()]),
    };
    let site = disk::read_optional(&common.root.join("site.toml")).ok().flatten();
    let site = site.and_then(|bytes| decode(bytes).ok()).unwrap_or_default();
    let (mut config, _) = SiteConfig::read("site.toml", &site);
    // What a build leaves out is masked too.
    if let Some(narrowest) = config.scopes.names().last().cloned() {
        config.scopes.limit_to(&narrowest);
    }
    let content = disk::real(&common.request().content);
    let file = disk::real(&args.file);
    let relative = file.strip_prefix(&content).map_or_else(|_| args.file.clone(), |path| path.to_owned());
    let document = Document::parse(ContentPath::new(relative.as_str()), text.clone(), false, &config);
    let proposed = masked(&document, &text, &config.gate);
    match unified(args.file.as_str(), &text, &proposed) {
        Some(difference) => reporter.print(difference.trim_end_matches('\n')),
        None => reporter.say(reporter.words("没有要遮盖的内容", "there is nothing to mask")),
    }
    Exit::Done
}
