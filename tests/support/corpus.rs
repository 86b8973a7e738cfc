//! Reads a content root into search entries, simply: for measuring the search by itself.
//!
//! The product's own way from Markdown to entries is longer; this one knows front matter lines,
//! headings and articles, and is used by benches and tests that want real text.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use zhiku::law::number::ArticleNo;
use zhiku::search::entry::{SearchEntry, SearchUnit};
use zhiku::text::slug;

/// Characters a block of a section aims at.
const BLOCK: usize = 600;

/// All entries below a content root, in the order of their paths.
pub fn load(root: &Path) -> Vec<SearchEntry> {
    let mut files = Vec::new();
    collect(root, &mut files);
    files.sort();
    let mut entries: Vec<SearchEntry> = files
        .iter()
        .map(|file| {
            let path = file.strip_prefix(root).expect("below the root");
            let text = std::fs::read_to_string(file).expect("a readable file");
            entry(&path.to_string_lossy().replace('\\', "/"), &text)
        })
        .collect();
    mark_superseded(&mut entries);
    entries
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for item in std::fs::read_dir(folder).expect("a readable folder") {
        let path = item.expect("a readable item").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            files.push(path);
        }
    }
}

fn mark_superseded(entries: &mut [SearchEntry]) {
    let mut newest: BTreeMap<String, String> = BTreeMap::new();
    for entry in entries.iter() {
        if let (Some(work), Some(edition)) = (&entry.work, &entry.edition) {
            let newest = newest.entry(work.clone()).or_default();
            if *newest < *edition {
                newest.clone_from(edition);
            }
        }
    }
    for entry in entries {
        if let (Some(work), Some(edition)) = (&entry.work, &entry.edition) {
            entry.superseded = newest[work] > *edition;
            entry.standing = Some(if entry.superseded { "已修改" } else { "现行有效" }.to_owned());
        }
    }
}

/// One Markdown file as an entry.
pub fn entry(path: &str, text: &str) -> SearchEntry {
    let (front, body) =
        text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).unwrap_or(("", text));
    let field = |name: &str| {
        let line = front.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        line.map(|value| value.trim().trim_matches('"').to_owned()).filter(|value| !value.is_empty())
    };
    let aliases = field("aliases").unwrap_or_default();
    let quoted = aliases.split('"').skip(1).step_by(2);
    let kind = if path.starts_with("cases/") { "case" } else { "regulation" };
    let year = field("promulgated").map(|date| date[..4].to_owned());
    let facets = [("level", field("level")), ("domain", field("domain")), ("year", year)];
    let slug: Vec<String> = path.trim_end_matches(".md").split('/').map(slug).collect();
    SearchEntry {
        path: path.to_owned(),
        route: format!("{}.html", slug.join("/")),
        title: field("title").unwrap_or_default(),
        aliases: quoted.map(str::to_owned).collect(),
        doc_no: field("doc_no"),
        kind: kind.to_owned(),
        facets: facets
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), vec![value?])))
            .collect(),
        date: field("promulgated"),
        work: field("work"),
        edition: field("version"),
        standing: None,
        superseded: false,
        withdrawn: false,
        units: units(body).into(),
    }
}

#[derive(Default)]
struct Open {
    headings: Vec<(usize, String)>,
    sections: usize,
    unit: Option<SearchUnit>,
    units: Vec<SearchUnit>,
}

fn units(body: &str) -> Vec<SearchUnit> {
    let mut open = Open::default();
    for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let level = line.chars().take_while(|c| *c == '#').count();
        if level > 0 && line[level..].starts_with(' ') {
            open.heading(level, line[level..].trim());
        } else {
            open.line(line);
        }
    }
    open.close();
    open.units
}

impl Open {
    fn heading(&mut self, level: usize, title: &str) {
        self.close();
        self.headings.retain(|(above, _)| *above < level);
        self.headings.push((level, title.to_owned()));
        self.sections += 1;
    }

    fn line(&mut self, line: &str) {
        let article = ArticleNo::parse_prefix(line)
            .filter(|(_, bytes)| line[*bytes..].starts_with([' ', '\u{3000}']) || *bytes == line.len());
        if let Some((no, _)) = article {
            self.close();
            self.start(no.anchor(), Some((no.number, no.suffix)));
        } else if self.unit.as_ref().is_none_or(|unit| {
            unit.article.is_none() && unit.text.chars().count() + line.chars().count() > BLOCK
        }) {
            self.close();
            let anchor = format!("s{}-{}", self.sections, self.units.len());
            self.start(anchor, None);
        }
        if let Some(unit) = &mut self.unit {
            if !unit.text.is_empty() {
                unit.text.push('\n');
            }
            unit.text.push_str(line);
        }
    }

    fn start(&mut self, anchor: String, article: Option<(u32, u32)>) {
        let headings = self.headings.iter().map(|(_, title)| title.clone()).collect();
        self.unit = Some(SearchUnit { anchor, headings, article, text: String::new() });
    }

    fn close(&mut self) {
        self.units.extend(self.unit.take());
    }
}
