//! Questions to the search, answered by one thread that owns it.

use std::sync::{Arc, mpsc};

use tokio::sync::oneshot;

use crate::publish::output::OutputSet;
use crate::search::Error;
use crate::search::engine::{Engine, Found};
use crate::search::tantivy_lookup::Tantivy;
use crate::serve::snapshot::Snapshot;

struct Question {
    query: String,
    limit: usize,
    reply: oneshot::Sender<Option<Vec<Found>>>,
}

/// A way to ask the search from any thread.
#[derive(Debug, Clone)]
pub struct Asker {
    questions: mpsc::SyncSender<Question>,
}

/// Questions that may wait; more are refused, so that a flood costs no memory.
const WAITING: usize = 64;

impl Asker {
    /// Opens the search of a site in a thread of its own; `tantivy` answers in the place of the
    /// shards.
    pub fn open(snapshot: Arc<Snapshot>, tantivy: Tantivy) -> Result<Self, Error> {
        let (questions, asked) = mpsc::sync_channel::<Question>(WAITING);
        let (opened, result) = mpsc::channel();
        std::thread::spawn(move || {
            let engine = match open_shown(snapshot, tantivy) {
                Ok(engine) => {
                    let _ = opened.send(Ok(()));
                    engine
                }
                Err(error) => {
                    let _ = opened.send(Err(error));
                    return;
                }
            };
            for question in asked {
                let answer = engine.query(&question.query, question.limit).ok();
                // Whoever asked may have gone.
                let _ = question.reply.send(answer);
            }
        });
        let closed = || Error::Read(std::io::ErrorKind::BrokenPipe.into());
        result.recv().map_err(|_| closed())??;
        Ok(Self { questions })
    }

    /// The first results of `query`; `None` where the search cannot answer now.
    pub async fn ask(&self, query: String, limit: usize) -> Option<Vec<Found>> {
        let (reply, answer) = oneshot::channel();
        self.questions.try_send(Question { query, limit, reply }).ok()?;
        answer.await.ok()?
    }
}

/// Opens the search of a set of outputs; `tantivy` answers in the place of the shards.
pub fn open(outputs: OutputSet, tantivy: Tantivy) -> Result<Engine, Error> {
    let read = move |path: &str| match outputs.get(path).map(|file| file.bytes()) {
        Some(Ok(bytes)) => Ok(bytes.into_owned()),
        Some(Err(error)) => Err(error.source),
        None => Err(std::io::ErrorKind::NotFound.into()),
    };
    Engine::open(Box::new(read), Some(tantivy))
}

/// As [`open`], for what is shown.
fn open_shown(snapshot: Arc<Snapshot>, tantivy: Tantivy) -> Result<Engine, Error> {
    let read = move |path: &str| match snapshot.get(path) {
        Some(file) => Ok(file.bytes.to_vec()),
        None => Err(std::io::ErrorKind::NotFound.into()),
    };
    Engine::open(Box::new(read), Some(tantivy))
}
