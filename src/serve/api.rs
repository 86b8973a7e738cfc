//! `/api/search` and what describes it.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use percent_encoding::percent_decode_str;

use crate::serve::ask::Asker;

/// The description of the interface (OpenAPI 3.1).
pub const OPEN_API: &str = include_str!("openapi.json");

/// Most characters of a question.
const LONGEST: usize = 500;
/// Most results of an answer.
const MOST: usize = 100;
/// Results where none are asked for.
const USUAL: usize = 10;

/// The values of `name` in the query of an address (`application/x-www-form-urlencoded`).
fn parameter(query: &str, name: &str) -> Option<String> {
    let mut pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let (_, value) = pairs.find(|(key, _)| *key == name)?;
    let spaced = value.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().ok().map(|text| text.into_owned())
}

/// Answers a question that stands in the query of an address.
pub async fn search(asker: &Asker, query: &str) -> Response {
    let words =
        parameter(query, "q").filter(|words| !words.trim().is_empty() && words.chars().count() <= LONGEST);
    let limit = parameter(query, "limit").map_or(Ok(USUAL), |limit| limit.parse::<usize>());
    let (Some(words), Ok(limit @ 1..=MOST)) = (words, limit) else {
        return json(StatusCode::BAD_REQUEST, "{\"error\": \"q, limit\"}".to_owned());
    };
    match asker.ask(words.clone(), limit).await {
        Some(hits) => {
            let answer = serde_json::json!({ "query": words, "hits": hits });
            json(StatusCode::OK, answer.to_string())
        }
        None => busy(),
    }
}

/// The answer while there is no search, or too many ask at once.
pub fn busy() -> Response {
    json(StatusCode::SERVICE_UNAVAILABLE, "{\"error\": \"busy\"}".to_owned())
}

/// The interface's description.
pub fn description() -> Response {
    json(StatusCode::OK, OPEN_API.to_owned())
}

fn json(status: StatusCode, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded() {
        assert_eq!(parameter("q=%E7%9B%91%E5%AF%9F%E6%B3%95+11&limit=3", "q").as_deref(), Some("监察法 11"));
        assert_eq!(parameter("limit=3", "q"), None);
        assert_eq!(parameter("q=%FF", "q"), None);
    }

    #[test]
    fn the_description_is_json() {
        let value: serde_json::Value = serde_json::from_str(OPEN_API).expect("the description is JSON");
        assert_eq!(value["paths"]["/api/search"]["get"]["operationId"], "search");
    }
}
