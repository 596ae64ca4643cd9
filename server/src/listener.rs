//! Where connections come in. The listener closes when nobody waits outside: a listener that is simply dropped resets those
//! who have knocked and were not yet let in.

use axum::serve::Listener;
use std::{future, io, net::SocketAddr};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// A listener that ends on request, after whoever waits has been let in.
pub struct GracefulListener {
    state: State,
    address: SocketAddr,
    closing: watch::Receiver<bool>,
    closed: watch::Sender<bool>,
}

enum State {
    Open(TcpListener),
    /// Out of the runtime's hands: it alone would say that nobody waits when it has not looked yet.
    Closing(std::net::TcpListener),
    Closed,
}

/// Closes a [`GracefulListener`].
pub struct ListenerHandle {
    closing: watch::Sender<bool>,
    closed: watch::Receiver<bool>,
}

impl GracefulListener {
    /// # Errors
    /// When the listener does not know its address.
    pub fn new(listener: TcpListener) -> io::Result<(Self, ListenerHandle)> {
        let address = listener.local_addr()?;
        let (close, closing) = watch::channel(false);
        let (closed, is_closed) = watch::channel(false);
        let graceful = Self { state: State::Open(listener), address, closing, closed };
        Ok((graceful, ListenerHandle { closing: close, closed: is_closed }))
    }
}

impl ListenerHandle {
    /// Ends once it is closed.
    pub async fn close(mut self) {
        let _ = self.closing.send(true);
        // Fails when the listener itself is gone, which is as good.
        let _ = self.closed.wait_for(|closed| *closed).await;
    }
}

impl Listener for GracefulListener {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        loop {
            self.state = match std::mem::replace(&mut self.state, State::Closed) {
                State::Open(listener) => {
                    // Kept in place first: this future may be dropped while it waits.
                    self.state = State::Open(listener);
                    let State::Open(listener) = &mut self.state else { continue };
                    tokio::select! {
                        biased;
                        Ok(_) = self.closing.wait_for(|closing| *closing) => {}
                        connection = Listener::accept(listener) => return connection,
                    }
                    match std::mem::replace(&mut self.state, State::Closed) {
                        State::Open(listener) => listener.into_std().map_or(State::Closed, State::Closing),
                        other => other,
                    }
                }
                State::Closing(listener) => match listener.accept().and_then(into_tokio) {
                    Ok(connection) => {
                        self.state = State::Closing(listener);
                        return connection;
                    }
                    Err(_) => State::Closed,
                },
                State::Closed => {
                    let _ = self.closed.send(true);
                    future::pending().await
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

fn into_tokio((stream, peer): (std::net::TcpStream, SocketAddr)) -> io::Result<(TcpStream, SocketAddr)> {
    stream.set_nonblocking(true)?;
    Ok((TcpStream::from_std(stream)?, peer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_waits_outside_is_let_in_before_it_closes() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (mut graceful, handle) = GracefulListener::new(listener).unwrap();
        let address = graceful.local_addr().unwrap();
        // Three have knocked, and nobody has looked yet.
        let mut waiting = Vec::new();
        for _ in 0..3 {
            waiting.push(std::net::TcpStream::connect(address).unwrap());
        }
        let closed = tokio::spawn(handle.close());
        tokio::task::yield_now().await;
        for stream in &waiting {
            let (_, peer) = graceful.accept().await;
            assert!(waiting.iter().any(|one| one.local_addr().unwrap() == peer), "{stream:?}");
        }
        tokio::select! {
            _ = graceful.accept() => panic!("nobody else has knocked"),
            result = closed => result.unwrap(),
        }
        assert!(std::net::TcpStream::connect(address).is_err());
    }
}
