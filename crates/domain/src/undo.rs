//! Undo: for a short while the author of a change can take it back, row by row, unless somebody has changed the row
//! since. Taking back is a change of its own: it needs the same permission and is in the audit trail.

use crate::{
    Noun, Permission, Timestamp, UndoId, audit::Action, equipment::EquipmentState, record::record_noun,
    text_enum,
};
use serde::{Deserialize, Serialize};

/// How long a change can be taken back, in seconds. The notice leaves after eight; without scripts it stays, and
/// reading takes its time.
pub const LIFE_SECONDS: i64 = 600;

text_enum! {
    /// Why a row stays as it is.
    pub enum Obstacle {
        /// Somebody has changed it since.
        Changed = "changed",
        /// It is no longer there, or no longer among what the caller sees.
        Gone = "gone",
        /// Its code, serial number or name belongs to another row by now.
        Taken = "taken",
        /// What it stood in, or hung on, is gone.
        Unattached = "unattached",
    }
}

/// A row that was not taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its code or name.
    pub name: String,
    pub why: Obstacle,
}

/// What became of an undo.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Rows that are as they were before.
    pub back: i64,
    pub kept: Vec<Kept>,
}

/// A change that can be, or was, taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoView {
    pub id: UndoId,
    pub noun: Noun,
    /// What was done.
    pub action: Action,
    /// The state given, where that is what was done.
    pub state: Option<EquipmentState>,
    /// How many rows it was done to.
    pub count: i64,
    /// The code or name of the only one.
    pub name: String,
    /// The row's number when it was only one, for the way to its page.
    pub row: Option<i64>,
    /// Absent until it is undone.
    pub outcome: Option<Outcome>,
}

/// What taking it back needs: the permission that the change itself needed.
pub fn needs(noun: Noun, action: Action) -> Option<Permission> {
    match (noun, action) {
        (Noun::Equipment, Action::Deleted) => Some(Permission::EquipmentDelete),
        (Noun::Equipment, Action::StateChanged | Action::Moved | Action::Retired | Action::Restored) => {
            Some(Permission::EquipmentWrite)
        }
        (Noun::User, Action::Deactivated) => Some(Permission::UserManage),
        (noun, Action::Deleted) => record_noun(noun).map(|record| record.write),
        _ => None,
    }
}

/// What the audit trail says of the way back.
pub fn opposite(action: Action) -> Action {
    match action {
        Action::Retired | Action::Deleted => Action::Restored,
        Action::Restored => Action::Retired,
        Action::Deactivated => Action::Reactivated,
        same => same,
    }
}

/// Whether a row may be taken back: its version now against the one that the change left behind.
///
/// # Errors
/// [`Obstacle::Changed`].
pub fn may_take_back(left: i64, now: i64) -> Result<(), Obstacle> {
    if left == now { Ok(()) } else { Err(Obstacle::Changed) }
}

/// Whether it is too late.
pub fn is_over(expires_at: Timestamp, now: Timestamp) -> bool {
    expires_at <= now
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_goes_back_only_from_the_version_that_the_change_left() {
        assert_eq!(may_take_back(4, 4), Ok(()));
        assert_eq!(may_take_back(4, 5), Err(Obstacle::Changed));
    }

    #[test]
    fn the_way_back_needs_what_the_way_there_needed() {
        assert_eq!(needs(Noun::Equipment, Action::Deleted), Some(Permission::EquipmentDelete));
        assert_eq!(needs(Noun::Equipment, Action::Retired), Some(Permission::EquipmentWrite));
        assert_eq!(needs(Noun::Site, Action::Deleted), Some(Permission::SiteWrite));
        assert_eq!(needs(Noun::Site, Action::Updated), None);
        assert_eq!(needs(Noun::User, Action::Deactivated), Some(Permission::UserManage));
        assert_eq!(needs(Noun::User, Action::PasswordChanged), None);
    }

    #[test]
    fn the_way_back_has_its_own_word_in_the_audit_trail() {
        assert_eq!(opposite(Action::Deleted), Action::Restored);
        assert_eq!(opposite(Action::Restored), Action::Retired);
        assert_eq!(opposite(Action::StateChanged), Action::StateChanged);
    }
}
