//! Raw HTML: what may stand, and what is left out.
//!
//! Cleaning is the work of the library ammonia; this module holds the lists.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::Builder;

/// Tags that an editor may write.
pub const TAGS: &[&str] = &[
    "abbr",
    "b",
    "bdi",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Tags that only the writer of this program makes, in the body that is cleaned with the rest.
const OWN_TAGS: &[&str] = &["a", "img", "video", "audio", "input", "aside"];

/// Attributes that may stand on any tag.
const ATTRIBUTES: &[&str] = &["class", "id", "lang", "title", "dir", "data-scope"];

static BODY: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .tags(TAGS.iter().chain(OWN_TAGS).copied().collect())
        .generic_attributes(ATTRIBUTES.iter().copied().collect::<HashSet<_>>())
        .add_tag_attributes("a", ["href", "download", "data-to", "data-def", "aria-label"])
        .add_tag_attributes("img", ["src", "alt", "width", "height", "loading"])
        .add_tag_attributes("video", ["src", "controls", "preload", "aria-label"])
        .add_tag_attributes("audio", ["src", "controls", "preload", "aria-label"])
        .add_tag_attributes("input", ["type", "disabled", "checked", "aria-label"])
        .add_tag_attributes("td", ["colspan", "rowspan", "align"])
        .add_tag_attributes("th", ["colspan", "rowspan", "align", "scope"])
        .add_tag_attributes("ol", ["start", "type"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes("div", ["tabindex", "role", "aria-label"])
        .add_tag_attributes("pre", ["tabindex"])
        .url_schemes(["http", "https", "mailto", "tel"].into_iter().collect())
        .link_rel(None)
        .attribute_filter(|tag, attribute, value| match (tag, attribute) {
            ("input", "type") if value != "checkbox" => Some("checkbox".into()),
            // Nothing may be fetched from elsewhere; the build wrote its own paths.
            ("img" | "video" | "audio", "src") if value.contains(':') || value.starts_with("//") => None,
            _ => Some(value.into()),
        });
    builder
});

/// `html` with everything left out that may not stand on a page.
pub fn clean(html: &str) -> String {
    BODY.clean(html).to_string()
}

/// The words of `html` that a reader sees, white space folded.
pub fn words(html: &str) -> String {
    static NOTHING: LazyLock<Builder<'static>> = LazyLock::new(|| {
        let mut builder = Builder::empty();
        builder.clean_content_tags(["script", "style", "template", "noscript"].into_iter().collect());
        builder
    });
    let spaced = html.replace('<', " <");
    let plain = NOTHING.clean(&spaced).to_string();
    let plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What was left out of a piece of raw HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// A tag that may not stand: the offset of its `<`, and its name.
    Tag(usize, String),
    /// A comment or tag that does not end: the offset at which it begins.
    Open(usize),
}

/// Attributes that an editor may write.
const OWN_ATTRIBUTES: &[&str] =
    &["align", "colspan", "datetime", "lang", "open", "rowspan", "start", "title"];

/// Elements whose content is no text: with the tag goes everything up to its end.
const OPAQUE: &[&str] = &[
    "iframe",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "plaintext",
    "script",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// The tags of `html` that may stand, its comments left out, and what was refused. What remains
/// cannot swallow what follows it on the page.
pub fn allowed(html: &str) -> (String, Vec<Refused>) {
    let mut kept = String::new();
    let mut refused = Vec::new();
    let mut at = 0;
    while let Some(step) = html[at..].find('<') {
        kept.push_str(&html[at..at + step]);
        at += step;
        let rest = &html[at..];
        let name = tag_name(rest);
        let end = match (rest.starts_with("<!--"), name.is_empty() && !rest[1..].starts_with(['!', '?'])) {
            (true, _) => rest.find("-->").map(|end| end + 3),
            // A sign that begins no tag is a sign.
            (false, true) => {
                kept.push_str("&lt;");
                at += 1;
                continue;
            }
            (false, false) => tag_end(rest),
        };
        let Some(end) = end else {
            refused.push(Refused::Open(at));
            return (kept, refused);
        };
        let closes = rest.starts_with("</");
        if TAGS.contains(&name.as_str()) {
            write_tag(&mut kept, &rest[..end], &name, closes);
        } else if !name.is_empty() && !closes {
            refused.push(Refused::Tag(at, name.clone()));
        }
        at += end;
        if OPAQUE.contains(&name.as_str()) && !closes {
            at = past_element(html, at, &name);
        }
    }
    kept.push_str(&html[at..]);
    (kept, refused)
}

/// The name of the tag that `text` begins with, in lower case; empty for what is no tag.
fn tag_name(text: &str) -> String {
    let inner = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return String::new();
    }
    inner
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect::<String>()
        .to_ascii_lowercase()
}

