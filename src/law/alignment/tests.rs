use proptest::prelude::*;

use crate::law::alignment::*;

const WORDS: [&str; 24] = [
    "会员应当按时归还所借图书",
    "管理员负责清点书架",
    "逾期不还的停止借阅资格",
    "每月举行一次读书交流",
    "捐赠图书由理事会登记造册",
    "会费用于购置新书",
    "儿童阅览区保持安静",
    "珍本只限馆内阅览",
    "年度预算报会员大会审议",
    "理事任期三年可以连任",
    "外借手续由本人当面办理",
    "损坏图书照价赔偿",
    "志愿者轮流值守前台",
    "开放时间在门口公示",
    "电子资源凭证登录使用",
    "书评择优刊登在简报",
    "监事列席理事会会议",
    "财务收支每季公开",
    "讲座录音存档三年",
    "旧书义卖所得归公共账户",
    "盲文读物免费邮寄",
    "分馆设在各乡镇",
    "投诉在七日内答复",
    "章程修改须三分之二通过",
];

fn texts<'t>(bodies: &[&'t str]) -> Vec<Text<'t>> {
    (1..).zip(bodies).map(|(number, text)| Text { no: ArticleNo::new(number), text }).collect()
}

fn shown(old: &[&str], new: &[&str], corrections: &[Correction]) -> Vec<(Vec<usize>, Vec<usize>, Change)> {
    align(&texts(old), &texts(new), corrections)
        .into_iter()
        .map(|pair| (pair.old, pair.new, pair.change))
        .collect()
}

#[test]
fn kept_changed_new_and_deleted() {
    let [a, b, c, d, ..] = WORDS;
    let changed = "逾期不还又不说明理由的停止借阅资格";
    assert_eq!(
        shown(&[a, b, c], &[d, a, changed], &[]),
        [
            (vec![], vec![0], Change::New),
            (vec![0], vec![1], Change::Same),
            (vec![1], vec![], Change::Deleted),
            (vec![2], vec![2], Change::Changed),
        ]
    );
}

#[test]
fn numbers_and_punctuation_decide_nothing() {
    let old = ["会员,依照本章程第三条办理:还书。", "管理员负责清点书架。"];
    let new = ["会员，依照本章程第三条办理：还书。", "管理员负责清点书架。"];
    let pairs = align(&texts(&old), &texts(&new), &[]);
    assert!(pairs.iter().all(|pair| pair.change == Change::Same && !pair.renumbered));
    let renumbered = align(&texts(&old[1..]), &texts(&new), &[]);
    assert!(renumbered[1].renumbered && renumbered[1].change == Change::Same);
}

#[test]
fn a_split_and_a_merger() {
    let [a, b, c, d, e, ..] = WORDS;
    let both = format!("{a}。\n{b}。");
    assert_eq!(shown(&[&both, c, d, e], &[a, b, c, d, e], &[])[..1], [(vec![0], vec![0, 1], Change::Split)]);
    assert_eq!(shown(&[a, b, c, d, e], &[&both, c, d, e], &[])[..1], [(vec![0, 1], vec![0], Change::Merged)]);
}

#[test]
fn a_correction_rules() {
    let [a, b, c, ..] = WORDS;
    let no = |number| vec![ArticleNo::new(number)];
    let corrections = [
        Correction { old: no(1), new: no(2) },
        Correction { old: no(2), new: Vec::new() },
        Correction { old: no(9), new: no(1) },
        Correction { old: no(1), new: no(1) },
    ];
    let pairs = align(&texts(&[a, b, c]), &texts(&[a, b, c]), &corrections);
    let shown: Vec<_> = pairs.iter().map(|p| (p.old.clone(), p.new.clone(), p.corrected)).collect();
    assert_eq!(
        shown,
        [
            (vec![], vec![0], false),
            (vec![0], vec![1], true),
            (vec![1], vec![], true),
            (vec![2], vec![2], false),
        ]
    );
}

#[test]
fn empty_editions() {
    assert!(align(&[], &[], &[]).is_empty());
    assert_eq!(shown(&[], &[WORDS[0]], &[]), [(vec![], vec![0], Change::New)]);
    assert_eq!(shown(&[WORDS[0]], &[], &[]), [(vec![0], vec![], Change::Deleted)]);
    assert_eq!(align(&texts(&["", ""]), &texts(&[""]), &[]).len(), 3);
}

#[test]
fn a_large_work_that_moved_is_aligned_whole() {
    let article = |i: usize| {
        let at = |step: usize| WORDS[(i * step + i / 7) % WORDS.len()];
        format!(
            "{}编号{}，{}。\n{}；其中{}项由{}负责。",
            at(1),
            i * 37 % 10_007,
            at(5),
            at(11),
            i * 91 % 1009,
            at(7)
        )
    };
    let bodies: Vec<String> = (0..3000).map(article).collect();
    let old: Vec<&str> = bodies[..2900].iter().map(String::as_str).collect();
    let new: Vec<&str> = bodies[100..].iter().map(String::as_str).collect();
    let pairs = align(&texts(&old), &texts(&new), &[]);
    assert!(pairs.len() >= 2900);
}

proptest! {
    #[test]
    fn every_article_stands_once(old in prop::collection::vec(0usize..24, 0..20), new in prop::collection::vec(0usize..24, 0..20)) {
        let body = |list: &[usize]| list.windows(2).map(|w| format!("{}。\n{}", WORDS[w[0]], WORDS[w[1]])).collect::<Vec<_>>();
        let (old, new) = (body(&old), body(&new));
        let (old, new): (Vec<&str>, Vec<&str>) = (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
        let pairs = align(&texts(&old), &texts(&new), &[]);
        let mut olds: Vec<usize> = pairs.iter().flat_map(|pair| pair.old.clone()).collect();
        let mut news: Vec<usize> = pairs.iter().flat_map(|pair| pair.new.clone()).collect();
        olds.sort_unstable();
        news.sort_unstable();
        prop_assert_eq!(olds, (0..old.len()).collect::<Vec<_>>());
        prop_assert_eq!(news, (0..new.len()).collect::<Vec<_>>());
        for pair in &pairs {
            prop_assert!(pair.old.len() == 1 || pair.new.len() <= 1);
            prop_assert!(pair.similarity <= 1000);
        }
    }

    #[test]
    fn an_edition_aligns_with_itself(order in Just((0..24usize).collect::<Vec<_>>()).prop_shuffle()) {
        let bodies: Vec<&str> = order.iter().map(|i| WORDS[*i]).collect();
        let pairs = align(&texts(&bodies), &texts(&bodies), &[]);
        prop_assert!(pairs.iter().all(|pair| pair.change == Change::Same && !pair.renumbered));
        let sorted = align(&texts(&WORDS), &texts(&bodies), &[]);
        prop_assert!(sorted.iter().all(|pair| pair.change == Change::Same));
    }
}
