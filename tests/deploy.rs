//! The configurations under `deploy/`: nginx's is run, the others are read.
#![allow(clippy::disallowed_methods, reason = "the tests read and write real files")]

mod common;

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use common::Site;
use common::server::{Answer, LIMIT};

fn deployed(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Debian's nginx, where it is installed.
fn nginx() -> Option<PathBuf> {
    let found =
        ["/usr/sbin/nginx", "/usr/bin/nginx"].into_iter().map(PathBuf::from).find(|path| path.exists());
    if found.is_none() {
        println!("left out: nginx is not installed");
    }
    found
}

/// A running nginx, stopped with the value.
struct Nginx {
    child: Child,
    port: u16,
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `text` with each of `pairs` replaced, which must stand in it.
fn with(text: &str, pairs: &[(&str, &str)]) -> String {
    pairs.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from} stands in the example");
        text.replace(from, to)
    })
}

impl Nginx {
    /// Runs our configuration on the output of `site`, all of its own files in the site's folder.
    fn start(program: &Path, site: &Site) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = site.folder.path().canonicalize().unwrap();
        let folder = folder.to_str().unwrap();
        let ours = with(
            &deployed("nginx/zhiku.conf"),
            &[
                ("    listen      80;", &format!("    listen 127.0.0.1:{port};")),
                ("/srv/zhiku/public", &format!("{folder}/public")),
            ],
        );
        site.write("nginx/zhiku.conf", ours);
        site.write(
            "nginx/nginx.conf",
            format!(
                "daemon off; master_process off; pid {folder}/nginx/pid; error_log {folder}/nginx/error.log;\n\
                 events {{ worker_connections 64; }}\n\
                 http {{\n  include /etc/nginx/mime.types; default_type application/octet-stream;\n\
                 access_log off;\n\
                 client_body_temp_path {folder}/nginx/a; proxy_temp_path {folder}/nginx/b;\n\
                 fastcgi_temp_path {folder}/nginx/c; uwsgi_temp_path {folder}/nginx/d;\n\
                 scgi_temp_path {folder}/nginx/e;\n  include {folder}/nginx/zhiku.conf;\n}}\n"
            ),
        );
        let run = |more: &[&str]| {
            let mut command = Command::new(program);
            command.args(["-p", folder, "-c", &format!("{folder}/nginx/nginx.conf")]).args(more);
            command
        };
        let tested = run(&["-t"]).output().unwrap();
        assert!(tested.status.success(), "{}", String::from_utf8_lossy(&tested.stderr));
        let child = run(&[]).stderr(Stdio::null()).spawn().unwrap();
        let mut nginx = Self { child, port };
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(nginx.child.try_wait().unwrap().is_none() && began.elapsed() < LIMIT, "nginx runs");
            std::thread::yield_now();
        }
        nginx
    }

    fn ask(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        let request = request.replace('\n', "\r\n");
        write!(stream, "{request}\r\nConnection: close\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let at = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8(bytes[..at].to_vec()).unwrap().to_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head, body: bytes[at + 4..].to_vec() }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\nHost: zhishiku"))
    }
}

#[cfg(unix)]
#[test]
fn nginx_serves_the_sample_as_zhiku_does() {
    let Some(program) = nginx() else { return };
    let site = Site::sample();
    site.publish();
    let public = site.public();
    std::fs::write(site.path("secret.txt"), "机密").unwrap();
    std::os::unix::fs::symlink(site.path("secret.txt"), site.path("public/link.txt")).unwrap();
    let nginx = Nginx::start(&program, &site);
    let zhiku = common::server::Server::start(&site, &["--no-watch", "--port", "0"]);

    let html = nginx.get("/");
    assert_eq!((html.status, &html.body), (200, &public["index.html"]));
    let of_kind =
        |ending: &str| public.keys().find(|route| route.ends_with(ending)).expect("a file of the kind");
    let hashed = |folder: &str, ending: &str| {
        public
            .keys()
            .find(|route| route.starts_with(folder) && route.ends_with(ending) && *route != "search/index.js")
            .expect("a file named by its content")
    };
    let routes = [
        "index.html",
        of_kind("/index.html"),
        "404.html",
        hashed("assets/", ".css"),
        hashed("assets/", ".js"),
        hashed("search/", ".js"),
        "search/index.js",
        "assets/icon.svg",
        "pages.json",
        "feed.xml",
    ];
    for route in routes {
        let theirs = nginx.get(&format!("/{route}"));
        let ours = zhiku.get_with(&format!("/{route}"), "Accept: */*");
        assert_eq!((theirs.status, &theirs.body), (200, &public[route]), "{route}");
        for name in [
            "cache-control",
            "content-security-policy",
            "x-content-type-options",
            "x-frame-options",
            "referrer-policy",
            "cross-origin-resource-policy",
        ] {
            assert_eq!(theirs.header(name), ours.header(name), "{name} of {route}");
        }
        let [their_type, our_type] = [&theirs, &ours].map(|answer| answer.header("content-type").unwrap());
        let same = their_type == our_type
            || (their_type, our_type)
                == ("application/javascript; charset=utf-8", "text/javascript; charset=utf-8")
            || (their_type, our_type) == ("text/xml; charset=utf-8", "application/xml; charset=utf-8");
        assert!(same, "{route}: {their_type}, {our_type}");
    }

    for missing in [
        "/nowhere.html",
        "/search/nothing.js",
        "/study/nowhere/",
        "/.zhiku-lock",
        "/zhiku-manifest.json",
        "/assets/",
    ] {
        let answer = nginx.get(missing);
        assert!(
            answer.status == 404 || (missing == "/assets/" && answer.status == 403),
            "{missing}: {}",
            answer.head
        );
        if answer.status == 404 {
            assert_eq!(answer.body, public["404.html"], "{missing}");
            assert_eq!(answer.header("cache-control"), Some("no-cache"), "{missing}");
        }
        assert!(answer.header("content-security-policy").is_some(), "{missing}");
    }
    let link = nginx.get("/link.txt");
    assert!(link.status == 403 && !String::from_utf8_lossy(&link.body).contains("机密"), "{}", link.head);
    assert_eq!(nginx.ask("POST / HTTP/1.1\nHost: zhishiku\nContent-Length: 0").status, 405);
    assert!(matches!(nginx.get("/../site.toml").status, 400 | 404));

    let packed = nginx.ask("GET / HTTP/1.1\nHost: zhishiku\nAccept-Encoding: gzip");
    assert_eq!(
        (packed.header("content-encoding"), packed.header("vary")),
        (Some("gzip"), Some("accept-encoding"))
    );
    let tag = html.header("etag").expect("a tag");
    let again =
        nginx.ask(&format!("GET / HTTP/1.1\nHost: zhishiku\nIf-None-Match: {}", tag.replace("w/", "W/")));
    assert_eq!(again.status, 304);
    let part = nginx.ask("GET /index.html HTTP/1.1\nHost: zhishiku\nRange: bytes=0-9");
    assert_eq!((part.status, part.body.len()), (206, 10));
    assert_eq!(nginx.get("/study").status, 301);
    assert_eq!(nginx.get("/study/").status, 200);
}

