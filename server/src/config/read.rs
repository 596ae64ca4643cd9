//! Reading the configuration: each key by itself, so that one wrong value does not hide the next.

use super::{Algorithm, Auth, Config, Database, Log, Secret, Server, secret};
use crate::connection::Limits;
use figment::{
    Figment,
    providers::{Format, Serialized, Toml},
    value::{Dict, Value},
};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    str::FromStr,
};

/// Where the values come from besides the defaults.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// A file named on the command line; without one, `vigie.toml` beside us if it exists.
    pub file: Option<PathBuf>,
    /// `VIGIE__SECTION__KEY` and `DATABASE_URL`.
    pub environment: Vec<(String, String)>,
    /// `section.key` and value, from the command line.
    pub flags: Vec<(&'static str, String)>,
}

impl Sources {
    /// The process's environment with the command line's values over it.
    pub fn of_process(file: Option<PathBuf>, flags: Vec<(&'static str, String)>) -> Self {
        Self { file, environment: std::env::vars().collect(), flags }
    }
}

const FILE: &str = "vigie.toml";
const PREFIX: &str = "VIGIE__";

/// Reads and checks everything.
///
/// # Errors
/// One line for every problem.
pub fn load(sources: &Sources) -> Result<Config, Vec<String>> {
    let mut r = Reader::new(merged(sources)?);
    let listen = r.value("server.listen", "127.0.0.1:3000", "an address with a port, 127.0.0.1:3000");
    let data_dir = r.text("server.data_dir").unwrap_or_else(|| "data".into());
    let server = Server {
        listen: listen.unwrap_or(([127, 0, 0, 1], 3000).into()),
        public_url: r.public_url(listen),
        trusted_hops: r.value("server.trusted_hops", "0", "a number of proxies").unwrap_or(0),
        max_connections: r.count("server.max_connections", Limits::default().connections),
        max_connections_per_address: r
            .count("server.max_connections_per_address", Limits::default().per_address),
        metrics_token: r.metrics_token(),
        cors_origins: r.origins("server.cors_origins"),
        site_dir: r.text("server.site_dir").map(PathBuf::from),
        data_dir: data_dir.into(),
    };
    let database = Database {
        url: r
            .text("database.url")
            .unwrap_or_else(|| format!("sqlite:{}", server.data_dir.join("vigie.db").display())),
    };
    let auth = r.auth();
    let (mail, mail_ca_file) = (r.mail(), r.mail_ca_file());
    let storage = r.storage();
    let log = Log {
        level: r.text("log.level").unwrap_or_else(|| "info".into()),
        format: r.value("log.format", "human", "human or json").unwrap_or(super::LogFormat::Human),
    };
    if log.level.parse::<tracing_subscriber::filter::Targets>().is_err() {
        r.wrong(
            "log.level",
            "is not a level (error, warn, info, debug, trace) or a list like info,sqlx=warn",
        );
    }
    r.finish(Config { server, database, auth, mail, mail_ca_file, storage, log })
}

fn merged(sources: &Sources) -> Result<Figment, Vec<String>> {
    let mut figment = Figment::new();
    let file = match &sources.file {
        Some(file) if !file.is_file() => {
            return Err(vec![format!("{}: there is no such configuration file", file.display())]);
        }
        Some(file) => Some(file.as_path()),
        None => Some(Path::new(FILE)).filter(|f| f.is_file()),
    };
    if let Some(file) = file {
        figment = figment.merge(Toml::file_exact(file));
    }
    for (name, value) in &sources.environment {
        if name == "DATABASE_URL" {
            figment = figment.merge(Serialized::global("database.url", value));
        }
    }
    for (name, value) in &sources.environment {
        if let Some(key) = name.strip_prefix(PREFIX) {
            let key = key.to_ascii_lowercase().replace("__", ".");
            figment = figment.merge(Serialized::global(&key, value));
        }
    }
    for (key, value) in &sources.flags {
        figment = figment.merge(Serialized::global(key, value));
    }
    Ok(figment)
}

/// Takes values out of the merged sources and collects what is wrong with them.
pub(super) struct Reader {
    values: Dict,
    asked: BTreeSet<&'static str>,
    problems: Vec<String>,
}

impl Reader {
    fn new(figment: Figment) -> Self {
        let (values, problems) = match figment.extract::<Dict>() {
            Ok(values) => (values, vec![]),
            Err(errors) => (Dict::new(), errors.into_iter().map(|e| e.to_string()).collect()),
        };
        Self { values, asked: BTreeSet::new(), problems }
    }

    pub(super) fn wrong(&mut self, key: &str, why: &str) {
        self.problems.push(format!("{key} {why}"));
    }

