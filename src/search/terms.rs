//! The analyzer: from text to terms, the same for what is indexed and what is asked.
//!
//! FORMAT.md, section 2, rules it; the client's `terms.js` mirrors it. Comes in: any text. Goes
//! out: bigrams of folded ideographs, whole Latin words and numbers, one term per article number.

use crate::law::number::ArticleNo;
use crate::text::fold::fold_char;
use crate::text::numeral::is_numeral;
use crate::text::script::{Class, class};

/// Changes whenever the terms of some text do, so that remembered ones are dropped.
pub const VERSION: u32 = 1;

/// Longest word in characters; a longer run is cut into words of this length.
pub const LONGEST_WORD: usize = 64;

/// Folded characters after 第 that are looked at for an article number, 第 itself included.
pub const ARTICLE_WINDOW: usize = 24;

/// Article numbers from here on are none.
pub const ARTICLES: u32 = 10_000;

/// First character of the term of an article number; no text holds it in a term.
pub const ARTICLE_MARK: char = '#';

/// The term of an article number: `#120`, `#382-1`.
pub fn article_term(number: u32, suffix: u32) -> String {
    match suffix {
        0 => format!("{ARTICLE_MARK}{number}"),
        _ => format!("{ARTICLE_MARK}{number}-{suffix}"),
    }
}

/// Cuts texts into terms; keeps its buffers between texts.
#[derive(Debug, Default, Clone)]
pub struct Analyzer {
    folded: Vec<char>,
    window: String,
    term: String,
}

impl Analyzer {
    /// Hands every term of `text` to `sink`, in the order of the text, repeats included.
    pub fn terms(&mut self, text: &str, sink: &mut impl FnMut(&str)) {
        self.folded.clear();
        for c in text.chars() {
            fold_char(c, &mut |folded| self.folded.push(folded));
        }
        let mut run = Run::default();
        for at in 0..self.folded.len() {
            let c = self.folded[at];
            if c == '第'
                && let Some((no, _)) = article_at(&self.folded, at, &mut self.window)
            {
                sink(&article_term(no.number, no.suffix));
            }
            run.take(c, class(c), &mut self.term, sink);
        }
        run.end(&mut self.term, sink);
    }
}

/// What is open while characters are read: an ideograph that waits for the next, or a word.
#[derive(Default)]
struct Run {
    waiting: Option<char>,
    word: usize,
}

impl Run {
    fn take(&mut self, c: char, class: Class, term: &mut String, sink: &mut impl FnMut(&str)) {
        match class {
            Class::Ideograph => {
                self.end_word(term, sink);
                if let Some(before) = self.waiting.replace(c) {
                    emit(&[before, c], term, sink);
                }
            }
            Class::Letter => {
                self.end_ideograph(term, sink);
                if self.word == LONGEST_WORD {
                    self.end_word(term, sink);
                }
                if self.word == 0 {
                    term.clear();
                }
                term.push(c);
                self.word += 1;
            }
            Class::Other => self.end_word(term, sink),
        }
    }

    fn end(&mut self, term: &mut String, sink: &mut impl FnMut(&str)) {
        self.end_word(term, sink);
        self.end_ideograph(term, sink);
    }

    fn end_word(&mut self, term: &str, sink: &mut impl FnMut(&str)) {
        if self.word > 0 {
            self.word = 0;
            sink(term);
        }
    }

    fn end_ideograph(&mut self, term: &mut String, sink: &mut impl FnMut(&str)) {
        if let Some(last) = self.waiting.take() {
            emit(&[last], term, sink);
        }
    }
}

fn emit(chars: &[char], term: &mut String, sink: &mut impl FnMut(&str)) {
    term.clear();
    term.extend(chars);
    sink(term);
}

/// The article number that stands at `at` in a folded text, and the characters it takes.
pub fn article_at(folded: &[char], at: usize, window: &mut String) -> Option<(ArticleNo, usize)> {
    let next = folded[at + 1..].iter().take(2);
    if !next.into_iter().any(|&c| is_numeral(c)) {
        return None;
    }
    let end = folded.len().min(at + ARTICLE_WINDOW);
    window.clear();
    window.extend(&folded[at..end]);
    let (no, bytes) = ArticleNo::parse_prefix(window)?;
    let sane = no.number < ARTICLES && no.suffix < ARTICLES;
    sane.then(|| (no, window[..bytes].chars().count()))
}

/// The folded characters of a text that carry words: what is left when everything else is dropped.
pub fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut |folded| {
            if class(folded) != Class::Other {
                key.push(folded);
            }
        });
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        Analyzer::default().terms(text, &mut |term| all.push(term.to_owned()));
        all
    }

    #[test]
    fn every_ideograph_starts_one_term() {
        assert_eq!(terms("监察法"), ["监察", "察法", "法"]);
        assert_eq!(terms("税"), ["税"]);
        assert_eq!(terms(""), Vec::<String>::new());
    }

    #[test]
    fn blanks_and_punctuation_are_transparent() {
        assert_eq!(terms("应当，\n　依 法。"), ["应当", "当依", "依法", "法"]);
    }

    #[test]
    fn words_and_numbers_stay_whole() {
        assert_eq!(terms("共5人，ISO 9001"), ["共", "5", "人", "iso", "9001"]);
        assert_eq!(terms("19.9元"), ["19", "9", "元"]);
        assert_eq!(terms(&"a".repeat(65)), ["a".repeat(64), "a".to_owned()]);
    }

    #[test]
    fn an_article_number_has_a_term_of_its_own() {
        assert_eq!(terms("第十条"), ["#10", "第十", "十条", "条"]);
        assert!(terms("依照第 ３８２ 條之一的規定").contains(&"#382-1".to_owned()));
        assert!(!terms("第十章").iter().any(|term| term.starts_with('#')));
    }

    #[test]
    fn a_key_keeps_what_carries_words() {
        assert_eq!(key("《中華人民共和國監察法》（2018）"), "中华人民共和国监察法2018");
    }
}
