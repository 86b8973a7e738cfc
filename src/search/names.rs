//! Names of pages: how a query that names one finds it.
//!
//! FORMAT.md, section 10, rules it; the client's `names.js` mirrors it. Comes in: the names of all
//! pages and a query. Goes out: pages, best first, each with how it was named.

use crate::law::number::ArticleNo;
use crate::search::pinyin::Speller;
use crate::search::table::Table;
use crate::search::terms::key;
use crate::text::numeral::is_numeral;

/// The words before the name of nearly every national law, which nobody types.
pub const STATE: &str = "中华人民共和国";
/// Shortest name in which one wrong character is forgiven.
pub const FUZZY: usize = 4;
/// Shortest name in which a missing or an extra character is forgiven.
pub const FUZZY_LENGTH: usize = 6;
/// How many times its length a name may hold besides the query and still be named by it.
pub const LONGER: usize = 2;
/// Most pages that are found because their name holds the query.
pub const CONTAINED: usize = 50;

/// How a query names a page; the order is the order of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// It is the name, or a name and an article number.
    Exact,
    /// It is the document number, brackets aside.
    DocNo,
    /// It is the name in pinyin.
    Pinyin,
    /// It is the initials of the name in pinyin.
    Initials,
    /// The name holds the query.
    Contained,
    /// The name in pinyin begins with the query or holds it.
    PinyinContained,
    /// The name holds the query, but is much longer.
    Mentioned,
    /// One character is wrong, missing or too much.
    OneWrong,
}

/// A page that the query names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The page.
    pub page: u32,
    /// How it was named.
    pub grade: Grade,
    /// The article asked for.
    pub article: Option<(u32, u32)>,
}

/// A name with its page.
#[derive(Debug, Clone)]
struct Name {
    page: u32,
    key: Vec<char>,
}

/// The names of all pages, ready for queries.
#[derive(Debug, Clone)]
pub struct Names {
    names: Vec<Name>,
    doc_nos: Vec<(u32, String)>,
    speller: Speller,
}

/// A name found with how much of it the query left out.
struct Found {
    named: Named,
    rest: usize,
}

impl Names {
    /// Prepares the names of a table.
    pub fn new(table: &Table) -> Self {
        let mut names: Vec<Name> = Vec::new();
        let mut doc_nos = Vec::new();
        for (index, page) in table.pages.iter().enumerate() {
            let first = names.len();
            for name in page.aliases.iter().chain([&page.title]) {
                let whole: String = key(name);
                let short = whole.strip_prefix(STATE).filter(|short| !short.is_empty());
                for key in [Some(whole.as_str()), short].into_iter().flatten() {
                    let key: Vec<char> = key.chars().collect();
                    if !key.is_empty() && !names[first..].iter().any(|name| name.key == key) {
                        names.push(Name { page: index as u32, key });
                    }
                }
            }
            if !page.doc_no.is_empty() {
                doc_nos.push((index as u32, doc_no_key(&page.doc_no)));
            }
        }
        Self { names, doc_nos, speller: Speller::new(&table.syllables) }
    }

    /// The pages a query names, best first.
    pub fn find(&self, text: &str, table: &Table) -> Vec<Named> {
        let asked: Vec<char> = key(text).chars().collect();
        if asked.is_empty() {
            return Vec::new();
        }
        let (bare, year) = without_year(&asked);
        let mut found = self.reference(&asked);
        found.extend(self.equal(&asked));
        if year.is_some() {
            found.extend(self.equal(bare));
        }
        found.extend(self.by_doc_no(text));
        found.extend(self.by_pinyin(&asked));
        let known = !found.is_empty();
        found.extend(self.holding(&asked));
        if !known {
            found.extend(self.one_wrong(bare));
        }
        order(found, table, year)
    }

    /// Pages whose name is exactly this text.
    pub fn exact(&self, text: &str) -> Vec<u32> {
        let asked: Vec<char> = key(text).chars().collect();
        self.equal(&asked).into_iter().map(|found| found.named.page).collect()
    }

    fn named(&self, grade: Grade, asked: usize, fits: impl Fn(&[char]) -> bool) -> Vec<Found> {
        let names = self.names.iter().filter(|name| fits(&name.key));
        names
            .map(|name| Found {
                named: Named { page: name.page, grade, article: None },
                rest: name.key.len().abs_diff(asked),
            })
            .collect()
    }

    fn equal(&self, asked: &[char]) -> Vec<Found> {
        self.named(Grade::Exact, asked.len(), |name| name == asked)
    }

