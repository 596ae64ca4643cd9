//! An intervention: the work order. What was done, or is to be done, on one equipment.

mod query;
mod view;

pub use query::{InterventionQuery, InterventionSort};
pub use view::{InterventionDetail, InterventionRow};

use crate::text_enum;

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
