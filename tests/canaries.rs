//! Canaries: words in what is withheld, sought in every byte of what is published.
//!
//! Random sites hold a word of their own in each narrow page, passage, field, file, name and
//! comment. A wide build is searched for all of them: raw, in file names, in the decoded files of
//! the search, in archives, and as pinyin. The narrow build of the same site must hold those that
//! a reader can see, so that the search itself is known to find.

#![allow(clippy::disallowed_methods, reason = "tests put real files on the disk")]

mod common;

use std::io::{Cursor, Read as _, Write as _};

use camino::Utf8PathBuf;
use common::{Dice, Files, Site};
use zhiku::build::pipeline::{Build, Goal, Request, build};
use zhiku::search::files::strings;
use zhiku::text::fold::fold;
use zhiku::text::slug::slug;

const SCOPES: [&str; 3] = ["公开", "系统内", "本机关"];
/// Characters that stand nowhere else in a site or the theme.
const RARE: &str = "鼗犇猋掱焱燚垚厽叕惢芔矗羴靐灪籱龘鼟鼙鼒麂麈骶髑靿";

/// A word that only withheld text holds.
struct Canary {
    word: String,
    /// Whether a narrow build shows it to readers.
    shown: bool,
}

/// A site being made, with its canaries.
struct Flock {
    site: Site,
    dice: Dice,
    seed: usize,
    canaries: Vec<Canary>,
}

impl Flock {
    /// A new word; half of them Latin, half Han.
    fn word(&mut self, shown: bool) -> String {
        let number = self.canaries.len();
        let word = if self.dice.below(2) == 0 {
            format!("qzx{}k{number}", self.seed)
        } else {
            let rare: Vec<char> = RARE.chars().collect();
            // The number of the canary in rare characters, so that no two share four in a row.
            let digits = [number / rare.len(), number % rare.len(), self.seed % rare.len()];
            let mut word: String = digits.iter().map(|digit| rare[*digit]).collect();
            word.push(rare[(number * 7 + 3) % rare.len()]);
            word.push(rare[(number * 3 + 1) % rare.len()]);
            word
        };
        self.canaries.push(Canary { word: word.clone(), shown });
        word
    }

    fn seen(&mut self) -> String {
        self.word(true)
    }

    fn latin(&mut self, shown: bool) -> String {
        let word = format!("qzx{}k{}", self.seed, self.canaries.len());
        self.canaries.push(Canary { word: word.clone(), shown });
        word
    }

    fn some(&mut self, chance: usize) -> bool {
        self.dice.below(chance) == 0
    }
}

