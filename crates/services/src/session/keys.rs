//! The keys that sign access tokens.

use crate::seal::Seal;
use domain::session::Claims;
use hkdf::Hkdf;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use sha2::Sha256;
use std::sync::Arc;

/// What the key is for that seals what belongs to the second step of sign-in.
const SECOND_STEP: &str = "vigie second step of sign-in, 1";

/// How sign-in works here: the signing key and the lifetimes.
#[derive(Clone)]
pub struct AuthOptions {
    /// Life of an access token, in minutes.
    pub access_minutes: i64,
    /// Life of a refresh token, in days; each renewal starts it anew.
    pub refresh_days: i64,
    keys: Keys,
    seal: Seal,
    /// What only this installation knows: other keys are derived from it.
    root: Arc<[u8]>,
}

#[derive(Clone)]
struct Keys {
    algorithm: Algorithm,
    signing: EncodingKey,
    verifying: DecodingKey,
}

/// A key file that cannot be used.
#[derive(Debug)]
pub struct KeyError {
    what: &'static str,
    why: String,
}

impl std::fmt::Display for KeyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the {} cannot be used ({}): give a PEM file", self.what, self.why)
    }
}

impl std::error::Error for KeyError {}

impl AuthOptions {
    /// Tokens signed with one secret that only this platform knows.
    pub fn hs256(secret: &[u8]) -> Self {
        let (signing, verifying) = (EncodingKey::from_secret(secret), DecodingKey::from_secret(secret));
        Self::with(Algorithm::HS256, signing, verifying, secret)
    }

    /// Tokens signed with an RSA key, so that others can verify them with its public half.
    ///
    /// # Errors
    /// When one of the PEM texts is not such a key.
    pub fn rs256(private_pem: &[u8], public_pem: &[u8]) -> Result<Self, KeyError> {
        let signing = EncodingKey::from_rsa_pem(private_pem).map_err(|e| bad("RSA private key", &e))?;
        let verifying = DecodingKey::from_rsa_pem(public_pem).map_err(|e| bad("RSA public key", &e))?;
        Self::with(Algorithm::RS256, signing, verifying, private_pem).proven()
    }

    /// Tokens signed with an Ed25519 key.
    ///
    /// # Errors
    /// When one of the PEM texts is not such a key.
    pub fn eddsa(private_pem: &[u8], public_pem: &[u8]) -> Result<Self, KeyError> {
        let signing = EncodingKey::from_ed_pem(private_pem).map_err(|e| bad("Ed25519 private key", &e))?;
        let verifying = DecodingKey::from_ed_pem(public_pem).map_err(|e| bad("Ed25519 public key", &e))?;
        Self::with(Algorithm::EdDSA, signing, verifying, private_pem).proven()
    }

    fn with(algorithm: Algorithm, signing: EncodingKey, verifying: DecodingKey, root: &[u8]) -> Self {
        let keys = Keys { algorithm, signing, verifying };
        let seal = Seal::new(derived(root, SECOND_STEP));
        Self { access_minutes: 15, refresh_days: 7, keys, seal, root: root.into() }
    }

    /// A key of 32 bytes for another purpose, by HKDF-SHA-256 (RFC 5869) from the signing secret: a purpose's
    /// key tells nothing of the secret nor of another purpose's.
    pub(crate) fn key_for(&self, purpose: &str) -> [u8; 32] {
        derived(&self.root, purpose)
    }

    /// The two halves belong together.
    fn proven(self) -> Result<Self, KeyError> {
        let proof = Claims {
            sub: String::new(),
            user_id: domain::UserId(0),
            role: domain::Role::Client,
            is_active: false,
            sid: domain::SessionId(0),
            exp: 0,
            iat: 0,
        };
        match self.sign(&proof) {
            Ok(token) if self.read(&token).is_some() => Ok(self),
            Ok(_) => Err(bad("pair of keys", &"the public key is not that of the private key")),
            Err(e) => Err(bad("private key", &e)),
        }
    }

    pub(crate) fn sign(&self, claims: &Claims) -> Result<String, jsonwebtoken::errors::Error> {
        jsonwebtoken::encode(&Header::new(self.keys.algorithm), claims, &self.keys.signing)
    }

