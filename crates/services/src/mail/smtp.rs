//! One message to the mail server, and what became of it.

use domain::{
    job::Trouble,
    mail::{MailFault, MailSettings, Security},
};
use entity::mail;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart,
        header::{Header, HeaderName, HeaderValue},
    },
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        extension::ClientId,
    },
};
use std::{
    error::Error as _,
    io,
    time::{Duration, SystemTime},
};

/// Why a message did not go.
#[derive(Debug)]
pub(super) enum Failure {
    /// The server said no: to this message for good, or for now.
    Refused { answer: String, for_good: bool, fault: MailFault },
    /// It could not be reached, or did not answer in time.
    Silent { why: String, fault: MailFault },
    /// The message or the settings make no mail.
    Unsendable { why: String },
}

impl Failure {
    /// Why, and in whose words.
    pub fn told(self) -> (MailFault, String) {
        match self {
            Self::Refused { answer, fault, .. } => (fault, answer),
            Self::Silent { why, fault } => (fault, why),
            Self::Unsendable { why } => (MailFault::Other, why),
        }
    }
}

/// Codes with which a server refuses a mailbox or a message for good. Others of the 500s are about the server,
/// the way to it or its policy, and may change.
const FOR_GOOD: &[u16] = &[550, 551, 552, 553, 556];

/// Codes about the account (RFC 4954).
const SIGN_IN: &[u16] = &[530, 534, 535, 538];

/// Says that no person wrote it, so that nobody's absence is announced to us.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Hands the message over and gives the server's answer.
/// `authority` is a certificate in PEM that is trusted beside those that the machine trusts.
pub(super) async fn send(
    settings: &MailSettings,
    authority: Option<&[u8]>,
    row: &mail::Model,
) -> Result<String, Failure> {
    let message = message(settings, row)?;
    let transport = transport(settings, authority)?;
    let limit = Duration::from_secs(settings.timeout_seconds);
    // The library's own limit is for each step; a server may not take its time with every one of them.
    let sent = tokio::time::timeout(limit, transport.send(message)).await;
    match sent {
        Ok(Ok(response)) => {
            let lines: Vec<&str> = response.message().collect();
            Ok(format!("{} {}", response.code(), lines.join(" ")).trim().to_owned())
        }
        Ok(Err(error)) => Err(failure(&error)),
        Err(_) => Err(Failure::Silent { why: Trouble::NoAnswer.to_string(), fault: MailFault::NoAnswer }),
    }
}

fn message(settings: &MailSettings, row: &mail::Model) -> Result<Message, Failure> {
    let unsendable = |why: &dyn std::fmt::Display| Failure::Unsendable { why: why.to_string() };
    let mailbox = |name: &str, email: &str| -> Result<Mailbox, Failure> {
        // Once more at the last door: nothing in the head may begin a line of its own.
        let to = domain::mail::Address::new(name, email).map_err(|e| unsendable(&e))?;
        let name = Some(to.name().to_owned()).filter(|name| !name.is_empty());
        Ok(Mailbox::new(name, to.email().parse().map_err(|e| unsendable(&e))?))
    };
    let subject = domain::mail::header_text(&row.subject).ok_or_else(|| unsendable(&"the subject"))?;
    let (Some(text), Some(html)) = (&row.text, &row.html) else {
        return Err(unsendable(&Trouble::TextGone));
    };
    let host = settings.from.email().rsplit('@').next().unwrap_or("localhost");
    let written = Duration::from_millis(u64::try_from(row.created_at.as_millisecond()).unwrap_or(0));
    Message::builder()
        .from(mailbox(settings.from.name(), settings.from.email())?)
        .to(mailbox(&row.to_name, &row.to_email)?)
        .subject(subject)
        .date(SystemTime::UNIX_EPOCH + written)
        // The same at every try: whoever gets it twice can tell.
        .message_id(Some(format!("<{}@{host}>", row.message_id)))
        .header(AutoSubmitted)
        .multipart(MultiPart::alternative_plain_html(text.clone(), html.clone()))
        .map_err(|e| unsendable(&e))
}

