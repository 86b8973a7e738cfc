//! The sample site in a real browser: over HTTP and from the disk, no error, no request elsewhere.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

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

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn serve() -> (Server, String) {
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
    (Server(child), address)
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
