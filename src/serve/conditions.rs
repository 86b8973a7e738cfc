//! What the head of a request asks of a representation: conditions, ranges and codings
//! (RFC 9110, sections 12 to 14).

use axum::http::{HeaderMap, HeaderName, header};

/// An entity tag compared weakly: only what stands in the quotes counts.
fn opaque(tag: &str) -> &str {
    tag.trim().trim_start_matches("W/")
}

/// The tags of a list; a comma within the quotes divides nothing.
fn tags(list: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut is_quoted) = (0, false);
    for (at, c) in list.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => {
                found.push(list[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(list[start..].trim());
    found
}

fn lists<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<Vec<&'a str>> {
    let lines: Vec<&str> = headers.get_all(name).iter().filter_map(|line| line.to_str().ok()).collect();
    (!lines.is_empty()).then_some(lines)
}

/// The one of `tags` that the reader has already (`If-None-Match`); the first where any will do.
pub fn has_already<'t>(headers: &HeaderMap, known: [&'t str; 2]) -> Option<&'t str> {
    let lists = lists(headers, &header::IF_NONE_MATCH)?;
    let listed: Vec<&str> = lists.into_iter().flat_map(tags).collect();
    known.into_iter().find(|tag| listed.iter().any(|listed| *listed == "*" || opaque(listed) == *tag))
}

/// Whether the reader wants `tag` and nothing else, and that is not what there is (`If-Match`).
pub fn wants_another(headers: &HeaderMap, tag: &str) -> bool {
    lists(headers, &header::IF_MATCH)
        .is_some_and(|lists| !lists.into_iter().flat_map(tags).any(|known| known == "*" || known == tag))
}

/// Which part of the bytes is to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of them.
    Whole,
    /// From the first position to before the second.
    Range(usize, usize),
    /// None that there are.
    Outside,
}

/// The part of `length` bytes tagged `tag` that is asked for. Several ranges at once are answered
/// with the whole, which a server may always do.
pub fn part(headers: &HeaderMap, length: usize, tag: &str) -> Part {
    let Some(range) = headers.get(header::RANGE).and_then(|range| range.to_str().ok()) else {
        return Part::Whole;
    };
    // A date never equals a tag: files have no dates here.
    if headers.get(header::IF_RANGE).is_some_and(|known| known.as_bytes() != tag.as_bytes()) {
        return Part::Whole;
    }
    let Some((unit, spec)) = range.split_once('=') else { return Part::Whole };
    match spec.trim().split_once('-') {
        Some((first, last)) if unit.trim().eq_ignore_ascii_case("bytes") => {
            one_range(first.trim(), last.trim(), length)
        }
        _ => Part::Whole,
    }
}

fn one_range(first: &str, last: &str, length: usize) -> Part {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    // More digits than a number holds are a position behind every end.
    let number = |text: &str| text.parse::<usize>().unwrap_or(usize::MAX);
    match (is_number(first), is_number(last)) {
        (true, true) if number(first) > number(last) => Part::Whole,
        (true, _) if !last.is_empty() && !is_number(last) => Part::Whole,
        (true, has_end) => {
            let end = if has_end { number(last).saturating_add(1).min(length) } else { length };
            if number(first) < length { Part::Range(number(first), end) } else { Part::Outside }
        }
        (false, true) if first.is_empty() => match number(last).min(length) {
            0 => Part::Outside,
            count => Part::Range(length - count, length),
        },
        _ => Part::Whole,
    }
}

/// Whether gzip is welcome (`Accept-Encoding`).
pub fn accepts_gzip(headers: &HeaderMap) -> bool {
    let Some(lists) = lists(headers, &header::ACCEPT_ENCODING) else { return false };
    let mut by_star = false;
    for item in lists.iter().flat_map(|list| list.split(',')) {
        let mut words = item.split(';').map(str::trim);
        let coding = words.next().unwrap_or_default();
        let is_refused = words
            .filter_map(|word| word.strip_prefix("q=").or_else(|| word.strip_prefix("Q=")))
            .any(|weight| weight.parse::<f32>().is_ok_and(|weight| weight <= 0.0));
        if coding.eq_ignore_ascii_case("gzip") || coding.eq_ignore_ascii_case("x-gzip") {
            return !is_refused;
        }
        by_star |= coding == "*" && !is_refused;
    }
    by_star
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn head(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn tags_are_compared_weakly_to_spare_and_strongly_to_insist() {
        for (list, has) in [
            ("\"a\"", Some("\"a\"")),
            ("\"x\", W/\"a\"", Some("\"a\"")),
            ("*", Some("\"b\"")),
            ("\"x,\"a\",\"", None),
            ("\"aa\"", None),
            ("a", None),
            ("", None),
        ] {
            let found = has_already(&head(header::IF_NONE_MATCH, list), ["\"b\"", "\"a\""]);
            assert_eq!(found, has, "{list}");
        }
        assert!(!wants_another(&HeaderMap::new(), "\"a\""));
        assert!(!wants_another(&head(header::IF_MATCH, "\"b\", \"a\""), "\"a\""));
        assert!(wants_another(&head(header::IF_MATCH, "W/\"a\""), "\"a\""));
    }

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        for (range, wanted) in [
            ("bytes=0-0", Part::Range(0, 1)),
            ("bytes=2-", Part::Range(2, 10)),
            ("bytes=2-99", Part::Range(2, 10)),
            ("bytes=-3", Part::Range(7, 10)),
            ("bytes=-30", Part::Range(0, 10)),
            ("Bytes = 1-1", Part::Range(1, 2)),
            ("bytes=9-9", Part::Range(9, 10)),
            ("bytes=10-", Part::Outside),
            ("bytes=99999999999999999999999-", Part::Outside),
            ("bytes=-0", Part::Outside),
            ("bytes=5-2", Part::Whole),
            ("bytes=0-1,3-4", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("lines=0-1", Part::Whole),
        ] {
            assert_eq!(part(&head(header::RANGE, range), 10, "\"a\""), wanted, "{range}");
        }
        assert_eq!(part(&head(header::RANGE, "bytes=-1"), 0, "\"a\""), Part::Outside);
        let mut both = head(header::RANGE, "bytes=0-0");
        both.insert(header::IF_RANGE, HeaderValue::from_static("\"b\""));
        assert_eq!(part(&both, 10, "\"a\""), Part::Whole);
        assert_eq!(part(&both, 10, "\"b\""), Part::Range(0, 1));
    }

    #[test]
    fn codings_are_weighed() {
        for (codings, welcome) in [
            ("gzip, deflate, br", true),
            ("br;q=1.0, GZIP;q=0.5", true),
            ("gzip;q=0, *", false),
            ("gzip; q=0.000", false),
            ("*;q=0.1", true),
            ("*;q=0", false),
            ("identity", false),
            ("", false),
        ] {
            assert_eq!(accepts_gzip(&head(header::ACCEPT_ENCODING, codings)), welcome, "{codings}");
        }
    }
}
