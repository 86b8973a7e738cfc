//! Where a title may break: between phrases, not within words. In: the words of a title. Out: its phrases in
//! order. No dictionary is asked: titles of laws, institutions and cases are built of a few known pieces, and
//! of a title where those leave a piece too long for the line of a phone nothing is said at all.

use crate::text::breaks::cut;

/// A phrase begins with these; the longer of two stands first.
const BEGIN: [&str; 33] = [
    "关于",
    "《",
    "〈",
    "（",
    "最高人民法院",
    "最高人民检察院",
    "人民法院",
    "具体应用法律",
    "应用法律",
    "适用法律",
    "适用",
    "若干问题",
    "若干规定",
    "刑事案件",
    "民事案件",
    "行政案件",
    "纠纷案件",
    "案件",
    "监督管理",
    "监督工作",
    "管理工作",
    "工作实施",
    "管理",
    "监督",
    "工作",
    "实施",
    "原副",
    "原党",
    "原局",
    "原书记",
    "原主任",
    "原院长",
    "原工作人员",
];
/// A phrase ends with these.
const END: [&str; 8] = ["、", "，", "：", "》", "〉", "）", "中华人民共和国", "的"];
/// What stands before 的 in words that end with it.
const WORDS_IN_DE: [char; 2] = ['目', '标'];
/// What cannot begin a line.
const CLOSING: [char; 7] = ['》', '〉', '）', '、', '，', '：', '”'];
/// The longest phrase, in characters: a line of a title on a phone, where a long title is set smaller.
const LONGEST: usize = 12;
const LONGEST_OF_LONG: usize = 15;
/// More characters than this make a title long; the template sets it smaller.
const LONG: usize = 30;
/// A title this short has a line of its own nearly everywhere.
const SHORT: usize = 12;

/// The phrases of `title`, or none where it is short or its pieces are not known well enough.
pub fn phrases(title: &str) -> Option<Vec<&str>> {
    let length = title.chars().count();
    if length <= SHORT {
        return None;
    }
    let longest = if length > LONG { LONGEST_OF_LONG } else { LONGEST };
    let phrases = cut(title, &cuts(title));
    let fits = phrases.len() > 1 && phrases.iter().all(|phrase| phrase.chars().count() <= longest);
    fits.then_some(phrases)
}

/// The places between two phrases, none of which leaves a single character alone.
fn cuts(title: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut at = 0;
    let cut = |at: usize, cuts: &mut Vec<usize>| {
        let before = title[cuts.last().copied().unwrap_or(0)..at].chars().take(2).count();
        let after = title[at..].chars().take(2).count();
        if before > 1 && after > 1 && !title[at..].starts_with(CLOSING) {
            cuts.push(at);
        }
    };
    while let Some(next) = title[at..].chars().next() {
        let rest = &title[at..];
        let begin = BEGIN.iter().find(|word| rest.starts_with(**word));
        if begin.is_some() {
            cut(at, &mut cuts);
        }
        let is_within = next == '的' && title[..at].ends_with(WORDS_IN_DE);
        let end = END.iter().find(|word| !is_within && rest.starts_with(**word));
        at += begin.or(end).map_or(next.len_utf8(), |word| word.len());
        if end.is_some() {
            cut(at, &mut cuts);
        }
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(title: &str) -> String {
        phrases(title).map_or_else(|| "-".to_owned(), |phrases| phrases.join("|"))
    }

    #[test]
    fn titles_of_interpretations_break_between_phrases() {
        assert_eq!(
            shown(
                "最高人民法院、最高人民检察院关于办理利用互联网、移动通讯终端、声讯台制作、传播电子信息刑事案件具体应用法律若干问题的解释（二）"
            ),
            "最高人民法院、|最高人民检察院|关于办理利用互联网、|移动通讯终端、|声讯台制作、|传播电子信息|刑事案件|具体应用法律|若干问题的|解释|（二）"
        );
        assert_eq!(
            shown("最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（二）"),
            "最高人民法院|关于|适用|《中华人民共和国|民法典》|婚姻家庭编的|解释|（二）"
        );
    }

    #[test]
    fn titles_of_cases_and_lectures_break_before_the_post_and_after_the_colon() {
        assert_eq!(
            shown("县直某中心办公室原副主任朱某公车私用案"),
            "县直某中心办公室|原副主任朱某公车私用案"
        );
        assert_eq!(shown("研讨材料：以案促改如何避免一改了之"), "研讨材料：|以案促改如何避免一改了之");
        assert_eq!(shown("某村原报账员赵某以报销为目的虚开发票案"), "-");
    }

    #[test]
    fn what_is_short_or_not_understood_is_left_to_the_browser() {
        assert_eq!(shown("云岭县公务接待管理规定"), "-");
        assert_eq!(shown("某乡镇卫生院前院长陈某收受医药企业回扣购物卡和旅游招待一案"), "-");
        assert_eq!(shown("廉"), "-");
    }
}
