//! How a file is read, by its ending and its first bytes.

use crate::base::digest::Digest;
use crate::gate::rules::attachments::contents::Contents;
use crate::gate::rules::attachments::{archive, image, media, office, pdf};
use crate::source::decode::decode_office;

/// Version of what is read; a memory of contents begins with it.
const VERSION: &str = "gate-contents/1";
/// The most bytes that a file which is read whole may have.
const LARGEST: usize = 256 * 1024 * 1024;
/// The most bytes of text that one file may yield.
const MOST_TEXT: usize = 64 * 1024 * 1024;
/// The most bytes of all files inside one file, unpacked.
const MOST_INNER: usize = 512 * 1024 * 1024;

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
    if bytes.len() > LARGEST {
        return found.unreadable(name, bytes, "文件过大", "the file is too large");
    }
    match ending(name).as_str() {
        "docx" | "docm" | "dotx" | "xlsx" | "xlsm" | "xltx" | "pptx" | "pptm" | "ppsx" => {
            office::read(found, name, bytes, depth);
        }
        "pdf" => pdf::read(found, name, bytes),
        "zip" => archive::read(found, name, bytes, depth),
        "jpg" | "jpeg" | "png" | "tif" | "tiff" | "webp" | "heic" | "heif" | "gif" | "bmp" => {
            image::read(found, name, bytes);
        }
        "mp3" | "wav" | "m4a" | "ogg" | "mp4" | "webm" | "mov" | "avi" => media::read(found, name, bytes),
        "txt" | "csv" | "tsv" | "json" | "xml" | "svg" | "md" | "html" | "htm" | "css" | "js" | "log"
        | "toml" | "yaml" | "yml" | "ini" | "vtt" | "srt" | "bib" => read_text(found, name, bytes),
        _ => found.unreadable(name, bytes, "格式不认识", "the format is not known"),
    }
}

fn read_text(found: &mut Contents, name: &str, bytes: &[u8]) {
    match decode_office(bytes) {
        Some(text) => found.add("", "", text),
        None => found.unreadable(name, bytes, "文字编码不认识", "the encoding is not known"),
    }
}
