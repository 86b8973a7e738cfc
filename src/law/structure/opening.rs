//! What a line opens, judged by the line alone.

use crate::law::number::{self, ArticleNo};
use crate::law::structure::lines::{Line, LineKind, is_blank, trimmed};
use crate::text::numeral;

/// Longest heading of a division or attachment that stands as a plain paragraph, in characters.
const LONGEST_HEADING: usize = 40;

/// The larger parts of a law, outermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DivisionKind {
    /// 编
    Part,
    /// 分编
    Subpart,
    /// 章
    Chapter,
    /// 节
    Section,
    /// A heading without such a number: 序言, 附则, 一、一般规定.
    Plain,
}

/// The spelling of the number of a 项 or 目; the first met in a 款 is its 项, the second its 目.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkStyle {
    /// （一）
    Bracket,
    /// (1)
    BracketArabic,
    /// 一、
    Enumeration,
    /// 1.
    Arabic,
    /// ①
    Circled,
}

/// What a line opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Opening {
    /// 第N条; `body` is where its text starts, `spaced` whether a blank or the end follows the number.
    Article { no: ArticleNo, body: usize, spaced: bool },
    /// 第N章 and the like; a plain heading has no number.
    Division { kind: DivisionKind, number: u32 },
    /// A numbered 项 or 目.
    Mark { style: MarkStyle, number: u32 },
    /// 目录
    Contents,
    /// 附件, 附表, 附：
    Attachment,
    /// A line that is a date and nothing else.
    Date,
    /// Anything else.
    Text,
}

/// What a line of running text begins, as far as the line alone tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineStart {
    /// 第N条
    Article,
    /// 第N章 and the like
    Division,
    /// 附件
    Attachment,
    /// （一）
    Item,
    /// 一、 1. ① and other numbers, which sentences may begin with too
    Number,
    /// Anything else.
    Text,
}

/// Reads what a line of running text begins.
pub fn line_start(text: &str) -> LineStart {
    let line = Line { text: text.into(), kind: LineKind::Paragraph, offset: 0, continues: false };
    match opening(&line, trimmed(text)) {
        Opening::Article { .. } => LineStart::Article,
        Opening::Division { .. } | Opening::Contents => LineStart::Division,
        Opening::Attachment => LineStart::Attachment,
        Opening::Mark { style: MarkStyle::Bracket | MarkStyle::BracketArabic, .. } => LineStart::Item,
        Opening::Mark { .. } => LineStart::Number,
        Opening::Date | Opening::Text => LineStart::Text,
    }
}

/// Reads what the line opens; `text` is its text without blanks at its ends.
pub(super) fn opening(line: &Line<'_>, text: &str) -> Opening {
    if matches!(line.kind, LineKind::Table | LineKind::Quote | LineKind::Other) {
        return Opening::Text;
    }
    let heading = matches!(line.kind, LineKind::Heading(_));
    let found = match text.chars().next() {
        Some('第') => article(text).or_else(|| division(text, heading)),
        Some('目') if is_contents(text) => Some(Opening::Contents),
        Some('附') => attachment(text).or_else(|| bare_division(text)),
        Some('总' | '分' | '罚' | '序' | '前') => bare_division(text),
        Some(c) if may_begin_mark(c) => mark(text).filter(|_| !heading).or_else(|| date(text)),
        _ => None,
    };
    match found {
        Some(Opening::Article { no, body, spaced }) => {
            let lead = line.text.len() - line.text.trim_start_matches(is_blank).len();
            Opening::Article { no, body: body + lead, spaced }
        }
        Some(opening) => opening,
        None if heading => Opening::Division { kind: DivisionKind::Plain, number: 0 },
        None => Opening::Text,
    }
}

fn article(text: &str) -> Option<Opening> {
    let (no, len) = ArticleNo::parse_prefix(text)?;
    let rest = text[len..].trim_start_matches(is_blank);
    let spaced = rest.len() < text.len() - len || rest.is_empty() || rest.starts_with('【');
    if is_reference(rest, spaced) {
        return None;
    }
    Some(Opening::Article { no, body: text.len() - rest.len(), spaced })
}

