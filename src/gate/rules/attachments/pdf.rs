//! PDF: text of all pages, annotations, properties, XMP, files inside.

use lopdf::{Document, Object};

use crate::gate::rules::attachments::contents::{Contents, first_words, is_program};
use crate::gate::rules::attachments::pdf_forms;
use crate::gate::rules::attachments::xmp::{packet, xmp};
use crate::gate::rules::rule::Rule;
use crate::gate::rules::words;

/// The most pages that are read.
const PAGES: usize = 5_000;
/// The most objects.
const OBJECTS: usize = 500_000;

/// Adds what the PDF `name` holds.
pub fn read(found: &mut Contents, name: &str, bytes: &[u8]) {
    let document = match Document::load_mem(bytes) {
        Ok(document) => document,
        Err(_) => {
            return found.unreadable(name, bytes, "文件已损坏或者加了密码", "it is damaged or encrypted");
        }
    };
    if document.is_encrypted() || document.trailer.has(b"Encrypt") {
        return found.unreadable(name, bytes, "文件加了密码", "it is encrypted");
    }
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    if pages.len() > PAGES || document.objects.len() > OBJECTS {
        return found.unreadable(name, bytes, "页数过多", "it has too many pages");
    }
    properties(found, &document);
    let mut is_read = false;
    for page in &pages {
        match document.extract_text(&[*page]) {
            Ok(text) => {
                is_read |= text.chars().filter(|c| c.is_alphanumeric()).count() > 0;
                found.add(&format!("第{page}页"), &format!("page {page}"), with_stars(&text));
            }
            Err(_) => return found.unreadable(name, bytes, "文字读不出", "its text cannot be read"),
        }
    }
    match pdf_forms::words(&document) {
        Some(text) => found.add("图章、水印和表单", "stamps, watermarks and forms", text),
        None => {
            found.unreadable(name, bytes, "图章、水印里的文字读不出", "the text of a stamp cannot be read")
        }
    }
    annotations(found, &document);
    fields(found, &document);
    if has_earlier_versions(bytes) {
        let [zh, en] = ["文件里还留着以前的版本", "earlier versions are kept in the file"];
        found.find(Rule::Revision, "以前保存的内容", zh, en);
    }
    if !is_read && !pages.is_empty() {
        found.unreadable(name, bytes, "没有文字，可能是扫描件", "it has no text and may be a scan");
    }
    if document.objects.values().any(is_embedded) {
        found.unreadable(name, bytes, "嵌有其他文件", "it embeds other files");
    }
}

/// `text` with each star behind the words before it: a font without the sign borrows it from another,
/// and then it comes on a line of its own.
fn with_stars(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for c in text.chars() {
        if words::is_star(c) {
            joined.truncate(joined.trim_end().len());
        }
        joined.push(c);
    }
    joined
}

/// Whether the file was saved on top of itself: what was deleted is still in it. A file made for
/// slow lines has two ends from the first.
fn has_earlier_versions(bytes: &[u8]) -> bool {
    let mark = b"startxref";
    let ends = bytes.windows(mark.len()).filter(|window| window == mark).count();
    let head = &bytes[..bytes.len().min(1024)];
    let linear = head.windows(11).any(|window| window == b"/Linearized");
    ends > if linear { 2 } else { 1 }
}

/// What was filled into the fields of forms, names of bookmarks, targets of links.
fn fields(found: &mut Contents, document: &Document) {
    let mut words = String::new();
    for object in document.objects.values() {
        let Ok(dictionary) = object.as_dict() else { continue };
        for key in [&b"V"[..], b"DV", b"TU", b"URI", b"Title", b"Alt", b"ActualText", b"JS"] {
            if let Ok(value) = dictionary.get(key).and_then(Object::as_str) {
                words.push_str(&decoded(value));
                words.push_str("；\n");
            }
        }
    }
    found.add("表单和书签", "forms and bookmarks", words);
}

fn is_embedded(object: &Object) -> bool {
    object.as_stream().is_ok_and(|stream| stream.dict.has_type(b"EmbeddedFile"))
}

fn properties(found: &mut Contents, document: &Document) {
    let info = document.trailer.get(b"Info").ok().and_then(|info| match info {
        Object::Reference(id) => document.get_dictionary(*id).ok(),
        Object::Dictionary(dictionary) => Some(dictionary),
        _ => None,
    });
    for (key, object) in info.into_iter().flat_map(|info| info.iter()) {
        let Ok(value) = object.as_str().map(decoded) else { continue };
        match key.as_slice() {
            b"Author" | b"Company" | b"Manager" if !is_program(&value) => {
                found.find(Rule::Author, &value, "作者", "author")
            }
            b"Creator" | b"Producer" | b"CreationDate" | b"ModDate" | b"Trapped" | b"Author" => {}
            _ => found.add("文档属性", "properties", value),
        }
    }
    for object in document.objects.values() {
        let Ok(stream) = object.as_stream() else { continue };
        if stream.dict.has_type(b"Metadata") {
            let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
            xmp(found, packet(&content).unwrap_or(&content));
        }
    }
}

fn annotations(found: &mut Contents, document: &Document) {
    let mut words = String::new();
    for object in document.objects.values() {
        let Ok(dictionary) = object.as_dict() else { continue };
        let note = dictionary.has_type(b"Annot")
            && dictionary
                .get(b"Subtype")
                .and_then(Object::as_name)
                .is_ok_and(|kind| kind != b"Link" && kind != b"Widget");
        if note && let Ok(contents) = dictionary.get(b"Contents").and_then(Object::as_str) {
            words.push_str(&decoded(contents));
            words.push('\n');
        }
    }
    found.find(Rule::Comment, &first_words(&words), "批注", "annotations");
    found.add("批注", "annotations", words);
}

/// A text string of a PDF: UTF-16 with its mark, UTF-8 with its mark, or one byte a character.
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units: Vec<u16> =
                rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        },
    }
}
