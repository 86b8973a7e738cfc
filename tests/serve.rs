//! The server as an office meets it: over real sockets, with readers that mean well and others.
#![allow(clippy::disallowed_methods, reason = "the tests read and write real files")]

mod common;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use common::Site;
use common::server::{Answer, Server};
use flate2::read::GzDecoder;

/// A server without watching on a port of its own.
fn office(site: &Site, arguments: &[&str]) -> Server {
    let all: Vec<&str> = ["--no-watch", "--addr", "127.0.0.1:0"].iter().chain(arguments).copied().collect();
    Server::start(site, &all)
}

/// A page long enough to be worth compressing, with an attachment of `length` bytes that are not.
fn site_with_attachment(length: usize) -> Site {
    let site = Site::of_pages(3);
    let body = "## 一、要点\n\n".to_owned() + &"为了规范监督执纪工作，制定本办法。".repeat(100);
    site.page("study/长.md", "title: 长\nattachments: [附件.zip]", &body);
    let noise: Vec<u8> = (0..length as u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    site.write("content/study/附件.zip", noise);
    site
}

/// Where the attachment is published.
fn attachment(site: &Site) -> String {
    site.publish();
    let public = site.public();
    let found = public.keys().find(|route| route.ends_with(".zip")).expect("the attachment is published");
    std::fs::remove_dir_all(site.path("public")).unwrap();
    format!("/{found}")
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut plain).expect("a sound gzip stream");
    plain
}

const LONG: &str = "/study/zhang.html";

/// The address of the long page, whatever its reading.
fn long_page(server: &Server) -> String {
    let (status, ..) = server.get(LONG);
    if status == 200 { LONG.to_owned() } else { "/study/chang.html".to_owned() }
}

