//! Just enough of HTML to follow the links of a page.

/// An opening tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its name in lower case.
    pub name: String,
    /// Its attributes, names in lower case, values without entities.
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of the attribute `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The opening tags of `html` in order; comments and the insides of scripts and styles apart.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let (tag, after) = read_tag(rest);
        rest = after;
        if ["script", "style"].contains(&tag.name.as_str()) {
            rest = rest.find(&format!("</{}", tag.name)).map_or("", |end| &rest[end..]);
        }
        found.push(tag);
    }
    found
}

fn read_tag(text: &str) -> (Tag, &str) {
    let end = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(text.len());
    let mut tag = Tag { name: text[..end].to_ascii_lowercase(), attributes: Vec::new() };
    let mut rest = &text[end..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return (tag, rest);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (tag, after);
        }
        let end = rest.find(|c: char| c.is_whitespace() || "=>/".contains(c)).unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            (value, rest) = read_value(after.trim_start());
        }
        tag.attributes.push((name, decode(value)));
        if end == 0 && value.is_empty() {
            // A stray character: step over it.
            rest = rest.get(1..).unwrap_or_default();
        }
    }
}

fn read_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    let end = text.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(text.len());
    text.split_at(end)
}

/// `text` with the common entities replaced by what they stand for.
pub fn decode(text: &str) -> String {
    let named = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&#x2f;", "/"),
    ];
    let plain =
        named.iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character));
    plain.replace("&nbsp;", "\u{A0}").replace("&amp;", "&")
}

/// The words of `html`: tags and comments left away, entities replaced.
pub fn words(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        words.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        rest = match rest.strip_prefix("!--") {
            Some(comment) => comment.find("-->").map_or("", |end| &comment[end + 3..]),
            None => after_tag(rest),
        };
    }
    words.push_str(rest);
    decode(&words)
}

fn after_tag(text: &str) -> &str {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return &text[at + 1..],
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    ""
}

/// The part of a page that its body is written to: the `div` of the class `prose body`, whole.
pub fn body(html: &str) -> &str {
    let start = html.find("<div class=\"prose body\">").unwrap_or_else(|| panic!("a body: {html}"));
    let mut depth = 0;
    for (at, _) in html[start..].match_indices('<') {
        let rest = &html[start + at..];
        depth += usize::from(rest.starts_with("<div"));
        depth -= usize::from(rest.starts_with("</div>"));
        if depth == 0 {
            return &html[start..start + at];
        }
    }
    panic!("the body ends: {html}")
}
