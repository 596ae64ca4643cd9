//! Use cases of equipment types.

use crate::{
    Services,
    access::{Scope, Writer},
    record::Record,
    undo::Before,
    unique::UniqueIndex,
};
use domain::{
    Caller, EquipmentTypeId, Error, Noun, Permission, Result,
    equipment_type::{EquipmentTypeDraft, EquipmentTypeView},
    key::sort_by_name,
    text,
};
use entity::{
    equipment,
    equipment_type::{self, ActiveModel, Entity, Model},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QuerySelect,
};
use std::collections::HashMap;

/// Equipment types: list, read, create, change, delete.
pub struct EquipmentTypeService<'a>(pub(crate) &'a Services);

impl EquipmentTypeService<'_> {
    /// Every type by name; the counts are of the caller's sites. Two statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn list(&self, by: &Caller) -> Result<Vec<EquipmentTypeView>> {
        let reader = self.0.read(by, Permission::SiteRead)?;
        views(reader.db, &reader.scope, None).await
    }

    /// # Errors
    /// [`Error::NotFound`].
    pub async fn get(&self, by: &Caller, id: EquipmentTypeId) -> Result<EquipmentTypeView> {
        let reader = self.0.read(by, Permission::SiteRead)?;
        views(reader.db, &reader.scope, Some(id)).await?.pop().ok_or(Error::NotFound(Noun::EquipmentType))
    }

    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub async fn create(&self, by: &Caller, draft: &EquipmentTypeDraft) -> Result<EquipmentTypeView> {
        self.0.create_record::<Entity>(by, draft).await
    }

    /// # Errors
    /// [`Error::Stale`], [`Error::Invalid`], [`Error::NotFound`].
    pub async fn update(
        &self,
        by: &Caller,
        id: EquipmentTypeId,
        draft: &EquipmentTypeDraft,
    ) -> Result<EquipmentTypeView> {
        self.0.update_record::<Entity>(by, id, draft).await
    }

    /// # Errors
    /// [`domain::Refusal::InUse`] with the equipment of this type, in any site; [`Error::NotFound`].
    pub async fn delete(&self, by: &Caller, id: EquipmentTypeId) -> Result<()> {
        self.0.delete_record::<Entity>(by, id).await
    }
}

impl Record for Entity {
    const NOUN: Noun = Noun::EquipmentType;
    const WRITE: Permission = Permission::StructureWrite;
    const UNIQUE: &'static [UniqueIndex] = &[("equipment_types_name", "name_folded", "name")];
    type Id = EquipmentTypeId;
    type View = EquipmentTypeView;
    type Draft = EquipmentTypeDraft;

    async fn read(
        tx: &DatabaseTransaction,
        scope: &Scope,
        id: EquipmentTypeId,
    ) -> Result<Option<EquipmentTypeView>> {
        Ok(views(tx, scope, Some(id)).await?.pop())
    }

    async fn check(
        _w: &Writer,
        draft: &EquipmentTypeDraft,
        _stored: Option<&EquipmentTypeView>,
    ) -> Result<ActiveModel> {
        let new = draft.parse()?;
        Ok(ActiveModel {
            name_folded: Set(text::fold(&new.name)),
            name: Set(new.name),
            description: Set(new.description),
            ..Default::default()
        })
    }

    async fn kept(_w: &Writer, row: Model) -> Result<Option<(String, Before)>> {
        Ok(Some((row.name.clone(), Before::DeletedType(Box::new(row)))))
    }
}

async fn views<C: ConnectionTrait>(
    db: &C,
    scope: &Scope,
    id: Option<EquipmentTypeId>,
) -> Result<Vec<EquipmentTypeView>> {
    let mut select = Entity::find();
    if let Some(id) = id {
        select = select.filter(equipment_type::Column::Id.eq(id));
    }
    let mut rows = select.all(db).await?;
    sort_by_name(&mut rows, |kind| &kind.name);
    let counts: HashMap<EquipmentTypeId, i64> = equipment::Entity::find()
        .select_only()
        .column(equipment::Column::TypeId)
        .column_as(equipment::Column::Id.count(), "count")
        .filter(equipment::Column::TypeId.is_in(rows.iter().map(|t| t.id)))
        .filter(equipment::Column::RetiredAt.is_null())
        .filter(scope.on((equipment::Entity, equipment::Column::SiteId)))
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
