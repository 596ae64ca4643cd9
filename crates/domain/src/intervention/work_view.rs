//! Everything that a page shows about the work: people, hours, history, costs, and what the viewer may do next.

use super::{HoldReason, InterventionDetail, InterventionStatus, PartView, Priority, ReturnKind, WorkAction};
use crate::{
    EquipmentId, FailureId, InterventionId, LocalDateTime, Money, Timestamp,
    checklist::ChecklistView,
    failure::Failure,
    failure_code::FailureCodeRef,
    target::{Deadline, Outcome},
    user::UserRef,
};
use serde::{Deserialize, Serialize};

/// One intervention with everything that hangs on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkView {
    #[serde(flatten)]
    pub detail: InterventionDetail,
    /// What the viewer may do now.
    pub actions: Vec<WorkAction>,
    /// Those to whom it is assigned, the lead first.
    pub workers: Vec<Worker>,
    /// Failures that it is to put right, in the order in which they began.
    pub failures: Vec<FailureView>,
    /// Every step, the oldest first.
    pub history: Vec<HistoryEntry>,
    /// Hands-on time, the oldest first. None for a client.
    pub periods: Vec<PeriodView>,
    pub comments: Vec<CommentView>,
    /// Its steps with their answers. None for a client.
    pub checklist: ChecklistView,
    /// Seconds of work of all people together.
    pub worked_seconds: i64,
    /// Seconds in which anybody worked.
    pub hands_on_seconds: i64,
    /// Seconds for which the machine stood still because of its failures.
    pub downtime_seconds: i64,
    /// Absent when the priority has no target.
    pub target: Option<TargetView>,
    /// Parts that were used, in the order in which they were noted; none for a client.
    pub parts: Vec<PartView>,
    /// Absent for a client.
    pub costs: Option<Costs>,
    /// ISO 4217, in which its amounts are.
    pub currency: String,
}

/// Somebody to whom it is assigned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Worker {
    pub user: UserRef,
    pub lead: bool,
    /// Since when they have been at it.
    pub running_since: Option<Timestamp>,
}

/// A failure of the machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FailureView {
    pub id: FailureId,
    pub equipment_id: EquipmentId,
    pub title: String,
    pub stops: bool,
    pub started_at: Timestamp,
    pub started_local: LocalDateTime,
    /// Since when the machine runs again, be it with the fault.
    pub running_again_at: Option<Timestamp>,
    pub running_again_local: Option<LocalDateTime>,
    pub restored_at: Option<Timestamp>,
    pub restored_local: Option<LocalDateTime>,
    pub withdrawn: bool,
    /// It was reported while this one was open.
    pub duplicate_of: Option<FailureId>,
    pub downtime_seconds: i64,
    /// What is seen; absent while it is not known.
    pub mode: Option<FailureCodeRef>,
    /// What physically happened.
    pub mechanism: Option<FailureCodeRef>,
    /// Why it happened.
    pub cause: Option<FailureCodeRef>,
    /// The cause is none of the machine's: it does not count in its reliability.
    pub external: bool,
    pub version: i64,
}

impl FailureView {
    /// What counts of it.
    pub fn facts(&self) -> Failure {
        Failure {
            started_at: self.started_at,
            stops: self.stops,
            running_again_at: self.running_again_at,
            restored_at: self.restored_at,
            withdrawn: self.withdrawn,
        }
    }
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryEntry {
    pub at: Timestamp,
    pub at_local: LocalDateTime,
    pub by: String,
    /// `report`, or one of the actions.
    pub action: String,
    pub from: Option<InterventionStatus>,
    pub to: InterventionStatus,
    pub remark: Option<String>,
    pub hold_reason: Option<HoldReason>,
    pub return_kind: Option<ReturnKind>,
    /// The priority from this step on, where it changed it.
    pub priority: Option<Priority>,
    /// The deadline from this step on, where it changed it.
    pub due_at: Option<Timestamp>,
    /// The restoration that this step noted, or withdrew.
    pub restored_at: Option<Timestamp>,
}

/// Hands-on time of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PeriodView {
    pub id: i64,
    pub user: UserRef,
    pub started_at: Timestamp,
    pub started_local: LocalDateTime,
    /// Absent while it runs.
    pub ended_at: Option<Timestamp>,
    pub ended_local: Option<LocalDateTime>,
    pub seconds: i64,
    /// The person worked on something else in a part of this time.
    pub overlapping: bool,
    pub version: i64,
}

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommentView {
    pub id: i64,
    pub by: String,
    pub at: Timestamp,
    pub at_local: LocalDateTime,
    pub text: String,
    /// Hidden from clients.
    pub internal: bool,
}

/// Until when it is to be restored, and how that goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TargetView {
    pub deadline: Timestamp,
    pub deadline_local: LocalDateTime,
    /// Negative after it.
    pub remaining_seconds: i64,
    pub elapsed_seconds: i64,
    /// Since when a hold that is not ours stops the clock.
    pub suspended_since: Option<Timestamp>,
    pub outcome: Outcome,
}

impl TargetView {
    /// From the rule's answer; `None` without a deadline.
    pub fn of(
        state: &crate::target::TargetState,
        local: impl Fn(Timestamp) -> LocalDateTime,
    ) -> Option<Self> {
        let Deadline::At(deadline) = state.deadline else { return None };
        Some(Self {
            deadline,
            deadline_local: local(deadline),
            remaining_seconds: state.remaining_seconds.unwrap_or_default(),
            elapsed_seconds: state.elapsed_seconds,
            suspended_since: state.suspended_since,
            outcome: state.outcome,
        })
    }
}

/// What it cost, by kind; absent what is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Costs {
    pub labour: Option<Money>,
    pub parts: Option<Money>,
    /// A contractor, hired tools.
    pub other: Option<Money>,
    pub total: Option<Money>,
    /// Seconds of work of people whose hourly rate is not known.
    pub unpriced_seconds: i64,
}

/// A report on a machine that is not put right yet. Whoever sees only their own reports gets no words of others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenReport {
    pub id: InterventionId,
    pub code: String,
    /// Absent for whoever may not read it.
    pub title: Option<String>,
    pub status: InterventionStatus,
    pub priority: Priority,
    pub stops: bool,
    pub reported_at: Timestamp,
    pub reported_local: LocalDateTime,
    /// Since the report.
    pub minutes_ago: i64,
    /// The viewer reported it or has added to it.
    pub follows: bool,
}
