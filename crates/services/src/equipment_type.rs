//! Equipment types: what is their own beside [`Record`].

use crate::{
    access::{Scope, Writer},
    record::{Record, Row},
    unique::UniqueIndex,
};
use domain::{
    EquipmentTypeId, Result,
    equipment_type::{EquipmentTypeDraft, EquipmentTypeView},
    key::sort_by_name,
    text,
};
use entity::{
    equipment,
    equipment_type::{ActiveModel, Column, Entity},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
};
use std::collections::HashMap;

impl Record for EquipmentTypeDraft {
    type Entity = Entity;
    const UNIQUE: &'static [UniqueIndex] = &[("equipment_types_name", &["name_folded"], "name")];

    /// By name; the counts are of the caller's sites. Two statements.
    async fn views<C: ConnectionTrait>(
        db: &C,
        scope: &Scope,
        only: Option<EquipmentTypeId>,
    ) -> Result<Vec<EquipmentTypeView>> {
        let wanted = Condition::all().add_option(only.map(|id| Column::Id.eq(id)));
        let mut rows = Entity::find().filter(wanted).all(db).await?;
        sort_by_name(&mut rows, |kind| &kind.name);
        let counts: HashMap<EquipmentTypeId, i64> = equipment::Entity::find()
            .select_only()
            .column(equipment::Column::TypeId)
            .column_as(equipment::Column::Id.count(), "count")
            .filter(equipment::Column::TypeId.is_in(rows.iter().map(|t| t.id)))
            .filter(equipment::Column::RetiredAt.is_null())
            .filter(scope.filter_by_site((equipment::Entity, equipment::Column::SiteId)))
            .group_by(equipment::Column::TypeId)
            .into_tuple::<(EquipmentTypeId, i64)>()
            .all(db)
            .await?
            .into_iter()
            .collect();
        Ok(rows
            .into_iter()
            .map(|t| EquipmentTypeView {
                equipment_count: counts.get(&t.id).copied().unwrap_or(0),
                id: t.id,
                name: t.name,
                description: t.description,
                updated_at: t.updated_at,
                version: t.version,
            })
            .collect())
    }

    async fn check(&self, _w: &Writer, _stored: Option<&EquipmentTypeView>) -> Result<Row<Self>> {
        let new = self.parse()?;
        Ok(ActiveModel {
            name_folded: Set(text::fold(&new.name)),
            name: Set(new.name),
            description: Set(new.description),
            ..Default::default()
        })
    }
}
