//! Digests: BLAKE3 for what the program remembers, SHA-256 for what it publishes.

use sha2::{Digest as _, Sha256};

/// A BLAKE3 digest of a versioned, length-prefixed sequence of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of `parts` under `domain`, a name with a version such as `parse/1`.
    ///
    /// Each part is preceded by its length, so that no two sequences of parts run together.
    pub fn of(domain: &str, parts: &[&[u8]]) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key(domain);
        // Many short pieces are put together: of a long one several blocks are hashed at once.
        let all: usize = parts.iter().map(|part| part.len() + LENGTH).sum();
        let mut pieces = Vec::with_capacity(all.min(PIECES));
        for part in parts {
            if pieces.len() + part.len() + LENGTH > PIECES {
                hasher.update(&pieces);
                pieces.clear();
            }
            pieces.extend_from_slice(&(part.len() as u64).to_le_bytes());
            if part.len() + LENGTH > PIECES {
                hasher.update(&pieces);
                pieces.clear();
                hasher.update(part);
            } else {
                pieces.extend_from_slice(part);
            }
        }
        hasher.update(&pieces);
        Self(*hasher.finalize().as_bytes())
    }

    /// The first `length` hexadecimal digits, at most 64.
    pub fn short(&self, length: usize) -> String {
        let digits = self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits.take(length).map(|digit| char::from(HEX[usize::from(digit)])).collect()
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The digest with all these hexadecimal digits.
    pub fn of_hex(digits: &[u8]) -> Option<Self> {
        let digit = |digit: u8| char::from(digit).to_digit(16).map(|digit| digit as u8);
        let mut bytes = [0; 32];
        if digits.len() != 2 * bytes.len() {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Self(bytes))
    }
}

impl From<blake3::Hash> for Digest {
    fn from(hash: blake3::Hash) -> Self {
        Self(*hash.as_bytes())
    }
}

/// The SHA-256 of `bytes` in lower-case hexadecimal (FIPS 180-4).
pub fn sha256_hex(bytes: &[u8]) -> String {
    let mut sum = Sha256Sum::default();
    sum.add(bytes);
    sum.hex()
}

/// The SHA-256 of bytes that come piece by piece.
#[derive(Debug, Clone, Default)]
pub struct Sha256Sum(Sha256);

impl Sha256Sum {
    /// Adds the next bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest in lower-case hexadecimal.
    pub fn hex(self) -> String {
        let mut hex = String::with_capacity(64);
        for byte in self.0.finalize() {
            hex.push(char::from(HEX[usize::from(byte >> 4)]));
            hex.push(char::from(HEX[usize::from(byte & 15)]));
        }
        hex
    }
}

/// Bytes of the length before a part.
const LENGTH: usize = 8;
/// Bytes that are put together before they are hashed.
const PIECES: usize = 64 << 10;
const HEX: &[u8; 16] = b"0123456789abcdef";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_parts_are_put_together_does_not_show() {
        let plain = |parts: &[&[u8]]| {
            let mut hasher = blake3::Hasher::new_derive_key("t/1");
            for part in parts {
                hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
            }
            Digest::from(hasher.finalize())
        };
        let bytes: Vec<u8> = (0..3 * PIECES).map(|at| (at % 251) as u8).collect();
        for sizes in [vec![], vec![0, 1, 7], vec![PIECES; 3], vec![PIECES - 8, 5, 9], vec![1000; 190]] {
            let ends = sizes.iter().scan(0, |end, size| {
                *end += size;
                Some(*end)
            });
            let parts: Vec<&[u8]> = ends.zip(&sizes).map(|(end, size)| &bytes[end - size..end]).collect();
            assert_eq!(Digest::of("t/1", &parts), plain(&parts), "{sizes:?}");
        }
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(Digest::of("t/1", &[b"ab", b"c"]), Digest::of("t/1", &[b"a", b"bc"]));
        assert_ne!(Digest::of("t/1", &[b"ab"]), Digest::of("t/2", &[b"ab"]));
    }

    #[test]
    fn a_digest_is_read_from_its_digits() {
        let digest = Digest::of("t/1", &[b"ab"]);
        assert_eq!(Digest::of_hex(digest.short(64).as_bytes()), Some(digest));
        assert_eq!(Digest::of_hex(b"12"), None);
        assert_eq!(Digest::of_hex(&[b'g'; 64]), None);
    }

    #[test]
    fn sha256_equals_the_published_vector() {
        // FIPS 180-4, example for "abc".
        assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