/// A certificate in PEM.
pub(super) fn certificate(pem: &[u8]) -> Result<Certificate, String> {
    // What holds no certificate at all is read as one that is empty.
    if !pem.windows(27).any(|line| line == b"-----BEGIN CERTIFICATE-----") {
        return Err("it holds no certificate in PEM".to_owned());
    }
    Certificate::from_pem(pem).map_err(|error| chain(&error))
}

fn transport(
    settings: &MailSettings,
    authority: Option<&[u8]>,
) -> Result<AsyncSmtpTransport<Tokio1Executor>, Failure> {
    let parameters = || {
        let mut builder = TlsParameters::builder(settings.host.clone());
        if let Some(pem) = authority {
            builder = builder.add_root_certificate(Certificate::from_pem(pem)?);
        }
        builder.build()
    };
    let parameters = || parameters().map_err(|e| Failure::Unsendable { why: chain(&e) });
    let tls = match settings.security {
        Security::None => Tls::None,
        Security::StartTls => Tls::Required(parameters()?),
        Security::Tls => Tls::Wrapper(parameters()?),
    };
    let host = settings.from.email().rsplit('@').next().unwrap_or("localhost");
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(settings.host.as_str())
        .port(settings.port)
        .tls(tls)
        .hello_name(ClientId::Domain(host.to_owned()))
        .timeout(Some(Duration::from_secs(settings.timeout_seconds)));
    if let (Some(username), Some(password)) = (&settings.username, &settings.password) {
        builder = builder.credentials(Credentials::new(username.clone(), password.expose().to_owned()));
    }
    Ok(builder.build())
}

fn failure(error: &lettre::transport::smtp::Error) -> Failure {
    match error.status() {
        Some(code) => {
            let said = error.source().map(ToString::to_string).unwrap_or_default();
            let answer = format!("{code} {said}").replace(['\r', '\n'], " ").trim().to_owned();
            let code = u16::from(code);
            let fault = if SIGN_IN.contains(&code) { MailFault::SignIn } else { MailFault::Refused };
            Failure::Refused { answer, for_good: FOR_GOOD.contains(&code), fault }
        }
        None => Failure::Silent { why: chain(error), fault: fault(error) },
    }
}

/// What a connection broke at.
fn fault(error: &lettre::transport::smtp::Error) -> MailFault {
    let text = chain(error);
    let mut under: Option<&(dyn std::error::Error + 'static)> = error.source();
    while let Some(found) = under {
        let tls = match found.downcast_ref::<io::Error>() {
            Some(io) => {
                if let Some(known) = of_io(io) {
                    return known;
                }
                io.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>())
            }
            None => found.downcast_ref::<rustls::Error>(),
        };
        if let Some(tls) = tls {
            return of_tls(tls);
        }
        under = found.source();
    }
    match () {
        () if text.contains("STARTTLS is not supported") => MailFault::NoStartTls,
        () if text.contains("authentication mechanism") => MailFault::NoSignIn,
        () if error.is_timeout() => MailFault::NoAnswer,
        () if error.is_tls() => MailFault::NoTls,
        () => MailFault::Other,
    }
}

fn of_io(error: &io::Error) -> Option<MailFault> {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Some(MailFault::NobodyThere),
        io::ErrorKind::TimedOut => Some(MailFault::NoAnswer),
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => Some(MailFault::Unreachable),
        // The library of the system has no kind for it.
        _ if error.to_string().contains("lookup address") => Some(MailFault::UnknownHost),
        _ => None,
    }
}

fn of_tls(error: &rustls::Error) -> MailFault {
    use rustls::CertificateError as C;
    match error {
        rustls::Error::InvalidCertificate(C::NotValidForName | C::NotValidForNameContext { .. }) => {
            MailFault::OtherName
        }
        rustls::Error::InvalidCertificate(
            C::Expired | C::ExpiredContext { .. } | C::NotValidYet | C::NotValidYetContext { .. },
        ) => MailFault::NotValidNow,
        rustls::Error::InvalidCertificate(_) => MailFault::NotTrusted,
        _ => MailFault::NoTls,
    }
}

/// An error and what lies under it, in one line.
fn chain(error: &lettre::transport::smtp::Error) -> String {
    let mut text = error.to_string();
    let mut under = error.source();
    while let Some(error) = under {
        let more = error.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        under = error.source();
    }
    text.replace(['\r', '\n'], " ")
}
