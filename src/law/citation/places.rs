//! Lists of places: 第三条第一款第（二）项、第三款，第五条至第七条，第二、三条.

use std::ops::Range;

use crate::law::citation::Cited;
use crate::law::citation::place::{Place, Step};
use crate::law::number::{self, ArticleNo};
use crate::text::numeral;

/// Most places of one list.
const MOST: usize = 200;

/// Most numbers that may share one unit.
const MOST_SHARED: usize = 40;

/// What a list may begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// 第N条 only, as after a title.
    Article,
    /// Also 前款, 本条, 第N款, 第N项.
    Anything,
}

/// The units of a place, outermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Article,
    Paragraph,
    Item,
    Subitem,
}

/// How a number hangs on the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    /// It goes deeper into the same place.
    Within,
    /// 、 and 和: one more place.
    List,
    /// 至: the last place of a range.
    Range,
}

/// Numbers of one unit: one, or several as in 第二、三条.
struct Part {
    unit: Unit,
    numbers: Vec<Numbered>,
    len: usize,
}

/// A number of a part and its own bytes within it.
struct Numbered {
    join: Join,
    step: Step<ArticleNo>,
    range: Range<usize>,
}

impl Part {
    fn one(unit: Unit, step: Step<ArticleNo>, len: usize) -> Self {
        Self { unit, numbers: vec![Numbered { join: Join::List, step, range: 0..len }], len }
    }
}

/// Reads the list of places that `text` starts with; `at` is where that is. Returns the bytes taken.
pub(super) fn read(text: &str, at: usize, start: Start) -> Option<(Vec<Cited>, usize)> {
    let first = part(text, start)?;
    if start == Start::Article && first.unit != Unit::Article {
        return None;
    }
    let mut list = List { at, places: Vec::new(), end: 0 };
    list.take(first, 0, Join::List);
    while let Some((join, part, from)) = next(&text[list.end..], &list).filter(|_| list.places.len() < MOST) {
        list.take(part, from, join);
    }
    Some((list.places, list.end))
}

/// The part that follows, how it hangs on the list, and the length of the words between.
fn next(rest: &str, list: &List) -> Option<(Join, Part, usize)> {
    let deepest = list.places.last().map(|cited| deepest(cited.through.as_ref().unwrap_or(&cited.place)))?;
    if let Some(within) = part_within(rest, deepest) {
        return Some((Join::Within, within, 0));
    }
    let (join, len) = connector(rest)?;
    let part = part(&rest[len..], Start::Article).or_else(|| part_within(&rest[len..], Unit::Article))?;
    let range_of_same = join != Join::Range || part.unit == deepest;
    range_of_same.then_some((join, part, len))
}

fn deepest(place: &Place) -> Unit {
    if place.subitem.is_some() {
        Unit::Subitem
    } else if place.item.is_some() {
        Unit::Item
    } else if place.paragraph.is_some() {
        Unit::Paragraph
    } else {
        Unit::Article
    }
}

/// 第N款, 第N项, （N）项 deeper than `above`.
fn part_within(text: &str, above: Unit) -> Option<Part> {
    let found = ordinal(text).or_else(|| relative(text, &['款', '项'])).or_else(|| bracketed_item(text))?;
    (found.unit > above).then_some(found)
}

fn connector(text: &str) -> Option<(Join, usize)> {
    let blanks = text.len() - text.trim_start_matches(' ').len();
    let rest = &text[blanks..];
    for (word, join) in [
        ("、和", Join::List),
        ("、或者", Join::List),
        ("以及", Join::List),
        ("或者", Join::List),
        ("、", Join::List),
        ("和", Join::List),
        ("及", Join::List),
        ("与", Join::List),
        ("或", Join::List),
        ("，", Join::List),
        ("至", Join::Range),
        ("到", Join::Range),
        ("——", Join::Range),
        ("—", Join::Range),
        ("-", Join::Range),
        ("－", Join::Range),
        ("~", Join::Range),
        ("～", Join::Range),
    ] {
        if let Some(after) = rest.strip_prefix(word) {
            let after = after.trim_start_matches(' ');
            let starts = after.starts_with('第') || word != "，" && after.starts_with(['（', '(']);
            return starts.then_some((join, text.len() - after.len()));
        }
    }
    None
}

fn part(text: &str, start: Start) -> Option<Part> {
    let relative = || (start == Start::Anything).then(|| relative(text, &['条', '款', '项'])).flatten();
    ordinal(text).or_else(relative)
}

fn ordinal(text: &str) -> Option<Part> {
    if let Some((no, len)) = ArticleNo::parse_prefix(text) {
        let word = text[len..].starts_with(['例', '款', '约', '件']);
        return (!word).then(|| Part::one(Unit::Article, Step::Number(no), len));
    }
    if let Some((number, unit, len)) = number::parse_ordinal(text, &['款', '项', '目']) {
        let word =
            unit == '项' && text[len..].starts_with('目') || unit == '款' && text[len..].starts_with('项');
        return (number > 0 && !word).then(|| Part::one(unit_of(unit), named(number), len));
    }
    shared(text)
}

