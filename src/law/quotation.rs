//! Quotations: where a text quotes words, and whether the words stand in an article.
//!
//! Comes in: plain text. Goes out: ranges of quoted words, and a comparison that passes over blanks,
//! punctuation and width, and lets …… stand for anything left out. Takes time in proportion to the texts.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::law::number::{ArticleNo, parse_item_mark, parse_ordinal};
use crate::text::fold::fold_char;
use crate::text::numeral;

/// Fewest characters that are compared: a shorter quotation is a word, not a rule.
pub const SHORTEST: usize = 8;
/// Fewest characters that are taken for a quotation where no verb stands before them.
const SHORTEST_BARE: usize = 15;
/// Characters in a row by which the place of a quotation is found.
const RUN: usize = 4;

/// Longest number that is read as one written in Chinese; a longer one is no count.
const DIGITS: usize = 4;

/// Verbs that introduce a quotation.
const VERBS: [&str; 12] = [
    "明确规定",
    "规定",
    "明确",
    "指出",
    "写明",
    "写道",
    "载明",
    "要求",
    "列明",
    "原文为",
    "条文为",
    "内容为",
];

/// Words behind a quotation by which it is the text before an amendment.
const AMENDMENTS: [&str; 7] = ["修改为", "改为", "修正为", "增加", "删去", "删除", "废止"];

/// Whether what stands behind a quotation amends it: 第十条“…”修改为：“…”.
pub fn is_amended(behind: &str) -> bool {
    let sentence = behind.split(['。', '；', '\n']).next().unwrap_or_default();
    AMENDMENTS.iter().any(|word| sentence.contains(word))
}

/// Words by which something was left out.
const OMISSIONS: [&str; 5] = ["……", "…", "......", "...", "（略）"];

/// The words quoted directly behind a citation that ends where `rest` begins: 规定：“…”.
pub fn behind(rest: &str) -> Option<Range<usize>> {
    let verb = rest.trim_start_matches([' ', '\u{3000}', '的', '中', '就', '已', '经', '还', '又']);
    let after = VERBS.iter().find_map(|word| verb.strip_prefix(word));
    let marked = after.unwrap_or(rest).trim_start_matches([' ', '\u{3000}']);
    let opened = marked.trim_start_matches(['：', ':', '，', ',']);
    let is_introduced = after.is_some() || opened.len() < marked.len();
    let opened = opened.trim_start_matches([' ', '\u{3000}']);
    let start = rest.len() - opened.len();
    let words = quoted(opened)?;
    let long = length(&opened[words.clone()]) >= if is_introduced { SHORTEST } else { SHORTEST_BARE };
    long.then(|| start + words.start..start + words.end)
}

/// The words quoted directly before a citation that begins where `text` ends: “…”（《…》第三条）.
pub fn before(text: &str) -> Option<Range<usize>> {
    let closed = text.strip_suffix(['（', '(']).or_else(|| text.strip_suffix("——"))?;
    let end = closed.trim_end().strip_suffix('”')?.len();
    let mut depth = 1;
    for (at, c) in text[..end].char_indices().rev() {
        depth += match c {
            '”' => 1,
            '“' => -1,
            _ => 0,
        };
        if depth == 0 {
            let words = at + c.len_utf8()..end;
            return (length(&text[words.clone()]) >= SHORTEST_BARE).then_some(words);
        }
    }
    None
}

/// The words between the quotation mark that `text` begins with and its counterpart.
fn quoted(text: &str) -> Option<Range<usize>> {
    let (open, close) = match text.chars().next()? {
        '“' => ('“', '”'),
        '「' => ('「', '」'),
        _ => return None,
    };
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
        }
        if depth == 0 {
            return Some(open.len_utf8()..at);
        }
    }
    None
}

/// The number that a quoted article or part of one begins with, and where its words begin.
pub fn numbered(words: &str) -> (Option<ArticleNo>, usize) {
    let blank = words.len() - words.trim_start().len();
    match ArticleNo::parse_prefix(&words[blank..]) {
        Some((no, taken)) => {
            let mut at = blank + taken;
            if let Some((_, _, part)) = parse_ordinal(&words[at..], &['款', '项']) {
                at += part;
            }
            let rest = words[at..].trim_start_matches([' ', '\u{3000}', '：', ':']);
            (Some(no), words.len() - rest.len())
        }
        None => (None, 0),
    }
}

