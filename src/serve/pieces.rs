//! Bodies that are handed over piece by piece.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// Bytes handed over at once: a slow reader takes them one after another, so what was handed over
/// is what was sent, but for the last piece.
const PIECE: usize = 64 * 1024;

/// Bytes in memory as a body, without a copy.
#[derive(Debug)]
pub struct Pieces {
    rest: Bytes,
}

impl Pieces {
    /// The body of `bytes`.
    pub fn of(bytes: Bytes) -> Self {
        Self { rest: bytes }
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let length = self.rest.len().min(PIECE);
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(length)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}