/// A zip that says `words` in a deflated entry.
fn archive(words: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(format!("<w:t>{words}{words}{words}</w:t>").as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

/// A site for builds of `limit`, with canaries in what is narrower.
fn flock(seed: usize) -> (Flock, &'static str) {
    let mut dice = Dice::new(seed as u64 * 7919 + 17);
    let limit = dice.below(2);
    let narrow = SCOPES[limit + 1 + dice.below(2 - limit)];
    let mut flock = Flock { site: Site::new(), dice, seed, canaries: Vec::new() };
    let secret_section = flock.seen();
    let toml = common::SITE.replace(
        "release_scope = \"系统内\"",
        &format!("release_scope = \"{}\"\nbase_url = \"http://kb/\"", SCOPES[limit]),
    );
    let toml = format!(
        "{toml}\n[sections.inner]\ntitle = \"{secret_section}\"\ntype = \"page\"\nrelease_scope = \"{narrow}\"\n"
    );
    flock.site.write("site.toml", toml);
    if flock.some(4) {
        let words = flock.seen();
        flock.site.page("_index.md", &format!("title: 首页\nrelease_scope: {narrow}"), &words);
    }
    let mut links = Vec::new();
    for number in 0..1 + flock.dice.below(3) {
        links.extend(narrow_page(&mut flock, narrow, number));
    }
    let words = flock.seen();
    let folder = flock.seen();
    flock.site.page(
        &format!("inner/{folder}/内.md"),
        &format!("title: 内{number}", number = flock.seed),
        &words,
    );
    let title = flock.seen();
    flock.site.page(&format!("inner/{folder}/_index.md"), &format!("title: {title}"), "说明。");
    links.push(format!(
        "[夹](../inner/{folder}/) [节](../inner/_index.md) [[{secret_section}|节]] [[{title}]]"
    ));
    for number in 0..2 + flock.dice.below(3) {
        wide_page(&mut flock, narrow, number, &links);
    }
    (flock, SCOPES[limit])
}

/// A page that is withheld; gives ways to link it.
fn narrow_page(flock: &mut Flock, narrow: &str, number: usize) -> Vec<String> {
    let [title, alias, summary, tag, domain, doc_no, by] = [(); 7].map(|()| flock.seen());
    let (id, old, name) = (flock.latin(true), flock.latin(true), flock.seen());
    let (heading, text, cell, code, alt, caption, note) =
        (flock.seen(), flock.seen(), flock.seen(), flock.seen(), flock.seen(), flock.seen(), flock.seen());
    let (comment, yaml) = (flock.word(false), flock.word(false));
    let (file, picture, inside, plain) = (flock.seen(), flock.seen(), flock.latin(true), flock.latin(true));
    let site = &flock.site;
    site.write(&format!("content/institutions/{file}.docx"), archive(&inside));
    site.write(
        &format!("content/institutions/{picture}.svg"),
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><text>{plain}</text></svg>"),
    );
    let fields = format!(
        "title: {title}办法\nid: {id}\naliases: [{alias}]\nsummary: {summary}\ntags: [{tag}]\ndomain: [{domain}]\n\
         work: {title}办法\nversion: 2024-01-0{day}\nlevel: 规范性文件\nissuer: {by}\ndoc_no: {doc_no}\nissued: 2024-01-01\neffective: 2024-01-01\n\
         release_scope: {narrow}\nredirect_from: [institutions/{old}.html]\nattachments: [{file}.docx] # {yaml}",
        day = number + 1,
    );
    let body = format!(
        "## {heading}\n\n第一条 {text}。[^一]\n\n| 甲 |\n|---|\n| {cell} |\n\n```\n{code}\n```\n\n![{alt}]({picture}.svg \"{caption}\")\n\n<!-- {comment} -->\n\n[^一]: {note}"
    );
    site.page(&format!("institutions/{name}.md"), &fields, &body);
    vec![
        format!(
            "[[{title}办法]] [[{alias}]] [[{id}]] [[{title}办法@2024-01-0{}]] [[institutions/{name}]]",
            number + 1
        ),
        format!(
            "[{title}办法](../institutions/{name}.md) [《{title}办法》第一条](../institutions/{name}.md#第一条)"
        ),
        format!(
            "[[{title}办法#{heading}]] [**这里**](/institutions/{name}.md) [[{id}|那里]] [参][r{number}]\n\n[r{number}]: ../institutions/{name}.md \"{title}办法\"\n"
        ),
        format!("FIELDS\nreplaces: [{title}办法]\nrelated: [{id}]\nbasis: [《{title}办法》第一条]"),
    ]
}

/// A page of the build with marked passages, scoped fields, and links to what is withheld.
fn wide_page(flock: &mut Flock, narrow: &str, number: usize, links: &[String]) {
    let mut fields = format!(
        "title: 公开页{number}\nwork: 公开页{number}\nlevel: 规范性文件\nissued: 2025-01-01\neffective: 2025-01-01"
    );
    let mut body = format!("第一条 公开的话{number}。\n\n");
    for link in links {
        match link.strip_prefix("FIELDS\n") {
            Some(more) if !fields.contains("replaces") && flock.some(2) => {
                fields.push_str(&format!("\n{more}"))
            }
            Some(_) => {}
            None => body.push_str(&format!("见{link}。\n\n")),
        }
    }
    let (file, inside) = (flock.seen(), flock.latin(true));
    flock.site.write(&format!("content/institutions/{file}.zip"), archive(&inside));
    fields.push_str(&format!("\nattachments:\n  - {{value: {file}.zip, release_scope: {narrow}}}"));
    let (tag, step) = (flock.seen(), flock.seen());
    fields.push_str(&format!("\ntags:\n  - 公开标签\n  - value: {tag}\n    release_scope: {narrow}"));
    fields.push_str(&format!("\napproval: {{值: {step}, 发布范围: {narrow}}}"));
    for _ in 0..1 + flock.dice.below(3) {
        let passage = passage(flock, narrow);
        body.push_str(&passage);
    }
    flock.site.page(&format!("institutions/公开页{number}.md"), &fields, &body);
}

fn passage(flock: &mut Flock, narrow: &str) -> String {
    let (text, heading, alt, words) = (flock.seen(), flock.seen(), flock.seen(), flock.seen());
    let (picture, plain, comment, address) =
        (flock.seen(), flock.latin(true), flock.word(false), flock.latin(true));
    flock.site.write(
        &format!("content/institutions/{picture}.svg"),
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><text>{plain}</text></svg>"),
    );
    let (open, close) = [(":::scope", ":::"), ("：：：范围", "：：：：")][flock.dice.below(2)];
    let kind = flock.dice.below(5);
    let inner = match kind {
        0 => format!(
            "{text}\n\n### {heading}\n\n![{alt}]({picture}.svg)\n\n[{words}](http://{address}/)\n\n<!-- {comment} -->\n"
        ),
        1 => format!(
            "| {text} | {heading} |\n|---|---|\n| ![{alt}]({picture}.svg) | [{words}](http://{address}/) |\n"
        ),
        2 => {
            format!("> {text}\n\n- {heading}\n  - ![{alt}]({picture}.svg)\n\n```\n{words}\n{address}\n```\n")
        }
        3 => format!(
            "{open} {narrow}\n{text}\n{close}\n\n## {heading} {{#{address}}}\n\n**{words}**![{alt}]({picture}.svg)\n"
        ),
        _ => format!(
            "{text}[^{address}]。\n\n[^{address}]: {heading}![{alt}]({picture}.svg)\n\n<p>{words}</p>\n\n词：\n: {address}\n"
        ),
    };
    let links = if [0, 3].contains(&kind) { format!("见[[#{heading}]]。") } else { String::new() };
    match flock.dice.below(3) {
        0 => format!("{open} {narrow}\n{inner}{close}\n\n后话。\n\n"),
        1 => format!("{open} {narrow}\r\n\n{inner}\n{close}\n{links}\n\n"),
        _ => {
            let inner = inner.replace('\n', "\n  ");
            format!("- 项\n\n  {open} {narrow}\n  {inner}{close}\n\n- 项\n\n后话。\n\n")
        }
    }
}

/// Every text that is published: names, bytes, what the search and archives hold.
fn published(build: &Build) -> Vec<(String, Vec<u8>)> {
    let mut texts = Vec::new();
    for (route, file) in build.outputs.iter() {
        let route = route.as_str().to_owned();
        let bytes = file.bytes().unwrap().into_owned();
        opened(&route, &bytes, &mut texts);
        texts.push((route, bytes));
    }
    texts
}

/// What `bytes` hold when they are decoded.
fn opened(route: &str, bytes: &[u8], texts: &mut Vec<(String, Vec<u8>)>) {
    if route.starts_with("search/")
        && let Ok(found) = strings(route, bytes)
    {
        texts.push((format!("{route} (decoded)"), found.join("\n").into_bytes()));
    }
    if bytes.starts_with(b"PK") {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for index in 0..zip.len() {
            let mut entry = zip.by_index(index).unwrap();
            let mut inner = Vec::new();
            entry.read_to_end(&mut inner).unwrap();
            texts.push((format!("{route} ({})", entry.name()), inner));
        }
    }
}

/// Finds any of `words`; a crate built for speed does it, for there is much to read.
fn finder<'a>(words: impl Iterator<Item = &'a str>) -> regex::bytes::Regex {
    let escaped: Vec<String> = words.map(regex::escape).collect();
    regex::bytes::RegexBuilder::new(&escaped.join("|")).unicode(false).build().unwrap()
}

/// The forms of a canary: as written, folded, in pinyin.
fn forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned(), fold(word)];
    if !word.is_ascii() {
        forms.extend([slug(word), slug(word).replace('-', "")]);
    }
    forms.dedup();
    forms
}

