//! Which addresses a link may have.

/// What the beginning of a link says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// No scheme: a path within the site.
    None,
    /// `http`, `https`, `mailto` or `tel`.
    Allowed,
    /// Anything else, `javascript:` and `data:` among them.
    Refused,
}

/// The scheme of `target`. Control characters and blanks, which browsers ignore there, count as
/// nothing (WHATWG URL, 4.4).
pub fn scheme(target: &str) -> Scheme {
    let plain: String = target.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    if plain.starts_with("//") || plain.starts_with("\\\\") {
        return Scheme::Refused;
    }
    let Some((name, _)) = plain.split_once(':') else { return Scheme::None };
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    match name.to_ascii_lowercase().as_str() {
        "http" | "https" | "mailto" | "tel" => Scheme::Allowed,
        _ if is_name => Scheme::Refused,
        _ => Scheme::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_schemes_pass() {
        for target in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            " java\tscript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///c",
            "C:\\a",
            "//evil.example/x",
        ] {
            assert_eq!(scheme(target), Scheme::Refused, "{target}");
        }
        for target in ["http://a", "HTTPS://b", "mailto:a@b", "tel:1"] {
            assert_eq!(scheme(target), Scheme::Allowed, "{target}");
        }
        for target in ["a.md", "../甲：乙.md", "#x", "/cases/a.md#b", "第三章 a/b:c.md"] {
            assert_eq!(scheme(target), Scheme::None, "{target}");
        }
    }
}
