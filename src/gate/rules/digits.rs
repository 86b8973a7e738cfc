//! Runs of digits, and how they are joined: by blanks, hyphens, marks of Markdown or tags.
//!
//! A recogniser is shown windows: some runs in a row whose digits together are few enough. Every
//! run begins at most [`MOST`] + 1 windows, so the whole is linear.

use std::ops::Range;

/// A run of ASCII digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// First byte.
    pub start: u32,
    /// Behind the last byte.
    pub end: u32,
    /// What divides it from the run before, where both may be one number.
    pub gap: Gap,
}

/// What stands between two runs of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Something that no number goes across.
    Wall,
    /// Blanks.
    Blank,
    /// A hyphen or dash, with or without blanks.
    Hyphen,
    /// A full stop or middle dot.
    Dot,
    /// Marks of Markdown, or a tag.
    Mark,
    /// A closing bracket.
    Bracket,
    /// The end of a line.
    Line,
    /// What a list, a row of a table or a link puts between: a number goes across in its own shape
    /// alone.
    Loose,
}

impl Gap {
    /// Whether runs of other numbers stand at its sides.
    fn divides(self) -> bool {
        matches!(self, Self::Wall | Self::Loose)
    }
}

/// The most digits that a number of any rule has.
pub const MOST: usize = 19;
/// A run of letters and digits of this length with several letters is a digest or a key.
const DIGEST: usize = 20;
/// Longest tag that may stand inside a number.
const TAG: usize = 60;

impl Group {
    /// Number of digits.
    pub fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether there are no digits, which never is.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Its bytes.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// All runs of digits of `text`, digests and keys left out.
pub fn groups(text: &str) -> Vec<Group> {
    let bytes = text.as_bytes();
    let mut found: Vec<Group> = Vec::new();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(u8::is_ascii_alphanumeric) {
        let start = at + next;
        let length = bytes[start..].iter().position(|byte| !byte.is_ascii_alphanumeric());
        let end = length.map_or(bytes.len(), |length| start + length);
        if !is_digest(&bytes[start..end]) {
            runs(text, start..end, &mut found);
        }
        at = end;
    }
    found
}

fn is_digest(token: &[u8]) -> bool {
    token.len() >= DIGEST && token.iter().filter(|byte| byte.is_ascii_alphabetic()).take(4).count() > 3
}

/// Adds the runs of digits of the token at `range`.
fn runs(text: &str, range: Range<usize>, found: &mut Vec<Group>) {
    let bytes = text.as_bytes();
    let mut at = range.start;
    while let Some(next) = bytes[at..range.end].iter().position(u8::is_ascii_digit) {
        let start = at + next;
        let length = bytes[start..range.end].iter().position(|byte| !byte.is_ascii_digit());
        let end = length.map_or(range.end, |length| start + length);
        let gap = match found.last() {
            Some(last) if start == range.start => gap(&text[last.end as usize..start]),
            _ => Gap::Wall,
        };
        found.push(Group { start: start as u32, end: end as u32, gap });
        at = end;
    }
}

/// What `between`, the text between two runs, is.
fn gap(between: &str) -> Gap {
    let first = between.bytes().next().unwrap_or_default();
    if between.len() > TAG || first.is_ascii_alphanumeric() {
        return Gap::Wall;
    }
    if first == b'<' {
        let tag = between.ends_with('>') && between.len() > 2 && !between.contains('\n');
        return if tag { Gap::Mark } else { Gap::Wall };
    }
    if is_loose(between) {
        return Gap::Loose;
    }
    let (mut count, mut kind) = (0, Gap::Blank);
    for c in between.chars() {
        count += 1;
        let next = match c {
            ' ' | '\t' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
                continue;
            }
            '-' | '‐' | '‑' | '‒' | '–' | '—' | '−' | '﹣' | '─' | '－' => Gap::Hyphen,
            '.' | '·' | '•' | '．' => Gap::Dot,
            '*' | '_' | '~' | '`' | '\\' => Gap::Mark,
            ')' | '）' => Gap::Bracket,
            '\n' | '\r' => Gap::Line,
            '>' if kind == Gap::Line => Gap::Line,
            _ => return Gap::Wall,
        };
        kind = match (kind, next) {
            (Gap::Blank, next) => next,
            (Gap::Mark | Gap::Bracket, Gap::Hyphen) => Gap::Hyphen,
            (Gap::Mark, Gap::Mark) | (Gap::Line, Gap::Line) => kind,
            _ => return Gap::Wall,
        };
    }
    // Three asterisks in a row are a mask.
    if count > 4 || (kind == Gap::Mark && between.contains("***")) { Gap::Wall } else { kind }
}

