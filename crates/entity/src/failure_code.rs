//! Failure codes, shared by all sites.

use domain::{EquipmentTypeId, FailureCodeId, Timestamp, UserId, failure_code::CodeKind};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "failure_codes")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: FailureCodeId,
    pub kind: CodeKind,
    pub equipment_type_id: Option<EquipmentTypeId>,
    pub code: String,
    pub code_folded: String,
    pub label_fr: String,
    pub label_en: String,
    pub position: i32,
    pub retired: bool,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub created_by: Option<UserId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::equipment_type::Entity",
        from = "Column::EquipmentTypeId",
        to = "super::equipment_type::Column::Id"
    )]
    Type,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::equipment_type::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Type.def()
    }
}

impl Model {
    /// What decides whether it can be chosen.
    pub fn offer(&self) -> domain::failure_code::Offer {
        domain::failure_code::Offer {
            kind: self.kind,
            equipment_type: self.equipment_type_id,
            retired: self.retired,
        }
    }

    /// As it is named elsewhere.
    pub fn named(&self) -> domain::failure_code::FailureCodeRef {
        domain::failure_code::FailureCodeRef {
            id: self.id,
            code: self.code.clone(),
            label_fr: self.label_fr.clone(),
            label_en: self.label_en.clone(),
        }
    }
}
