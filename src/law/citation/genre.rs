//! The words that end the title of a legal text: 法, 条例, 规定 …

/// Longest first among those that share an ending.
const GENRES: [&str; 48] = [
    "总则",
    "分则",
    "条约",
    "暂行条例",
    "暂行规定",
    "暂行办法",
    "实施细则",
    "实施条例",
    "实施办法",
    "实施规定",
    "若干规定",
    "修正案",
    "议定书",
    "司法解释",
    "管理办法",
    "管理条例",
    "管理规定",
    "条例",
    "规定",
    "办法",
    "细则",
    "规则",
    "解释",
    "准则",
    "决定",
    "章程",
    "意见",
    "通知",
    "公约",
    "协定",
    "通则",
    "批复",
    "纲要",
    "安排",
    "制度",
    "方案",
    "规范",
    "指引",
    "纪要",
    "标准",
    "宪法",
    "法典",
    "规程",
    "守则",
    "公告",
    "答复",
    "党章",
    "法",
];

/// The length in bytes of the genre word that `text` starts with; the longest one.
pub(super) fn at_start(text: &str) -> Option<usize> {
    GENRES.iter().filter(|genre| text.starts_with(**genre)).map(|genre| genre.len()).max()
}

/// Whether `text` ends with a genre word, and so perhaps with a title.
pub(in crate::law) fn at_end(text: &str) -> bool {
    GENRES.iter().any(|genre| text.ends_with(genre))
}
