//! 文号: the number of an official document, such as 国办发〔2023〕5号.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::law::citation::names::{Known, Names};
use crate::text::numeral;

/// Longest issuer part that is looked for, in characters.
const LONGEST_ISSUER: usize = 14;

/// Words of the sentence that may stand before an issuer part.
const LEADS: [&str; 18] = [
    "按", "由", "将", "我院", "本院", "我省", "依据", "根据", "按照", "依照", "参照", "关于", "印发", "转发",
    "详见", "以及", "文号", "执行",
];

/// The number of a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DocNo {
    /// The part before the year: 国办发.
    pub issuer: String,
    /// The year.
    pub year: u16,
    /// The number of that year.
    pub number: u32,
}

impl fmt::Display for DocNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}〔{}〕{}号", self.issuer, self.year, self.number)
    }
}

/// A document number found at a bracket.
pub(super) struct Found {
    pub(super) number: DocNo,
    pub(super) known: Known,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Reads the document number whose bracket opens at `at`; nothing before `from` belongs to it.
pub(super) fn around(text: &str, at: usize, from: usize, names: &Names) -> Option<Found> {
    let (year, number, len) = year_and_number(&text[at..])?;
    let end = at + len;
    let before = &text[from..at];
    let run = before.char_indices().rev().take(LONGEST_ISSUER).take_while(|(_, c)| is_issuer(*c));
    let starts: Vec<usize> = run.map(|(start, _)| from + start).collect();
    let whole = |start: usize| DocNo { issuer: text[start..at].to_owned(), year, number };
    let furthest = *starts.last()?;
    let found = |start: usize, known| Found { number: whole(start), known, start, end };
    for start in starts.iter().rev() {
        let known = names.lookup(&whole(*start).to_string());
        if known != Known::Unknown {
            return Some(found(*start, known));
        }
    }
    let issuer = &text[furthest..at];
    let lead = LEADS.iter().filter_map(|lead| issuer.rfind(lead).map(|i| i + lead.len())).max().unwrap_or(0);
    (lead < issuer.len()).then(|| found(furthest + lead, Known::Unknown))
}

fn is_issuer(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
        && !matches!(c, '的' | '和' | '与' | '及' | '或' | '以' | '经' | '见')
}

/// 〔2023〕5号 in brackets of any kind, with 第 and leading zeros let pass.
fn year_and_number(text: &str) -> Option<(u16, u32, usize)> {
    let open = text.chars().next()?;
    let close = match open {
        '〔' => '〕',
        '[' => ']',
        '［' => '］',
        '【' => '】',
        '（' => '）',
        '(' => ')',
        '〈' => '〉',
        _ => return None,
    };
    let inside = &text[open.len_utf8()..];
    let digits: usize = inside
        .chars()
        .take(4)
        .take_while(|c| c.is_ascii_digit() || ('０'..='９').contains(c))
        .map(char::len_utf8)
        .sum();
    let year =
        u16::try_from(numeral::parse(&inside[..digits])?).ok().filter(|year| (1949..2100).contains(year))?;
    let rest = inside[digits..].strip_prefix('年').unwrap_or(&inside[digits..]).strip_prefix(close)?;
    let rest = rest.strip_prefix('第').unwrap_or(rest);
    let rest = rest.trim_start_matches(' ');
    let (number, len) = numeral::parse_prefix_u32(rest)?;
    let rest = rest[len..].trim_start_matches(' ').strip_prefix('号')?;
    Some((year, number, text.len() - rest.len()))
}
