//! What leaves the server about equipment.

use super::{Criticality, EquipmentState, Specification};
use crate::{
    Date, EquipmentId, LocalDateTime, Money, SavedViewId, Timestamp, equipment_type::EquipmentTypeRef,
    production_line::LineRef, site::SiteRef,
};
use serde::{Deserialize, Serialize};

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EquipmentRow {
    pub id: EquipmentId,
    pub code: String,
    pub name: String,
    pub state: EquipmentState,
    pub criticality: Criticality,
    pub site: SiteRef,
    pub line: Option<LineRef>,
    pub equipment_type: Option<EquipmentTypeRef>,
    pub model: Option<String>,
    pub serial_number: Option<String>,
    pub manufacturer: Option<String>,
    pub in_service_on: Option<Date>,
    /// Interventions that it has had.
    pub interventions_count: i64,
    pub retired_at: Option<Timestamp>,
    pub updated_at: Timestamp,
    /// `updated_at` on the site's wall clock.
    pub updated_local: LocalDateTime,
}

/// One equipment, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EquipmentDetail {
    #[serde(flatten)]
    pub row: EquipmentRow,
    pub state_reason: Option<String>,
    /// Somebody chose the state against what failures and work say; it stays until it is lifted.
    pub state_by_hand: bool,
    /// Since when it is in this state, also on the site's wall clock.
    pub state_since: Timestamp,
    pub state_since_local: LocalDateTime,
    /// `retired_at` on the site's wall clock.
    pub retired_local: Option<LocalDateTime>,
    /// From the root of the tree down to the direct parent.
    pub ancestors: Vec<EquipmentRef>,
    pub parent: Option<EquipmentRef>,
    pub purchased_on: Option<Date>,
    pub installed_on: Option<Date>,
    pub warranty_until: Option<Date>,
    pub lifespan_years: Option<i32>,
    pub replacement_value: Option<Money>,
    pub notes: Option<String>,
    pub specifications: Vec<Specification>,
    pub created_at: Timestamp,
    /// `created_at` on the site's wall clock.
    pub created_local: LocalDateTime,
    /// Direct components.
    pub components_count: i64,
    pub version: i64,
}

/// What the label on an equipment says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EquipmentLabel {
    pub id: EquipmentId,
    pub code: String,
    pub name: String,
    /// The site's name.
    pub site: String,
}

impl EquipmentLabel {
    /// What its code leads to: short, and the same after a move to another database.
    pub fn address(&self) -> String {
        format!("/q/{}", crate::url::segment(&self.code))
    }
}

/// An equipment as it is named elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EquipmentRef {
    pub id: EquipmentId,
    pub code: String,
    pub name: String,
}

/// A component in the tree below an equipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EquipmentNode {
    pub id: EquipmentId,
    pub parent_id: Option<EquipmentId>,
    pub code: String,
    pub name: String,
    pub state: EquipmentState,
    pub criticality: Criticality,
    /// 1 for a direct component.
    pub depth: i32,
}

/// What the filters of the list can offer the caller, and the chips above it with their counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EquipmentFacets {
    pub sites: Vec<SiteRef>,
    pub lines: Vec<LineRef>,
    pub types: Vec<EquipmentTypeRef>,
    pub chips: Vec<FilterChip>,
}

/// A filter in one click.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterChip {
    /// Absent for those that come with the product.
    pub saved: Option<(SavedViewId, String)>,
    /// The filter, as a query string.
    pub query: String,
    pub count: i64,
}
