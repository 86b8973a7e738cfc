//! Folding: what two spellings must share for a search to take them for the same.
//!
//! NFKC, lower case, traditional to simplified characters, brackets of document numbers.
//! Each source character folds by itself, so every folded character knows where it came from;
//! some fold to several characters (㎡ → m2) and none to nothing.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

const VARIANTS: &str = include_str!("variants.txt");

/// First and last code of the characters a table of 16-bit targets covers.
const TABLE: std::ops::RangeInclusive<u32> = 0x3400..=0x9FFF;

/// Folded form of each character in [`TABLE`], zero where it stands for itself.
static SIMPLIFIED: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0u16; (TABLE.end() - TABLE.start() + 1) as usize];
    for (from, to) in variants() {
        let (from, to) = (from as u32, to as u32);
        if TABLE.contains(&from)
            && let Ok(to) = u16::try_from(to)
        {
            table[(from - TABLE.start()) as usize] = to;
        }
    }
    table
});

/// Pairs of a traditional character and the simplified one it folds to, in the order of the table.
pub fn variants() -> impl Iterator<Item = (char, char)> {
    let lines = VARIANTS.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(|line| {
        let mut chars = line.chars();
        let simplified = chars.next();
        chars.filter_map(move |traditional| simplified.map(|to| (traditional, to)))
    })
}

/// A folded text with the way back to its source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    /// The folded characters.
    pub chars: Vec<char>,
    /// For each folded character the index of the source character (not byte) it came from.
    pub sources: Vec<u32>,
}

/// Folds a text to a string, without the way back.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut |folded| out.push(folded));
    }
    out
}

/// Folds a text and keeps for each folded character the index of its source character.
pub fn fold_mapped(text: &str) -> Folded {
    let mut folded = Folded {
        chars: Vec::with_capacity(text.len() / 3 + 8),
        sources: Vec::with_capacity(text.len() / 3 + 8),
    };
    for (index, c) in text.chars().enumerate() {
        fold_char(c, &mut |c| {
            folded.chars.push(c);
            folded.sources.push(index as u32);
        });
    }
    folded
}

/// Folds one character, handing each resulting character to `emit`.
pub fn fold_char(c: char, emit: &mut impl FnMut(char)) {
    match c {
        '\0'..='\x7F' => emit(bracket(c.to_ascii_lowercase())),
        '\u{3400}'..='\u{9FFF}' => emit(simplified(c)),
        // The commonest punctuation folds to itself or to ASCII; most text ends here.
        '，' => emit(','),
        '。' | '、' | '《' | '》' | '“' | '”' => emit(c),
        _ => fold_rare(c, emit),
    }
}

fn fold_rare(c: char, emit: &mut impl FnMut(char)) {
    for compatible in std::iter::once(c).nfkc() {
        for lower in compatible.to_lowercase() {
            emit(bracket(simplified(lower)));
        }
    }
}

fn simplified(c: char) -> char {
    let code = c as u32;
    if !TABLE.contains(&code) {
        return c;
    }
    match SIMPLIFIED[(code - TABLE.start()) as usize] {
        0 => c,
        to => char::from_u32(u32::from(to)).unwrap_or(c),
    }
}

/// The brackets people write around the year of a document number, as one pair.
fn bracket(c: char) -> char {
    match c {
        '〔' | '【' | '〖' | '﹝' | '[' => '[',
        '〕' | '】' | '〗' | '﹞' | ']' => ']',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet() {
        assert_eq!(fold("ＡＢＣ１２３"), "abc123");
        assert_eq!(fold("中華人民共和國監察法"), "中华人民共和国监察法");
        assert_eq!(fold("中纪发〔2023〕5号"), fold("中纪发【２０２３】5号"));
        assert_eq!(fold("中纪发[2023]5号"), fold("中紀發﹝2023﹞5號"));
        assert_eq!(fold("《刑法》“贪污”"), "《刑法》“贪污”");
        assert_eq!(fold("著作权"), "著作权");
    }

    #[test]
    fn what_expands_keeps_its_place() {
        let folded = fold_mapped("50㎡以…上");
        assert_eq!(folded.chars.iter().collect::<String>(), "50m2以...上");
        assert_eq!(folded.sources, [0, 1, 2, 2, 3, 4, 4, 4, 5]);
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for (traditional, simplified) in variants() {
            let once = fold(&traditional.to_string());
            assert_eq!(once, simplified.to_string());
            assert_eq!(fold(&once), once);
        }
        for c in ('\0'..='\u{FFFF}').chain('\u{1F100}'..='\u{1F2FF}') {
            let once = fold(&c.to_string());
            assert_eq!(fold(&once), once, "{c:?} {:x}", c as u32);
            assert!(!once.is_empty(), "{c:?}");
        }
    }

    #[test]
    fn quick_paths_agree_with_the_rule() {
        for c in "，。、《》“”aZ[".chars() {
            let (mut quick, mut slow) = (String::new(), String::new());
            fold_char(c, &mut |c| quick.push(c));
            fold_rare(c, &mut |c| slow.push(c));
            assert_eq!(quick, slow);
        }
    }
}
