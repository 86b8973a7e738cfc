//! Bare addresses in running text.

use std::ops::Range;

/// The addresses `http://…` and `https://…` in `text`, as ranges of bytes.
///
/// An address is ASCII and ends before a blank, a Chinese character or mark (`。，）` and the
/// rest), a quotation mark, `<` or `>`, and does not take closing marks of the sentence with it.
pub fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(step) = text[from..].find("://") {
        let colon = from + step;
        from = colon + 3;
        let Some(start) = ["https", "http"].iter().find_map(|scheme| start_of(text, colon, scheme)) else {
            continue;
        };
        let end = end_of(text, colon + 3);
        if end > colon + 3 {
            found.push(start..end);
            from = end;
        }
    }
    found
}

fn start_of(text: &str, colon: usize, scheme: &str) -> Option<usize> {
    let start = colon.checked_sub(scheme.len())?;
    let written = text.get(start..colon)?;
    let free = !text[..start].ends_with(|c: char| c.is_ascii_alphanumeric());
    (written.eq_ignore_ascii_case(scheme) && free).then_some(start)
}

fn end_of(text: &str, from: usize) -> usize {
    let stops = |c: char| {
        !c.is_ascii() || c.is_ascii_whitespace() || c.is_ascii_control() || "<>\"'`|\\^{}".contains(c)
    };
    let mut end = from + text[from..].find(stops).unwrap_or(text.len() - from);
    loop {
        let address = &text[from..end];
        let opens = address.matches('(').count();
        let unpaired = address.ends_with(')') && address.matches(')').count() > opens;
        if unpaired || address.ends_with(['.', ',', ';', ':', '!', '?', '*', '_', '~']) {
            end -= 1;
        } else {
            return end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_where_chinese_goes_on() {
        let all = |text: &str| -> Vec<String> {
            addresses(text).into_iter().map(|range| text[range].to_owned()).collect()
        };
        assert_eq!(all("见http://intra/a。其他"), ["http://intra/a"]);
        assert_eq!(all("（https://x.cn/a_b?c=1&d=2#e）。"), ["https://x.cn/a_b?c=1&d=2#e"]);
        assert_eq!(all("http://a/b，http://c/d;"), ["http://a/b", "http://c/d"]);
        assert_eq!(all("(see http://a/(b))."), ["http://a/(b)"]);
        assert_eq!(all("ftp://a xhttp://b http:// HTTPS://C"), ["HTTPS://C"]);
    }
}