    fn find(&mut self, key: &'static str) -> Option<Value> {
        self.asked.insert(key);
        let (section, name) = key.split_once('.')?;
        self.values.get(section)?.as_dict()?.get(name).cloned()
    }

    /// A value as text; empty is absent.
    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        let value = self.find(key)?;
        match plain(&value) {
            Some(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
            None => {
                self.wrong(key, "must be one value, not a list or a table");
                None
            }
        }
    }

    pub(super) fn value<T: FromStr>(&mut self, key: &'static str, default: &str, what: &str) -> Option<T> {
        let text = self.text(key).unwrap_or_else(|| default.to_owned());
        let value = text.parse().ok();
        if value.is_none() {
            self.wrong(key, &format!("is '{text}' but must be {what}"));
        }
        value
    }

    pub(super) fn within(&mut self, key: &'static str, default: &str, max: i64) -> i64 {
        let what = format!("a number from 1 to {max}");
        match self.value::<i64>(key, default, &what) {
            Some(n) if (1..=max).contains(&n) => n,
            Some(n) => {
                self.wrong(key, &format!("is '{n}' but must be {what}"));
                1
            }
            None => 1,
        }
    }

    fn metrics_token(&mut self) -> Option<Secret> {
        let token = self.text("server.metrics_token")?;
        if token.len() < 32 {
            self.wrong("server.metrics_token", "is too short: use `openssl rand -base64 48`");
        }
        Some(Secret(token))
    }

    /// A number of connections.
    fn count(&mut self, key: &'static str, default: usize) -> usize {
        usize::try_from(self.within(key, &default.to_string(), 100_000)).unwrap_or(default)
    }

    fn public_url(&mut self, listen: Option<std::net::SocketAddr>) -> String {
        let key = "server.public_url";
        let Some(url) = self.text(key) else {
            return listen.map(|l| format!("http://{l}")).unwrap_or_default();
        };
        if !is_origin(&url) {
            self.wrong(
                key,
                &format!("is '{url}' but must be like https://vigie.example.com, without a path"),
            );
        }
        url
    }

    fn origins(&mut self, key: &'static str) -> Vec<String> {
        let list: Vec<String> = match self.find(key) {
            None => vec![],
            Some(Value::Array(_, items)) => items.iter().filter_map(plain).collect(),
            Some(value) => {
                plain(&value).unwrap_or_default().split(',').map(|o| o.trim().to_owned()).collect()
            }
        };
        let list: Vec<String> = list.into_iter().filter(|o| !o.is_empty()).collect();
        for origin in &list {
            if !is_origin(origin) {
                let why = format!("has '{origin}' but every origin must be like https://erp.example.com");
                self.wrong(key, &why);
            }
        }
        list
    }

    fn auth(&mut self) -> Auth {
        let algorithm = self.value("auth.algorithm", "HS256", "HS256, RS256 or EdDSA");
        let auth = Auth {
            access_minutes: self.within("auth.access_minutes", "15", 24 * 60),
            refresh_days: self.within("auth.refresh_days", "7", 365),
            algorithm: algorithm.unwrap_or(Algorithm::Hs256),
            secret: self.text("auth.secret").map(Secret),
            private_key_file: self.text("auth.private_key_file").map(PathBuf::from),
            public_key_file: self.text("auth.public_key_file").map(PathBuf::from),
        };
        if let Some(why) = auth.secret.as_ref().and_then(|s| secret::weakness(&s.0)) {
            self.wrong("auth.secret", why);
        }
        if auth.algorithm != Algorithm::Hs256 {
            for (key, file) in [
                ("auth.private_key_file", &auth.private_key_file),
                ("auth.public_key_file", &auth.public_key_file),
            ] {
                match file {
                    None => self.wrong(key, &format!("is needed for {}", auth.algorithm)),
                    Some(file) if !file.is_file() => {
                        self.wrong(key, &format!("is {}, which is not a file", file.display()));
                    }
                    Some(_) => {}
                }
            }
        }
        auth
    }

