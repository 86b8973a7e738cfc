//! A site on the disk and the real program to build it with.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::disallowed_methods, reason = "tests put real files on the disk")]

pub mod html;
pub mod server;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use serde::Deserialize;
use tempfile::TempDir;

/// The program.
pub const ZHIKU: &str = env!("CARGO_BIN_EXE_zhiku");

/// The day as of which sites are built, unless a test asks otherwise.
pub const AS_OF: &str = "2025-06-01";

/// A `site.toml` with a section of every type.
pub const SITE: &str = r#"title = "测试知识库"
release_scope = "系统内"

[sections.study]
title = "学习资料"
type = "study"

[sections.cases]
title = "警示教育"
type = "case"

[sections.institutions]
title = "制度"
type = "institution"

[sections.regulations]
title = "法规"
type = "regulation"

[sections.terms]
title = "术语"
type = "term"

[sections.templates]
title = "文书模板"
type = "template"

[sections.checklists]
title = "检查清单"
type = "checklist"

[sections.ledgers]
title = "整改台账"
type = "ledger"

[sections.notes]
title = "说明"
type = "page"

# Most tests publish files that are not what their endings say.
[gate.rules]
unreadable = "off"
"#;

/// Folder contents: path with `/` to bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A site in a folder of its own: `site.toml`, `content`, and the output `public`.
pub struct Site {
    /// The folder, removed with the value.
    pub folder: TempDir,
}

impl Default for Site {
    fn default() -> Self {
        Self::new()
    }
}

impl Site {
    /// A site with the sections of [`SITE`] and no page.
    pub fn new() -> Self {
        let site = Self::empty();
        site.write("site.toml", SITE);
        fs::create_dir(site.path("content")).expect("a new folder");
        site
    }

    /// An empty folder.
    pub fn empty() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder") }
    }

    /// A copy of the sample site that comes with the program.
    pub fn sample() -> Self {
        let site = Self::empty();
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        copy(&repository.join("content"), &site.path("content"));
        fs::copy(repository.join("site.toml"), site.path("site.toml")).expect("the sample's site.toml");
        site
    }

    /// A site with `count` study pages that link to one another.
    pub fn of_pages(count: usize) -> Self {
        let site = Self::new();
        for number in 0..count {
            let next = (number + 1) % count;
            site.page(
                &format!("study/第{number}页.md"),
                &format!("title: 第{number}页\ntags: [标签{}]", number % 7),
                &format!("## 一、要点\n\n第{number}页的正文。见[下一页](第{next}页.md#一、要点)。\n"),
            );
        }
        site
    }

    /// The path of `relative` in the folder.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    /// Writes a file with all folders above it.
    pub fn write(&self, relative: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a new folder");
        fs::write(path, bytes).expect("a new file");
        self
    }

    /// Writes the page `content/…` with the lines `fields` as front matter.
    pub fn page(&self, relative: &str, fields: &str, body: &str) -> &Self {
        self.write(&format!("content/{relative}"), format!("---\n{fields}\n---\n\n{body}\n"))
    }

    /// Writes `site.toml` anew: `top` before, `tables` behind what [`SITE`] says.
    pub fn configure(&self, top: &str, tables: &str) -> &Self {
        self.write("site.toml", format!("{top}\n{SITE}\n{tables}"))
    }

    /// Removes a file.
    pub fn remove(&self, relative: &str) -> &Self {
        fs::remove_file(self.path(relative)).expect("the file was there");
        self
    }

    /// A command of the program on this site, as of [`AS_OF`].
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(ZHIKU);
        command.current_dir(self.folder.path()).args(arguments);
        if !arguments.contains(&"--as-of") {
            command.args(["--as-of", AS_OF]);
        }
        command
    }

    /// Runs the program on this site.
    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments))
    }

    /// Builds; what was found is in [`Run::found`].
    pub fn build(&self) -> Run {
        self.run(&["build", "--format", "json"])
    }

    /// Builds and expects that nothing is wrong but warnings.
    pub fn publish(&self) -> Run {
        let run = self.build();
        assert_eq!(run.code, Some(0), "the site builds: {run:?}");
        run
    }

    /// The published files, as [`current`] has them.
    pub fn public(&self) -> Files {
        current(&self.path("public"))
    }

    /// The text of a published file.
    pub fn read(&self, route: &str) -> String {
        let path = self.path("public").join(route);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{route} is published: {error}"))
    }

    /// Whether something is published at `route`.
    pub fn has(&self, route: &str) -> bool {
        self.path("public").join(route).exists()
    }

    /// `pages.json`, read.
    pub fn pages(&self) -> Vec<serde_json::Value> {
        serde_json::from_str(&self.read("pages.json")).expect("pages.json is an array")
    }

    /// The route of the page at `path` below the content.
    pub fn route(&self, path: &str) -> String {
        let pages = self.pages();
        let page = pages.iter().find(|page| page["path"] == path);
        page.unwrap_or_else(|| panic!("{path} is a page"))["route"].as_str().expect("a route").to_owned()
    }

    /// The published HTML of the page at `path` below the content.
    pub fn html(&self, path: &str) -> String {
        self.read(&self.route(path))
    }

    /// The part of a page that its body is written to.
    pub fn body(&self, path: &str) -> String {
        html::body(&self.html(path)).to_owned()
    }
}

