//! From bytes to text: UTF-8 or a clear word about what it is instead.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use crate::base::diagnostic::Diagnostic;
use crate::base::message;

/// The text of `bytes`, a byte order mark left away, or what encoding they are in instead.
pub fn decode(bytes: Vec<u8>) -> Result<String, Diagnostic> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Diagnostic::new(&message::UTF16));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        match is_gb18030(error.as_bytes()) {
            true => Diagnostic::new(&message::GB18030),
            false => Diagnostic::new(&message::NOT_UTF8).with("offset", offset + 1),
        }
    })?;
    Ok(match text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// The text of a data file as offices write them: UTF-8, UTF-16 with its mark, or GB18030.
pub fn decode_office(bytes: &[u8]) -> Option<String> {
    let utf16 = [(&[0xFF, 0xFE][..], UTF_16LE), (&[0xFE, 0xFF][..], UTF_16BE)];
    for (mark, encoding) in utf16 {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return encoding.decode_without_bom_handling_and_without_replacement(rest).map(Cow::into_owned);
        }
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.trim_start_matches('\u{FEFF}').to_owned()),
        Err(_) => GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(Cow::into_owned),
    }
    .filter(|text| !text.contains('\0'))
}

/// Whether `bytes` decode as GB18030 to text that is mostly common Han characters, and are not
/// UTF-8 with a few damaged places.
fn is_gb18030(bytes: &[u8]) -> bool {
    let as_utf8 = String::from_utf8_lossy(bytes);
    let damaged = as_utf8.matches(char::REPLACEMENT_CHARACTER).count();
    if damaged * 4 < as_utf8.chars().filter(|c| !c.is_ascii()).count() {
        return false;
    }
    let Some(text) = GB18030.decode_without_bom_handling_and_without_replacement(bytes) else {
        return false;
    };
    let mut wide = 0_usize;
    let mut common = 0_usize;
    for c in text.chars().filter(|c| !c.is_ascii()) {
        wide += 1;
        let usual = matches!(c, '\u{4E00}'..='\u{9FA5}' | '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}' | '\u{2010}'..='\u{2030}');
        common += usize::from(usual);
    }
    wide > 0 && common * 10 >= wide * 9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_passes_and_loses_its_mark() {
        assert_eq!(decode("\u{FEFF}标题".as_bytes().to_vec()).unwrap(), "标题");
    }

    #[test]
    fn office_encodings_are_named() {
        let (gbk, _, _) = GB18030.encode("云岭县谈心谈话办法，自印发之日起施行。");
        assert_eq!(decode(gbk.into_owned()).unwrap_err().message.code, "ZK0205");
        assert_eq!(decode(vec![0xFF, 0xFE, 0x11, 0x4E]).unwrap_err().message.code, "ZK0206");
        let broken = decode([&b"ab"[..], "云岭县谈心".as_bytes(), &[0xE4, 0xBD, b'.']].concat()).unwrap_err();
        assert_eq!(broken.message.code, "ZK0204");
        assert_eq!(broken.values[0].1[0], "18");
    }
}