#[test]
fn what_iis_is_told_is_sound_and_says_what_zhiku_says() {
    let text = deployed("iis/web.config");
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut open = Vec::new();
    let mut seen = Vec::new();
    loop {
        use quick_xml::events::Event;
        let note = |start: &quick_xml::events::BytesStart<'_>| {
            let values = start.attributes().map(|attribute| {
                let attribute = attribute.expect("a sound attribute");
                String::from_utf8(attribute.value.to_vec()).unwrap()
            });
            format!(
                "{} {}",
                String::from_utf8_lossy(start.name().as_ref()),
                values.collect::<Vec<_>>().join("|")
            )
        };
        match reader.read_event().expect("sound XML") {
            Event::Start(start) => {
                open.push(start.name().as_ref().to_vec());
                seen.push(note(&start));
            }
            Event::Empty(start) => seen.push(note(&start)),
            Event::End(end) => assert_eq!(open.pop().unwrap(), end.name().as_ref()),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    for wanted in [
        format!("add Content-Security-Policy|{}", zhiku::serve::headers::POLICY),
        "error 404|404.html|File".to_owned(),
        "add index.html".to_owned(),
        "mimeMap .ofd|application/ofd".to_owned(),
        "location search/index.js".to_owned(),
    ] {
        assert!(seen.contains(&wanted), "{wanted}: {seen:#?}");
    }
    // An extension is taken away before it is given, or IIS fails where it is known already.
    for map in seen.iter().filter_map(|line| line.strip_prefix("mimeMap ")) {
        let ending = map.split('|').next().unwrap();
        assert!(seen.contains(&format!("remove {ending}")), "{ending}");
    }
}

#[test]
fn every_example_says_the_same_policy_and_names_commands_that_exist() {
    for file in ["nginx/zhiku.conf", "caddy/Caddyfile", "iis/web.config"] {
        assert!(deployed(file).contains(zhiku::serve::headers::POLICY), "{file}");
    }
    for (file, command) in
        [("systemd/zhiku-serve.service", "serve"), ("systemd/zhiku-watch.service", "watch")]
    {
        let unit = deployed(file);
        let start =
            unit.lines().find_map(|line| line.strip_prefix("ExecStart=/usr/local/bin/zhiku ")).unwrap();
        let words: Vec<&str> = start.split(' ').collect();
        assert_eq!(words[0], command);
        let help = Command::new(common::ZHIKU).args([command, "--help"]).output().unwrap();
        assert!(help.status.success(), "zhiku {command} exists");
        let help = String::from_utf8(help.stdout).unwrap();
        for option in words.iter().filter(|word| word.starts_with("--")) {
            assert!(help.contains(option), "{file}: {option}");
        }
    }
}

#[test]
fn every_option_named_beside_the_examples_exists() {
    let helps: String = ["serve", "watch", "build"]
        .map(|command| {
            let help = Command::new(common::ZHIKU).args([command, "--help"]).output().unwrap();
            String::from_utf8(help.stdout).unwrap()
        })
        .concat();
    let option = regex::Regex::new("--[a-z][a-z-]+").unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy");
    let mut named = 0;
    for (file, bytes) in common::files(&folder) {
        let text = String::from_utf8(bytes).unwrap();
        // Commands of the system have options of their own.
        let ours = text.lines().filter(|line| !line.contains("useradd") && !line.contains("systemctl"));
        for line in ours {
            for found in option.find_iter(line) {
                assert!(helps.contains(found.as_str()), "{file}: {line}");
                named += 1;
            }
        }
    }
    assert!(named > 8, "the examples name options: {named}");
}

#[test]
fn systemd_understands_the_units() {
    let folder = tempfile::tempdir().unwrap();
    for file in ["zhiku-serve.service", "zhiku-watch.service"] {
        // The program stands elsewhere here.
        let unit = with(&deployed(&format!("systemd/{file}")), &[("/usr/local/bin/zhiku", common::ZHIKU)]);
        let path = folder.path().join(file);
        std::fs::write(&path, unit).unwrap();
        let Ok(verified) = Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(&path).output()
        else {
            println!("left out: systemd-analyze is not installed");
            return;
        };
        let words = String::from_utf8_lossy(&verified.stderr);
        let about: Vec<&str> = words.lines().filter(|line| line.contains(file)).collect();
        assert!(about.is_empty(), "{about:#?}");
    }
}
