//! scan → parse → assemble → gate → render → collect.

use std::sync::Arc;
use std::time::{Duration, Instant};

use camino::Utf8PathBuf;

use crate::base::diagnostic::{Diagnostic, has_errors};
use crate::base::digest::Digest;
use crate::base::disk;
use crate::base::message;
use crate::base::path::Route;
use crate::base::span::Place;
use crate::build::explain::Explained;
use crate::build::indexing::{Indexed, Search};
use crate::build::memory::{self, Memory};
use crate::config::site::SiteConfig;
use crate::gate::rules::check::Gate;
use crate::gate::{record, review, scope};
use crate::model::assemble::assemble;
use crate::model::order::by_initial;
use crate::model::record::{Occasion, RECORD_JSON};
use crate::model::site::Site;
use crate::publish::output::{OutputFile, OutputSet};
use crate::render::asset::Assets;
use crate::render::cards;
use crate::render::frame::{Scene, has_terms};
use crate::render::template::Templates;
use crate::render::theme::Theme;
use crate::render::words::Words;
use crate::render::{asset, feed, jobs, pages_json, works_json};
use crate::search::SearchOutput;
use crate::source::overrides::read_overrides;
use crate::source::scan::{SourceFile, scan};

/// What is to be built, from where.
#[derive(Debug, Clone)]
pub struct Request {
    /// Folder that holds `site.toml` and `theme`.
    pub root: Utf8PathBuf,
    /// The content root.
    pub content: Utf8PathBuf,
    /// The day as of which the site is built.
    pub as_of: jiff::civil::Date,
    /// The narrowest release scope to build; the site's own setting where it is not given.
    pub scope: Option<String>,
    /// What it is built for.
    pub occasion: Occasion,
}

/// A stage of the build, for progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Finding the files.
    Scan,
    /// Reading and parsing pages.
    Parse,
    /// Putting the site together.
    Assemble,
    /// Looking for what must not be published.
    Gate,
    /// Rendering pages.
    Render,
    /// Building the search.
    Index,
}

/// What single pages are made on: everything beside the site itself.
#[derive(Debug)]
pub struct Grounds {
    /// What parses hang on beside the files.
    pub dialect: Digest,
    /// The words of the interface.
    pub words: Words,
    /// Style sheets and scripts.
    pub assets: Assets,
    /// The templates.
    pub templates: Arc<Templates>,
    /// The first page of the index by pinyin.
    pub pinyin: Option<Route>,
    /// All files of the content.
    pub files: Vec<SourceFile>,
}

impl Grounds {
    /// What a page of `site` is projected in.
    pub fn scene<'a>(&'a self, site: &'a Site) -> Scene<'a> {
        let (words, assets, pinyin) = (&self.words, &self.assets, self.pinyin.as_ref());
        Scene { site, words, assets, pinyin, has_glossary: has_terms(site) }
    }
}

/// What a build made.
#[derive(Debug)]
pub struct Build {
    /// The site.
    pub site: Site,
    /// The search; `None` where there are errors.
    pub search: Option<SearchOutput>,
    /// Everything to publish; empty where there are errors.
    pub outputs: OutputSet,
    /// What was found, in the order of places.
    pub diagnostics: Vec<Diagnostic>,
    /// How many pages are above the scope of the build.
    pub withheld: usize,
    /// Time by stage.
    pub times: Vec<(Stage, Duration)>,
    /// What was found in looking for files.
    pub scanned: Vec<Diagnostic>,
    /// What ran and why.
    pub explained: Explained,
    /// What the pages were made on; `None` where none was made.
    pub grounds: Option<Grounds>,
}

/// How far to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// Only to know what is wrong with the content.
    Check,
    /// To have the pages, without a search.
    Pages,
    /// To know everything that would keep it from being published: all pages, as with a search, but no
    /// search.
    Prove,
    /// To have everything to publish.
    Publish,
}

