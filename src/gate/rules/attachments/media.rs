//! Films and sounds: position and author where containers hold them. Pictures and speech are for
//! people to judge.

use crate::gate::rules::attachments::contents::Contents;
use crate::gate::rules::attachments::image::{packet, xmp};
use crate::gate::rules::rule::Rule;

/// Adds what the metadata of the film or sound give away.
pub fn read(found: &mut Contents, name: &str, bytes: &[u8]) {
    let heads: [&[u8]; 6] = [b"ID3", b"RIFF", b"OggS", b"\x1A\x45\xDF\xA3", b"\xFF\xFB", b"\xFF\xF3"];
    let boxes =
        bytes.get(4..8).is_some_and(|kind| matches!(kind, b"ftyp" | b"moov" | b"mdat" | b"free" | b"wide"));
    if !boxes && !heads.iter().any(|head| bytes.starts_with(head)) {
        return found.unreadable(name, bytes, "不是音像文件", "it is no film or sound");
    }
    // ISO 6709, as cameras write it: +31.2304+121.4737/
    for mark in [&b"\xA9xyz"[..], b"com.apple.quicktime.location"] {
        if let Some(at) = bytes.windows(mark.len()).position(|window| window == mark) {
            let words: String = bytes[at + mark.len()..]
                .iter()
                .skip(4)
                .take(40)
                .map(|byte| char::from(*byte))
                .filter(|c| c.is_ascii_digit() || "+-./".contains(*c))
                .collect();
            found.find(
                Rule::Position,
                if words.is_empty() { "坐标" } else { &words },
                "拍摄信息",
                "metadata",
            );
        }
    }
    if let Some(packet) = packet(bytes) {
        xmp(found, packet);
    }
}
