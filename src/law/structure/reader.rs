//! The one pass over the lines that builds the structure.

use crate::law::number::ArticleNo;
use crate::law::structure::finding::{Finding, FindingKind};
use crate::law::structure::lines::{Line, LineKind, is_blank, trimmed};
use crate::law::structure::opening::{DivisionKind, MarkStyle, Opening};
use crate::law::structure::quotation::Quotation;
use crate::law::structure::sequence::{Anchors, DivisionSequence, Sequence};
use crate::law::structure::tree::{Article, Attachment, Division, Item, Paragraph, Role, Structure};
use crate::text::numeral;

/// The rank that a plain heading has when nothing says otherwise: that of a chapter.
const PLAIN_RANK: u8 = 2;

pub(super) struct Reader<'a, 't> {
    lines: &'a [Line<'t>],
    /// The text of each line without blanks at its ends.
    texts: Vec<&'a str>,
    openings: Vec<Opening>,
    contents: Vec<bool>,
    out: Structure,
    sequence: Sequence,
    divisions: DivisionSequence,
    anchors: Anchors,
    /// Divisions around the current line, outermost first, with their ranks.
    around: Vec<(u8, usize)>,
    /// Rank of the last numbered division by heading level.
    rank_of_level: [Option<u8>; 7],
    attachment: Option<usize>,
    article: Option<OpenArticle>,
    quotation: Quotation,
}

/// The article that lines are being added to.
struct OpenArticle {
    index: usize,
    /// Nothing but the number, or a caption, stood on the first line.
    bodyless: bool,
    /// How this 款 writes its 项 and its 目.
    styles: [Option<MarkStyle>; 2],
}

