//! What an access token says.

use crate::{Role, SessionId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// The claims of an access token. Only the session and the user are taken from it: role and activity are read
/// from the database at every request, so that a change takes effect at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The e-mail address.
    pub sub: String,
    pub user_id: UserId,
    pub role: Role,
    pub is_active: bool,
    pub sid: SessionId,
    /// Seconds since 1970-01-01T00:00:00Z.
    pub exp: i64,
    pub iat: i64,
}

impl Claims {
    /// Whether the token's time is over.
    pub fn expired(&self, now: Timestamp) -> bool {
        now.as_second() >= self.exp
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_role_is_a_string_and_the_last_second_is_over() {
        let now: Timestamp = "2026-11-20T08:00:00Z".parse().expect("valid");
        let claims = Claims {
            sub: "a@vigie.test".into(),
            user_id: UserId(7),
            role: Role::Technician,
            is_active: true,
            sid: SessionId(3),
            exp: now.as_second() + 900,
            iat: now.as_second(),
        };
        let json = serde_json::to_value(&claims).expect("serializes");
        assert_eq!(json["role"], "technician");
        assert_eq!(json["user_id"], 7);
        assert!(!claims.expired(now.plus_seconds(899)));
        assert!(claims.expired(now.plus_seconds(900)));
    }
}
