//! `zhiku review`: what a reviewer signs.

use camino::Utf8Path;

use crate::base::diagnostic::{Diagnostic, Lang, has_errors};
use crate::base::path::ContentPath;
use crate::base::{disk, message};
use crate::build::memory::Memory;
use crate::build::pipeline::{self, Goal};
use crate::cli::Exit;
use crate::cli::args::{Common, Review};
use crate::cli::report::{Reporter, Warnings};
use crate::gate::review;
use crate::markup::document::Document;
use crate::markup::front_matter;
use crate::model::record::Occasion;
use crate::source::decode::decode;

/// Prints the line of front matter that says who reviewed the page and what it said then; with
/// `--write` puts it there. Nothing else of the page is changed.
pub fn run(args: &Review, common: &Common, reporter: &Reporter) -> Exit {
    let (document, source) = match read(args, common) {
        Ok(found) => found,
        Err(found) => return reporter.stop(&found),
    };
    if has_errors(&document.diagnostics) {
        return reporter.diagnostics(&document.diagnostics, Warnings::All);
    }
    let files = match files(common, &document) {
        Ok(files) => files,
        Err(found) => return reporter.stop(&found),
    };
    let line = line(args, common, &document, &files, source.trim_start().starts_with("+++"));
    if !args.write {
        reporter.print(&line);
        return Exit::Done;
    }
    let Some(signed) = signed(&source, &line) else {
        let found = Diagnostic::new(&message::NO_FRONT_MATTER);
        return reporter.stop(&[found.at(document.place_of("review"))]);
    };
    if let Err(error) = disk::write_atomic(&args.page, signed.as_bytes()) {
        return reporter.stop(&[error.diagnostic()]);
    }
    reporter.say(&match reporter.lang {
        Lang::Zh => format!("已写入 {}：\n{line}", args.page),
        Lang::En => format!("written to {}:\n{line}", args.page),
    });
    Exit::Done
}

fn read(args: &Review, common: &Common) -> Result<(Document, String), Vec<Diagnostic>> {
    let request = common.request();
    let config = pipeline::configuration(&request)?;
    let one = |found: Diagnostic| vec![found];
    let root = disk::real(&request.content);
    let path = disk::real(&args.page);
    let outside = || one(Diagnostic::new(&message::NO_CONTENT).with("path", &args.page));
    let relative = path.strip_prefix(&root).map_err(|_| outside())?;
    let bytes = disk::read(&args.page).map_err(|error| one(error.diagnostic()))?;
    let source = decode(bytes).map_err(one)?;
    let is_index = args.page.file_stem() == Some("_index");
    let document = Document::parse(content_path(relative), source.clone(), is_index, &config);
    Ok((document, source))
}

fn content_path(relative: &Utf8Path) -> ContentPath {
    ContentPath::new(relative.as_str())
}

/// The digests of all files of the page that `document` is, in every scope.
fn files(common: &Common, document: &Document) -> Result<Vec<String>, Vec<Diagnostic>> {
    let mut request = common.request();
    let config = pipeline::configuration(&request)?;
    request.scope = config.scopes.names().last().map(|scope| (*scope).to_owned());
    request.occasion = Occasion::Preview;
    let build = pipeline::pages(&mut Memory::default(), &request, Goal::Check, &|_| {})?;
    let page = build.site.pages.iter().find(|page| page.document.path == document.path);
    Ok(page.map_or_else(Vec::new, |page| review::files(&build.site, page).into_iter().flatten().collect()))
}

/// The review as one line of YAML or TOML.
fn line(args: &Review, common: &Common, document: &Document, files: &[String], is_toml: bool) -> String {
    let on = args.on.unwrap_or(common.request().as_of);
    let mut parts = vec![("by", quoted(&args.by)), ("on", on.to_string())];
    parts.extend(args.basis.as_deref().map(|basis| ("basis", quoted(basis))));
    parts.push(("digest", quoted(document.content_digest.as_deref().unwrap_or_default())));
    if !files.is_empty() {
        let files: Vec<String> = files.iter().map(|file| quoted(file)).collect();
        parts.push(("files", format!("[{}]", files.join(", "))));
    }
    let joint = if is_toml { " = " } else { ": " };
    let inner: Vec<String> = parts
        .iter()
        .map(|(name, value)| {
            // A date stands bare in YAML; in TOML it is read as text.
            let value = if is_toml && *name == "on" { quoted(value) } else { value.clone() };
            format!("{name}{joint}{value}")
        })
        .collect();
    format!("review{joint}{{{}}}", inner.join(", "))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// `source` with `line` for its review: in the place of the one it has, else at the head of the
/// front matter. Every other byte stays.
fn signed(source: &str, line: &str) -> Option<String> {
    let front = front_matter::read(source).ok()?;
    let end = if source.contains("\r\n") { "\r\n" } else { "\n" };
    let known =
        front.fields.entries().iter().find(|(key, _)| ["review", "审核"].contains(&key.text.as_str()));
    let (from, to) = match known {
        Some((key, _)) => {
            let from = source[..key.span.start].rfind('\n').map_or(0, |at| at + 1);
            // The review goes on over the lines that are indented below it.
            let mut to = from + line_length(&source[from..]);
            while source[to..front.body].starts_with([' ', '\t']) {
                to += line_length(&source[to..]);
            }
            (from, to)
        }
        None => {
            let head = front.head.end + line_length(&source[front.head.end..]);
            (head, head)
        }
    };
    Some(format!("{}{line}{end}{}", &source[..from], &source[to..]))
}

fn line_length(text: &str) -> usize {
    text.find('\n').map_or(text.len(), |at| at + 1)
}