/// Letters, digits and Han characters of `text`, folded, each with the bytes it came from.
struct Reading {
    chars: Vec<char>,
    bytes: Vec<Range<usize>>,
}

impl Reading {
    fn of(text: &str) -> Self {
        let mut reading = Self { chars: Vec::new(), bytes: Vec::new() };
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let digits = text[at..].len() - text[at..].trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let end = at + digits.max(c.len_utf8());
            match text[at..end].parse::<u64>() {
                // 6个 and 六个 are one.
                Ok(number) if digits <= DIGITS => {
                    numeral::to_chinese(number).chars().for_each(|c| reading.push(c, at..end));
                }
                _ => text[at..end].chars().filter(|c| c.is_alphanumeric()).for_each(|c| {
                    fold_char(c, &mut |folded| reading.push(folded, at..end));
                }),
            }
            at = end;
        }
        reading
    }

    fn push(&mut self, c: char, bytes: Range<usize>) {
        self.chars.push(c);
        self.bytes.push(bytes);
    }

    fn find(&self, part: &[char], from: usize) -> Option<usize> {
        let rest = self.chars.get(from..)?;
        let whole: String = rest.iter().collect();
        let part: String = part.iter().collect();
        let byte = whole.find(&part)?;
        Some(from + whole[..byte].chars().count())
    }

    fn pairs(&self) -> BTreeSet<&[char]> {
        self.chars.windows(2).collect()
    }
}

/// Characters that count.
pub fn length(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// The pieces of a quotation between what was left out, without the marks of items that stand alone.
fn pieces(quotation: &str) -> Vec<&str> {
    let mut pieces = vec![quotation];
    for omission in OMISSIONS {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(omission)).collect();
    }
    pieces.retain(|piece| {
        let rest = parse_item_mark(piece.trim_start()).map_or(*piece, |(_, len)| &piece.trim_start()[len..]);
        length(rest) > 0
    });
    pieces
}

/// Whether the quotation stands in `text`, piece by piece in their order.
pub fn stands_in(quotation: &str, text: &str) -> bool {
    let text = Reading::of(text);
    let mut at = 0;
    for piece in pieces(quotation) {
        let piece = Reading::of(piece);
        match text.find(&piece.chars, at) {
            Some(found) => at = found + piece.chars.len(),
            None => return false,
        }
    }
    true
}

/// How many of the quotation's pairs of characters `text` has too, in hundredths.
pub fn likeness(quotation: &str, text: &str) -> usize {
    let (quotation, text) = (Reading::of(quotation), Reading::of(text));
    let (own, other) = (quotation.pairs(), text.pairs());
    let shared = own.iter().filter(|pair| other.contains(*pair)).count();
    shared * 100 / own.len().max(1)
}

