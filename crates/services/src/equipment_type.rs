//! Use cases of equipment types.

use crate::{
    Services,
    access::{Scope, Writer},
    audit, reference,
    undo::{self, Before, Row},
    unique,
};
use domain::{
    Caller, EquipmentTypeId, Error, Noun, Permission, Result,
    audit::{Action, Change},
    equipment_type::{EquipmentTypeDraft, EquipmentTypeView, NewEquipmentType},
    reference::TYPES,
    text,
};
use entity::{equipment, equipment_type};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::HashMap;

const UNIQUE: &[(&str, &str, &str)] = &[("equipment_types_name", "name_folded", "name")];

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
        one(reader.db, &reader.scope, id).await
    }

    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub async fn create(&self, by: &Caller, draft: &EquipmentTypeDraft) -> Result<EquipmentTypeView> {
        let mut w = self.0.write(by, Permission::StructureWrite).await?;
        let mut row = values(&draft.parse()?, &w);
        row.version = Set(1);
        row.created_at = Set(w.now);
        row.created_by = Set(by.user_id());
        let saved = row.insert(w.tx()).await.map_err(|e| unique::to_field_error(e, UNIQUE))?;
        let view = one(w.tx(), &w.scope, saved.id).await?;
        let change = Change::new(Action::Created, Noun::EquipmentType, saved.id.0, None);
        w.record(change.after(audit::json(&EquipmentTypeDraft::from(&view))));
        w.commit().await?;
        Ok(view)
    }

    /// # Errors
    /// [`Error::Stale`], [`Error::Invalid`], [`Error::NotFound`].
    pub async fn update(
        &self,
        by: &Caller,
        id: EquipmentTypeId,
        draft: &EquipmentTypeDraft,
    ) -> Result<EquipmentTypeView> {
        let mut w = self.0.write(by, Permission::StructureWrite).await?;
        w.hold::<equipment_type::Entity>(id).await?;
        let stored = one(w.tx(), &w.scope, id).await?;
        let before = EquipmentTypeDraft::from(&stored);
        audit::same_version(draft, &before, &draft.version, stored.version)?;
        let mut row = values(&draft.parse()?, &w);
        row.id = Set(id);
        row.version = Set(stored.version + 1);
        row.update(w.tx()).await.map_err(|e| unique::to_field_error(e, UNIQUE))?;
        let view = one(w.tx(), &w.scope, id).await?;
        let change = Change::new(Action::Updated, Noun::EquipmentType, id.0, None);
        w.record(change.before(audit::json(&before)).after(audit::json(&EquipmentTypeDraft::from(&view))));
        w.commit().await?;
        Ok(view)
    }

    /// # Errors
    /// [`domain::Refusal::InUse`] with the equipment of this type, in any site; [`Error::NotFound`].
    pub async fn delete(&self, by: &Caller, id: EquipmentTypeId) -> Result<()> {
        let mut w = self.0.write(by, Permission::StructureWrite).await?;
        w.hold::<equipment_type::Entity>(id).await?;
        let stored = one(w.tx(), &w.scope, id).await?;
        reference::refuse_if_used(&w, TYPES, id.0).await?;
        if let Some(row) = equipment_type::Entity::find_by_id(id).one(w.tx()).await? {
            let (name, version) = (row.name.clone(), row.version);
            let row = Row { id: id.0, name, version, before: Before::DeletedType(Box::new(row)) };
            undo::keep(&w, (Noun::EquipmentType, Action::Deleted), None, &[row]).await?;
        }
        equipment_type::Entity::delete_by_id(id).exec(w.tx()).await?;
        let change = Change::new(Action::Deleted, Noun::EquipmentType, id.0, None);
        w.record(change.before(audit::json(&EquipmentTypeDraft::from(&stored))));
        w.commit().await
    }
}

fn values(new: &NewEquipmentType, w: &Writer) -> equipment_type::ActiveModel {
    equipment_type::ActiveModel {
        name: Set(new.name.clone()),
        name_folded: Set(text::fold(&new.name)),
        description: Set(new.description.clone()),
        updated_at: Set(w.now),
        ..Default::default()
    }
}

async fn one<C: ConnectionTrait>(db: &C, scope: &Scope, id: EquipmentTypeId) -> Result<EquipmentTypeView> {
    views(db, scope, Some(id)).await?.pop().ok_or(Error::NotFound(Noun::EquipmentType))
}

async fn views<C: ConnectionTrait>(
    db: &C,
    scope: &Scope,
    id: Option<EquipmentTypeId>,
) -> Result<Vec<EquipmentTypeView>> {
    let mut select = equipment_type::Entity::find();
    if let Some(id) = id {
        select = select.filter(equipment_type::Column::Id.eq(id));
    }
    let rows = select.order_by_asc(equipment_type::Column::NameFolded).all(db).await?;
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
