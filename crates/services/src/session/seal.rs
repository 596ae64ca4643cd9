//! Small secrets in the database: AES-256-GCM under a key made of the one that signs tokens.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::{Error, Result};
use hkdf::Hkdf;
use sha2::Sha256;

const NONCE: usize = 12;
/// What the key is for: the same secret gives other keys for other purposes.
const LABEL: &[u8] = b"vigie second step of sign-in, 1";

/// Seals and opens.
#[derive(Clone)]
pub(super) struct Seal([u8; 32]);

impl Seal {
    /// With a key made of this one (HKDF-SHA-256).
    pub fn from_secret(secret: &[u8]) -> Self {
        let mut key = [0; 32];
        Hkdf::<Sha256>::new(None, secret)
            .expand(LABEL, &mut key)
            .unwrap_or_else(|_| unreachable!("32 bytes are fewer than HKDF gives"));
        Self(key)
    }

    /// Seals; `bound_to` is whose it is, without which it does not open.
    ///
    /// # Errors
    /// [`Error::Internal`] when the system gives no randomness.
    pub fn close(&self, content: &[u8], bound_to: &str) -> Result<String> {
        let mut nonce = [0; NONCE];
        let sealed = getrandom::fill(&mut nonce).ok().and_then(|()| {
            let payload = Payload { msg: content, aad: bound_to.as_bytes() };
            Aes256Gcm::new((&self.0).into()).encrypt((&nonce).into(), payload).ok()
        });
        let sealed = sealed.ok_or_else(|| {
            tracing::error!("a secret could not be sealed");
            Error::Internal { incident: String::new() }
        })?;
        Ok(BASE64_STANDARD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// Opens what was sealed for the same. Nothing when the key is another one by now.
    pub fn open(&self, sealed: &str, bound_to: &str) -> Option<Vec<u8>> {
        let sealed = BASE64_STANDARD.decode(sealed).ok()?;
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: bound_to.as_bytes() };
        let opened = Aes256Gcm::new((&self.0).into()).decrypt(nonce.into(), payload).ok();
        if opened.is_none() {
            tracing::warn!("a sealed secret does not open: was the key that signs tokens changed?");
        }
        opened
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_owner_and_under_its_key_alone() {
        let seal = Seal::from_secret(b"a secret");
        let sealed = seal.close(b"content", "7").expect("sealed");
        assert_ne!(seal.close(b"content", "7").expect("sealed"), sealed, "each has its own nonce");
        assert_eq!(seal.open(&sealed, "7").as_deref(), Some(b"content".as_slice()));
        assert_eq!(seal.open(&sealed, "8"), None);
        assert_eq!(Seal::from_secret(b"another").open(&sealed, "7"), None);
        assert_eq!(seal.open("nonsense", "7"), None);
    }
}
