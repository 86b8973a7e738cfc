//! Threads for work that goes on while pages are rendered.
//!
//! Pages are rendered in the threads that all share, and keep them until the last is done. What is to be
//! ready at about the same time needs some of its own.

use rayon::{ThreadPool, ThreadPoolBuilder};

/// The threads; none where the system has none to give.
#[derive(Debug)]
pub struct Beside(Option<ThreadPool>);

impl Beside {
    /// As many as the machine runs at once.
    pub fn new() -> Self {
        Self(ThreadPoolBuilder::new().build().ok())
    }

    /// Does `work` there.
    pub fn run<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        match &self.0 {
            Some(threads) => threads.install(work),
            None => work(),
        }
    }
}

impl Default for Beside {
    fn default() -> Self {
        Self::new()
    }
}
