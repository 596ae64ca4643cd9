//! Configuration: defaults, then a file, then `VIGIE__SECTION__KEY`, then the command line. Every problem is
//! reported at once.

pub mod document_keys;
mod outside;
mod read;
mod secret;

pub use read::{Sources, load};
pub use secret::generated;

use crate::connection::Limits;
use domain::mail::MailSettings;
use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    str::FromStr,
};

/// Everything that can be set.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub server: Server,
    pub database: Database,
    pub auth: Auth,
    /// The mail server until the settings name one. Absent without a host.
    pub mail: Option<MailSettings>,
    /// A certificate in PEM that mail servers may be signed with, beside those that the machine trusts.
    pub mail_ca_file: Option<PathBuf>,
    pub storage: Storage,
    pub log: Log,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    pub listen: SocketAddr,
    /// Where the database file, the generated secret and later the uploads are.
    pub data_dir: PathBuf,
    /// The address that people use, without a slash at its end; links are built from it alone.
    pub public_url: String,
    /// How many proxies in front add themselves to `X-Forwarded-For`; 0 when there is none.
    pub trusted_hops: usize,
    /// Connections at a time.
    pub max_connections: usize,
    /// Of one address; not counted behind a proxy, whose address all of them have.
    pub max_connections_per_address: usize,
    /// A bearer that reads `/metrics` and nothing else, for Prometheus.
    pub metrics_token: Option<Secret>,
    /// Other origins whose pages may call the API.
    pub cors_origins: Vec<String>,
    /// Serve the site from this folder in place of the one inside the program.
    pub site_dir: Option<PathBuf>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Database {
    pub url: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Auth {
    pub access_minutes: i64,
    pub refresh_days: i64,
    pub algorithm: Algorithm,
    /// For HS256; generated into the data folder when absent.
    pub secret: Option<Secret>,
    /// For RS256 and EdDSA, PEM.
    pub private_key_file: Option<PathBuf>,
    pub public_key_file: Option<PathBuf>,
}

/// Where documents are.
#[derive(Clone, Debug, PartialEq)]
pub struct Storage {
    /// A folder; `documents` in the data folder when absent.
    pub dir: Option<PathBuf>,
    /// In place of a folder, a bucket of a server that speaks S3.
    pub s3_bucket: Option<String>,
    /// Its address; AWS itself when absent.
    pub s3_endpoint: Option<String>,
    pub s3_region: String,
    pub s3_access_key: Option<Secret>,
    pub s3_secret_key: Option<Secret>,
    /// Megabytes of the largest file.
    pub max_mb: i64,
    /// `name:base64` of 32 bytes each, separated by commas, the newest last; generated into the data folder
    /// when absent.
    pub keys: Option<Secret>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Log {
    /// A level, or directives: `info`, `debug,sqlx=warn`.
    pub level: String,
    pub format: LogFormat,
}

/// How tokens are signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    Hs256,
    Rs256,
    EdDsa,
}

impl Algorithm {
    const ALL: [(Self, &str); 3] = [(Self::Hs256, "HS256"), (Self::Rs256, "RS256"), (Self::EdDsa, "EdDSA")];
}

impl FromStr for Algorithm {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.iter().find(|(_, name)| *name == text).map(|(value, _)| *value).ok_or(())
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::ALL[*self as usize].1)
    }
}

/// Lines for people or for machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Human,
    Json,
}

impl FromStr for LogFormat {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "human" => Ok(Self::Human),
            "json" => Ok(Self::Json),
            _ => Err(()),
        }
    }
}

impl fmt::Display for LogFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Human => "human",
            Self::Json => "json",
        })
    }
}

/// A value that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(set, not shown)")
    }
}

impl Server {
    /// Whether people reach it on this machine alone: their address is a loopback one.
    pub fn is_local(&self) -> bool {
        let host = self.public_url.split("://").nth(1).unwrap_or_default();
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name).trim_matches(['[', ']']);
        name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// What connections may take.
    pub fn limits(&self) -> Limits {
        Limits {
            connections: self.max_connections,
            per_address: if self.trusted_hops == 0 { self.max_connections_per_address } else { 0 },
            ..Limits::default()
        }
    }
}

impl Config {
    /// The address to give to people: the configured one, else where it listens.
    pub fn address(&self, listening: SocketAddr) -> String {
        let configured = !self.server.public_url.is_empty();
        // Port 0 in the configuration asks for any free one.
        if configured && self.server.listen.port() != 0 {
            self.server.public_url.clone()
        } else {
            format!("http://{listening}")
        }
    }