/// What the stages need before the first: the configuration and the theme.
struct Setup {
    config: SiteConfig,
    theme: Theme,
    words: Words,
    dialect: Digest,
}

/// Builds what `request` asks for. `Err` holds what kept the build from beginning; what is wrong
/// with the content is in [`Build::diagnostics`].
pub fn build(request: &Request, goal: Goal, begin: &dyn Fn(Stage)) -> Result<Build, Vec<Diagnostic>> {
    build_with(&mut Memory::default(), request, goal, begin)
}

/// As [`build`], with what builds before this one remember.
pub fn build_with(
    memory: &mut Memory,
    request: &Request,
    goal: Goal,
    begin: &dyn Fn(Stage),
) -> Result<Build, Vec<Diagnostic>> {
    let mut search = None;
    let mut parts = (goal == Goal::Publish).then(|| std::mem::take(&mut memory.search));
    let made = pages_telling(memory, request, goal, begin, &mut |site| {
        search = parts.take().map(|parts| Search::start(parts, site));
    });
    let found = search.map(|search| {
        begin(Stage::Index);
        let (found, kept) = search.end();
        parts = Some(kept);
        found
    });
    if let Some(parts) = parts {
        memory.search = parts;
    }
    let mut build = made?;
    found.into_iter().for_each(|found| build.add_search(found));
    Ok(build)
}

/// All stages before the search. Pages that say where it is are made where the `goal` is to publish.
pub fn pages(
    memory: &mut Memory,
    request: &Request,
    goal: Goal,
    begin: &dyn Fn(Stage),
) -> Result<Build, Vec<Diagnostic>> {
    pages_telling(memory, request, goal, begin, &mut |_| {})
}

