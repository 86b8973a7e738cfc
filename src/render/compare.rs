//! Two editions side by side: what changed, within the sentence, and the old and new numbers.

use std::ops::Range;

use crate::law::alignment::{Change, Pair};
use crate::law::difference::Piece;
use crate::law::structure::Article;
use crate::markup::articles::push_text_of;
use crate::markup::escape::escape;
use crate::model::comparisons::Comparison;
use crate::model::site::{Page, PageIndex};
use crate::render::edition::version;
use crate::render::entry::standing_mark;
use crate::render::frame::At;
use crate::render::view::{ChangeCount, CompareRow, CompareSide, CompareView, Compared, Link, NumberRow};

/// Names of changes in the order in which they are counted.
const CHANGES: [&str; 7] = ["changed", "split", "merged", "new", "deleted", "moved", "same"];

/// The comparison at `place` of the site's.
pub fn compare(at: &At<'_>, place: usize) -> CompareView {
    let site = at.scene.site;
    let two = &site.comparisons.all[place];
    let words = at.scene.words;
    let title = words.get("compare_title").replace("{work}", &two.work);
    let versions = format!("{} → {}", version(site, two.old), version(site, two.new));
    let mut frame = at.frame("compare", &format!("{title} {versions}"), Some(site.pages[two.new].folder));
    frame.crumbs = at.crumbs_to(Some(site.pages[two.new].folder));
    frame.crumbs.push(Link { title: site.pages[two.new].title.clone(), href: at.to_page(two.new) });
    let sides = Sides { at, two, pages: [&site.pages[two.old], &site.pages[two.new]] };
    let count = |name: &&'static str| {
        let count = two.pairs().iter().filter(|pair| name_of(pair) == *name).count();
        let label = words.get(&format!("change_{name}")).to_owned();
        (count > 0).then_some(ChangeCount { name, label, count })
    };
    let others =
        site.comparisons.all.iter().filter(|other| other.work == two.work && other.route != two.route);
    CompareView {
        frame,
        work: two.work.clone(),
        old: compared(at, two.old),
        new: compared(at, two.new),
        counts: CHANGES.iter().filter_map(count).collect(),
        rows: sides.rows(),
        numbers: sides.numbers(),
        others: others
            .map(|other| Link {
                title: format!("{} → {}", version(site, other.old), version(site, other.new)),
                href: at.to(&other.route),
            })
            .collect(),
        corrected: two.pairs().iter().any(|pair| pair.corrected),
    }
}

fn compared(at: &At<'_>, page: PageIndex) -> Compared {
    let site = at.scene.site;
    let shown = &site.pages[page];
    Compared {
        title: shown.title.clone(),
        version: version(site, page),
        href: at.to_page(page),
        standing: standing_mark(shown.standing),
        effective: shown.document.effective().map(|date| date.to_string()),
        articles: articles(shown).len(),
    }
}

/// The name of what happened to a pair, for classes and words.
pub fn name_of(pair: &Pair) -> &'static str {
    match pair.change {
        Change::Same if pair.renumbered => "moved",
        Change::Same => "same",
        Change::Changed => "changed",
        Change::Split => "split",
        Change::Merged => "merged",
        Change::New => "new",
        Change::Deleted => "deleted",
    }
}

fn articles(page: &Page) -> &[Article] {
    page.document.structure.as_ref().map_or(&[], |structure| &structure.articles)
}

/// Both pages of a comparison while its rows are made.
struct Sides<'a> {
    at: &'a At<'a>,
    two: &'a Comparison,
    pages: [&'a Page; 2],
}

