//! Machines of a campaign, each with its intervention.

use domain::{CampaignId, EquipmentId, InterventionId, SiteId, Timestamp, UserId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "campaign_machines")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub campaign_id: CampaignId,
    /// The site of the intervention.
    pub site_id: SiteId,
    pub equipment_id: EquipmentId,
    pub intervention_id: InterventionId,
    pub added_at: Timestamp,
    pub added_by: Option<UserId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::campaign::Entity",
        from = "Column::CampaignId",
        to = "super::campaign::Column::Id"
    )]
    Campaign,
    #[sea_orm(
        belongs_to = "super::equipment::Entity",
        from = "Column::EquipmentId",
        to = "super::equipment::Column::Id"
    )]
    Equipment,
    #[sea_orm(
        belongs_to = "super::intervention::Entity",
        from = "Column::InterventionId",
        to = "super::intervention::Column::Id"
    )]
    Intervention,
}

impl ActiveModelBehavior for ActiveModel {}