    /// What small secrets in the database are sealed with.
    pub(super) fn seal(&self) -> &Seal {
        &self.seal
    }

    /// The claims of a token that was signed with our key and by our algorithm. Its time is the caller's to
    /// judge, by the platform's clock.
    pub(crate) fn read(&self, token: &str) -> Option<Claims> {
        let mut validation = Validation::new(self.keys.algorithm);
        validation.validate_exp = false;
        jsonwebtoken::decode::<Claims>(token, &self.keys.verifying, &validation).ok().map(|t| t.claims)
    }
}

fn derived(root: &[u8], purpose: &str) -> [u8; 32] {
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(None, root)
        .expand(purpose.as_bytes(), &mut key)
        .expect("32 bytes are fewer than HKDF can give");
    key
}

impl std::fmt::Debug for AuthOptions {
    /// Never the keys.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AuthOptions")
            .field("algorithm", &self.keys.algorithm)
            .field("access_minutes", &self.access_minutes)
            .field("refresh_days", &self.refresh_days)
            .finish_non_exhaustive()
    }
}

fn bad(what: &'static str, why: &dyn std::fmt::Display) -> KeyError {
    KeyError { what, why: why.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

    fn claims() -> Claims {
        Claims {
            sub: "a@vigie.test".into(),
            user_id: domain::UserId(1),
            role: domain::Role::Admin,
            is_active: true,
            sid: domain::SessionId(1),
            exp: 1,
            iat: 0,
        }
    }

    #[test]
    fn a_token_is_read_with_its_own_key_only() {
        let ours = AuthOptions::hs256(b"one secret of thirty-two bytes...");
        let token = ours.sign(&claims()).expect("signs");
        assert_eq!(ours.read(&token), Some(claims()));
        assert_eq!(AuthOptions::hs256(b"another secret").read(&token), None);
        assert_eq!(ours.read(&format!("{token}x")), None);
        assert_eq!(ours.read(""), None);
    }

    #[test]
    fn what_was_sealed_long_ago_still_opens() {
        let ours = AuthOptions::hs256(b"a secret of the tests, long enough to be one");
        let second_step = "AAECAwQFBgcICQoLjMYGUUuZj068gD8e6Gk6U3lvDrA/z2Vao8S8laMYyp6FngX4";
        assert_eq!(ours.seal().open(second_step, "7").as_deref(), Some(b"twenty secret bytes!".as_slice()));
        let setting = "AAECAwQFBgcICQoLEbpUootnxoYRDJPTxp8ANecS7AA39So=";
        let settings = Seal::new(ours.key_for("vigie settings secrets v1"));
        let opened = settings.open(setting, "mail.smtp_password");
        assert_eq!(opened.as_deref(), Some(b"hunter2".as_slice()));
        assert_eq!(ours.seal().open(setting, "mail.smtp_password"), None, "each purpose has its own key");
    }

    #[test]
    fn every_purpose_and_every_secret_has_a_key_of_its_own() {
        let ours = AuthOptions::hs256(b"one secret of thirty-two bytes...");
        assert_eq!(ours.key_for("a"), ours.clone().key_for("a"));
        assert_ne!(ours.key_for("a"), ours.key_for("b"));
        assert_ne!(ours.key_for("a"), AuthOptions::hs256(b"another secret").key_for("a"));
    }

    #[test]
    fn a_token_without_a_signature_is_refused() {
        let ours = AuthOptions::hs256(b"one secret of thirty-two bytes...");
        let part = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
        let body = part(&serde_json::to_string(&claims()).expect("json"));
        for header in [r#"{"alg":"none","typ":"JWT"}"#, r#"{"alg":"HS384","typ":"JWT"}"#] {
            assert_eq!(ours.read(&format!("{}.{body}.", part(header))), None, "{header}");
        }
    }

    #[test]
    fn what_is_no_key_is_refused_with_a_sentence() {
        let error = AuthOptions::rs256(b"nonsense", b"nonsense").expect_err("no key");
        assert!(error.to_string().contains("RSA private key"), "{error}");
        assert!(AuthOptions::eddsa(b"nonsense", b"nonsense").is_err());
    }
}
