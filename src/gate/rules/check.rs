//! The gate over a whole site: pages, names of files, attachments, the words of `site.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::disk;
use crate::base::message::{self, Severity};
use crate::base::span::{LineStarts, Place, Span};
use crate::config::gate::{GateConfig, Weight};
use crate::config::registry::Behaviour;
use crate::config::site::SiteConfig;
use crate::gate::rules::attachments::contents::Contents;
use crate::gate::rules::attachments::reading::{self, Taken};
use crate::gate::rules::conceal::conceal;
use crate::gate::rules::examine::{Finding, Nature, examine};
use crate::gate::rules::exceptions::Exceptions;
use crate::gate::rules::own::{OwnRules, terms_of};
use crate::gate::rules::remember::Remembered;
use crate::gate::rules::rule::Rule;
use crate::markup::document::Document;
use crate::model::site::{FileIndex, Page, PublishedFile, Site};
use crate::source::decode;
use crate::source::scan::SourceFile;

/// The rules of a site, ready to run.
#[derive(Debug, Default)]
pub struct Gate {
    own: OwnRules,
    /// The sensitive terms by digest; none are no terms.
    terms: Option<Digest>,
    /// The file of sensitive terms on the disk.
    sensitive: Option<Utf8PathBuf>,
}

/// What the gate says of a site.
#[derive(Debug, Default)]
pub struct Verdict {
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
    /// The exceptions that stood, in the order of files.
    pub stood: Vec<Stood>,
    secrets: Secrets,
}

/// An exception that let something stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stood {
    /// The file that states it.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// Why it may stand.
    pub reason: String,
}

/// What no message may repeat.
#[derive(Debug, Default)]
struct Secrets {
    texts: BTreeSet<String>,
    /// Pages with secrets, line by line, masked.
    pages: BTreeMap<String, Vec<String>>,
}

/// Findings of one rule that are said of one file.
const SHOWN: usize = 20;

/// A finding with its diagnostic.
struct Said {
    diagnostic: Diagnostic,
    secret: Option<String>,
}

impl Gate {
    /// The gate as `config` sets it up, with the terms of the file that it names: below `root`, or
    /// else below `content`.
    pub fn open(config: &GateConfig, root: &Utf8Path, content: &Utf8Path) -> (Self, Vec<Diagnostic>) {
        let Some(name) = &config.sensitive_terms else {
            return (Self { own: OwnRules::new(config, &[]), ..Self::default() }, Vec::new());
        };
        let tried = [root.join(name), content.join(name)];
        let read = tried.iter().find_map(|path| match disk::read_optional(path) {
            Ok(Some(bytes)) => Some((path.clone(), decode::decode_office(&bytes))),
            _ => None,
        });
        match read {
            Some((path, Some(text))) => {
                let own = OwnRules::new(config, &terms_of(&text));
                let terms = Some(Digest::of("gate-terms/1", &[text.as_bytes()]));
                (Self { own, terms, sensitive: Some(disk::real(&path)) }, Vec::new())
            }
            other => {
                let reason = if other.is_some() { "编码" } else { name };
                let found = Diagnostic::new(&message::NO_SENSITIVE_TERMS).with("reason", reason);
                (
                    Self { own: OwnRules::new(config, &[]), ..Self::default() },
                    vec![found.at(Place::file("site.toml"))],
                )
            }
        }
    }

    /// Takes the file of sensitive terms out of `files`: it is read, never published.
    pub fn withhold(&self, files: &mut Vec<SourceFile>) {
        if let Some(path) = &self.sensitive {
            files.retain(|file| disk::real(&file.disk) != *path);
        }
    }

    /// Checks everything that `site` would publish, with what checks before this one remember.
    pub fn check(&self, site: &Site, remembered: &mut Remembered) -> Verdict {
        let of_site = Exceptions::of_site(&site.config.gate);
        let public: Vec<&str> = site.config.gate.public_names.iter().map(String::as_str).collect();
        let subjects: Vec<Subject<'_>> = subjects(site, &public);
        let run = Run { gate: self, site, of_site: &of_site, subjects: &subjects, remembered };
        let pages: Vec<(Vec<Said>, Option<Masked>)> =
            subjects.par_iter().map(|subject| run.page(subject)).collect();
        let owners = run.owners();
        let files: Vec<(Vec<Said>, Option<Masked>)> =
            (0..site.files.len()).into_par_iter().map(|index| run.file(index, &owners[index])).collect();
        let mut verdict = Verdict::default();
        for (said, masked) in pages.into_iter().chain(files) {
            verdict.add(said);
            verdict.secrets.pages.extend(masked);
        }
        verdict.add(run.words_of_site());
        let all = subjects.iter().map(|subject| &subject.exceptions).chain([&of_site]);
        for stated in all.flat_map(|exceptions| &exceptions.stated) {
            verdict.diagnostics.extend(stated.faults());
            if let Some(reason) = stated.reason.clone().filter(|_| stated.was_used()) {
                verdict.stood.push(Stood {
                    path: stated.place.path.clone(),
                    rule: stated.rule_name.clone(),
                    reason,
                });
            }
        }
        verdict.stood.sort();
        verdict.secrets.conceal(&mut verdict.diagnostics);
        remembered.turn();
        verdict
    }
}