fn build_of(site: &Site, scope: &str) -> Build {
    let root = Utf8PathBuf::from_path_buf(site.folder.path().to_owned()).unwrap();
    let request = Request {
        content: root.join("content"),
        root,
        as_of: jiff::civil::date(2025, 6, 1),
        scope: Some(scope.to_owned()),
    };
    build(&request, Goal::Publish, &|_| {}).unwrap()
}

fn assert_silent(texts: &[(String, Vec<u8>)], flock: &Flock) {
    let mut forms: Vec<String> = flock.canaries.iter().flat_map(|canary| forms(&canary.word)).collect();
    // A character by itself, as the terms of the search have it.
    forms.extend(RARE.chars().map(String::from));
    let any = finder(forms.iter().map(String::as_str));
    for (route, bytes) in texts {
        let found = any.find(bytes).or_else(|| any.find(route.as_bytes()));
        let found = found.map(|found| String::from_utf8_lossy(found.as_bytes()).into_owned());
        assert_eq!(found, None, "site {}: in {route}", flock.seed);
    }
}

fn assert_sings(texts: &[(String, Vec<u8>)], flock: &Flock) {
    let mut all: Vec<u8> = Vec::new();
    for (route, bytes) in texts {
        all.extend(route.as_bytes());
        all.extend(bytes);
    }
    for canary in flock.canaries.iter().filter(|canary| canary.shown) {
        let forms = forms(&canary.word);
        let any = finder(forms.iter().map(String::as_str));
        assert!(any.is_match(&all), "site {}: {} is in the narrow build", flock.seed, canary.word);
    }
}