/// How a run of the program ended and what it said.
pub struct Run {
    /// The exit code; `None` after a signal.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// The diagnostics, where they were asked for as JSON.
    pub found: Vec<Found>,
}

/// A diagnostic as JSON says it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Found {
    /// `ZK` and four digits.
    pub code: String,
    /// `error` or `warning`.
    pub severity: String,
    /// The file.
    pub path: Option<String>,
    /// The line from 1.
    pub line: Option<usize>,
    /// The column in characters from 1.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The nearest right name.
    pub suggestion: Option<String>,
}

/// Short, so that a failed test can be read.
impl std::fmt::Debug for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let short = |text: &str| text.chars().take(2_000).collect::<String>();
        write!(f, "exit {:?}\nstdout: {}\nstderr: {}", self.code, short(&self.stdout), short(&self.stderr))
    }
}

impl Run {
    /// Runs `command` to its end; one that never ends is stopped, so that the tests do.
    pub fn of(command: Command) -> Self {
        Self::within(Duration::from_secs(300), command)
    }

    /// The same where it may take longer than others.
    pub fn within(limit: Duration, command: Command) -> Self {
        let mut command = assert_cmd::Command::from_std(command);
        let output = command.timeout(limit).output();
        let Output { status, stdout, stderr } = output.expect("the program runs and ends");
        let stderr = String::from_utf8(stderr).expect("messages are UTF-8");
        let found = stderr.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        Self {
            code: status.code(),
            stdout: String::from_utf8(stdout).expect("output is UTF-8"),
            stderr,
            found,
        }
    }

    /// The codes of what was found, in the order of the messages.
    pub fn codes(&self) -> Vec<&str> {
        self.found.iter().map(|found| found.code.as_str()).collect()
    }

    /// The only diagnostic with `code`.
    pub fn one(&self, code: &str) -> &Found {
        let all: Vec<&Found> = self.found.iter().filter(|found| found.code == code).collect();
        assert_eq!(all.len(), 1, "{code} is said once: {self:?}");
        all[0]
    }

    /// Expects exit code `code` and exactly one diagnostic, `message`, which is given back.
    pub fn fails_with(&self, code: i32, message: &str) -> &Found {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert_eq!(self.codes(), [message], "{self:?}");
        &self.found[0]
    }
}

/// All files below `folder`; empty where there is no such folder.
pub fn files(folder: &Path) -> Files {
    let mut found = Files::new();
    collect(folder, folder, &mut found);
    found
}

/// What a build published to `folder`: without the lock, and without what is kept of the search of
/// the generation before.
pub fn current(folder: &Path) -> Files {
    let mut all = files(folder);
    all.remove(".zhiku-lock");
    let Some(manifest) = all.get("zhiku-manifest.json") else { return all };
    let mut manifest: serde_json::Value = serde_json::from_slice(manifest).expect("a manifest is JSON");
    let listed = manifest["files"].as_object_mut().expect("a manifest lists files");
    let retired: Vec<String> =
        listed.iter().filter(|(_, record)| record["retired"] == true).map(|(path, _)| path.clone()).collect();
    for path in &retired {
        listed.remove(path);
        all.remove(path);
    }
    if !retired.is_empty() {
        // The same words as of a manifest that never listed them.
        let lines =
            all["zhiku-manifest.json"].split_inclusive(|byte| *byte == b'\n').map(String::from_utf8_lossy);
        let kept: String = lines.filter(|line| !line.contains("\"retired\": true")).collect();
        all.insert("zhiku-manifest.json".to_owned(), kept.replace("},\n}\n}\n", "}\n}\n}\n").into_bytes());
    }
    all
}

fn collect(root: &Path, folder: &Path, found: &mut Files) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, found);
        } else {
            let name =
                path.strip_prefix(root).expect("below the root").to_str().expect("UTF-8").replace('\\', "/");
            found.insert(name, fs::read(&path).expect("a file is read"));
        }
    }
}

/// All folders below `folder`, by path.
pub fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder is listed") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(folders(&path));
            found.push(path);
        }
    }
    found
}

/// Copies a folder with all in it.
pub fn copy(from: &Path, to: &Path) {
    for (path, bytes) in files(from) {
        let target = to.join(path);
        fs::create_dir_all(target.parent().expect("a folder")).expect("a new folder");
        fs::write(target, bytes).expect("a new file");
    }
}

/// Expects that two folders hold the same, and names what differs.
pub fn assert_same(left: &Files, right: &Files) {
    let names: std::collections::BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    let differing: Vec<&&String> =
        names.iter().filter(|name| left.get(**name) != right.get(**name)).collect();
    assert!(differing.is_empty(), "{} files differ: {differing:?}", differing.len());
}

/// Random numbers that are the same in every run (xorshift64*).
pub struct Dice(u64);

impl Dice {
    /// Dice that fall as `seed` says.
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % limit
    }

    /// `items` in another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// How many bytes of `bytes` go over the wire.
pub fn packed(bytes: &[u8]) -> usize {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut gzip, bytes).unwrap();
    gzip.finish().unwrap().len()
}
