//! What is answered to a request.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::Response;
use percent_encoding::percent_decode_str;

use crate::render::feed;
use crate::serve::current::{Current, Shown};
use crate::serve::log::AccessLog;
use crate::serve::snapshot::File;
use crate::serve::{api, reply};

/// Longest path and query: a question of 500 characters in percent encoding fits.
const LONGEST_TARGET: usize = 8 * 1024;

/// What is served, to whom.
#[derive(Debug)]
pub struct Server {
    /// The site as it is now.
    pub current: Current,
    /// What is added for the one who writes it.
    pub live: Option<Live>,
    /// Names under which the server may be asked, beside addresses and `localhost`.
    pub hosts: Vec<String>,
    /// Where answers are noted.
    pub log: Option<Arc<AccessLog>>,
}

/// Answers a request below [`LIVE`].
pub type LiveAnswer = Box<dyn Fn(&Parts) -> Option<Response> + Send + Sync>;

/// What a server of the one who writes the site has beside it; nothing of it is published.
pub struct Live {
    /// Answers what stands below [`LIVE`]. The body may have no end.
    pub answer: LiveAnswer,
    /// What stands before the end of the body of a page.
    pub insertion: fn(&File) -> String,
}

/// The folder of [`Live`].
pub const LIVE: &str = "/_live/";

impl std::fmt::Debug for Live {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Live").finish_non_exhaustive()
    }
}

/// The answer to `request`, made of one state of the site.
pub async fn answer(server: &Server, request: &Parts) -> Response {
    let target = request.uri.path_and_query().map_or("", |target| target.as_str());
    if target.len() > LONGEST_TARGET {
        return reply::text(StatusCode::URI_TOO_LONG);
    }
    if !is_own_host(server, request) {
        return reply::text(StatusCode::MISDIRECTED_REQUEST);
    }
    if request.method != Method::GET && request.method != Method::HEAD {
        let mut refused = reply::text(StatusCode::METHOD_NOT_ALLOWED);
        reply::set(&mut refused, header::ALLOW, "GET, HEAD");
        return refused;
    }
    let path = percent_decode_str(request.uri.path()).decode_utf8().unwrap_or_default();
    if path == "/healthz" {
        return reply::text(StatusCode::OK);
    }
    if let (Some(live), true) = (&server.live, path.starts_with(LIVE)) {
        return (live.answer)(request).unwrap_or_else(|| reply::text(StatusCode::NOT_FOUND));
    }
    let shown = server.current.get();
    match path.as_ref() {
        "/api/search" => search(&shown, request).await,
        "/api/openapi.json" => api::description(),
        "/opensearch.xml" if shown.snapshot.at(&path).is_none() => open_search(&shown.title, request),
        path => page(server.live.as_ref(), &shown, path, request).await,
    }
}

/// The file at the decoded `path`, or the page that says that there is none.
async fn page(live: Option<&Live>, shown: &Shown, path: &str, request: &Parts) -> Response {
    let snapshot = &shown.snapshot;
    if snapshot.is_folder(path) {
        let query = request.uri.query().map_or_else(String::new, |query| format!("?{query}"));
        return reply::moved(&format!("{}/{query}", request.uri.path()));
    }
    let (file, is_found) = match (snapshot.at(path), snapshot.get("404.html")) {
        (Some(file), _) => (file, true),
        (None, Some(page)) => (page, false),
        (None, None) => return reply::text(StatusCode::NOT_FOUND),
    };
    let file = match live {
        Some(live) if file.is_page() => &Arc::new(file.with(&(live.insertion)(file))),
        _ => file,
    };
    match is_found {
        true => reply::file(file, request).await,
        false => reply::not_found(file, request).await,
    }
}

async fn search(shown: &Shown, request: &Parts) -> Response {
    match &shown.asker {
        Some(asker) => api::search(asker, request.uri.query().unwrap_or_default()).await,
        None => api::busy(),
    }
}

/// The description of the search under the name by which this server was asked.
fn open_search(title: &str, request: &Parts) -> Response {
    let host = request.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let mut response = Response::new(Body::from(feed::open_search(title, &format!("http://{host}/"))));
    let media_type = "application/opensearchdescription+xml; charset=utf-8";
    reply::set(&mut response, header::CONTENT_TYPE, media_type);
    reply::set(&mut response, header::CACHE_CONTROL, "no-store");
    response
}

/// Whether the request names this machine: a page elsewhere cannot make a reader's browser ask
/// under a name of its own (DNS rebinding).
fn is_own_host(server: &Server, request: &Parts) -> bool {
    let mut hosts = request.headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next().and_then(|host| host.to_str().ok()), hosts.next()) else {
        return false;
    };
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok()
        || server.hosts.iter().any(|own| own.eq_ignore_ascii_case(name))
}
