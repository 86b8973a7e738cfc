//! Films and sounds: position and author where containers hold them. Pictures and speech are for
//! people to judge.
//!
//! They may be larger than memory: one pass, piece by piece, finds where marks stand; only their
//! surroundings are held.

use std::io::{self, Read, Seek, SeekFrom};

use aho_corasick::AhoCorasick;

use crate::gate::rules::attachments::contents::Contents;
use crate::gate::rules::attachments::xmp::{packet, xmp};
use crate::gate::rules::rule::Rule;

/// What a container begins its metadata with. The places are ISO 6709, as cameras write it:
/// `+31.2304+121.4737/`.
const MARKS: [&[u8]; 4] =
    [b"\xA9xyz", b"com.apple.quicktime.location", b"<x:xmpmeta", b"com.apple.quicktime.author"];
/// The number of the mark that begins a packet of XMP.
const XMP: usize = 2;
/// The number of the mark that an author follows.
const AUTHOR: usize = 3;
/// The most bytes of one packet of XMP.
const PACKET: u64 = 1024 * 1024;
/// Marks of one kind that are looked at: a film has one or two.
const EACH: usize = 8;

/// Adds what the metadata of the film or sound give away; whether it is one at all.
pub fn read(found: &mut Contents, mut file: impl Read + Seek) -> io::Result<bool> {
    if !is_media(&piece(&mut file, 0, 12)?) {
        return Ok(false);
    }
    for (mark, at) in marks(&mut file)? {
        if mark == XMP {
            let bytes = piece(&mut file, at, PACKET)?;
            xmp(found, packet(&bytes).unwrap_or(&bytes));
            continue;
        }
        let behind = piece(&mut file, at + MARKS[mark].len() as u64 + 4, 40)?;
        if mark == AUTHOR {
            found.find(Rule::Author, "拍摄者", "拍摄信息", "metadata");
            continue;
        }
        let coordinates = behind.iter().map(|byte| char::from(*byte));
        let words: String = coordinates.filter(|c| c.is_ascii_digit() || "+-./".contains(*c)).collect();
        found.find(Rule::Position, if words.is_empty() { "坐标" } else { &words }, "拍摄信息", "metadata");
    }
    Ok(true)
}

/// Where marks stand in `file`: the number of each and its first byte.
fn marks(file: &mut (impl Read + Seek)) -> io::Result<Vec<(usize, u64)>> {
    let finder = AhoCorasick::new(MARKS).map_err(io::Error::other)?;
    file.seek(SeekFrom::Start(0))?;
    let mut found: Vec<(usize, u64)> = Vec::new();
    for hit in finder.stream_find_iter(&mut *file) {
        let hit = hit?;
        let mark = hit.pattern().as_usize();
        if found.iter().filter(|(known, _)| *known == mark).count() < EACH {
            found.push((mark, hit.start() as u64));
        }
    }
    Ok(found)
}

/// At most `most` bytes of `file` from `at`.
fn piece(file: &mut (impl Read + Seek), at: u64, most: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn is_media(head: &[u8]) -> bool {
    let heads: [&[u8]; 8] =
        [b"ID3", b"RIFF", b"OggS", b"\x1A\x45\xDF\xA3", b"\xFF\xFB", b"\xFF\xF3", b"\xFF\xF2", b"\xFF\xFA"];
    let boxed = head.get(4..8).is_some_and(|kind| {
        matches!(kind, b"ftyp" | b"moov" | b"mdat" | b"free" | b"wide" | b"skip" | b"pnot")
    });
    boxed || heads.iter().any(|known| head.starts_with(known))
}