impl Sides<'_> {
    fn rows(&self) -> Vec<CompareRow> {
        let (mut rows, mut place) = (Vec::new(), 0);
        for run in self.two.pairs().chunk_by(|a, b| name_of(a) == name_of(b) && follows(a, b)) {
            match run[0].change {
                Change::Same => rows.push(self.run(run)),
                _ => rows.extend((place..).zip(run).map(|(place, pair)| self.pair(place, pair))),
            }
            place += run.len();
        }
        rows
    }

    fn row(&self, pair: &Pair, old: Vec<CompareSide>, new: Vec<CompareSide>) -> CompareRow {
        let name = name_of(pair);
        let label = self.at.scene.words.get(&format!("change_{name}")).to_owned();
        CompareRow { name, label, corrected: pair.corrected, renumbered: pair.renumbered, old, new }
    }

    /// Articles that stayed the same, one after another.
    fn run(&self, run: &[Pair]) -> CompareRow {
        let side = |side: usize, first: usize, last: usize| {
            vec![CompareSide {
                no: self.span(side, first, last),
                href: self.href(side, first),
                html: String::new(),
            }]
        };
        let (first, last) = (&run[0], &run[run.len() - 1]);
        self.row(first, side(0, first.old[0], last.old[0]), side(1, first.new[0], last.new[0]))
    }

    /// The pair at `place`, what changed in it marked.
    fn pair(&self, place: usize, pair: &Pair) -> CompareRow {
        let texts = [self.texts(0, &pair.old), self.texts(1, &pair.new)];
        let pieces = match (pair.old.is_empty(), pair.new.is_empty()) {
            (false, false) => self.two.aligned.pieces(place, &texts[0].0, &texts[1].0),
            _ => &[],
        };
        let side = |side: usize, places: &[usize]| {
            let (text, ranges) = &texts[side];
            let each = places.iter().zip(ranges).map(|(place, range)| CompareSide {
                no: self.no(side, *place),
                href: self.href(side, *place),
                html: marked(text, range.clone(), pieces, side),
            });
            each.collect()
        };
        self.row(pair, side(0, &pair.old), side(1, &pair.new))
    }

    /// The articles at `places` as one text, a line apart, and where each stands in it.
    fn texts(&self, side: usize, places: &[usize]) -> (String, Vec<Range<usize>>) {
        let page = self.pages[side];
        let mut text = String::new();
        let ranges = places.iter().enumerate().map(|(number, place)| {
            if number > 0 {
                text.push('\n');
            }
            let start = text.len();
            push_text_of(&page.document.body, &articles(page)[*place], &mut text);
            start..text.len()
        });
        let ranges = ranges.collect();
        (text, ranges)
    }

    /// The number of an article, with its attachment where it stands in one.
    fn no(&self, side: usize, place: usize) -> String {
        let article = &articles(self.pages[side])[place];
        match article.attachment {
            Some(attachment) => {
                self.at.scene.words.numbered("compare_attachment", attachment + 1) + &article.no.to_chinese()
            }
            None => article.no.to_chinese(),
        }
    }

    fn span(&self, side: usize, first: usize, last: usize) -> String {
        match first == last {
            true => self.no(side, first),
            false => format!("{}—{}", self.no(side, first), self.no(side, last)),
        }
    }

    fn href(&self, side: usize, place: usize) -> String {
        let page = if side == 0 { self.two.old } else { self.two.new };
        self.at.to_page(page) + "#" + &articles(self.pages[side])[place].anchor
    }

    /// Old and new numbers, runs that go on alike in both editions gathered.
    fn numbers(&self) -> Vec<NumberRow> {
        let mut rows = Vec::new();
        let single = |pair: &Pair| pair.old.len() == 1 && pair.new.len() == 1;
        let goes_on =
            |a: &Pair, b: &Pair| single(a) && single(b) && follows(a, b) && a.renumbered == b.renumbered;
        for run in self.two.pairs().chunk_by(goes_on) {
            let (first, last) = (&run[0], &run[run.len() - 1]);
            let words = |side: usize, first: &[usize], last: &[usize]| match (first, last) {
                ([], _) | (_, []) => None,
                ([first], [last]) => Some(self.span(side, *first, *last)),
                (several, _) => {
                    Some(several.iter().map(|place| self.no(side, *place)).collect::<Vec<_>>().join("、"))
                }
            };
            let (old, new) = (words(0, &first.old, &last.old), words(1, &first.new, &last.new));
            rows.push(NumberRow { changed: old != new, old, new });
        }
        rows
    }
}

/// Whether the articles of `b` stand right behind those of `a` in both editions.
fn follows(a: &Pair, b: &Pair) -> bool {
    let next = |a: &[usize], b: &[usize]| match (a.last(), b.first()) {
        (Some(a), Some(b)) => a + 1 == *b,
        (None, None) => true,
        _ => false,
    };
    next(&a.old, &b.old) && next(&a.new, &b.new)
}

/// The part `range` of `text` as paragraphs, what is only on this side marked.
fn marked(text: &str, range: Range<usize>, pieces: &[Piece], side: usize) -> String {
    let [open, close] = if side == 0 { ["<del>", "</del>"] } else { ["<ins>", "</ins>"] };
    let mut html = String::with_capacity(range.len() + range.len() / 4);
    html.push_str("<p>");
    let mut at = range.start;
    let mut write = |part: &str, marks: bool| {
        for (line, words) in part.split('\n').enumerate() {
            if line > 0 {
                html.push_str("<p>");
            }
            if !words.is_empty() && marks {
                html.push_str(open);
                escape(&mut html, words);
                html.push_str(close);
            } else {
                escape(&mut html, words);
            }
        }
    };
    for piece in pieces {
        let own = if side == 0 { &piece.old } else { &piece.new };
        let (start, end) = (own.start.max(at), own.end.min(range.end));
        if start < end {
            write(&text[start..end], !piece.kept);
            at = end;
        }
    }
    if at < range.end {
        write(&text[at..range.end], false);
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::difference::difference;

    #[test]
    fn marks_end_at_the_end_of_an_article_and_of_a_line() {
        let (old, new) = ("甲乙丙。\n丁。", "甲丙。\n戊己。");
        let pieces = difference(old, new);
        assert_eq!(marked(old, 0..old.len(), &pieces, 0), "<p>甲<del>乙</del>丙。<p><del>丁</del>。");
        assert_eq!(marked(new, 0..new.len(), &pieces, 1), "<p>甲丙。<p><ins>戊己</ins>。");
        let first = "甲乙丙。".len();
        assert_eq!(marked(old, 0..first, &pieces, 0), "<p>甲<del>乙</del>丙。");
        assert_eq!(marked(old, first + 1..old.len(), &pieces, 0), "<p><del>丁</del>。");
        assert_eq!(marked("<甲>", 0.."<甲>".len(), &[], 0), "<p>&lt;甲&gt;");
    }
}
