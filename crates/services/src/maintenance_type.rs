//! Use cases of maintenance types.

use crate::{
    Services,
    access::{Scope, Writer},
    record::Record,
    undo::Before,
    unique::UniqueIndex,
};
use domain::{
    Caller, Error, MaintenanceTypeId, Noun, Permission, Result,
    key::sort_key,
    maintenance_type::{LAST_POSITION, MaintenanceTypeDraft, MaintenanceTypeView},
    text,
};
use entity::maintenance_type::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    DatabaseTransaction, EntityTrait, QueryOrder, QuerySelect,
};

/// Maintenance types: list, read, create, change, delete.
pub struct MaintenanceTypeService<'a>(pub(crate) &'a Services);

impl MaintenanceTypeService<'_> {
    /// Every type, in its order. One statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn list(&self, by: &Caller) -> Result<Vec<MaintenanceTypeView>> {
        let reader = self.0.read(by, Permission::SiteRead)?;
        let mut rows = Entity::find().all(reader.db).await?;
        rows.sort_by_cached_key(|kind| (kind.position, sort_key(&kind.name)));
        Ok(rows.into_iter().map(view).collect())
    }

    /// # Errors
    /// [`Error::NotFound`].
    pub async fn get(&self, by: &Caller, id: MaintenanceTypeId) -> Result<MaintenanceTypeView> {
        let reader = self.0.read(by, Permission::SiteRead)?;
        let row = Entity::find_by_id(id).one(reader.db).await?;
        row.map(view).ok_or(Error::NotFound(Noun::MaintenanceType))
    }

    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub async fn create(&self, by: &Caller, draft: &MaintenanceTypeDraft) -> Result<MaintenanceTypeView> {
        self.0.create_record::<Entity>(by, draft).await
    }

    /// # Errors
    /// [`Error::Stale`], [`Error::Invalid`], [`Error::NotFound`].
    pub async fn update(
        &self,
        by: &Caller,
        id: MaintenanceTypeId,
        draft: &MaintenanceTypeDraft,
    ) -> Result<MaintenanceTypeView> {
        self.0.update_record::<Entity>(by, id, draft).await
    }

    /// # Errors
    /// [`domain::Refusal::InUse`]; [`Error::NotFound`].
    pub async fn delete(&self, by: &Caller, id: MaintenanceTypeId) -> Result<()> {
        self.0.delete_record::<Entity>(by, id).await
    }
}

impl Record for Entity {
    const NOUN: Noun = Noun::MaintenanceType;
    const WRITE: Permission = Permission::StructureWrite;
    const UNIQUE: &'static [UniqueIndex] = &[("maintenance_types_name", "name_folded", "name")];
    type Id = MaintenanceTypeId;
    type View = MaintenanceTypeView;
    type Draft = MaintenanceTypeDraft;

    async fn read(
        tx: &DatabaseTransaction,
        _scope: &Scope,
        id: MaintenanceTypeId,
    ) -> Result<Option<MaintenanceTypeView>> {
        Ok(Entity::find_by_id(id).one(tx).await?.map(view))
    }

    async fn check(
        w: &Writer,
        draft: &MaintenanceTypeDraft,
        stored: Option<&MaintenanceTypeView>,
    ) -> Result<ActiveModel> {
        let new = draft.parse()?;
        let position = match (new.position, stored) {
            (Some(position), _) => Some(position as i32),
            (None, Some(_)) => None,
            (None, None) => Some(behind_the_last(w).await?),
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

    async fn kept(_w: &Writer, row: Model) -> Result<Option<(String, Before)>> {
        Ok(Some((row.name.clone(), Before::DeletedMaintenanceType(Box::new(row)))))
    }
}

async fn behind_the_last(w: &Writer) -> Result<i32> {
    let last = Entity::find().order_by_desc(Column::Position).limit(1).one(w.tx()).await?;
    Ok(last.map_or(0, |last| (last.position + 1).min(LAST_POSITION as i32)))
}

fn view(t: Model) -> MaintenanceTypeView {
    MaintenanceTypeView {
        id: t.id,
        name: t.name,
        description: t.description,
        colour: t.colour,
        icon: t.icon,
        position: t.position,
        updated_at: t.updated_at,
        version: t.version,
    }
}