#[test]
fn a_representation_is_sent_whole_in_part_compressed_or_not_again() {
    let site = site_with_attachment(100_000);
    let zip = attachment(&site);
    let server = office(&site, &[]);
    let page = long_page(&server);

    let plain = server.get_with(&page, "Accept: */*");
    assert_eq!((plain.status, plain.header("content-encoding")), (200, None));
    assert_eq!(plain.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(plain.header("vary"), Some("accept-encoding"));
    assert_eq!(plain.header("cache-control"), Some("no-cache"));
    let packed = server.get_with(&page, "Accept-Encoding: gzip, deflate");
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert_eq!(packed.header("vary"), Some("accept-encoding"));
    assert!(packed.body.len() * 3 < plain.body.len(), "{} of {}", packed.body.len(), plain.body.len());
    assert_eq!(unpacked(&packed.body), plain.body);
    assert_eq!(server.get_with(&page, "Accept-Encoding: gzip;q=0").body, plain.body);

    let (tag, packed_tag) = (plain.header("etag").unwrap(), packed.header("etag").unwrap());
    assert_ne!(tag, packed_tag, "a tag for each representation");
    for known in [tag, packed_tag, "*", &format!("\"x\", W/{tag}")] {
        let again = server.get_with(&page, &format!("If-None-Match: {known}"));
        assert_eq!((again.status, again.body.len()), (304, 0), "{known}");
        assert!(again.header("etag").is_some() && again.header("vary").is_some(), "{}", again.head);
    }
    assert_eq!(server.get_with(&page, "If-None-Match: \"x\"").status, 200);
    assert_eq!(server.get_with(&page, "If-Match: \"x\"").status, 412);
    assert_eq!(server.get_with(&page, &format!("If-Match: {tag}")).status, 200);

    let whole = server.get_with(&zip, "Accept-Encoding: gzip");
    assert_eq!((whole.header("content-encoding"), whole.header("vary")), (None, None));
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    let length = whole.body.len();
    assert_eq!(length, 100_000);
    for (range, from, to) in
        [("0-99", 0, 100), ("99990-", 99_990, length), ("-1", length - 1, length), ("5-999999", 5, length)]
    {
        let part = server.get_with(&zip, &format!("Range: bytes={range}"));
        assert_eq!(part.status, 206, "{range}");
        assert_eq!(part.body, whole.body[from..to], "{range}");
        let wanted = format!("bytes {from}-{}/{length}", to - 1);
        assert_eq!(part.header("content-range"), Some(wanted.as_str()));
        assert_eq!(part.header("etag"), whole.header("etag"));
    }
    let outside = server.get_with(&zip, "Range: bytes=100000-");
    assert_eq!((outside.status, outside.header("content-range")), (416, Some("bytes */100000")));
    for ignored in ["bytes=0-1,5-6", "bytes=9-1", "lines=1-2", "bytes=x"] {
        assert_eq!(server.get_with(&zip, &format!("Range: {ignored}")).status, 200, "{ignored}");
    }
    let tag = whole.header("etag").unwrap();
    assert_eq!(server.get_with(&zip, &format!("Range: bytes=0-1\nIf-Range: {tag}")).status, 206);
    assert_eq!(server.get_with(&zip, "Range: bytes=0-1\nIf-Range: \"old\"").status, 200);
    assert_eq!(server.get_with(&page, "Range: bytes=0-1\nAccept-Encoding: gzip").body, plain.body[..2]);

    for path in [page.as_str(), zip.as_str()] {
        let get = server.get_with(path, "Accept-Encoding: gzip");
        let head = server.answer(&format!("HEAD {path} HTTP/1.1\nHost: localhost\nAccept-Encoding: gzip"));
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        let without_date = |head: &str| {
            head.lines().filter(|line| !line.starts_with("date:")).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(without_date(&head.head), without_date(&get.head), "{path}");
    }
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn every_answer_says_how_it_may_be_used() {
    let site = Site::of_pages(3);
    site.write("content/study/图.svg", "<svg xmlns='http://www.w3.org/2000/svg'><style>a{}</style></svg>");
    site.write("content/study/说明.txt", "纪检");
    site.write("content/study/旧.txt", [0xbc, 0xcd, 0xbc, 0xec]);
    site.page("study/图.md", "title: 图\nattachments: [图.svg, 说明.txt, 旧.txt]", "![图](图.svg)");
    site.publish();
    let routes: Vec<String> = site.public().into_keys().collect();
    let at = |ending: &str| format!("/{}", routes.iter().find(|route| route.ends_with(ending)).unwrap());
    let server = office(&site, &[]);
    let css = at(".css");
    for (path, status) in
        [("/", 200), ("/nowhere", 404), (css.as_str(), 200), ("/study", 308), ("/api/search?q=要点", 200)]
    {
        let path = path.replace('要', "%E8%A6%81").replace('点', "%E7%82%B9");
        let answer = server.get_with(&path, "Accept: */*");
        assert_eq!(answer.status, status, "{path}");
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.starts_with("default-src 'self'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"), "{path}");
        assert_eq!(answer.header("x-frame-options"), Some("sameorigin"), "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"), "{path}");
        assert!(answer.header("date").is_some());
    }
    let drawing = server.get_with(&at(".svg"), "Accept: */*");
    assert!(drawing.header("content-security-policy").unwrap().ends_with("sandbox"), "{}", drawing.head);

    let lasting = Some("public, max-age=31536000, immutable");
    assert_eq!(server.get_with(&css, "Accept: */*").header("cache-control"), lasting);
    for route in routes.iter().filter(|route| route.starts_with("search/")) {
        let answer = server.get_with(&format!("/{route}"), "Accept: */*");
        let wanted = if route == "search/index.js" { Some("no-cache") } else { lasting };
        assert_eq!(answer.header("cache-control"), wanted, "{route}");
    }
    let texts = [at("shuo-ming.txt"), at("jiu.txt")];
    let types =
        texts.map(|path| server.get_with(&path, "Accept: */*").header("content-type").map(str::to_owned));
    assert_eq!(types, [Some("text/plain; charset=utf-8".to_owned()), Some("text/plain".to_owned())]);

    let health = server.get_with("/healthz", "Accept: */*");
    assert_eq!((health.status, health.body.as_slice()), (200, &b"200 OK\n"[..]));
    assert_eq!(health.header("cache-control"), Some("no-store"));
    let redirect = server.get_with("/study?a=1", "Accept: */*");
    assert_eq!(redirect.header("location"), Some("/study/?a=1"));
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW"] {
        let refused = server.answer(&format!("{method} / HTTP/1.1\nHost: localhost\nContent-Length: 0"));
        assert_eq!((refused.status, refused.header("allow")), (405, Some("get, head")), "{method}");
    }
}

