//! `zhiku book`: pages as one booklet to print.

use camino::Utf8PathBuf;

use crate::base::diagnostic::{Diagnostic, has_errors};
use crate::base::disk;
use crate::base::message;
use crate::build::booklet::booklet;
use crate::build::pipeline::Goal;
use crate::cli::Exit;
use crate::cli::args::{Book, Common};
use crate::cli::build::make;
use crate::cli::report::{Reporter, Warnings};
use crate::model::lookup::Found;
use crate::model::order;
use crate::model::site::{PageIndex, Site};

/// Makes the booklet and writes it to one file.
pub fn run(args: &Book, common: &Common, reporter: &Reporter) -> Exit {
    let build = match make(common, Goal::Pages, reporter) {
        Ok(build) => build,
        Err(exit) => return exit,
    };
    let Some(grounds) = build.grounds.as_ref().filter(|_| !has_errors(&build.diagnostics)) else {
        return reporter.diagnostics(&build.diagnostics, Warnings::Few);
    };
    let (pages, missing) = find(&build.site, &args.pages);
    if !missing.is_empty() {
        reporter.stop(&missing);
        return Exit::Content;
    }
    let title = args.title.clone().unwrap_or_else(|| title_of(&build.site, &pages, &grounds.words));
    let to = args.to.clone().unwrap_or_else(|| Utf8PathBuf::from("book.html"));
    let made = booklet(&build.site, grounds, &build.outputs, &pages, &title)
        .and_then(|html| disk::write_atomic(&to, html.as_bytes()).map_err(|error| error.diagnostic()));
    match made {
        Ok(()) => {
            reporter.say(&match reporter.lang {
                message::Lang::Zh => format!("已合成 {} 篇：{to}", pages.len()),
                message::Lang::En => format!("{} pages: {to}", pages.len()),
            });
            Exit::Done
        }
        Err(found) => {
            reporter.stop(&[found]);
            Exit::Environment
        }
    }
}

/// The pages by id, title or path; the name of a series stands for all its pages.
fn find(site: &Site, names: &[String]) -> (Vec<PageIndex>, Vec<Diagnostic>) {
    let mut pages = Vec::new();
    let mut missing = Vec::new();
    for name in names {
        let mut series: Vec<(i64, i64, PageIndex)> = site
            .listed()
            .filter_map(|(index, page)| {
                let (own, issue, lecture) = order::series(&site.config, page)?;
                (own == name).then_some((issue, lecture, index))
            })
            .collect();
        series.sort_unstable();
        match site.lookup.by_name(name) {
            _ if !series.is_empty() => pages.extend(series.into_iter().map(|(.., index)| index)),
            Found::Page(page) if !site.pages[page].withdrawn => pages.push(page),
            _ => missing.push(Diagnostic::new(&message::BOOK_PAGE_MISSING).with("name", name)),
        }
    }
    (pages, missing)
}

/// The series that all pages are of, else the words for any booklet.
fn title_of(site: &Site, pages: &[PageIndex], words: &crate::render::words::Words) -> String {
    let mut names =
        pages.iter().map(|page| order::series(&site.config, &site.pages[*page]).map(|series| series.0));
    match names.next().flatten() {
        Some(first) if names.all(|name| name == Some(first)) => first.to_owned(),
        _ => words.get("book_untitled").to_owned(),
    }
}
