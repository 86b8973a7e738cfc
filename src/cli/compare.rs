//! `zhiku compare`: what became of each article between two editions of a work.

use serde_json::{Value, json};

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::build::pipeline::Goal;
use crate::cli::Exit;
use crate::cli::args::{Common, Compare};
use crate::cli::build::make;
use crate::cli::report::Reporter;
use crate::law::alignment::Pair;
use crate::model::comparing::compare;
use crate::model::comparisons::Comparison;
use crate::model::lookup::Found;
use crate::model::site::{PageIndex, Site};
use crate::render::compare::name_of;

/// Prints the alignment of two editions, the earlier first.
pub fn run(args: &Compare, common: &Common, reporter: &Reporter) -> Exit {
    let build = match make(common, Goal::Check, reporter) {
        Ok(build) => build,
        Err(exit) => return exit,
    };
    let site = &build.site;
    let (work, _) = args.old.split_once('@').unwrap_or((&args.old, ""));
    let two = [page(site, work, &args.old), page(site, work, &args.new)];
    let comparison = match two {
        [Some(one), Some(other)] if one != other => compare(site, one, other),
        _ => None,
    };
    let Some(comparison) = comparison else {
        let known = versions(site, work);
        let found = Diagnostic::new(&message::NO_SUCH_EDITIONS)
            .with("target", format!("{} {}", args.old, args.new))
            .with_words("known", &known.join("、"), &known.join(", "));
        reporter.stop(&[found]);
        return Exit::Usage;
    };
    if args.json {
        reporter.print(&as_json(site, &comparison).to_string());
    } else {
        show(site, &comparison, reporter);
    }
    Exit::Done
}

/// The edition that words such as `监察法@2018` or `@2024` mean.
fn page(site: &Site, work: &str, asked: &str) -> Option<PageIndex> {
    let (name, version) = asked.split_once('@')?;
    let name = if name.trim().is_empty() { work } else { name };
    let Found::Page(page) = site.lookup.by_name(name) else { return None };
    let (_, work) = site.editions.of_page(page)?;
    work.named(version.trim(), site.as_of)
}

fn versions(site: &Site, work: &str) -> Vec<String> {
    let Found::Page(page) = site.lookup.by_name(work) else { return Vec::new() };
    let Some((_, work)) = site.editions.of_page(page) else { return Vec::new() };
    (0..work.pages.len()).map(|place| work.edition(place).label.clone()).collect()
}

/// The numbers of both sides of a pair.
fn numbers(site: &Site, comparison: &Comparison, pair: &Pair) -> [Vec<String>; 2] {
    let side = |page: PageIndex, places: &[usize]| {
        let articles = site.pages[page].document.structure.as_ref().map_or(&[][..], |s| &s.articles[..]);
        places.iter().filter_map(|place| articles.get(*place)).map(|article| article.no.to_string()).collect()
    };
    [side(comparison.old, &pair.old), side(comparison.new, &pair.new)]
}

fn as_json(site: &Site, comparison: &Comparison) -> Value {
    let edition = |page: PageIndex| {
        let page = &site.pages[page];
        let version = page.document.fields.date("version").map(|date| date.to_string());
        json!({"title": page.title, "version": version, "route": page.route.as_str()})
    };
    let pair = |pair: &Pair| {
        let [old, new] = numbers(site, comparison, pair);
        json!({
            "old": old, "new": new, "change": name_of(pair), "renumbered": pair.renumbered,
            "similarity": pair.similarity, "corrected": pair.corrected,
        })
    };
    json!({
        "work": comparison.work,
        "old": edition(comparison.old),
        "new": edition(comparison.new),
        "pairs": comparison.pairs().iter().map(pair).collect::<Vec<_>>(),
    })
}

fn show(site: &Site, comparison: &Comparison, reporter: &Reporter) {
    for pair in comparison.pairs() {
        let [old, new] = numbers(site, comparison, pair).map(|numbers| match numbers.is_empty() {
            true => "—".to_owned(),
            false => numbers.join("、"),
        });
        let [zh, en] = match name_of(pair) {
            "same" => ["未改", "unchanged"],
            "moved" => ["只改条号", "only renumbered"],
            "changed" => ["改动", "changed"],
            "split" => ["拆分", "split"],
            "merged" => ["合并", "merged"],
            "new" => ["新增", "new"],
            _ => ["删去", "deleted"],
        };
        let editor =
            if pair.corrected { reporter.words("，人工核定", ", set by an editor") } else { "" };
        reporter.print(&format!("{old}\t{new}\t{}{editor}", reporter.words(zh, en)));
    }
}
