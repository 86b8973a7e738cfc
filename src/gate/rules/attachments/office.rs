//! docx, xlsx and pptx: texts of all parts, properties, comments, hidden sheets, rows, columns and
//! slides.

use crate::gate::rules::attachments::archive::{Archive, ArchiveError};
use crate::gate::rules::attachments::contents::{Contents, DEEPEST, Inner, first_words, is_program};
use crate::gate::rules::attachments::drawing;
use crate::gate::rules::attachments::word;
use crate::gate::rules::attachments::xml::{Node, XmlError, is_on, spoken_attributes, value, walk};
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
    if archive.has_more_than_entries() {
        return Err(["文件里夹带着别的内容", "something else is hidden in the file"]);
    }
    found.add("压缩包注释", "comment of the archive", archive.comment());
    let hiding = match names.iter().any(|name| name == STYLES) {
        true => word::hiding_styles(&archive.read(STYLES).map_err(unpacked)?).map_err(broken)?,
        false => Vec::new(),
    };
    for name in names {
        let part = archive.read(&name).map_err(unpacked)?;
        one(found, &name, &part, &hiding, depth)?;
    }
    Ok(())
}

/// The part of a docx that holds its styles.
const STYLES: &str = "word/styles.xml";

fn one(found: &mut Contents, name: &str, part: &[u8], hiding: &[String], depth: usize) -> Result<(), Fault> {
    let is_xml = name.ends_with(".xml") || name.ends_with(".rels") || name.ends_with(".vml");
    if !is_xml {
        return embedded(found, name, part, depth);
    }
    let file = name.rsplit('/').next().unwrap_or(name);
    found.add("属性", "attributes", spoken_attributes(part).map_err(broken)?);
    match name {
        "docProps/core.xml" | "docProps/app.xml" | "docProps/custom.xml" => properties(found, name, part),
        _ if name.starts_with("word/") && !name.contains("theme") => word::part(found, file, part, hiding),
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

/// Parts that hold no words: fonts, settings of printers, pictures without metadata.
fn is_mute(name: &str) -> bool {
    let endings = [".odttf", ".fntdata", ".ttf", ".wdp"];
    endings.iter().any(|ending| name.ends_with(ending)) || name.contains("printersettings")
}

/// Pictures, films and objects inside the file; what cannot be read blocks.
fn embedded(found: &mut Contents, name: &str, part: &[u8], depth: usize) -> Result<(), Fault> {
    let lower = name.to_lowercase();
    if is_mute(&lower) {
        return Ok(());
    }
    if lower.ends_with(".emf") || lower.ends_with(".wmf") {
        let file = lower.rsplit('/').next().unwrap_or(&lower);
        found.add(file, file, drawing::words(part));
        return Ok(());
    }
    if depth >= DEEPEST {
        return Err(["嵌入对象套得过深", "embedded objects lie too deep"]);
    }
    found.inner.push(Inner { name: lower, bytes: part.to_vec(), depth: depth + 1 });
    Ok(())
}

/// The part that the program writes: figures, its own name, and a few words.
const APP: &str = "docProps/app.xml";

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
            let told = ["Template", "HyperlinkBase", "lpstr", "lpwstr"].contains(&open.as_str());
            match labels.iter().find(|(element, ..)| *element == open) {
                None if name == APP && !told => {}
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
    found.add("文档属性", "properties", rest);
    Ok(())
}

fn workbook(found: &mut Contents, part: &[u8]) -> Result<(), XmlError> {
    let mut names = String::new();
    let mut hidden = Vec::new();
    walk(part, |node| match node {
        Node::Open("sheet", attributes) => {
            let name = value(attributes, "name").unwrap_or_default();
            names.push_str(name);
            names.push('\n');
            if matches!(value(attributes, "state"), Some("hidden" | "veryHidden")) {
                hidden.push(name.to_owned());
            }
        }
        // Names that are given to cells and constants.
        Node::Text(words) => {
            names.push_str(words);
            names.push('\n');
        }
        _ => {}
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
            if is_on(attributes, "hidden") || value(attributes, "ht") == Some("0") {
                rows.push(value(attributes, "r").unwrap_or("?").to_owned());
            }
        }
        Node::Open("col", attributes) => {
            if is_on(attributes, "hidden") || value(attributes, "width") == Some("0") {
                columns.push(value(attributes, "min").unwrap_or("?").to_owned());
            }
        }
        Node::Open("sheetFormatPr", attributes) if is_on(attributes, "zeroHeight") => {
            rows.push("?".to_owned())
        }
        Node::Open("c", attributes) => open = value(attributes, "t").unwrap_or_default().to_owned(),
        Node::Open(..) => {}
        // A number of a shared text says nothing by itself; it is read from the shared texts.
        Node::Text(words) if open != "s" => match whole_number(words) {
            Some(number) => text.push_str(&number),
            None => text.push_str(words),
        },
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

/// A whole number that a cell holds as 1.38E10.
fn whole_number(words: &str) -> Option<String> {
    let number: f64 = words.contains(['E', 'e']).then(|| words.parse().ok())??;
    (number.fract() == 0.0 && number.abs() < 1e15).then(|| format!("{number:.0}"))
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
                if matches!(name.as_str(), "descr" | "title" | "author") {
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
