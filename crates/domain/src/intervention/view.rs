//! What leaves the server about interventions.

use super::{InterventionKind, InterventionStatus, Priority};
use crate::{
    ImportId, InterventionId, LocalDateTime, Money, Timestamp, equipment::EquipmentRef, site::SiteRef,
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
    /// Everything it cost, when known.
    pub cost: Option<Money>,
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
    /// Its number in the system it was imported from.
    pub external_ref: Option<String>,
    pub import_id: Option<ImportId>,
}