/// Whether what follows 第N条 shows that the line speaks of the article and does not open it.
fn is_reference(rest: &str, spaced: bool) -> bool {
    const ALWAYS: [&str; 11] =
        ["、", "，", "。", "；", "至第", "和第", "与第", "或第", "及第", "或者第", "以及第"];
    const UNSPACED: [&str; 28] = [
        "规定",
        "所",
        "的",
        "中",
        "之",
        "至",
        "到",
        "和",
        "与",
        "及",
        "或",
        "以及",
        "修改",
        "改为",
        "增加",
        "作为",
        "内容",
        "）",
        "》",
        "”",
        "】",
        "各",
        "前",
        "除外",
        "不适用",
        "删去",
        "有关",
        "条",
    ];
    number::parse_ordinal(rest, &['条', '款', '项', '目']).is_some()
        || ALWAYS.iter().any(|word| rest.starts_with(word))
        || !spaced && UNSPACED.iter().any(|word| rest.starts_with(word))
}

/// Reads 第N编, 第N分编, 第N章, 第N节 and the bytes taken.
fn division_number(text: &str) -> Option<(DivisionKind, u32, usize)> {
    let after = text.strip_prefix('第')?;
    let trimmed = after.trim_start_matches(is_blank);
    let (number, len) = numeral::parse_prefix_u32(trimmed)?;
    let unit = trimmed[len..].trim_start_matches(is_blank);
    for (name, kind) in [
        ("分编", DivisionKind::Subpart),
        ("编", DivisionKind::Part),
        ("編", DivisionKind::Part),
        ("篇", DivisionKind::Part),
        ("章", DivisionKind::Chapter),
        ("节", DivisionKind::Section),
        ("節", DivisionKind::Section),
    ] {
        if let Some(rest) = unit.strip_prefix(name) {
            return Some((kind, number, text.len() - rest.len()));
        }
    }
    None
}

fn division(text: &str, heading: bool) -> Option<Opening> {
    let (kind, number, len) = division_number(text)?;
    let rest = &text[len..];
    let title = rest.trim_start_matches(is_blank);
    let spaced = title.len() < rest.len() || title.is_empty();
    let short = title.chars().count() <= LONGEST_HEADING && !title.ends_with(['。', '；', '：', '，']);
    let sentence =
        !spaced && ["规定", "的", "所", "第", "、", "中", "至"].iter().any(|word| title.starts_with(word));
    (heading || short && !sentence).then_some(Opening::Division { kind, number })
}

/// 总则, 附则 and the like alone on a line.
fn bare_division(text: &str) -> Option<Opening> {
    let letters: String = text.chars().filter(|c| !is_blank(*c)).take(3).collect();
    ["总则", "分则", "附则", "罚则", "序言", "前言"]
        .contains(&letters.as_str())
        .then_some(Opening::Division { kind: DivisionKind::Plain, number: 0 })
}

fn is_contents(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| !is_blank(*c));
    letters.next() == Some('目')
        && matches!(letters.next(), Some('录' | '錄' | '次'))
        && letters.next().is_none()
}

fn attachment(text: &str) -> Option<Opening> {
    if text.chars().count() > LONGEST_HEADING * 2 || text.ends_with(['。', '；']) {
        return None;
    }
    let rest = text.strip_prefix('附')?;
    let rest = rest.strip_prefix(['件', '表', '录', '錄', '图']).unwrap_or(rest);
    let rest = rest.trim_start_matches(is_blank);
    let after = numeral::parse_prefix(rest).map_or(rest, |(_, len)| &rest[len..]);
    let ends =
        after.is_empty() || after.starts_with(['：', ':', '.', '．', '、']) || after.starts_with(is_blank);
    ends.then_some(Opening::Attachment)
}

/// Whether a number can begin with the character, in brackets or in a circle too.
fn may_begin_mark(c: char) -> bool {
    matches!(c, '（' | '(' | '①'..='⑳') || numeral::is_numeral(c)
}

