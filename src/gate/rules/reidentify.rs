//! What undoes the masking of a case: an exact date with an exact amount, a post that only one
//! person holds, and the sensitive terms of the site.

use std::sync::LazyLock;

use regex::Regex;

use crate::gate::rules::hit::Hit;
use crate::gate::rules::rule::Rule;

static DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}")
        .expect("a plain pattern")
});
/// Amounts to the yuan: five digits and more, or 万元 with two decimals and more.
static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?元|\d{4,}(?:\.\d+)?元|\d+\.\d{2,}万元").expect("a plain pattern")
});
/// Posts that one person of a place holds, with the name of the place before them.
static POST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(\p{Han}{1,6}?)(县|市|区|州|旗|镇|乡)(?:原)?(委书记|委副书记|党委书记|纪委书记|监委主任|人大常委会主任|政协主席|委组织部部长|公安局局长|法院院长|检察院检察长|县长|市长|区长|州长|镇长|乡长)",
    )
    .expect("a plain pattern")
});

/// Exact dates with exact amounts, and posts of one holder, in `text`.
pub fn quasi_identifiers(text: &str, hits: &mut Vec<Hit>) {
    let mut at = 0;
    for sentence in text.split_inclusive(['。', '\n']) {
        if let (Some(day), Some(amount)) = (DAY.find(sentence), AMOUNT.find(sentence)) {
            let (start, end) = (day.start().min(amount.start()), day.end().max(amount.end()));
            hits.push(Hit::new(Rule::Reidentification, at + start..at + end));
        }
        for post in POST.captures_iter(sentence) {
            let (Some(whole), Some(place)) = (post.get(0), post.get(1)) else { continue };
            if is_named(place.as_str()) {
                hits.push(Hit::new(Rule::Reidentification, at + whole.start()..at + whole.end()));
            }
        }
        at += sentence.len();
    }
}

/// Whether `place` names a place: masks and words such as 该县 do not.
fn is_named(place: &str) -> bool {
    let place = place.rsplit(['任', '原', '在', '的']).next().unwrap_or(place);
    let masked = place.contains(['某', '×', '该', '本', '各', '全', '邻', '我', '甲', '乙', '丙']);
    place.chars().count() > 1 && !masked
}
