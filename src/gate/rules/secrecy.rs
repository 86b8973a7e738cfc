//! Marks of secrecy and of internal use.
//!
//! The bare words 机密 and 秘密 are no mark: laws have them thousands of times. A mark is one of
//! them with a star, or the block of 份号, 密级 and 紧急程度 that stands at the top of a document.

use crate::gate::rules::context::{before, behind};
use crate::gate::rules::hit::Hit;
use crate::gate::rules::rule::Rule;
use crate::gate::rules::words::{Meaning, Word};

const BLANKS: [char; 4] = [' ', '\u{3000}', '\u{A0}', '\t'];

/// The mark that `word`, a star, ends.
pub fn starred(text: &str, word: Word) -> Option<Hit> {
    if word.meaning != Meaning::Star {
        return None;
    }
    let asterisk = text[word.start..].starts_with('密');
    let (head, end) = if asterisk { (word.start + "密".len(), word.end) } else { (word.start, word.end) };
    let left = unmarked(&text[..head]).strip_suffix('密').map(unmarked)?;
    let first = left.chars().next_back().filter(|c| "绝机秘".contains(*c))?;
    let term = behind(text, end, 6).trim_start_matches(['*', '＊', ' ']);
    let timed =
        term.starts_with(|c: char| c.is_ascii_digit()) || term.starts_with("长期") || term.starts_with('年');
    let start = left.len() - first.len_utf8();
    (!asterisk || timed).then(|| Hit::new(Rule::SecrecyMark, start..end + term_length(&text[end..])))
}

/// The most characters of a tag between a mark and its star.
const TAG: usize = 40;

/// `text` without the blanks, marks of Markdown and tags at its end.
fn unmarked(text: &str) -> &str {
    let mut left = text;
    for _ in 0..4 {
        left = left.trim_end_matches(BLANKS).trim_end_matches(['*', '_', '~', '`', '=']);
        if left.ends_with('>') {
            let near = before(left, left.len(), TAG);
            left = near.rfind('<').map_or(left, |start| &left[..left.len() - near.len() + start]);
        }
    }
    left.trim_end_matches(BLANKS)
}

/// The length of the term of secrecy at the head of `text`, such as 10年.
fn term_length(text: &str) -> usize {
    let term = text.trim_start_matches(BLANKS);
    let digits = term.bytes().take_while(u8::is_ascii_digit).count();
    let unit = ["年", "个月", "月", "长期"].iter().find(|unit| term[digits..].starts_with(**unit));
    unit.map_or(0, |unit| text.len() - term.len() + digits + unit.len())
}

/// Words that a law on publications uses, which are no marks.
const NO_MARKS: [&str; 3] = ["性出版物", "所载内容", "，所载内容"];

/// The mark of internal use that `word` is.
pub fn internal(text: &str, word: Word) -> Option<Hit> {
    let no_mark = NO_MARKS.iter().any(|rest| text[word.end..].starts_with(rest));
    (word.meaning == Meaning::Internal && !no_mark)
        .then(|| Hit::new(Rule::InternalMark, word.start..word.end))
}

/// Lines at the top in which a block of secrecy is looked for.
const TOP: usize = 15;
/// What may stand behind a label of the block: without one of these it is a blank form.
const LABELS: [(&str, &[&str]); 4] = [
    ("份号", &[]),
    ("密级", &["绝密", "机密", "秘密"]),
    ("保密期限", &["长期", "永久"]),
    ("紧急程度", &["特急", "加急", "特提", "急件", "平急", "紧急"]),
];

/// The lines of a 份号 / 密级 / 紧急程度 block in the first lines of `text` from `start` on.
pub fn block(text: &str, start: usize, hits: &mut Vec<Hit>) {
    let mut at = start;
    let mut seen = 0;
    for line in text[start..].split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            seen += 1;
            if is_of_block(trimmed) {
                let from = at + (line.len() - line.trim_start().len());
                hits.push(Hit::new(Rule::SecrecyMark, from..from + trimmed.len()));
            }
        }
        at += line.len();
        if seen == TOP {
            break;
        }
    }
}

/// The most characters that a line of the block has.
const LINE: usize = 60;

fn is_of_block(line: &str) -> bool {
    if line.chars().take(LINE + 1).count() > LINE {
        return false;
    }
    let compact: String = line.chars().filter(|c| !c.is_whitespace() && !"*|_#>".contains(*c)).collect();
    let alone = ["绝密", "机密", "秘密"]
        .iter()
        .any(|word| compact.strip_prefix(word).is_some_and(|rest| rest.is_empty() || is_term(rest)));
    let labelled = LABELS.iter().any(|(label, values)| {
        compact.match_indices(label).any(|(at, _)| {
            let rest = compact[at + label.len()..].trim_start_matches(['：', ':', '号', '第', 'N', 'o', '.']);
            let joined = compact[..at].chars().next_back().is_none_or(|c| {
                !('\u{4E00}'..='\u{9FFF}').contains(&c)
                    || at > 0
                        && LABELS
                            .iter()
                            .any(|(_, values)| values.iter().any(|value| compact[..at].ends_with(value)))
            });
            let marked = compact[at + label.len()..].starts_with(['：', ':'])
                || line.contains('|')
                || compact.chars().count() < 12;
            let given = match values.is_empty() {
                true => rest.bytes().take_while(u8::is_ascii_digit).count() > 1,
                false => {
                    values.iter().any(|value| rest.starts_with(value))
                        || (*label == "保密期限" && is_term(rest))
                }
            };
            joined && marked && given
        })
    });
    (alone && !line.starts_with('#')) || labelled
}

/// Whether `text` is a term of secrecy, such as 10年.
fn is_term(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && text[digits..].starts_with(['年', '月'])) || text == "长期"
}
