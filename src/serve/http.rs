//! Answering requests from a snapshot.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use percent_encoding::percent_decode_str;

use crate::render::feed;
use crate::serve::api;
use crate::serve::ask::Asker;
use crate::serve::snapshot::{File, Snapshot};

/// The port tried first.
pub const PORT: u16 = 8017;
/// How many ports are tried one after another.
const PORTS: u16 = 50;

/// Where to listen.
#[derive(Debug, Clone, Copy)]
pub struct Listen {
    /// The address.
    pub address: IpAddr,
    /// The port; 0 lets the system choose.
    pub port: u16,
    /// Whether to take the next free port where this one is taken.
    pub next_free: bool,
}

/// Takes the port that `listen` asks for.
pub fn bind(listen: Listen) -> std::io::Result<std::net::TcpListener> {
    let last = if listen.next_free { listen.port.saturating_add(PORTS) } else { listen.port };
    let mut result = Err(std::io::ErrorKind::AddrInUse.into());
    for port in listen.port..=last {
        result = std::net::TcpListener::bind(SocketAddr::new(listen.address, port));
        match &result {
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
            _ => break,
        }
    }
    let listener = result?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// What is served.
#[derive(Debug)]
pub struct Served {
    /// The files.
    pub snapshot: Snapshot,
    /// The search.
    pub asker: Asker,
    /// Name of the site.
    pub title: String,
}

/// Serves `site` on `listener` until the process is asked to stop; calls `ready` once a request to
/// stop is heeded.
pub fn serve(listener: std::net::TcpListener, site: Served, ready: impl FnOnce()) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let router = Router::new().fallback(answer).with_state(Arc::new(site));
        let asked_to_stop = asked_to_stop()?;
        ready();
        axum::serve(listener, router).with_graceful_shutdown(asked_to_stop).await
    })
}

/// Heeds requests to stop from now on; what it gives waits for the first.
#[cfg(unix)]
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

async fn answer(State(site): State<Arc<Served>>, request: Request) -> Response {
    if !is_own_host(&request) {
        return plain(StatusCode::MISDIRECTED_REQUEST);
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let mut refused = plain(StatusCode::METHOD_NOT_ALLOWED);
        refused.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return refused;
    }
    let path = percent_decode_str(request.uri().path()).decode_utf8_lossy().into_owned();
    let snapshot = &site.snapshot;
    match path.as_str() {
        "/api/search" => return api::search(&site.asker, request.uri().query().unwrap_or_default()).await,
        "/api/openapi.json" => return api::description(),
        "/opensearch.xml" if snapshot.at(&path).is_none() => return open_search(&site.title, &request),
        _ => {}
    }
    if snapshot.is_folder(&path) {
        return moved(&format!("{}/", request.uri().path()));
    }
    match snapshot.at(&path) {
        Some(served) => file(served, &request),
        None => match snapshot.at("/404.html") {
            Some(page) => with_body(StatusCode::NOT_FOUND, page, request.method()),
            None => plain(StatusCode::NOT_FOUND),
        },
    }
}

/// The description of the search under the name by which this server was asked.
fn open_search(title: &str, request: &Request) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let mut response = Response::new(Body::from(feed::open_search(title, &format!("http://{host}/"))));
    let media_type = HeaderValue::from_static("application/opensearchdescription+xml; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    response
}

/// Whether the request names this machine: a page elsewhere cannot make a reader's browser ask
/// under a name of its own (DNS rebinding).
fn is_own_host(request: &Request) -> bool {
    let Some(host) = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()) else {
        return false;
    };
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok()
}

fn file(served: &File, request: &Request) -> Response {
    let known =
        request.headers().get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok()).unwrap_or_default();
    if known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == served.tag) {
        let mut unchanged = plain(StatusCode::NOT_MODIFIED);
        set_tag(&mut unchanged, served);
        return unchanged;
    }
    with_body(StatusCode::OK, served, request.method())
}

fn with_body(status: StatusCode, served: &File, method: &Method) -> Response {
    let body = if method == Method::HEAD { Body::empty() } else { Body::from(served.bytes.clone()) };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(served.media_type));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(served.bytes.len()));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    set_tag(&mut response, served);
    response
}

fn set_tag(response: &mut Response, served: &File) {
    if let Ok(tag) = HeaderValue::from_str(&served.tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
}

fn plain(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

fn moved(to: &str) -> Response {
    let mut response = plain(StatusCode::PERMANENT_REDIRECT);
    // A path that begins with two slashes would lead to another host.
    let target = format!("/{}", to.trim_start_matches('/'));
    if let Ok(target) = HeaderValue::from_str(&target) {
        response.headers_mut().insert(header::LOCATION, target);
    }
    response
}
