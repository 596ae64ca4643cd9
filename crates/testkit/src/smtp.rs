//! A small mail server to send to: it speaks SMTP over a real socket, with STARTTLS, TLS and AUTH when it is told
//! to, takes mails in, and misbehaves as told.

use base64::{Engine, prelude::BASE64_STANDARD};
use domain::{
    mail::{Address, MailSettings, Security},
    password::Secret,
};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader, Lines},
    net::TcpListener,
    task::JoinHandle,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
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

/// How a server protects itself.
#[derive(Clone, Debug)]
pub struct Guard {
    pub security: Security,
    /// The name that its certificate is for.
    pub name: &'static str,
    /// The one account that it takes, with its password.
    pub account: Option<(&'static str, &'static str)>,
}

impl Default for Guard {
    fn default() -> Self {
        Self { security: Security::None, name: "localhost", account: None }
    }
}

#[derive(Default)]
struct Inside {
    received: Mutex<Vec<Received>>,
    behaviour: Mutex<Option<Behaviour>>,
    connections: Mutex<u32>,
    guard: Guard,
    tls: Option<TlsAcceptor>,
}

/// What a conversation is held over.
trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// The running server; it ends with this value.
pub struct FakeSmtp {
    port: u16,
    inside: Arc<Inside>,
    task: JoinHandle<()>,
    certificate: String,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl FakeSmtp {
    /// A server on a free port of this machine that anybody may speak to.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start(behaviour: Behaviour) -> Self {
        Self::guarded(behaviour, Guard::default()).await
    }

    /// The same, protected.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn guarded(behaviour: Behaviour, guard: Guard) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        let (tls, certificate) = match guard.security {
            Security::None => (None, String::new()),
            _ => {
                let (acceptor, pem) = certificate(guard.name);
                (Some(acceptor), pem)
            }
        };
        let inside = Arc::new(Inside { guard, tls, ..Inside::default() });
        *lock(&inside.behaviour) = Some(behaviour);
        let own = inside.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *lock(&own.connections) += 1;
                let own = own.clone();
                // A client that hangs up ends the conversation.
                tokio::spawn(async move { converse(Box::new(stream), &own).await });
            }
        });
        Self { port, inside, task, certificate }
    }

    /// Its certificate, which nobody has signed, in PEM.
    pub fn certificate(&self) -> &[u8] {
        self.certificate.as_bytes()
    }

    pub fn port(&self) -> u16 {
        self.port
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
        let guard = &self.inside.guard;
        MailSettings {
            host: if guard.security == Security::None { "127.0.0.1" } else { "localhost" }.into(),
            port: self.port,
            security: guard.security,
            username: guard.account.map(|(name, _)| name.to_owned()),
            password: guard.account.map(|(_, password)| Secret::new(password)),
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

fn certificate(name: &str) -> (TlsAcceptor, String) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed([name.to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions of TLS")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("a key of its certificate");
    (TlsAcceptor::from(Arc::new(config)), cert.pem())
}

/// How a part of a conversation ends.
enum End {
    Over,
    /// TLS is spoken from here on.
    Upgrade,
}

async fn converse(mut wire: Box<dyn Wire>, inside: &Inside) -> io::Result<()> {
    let mut encrypted = false;
    if inside.guard.security == Security::Tls
        && let Some(tls) = &inside.tls
    {
        wire = Box::new(tls.accept(wire).await?);
        encrypted = true;
    }
    let mut greet = true;
    loop {
        let (end, plain) = dialogue(wire, inside, encrypted, greet).await?;
        match (end, &inside.tls) {
            (End::Upgrade, Some(tls)) => {
                wire = Box::new(tls.accept(plain).await?);
                (encrypted, greet) = (true, false);
            }
            _ => return Ok(()),
        }
    }
}

async fn dialogue(
    wire: Box<dyn Wire>,
    inside: &Inside,
    encrypted: bool,
    greet: bool,
) -> io::Result<(End, Box<dyn Wire>)> {
    let behaviour = lock(&inside.behaviour).unwrap_or(Behaviour::Accept);
    let mut lines = BufReader::new(wire).lines();
    if behaviour == Behaviour::Hang {
        // Until the client has had enough.
        while lines.next_line().await?.is_some() {}
        return Ok((End::Over, whole(lines)));
    }
    if greet {
        say(&mut lines, behaviour, "220 fake ESMTP").await?;
    }
    let offers_tls = inside.guard.security == Security::StartTls && !encrypted;
    let mut known = inside.guard.account.is_none();
    let mut message = Received { from: String::new(), to: vec![], data: String::new() };
    while let Some(line) = lines.next_line().await? {
        let word = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer = match (word.as_str(), behaviour) {
            ("EHLO", _) if offers_tls => "250-fake\r\n250-STARTTLS\r\n250 8BITMIME",
            ("EHLO", _) if !known => "250-fake\r\n250-AUTH PLAIN LOGIN\r\n250-8BITMIME\r\n250 SMTPUTF8",
            ("EHLO", _) => "250-fake\r\n250-8BITMIME\r\n250 SMTPUTF8",
            ("STARTTLS", _) if offers_tls => {
                say(&mut lines, behaviour, "220 2.0.0 Go ahead with TLS").await?;
                return Ok((End::Upgrade, whole(lines)));
            }
            ("AUTH", _) if !offers_tls => {
                known = inside.guard.account.is_some_and(|account| proves(&line, account));
                if known { "235 2.7.0 Welcome" } else { "535 5.7.8 Authentication credentials invalid" }
            }
            ("MAIL", _) if offers_tls => "530 5.7.0 Must issue a STARTTLS command first",
            ("MAIL", _) if !known => "530 5.7.0 Authentication required",
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
                say(&mut lines, behaviour, "354 Go ahead").await?;
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    message.data.push_str(line.strip_prefix('.').unwrap_or(&line));
                    message.data.push_str("\r\n");
                }
                lock(&inside.received).push(message.clone());
                if behaviour == Behaviour::Vanish {
                    return Ok((End::Over, whole(lines)));
                }
                "250 2.0.0 Queued as 42"
            }
            ("QUIT", _) => {
                say(&mut lines, behaviour, "221 Bye").await?;
                return Ok((End::Over, whole(lines)));
            }
            _ => "502 Not here",
        };
        say(&mut lines, behaviour, answer).await?;
    }
    Ok((End::Over, whole(lines)))
}

fn whole(lines: Lines<BufReader<Box<dyn Wire>>>) -> Box<dyn Wire> {
    lines.into_inner().into_inner()
}

/// Whether `AUTH PLAIN …` (RFC 4616) names the account and its password.
fn proves(line: &str, (name, password): (&str, &str)) -> bool {
    let sent = line.strip_prefix("AUTH PLAIN ").and_then(|text| BASE64_STANDARD.decode(text).ok());
    sent.is_some_and(|sent| sent == format!("\0{name}\0{password}").into_bytes())
}

async fn say(
    lines: &mut Lines<BufReader<Box<dyn Wire>>>,
    behaviour: Behaviour,
    answer: &str,
) -> io::Result<()> {
    if let Behaviour::Slow(wait) = behaviour {
        tokio::time::sleep(wait).await;
    }
    let wire = lines.get_mut().get_mut();
    wire.write_all(answer.as_bytes()).await?;
    wire.write_all(b"\r\n").await?;
    wire.flush().await
}

fn between(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map(|(address, _)| address.to_owned()).unwrap_or_default()
}
