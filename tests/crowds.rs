//! Many readers at once, while the site changes under them.
#![allow(clippy::disallowed_methods, reason = "the tests read the system's own files")]

mod common;

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::request::Parts;
use axum::response::Response;
use common::Site;
use common::server::{Answer, LIMIT, Server, header};
use flate2::read::GzDecoder;
use tokio::sync::oneshot;
use zhiku::base::path::Route;
use zhiku::publish::output::{OutputFile, OutputSet};
use zhiku::serve::connections::{self, Limits, Listen};
use zhiku::serve::current::{Current, Shown};
use zhiku::serve::http::{Live, Server as Http};
use zhiku::serve::snapshot::Snapshot;

const LIMITS: Limits = Limits {
    connections: 64,
    head: Duration::from_secs(30),
    send: Duration::from_secs(30),
    stop: Duration::from_secs(30),
};

/// A server in this process, stopped with the value.
struct Here {
    port: u16,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Here {
    fn start(current: &Current, live: Option<Live>, limits: Limits) -> Self {
        let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let listener = connections::bind(Listen { address, port: 0, next_free: false }).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (stop, stopped) = oneshot::channel();
        let server = Http { current: current.clone(), live, hosts: Vec::new(), log: None };
        let thread = std::thread::spawn(move || {
            let stop = async {
                let _ = stopped.await;
            };
            connections::serve_until(listener, server, limits, stop).unwrap();
        });
        Self { port, stop: Some(stop), thread: Some(thread) }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        stream
    }

    fn stop(mut self) {
        self.stop.take();
        self.thread.take().unwrap().join().unwrap();
    }
}

fn ask(stream: &mut TcpStream, path: &str, lines: &str) -> Answer {
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n").unwrap();
    Answer::read(stream, true).unwrap()
}

const PAGES: usize = 20;

/// The page `number` of a generation: its words name the generation from the first to the last, and
/// no two generations have the same length.
fn text(generation: usize, number: usize) -> String {
    format!("<html><body>g{generation:06}-p{number:02};").repeat(200 + generation % 97)
}

fn generation(number: usize, before: &Snapshot) -> Snapshot {
    let mut outputs = OutputSet::default();
    for page in 0..PAGES {
        let file = OutputFile::Bytes(text(number, page).into_bytes().into());
        outputs.add(Route::new(format!("p{page:02}.html")).unwrap(), file).unwrap();
    }
    Snapshot::of(outputs, before).unwrap()
}

fn shown(snapshot: &Arc<Snapshot>) -> Shown {
    Shown { snapshot: Arc::clone(snapshot), asker: None, title: "库".to_owned() }
}

/// Asks over and over until `over`, counting in `answers`; each answer is one page of one generation,
/// its tag and length those of that generation.
fn read_on(here: &Here, seed: usize, answers: &AtomicUsize, over: &AtomicBool) -> usize {
    let mut stream = here.connect();
    let mut seen = std::collections::BTreeSet::new();
    let mut turn = seed;
    while !over.load(Ordering::Relaxed) || turn < seed + 50 {
        turn += 1;
        let page = turn * 7 % PAGES;
        let lines = ["", "Accept-Encoding: gzip\r\n", "Range: bytes=-4000\r\n"][turn % 3];
        let answer = ask(&mut stream, &format!("/p{page:02}.html"), lines);
        let (status, mut body) = (answer.status, answer.body);
        if header(&answer.head, "content-encoding") == Some("gzip") {
            let mut plain = Vec::new();
            GzDecoder::new(&body[..]).read_to_end(&mut plain).expect("a whole stream");
            body = plain;
        }
        let body = String::from_utf8(body).unwrap();
        let at = body.rfind("<body>g").expect("a page of a generation");
        let number: usize = body[at + 7..at + 13].parse().unwrap();
        let whole = text(number, page);
        match status {
            206 => {
                assert_eq!(body, whole[whole.len() - 4000..]);
                let range = format!("bytes {}-{}/{}", whole.len() - 4000, whole.len() - 1, whole.len());
                assert_eq!(header(&answer.head, "content-range"), Some(range.as_str()));
            }
            _ => assert_eq!((status, &body), (200, &whole), "one generation from end to end"),
        }
        let tag = zhiku::serve::snapshot::File::new("p.html", whole.into()).digest().to_owned();
        assert!(header(&answer.head, "etag").unwrap().contains(&tag), "{}", answer.head);
        seen.insert(number);
        answers.fetch_add(1, Ordering::Relaxed);
    }
    seen.len()
}

#[test]
fn no_reader_meets_two_generations() {
    const READERS: usize = 8;
    const GENERATIONS: usize = 120;
    let first = Arc::new(generation(0, &Snapshot::default()));
    let current = Current::new(shown(&first));
    let here = Here::start(&current, None, LIMITS);
    let (answers, over) = (AtomicUsize::new(0), AtomicBool::new(false));
    let seen: Vec<usize> = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS)
            .map(|seed| {
                let (here, answers, over) = (&here, &answers, &over);
                scope.spawn(move || read_on(here, seed * 13, answers, over))
            })
            .collect();
        let mut before = first;
        for number in 1..=GENERATIONS {
            before = Arc::new(generation(number, &before));
            current.swap(shown(&before));
            // More answers than were on their way: some were asked for in this generation.
            let enough = answers.load(Ordering::Relaxed) + READERS + 2;
            while answers.load(Ordering::Relaxed) < enough
                && !readers.iter().any(|reader| reader.is_finished())
            {
                std::thread::yield_now();
            }
        }
        over.store(true, Ordering::Relaxed);
        readers.into_iter().map(|reader| reader.join().unwrap()).collect()
    });
    assert!(seen.iter().sum::<usize>() >= GENERATIONS, "each state was seen: {seen:?}");
    here.stop();
}