    /// Whether people reach the server over TLS.
    pub fn is_https(&self) -> bool {
        self.server.public_url.starts_with("https://")
    }
}

impl fmt::Display for Config {
    /// As a configuration file would say it, without the secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = |p: &Option<PathBuf>| p.as_ref().map(|p| p.display().to_string()).unwrap_or_default();
        let Self { server, database, auth, mail, mail_ca_file, storage, log } = self;
        writeln!(f, "[server]")?;
        writeln!(f, "listen = \"{}\"", server.listen)?;
        writeln!(f, "data_dir = \"{}\"", server.data_dir.display())?;
        writeln!(f, "public_url = \"{}\"", server.public_url)?;
        writeln!(f, "trusted_hops = {}", server.trusted_hops)?;
        writeln!(f, "max_connections = {}", server.max_connections)?;
        writeln!(f, "max_connections_per_address = {}", server.max_connections_per_address)?;
        let token = server.metrics_token.as_ref().map(|token| format!("{token:?}")).unwrap_or_default();
        writeln!(f, "metrics_token = \"{token}\"")?;
        writeln!(f, "cors_origins = {:?}", server.cors_origins)?;
        writeln!(f, "site_dir = \"{}\"", path(&server.site_dir))?;
        writeln!(f, "\n[database]")?;
        writeln!(f, "url = \"{}\"", services::redacted(&database.url))?;
        writeln!(f, "\n[auth]")?;
        writeln!(f, "access_minutes = {}", auth.access_minutes)?;
        writeln!(f, "refresh_days = {}", auth.refresh_days)?;
        writeln!(f, "algorithm = \"{}\"", auth.algorithm)?;
        match &auth.secret {
            Some(secret) => writeln!(f, "secret = \"{secret:?}\"")?,
            None => writeln!(f, "secret = \"\" # generated into the data folder")?,
        }
        writeln!(f, "private_key_file = \"{}\"", path(&auth.private_key_file))?;
        writeln!(f, "public_key_file = \"{}\"", path(&auth.public_key_file))?;
        write_mail(f, mail.as_ref())?;
        writeln!(f, "ca_file = \"{}\"", path(mail_ca_file))?;
        writeln!(f, "\n[storage]")?;
        let text = |t: &Option<String>| t.clone().unwrap_or_default();
        let hidden = |s: &Option<Secret>| s.as_ref().map(|s| format!("{s:?}")).unwrap_or_default();
        writeln!(f, "dir = \"{}\"", path(&storage.dir))?;
        writeln!(f, "s3_bucket = \"{}\"", text(&storage.s3_bucket))?;
        writeln!(f, "s3_endpoint = \"{}\"", text(&storage.s3_endpoint))?;
        writeln!(f, "s3_region = \"{}\"", storage.s3_region)?;
        writeln!(f, "s3_access_key = \"{}\"", hidden(&storage.s3_access_key))?;
        writeln!(f, "s3_secret_key = \"{}\"", hidden(&storage.s3_secret_key))?;
        writeln!(f, "max_mb = {}", storage.max_mb)?;
        match &storage.keys {
            Some(keys) => writeln!(f, "keys = \"{keys:?}\"")?,
            None => writeln!(f, "keys = \"\" # generated into the data folder")?,
        }
        writeln!(f, "\n[log]")?;
        writeln!(f, "level = \"{}\"", log.level)?;
        writeln!(f, "format = \"{}\"", log.format)
    }
}

fn write_mail(f: &mut fmt::Formatter<'_>, mail: Option<&MailSettings>) -> fmt::Result {
    writeln!(f, "\n[mail]")?;
    let Some(mail) = mail else {
        return writeln!(f, "host = \"\" # that of the settings, if any");
    };
    writeln!(f, "host = \"{}\"", mail.host)?;
    writeln!(f, "port = {}", mail.port)?;
    writeln!(f, "security = \"{}\"", mail.security)?;
    writeln!(f, "username = \"{}\"", mail.username.as_deref().unwrap_or_default())?;
    let password = if mail.password.is_some() { "(set, not shown)" } else { "" };
    writeln!(f, "password = \"{password}\"")?;
    writeln!(f, "from = \"{}\"", mail.from.email())?;
    writeln!(f, "from_name = \"{}\"", mail.from.name())?;
    writeln!(f, "timeout_seconds = {}", mail.timeout_seconds)
}
