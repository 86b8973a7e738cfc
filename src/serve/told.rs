//! A body that tells what became of it.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use axum::body::{Body, Bytes};
use hyper::body::{Body as _, Frame, SizeHint};

use crate::serve::log::{AccessLog, Answered, Asked};
use crate::serve::waiting::Peer;

/// What is noted at the end of an answer.
#[derive(Debug)]
pub struct Note {
    /// The log.
    pub log: Arc<AccessLog>,
    /// The request.
    pub asked: Asked,
    /// The status of the answer.
    pub status: u16,
    /// When the request came.
    pub began: Instant,
}

/// A body that is counted, and whose end its connection and the log are told of.
#[derive(Debug)]
pub struct Told {
    body: Body,
    bytes: u64,
    peer: Arc<Peer>,
    note: Option<Note>,
}

impl Told {
    /// Tells of `body`.
    pub fn new(body: Body, peer: Arc<Peer>, note: Option<Note>) -> Self {
        if body.size_hint().exact().is_none() {
            peer.stream();
        }
        Self { body, bytes: 0, peer, note }
    }
}

impl hyper::body::Body for Told {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled {
            self.bytes += frame.data_ref().map_or(0, |data| data.len() as u64);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Told {
    fn drop(&mut self) {
        self.peer.end();
        if let Some(note) = self.note.take() {
            let answered = Answered { status: note.status, bytes: self.bytes, time: note.began.elapsed() };
            note.log.add(&note.asked, &answered);
        }
    }
}
