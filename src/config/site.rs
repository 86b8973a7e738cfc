//! `site.toml`, checked.

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::nearest::nearest;
use crate::base::span::{Place, Span};
use crate::config::check::Checker;
use crate::config::colour::Colours;
use crate::config::gate::GateConfig;
use crate::config::node::{self, Finding, Node, NodeValue};
use crate::config::registry::{ContentType, Registry, site_fields};
use crate::config::scopes::Scopes;
use crate::config::value::Fields;

/// What a site is set up to be.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteConfig {
    /// Name of the site.
    pub title: String,
    /// The body that keeps it.
    pub organisation: Option<String>,
    /// One or two sentences about it.
    pub description: Option<String>,
    /// Language of the interface, `zh-CN` or `en`.
    pub lang: String,
    /// Whole address of the published site, ending in `/`, where it has one.
    pub base_url: Option<String>,
    /// Words at the foot of each page.
    pub footer: Option<String>,
    /// A notice on every page.
    pub notice: Option<String>,
    /// A file of `theme/assets` that stands for the body in the header.
    pub logo: Option<String>,
    /// Colours of its own.
    pub colours: Colours,
    /// The blocks of the home page in their order, by the words of the vocabulary `home_block`.
    pub home: Vec<String>,
    /// Entries on a list page.
    pub page_size: usize,
    /// Release scope of pages whose section sets none.
    pub release_scope: Option<String>,
    /// All release scopes, and the narrowest that is built.
    pub scopes: Scopes,
    /// The sections in the order of `site.toml`.
    pub sections: Vec<SectionConfig>,
    /// What may be published.
    pub gate: GateConfig,
    /// Types and vocabularies.
    pub registry: Registry,
}

/// A folder of the content with one type.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionConfig {
    /// Name of the folder.
    pub name: String,
    /// Name shown.
    pub title: String,
    /// The type of its pages.
    pub content_type: String,
    /// Release scope of pages that set none.
    pub release_scope: Option<String>,
    /// Entries on a list page.
    pub page_size: usize,
    /// How its pages are ordered.
    pub sort: SectionSort,
    /// Whether it is left out of the main navigation.
    pub aside: bool,
}

/// How the pages of a section are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionSort {
    /// Latest first.
    Date,
    /// By the field `order`, then by title.
    Order,
    /// By the pinyin of the title.
    Title,
}

/// Folders of the published site that no section can have.
const RESERVED: [&str; 5] = ["assets", "facets", "files", "pinyin", "search"];

/// Entries on a list page where `site.toml` sets none.
pub const PAGE_SIZE: usize = 50;

impl SiteConfig {
    /// The section kept in the folder `name`.
    pub fn section(&self, name: &str) -> Option<&SectionConfig> {
        self.sections.iter().find(|section| section.name == name)
    }

    /// The type called `name`; the caller took it from this configuration.
    pub fn content_type(&self, name: &str) -> &ContentType {
        self.registry.types.get(name).expect("a type's name was checked when the configuration was read")
    }

    /// Reads `site.toml`. What is wrong is reported; what is right stands.
    pub fn read(path: &str, text: &str) -> (Self, Vec<Diagnostic>) {
        let root = match node::from_toml(text) {
            Ok(root) => root,
            Err(fault) => {
                let place = Place::new(path, text, fault.span);
                return (Self::empty(), vec![fault.diagnostic.at(place)]);
            }
        };
        let (mut registry, mut findings) = Registry::extended(&root);
        order_scopes(&root, &mut registry);
        let defs = site_fields();
        let mut checker =
            Checker { vocabularies: &registry.vocabularies, subject: "site.toml", findings: Vec::new() };
        let fields = checker.fields(&root, &defs, Span::default());
        findings.append(&mut checker.findings);
        let config = Self::assemble(&fields, registry, &mut findings);
        let placed =
            findings.into_iter().map(|(span, found)| found.at(Place::new(path, text, span))).collect();
        (config, placed)
    }

    fn empty() -> Self {
        Self::assemble(&Fields::default(), Registry::builtin(), &mut Vec::new())
    }

    fn assemble(fields: &Fields, registry: Registry, findings: &mut Vec<Finding>) -> Self {
        let text = |name: &str| fields.text(name).map(str::to_owned);
        let page_size = size(fields).unwrap_or(PAGE_SIZE);
        Self {
            title: text("title").unwrap_or_default(),
            organisation: text("organisation"),
            description: text("description"),
            lang: text("lang").unwrap_or_else(|| "zh-CN".to_owned()),
            base_url: base_url(fields, findings),
            logo: logo(fields, findings),
            colours: Colours::read(fields, findings),
            home: home(fields, &registry),
            footer: text("footer"),
            notice: text("notice"),
            page_size,
            release_scope: text("release_scope"),
            scopes: scopes(fields, &registry),
            sections: sections(fields, &registry, page_size, findings),
            gate: GateConfig::read(fields.record("gate"), findings),
            registry,
        }
    }
}

/// Gives the vocabulary of scopes the names and the order that `site.toml` sets, widest first.
fn order_scopes(root: &Node, registry: &mut Registry) {
    let Some(node) = root.get("scopes").or_else(|| root.get("发布范围次序")) else { return };
    let NodeValue::List(items) = &node.value else { return };
    let mut names: Vec<String> = Vec::new();
    for item in items {
        if let NodeValue::Text(name) = &item.value
            && !names.contains(name)
        {
            names.push(name.clone());
        }
    }
    if !names.is_empty() {
        registry.vocabularies.insert(SCOPES.to_owned(), names);
    }
}