#[test]
fn a_reader_of_an_old_state_gets_all_of_it() {
    let large: Vec<u8> = (0..24_000_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 16) as u8).collect();
    let mut outputs = OutputSet::default();
    outputs.add(Route::new("film.mp4").unwrap(), OutputFile::Bytes(large.clone().into())).unwrap();
    let current = Current::new(shown(&Arc::new(Snapshot::of(outputs, &Snapshot::default()).unwrap())));
    let here = Here::start(&current, None, LIMITS);
    let mut stream = here.connect();
    stream.write_all(b"GET /film.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut first = [0];
    stream.read_exact(&mut first).unwrap();
    // The film goes from the site while it is being sent.
    current.swap(shown(&Arc::new(generation(1, &Snapshot::default()))));
    let mut other = here.connect();
    assert_eq!(ask(&mut other, "/film.mp4", "").status, 404);
    assert_eq!(ask(&mut other, "/p00.html", "").status, 200);
    let answer = Answer::read(&mut first.chain(&mut stream), true).unwrap();
    assert_eq!(answer.body, large);
    here.stop();
}

#[test]
fn a_server_for_writing_adds_to_pages_and_answers_beside_them() {
    let current = Current::new(shown(&Arc::new(generation(0, &Snapshot::default()))));
    let live = Live {
        answer: Box::new(|request: &Parts| match request.uri.path() {
            "/_live/events" => {
                let endless = futures_util::stream::once(async { Ok::<_, std::io::Error>("data: 1\n\n") });
                let rest = futures_util::stream::pending();
                Some(Response::new(Body::from_stream(futures_util::StreamExt::chain(endless, rest))))
            }
            _ => None,
        }),
        insertion: |_| "<script src=\"/_live/reload.js\"></script>".to_owned(),
    };
    let here = Here::start(&current, Some(live), LIMITS);
    let mut stream = here.connect();
    let page = ask(&mut stream, "/p00.html", "Accept-Encoding: gzip\r\n");
    assert!(String::from_utf8(page.body).unwrap().ends_with("<script src=\"/_live/reload.js\"></script>"));
    assert_eq!(ask(&mut stream, "/_live/nothing", "").status, 404);
    stream.write_all(b"GET /_live/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"data: 1\n\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    // A stream without an end does not keep the server from stopping.
    here.stop();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert!(rest.is_empty());
}

/// Connections that the test would like to hold.
const CROWD: usize = 10_000;

/// As many connections as the system allows this process, [`CROWD`] at most.
#[cfg(target_os = "linux")]
fn crowd() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let most = limit.maximum.unwrap_or(u64::MAX).min(CROWD as u64 + 500);
    if limit.current.is_some_and(|current| current < most) {
        setrlimit(Resource::Nofile, Rlimit { current: Some(most), maximum: limit.maximum }).unwrap();
    }
    let allowed = usize::try_from(most).unwrap_or(CROWD).saturating_sub(500).min(CROWD);
    if allowed < CROWD {
        println!("scaled: the system allows {allowed} connections instead of {CROWD}");
    }
    allowed
}

#[cfg(target_os = "linux")]
#[test]
fn ten_thousand_idle_connections_cost_little_and_shut_nobody_out() {
    const MOST: usize = 200;
    let crowd = crowd();
    assert!(crowd > MOST, "the system allows more connections than the server");
    let site = Site::of_pages(2);
    let most = MOST.to_string();
    let server = Server::start(
        &site,
        &["--no-watch", "--port", "0", "--max-connections", &most, "--idle-timeout", "600"],
    );
    let descriptors = || std::fs::read_dir(format!("/proc/{}/fd", server.id())).unwrap().count();
    let before = descriptors();
    let mut idle = Vec::with_capacity(crowd);
    for number in 0..crowd {
        let mut stream = server.connect();
        if number % 2 == 0 {
            // Half of them have begun to ask.
            let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n");
        }
        idle.push(stream);
        // They come no faster than they are taken: a system whose queue is full lets who comes next wait
        // for seconds.
        if number % 100 == 99 {
            assert_eq!(server.get("/").0, 200, "a reader is answered beside {number} idle ones");
            assert!(descriptors() <= before + MOST + 2, "{} at {number}", descriptors());
        }
    }
    // The server has closed all but the last; these ask and are answered.
    let mut last = idle.pop().unwrap();
    last.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut closed = 0;
    for mut stream in idle.drain(..crowd - MOST - 20) {
        let mut rest = Vec::new();
        let end = stream.read_to_end(&mut rest).map_err(|error| error.kind());
        assert!(matches!(end, Ok(_) | Err(ErrorKind::ConnectionReset)), "it was closed: {end:?}");
        assert!(rest.is_empty(), "without a word");
        closed += 1;
    }
    assert_eq!(closed, crowd - MOST - 20);
    assert_eq!(server.get("/").0, 200);
    assert_eq!(server.stop(), Some(0));
}
