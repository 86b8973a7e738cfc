//! Diagnostics and summaries in words.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::base::diagnostic::{Diagnostic, Lang};
use crate::base::message::Severity;
use crate::base::span::Place;
use crate::build::pipeline::Build;
use crate::cli::Exit;
use crate::cli::args::{Common, Format, Language};

/// Prints what commands have to say.
#[derive(Debug, Clone)]
pub struct Reporter {
    /// The language of messages.
    pub lang: Lang,
    format: Format,
    quiet: bool,
    strict: bool,
    styled: bool,
}

/// How many warnings of a kind a build shows whole; `check` shows all.
const SHOWN_OF_A_KIND: usize = 3;

/// Which warnings to show whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warnings {
    /// All of them.
    All,
    /// A few of each kind, the rest by number.
    Few,
    /// None.
    None,
}

impl Reporter {
    /// The reporter that `common` asks for.
    pub fn new(common: &Common) -> Self {
        Self {
            lang: if common.lang == Language::En { Lang::En } else { Lang::Zh },
            format: common.format,
            quiet: common.quiet,
            strict: common.strict,
            styled: std::io::stderr().is_terminal(),
        }
    }

    /// `zh` or `en`, by the language.
    pub fn words<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        if self.lang == Lang::Zh { zh } else { en }
    }

    /// Whether a progress bar may be shown.
    pub fn shows_progress(&self) -> bool {
        self.styled && !self.quiet && self.format == Format::Text
    }

    /// Says `text` on standard output, unless asked to be quiet.
    pub fn say(&self, text: &str) {
        if !self.quiet && self.format == Format::Text {
            self.print(text);
        }
    }

    /// Prints `text` on standard output whatever was asked.
    pub fn print(&self, text: &str) {
        // A closed pipe is no failure.
        let _ = writeln!(std::io::stdout().lock(), "{text}");
    }

    /// Prints `diagnostics` and says how the command must end for them.
    pub fn diagnostics(&self, diagnostics: &[Diagnostic], warnings: Warnings) -> Exit {
        let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
        let mut all = String::new();
        for diagnostic in diagnostics {
            let is_warning = diagnostic.severity() == Severity::Warning && !self.strict;
            let count = shown.entry(diagnostic.message.code).or_default();
            *count += 1;
            let most = match warnings {
                Warnings::All => usize::MAX,
                Warnings::Few => SHOWN_OF_A_KIND,
                Warnings::None => 0,
            };
            let is_left_out = self.quiet || *count > most;
            if is_warning && is_left_out && self.format == Format::Text {
                continue;
            }
            all.push_str(&self.one(diagnostic));
        }
        let _ = std::io::stderr().lock().write_all(all.as_bytes());
        let failed = diagnostics.iter().any(|found| self.strict || found.severity() == Severity::Error);
        if failed { Exit::Content } else { Exit::Done }
    }

    /// Prints what kept a command from its work.
    pub fn stop(&self, diagnostics: &[Diagnostic]) -> Exit {
        self.diagnostics(diagnostics, Warnings::All);
        // What has a place in a file of the site is content, all else the machine.
        let is_content = diagnostics.iter().any(|found| found.place.is_some());
        if is_content { Exit::Content } else { Exit::Environment }
    }

    fn one(&self, diagnostic: &Diagnostic) -> String {
        match self.format {
            Format::Json => format!("{}\n", json(diagnostic, self.lang)),
            Format::Text => format!("{}\n\n", self.text(diagnostic)),
        }
    }

    fn text(&self, diagnostic: &Diagnostic) -> String {
        let text = diagnostic.text(self.lang);
        let help = diagnostic.help(self.lang);
        let [error, warning, remedy] = match self.lang {
            Lang::Zh => ["错误", "警告", "办法"],
            Lang::En => ["error", "warning", "help"],
        };
        let level = match diagnostic.severity() {
            Severity::Error => Level::ERROR.with_name(error),
            Severity::Warning => Level::WARNING.with_name(warning),
        };
        let title = level.primary_title(&text).id(diagnostic.message.code);
        let origin;
        let source;
        let mut group = Group::with_title(title);
        match &diagnostic.place {
            Some(place) if place.line > 0 => {
                source = line_of(place);
                let (start, end) = marked(place, &source);
                group = group.element(
                    Snippet::source(&source)
                        .path(&place.path)
                        .line_start(place.line)
                        .annotation(AnnotationKind::Primary.span(start..end)),
                );
            }
            Some(place) => {
                origin = annotate_snippets::Origin::path(&place.path);
                group = group.element(origin);
            }
            None => {}
        }
        let group = group.element(Level::HELP.with_name(remedy).message(&help));
        let renderer = if self.styled { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group])
    }

    /// The summary at the end of a build or check.
    pub fn summary(&self, summary: &Summary<'_>) {
        if self.quiet || self.format == Format::Json {
            return;
        }
        for line in self.kinds(summary.diagnostics) {
            self.say(&line);
        }
        let errors = count(summary.diagnostics, Severity::Error);
        let warnings = count(summary.diagnostics, Severity::Warning);
        let seconds = format!("{:.2}", summary.time.as_secs_f64());
        let pages = summary.pages;
        self.say(&match self.lang {
            Lang::Zh => {
                format!("{}：{pages} 页，{errors} 个错误，{warnings} 条警告，用时 {seconds} 秒", summary.zh)
            }
            Lang::En => {
                format!("{}: {pages} pages, {errors} errors, {warnings} warnings, {seconds} s", summary.en)
            }
        });
    }

    /// A line for each kind of diagnostic: code, number, the words of its first.
    fn kinds(&self, diagnostics: &[Diagnostic]) -> Vec<String> {
        let mut kinds: BTreeMap<&str, (usize, &Diagnostic)> = BTreeMap::new();
        for diagnostic in diagnostics {
            kinds.entry(diagnostic.message.code).or_insert((0, diagnostic)).0 += 1;
        }
        let colon = self.words("：", ": ");
        let example = |diagnostic: &Diagnostic| {
            let place =
                diagnostic.place.as_ref().map_or(String::new(), |place| format!("{}{colon}", place.path));
            format!("{place}{}", diagnostic.text(self.lang))
        };
        kinds
            .into_iter()
            .map(|(code, (count, first))| match (count, self.lang) {
                (1, _) => format!("  {code} ×1  {}", example(first)),
                (_, Lang::Zh) => format!("  {code} ×{count}  例如 {}", example(first)),
                (_, Lang::En) => format!("  {code} ×{count}  such as {}", example(first)),
            })
            .collect()
    }
}

