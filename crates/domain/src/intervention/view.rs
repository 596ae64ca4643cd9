//! What leaves the server about interventions.

use super::{HoldReason, InterventionDraft, InterventionKind, InterventionStatus, Priority};
use crate::{
    ImportId, InterventionId, LocalDateTime, Money, Timestamp, campaign::CampaignRef,
    equipment::EquipmentRef, money, site::SiteRef, user::UserRef,
};
use serde::{Deserialize, Serialize};

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InterventionRow {
    pub id: InterventionId,
    /// `OT-2026-00042`.
    pub code: String,
    pub title: String,
    pub kind: InterventionKind,
    pub status: InterventionStatus,
    pub priority: Priority,
    pub equipment: EquipmentRef,
    pub site: SiteRef,
    pub reported_at: Timestamp,
    /// `reported_at` on the site's wall clock.
    pub reported_local: LocalDateTime,
    /// Everything it cost, when known and the viewer may know it.
    pub cost: Option<Money>,
    /// Who leads the work.
    pub lead: Option<UserRef>,
    /// When it is to begin.
    pub planned_at: Option<Timestamp>,
    pub planned_local: Option<LocalDateTime>,
    /// Days from today to the planned start, on the site's calendar; negative once it has passed.
    pub planned_in_days: Option<i32>,
    /// Until when it is to be done, as known at the last step.
    pub due_at: Option<Timestamp>,
    pub due_local: Option<LocalDateTime>,
    /// Still to be done, and the deadline has passed.
    pub late: bool,
}

/// One intervention, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InterventionDetail {
    #[serde(flatten)]
    pub row: InterventionRow,
    pub description: Option<String>,
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub started_local: Option<LocalDateTime>,
    pub ended_local: Option<LocalDateTime>,
    /// What was done, in the technician's words.
    pub report: Option<String>,
    /// Name of the person who reported it.
    pub requested_by: Option<String>,
    /// Name of the person who entered it.
    pub created_by: Option<String>,
    pub created_at: Timestamp,
    pub estimated_minutes: Option<i32>,
    /// The machine stands still while it is being worked on.
    pub stops_equipment: bool,
    /// Skills that it asks for, by name; none for a client.
    pub skills: Vec<String>,
    /// Why it stands still.
    pub hold_reason: Option<HoldReason>,
    /// Who directs it.
    pub supervisor: Option<UserRef>,
    /// Why it failed.
    pub cause: Option<String>,
    pub observations: Option<String>,
    /// Promised by hand, where the target of the priority does not say it.
    pub due_fixed_at: Option<Timestamp>,
    /// What it cost beside hours and parts.
    pub other_cost: Option<Money>,
    pub completed_at: Option<Timestamp>,
    /// Name of the person who completed it.
    pub completed_by: Option<String>,
    pub validated_at: Option<Timestamp>,
    /// Name of the person who validated it.
    pub validated_by: Option<String>,
    pub version: i64,
    /// Its number in the system it was imported from.
    pub external_ref: Option<String>,
    pub import_id: Option<ImportId>,
    /// The campaign that it belongs to; absent for a client.
    pub campaign: Option<CampaignRef>,
}

impl From<&InterventionDetail> for InterventionDraft {
    fn from(d: &InterventionDetail) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            equipment_id: d.row.equipment.id.to_string(),
            title: d.row.title.clone(),
            description: text(&d.description),
            kind: d.row.kind.to_string(),
            priority: d.row.priority.to_string(),
            due: d.due_fixed_at.map(|at| at.to_string()).unwrap_or_default(),
            planned: d.row.planned_at.map(|at| at.to_string()).unwrap_or_default(),
            estimated_minutes: d.estimated_minutes.map(|m| m.to_string()).unwrap_or_default(),
            stops_equipment: d.stops_equipment.to_string(),
            skills: d.skills.clone(),
            supervisor_id: d.supervisor.as_ref().map(|s| s.id.to_string()).unwrap_or_default(),
            report: text(&d.report),
            cause: text(&d.cause),
            observations: text(&d.observations),
            other_cost: d.other_cost.as_ref().map(money::plain).unwrap_or_default(),
            template_id: String::new(),
            version: d.version.to_string(),
        }
    }
}
