//! Secrets among the settings, sealed before they are stored: AES-256-GCM under a key derived from the signing
//! secret, bound to their section and field, so that none can be moved to where it would be shown or sent.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::{
    Error, Result,
    settings::{Registered, Values},
};
use serde_json::Value;

/// What the key is derived for.
pub(super) const PURPOSE: &str = "vigie settings secrets v1";
/// What a sealed text begins with.
const MARK: &str = "sealed:1:";
const NONCE: usize = 12;

fn bound_to(section: &Registered, field: &str) -> String {
    format!("{}.{field}", section.key)
}

/// The values as they are stored.
pub(super) fn seal(key: &[u8; 32], section: &Registered, values: &Values) -> Result<Values> {
    let mut sealed = values.clone();
    for field in section.secrets() {
        let Some(Value::String(text)) = values.get(field.name) else { continue };
        if text.is_empty() {
            continue;
        }
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| Error::Unavailable)?;
        let aad = bound_to(section, field.name);
        let payload = Payload { msg: text.as_bytes(), aad: aad.as_bytes() };
        let hidden = Aes256Gcm::new(key.into())
            .encrypt((&nonce).into(), payload)
            .map_err(|_| Error::Internal { incident: String::new() })?;
        let text = format!("{MARK}{}", BASE64_STANDARD.encode([nonce.as_slice(), &hidden].concat()));
        sealed.insert(field.name.to_owned(), text.into());
    }
    Ok(sealed)
}

/// The values as they hold. A secret that was sealed under another key is as good as absent.
pub(super) fn open(key: &[u8; 32], section: &Registered, stored: &Values) -> Values {
    let mut opened = stored.clone();
    for field in section.secrets() {
        let Some(Value::String(text)) = stored.get(field.name) else { continue };
        let clear = match text.is_empty() {
            true => Some(String::new()),
            false => unseal(key, text, &bound_to(section, field.name)),
        };
        match clear {
            Some(clear) => opened.insert(field.name.to_owned(), clear.into()),
            None => {
                tracing::debug!(
                    setting = field.name,
                    "a stored secret is sealed under another key and must be typed again"
                );
                opened.remove(field.name)
            }
        };
    }
    opened
}

fn unseal(key: &[u8; 32], text: &str, bound_to: &str) -> Option<String> {
    let bytes = BASE64_STANDARD.decode(text.strip_prefix(MARK)?).ok()?;
    let (nonce, hidden) = bytes.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: hidden, aad: bound_to.as_bytes() };
    String::from_utf8(Aes256Gcm::new(key.into()).decrypt(nonce.into(), payload).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::settings::{Mail, Section};

    #[test]
    fn a_secret_opens_with_its_key_at_its_place_alone() {
        let section = Registered::of(Mail::KEY).expect("a section");
        let field = "smtp_password";
        let values = Values::from_iter([
            ("host".to_owned(), Value::from("mail")),
            (field.to_owned(), Value::from("hunter2")),
        ]);
        let sealed = seal(&[1; 32], section, &values).expect("sealed");
        let text = sealed.get(field).and_then(Value::as_str).expect("a text");
        assert!(text.starts_with(MARK) && !text.contains("hunter2"));
        assert_ne!(seal(&[1; 32], section, &values).expect("sealed").get(field), sealed.get(field));
        assert_eq!(open(&[1; 32], section, &sealed), values);
        assert_eq!(open(&[2; 32], section, &sealed).get(field), None);
        assert_eq!(unseal(&[1; 32], text, "mail.host"), None);
        let clear = Values::from_iter([(field.to_owned(), Value::from("hunter2"))]);
        assert_eq!(open(&[1; 32], section, &clear).get(field), None, "what is not sealed is not ours");
    }
}
