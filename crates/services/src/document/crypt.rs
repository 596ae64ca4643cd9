//! Encryption of contents: AES-256-GCM in pieces of 64 KiB under a key of the document's own. A piece's
//! nonce is its number and whether it is the last, so none can be left out, moved or cut off unseen.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};

pub(super) const KEY_BYTES: usize = 32;
/// Bytes of a piece before encryption.
pub(super) const PIECE: usize = 64 * 1024;
/// Bytes that encryption adds to a piece.
pub(super) const TAG: usize = 16;
const NONCE: usize = 12;

fn cipher(key: &[u8; KEY_BYTES]) -> Aes256Gcm {
    Aes256Gcm::new(key.into())
}

/// A new random key, for one document alone.
pub(super) fn random_key() -> Option<[u8; KEY_BYTES]> {
    let mut key = [0; KEY_BYTES];
    getrandom::fill(&mut key).ok()?;
    Some(key)
}

/// Seals a key with another, bound to a text without which it does not open.
pub(super) fn wrap(with: &[u8; KEY_BYTES], key: &[u8; KEY_BYTES], bound_to: &str) -> Option<Vec<u8>> {
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce).ok()?;
    let payload = Payload { msg: key, aad: bound_to.as_bytes() };
    let sealed = cipher(with).encrypt((&nonce).into(), payload).ok()?;
    Some([nonce.as_slice(), &sealed].concat())
}

pub(super) fn unwrap(with: &[u8; KEY_BYTES], sealed: &[u8], bound_to: &str) -> Option<[u8; KEY_BYTES]> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: sealed, aad: bound_to.as_bytes() };
    cipher(with).decrypt(nonce.into(), payload).ok()?.try_into().ok()
}

/// Encrypts and decrypts the pieces of one object; `bound_to` is its name in the store.
#[derive(Clone)]
pub(super) struct Pieces {
    cipher: Aes256Gcm,
    bound_to: String,
    /// Two objects under one key (a content and its thumbnail) share no nonce.
    object: u8,
}

impl Pieces {
    pub fn new(key: &[u8; KEY_BYTES], bound_to: &str, object: u8) -> Self {
        Self { cipher: cipher(key), bound_to: bound_to.to_owned(), object }
    }

    fn nonce(&self, number: u64, is_last: bool) -> [u8; NONCE] {
        let mut nonce = [0; NONCE];
        nonce[0] = self.object;
        nonce[1] = is_last.into();
        nonce[4..].copy_from_slice(&number.to_be_bytes());
        nonce
    }

    pub fn seal(&self, number: u64, is_last: bool, piece: &[u8]) -> Option<Vec<u8>> {
        let payload = Payload { msg: piece, aad: self.bound_to.as_bytes() };
        self.cipher.encrypt((&self.nonce(number, is_last)).into(), payload).ok()
    }

    /// Nothing when a single bit is not as it was written.
    pub fn open(&self, number: u64, is_last: bool, sealed: &[u8]) -> Option<Vec<u8>> {
        let payload = Payload { msg: sealed, aad: self.bound_to.as_bytes() };
        self.cipher.decrypt((&self.nonce(number, is_last)).into(), payload).ok()
    }
}

/// Number of pieces of a content of that many bytes.
pub(super) fn count(size: u64) -> u64 {
    size.div_ceil(PIECE as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_opens_in_its_own_place_only() {
        let pieces = Pieces::new(&[1; KEY_BYTES], "a", 0);
        let sealed = pieces.seal(3, false, b"content").expect("sealed");
        assert_eq!(pieces.open(3, false, &sealed).as_deref(), Some(b"content".as_slice()));
        assert_eq!(pieces.open(4, false, &sealed), None);
        assert_eq!(pieces.open(3, true, &sealed), None);
        assert_eq!(Pieces::new(&[1; KEY_BYTES], "b", 0).open(3, false, &sealed), None);
        assert_eq!(Pieces::new(&[1; KEY_BYTES], "a", 1).open(3, false, &sealed), None);
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(pieces.open(3, false, &changed), None, "bit {bit}");
        }
    }
}
