//! Maintenance types: what is their own beside [`Record`].

use crate::{
    access::{Scope, Writer},
    record::{Record, Row},
    unique::UniqueIndex,
};
use domain::{
    MaintenanceTypeId, Result,
    key::sort_key,
    maintenance_type::{MaintenanceTypeDraft, MaintenanceTypeView},
    text,
};
use entity::maintenance_type::{ActiveModel, Column, Entity};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
};

impl Record for MaintenanceTypeDraft {
    type Entity = Entity;
    const UNIQUE: &'static [UniqueIndex] = &[("maintenance_types_name", &["name_folded"], "name")];

    /// In the plant's order. One statement.
    async fn views<C: ConnectionTrait>(
        db: &C,
        _scope: &Scope,
        only: Option<MaintenanceTypeId>,
    ) -> Result<Vec<MaintenanceTypeView>> {
        let wanted = Condition::all().add_option(only.map(|id| Column::Id.eq(id)));
        let mut rows = Entity::find().filter(wanted).all(db).await?;
        rows.sort_by_cached_key(|kind| (kind.position, sort_key(&kind.name)));
        let view = |t: entity::maintenance_type::Model| MaintenanceTypeView {
            id: t.id,
            name: t.name,
            description: t.description,
            colour: t.colour,
            icon: t.icon,
            position: t.position,
            updated_at: t.updated_at,
            version: t.version,
        };
        Ok(rows.into_iter().map(view).collect())
    }

    async fn check(&self, w: &Writer, stored: Option<&MaintenanceTypeView>) -> Result<Row<Self>> {
        let new = self.parse()?;
        let position = match (new.position, stored) {
            (None, None) => Some(w.place_behind::<Entity>(Column::Position, Condition::all()).await?),
            (position, _) => position,
        };
        Ok(ActiveModel {
            name_folded: Set(text::fold(&new.name)),
            name: Set(new.name),
            description: Set(new.description),
            colour: Set(new.colour),
            icon: Set(new.icon),
            position: position.map_or(NotSet, Set),
            ..Default::default()
        })
    }
}