    /// The configuration, unless something was wrong; keys that nothing asked for are wrong as well.
    fn finish(mut self, config: Config) -> Result<Config, Vec<String>> {
        for (section, value) in &self.values {
            let Some(keys) = value.as_dict() else {
                self.problems.push(format!("{section} is not a section"));
                continue;
            };
            for name in keys.keys() {
                let key = format!("{section}.{name}");
                if !self.asked.contains(key.as_str()) {
                    self.problems.push(format!("{key} is not a setting"));
                }
            }
        }
        if self.problems.is_empty() { Ok(config) } else { Err(self.problems) }
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(_, text) => Some(text.clone()),
        Value::Char(_, c) => Some(c.to_string()),
        Value::Bool(_, b) => Some(b.to_string()),
        Value::Num(_, n) => n
            .to_i128()
            .map(|n| n.to_string())
            .or_else(|| n.to_u128().map(|n| n.to_string()))
            .or_else(|| n.to_f64().map(|n| n.to_string())),
        _ => None,
    }
}

/// `https://host` or `http://host:port`.
pub(super) fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|h| !h.is_empty() && !h.contains(['/', '?', '#', '@', ' ', '*']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(environment: &[(&str, &str)]) -> Result<Config, Vec<String>> {
        let environment = environment.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        load(&Sources { environment, ..Default::default() })
    }

    #[test]
    fn nothing_needs_to_be_set() {
        let config = with(&[]).expect("valid");
        assert_eq!(config.database.url, "sqlite:data/vigie.db");
        assert_eq!(config.server.public_url, "http://127.0.0.1:3000");
    }

    #[test]
    fn a_name_that_people_come_by_is_not_local() {
        let local = |url: &str| with(&[("VIGIE__SERVER__PUBLIC_URL", url)]).expect("valid").server.is_local();
        for url in ["http://127.0.0.1:3000", "http://localhost:8080", "http://[::1]:3000", "http://localhost"]
        {
            assert!(local(url), "{url}");
        }
        for url in ["https://vigie.example.com", "http://192.0.2.1:3000", "http://127.0.0.1.evil.example"] {
            assert!(!local(url), "{url}");
        }
        assert!(with(&[]).expect("valid").server.is_local());
        assert!(!with(&[("VIGIE__SERVER__LISTEN", "0.0.0.0:3000")]).expect("valid").server.is_local());
    }

    #[test]
    fn behind_a_proxy_connections_are_not_counted_by_address() {
        let of = |hops| {
            let per_address = ("VIGIE__SERVER__MAX_CONNECTIONS_PER_ADDRESS", "7");
            let config = with(&[("VIGIE__SERVER__TRUSTED_HOPS", hops), per_address]).expect("valid");
            (config.server.limits().connections, config.server.limits().per_address)
        };
        assert_eq!((of("0"), of("1")), ((2_000, 7), (2_000, 0)));
        assert!(with(&[("VIGIE__SERVER__MAX_CONNECTIONS", "0")]).is_err());
    }

    #[test]
    fn the_command_line_is_over_the_environment() {
        let sources = Sources {
            environment: vec![
                ("VIGIE__SERVER__LISTEN".into(), "0.0.0.0:80".into()),
                ("DATABASE_URL".into(), "postgres://db/vigie".into()),
            ],
            flags: vec![("server.listen", "[::1]:4000".into())],
            file: None,
        };
        let config = load(&sources).expect("valid");
        assert_eq!(config.server.listen.to_string(), "[::1]:4000");
        assert_eq!(config.database.url, "postgres://db/vigie");
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let problems = with(&[
            ("VIGIE__SERVER__LISTEN", "everywhere"),
            ("VIGIE__SERVER__PORT", "80"),
            ("VIGIE__SERVER__CORS_ORIGINS", "https://a.example,*"),
            ("VIGIE__AUTH__SECRET", "changeme"),
            ("VIGIE__AUTH__ALGORITHM", "none"),
            ("VIGIE__AUTH__ACCESS_MINUTES", "0"),
            ("VIGIE__LOG__FORMAT", "xml"),
            ("VIGIE__MAIL__HOST", "localhost"),
            ("VIGIE__MAIL__SECURITY", "ssl"),
            ("VIGIE__LETTERS__HOST", "localhost"),
        ])
        .expect_err("wrong");
        assert_eq!(problems.len(), 10, "{problems:#?}");
        assert!(!problems.join("\n").contains("changeme"));
    }

    #[test]
    fn a_secret_is_never_shown() {
        let secret = "0123456789abcdef0123456789abcdef!";
        let config = with(&[
            ("VIGIE__AUTH__SECRET", secret),
            ("DATABASE_URL", "postgres://vigie:hunter2@db/vigie"),
            ("VIGIE__MAIL__HOST", "mail.usine.example"),
            ("VIGIE__MAIL__FROM", "vigie@usine.example"),
            ("VIGIE__MAIL__USERNAME", "vigie"),
            ("VIGIE__MAIL__PASSWORD", "hunter2"),
        ])
        .expect("valid");
        let mail = config.mail.as_ref().expect("configured");
        assert_eq!((mail.port, mail.from.name()), (587, "Vigie"));
        let shown = format!("{config}{config:?}");
        assert!(!config.to_string().contains("hunter2") && !shown.contains(secret), "{shown}");
        assert!(!format!("{mail:?}").contains("hunter2"));
    }
}
