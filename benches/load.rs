//! Many readers at once: how many the server answers beside nginx on the same folder, and whether
//! any of them meets a fault or half a page while the site changes.
//!
//! `cargo bench --bench load [-- CONTENT]`: the content root is the argument, else `ZHIKU_CORPUS`, else
//! `../shared/corpus/laws` where it is present, else the sample. Needs `wrk`; nginx is measured
//! where it is installed. `SECONDS` is the length of the run with changes, 30 by default. Both
//! servers are asked in turn, so the ratio holds on a noisy machine.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use camino::Utf8PathBuf;
use zhiku::base::digest::Digest;
use zhiku::base::path::Route;
use zhiku::build::pipeline::{Goal, Request, build};
use zhiku::publish::apply::publish;
use zhiku::publish::output::{OutputFile, OutputSet};
use zhiku::serve::connections::{self, Limits, Listen};
use zhiku::serve::current::{Current, Shown};
use zhiku::serve::http::Server;
use zhiku::serve::snapshot::Snapshot;

const CONNECTIONS: usize = 200;
const ROUNDS: usize = 3;
/// Pages that change with each generation.
const CHANGING: usize = 20;

fn main() {
    if Command::new("wrk").arg("-v").output().is_err() {
        println!("left out: wrk is not installed");
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let given = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let given = given.or_else(|| std::env::var("ZHIKU_CORPUS").ok()).map(PathBuf::from);
    let corpus = root.join("../shared/corpus/laws");
    let content = given.unwrap_or_else(|| if corpus.is_dir() { corpus } else { root.join("content") });
    let site = if content.join("site.toml").is_file() { content.clone() } else { root.to_owned() };
    let request = Request {
        root: Utf8PathBuf::from_path_buf(site).expect("a plain path"),
        content: Utf8PathBuf::from_path_buf(content).expect("a plain path"),
        as_of: jiff::civil::date(2025, 6, 1),
        scope: None,
        occasion: zhiku::model::record::Occasion::Build,
    };
    let made = build(&request, Goal::Publish, &|_| {}).expect("the site builds");
    let folder = tempfile::tempdir().expect("a folder");
    let public = Utf8PathBuf::from_path_buf(folder.path().join("public")).expect("a plain path");
    publish(&public, &made.outputs).expect("the site is published");
    let routes: Vec<String> = made.outputs.iter().map(|(route, _)| route.as_str().to_owned()).collect();
    let pages = routes.iter().filter(|route| route.ends_with(".html")).count();
    println!("{pages} pages, {} files", routes.len());
    let script = folder.path().join("paths.lua");
    std::fs::write(&script, lua(&routes)).expect("a script");

    let snapshot = Snapshot::of(made.outputs.clone(), &Snapshot::default()).expect("a snapshot");
    let current = Current::new(shown(snapshot));
    let here = Here::start(&current);
    while_it_changes(&made.outputs, &current, &script, here.port);
    beside_nginx(folder.path(), &script, here.port);
    here.stop();
}

fn shown(snapshot: Snapshot) -> Shown {
    Shown { snapshot: Arc::new(snapshot), asker: None, title: "load".to_owned() }
}

/// Asks for pages, and now and then for what belongs to them.
fn lua(routes: &[String]) -> String {
    let pages = routes.iter().filter(|route| route.ends_with(".html")).step_by(3).take(500);
    let others = routes.iter().filter(|route| !route.ends_with(".html")).step_by(7).take(100);
    let paths: Vec<String> = pages.chain(others).map(|route| format!("\"/{}\"", encoded(route))).collect();
    format!(
        "local paths = {{{}}}\nlocal at = 0\n\
         request = function()\n  at = at % #paths + 1\n  return wrk.format(\"GET\", paths[at])\nend\n",
        paths.join(",")
    )
}

fn encoded(route: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/-._".contains(byte);
    route
        .bytes()
        .map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// A server in this process.
struct Here {
    port: u16,
    stop: tokio::sync::oneshot::Sender<()>,
    thread: std::thread::JoinHandle<()>,
}

impl Here {
    fn start(current: &Current) -> Self {
        let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let listener = connections::bind(Listen { address, port: 0, next_free: false }).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let seconds = Duration::from_secs;
        let limits = Limits { connections: 1024, head: seconds(15), send: seconds(30), stop: seconds(10) };
        let server = Server { current: current.clone(), live: None, hosts: Vec::new(), log: None };
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let thread = std::thread::spawn(move || {
            let stop = async {
                let _ = stopped.await;
            };
            connections::serve_until(listener, server, limits, stop).expect("the server serves");
        });
        Self { port, stop, thread }
    }

    fn stop(self) {
        drop(self.stop);
        self.thread.join().expect("the server ends");
    }
}

/// What wrk counted.
struct Load {
    per_second: f64,
    requests: u64,
    faults: Vec<String>,
}

fn wrk(port: u16, script: &Path, time: u64, coding: Option<&str>) -> Load {
    let mut command = Command::new("wrk");
    command.args(["-t2", &format!("-c{CONNECTIONS}"), &format!("-d{time}s"), "--timeout", "20s"]);
    if let Some(coding) = coding {
        command.args(["-H", &format!("Accept-Encoding: {coding}")]);
    }
    command.arg("-s").arg(script).arg(format!("http://127.0.0.1:{port}/"));
    let output = command.output().expect("wrk runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let after = |word: &str| {
        text.split(word).nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap_or_default().to_owned()
    };
    let requests = text.lines().find_map(|line| line.trim().split(" requests in").next()?.parse().ok());
    Load {
        per_second: after("Requests/sec:").parse().unwrap_or_else(|_| panic!("wrk counts: {text}")),
        requests: requests.unwrap_or(0),
        faults: text
            .lines()
            .filter(|line| line.contains("Socket errors") || line.contains("Non-2xx"))
            .map(|line| line.trim().to_owned())
            .collect(),
    }
}

fn beside_nginx(folder: &Path, script: &Path, port: u16) {
    let Some(nginx) = Nginx::start(folder) else {
        println!("left out: nginx is not installed");
        return;
    };
    for coding in [None, Some("gzip")] {
        // Once each, so that both have seen every file.
        wrk(port, script, 5, coding);
        wrk(nginx.port, script, 5, coding);
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            for (port, rates) in [(port, &mut ours), (nginx.port, &mut theirs)] {
                let load = wrk(port, script, 10, coding);
                assert!(load.faults.is_empty(), "{:?}", load.faults);
                rates.push(load.per_second);
            }
        }
        let [ours, theirs] = [ours, theirs].map(|mut rates| {
            rates.sort_by(f64::total_cmp);
            rates[rates.len() / 2]
        });
        let named = coding.unwrap_or("as it is");
        println!("{named}: zhiku {ours:.0}/s, nginx {theirs:.0}/s, ratio {:.2}", ours / theirs);
    }
}

/// The example configuration on the published folder.
struct Nginx {
    child: Child,
    port: u16,
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let stopped = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let _ = stopped.and_then(|_| self.child.wait());
    }
}

