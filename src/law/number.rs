//! Numbers that name parts of a law: 第一百零三条, 第120条之一, 第二款, （三）, 1.
//!
//! Comes in: text at some position. Goes out: a typed number and the bytes it took. An article is
//! addressed by the name its number gives, never by its position in the text.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::numeral;

/// The number of an article; `suffix` is the M of 第N条之M, 0 when there is none.
///
/// The order is the order in the text: 第三百八十二条, 第三百八十二条之一, 第三百八十三条.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ArticleNo {
    /// The N of 第N条, from 1.
    pub number: u32,
    /// The M of 之M, or 0.
    pub suffix: u32,
}

impl ArticleNo {
    /// The number of a plain article, without 之M.
    pub fn new(number: u32) -> Self {
        Self { number, suffix: 0 }
    }

    /// Reads the article number that `text` starts with, and says how many bytes it took.
    ///
    /// Read are 第一百二十条之一, 第120条之1, 第 120 条, 第一百二十之一条, 第120-1条 and the
    /// traditional 條. A 之 that begins a word (之一般) belongs to the text.
    pub fn parse_prefix(text: &str) -> Option<(Self, usize)> {
        let mut cursor = Cursor::after_ordinal(text)?;
        let number = cursor.number()?;
        let inner = cursor.inner_suffix();
        cursor.blank();
        cursor.take(|c| matches!(c, '条' | '條'))?;
        let suffix = inner.or_else(|| cursor.outer_suffix()).unwrap_or(0);
        (number > 0).then_some((Self { number, suffix }, cursor.at()))
    }

    /// Reads a number that fills the whole of `text`.
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_prefix(text).and_then(|(no, len)| (len == text.len()).then_some(no))
    }

    /// The number as laws write it: 第一百二十条之一.
    pub fn to_chinese(self) -> String {
        let mut words = String::with_capacity(24);
        self.push_chinese(&mut words);
        words
    }

    /// Writes the number as laws do behind `words`.
    pub fn push_chinese(self, words: &mut String) {
        words.push('第');
        numeral::push_chinese(u64::from(self.number), words);
        words.push('条');
        if self.suffix > 0 {
            words.push('之');
            numeral::push_chinese(u64::from(self.suffix), words);
        }
    }

    /// The anchor of the article on its page: `a103`, `a382-1`.
    pub fn anchor(self) -> String {
        let mut anchor = String::with_capacity(8);
        self.push_anchor(&mut anchor);
        anchor
    }

    /// Writes the anchor behind `words`.
    pub fn push_anchor(self, words: &mut String) {
        words.push('a');
        numeral::push_digits(self.number, words);
        if self.suffix > 0 {
            words.push('-');
            numeral::push_digits(self.suffix, words);
        }
    }

    /// Whether `self` may follow `before` with nothing left out between them.
    pub fn follows(self, before: Self) -> bool {
        let same = self.number == before.number && self.suffix == before.suffix + 1;
        same || self.suffix == 0 && self.number == before.number + 1
    }
}

impl fmt::Display for ArticleNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_chinese())
    }
}

/// A place inside an article, as precise as a citation or an anchor says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleRef {
    /// The article.
    pub no: ArticleNo,
    /// 款, from 1.
    pub paragraph: Option<u32>,
    /// 项, from 1.
    pub item: Option<u32>,
    /// 目, from 1.
    pub subitem: Option<u32>,
}

impl ArticleRef {
    /// The whole article.
    pub fn article(no: ArticleNo) -> Self {
        Self { no, paragraph: None, item: None, subitem: None }
    }

    /// Reads an anchor such as `a103-k1-x2-m1`; the `a` may be left out.
    pub fn from_anchor(anchor: &str) -> Option<Self> {
        let mut parts = anchor.strip_prefix('a').unwrap_or(anchor).split('-').peekable();
        let number = parts.next()?.parse().ok().filter(|number| *number > 0)?;
        let suffix = parts.peek().and_then(|part| part.parse().ok());
        if suffix.is_some() {
            parts.next();
        }
        let mut place = Self::article(ArticleNo { number, suffix: suffix.unwrap_or(0) });
        for part in parts {
            let mark = part.chars().next()?;
            let value = part[mark.len_utf8()..].parse().ok()?;
            match mark {
                'k' => place.paragraph = Some(value),
                'x' => place.item = Some(value),
                'm' => place.subitem = Some(value),
                _ => return None,
            }
        }
        Some(place)
    }

