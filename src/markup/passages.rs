//! Marked passages of a body: `:::scope 本机关` … `:::`, each mark on a line of its own.
//!
//! In goes the body as it was written; out comes one without marks and without what is above the
//! scope of the build, with as many lines as before, so that Markdown never sees what is dropped.
//! Marks in fenced code are code. Whatever looks like a mark and is none blocks, for words that
//! were meant to be held back would else be published.

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::span::Span;
use crate::config::node::Finding;
use crate::config::scopes::Scopes;
use crate::markup::body::{Body, Element, Op};
use crate::markup::orphans;

/// A marked passage that stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands.
    pub span: Span,
    /// Its scope.
    pub scope: String,
}

/// A body after the cut.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cut {
    /// The body without marks and without what was dropped.
    pub text: String,
    /// The marked passages that stay, in the order of their beginnings, with spans in `text`.
    pub passages: Vec<Passage>,
    /// Whether something was dropped.
    pub dropped: bool,
    /// What is wrong, with spans in the body as it was written.
    pub findings: Vec<Finding>,
}

/// Cuts `source` for a build of `scopes`. `None` where nothing is marked.
pub fn cut(source: &str, scopes: &Scopes) -> Option<Cut> {
    if !source.contains(':') && !source.contains('：') {
        return None;
    }
    let mut cutter =
        Cutter { scopes, cut: Cut::default(), open: Vec::new(), fence: None, marks: 0, lost: String::new() };
    let mut at = 0;
    let mut before = "";
    for line in source.split_inclusive('\n') {
        cutter.line(line, at, before, &source[at + line.len()..]);
        at += line.len();
        before = line;
    }
    cutter.finish(source.len())
}

/// A passage that is open.
struct Open {
    mark: Span,
    indent: String,
    /// Its place among the passages that stay, or none where it is dropped.
    kept: Option<usize>,
}

struct Cutter<'a> {
    scopes: &'a Scopes,
    cut: Cut,
    open: Vec<Open>,
    /// The fence of the block of code that is open: its mark and how often it stands.
    fence: Option<(char, usize)>,
    marks: usize,
    /// What was dropped.
    lost: String,
}

/// What a line is.
enum Line<'a> {
    Begin(&'a str),
    End,
    Wrong,
    Words,
}