#[test]
fn two_hundred_random_sites_tell_nothing_that_is_withheld() {
    let mut canaries = 0;
    for seed in 0..200 {
        let (flock, limit) = flock(seed);
        let wide = build_of(&flock.site, limit);
        let errors: Vec<_> = wide
            .diagnostics
            .iter()
            .map(|found| (found.message.code, found.place.clone(), found.values.clone()))
            .collect();
        assert!(!wide.outputs.is_empty(), "site {seed}: {errors:?}");
        assert_silent(&published(&wide), &flock);
        let said = format!("{:?}", wide.diagnostics);
        assert!(flock.canaries.iter().all(|canary| !said.contains(&canary.word)), "site {seed}: {said}");
        canaries += flock.canaries.len();
        // The other half of the proof is the dearer one: some sites are enough.
        if seed % 5 == 0 {
            let narrow = build_of(&flock.site, "本机关");
            assert!(!narrow.outputs.is_empty(), "site {seed}: {:?}", narrow.diagnostics);
            assert_sings(&published(&narrow), &flock);
        }
    }
    assert!(canaries > 5_000, "{canaries}");
}

#[test]
fn the_program_publishes_and_records_nothing_that_is_withheld() {
    for seed in 1000..1006 {
        let (flock, limit) = flock(seed);
        // The narrow site was there before: what it left goes at once.
        for scope in ["本机关", limit] {
            let run = flock.site.run(&["build", "--format", "json", "--scope", scope]);
            assert_eq!(run.code, Some(0), "site {seed}: {run:?}");
        }
        let public: Files = common::files(&flock.site.path("public"));
        let mut texts = Vec::new();
        for (route, bytes) in public {
            opened(&route, &bytes, &mut texts);
            texts.push((route, bytes));
        }
        assert_silent(&texts, &flock);
    }
}
