//! Words in drawings of Windows (EMF, WMF): kept as UTF-16 or as bytes.

/// The fewest characters of a word that is looked at.
const FEWEST: usize = 4;

/// The words that `bytes` may hold, each on a line.
pub fn words(bytes: &[u8]) -> String {
    let mut words = String::new();
    let narrow: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    gather(narrow.chars().map(|c| if c.is_ascii_graphic() { c } else { '\0' }), &mut words);
    for start in 0..2 {
        let pairs = bytes.get(start..).unwrap_or_default().chunks_exact(2);
        let units = pairs.map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        let wide = char::decode_utf16(units).map(|unit| match unit {
            Ok(c) if c.is_ascii_graphic() || is_written(c) => c,
            _ => '\0',
        });
        gather(wide, &mut words);
    }
    words
}

/// Han characters, their punctuation and full-width forms.
fn is_written(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303F}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}')
}

/// Writes runs of characters that are not nothing.
fn gather(characters: impl Iterator<Item = char>, words: &mut String) {
    let mut run = String::new();
    for c in characters.chain(['\0']) {
        if c != '\0' {
            run.push(c);
        } else if !run.is_empty() {
            if run.chars().count() >= FEWEST {
                words.push_str(&run);
                words.push_str("；\n");
            }
            run.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_both_widths_are_found() {
        let wide: Vec<u8> = "联系电话13800138000".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(words(&[&[1, 0, 0, 0][..], &wide].concat()).contains("联系电话13800138000"));
        assert!(words(&[&[7][..], &wide].concat()).contains("联系电话13800138000"), "at odd places too");
        assert!(words(b"\0\x01tel 13800138000\0").contains("13800138000"));
        assert_eq!(words(b"\0\x01\x02"), "");
    }
}
