//! Differences within a sentence, in pieces a reader of Chinese can follow.
//!
//! Comes in: two texts. Goes out: pieces in order that cover both, each kept or replaced. Characters
//! are compared one by one, but article numbers, digits and Latin words as wholes; single characters
//! that happen to agree inside a rewritten phrase are not kept, and an insertion begins and ends at
//! punctuation where it can.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasherDefault;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::law::alignment::Mix;
use crate::law::number::ArticleNo;

/// About the tokens of a short clause.
const CLAUSE: usize = 8;

/// Longest agreement inside a rewritten phrase that is given up, in tokens.
const INCIDENTAL: usize = 3;

/// A piece of two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Bytes of the old text.
    pub old: Range<usize>,
    /// Bytes of the new text.
    pub new: Range<usize>,
    /// Whether both say the same here, width of punctuation aside.
    pub kept: bool,
}

/// The pieces of two texts, in order.
pub fn difference(old: &str, new: &str) -> Vec<Piece> {
    let mut long = BTreeMap::new();
    let (old, new) = (Tokens::of(old, &mut long), Tokens::of(new, &mut long));
    let mut pieces = joined(compared(&old, &new));
    give_up_incidental(&mut pieces, &old);
    let mut pieces = joined(pieces);
    for i in 1..pieces.len().saturating_sub(1) {
        slide(&mut pieces, i, &old, &new);
    }
    pieces.retain(|piece| !piece.old.is_empty() || !piece.new.is_empty());
    joined(pieces)
        .into_iter()
        .map(|piece| Piece { old: old.bytes(piece.old), new: new.bytes(piece.new), kept: piece.kept })
        .collect()
}

/// A token as it is compared: a character as itself, a longer one by a number behind all characters.
type Word = u32;

const fn word(c: char) -> Word {
    c as Word
}

const FIRST_LONG: Word = word(char::MAX) + 1;

/// The tokens of a text, as compared, and where they start.
struct Tokens {
    words: Vec<Word>,
    /// Start of each token and the end of the text.
    starts: Vec<usize>,
}

impl Tokens {
    /// `long` holds the longer tokens of both texts with their numbers.
    fn of<'t>(text: &'t str, long: &mut BTreeMap<&'t str, Word>) -> Self {
        let most = text.len() / 3 + 1;
        let mut tokens = Self { words: Vec::with_capacity(most), starts: Vec::with_capacity(most + 1) };
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            tokens.starts.push(text.len() - rest.len());
            let len = long_len(first, rest).unwrap_or(first.len_utf8());
            let (token, behind) = rest.split_at(len);
            tokens.words.push(if len == first.len_utf8() {
                word(fold(first))
            } else {
                let fresh = FIRST_LONG + long.len() as Word;
                *long.entry(token).or_insert(fresh)
            });
            rest = behind;
        }
        tokens.starts.push(text.len());
        tokens
    }

    fn bytes(&self, range: Range<usize>) -> Range<usize> {
        self.starts[range.start]..self.starts[range.end]
    }

    /// Whether a clause ends before the token, or the text begins or ends there.
    fn is_boundary(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        at == self.words.len() || ends_clause(self.words[before])
    }
}

fn ends_clause(token: Word) -> bool {
    const ENDS: [Word; 6] = [word('，'), word('。'), word('；'), word('：'), word('、'), word('\n')];
    let is_han = (word('\u{4e00}')..=word('\u{9fff}')).contains(&token);
    !is_han && ENDS.contains(&token)
}

/// The bytes of a token of several characters that `text` begins with.
fn long_len(first: char, text: &str) -> Option<usize> {
    let run = |is: fn(char) -> bool| text.find(|c| !is(c)).unwrap_or(text.len());
    match first {
        '第' => ArticleNo::parse_prefix(text).map(|(_, len)| len),
        '0'..='9' => Some(run(|c| c.is_ascii_digit())),
        'a'..='z' | 'A'..='Z' => Some(run(|c| c.is_ascii_alphabetic())),
        _ => None,
    }
}