/// Whether one comma, slash or edge of a cell stands there, or the seam of a link.
fn is_loose(between: &str) -> bool {
    let inner = between.trim_matches([' ', '\u{3000}']);
    let mut chars = inner.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => matches!(c, ',' | '，' | '、' | '/' | '|' | '['),
        (Some(']'), Some('(')) => inner.ends_with([')', '[']) && !inner.contains('\n'),
        (Some('='), Some('=')) => inner == "==",
        _ => false,
    }
}

/// Some runs in a row.
#[derive(Debug, Clone, Copy)]
pub struct Window<'a> {
    /// All runs of the text.
    pub all: &'a [Group],
    /// The first of the window.
    pub first: usize,
    /// The last of it.
    pub last: usize,
    /// Its digits, as numbers.
    pub digits: &'a [u8],
}

impl<'a> Window<'a> {
    /// The runs of the window.
    pub fn groups(&self) -> &'a [Group] {
        &self.all[self.first..=self.last]
    }

    /// Its bytes.
    pub fn range(&self) -> Range<usize> {
        self.all[self.first].start as usize..self.all[self.last].end as usize
    }

    /// The gaps between its runs.
    pub fn gaps(&self) -> impl Iterator<Item = Gap> + 'a {
        self.groups()[1..].iter().map(|group| group.gap)
    }

    /// The run before, where nothing divides it from the window.
    pub fn previous(&self) -> Option<&'a Group> {
        let joined = !self.all[self.first].gap.divides();
        self.first.checked_sub(1).filter(|_| joined).map(|index| &self.all[index])
    }

    /// The run behind, where nothing divides it from the window.
    pub fn next(&self) -> Option<&'a Group> {
        self.all.get(self.last + 1).filter(|group| !group.gap.divides())
    }

    /// Whether it goes across something loose.
    pub fn is_loose(&self) -> bool {
        self.gaps().any(|gap| gap == Gap::Loose)
    }

    /// Whether, going across something loose, it stands by itself in the shape of a number: digit by
    /// digit, as forms have it, or parted as people part numbers.
    pub fn is_form(&self) -> bool {
        let alone = self.all[self.first].gap == Gap::Wall
            && self.all.get(self.last + 1).is_none_or(|next| matches!(next.gap, Gap::Wall | Gap::Line));
        let shape: Vec<usize> = self.shape().collect();
        let usual = matches!(
            shape[..],
            [3, 4, 4] | [3, 8] | [7, 4] | [6, 8, 4] | [6, 8, 3] | [6, 12] | [6, 11] | [14, 4]
        );
        alone && (usual || shape.iter().all(|length| *length == 1))
    }

    /// Whether no other run joins the window.
    pub fn is_whole(&self) -> bool {
        self.previous().is_none() && self.next().is_none()
    }

    /// The lengths of its runs.
    pub fn shape(&self) -> impl Iterator<Item = usize> + 'a {
        self.groups().iter().map(Group::len)
    }
}

/// Shows `each` every window of `groups` whose digits are 10 to [`MOST`].
pub fn windows(text: &str, groups: &[Group], mut each: impl FnMut(Window<'_>)) {
    let bytes = text.as_bytes();
    for first in 0..groups.len() {
        let mut digits = [0_u8; MOST];
        let mut count = 0;
        for last in first..groups.len() {
            let group = groups[last];
            if (last > first && group.gap == Gap::Wall) || count + group.len() > MOST {
                break;
            }
            for byte in &bytes[group.range()] {
                digits[count] = byte - b'0';
                count += 1;
            }
            if count > 9 {
                each(Window { all: groups, first, last, digits: &digits[..count] });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        windows(text, &groups(text), |window| {
            if window.is_loose() && !window.is_form() {
                return;
            }
            found.push(window.digits.iter().map(ToString::to_string).collect::<String>());
        });
        found
    }

    #[test]
    fn a_number_goes_across_blanks_hyphens_marks_and_tags() {
        for text in [
            "138 0013 8000",
            "138-0013-8000",
            "138\u{3000}0013 - 8000",
            "138**0013**8000",
            "13800<b>138</b>000",
            "| 1 | 3 | 8 | 0 | 0 | 1 | 3 | 8 | 0 | 0 | 0 |",
            "138、0013、8000",
            "[138](a.md)[00138000](b.md)",
        ] {
            assert!(numbers(text).contains(&"13800138000".to_owned()), "{text}");
        }
        for text in
            ["13800，138000", "138****00138000", "13800138x000", "13800 | 138000", "1380013\n\n\n\n\n8000"]
        {
            assert_eq!(numbers(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_digest_is_no_number() {
        assert!(groups("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08").is_empty());
        assert_eq!(groups("v2 的 13800138000").len(), 2);
    }
}
