//! The steps of intervention templates.

use domain::{TemplateId, checklist::StepKind};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "template_steps")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub template_id: TemplateId,
    pub position: i32,
    pub label: String,
    pub kind: StepKind,
    pub required: bool,
    pub unit: Option<String>,
    pub low: Option<String>,
    pub high: Option<String>,
    /// The words to choose from, as JSON.
    pub options: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
