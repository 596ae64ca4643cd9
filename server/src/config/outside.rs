//! Reading where the plant's mail server is, and where documents lie.

use super::{
    Secret, Storage,
    read::{Reader, is_origin},
};
use domain::{
    document::MAX_MB,
    mail::{Address, MailSettings, Security},
};
use std::path::PathBuf;

impl Reader {
    /// The mail server, when a host is named.
    pub(super) fn mail(&mut self) -> Option<MailSettings> {
        let host = self.text("mail.host");
        let security = self.value("mail.security", "starttls", "none, starttls or tls");
        let security = security.unwrap_or(Security::StartTls);
        let usual = security.usual_port().to_string();
        let port = self.value::<u16>("mail.port", &usual, "a port").unwrap_or_default();
        let (username, password) = (self.text("mail.username"), self.text("mail.password"));
        if username.is_some() != password.is_some() {
            self.wrong("mail.username", "and mail.password go together");
        }
        let name = self.text("mail.from_name").unwrap_or_else(|| "Vigie".to_owned());
        let from = self.text("mail.from");
        let timeout = self.within("mail.timeout_seconds", "20", 120);
        let host = host?;
        if host.contains(['/', ':', '@', ' ']) {
            self.wrong("mail.host", &format!("is '{host}' but must be a name or an address, without a port"));
        }
        let Some(from) = from else {
            self.wrong("mail.from", "is needed: the address that mails are from");
            return None;
        };
        let Ok(from) = Address::new(&name, &from) else {
            self.wrong("mail.from", &format!("is '{from}' but must be an e-mail address, with a plain name"));
            return None;
        };
        Some(MailSettings {
            host,
            port,
            security,
            username,
            password: password.map(|p| domain::password::Secret::new(&p)),
            from,
            timeout_seconds: timeout.unsigned_abs(),
        })
    }

    pub(super) fn mail_ca_file(&mut self) -> Option<PathBuf> {
        let file = PathBuf::from(self.text("mail.ca_file")?);
        if !file.is_file() {
            self.wrong("mail.ca_file", &format!("is {}, which is not a file", file.display()));
        }
        Some(file)
    }

    pub(super) fn storage(&mut self) -> Storage {
        let storage = Storage {
            dir: self.text("storage.dir").map(PathBuf::from),
            s3_bucket: self.text("storage.s3_bucket"),
            s3_endpoint: self.text("storage.s3_endpoint"),
            s3_region: self.text("storage.s3_region").unwrap_or_else(|| "us-east-1".into()),
            s3_access_key: self.text("storage.s3_access_key").map(Secret),
            s3_secret_key: self.text("storage.s3_secret_key").map(Secret),
            max_mb: self.within("storage.max_mb", "25", MAX_MB),
            keys: self.text("storage.keys").map(Secret),
        };
        if let Some(keys) = &storage.keys
            && let Err(why) = services::Keys::parse(&keys.0)
        {
            self.wrong("storage.keys", &format!("cannot be used ({why})"));
        }
        if storage.s3_endpoint.as_deref().is_some_and(|url| !is_origin(url)) {
            self.wrong("storage.s3_endpoint", "must be like https://s3.example.com, without a path");
        }
        if storage.s3_bucket.is_some() {
            if storage.dir.is_some() {
                self.wrong("storage.dir", "and storage.s3_bucket are two places: give one");
            }
            for (key, value) in [
                ("storage.s3_access_key", &storage.s3_access_key),
                ("storage.s3_secret_key", &storage.s3_secret_key),
            ] {
                if value.is_none() {
                    self.wrong(key, "is needed with storage.s3_bucket");
                }
            }
        }
        storage
    }
}