#[test]
fn no_page_of_the_sample_needs_an_exception_from_the_policy() {
    let site = Site::sample();
    site.page(
        "study/表.md",
        "title: 表",
        "| 左 | 中 | 右 |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n\n<p style=\"color:red\" onclick=\"x()\">文</p>\n",
    );
    site.publish();
    let mut seen = 0;
    for (route, bytes) in site.public().iter().filter(|(route, _)| route.ends_with(".html")) {
        let html = String::from_utf8(bytes.clone()).unwrap();
        for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
            seen += 1;
            let words = tag.split(|c: char| c.is_whitespace()).skip(1);
            let is_inline = words
                .into_iter()
                .any(|word| word.starts_with("style=") || (word.starts_with("on") && word.contains("=\"")));
            assert!(!is_inline && !tag.starts_with("style"), "{route}: <{tag}>");
            // Data for programs is no script: what has this type is never run.
            let is_data = tag == "script type=\"application/ld+json\"";
            assert!(!tag.starts_with("script") || tag.contains("src=") || is_data, "{route}: <{tag}>");
            assert!(!tag.contains("=\"javascript:"), "{route}: <{tag}>");
        }
    }
    assert!(seen > 10_000, "tags are seen: {seen}");
    assert!(site.html("study/表.md").contains("align=\"center\""), "a table keeps its alignment");
}

#[test]
fn nothing_outside_the_site_can_be_reached() {
    let site = Site::of_pages(2);
    site.write("secret.txt", "机密");
    let server = office(&site, &["--out", "public"]);
    for path in [
        "/../site.toml",
        "/../../../../../../etc/passwd",
        "/%2e%2e/site.toml",
        "/..%2fsite.toml",
        "/%2e%2e%2fsite.toml",
        "/%252e%252e%252fsite.toml",
        "/..%5csite.toml",
        "/..\\site.toml",
        "/study/..%c0%afsite.toml",
        "/study/%c0%ae%c0%ae/site.toml",
        "/assets/../../secret.txt",
        "/./index.html",
        "/study/../index.html",
        "//index.html",
        "///etc/passwd",
        "/%2fetc%2fpasswd",
        "/index.html%00",
        "/index.html%00.css",
        "/index.html/",
        "/index.html.",
        "/INDEX.HTML",
        "/zhiku-manifest.json",
        "/.zhiku-lock",
        "/content/study/",
        "/%",
        "/%zz",
        "/%ff",
        "/C:%5cWindows%5cwin.ini",
    ] {
        let (status, _, body) = server.get(path);
        assert!(status == 404 || status == 400, "{path}: {status}");
        assert!(!String::from_utf8_lossy(&body).contains("[sections"), "{path}");
    }
    let (status, ..) = server.get("/");
    assert_eq!(status, 200);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_site_is_not_followed() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("机密.txt"), "机密").unwrap();
    let site = Site::of_pages(2);
    let link =
        |target: &std::path::Path, name: &str| std::os::unix::fs::symlink(target, site.path(name)).unwrap();
    // A link in the content, to a file and to a folder: neither is published nor served.
    link(&outside.path().join("机密.txt"), "content/study/机密.txt");
    link(outside.path(), "content/study/外");
    let server = office(&site, &["--out", "public"]);
    // A link that somebody puts into the output afterwards.
    link(&outside.path().join("机密.txt"), "public/study/ji-mi.txt");
    link(outside.path(), "public/wai");
    for path in ["/study/ji-mi.txt", "/study/wai/ji-mi.txt", "/wai/%E6%9C%BA%E5%AF%86.txt", "/wai/"] {
        let (status, _, body) = server.get(path);
        assert_eq!(status, 404, "{path}");
        assert!(!String::from_utf8_lossy(&body).contains("机密"), "{path}");
    }
    // A page that was replaced by a link is answered as it was built.
    std::fs::remove_file(site.path("public/index.html")).unwrap();
    link(&outside.path().join("机密.txt"), "public/index.html");
    let (status, _, body) = server.get("/index.html");
    assert_eq!((status, body.starts_with(b"<!doctype html>")), (200, true));
}

