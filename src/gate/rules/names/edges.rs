//! What stands on the two sides of a name.

use crate::gate::rules::context::is_han;

/// How well the text on one side of a candidate goes with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edge {
    /// Another word goes on there.
    Closed,
    /// A particle, or a unit that people belong to.
    Weak,
    /// Punctuation, the beginning or the end.
    Open,
    /// A word that goes with names.
    Strong,
}

/// Titles of office and trades: before or behind a name.
const TITLES: [&str; 78] = [
    "书记",
    "主任",
    "局长",
    "县长",
    "市长",
    "区长",
    "镇长",
    "乡长",
    "村长",
    "省长",
    "州长",
    "部长",
    "处长",
    "科长",
    "股长",
    "厅长",
    "司长",
    "院长",
    "校长",
    "园长",
    "所长",
    "站长",
    "队长",
    "组长",
    "会长",
    "社长",
    "行长",
    "总监",
    "经理",
    "董事长",
    "董事",
    "监事",
    "主席",
    "委员",
    "常委",
    "检察长",
    "庭长",
    "法官",
    "检察官",
    "审判员",
    "审判长",
    "书记员",
    "会计",
    "出纳",
    "报账员",
    "民警",
    "干部",
    "职工",
    "员工",
    "教师",
    "老师",
    "医生",
    "护士",
    "医师",
    "司机",
    "秘书",
    "老板",
    "商人",
    "包工头",
    "股东",
    "村民",
    "居民",
    "党员",
    "支书",
    "文书",
    "调研员",
    "巡视员",
    "科员",
    "办事员",
    "负责人",
    "工程师",
    "助理",
    "专员",
    "警长",
    "政委",
    "馆长",
    "台长",
    "场长",
];
/// Parts that people have in a case, kin, and what is done to them: before a name.
const ROLES: [&str; 73] = [
    "被告人",
    "被告",
    "原告",
    "上诉人",
    "申请人",
    "嫌疑人",
    "被调查人",
    "被审查人",
    "被处分人",
    "处分人",
    "当事人",
    "被害人",
    "受害人",
    "证人",
    "举报人",
    "检举人",
    "控告人",
    "线人",
    "行贿人",
    "受贿人",
    "中间人",
    "介绍人",
    "代表人",
    "经办人",
    "联系人",
    "同案人",
    "谈话人",
    "记录人",
    "辩护人",
    "律师",
    "记者",
    "服务对象",
    "妻子",
    "其妻",
    "丈夫",
    "其夫",
    "儿子",
    "其子",
    "女儿",
    "其女",
    "父亲",
    "其父",
    "母亲",
    "其母",
    "弟弟",
    "其弟",
    "哥哥",
    "其兄",
    "姐姐",
    "妹妹",
    "亲属",
    "亲戚",
    "朋友",
    "同学",
    "战友",
    "老乡",
    "情人",
    "情妇",
    "下属",
    "同事",
    "名叫",
    "姓名",
    "伙同",
    "串通",
    "勾结",
    "指使",
    "送给",
    "请托",
    "查明",
    "同志",
    "女婿",
    "儿媳",
    "侄子",
];
/// What follows names.
const FOLLOWS: [&str; 88] = [
    "案",
    "同志",
    "先生",
    "女士",
    "出生",
    "曾任",
    "现任",
    "历任",
    "时任",
    "担任",
    "任职",
    "利用",
    "收受",
    "受贿",
    "行贿",
    "索取",
    "贪污",
    "挪用",
    "侵占",
    "套取",
    "骗取",
    "虚报",
    "截留",
    "违反",
    "违规",
    "违纪",
    "违法",
    "滥用",
    "玩忽",
    "徇私",
    "涉嫌",
    "因涉嫌",
    "交代",
    "供述",
    "承认",
    "辩称",
    "自述",
    "陈述",
    "证实",
    "反映",
    "举报",
    "称",
    "说",
    "表示",
    "提出",
    "认为",
    "要求",
    "安排",
    "指使",
    "伙同",
    "先后",
    "多次",
    "私自",
    "擅自",
    "在担任",
    "在任",
    "在职",
    "等人",
    "等二人",
    "等三人",
    "等四人",
    "等五人",
    "等2人",
    "等3人",
    "身为",
    "作为",
    "主动",
    "被开除",
    "被给予",
    "被免",
    "被判",
    "被立案",
    "被留置",
    "被查",
    "被处",
    "受到",
    "的妻子",
    "的丈夫",
    "的儿子",
    "的女儿",
    "的弟弟",
    "的司机",
    "的供述",
    "的证言",
    "的行为",
    "借用",
    "接受",
    "隐瞒",
];
/// Particles and verbs before a name.
const WEAK_BEFORE: &str = "与和及向给对由让请找把被为系是叫同跟从将经因以到于在后时年月日送约";
/// Ends of units, before the name of one who belongs to them.
const UNITS: &str = "局委办镇乡村县市区校院厂司部处科股所站队会社行店组室岗";
/// Particles and verbs behind a name.
const WEAK_BEHIND: &str = "的与和及向对从到给将以为未不没把被在于由是系有又也还就便却让用拿送收找请同再已曾即则打任因等借要想去来私虽明多";

/// The edge before the byte `at`.
pub fn before(text: &str, at: usize) -> Edge {
    let left = tail(&text[..at], 8);
    let open = left.trim_end_matches(['：', ':', '（', '(', '“', '"', ' ', '\u{3000}', '|']);
    if TITLES.iter().chain(&ROLES).any(|word| open.ends_with(word)) {
        return Edge::Strong;
    }
    match left.chars().next_back() {
        Some(c) if !is_han(c) => Edge::Open,
        None => Edge::Open,
        Some(c) if WEAK_BEFORE.contains(c) || UNITS.contains(c) || left.ends_with("中心") => Edge::Weak,
        Some(_) => Edge::Closed,
    }
}

/// The edge behind the byte `at`.
pub fn behind(text: &str, at: usize) -> Edge {
    let right = head(&text[at..], 8);
    if TITLES.iter().chain(&FOLLOWS).any(|word| right.starts_with(word)) {
        return Edge::Strong;
    }
    let inner = right.trim_start_matches(['，', ',', '（', '(', ' ', '\u{3000}', '|', '、']);
    let person = ["男", "女"].iter().any(|word| {
        inner.strip_prefix(word).is_some_and(|rest| !rest.starts_with(is_han) || rest.starts_with('汉'))
    });
    let born = (inner.starts_with("19") || inner.starts_with("20"))
        && inner[2..].starts_with(|c: char| c.is_ascii_digit());
    if inner.len() < right.len()
        && (person || inner.starts_with("另案") || (born && right.starts_with(['，', ',', '（'])))
    {
        return Edge::Strong;
    }
    match right.chars().next() {
        Some(c) if !is_han(c) => Edge::Open,
        None => Edge::Open,
        Some(c) if WEAK_BEHIND.contains(c) => Edge::Weak,
        Some(_) => Edge::Closed,
    }
}

/// The last `count` characters of `text`.
fn tail(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().take(count).last().map_or(text.len(), |(at, _)| at);
    &text[start..]
}

/// The first `count` characters of `text`.
fn head(text: &str, count: usize) -> &str {
    let end = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    &text[..end]
}
