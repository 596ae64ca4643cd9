use super::*;
use crate::listener::ListenerHandle;
use axum::{body::Bytes, routing::get};
use std::time::Instant as Clock;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::oneshot,
};

const QUICK: Limits = Limits {
    head: Duration::from_millis(300),
    idle: Duration::from_millis(900),
    connections: 20,
    per_address: 0,
};
const ASK: &[u8] = b"GET /quick HTTP/1.1\r\nhost: vigie.test\r\n\r\n";

/// A server of its own with three addresses: `/quick`, `/slow` which takes longer than all limits, twice, and `/endless`.
struct Server {
    address: SocketAddr,
    handle: ListenerHandle,
    end: oneshot::Sender<()>,
    serving: tokio::task::JoinHandle<()>,
}

impl Server {
    async fn start(limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (listener, handle) = GracefulListener::new(listener).unwrap();
        let (end, ended) = oneshot::channel::<()>();
        let router = Router::new()
            .route("/quick", get(|| async { "quick" }))
            .route("/slow", get(slow))
            .route("/endless", get(endless));
        let serving = tokio::spawn(serve(listener, router, limits, async {
            let _ = ended.await;
        }));
        Self { address, handle, end, serving }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }
}

/// Thinks, then sends its answer in two pieces with a pause between them.
async fn slow() -> Body {
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    let pieces = futures_util::stream::unfold(0, |sent| async move {
        if sent == 1 {
            tokio::time::sleep(Duration::from_millis(1_200)).await;
        }
        (sent < 2).then(|| (Ok::<_, io::Error>(Bytes::from_static(b"piece ")), sent + 1))
    });
    Body::from_stream(Box::pin(pieces))
}

async fn endless() -> Body {
    let piece = Bytes::from(vec![b'x'; 64 << 10]);
    Body::from_stream(futures_util::stream::repeat_with(move || Ok::<_, io::Error>(piece.clone())))
}

/// Everything until the other side closes, within some seconds.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = vec![];
    let read = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut bytes));
    // A reset is an end too.
    let _ = read.await.expect("the server closes");
    String::from_utf8(bytes).unwrap()
}

/// The answer of `/quick`, on a connection that stays open.
async fn quick(stream: &mut TcpStream) {
    stream.write_all(ASK).await.unwrap();
    let mut answer = [0; 512];
    let read = stream.read(&mut answer).await.unwrap();
    assert!(String::from_utf8_lossy(&answer[..read]).ends_with("quick"));
}