#[test]
fn only_names_of_this_server_are_answered() {
    let site = Site::of_pages(2);
    let server = office(&site, &["--host", "zhishiku", "--host", "kb.example.gov.cn"]);
    let status = |host: &str| server.answer(&format!("GET / HTTP/1.1\nHost: {host}")).status;
    for host in ["zhishiku", "ZHISHIKU:80", "kb.example.gov.cn", "localhost", "10.0.0.8", "[::1]:8017"] {
        assert_eq!(status(host), 200, "{host}");
    }
    for host in ["evil.example", "zhishiku.evil.example", "kb.example.gov.cn.", "a@zhishiku", "x/zhishiku"] {
        assert!(matches!(status(host), 421 | 400), "{host}");
    }
    assert_eq!(server.answer("GET / HTTP/1.1\nHost: zhishiku\nHost: evil.example").status, 421);
    assert_eq!(server.answer("GET / HTTP/1.1\nAccept: */*").status, 421, "no name at all");
}

#[test]
fn absurd_heads_are_refused_and_the_server_goes_on() {
    let site = Site::of_pages(2);
    let server = office(&site, &[]);
    let own = "Host: localhost";
    let lines = |count: usize| (0..count).map(|at| format!("\nX-{at}: y")).collect::<String>();
    for (what, request, statuses) in [
        ("a long line", format!("GET / HTTP/1.1\n{own}\nX: {}", "a".repeat(100_000)), &[431][..]),
        ("many lines", format!("GET / HTTP/1.1\n{own}{}", lines(500)), &[431]),
        ("a long target", format!("GET /{} HTTP/1.1\n{own}", "a".repeat(9_000)), &[414]),
        ("a longer one", format!("GET /{} HTTP/1.1\n{own}", "a".repeat(200_000)), &[414, 431]),
        ("no version", "GET /".to_owned(), &[400]),
        ("a binary head", "\u{16}\u{3}\u{1}\u{2}".to_owned(), &[400]),
        ("a NUL", format!("GET / HTTP/1.1\n{own}\nX: a\0b"), &[400]),
        ("two lengths", format!("GET / HTTP/1.1\n{own}\nContent-Length: 1\nContent-Length: 2"), &[400]),
        ("another protocol", "PRI * HTTP/2.0".to_owned(), &[400, 505]),
    ] {
        let answer = server.answer(&request);
        assert!(statuses.contains(&answer.status), "{what}: {}", answer.head);
        assert_eq!(server.get("/").0, 200, "after {what}");
    }
    // As many lines as browsers and proxies send.
    assert_eq!(server.answer(&format!("GET / HTTP/1.1\n{own}{}", lines(40))).status, 200);
}

#[test]
fn one_connection_serves_many_requests() {
    let site = Site::of_pages(2);
    let server = office(&site, &[]);
    let mut stream = server.connect();
    let request = "GET /study/ HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for _ in 0..100 {
        stream.write_all(request.as_bytes()).unwrap();
        assert_eq!(Answer::read(&mut stream, true).unwrap().status, 200);
    }
    // Several at once, and one without a body between them.
    let head = "HEAD /study/ HTTP/1.1\r\nHost: localhost\r\n\r\n";
    stream.write_all(format!("{request}{head}{request}").as_bytes()).unwrap();
    for has_body in [true, false, true] {
        let answer = Answer::read(&mut stream, has_body).unwrap();
        assert_eq!((answer.status, answer.body.is_empty()), (200, !has_body));
    }
    // The older protocol closes.
    stream = server.connect();
    stream.write_all(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").unwrap();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
    assert!(rest.starts_with(b"HTTP/1.0 200") || rest.starts_with(b"HTTP/1.1 200"));
}

