//! An equipment type: the family a machine belongs to (press, compressor, welding robot).

use crate::{
    EquipmentTypeId, FieldCode, FieldErrors, Timestamp,
    draft::{Checker, loose},
    record::{Field, record},
};
use serde::{Deserialize, Serialize};

const NAME: Field = Field::line("name", 80).required();
const DESCRIPTION: Field = Field::text("description", 2000);

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

/// The type form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct EquipmentTypeDraft {
    /// Unique, case and accents aside.
    pub name: String,
    #[serde(deserialize_with = "loose")]
    pub description: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub version: String,
}

/// A checked type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEquipmentType {
    pub name: String,
    pub description: Option<String>,
    pub version: Option<i64>,
}

impl EquipmentTypeDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<NewEquipmentType, FieldErrors> {
        let mut c = Checker::default();
        let new = NewEquipmentType {
            name: c.filled(&NAME, &self.name),
            description: c.given(&DESCRIPTION, &self.description),
            version: c.optional("version", &self.version, FieldCode::NotANumber),
        };
        c.finish(Some(new))
    }
}

record!(EquipmentTypeDraft, EquipmentTypeView, [NAME, DESCRIPTION], |_| None);

impl From<&EquipmentTypeView> for EquipmentTypeDraft {
    fn from(t: &EquipmentTypeView) -> Self {
        Self {
            name: t.name.clone(),
            description: t.description.clone().unwrap_or_default(),
            version: t.version.to_string(),
        }
    }
}
