//! A connection with bounded patience for a reader that takes nothing.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use crate::serve::waiting::Peer;

/// Bytes that a reader must take within the time allowed while more wait for it.
const LEAST: usize = 4 * 1024;

/// A stream that fails where its reader takes less than `LEAST` bytes in a given time.
#[derive(Debug)]
pub struct Patient {
    stream: TcpStream,
    peer: Arc<Peer>,
    patience: Duration,
    /// Runs while bytes wait; `taken` counts since it began.
    window: Option<Pin<Box<Sleep>>>,
    taken: usize,
}

impl Patient {
    /// Gives the reader of `stream` this much time.
    pub fn new(stream: TcpStream, peer: Arc<Peer>, patience: Duration) -> Self {
        Self { stream, peer, patience, window: None, taken: 0 }
    }

    fn watch(
        &mut self,
        written: Poll<io::Result<usize>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        if let Poll::Ready(Ok(count)) = written {
            self.taken += count;
        }
        if written.is_ready() {
            return written;
        }
        loop {
            let window = self.window.get_or_insert_with(|| {
                self.taken = 0;
                Box::pin(sleep(self.patience))
            });
            if window.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            if self.taken < LEAST {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            self.window = None;
        }
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.watch(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// Called when all that was handed over has been written.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.window = None;
        self.peer.is_sent();
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
