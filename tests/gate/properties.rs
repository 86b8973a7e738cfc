//! What holds for every text: places map back, nothing panics, masks hide, time is linear.

use proptest::prelude::*;
use proptest::sample::select;
use zhiku::config::gate::GateConfig;
use zhiku::gate::rules::conceal::{conceal, masked};
use zhiku::gate::rules::digits::{groups, windows};
use zhiku::gate::rules::examine::{Finding, Nature, examine};
use zhiku::gate::rules::own::OwnRules;
use zhiku::gate::rules::plain::Plain;
use zhiku::gate::rules::rule::Rule;

/// Pieces that recognisers look at, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let words = vec![
        "1",
        "3",
        "8",
        "0",
        "13800138000",
        "6228",
        "5301",
        "19900307",
        "X",
        "x",
        " ",
        "-",
        "—",
        "\u{3000}",
        "\u{200B}",
        "\u{FEFF}",
        "**",
        "*",
        "_",
        "\\",
        "<b>",
        "</b>",
        "<",
        ">",
        "&#49;",
        "&nbsp;",
        "&",
        ";",
        "#",
        "##",
        "`",
        "```",
        "\n",
        "\n\n",
        "---\n",
        "|",
        "①",
        "④",
        "²",
        "１",
        "８",
        "Ａ",
        "＠",
        "@",
        ".",
        "com",
        "qq.com",
        "a",
        "Z",
        "云",
        "京",
        "A",
        "·",
        "E1234567",
        "G",
        "路",
        "号",
        "室",
        "单元",
        "栋",
        "村",
        "组",
        "密",
        "机",
        "绝",
        "秘",
        "★",
        "密级",
        "：",
        "份号",
        "举报人",
        "证人",
        "线人",
        "老",
        "小",
        "K",
        "张",
        "建国",
        "伟",
        "某",
        "某某",
        "××",
        "XX",
        "案",
        "同志",
        "，男",
        "，",
        "。",
        "（",
        "）",
        "“",
        "”",
        "局长",
        "欧阳",
        "的",
        "元",
        "卡号",
        "电话",
        "0871",
        "86",
        "+",
        "(",
        ")",
        "2021年4月12日",
        "36580元",
        "内部资料",
        "锟斤拷",
        "\u{FFFD}",
        "👨‍👩‍👧",
        "é",
        "\u{10FFFF}",
        "\0",
        "微信号",
        "化名",
        "QQ",
        "91",
        "MA",
    ];
    proptest::collection::vec(select(words), 0..60).prop_map(|parts| parts.concat())
}

fn everything() -> Nature<'static> {
    Nature {
        markdown: true,
        junk: true,
        case: true,
        undisclosed: true,
        anonymized: true,
        ..Nature::default()
    }
}

fn all(text: &str) -> Vec<Finding> {
    examine(text, everything(), &OwnRules::new(&GateConfig::default(), &["敏感".to_owned()]))
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let found = all(text);
    for finding in &found {
        prop_assert!(finding.span.start < finding.span.end && finding.span.end <= text.len(), "{finding:?}");
        prop_assert_eq!(text.get(finding.span.start..finding.span.end), Some(finding.text.as_str()));
    }
    let spans: Vec<_> = found.iter().map(|finding| finding.span).collect();
    let hidden = conceal(text, &spans);
    prop_assert_eq!(hidden.chars().count(), text.chars().count());
    prop_assert_eq!(hidden.lines().count(), text.lines().count());
    Ok(())
}

/// Digits with the check digit of an ID number behind them.
fn id_number(region: u32, day: u32, order: u32) -> String {
    let body = format!(
        "53{:04}19{:02}{:02}{:02}{:03}",
        100 + region % 9000,
        50 + day % 50,
        1 + day % 12,
        1 + day % 28,
        1 + order % 998
    );
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize =
        body.bytes().zip(weights).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    format!("{body}{}", &"10X98765432"[sum % 11..=sum % 11])
}

/// `number` with one divider put in at some places.
fn disguised(number: &str, divider: &str, places: &[bool]) -> String {
    let mut out = String::new();
    for (at, c) in number.chars().enumerate() {
        if at > 0 && places[at % places.len()] {
            out.push_str(divider);
        }
        out.push(c);
    }
    out
}

