//! The walk over a text that tries each kind of citation where one can begin.

use std::ops::Range;

use crate::law::citation::definition::PageNames;
use crate::law::citation::hint;
use crate::law::citation::names::{Known, Names};
use crate::law::citation::start::{is_mark, last_sign, next_mark};
use crate::law::citation::title::{self, Tail};
use crate::law::citation::{Citation, Form, Target};
use crate::law::citation::{boundary, doc_no, explicit, genre};
use crate::law::number::ArticleNo;
use crate::law::structure::is_blank;

/// What an article number without a title means on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BareArticle {
    /// The page has articles itself, and means them.
    Here,
    /// The page has none, or amends another text.
    Unresolved,
}

/// Scans the texts of one page in their order; aliases that the page defines hold from there on.
#[derive(Debug, Clone)]
pub struct Scanner<'n> {
    names: &'n Names,
    pub(super) bare: BareArticle,
    page: PageNames,
}

impl<'n> Scanner<'n> {
    /// A scanner for one page.
    pub fn new(names: &'n Names, bare: BareArticle) -> Self {
        Self { names, bare, page: PageNames::default() }
    }

    /// The citations of a text, in its order, without overlaps.
    ///
    /// The number at the start of an article is not one; it is the article itself.
    pub fn scan(&mut self, text: &str) -> Vec<Citation> {
        let mut pass = Pass {
            scanner: self,
            text,
            at: 0,
            last: 0,
            bare_until: last_sign(text),
            quotes: 0,
            found: Vec::new(),
            titles: Vec::new(),
        };
        pass.run();
        pass.found
    }
}

pub(super) struct Pass<'s, 'n, 't> {
    pub(super) scanner: &'s mut Scanner<'n>,
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// Where the last citation ended.
    pub(super) last: usize,
    /// Where the last number, or the last 以下简称, stands: a title without marks needs one behind it.
    bare_until: usize,
    /// Quotations open.
    pub(super) quotes: u32,
    pub(super) found: Vec<Citation>,
    /// Titles met: name, what is known, where they stand with all that hangs on them.
    pub(super) titles: Vec<(String, Known, Range<usize>)>,
}

impl<'t> Pass<'_, '_, 't> {
    fn run(&mut self) {
        self.skip_own_number();
        while let Some(c) = self.pass_over() {
            match self.citation(c) {
                Some(citation) => {
                    self.at = citation.range.end;
                    self.last = self.at;
                    self.found.push(citation);
                }
                None => self.at += c.len_utf8(),
            }
        }
    }

    /// Goes to the next character with which a citation or a quotation can begin.
    fn pass_over(&mut self) -> Option<char> {
        let Scanner { names, page, .. } = &*self.scanner;
        while self.at < self.bare_until {
            let c = self.rest().chars().next()?;
            if is_mark(c) || names.may_begin(c) || page.may_begin(c) {
                return Some(c);
            }
            self.at += c.len_utf8();
        }
        self.at += next_mark(self.rest())?;
        self.rest().chars().next()
    }

    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip_own_number(&mut self) {
        let start = self.text.trim_start_matches(is_blank);
        if let Some((_, len)) = ArticleNo::parse_prefix(start)
            && (start[len..].starts_with(is_blank) || start[..len].contains(is_blank))
        {
            self.at = self.text.len() - start.len() + len;
        }
    }

    fn citation(&mut self, first: char) -> Option<Citation> {
        match first {
            '“' | '「' | '『' => self.quotes += 1,
            '”' | '」' | '』' => self.quotes = self.quotes.saturating_sub(1),
            _ => {}
        }
        match first {
            '《' => self.titled(),
            '[' if self.rest().starts_with("[[") => explicit::read(self.rest(), self.at),
            '〔' | '[' | '［' | '【' | '（' | '(' => self.doc_no(),
            '第' => self.numbered(),
            '本' => self.own().or_else(|| self.relative()),
            '前' => self.relative(),
            '该' | '同' => self.same(),
            _ => None,
        }
        .or_else(|| self.bare())
    }

