//! What every answer says about how it may be used.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

use crate::serve::media_type::SVG;

/// Pages take scripts, styles and pictures from this site alone and have none within them.
pub const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
                          form-action 'self'; frame-ancestors 'self'";
/// A drawing of an editor may have styles within it, but runs nothing and asks for nothing.
const DRAWING: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

/// The headers that all answers have, but the policy for their content.
const ALL: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Adds them to `response`.
pub fn secure(response: &mut Response) {
    let headers = response.headers_mut();
    for (name, value) in ALL {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let is_drawing = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == SVG);
    let policy = HeaderValue::from_static(if is_drawing { DRAWING } else { POLICY });
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
}