/// What the summary tells.
#[derive(Debug)]
pub struct Summary<'a> {
    /// What was done, in Chinese.
    pub zh: &'a str,
    /// What was done, in English.
    pub en: &'a str,
    /// How many pages there are.
    pub pages: usize,
    /// How long it took.
    pub time: Duration,
    /// What was found.
    pub diagnostics: &'a [Diagnostic],
}

impl<'a> Summary<'a> {
    /// The summary of `build`, begun when it was `started`, in both languages.
    pub fn of(build: &'a Build, started: Instant, [zh, en]: [&'a str; 2]) -> Self {
        let (pages, diagnostics) = (build.site.pages.len(), &build.diagnostics);
        Self { zh, en, pages, time: started.elapsed(), diagnostics }
    }
}

fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|found| found.severity() == severity).count()
}

/// Prints help on standard output, or what was typed wrong on standard error.
pub fn print_usage(text: &str, is_fault: bool) {
    // A closed pipe is no failure.
    let _ = if is_fault {
        std::io::stderr().write_all(text.as_bytes())
    } else {
        std::io::stdout().write_all(text.as_bytes())
    };
}

/// The excerpt of a place as it stands in its line: what was cut in front is blank, so that columns
/// are counted right.
fn line_of(place: &Place) -> String {
    format!("{}{}", " ".repeat(place.cut), place.excerpt)
}

/// The bytes of the line that are marked.
fn marked(place: &Place, text: &str) -> (usize, usize) {
    let offset = |characters: usize| text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at);
    let from = place.column.saturating_sub(1);
    (offset(from), offset(from + place.length))
}

fn json(diagnostic: &Diagnostic, lang: Lang) -> String {
    let place = diagnostic.place.as_ref();
    let line = place.filter(|place| place.line > 0);
    let value = serde_json::json!({
        "code": diagnostic.message.code,
        "severity": match diagnostic.severity() { Severity::Error => "error", Severity::Warning => "warning" },
        "path": place.map(|place| &place.path),
        "line": line.map(|place| place.line),
        "column": line.map(|place| place.column),
        "message": diagnostic.text(lang),
        "help": diagnostic.help(lang),
        "suggestion": diagnostic.suggestion(),
    });
    value.to_string()
}
