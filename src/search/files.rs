//! The files of a published index: classic scripts, named after their content.
//!
//! FORMAT.md, section 4, rules it. A file is one call with a list of strings, so that a page can
//! load it with a script element from any server, share or stick.

use std::collections::BTreeMap;

use crate::search::Error;

/// Folder of all files, below the root of the site.
pub const FOLDER: &str = "search";
/// The only file whose name never changes; it names the tables.
pub const ENTRY: &str = "search/index.js";
/// Length of a content name.
pub const NAME: usize = 7;
/// Files that share a content name, told apart by a letter after it.
pub const GROUP: usize = 32;
/// Characters of content names: lower case, so that no two names differ by case alone.
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const OPENING: &str = "zhikuShard(";
const CLOSING: &str = ")\n";

/// Collects files and gives each its name.
#[derive(Debug, Default)]
pub struct Files {
    names: BTreeMap<String, blake3::Hash>,
    files: Vec<(String, Vec<u8>)>,
}

impl Files {
    /// Adds a file with these strings and returns its name; the same strings give the same file.
    pub fn add(&mut self, strings: &[&str]) -> String {
        let bytes = script(strings);
        let (name, is_new) = self.name(blake3::hash(&bytes));
        if is_new {
            self.files.push((path(&name), bytes));
        }
        name
    }

    /// Adds files of one string each and returns the names of their groups.
    ///
    /// A name for every file would be half of the first table, so [`GROUP`] files in a row share
    /// one that is taken from the content of all of them.
    pub fn add_groups(&mut self, shards: &[String]) -> Vec<String> {
        let mut names = Vec::new();
        for group in shards.chunks(GROUP) {
            let mut hasher = blake3::Hasher::new();
            for shard in group {
                hasher.update(&(shard.len() as u64).to_le_bytes());
                hasher.update(shard.as_bytes());
            }
            let (name, is_new) = self.name(hasher.finalize());
            if is_new {
                let files = group.iter().enumerate();
                self.files.extend(files.map(|(index, shard)| (member_path(&name, index), script(&[shard]))));
            }
            names.push(name);
        }
        names
    }

    fn name(&mut self, hash: blake3::Hash) -> (String, bool) {
        let mut attempt = 0;
        loop {
            let name = name(&hash, attempt);
            match self.names.get(&name) {
                Some(taken) if *taken == hash => return (name, false),
                Some(_) => attempt += 1,
                None => {
                    self.names.insert(name.clone(), hash);
                    return (name, true);
                }
            }
        }
    }

    /// All files with the entry, in the order of their paths.
    pub fn finish(mut self, entry: &[&str]) -> Vec<(String, Vec<u8>)> {
        self.files.push((ENTRY.to_owned(), script(entry)));
        self.files.sort();
        self.files
    }
}

/// The path of a named file below the root of the site.
pub fn path(name: &str) -> String {
    format!("{FOLDER}/{name}.js")
}

/// The path of the file at `index` among those of all groups in `names`.
pub fn grouped_path(names: &[String], index: usize) -> Option<String> {
    Some(member_path(names.get(index / GROUP)?, index % GROUP))
}

fn member_path(group: &str, index: usize) -> String {
    format!("{FOLDER}/{group}{}.js", char::from(LETTERS[index]))
}

/// 35 bits of the digest, from bit 40 × `attempt` on, as letters.
fn name(hash: &blake3::Hash, attempt: usize) -> String {
    let bytes = hash.as_bytes();
    let at = |index: usize| u64::from(bytes[(attempt * 5 + index) % bytes.len()]);
    let bits = (0..5).fold(0u64, |bits, index| bits << 8 | at(index));
    (0..NAME).map(|place| char::from(LETTERS[(bits >> (5 * place) & 31) as usize])).collect()
}

fn script(strings: &[&str]) -> Vec<u8> {
    let mut out = String::with_capacity(strings.iter().map(|text| text.len() + 64).sum());
    out.push_str(OPENING);
    for (index, text) in strings.iter().enumerate() {
        out.push(if index == 0 { '[' } else { ',' });
        quote(text, &mut out);
    }
    out.push(']');
    out.push_str(CLOSING);
    out.into_bytes()
}

/// A string literal that JSON and scripts of any age read alike.
fn quote(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some((at, length, told)) = first_told(rest) {
        out.push_str(&rest[..at]);
        match told {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            _ => out.push_str(&format!("\\u{:04x}", told as u32)),
        }
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    out.push('"');
}

/// The first character that cannot stand in a literal: where, how many bytes, which.
fn first_told(text: &str) -> Option<(usize, usize, char)> {
    let bytes = text.as_bytes();
    let is_told = |at: usize| match bytes[at] {
        b'"' | b'\\' | 0..=0x1F => true,
        // U+2028 and U+2029, U+FEFF.
        0xE2 => matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xA8 | 0xA9])),
        0xEF => matches!(bytes.get(at + 1..at + 3), Some([0xBB, 0xBF])),
        _ => false,
    };
    let at = (0..bytes.len()).find(|at| is_told(*at))?;
    let told = text[at..].chars().next()?;
    Some((at, told.len_utf8(), told))
}

/// The strings of a file.
pub fn strings(path: &str, bytes: &[u8]) -> Result<Vec<String>, Error> {
    let damaged = || Error::Damaged { path: path.to_owned() };
    let text = std::str::from_utf8(bytes).map_err(|_| damaged())?;
    let list = text.strip_prefix(OPENING).and_then(|rest| rest.trim_end().strip_suffix(')'));
    serde_json::from_str(list.ok_or_else(damaged)?).map_err(|_| damaged())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_come_back() {
        let mut files = Files::default();
        let texts = ["a\"\\\n\t\u{1}\u{2028}法\u{FEFF}—\u{2029}，", "", "#[]~"];
        let name = files.add(&texts);
        assert_eq!(files.add(&texts), name);
        let files = files.finish(&[&name]);
        assert_eq!(files.len(), 2);
        let (path, bytes) = files.iter().find(|(path, _)| path.contains(&name)).unwrap();
        assert_eq!(strings(path, bytes).unwrap(), texts);
    }

    #[test]
    fn another_attempt_gives_another_name() {
        let hash = blake3::hash(b"x");
        assert_ne!(name(&hash, 0), name(&hash, 1));
        assert_eq!(name(&hash, 0).len(), NAME);
    }
}