/// The same; `sound` hears of the site before its pages are rendered, where nothing is wrong with it: its
/// search can be built meanwhile.
pub fn pages_telling(
    memory: &mut Memory,
    request: &Request,
    goal: Goal,
    begin: &dyn Fn(Stage),
    sound: &mut dyn FnMut(&Site),
) -> Result<Build, Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    let mut times = Vec::new();
    let mut explained = Explained::default();
    let Setup { mut config, theme, words, dialect } = set_up(request, &mut diagnostics)?;
    let mut timed = Timer { begin, times: &mut times };

    let (gate, found) = Gate::open(&config.gate, &request.root, &request.content);
    diagnostics.extend(found);
    let mut set =
        timed.run(Stage::Scan, || scan(&request.content)).map_err(|error| match error.is_not_found() {
            true => vec![Diagnostic::new(&message::NO_CONTENT).with("path", &request.content)],
            false => vec![error.diagnostic()],
        })?;
    let scanned = std::mem::take(&mut set.diagnostics);
    diagnostics.extend(scanned.iter().cloned());
    gate.withhold(&mut set.files);
    let (documents, unread) =
        timed.run(Stage::Parse, || memory.parse(&set.files, &config, dialect, &mut explained));
    diagnostics.extend(unread);
    let whole = config.scopes.is_everything().then_some(dialect);
    (memory.model.dialect, memory.gate.dialect) = (whole, whole);
    let admitted = scope::admit(&mut config, documents, &set.files);
    diagnostics.extend(admitted.diagnostics);
    let (withheld, documents) = (admitted.withheld, admitted.documents);
    for document in &documents {
        diagnostics.extend(document.diagnostics.iter().cloned());
    }
    let is_part = !config.scopes.is_everything();
    let (mut site, found) = timed
        .run(Stage::Assemble, || assemble(config, documents, &set.files, request.as_of, &mut memory.model));
    diagnostics.extend(review::check(&site, &request.occasion));
    let verdict = timed.run(Stage::Gate, || gate.check(&site, &mut memory.gate));
    // A part of the pages cannot tell which files and exceptions none needs.
    let unused = [&message::UNUSED_FILE, &message::UNUSED_EXCEPTION];
    let found = found.into_iter().chain(verdict.diagnostics.iter().cloned());
    diagnostics.extend(found.filter(|found| !is_part || !unused.contains(&found.message)));

    let mut outputs = OutputSet::default();
    let mut grounds = None;
    if goal != Goal::Check && !has_errors(&diagnostics) {
        site.record = record::of(&site, &request.occasion, record::checks(&site, &verdict), &withheld);
        site.occasion = request.occasion.clone();
        sound(&site);
        let scenery = Scenery { theme: &theme, words: &words, goal };
        let made = timed.run(Stage::Render, || render(&site, &scenery, memory, &mut explained));
        match made {
            Ok(made) => {
                outputs = made.outputs;
                diagnostics.extend(made.diagnostics);
                let Made { assets, templates, pinyin, .. } = made;
                grounds = Some(Grounds { dialect, words, assets, templates, pinyin, files: set.files });
            }
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    verdict.conceal(&mut diagnostics);
    let mut build = Build {
        site,
        search: None,
        outputs,
        diagnostics,
        withheld: withheld.len(),
        times,
        scanned,
        explained,
        grounds,
    };
    build.settle();
    Ok(build)
}

impl Build {
    /// Adds the search that was built meanwhile to the pages, where nothing is wrong.
    fn add_search(&mut self, indexed: Indexed) {
        if has_errors(&self.diagnostics) {
            return;
        }
        self.times.push((Stage::Index, indexed.time));
        match indexed.search {
            Ok(mut search) => {
                self.outputs.words = indexed.words;
                for (path, bytes) in std::mem::take(&mut search.files) {
                    let route = Route::new(path).expect("the search names its files plainly");
                    if let Err(taken) = self.outputs.add(route, OutputFile::Bytes(bytes.into())) {
                        let found = Diagnostic::new(&message::DUPLICATE_ROUTE).with("route", &taken.0);
                        self.diagnostics.push(found.with("other", "zhiku"));
                    }
                }
                self.search = Some(search);
            }
            Err(error) => {
                self.diagnostics.push(Diagnostic::new(&message::SEARCH_FAILED).with("reason", error));
            }
        }
        self.settle();
    }

    /// Puts what was found in order; where there are errors nothing is to be published.
    fn settle(&mut self) {
        self.diagnostics.sort_by(Diagnostic::order);
        self.diagnostics.dedup();
        if has_errors(&self.diagnostics) {
            self.outputs = OutputSet::default();
            self.search = None;
            self.grounds = None;
        }
    }
}

struct Timer<'a> {
    begin: &'a dyn Fn(Stage),
    times: &'a mut Vec<(Stage, Duration)>,
}

impl Timer<'_> {
    fn run<T>(&mut self, stage: Stage, work: impl FnOnce() -> T) -> T {
        (self.begin)(stage);
        let started = Instant::now();
        let result = work();
        self.times.push((stage, started.elapsed()));
        result
    }
}

/// The configuration that `request` builds with.
pub fn configuration(request: &Request) -> Result<SiteConfig, Vec<Diagnostic>> {
    let mut found = Vec::new();
    let setup = set_up(request, &mut found)?;
    if has_errors(&found) { Err(found) } else { Ok(setup.config) }
}

