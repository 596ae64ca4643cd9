//! Serving connections: what they may take of time and of places. A request whose head does not come, and a connection
//! that says nothing, are ended; nobody alone, and not all together, open more than the process can bear.

mod places;
mod progress;

use crate::listener::GracefulListener;
use axum::{Router, body::Body, extract::ConnectInfo, serve::Listener};
use hyper::{Request, body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use places::{Place, Places};
use progress::{Counted, Progress, Watched};
use std::{io, net::SocketAddr, pin::pin, time::Duration};
use tokio::{net::TcpStream, sync::watch, time::Instant};
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

/// What connections may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// So long the head of a request may take to arrive, from its first byte or, for the first one, from the connection's
    /// beginning.
    pub head: Duration,
    /// Idle timeout: a connection without a request, or with an answer of which the other side takes nothing. Proxies
    /// keep theirs for 60 s by default: they should be the first to close.
    pub idle: Duration,
    /// Connections at a time.
    pub connections: usize,
    /// Of one address (of an IPv6 subscriber's /64); 0 is as many as there are.
    pub per_address: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            idle: Duration::from_secs(75),
            connections: 2_000,
            per_address: 200,
        }
    }
}

/// Serves until `ended` comes to be, then finishes the requests in flight and closes the other connections.
pub async fn serve(
    mut listener: GracefulListener,
    router: Router,
    limits: Limits,
    ended: impl Future<Output = ()>,
) {
    let mut ended = pin!(ended);
    let (leave, leaving) = watch::channel(false);
    let (connections, places) = (TaskTracker::new(), Places::new(limits));
    loop {
        tokio::select! {
            (stream, peer) = listener.accept() => match places.take(peer.ip()) {
                Some(place) => {
                    let attended = attend(stream, peer, router.clone(), limits, leaving.clone(), place);
                    connections.spawn(attended);
                }
                None => refuse(&stream),
            },
            () = &mut ended => break,
        }
    }
    drop(listener);
    let _ = leave.send(true);
    connections.close();
    connections.wait().await;
}

/// A word to whoever finds no place; it may not arrive, and nobody waits for that.
fn refuse(stream: &TcpStream) {
    const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    // A socket that was opened just now takes this at once.
    let _ = stream.try_write(FULL);
}

/// Serves one connection until it ends, or has to.
async fn attend(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: Limits,
    mut leaving: watch::Receiver<bool>,
    _place: Place,
) {
    // Small answers leave at once.
    let _ = stream.set_nodelay(true);
    let progress = Progress::new();
    let mut changed = progress.follow();
    let io = TokioIo::new(Watched::new(stream, progress.clone()));
    let service = service_fn(move |request: Request<Incoming>| {
        let serving = progress.serving();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = router.clone().oneshot(request);
        async move { answer.await.map(|response| response.map(|body| Counted::new(body, serving))) }
    });
    let server = auto::Builder::new(TokioExecutor::new());
    let mut connection = pin!(server.serve_connection_with_upgrades(io, service));
    let mut told = false;
    loop {
        let deadline = changed.borrow_and_update().deadline(&limits);
        tokio::select! {
            result = connection.as_mut() => {
                if let Err(error) = result {
                    tracing::trace!(%error, "a connection broke: {error}");
                }
                return;
            }
            _ = changed.changed() => {}
            _ = leaving.wait_for(|leaving| *leaving), if !told => {
                told = true;
                connection.as_mut().graceful_shutdown();
            }
            () = until(deadline) => {
                tracing::debug!("a connection was closed on which nothing happened");
                return;
            }
        }
    }
}

/// Never, without an instant.
async fn until(instant: Option<Instant>) {
    match instant {
        Some(instant) => tokio::time::sleep_until(instant).await,
        None => std::future::pending().await,
    }
}

/// Files that the process has open beside connections: database, documents, log.
const OTHER_FILES: u64 = 200;
/// More open files are never needed.
const ENOUGH_FILES: u64 = 65_536;

/// Lets the process open as many files as it is allowed to ask for; as many connections as fit into that.
///
/// # Errors
/// When there would be place for none.
#[cfg(unix)]
pub fn within_open_files(limits: Limits) -> io::Result<Limits> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    // None is "as many as one likes".
    let wanted = maximum.unwrap_or(ENOUGH_FILES).min(ENOUGH_FILES);
    let mut files = current.unwrap_or(ENOUGH_FILES);
    if files < wanted {
        match setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum }) {
            Ok(()) => files = wanted,
            Err(error) => tracing::warn!(%error, "the limit of open files cannot be raised: {error}"),
        }
    }
    let most = usize::try_from(files.saturating_sub(OTHER_FILES)).unwrap_or(usize::MAX);
    if most == 0 {
        let why =
            format!("only {files} files may be open (ulimit -n): at least {} are needed", OTHER_FILES + 1);
        return Err(io::Error::other(why));
    }
    if most < limits.connections {
        tracing::warn!(
            connections = most,
            "only {files} files may be open (ulimit -n), so there is place for {most} connections and not {}",
            limits.connections
        );
    }
    Ok(Limits { connections: limits.connections.min(most), ..limits })
}

/// As many as were asked for: the system has no such limit.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn within_open_files(limits: Limits) -> io::Result<Limits> {
    Ok(limits)
}

#[cfg(test)]
mod tests;
