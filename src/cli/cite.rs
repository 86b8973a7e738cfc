//! `zhiku cite`: what a citation resolves to, and why; or every citation of the site.

use serde::Serialize;

use crate::base::diagnostic::{Diagnostic, Lang};
use crate::base::message;
use crate::base::span::{Place, Span};
use crate::build::pipeline::Goal;
use crate::cli::Exit;
use crate::cli::args::{Cite, Common};
use crate::cli::build::make;
use crate::cli::report::Reporter;
use crate::law::edition::Rule;
use crate::markup::body::TextRange;
use crate::model::citation::tally::Tally;
use crate::model::citation::{Citations, Cited, Resolved, Unresolved};
use crate::model::lookup::Found;
use crate::model::site::{Page, PageIndex, Site};

/// A citation, led to where it means, or why it is not.
#[derive(Debug, Serialize)]
struct Answer {
    /// Its words.
    words: String,
    /// Where it stands, when all are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    /// How it is written.
    form: String,
    #[serde(flatten)]
    led: Led,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Led {
    To(Box<To>),
    Nowhere { failure: String, reason: &'static str },
}

#[derive(Debug, Serialize)]
struct To {
    title: String,
    edition: Option<String>,
    standing: Option<String>,
    path: String,
    route: String,
    article: Option<String>,
    through: Option<String>,
    exact: bool,
    rule: String,
    in_force: Option<InForce>,
    text: Option<String>,
}

#[derive(Debug, Serialize)]
struct InForce {
    edition: Option<String>,
    articles: Vec<String>,
    comparison: Option<String>,
}

/// Resolves a citation, or lists all.
pub fn run(args: &Cite, common: &Common, reporter: &Reporter) -> Exit {
    let site = match make(common, Goal::Check, reporter) {
        Ok(build) => build.site,
        Err(exit) => return exit,
    };
    let Some(text) = &args.text else {
        list(args, &site, reporter);
        return Exit::Done;
    };
    let page = match args.on_page.as_deref().map(|name| (name, find(&site, name))) {
        Some((name, None)) => {
            reporter.stop(&[Diagnostic::new(&message::NO_SUCH_PAGE).with("page", name)]);
            return Exit::Usage;
        }
        Some((_, page)) => page,
        None => None,
    };
    let citations = site.cite(text, page);
    let words = |range: TextRange| text.get(range.range()).unwrap_or(text).to_owned();
    let answers = answers(&site, &citations, reporter.lang, &|_, range| (words(range), None));
    for answer in &answers {
        show(answer, args.json, reporter);
    }
    if answers.is_empty() {
        reporter.print(reporter.words("没有认出引文", "no citation found"));
        return Exit::Content;
    }
    let is_led = answers.iter().all(|answer| matches!(answer.led, Led::To(_)));
    if is_led { Exit::Done } else { Exit::Content }
}

fn find(site: &Site, name: &str) -> Option<PageIndex> {
    match site.lookup.by_name(name) {
        Found::Page(page) => Some(page),
        _ => None,
    }
}

/// Every citation of the site that is not of its own text, or those that are unresolved.
fn list(args: &Cite, site: &Site, reporter: &Reporter) {
    for page in &site.pages {
        let citations = Citations {
            resolved: if args.unresolved { Vec::new() } else { page.citations.resolved.clone() },
            unresolved: page.citations.unresolved.clone(),
        };
        let of = |span: Span, words: String| {
            let Place { path, line, column, .. } = page.document.place(span);
            (words, Some(format!("{path}:{line}:{column}")))
        };
        let placed = |at, range| of(page.cited_span(at, range), page.cited_words(at, range));
        for answer in answers(site, &citations, reporter.lang, &placed) {
            show(&answer, args.json, reporter);
        }
    }
    if !args.json {
        say_tally(site, reporter);
    }
}

/// Says how many citations the site has, and how many are unresolved and why; nothing where it has none.
pub fn say_tally(site: &Site, reporter: &Reporter) {
    let tally = Tally::of(site);
    if tally == Tally::default() {
        return;
    }
    let reasons = tally.lost.iter().map(|(failure, count)| {
        let words = failure.words()[reporter.lang as usize];
        format!("{words} {count}")
    });
    let reasons: Vec<String> = reasons.collect();
    let (led, lost) = (tally.led, tally.all_lost());
    reporter.say(&match (reporter.lang, lost) {
        (Lang::Zh, 0) => format!("引文 {led} 处，都有去处"),
        (Lang::En, 0) => format!("{led} citations, all lead somewhere"),
        (Lang::Zh, _) => format!(
            "引文 {led} 处有去处，{lost} 处未解析：{}（用 zhiku cite --unresolved 逐条看）",
            reasons.join("，")
        ),
        (Lang::En, _) => format!(
            "{led} citations lead somewhere, {lost} are unresolved: {} (`zhiku cite --unresolved` lists them)",
            reasons.join(", ")
        ),
    });
}

type Placed<'a> = dyn Fn(crate::model::citation::At, TextRange) -> (String, Option<String>) + 'a;

fn answers(site: &Site, citations: &Citations, lang: Lang, placed: &Placed<'_>) -> Vec<Answer> {
    let mut answers = Vec::new();
    for citation in &citations.resolved {
        let (words, at) = placed(citation.at, citation.range);
        let form = format!("{:?}", citation.form);
        if citation.shown().is_empty() {
            let led = Led::To(Box::new(to(site, citation, None, lang)));
            answers.push(Answer { words: words.clone(), at: at.clone(), form: form.clone(), led });
        }
        for place in citation.shown() {
            let led = Led::To(Box::new(to(site, citation, Some(place), lang)));
            answers.push(Answer { words: words.clone(), at: at.clone(), form: form.clone(), led });
        }
    }
    for Unresolved { at, range, form, failure, .. } in &citations.unresolved {
        let (words, at) = placed(*at, *range);
        let led = Led::Nowhere { failure: format!("{failure:?}"), reason: failure.words()[lang as usize] };
        answers.push(Answer { words, at, form: format!("{form:?}"), led });
    }
    answers
}

fn to(site: &Site, citation: &Resolved, place: Option<&Cited>, lang: Lang) -> To {
    let page = &site.pages[citation.page];
    let version = |page: &Page| page.document.fields.date("version").map(|date| date.to_string());
    let in_force = citation.in_force.map(|current| InForce {
        edition: version(&site.pages[current]),
        articles: place
            .and_then(|place| site.comparisons.counterpart(site, citation.page, place.article(), current))
            .map_or(Vec::new(), |there| there.iter().map(|article| article.no.to_string()).collect()),
        comparison: site.comparisons.route(citation.page, current).map(ToString::to_string),
    });
    let fragment = place.map_or(String::new(), |place| format!("#{}", place.anchor));
    To {
        title: page.title.clone(),
        edition: version(page),
        standing: page.standing.map(|standing| standing.to_string()),
        path: page.document.path.to_string(),
        route: format!("{}{fragment}", page.route),
        article: place.map(|place| place.place.to_string()),
        through: place.and_then(|place| place.through).map(|through| through.to_string()),
        exact: place.is_none_or(|place| place.exact),
        rule: citation.rule.map_or_else(|| own(lang), |rule| why(rule, lang)),
        in_force,
        text: place.and_then(|place| site.article_text(citation.page, place.article())),
    }
}

fn own(lang: Lang) -> String {
    ["本文", "the text itself"][lang as usize].to_owned()
}

fn why(rule: Rule, lang: Lang) -> String {
    match (lang, rule) {
        (Lang::Zh, rule) => rule.to_string(),
        (Lang::En, Rule::Named) => "the citation names the edition".to_owned(),
        (Lang::En, Rule::Word(_)) => "a year or word in the citation".to_owned(),
        (Lang::En, Rule::LawAsOf(date)) => format!("in force on {date}, the page's law_as_of"),
        (Lang::En, Rule::PageDate(date)) => format!("in force on {date}, the page's date"),
        (Lang::En, Rule::PageEffective(date)) => {
            format!("known when the page was written, and in force with it on {date}")
        }
        (Lang::En, Rule::InForce) => "in force today".to_owned(),
        (Lang::En, Rule::Latest) => "none is in force; the latest".to_owned(),
        (Lang::En, Rule::Announced(date)) => format!("the first text, out on {date} and not yet in force"),
        (Lang::En, Rule::Doubted) => {
            "what is said does not fit the articles of this edition; another may be meant".to_owned()
        }
        (Lang::En, Rule::Kept(date)) => {
            format!("the edition of {date} is not held; the next one held, where the number is the same")
        }
        (Lang::En, Rule::Unchecked(date)) => {
            format!("the edition of {date} is not held; the next one held, where the number may be another's")
        }
        (Lang::En, Rule::NotHeld(date)) => format!("the edition of {date} is not held; the one in force"),
    }
}

fn show(answer: &Answer, json: bool, reporter: &Reporter) {
    if json {
        reporter.print(&serde_json::to_string(answer).expect("plain values are JSON"));
        return;
    }
    let said = |zh, en| reporter.words(zh, en).to_owned();
    let at = answer.at.as_ref().map_or(String::new(), |at| format!("{at}  "));
    let mut lines = vec![format!("{at}{}", answer.words)];
    match &answer.led {
        Led::Nowhere { reason, .. } => {
            lines.push(format!("  {}{reason}", said("未解析：", "not resolved: ")))
        }
        Led::To(to) => {
            let bracket =
                |text: &Option<String>| text.as_ref().map_or(String::new(), |text| format!("（{text}）"));
            let through = to.through.as_ref().map_or(String::new(), |through| format!("至{through}"));
            let article = to.article.as_deref().unwrap_or_default();
            let standing = bracket(&to.standing);
            lines.push(format!("  → 《{}》{}{article}{through} {standing}", to.title, bracket(&to.edition)));
            lines.push(format!("  {}{}", said("版本：", "edition: "), to.rule));
            if let Some(now) = &to.in_force {
                let edition = now.edition.as_deref().unwrap_or_default();
                let articles = now.articles.join("、");
                lines.push(format!("  {}{edition} {articles}", said("现行：", "in force: ")));
            }
            lines.push(format!("  {}", to.route));
            if let Some(text) = to.text.as_ref().filter(|_| answer.at.is_none()) {
                lines.extend(text.lines().map(|line| format!("    {line}")));
            }
        }
    }
    reporter.print(&lines.join("\n"));
}
