//! Connections that wait for a request, the longest first.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

/// What a connection is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Phase {
    /// Nothing whole was asked yet, or all is answered.
    Waits = 0,
    /// A request is being answered.
    Answers = 1,
    /// The answer was handed over, its last bytes are on their way.
    Ends = 2,
    /// An answer without an end is being given.
    Streams = 3,
}

/// A connection as others see it.
#[derive(Debug)]
pub struct Peer {
    phase: AtomicU8,
    /// Its number among those that wait.
    place: AtomicU64,
    /// Told when it shall give way to another.
    pub give_way: Notify,
    all: Arc<Waiting>,
}

/// Those that wait, by the order in which they began to.
#[derive(Debug, Default)]
pub struct Waiting {
    next: AtomicU64,
    /// Told when one more waits.
    pub came: Notify,
    peers: Mutex<BTreeMap<u64, Arc<Peer>>>,
}

impl Waiting {
    /// A new connection; it waits for its first request.
    pub fn enter(self: &Arc<Self>) -> Arc<Peer> {
        let peer = Arc::new(Peer {
            phase: AtomicU8::new(Phase::Waits as u8),
            place: AtomicU64::new(0),
            give_way: Notify::new(),
            all: Arc::clone(self),
        });
        self.add(&peer);
        peer
    }

    fn add(&self, peer: &Arc<Peer>) {
        let place = self.next.fetch_add(1, Ordering::Relaxed);
        peer.place.store(place, Ordering::Relaxed);
        self.lock().insert(place, Arc::clone(peer));
        self.came.notify_one();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<u64, Arc<Peer>>> {
        self.peers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the one that has waited longest to give way; says whether one waits.
    pub fn dismiss_longest(&self) -> bool {
        let longest = self.lock().pop_first();
        longest.is_some_and(|(_, peer)| {
            peer.give_way.notify_one();
            true
        })
    }
}

impl Peer {
    /// What it is about.
    pub fn phase(&self) -> Phase {
        match self.phase.load(Ordering::Relaxed) {
            0 => Phase::Waits,
            1 => Phase::Answers,
            2 => Phase::Ends,
            _ => Phase::Streams,
        }
    }

    /// A request has come.
    pub fn begin(&self) {
        self.set(Phase::Answers);
        self.all.lock().remove(&self.place.load(Ordering::Relaxed));
    }

    /// The answer has no end of its own.
    pub fn stream(&self) {
        self.set(Phase::Streams);
    }

    /// The whole answer was handed over.
    pub fn end(&self) {
        self.set(Phase::Ends);
    }

    /// Nothing is left to send: if an answer has ended, it waits again.
    pub fn is_sent(self: &Arc<Self>) {
        if self.phase() == Phase::Ends {
            self.set(Phase::Waits);
            self.all.add(self);
        }
    }

    /// The connection is closed.
    pub fn leave(&self) {
        self.all.lock().remove(&self.place.load(Ordering::Relaxed));
    }

    fn set(&self, phase: Phase) {
        self.phase.store(phase as u8, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_waiting_gives_way_and_none_that_answers() {
        let waiting = Arc::new(Waiting::default());
        let [first, second, third] = [0; 3].map(|_| waiting.enter());
        first.begin();
        third.leave();
        assert!(waiting.dismiss_longest(), "the second");
        assert!(!waiting.dismiss_longest(), "no other waits");
        first.end();
        assert_eq!(first.phase(), Phase::Ends);
        first.is_sent();
        assert_eq!((first.phase(), second.phase()), (Phase::Waits, Phase::Waits));
        assert!(waiting.dismiss_longest(), "the first waits again");
    }
}