fn fold(c: char) -> char {
    match c {
        ',' => '，',
        ':' => '：',
        ';' => '；',
        '(' => '（',
        ')' => '）',
        _ => c,
    }
}

/// Which tokens both have, in order. Whole clauses first, then the tokens of what is left between them: a
/// long text with many changes is many short ones then.
fn compared(old: &Tokens, new: &Tokens) -> Vec<Piece> {
    let most = (old.words.len() + new.words.len()) / CLAUSE;
    let mut known = Names::with_capacity_and_hasher(most, BuildHasherDefault::default());
    let (before, after) = (Clauses::of(old, &mut known), Clauses::of(new, &mut known));
    let mut pieces = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &before.names, &after.names) {
        let (old_part, new_part) = (before.tokens(op.old_range()), after.tokens(op.new_range()));
        if matches!(op, DiffOp::Equal { .. }) || old_part.is_empty() || new_part.is_empty() {
            let kept = matches!(op, DiffOp::Equal { .. });
            pieces.push(Piece { old: old_part, new: new_part, kept });
            continue;
        }
        let (words, others) = (&old.words[old_part.clone()], &new.words[new_part.clone()]);
        let within =
            |range: Range<usize>, part: &Range<usize>| part.start + range.start..part.start + range.end;
        pieces.extend(capture_diff_slices(Algorithm::Myers, words, others).iter().map(|op| Piece {
            old: within(op.old_range(), &old_part),
            new: within(op.new_range(), &new_part),
            kept: matches!(op, DiffOp::Equal { .. }),
        }));
    }
    pieces
}

/// Clauses of the same words have one number.
type Names<'t> = HashMap<&'t [Word], u32, BuildHasherDefault<Mix>>;

/// The clauses of a text, the same words by the same number, and where they start.
struct Clauses {
    names: Vec<u32>,
    /// The first token of each clause and the end of the text.
    starts: Vec<usize>,
}

impl Clauses {
    /// `known` holds the clauses of both texts with their numbers.
    fn of<'t>(tokens: &'t Tokens, known: &mut Names<'t>) -> Self {
        let mut starts: Vec<usize> = Vec::with_capacity(tokens.words.len() / CLAUSE + 2);
        starts.push(0);
        let ends = tokens.words.iter().enumerate().filter(|(_, token)| ends_clause(**token));
        starts.extend(ends.map(|(at, _)| at + 1));
        if starts.last() != Some(&tokens.words.len()) {
            starts.push(tokens.words.len());
        }
        let name = |two: &[usize]| {
            let fresh = known.len() as u32;
            *known.entry(&tokens.words[two[0]..two[1]]).or_insert(fresh)
        };
        Self { names: starts.windows(2).map(name).collect(), starts }
    }

    fn tokens(&self, clauses: Range<usize>) -> Range<usize> {
        self.starts[clauses.start]..self.starts[clauses.end]
    }
}

/// Neighbours of one kind made one.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match out.last_mut() {
            Some(last) if last.kept == piece.kept => {
                last.old.end = piece.old.end;
                last.new.end = piece.new.end;
            }
            _ => out.push(piece),
        }
    }
    out
}

/// A few characters that agree between two longer changes are part of the change.
fn give_up_incidental(pieces: &mut [Piece], old: &Tokens) {
    let longer = |piece: &Piece| piece.old.len().max(piece.new.len());
    for i in 1..pieces.len().saturating_sub(1) {
        let kept = pieces[i].old.len();
        let around = longer(&pieces[i - 1]).min(longer(&pieces[i + 1]));
        let ends =
            old.words[pieces[i].old.clone()].iter().any(|token| ['。', '；', '\n'].map(word).contains(token));
        if pieces[i].kept && kept <= INCIDENTAL && kept <= around && !ends {
            pieces[i].kept = false;
        }
    }
}