fn unit_of(unit: char) -> Unit {
    match unit {
        '款' => Unit::Paragraph,
        '项' => Unit::Item,
        '目' => Unit::Subitem,
        _ => Unit::Article,
    }
}

fn named(number: u32) -> Step<ArticleNo> {
    Step::Number(ArticleNo::new(number))
}

/// （二）项 behind a 款 or article.
fn bracketed_item(text: &str) -> Option<Part> {
    let (number, len) = number::parse_item_mark(text)?;
    text[len..].starts_with('项').then(|| Part::one(Unit::Item, named(number), len + '项'.len_utf8()))
}

/// 第二、三条, 第一至三款, 第（一）、（二）项: numbers that share a unit.
fn shared(text: &str) -> Option<Part> {
    let mut at = text.strip_prefix('第').map(|_| '第'.len_utf8())?;
    let mut start = 0;
    let mut join = Join::List;
    let mut numbers = Vec::new();
    while numbers.len() < MOST_SHARED {
        let (number, len) = shared_number(&text[at..])?;
        at += len;
        numbers.push(Numbered { join, step: named(number), range: start..at });
        let rest = &text[at..];
        if let Some(unit) = rest.chars().next().filter(|c| matches!(c, '条' | '款' | '项')) {
            let len = at + unit.len_utf8();
            let word = text[len..].starts_with(['例', '件', '目']);
            numbers.last_mut()?.range.end = len;
            return (!word && numbers.len() > 1).then(|| Part { unit: unit_of(unit), numbers, len });
        }
        let (next, len) = [("、", Join::List), ("和", Join::List), ("至", Join::Range), ("到", Join::Range)]
            .iter()
            .find_map(|(word, join)| rest.starts_with(word).then_some((*join, word.len())))?;
        join = next;
        start = at + len;
        at = start + if text[start..].starts_with('第') { '第'.len_utf8() } else { 0 };
    }
    None
}

fn shared_number(text: &str) -> Option<(u32, usize)> {
    number::parse_item_mark(text)
        .or_else(|| numeral::parse_prefix_u32(text))
        .filter(|(number, _)| *number > 0)
}

/// 前款, 前两条, 本款; words such as 前条件 and 前项目 are none.
fn relative(text: &str, units: &[char]) -> Option<Part> {
    let this = text.starts_with('本');
    let rest = text.strip_prefix(['前', '本'])?;
    let (count, len) = match numeral::parse_prefix_u32(rest) {
        Some((count, len)) if !this && (1..20).contains(&count) => (count, len),
        Some(_) => return None,
        None => (1, 0),
    };
    let unit = rest[len..].chars().next().filter(|c| units.contains(c))?;
    let after = &rest[len + unit.len_utf8()..];
    let word = match unit {
        '条' => after.starts_with(['件', '例', '款', '约', '文']),
        '款' => after.starts_with('项'),
        _ => after.starts_with('目'),
    };
    let dangling = this && !after.starts_with(['第', '前']);
    let step = if this { Step::This } else { Step::Before(count) };
    (!word && !dangling).then(|| Part::one(unit_of(unit), step, text.len() - after.len()))
}

/// The places read so far.
struct List {
    at: usize,
    places: Vec<Cited>,
    end: usize,
}

impl List {
    /// Takes a part in that stands `from` bytes behind the end.
    fn take(&mut self, part: Part, from: usize, join: Join) {
        let start = self.at + self.end + from;
        for (i, number) in part.numbers.into_iter().enumerate() {
            let range = start + number.range.start..start + number.range.end;
            self.place(part.unit, number.step, range, if i == 0 { join } else { number.join });
        }
        self.end += from + part.len;
    }

    fn place(&mut self, unit: Unit, step: Step<ArticleNo>, range: Range<usize>, join: Join) {
        let before = self.places.last().map(|cited| cited.through.unwrap_or(cited.place));
        let place = with(before, unit, step);
        match (join, self.places.last_mut()) {
            (Join::Within, Some(last)) => {
                last.range.end = range.end;
                *last.through.as_mut().unwrap_or(&mut last.place) = place;
            }
            (Join::Range, Some(last)) => {
                last.range.end = range.end;
                last.through = Some(place);
            }
            _ => self.places.push(Cited { range, place, through: None }),
        }
    }
}

/// The place that `step` names when it is read behind `before`.
fn with(before: Option<Place>, unit: Unit, step: Step<ArticleNo>) -> Place {
    let small = match step {
        Step::Number(no) => Step::Number(no.number),
        Step::This => Step::This,
        Step::Before(count) => Step::Before(count),
    };
    let mut place = before.unwrap_or(Place::article(Step::This));
    match unit {
        Unit::Article => place = Place::article(step),
        Unit::Paragraph => {
            place = Place { paragraph: Some(small), ..Place::article(place.article) };
        }
        Unit::Item => {
            place.item = Some(small);
            place.subitem = None;
        }
        Unit::Subitem => {
            if let Step::Number(no) = step {
                place.subitem = Some(no.number);
            }
        }
    }
    place
}