    /// The anchor: `a103-k1-x2-m1`, with only the parts that are said.
    pub fn anchor(&self) -> String {
        let mut anchor = self.no.anchor();
        for (mark, part) in [('k', self.paragraph), ('x', self.item), ('m', self.subitem)] {
            if let Some(part) = part {
                push_part(mark, part, &mut anchor);
            }
        }
        anchor
    }
}

/// Writes a part of an anchor, such as `-k2`, behind `anchor`.
pub fn push_part(mark: char, number: u32, anchor: &mut String) {
    anchor.push('-');
    anchor.push(mark);
    numeral::push_digits(number, anchor);
}

impl fmt::Display for ArticleRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.no)?;
        let chinese = |part: u32| numeral::to_chinese(u64::from(part));
        if let Some(paragraph) = self.paragraph {
            write!(f, "第{}款", chinese(paragraph))?;
        }
        if let Some(item) = self.item {
            write!(f, "第（{}）项", chinese(item))?;
        }
        match self.subitem {
            Some(subitem) => write!(f, "第{}目", chinese(subitem)),
            None => Ok(()),
        }
    }
}

/// Reads 第N followed by one of `units` (such as 章, 款, 项), where N may stand in brackets.
///
/// Returns the number, the unit and the bytes taken: 第二款, 第（三）项, 第 3 章.
pub fn parse_ordinal(text: &str, units: &[char]) -> Option<(u32, char, usize)> {
    let mut cursor = Cursor::after_ordinal(text)?;
    let open = cursor.take(is_open).is_some();
    let number = cursor.number()?;
    if open {
        cursor.take(is_close)?;
    }
    cursor.blank();
    let unit = cursor.take(|c| units.contains(&c))?;
    Some((number, unit, cursor.at()))
}

/// Reads the number of a 项 at the start of a line: （一）, (1), （十二）.
pub fn parse_item_mark(text: &str) -> Option<(u32, usize)> {
    let mut cursor = Cursor::new(text);
    cursor.take(is_open)?;
    cursor.blank();
    let number = cursor.number()?;
    cursor.blank();
    cursor.take(is_close)?;
    (number > 0).then_some((number, cursor.at()))
}

/// Reads the number of a 目 at the start of a line: `1.`, `1．`, `1、`, `①`.
///
/// A decimal such as 1.5 is none.
pub fn parse_subitem_mark(text: &str) -> Option<(u32, usize)> {
    let first = text.chars().next()?;
    if ('①'..='⑳').contains(&first) {
        return Some((u32::from(first) - u32::from('①') + 1, first.len_utf8()));
    }
    if !matches!(first, '0'..='9' | '０'..='９') {
        return None;
    }
    let mut cursor = Cursor::new(text);
    let number = cursor.number()?;
    let stop = cursor.take(|c| matches!(c, '.' | '．' | '、'))?;
    let decimal = stop == '.' && cursor.rest.starts_with(|c: char| c.is_ascii_digit());
    (number > 0 && !decimal).then_some((number, cursor.at()))
}

/// Reads the 一、 that numbers the acts of an amendment and the parts of a document.
pub fn parse_enumeration_mark(text: &str) -> Option<(u32, usize)> {
    if text.starts_with(|c: char| matches!(c, '0'..='9' | '０'..='９')) {
        return None;
    }
    let mut cursor = Cursor::new(text);
    let number = cursor.number()?;
    cursor.take(|c| c == '、')?;
    (number > 0).then_some((number, cursor.at()))
}

fn is_open(c: char) -> bool {
    matches!(c, '（' | '(')
}

fn is_close(c: char) -> bool {
    matches!(c, '）' | ')')
}

struct Cursor<'t> {
    text: &'t str,
    rest: &'t str,
}

