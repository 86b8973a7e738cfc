//! XML as a row of events, within limits of depth and size.

use quick_xml::Reader;
use quick_xml::events::Event;

/// How deep elements may lie in one another.
const DEEPEST: usize = 256;

/// What stands in a document.
#[derive(Debug, PartialEq, Eq)]
pub enum Node<'a> {
    /// An element opens: its name without prefix, and its attributes.
    Open(&'a str, &'a [(String, String)]),
    /// An element closes.
    Close(&'a str),
    /// Characters.
    Text(&'a str),
}

/// Why a document cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the XML is damaged or too deep")]
pub struct XmlError;

/// Shows `each` every node of the document `bytes`.
pub fn walk(bytes: &[u8], mut each: impl FnMut(Node<'_>)) -> Result<(), XmlError> {
    let text = std::str::from_utf8(bytes).map_err(|_| XmlError)?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}'));
    reader.config_mut().check_end_names = true;
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|_| XmlError)? {
            Event::Start(element) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(XmlError);
                }
                let name = local(element.local_name().as_ref());
                each(Node::Open(&name, &attributes(&element)));
            }
            Event::Empty(element) => {
                let name = local(element.local_name().as_ref());
                each(Node::Open(&name, &attributes(&element)));
                each(Node::Close(&name));
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                each(Node::Close(&local(element.local_name().as_ref())));
            }
            Event::Text(words) => each(Node::Text(&words.decode().map_err(|_| XmlError)?)),
            Event::CData(words) => each(Node::Text(&words.decode().map_err(|_| XmlError)?)),
            Event::GeneralRef(name) => {
                let name = name.decode().map_err(|_| XmlError)?;
                each(Node::Text(&meant(&name)));
            }
            Event::Comment(words) => {
                each(Node::Text(&format!(" {} ", words.decode().map_err(|_| XmlError)?)))
            }
            Event::Eof => return if depth == 0 { Ok(()) } else { Err(XmlError) },
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

fn local(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

fn attributes(element: &quick_xml::events::BytesStart<'_>) -> Vec<(String, String)> {
    element
        .attributes()
        .flatten()
        .map(|attribute| {
            let value = String::from_utf8_lossy(&attribute.value).into_owned();
            let value = quick_xml::escape::unescape(&value).map_or(value.clone(), |meant| meant.into_owned());
            (local(attribute.key.local_name().as_ref()), value)
        })
        .collect()
}

/// The characters that the reference `name` means.
fn meant(name: &str) -> String {
    let reference = format!("&{name};");
    quick_xml::escape::unescape(&reference).map_or_else(|_| " ".to_owned(), |meant| meant.into_owned())
}

/// Attributes that hold names of fonts, marks of the program, and what is read elsewhere.
const PLAIN: [&str; 11] = [
    "ascii", "eastAsia", "hAnsi", "cs", "typeface", "panose", "descr", "title", "paraId", "textId", "author",
];
/// A value with fewer digits tells nobody's number.
const DIGITS: usize = 7;

/// The values of attributes of the document `bytes` that may say something: with letters that are
/// not Latin, an @ or many digits. Programs keep names, links and prompts there.
pub fn spoken_attributes(bytes: &[u8]) -> Result<String, XmlError> {
    let mut words = String::new();
    walk(bytes, |node| {
        let Node::Open(_, attributes) = node else { return };
        for (name, value) in attributes {
            if PLAIN.contains(&name.as_str()) || name.starts_with("rsid") || value.starts_with('{') {
                continue;
            }
            let digits = value.bytes().filter(u8::is_ascii_digit).count();
            if digits >= DIGITS
                || value.contains('@')
                || value.chars().any(|c| !c.is_ascii() && c.is_alphabetic())
            {
                words.push_str(value);
                words.push_str("；\n");
            }
        }
    })?;
    Ok(words)
}

/// The value of the attribute `name`.
pub fn value<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// Whether the attribute `name` says yes.
pub fn is_on(attributes: &[(String, String)], name: &str) -> bool {
    matches!(value(attributes, name), Some("1" | "true" | "on"))
}
