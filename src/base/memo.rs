//! What was reckoned before, each thing under the digest of all that it hangs on.
//!
//! What a run of the work did not ask for is forgotten with it. A memo can be kept as bytes, from which
//! each thing is read only when it is asked for.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::base::digest::Digest;

/// Digits of a digest.
const DIGITS: usize = 64;

/// What was reckoned, by digest.
pub struct Memo<V> {
    before: Shelf<V>,
    /// How many things were read from bytes.
    read: usize,
    now: Mutex<Shelf<V>>,
}

type Shelf<V> = BTreeMap<Digest, Arc<Kept<V>>>;

/// A value, or its JSON that was not yet read.
struct Kept<V> {
    json: Option<Bytes>,
    value: OnceLock<Option<Arc<V>>>,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self { before: BTreeMap::new(), read: 0, now: Mutex::default() }
    }
}

impl<V> fmt::Debug for Memo<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memo").field("before", &self.before.len()).finish_non_exhaustive()
    }
}

impl<V: Serialize + DeserializeOwned> Memo<V> {
    /// What was reckoned under `key`, or what `make` gives.
    pub fn get(&self, key: Digest, make: impl FnOnce() -> V) -> Arc<V> {
        let known = self.before.get(&key).and_then(|kept| Some((kept, kept.value()?)));
        let (kept, value) = match known {
            Some((kept, value)) => (Arc::clone(kept), value),
            None => {
                let value = Arc::new(make());
                (Arc::new(Kept { json: None, value: OnceLock::from(Some(Arc::clone(&value))) }), value)
            }
        };
        // A shelf is whole at any time, so that a panic elsewhere does not spoil it.
        self.now.lock().unwrap_or_else(PoisonError::into_inner).insert(key, kept);
        value
    }

    /// Ends a run: what it asked for is known to the next.
    pub fn turn(&mut self) {
        self.before = std::mem::take(self.now.get_mut().unwrap_or_else(PoisonError::into_inner));
    }

    /// Whether the next run knows just what the bytes told that this was read from.
    pub fn is_as_read(&self) -> bool {
        self.before.len() == self.read && self.before.values().all(|kept| kept.json.is_some())
    }

    /// What is known to the next run as bytes, which only the same `reader` takes.
    pub fn to_bytes(&self, reader: &str) -> Vec<u8> {
        let mut lines = Vec::new();
        for (key, kept) in &self.before {
            let written;
            let json: &[u8] = match (&kept.json, kept.value.get()) {
                (Some(json), _) => json,
                (None, Some(Some(value))) => {
                    written = serde_json::to_vec(&**value).unwrap_or_default();
                    &written
                }
                _ => continue,
            };
            lines.extend_from_slice(key.short(DIGITS).as_bytes());
            lines.extend_from_slice(json);
            lines.push(b'\n');
        }
        let mut bytes = seal(reader, &lines).into_bytes();
        bytes.push(b'\n');
        bytes.append(&mut lines);
        bytes
    }

    /// The memo that `bytes` hold; an empty one where they are damaged or another `reader`'s.
    pub fn of_bytes(bytes: Vec<u8>, reader: &str) -> Self {
        let bytes = Bytes::from(bytes);
        let is_sound = bytes.get(DIGITS) == Some(&b'\n')
            && seal(reader, &bytes[DIGITS + 1..]).as_bytes() == &bytes[..DIGITS];
        let mut before = BTreeMap::new();
        let mut rest = if is_sound { bytes.slice(DIGITS + 1..) } else { Bytes::new() };
        while !rest.is_empty() {
            let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len() - 1);
            let line = rest.split_to(end + 1);
            let key = line.get(..DIGITS).and_then(Digest::of_hex);
            if let Some(key) = key {
                let kept = Kept { json: Some(line.slice(DIGITS..end)), value: OnceLock::new() };
                before.insert(key, Arc::new(kept));
            }
        }
        Self { read: before.len(), before, now: Mutex::default() }
    }
}

impl<V: DeserializeOwned> Kept<V> {
    fn value(&self) -> Option<Arc<V>> {
        let read = || self.json.as_ref().and_then(|json| serde_json::from_slice(json).ok()).map(Arc::new);
        self.value.get_or_init(read).clone()
    }
}

fn seal(reader: &str, lines: &[u8]) -> String {
    Digest::of("memo/1", &[reader.as_bytes(), lines]).short(DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Digest {
        Digest::of("t/1", &[name.as_bytes()])
    }

    fn made() -> Memo<Vec<String>> {
        let mut memo = Memo::default();
        memo.get(key("a"), || vec!["甲\n乙".to_owned()]);
        memo.get(key("b"), Vec::new);
        memo.turn();
        memo
    }

    #[test]
    fn what_was_asked_for_is_known_to_the_next_run_alone() {
        let mut memo = made();
        assert_eq!(*memo.get(key("a"), || unreachable!("it is known")), ["甲\n乙"]);
        memo.turn();
        assert_eq!(*memo.get(key("b"), || vec!["new".to_owned()]), ["new"]);
    }

    #[test]
    fn it_comes_back_from_its_bytes() {
        let bytes = made().to_bytes("me");
        let mut back: Memo<Vec<String>> = Memo::of_bytes(bytes.clone(), "me");
        assert_eq!(*back.get(key("a"), || unreachable!("it is kept")), ["甲\n乙"]);
        assert!(back.get(key("b"), || unreachable!("it is kept")).is_empty());
        back.turn();
        assert!(back.is_as_read());
        assert_eq!(back.to_bytes("me"), bytes);
        back.get(key("c"), Vec::new);
        back.turn();
        assert!(!back.is_as_read());
    }

    #[test]
    fn bytes_of_another_or_damaged_are_none() {
        let bytes = made().to_bytes("me");
        let is_empty =
            |bytes: &[u8], reader| Memo::<Vec<String>>::of_bytes(bytes.to_vec(), reader).before.is_empty();
        assert!(!is_empty(&bytes, "me"));
        assert!(is_empty(&bytes, "you"));
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(is_empty(&damaged, "me"), "byte {at}");
            assert!(is_empty(&bytes[..at], "me"), "cut at {at}");
        }
        assert!(is_empty(b"", "me"));
    }
}
