//! Texts of a PDF that stand in boxes of their own (form XObjects): stamps, watermarks, what fields
//! of forms look like. The text of pages does not have them.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Encoding, Object, Stream};

/// The most bytes of one box, unpacked.
const MOST: usize = 16 * 1024 * 1024;

/// The words of all boxes of `document`; `None` where some cannot be read.
pub fn words(document: &Document) -> Option<String> {
    let mut words = String::new();
    for object in document.objects.values() {
        let Ok(stream) = object.as_stream() else { continue };
        let is_form = stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form");
        if is_form {
            add(document, stream, &mut words)?;
            words.push('\n');
        }
    }
    Some(words)
}

fn add(document: &Document, stream: &Stream, words: &mut String) -> Option<()> {
    let bytes = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    if bytes.len() > MOST {
        return None;
    }
    let content = Content::decode(&bytes).ok()?;
    let fonts = fonts(document, &stream.dict);
    let mut encoding = None;
    for operation in &content.operations {
        match operation.operator.as_str() {
            "Tf" => encoding = operation.operands.first().and_then(|font| fonts.get(font.as_name().ok()?)),
            "Tj" | "TJ" | "'" | "\"" => show(encoding, &operation.operands, words)?,
            "Td" | "TD" | "T*" | "Tm" => words.push(' '),
            _ => {}
        }
    }
    Some(())
}

/// The encodings of the fonts that a box names for itself.
fn fonts<'a>(document: &'a Document, form: &'a Dictionary) -> BTreeMap<Vec<u8>, Encoding<'a>> {
    let inner = |dictionary: &'a Dictionary, key: &[u8]| match dictionary.get(key) {
        Ok(Object::Reference(id)) => document.get_dictionary(*id).ok(),
        Ok(object) => object.as_dict().ok(),
        Err(_) => None,
    };
    let fonts = inner(form, b"Resources").and_then(|resources| inner(resources, b"Font"));
    let named = fonts.into_iter().flat_map(|fonts| {
        fonts.iter().filter_map(move |(name, _)| Some((name.clone(), inner(fonts, name)?)))
    });
    named.filter_map(|(name, font)| Some((name, font.get_font_encoding(document).ok()?))).collect()
}

/// Adds what `operands` show. Without an encoding only plain letters can be read.
fn show(encoding: Option<&Encoding<'_>>, operands: &[Object], words: &mut String) -> Option<()> {
    for operand in operands {
        match operand {
            Object::Array(parts) => show(encoding, parts, words)?,
            Object::String(bytes, _) => match encoding {
                Some(encoding) => words.push_str(&encoding.bytes_to_string(bytes).ok()?),
                None if bytes.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ') => {
                    words.extend(bytes.iter().map(|byte| char::from(*byte)));
                }
                None => return None,
            },
            _ => {}
        }
    }
    Some(())
}
