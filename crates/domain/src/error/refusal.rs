//! The rules that say no.

use super::Usage;
use serde::{Deserialize, Serialize};

/// A rule that says no, with the fact that makes it say so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum Refusal {
    /// Cannot be deleted: other rows hang on it.
    InUse { by: Vec<Usage> },
    /// Equipment with history is retired, not deleted.
    HasHistory { interventions: i64 },
    /// The equipment is out of service for good.
    AlreadyRetired,
    /// Only a retired equipment returns to service.
    NotRetired,
    /// The first administrator exists already, or the link was used.
    SetupDone,
    /// The one-time link is not ours, was used, or is too old.
    LinkExpired,
    /// The person was not invited, has accepted already, or is disabled.
    InvitationState,
    /// The second step of sign-in is on already, or is not being set up.
    SecondStepState,
    /// The job is at an end, or running, so this cannot be done with it.
    JobState,
    /// The mail is sent, or being sent.
    MailState,
    /// Nobody would be left to administer the platform.
    LastAdmin,
    /// One's own account is not deactivated nor demoted by oneself.
    OwnAccount,
    /// The import is not in a state in which this can be done.
    ImportNotReady,
    /// Rows of the import have been changed or used since, so it cannot be undone whole.
    ImportInUse { rows: i64 },
    /// The part does not begin where the parts before end.
    UploadOffset { expected: i64 },
    /// So many uploads of this person are under way.
    TooManyUploads { max: u32 },
    /// The same key came with another body, or its first request has not ended.
    IdempotencyConflict,
    /// The request was carried out and its answer was lost with the process that made it.
    AlreadyDone,
    /// Not in this status of an intervention; `allowed` names the actions that are, with commas between.
    IllegalMove { status: String, action: String, allowed: String },
    /// The intervention is assigned to others, or to nobody.
    NotAssigned,
    /// Nobody validates their own work.
    OwnWork,
    /// The clock of the same person still runs on another intervention.
    StillRunning { id: i64, code: String, since: String },
    /// The hours overlap those of the same person on another intervention.
    HoursOverlap { id: i64, code: String },
    /// Steps without which the intervention cannot be finished are not done.
    StepsMissing { missing: i64 },
    /// The answer of the step is not out of tolerance: nothing asks for a corrective intervention.
    NotOutOfTolerance,
    /// The checklist has as many steps as it may have.
    TooManySteps { max: u32 },
    /// The absence was approved or refused already.
    AbsenceDecided { state: String },
    /// One action of a campaign would add more machines than it may.
    CampaignTooLarge { max: u32 },
    /// The campaign is about no machine that is in service.
    CampaignEmpty,
    /// The campaign is about another number of machines than was shown.
    CampaignChanged { machines: i64 },
    /// The campaign is closed or cancelled.
    CampaignEnded { status: String },
    /// The campaign has machines in sites that the caller does not see.
    CampaignElsewhere,
    /// The filters that one person keeps of one list.
    TooManyViews { max: u32 },
}
