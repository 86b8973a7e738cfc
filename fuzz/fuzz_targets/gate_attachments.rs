//! Any bytes under any ending: reading ends, and what cannot be read is said.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhiku::gate::rules::attachments::reading::contents;

fuzz_target!(|bytes: &[u8]| {
    let endings = ["docx", "xlsx", "pptx", "pdf", "zip", "jpg", "png", "gif", "tif", "mp4", "csv", "json", "svg", "bin"];
    let Some((first, rest)) = bytes.split_first() else { return };
    let name = format!("附件.{}", endings[usize::from(*first) % endings.len()]);
    assert!(contents(&name, rest).inner.is_empty());
});
