//! What leaves the server of technicians.

use super::{AbsenceView, Load, Presence, ShiftsView, SkillView, TeamRef, TechnicianDraft};
use crate::{
    InterventionId, LocalDateTime, UserId, intervention::InterventionStatus, site::SiteRef,
    user::ExperienceLevel,
};
use serde::{Deserialize, Serialize};

/// Work as it is named beside a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkRef {
    pub id: InterventionId,
    pub code: String,
    pub title: String,
    pub equipment_code: String,
    pub status: InterventionStatus,
    /// On the clock of the person's site.
    pub planned_local: Option<LocalDateTime>,
    pub estimated_minutes: Option<i32>,
}

/// One technician.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TechnicianRow {
    /// The account's.
    pub id: UserId,
    pub name: String,
    pub team: Option<TeamRef>,
    /// Where they work; one of their sites where nobody has said.
    pub site: Option<SiteRef>,
    pub specialty: Option<String>,
    pub experience_level: Option<ExperienceLevel>,
    pub skills: Vec<SkillView>,
    pub presence: Presence,
    /// Until when that holds, on the clock of their site.
    pub presence_until: Option<LocalDateTime>,
    /// What their clock runs on.
    pub current: Option<WorkRef>,
    /// Of the week of today.
    pub load: Load,
    /// The next one that is not over.
    pub next_absence: Option<AbsenceView>,
}

/// One technician, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TechnicianDetail {
    #[serde(flatten)]
    pub row: TechnicianRow,
    /// Of those that the reader sees.
    pub sites: Vec<SiteRef>,
    /// What was said of them, not what follows from their sites.
    pub home_site: Option<SiteRef>,
    pub phone: Option<String>,
    /// The newest first.
    pub shifts: Vec<ShiftsView>,
    /// Of the last 30 days and to come, in their order. Proposals are shown to the person and to those who decide.
    pub absences: Vec<AbsenceView>,
    /// Assigned to them and not done, in its order.
    pub work: Vec<WorkRef>,
    /// Today, on the clock of their site.
    pub today: LocalDateTime,
    pub version: i64,
}

impl From<&TechnicianDetail> for TechnicianDraft {
    fn from(detail: &TechnicianDetail) -> Self {
        let row = &detail.row;
        Self::of(
            (row.team.as_ref(), detail.home_site.as_ref()),
            (detail.phone.as_deref(), row.specialty.as_deref(), row.experience_level),
            &row.skills,
            detail.version,
        )
    }
}
