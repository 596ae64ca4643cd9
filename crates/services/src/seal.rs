//! Small secrets in the database: AES-256-GCM under a key of 32 bytes, bound to whose or which they are, so that none
//! can be moved to where it would be shown or sent.

use crate::defect::defect;
use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::Result;

const NONCE: usize = 12;

/// Seals and opens. What it is for is said by its key: the same secret of the installation gives another key for each
/// purpose ([`crate::AuthOptions`]).
#[derive(Clone)]
pub(crate) struct Seal([u8; 32]);

impl Seal {
    pub fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// Seals; without `bound_to` it does not open. Base64 of the nonce and what is sealed.
    ///
    /// # Errors
    /// [`Error::Internal`] when the system gives no randomness.
    pub fn close(&self, content: &[u8], bound_to: &str) -> Result<String> {
        let mut nonce = [0; NONCE];
        let sealed = getrandom::fill(&mut nonce).ok().and_then(|()| {
            let payload = Payload { msg: content, aad: bound_to.as_bytes() };
            Aes256Gcm::new((&self.0).into()).encrypt((&nonce).into(), payload).ok()
        });
        let sealed = sealed.ok_or_else(|| defect("a secret could not be sealed", "no randomness"))?;
        Ok(BASE64_STANDARD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// Opens what was sealed for the same. Nothing when the key is another one by now.
    pub fn open(&self, sealed: &str, bound_to: &str) -> Option<Vec<u8>> {
        let sealed = BASE64_STANDARD.decode(sealed).ok()?;
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: bound_to.as_bytes() };
        Aes256Gcm::new((&self.0).into()).decrypt(nonce.into(), payload).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_owner_and_under_its_key_alone() {
        let seal = Seal::new([1; 32]);
        let sealed = seal.close(b"content", "7").expect("sealed");
        assert_ne!(seal.close(b"content", "7").expect("sealed"), sealed, "each has its own nonce");
        assert_eq!(seal.open(&sealed, "7").as_deref(), Some(b"content".as_slice()));
        assert_eq!(seal.open(&sealed, "8"), None);
        assert_eq!(Seal::new([2; 32]).open(&sealed, "7"), None);
        assert_eq!(seal.open("nonsense", "7"), None);
    }
}
