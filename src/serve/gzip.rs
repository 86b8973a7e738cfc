//! Compression of what is sent (RFC 1952).

use std::io::Write as _;

use axum::body::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Shorter files fit into one packet anyway.
const SHORTEST: usize = 1024;

/// `bytes` compressed, where that saves a tenth at least.
pub fn gzip(bytes: &[u8]) -> Option<Bytes> {
    if bytes.len() < SHORTEST {
        return None;
    }
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::default());
    encoder.write_all(bytes).ok()?;
    let mut packed = encoder.finish().ok()?;
    packed.shrink_to_fit();
    (packed.len() < bytes.len() / 10 * 9).then(|| packed.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_grow_smaller_is_left() {
        assert!(gzip(&[b'a'; 100]).is_none());
        assert!(gzip(&[b'a'; 5000]).is_some_and(|packed| packed.len() < 100));
        let mut noise = vec![0; 5000];
        blake3::Hasher::new().finalize_xof().fill(&mut noise);
        assert!(gzip(&noise).is_none());
    }
}
