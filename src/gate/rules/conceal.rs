//! Masked excerpts: the report itself leaks nothing.

use crate::base::span::Span;

/// The sign that stands for what is concealed.
const SIGN: char = '＊';

/// `text` with its middle concealed: of long numbers three characters at the head and two at the
/// end stay, of short ones fewer, of names the surname.
pub fn masked(text: &str) -> String {
    let count = text.chars().count();
    let (head, tail) = kept(count);
    let sign = |c: char| if c.is_whitespace() { c } else { SIGN };
    text.chars()
        .enumerate()
        .map(|(at, c)| if at < head || at + tail >= count { c } else { sign(c) })
        .collect()
}

fn kept(count: usize) -> (usize, usize) {
    match count {
        0..=3 => (usize::from(count > 1), 0),
        4..=7 => (1, 1),
        8..=10 => (2, 1),
        _ => (3, 2),
    }
}

/// `text` with every one of `spans` masked, as many characters as before.
pub fn conceal(text: &str, spans: &[Span]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut ordered: Vec<Span> = spans.to_vec();
    ordered.sort_unstable();
    for span in ordered {
        let start = span.start.max(at);
        if start >= span.end {
            continue;
        }
        out.push_str(&text[at..start]);
        out.push_str(&masked(&text[start..span.end]));
        at = span.end;
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_gone() {
        assert_eq!(masked("13800138000"), "138＊＊＊＊＊＊00");
        assert_eq!(masked("张建国"), "张＊＊");
        assert_eq!(masked("李强"), "李＊");
        assert_eq!(masked("云A12345"), "云＊＊＊＊＊5");
        assert_eq!(
            conceal("甲13800138000乙李强", &[Span::new(17, 23), Span::new(3, 14)]),
            "甲138＊＊＊＊＊＊00乙李＊"
        );
    }
}
