//! A text as recognisers read it: full-width letters and digits narrow, zero-width characters gone,
//! character references read, with the way back to the source.

use std::borrow::Cow;
use std::ops::Range;

use crate::base::span::Span;

/// A normalised text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plain<'a> {
    /// What recognisers read.
    pub text: Cow<'a, str>,
    /// How pieces of `text` lie in the source, in order; none where both are the same.
    pieces: Vec<Piece>,
}

/// A piece of the text and the bytes of the source that it stands for: copied, or replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    start: usize,
    source: Range<usize>,
    copied: bool,
}

/// Circled and superscript digits are a number only where this many stand in a row.
const ORNATE: usize = 4;
/// Longest character reference, as in `&ZeroWidthSpace;`.
const REFERENCE: usize = 18;

impl<'a> Plain<'a> {
    /// The normal form of `source`.
    pub fn of(source: &'a str) -> Self {
        let mut writer = Writer { source, text: String::new(), pieces: Vec::new(), kept: 0 };
        let bytes = source.as_bytes();
        let mut at = 0;
        while let Some(found) = bytes[at..].iter().position(|byte| LEADS[usize::from(*byte)]) {
            at += found;
            at = writer.meet(at);
        }
        writer.finish()
    }

    /// The bytes of the source that `range` of the text stands for.
    pub fn source(&self, range: Range<usize>) -> Span {
        if self.pieces.is_empty() {
            return range.into();
        }
        let start = self.piece(range.start);
        let end = self.piece(range.end.saturating_sub(1).max(range.start));
        let from =
            if start.copied { start.source.start + (range.start - start.start) } else { start.source.start };
        let to = if end.copied { end.source.start + (range.end - end.start) } else { end.source.end };
        Span::new(from, to.max(from))
    }

    fn piece(&self, at: usize) -> &Piece {
        let after = self.pieces.partition_point(|piece| piece.start <= at);
        &self.pieces[after.saturating_sub(1)]
    }
}

/// First bytes of the characters that may be anything but themselves.
static LEADS: [bool; 256] = {
    let mut leads = [false; 256];
    let mut at = 0;
    let known = [b'&', b'%', 0xC2, 0xCC, 0xCD, 0xD9, 0xDB, 0xDF, 0xE0, 0xE1, 0xE2, 0xEF, 0xF0, 0xF3];
    while at < known.len() {
        leads[known[at] as usize] = true;
        at += 1;
    }
    leads
};

struct Writer<'a> {
    source: &'a str,
    text: String,
    pieces: Vec<Piece>,
    /// Where the source is written up to.
    kept: usize,
}

impl<'a> Writer<'a> {
    /// Deals with the character at `at`; where to go on.
    fn meet(&mut self, at: usize) -> usize {
        let rest = &self.source[at..];
        let Some(c) = rest.chars().next() else { return at + 1 };
        if c == '&' {
            if let Some((length, meant)) = reference(rest) {
                self.replace(at..at + length, narrow(meant).unwrap_or(Some(meant)));
                return at + length;
            }
        } else if c == '%' {
            return self.encoded_run(at);
        } else if ornate(c).is_some() {
            return self.ornate_run(at);
        } else if let Some(meant) = narrow(c) {
            self.replace(at..at + c.len_utf8(), meant);
        }
        at + c.len_utf8()
    }

    fn ornate_run(&mut self, at: usize) -> usize {
        let run = self.source[at..].chars().take_while(|c| ornate(*c).is_some());
        let (count, length) = run.fold((0, 0), |(count, length), c| (count + 1, length + c.len_utf8()));
        if count >= ORNATE {
            for (offset, c) in self.source[at..at + length].char_indices() {
                self.replace(at + offset..at + offset + c.len_utf8(), ornate(c));
            }
        }
        at + length
    }

    /// Digits as addresses of the web may write them: %31%33.
    fn encoded_run(&mut self, at: usize) -> usize {
        let triples = self.source.as_bytes()[at..].chunks_exact(3);
        let digits = triples.take_while(|triple| triple[..2] == *b"%3" && triple[2].is_ascii_digit());
        let count = digits.count();
        if count < ORNATE {
            return at + 1;
        }
        for start in (at..).step_by(3).take(count) {
            self.replace(start..start + 3, Some(char::from(self.source.as_bytes()[start + 2])));
        }
        at + 3 * count
    }

    fn replace(&mut self, source: Range<usize>, meant: Option<char>) {
        self.copy(source.start);
        if let Some(c) = meant {
            self.pieces.push(Piece { start: self.text.len(), source: source.clone(), copied: false });
            self.text.push(c);
        }
        self.kept = source.end;
    }

    fn copy(&mut self, until: usize) {
        if until > self.kept {
            self.pieces.push(Piece { start: self.text.len(), source: self.kept..until, copied: true });
            self.text.push_str(&self.source[self.kept..until]);
        }
    }

