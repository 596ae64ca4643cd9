//! Opaque tokens: random, given out once, kept as hashes.

use crate::defect::defect;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::Result;
use sha2::{Digest, Sha256};

/// 256 bits of randomness as URL-safe text.
pub(crate) fn new() -> Result<String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| defect("the system gives no randomness", error))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

/// What is stored of a token: who reads the database cannot use it.
pub(crate) fn hash(token: &str) -> String {
    crate::audit::hex(&Sha256::digest(token.as_bytes()))
}
