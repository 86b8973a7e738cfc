//! XMP: the packet of metadata that pictures, films and PDF carry.

use crate::gate::rules::attachments::contents::{Contents, is_program};
use crate::gate::rules::attachments::xml::{Node, walk};
use crate::gate::rules::rule::Rule;

/// The XMP packet in `bytes`.
pub fn packet(bytes: &[u8]) -> Option<&[u8]> {
    let find = |from: usize, word: &[u8]| {
        bytes[from..].windows(word.len()).position(|window| window == word).map(|at| from + at)
    };
    let start = find(0, b"<x:xmpmeta")?;
    let close = b"</x:xmpmeta>";
    Some(find(start, close).map_or(&bytes[start..], |end| &bytes[start..end + close.len()]))
}

/// Adds what an XMP packet gives away; a broken one is read as text.
pub fn xmp(found: &mut Contents, packet: &[u8]) {
    let (mut within, mut texts) = (Vec::new(), String::new());
    let mut authors = Vec::new();
    let mut position = Vec::new();
    let result = walk(packet, |node| match node {
        Node::Open(name, attributes) => {
            within.push(name.to_owned());
            for (key, value) in attributes {
                sort(key, value, &mut authors, &mut position);
            }
        }
        Node::Close(_) => {
            within.pop();
        }
        Node::Text(words) => {
            let words = words.trim();
            if words.is_empty() {
                return;
            }
            let before = authors.len() + position.len();
            for name in &within {
                sort(name, words, &mut authors, &mut position);
            }
            if authors.len() + position.len() == before {
                texts.push_str(words);
                texts.push('\n');
            }
        }
    });
    if result.is_err() {
        texts.push_str(&String::from_utf8_lossy(packet));
    }
    for author in authors.iter().filter(|author| !is_program(author)) {
        found.find(Rule::Author, author, "XMP", "XMP");
    }
    if !position.is_empty() {
        found.find(Rule::Position, &position.join(" "), "XMP", "XMP");
    }
    found.add("XMP", "XMP", texts);
}

fn sort(name: &str, value: &str, authors: &mut Vec<String>, position: &mut Vec<String>) {
    if value.trim().is_empty() {
        return;
    }
    match name {
        "creator" | "Artist" | "AuthorsPosition" | "CaptionWriter" | "Author" | "LastModifiedBy"
        | "publisher" => authors.push(value.trim().to_owned()),
        "GPSLatitude" | "GPSLongitude" | "GPSPosition" => position.push(value.trim().to_owned()),
        _ => {}
    }
}