/// Moves an insertion or deletion between two kept pieces to where it begins or ends a clause.
fn slide(pieces: &mut [Piece], i: usize, old: &Tokens, new: &Tokens) {
    let [before, change, after] = [&pieces[i - 1], &pieces[i], &pieces[i + 1]];
    let (tokens, range) = match (change.old.is_empty(), change.new.is_empty()) {
        (true, false) => (new, change.new.clone()),
        (false, true) => (old, change.old.clone()),
        _ => return,
    };
    if change.kept || !before.kept || !after.kept {
        return;
    }
    let same = |a: usize, b: usize| tokens.words[a] == tokens.words[b];
    let left = (1..before.old.len()).take_while(|by| same(range.start - by, range.end - by)).count();
    let right = (0..after.old.len().saturating_sub(1))
        .take_while(|by| same(range.start + by, range.end + by))
        .count();
    let score = |by: isize| {
        let (start, end) = (range.start.saturating_add_signed(by), range.end.saturating_add_signed(by));
        u8::from(tokens.is_boundary(start)) + u8::from(tokens.is_boundary(end))
    };
    let mut best = 0;
    for by in (-(left as isize)..=right as isize).filter(|by| *by != 0) {
        if score(by) > score(best) || score(by) == score(best) && by.abs() < best.abs() {
            best = by;
        }
    }
    let moved = |range: &Range<usize>, start: isize, end: isize| {
        range.start.saturating_add_signed(start)..range.end.saturating_add_signed(end)
    };
    for (piece, start, end) in [(i - 1, 0, best), (i, best, best), (i + 1, best, 0)] {
        pieces[piece].old = moved(&pieces[piece].old, start, end);
        pieces[piece].new = moved(&pieces[piece].new, start, end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `[-old-]{+new+}` around what differs.
    fn marked(old: &str, new: &str) -> String {
        let mut out = String::new();
        for piece in difference(old, new) {
            if piece.kept {
                out.push_str(&new[piece.new]);
                continue;
            }
            if !piece.old.is_empty() {
                out.push_str(&format!("[-{}-]", &old[piece.old]));
            }
            if !piece.new.is_empty() {
                out.push_str(&format!("{{+{}+}}", &new[piece.new]));
            }
        }
        out
    }

    #[test]
    fn phrases_not_characters() {
        for (old, new, shown) in [
            ("会员应当还书。", "会员应当按时还书。", "会员应当{+按时+}还书。"),
            ("可以借阅图书", "可以外借期刊", "可以[-借阅图书-]{+外借期刊+}"),
            ("依照第三十条处罚", "依照第三十二条处罚", "依照[-第三十条-]{+第三十二条+}处罚"),
            ("处12元罚款", "处120元罚款", "处[-12-]{+120+}元罚款"),
            ("书,刊", "书，刊", "书，刊"),
            ("甲；\n乙。", "甲；\n丙；\n乙。", "甲；\n{+丙；\n+}乙。"),
            ("读书、看报的会员", "读书、写字、看报的会员", "读书、{+写字、+}看报的会员"),
            ("不借书，不还书，罚款", "不借书，罚款", "不借书，[-不还书，-]罚款"),
            ("相同", "相同", "相同"),
            ("", "新", "{+新+}"),
            ("旧", "", "[-旧-]"),
        ] {
            assert_eq!(marked(old, new), shown);
        }
    }

    proptest! {
        #[test]
        fn pieces_cover_both_texts(old in "[甲乙丙，。；第一二条\n1a]{0,40}", new in "[甲乙丙，。；第一二条\n1a]{0,40}") {
            let pieces = difference(&old, &new);
            let (mut at_old, mut at_new, mut last) = (0, 0, None);
            for piece in &pieces {
                prop_assert_eq!((piece.old.start, piece.new.start), (at_old, at_new));
                prop_assert_ne!(last, Some(piece.kept));
                if piece.kept {
                    prop_assert_eq!(&old[piece.old.clone()], &new[piece.new.clone()]);
                }
                (at_old, at_new, last) = (piece.old.end, piece.new.end, Some(piece.kept));
            }
            prop_assert_eq!((at_old, at_new), (old.len(), new.len()));
        }

        #[test]
        fn the_same_text_has_one_piece(text in "[甲乙丙，。；第一二条\n]{1,40}") {
            let pieces = difference(&text, &text);
            prop_assert!(pieces.len() == 1 && pieces[0].kept);
        }
    }
}
