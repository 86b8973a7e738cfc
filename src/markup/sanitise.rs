//! Raw HTML: what may stand, and what is left out.
//!
//! Cleaning is the work of the library ammonia; this module holds the lists.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::Builder;

/// Tags that an editor may write.
pub const TAGS: &[&str] = &[
    "a",
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
const OWN_TAGS: &[&str] = &["img", "video", "audio", "input", "aside"];

/// Attributes that may stand on any tag.
const ATTRIBUTES: &[&str] = &["class", "id", "lang", "title", "dir"];

static BODY: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .tags(TAGS.iter().chain(OWN_TAGS).copied().collect())
        .generic_attributes(ATTRIBUTES.iter().copied().collect::<HashSet<_>>())
        .add_tag_attributes("a", ["href", "download", "data-to", "aria-label"])
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

/// The opening tags in `html` that may not stand: the offset of each `<`, and the name.
pub fn refused_tags(html: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in html.match_indices('<') {
        let name: String = html[at + 1..]
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) && !TAGS.contains(&name.as_str()) {
            found.push((at, name));
        }
    }
    found
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
    fn refused_tags_are_named() {
        assert_eq!(refused_tags("<b>x</b><Font color=red>y</font>"), [(8, "font".to_owned())]);
        assert!(refused_tags("a < b <!-- <x --> </font>").len() <= 1);
    }
}
