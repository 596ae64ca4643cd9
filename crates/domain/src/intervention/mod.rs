//! An intervention: the work order. What was done, or is to be done, on one equipment.
//!
//! It goes from a report to its validation by the moves of one table, [`moves`](MOVES); who may make them follows
//! from what the person is to this intervention.

mod agenda;
mod draft;
mod labour;
mod moves;
mod part;
mod query;
mod report_draft;
mod restoration;
mod skill;
mod step_draft;
mod typed_time;
mod view;
mod waiting;
mod work_view;

pub use agenda::{Agenda, AgendaJob, AgendaMachine, AgendaPart, Clock, DayJob, DayProgress};
pub use draft::{InterventionDraft, NewIntervention};
pub use labour::{Labour, Rate, Worked, by_day, cost_total, end_typed, labour_costs, worked_seconds};
pub use moves::{
    ActingAs, MOVES, Move, Refused, Standing, WorkAction, acting_as, allowed_actions, check_diagnosis,
    check_move,
};
pub use part::{NewPart, PartDraft, PartView, parts_cost};
pub use query::{DueWithin, InterventionCounts, InterventionQuery, InterventionSort};
pub use report_draft::{NewReport, ReportDraft};
pub use restoration::{AfterReturn, Noted, after_return};
pub use skill::{Candidate, Lack, LackReason, MOST_REQUIRED_SKILLS, lacking, skills_of, skills_text};
pub use step_draft::{
    AssignDraft, Assignment, CommentDraft, FinishDraft, Finished, NewComment, NewPeriod, PauseDraft,
    PeriodDraft, ReasonDraft, ReturnDraft, Returned, Running, StartDraft,
};
pub use typed_time::TypedTime;
pub use view::{InterventionDetail, InterventionRow};
pub use waiting::Waiting;
pub use work_view::{
    CommentView, Costs, FailureView, HistoryEntry, OpenReport, PeriodView, TargetView, WorkView, Worker,
};

use crate::{target::HoldKind, text_enum};

text_enum! {
    /// Why the work is done.
    pub enum InterventionKind {
        Corrective = "corrective",
        Preventive = "preventive",
        Predictive = "predictive",
        Improvement = "improvement",
        Inspection = "inspection",
    }
}

text_enum! {
    /// Where the work stands.
    pub enum InterventionStatus {
        Open = "open",
        Assigned = "assigned",
        InProgress = "in_progress",
        OnHold = "on_hold",
        Completed = "completed",
        Closed = "closed",
        Archived = "archived",
        Cancelled = "cancelled",
    }
}

text_enum! {
    /// How soon it must be done; shown as P1 to P4.
    pub enum Priority {
        Urgent = "urgent",
        High = "high",
        Medium = "medium",
        Low = "low",
    }
}

impl InterventionStatus {
    /// Nothing about it changes any more.
    pub const fn is_locked(self) -> bool {
        matches!(self, Self::Closed | Self::Archived | Self::Cancelled)
    }

    /// Somebody still has something to do on the machine.
    pub const fn is_pending(self) -> bool {
        matches!(self, Self::Open | Self::Assigned | Self::InProgress | Self::OnHold)
    }

    /// The statuses of [`Self::is_pending`].
    pub const PENDING: &'static [Self] = &[Self::Open, Self::Assigned, Self::InProgress, Self::OnHold];
}

text_enum! {
    /// Why work stands still.
    pub enum HoldReason {
        Part = "part",
        Tool = "tool",
        People = "people",
        Contractor = "contractor",
        /// The machine is not released by production.
        Production = "production",
        /// An answer of whoever reported it is awaited.
        Requester = "requester",
        Other = "other",
    }
}

impl HoldReason {
    /// Only a reason that is not ours stops the clock of the target.
    pub const fn kind(self) -> HoldKind {
        match self {
            Self::Production | Self::Requester => HoldKind::NotOurs,
            Self::Part | Self::Tool | Self::People | Self::Contractor | Self::Other => HoldKind::Ours,
        }
    }
}

text_enum! {
    /// Why completed work is sent back.
    pub enum ReturnKind {
        /// The record is incomplete: nothing about the machine changes.
        Paperwork = "paperwork",
        /// It never ran: the restoration is withdrawn.
        NeverRepaired = "never_repaired",
        /// It ran, and failed again: a failure of its own.
        FailedAgain = "failed_again",
    }
}

text_enum! {
    /// How the machine is when the work ends.
    pub enum MachineAfter {
        /// It does its work as before.
        Running = "running",
        /// It runs with a known fault.
        Degraded = "degraded",
        /// It still stands still.
        Stopped = "stopped",
    }
}

impl Priority {
    /// The short name on the badge.
    pub const fn short(self) -> &'static str {
        match self {
            Self::Urgent => "P1",
            Self::High => "P2",
            Self::Medium => "P3",
            Self::Low => "P4",
        }
    }
}
