//! Answers made of one file.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;

use crate::serve::conditions::{self, Part};
use crate::serve::pieces::Pieces;
use crate::serve::snapshot::File;

/// Smaller files are compressed where they are asked for, larger ones beside the other answers.
const COMPRESSED_AT_ONCE: usize = 64 * 1024;

/// `file` as `request` asks for it: whole or in part, compressed or not, or not again.
pub async fn file(file: &Arc<File>, request: &Parts) -> Response {
    let headers = &request.headers;
    let packed = match headers.contains_key(header::RANGE) || !conditions::accepts_gzip(headers) {
        true => None,
        false => compressed(file).await,
    };
    let plain_tag = format!("\"{}\"", file.digest());
    let packed_tag = format!("\"{}-gzip\"", file.digest());
    let tags: [&str; 2] =
        if packed.is_some() { [&packed_tag, &plain_tag] } else { [&plain_tag, &packed_tag] };
    let tag = tags[0];
    if conditions::wants_another(headers, tag) {
        return text(StatusCode::PRECONDITION_FAILED);
    }
    if let Some(known) = conditions::has_already(headers, tags) {
        return with_caching(empty(StatusCode::NOT_MODIFIED), file, known);
    }
    if let Some(packed) = packed {
        let mut response = with_caching(full(StatusCode::OK, packed, file, &request.method), file, tag);
        set(&mut response, header::CONTENT_ENCODING, "gzip");
        return response;
    }
    with_caching(uncompressed(file, request, tag), file, tag)
}

/// The part that is asked for, as it is.
fn uncompressed(file: &File, request: &Parts, tag: &str) -> Response {
    let length = file.bytes.len();
    match conditions::part(&request.headers, length, tag) {
        Part::Whole => {
            let mut response = full(StatusCode::OK, file.bytes.clone(), file, &request.method);
            set(&mut response, header::ACCEPT_RANGES, "bytes");
            response
        }
        Part::Range(from, to) => {
            let part = file.bytes.slice(from..to);
            let mut response = full(StatusCode::PARTIAL_CONTENT, part, file, &request.method);
            set(&mut response, header::CONTENT_RANGE, &format!("bytes {from}-{}/{length}", to - 1));
            response
        }
        Part::Outside => {
            let mut response = text(StatusCode::RANGE_NOT_SATISFIABLE);
            set(&mut response, header::CONTENT_RANGE, &format!("bytes */{length}"));
            response
        }
    }
}

/// The page that is shown instead of one that is not there; never kept, never in part.
pub async fn not_found(page: &Arc<File>, request: &Parts) -> Response {
    let packed = match conditions::accepts_gzip(&request.headers) {
        true => compressed(page).await,
        false => None,
    };
    let is_packed = packed.is_some();
    let bytes = packed.unwrap_or_else(|| page.bytes.clone());
    let mut response = full(StatusCode::NOT_FOUND, bytes, page, &request.method);
    set(&mut response, header::CACHE_CONTROL, "no-cache");
    if is_packed {
        set(&mut response, header::CONTENT_ENCODING, "gzip");
    }
    set_vary(&mut response, page);
    response
}

async fn compressed(file: &Arc<File>) -> Option<Bytes> {
    if !file.is_compressible {
        return None;
    }
    if file.has_tried_gzip() || file.bytes.len() <= COMPRESSED_AT_ONCE {
        return file.gzip().cloned();
    }
    let file = Arc::clone(file);
    tokio::task::spawn_blocking(move || file.gzip().cloned()).await.ok().flatten()
}

fn full(status: StatusCode, bytes: Bytes, file: &File, method: &Method) -> Response {
    let length = bytes.len();
    let body = if method == Method::HEAD { Body::empty() } else { Body::new(Pieces::of(bytes)) };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.media_type));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    response
}

fn with_caching(mut response: Response, file: &File, tag: &str) -> Response {
    set(&mut response, header::ETAG, tag);
    let caching = if file.is_lasting { "public, max-age=31536000, immutable" } else { "no-cache" };
    set(&mut response, header::CACHE_CONTROL, caching);
    set_vary(&mut response, file);
    response
}

fn set_vary(response: &mut Response, file: &File) {
    if file.is_compressible {
        set(response, header::VARY, "Accept-Encoding");
    }
}

/// An answer without a body.
pub fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// An answer whose body is its status, for whoever reads it by hand.
pub fn text(status: StatusCode) -> Response {
    let reason = status.canonical_reason().unwrap_or_default();
    let mut response = Response::new(Body::from(format!("{} {reason}\n", status.as_str())));
    *response.status_mut() = status;
    set(&mut response, header::CONTENT_TYPE, "text/plain; charset=utf-8");
    set(&mut response, header::CACHE_CONTROL, "no-store");
    response
}

/// Sends the reader to `target`, a path of this site.
pub fn moved(target: &str) -> Response {
    let mut response = empty(StatusCode::PERMANENT_REDIRECT);
    // A path that begins with two slashes would lead to another host.
    set(&mut response, header::LOCATION, &format!("/{}", target.trim_start_matches(['/', '\\'])));
    set(&mut response, header::CACHE_CONTROL, "no-cache");
    response
}

/// Sets a header whose value is plain.
pub fn set(response: &mut Response, name: HeaderName, value: &str) {
    let headers: &mut HeaderMap = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