impl<'t> Cursor<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, rest: text }
    }

    fn after_ordinal(text: &'t str) -> Option<Self> {
        let mut cursor = Self::new(text);
        cursor.take(|c| c == '第')?;
        cursor.blank();
        Some(cursor)
    }

    /// How many bytes were read.
    fn at(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    #[inline]
    fn take(&mut self, is_wanted: impl FnOnce(char) -> bool) -> Option<char> {
        let mut chars = self.rest.chars();
        let found = chars.next().filter(|c| is_wanted(*c))?;
        self.rest = chars.as_str();
        Some(found)
    }

    /// Passes one blank of either width.
    fn blank(&mut self) {
        let _ = self.take(|c| matches!(c, ' ' | '\u{3000}' | '\u{a0}'));
    }

    fn number(&mut self) -> Option<u32> {
        let (number, len) = numeral::parse_prefix_u32(self.rest)?;
        self.rest = &self.rest[len..];
        Some(number)
    }

    /// 之M or -M before 条.
    fn inner_suffix(&mut self) -> Option<u32> {
        let start = self.rest;
        self.take(|c| matches!(c, '之' | '-' | '－'))?;
        match self.number() {
            Some(suffix) if suffix > 0 => Some(suffix),
            _ => {
                self.rest = start;
                None
            }
        }
    }

    /// 之M after 条, where 之一般 and the like are words of the sentence.
    fn outer_suffix(&mut self) -> Option<u32> {
        let start = self.rest;
        self.take(|c| c == '之')?;
        let suffix = self.number().filter(|suffix| *suffix > 0);
        let word = self.rest.starts_with(['些', '般', '切', '定', '种', '类', '款', '项', '条']);
        if suffix.is_none() || word {
            self.rest = start;
            return None;
        }
        suffix
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn no(number: u32, suffix: u32) -> ArticleNo {
        ArticleNo { number, suffix }
    }

    #[test]
    fn reads_all_spellings_of_an_article() {
        for (text, expected) in [
            ("第一百零三条", no(103, 0)),
            ("第103条", no(103, 0)),
            ("第１０３条", no(103, 0)),
            ("第 103 条", no(103, 0)),
            ("第一百二十条之一", no(120, 1)),
            ("第120条之1", no(120, 1)),
            ("第一百二十之一条", no(120, 1)),
            ("第120-1条", no(120, 1)),
            ("第三百八十二條", no(382, 0)),
        ] {
            assert_eq!(ArticleNo::parse(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_suffix_is_no_word() {
        assert_eq!(ArticleNo::parse_prefix("第十条之规定"), Some((no(10, 0), 9)));
        assert_eq!(ArticleNo::parse_prefix("第十条之一般规定"), Some((no(10, 0), 9)));
        assert_eq!(ArticleNo::parse_prefix("第十条之一的规定"), Some((no(10, 1), 15)));
    }

    #[test]
    fn anchors_name_the_number() {
        assert_eq!(no(103, 0).anchor(), "a103");
        assert_eq!(no(382, 1).anchor(), "a382-1");
        let place = ArticleRef { paragraph: Some(1), item: Some(2), ..ArticleRef::article(no(103, 0)) };
        assert_eq!(place.anchor(), "a103-k1-x2");
        assert_eq!(place.to_string(), "第一百零三条第一款第（二）项");
    }

    #[test]
    fn reads_the_smaller_parts() {
        assert_eq!(parse_ordinal("第二款", &['款']), Some((2, '款', 9)));
        assert_eq!(parse_ordinal("第（三）项", &['款', '项']), Some((3, '项', 15)));
        assert_eq!(parse_ordinal("第三（项", &['项']), None);
        assert_eq!(parse_item_mark("（十二）有"), Some((12, 12)));
        assert_eq!(parse_item_mark("(3)有"), Some((3, 3)));
        assert_eq!(parse_item_mark("（以下）"), None);
        assert_eq!(parse_subitem_mark("1.有"), Some((1, 2)));
        assert_eq!(parse_subitem_mark("1.5倍"), None);
        assert_eq!(parse_subitem_mark("③有"), Some((3, 3)));
        assert_eq!(parse_enumeration_mark("十二、将"), Some((12, 9)));
    }

    #[test]
    fn the_order_is_that_of_the_text() {
        assert!(no(382, 0) < no(382, 1) && no(382, 1) < no(383, 0));
        assert!(no(383, 0).follows(no(382, 1)) && no(382, 1).follows(no(382, 0)));
        assert!(!no(384, 0).follows(no(382, 0)) && !no(382, 2).follows(no(382, 0)));
    }

    proptest! {
        #[test]
        fn a_number_comes_back(number in 1u32..5000, suffix in 0u32..40) {
            let article = no(number, suffix);
            prop_assert_eq!(ArticleNo::parse(&article.to_chinese()), Some(article));
        }

        #[test]
        fn any_text_is_safe(text in "[第条之款项（）一二十百0-9 a-]{0,20}") {
            let lens = [
                ArticleNo::parse_prefix(&text).map(|(_, len)| len),
                parse_ordinal(&text, &['款', '项']).map(|(_, _, len)| len),
                parse_item_mark(&text).map(|(_, len)| len),
                parse_subitem_mark(&text).map(|(_, len)| len),
            ];
            prop_assert!(lens.into_iter().flatten().all(|len| text.is_char_boundary(len)));
        }
    }
}
