//! What an open page is told while its site is being written: to show itself anew, to change its style,
//! or what is wrong.
//!
//! Nothing of this is published. A page says what it shows when it asks, so nothing that happened between
//! its answer and its question is lost.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::Response;
use futures_util::stream;
use percent_encoding::percent_decode_str;
use tokio::sync::watch;

use crate::base::diagnostic::{Diagnostic, Lang};
use crate::base::span::Place;
use crate::serve::board::SharedBoard;
use crate::serve::current::Current;
use crate::serve::http::{LIVE, Live};
use crate::serve::reply;
use crate::serve::snapshot::{File, Snapshot};

const SCRIPT: &str = include_str!("live.js");
const STYLE: &str = include_str!("live.css");

/// What is added to the pages of `current`, and what their script asks for. Messages are in `lang`.
pub fn live(current: Current, board: SharedBoard, lang: Lang) -> Live {
    let answer = move |request: &Parts| match request.uri.path().strip_prefix(LIVE)? {
        "live.js" => Some(text(SCRIPT, "text/javascript; charset=utf-8")),
        "live.css" => Some(text(STYLE, "text/css; charset=utf-8")),
        "events" => Some(events(Page::asking(request, &current, &board, lang))),
        _ => None,
    };
    Live { answer: Box::new(answer), insertion }
}

fn insertion(file: &File) -> String {
    format!("<script src=\"{LIVE}live.js\" data-tag=\"{}\"></script>", file.digest())
}

fn text(text: &'static str, media_type: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    reply::set(&mut response, header::CONTENT_TYPE, media_type);
    reply::set(&mut response, header::CACHE_CONTROL, "no-cache");
    response
}

/// Events without an end (HTML, 9.2: server-sent events).
fn events(page: Page) -> Response {
    let told = stream::unfold(page, |mut page| async move {
        let event = page.next().await?;
        Some((Ok::<Bytes, Infallible>(event), page))
    });
    let mut response = Response::new(Body::from_stream(told));
    *response.status_mut() = StatusCode::OK;
    reply::set(&mut response, header::CONTENT_TYPE, "text/event-stream");
    reply::set(&mut response, header::CACHE_CONTROL, "no-store");
    response
}

/// An open page.
struct Page {
    current: Current,
    board: SharedBoard,
    turns: watch::Receiver<u64>,
    lang: Lang,
    path: String,
    /// The digest of what it shows.
    tag: String,
    /// What it shows, where that is known.
    file: Option<Arc<File>>,
    /// The digests of the files it shows.
    media: Vec<String>,
    /// What it shows of what is wrong; `None` where that is not known.
    errors: Option<Vec<Diagnostic>>,
    waiting: VecDeque<Bytes>,
}

impl Page {
    fn asking(request: &Parts, current: &Current, board: &SharedBoard, lang: Lang) -> Self {
        let query = request.uri.query().unwrap_or_default();
        let value = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let found = pairs.find(|(key, _)| *key == name).map_or("", |(_, value)| value);
            percent_decode_str(found).decode_utf8_lossy().into_owned()
        };
        // The address in a browser's bar is encoded itself.
        let path = percent_decode_str(&value("page")).decode_utf8_lossy().into_owned();
        Self {
            current: current.clone(),
            board: Arc::clone(board),
            turns: board.listen(),
            lang,
            path,
            tag: value("tag"),
            file: None,
            media: Vec::new(),
            errors: None,
            waiting: VecDeque::from([Bytes::from_static(b"retry: 500\n\n")]),
        }
    }

    /// The next event, when there is one; `None` when there can be no more.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            self.turns.mark_unchanged();
            self.look();
            if self.waiting.is_empty() {
                self.turns.changed().await.ok()?;
            }
        }
    }

    /// Holds what the page shows against what is shown now.
    fn look(&mut self) {
        let errors = self.board.errors();
        if self.errors.as_ref() != Some(&errors) {
            self.waiting.push_back(event("errors", &listed(&errors, self.lang)));
            self.errors = Some(errors);
        }
        let shown = self.current.get();
        let snapshot = &shown.snapshot;
        let Some(now) = snapshot.at(&self.path).or_else(|| snapshot.get("404.html")) else { return };
        let media = media_of(now, snapshot);
        let before = self.file.replace(Arc::clone(now));
        let known = std::mem::replace(&mut self.media, media);
        if now.digest() != self.tag {
            self.tag = now.digest().to_owned();
            let style = before.and_then(|before| other_style(&before.bytes, &now.bytes));
            self.waiting.push_back(match style {
                Some([from, to]) => {
                    let change = serde_json::json!({ "from": from, "to": to, "tag": self.tag });
                    event("style", &change.to_string())
                }
                None => event("reload", ""),
            });
        } else if before.is_some() && known != self.media {
            self.waiting.push_back(event("reload", ""));
        }
    }
}

