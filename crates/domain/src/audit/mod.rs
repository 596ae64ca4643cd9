//! The audit trail: who did what, when, to which row, before and after.

mod query;
mod view;

pub use query::AuditQuery;
pub use view::{AuditRow, FieldChange};

use crate::{Noun, SiteId, text_enum};

text_enum! {
    /// What was done to a row.
    pub enum Action {
        Created = "created",
        Updated = "updated",
        Deleted = "deleted",
        Retired = "retired",
        Restored = "restored",
        StateChanged = "state_changed",
        Moved = "moved",
        Reported = "reported",
        Assigned = "assigned",
        Started = "started",
        Paused = "paused",
        Resumed = "resumed",
        Completed = "completed",
        Validated = "validated",
        /// Completed work goes back.
        SentBack = "sent_back",
        Archived = "archived",
        Commented = "commented",
        SignedIn = "signed_in",
        SignInFailed = "sign_in_failed",
        SignedOut = "signed_out",
        SessionsEnded = "sessions_ended",
        TokenReused = "token_reused",
        PasswordChanged = "password_changed",
        PasswordReset = "password_reset",
        Cancelled = "cancelled",
        Retried = "retried",
        /// A message was written to others.
        Sent = "sent",
        /// A message was sent to try a mail server.
        MailTried = "mail_tried",
        /// A look at every document was asked for.
        CheckAsked = "check_asked",
        /// What had been deleted is gone for good.
        Purged = "purged",
        Deactivated = "deactivated",
        Reactivated = "reactivated",
        Unlocked = "unlocked",
        Approved = "approved",
        Refused = "refused",
        Invited = "invited",
        InvitationAccepted = "invitation_accepted",
        SecondStepSetUp = "second_step_set_up",
        SecondStepRemoved = "second_step_removed",
        RecoveryCodesRenewed = "recovery_codes_renewed",
        ImportCommitted = "import_committed",
        ImportUndone = "import_undone",
        /// A site has its first entry: noted among those of no site, so that its whole trail cannot vanish.
        TrailOpened = "trail_opened",
    }
}

/// One change, as the writer records it: the audit entry and the outgoing event are made of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub action: Action,
    pub noun: Noun,
    pub id: i64,
    /// Absent for what belongs to no site, such as an account.
    pub site: Option<SiteId>,
    /// The row as JSON text, where it existed.
    pub before: Option<String>,
    pub after: Option<String>,
}

impl Change {
    pub fn new(action: Action, noun: Noun, id: i64, site: Option<SiteId>) -> Self {
        Self { action, noun, id, site, before: None, after: None }
    }

    #[must_use]
    pub fn before(mut self, json: String) -> Self {
        self.before = Some(json);
        self
    }

    #[must_use]
    pub fn after(mut self, json: String) -> Self {
        self.after = Some(json);
        self
    }
}
