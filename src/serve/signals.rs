//! What the system asks of the server, and what the server asks of the system.

use std::sync::Arc;

use crate::serve::log::AccessLog;

/// Files that are open beside the connections.
#[cfg(unix)]
const BESIDE: u64 = 128;

/// Asks the system to allow as many open files as `connections` need; it may allow fewer, then
/// connections wait.
#[cfg(unix)]
pub fn allow_descriptors(connections: usize) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let wanted = connections as u64 + BESIDE;
    let limit = getrlimit(Resource::Nofile);
    if limit.current.is_some_and(|current| current < wanted) {
        let current = limit.maximum.map_or(wanted, |maximum| maximum.min(wanted));
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(current), maximum: limit.maximum });
    }
}

/// There is no such limit here.
#[cfg(not(unix))]
pub fn allow_descriptors(_connections: usize) {}

/// Heeds requests to stop from now on; what it gives waits for the first.
#[cfg(unix)]
pub fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Heeds requests to stop from now on; what it gives waits for the first.
#[cfg(not(unix))]
pub fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// Calls `end` when the process is asked to stop, from a thread of its own.
pub fn when_asked_to_stop(end: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let asked = {
        let _inside = runtime.enter();
        asked_to_stop()?
    };
    std::thread::spawn(move || {
        runtime.block_on(asked);
        end();
    });
    Ok(())
}

/// Signals to open the access log anew (`SIGHUP`). Without a log the signal keeps its usual
/// meaning: the terminal has gone.
#[derive(Debug)]
pub struct Hangups {
    #[cfg(unix)]
    heeded: Option<(tokio::signal::unix::Signal, Arc<AccessLog>)>,
}

impl Hangups {
    /// Heeds them from now on where there is a `log`.
    #[cfg(unix)]
    pub fn heed(log: Option<Arc<AccessLog>>) -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let heed = |log| Ok::<_, std::io::Error>((signal(SignalKind::hangup())?, log));
        Ok(Self { heeded: log.map(heed).transpose()? })
    }

    /// There are none here.
    #[cfg(not(unix))]
    pub fn heed(_log: Option<Arc<AccessLog>>) -> std::io::Result<Self> {
        Ok(Self {})
    }

    /// Waits for the next and opens the log anew.
    #[cfg(unix)]
    pub async fn heard(&mut self) {
        let Some((signal, log)) = &mut self.heeded else { return std::future::pending().await };
        if signal.recv().await.is_none() {
            return std::future::pending().await;
        }
        // Where it cannot be opened, lines go on to the old file.
        let _ = log.reopen();
    }

    /// Waits for ever.
    #[cfg(not(unix))]
    pub async fn heard(&mut self) {
        std::future::pending().await
    }
}
