//! The sample site in a real browser: over HTTP and from the disk, no error, no request elsewhere.

mod common;

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use common::Site;
use common::server::Server;
use headless_chrome::protocol::cdp::{Network, types::Event};
use headless_chrome::{Browser, LaunchOptions, Tab};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROME").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let installed = std::env::split_paths(&path)
        .flat_map(|folder| ["chromium", "chromium-browser", "google-chrome"].map(|name| folder.join(name)))
        .find(|path| path.is_file());
    let found = named.or(installed);
    assert!(found.is_some() || std::env::var_os("CI").is_none(), "CI installs Chromium");
    found
}

fn browser() -> Option<Browser> {
    let Some(path) = chromium() else {
        println!("left out: Chromium is not installed");
        return None;
    };
    let args = ["--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-quic"];
    let options = LaunchOptions {
        path: Some(path),
        sandbox: false,
        window_size: Some((1366, 768)),
        idle_browser_timeout: Duration::from_secs(120),
        args: args.iter().map(|arg| OsStr::new(*arg)).collect(),
        ..LaunchOptions::default()
    };
    Some(Browser::new(options).expect("Chromium starts"))
}

/// What a tab asked for and complained of.
#[derive(Default)]
struct Watched {
    requests: Mutex<Vec<String>>,
    complaints: Mutex<Vec<String>>,
}

fn watch(tab: &Tab) -> Arc<Watched> {
    let watched = Arc::new(Watched::default());
    tab.enable_log().unwrap();
    tab.enable_runtime().unwrap();
    tab.call_method(Network::Enable {
        max_total_buffer_size: None,
        max_resource_buffer_size: None,
        max_post_data_size: None,
        report_direct_socket_traffic: None,
        enable_durable_messages: None,
    })
    .unwrap();
    let seen = Arc::clone(&watched);
    let listener = move |event: &Event| match event {
        Event::NetworkRequestWillBeSent(request) => {
            seen.requests.lock().unwrap().push(request.params.request.url.clone());
        }
        Event::LogEntryAdded(entry) => {
            seen.complaints.lock().unwrap().push(format!("{:?}", entry.params.entry))
        }
        Event::RuntimeExceptionThrown(thrown) => {
            seen.complaints.lock().unwrap().push(format!("{:?}", thrown.params.exception_details));
        }
        _ => {}
    };
    tab.add_event_listener(Arc::new(listener)).unwrap();
    watched
}

fn zhiku() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhiku"));
    command.current_dir(ROOT).arg("--root").arg(ROOT);
    command
}

/// Addresses of a page of each kind.
fn some_pages(site: &Path) -> Vec<String> {
    let pages: serde_json::Value =
        serde_json::from_slice(&std::fs::read(site.join("pages.json")).unwrap()).unwrap();
    let mut seen = Vec::new();
    let mut routes: Vec<String> =
        ["index.html", "recent.html", "glossary.html", "regulations/index.html", "study/index.html"]
            .map(str::to_owned)
            .to_vec();
    for page in pages.as_array().unwrap() {
        let kind = (page["type"].clone(), page["withdrawn"].clone());
        if !seen.contains(&kind) {
            seen.push(kind);
            routes.push(page["route"].as_str().unwrap().to_owned());
        }
    }
    assert!(routes.len() > 12, "the sample has every type: {routes:?}");
    routes
}

/// Opens each page below `base` and says what was wrong.
fn open_all(browser: &Browser, base: &str, routes: &[String]) -> Vec<String> {
    let tab = browser.new_tab().unwrap();
    let watched = watch(&tab);
    let mut wrong = Vec::new();
    for route in routes {
        let url = format!("{base}{route}");
        tab.navigate_to(&url).unwrap();
        tab.wait_until_navigated().unwrap();
        let heading = tab.find_element("h1").map(|element| element.get_inner_text().unwrap_or_default());
        if heading.as_deref().unwrap_or_default().trim().is_empty() {
            wrong.push(format!("{url}: no heading"));
        }
        let styled = tab.evaluate(
            "getComputedStyle(document.body).fontSize !== '' && document.styleSheets.length > 0",
            false,
        );
        if styled.unwrap().value != Some(true.into()) {
            wrong.push(format!("{url}: no style sheet"));
        }
    }
    let requests = watched.requests.lock().unwrap();
    assert!(requests.len() > routes.len(), "requests are seen");
    wrong.extend(
        requests.iter().filter(|url| !url.starts_with(base)).map(|url| format!("asked elsewhere: {url}")),
    );
    wrong.extend(watched.complaints.lock().unwrap().iter().cloned());
    wrong
}

/// The server of the sample site.
struct Sample(Child);

