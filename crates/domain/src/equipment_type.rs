//! An equipment type: the family a machine belongs to (press, compressor, welding robot).

use crate::{
    EquipmentTypeId, Timestamp,
    record::{Field, draft, record},
};
use serde::{Deserialize, Serialize};

/// A type as it is named elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EquipmentTypeRef {
    pub id: EquipmentTypeId,
    pub name: String,
}

/// One type, with how many machines are of it. Types are shared by all sites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EquipmentTypeView {
    pub id: EquipmentTypeId,
    pub name: String,
    pub description: Option<String>,
    /// In the caller's sites.
    pub equipment_count: i64,
    pub updated_at: Timestamp,
    pub version: i64,
}

draft! {
    /// The type form.
    EquipmentTypeDraft of EquipmentTypeView => NewEquipmentType {
        /// Unique, case and accents aside.
        name: String = Field::line("name", 80).required();
        description: Option<String> = Field::text("description", 2000);
    }
}

record! {
    EquipmentType: EquipmentTypeDraft, EquipmentTypeView, EquipmentTypeId, table: "equipment_types",
    read: SiteRead, write: StructureWrite, list: "/admin/equipment-types", label: name, site: shared
}
