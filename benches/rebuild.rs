//! From the end of a save to the new page, to the new words in the search, and from one build to the
//! next: the real program on real content.
//!
//! `cargo bench --bench rebuild -- [CONTENT] [COPIES]`: the content root is the argument, else `ZHIKU_CORPUS`,
//! else `../shared/corpus/laws` where it is present, else the sample. It is measured at a tenth, whole, and
//! `COPIES` times (10) under other names. Behind a figure stands the mark that it has to keep. Where others
//! use the machine too the time of the processor tells more than the time that passes: it is said beside.

#![allow(clippy::disallowed_methods, reason = "a benchmark writes and reads real files")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

#[path = "support/copies.rs"]
mod copies;

use copies::lay_out;

/// The program: the one built with this, or another that `ZHIKU_PROGRAM` names.
fn zhiku() -> Command {
    let named = std::env::var_os("ZHIKU_PROGRAM");
    Command::new(named.unwrap_or_else(|| env!("CARGO_BIN_EXE_zhiku").into()))
}

/// Saves that are measured, each when the one before is in the search.
const SAVES: usize = 30;
/// Saves in a row, each when the one before is served.
const HURRIED: usize = 30;

/// Between two questions for what is to be there at once, and for what is to be there soon.
const AT_ONCE: Duration = Duration::from_millis(1);
const SOON: Duration = Duration::from_millis(10);

fn main() {
    let mut given = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let repository = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let corpus = repository.join("../shared/corpus/laws");
    let named = given.next().or_else(|| std::env::var("ZHIKU_CORPUS").ok()).map(PathBuf::from);
    let content = named.unwrap_or_else(|| match corpus.is_dir() {
        true => corpus,
        false => repository.join("content"),
    });
    let copies: usize = given.next().map_or(10, |copies| copies.parse().expect("a number of copies"));
    println!("content                {}", content.display());
    let mut medians = Vec::new();
    for (name, share, copies) in [("a tenth", 10, 1), ("all", 1, 1), ("copies", 1, copies)] {
        let folder = tempfile::TempDir::new().expect("a temporary folder");
        let pages = lay_out(&content, folder.path(), share, copies);
        println!("\n{name}: {} pages", pages.len());
        medians.push(measure(folder.path(), &pages));
    }
    if let [tenth, all, many] = medians[..] {
        println!("\nmedian of all / of a tenth      {:.2}", all / tenth);
        println!("median of the copies / of all   {:.2}", many / all);
    }
}

/// Measures the site in `root`; the median from a save to the page.
fn measure(root: &Path, pages: &[PathBuf]) -> f64 {
    let mut first = None;
    // What is promised of a site of some thousand pages; a saved page is to be there as soon on any.
    let is_promised = pages.len() <= 5_000;
    let mark = |mark: f64| if is_promised { mark } else { f64::NAN };
    for (what, change, promised) in [
        ("build, the first        ", None, None),
        ("build, nothing changed  ", None, Some(mark(0.3))),
        ("build, one page edited  ", Some(&pages[pages.len() / 3]), Some(mark(2.0))),
        ("build, and once more    ", None, None),
        ("build, nothing changed  ", None, Some(mark(0.3))),
    ] {
        if let Some(page) = change {
            append(page, "这一句是构建前加上的。");
        }
        let (began, used) = (Instant::now(), processor("self", 16));
        let run = zhiku().args(["build", "--quiet"]).current_dir(root).output().expect("a run");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let time = began.elapsed().as_secs_f64();
        let used = processor("self", 16) - used;
        let first = *first.get_or_insert(used);
        println!(
            "  {what} {time:.2} s{}, processor {used:.2} s, {:.2} of the first",
            promised.map_or_else(String::new, |promised| kept(time, promised, "s")),
            used / first
        );
    }
    let server = Server::start(root);
    println!("  serve, ready after       {:.2} s", server.ready.as_secs_f64());
    let routes = routes(root, pages);
    let (mut served, mut found, mut boxed, mut used) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let saves = if pages.len() > 5_000 { SAVES / 3 } else { SAVES };
    for number in 0..saves {
        let at = number * 37 % pages.len();
        let word = word(number);
        let index = server.get("/search/index.js");
        let before = server.processor();
        let began = append(&pages[at], &format!("新加的字{word}。"));
        served.push(until(began, AT_ONCE, || server.get(&routes[at]).contains(&word)));
        let question = format!("/api/search?q={}", encoded(&word));
        found.push(until(began, SOON, || server.get(&question).contains("\"route\"")));
        boxed.push(until(began, SOON, || server.get("/search/index.js") != index));
        used.push(server.processor() - before);
    }
    report("save → page             ", &mut served, [50.0, 100.0]);
    report("save → /api/search      ", &mut found, [mark(1000.0); 2]);
    report("save → the box's index  ", &mut boxed, [mark(1000.0); 2]);
    println!("  processor of a save      median {:.2} s until the search has it", median(&mut used));
    let mut hurried = Vec::new();
    for number in 0..HURRIED {
        let at = (number * 41 + 7) % pages.len();
        let word = word(number + 500);
        let began = append(&pages[at], &format!("赶着加的字{word}。"));
        hurried.push(until(began, AT_ONCE, || server.get(&routes[at]).contains(&word)));
    }
    report("save → page, in a hurry ", &mut hurried, [50.0, 100.0]);
    let [now, most] = ["VmRSS", "VmHWM"].map(|what| server.memory(what));
    println!("  memory now / at most     {now} / {most} MB{}", kept(most as f64, mark(900.0), "MB"));
    let median = median(&mut served);
    drop(server);
    median
}