fn set_up(request: &Request, diagnostics: &mut Vec<Diagnostic>) -> Result<Setup, Vec<Diagnostic>> {
    let path = request.root.join("site.toml");
    let bytes = disk::read_optional(&path).map_err(|error| vec![error.diagnostic()])?;
    let Some(bytes) = bytes else {
        return Err(vec![Diagnostic::new(&message::NO_SITE).with("path", &request.root)]);
    };
    let text =
        crate::source::decode::decode(bytes).map_err(|found| vec![found.at(Place::file("site.toml"))])?;
    let (mut config, found) = SiteConfig::read("site.toml", &text);
    if found.iter().any(|found| found.message == &message::TOML_SYNTAX) {
        // Without its sections every page would be in the wrong place.
        return Err(found);
    }
    diagnostics.extend(found);
    if let Some(scope) = &request.scope
        && !config.scopes.limit_to(scope)
    {
        let known = config.scopes.names().join("、");
        let found = Diagnostic::new(&message::UNKNOWN_SCOPE).with("scope", scope).with("known", known);
        return Err(vec![found]);
    }
    let dialect = memory::dialect(&text, config.scopes.limit());
    let own = read_overrides(&request.root.join("theme")).map_err(|error| vec![error.diagnostic()])?;
    let (theme, found) = Theme::with(own);
    diagnostics.extend(found);
    let (words, found) = Words::read(&theme, &config.lang);
    diagnostics.extend(found);
    Ok(Setup { config, theme, words, dialect })
}

/// How pages are made.
struct Scenery<'a> {
    theme: &'a Theme,
    words: &'a Words,
    goal: Goal,
}

/// The pages, made, with what they were made on.
struct Made {
    outputs: OutputSet,
    diagnostics: Vec<Diagnostic>,
    assets: Assets,
    templates: Arc<Templates>,
    pinyin: Option<Route>,
}

fn render(
    site: &Site,
    scenery: &Scenery<'_>,
    memory: &mut Memory,
    explained: &mut Explained,
) -> Result<Made, Diagnostic> {
    let Scenery { theme, words, goal } = *scenery;
    let mut outputs = OutputSet::default();
    let templates = memory.templates(theme, words, explained)?;
    let mut assets =
        asset::assemble(theme, words, &site.config.colours, matches!(goal, Goal::Prove | Goal::Publish));
    let letters = by_initial(site);
    let pinyin = jobs::first_of_index(&letters);
    let (pages, mut diagnostics) = jobs::render(site, words, &assets, &templates, letters, memory.known());
    memory.keep(&pages, explained);
    let doubles = site.editions.doubles();
    let routes: Vec<Route> = pages
        .iter()
        .map(|(route, _)| route.clone())
        .filter(|route| route.as_str() != "404.html" && !site.redirects.contains_key(route))
        .filter(|route| !doubles.contains(route))
        .collect();
    let mut files: Vec<(Route, OutputFile)> =
        pages.into_iter().map(|(route, page)| (route, OutputFile::Bytes(page.html))).collect();
    let own = std::mem::take(&mut assets.files);
    files.extend(own.into_iter().map(|(route, bytes)| (route, OutputFile::Bytes(bytes.into()))));
    files.extend(
        cards::cards(site).into_iter().map(|(route, bytes)| (route, OutputFile::Bytes(bytes.into()))),
    );
    files.extend(site.files.iter().map(|file| (file.route.clone(), OutputFile::Copy(file.disk.clone()))));
    let mut add = |route: &str, bytes: Vec<u8>| {
        files.push((Route::new(route).expect("a plain name is a route"), OutputFile::Bytes(bytes.into())));
    };
    let lists = || (feed::feed(site), pages_json::pages_json(site), site.record.to_json());
    let (works, (feed, pages_json, record)) = rayon::join(|| works_json::all(site), lists);
    add("feed.xml", feed);
    add("pages.json", pages_json);
    add(RECORD_JSON, record);
    works.into_iter().for_each(|(route, bytes)| add(&route, bytes));
    if let Some(base) = &site.config.base_url {
        add("opensearch.xml", feed::open_search(&site.config.title, base).into_bytes());
    }
    if let Some(sitemap) = feed::sitemap(site, &routes) {
        add("sitemap.xml", sitemap);
    }
    for (route, file) in files {
        if let Err(taken) = outputs.add(route, file) {
            diagnostics.push(
                Diagnostic::new(&message::DUPLICATE_ROUTE).with("route", &taken.0).with("other", "zhiku"),
            );
        }
    }
    Ok(Made { outputs, diagnostics, assets, templates, pinyin })
}