/// The scopes in their order, built as far inwards as the site sets.
fn scopes(fields: &Fields, registry: &Registry) -> Scopes {
    let mut scopes = Scopes::new(registry.vocabularies.get(SCOPES).cloned().unwrap_or_default());
    if let Some(limit) = fields.text("build_scope") {
        scopes.limit_to(limit);
    }
    scopes
}

/// The vocabulary of release scopes.
const SCOPES: &str = "release_scope";

fn size(fields: &Fields) -> Option<usize> {
    fields.integer("page_size").and_then(|size| usize::try_from(size).ok()).filter(|size| *size > 0)
}

/// The name of the logo: a plain file name.
fn logo(fields: &Fields, findings: &mut Vec<Finding>) -> Option<String> {
    let field = fields.get("logo")?;
    let name = field.value.as_text()?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if !name.chars().all(is_plain) || name.starts_with('.') {
        findings.push((field.span, Diagnostic::new(&message::BAD_LOGO).with("logo", name)));
        return None;
    }
    Some(name.to_owned())
}

/// The blocks of the home page; all of them where none are named.
fn home(fields: &Fields, registry: &Registry) -> Vec<String> {
    let named = fields.texts("home");
    if named.is_empty() {
        return registry.vocabularies.get("home_block").cloned().unwrap_or_default();
    }
    named.into_iter().map(str::to_owned).collect()
}

fn base_url(fields: &Fields, findings: &mut Vec<Finding>) -> Option<String> {
    let field = fields.get("base_url")?;
    let url = field.value.as_text()?;
    let whole = ["http://", "https://"]
        .iter()
        .any(|scheme| url.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
    if !whole || url.contains(char::is_whitespace) {
        findings.push((field.span, Diagnostic::new(&message::BAD_BASE_URL).with("url", url)));
        return None;
    }
    Some(format!("{}/", url.trim_end_matches('/')))
}

fn sections(
    fields: &Fields,
    registry: &Registry,
    page_size: usize,
    findings: &mut Vec<Finding>,
) -> Vec<SectionConfig> {
    let Some(table) = fields.record("sections") else { return Vec::new() };
    let mut sections = Vec::new();
    for (name, row) in table.iter() {
        let Some(record) = row.value.as_record() else { continue };
        if !is_plain(name) || RESERVED.contains(&name) {
            findings.push((row.span, Diagnostic::new(&message::BAD_SECTION).with("section", name)));
            continue;
        }
        let Some(content_type) = known_type(record, registry, findings) else { continue };
        sections.push(SectionConfig {
            name: name.to_owned(),
            title: record.text("title").unwrap_or(name).to_owned(),
            content_type,
            release_scope: record.text("release_scope").map(str::to_owned),
            page_size: size(record).unwrap_or(page_size),
            sort: match record.text("sort") {
                Some("顺序") => SectionSort::Order,
                Some("标题") => SectionSort::Title,
                _ => SectionSort::Date,
            },
            aside: record.is_true("aside"),
        });
    }
    sections
}

fn known_type(record: &Fields, registry: &Registry, findings: &mut Vec<Finding>) -> Option<String> {
    let field = record.get("type")?;
    let name = field.value.as_text()?;
    let by_label = registry.types.values().find(|known| known.label == name);
    if let Some(known) = registry.types.get(name).or(by_label) {
        return Some(known.name.clone());
    }
    let known: Vec<&str> = registry.types.keys().map(String::as_str).collect();
    let diagnostic = Diagnostic::new(&message::UNKNOWN_TYPE)
        .with("type", name)
        .with("known", known.join(", "))
        .nearest(nearest(name, known.iter().copied()));
    findings.push((field.span, diagnostic));
    None
}

/// Whether `name` can be a part of a route that people type: lower-case letters, digits, hyphens.
pub fn is_plain(name: &str) -> bool {
    let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !name.is_empty() && name.bytes().all(inner) && !name.starts_with('-') && !name.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = "title = \"知识库\"\nbase_url = \"http://intra/kb\"\n\
        [sections.study]\ntitle = \"学习资料\"\ntype = \"study\"\n[sections.cases]\ntitle = \"案例\"\ntype = \"警示教育案例\"\nsort = \"顺序\"\n";

    #[test]
    fn reads_a_sound_site() {
        let (config, found) = SiteConfig::read("site.toml", SITE);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(config.base_url.as_deref(), Some("http://intra/kb/"));
        let names: Vec<&str> = config.sections.iter().map(|section| section.name.as_str()).collect();
        assert_eq!(names, ["study", "cases"]);
        assert_eq!(config.sections[1].content_type, "case");
        assert_eq!(config.sections[1].sort, SectionSort::Order);
    }

    #[test]
    fn every_fault_is_reported_with_its_place() {
        let text = "titel = \"甲\"\nlang = \"fr\"\nbase_url = \"intra\"\n[sections.S1]\ntitle = \"x\"\ntype = \"study\"\n\
                    [sections.s2]\ntype = \"stady\"\n";
        let (_, found) = SiteConfig::read("site.toml", text);
        let mut codes: Vec<(&str, usize)> =
            found.iter().map(|d| (d.message.code, d.place.as_ref().unwrap().line)).collect();
        codes.sort_unstable();
        assert_eq!(
            codes,
            [
                ("ZK0102", 8),
                ("ZK0106", 3),
                ("ZK0107", 4),
                ("ZK0304", 1),
                ("ZK0306", 2),
                ("ZK0308", 1),
                ("ZK0308", 7)
            ]
        );
    }

    #[test]
    fn broken_toml_is_one_clear_error() {
        let (_, found) = SiteConfig::read("site.toml", "title = \n");
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].message.code, found[0].place.as_ref().unwrap().line), ("ZK0101", 1));
    }
}
