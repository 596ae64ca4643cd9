//! How far a connection is with its requests. Seen from outside of the protocol: bytes that come, requests that are
//! handed over, answers that are sent whole. So it holds whatever the protocol, and before it is known.

use super::Limits;
use axum::body::{Body, Bytes};
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    sync::watch,
    time::Instant,
};

/// What a connection is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    /// A request's head is on its way since then; the first one from the beginning.
    Head(Instant),
    /// Nothing since then.
    Idle(Instant),
    /// So many requests are being answered.
    Serving(usize),
}

/// What a connection is at, and whether the other side takes what is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    doing: Doing,
    /// Since then nothing more could be sent.
    stuck: Option<Instant>,
}

impl State {
    /// When the connection has to end, unless something happens.
    pub fn deadline(self, limits: &Limits) -> Option<Instant> {
        let stuck = self.stuck.map(|since| since + limits.idle);
        match self.doing {
            Doing::Head(since) => Some(since + limits.head),
            // What is still being sent takes the time that it takes.
            Doing::Idle(since) => stuck.or(Some(since + limits.idle)),
            Doing::Serving(_) => stuck,
        }
    }
}

/// Cheap to clone.
#[derive(Clone)]
pub(super) struct Progress(Arc<watch::Sender<State>>);

impl Progress {
    pub fn new() -> Self {
        let state = State { doing: Doing::Head(Instant::now()), stuck: None };
        Self(Arc::new(watch::Sender::new(state)))
    }

    pub fn follow(&self) -> watch::Receiver<State> {
        self.0.subscribe()
    }

    fn bytes_came(&self) {
        self.0.send_if_modified(|state| {
            let begins = matches!(state.doing, Doing::Idle(_));
            if begins {
                state.doing = Doing::Head(Instant::now());
            }
            begins
        });
    }

    /// What became of sending some bytes.
    fn sent<T>(&self, outcome: &Poll<T>) {
        self.0.send_if_modified(|state| match (outcome, state.stuck) {
            (Poll::Pending, None) => {
                state.stuck = Some(Instant::now());
                true
            }
            (Poll::Ready(_), Some(_)) => {
                state.stuck = None;
                if matches!(state.doing, Doing::Idle(_)) {
                    state.doing = Doing::Idle(Instant::now());
                }
                true
            }
            _ => false,
        });
    }

    /// A request's head has arrived.
    pub fn serving(&self) -> Serving {
        self.0.send_modify(|state| {
            state.doing = match state.doing {
                Doing::Serving(others) => Doing::Serving(others + 1),
                _ => Doing::Serving(1),
            };
        });
        Serving(self.clone())
    }
}

/// One request, from its head until its answer was sent or given up.
pub(super) struct Serving(Progress);

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.0.send_modify(|state| {
            state.doing = match state.doing {
                Doing::Serving(all) if all > 1 => Doing::Serving(all - 1),
                _ => Doing::Idle(Instant::now()),
            };
        });
    }
}

/// The connection's stream.
pub(super) struct Watched {
    stream: TcpStream,
    progress: Progress,
}

impl Watched {
    pub fn new(stream: TcpStream, progress: Progress) -> Self {
        Self { stream, progress }
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.progress.bytes_came();
        }
        read
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.progress.sent(&written);
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.progress.sent(&written);
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// An answer's body, which ends its request.
pub(super) struct Counted {
    body: Body,
    _serving: Serving,
}

impl Counted {
    pub fn new(body: Body, serving: Serving) -> Self {
        Self { body, _serving: serving }
    }
}

impl HttpBody for Counted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