fn event(name: &str, data: &str) -> Bytes {
    format!("event: {name}\ndata: {data}\n\n").into()
}

/// The digests of the files that `page` refers to.
fn media_of(page: &File, snapshot: &Snapshot) -> Vec<String> {
    let html = String::from_utf8_lossy(&page.bytes);
    let routes = html.match_indices("files/").map(|(at, _)| {
        let rest = &html[at..];
        &rest[..rest.find(['"', '\'', '#', '?', ' ', '<']).unwrap_or(rest.len())]
    });
    routes.filter_map(|route| snapshot.get(route)).map(|file| file.digest().to_owned()).collect()
}

/// The names of the style sheets of two pages that differ in that name alone.
fn other_style(before: &[u8], after: &[u8]) -> Option<[String; 2]> {
    let (before, after) = (std::str::from_utf8(before).ok()?, std::str::from_utf8(after).ok()?);
    let (from, to) = (style_of(before)?, style_of(after)?);
    let is_same = from != to && before.split(from).eq(after.split(to));
    is_same.then(|| [from.to_owned(), to.to_owned()])
}

fn style_of(html: &str) -> Option<&str> {
    let rest = &html[html.find("assets/site-")?..];
    let name = &rest[..rest.find('"')?];
    name.ends_with(".css").then_some(name)
}

/// Errors as the overlay shows them.
fn listed(errors: &[Diagnostic], lang: Lang) -> String {
    let words = match lang {
        Lang::Zh => ["有错误，下面仍是上一次正确的网页", "办法", "收起", "第 {n} 行", "个错误"],
        Lang::En => ["errors; below is the page as it last was right", "help", "hide", "line {n}", "errors"],
    };
    let errors: Vec<serde_json::Value> = errors
        .iter()
        .map(|found| {
            let place = found.place.as_ref();
            let line = place.filter(|place| place.line > 0);
            serde_json::json!({
                "code": found.message.code,
                "text": found.text(lang),
                "help": found.help(lang),
                "path": place.map(|place| &place.path),
                "line": line.map(|place| words[3].replace("{n}", &place.line.to_string())),
                "excerpt": line.map(marked),
            })
        })
        .collect();
    let value = serde_json::json!({
        "title": words[0], "remedy": words[1], "hide": words[2], "count": words[4], "errors": errors,
    });
    value.to_string()
}

/// The excerpt of a place: before the mark, the mark, behind it.
fn marked(place: &Place) -> [String; 3] {
    let from = place.column.saturating_sub(1 + place.cut);
    let take = |skip: usize, count: usize| place.excerpt.chars().skip(skip).take(count).collect::<String>();
    [take(0, from), take(from, place.length), take(from + place.length, usize::MAX)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::span::Span;

    #[test]
    fn a_page_whose_style_alone_is_another_is_told_so() {
        let page = |name: &str, text: &str| {
            format!(
                "<link href=\"../assets/site-{name}.css\"><p>{text}</p><a href=\"../assets/site-{name}.css\">"
            )
        };
        let found = other_style(page("a1", "甲").as_bytes(), page("b2", "甲").as_bytes());
        assert_eq!(found, Some(["assets/site-a1.css".to_owned(), "assets/site-b2.css".to_owned()]));
        assert_eq!(other_style(page("a1", "甲").as_bytes(), page("b2", "乙").as_bytes()), None);
        assert_eq!(other_style(page("a1", "甲").as_bytes(), page("a1", "乙").as_bytes()), None);
    }

    #[test]
    fn an_excerpt_is_cut_at_its_mark() {
        let text = format!("{}错字在此", "长".repeat(200));
        let at = text.find('错').unwrap();
        let place = Place::new("a.md", &text, Span::new(at, at + "错字".len()));
        let [before, mark, after] = marked(&place);
        assert_eq!((mark.as_str(), after.as_str()), ("错字", "在此"));
        assert!(before.ends_with('长'));
    }
}