fn divider() -> impl Strategy<Value = &'static str> {
    select(vec![" ", "-", "\u{3000}", "\u{200B}", "\u{FEFF}", "—", "**", " - ", "\u{A0}", "\u{200B} "])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn findings_lie_in_any_text_of_triggers(text in pieces()) {
        check(&text)?;
    }

    #[test]
    fn findings_lie_in_any_text(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn plain_text_maps_back(text in pieces(), cut in 0.0..1.0_f64) {
        let plain = Plain::of(&text);
        let at = (plain.text.len() as f64 * cut) as usize;
        let start = (0..=at).rev().find(|at| plain.text.is_char_boundary(*at)).unwrap_or(0);
        if let Some(c) = plain.text[start..].chars().next() {
            let span = plain.source(start..start + c.len_utf8());
            let source = text.get(span.start..span.end);
            prop_assert!(source.is_some(), "{span:?}");
            prop_assert!(Plain::of(source.unwrap()).text.contains(c) || "⓪①④²¹".chars().any(|ornate| source.unwrap().contains(ornate)));
        }
    }

    #[test]
    fn a_disguised_id_number_is_found(region: u32, day: u32, order: u32, by in divider(), places in proptest::collection::vec(any::<bool>(), 1..18)) {
        let number = disguised(&id_number(region, day, order), by, &places);
        let text = format!("证件号码{number}，已核对。");
        let found = all(&text);
        prop_assert!(found.iter().any(|finding| finding.rule == Rule::IdNumber && finding.text == number), "{text}: {found:?}");
    }

    #[test]
    fn a_disguised_mobile_number_is_found(tail in 0..100_000_000_u32, head in select(vec!["138", "159", "186", "199", "177"]), by in divider(), places in proptest::collection::vec(any::<bool>(), 1..11)) {
        let number = disguised(&format!("{head}{tail:08}"), by, &places);
        let text = format!("联系{number}，谢谢。");
        let found = all(&text);
        prop_assert!(found.iter().any(|finding| finding.rule == Rule::Phone && finding.text == number), "{text}: {found:?}");
    }

    #[test]
    fn full_width_forms_are_found(tail in 0..100_000_000_u32) {
        let number = format!("139{tail:08}");
        let wide: String = number.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect();
        let text = format!("手机{wide}。");
        prop_assert!(all(&text).iter().any(|finding| finding.rule == Rule::Phone && finding.text == wide));
    }

    /// Steps, not time: twice the text has twice the windows, and as many as meet at the seam.
    #[test]
    fn the_work_on_any_text_is_linear(unit in pieces(), times in 1..40_usize) {
        let (once, twice) = (count(&unit.repeat(times)), count(&unit.repeat(2 * times)));
        prop_assert!(twice <= 2 * once + 400, "{unit:?}: {once} and {twice}");
    }

    #[test]
    fn numbers_in_other_digits_are_found(tail in 0..100_000_000_u32, zero in select(vec!['\u{660}', '\u{6F0}', '\u{966}', '\u{E50}', '\u{FF10}', '\u{1D7CE}'])) {
        let number = format!("139{tail:08}");
        let digit = |c: char| char::from_u32(zero as u32 + c.to_digit(10).unwrap()).unwrap();
        let other: String = number.chars().map(digit).collect();
        let han: String = number.chars().map(|c| "〇一二三四五六七八九".chars().nth(c.to_digit(10).unwrap() as usize).unwrap()).collect();
        for number in [other, han] {
            let text = format!("手机{number}。");
            prop_assert!(all(&text).iter().any(|finding| finding.rule == Rule::Phone && finding.text == number), "{text}");
        }
    }

    #[test]
    fn a_number_in_cells_is_found(region: u32, day: u32, order: u32) {
        let number = id_number(region, day, order);
        let row: String = number.chars().map(|c| format!("| {c} ")).collect();
        let text = format!("{row}|\n");
        prop_assert!(all(&text).iter().any(|finding| finding.rule == Rule::IdNumber) || number.ends_with('X'), "{text}");
    }

    #[test]
    fn a_mask_hides_the_middle(text in "[0-9A-Za-z]{4,40}") {
        let hidden = masked(&text);
        prop_assert_eq!(hidden.chars().count(), text.chars().count());
        prop_assert!(hidden.chars().filter(|c| *c == '＊').count() * 2 >= text.len(), "{hidden}");
    }
}

/// How many windows recognisers are shown.
fn count(text: &str) -> usize {
    let mut shown = 0;
    windows(text, &groups(text), |_| shown += 1);
    shown
}

#[test]
fn the_work_on_digits_is_linear() {
    for unit in ["1", "1 ", "13 ", "138-", "13800138000 ", "62284 ", "19900307 ", "| 1 ", "138、", "[1](a)"]
    {
        let (small, large) = (count(&unit.repeat(1_000)), count(&unit.repeat(10_000)));
        assert!(large <= small * 11 + 20, "{unit:?}: {small} and {large}");
        assert!(large <= 10_000 * unit.len() * 12, "{unit:?}: {large}");
    }
}

#[test]
fn hostile_texts_end() {
    for unit in [
        "1",
        "1 ",
        "@",
        "a@",
        "某",
        "张伟",
        "★",
        "密",
        "举报人",
        "##",
        "`",
        "<!--",
        "&#",
        "①",
        "\u{200B}",
        "路1号1室",
        "京A",
        "A",
        "0871-",
        "一",
        "l",
        "%31",
        "| 1 ",
        "><★",
        "密>★",
        "×",
        "-",
        "**",
    ] {
        let found = all(&unit.repeat(20_000));
        assert!(found.len() <= 20_000 * unit.chars().count(), "{unit:?}");
    }
}
