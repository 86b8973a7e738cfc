//! Where a title breaks whose phrases are not known or too long for a line: between its words, never within.
//!
//! A browser breaks Chinese between any two characters, which cuts 资|金 and 监|督 apart in the large letters
//! of a title. Here a title becomes pieces that stay whole: the words that titles are made of (`words.txt`),
//! runs of other characters, and what leans on either, as 的 and 法 lean on what is before them and 和 and 原
//! on what is after.

use std::collections::BTreeSet;
use std::sync::LazyLock;

static WORDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("words.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});
/// Characters of the longest word.
static LONGEST: LazyLock<usize> =
    LazyLock::new(|| WORDS.iter().map(|word| word.chars().count()).max().unwrap_or(0));

/// Characters that begin a phrase when they stand alone.
const LEANS_AHEAD: &str = "原副各本该某不非总新旧老无未被把对从向于在和与及或为以由第其所";
/// Characters that stand on the shortest line: of the largest letters on the narrowest phone.
const ROOM: usize = 7;
const OPENS: &str = "（《“‘『「【〈〔([";

/// What a piece of a title is.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Word,
    /// Han characters that no word covers.
    Run,
    /// Letters, digits, blanks and marks among them.
    Latin,
    Opens,
    Closes,
}

/// The words of `title`, in order, short ones together; in all they are the title.
pub fn words_of(title: &str) -> Vec<&str> {
    let pieces = pieces(title);
    let mut starts: Vec<usize> = Vec::new();
    let mut open = true;
    let mut at = 0;
    for (index, &(kind, piece)) in pieces.iter().enumerate() {
        let before = title[..at].chars().next_back();
        let alone = kind == Kind::Run && piece.chars().count() == 1;
        let after = pieces.get(index + 1).is_some_and(|next| matches!(next.0, Kind::Word | Kind::Run));
        let ahead = LEANS_AHEAD.contains(piece) && after && !(piece == "某" && before == Some('某'));
        let leans_back = kind == Kind::Closes || (alone && !ahead) || counts(before, kind);
        if !open && !leans_back {
            starts.push(at);
        }
        open = kind == Kind::Opens || (alone && ahead);
        at += piece.len();
    }
    long_ends(title, &paired(title, &cut(title, &starts)))
}

/// A title neither begins nor ends with a line of a few characters where the line beside it has room.
fn long_ends<'a>(title: &'a str, phrases: &[&str]) -> Vec<&'a str> {
    let long = |phrase: &str| phrase.chars().count();
    let last = phrases.len().saturating_sub(1);
    let mut starts = Vec::new();
    let (mut from, mut at) = (0, 0);
    for (index, pair) in phrases.windows(2).enumerate() {
        at += pair[0].len();
        let at_an_end = (index == 0 && long(pair[0]) < 4) || (index + 1 == last && long(pair[1]) < 4);
        if !at_an_end || long(&title[from..at]) + long(pair[1]) > ROOM {
            starts.push(at);
            from = at;
        }
    }
    cut(title, &starts)
}

/// From the end, words of two characters go by twos: 管理办法, 适用法律.
fn paired<'a>(title: &'a str, phrases: &[&str]) -> Vec<&'a str> {
    let two = |phrase: &str| phrase.chars().count() == 2;
    let mut starts = Vec::new();
    let mut at = title.len();
    let mut rest = phrases.iter().rev().peekable();
    while let Some(phrase) = rest.next() {
        at -= phrase.len();
        if two(phrase)
            && let Some(before) = rest.next_if(|before| two(before))
        {
            at -= before.len();
        }
        starts.push(at);
    }
    starts.reverse();
    cut(title, starts.get(1..).unwrap_or_default())
}

/// Whether a piece is what a number before it counts: 2019|年度.
fn counts(before: Option<char>, kind: Kind) -> bool {
    before.is_some_and(|c| c.is_ascii_digit()) && matches!(kind, Kind::Word | Kind::Run)
}

/// A title in pieces that start at `starts`, the first at its beginning.
pub(super) fn cut<'a>(title: &'a str, starts: &[usize]) -> Vec<&'a str> {
    let from = std::iter::once(0).chain(starts.iter().copied());
    let to = starts.iter().copied().chain([title.len()]);
    from.zip(to).map(|(from, to)| &title[from..to]).collect()
}

fn pieces(title: &str) -> Vec<(Kind, &str)> {
    let mut pieces: Vec<(Kind, usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(c) = title[at..].chars().next() {
        let (kind, length) = match word_at(&title[at..]) {
            Some(length) => (Kind::Word, length),
            None => (kind_of(c), c.len_utf8()),
        };
        match pieces.last_mut() {
            Some(last) if last.0 == kind && matches!(kind, Kind::Run | Kind::Latin) => last.2 += length,
            _ => pieces.push((kind, at, at + length)),
        }
        at += length;
    }
    pieces.into_iter().map(|(kind, from, to)| (kind, &title[from..to])).collect()
}

fn kind_of(c: char) -> Kind {
    match c {
        _ if OPENS.contains(c) => Kind::Opens,
        '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => Kind::Run,
        _ if c.is_alphanumeric() || c.is_ascii() => Kind::Latin,
        _ => Kind::Closes,
    }
}

/// Bytes of the longest word that `text` starts with.
fn word_at(text: &str) -> Option<usize> {
    let ends: Vec<usize> = text.char_indices().take(*LONGEST).map(|(at, c)| at + c.len_utf8()).collect();
    ends.into_iter().rev().find(|&end| WORDS.contains(&text[..end]))
}

#[cfg(test)]
mod tests {
    use super::words_of;

    fn shown(title: &str) -> String {
        words_of(title).join("|")
    }

    #[test]
    fn no_word_of_a_title_is_cut() {
        assert_eq!(
            shown("县直某中心办公室原副主任朱某公车私用案"),
            "县直某中心|办公室|原副主任|朱某公车私用案"
        );
        assert_eq!(
            shown("某村党总支原书记李某某虚报劳务用工套取集体资金案"),
            "某村党总支|原书记|李某某|虚报|劳务用工|套取集体资金案"
        );
        assert_eq!(
            shown("云岭县村级小微权力监督办法 2019 → 2024"),
            "云岭县村级|小微权力|监督办法| 2019 →| 2024"
        );
    }

    #[test]
    fn marks_and_small_words_stay_with_what_they_lean_on() {
        assert_eq!(
            shown("最高人民法院关于适用《中华人民共和国公司法》若干问题的规定（四）"),
            "最高人民法院|关于适用|《中华人民共和国|公司法》|若干问题的|规定（四）"
        );
        assert_eq!(
            shown("村级报账员挪用资金案（2019年度通报稿）"),
            "村级报账员|挪用|资金案|（2019年度|通报稿）"
        );
        assert_eq!(shown("废止和修改的决定"), "废止和修改的|决定");
        assert_eq!(shown("公司法 2018-10-26 → 2023-12-29"), "公司法| 2018-10-26 →| 2023-12-29");
    }

    #[test]
    fn words_together_are_the_title() {
        for title in ["", "案", "《", "，", "在", "Markdown 写法对照", "（）", "𠀀𠀁 第x条"] {
            assert_eq!(words_of(title).concat(), title);
        }
    }
}