impl Nginx {
    fn start(folder: &Path) -> Option<Self> {
        let program =
            ["/usr/sbin/nginx", "/usr/bin/nginx"].map(Path::new).into_iter().find(|path| path.exists())?;
        let port = TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
        let place = folder.display();
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/nginx/zhiku.conf");
        let ours = std::fs::read_to_string(example)
            .expect("the example")
            .replace("    listen      80;", &format!("    listen 127.0.0.1:{port};"))
            .replace("server_name zhishiku;", "server_name 127.0.0.1;")
            .replace("/srv/zhiku/public", &format!("{place}/public"));
        std::fs::write(folder.join("zhiku.conf"), ours).expect("a configuration");
        let main = format!(
            "daemon off; user root; worker_processes 2; pid {place}/pid; error_log {place}/error.log;\n\
             events {{ worker_connections 1024; }}\n\
             http {{ include /etc/nginx/mime.types; access_log off; sendfile on; tcp_nopush on;\n\
             client_body_temp_path {place}/a; proxy_temp_path {place}/b; fastcgi_temp_path {place}/c;\n\
             uwsgi_temp_path {place}/d; scgi_temp_path {place}/e; include {place}/zhiku.conf; }}\n"
        );
        std::fs::write(folder.join("nginx.conf"), main).expect("a configuration");
        let mut child = Command::new(program)
            .arg("-p")
            .arg(folder)
            .arg("-c")
            .arg(folder.join("nginx.conf"))
            .stderr(Stdio::inherit())
            .spawn()
            .ok()?;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(child.try_wait().expect("a process").is_none(), "nginx runs");
            std::thread::yield_now();
        }
        Some(Self { child, port })
    }
}

