//! A maintenance type: what kind of work an intervention is to the plant (preventive, regulatory), with its colour.

use crate::{
    MaintenanceTypeId, Timestamp,
    record::{Field, Kind, draft, record},
};
use serde::{Deserialize, Serialize};

/// Pictures that a type can have.
pub const ICONS: &[&str] = &["activity", "calendar-check", "lightbulb", "scale", "wrench"];
/// One type. Types are shared by all sites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MaintenanceTypeView {
    pub id: MaintenanceTypeId,
    pub name: String,
    pub description: Option<String>,
    /// `#rrggbb`.
    pub colour: String,
    pub icon: String,
    /// Place in the list, from 0.
    pub position: i32,
    pub updated_at: Timestamp,
    pub version: i64,
}

draft! {
    /// The form of a type.
    MaintenanceTypeDraft of MaintenanceTypeView => NewMaintenanceType {
        /// Unique, case and accents aside.
        name: String = Field::line("name", 60).required();
        /// Place in the list, 0 to 999; a new type without one comes last.
        position: Option<i32> = Field::position();
        /// `#rrggbb`.
        colour: String = Field::new("colour", Kind::Colour).required();
        /// `activity`, `calendar-check`, `lightbulb`, `scale` or `wrench`.
        icon: String = Field::new("icon", Kind::Choice(ICONS)).required();
        description: Option<String> = Field::text("description", 2000);
    }
}

record! {
    MaintenanceType: MaintenanceTypeDraft, MaintenanceTypeView, MaintenanceTypeId, table: "maintenance_types",
    read: SiteRead, write: StructureWrite, list: "/admin/maintenance-types", label: name, site: shared
}
