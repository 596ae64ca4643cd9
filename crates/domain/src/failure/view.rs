//! What leaves the server about failures.

use super::Failure;
use crate::{
    FailureId, InterventionId, LocalDateTime, Timestamp,
    equipment::EquipmentRef,
    equipment_type::EquipmentTypeRef,
    failure_code::FailureCodeRef,
    intervention::{InterventionStatus, Priority},
    site::SiteRef,
};
use serde::{Deserialize, Serialize};

/// One failure, with its diagnosis and the work that is to put it right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FailureRow {
    pub id: FailureId,
    pub title: String,
    pub equipment: EquipmentRef,
    pub equipment_type: Option<EquipmentTypeRef>,
    pub site: SiteRef,
    /// It made the machine stand still.
    pub stops: bool,
    pub started_at: Timestamp,
    pub started_local: LocalDateTime,
    /// Since when the machine runs again, be it with the fault.
    pub running_again_at: Option<Timestamp>,
    pub running_again_local: Option<LocalDateTime>,
    pub restored_at: Option<Timestamp>,
    pub restored_local: Option<LocalDateTime>,
    /// It was none: a report that was cancelled.
    pub withdrawn: bool,
    /// It was reported while this one was open.
    pub duplicate_of: Option<FailureId>,
    /// Seconds for which the machine stood still because of it.
    pub downtime_seconds: i64,
    /// What is seen; absent while it is not known.
    pub mode: Option<FailureCodeRef>,
    /// What physically happened.
    pub mechanism: Option<FailureCodeRef>,
    /// Why it happened.
    pub cause: Option<FailureCodeRef>,
    /// The cause is none of the machine's: it does not count in its reliability.
    pub external: bool,
    /// Those that the caller sees, the oldest first.
    pub interventions: Vec<FailureWork>,
    pub version: i64,
}

impl FailureRow {
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

/// An intervention that is to put a failure right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FailureWork {
    pub id: InterventionId,
    pub code: String,
    pub status: InterventionStatus,
    pub priority: Priority,
}