/// Two characters that stand together on no page.
fn word(number: usize) -> String {
    let at = |offset: usize| char::from_u32(0x9F00 + (offset % 0x90) as u32).expect("a Han character");
    format!("{}{}", at(number), at(number / 0x90 + 3 * number + 1))
}

fn encoded(word: &str) -> String {
    word.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Adds `words` to a page; the moment at which it was saved.
fn append(page: &Path, words: &str) -> Instant {
    let mut file = fs::File::options().append(true).open(page).expect("the page is there");
    file.write_all(format!("\n{words}\n").as_bytes()).expect("the page is written");
    drop(file);
    Instant::now()
}

/// When it is so, in milliseconds since it `began`. Between two questions is a pause: who asks without one
/// takes the processor from who is to answer.
fn until(began: Instant, pause: Duration, mut is_so: impl FnMut() -> bool) -> f64 {
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(300), "it never comes");
        std::thread::sleep(pause);
    }
    began.elapsed().as_secs_f64() * 1e3
}

/// The addresses of `pages`, from what was published.
fn routes(root: &Path, pages: &[PathBuf]) -> Vec<String> {
    let text = fs::read_to_string(root.join("public/pages.json")).expect("the site is published");
    let all: Vec<serde_json::Value> = serde_json::from_str(&text).expect("an array");
    let known: std::collections::BTreeMap<&str, &str> =
        all.iter().filter_map(|page| Some((page["path"].as_str()?, page["route"].as_str()?))).collect();
    let content = root.join("content");
    let route = |page: &PathBuf| {
        let path =
            page.strip_prefix(&content).expect("below the content").to_string_lossy().replace('\\', "/");
        format!("/{}", known[path.as_str()])
    };
    pages.iter().map(route).collect()
}

/// The time of the processor in seconds that two fields of `/proc/ID/stat` count in hundredths, from the
/// one at `field` on: 14 for the process, 16 for those it waited for (proc(5)).
fn processor(id: &str, field: usize) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    // The name before may hold blanks; behind it the third field comes first.
    let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ').skip(field - 3).take(2);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn report(what: &str, values: &mut [f64], [usual, rare]: [f64; 2]) {
    let middle = median(values);
    let last = values.len() - 1;
    let high = values[(values.len() * 95).div_ceil(100).min(values.len()) - 1];
    println!(
        "  {what} median {middle:.0} ms{}, 95 of 100 {high:.0} ms{}, most {:.0} ms",
        kept(middle, usual, "ms"),
        kept(high, rare, "ms"),
        values[last]
    );
}

/// The mark that `value` has to keep, and whether it does; nothing where there is none.
fn kept(value: f64, mark: f64, unit: &str) -> String {
    if mark.is_nan() {
        return String::new();
    }
    let verdict = if value <= mark { "kept" } else { "missed" };
    format!(" (mark {mark} {unit}: {verdict})")
}

/// `zhiku serve`.
struct Server {
    child: Child,
    port: u16,
    ready: Duration,
    _lines: BufReader<std::process::ChildStdout>,
}

impl Server {
    fn start(root: &Path) -> Self {
        let began = Instant::now();
        let mut command = zhiku();
        command.args(["serve", "--port", "0", "--lang", "en"]).current_dir(root);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("a server");
        let mut lines = BufReader::new(child.stdout.take().expect("its words"));
        let mut line = String::new();
        lines.read_line(&mut line).expect("its address");
        let port = line.trim().trim_end_matches('/').rsplit(':').next().expect("a port");
        let port = port.parse().unwrap_or_else(|_| panic!("an address: {line}"));
        Self { child, port, ready: began.elapsed(), _lines: lines }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let answer = String::from_utf8_lossy(&answer);
        answer.split_once("\r\n\r\n").map_or_else(String::new, |(_, body)| body.to_owned())
    }

    /// The time of the processor that it has had, in seconds.
    fn processor(&self) -> f64 {
        processor(&self.child.id().to_string(), 14)
    }

    fn memory(&self, what: &str) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':'));
        line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