impl Verdict {
    fn add(&mut self, said: Vec<Said>) {
        for one in said {
            self.diagnostics.push(one.diagnostic);
            self.secrets.texts.extend(one.secret);
        }
    }

    /// Masks in `diagnostics`, of whatever stage, what was found and may not stand.
    pub fn conceal(&self, diagnostics: &mut [Diagnostic]) {
        self.secrets.conceal(diagnostics);
    }
}

impl Secrets {
    fn conceal(&self, diagnostics: &mut [Diagnostic]) {
        let texts: Vec<&str> =
            self.texts.iter().map(String::as_str).filter(|text| text.chars().count() > 1).collect();
        if texts.is_empty() {
            return;
        }
        let Ok(finder) = aho_corasick::AhoCorasick::builder()
            .match_kind(aho_corasick::MatchKind::LeftmostLongest)
            .build(&texts)
        else {
            return;
        };
        let masked = |text: &str| {
            let spans: Vec<Span> = finder.find_iter(text).map(|hit| hit.range().into()).collect();
            conceal(text, &spans)
        };
        for diagnostic in diagnostics {
            if let Some(place) = &mut diagnostic.place {
                let page =
                    self.pages.get(&place.path).and_then(|lines| lines.get(place.line.wrapping_sub(1)));
                if let Some(line) = page {
                    let count = place.excerpt.chars().count();
                    place.excerpt = line.chars().skip(place.cut).take(count).collect();
                }
                place.excerpt = masked(&place.excerpt);
                place.path = masked(&place.path);
            }
            for (_, words) in &mut diagnostic.values {
                *words = std::mem::take(words).map(|words| masked(&words));
            }
        }
    }
}

/// A page with secrets: its path and its masked lines.
type Masked = (String, Vec<String>);

/// A page, or the introduction of a folder, with what rules ask of it.
struct Subject<'a> {
    document: &'a Arc<Document>,
    page: Option<&'a Page>,
    pseudonyms: Vec<&'a str>,
    standing: Vec<&'a str>,
    case: bool,
    undisclosed: bool,
    anonymized: bool,
    exceptions: Exceptions,
}

/// What is published from documents, in the order of their kinds.
fn subjects<'a>(site: &'a Site, public: &[&'a str]) -> Vec<Subject<'a>> {
    let intros = site.home.iter().chain(site.folders.iter().filter_map(|folder| folder.index.as_ref()));
    let pages = site.pages.iter().map(|page| (&page.document, Some(page)));
    pages
        .chain(intros.map(|intro| (&intro.document, None)))
        .map(|(document, page)| Subject::new(document, page, &site.config, public))
        .collect()
}

impl<'a> Subject<'a> {
    fn new(
        document: &'a Arc<Document>,
        page: Option<&'a Page>,
        config: &SiteConfig,
        public: &[&'a str],
    ) -> Self {
        let fields = &document.fields;
        let case = config.content_type(&document.content_type).has(Behaviour::Case);
        let pseudonyms = fields.texts("pseudonyms");
        let mut standing = pseudonyms.clone();
        standing.extend(public);
        Self {
            page,
            case,
            undisclosed: case && !is_disclosed(document),
            anonymized: fields.is_true("anonymized"),
            exceptions: Exceptions::of_page(document, &config.gate),
            pseudonyms,
            standing,
            document,
        }
    }

    fn nature(&self) -> Nature<'_> {
        Nature {
            markdown: true,
            line: false,
            junk: true,
            case: self.case,
            undisclosed: self.undisclosed,
            anonymized: self.anonymized,
            standing: &self.standing,
            pseudonyms: &self.pseudonyms,
        }
    }

    /// The files that it refers to.
    fn files(&self) -> impl Iterator<Item = FileIndex> + '_ {
        self.page.into_iter().flat_map(Page::files)
    }
}