#[test]
fn a_reader_that_asks_too_slowly_is_left() {
    let site = Site::of_pages(2);
    let server = office(&site, &["--idle-timeout", "1"]);
    // One says nothing, one half a head, one is idle after an answer, one adds a byte now and then.
    let silent = server.connect();
    let mut half = server.connect();
    half.write_all(b"GET / HTTP/1.1\r\nHost: loc").unwrap();
    let mut idle = server.connect();
    idle.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    assert_eq!(Answer::read(&mut idle, true).unwrap().status, 200);
    let mut dripping = server.connect();
    dripping.write_all(b"GET / HTTP/1.1\r\nX: ").unwrap();
    dripping.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    let mut drops = 0;
    while !is_closed(&mut dripping) {
        drops += 1;
        assert!(drops < 2_000, "it would go on for ever");
        let _ = dripping.write_all(b"x");
    }
    for mut stream in [silent, half, idle] {
        let mut rest = Vec::new();
        // Ends because the server closes; what it may say is that the request came too late.
        let _ = stream.read_to_end(&mut rest);
        assert!(!String::from_utf8_lossy(&rest).contains(" 200 "));
    }
    assert_eq!(server.get("/").0, 200);
}

/// Whether the server has closed; waits as long as the stream's time to read allows.
fn is_closed(stream: &mut TcpStream) -> bool {
    match stream.read(&mut [0; 512]) {
        Ok(count) => count == 0,
        Err(error) => !matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut),
    }
}

/// More than the system keeps between a server and a reader who takes nothing.
const LARGE: usize = 32 << 20;