/// Swaps states of the site while wrk asks and a reader checks what it gets.
fn while_it_changes(outputs: &OutputSet, current: &Current, script: &Path, port: u16) {
    let seconds = std::env::var("SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(30);
    let changing: Vec<String> = outputs
        .iter()
        .map(|(route, _)| route.as_str().to_owned())
        .filter(|route| route.ends_with(".html"))
        .step_by(3)
        .take(CHANGING)
        .collect();
    let known = Mutex::new(BTreeSet::new());
    note(&current.get().snapshot, &changing, &known);
    let over = AtomicBool::new(false);
    let began = Instant::now();
    let (load, swaps, checked) = std::thread::scope(|scope| {
        let swapper = scope.spawn(|| swap_on(outputs, current, &changing, &known, &over));
        let reader = scope.spawn(|| check_on(port, &changing, &known, &over));
        let load = wrk(port, script, seconds, None);
        over.store(true, Ordering::Relaxed);
        (load, swapper.join().expect("swaps"), reader.join().expect("no torn page"))
    });
    println!(
        "while it changes: {} requests in {:.0} s at {CONNECTIONS} connections, {swaps} swaps of {CHANGING} pages, \
         {checked} answers checked, faults: {:?}",
        load.requests,
        began.elapsed().as_secs_f64(),
        load.faults
    );
    assert!(load.faults.is_empty() && swaps > 0 && checked > 0);
}

fn note(snapshot: &Snapshot, changing: &[String], known: &Mutex<BTreeSet<String>>) {
    let mut known = known.lock().expect("whole");
    known
        .extend(changing.iter().filter_map(|route| snapshot.get(route)).map(|file| file.digest().to_owned()));
}

fn swap_on(
    outputs: &OutputSet,
    current: &Current,
    changing: &[String],
    known: &Mutex<BTreeSet<String>>,
    over: &AtomicBool,
) -> usize {
    let mut number = 0;
    while !over.load(Ordering::Relaxed) {
        number += 1;
        let mut next = OutputSet::default();
        for (route, file) in outputs.iter() {
            let file = match file {
                OutputFile::Bytes(bytes) if changing.iter().any(|changed| changed == route.as_str()) => {
                    let mark = format!("<!-- {number} -->");
                    OutputFile::Bytes([mark.as_bytes(), bytes, mark.as_bytes()].concat().into())
                }
                file => file.clone(),
            };
            next.add(Route::new(route.as_str()).expect("a route"), file).expect("once");
        }
        let snapshot = Snapshot::of(next, &current.get().snapshot).expect("a snapshot");
        note(&snapshot, changing, known);
        current.swap(shown(snapshot));
    }
    number
}

fn check_on(port: u16, changing: &[String], known: &Mutex<BTreeSet<String>>, over: &AtomicBool) -> usize {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
    let mut count = 0;
    while !over.load(Ordering::Relaxed) {
        let route = &changing[count % changing.len()];
        write!(stream, "GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", encoded(route)).expect("asked");
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).expect("a head");
            head.push(byte[0]);
        }
        let head = String::from_utf8_lossy(&head).to_lowercase();
        let value =
            |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim();
        let mut body = vec![0; value("content-length:").parse().expect("a length")];
        stream.read_exact(&mut body).expect("a body");
        let digest = Digest::of("tag/1", &[&body]).short(32);
        assert_eq!(value("etag:"), format!("\"{digest}\""), "{route}");
        assert!(known.lock().expect("whole").contains(&digest), "{route} is of one generation");
        count += 1;
    }
    count
}