impl Cutter<'_> {
    fn line(&mut self, line: &str, at: usize, before: &str, after: &str) {
        let words = line.trim_end();
        let text = words.trim_start();
        let indent = &words[..words.len() - text.len()];
        let span = Span::new(at + indent.len(), at + words.len());
        if self.passes_fence(text) {
            return self.write(line);
        }
        match read(text) {
            Line::Words => return self.write(line),
            Line::Begin(name) => {
                self.begin(name, indent, span);
                self.check_table(before, after, span);
            }
            Line::End => {
                self.end(indent, span);
                self.check_table(before, after, span);
            }
            Line::Wrong => self.report(span, Diagnostic::new(&message::SCOPE_MARK)),
        }
        self.marks += 1;
        self.write_end(line);
    }

    /// Whether the line belongs to a block of code, its fences included.
    fn passes_fence(&mut self, text: &str) -> bool {
        let mark = text.chars().next().filter(|mark| ['`', '~'].contains(mark));
        let count = mark.map_or(0, |mark| text.chars().take_while(|c| *c == mark).count());
        match (self.fence, mark) {
            (Some((open, least)), Some(mark)) => {
                if mark == open && count >= least && text.trim_start_matches(mark).trim().is_empty() {
                    self.fence = None;
                }
                true
            }
            (Some(_), None) => true,
            (None, Some(mark)) if count >= 3 => {
                // Backquotes in the info string make it a line with code in it.
                let opens = mark == '~' || !text[count..].contains('`');
                self.fence = opens.then_some((mark, count));
                opens
            }
            (None, _) => false,
        }
    }

    fn begin(&mut self, name: &str, indent: &str, span: Span) {
        let place = self.scopes.place(name);
        if place.is_none() {
            let known = self.scopes.names().join("、");
            let found = Diagnostic::new(&message::UNKNOWN_SCOPE).with("scope", name).with("known", known);
            self.report(span, found);
        }
        let is_kept = place.is_some() && self.scopes.admits(Some(name)) && !self.is_dropping();
        self.cut.dropped |= !is_kept;
        let kept = is_kept.then(|| {
            let start = self.cut.text.len();
            self.cut.passages.push(Passage { span: Span::new(start, start), scope: name.to_owned() });
            self.cut.passages.len() - 1
        });
        self.open.push(Open { mark: span, indent: indent.to_owned(), kept });
    }

    fn end(&mut self, indent: &str, span: Span) {
        let Some(open) = self.open.pop() else {
            return self.report(span, Diagnostic::new(&message::SCOPE_NOT_OPEN));
        };
        if open.indent != indent {
            self.report(span, Diagnostic::new(&message::SCOPE_MARK));
        }
        if let Some(passage) = open.kept {
            self.cut.passages[passage].span.end = self.cut.text.len();
        }
    }

    /// A mark between two rows of a table would cut it in two.
    fn check_table(&mut self, before: &str, after: &str, span: Span) {
        let is_row = |line: &str| line.trim_start().starts_with('|');
        if is_row(before) && is_row(after.lines().next().unwrap_or_default()) {
            self.report(span, Diagnostic::new(&message::SCOPE_MARK));
        }
    }

    fn is_dropping(&self) -> bool {
        self.open.iter().any(|open| open.kept.is_none())
    }

    fn report(&mut self, span: Span, diagnostic: Diagnostic) {
        self.cut.findings.push((span, diagnostic));
    }

    fn write(&mut self, line: &str) {
        if self.is_dropping() {
            self.lost.push_str(line);
            return self.write_end(line);
        }
        self.cut.text.push_str(line);
    }

    /// Writes the end of `line` alone.
    fn write_end(&mut self, line: &str) {
        if line.ends_with('\n') {
            self.cut.text.push('\n');
        }
    }

    fn finish(mut self, length: usize) -> Option<Cut> {
        while let Some(open) = self.open.pop() {
            let span = Span::new(open.mark.start.min(length), open.mark.end.min(length));
            self.report(span, Diagnostic::new(&message::SCOPE_UNCLOSED));
        }
        let spans = self.cut.passages.iter_mut().map(|passage| &mut passage.span);
        orphans::leave_out(&mut self.cut.text, spans, &self.lost);
        (self.marks > 0).then_some(self.cut)
    }
}

/// Words that a mark begins with.
const WORDS: [&str; 3] = ["scope", "发布范围", "范围"];

/// Reads a line without the blanks around it. Colons may be full-width, as Chinese keyboards give.
fn read(text: &str) -> Line<'_> {
    let rest = text.trim_start_matches([':', '：']);
    let colons = text[..text.len() - rest.len()].chars().count();
    let name = after_word(rest.trim_start());
    match (colons, rest.trim_start(), name) {
        (0, ..) if is_marked(inside_blocks(text)) => Line::Wrong,
        (0, ..) => Line::Words,
        (1 | 2, _, Some(_)) => Line::Wrong,
        (1 | 2, ..) => Line::Words,
        (_, "", _) => Line::End,
        (_, _, Some(name)) if !name.is_empty() && !name.contains(char::is_whitespace) => Line::Begin(name),
        _ => Line::Wrong,
    }
}

/// What follows the word of a mark, where one stands there.
fn after_word(text: &str) -> Option<&str> {
    let word = WORDS
        .iter()
        .find(|word| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))?;
    let rest = &text[word.len()..];
    let is_end = rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace());
    is_end.then(|| rest.trim())
}

fn is_marked(text: &str) -> bool {
    text.starts_with(":::") || text.starts_with("：：：")
}

/// The line without the marks of quotes and lists before it.
fn inside_blocks(text: &str) -> &str {
    let mut rest = text;
    loop {
        let before = rest;
        rest = rest.trim_start_matches(['>', '-', '*', '+', '|']).trim_start();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits > 0
            && let Some(item) = rest[digits..].strip_prefix(['.', ')'])
        {
            rest = item.trim_start();
        }
        if rest.len() == before.len() {
            return rest;
        }
    }
}