/// The offset behind the `>` that ends the tag, quoted values passed over.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The offset behind the end of the element `name` that is open at `at`.
fn past_element(html: &str, at: usize, name: &str) -> usize {
    let lower = html[at..].to_ascii_lowercase();
    let end = lower.find(&format!("</{name}"));
    end.map_or(html.len(), |end| {
        at + end + lower[end..].find('>').map_or(lower.len() - end, |close| close + 1)
    })
}

/// Writes a tag with the attributes that an editor may write.
fn write_tag(kept: &mut String, tag: &str, name: &str, closes: bool) {
    kept.push_str(if closes { "</" } else { "<" });
    kept.push_str(name);
    let inner = tag[1..].trim_end_matches('>').trim_end_matches('/');
    for (attribute, value) in attributes(&inner[name.len().min(inner.len())..]) {
        if !closes && OWN_ATTRIBUTES.contains(&attribute.as_str()) {
            kept.push_str(&format!(" {attribute}=\""));
            crate::markup::escape::escape(kept, value);
            kept.push('"');
        }
    }
    kept.push('>');
}

/// The attributes of a tag, names in lower case.
fn attributes(mut text: &str) -> Vec<(String, &str)> {
    let mut found = Vec::new();
    loop {
        text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let length = text.find(|c: char| c.is_whitespace() || c == '=' || c == '/').unwrap_or(text.len());
        if length == 0 {
            return found;
        }
        let name = text[..length].to_ascii_lowercase();
        text = text[length..].trim_start();
        let mut value = "";
        if let Some(rest) = text.strip_prefix('=') {
            let rest = rest.trim_start();
            let (inner, behind) = match rest.chars().next() {
                Some(quote @ ('"' | '\'')) => rest[1..].split_once(quote).unwrap_or((&rest[1..], "")),
                _ => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
            };
            value = inner;
            text = behind;
        }
        found.push((name, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_runs_passes() {
        for html in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<a href=\"java\nscript:alert(1)\">x</a>",
            "<div style=\"background:url(javascript:1)\">x</div>",
            "<iframe src=\"http://evil\"></iframe>",
            "<svg onload=alert(1)>",
            "<input type=image src=x onerror=alert(1)>",
            "<video src=\"http://evil/x.mp4\"></video>",
            "<object data=x></object><embed src=x><form action=x><style>*{}</style>",
        ] {
            let clean = clean(html).to_lowercase();
            for wrong in
                ["script", "onerror", "onload", "iframe", "style", "evil", "object", "embed", "form", "image"]
            {
                assert!(!clean.contains(wrong), "{html} -> {clean}");
            }
        }
    }

    #[test]
    fn plain_markup_stands() {
        let html = "<details><summary>展开</summary><p>H<sub>2</sub>O，<u>下划线</u></p></details>";
        assert_eq!(clean(html), html);
        assert_eq!(words(html), "展开 H 2 O， 下划线");
        assert_eq!(words("<script>x</script><!-- 注释 -->甲&amp;乙"), "甲&乙");
    }

    #[test]
    fn what_is_refused_is_named_and_swallows_nothing() {
        let tag = |at: usize, name: &str| Refused::Tag(at, name.to_owned());
        assert_eq!(
            allowed("<b>x</b><Font color=red>y</font>"),
            ("<b>x</b>y".to_owned(), vec![tag(8, "font")])
        );
        assert_eq!(allowed("甲<!-- 批注 -->乙"), ("甲乙".to_owned(), vec![]));
        assert_eq!(allowed("甲<!-- 没有结束"), ("甲".to_owned(), vec![Refused::Open(3)]));
        assert_eq!(allowed("<div title=\"没有结束>"), (String::new(), vec![Refused::Open(0)]));
        assert_eq!(allowed("<style>p{}</style>后"), ("后".to_owned(), vec![tag(0, "style")]));
        assert_eq!(allowed("<iframe src=x>后"), (String::new(), vec![tag(0, "iframe")]));
        assert_eq!(allowed("<img src=\"\\\\evil\\x\">"), (String::new(), vec![tag(0, "img")]));
        assert_eq!(allowed("1 < 2"), ("1 &lt; 2".to_owned(), vec![]));
    }

    #[test]
    fn only_harmless_attributes_stay() {
        let html = "<td COLSPAN='2' onclick=x id=nav class=y>z</td><br/><details open>";
        assert_eq!(allowed(html).0, "<td colspan=\"2\">z</td><br><details open=\"\">");
    }
}
