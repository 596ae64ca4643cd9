//! Hashing of passwords: argon2id with OWASP's parameters, on the blocking pool, a few at a time.

use crate::defect::defect;
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use domain::{Error, Result};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// OWASP's password storage parameters: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// A hash that no password has, made with the same parameters: verifying against it takes as long as against
/// a real one, so that an unknown account answers no sooner than a known one.
pub(crate) const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5cy1zYWx0LTE2Yg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// As many at once as there are cores: more would only share them, with 19 MiB each.
static SLOTS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(2, |n| n.get().max(2))));

/// The PHC string of a password, with a salt of its own.
///
/// # Errors
/// [`Error::Internal`] when the system gives no randomness.
pub async fn hash(password: &str) -> Result<String> {
    let password = password.to_owned();
    on_the_pool(move || {
        let hash = argon2().hash_password(password.as_bytes());
        hash.map(|h| h.to_string()).map_err(failed)
    })
    .await
}

/// Whether a password has this hash. Without a hash it says no, after the same work.
///
/// # Errors
/// [`Error::Internal`] when the stored hash cannot be read.
pub async fn verify(password: &str, hash: Option<&str>) -> Result<bool> {
    let known = hash.is_some();
    let hash = hash.unwrap_or(NOBODY).to_owned();
    let password = password.to_owned();
    on_the_pool(move || {
        let parsed = PasswordHash::new(&hash).map_err(failed)?;
        Ok(argon2().verify_password(password.as_bytes(), &parsed).is_ok() && known)
    })
    .await
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("OWASP's parameters are in range");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

async fn on_the_pool<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let slot = SLOTS.acquire().await.map_err(|_| Error::Unavailable)?;
    let done = tokio::task::spawn_blocking(move || {
        let result = work();
        // Held until the work is done, even when the request that asked for it is gone.
        drop(slot);
        result
    });
    done.await.map_err(failed)?
}

fn failed(error: impl std::fmt::Display) -> Error {
    defect("password hashing failed", error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_fits_its_password_only() {
        let hashed = hash("huitre tango barda").await.expect("hashes");
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hashed}");
        assert_eq!(verify("huitre tango barda", Some(&hashed)).await, Ok(true));
        assert_eq!(verify("huitre tango bardo", Some(&hashed)).await, Ok(false));
        assert_ne!(hash("huitre tango barda").await.expect("hashes"), hashed, "each has its own salt");
    }

    #[tokio::test]
    async fn nobody_has_no_password() {
        assert_eq!(verify("", None).await, Ok(false));
        assert!(verify("x", Some("not a hash")).await.is_err());
    }
}
