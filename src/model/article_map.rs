//! 条文对照: an editor's word on where articles went, on the page of the later edition.

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::config::value::{Fields, Value};
use crate::law::alignment::Correction;
use crate::law::number::ArticleNo;
use crate::model::site::Page;

/// The corrections that `new` makes of how its articles follow from those of `old`, and what is wrong
/// with them. Rows that share an article are one correction: 第十条 and 第十一条 both to 第九条.
pub fn corrections(old: &Page, new: &Page) -> (Vec<Correction>, Vec<Diagnostic>) {
    let mut corrections: Vec<Correction> = Vec::new();
    let mut diagnostics = Vec::new();
    for (row, item) in new.document.fields.items("article_map").iter().enumerate() {
        let Value::Record(record) = &item.value else { continue };
        match read(record, old, new).and_then(|found| joined(found, &corrections)) {
            Ok((correction, parts)) => {
                let mut place = 0..;
                corrections.retain(|_| !parts.contains(&place.next().unwrap_or_default()));
                corrections.push(correction);
            }
            Err([zh, en]) => {
                let found = Diagnostic::new(&message::ARTICLE_MAP).with("row", row + 1);
                diagnostics.push(found.with_words("reason", &zh, &en).at(new.document.place(item.span)));
            }
        }
    }
    (corrections, diagnostics)
}

/// A correction made one with those that it shares an article with, and which those are.
fn joined(found: Correction, known: &[Correction]) -> Result<(Correction, Vec<usize>), [String; 2]> {
    let shares = |other: &Correction| {
        found.old.iter().any(|no| other.old.contains(no)) || found.new.iter().any(|no| other.new.contains(no))
    };
    let parts: Vec<usize> = (0..known.len()).filter(|place| shares(&known[*place])).collect();
    let mut whole = found.clone();
    for part in &parts {
        whole.old.extend(&known[*part].old);
        whole.new.extend(&known[*part].new);
    }
    for side in [&mut whole.old, &mut whole.new] {
        side.sort_unstable();
        side.dedup();
    }
    if whole.old.len() > 1 && whole.new.len() > 1 {
        return Err([
            "原条和现条都有几条，只能几条对一条或者一条对几条".into(),
            "several articles stand on both sides; one side must be a single article".into(),
        ]);
    }
    let is_void = |list: &[ArticleNo]| list.is_empty();
    if parts.iter().any(|part| is_void(&known[*part].old) || is_void(&known[*part].new))
        || !parts.is_empty() && (is_void(&found.old) || is_void(&found.new))
    {
        return Err([
            "同一条既有对应的条，又写成新增或者删去".into(),
            "an article is both mapped and said to be new or deleted".into(),
        ]);
    }
    Ok((whole, parts))
}

fn read(record: &Fields, old: &Page, new: &Page) -> Result<Correction, [String; 2]> {
    let side = |name: &str| numbers(record.text(name).unwrap_or_default());
    let (from, to) = (side("from")?, side("to")?);
    if from.is_empty() && to.is_empty() {
        return Err(["原条、现条都没有写".into(), "neither side is given".into()]);
    }
    for (page, numbers) in [(old, &from), (new, &to)] {
        let holds = |no: &ArticleNo| {
            page.document.structure.as_ref().is_some_and(|structure| structure.article(*no).is_some())
        };
        if let Some(no) = numbers.iter().find(|no| !holds(no)) {
            let version =
                page.document.fields.date("version").map_or_else(String::new, |date| date.to_string());
            return Err([format!("{version} 版本没有{no}"), format!("the edition {version} has no {no}")]);
        }
    }
    Ok(Correction { old: from, new: to })
}

/// The article numbers in words such as 第十条、第十一条; `无` and nothing are none.
fn numbers(text: &str) -> Result<Vec<ArticleNo>, [String; 2]> {
    let words = text.split(['、', '，', ',', '和', '；']).map(str::trim);
    let words =
        words.filter(|word| !word.is_empty() && !["无", "新增", "删除", "删去", "-", "—"].contains(word));
    words
        .map(|word| {
            let no = ["", "第"].iter().find_map(|before| ArticleNo::parse(&format!("{before}{word}")));
            let no = no.or_else(|| ArticleNo::parse(&format!("第{word}条")));
            no.ok_or_else(|| [format!("“{word}”不是条号"), format!("`{word}` is no article number")])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_share_an_article_are_one_correction() {
        let list = |numbers: &[u32]| numbers.iter().map(|no| ArticleNo::new(*no)).collect::<Vec<_>>();
        let row = |old: &[u32], new: &[u32]| Correction { old: list(old), new: list(new) };
        let known = [row(&[10], &[9]), row(&[12], &[]), row(&[20], &[21, 22])];
        assert_eq!(joined(row(&[11], &[9]), &known), Ok((row(&[10, 11], &[9]), vec![0])));
        assert_eq!(joined(row(&[30], &[31]), &known), Ok((row(&[30], &[31]), vec![])));
        assert!(joined(row(&[19], &[21]), &known).is_err(), "two on both sides");
        assert!(joined(row(&[12], &[13]), &known).is_err(), "deleted and mapped");
        assert_eq!(joined(row(&[], &[40]), &known), Ok((row(&[], &[40]), vec![])));
    }

    #[test]
    fn numbers_as_editors_write_them() {
        let read =
            |text: &str| numbers(text).map(|list| list.iter().map(|no| no.anchor()).collect::<Vec<_>>());
        assert_eq!(read("第十条、第十一条之一"), Ok(vec!["a10".into(), "a11-1".into()]));
        assert_eq!(read("12，13"), Ok(vec!["a12".into(), "a13".into()]));
        assert_eq!(read("无"), Ok(vec![]));
        assert_eq!(read(""), Ok(vec![]));
        assert_eq!(read("十条"), Ok(vec!["a10".into()]));
        assert!(read("序言").is_err());
    }
}