impl<'a, 't> Reader<'a, 't> {
    pub(super) fn new(
        lines: &'a [Line<'t>],
        texts: Vec<&'a str>,
        openings: Vec<Opening>,
        contents: Vec<bool>,
    ) -> Self {
        let opens_article = |opening: &&Opening| matches!(opening, Opening::Article { .. });
        let out = Structure {
            articles: Vec::with_capacity(openings.iter().filter(opens_article).count()),
            roles: Vec::with_capacity(lines.len()),
            ..Structure::default()
        };
        Self {
            lines,
            texts,
            openings,
            contents,
            out,
            sequence: Sequence::default(),
            divisions: DivisionSequence::default(),
            anchors: Anchors::default(),
            around: Vec::new(),
            rank_of_level: [None; 7],
            attachment: None,
            article: None,
            quotation: Quotation::default(),
        }
    }

    pub(super) fn read(mut self) -> Structure {
        for line in 0..self.lines.len() {
            let role = if self.contents[line] { Role::Contents } else { self.line(line) };
            self.out.roles.push(role);
        }
        self.close(self.lines.len());
        crate::law::structure::signature::take_signature(self.lines, &self.openings, &mut self.out);
        self.out.number_articles();
        self.out
    }

    fn line(&mut self, line: usize) -> Role {
        let role = match self.openings[line].clone() {
            Opening::Article { no, body, .. } if !self.is_quoted(no) => self.open_article(line, no, body),
            Opening::Article { no, .. } => {
                self.find(line, FindingKind::Quoted { found: no });
                self.quotation.quote();
                self.text(line)
            }
            Opening::Division { .. } if self.quotation.is_announced() => {
                self.quotation.quote();
                self.text(line)
            }
            Opening::Division { kind, number } => self.division(line, kind, number),
            Opening::Attachment if line > 0 => self.attach(line),
            Opening::Mark { style, number } => {
                if self.is_unnumbered_heading(line, style) {
                    self.division(line, DivisionKind::Plain, 0)
                } else {
                    self.mark(line, style, number)
                }
            }
            _ => self.text(line),
        };
        self.quotation.pass(self.texts[line]);
        role
    }

    fn find(&mut self, line: usize, kind: FindingKind) {
        self.out.findings.push(Finding { kind, line, offset: self.lines[line].offset });
    }

    /// An article is quoted when a quotation is open, or an act of amendment announces it.
    fn is_quoted(&self, no: ArticleNo) -> bool {
        self.quotation.is_announced() || self.quotation.is_open() && !self.sequence.expects(no)
    }

    fn open_article(&mut self, line: usize, no: ArticleNo, body: usize) -> Role {
        self.close(line);
        self.quotation = Quotation::default();
        if let Some(kind) = self.sequence.take(no) {
            self.find(line, self.buried(&kind).unwrap_or(kind));
        }
        let anchor = self.anchors.article(self.attachment, self.prefix(), no);
        let index = self.out.articles.len();
        let mut paragraphs = Vec::with_capacity(1 + self.paragraphs_behind(line));
        paragraphs.push(Paragraph { line, items: Vec::new() });
        self.out.articles.push(Article {
            no,
            anchor,
            lines: line..line + 1,
            body,
            division: self.around.last().map(|(_, division)| *division),
            attachment: self.attachment,
            paragraphs,
        });
        let bodyless = is_caption(&self.lines[line], body);
        self.article = Some(OpenArticle { index, bodyless, styles: [None; 2] });
        Role::Article(index)
    }

    /// How many paragraphs stand behind `line` that open nothing: most are 款.
    fn paragraphs_behind(&self, line: usize) -> usize {
        let behind = self.lines.iter().zip(&self.openings).skip(line + 1);
        behind
            .take_while(|(line, opening)| line.kind == LineKind::Paragraph && **opening == Opening::Text)
            .count()
    }

    /// A gap whose first number stands after a sentence within the article before.
    fn buried(&self, kind: &FindingKind) -> Option<FindingKind> {
        let FindingKind::Gap { after, .. } = kind else { return None };
        let found = ArticleNo::new(after.number + 1);
        let words = found.to_chinese();
        let within = |line: &Line<'_>| {
            let (before, after) = line.text.split_once(words.as_str())?;
            let starts = before.ends_with(is_blank) && after.starts_with(is_blank);
            starts.then_some(FindingKind::Buried { found })
        };
        self.lines[self.out.articles.last()?.lines.clone()].iter().find_map(within)
    }

    /// Ends the open article before `line`.
    fn close(&mut self, line: usize) {
        if let Some(open) = self.article.take() {
            self.out.articles[open.index].lines.end = line;
        }
    }

    fn prefix(&self) -> String {
        let mut prefix = String::with_capacity(12);
        if let Some(attachment) = self.attachment {
            prefix.push_str(&self.out.attachments[attachment].anchor);
            prefix.push('-');
        }
        prefix
    }

    fn division(&mut self, line: usize, kind: DivisionKind, number: u32) -> Role {
        self.close(line);
        self.quotation = Quotation::default();
        let rank = self.rank(line, kind);
        self.around.retain(|(outer, _)| *outer < rank);
        let parent = self.around.last().map(|(_, division)| *division);
        if kind != DivisionKind::Plain
            && let Some(gap) = self.divisions.take(parent, kind, number)
        {
            self.find(line, gap);
        }
        let index = self.out.divisions.len();
        let anchor = self.division_anchor(parent, kind, number);
        let title = self.texts[line].to_owned();
        self.out.divisions.push(Division { kind, number, title, line, parent, anchor });
        self.around.push((rank, index));
        Role::Division(index)
    }

    fn rank(&mut self, line: usize, kind: DivisionKind) -> u8 {
        let level = match self.lines[line].kind {
            LineKind::Heading(level) => usize::from(level.min(6)),
            _ => 0,
        };
        if kind == DivisionKind::Plain {
            return self.rank_of_level[level].unwrap_or(PLAIN_RANK);
        }
        let rank = kind as u8;
        if level > 0 {
            self.rank_of_level[level] = Some(rank);
        }
        rank
    }

    fn division_anchor(&mut self, parent: Option<usize>, kind: DivisionKind, number: u32) -> Option<String> {
        let mark = match kind {
            DivisionKind::Part => "b",
            DivisionKind::Subpart => "fb",
            DivisionKind::Chapter => "z",
            DivisionKind::Section => "j",
            DivisionKind::Plain => return None,
        };
        let outer = parent.and_then(|parent| self.out.divisions[parent].anchor.as_deref());
        let mut anchor = outer.map_or_else(|| self.prefix(), |outer| [outer, "-"].concat());
        anchor.push_str(mark);
        numeral::push_digits(number, &mut anchor);
        Some(self.anchors.division(anchor))
    }

    fn attach(&mut self, line: usize) -> Role {
        self.close(line);
        self.quotation = Quotation::default();
        self.sequence = Sequence::default();
        self.divisions = DivisionSequence::default();
        self.around.clear();
        let index = self.out.attachments.len();
        let title = self.texts[line].to_owned();
        self.out.attachments.push(Attachment { title, line, anchor: format!("fj{}", index + 1) });
        self.attachment = Some(index);
        Role::Attachment(index)
    }

    /// 二、管辖 as a plain paragraph with an article below it is a heading.
    fn is_unnumbered_heading(&self, line: usize, style: MarkStyle) -> bool {
        let text = self.texts[line];
        matches!(style, MarkStyle::Enumeration | MarkStyle::Bracket)
            && matches!(self.openings.get(line + 1), Some(Opening::Article { .. }))
            && text.chars().count() <= 30
            && !text.ends_with(['。', '；', '：', '，', '、', ';', ':'])
    }

    fn mark(&mut self, line: usize, style: MarkStyle, number: u32) -> Role {
        let Some(open) = &mut self.article else {
            self.quotation = Quotation::default();
            return self.text(line);
        };
        let article = &mut self.out.articles[open.index];
        let k = article.paragraphs.len() as u32;
        let Some(paragraph) = article.paragraphs.last_mut() else { return Role::Inside(open.index) };
        let inside = Role::Inside(open.index);
        if *open.styles[0].get_or_insert(style) == style {
            if paragraph.items.last().is_some_and(|item| item.number >= number) {
                return inside;
            }
            paragraph.items.push(Item { number, line, subitems: Vec::new() });
            return Role::Item(open.index, k, number);
        }
        let Some(item) = paragraph.items.last_mut() else { return inside };
        let second = *open.styles[1].get_or_insert(style) == style;
        if !second || item.subitems.last().is_some_and(|(last, _)| *last >= number) {
            return inside;
        }
        item.subitems.push((number, line));
        Role::Subitem(open.index, k, item.number, number)
    }

    fn text(&mut self, line: usize) -> Role {
        // A blank at its end may be the one behind the number.
        let text = self.lines[line].text.trim_start_matches(is_blank);
        if let Some(found) = self.quotation.quoted_article(text) {
            self.find(line, FindingKind::Quoted { found });
        }
        let Some(open) = &mut self.article else {
            let first = self.out.articles.is_empty() && self.out.divisions.is_empty();
            return if first && self.attachment.is_none() { Role::Preamble } else { Role::Loose };
        };
        let current = &self.lines[line];
        let natural = matches!(current.kind, LineKind::Paragraph) && !current.continues;
        if !natural || self.quotation.holds(self.texts[line]) {
            return Role::Inside(open.index);
        }
        if std::mem::take(&mut open.bodyless) {
            return Role::Inside(open.index);
        }
        open.styles = [None; 2];
        let paragraphs = &mut self.out.articles[open.index].paragraphs;
        paragraphs.push(Paragraph { line, items: Vec::new() });
        Role::Paragraph(open.index, paragraphs.len() as u32)
    }
}

/// Whether the first line of an article holds no sentence: the number alone, or a caption.
fn is_caption(line: &Line<'_>, body: usize) -> bool {
    let rest = trimmed(line.text.get(body..).unwrap_or(""));
    let heading = matches!(line.kind, LineKind::Heading(_)) && !rest.ends_with(['。', '：', '；']);
    let bracketed =
        rest.starts_with('【') && rest.find('】').is_some_and(|end| end + '】'.len_utf8() == rest.len());
    rest.is_empty() || heading || bracketed
}
