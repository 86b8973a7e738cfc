//! Waiting for a change and for the quiet behind it.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use crate::serve::clock::until_tomorrow;
use crate::serve::rebuild::{Heard, Told};
use crate::serve::watch::Watch;

/// No change for so long, and the files are taken as they are.
const QUIET: Duration = Duration::from_millis(200);
/// Changes that do not end are no reason to wait for ever.
const LONGEST: Duration = Duration::from_secs(10);

/// Waits until something changed, or a new day began, and all is quiet again; `false` where the end
/// was asked for. Says why where the system tells of no more changes.
pub fn settled(heard: &Receiver<Heard>, watch: &Watch, say: &dyn Fn(Told<'_>)) -> bool {
    let mut first = None;
    loop {
        let patience = first
            .map_or_else(until_tomorrow, |first: Instant| QUIET.min(LONGEST.saturating_sub(first.elapsed())));
        match heard.recv_timeout(patience) {
            Ok(Heard::Change(seen)) => {
                if let Some(reason) = watch.hear(&seen) {
                    say(Told::Unheard(&reason));
                }
                first.get_or_insert_with(Instant::now);
            }
            Ok(Heard::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => {
                watch.catch_up();
                return true;
            }
        }
    }
}