    fn finish(mut self) -> Plain<'a> {
        if self.kept == 0 && self.pieces.is_empty() {
            return Plain { text: Cow::Borrowed(self.source), pieces: Vec::new() };
        }
        self.copy(self.source.len());
        if self.pieces.is_empty() {
            self.pieces.push(Piece { start: 0, source: 0..self.source.len(), copied: false });
        }
        Plain { text: Cow::Owned(self.text), pieces: self.pieces }
    }
}

/// What `c` is read as: `Some(None)` for nothing, `None` for itself.
fn narrow(c: char) -> Option<Option<char>> {
    match c {
        _ if is_invisible(c) => Some(None),
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '＠' | '．' | '－' | '＿' | '＋' => {
            Some(char::from_u32(c as u32 - 0xFEE0))
        }
        '﹫' => Some(Some('@')),
        '\u{300}'..='\u{36F}' | '\u{20D0}'..='\u{20F0}' => Some(None),
        '\u{660}'..='\u{E59}' | '\u{F20}'..='\u{F29}' | '\u{17E0}'..='\u{1819}' => foreign_digit(c).map(Some),
        '\u{1D7CE}'..='\u{1D7FF}' => Some(char::from_digit((c as u32 - 0x1D7CE) % 10, 10)),
        '\u{1FBF0}'..='\u{1FBF9}' => Some(char::from_digit(c as u32 - 0x1FBF0, 10)),
        _ => None,
    }
}

/// The digit that `c` is in another script.
fn foreign_digit(c: char) -> Option<char> {
    let zeros = [
        0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xF20,
        0x17E0, 0x1810,
    ];
    let code = c as u32;
    let digit = zeros.iter().find_map(|zero| code.checked_sub(*zero).filter(|digit| *digit < 10))?;
    char::from_digit(digit, 10)
}

/// Whether `c` shows nothing and takes no room.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{180B}'..='\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// The digit of a circled, bracketed, superscript or subscript digit.
fn ornate(c: char) -> Option<char> {
    let code = c as u32;
    let digit = match c {
        '①'..='⑨' => code - 0x245F,
        '⑴'..='⑼' => code - 0x2473,
        '⒈'..='⒐' => code - 0x2487,
        '❶'..='❾' => code - 0x2775,
        '➀'..='➈' => code - 0x277F,
        '➊'..='➒' => code - 0x2789,
        '⓪' | '⓿' | '🄀' => 0,
        '⁰' | '⁴'..='⁹' => code - 0x2070,
        '¹' => 1,
        '²' => 2,
        '³' => 3,
        '₀'..='₉' => code - 0x2080,
        _ => return None,
    };
    char::from_digit(digit, 10)
}

/// The character reference at the head of `text`: its length and what it means.
fn reference(text: &str) -> Option<(usize, char)> {
    let end = text.bytes().take(REFERENCE).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let meant = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
        None => match name {
            "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
            "shy" | "zwnj" | "zwj" | "ZeroWidthSpace" => '\u{200B}',
            "commat" => '@',
            "period" => '.',
            "hyphen" | "dash" | "ndash" | "minus" => '-',
            _ => return None,
        },
    };
    Some((end + 1, meant))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapped(source: &str, wanted: &str) -> String {
        let plain = Plain::of(source);
        let at = plain.text.find(wanted).unwrap_or_else(|| panic!("{wanted} is in {}", plain.text));
        let span = plain.source(at..at + wanted.len());
        source[span.start..span.end].to_owned()
    }

    #[test]
    fn disguises_fall_and_the_way_back_is_known() {
        assert_eq!(mapped("电话１３８００１３８０００。", "13800138000"), "１３８００１３８０００");
        assert_eq!(mapped("电话138\u{200B}0013\u{FEFF}8000。", "13800138000"), "138\u{200B}0013\u{FEFF}8000");
        assert_eq!(mapped("电\u{200B}话", "电话"), "电\u{200B}话");
        assert_eq!(mapped("&#49;&#x33;8", "138"), "&#49;&#x33;8");
        assert_eq!(mapped("甲&nbsp;乙", "甲 乙"), "甲&nbsp;乙");
        assert_eq!(mapped("①③⑧⓪⓪ 甲", "13800"), "①③⑧⓪⓪");
        assert_eq!(mapped("𝟏𝟑𝟖甲", "138甲"), "𝟏𝟑𝟖甲");
    }

    #[test]
    fn what_is_no_disguise_stays() {
        for text in ["①首先②其次", "面积²", "AT&T; R&D", "“引号”，（括号）", "&lt;b&gt;"]
        {
            assert_eq!(Plain::of(text), Plain { text: Cow::Borrowed(text), pieces: Vec::new() }, "{text}");
        }
        assert_eq!(Plain::of("\u{200B}").text, "");
        assert_eq!(Plain::of("\u{200B}").source(0..0), Span::new(0, 3));
    }
}