    fn holding(&self, asked: &[char]) -> Vec<Found> {
        let mut found = self.named(Grade::Contained, asked.len(), |name| {
            // The first character tells most places apart before all are compared.
            let holds = |start: usize| name[start] == asked[0] && name[start..].starts_with(asked);
            name.len() > asked.len() && (0..=name.len() - asked.len()).any(holds)
        });
        found.sort_by_key(|found| (found.rest, found.named.page));
        found.truncate(CONTAINED);
        for found in &mut found {
            if found.rest > asked.len() * LONGER {
                found.named.grade = Grade::Mentioned;
            }
        }
        found
    }

    fn one_wrong(&self, asked: &[char]) -> Vec<Found> {
        self.named(Grade::OneWrong, asked.len(), |name| differs_by_one(name, asked))
    }

    fn by_doc_no(&self, text: &str) -> Vec<Found> {
        let asked = doc_no_key(text);
        if !asked.contains(|c: char| c.is_ascii_digit()) {
            return Vec::new();
        }
        let pages = self.doc_nos.iter().filter(|(_, doc_no)| *doc_no == asked);
        pages
            .map(|(page, _)| Found {
                named: Named { page: *page, grade: Grade::DocNo, article: None },
                rest: 0,
            })
            .collect()
    }

    fn by_pinyin(&self, asked: &[char]) -> Vec<Found> {
        if asked.len() < 2 || !asked.iter().all(char::is_ascii_lowercase) {
            return Vec::new();
        }
        let whole = self.named(Grade::Pinyin, 0, |name| self.speller.spells(name, asked));
        let initials = self.named(Grade::Initials, 0, |name| self.speller.begins(name, asked));
        let mut found = whole;
        found.extend(initials);
        if found.is_empty() {
            found = self.named(Grade::PinyinContained, 0, |name| self.speller.holds(name, asked));
            found.sort_by_key(|found| (found.rest, found.named.page));
            found.truncate(CONTAINED);
        }
        found
    }

    /// A name followed by an article number: 监察法第十一条, 监察法11条, 民法典1079.
    fn reference(&self, asked: &[char]) -> Vec<Found> {
        let Some((name, article)) = split_reference(asked) else {
            return Vec::new();
        };
        let mut found = self.equal(name);
        if found.is_empty() {
            let (bare, _) = without_year(name);
            found = self.equal(bare);
        }
        if found.is_empty() && name.len() > 1 {
            found = self.by_pinyin(name);
        }
        if found.is_empty() && name.len() > 1 {
            found = self.holding(name);
        }
        if found.is_empty() {
            found = self.one_wrong(name);
        }
        for found in &mut found {
            found.named.article = Some(article);
            found.named.grade = Grade::Exact;
        }
        found
    }
}

/// Orders what was found: each page once, by its best grade; the edition asked for or in force
/// first, then the name of which the query says most.
fn order(mut found: Vec<Found>, table: &Table, year: Option<u32>) -> Vec<Named> {
    found.sort_by_key(|found| {
        let page = &table.pages[found.named.page as usize];
        let other_year = year.is_some_and(|year| page.year != year);
        let rank = (found.named.grade, found.named.article.is_none(), found.rest, other_year);
        (rank, page.superseded, page.age, found.named.page)
    });
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|found| seen.insert((found.named.page, found.named.article)));
    let articles: std::collections::BTreeSet<u32> =
        found.iter().filter(|found| found.named.article.is_some()).map(|found| found.named.page).collect();
    found.retain(|found| found.named.article.is_some() || !articles.contains(&found.named.page));
    found.into_iter().map(|found| found.named).collect()
}

/// Splits a query into a name and the article number that follows it.
fn split_reference(asked: &[char]) -> Option<(&[char], (u32, u32))> {
    let mut window = String::new();
    for at in 1..asked.len() {
        let ordinal = asked[at] == '第';
        if !ordinal && (!is_numeral(asked[at]) || is_numeral(asked[at - 1]) || asked[at - 1] == '第') {
            continue;
        }
        window.clear();
        if !ordinal {
            window.push('第');
        }
        window.extend(&asked[at..]);
        if !ordinal && asked[at..].iter().all(char::is_ascii_digit) && asked.len() - at < 5 {
            window.push('条');
        }
        if let Some((no, _)) = ArticleNo::parse_prefix(&window) {
            let name = asked[..at].strip_suffix(&['的']).unwrap_or(&asked[..at]);
            return Some((name, (no.number, no.suffix)));
        }
    }
    None
}

