//! What the words around a citation tell: where a name may begin, whether a list goes on.

use crate::law::citation::genre;
use crate::law::structure::is_blank;
use crate::text::numeral;

/// Characters that may stand right before a title without marks: verbs, conjunctions, prepositions.
const BEFORE: &str =
    "照据反按依用和与及或对以将在由从是有为即了犯合触规的见于守循除把因如比参看指到至而但并使就其无未非";

/// Words that may stand right before it and whose last character alone would say too little.
const BEFORE_WORDS: [&str; 55] = [
    "实施", "构成", "认定", "规定", "确定", "或者", "审理", "办理", "受理", "履行", "执行", "不受", "具备",
    "超过", "超出", "承担", "删去", "支付", "影响", "采取", "包括", "落入", "计入", "提交", "制造", "主张",
    "考虑", "通知", "告知", "从事", "审查", "修订", "修改", "修正", "隐瞒", "出售", "藏匿", "产生", "赔偿",
    "提起", "处分", "未尽", "保存", "提供", "取得", "计算", "视同", "根据", "结合", "对照", "学习", "援引",
    "引用", "触及", "违背",
];

/// Longest words between two members of a list, in bytes.
const LONGEST_LINK: usize = 180;

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Whether a title without marks may begin behind these words: they are no part of a longer name.
pub(super) fn may_end(before: &str) -> bool {
    match before.chars().next_back() {
        Some(c) => !is_han(c) || BEFORE.contains(c) || BEFORE_WORDS.iter().any(|word| before.ends_with(word)),
        None => true,
    }
}

/// The same for 同法 and 该法: 合同法 is a title, not 同法.
pub(super) fn may_end_before_same(before: &str) -> bool {
    may_end(before) && !before.ends_with('合')
}

/// Whether the words before a number look like a title, a bracket behind it left out.
///
/// 本章 and 本节 are places in the text itself.
pub(super) fn looks_like_title(before: &str) -> bool {
    let before = before.trim_end_matches(is_blank);
    let cut = before.strip_suffix(['）', ')']).and_then(|inside| inside.rfind(['（', '(']));
    let before = cut.map_or(before, |open| &before[..open]);
    let own = ["本编", "本分编", "本章", "本节"].iter().any(|word| before.ends_with(word));
    !own && (genre::at_end(before) || before.ends_with(['》', '编', '章', '节']))
}

/// Whether the words between two citations only join them, with no new sentence or clause but the last.
pub(super) fn is_list(between: &str) -> bool {
    if between.len() > LONGEST_LINK {
        return false;
    }
    let words = between.trim_end();
    let joined =
        ["、", "和", "与", "及", "或", "或者", "，"].iter().find_map(|word| words.strip_suffix(word));
    joined.is_some_and(|words| !words.contains(['。', '，', '；', '：', '\n', ',']))
}

/// Whether what stands between is a label of the place before: 第N条盗窃罪、, 第N条“甲”和, 第N条（乙）、.
pub(super) fn is_labelled_list(between: &str) -> bool {
    let label = between.trim().trim_end_matches(['、', '，', '和', '与', '及', '或', '者']);
    let enclosed = [('“', '”'), ('（', '）'), ('(', ')'), ('【', '】')]
        .iter()
        .any(|(open, close)| label.starts_with(*open) && label.ends_with(*close));
    enclosed || label.ends_with('罪') || label == "规定"
}

/// Whether the words before a number name an annex, which counts its articles anew: 附录第三条, 附件2第三条.
pub(super) fn is_of_annex(before: &str) -> bool {
    let before = before.trim_end_matches(|c| is_blank(c) || numeral::is_numeral(c));
    ["附录", "附件", "附表"].iter().any(|word| before.ends_with(word))
}

/// Whether the words behind a number are those of an act of amendment.
pub(super) fn is_amended(after: &str) -> bool {
    ["修改为", "修正为", "改为", "作为", "调整为", "中的“", "相应改为", "后增加"]
        .iter()
        .any(|word| after.starts_with(word))
}

/// Whether the words before a number are those of an act of amendment.
pub(super) fn amends(before: &str) -> bool {
    ["作为", "改为", "删去"].iter().any(|word| before.ends_with(word))
}

/// Whether a 款 or 项 behind these words still belongs to the article before: 第九条所列第（二）项, 该条第二款.
pub(super) fn goes_on(between: &str) -> bool {
    let direct = ["", "的", "中", "中的", "所列", "所列的", "规定的", "中规定的"].contains(&between.trim());
    let named = between.ends_with("该条") || between.ends_with("同条");
    direct || named && !between.contains(['。', '\n'])
}

/// Whether the words stay within a sentence.
pub(super) fn is_sentence(between: &str) -> bool {
    !between.contains(['。', '；', ';', '\n'])
}