#[test]
fn a_reader_that_takes_nothing_is_left() {
    let site = site_with_attachment(LARGE);
    let zip = attachment(&site);
    let mut server = office(&site, &["--send-timeout", "1", "--access-log", "-", "--log-format", "json"]);
    let mut slow = server.connect();
    slow.write_all(format!("GET {zip} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).unwrap();
    // The server notes the answer when it gives up, not before.
    let line = logged(&mut server);
    assert_eq!((line["status"].as_u64(), line["target"].as_str()), (Some(200), Some(zip.as_str())));
    assert!(line["bytes"].as_u64().unwrap() < LARGE as u64, "{line}");
    let mut rest = Vec::new();
    let _ = slow.read_to_end(&mut rest);
    assert!(rest.len() < LARGE, "the answer was cut");
    // One who takes it at once gets it all.
    let (status, _, body) = server.get(&zip);
    assert_eq!((status, body.len()), (200, LARGE));
    assert_eq!(logged(&mut server)["bytes"].as_u64(), Some(LARGE as u64));
}

/// The next line of a JSON log on the standard output.
fn logged(server: &mut Server) -> serde_json::Value {
    loop {
        let line = server.line();
        assert!(!line.is_empty(), "the log goes on");
        if line.starts_with('{') {
            return serde_json::from_str(&line).expect("a line is an object");
        }
    }
}

#[test]
fn what_is_being_sent_is_sent_before_the_server_stops() {
    let site = site_with_attachment(LARGE);
    let zip = attachment(&site);
    let mut server = office(&site, &["--access-log", "-", "--log-format", "json"]);
    let mut idle = server.connect();
    idle.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    Answer::read(&mut idle, true).unwrap();
    logged(&mut server);
    let mut busy = server.connect();
    busy.write_all(format!("GET {zip} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).unwrap();
    let mut first = [0];
    busy.read_exact(&mut first).unwrap();
    server.signal("-TERM");
    let mut rest = Vec::new();
    idle.read_to_end(&mut rest).unwrap();
    assert!(rest.is_empty(), "an idle connection is closed");
    assert!(TcpStream::connect(("127.0.0.1", server.port)).is_err(), "nobody else is let in");
    let answer = Answer::read(&mut first.chain(&mut busy), true).unwrap();
    assert_eq!((answer.status, answer.body.len()), (200, LARGE), "to the last byte");
    assert_eq!(server.wait(), Some(0));
}

#[test]
fn a_reader_cannot_keep_the_server_from_stopping() {
    let site = site_with_attachment(LARGE);
    let zip = attachment(&site);
    let server = office(&site, &["--stop-timeout", "1"]);
    let mut busy = server.connect();
    busy.write_all(format!("GET {zip} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).unwrap();
    busy.read_exact(&mut [0]).unwrap();
    let mut half = server.connect();
    half.write_all(b"GET / HTTP/1.1\r\n").unwrap();
    assert_eq!(server.stop(), Some(0));
    let mut rest = Vec::new();
    let _ = busy.read_to_end(&mut rest);
    assert!(rest.len() < LARGE, "the answer was cut");
}

#[test]
fn every_answer_is_noted_in_the_form_that_is_asked_for() {
    let site = Site::of_pages(2);
    for form in ["common", "json"] {
        let server = office(&site, &["--access-log", "access.log", "--log-format", form]);
        let (_, _, body) = server.get("/");
        server.get_with("/nowhere?a=%22b%22", "User-Agent: x\ny: \"z\"");
        server.answer("HEAD / HTTP/1.1\nHost: localhost");
        server.answer("GET / HTTP/1.1\nHost: evil.example");
        assert_eq!(server.stop(), Some(0), "all lines are written at the end");
        let text = std::fs::read_to_string(site.path("access.log")).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 4, "{text}");
        match form {
            "common" => common_lines(&lines, body.len()),
            _ => json_lines(&lines, body.len()),
        }
        site.remove("access.log");
    }
    let run = site.run(&["serve", "--access-log", "no/such/folder/log", "--port", "0", "--format", "json"]);
    assert_eq!(run.code, Some(3), "{run:?}");
}

fn common_lines(lines: &[&str], length: usize) {
    // 127.0.0.1 - - [23/Nov/2026:08:12:12 +0000] "GET / HTTP/1.1" 200 5120
    let pattern = regex::Regex::new(
        r#"^127\.0\.0\.1 - - \[\d{2}/[A-Z][a-z]{2}/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4}\] "([^"]*)" (\d{3}) (\d+|-)$"#,
    )
    .unwrap();
    let parts: Vec<[String; 3]> = lines
        .iter()
        .map(|line| {
            let found = pattern.captures(line).unwrap_or_else(|| panic!("the common format: {line}"));
            [1, 2, 3].map(|group| found[group].to_owned())
        })
        .collect();
    assert_eq!(parts[0], ["GET / HTTP/1.1".to_owned(), "200".to_owned(), length.to_string()]);
    assert_eq!(parts[1][..2], ["GET /nowhere?a=%22b%22 HTTP/1.1".to_owned(), "404".to_owned()]);
    assert_eq!(parts[2], ["HEAD / HTTP/1.1", "200", "-"].map(str::to_owned));
    assert_eq!(parts[3][1], "421");
}

fn json_lines(lines: &[&str], length: usize) {
    let read: Vec<serde_json::Value> = lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&read[0]["method"], &read[0]["target"]), (&"GET".into(), &"/".into()));
    assert_eq!((&read[0]["status"], &read[0]["bytes"]), (&200.into(), &length.into()));
    assert_eq!((&read[1]["target"], &read[1]["agent"]), (&"/nowhere?a=%22b%22".into(), &"x".into()));
    assert_eq!(read[3]["host"], "evil.example");
    for line in &read {
        assert!(line["ms"].as_f64().unwrap() >= 0.0);
        assert!(line["time"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok(), "{line}");
    }
}

#[cfg(unix)]
#[test]
fn the_system_can_rotate_the_log_in_either_way() {
    let site = Site::of_pages(2);
    let server = office(&site, &["--access-log", "access.log"]);
    let read = |name: &str| std::fs::read_to_string(site.path(name)).unwrap_or_default();
    let get = || assert_eq!(server.get("/").0, 200);
    get();
    // Renamed, then the server is told.
    std::fs::rename(site.path("access.log"), site.path("access.log.1")).unwrap();
    server.signal("-HUP");
    let mut asked = 0;
    while !site.path("access.log").exists() {
        get();
        asked += 1;
        assert!(asked < 100_000, "the log is opened anew");
    }
    get();
    assert!(read("access.log.1").starts_with("127.0.0.1 - - ["));
    // Copied and cut: what follows stands at the new end, without a gap.
    std::fs::File::options().write(true).open(site.path("access.log")).unwrap().set_len(0).unwrap();
    get();
    assert_eq!(server.stop(), Some(0));
    let text = read("access.log");
    assert!(text.starts_with("127.0.0.1 - - [") && text.ends_with('\n'), "{text:?}");
}
