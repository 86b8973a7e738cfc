//! Connections: taking them, bounding them, letting them end.

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::response::Response;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::serve::headers::secure;
use crate::serve::http::{self, Server};
use crate::serve::log::Asked;
use crate::serve::patient::Patient;
use crate::serve::signals::{self, Hangups};
use crate::serve::told::{Note, Told};
use crate::serve::waiting::{Peer, Phase, Waiting};

/// The port tried first.
pub const PORT: u16 = 8017;
/// How many ports are tried one after another.
const PORTS: u16 = 50;
/// Most bytes of the head of a request; more is answered with 431.
const HEAD: usize = 16 * 1024;
/// Most header lines; more is answered with 431.
const HEADERS: usize = 64;
/// Until the next try where the system has no room for a connection.
const BREATH: Duration = Duration::from_millis(50);

/// Where to listen.
#[derive(Debug, Clone, Copy)]
pub struct Listen {
    /// The address.
    pub address: IpAddr,
    /// The port; 0 lets the system choose.
    pub port: u16,
    /// Whether to take the next free port where this one is taken.
    pub next_free: bool,
}

/// What no reader may go beyond.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at once.
    pub connections: usize,
    /// Time until the head of a request is whole, from the opening of the connection or the end of
    /// the last answer on.
    pub head: Duration,
    /// Time in which a reader must take some of what is sent.
    pub send: Duration,
    /// Time for answers to end after the server was asked to stop.
    pub stop: Duration,
}

/// Takes the port that `listen` asks for.
pub fn bind(listen: Listen) -> std::io::Result<std::net::TcpListener> {
    let last = if listen.next_free { listen.port.saturating_add(PORTS) } else { listen.port };
    let mut result = Err(std::io::ErrorKind::AddrInUse.into());
    for port in listen.port..=last {
        result = std::net::TcpListener::bind(SocketAddr::new(listen.address, port));
        match &result {
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
            _ => break,
        }
    }
    let listener = result?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Serves on `listener` until the process is asked to stop; calls `ready` once a request to stop
/// is heeded.
pub fn serve(
    listener: std::net::TcpListener,
    server: Server,
    limits: Limits,
    ready: impl FnOnce(),
) -> std::io::Result<()> {
    runtime()?.block_on(async {
        let stop = signals::asked_to_stop()?;
        let hangups = Hangups::heed(server.log.clone())?;
        ready();
        run(listener, server, limits, hangups, stop).await
    })
}

/// As [`serve`], until `stop`.
pub fn serve_until(
    listener: std::net::TcpListener,
    server: Server,
    limits: Limits,
    stop: impl Future<Output = ()>,
) -> std::io::Result<()> {
    runtime()?.block_on(async {
        let hangups = Hangups::heed(None)?;
        run(listener, server, limits, hangups, stop).await
    })
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}

async fn run(
    listener: std::net::TcpListener,
    server: Server,
    limits: Limits,
    hangups: Hangups,
    stop: impl Future<Output = ()>,
) -> std::io::Result<()> {
    signals::allow_descriptors(limits.connections);
    let listener = TcpListener::from_std(listener)?;
    let (room, tasks) = take(&listener, Room::new(server, limits), hangups, stop).await;
    drop(listener);
    end(&room, tasks).await;
    Ok(())
}

/// What connections share.
struct Room {
    server: Server,
    limits: Limits,
    waiting: Arc<Waiting>,
    places: Arc<Semaphore>,
    stopping: watch::Sender<bool>,
}

impl Room {
    fn new(server: Server, limits: Limits) -> Arc<Self> {
        Arc::new(Self {
            server,
            limits,
            waiting: Arc::default(),
            places: Arc::new(Semaphore::new(limits.connections)),
            stopping: watch::Sender::new(false),
        })
    }

    /// A place for one more connection. Where all are taken, the connection that has waited
    /// longest for a request gives way.
    async fn place(&self) -> OwnedSemaphorePermit {
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            return place;
        }
        let mut free = pin!(Arc::clone(&self.places).acquire_owned());
        loop {
            self.waiting.dismiss_longest();
            tokio::select! {
                place = &mut free => return place.expect("the places are never closed"),
                () = self.waiting.came.notified() => {}
            }
        }
    }
}

/// Takes connections until `stop`.
async fn take(
    listener: &TcpListener,
    room: Arc<Room>,
    mut hangups: Hangups,
    stop: impl Future<Output = ()>,
) -> (Arc<Room>, JoinSet<()>) {
    let mut tasks = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            () = hangups.heard() => continue,
            Some(_) = tasks.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, address)) = accepted else {
            // The system has no room, or the reader has gone already.
            room.waiting.dismiss_longest();
            sleep(BREATH).await;
            continue;
        };
        let place = tokio::select! {
            () = &mut stop => break,
            place = room.place() => place,
        };
        let room = Arc::clone(&room);
        tasks.spawn(async move {
            converse(stream, address.ip(), &room).await;
            drop(place);
        });
    }
    (room, tasks)
}

/// Lets the answers that are being given end, within bounds.
async fn end(room: &Room, mut tasks: JoinSet<()>) {
    room.stopping.send_replace(true);
    let all = async { while tasks.join_next().await.is_some() {} };
    if timeout(room.limits.stop, all).await.is_err() {
        tasks.shutdown().await;
    }
}

/// Answers the requests of one connection.
async fn converse(stream: TcpStream, address: IpAddr, room: &Arc<Room>) {
    // Without it the last packet of an answer may wait for the reader's acknowledgement.
    let _ = stream.set_nodelay(true);
    let peer = room.waiting.enter();
    let mut stopping = room.stopping.subscribe();
    let io = TokioIo::new(Patient::new(stream, Arc::clone(&peer), room.limits.send));
    let service = service_fn(|request| answer(Arc::clone(room), Arc::clone(&peer), address, request));
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(room.limits.head)
        .max_buf_size(HEAD)
        .max_headers(HEADERS);
    let mut connection = pin!(builder.serve_connection(io, service));
    let mut is_closing = false;
    loop {
        tokio::select! {
            _ = poll_fn(|context| connection.as_mut().poll(context)) => break,
            () = peer.give_way.notified(), if !is_closing => {}
            _ = stopping.wait_for(|stops| *stops), if !is_closing => {}
        }
        match peer.phase() {
            Phase::Waits | Phase::Streams => break,
            Phase::Answers | Phase::Ends => connection.as_mut().graceful_shutdown(),
        }
        is_closing = true;
    }
    peer.leave();
}

async fn answer(
    room: Arc<Room>,
    peer: Arc<Peer>,
    address: IpAddr,
    request: Request<Incoming>,
) -> Result<Response<Told>, Infallible> {
    peer.begin();
    let began = Instant::now();
    // Nothing that is asked here has a body; hyper closes where one comes nevertheless.
    let (request, _) = request.into_parts();
    let mut response = http::answer(&room.server, &request).await;
    secure(&mut response);
    let note = room.server.log.as_ref().map(|log| Note {
        log: Arc::clone(log),
        asked: Asked::of(&request, address),
        status: response.status().as_u16(),
        began,
    });
    Ok(response.map(|body| Told::new(body, peer, note)))
}