#[tokio::test]
async fn a_request_whose_head_does_not_come_is_ended() {
    let server = Server::start(QUICK).await;
    let began = Clock::now();
    let (mut silent, mut half) = (server.connect().await, server.connect().await);
    half.write_all(b"GET /quick HTTP/1.1\r\nhost: vig").await.unwrap();
    assert_eq!((rest(&mut silent).await, rest(&mut half).await), (String::new(), String::new()));
    assert!(began.elapsed() >= QUICK.head && began.elapsed() < QUICK.head * 3, "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_head_that_comes_drop_by_drop_gets_no_more_time() {
    let server = Server::start(QUICK).await;
    let mut stream = server.connect().await;
    quick(&mut stream).await;
    let began = Clock::now();
    for byte in ASK.chunks(2) {
        if stream.write_all(byte).await.is_err() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        if began.elapsed() > Duration::from_secs(5) {
            panic!("still open");
        }
    }
    assert!(!rest(&mut stream).await.contains("quick"));
    assert!(began.elapsed() >= QUICK.head);
}

#[tokio::test]
async fn a_connection_stays_open_between_requests_but_not_for_ever() {
    let server = Server::start(QUICK).await;
    let mut stream = server.connect().await;
    for _ in 0..2 {
        quick(&mut stream).await;
        // Longer than a head may take.
        tokio::time::sleep(QUICK.head + Duration::from_millis(200)).await;
    }
    quick(&mut stream).await;
    let began = Clock::now();
    assert_eq!(rest(&mut stream).await, "");
    assert!(began.elapsed() >= QUICK.idle && began.elapsed() < QUICK.idle * 3, "{:?}", began.elapsed());
}

#[tokio::test]
async fn an_answer_takes_the_time_that_it_takes() {
    let server = Server::start(QUICK).await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET /slow HTTP/1.1\r\nhost: vigie.test\r\nconnection: close\r\n\r\n").await.unwrap();
    let answer = rest(&mut stream).await;
    assert_eq!(answer.matches("piece ").count(), 2, "{answer}");
}

#[tokio::test]
async fn an_answer_of_which_nothing_is_taken_is_ended_and_a_slow_one_is_not() {
    let server = Server::start(QUICK).await;
    let ask = b"GET /endless HTTP/1.1\r\nhost: vigie.test\r\n\r\n";
    let (mut deaf, mut slow) = (server.connect().await, server.connect().await);
    deaf.write_all(ask).await.unwrap();
    slow.write_all(ask).await.unwrap();
    let mut taken = vec![0; 1 << 20];
    for _ in 0..10 {
        tokio::time::sleep(QUICK.idle / 4).await;
        // Now and then a lot, so that more can be sent.
        for _ in 0..8 {
            assert!(slow.read(&mut taken).await.unwrap() > 0);
        }
    }
    let mut left = 0;
    let end = async {
        while let Ok(read @ 1..) = deaf.read(&mut taken).await {
            left += read;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), end).await.expect("the server closes");
    assert!(left > 0);
}

#[tokio::test]
async fn nobody_alone_takes_all_connections() {
    let server = Server::start(Limits { per_address: 5, ..QUICK }).await;
    let mut open = vec![];
    for _ in 0..5 {
        open.push(server.connect().await);
    }
    // Let in one after the other.
    quick(&mut open[4]).await;
    let mut refused = server.connect().await;
    assert!(rest(&mut refused).await.starts_with("HTTP/1.1 503 "));
    drop(open);
    let mut waits = tokio::time::interval(Duration::from_millis(20));
    for _ in 0..100 {
        waits.tick().await;
        let mut stream = server.connect().await;
        stream
            .write_all(b"GET /quick HTTP/1.1\r\nhost: vigie.test\r\nconnection: close\r\n\r\n")
            .await
            .unwrap();
        if rest(&mut stream).await.ends_with("quick") {
            return;
        }
    }
    panic!("the places do not come back");
}

#[tokio::test]
async fn half_requests_of_many_do_not_keep_others_out_for_long() {
    let server = Server::start(QUICK).await;
    let mut half = vec![];
    for _ in 0..QUICK.connections {
        let mut stream = server.connect().await;
        stream.write_all(b"GET /").await.unwrap();
        half.push(stream);
    }
    tokio::time::sleep(QUICK.head * 2).await;
    quick(&mut server.connect().await).await;
}

#[tokio::test]
async fn at_the_end_requests_in_flight_are_finished_and_the_others_go() {
    let server =
        Server::start(Limits { idle: Duration::from_secs(60), head: Duration::from_secs(60), ..QUICK }).await;
    let (mut idle, mut busy) = (server.connect().await, server.connect().await);
    quick(&mut idle).await;
    busy.write_all(b"GET /slow HTTP/1.1\r\nhost: vigie.test\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    server.handle.close().await;
    server.end.send(()).unwrap();
    assert_eq!(rest(&mut idle).await, "");
    assert_eq!(rest(&mut busy).await.matches("piece ").count(), 2);
    server.serving.await.unwrap();
}

#[cfg(unix)]
#[test]
fn there_are_no_more_connections_than_files_to_open() {
    let limits = Limits { connections: usize::MAX, ..QUICK };
    let within = within_open_files(limits).unwrap();
    let now = rustix::process::getrlimit(rustix::process::Resource::Nofile).current.unwrap_or(ENOUGH_FILES);
    assert_eq!(within.connections as u64, now - OTHER_FILES);
    assert_eq!(within_open_files(QUICK).unwrap(), QUICK);
}
