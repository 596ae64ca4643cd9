//! An invitation: a new account whose person chooses the password themselves, with a link that came by mail.

use crate::{LocalDateTime, Timestamp, text_enum};
use serde::{Deserialize, Serialize};

/// Life of the link of an invitation, in seconds.
pub const INVITE_SECONDS: i64 = 72 * 3600;

text_enum! {
    /// Where an invitation stands.
    pub enum InvitationState {
        /// Sent, and its link can be used.
        Open = "open",
        /// Its link is too old, or was made void.
        Expired = "expired",
        /// The person has chosen a password.
        Accepted = "accepted",
    }
}

/// Where an invitation stands. `ends_at` is the end of its link, none when that was made void.
pub fn invitation_state(
    ends_at: Option<Timestamp>,
    accepted_at: Option<Timestamp>,
    now: Timestamp,
) -> InvitationState {
    match (accepted_at, ends_at) {
        (Some(_), _) => InvitationState::Accepted,
        (None, Some(end)) if end > now => InvitationState::Open,
        _ => InvitationState::Expired,
    }
}

/// The invitation of an account, for its administration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationView {
    pub state: InvitationState,
    /// When it was sent the last time.
    pub sent_at: Timestamp,
    /// On the plant's wall clock, like the others.
    pub sent_local: LocalDateTime,
    /// Until when its link can be used.
    pub ends_at: Option<Timestamp>,
    pub ends_local: Option<LocalDateTime>,
    /// When the person chose a password.
    pub accepted_at: Option<Timestamp>,
    pub accepted_local: Option<LocalDateTime>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_is_open_until_its_end_or_its_acceptance() {
        let now: Timestamp = "2027-01-15T08:00:00Z".parse().expect("an instant");
        let (later, before) = (Some(now.plus_seconds(1)), Some(now.plus_seconds(-1)));
        assert_eq!(invitation_state(later, None, now), InvitationState::Open);
        assert_eq!(invitation_state(Some(now), None, now), InvitationState::Expired);
        assert_eq!(invitation_state(before, None, now), InvitationState::Expired);
        assert_eq!(invitation_state(None, None, now), InvitationState::Expired);
        assert_eq!(invitation_state(None, before, now), InvitationState::Accepted);
    }
}
