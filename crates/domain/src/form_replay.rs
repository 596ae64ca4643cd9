//! What was typed into a form that was refused, for a browser without WASM.

use crate::Error;
use serde::{Deserialize, Serialize};

/// A refused form: its page fills the fields again and shows the error at them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormReplay {
    /// The page that the form stands on.
    pub path: String,
    /// Names and values in the order of the form, never a password.
    pub fields: Vec<(String, String)>,
    pub error: Error,
}

impl FormReplay {
    /// The value typed into a field, if it was sent.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

/// Whether a field may be kept: nothing whose name speaks of a password or a secret.
pub fn may_keep(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    !["password", "passwd", "secret", "token", "again"].iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_ever_kept() {
        assert!(may_keep("draft[name]"));
        for secret in ["password", "draft[new_password]", "Password", "again", "setup_token"] {
            assert!(!may_keep(secret), "{secret}");
        }
    }
}