/// Whether a case was made public, with a source that says so.
pub fn is_disclosed(document: &Document) -> bool {
    let source = document.fields.record("source");
    let sourced = source.is_some_and(|source| source.text("name").or_else(|| source.text("url")).is_some());
    document.fields.text("disclosure") == Some("已公开通报") && sourced
}

/// One run over a site.
struct Run<'a> {
    gate: &'a Gate,
    site: &'a Site,
    of_site: &'a Exceptions,
    subjects: &'a [Subject<'a>],
    remembered: &'a Remembered,
}

impl Run<'_> {
    fn page(&self, subject: &Subject<'_>) -> (Vec<Said>, Option<Masked>) {
        let document = subject.document;
        let source: &str = &document.source;
        let path = document.path.as_str();
        let allowed = |finding: &Finding| {
            let own = subject.exceptions.allow(finding, None);
            self.of_site.allow(finding, Some(path)) || own
        };
        let terms = self.gate.terms.unwrap_or_else(|| Digest::of("gate-terms/1", &[]));
        let all = self.remembered.page(document, terms, || examine(source, subject.nature(), &self.gate.own));
        let found: Vec<Finding> = all.iter().filter(|finding| !allowed(finding)).cloned().collect();
        let mut said = self.say_all(&found, |span| document.place(span));
        let name = self.name_of(path, subject.nature());
        let name: Vec<Finding> = name.into_iter().filter(|finding| !allowed(finding)).collect();
        said.extend(self.say_all(&name, |_| Place::file(path)));
        let lines = masked_lines(source, &found);
        (said, lines.map(|lines| (path.to_owned(), lines)))
    }

    /// What the name of the file at `path` gives away.
    fn name_of(&self, path: &str, nature: Nature<'_>) -> Vec<Finding> {
        let nature = Nature { markdown: false, line: true, ..nature };
        let mut found = examine(path, nature, &self.gate.own);
        for finding in &mut found {
            finding.part = ["文件名".to_owned(), "file name".to_owned()];
        }
        found.retain(|finding| !matches!(finding.rule, Rule::MaskStyle | Rule::Pseudonym));
        found
    }

    /// For each file the subjects that refer to it.
    fn owners(&self) -> Vec<Vec<&Subject<'_>>> {
        let mut owners: Vec<Vec<&Subject<'_>>> = vec![Vec::new(); self.site.files.len()];
        for subject in self.subjects {
            for file in subject.files() {
                if !owners[file].iter().any(|known| std::ptr::eq(*known, subject)) {
                    owners[file].push(subject);
                }
            }
        }
        owners
    }

    fn file(&self, index: FileIndex, owners: &[&Subject<'_>]) -> (Vec<Said>, Option<Masked>) {
        let file = &self.site.files[index];
        let path = file.path.as_str();
        let standing: Vec<&str> = owners.iter().flat_map(|owner| owner.standing.iter().copied()).collect();
        let pseudonyms: Vec<&str> =
            owners.iter().flat_map(|owner| owner.pseudonyms.iter().copied()).collect();
        let nature = Nature {
            case: owners.iter().any(|owner| owner.case),
            undisclosed: owners.iter().any(|owner| owner.undisclosed),
            anonymized: owners.iter().any(|owner| owner.anonymized),
            standing: &standing,
            pseudonyms: &pseudonyms,
            ..Nature::default()
        };
        let allowed = |finding: &Finding| {
            let own = owners.iter().filter(|owner| owner.exceptions.allow(finding, Some(path))).count() > 0;
            self.of_site.allow(finding, Some(path)) || own
        };
        let left = |found: Vec<Finding>| -> Vec<Finding> {
            found.into_iter().filter(|finding| !allowed(finding)).collect()
        };
        let whole = |_| Place::file(path);
        let mut said = self.say_all(&left(self.name_of(path, nature)), whole);
        let holds = match self.contents(file) {
            Ok(holds) => holds,
            Err(diagnostic) => {
                said.push(Said { diagnostic, secret: None });
                return (said, None);
            }
        };
        said.extend(self.say_all(&left(holds.findings.clone()), whole));
        let mut masked = None;
        for text in &holds.texts {
            let plain = text.part[0].is_empty();
            let mut found = examine(&text.text, Nature { junk: plain, ..nature }, &self.gate.own);
            found.iter_mut().for_each(|finding| finding.part.clone_from(&text.part));
            let found = left(found);
            if plain {
                let lines = LineStarts::of(&text.text);
                said.extend(self.say_all(&found, |span| Place::in_lines(path, &text.text, &lines, span)));
                masked = masked_lines(&text.text, &found).map(|lines| (path.to_owned(), lines));
            } else {
                said.extend(self.say_all(&found, whole));
            }
        }
        (said, masked)
    }

    fn contents(&self, file: &PublishedFile) -> Result<Arc<Contents>, Diagnostic> {
        let name = file.path.as_str();
        match reading::take_in(name, &file.disk) {
            Ok(Taken::Whole(bytes)) => Ok(self.remembered.contents(name, &bytes)),
            Ok(Taken::Searched(found)) => Ok(Arc::new(found)),
            Err(error) => Err(error.diagnostic().at(Place::file(name))),
        }
    }

    /// The words of `site.toml` that stand on pages.
    fn words_of_site(&self) -> Vec<Said> {
        let config = &self.site.config;
        let own = [
            Some(&config.title),
            config.organisation.as_ref(),
            config.description.as_ref(),
            config.footer.as_ref(),
            config.notice.as_ref(),
        ];
        let titles = config.sections.iter().map(|section| &section.title);
        let text: Vec<&str> = own.into_iter().flatten().chain(titles).map(String::as_str).collect();
        let nature = Nature { line: true, junk: true, ..Nature::default() };
        let found = examine(&text.join("\n"), nature, &self.gate.own);
        let left: Vec<Finding> =
            found.into_iter().filter(|finding| !self.of_site.allow(finding, Some("site.toml"))).collect();
        self.say_all(&left, |_| Place::file("site.toml"))
    }

    /// The diagnostics of `found`; of many findings of one rule the first, with the number of the
    /// others.
    fn say_all(&self, found: &[Finding], place: impl Fn(Span) -> Place) -> Vec<Said> {
        let mut counts: BTreeMap<Rule, usize> = BTreeMap::new();
        for finding in found {
            *counts.entry(finding.rule).or_default() += 1;
        }
        let mut shown: BTreeMap<Rule, usize> = BTreeMap::new();
        let mut said = Vec::new();
        for finding in found {
            let count = shown.entry(finding.rule).or_default();
            *count += 1;
            let left = if *count == SHOWN { counts[&finding.rule] - SHOWN } else { 0 };
            if *count <= SHOWN {
                said.extend(self.say(finding, left, place(finding.span)));
            }
        }
        said
    }

    /// The diagnostic of `finding` at `place`, with `others` like it; none where its rule is off.
    fn say(&self, finding: &Finding, others: usize, place: Place) -> Option<Said> {
        let severity = self.severity(finding)?;
        let masked = finding.masked();
        let [mut zh, mut en] = finding.part.clone();
        if others > 0 {
            zh = format!("{zh}{}同类的另有 {others} 处", if zh.is_empty() { "" } else { "，" });
            en = format!("{en}{}{others} more like it", if en.is_empty() { "" } else { ", " });
        }
        let within = |part: &str, left: &str, right: &str| {
            if part.is_empty() { String::new() } else { format!("{left}{part}{right}") }
        };
        let mut diagnostic = Diagnostic::new(finding.rule.message())
            .weighing(severity)
            .with("text", &masked)
            .with_words("at", &within(&zh, "（", "）"), &within(&en, " (", ")"))
            .at(place);
        if let Rule::Own(index) = finding.rule
            && let Some(rule) = self.site.config.gate.own.get(index)
        {
            let said = rule.message.as_deref();
            diagnostic = diagnostic.with("rule", &rule.name).with_words(
                "message",
                said.unwrap_or("本站规定不能公开的内容，删去或者写明例外"),
                said.unwrap_or("a rule of this site; remove it or state an exception"),
            );
        }
        let secret = finding.is_secret().then(|| finding.text.clone());
        Some(Said { diagnostic, secret })
    }

    fn severity(&self, finding: &Finding) -> Option<Severity> {
        let set = self.site.config.gate.weights.iter().find(|(name, _)| name == finding.rule.name());
        let own = finding.weight.unwrap_or_else(|| finding.rule.weight());
        match set.map_or(own, |(_, weight)| *weight) {
            Weight::Block => Some(Severity::Error),
            Weight::Warn => Some(Severity::Warning),
            Weight::Off => None,
        }
    }
}

/// The lines of `text` with every secret of `found` masked; none where there is no secret.
fn masked_lines(text: &str, found: &[Finding]) -> Option<Vec<String>> {
    let secret: Vec<Span> =
        found.iter().filter(|finding| finding.is_secret()).map(|finding| finding.span).collect();
    (!secret.is_empty()).then(|| conceal(text, &secret).lines().map(str::to_owned).collect())
}