/// The source offset of words of `body`, outside code, that look like a mark: they stand where no
/// mark can be.
pub fn stray_mark(body: &Body) -> Option<usize> {
    if !body.text.contains(":::") && !body.text.contains("：：：") && !body.has_html {
        return None;
    }
    let mut in_code = false;
    let mut last = 0;
    for op in &body.ops {
        match op {
            Op::Open(Element::CodeBlock(_)) => in_code = true,
            Op::Close(Element::CodeBlock(_)) => in_code = false,
            Op::Text { text, source } if !in_code => {
                last = if *source == u32::MAX { last } else { *source as usize };
                // The word may be divided from its colons by the parser.
                let from = text.start as usize;
                let to = body.text[from..].find('\n').map_or(body.text.len(), |end| from + end);
                if holds_mark(&body.text[text.range()], &body.text[from..to]) {
                    return Some(last);
                }
            }
            Op::Html(html) if holds_mark(html, html) => return Some(last),
            _ => {}
        }
    }
    None
}

/// Whether colons of `text` and the word of a mark stand in `line`, which begins with `text`.
fn holds_mark(text: &str, line: &str) -> bool {
    [":::", "：：："].iter().any(|colons| {
        text.match_indices(colons).any(|(at, _)| {
            let rest = line[at..].trim_start_matches([':', '：']).trim_start();
            WORDS
                .iter()
                .any(|word| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scopes(limit: &str) -> Scopes {
        let mut scopes = Scopes::new(["公开", "系统内", "本机关"].map(str::to_owned).to_vec());
        assert!(scopes.limit_to(limit));
        scopes
    }

    fn at(limit: &str, source: &str) -> Cut {
        cut(source, &scopes(limit)).unwrap_or_else(|| panic!("marked: {source}"))
    }

    fn codes(source: &str) -> Vec<&'static str> {
        let cut = cut(source, &scopes("公开"));
        cut.map_or(Vec::new(), |cut| cut.findings.iter().map(|(_, found)| found.message.code).collect())
    }

    #[test]
    fn what_is_above_the_scope_leaves_as_many_lines() {
        let source = "一\n:::scope 本机关\n密一\n:::\n二\n：：：范围　系统内\n密二\n:::scope 本机关\n密三\n:::\n密四\n：：：\n三";
        let public = at("公开", source);
        assert_eq!(public.text, "一\n\n\n\n二\n\n\n\n\n\n\n\n三");
        assert!(public.dropped && public.passages.is_empty() && public.findings.is_empty());
        let inner = at("系统内", source);
        assert_eq!(inner.text, "一\n\n\n\n二\n\n密二\n\n\n\n密四\n\n三");
        assert_eq!(inner.passages.len(), 1);
        let all = at("本机关", source);
        assert!(!all.dropped && all.passages.len() == 3);
        let span = all.passages[0].span;
        assert_eq!(&all.text[span.start..span.end], "\n密一\n");
    }

    #[test]
    fn marks_in_fenced_code_are_code() {
        assert!(cut("```md\n:::scope 本机关\n:::\n```\n正文：一", &scopes("公开")).is_none());
        // A fence that a passage opens and does not close swallows its end.
        assert_eq!(codes(":::scope 本机关\n```\n密\n:::\n"), ["ZK0703"]);
    }

    #[test]
    fn whatever_is_no_mark_blocks() {
        for wrong in [
            ":::",
            "::: 秘密",
            ":::scope",
            ":::scope 本机关 甲",
            "> :::scope 本机关",
            "- :::scope 本机关",
            "1. ::: ",
            "::scope 本机关",
            ":scope 本机关",
        ] {
            assert_eq!(codes(wrong).len(), 1, "{wrong}: {:?}", codes(wrong));
        }
        assert_eq!(codes(":::scope 内部\n甲\n:::"), ["ZK0701"]);
        assert_eq!(codes(":::scope 本机关\n甲"), ["ZK0703"]);
        assert_eq!(codes("  :::scope 本机关\n  甲\n:::"), ["ZK0702"]);
        assert_eq!(codes("|甲|\n|-|\n:::scope 本机关\n|乙|\n:::\n|丙|"), ["ZK0702", "ZK0702"]);
        assert!(codes("时间：上午\n: 定义\n|:---:|\n").is_empty());
    }
}
