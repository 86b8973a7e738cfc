//! The colours that a site sets for itself, and whether they can be read.

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::config::node::Finding;
use crate::config::value::Fields;

/// The paper of the light and of the dark pages, as the theme's tokens have it.
const PAPER: [Colour; 2] = [Colour([0xfb, 0xf9, 0xf4]), Colour([0x1a, 0x19, 0x17])];
/// The least contrast of words with what they stand on (WCAG 2.1, 1.4.3; GB/T 37668-2019).
const CONTRAST: f64 = 4.5;

/// Colours in place of the theme's vermilion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Colours {
    /// On light pages.
    pub accent: Option<Colour>,
    /// On dark pages.
    pub accent_dark: Option<Colour>,
}

/// A colour: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

impl Colours {
    /// The colours of `site.toml`; one that cannot be read is reported, and so is a weak one.
    pub fn read(fields: &Fields, findings: &mut Vec<Finding>) -> Self {
        let Some(record) = fields.record("colours") else { return Self::default() };
        let mut read = |name: &str, paper: Colour| {
            let field = record.get(name)?;
            let text = field.value.as_text()?;
            let Some(colour) = Colour::parse(text) else {
                findings.push((field.span, Diagnostic::new(&message::BAD_COLOUR).with("colour", text)));
                return None;
            };
            let contrast = colour.contrast(paper);
            if contrast < CONTRAST {
                let found = Diagnostic::new(&message::WEAK_COLOUR).with("colour", text);
                findings.push((field.span, found.with("contrast", format!("{contrast:.1}"))));
            }
            Some(colour)
        };
        Self { accent: read("accent", PAPER[0]), accent_dark: read("accent_dark", PAPER[1]) }
    }
}

impl Colour {
    /// Reads `#a4291c`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Self([part(0)?, part(2)?, part(4)?]))
    }

    /// The contrast with another colour, 1 to 21 (WCAG 2.1).
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Relative luminance, 0 to 1 (WCAG 2.1).
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_and_held_against_the_paper() {
        let ink = Colour::parse("#000000").expect("black");
        assert!((ink.contrast(Colour([255; 3])) - 21.0).abs() < 1e-9);
        assert_eq!(Colour::parse("#A4291C").map(|colour| colour.to_string()).as_deref(), Some("#a4291c"));
        for wrong in ["a4291c", "#a429", "#a4291g", "red", "#红红"] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_theme_has_the_paper_that_colours_are_held_against() {
        let tokens = include_str!("../../theme/css/00-tokens.css");
        assert!(PAPER.iter().all(|paper| tokens.contains(&format!("--paper: {paper};"))));
    }
}
