//! Passwords, sessions, and how often one may try.

use super::{Field, Kind, Section};
use crate::password::{self, Rule};
use serde::{Deserialize, Serialize};

/// The rules of signing in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Security {
    /// Characters that every new password needs.
    pub min_length: i64,
    /// Whether a long password, too, needs every kind of character.
    pub four_kinds: bool,
    /// After so many days one signs in again, however often the session was renewed.
    pub session_days: i64,
    /// Wrong passwords of one account that cost no waiting.
    pub free_tries: i64,
}

impl Default for Security {
    fn default() -> Self {
        Self { min_length: password::MIN_MIXED as i64, four_kinds: false, session_days: 30, free_tries: 5 }
    }
}

impl Section for Security {
    const KEY: &'static str = "security";
    const FIELDS: &'static [Field] = &[
        Field::new("min_length", Kind::Whole { min: password::MIN_MIXED as i64, max: 64 }),
        Field::new("four_kinds", Kind::Flag),
        Field::new("session_days", Kind::Whole { min: 1, max: 365 }),
        Field::new("free_tries", Kind::Whole { min: 3, max: 20 }),
    ];
}

impl Security {
    /// What a new password must be.
    pub fn password_rule(&self) -> Rule {
        Rule { length: u32::try_from(self.min_length).unwrap_or(u32::MAX), mixed: self.four_kinds }
    }
}
