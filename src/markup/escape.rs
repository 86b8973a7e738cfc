//! Words as HTML.

/// Appends `text` to `html` with the characters escaped that mean markup.
pub fn escape(html: &mut String, text: &str) {
    // Looked at without a way out, so that many bytes are looked at at once: most texts have none of them.
    let is_mark = |byte: u8| (byte == b'<') | (byte == b'>') | (byte == b'&') | (byte == b'"');
    if text.bytes().fold(0, |found, byte| found | u8::from(is_mark(byte))) == 0 {
        return html.push_str(text);
    }
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' => "&amp;",
            b'"' => "&quot;",
            _ => continue,
        };
        html.push_str(&text[done..at]);
        html.push_str(escaped);
        done = at + 1;
    }
    html.push_str(&text[done..]);
}
