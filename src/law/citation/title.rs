//! A title and what hangs on it: brackets with an edition, a document number, an alias.

use crate::law::citation::Cited;
use crate::law::citation::definition;
use crate::law::citation::doc_no;
use crate::law::citation::hint::{self, EditionHint};
use crate::law::citation::names::{Known, Names};
use crate::law::citation::places::{self, Start};
use crate::law::structure::is_blank;
use crate::text::numeral;

/// Longest title, in characters.
const LONGEST_TITLE: usize = 150;

/// Longest bracket behind a title, in characters.
const LONGEST_BRACKET: usize = 150;

/// Where the last bracket behind a title may begin, in bytes from the title's end.
const LONGEST_TAIL: usize = 900;

/// The length of the 《…》 that `text` starts with, inner titles balanced.
pub(super) fn marked_len(text: &str) -> Option<usize> {
    balanced_len(text, ['《', '〈'], ['》', '〉'], LONGEST_TITLE)
}

fn balanced_len(text: &str, open: [char; 2], close: [char; 2], longest: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices().take(longest) {
        if open.contains(&c) {
            depth += 1;
        } else if close.contains(&c) {
            depth -= 1;
            if depth == 0 {
                return Some(at + c.len_utf8());
            }
        } else if c == '\n' {
            return None;
        }
    }
    None
}

/// What follows a title.
#[derive(Default)]
pub(super) struct Tail<'t> {
    pub(super) edition: Option<EditionHint>,
    /// Aliases defined for the title.
    pub(super) aliases: Vec<&'t str>,
    /// The name with a bracket that is part of it, such as （试行） or （草案）.
    pub(super) name: Option<String>,
    pub(super) places: Vec<Cited>,
    /// Where the citation ends.
    pub(super) end: usize,
}

/// Whether the words behind a title can belong to it; by the first of them, so that most are passed over.
pub(super) fn may_have_tail(after: &str) -> bool {
    let mut next = after.chars();
    match next.next() {
        Some('（' | '(' | '，' | ',' | '第' | '的' | '中' | '原' | '之' | '总' | '分') => true,
        Some(c) => is_blank(c) || next.take(6).any(|c| c == '编'),
        None => false,
    }
}

/// Reads what follows the title that ends at `at`.
pub(super) fn tail<'t>(text: &'t str, title: &str, at: usize, names: &Names) -> Tail<'t> {
    let mut tail = Tail { end: at, ..Tail::default() };
    let mut next = at;
    let mut name = None;
    while let Some((inside, len)) = bracket(&text[next..]).filter(|_| next < at + LONGEST_TAIL) {
        let longer = format!("{title}（{inside}）");
        let named = next == at && names.lookup(&longer) != Known::Unknown;
        if named || is_draft(inside) {
            name = Some(longer);
        }
        next += len;
        if tail.take(inside) || named {
            tail.end = next;
            tail.name = name.take();
        }
    }
    if next == at
        && let Some((aliases, len)) = definition::unbracketed(&text[at..])
    {
        tail.aliases = aliases;
        next += len;
        tail.end = next;
    }
    if let Some((places, end)) = articles(text, next) {
        if text[next..].starts_with('原') {
            tail.edition = tail.edition.or(Some(EditionHint::Old));
        }
        tail.places = places;
        tail.end = end;
        tail.name = tail.name.or(name);
    }
    tail
}

/// What stands in the bracket that `text` starts with, and the bytes it takes.
fn bracket(text: &str) -> Option<(&str, usize)> {
    let open = text.chars().next().filter(|c| matches!(c, '（' | '('))?;
    let len = balanced_len(text, ['（', '('], ['）', ')'], LONGEST_BRACKET)?;
    let close = text[..len].chars().next_back()?;
    Some((&text[open.len_utf8()..len - close.len_utf8()], len))
}

/// A draft is another document than the law.
fn is_draft(inside: &str) -> bool {
    ["草案", "稿"].iter().any(|word| inside.ends_with(word))
}

impl<'t> Tail<'t> {
    /// Takes in what stands in a bracket; `false` where it says nothing of the title.
    fn take(&mut self, inside: &'t str) -> bool {
        let (said, aliases) = definition::read(inside).unwrap_or((inside, Vec::new()));
        let defines = !aliases.is_empty();
        self.aliases.extend(aliases);
        let mut known = defines;
        for part in said.split(['，', ',', '；']) {
            if let Some(hint) = hint::in_brackets(part) {
                self.edition = Some(hint);
                known = true;
            }
            known |= is_doc_no(part);
        }
        known
    }
}

fn is_doc_no(text: &str) -> bool {
    let names = Names::default();
    text.char_indices()
        .filter(|(_, c)| matches!(c, '〔' | '[' | '［' | '【' | '（' | '(' | '〈'))
        .any(|(at, _)| doc_no::around(text, at, 0, &names).is_some())
}

/// The places behind a title, with the words that may stand between: 的, 中, 人格权编, 第四编第二章.
pub(super) fn articles(text: &str, at: usize) -> Option<(Vec<Cited>, usize)> {
    let mut next = at + blanks(&text[at..]);
    next += division(&text[next..]);
    next += blanks(&text[next..]);
    for word in ["中的", "的", "中", "原", "之"] {
        if text[next..].starts_with(word) {
            next += word.len();
            break;
        }
    }
    let (places, len) = places::read(&text[next..], next, Start::Article)?;
    Some((places, next + len))
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_blank).len()
}

/// The length of 第四编第二章第一节, 人格权编, 总则, 分则.
fn division(text: &str) -> usize {
    let mut len = ["总则", "分则"].iter().find(|word| text.starts_with(**word)).map_or(0, |word| word.len());
    len += named_part(&text[len..]);
    while let Some(next) = numbered_division(&text[len..]) {
        len += next;
    }
    len
}

fn named_part(text: &str) -> usize {
    let end = text.char_indices().take(7).find(|(_, c)| *c == '编').map(|(at, c)| at + c.len_utf8());
    let words = end.filter(|end| text[..*end].chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)));
    words.filter(|_| !text.starts_with('第')).unwrap_or(0)
}

fn numbered_division(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('第')?;
    let (_, len) = numeral::parse_prefix(rest)?;
    let rest = &rest[len..];
    let unit = ["分编", "编", "章", "节"].iter().find(|unit| rest.starts_with(**unit))?;
    Some('第'.len_utf8() + len + unit.len())
}