/// A query without the year of an edition before or after the name: 2018年监察法, 监察法2018版.
fn without_year(asked: &[char]) -> (&[char], Option<u32>) {
    let year = |digits: &[char]| -> Option<u32> {
        let text: String = digits.iter().collect();
        text.parse().ok().filter(|year| text.len() == 4 && (1900..2100).contains(year))
    };
    if let Some(found) = asked.get(..4).and_then(year) {
        let rest = &asked[4..];
        let rest = rest.strip_prefix(&['年']).unwrap_or(rest);
        let rest = rest.strip_prefix(&['版']).or(rest.strip_prefix(&['的'])).unwrap_or(rest);
        if !rest.is_empty() && !rest[0].is_ascii_digit() {
            return (rest, Some(found));
        }
    }
    let rest = asked.strip_suffix(&['版']).unwrap_or(asked);
    let rest = rest.strip_suffix(&['年']).unwrap_or(rest);
    if rest.len() > 4
        && let Some(found) = year(&rest[rest.len() - 4..])
        && !rest[rest.len() - 5].is_ascii_digit()
    {
        return (&rest[..rest.len() - 4], Some(found));
    }
    (asked, None)
}

/// A document number without its brackets, 第 and leading zeros; blanks keep its numbers apart.
fn doc_no_key(text: &str) -> String {
    let folded = crate::text::fold(text);
    let mut out = String::new();
    let mut number = false;
    for c in folded.chars() {
        let digit = c.is_ascii_digit();
        if digit && !number {
            out.push(' ');
        }
        if digit && c == '0' && out.ends_with(' ') {
            number = true;
            continue;
        }
        if digit || (crate::text::script::class(c) != crate::text::script::Class::Other && c != '第') {
            out.push(c);
        }
        number = digit;
    }
    out
}

fn differs_by_one(name: &[char], asked: &[char]) -> bool {
    let (short, long) = if name.len() < asked.len() { (name, asked) } else { (asked, name) };
    if short.len() < FUZZY || long.len() - short.len() > 1 || name == asked {
        return false;
    }
    let before = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    if short.len() == long.len() {
        return short[before + 1..] == long[before + 1..];
    }
    long.len() > FUZZY_LENGTH && short[before..] == long[before + 1..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn references_are_split() {
        for (asked, name, article) in [
            ("监察法第十一条", "监察法", (11, 0)),
            ("监察法11条", "监察法", (11, 0)),
            ("监察法十一条", "监察法", (11, 0)),
            ("民法典1079", "民法典", (1079, 0)),
            ("刑法的第三百八十二条之一", "刑法", (382, 1)),
        ] {
            let asked = chars(asked);
            assert_eq!(split_reference(&asked), Some((&chars(name)[..], article)));
        }
        assert_eq!(split_reference(&chars("第十一条")), None);
        assert_eq!(split_reference(&chars("监察法")), None);
    }

    #[test]
    fn document_numbers_meet() {
        let key = doc_no_key("中纪发〔2023〕5号");
        for typed in ["中纪发2023 5号", "中纪发[2023]第05号", "中紀發（２０２３）5號"] {
            assert_eq!(doc_no_key(typed), key, "{typed}");
        }
        assert_ne!(doc_no_key("中纪发〔2023〕15号"), key);
        assert_ne!(doc_no_key("中纪发〔2023〕50号"), key);
    }

    #[test]
    fn one_wrong_character_is_forgiven() {
        assert!(differs_by_one(&chars("稀土管理条例"), &chars("稀土管理人例")));
        assert!(differs_by_one(&chars("全国经济普查条例"), &chars("全国经济普条例")));
        assert!(!differs_by_one(&chars("食品安全法"), &chars("食品安全")));
        assert!(!differs_by_one(&chars("监察法"), &chars("监督法")));
        assert!(!differs_by_one(&chars("稀土管理条例"), &chars("稀土管理条例")));
    }

    #[test]
    fn a_year_is_taken_off() {
        assert_eq!(without_year(&chars("2018年监察法")), (&chars("监察法")[..], Some(2018)));
        assert_eq!(without_year(&chars("监察法2018版")), (&chars("监察法")[..], Some(2018)));
        assert_eq!(without_year(&chars("监察法")), (&chars("监察法")[..], None));
        assert_eq!(without_year(&chars("2018")), (&chars("2018")[..], None));
    }
}
