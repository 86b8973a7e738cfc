//! The parts of a docx: text of body, notes, headers and footers; tracked changes, comments,
//! hidden text.

use crate::gate::rules::attachments::contents::{Contents, first_words, is_program};
use crate::gate::rules::attachments::xml::{Node, XmlError, value, walk};
use crate::gate::rules::rule::Rule;

/// What is gathered of a part.
#[derive(Default)]
struct Part {
    text: String,
    inserted: String,
    deleted: String,
    hidden: String,
    authors: Vec<String>,
    /// How many elements of a kind are open.
    inserting: usize,
    deleting: usize,
    vanishing: bool,
    /// Whether the style of the paragraph hides it.
    hidden_paragraph: bool,
    /// Whether formats were changed with tracking on.
    reformatted: bool,
}

/// Adds what the part `file` of a docx holds.
/// `hiding` are the styles that hide what has them.
pub fn part(found: &mut Contents, file: &str, bytes: &[u8], hiding: &[String]) -> Result<(), XmlError> {
    if file.starts_with("styles") || file.starts_with("fontTable") || file.starts_with("numbering") {
        return Ok(());
    }
    let mut part = Part::default();
    walk(bytes, |node| part.take(node, hiding))?;
    let [zh, en] = words_of(file);
    if file.starts_with("comments") {
        found.find(Rule::Comment, &first_words(&part.text), "批注", "comments");
    }
    if file == "people.xml" || file.starts_with("comments") {
        part.authors.retain(|name| !is_program(name));
        for name in &part.authors {
            found.find(Rule::Author, name, "批注者", "author of comments");
        }
    } else if !part.authors.is_empty() || part.reformatted {
        part.revisions(found);
    }
    if !part.hidden.trim().is_empty() {
        found.find(Rule::Hidden, &first_words(&part.hidden), "隐藏的文字", "hidden text");
    }
    let deleted = std::mem::take(&mut part.deleted);
    found.add("修订中删去的文字", "deleted words", deleted);
    found.add(zh, en, part.text);
    Ok(())
}

/// The ids of the styles in `bytes` that hide what has them.
pub fn hiding_styles(bytes: &[u8]) -> Result<Vec<String>, XmlError> {
    let (mut hiding, mut style) = (Vec::new(), String::new());
    walk(bytes, |node| match node {
        Node::Open("style", attributes) => {
            value(attributes, "styleId").unwrap_or_default().clone_into(&mut style);
        }
        Node::Open("vanish", attributes) if !matches!(value(attributes, "val"), Some("0" | "false")) => {
            hiding.push(style.clone());
        }
        _ => {}
    })?;
    Ok(hiding)
}

fn words_of(file: &str) -> [&str; 2] {
    let known = [
        ("document", "正文", "body"),
        ("comments", "批注", "comments"),
        ("footnotes", "脚注", "footnotes"),
        ("endnotes", "尾注", "endnotes"),
        ("header", "页眉", "header"),
        ("footer", "页脚", "footer"),
    ];
    let part = known.iter().find(|(name, ..)| file.starts_with(name));
    part.map_or([file.trim_end_matches(".xml"); 2], |(_, zh, en)| [zh, en])
}

/// Whether the style that is named is one of `hiding`.
fn is_of(attributes: &[(String, String)], hiding: &[String]) -> bool {
    value(attributes, "val").is_some_and(|style| hiding.iter().any(|known| known == style))
}

impl Part {
    fn take(&mut self, node: Node<'_>, hiding: &[String]) {
        match node {
            Node::Open("pStyle", attributes) => self.hidden_paragraph = is_of(attributes, hiding),
            Node::Open("rStyle", attributes) => self.vanishing |= is_of(attributes, hiding),
            Node::Open(name, attributes) => self.open(name, attributes),
            Node::Close(name) => self.close(name),
            Node::Text(words) => {
                if self.deleting > 0 {
                    self.deleted.push_str(words);
                    return;
                }
                self.text.push_str(words);
                if self.inserting > 0 {
                    self.inserted.push_str(words);
                }
                if self.vanishing || self.hidden_paragraph {
                    self.hidden.push_str(words);
                }
            }
        }
    }

    fn open(&mut self, name: &str, attributes: &[(String, String)]) {
        let author = || value(attributes, "author").map(str::to_owned);
        match name {
            "ins" | "moveTo" if author().is_some() => self.inserting += 1,
            "del" | "moveFrom" if author().is_some() => self.deleting += 1,
            "rPrChange" | "pPrChange" | "sectPrChange" | "tblPrChange" => self.reformatted = true,
            "vanish" => self.vanishing = !matches!(value(attributes, "val"), Some("0" | "false")),
            "tab" | "br" | "cr" => self.text.push(' '),
            "docPr" | "cNvPr" => {
                for field in ["descr", "title"] {
                    self.text.extend(value(attributes, field).map(|words| format!("{words}\n")));
                }
            }
            _ => {}
        }
        if let Some(author) = author().filter(|author| !author.is_empty() && !self.authors.contains(author)) {
            self.authors.push(author);
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "ins" | "moveTo" => self.inserting = self.inserting.saturating_sub(1),
            "del" | "moveFrom" => self.deleting = self.deleting.saturating_sub(1),
            "r" => self.vanishing = false,
            "p" => {
                self.hidden_paragraph = false;
                self.text.push('\n');
                self.deleted.push('\n');
            }
            "tc" | "comment" => self.text.push('\n'),
            _ => {}
        }
    }

    fn revisions(&self, found: &mut Contents) {
        let kinds = [(&self.inserted, "插入", "inserted"), (&self.deleted, "删除", "deleted")];
        let mut said = false;
        for (words, zh, en) in kinds {
            if !words.trim().is_empty() {
                said = true;
                found.find(Rule::Revision, &first_words(words), zh, en);
            }
        }
        if !said {
            found.find(Rule::Revision, "修订痕迹", "格式", "formats");
        }
    }
}