/// The bytes of `text` that the quotation most likely takes its words from: from where it begins to
/// where it ends, or to the ends of the text where it begins or ends otherwise.
pub fn source_of(quotation: &str, text: &str) -> Range<usize> {
    let (own, other) = (Reading::of(quotation), Reading::of(text));
    let mut places: BTreeMap<&[char], (usize, usize)> = BTreeMap::new();
    for (at, run) in other.chars.windows(RUN).enumerate() {
        places.entry(run).or_insert((at, at)).1 = at;
    }
    let runs = || own.chars.windows(RUN).enumerate();
    let first = runs().find_map(|(at, run)| Some((at, places.get(run)?.0)));
    let last =
        runs().rev().find_map(|(at, run)| Some((own.chars.len() - at - RUN, places.get(run)?.1 + RUN)));
    let (Some((before, first)), Some((behind, last))) = (first, last) else { return 0..text.len() };
    let from = first.saturating_sub(before);
    let to = (last + behind).min(other.chars.len());
    match (other.bytes.get(from), to.checked_sub(1).and_then(|to| other.bytes.get(to))) {
        (Some(from), Some(to)) if from.start < to.end => from.start..to.end,
        _ => 0..text.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ARTICLE: &str = "会员借书，应当出示借书证；有下列情形之一的，不得借书：\n（一）逾期未还的；\n（二）损坏图书、拒不赔偿的。\n借期为三十日。";

    #[test]
    fn quotations_are_found_behind_and_before_a_citation() {
        let found = |rest: &str| behind(rest).map(|words| rest[words].to_owned());
        assert_eq!(
            found("规定：“会员借书，应当出示借书证。”").as_deref(),
            Some("会员借书，应当出示借书证。")
        );
        assert_eq!(
            found("明确规定“会员借书应当出示‘借书证’”等").as_deref(),
            Some("会员借书应当出示‘借书证’")
        );
        assert_eq!(
            found("：“会员借书，应当出示“借书证”。”").as_deref(),
            Some("会员借书，应当出示“借书证”。")
        );
        for other in [
            "规定的“逾期未还”",
            "修改为：“会员借书，应当出示借书证。”",
            "规定，会员说：“会员借书，应当出示借书证。”",
            "规定：“会员借书，应当出示",
            "规定：“证”",
            "、第三条",
        ] {
            assert_eq!(found(other), None, "{other}");
        }
        let found = |text: &str| before(text).map(|words| text[words].to_owned());
        assert_eq!(
            found("条文写明“会员借书，应当出示借书证，借期为三十日”（").as_deref(),
            Some("会员借书，应当出示借书证，借期为三十日")
        );
        assert_eq!(found("所称“会员”（"), None);
    }

    #[test]
    fn part_of_an_article_is_no_difference() {
        for quotation in [
            "会员借书，应当出示借书证",
            "会员借书,应当出示借书证;",
            "有下列情形之一的，不得借书：……（二）损坏图书、拒不赔偿的",
            "（一）逾期未还的；（二）损坏图书、拒不赔偿的。",
            "会员 借書…借期为三十日",
            "借期为三十日。",
            "借期为30日",
        ] {
            assert!(stands_in(quotation, ARTICLE), "{quotation}");
        }
        for quotation in ["会员借书，必须出示借书证", "借期为三十日……会员借书", "借期为六十日"]
        {
            assert!(!stands_in(quotation, ARTICLE), "{quotation}");
        }
    }

    #[test]
    fn the_words_meant_are_found_where_some_differ() {
        let meant = |quotation: &str| &ARTICLE[source_of(quotation, ARTICLE)];
        assert_eq!(meant("会员借书，必须出示借书证"), "会员借书，应当出示借书证");
        assert_eq!(meant("损坏图书、不赔偿的"), "损坏图书、拒不赔偿的");
        assert!(likeness("会员借书，必须出示借书证", ARTICLE) >= 60);
        assert!(likeness("与此毫无关系的一句话", ARTICLE) < 20);
    }

    #[test]
    fn the_text_before_an_amendment_is_told_by_what_follows() {
        assert!(is_amended("”修改为：“会员借书，应当登记。”"));
        assert!(is_amended("”后增加“图书”。"));
        assert!(!is_amended("”。有人建议将其修改为别的。"));
    }

    #[test]
    fn numbers_before_the_words() {
        assert_eq!(numbered("第三条 会员"), (Some(ArticleNo::new(3)), "第三条 ".len()));
        assert_eq!(numbered("第三条第二款：会员").1, "第三条第二款：".len());
        assert_eq!(numbered("（一）会员"), (None, 0));
    }

    proptest! {
        #[test]
        fn every_cut_of_a_text_stands_in_it(text in "[甲乙丙丁，。；“”（）一二\na]{0,40}", from in 0usize..40, len in 0usize..40) {
            let cut: String = text.chars().skip(from).take(len).collect();
            prop_assert!(stands_in(&cut, &text));
            let range = source_of(&cut, &text);
            prop_assert!(text.get(range).is_some());
        }

        #[test]
        fn any_text_is_safe(text in "[“”「」（）规定：，的第一条款……a ]{0,30}") {
            for range in [behind(&text), before(&text)].into_iter().flatten() {
                prop_assert!(text.get(range).is_some());
            }
            prop_assert!(text.get(numbered(&text).1..).is_some());
        }
    }
}
