//! Citations without a title: 本法第三条, 前款, 该法第三条, 第三条, 第二款.

use crate::law::citation::hint::EditionHint;
use crate::law::citation::place::Step;
use crate::law::citation::places::{self, Start};
use crate::law::citation::scanner::{BareArticle, MOST_LISTED, Pass};
use crate::law::citation::title;
use crate::law::citation::{Citation, Cited, Form, Target, Unresolved};
use crate::law::citation::{boundary, genre};
use crate::law::structure::is_blank;
use crate::text::numeral;

/// 之前款项, 目前项目 and the like are words.
const NOT_BEFORE_PREVIOUS: [char; 14] =
    ['之', '目', '当', '此', '以', '提', '先', '从', '往', '年', '月', '日', '事', '空'];

/// What follows 前款 where it is meant, though the character before would make 以前 or 事前.
const AFTER_PREVIOUS: [&str; 5] = ["规定", "所列", "所称", "所述", "手段"];

/// 第一项工作 is no 项 of an article.
const NOT_AFTER_ITEM: [&str; 12] =
    ["工作", "任务", "措施", "内容", "目标", "议程", "要求", "制度", "活动", "建设", "课题", "议题"];

impl Pass<'_, '_, '_> {
    /// 本法第三条
    pub(super) fn own(&mut self) -> Option<Citation> {
        let len = genre::at_start(&self.rest()['本'.len_utf8()..])?;
        let (places, end) = title::articles(self.text, self.at + '本'.len_utf8() + len)?;
        Some(self.untitled(end, places, Form::Own, self.here()))
    }

    /// 前款, 本条第二款
    pub(super) fn relative(&mut self) -> Option<Citation> {
        let (places, len) = places::read(self.rest(), self.at, Start::Anything)?;
        let before = &self.text[..self.at];
        if self.rest().starts_with('前') && before.ends_with(NOT_BEFORE_PREVIOUS) {
            // 以前款规定的方式 and 从事前款规定的活动 do cite; 以前款项 does not.
            let after = &self.rest()[len..];
            if !before.ends_with(['以', '事']) || !AFTER_PREVIOUS.iter().any(|word| after.starts_with(word))
            {
                return None;
            }
        }
        Some(self.untitled(self.at + len, places, Form::Relative, self.here()))
    }

    /// 该法第三条, 同法第三条
    pub(super) fn same(&mut self) -> Option<Citation> {
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
    pub(super) fn numbered(&mut self) -> Option<Citation> {
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
        } else if self.speaks_of_another() || boundary::is_of_annex(&self.text[self.last..self.at]) {
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

    pub(super) fn here(&self) -> Target {
        if self.quotes > 0 { Target::Unresolved(Unresolved::Quoted) } else { Target::Here }
    }

    pub(super) fn untitled(&self, end: usize, places: Vec<Cited>, form: Form, target: Target) -> Citation {
        Citation { range: self.at..end, form, target, edition: None, places }
    }
}

fn is_plain_word(after: &str) -> bool {
    NOT_AFTER_ITEM.iter().any(|word| after.starts_with(word))
}
