//! The keys that seal the documents' own keys: several can be read with, the newest seals.

use super::crypt::{self, KEY_BYTES};
use base64::{Engine, prelude::BASE64_STANDARD};

/// Keys with their names, the newest last.
#[derive(Clone)]
pub struct Keys(Vec<(String, [u8; KEY_BYTES])>);

/// A list of keys that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeysError(String);

impl std::fmt::Display for KeysError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: each key is written `name:base64 of 32 bytes`, the newest last", self.0)
    }
}

impl std::error::Error for KeysError {}

impl Keys {
    /// Reads `name:base64` separated by commas or lines, the newest last.
    ///
    /// # Errors
    /// When one of them is no key, a name comes twice, or there is none.
    pub fn parse(text: &str) -> Result<Self, KeysError> {
        let mut keys: Vec<(String, [u8; KEY_BYTES])> = vec![];
        for entry in text.split([',', '\n']).map(str::trim).filter(|e| !e.is_empty()) {
            let (name, key) =
                entry.split_once(':').ok_or_else(|| KeysError("a key without a name".into()))?;
            let name = name.trim();
            let is_name = !name.is_empty() && name.len() <= 40 && name.bytes().all(|b| b.is_ascii_graphic());
            if !is_name || keys.iter().any(|(known, _)| known == name) {
                return Err(KeysError(format!("the key name '{name}' is empty, too long or used twice")));
            }
            let bytes = BASE64_STANDARD.decode(key.trim()).ok().and_then(|b| b.try_into().ok());
            keys.push((name.to_owned(), bytes.ok_or_else(|| KeysError(format!("key '{name}'")))?));
        }
        if keys.is_empty() { Err(KeysError("there is no key".into())) } else { Ok(Self(keys)) }
    }

    /// A line for a new random key of that name.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn generate(name: &str) -> std::io::Result<String> {
        let mut key = [0; KEY_BYTES];
        getrandom::fill(&mut key).map_err(std::io::Error::other)?;
        Ok(format!("{name}:{}", BASE64_STANDARD.encode(key)))
    }

    /// The name of the key that seals.
    pub fn newest(&self) -> &str {
        self.0.last().map_or("", |(name, _)| name)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn knows(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Seals a document's key with the newest key.
    pub(super) fn seal(&self, key: &[u8; KEY_BYTES], bound_to: &str) -> Option<(String, String)> {
        let (name, ours) = self.0.last()?;
        Some((name.clone(), BASE64_STANDARD.encode(crypt::wrap(ours, key, bound_to)?)))
    }

    /// Opens a document's key.
    pub(super) fn open(&self, name: &str, sealed: &str, bound_to: &str) -> Option<[u8; KEY_BYTES]> {
        let (_, ours) = self.0.iter().find(|(known, _)| known == name)?;
        crypt::unwrap(ours, &BASE64_STANDARD.decode(sealed).ok()?, bound_to)
    }
}

impl std::fmt::Debug for Keys {
    /// Never the keys.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_older_key_sealed_is_still_read() {
        let old = Keys::generate("2026-01").expect("random");
        let first = Keys::parse(&old).expect("a key");
        let (name, sealed) = first.seal(&[7; KEY_BYTES], "a document").expect("sealed");
        let both = Keys::parse(&format!("{old}\n{}\n", Keys::generate("2026-02").expect("random")));
        let both = both.expect("two keys");
        assert_eq!(both.newest(), "2026-02");
        assert_eq!(both.open(&name, &sealed, "a document"), Some([7; KEY_BYTES]));
        assert_eq!(both.open(&name, &sealed, "another document"), None);
        assert_eq!(both.open("2026-02", &sealed, "a document"), None);
    }

    #[test]
    fn what_is_no_list_of_keys_is_refused_without_showing_it() {
        let good = Keys::generate("a").expect("random");
        for bad in ["", "nonsense", "a:c2hvcnQ=", &format!("{good},{good}")] {
            let error = Keys::parse(bad).expect_err(bad);
            assert!(!error.to_string().contains("c2hvcnQ"), "{error}");
        }
    }
}