impl Drop for Sample {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn serve() -> (Sample, String) {
    let mut child = zhiku()
        .args(["serve", "--port", "0", "--lang", "en"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().rsplit(' ').next().unwrap().to_owned();
    assert!(address.starts_with("http://127.0.0.1:"), "{line}");
    (Sample(child), address)
}

#[test]
fn the_sample_opens_over_http_and_from_the_disk() {
    let Some(browser) = browser() else { return };
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let built = zhiku().args(["build", "--quiet", "--out"]).arg(&site).status().unwrap();
    assert!(built.success());
    let routes = some_pages(&site);

    let from_disk = open_all(&browser, &format!("file://{}/", site.display()), &routes);
    assert!(from_disk.is_empty(), "{}", from_disk.join("\n"));

    let (_server, address) = serve();
    let over_http = open_all(&browser, &address, &routes);
    assert!(over_http.is_empty(), "{}", over_http.join("\n"));
}

/// Asks the page again and again until `script` is true.
fn until(tab: &Tab, what: &str, script: &str) {
    let began = Instant::now();
    loop {
        // While a page is being loaded there is nothing to ask.
        let answer = tab.evaluate(script, false).ok().and_then(|answer| answer.value);
        if answer == Some(true.into()) {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "waited in vain: {what}: {answer:?}");
        std::thread::yield_now();
    }
}

#[test]
fn open_pages_follow_what_is_written() {
    let Some(browser) = browser() else { return };
    let site = Site::of_pages(3);
    let long = |words: &str| format!("## 一、要点\n\n{}{words}\n", "一段很长的正文。\n\n".repeat(300));
    site.page("study/第1页.md", "title: 第1页", &long("原来的话"));
    let server = Server::start(&site, &["--port", "0"]);
    let open = |route: &str| {
        let tab = browser.new_tab().unwrap();
        let watched = watch(&tab);
        tab.navigate_to(&format!("{}study/{route}", server.address)).unwrap();
        tab.wait_until_navigated().unwrap();
        tab.evaluate("window.isAsItWas = true", false).unwrap();
        (tab, watched)
    };
    let (one, of_one) = open("di-1-ye.html");
    let (two, of_two) = open("di-2-ye.html");

    // A page out of sight sleeps, and follows when it is looked at.
    let look_at = |tab: &Tab| {
        tab.bring_to_front().unwrap();
        until(tab, "it is in sight", "!document.hidden");
    };
    look_at(&one);
    one.evaluate("window.scrollTo({ top: 1500, behavior: 'instant' })", false).unwrap();
    until(&one, "it scrolls", "window.pageYOffset === 1500");
    site.page("study/第1页.md", "title: 第1页", &long("改过的话"));
    until(&one, "the new page", "document.body.textContent.indexOf('改过的话') > 0 && !window.isAsItWas");
    until(&one, "at its place", "window.pageYOffset === 1500");

    look_at(&two);
    site.write("theme/css/99-mine.css", "h1 { letter-spacing: 7px }");
    let spaced = "getComputedStyle(document.querySelector('h1')).letterSpacing === '7px'";
    until(
        &two,
        "the new style",
        &format!("{spaced} && document.querySelectorAll('link[href*=\"site-\"]').length === 1"),
    );
    until(&two, "the page stayed", "window.isAsItWas === true");
    look_at(&one);
    until(&one, "the new style", spaced);
    until(&one, "still at its place", "window.pageYOffset === 1500");

    look_at(&two);
    let fields = "title: 第2页";
    site.page("study/第2页.md", fields, "坏的链接：[没有](没有.md)。");
    let overlay = "(document.querySelector('#zhiku-live') || {textContent: ''}).textContent";
    for words in ["study/第2页.md", "第 5 行", "[没有](没有.md)", "办法", "ZK0401"] {
        until(&two, words, &format!("{overlay}.indexOf('{words}') >= 0"));
    }
    until(&two, "its style", "getComputedStyle(document.querySelector('#zhiku-live')).position === 'fixed'");
    until(
        &two,
        "the last good page",
        "window.isAsItWas === true && document.body.textContent.indexOf('下一页') > 0",
    );
    until(&two, "it gets small", "(document.querySelector('#zhiku-live button').click(), true)");
    until(&two, "it is small", "document.querySelector('#zhiku-live').className === 'zhiku-live-small'");
    site.page("study/第2页.md", fields, "改好的链接：[有](第1页.md)。");
    until(
        &two,
        "it goes",
        "!document.querySelector('#zhiku-live') && document.body.textContent.indexOf('改好的链接') > 0",
    );

    for watched in [of_one, of_two] {
        let complaints = watched.complaints.lock().unwrap();
        assert!(complaints.is_empty(), "{complaints:?}");
        let requests = watched.requests.lock().unwrap();
        assert!(requests.iter().all(|url| url.starts_with(&server.address)), "{requests:?}");
    }
}
