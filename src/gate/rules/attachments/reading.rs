//! How a file is read, by its ending and its first bytes.
//!
//! What has a readable format is read whole, up to `LARGEST` bytes; films and sounds, which may
//! be of any size, are searched piece by piece; of anything else only the digest is taken.

use std::io::Cursor;

use camino::Utf8Path;

use crate::base::digest::{Digest, sha256_hex};
use crate::base::disk::{self, DiskResult};
use crate::gate::rules::attachments::contents::Contents;
use crate::gate::rules::attachments::xml::{Node, walk};
use crate::gate::rules::attachments::{archive, image, media, office, pdf};
use crate::source::decode::decode_office;

/// Version of what is read; a memory of contents begins with it.
const VERSION: &str = "gate-contents/2";
/// The most bytes that a file which is read whole may have.
const LARGEST: u64 = 64 * 1024 * 1024;
/// The most bytes of text that one file may yield.
const MOST_TEXT: usize = 64 * 1024 * 1024;
/// The most bytes of all files inside one file, unpacked.
const MOST_INNER: usize = 512 * 1024 * 1024;

/// What kind of file it is, as far as reading goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Office,
    Pdf,
    Zip,
    Image,
    Media,
    Text,
    Unknown,
}

fn form(name: &str) -> Form {
    match ending(name).as_str() {
        "docx" | "docm" | "dotx" | "xlsx" | "xlsm" | "xltx" | "pptx" | "pptm" | "ppsx" => Form::Office,
        "pdf" => Form::Pdf,
        "zip" => Form::Zip,
        "jpg" | "jpeg" | "png" | "tif" | "tiff" | "webp" | "heic" | "heif" | "gif" | "bmp" => Form::Image,
        "mp3" | "wav" | "m4a" | "ogg" | "mp4" | "webm" | "mov" | "avi" => Form::Media,
        "txt" | "csv" | "tsv" | "json" | "xml" | "svg" | "md" | "html" | "htm" | "css" | "js" | "log"
        | "toml" | "yaml" | "yml" | "ini" | "vtt" | "srt" | "bib" => Form::Text,
        _ => Form::Unknown,
    }
}

/// How the gate takes in the file at a path.
#[derive(Debug)]
pub enum Taken {
    /// Whole: its bytes, that [`contents`] reads.
    Whole(Vec<u8>),
    /// Too large for that, or nothing to read but marks: what was found.
    Searched(Contents),
}

/// Takes in the file `name` that stands at `path`, without holding more than `LARGEST` bytes.
pub fn take_in(name: &str, path: &Utf8Path) -> DiskResult<Taken> {
    let mut found = Contents::default();
    let form = form(name);
    if !matches!(form, Form::Media | Form::Unknown) {
        if let Some(bytes) = disk::read_within(path, LARGEST)? {
            return Ok(Taken::Whole(bytes));
        }
        let [zh, en] = too_large();
        found.unreadable_by(name, &disk::digest(path)?.0, &zh, &en);
        return Ok(Taken::Searched(found));
    }
    let is_media = form == Form::Media && disk::read_with(path, |file| media::read(&mut found, file))?;
    if !is_media {
        let [zh, en] = unknown(form);
        found.unreadable_by(name, &disk::digest(path)?.0, zh, en);
    }
    Ok(Taken::Searched(found))
}

fn too_large() -> [String; 2] {
    let megabytes = LARGEST >> 20;
    [
        format!("文件超过 {megabytes} MB，把关不读这么大的文件"),
        format!("it is larger than the {megabytes} MB that the gate reads"),
    ]
}

fn unknown(form: Form) -> [&'static str; 2] {
    match form {
        Form::Media => ["不是音像文件", "it is no film or sound"],
        _ => ["格式不认识", "the format is not known"],
    }
}

/// The key under which the contents of a file can be remembered.
pub fn digest(name: &str, bytes: &[u8]) -> Digest {
    Digest::of(VERSION, &[ending(name).as_bytes(), bytes])
}

/// What the file `name` holds, files inside it and all.
pub fn contents(name: &str, bytes: &[u8]) -> Contents {
    let mut found = Contents::default();
    read(&mut found, name, bytes, 0);
    let mut spent = 0;
    while let Some(inner) = found.inner.pop() {
        spent += inner.bytes.len();
        if spent > MOST_INNER {
            found.unreadable(name, bytes, "解开后过大", "it is too large when unpacked");
            break;
        }
        let mut own = Contents::default();
        read(&mut own, &inner.name, &inner.bytes, inner.depth);
        found.take_in(&inner.name, own);
    }
    found.inner.clear();
    let total: usize = found.texts.iter().map(|text| text.text.len()).sum();
    if total > MOST_TEXT {
        found.unreadable(name, bytes, "文字过多", "too much text");
        found.texts.clear();
    }
    found
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_lowercase())
}

/// Adds what the file `name`, which lies `depth` files deep, holds by itself.
fn read(found: &mut Contents, name: &str, bytes: &[u8], depth: usize) {
    if bytes.len() as u64 > LARGEST {
        let [zh, en] = too_large();
        return found.unreadable_by(name, &sha256_hex(bytes), &zh, &en);
    }
    let form = form(name);
    match form {
        Form::Office => office::read(found, name, bytes, depth),
        Form::Pdf => pdf::read(found, name, bytes),
        Form::Zip => archive::read(found, name, bytes, depth),
        Form::Image => image::read(found, name, bytes),
        Form::Text => read_text(found, name, bytes),
        Form::Media if media::read(found, Cursor::new(bytes)).unwrap_or_default() => {}
        Form::Media | Form::Unknown => {
            let [zh, en] = unknown(form);
            found.unreadable(name, bytes, zh, en);
        }
    }
}

fn read_text(found: &mut Contents, name: &str, bytes: &[u8]) {
    match decode_office(bytes) {
        Some(text) => {
            if ending(name) == "svg" {
                found.add("图中文字", "words of the drawing", short_words(&text));
            }
            let escaped = matches!(ending(name).as_str(), "json" | "js") && text.contains("\\u");
            found.add("", "", if escaped { unescaped(&text) } else { text });
        }
        None => found.unreadable(name, bytes, "文字编码不认识", "the encoding is not known"),
    }
}

/// The words of an SVG that stand a few characters to an element, put together: so drawings place
/// single digits.
fn short_words(text: &str) -> String {
    let mut words = String::new();
    let read = walk(text.as_bytes(), |node| {
        if let Node::Text(own) = node {
            match own.trim() {
                "" => {}
                own if own.chars().count() <= SHORT => words.push_str(own),
                _ => words.push('\n'),
            }
        }
    });
    if read.is_ok() { words } else { String::new() }
}

/// The most characters of an element that is put together with others.
const SHORT: usize = 4;

/// `text` with characters that are written as \\uXXXX as themselves.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u");
    let mut units: Vec<u16> = parts.next().unwrap_or_default().encode_utf16().collect();
    for part in parts {
        match part.get(..4).and_then(|code| u16::from_str_radix(code, 16).ok()) {
            // What would end a line stays written, so that lines are as they were.
            Some(unit) if unit >= 0x20 => {
                units.push(unit);
                units.extend(part[4..].encode_utf16());
            }
            _ => {
                units.extend("\\u".encode_utf16());
                units.extend(part.encode_utf16());
            }
        }
    }
    String::from_utf16_lossy(&units)
}
