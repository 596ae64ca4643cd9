//! A small mail server to send to: it speaks SMTP over a real socket, takes mails in, and misbehaves as told.

use domain::mail::{Address, MailSettings, Security};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// What the server does with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    Accept,
    /// Says no to the recipient, for good.
    Refuse,
    /// Asks to come back later.
    TryLater,
    /// Takes the connection and says nothing.
    Hang,
    /// Answers, but each line so late.
    Slow(Duration),
    /// Takes the message in and closes without a word: it arrived, and the sender does not know.
    Vanish,
}

/// A message that the server took in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    /// Head and body as they came.
    pub data: String,
}

impl Received {
    /// The value of a field of the head.
    pub fn header(&self, name: &str) -> Option<&str> {
        let head = self.data.split("\r\n\r\n").next().unwrap_or_default();
        head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

#[derive(Default)]
struct Inside {
    received: Mutex<Vec<Received>>,
    behaviour: Mutex<Option<Behaviour>>,
    connections: Mutex<u32>,
}

/// The running server; it ends with this value.
pub struct FakeSmtp {
    port: u16,
    inside: Arc<Inside>,
    task: JoinHandle<()>,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl FakeSmtp {
    /// A server on a free port of this machine.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        let inside = Arc::new(Inside::default());
        *lock(&inside.behaviour) = Some(behaviour);
        let own = inside.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *lock(&own.connections) += 1;
                tokio::spawn(converse(stream, own.clone()));
            }
        });
        Self { port, inside, task }
    }

    pub fn behave(&self, behaviour: Behaviour) {
        *lock(&self.inside.behaviour) = Some(behaviour);
    }

    /// What was taken in so far.
    pub fn received(&self) -> Vec<Received> {
        lock(&self.inside.received).clone()
    }

    /// How often somebody has connected.
    pub fn connections(&self) -> u32 {
        *lock(&self.inside.connections)
    }

    /// Settings that lead here, without patience.
    pub fn settings(&self) -> MailSettings {
        MailSettings {
            host: "127.0.0.1".into(),
            port: self.port,
            security: Security::None,
            username: None,
            password: None,
            from: Address::new("Vigie", "vigie@usine.example").expect("an address"),
            timeout_seconds: 1,
        }
    }
}

impl Drop for FakeSmtp {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn converse(stream: TcpStream, inside: Arc<Inside>) {
    // A client that hangs up ends the conversation.
    let _ = dialogue(stream, &inside).await;
}

async fn dialogue(stream: TcpStream, inside: &Inside) -> std::io::Result<()> {
    let behaviour = lock(&inside.behaviour).unwrap_or(Behaviour::Accept);
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    if behaviour == Behaviour::Hang {
        // Until the client has had enough.
        while lines.next_line().await?.is_some() {}
        return Ok(());
    }
    say(&mut write, behaviour, "220 fake ESMTP").await?;
    let mut message = Received { from: String::new(), to: vec![], data: String::new() };
    while let Some(line) = lines.next_line().await? {
        let word = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer = match (word.as_str(), behaviour) {
            ("EHLO", _) => "250-fake\r\n250-8BITMIME\r\n250 SMTPUTF8",
            ("HELO" | "NOOP" | "RSET", _) => "250 OK",
            ("MAIL", _) => {
                message.from = between(&line);
                "250 OK"
            }
            ("RCPT", Behaviour::Refuse) => "550 5.1.1 No such user here",
            ("RCPT", Behaviour::TryLater) => "451 4.3.0 Come back later",
            ("RCPT", _) => {
                message.to.push(between(&line));
                "250 OK"
            }
            ("DATA", _) => {
                say(&mut write, behaviour, "354 Go ahead").await?;
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    message.data.push_str(line.strip_prefix('.').unwrap_or(&line));
                    message.data.push_str("\r\n");
                }
                lock(&inside.received).push(message.clone());
                if behaviour == Behaviour::Vanish {
                    return Ok(());
                }
                "250 2.0.0 Queued as 42"
            }
            ("QUIT", _) => {
                say(&mut write, behaviour, "221 Bye").await?;
                return Ok(());
            }
            _ => "502 Not here",
        };
        say(&mut write, behaviour, answer).await?;
    }
    Ok(())
}

async fn say(
    write: &mut (impl AsyncWriteExt + Unpin),
    behaviour: Behaviour,
    answer: &str,
) -> std::io::Result<()> {
    if let Behaviour::Slow(wait) = behaviour {
        tokio::time::sleep(wait).await;
    }
    write.write_all(answer.as_bytes()).await?;
    write.write_all(b"\r\n").await
}

fn between(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map(|(address, _)| address.to_owned()).unwrap_or_default()
}
