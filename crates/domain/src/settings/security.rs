//! Passwords, sessions, and how often one may try.

use super::{Field, Kind, Section};
use crate::{
    Role,
    password::{self, Rule},
};
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
    /// Whether people of this role must sign in with a code beside the password.
    pub second_step_admin: bool,
    pub second_step_supervisor: bool,
    pub second_step_technician: bool,
    pub second_step_client: bool,
}

impl Default for Security {
    fn default() -> Self {
        Self {
            min_length: password::MIN_MIXED as i64,
            four_kinds: false,
            session_days: 30,
            free_tries: 5,
            second_step_admin: false,
            second_step_supervisor: false,
            second_step_technician: false,
            second_step_client: false,
        }
    }
}

impl Section for Security {
    const KEY: &'static str = "security";
    const FIELDS: &'static [Field] = &[
        Field::new("min_length", Kind::Whole { min: password::MIN_MIXED as i64, max: 64 }),
        Field::new("four_kinds", Kind::Flag),
        Field::new("session_days", Kind::Whole { min: 1, max: 365 }),
        Field::new("free_tries", Kind::Whole { min: 3, max: 20 }),
        Field::new("second_step_admin", Kind::Flag),
        Field::new("second_step_supervisor", Kind::Flag),
        Field::new("second_step_technician", Kind::Flag),
        Field::new("second_step_client", Kind::Flag),
    ];
}

impl Security {
    /// Whether people of that role must have a second step of sign-in.
    pub fn asks_second_step(&self, role: Role) -> bool {
        match role {
            Role::Admin => self.second_step_admin,
            Role::Supervisor => self.second_step_supervisor,
            Role::Technician => self.second_step_technician,
            Role::Client => self.second_step_client,
        }
    }

    /// What a new password must be.
    pub fn password_rule(&self) -> Rule {
        Rule { length: u32::try_from(self.min_length).unwrap_or(u32::MAX), mixed: self.four_kinds }
    }
}