    fn titled(&mut self) -> Option<Citation> {
        let len = title::marked_len(self.rest())?;
        let end = self.at + len;
        let written = &self.rest()['《'.len_utf8()..len - '》'.len_utf8()];
        if genre::at_start(written) == Some(written.len()) && self.text[self.last..self.at].ends_with('本') {
            let (places, end) = title::articles(self.text, end)?;
            return Some(self.untitled(end, places, Form::Own, self.here()));
        }
        let mut tail = title::tail(self.text, written, end, self.scanner.names);
        let mut start = self.at;
        if tail.name.is_none()
            && self.meaning(written).1 == Known::Unknown
            && let Some((issuer, name)) =
                self.scanner.names.with_issuer(self.text, self.last, self.at, written)
        {
            start = issuer;
            tail.name = Some(name);
        }
        let citation = self.title(written, tail, Form::Titled);
        Some(Citation { range: start.min(citation.range.start)..citation.range.end, ..citation })
    }

    fn bare(&mut self) -> Option<Citation> {
        if self.at >= self.bare_until {
            return None;
        }
        let names = self.scanner.names.longest_at(self.rest());
        let len = names.max(self.scanner.page.longest_at(self.rest()))?;
        let end = self.at + len;
        if !title::may_have_tail(&self.text[end..]) || !self.begins_here() {
            return None;
        }
        let written = &self.text[self.at..end];
        let tail = title::tail(self.text, written, end, self.scanner.names);
        if tail.places.is_empty() && tail.aliases.is_empty() {
            return None;
        }
        let only_defines = tail.places.is_empty();
        let citation = self.title(written, tail, Form::Bare);
        (!only_defines).then_some(citation)
    }

    /// Whether a title without marks can begin here: the character before is no part of a longer name.
    fn begins_here(&self) -> bool {
        let before = &self.text[self.last..self.at];
        let before = hint::before_title(before).map_or(before, |(_, len)| &before[..before.len() - len]);
        boundary::may_end(before)
    }

    fn title(&mut self, written: &str, tail: Tail<'t>, form: Form) -> Citation {
        let (name, known) = self.meaning(tail.name.as_deref().unwrap_or(written));
        let before = hint::before_title(&self.text[self.last..self.at]);
        let start = self.at - before.map_or(0, |(_, len)| len);
        self.titles.push((name.clone(), known, start..tail.end));
        self.define(&tail.aliases);
        Citation {
            range: start..tail.end,
            form,
            target: Target::Title { name, known },
            edition: tail.edition.or(before.map(|(hint, _)| hint)),
            places: tail.places,
        }
    }

    /// The title that the words stand for on this page.
    fn meaning(&self, written: &str) -> (String, Known) {
        if let Some(title) = self.scanner.page.title(written) {
            let known = match self.scanner.names.lookup(title) {
                Known::Unknown => self.scanner.names.lookup(written),
                known => known,
            };
            return (title.to_owned(), known);
        }
        (written.to_owned(), self.scanner.names.lookup(written))
    }

    /// One alias names the title before it; as many aliases as titles in a list name them in order.
    fn define(&mut self, aliases: &[&str]) {
        if aliases.is_empty() {
            return;
        }
        let pairs = self.titles.windows(2).rev().take(MOST_LISTED);
        let listed = 1 + pairs.take_while(|pair| self.is_listed(pair)).count();
        if aliases.len() > 1 && aliases.len() != listed {
            return;
        }
        let first = self.titles.len() - aliases.len();
        for (alias, (title, _, _)) in aliases.iter().zip(&self.titles[first..]) {
            self.scanner.page.define(alias, title);
        }
    }

    fn is_listed(&self, pair: &[(String, Known, Range<usize>)]) -> bool {
        let [(_, _, before), (_, _, after)] = pair else { return false };
        is_connector(&self.text[before.end..after.start])
    }

    fn doc_no(&mut self) -> Option<Citation> {
        let found = doc_no::around(self.text, self.at, self.last, self.scanner.names)?;
        Some(Citation {
            range: found.start..found.end,
            form: Form::DocNo,
            target: Target::DocNo { number: found.number, known: found.known },
            edition: None,
            places: Vec::new(),
        })
    }
}

/// Most titles of a list that aliases are given to, and that 该法 looks back over.
pub(super) const MOST_LISTED: usize = 20;

fn is_connector(between: &str) -> bool {
    ["、", "和", "与", "及", "以及", "或", "或者", "、和"].contains(&between.trim())
}