fn mark(text: &str) -> Option<Opening> {
    let (style, number) = if let Some((number, _)) = number::parse_item_mark(text) {
        let inner = text.chars().nth(1).filter(|c| c.is_ascii_digit() || ('０'..='９').contains(c));
        (if inner.is_some() { MarkStyle::BracketArabic } else { MarkStyle::Bracket }, number)
    } else if let Some((number, _)) = number::parse_subitem_mark(text) {
        let circled = text.starts_with(|c| ('①'..='⑳').contains(&c));
        (if circled { MarkStyle::Circled } else { MarkStyle::Arabic }, number)
    } else {
        (MarkStyle::Enumeration, number::parse_enumeration_mark(text)?.0)
    };
    Some(Opening::Mark { style, number })
}

fn date(text: &str) -> Option<Opening> {
    let mut rest = text;
    for unit in ['年', '月', '日'] {
        let (_, len) = numeral::parse_prefix(rest.trim_start_matches(is_blank))?;
        let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
        rest = rest[blanks + len..].trim_start_matches(is_blank).strip_prefix(unit)?;
    }
    rest.is_empty().then_some(Opening::Date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    fn open(text: &str, kind: LineKind) -> Opening {
        let line = Line { text: Cow::Borrowed(text), kind, offset: 0, continues: false };
        opening(&line, trimmed(text))
    }

    fn paragraph(text: &str) -> Opening {
        open(text, LineKind::Paragraph)
    }

    #[test]
    fn article_starts() {
        for (text, body) in [
            ("第三条 甲", 10),
            ("第三条\u{3000}甲", 12),
            ("第三条  甲", 11),
            ("第三条甲应当", 9),
            ("第三条【目的】甲", 9),
            ("第三条", 9),
            ("\u{3000}\u{3000}第三条 甲", 16),
            ("第三 条甲", 10),
        ] {
            let Opening::Article { no, body: at, .. } = paragraph(text) else { panic!("{text}") };
            assert_eq!((no, at), (ArticleNo::new(3), body), "{text}");
        }
    }

    #[test]
    fn mentions_open_nothing() {
        for text in [
            "第三条规定的人员",
            "第三条第二款规定",
            "第三条、第四条",
            "第三条至第五条",
            "“第三条 甲",
            "第三条的规定",
        ] {
            assert_eq!(paragraph(text), Opening::Text, "{text}");
        }
        assert_eq!(open("第三条 甲", LineKind::Table), Opening::Text);
    }

    #[test]
    fn divisions_marks_and_edges() {
        let chapter = Opening::Division { kind: DivisionKind::Chapter, number: 2 };
        assert_eq!(paragraph("第二章 总则"), chapter);
        assert_eq!(open("第二章　总则", LineKind::Heading(2)), chapter);
        assert_eq!(paragraph("第二章规定的办法"), Opening::Text);
        assert_eq!(paragraph("第一分编 通则"), Opening::Division { kind: DivisionKind::Subpart, number: 1 });
        assert_eq!(paragraph("（三）甲"), Opening::Mark { style: MarkStyle::Bracket, number: 3 });
        assert_eq!(paragraph("(3)甲"), Opening::Mark { style: MarkStyle::BracketArabic, number: 3 });
        assert_eq!(paragraph("三、甲"), Opening::Mark { style: MarkStyle::Enumeration, number: 3 });
        assert_eq!(paragraph("目　录"), Opening::Contents);
        assert_eq!(paragraph("附件1：样式"), Opening::Attachment);
        assert_eq!(paragraph("附加刑"), Opening::Text);
        assert_eq!(paragraph("二〇二三年十二月五日"), Opening::Date);
        assert_eq!(paragraph("2023年12月5日"), Opening::Date);
        assert_eq!(
            open("附则", LineKind::Heading(2)),
            Opening::Division { kind: DivisionKind::Plain, number: 0 }
        );
    }
}
