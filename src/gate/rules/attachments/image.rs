//! Images: EXIF (position, author), with what XMP and text chunks hold.

use std::io::Cursor;

use exif::{In, Reader, Tag, Value};

use crate::gate::rules::attachments::contents::{Contents, is_program};
use crate::gate::rules::attachments::picture;
use crate::gate::rules::attachments::xmp::{packet, xmp};
use crate::gate::rules::rule::Rule;

/// Adds what the metadata of the image `name` give away.
pub fn read(found: &mut Contents, name: &str, bytes: &[u8]) {
    if !is_image(bytes) {
        return found.unreadable(name, bytes, "不是图片", "it is no image");
    }
    match Reader::new().read_from_container(&mut Cursor::new(bytes)) {
        Ok(exif) => read_exif(found, &exif),
        Err(exif::Error::NotFound(_)) => {}
        Err(_) if has_exif(bytes) => {
            found.unreadable(name, bytes, "图片信息读不出", "its metadata cannot be read");
        }
        Err(_) => {}
    }
    if let Some(packet) = packet(bytes) {
        xmp(found, packet);
    }
    picture::read(found, name, bytes);
}

fn is_image(bytes: &[u8]) -> bool {
    let heads: [&[u8]; 8] =
        [b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1A\n", b"II*\0", b"MM\0*", b"GIF8", b"BM", b"RIFF", b"\0\0\0"];
    heads.iter().any(|head| bytes.starts_with(head))
}

fn has_exif(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(128 * 1024)];
    head.windows(6).any(|window| window == b"Exif\0\0" || window == b"eXIf\0\0")
}

fn read_exif(found: &mut Contents, exif: &exif::Exif) {
    let text = |tag: Tag| {
        let field = exif.fields().find(|field| field.tag == tag)?;
        match &field.value {
            Value::Ascii(parts) => {
                let joined = parts.iter().map(|part| String::from_utf8_lossy(part).into_owned());
                Some(joined.collect::<Vec<_>>().join(" ").trim_matches(['\0', ' ']).to_owned())
            }
            // Windows writes its own tags in UTF-16.
            Value::Byte(bytes) => {
                let units: Vec<u16> =
                    bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
                Some(String::from_utf16_lossy(&units).trim_matches('\0').to_owned())
            }
            _ => None,
        }
    };
    let gps = exif
        .get_field(Tag::GPSLatitude, In::PRIMARY)
        .or_else(|| exif.get_field(Tag::GPSLongitude, In::PRIMARY));
    if let Some(latitude) = gps {
        let longitude = exif.get_field(Tag::GPSLongitude, In::PRIMARY);
        let words = format!(
            "{} {}",
            latitude.display_value(),
            longitude.map(|field| field.display_value().to_string()).unwrap_or_default()
        );
        found.find(Rule::Position, &words, "EXIF", "EXIF");
    }
    let authors = [
        (Tag::Artist, "作者", "author"),
        (Tag(exif::Context::Tiff, 0x9C9D), "作者", "author"),
        (Tag::Copyright, "版权", "copyright"),
    ];
    for (tag, zh, en) in authors {
        if let Some(author) = text(tag).filter(|author| !is_program(author)) {
            found.find(Rule::Author, &author, zh, en);
        }
    }
    for tag in [Tag::ImageDescription, Tag(exif::Context::Tiff, 0x9C9B), Tag(exif::Context::Tiff, 0x9C9C)] {
        found.add("图片说明", "description", text(tag).unwrap_or_default());
    }
}
