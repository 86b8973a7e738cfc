//! docx, xlsx and pptx: texts of all parts, properties, comments, hidden sheets, rows, columns and
//! slides.

use crate::gate::rules::attachments::archive::{Archive, ArchiveError};
use crate::gate::rules::attachments::contents::{Contents, DEEPEST, Inner, first_words, is_program};
use crate::gate::rules::attachments::word;
use crate::gate::rules::attachments::xml::{Node, XmlError, is_on, value, walk};
use crate::gate::rules::rule::Rule;

/// Adds what the office file `name` holds.
pub fn read(found: &mut Contents, name: &str, bytes: &[u8], depth: usize) {
    if let Err([zh, en]) = parts(found, bytes, depth) {
        found.unreadable(name, bytes, zh, en);
    }
}

type Fault = [&'static str; 2];

fn unpacked(error: ArchiveError) -> Fault {
    error.words()
}

fn broken(_: XmlError) -> Fault {
    ["文件已损坏", "it is damaged"]
}

fn parts(found: &mut Contents, bytes: &[u8], depth: usize) -> Result<(), Fault> {
    let mut archive = Archive::open(bytes).map_err(unpacked)?;
    let names = archive.names();
    if !names.iter().any(|name| name == "[Content_Types].xml") {
        return Err(["不是办公文档", "it is no office document"]);
    }
    for name in names {
        let part = archive.read(&name).map_err(unpacked)?;
        one(found, &name, &part, depth)?;
    }
    Ok(())
}

fn one(found: &mut Contents, name: &str, part: &[u8], depth: usize) -> Result<(), Fault> {
    let is_xml = name.ends_with(".xml") || name.ends_with(".rels") || name.ends_with(".vml");
    if !is_xml {
        return embedded(found, name, part, depth);
    }
    let file = name.rsplit('/').next().unwrap_or(name);
    match name {
        "docProps/core.xml" | "docProps/app.xml" | "docProps/custom.xml" => properties(found, name, part),
        _ if name.starts_with("word/") && !name.contains("theme") => word::part(found, file, part),
        "xl/workbook.xml" => workbook(found, part),
        _ if name.starts_with("xl/worksheets/") => sheet(found, file, part),
        _ if name.starts_with("xl/") && name.contains("omments") => {
            comments(found, part, "单元格批注", "cell comments")
        }
        _ if name.starts_with("ppt/comments") => comments(found, part, "批注", "comments"),
        _ if name.contains("ommentAuthors") || name.ends_with("persons/person.xml") => authors(found, part),
        _ if name.starts_with("ppt/slides/") || name.starts_with("ppt/notesSlides/") => {
            slide(found, name, part)
        }
        _ if name.contains("theme") || name.contains("styles") || name.contains("_rels/.rels") => Ok(()),
        _ => plain(found, file, part),
    }
    .map_err(broken)
}

/// Pictures and objects inside the file.
fn embedded(found: &mut Contents, name: &str, part: &[u8], depth: usize) -> Result<(), Fault> {
    let known = [
        ".png", ".jpg", ".jpeg", ".tiff", ".tif", ".gif", ".bmp", ".webp", ".docx", ".xlsx", ".pptx", ".svg",
    ];
    let lower = name.to_lowercase();
    if known.iter().any(|ending| lower.ends_with(ending)) {
        if depth >= DEEPEST {
            return Err(["嵌入对象套得过深", "embedded objects lie too deep"]);
        }
        found.inner.push(Inner { name: lower, bytes: part.to_vec(), depth: depth + 1 });
    } else if name.contains("embeddings/") || lower.ends_with("vbaproject.bin") {
        return Err(["嵌有无法检查的对象", "it embeds an object that cannot be checked"]);
    }
    Ok(())
}

/// Author, last editor, company, manager, and properties of the office's own.
fn properties(found: &mut Contents, name: &str, part: &[u8]) -> Result<(), XmlError> {
    let labels = [
        ("creator", "作者", "author"),
        ("lastModifiedBy", "最后修改者", "last editor"),
        ("Company", "单位", "company"),
        ("Manager", "经理", "manager"),
    ];
    let mut open = String::new();
    let mut words = Vec::new();
    let mut rest = String::new();
    walk(part, |node| match node {
        Node::Open(element, _) => open = element.to_owned(),
        Node::Close(_) => open.clear(),
        Node::Text(text) => {
            match labels.iter().find(|(element, ..)| *element == open) {
                Some((_, zh, en)) => words.push((text.trim().to_owned(), *zh, *en)),
                None => {
                    rest.push_str(text);
                    rest.push('\n');
                }
            };
        }
    })?;
    for (text, zh, en) in words.into_iter().filter(|(text, ..)| !is_program(text)) {
        found.find(Rule::Author, &text, zh, en);
    }
    if name != "docProps/app.xml" {
        found.add("文档属性", "properties", rest);
    }
    Ok(())
}

fn workbook(found: &mut Contents, part: &[u8]) -> Result<(), XmlError> {
    let mut names = String::new();
    let mut hidden = Vec::new();
    walk(part, |node| {
        if let Node::Open("sheet", attributes) = node {
            let name = value(attributes, "name").unwrap_or_default();
            names.push_str(name);
            names.push('\n');
            if matches!(value(attributes, "state"), Some("hidden" | "veryHidden")) {
                hidden.push(name.to_owned());
            }
        }
    })?;
    for name in hidden {
        found.find(Rule::Hidden, &format!("工作表 {name}"), "隐藏的工作表", "a hidden sheet");
    }
    found.add("工作表名", "names of sheets", names);
    Ok(())
}

fn sheet(found: &mut Contents, file: &str, part: &[u8]) -> Result<(), XmlError> {
    let (mut text, mut open) = (String::new(), String::new());
    let (mut rows, mut columns) = (Vec::new(), Vec::new());
    walk(part, |node| match node {
        Node::Open("row", attributes) => {
            if is_on(attributes, "hidden") {
                rows.push(value(attributes, "r").unwrap_or("?").to_owned());
            }
        }
        Node::Open("col", attributes) => {
            if is_on(attributes, "hidden") {
                columns.push(value(attributes, "min").unwrap_or("?").to_owned());
            }
        }
        Node::Open("c", attributes) => open = value(attributes, "t").unwrap_or_default().to_owned(),
        Node::Open(..) => {}
        // A number of a shared text says nothing by itself; it is read from the shared texts.
        Node::Text(words) if open != "s" => text.push_str(words),
        Node::Text(_) => {}
        Node::Close("c" | "row" | "is") => text.push('\n'),
        Node::Close(_) => {}
    })?;
    let sheet = file.trim_end_matches(".xml");
    if !rows.is_empty() {
        found.find(Rule::Hidden, &format!("{sheet} 第{}行", rows.join("、")), "隐藏的行", "hidden rows");
    }
    if !columns.is_empty() {
        found.find(
            Rule::Hidden,
            &format!("{sheet} 第{}列", columns.join("、")),
            "隐藏的列",
            "hidden columns",
        );
    }
    found.add(sheet, sheet, text);
    Ok(())
}

fn comments(found: &mut Contents, part: &[u8], zh: &str, en: &str) -> Result<(), XmlError> {
    let mut text = String::new();
    walk(part, |node| match node {
        Node::Text(words) => text.push_str(words),
        Node::Close("comment" | "cm" | "author" | "threadedComment") => text.push('\n'),
        _ => {}
    })?;
    found.find(Rule::Comment, &first_words(&text), zh, en);
    found.add(zh, en, text);
    Ok(())
}

fn authors(found: &mut Contents, part: &[u8]) -> Result<(), XmlError> {
    let mut names = Vec::new();
    walk(part, |node| {
        if let Node::Open(_, attributes) = node {
            names.extend(
                value(attributes, "name").or_else(|| value(attributes, "displayName")).map(str::to_owned),
            );
        }
    })?;
    for name in names.into_iter().filter(|name| !is_program(name)) {
        found.find(Rule::Author, &name, "批注者", "author of comments");
    }
    Ok(())
}

fn slide(found: &mut Contents, name: &str, part: &[u8]) -> Result<(), XmlError> {
    let mut text = String::new();
    let mut hidden = false;
    walk(part, |node| match node {
        Node::Open("sld", attributes) => hidden = value(attributes, "show") == Some("0"),
        Node::Open(_, attributes) => {
            text.extend(value(attributes, "descr").map(|words| format!("{words}\n")));
        }
        Node::Text(words) => text.push_str(words),
        Node::Close("p" | "tc") => text.push('\n'),
        Node::Close(_) => {}
    })?;
    let file = name.rsplit('/').next().unwrap_or(name).trim_end_matches(".xml");
    if hidden {
        found.find(Rule::Hidden, file, "隐藏的幻灯片", "a hidden slide");
    }
    let notes = name.contains("notesSlides");
    found.add(if notes { "备注" } else { file }, if notes { "notes" } else { file }, text);
    Ok(())
}

/// Any other part: its words, and values of attributes that people write.
fn plain(found: &mut Contents, file: &str, part: &[u8]) -> Result<(), XmlError> {
    let mut text = String::new();
    walk(part, |node| match node {
        Node::Open(_, attributes) => {
            for (name, value) in attributes {
                if matches!(
                    name.as_str(),
                    "descr" | "title" | "Target" | "author" | "name" | "tooltip" | "alt"
                ) {
                    text.push_str(value);
                    text.push('\n');
                }
            }
        }
        Node::Text(words) => text.push_str(words),
        Node::Close("si" | "p" | "t") => text.push('\n'),
        Node::Close(_) => {}
    })?;
    let part = file.trim_end_matches(".xml");
    found.add(part, part, text);
    Ok(())
}
