//! Contradictions in what institutions say of one another.

use std::collections::BTreeMap;

use crate::base::date::PartialDate;
use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::model::acts::{Act, ActKind};
use crate::model::cycle::cycles;
use crate::model::lifecycle::{endings, is_institution, is_premature, issued_of, start_of};
use crate::model::lookup::PageIndex;
use crate::model::site::{Page, Site};

/// Reports what cannot be true of the institutions of `site`.
pub fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    circles(site, diagnostics);
    let ended = endings(site);
    for act in site.acts.all() {
        if is_premature(site, act) {
            diagnostics.push(premature(site, act));
            continue;
        }
        diagnostics.extend(still_in_force(site, act));
        diagnostics.extend(after_the_end(site, act, &ended));
    }
    for (index, page) in site.listed().filter(|(_, page)| is_institution(site, page)) {
        diagnostics.extend(without_target(site, index, page));
    }
}

fn place(site: &Site, act: &Act) -> crate::base::span::Place {
    site.pages[act.by].document.place(act.span)
}

/// A title with its version where several editions share the title.
fn name(site: &Site, page: PageIndex) -> String {
    let page = &site.pages[page];
    let fields = &page.document.fields;
    let several = fields.text("work").and_then(|work| site.works.get(work)).is_some_and(|all| all.len() > 1);
    match fields.date("version").filter(|_| several) {
        Some(version) => format!("{}（{version}）", page.title),
        None => page.title.clone(),
    }
}

fn verb(diagnostic: Diagnostic, kind: ActKind) -> Diagnostic {
    let [zh, en] = kind.words();
    diagnostic.with_words("act", zh, en)
}

/// A replaces B, and B or what it leads to replaces A.
fn circles(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let acts = site.acts.all();
    let edges: Vec<(usize, usize)> = acts.iter().map(|act| (act.by, act.target)).collect();
    for circle in cycles(&edges) {
        // The circle is told at its first page, so that the order of the acts does not matter.
        let start = (0..circle.len()).min_by_key(|at| acts[circle[*at]].by).unwrap_or(0);
        let around = circle[start..].iter().chain(&circle[..start]);
        let mut words = [String::new(), String::new()];
        for place in around {
            let act = &acts[*place];
            let [zh, en] = act.kind.words();
            words[0] += &format!("《{}》{zh}", name(site, act.by));
            words[1] += &format!("`{}` {en} ", name(site, act.by));
        }
        let first = &acts[circle[start]];
        words[0] += &format!("《{}》", name(site, first.by));
        words[1] += &format!("`{}`", name(site, first.by));
        let found = Diagnostic::new(&message::LIFECYCLE_CYCLE).with_words("circle", &words[0], &words[1]);
        diagnostics.push(found.at(place(site, first)));
    }
}

fn premature(site: &Site, act: &Act) -> Diagnostic {
    let date = |date: Option<PartialDate>| date.map_or_else(String::new, |date| date.to_string());
    verb(Diagnostic::new(&message::ACT_BEFORE_ISSUE), act.kind)
        .with("on", date(act.on))
        .with("target", name(site, act.target))
        .with("issued", date(issued_of(&site.pages[act.target])))
        .at(place(site, act))
}

/// An act that ends an edition which a later one had followed by then: the later one is in force, and
/// was meant.
fn still_in_force(site: &Site, act: &Act) -> Option<Diagnostic> {
    let on = act.on.filter(|on| act.kind.ends() && !on.is_after(site.as_of))?;
    let work = |page: PageIndex| site.pages[page].document.fields.text("work");
    let editions = site.works.get(work(act.target)?).filter(|_| work(act.target) != work(act.by))?;
    let started = start_of(&site.pages[act.target]);
    let still = editions.iter().copied().find(|edition| {
        let page = &site.pages[*edition];
        let start = start_of(page);
        *edition != act.target
            && page.standing.is_some_and(|standing| standing.is_in_force())
            && start > started
            && start.is_some_and(|start| start.earliest() <= on.latest())
    })?;
    let found = Diagnostic::new(&message::IN_FORCE_YET_ENDED)
        .with("target", name(site, act.target))
        .with("on", on)
        .with("edition", name(site, still));
    Some(verb(found, act.kind).at(place(site, act)))
}

/// An act upon what another had ended before.
fn after_the_end(site: &Site, act: &Act, ended: &BTreeMap<PageIndex, PartialDate>) -> Option<Diagnostic> {
    let (on, end) = (act.on.filter(|_| !act.kind.ends())?, ended.get(&act.target)?);
    (end.latest() < on.earliest()).then(|| {
        let found = Diagnostic::new(&message::ACT_AFTER_END)
            .with("target", name(site, act.target))
            .with("end", end)
            .with("on", on);
        verb(found, act.kind).at(place(site, act))
    })
}

/// 废 that repeals nothing, 释 that interprets nothing, 改 that changes nothing.
fn without_target(site: &Site, index: PageIndex, page: &Page) -> Option<Diagnostic> {
    let fields = &page.document.fields;
    let action = fields.text("lifecycle_action")?;
    let needed: &[ActKind] = match action {
        "改" => &[ActKind::Amends, ActKind::Replaces],
        "废" => &[ActKind::Repeals],
        "释" => &[ActKind::Interprets],
        _ => return None,
    };
    let is_said = needed.iter().any(|kind| !fields.items(kind.field()).is_empty());
    // A new edition of a work changes the one before it without saying so.
    let editions = fields.text("work").and_then(|work| site.works.get(work));
    let follows = editions.is_some_and(|all| {
        all.iter().any(|other| *other != index && start_of(&site.pages[*other]) < start_of(page))
    });
    let is_told = is_said || action == "改" && follows;
    (!is_told).then(|| {
        let names: Vec<&str> = needed.iter().map(|kind| kind.field()).collect();
        Diagnostic::new(&message::ACTION_WITHOUT_TARGET)
            .with("action", action)
            .with_words("fields", &names.join("、"), &names.join(", "))
            .at(page.document.place_of("lifecycle_action"))
    })
}
