//! Reading what was typed: words, required and excluded strings, filters, terms.
//!
//! FORMAT.md, section 9, rules it; the client's `query.js` mirrors it.

use crate::search::terms::{ARTICLE_MARK, LONGEST_WORD, article_at, article_term, key};
use crate::text::fold::fold_char;
use crate::text::script::{Class, class};

/// No word or number begins before this character, and none after the other.
const FIRST_WORD: char = '0';
const LAST_WORD: char = '\u{2FFF}';

/// A query that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// The words, divided by blanks, as typed.
    pub groups: Vec<String>,
    /// Keys of strings between `"` that a unit must hold.
    pub required: Vec<String>,
    /// Keys of strings after `-` that a unit must not hold.
    pub excluded: Vec<String>,
    /// Facet label or name and value, as typed, of `类型:案例` and the like.
    pub filters: Vec<(String, String)>,
}

impl Query {
    /// Reads a query; `is_facet` knows labels and names of facets.
    pub fn read(typed: &str, is_facet: impl Fn(&str) -> bool) -> Self {
        let mut query = Self::default();
        for (index, part) in typed.split(['"', '＂']).enumerate() {
            if index % 2 == 1 {
                let required = key(part);
                if !required.is_empty() {
                    query.required.push(required);
                    query.groups.push(part.trim().to_owned());
                }
                continue;
            }
            for group in part.split_whitespace() {
                query.group(group, &is_facet);
            }
        }
        query
    }

    fn group(&mut self, group: &str, is_facet: &impl Fn(&str) -> bool) {
        if let Some(excluded) = group.strip_prefix(['-', '－', '−']) {
            let excluded = key(excluded);
            if !excluded.is_empty() {
                self.excluded.push(excluded);
            }
            return;
        }
        if let Some((label, value)) = group.split_once([':', '：'])
            && !value.is_empty()
            && is_facet(label)
        {
            self.filters.push((label.to_owned(), value.to_owned()));
            return;
        }
        self.groups.push(group.to_owned());
    }

    /// The words as one text.
    pub fn text(&self) -> String {
        self.groups.join(" ")
    }

    /// Keys of the words that have one.
    pub fn keys(&self) -> Vec<String> {
        self.groups.iter().map(|group| key(group)).filter(|key| !key.is_empty()).collect()
    }
}

/// The terms a query asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// Whole terms, each once, in the order they are first asked for.
    pub terms: Vec<String>,
    /// Ideographs that stand alone at the end of a word: any term that starts with one will do.
    pub prefixes: Vec<char>,
    /// The terms at the ends of words, which may be parts of longer terms.
    pub open: Vec<Open>,
}

/// A term that may be part of a longer one, as the text may go on where the words end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The term.
    pub term: String,
    /// Whether the text may have more of the term before it.
    pub before: bool,
    /// Whether the text may have more of the term after it.
    pub after: bool,
}

impl Open {
    /// The first and the last term that can fit.
    pub fn range(&self) -> (String, String) {
        match self.term.split_once(ARTICLE_MARK) {
            Some((_, article)) => {
                let number = article.split('-').next().unwrap_or_default();
                (article_start(number), format!("{}-:", article_start(number)))
            }
            None => (FIRST_WORD.to_string(), LAST_WORD.to_string()),
        }
    }

    /// Whether a term of the index can be what the text holds here.
    pub fn fits(&self, term: &str) -> bool {
        if self.term.starts_with(ARTICLE_MARK) {
            // 第十条之一 may be the beginning of 第十条之一般规定 or of 第十条之十一.
            let (number, suffix) = self.term.split_once('-').unwrap_or((&self.term, ""));
            return term == number
                || term.strip_prefix(number).is_some_and(|rest| {
                    rest.strip_prefix('-').is_some_and(|other| suffix.is_empty() || other.starts_with(suffix))
                });
        }
        match (self.before, self.after) {
            (true, true) => term.contains(&self.term),
            (true, false) => term.ends_with(&self.term),
            (false, true) => term.starts_with(&self.term),
            (false, false) => term == self.term,
        }
    }
}

fn article_start(number: &str) -> String {
    format!("{ARTICLE_MARK}{number}")
}

