//! What is shown now, swapped whole.

use std::sync::{Arc, PoisonError, RwLock};

use crate::serve::ask::Asker;
use crate::serve::snapshot::Snapshot;

/// One state of the site. An answer is made of one, whatever comes after it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The files.
    pub snapshot: Arc<Snapshot>,
    /// The search; `None` while there is none.
    pub asker: Option<Asker>,
    /// Name of the site.
    pub title: String,
}

/// The state that new requests are answered from.
#[derive(Debug, Clone)]
pub struct Current(Arc<RwLock<Arc<Shown>>>);

impl Current {
    /// Begins with `shown`.
    pub fn new(shown: Shown) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(shown))))
    }

    /// What is shown now. It stays as it is as long as the value.
    pub fn get(&self) -> Arc<Shown> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Shows `next` from now on; requests being answered keep what they have.
    pub fn swap(&self, next: Shown) {
        let before = {
            let mut now = self.0.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *now, Arc::new(next))
        };
        // Freed outside the lock: that may take a while.
        drop(before);
    }
}
