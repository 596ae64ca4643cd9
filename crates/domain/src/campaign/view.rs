//! What leaves the server about campaigns.

use super::{CampaignStatus, Exclusion, MachineState, Tally};
use crate::{
    CampaignId, Date, InterventionId, LocalDateTime, TemplateId, Timestamp,
    equipment::EquipmentRef,
    equipment_type::EquipmentTypeRef,
    intervention::{InterventionKind, InterventionStatus, Priority},
    production_line::LineRef,
    site::SiteRef,
    user::UserRef,
};
use serde::{Deserialize, Serialize};

/// A campaign as it is named elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CampaignRef {
    pub id: CampaignId,
    pub title: String,
}

/// A row of the list. Its numbers are those of the reader's sites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CampaignRow {
    pub id: CampaignId,
    pub title: String,
    pub status: CampaignStatus,
    /// The last day.
    pub due_on: Date,
    pub kind: InterventionKind,
    pub priority: Priority,
    /// The type that it is about; absent when it is about a list of machines, or when the type is gone.
    pub equipment_type: Option<EquipmentTypeRef>,
    pub progress: Tally,
    pub created_at: Timestamp,
    /// Since when it is closed or cancelled.
    pub ended_at: Option<Timestamp>,
}

/// One campaign, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CampaignView {
    #[serde(flatten)]
    pub row: CampaignRow,
    /// What is to be done.
    pub description: Option<String>,
    pub estimated_minutes: Option<i32>,
    pub stops_equipment: bool,
    pub template_id: Option<TemplateId>,
    /// Title of the template; absent when it is gone.
    pub template: Option<String>,
    pub line: Option<LineRef>,
    /// Those of its sites that the reader sees, with what has become of the machines there.
    pub sites: Vec<SiteProgress>,
    /// Whether the reader sees all of its sites: only then do they end it.
    pub whole: bool,
    /// Why it was closed or cancelled.
    pub reason: Option<String>,
    /// Name of the person who started it.
    pub created_by: Option<String>,
    /// On the clock of the installation.
    pub created_local: LocalDateTime,
    /// Name of the person who ended it.
    pub ended_by: Option<String>,
    pub ended_local: Option<LocalDateTime>,
    /// Days from today to the last day, on the calendar of the installation; negative once it has passed.
    pub days_left: i32,
    pub version: i64,
}

/// The machines of one site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SiteProgress {
    pub site: SiteRef,
    pub progress: Tally,
}

/// One machine of a campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CampaignMachine {
    pub equipment: EquipmentRef,
    pub site: SiteRef,
    pub intervention: CampaignWork,
    pub state: MachineState,
    /// Why it is not counted.
    pub excluded: Option<Excluded>,
}

/// The intervention of a machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CampaignWork {
    pub id: InterventionId,
    pub code: String,
    pub status: InterventionStatus,
    /// Who leads the work.
    pub lead: Option<UserRef>,
    pub due_at: Option<Timestamp>,
    pub due_local: Option<LocalDateTime>,
    pub completed_at: Option<Timestamp>,
    pub completed_local: Option<LocalDateTime>,
}

/// Why a machine is not counted, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Excluded {
    pub why: Exclusion,
    pub at: Option<Timestamp>,
    /// On the site's clock.
    pub at_local: Option<LocalDateTime>,
    /// What was said when the work was called off.
    pub reason: Option<String>,
}

/// What an action would add.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CampaignPreview {
    /// Machines that would get an intervention.
    pub machines: i64,
    /// The first two hundred of them, by their codes.
    pub first: Vec<EquipmentRef>,
    /// Machines that it is about and that are out of service for good: they get none.
    pub retired: i64,
    /// Machines that it is about and that are in the campaign already.
    pub already: i64,
}