impl Asked {
    /// The terms of some words.
    pub fn of<'g>(groups: impl IntoIterator<Item = &'g str>) -> Self {
        let mut asked = Self::default();
        for group in groups {
            asked.group(group);
        }
        asked
    }

    fn group(&mut self, group: &str) {
        let mut last = None;
        let kept = kept(group, &mut |number, suffix| {
            let term = article_term(number, suffix);
            last = Some(term.clone());
            self.add(term);
        });
        if let Some(article) = last.filter(|_| kept.last().is_some_and(|kept| kept.in_article)) {
            self.open(&article, false, true);
        }
        let mut at = 0;
        while at < kept.len() {
            let start = at;
            let kind = class(kept[at].c);
            if kind == Class::Letter {
                while at < kept.len() && kept[at].follows(start, at) && at - start < LONGEST_WORD {
                    at += 1;
                }
                if !kept[start].in_article {
                    let term: String = kept[start..at].iter().map(|kept| kept.c).collect();
                    self.open(&term, start == 0, at == kept.len());
                    self.add(term);
                }
                continue;
            }
            while at < kept.len() && class(kept[at].c) == Class::Ideograph {
                at += 1;
            }
            self.run(&kept[start..at], at == kept.len());
        }
    }

    fn run(&mut self, run: &[Kept], last: bool) {
        for pair in run.windows(2) {
            if !pair[0].in_article {
                self.add(pair.iter().map(|kept| kept.c).collect());
            }
        }
        let Some(end) = run.last().filter(|end| !end.in_article) else {
            return;
        };
        if !last {
            self.add(end.c.to_string());
        } else if run.len() == 1 && !self.prefixes.contains(&end.c) {
            self.prefixes.push(end.c);
        }
    }

    fn open(&mut self, term: &str, before: bool, after: bool) {
        if !before && !after {
            return;
        }
        match self.open.iter_mut().find(|open| open.term == term) {
            Some(open) => (open.before, open.after) = (open.before || before, open.after || after),
            None => self.open.push(Open { term: term.to_owned(), before, after }),
        }
    }

    fn add(&mut self, term: String) {
        if !self.terms.contains(&term) {
            self.terms.push(term);
        }
    }
}

/// A folded character that carries words.
struct Kept {
    c: char,
    /// Whether characters that carry none stand before it.
    divided: bool,
    /// Whether it is part of an article number.
    in_article: bool,
}

impl Kept {
    /// Whether this character goes on with a word that began at `start`.
    fn follows(&self, start: usize, at: usize) -> bool {
        class(self.c) == Class::Letter && (at == start || !self.divided)
    }
}

fn kept(group: &str, article: &mut impl FnMut(u32, u32)) -> Vec<Kept> {
    let mut folded = Vec::new();
    for c in group.chars() {
        fold_char(c, &mut |c| folded.push(c));
    }
    let (mut kept, mut window) = (Vec::new(), String::new());
    let (mut divided, mut article_end) = (false, 0);
    for (at, &c) in folded.iter().enumerate() {
        if c == '第'
            && let Some((no, length)) = article_at(&folded, at, &mut window)
        {
            article(no.number, no.suffix);
            article_end = at + length;
        }
        if class(c) == Class::Other {
            divided = true;
            continue;
        }
        kept.push(Kept { c, divided, in_article: at < article_end });
        divided = false;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(groups: &[&str]) -> (Vec<String>, Vec<char>) {
        let asked = Asked::of(groups.iter().copied());
        (asked.terms, asked.prefixes)
    }

    #[test]
    fn syntax_is_taken_out() {
        let query =
            Query::read("工伤 \"停工 留薪\" -农民工 类型:法规 a:b", |label| label == "类型");
        assert_eq!(query.groups, ["工伤", "停工 留薪", "a:b"]);
        assert_eq!(query.required, ["停工留薪"]);
        assert_eq!(query.excluded, ["农民工"]);
        assert_eq!(query.filters, [("类型".to_owned(), "法规".to_owned())]);
    }

    #[test]
    fn the_last_ideograph_asks_for_nothing_of_its_own() {
        assert_eq!(asked(&["监察法"]), (vec!["监察".to_owned(), "察法".to_owned()], vec![]));
        assert_eq!(asked(&["税"]), (vec![], vec!['税']));
        assert_eq!(asked(&["共5人"]).0, ["共", "5"]);
        assert_eq!(asked(&["共5人"]).1, ['人']);
        assert_eq!(asked(&["19.9 元"]).0, ["19", "9"]);
    }

    #[test]
    fn what_stands_at_an_end_may_be_a_part() {
        let open = |group: &str| Asked::of([group]).open;
        let one = |term: &str, before, after| Open { term: term.to_owned(), before, after };
        assert_eq!(open("023"), [one("023", true, true)]);
        assert_eq!(open("23年5"), [one("23", true, false), one("5", false, true)]);
        assert_eq!(open("共5人"), []);
        assert_eq!(open("依照第十条"), [one("#10", false, true)]);
        assert!(open("第十条规定").is_empty());
        assert!(one("23", true, false).fits("2023"));
        assert!(!one("23", true, false).fits("230"));
        for (asked, term, fits) in [
            ("#10", "#10-1", true),
            ("#10", "#100", false),
            ("#10-1", "#10", true),
            ("#10-1", "#10-12", true),
            ("#10-1", "#10-2", false),
        ] {
            assert_eq!(one(asked, false, true).fits(term), fits, "{asked} {term}");
            let (first, last) = one(asked, false, true).range();
            assert!(!fits || (first.as_str()..=last.as_str()).contains(&term), "{asked} {term}");
        }
    }

    #[test]
    fn an_article_number_is_one_term_however_written() {
        assert_eq!(asked(&["第一百二十条"]).0, ["#120"]);
        assert_eq!(asked(&["刑法第120条之一规定"]).0, ["#120-1", "刑法", "法第", "规定"]);
    }
}
