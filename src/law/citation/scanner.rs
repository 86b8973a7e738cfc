//! The walk over a text that tries each kind of citation where one can begin.

use std::ops::Range;

use super::definition::PageNames;
use super::hint::{self, EditionHint};
use super::names::{Known, Names};
use super::place::Step;
use super::places::{self, Start};
use super::title::{self, Tail};
use super::{Citation, Cited, Form, Target, Unresolved};
use super::{boundary, doc_no, explicit, genre};
use crate::law::number::ArticleNo;
use crate::law::structure::is_blank;
use crate::text::numeral;

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
    bare: BareArticle,
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
        let mut pass =
            Pass { scanner: self, text, at: 0, last: 0, quotes: 0, found: Vec::new(), titles: Vec::new() };
        pass.run();
        pass.found
    }
}

struct Pass<'s, 'n, 't> {
    scanner: &'s mut Scanner<'n>,
    text: &'t str,
    at: usize,
    /// Where the last citation ended.
    last: usize,
    /// Quotations open.
    quotes: u32,
    found: Vec<Citation>,
    /// Titles met: name, what is known, where they stand with all that hangs on them.
    titles: Vec<(String, Known, Range<usize>)>,
}

impl<'t> Pass<'_, '_, 't> {
    fn run(&mut self) {
        self.skip_own_number();
        while let Some(c) = self.rest().chars().next() {
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

    fn rest(&self) -> &'t str {
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
        let names = self.scanner.names.longest_at(self.rest());
        let len = names.max(self.scanner.page.longest_at(self.rest()))?;
        let end = self.at + len;
        let written = &self.text[self.at..end];
        let tail = title::tail(self.text, written, end, self.scanner.names);
        if tail.places.is_empty() && tail.aliases.is_empty() || !self.begins_here() {
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

    /// 本法第三条
    fn own(&mut self) -> Option<Citation> {
        let len = genre::at_start(&self.rest()['本'.len_utf8()..])?;
        let (places, end) = title::articles(self.text, self.at + '本'.len_utf8() + len)?;
        Some(self.untitled(end, places, Form::Own, self.here()))
    }

    /// 前款, 本条第二款
    fn relative(&mut self) -> Option<Citation> {
        if self.rest().starts_with('前') && self.text[..self.at].ends_with(NOT_BEFORE_PREVIOUS) {
            return None;
        }
        let (places, len) = places::read(self.rest(), self.at, Start::Anything)?;
        Some(self.untitled(self.at + len, places, Form::Relative, self.here()))
    }

    /// 该法第三条, 同法第三条
    fn same(&mut self) -> Option<Citation> {
        if !boundary::may_end_before_same(&self.text[self.last..self.at]) {
            return None;
        }
        let after = &self.rest()[self.rest().chars().next()?.len_utf8()..];
        let len = genre::at_start(after)?;
        let genre = &after[..len];
        let (places, end) = title::articles(self.text, self.text.len() - after.len() + len)?;
        let meant = self.titles.iter().rev().take(MOST_LISTED).find(|(name, _, _)| name.ends_with(genre));
        let target = match meant {
            Some((name, known, _)) => Target::Title { name: name.clone(), known: *known },
            None => Target::Unresolved(Unresolved::NoAntecedent),
        };
        Some(self.untitled(end, places, Form::Same, target))
    }

    /// 第三条, 第二款, 第（一）项 with no title before them.
    fn numbered(&mut self) -> Option<Citation> {
        let (places, len) = places::read(self.rest(), self.at, Start::Anything)?;
        let end = self.at + len;
        if places.first().is_some_and(|cited| cited.place.article == Step::This) {
            return self.part(end, places);
        }
        if self.opens_article(end) {
            return None;
        }
        let carried = self.listed_behind().and_then(|before| self.carried(before));
        let (target, edition) = carried.unwrap_or_else(|| (self.bare_target(end), None));
        Some(Citation { edition, ..self.untitled(end, places, Form::Article, target) })
    }

    /// 第二款, 第（一）项 with no article named: of the article before it, or of this one.
    fn part(&self, end: usize, places: Vec<Cited>) -> Option<Citation> {
        let between = &self.text[self.last..self.at];
        let before = self.found.last().filter(|before| before.form != Form::Explicit);
        let after = &self.text[end..];
        if let Some(before) = before
            && boundary::goes_on(between)
            && let Some(last) = before.places.last()
        {
            let article = last.through.unwrap_or(last.place).article;
            let places = places.into_iter().map(|cited| cited.within(article)).collect();
            let target = before.target.clone();
            let edition = before.edition;
            return Some(Citation { edition, ..self.untitled(end, places, Form::Relative, target) });
        }
        let broken = between.ends_with(numeral::is_numeral);
        if self.scanner.bare == BareArticle::Unresolved || is_plain_word(after) || broken {
            return None;
        }
        let target = if boundary::is_amended(after) || boundary::amends(between) {
            Target::Unresolved(Unresolved::Amended)
        } else if before.is_some_and(|before| boundary::is_sentence(between) && before.names_article()) {
            Target::Unresolved(Unresolved::Unclear)
        } else {
            self.here()
        };
        Some(self.untitled(end, places, Form::Relative, target))
    }

    /// An article that starts within a line, after a sentence: …。 第三条 …
    fn opens_article(&self, end: usize) -> bool {
        let before = &self.text[..self.at];
        let sentence = before.trim_end_matches(is_blank);
        sentence.len() < before.len()
            && sentence.ends_with(['。', '；', '：', '”'])
            && self.text[end..].starts_with(is_blank)
    }

    /// The citation before, where only the words of a list stand between.
    fn listed_behind(&self) -> Option<&Citation> {
        let listed = boundary::is_list(&self.text[self.last..self.at]);
        self.found.last().filter(|before| listed && before.form != Form::Explicit)
    }

    /// What a number in a list takes over from the citation before it; `None` where that is no text's.
    fn carried(&self, before: &Citation) -> Option<(Target, Option<EditionHint>)> {
        let between = &self.text[self.last..self.at];
        match &before.target {
            Target::DocNo { .. } | Target::Here => None,
            title if boundary::is_labelled_list(between) => Some((title.clone(), before.edition)),
            _ => Some((Target::Unresolved(Unresolved::Unclear), None)),
        }
    }

    /// What 第N条 with no title before it means.
    fn bare_target(&self, end: usize) -> Target {
        if boundary::looks_like_title(&self.text[self.last..self.at]) {
            Target::Unresolved(Unresolved::UnknownTitle)
        } else if boundary::is_amended(&self.text[end..]) {
            Target::Unresolved(Unresolved::Amended)
        } else if self.scanner.bare == BareArticle::Unresolved {
            Target::Unresolved(Unresolved::NoTitle)
        } else if self.speaks_of_another() {
            Target::Unresolved(Unresolved::Unclear)
        } else {
            self.here()
        }
    }

    /// Whether the sentence has spoken of an article of another text, which a bare number may mean too.
    fn speaks_of_another(&self) -> bool {
        let before = self.found.last().filter(|_| boundary::is_sentence(&self.text[self.last..self.at]));
        before.is_some_and(|before| before.target != Target::Here && before.names_article())
    }

    fn here(&self) -> Target {
        if self.quotes > 0 { Target::Unresolved(Unresolved::Quoted) } else { Target::Here }
    }

    fn untitled(&self, end: usize, places: Vec<Cited>, form: Form, target: Target) -> Citation {
        Citation { range: self.at..end, form, target, edition: None, places }
    }
}

/// Most titles of a list that aliases are given to, and that 该法 looks back over.
const MOST_LISTED: usize = 20;

/// 之前款项, 目前项目 and the like are words.
const NOT_BEFORE_PREVIOUS: [char; 14] =
    ['之', '目', '当', '此', '以', '提', '先', '从', '往', '年', '月', '日', '事', '空'];

/// 第一项工作 is no 项 of an article.
const NOT_AFTER_ITEM: [&str; 12] =
    ["工作", "任务", "措施", "内容", "目标", "议程", "要求", "制度", "活动", "建设", "课题", "议题"];

fn is_plain_word(after: &str) -> bool {
    NOT_AFTER_ITEM.iter().any(|word| after.starts_with(word))
}

fn is_connector(between: &str) -> bool {
    ["、", "和", "与", "及", "以及", "或", "或者", "、和"].contains(&between.trim())
}
