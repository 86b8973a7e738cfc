//! What pictures carry besides EXIF and XMP: text chunks of PNG, comments and IPTC records of JPEG,
//! comments of GIF, and whatever stands behind the picture.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

use crate::gate::rules::attachments::contents::{Contents, is_program};
use crate::gate::rules::attachments::xmp::{packet, xmp};
use crate::gate::rules::rule::Rule;

/// The most bytes of a packed text.
const TEXT: u64 = 1024 * 1024;
/// So many bytes behind a picture are padding.
const PADDING: usize = 16;

/// Adds what the picture `name` carries.
pub fn read(found: &mut Contents, name: &str, bytes: &[u8]) {
    let end = if bytes.starts_with(b"\x89PNG") {
        png(found, bytes)
    } else if bytes.starts_with(b"\xFF\xD8") {
        jpeg(found, bytes)
    } else {
        if bytes.starts_with(b"GIF8") {
            gif(found, bytes);
        }
        None
    };
    let rest = end.and_then(|end| bytes.get(end..)).unwrap_or_default();
    if rest.iter().filter(|byte| **byte != 0).count() > PADDING {
        found.unreadable(name, bytes, "图片后面附有别的内容", "something else stands behind the picture");
    }
}

/// Reads the chunks of a PNG; gives where it ends.
fn png(found: &mut Contents, bytes: &[u8]) -> Option<usize> {
    let mut at = 8;
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let body = bytes.get(at + 8..at.checked_add(8)?.checked_add(length)?)?;
        let text = match &head[4..] {
            b"tEXt" => Some(body.to_vec()),
            b"zTXt" => packed(body, 2),
            b"iTXt" => international(body),
            _ => None,
        };
        if let Some(text) = text {
            match packet(&text) {
                // A packet that is not packed was found already.
                Some(packet) if !matches!(&head[4..], b"tEXt") => xmp(found, packet),
                Some(_) => {}
                None => {
                    let words = String::from_utf8_lossy(&text).replace('\0', " ");
                    found.add("图片文字信息", "text chunks", words);
                }
            }
        }
        at += 12 + length;
        if &head[4..] == b"IEND" {
            return Some(at);
        }
    }
    None
}

/// What a chunk says whose packed text begins `skipped` bytes behind its name.
fn packed(body: &[u8], skipped: usize) -> Option<Vec<u8>> {
    let name = body.iter().position(|byte| *byte == 0)?;
    let mut text = body[..name].to_vec();
    text.push(b' ');
    ZlibDecoder::new(body.get(name + skipped..)?).take(TEXT).read_to_end(&mut text).ok()?;
    Some(text)
}

/// What an iTXt chunk says: name, whether it is packed, language, translated name, text. A packet
/// of XMP that is not packed is found by itself.
fn international(body: &[u8]) -> Option<Vec<u8>> {
    let name = body.iter().position(|byte| *byte == 0)?;
    if body.get(name + 1) != Some(&1) {
        return packet(body).is_none().then(|| body.to_vec());
    }
    let rest = body.get(name + 3..)?;
    let mut ends = rest.iter().enumerate().filter(|(_, byte)| **byte == 0).map(|(at, _)| at);
    let (language, translated) = (ends.next()?, ends.next()?);
    let mut text = [&body[..name], b" ", &rest[..language], b" ", &rest[language..translated], b" "].concat();
    ZlibDecoder::new(&rest[translated + 1..]).take(TEXT).read_to_end(&mut text).ok()?;
    Some(text)
}

/// Reads the segments of a JPEG; gives where it ends.
fn jpeg(found: &mut Contents, bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    while let Some(&[0xFF, kind, high, low]) = bytes.get(at..at + 4) {
        if kind == 0xDA || kind == 0xD9 {
            break;
        }
        let length = usize::from(u16::from_be_bytes([high, low])).max(2);
        let body = bytes.get(at + 4..at + 2 + length)?;
        match kind {
            0xFE => found.add("图片注释", "comment", text(body)),
            0xED => press(found, body),
            _ => {}
        }
        at += 2 + length;
    }
    let end = bytes.windows(2).rposition(|pair| pair == b"\xFF\xD9")?;
    Some(end + 2)
}

/// Records as the press keeps them (IPTC): who made the picture, where, what is on it.
fn press(found: &mut Contents, body: &[u8]) {
    let (mut words, mut at) = (String::new(), 0);
    while let Some(head) = body.get(at..at + 5) {
        let length = usize::from(u16::from_be_bytes([head[3], head[4]]));
        let value = body.get(at + 5..at + 5 + length);
        let (true, 2, Some(value)) = (head[0] == 0x1C, head[1], value) else {
            at += 1;
            continue;
        };
        match head[2] {
            80 | 85 | 122 => {
                let author = text(value);
                if !is_program(author.trim()) {
                    found.find(Rule::Author, &author, "IPTC", "IPTC");
                }
            }
            0 => {}
            _ => {
                words.push_str(&text(value));
                words.push('\n');
            }
        }
        at += 5 + length;
    }
    found.add("IPTC", "IPTC", words);
}

/// Reads the comments of a GIF, each in blocks with their lengths.
fn gif(found: &mut Contents, bytes: &[u8]) {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(next) =
        bytes.get(at..).and_then(|rest| rest.windows(2).position(|pair| pair == b"\x21\xFE"))
    {
        at += next + 2;
        while let Some(block) = bytes.get(at).map(|length| usize::from(*length)).filter(|length| *length > 0)
        {
            words.extend(bytes.get(at + 1..at + 1 + block).unwrap_or_default());
            at += 1 + block;
        }
        words.push(b'\n');
    }
    found.add("图片注释", "comment", text(&words));
}

/// Words in UTF-8, or in the encoding of offices.
fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(bytes).0.into_owned(),
    }
}
