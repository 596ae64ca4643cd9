//! Use cases of production lines.

use crate::{
    Services,
    access::{Scope, Writer},
    record::Record,
    undo::Before,
    unique::UniqueIndex,
};
use domain::{
    Caller, Error, FieldCode, LineId, Noun, Permission, Result, SiteId,
    key::code_key,
    production_line::{LineDraft, LineView},
    site::SiteRef,
};
use entity::{
    equipment,
    production_line::{ActiveModel, Column, Entity, Model},
    site,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, sea_query::Condition,
};
use std::collections::HashMap;

/// Production lines: list, read, create, change, delete.
pub struct LineService<'a>(pub(crate) &'a Services);

impl LineService<'_> {
    /// Lines of the caller's sites, or of one of them, by site and code. Two statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn list(&self, by: &Caller, site: Option<SiteId>) -> Result<Vec<LineView>> {
        let reader = self.0.read(by, Permission::SiteRead)?;
        let mut within = reader.scope.on((Entity, Column::SiteId));
        if let Some(site) = site {
            within = within.add(Column::SiteId.eq(site));
        }
        views(reader.db, within).await
    }

    /// # Errors
    /// [`Error::NotFound`].
    pub async fn get(&self, by: &Caller, id: LineId) -> Result<LineView> {
        let reader = self.0.read(by, Permission::SiteRead)?;
        let within = reader.scope.on((Entity, Column::SiteId));
        let found = views(reader.db, within.add(Column::Id.eq(id))).await?.pop();
        found.ok_or(Error::NotFound(Noun::ProductionLine))
    }

    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub async fn create(&self, by: &Caller, draft: &LineDraft) -> Result<LineView> {
        self.0.create_record::<Entity>(by, draft).await
    }

    /// Changes a line; its site stays.
    ///
    /// # Errors
    /// [`Error::Stale`], [`Error::Invalid`], [`Error::NotFound`].
    pub async fn update(&self, by: &Caller, id: LineId, draft: &LineDraft) -> Result<LineView> {
        self.0.update_record::<Entity>(by, id, draft).await
    }

    /// # Errors
    /// [`domain::Refusal::InUse`] with the equipment on it; [`Error::NotFound`].
    pub async fn delete(&self, by: &Caller, id: LineId) -> Result<()> {
        self.0.delete_record::<Entity>(by, id).await
    }
}

impl Record for Entity {
    const NOUN: Noun = Noun::ProductionLine;
    const WRITE: Permission = Permission::StructureWrite;
    const UNIQUE: &'static [UniqueIndex] = &[("production_lines_code", "code_key", "code")];
    type Id = LineId;
    type View = LineView;
    type Draft = LineDraft;

    async fn read(tx: &DatabaseTransaction, _scope: &Scope, id: LineId) -> Result<Option<LineView>> {
        Ok(views(tx, Column::Id.eq(id).into()).await?.pop())
    }

    async fn check(w: &Writer, draft: &LineDraft, stored: Option<&LineView>) -> Result<ActiveModel> {
        let new = draft.parse()?;
        if stored.is_some_and(|line| line.site.id != new.site_id) {
            return Err(Error::field("site_id", FieldCode::NotAllowed));
        }
        let known = w.hold_reference::<site::Entity>(new.site_id).await?.is_some();
        if !known || !w.scope.sites.contains(new.site_id) {
            return Err(Error::field("site_id", FieldCode::NotFound));
        }
        Ok(ActiveModel {
            site_id: Set(new.site_id),
            code_key: Set(code_key(&new.code)),
            code: Set(new.code),
            name: Set(new.name),
            description: Set(new.description),
            ..Default::default()
        })
    }

    async fn kept(_w: &Writer, row: Model) -> Result<Option<(String, Before)>> {
        Ok(Some((row.code.clone(), Before::DeletedLine(Box::new(row)))))
    }
}

async fn views<C: ConnectionTrait>(db: &C, within: Condition) -> Result<Vec<LineView>> {
    let rows = Entity::find()
        .find_also_related(site::Entity)
        .filter(within)
        .order_by_asc(site::Column::CodeKey)
        .order_by_asc(Column::CodeKey)
        .all(db)
        .await?;
    let counts: HashMap<LineId, i64> = equipment::Entity::find()
        .select_only()
        .column(equipment::Column::LineId)
        .column_as(equipment::Column::Id.count(), "count")
        .filter(equipment::Column::LineId.is_in(rows.iter().map(|(l, _)| l.id)))
        .filter(equipment::Column::RetiredAt.is_null())
        .group_by(equipment::Column::LineId)
        .into_tuple::<(LineId, i64)>()
        .all(db)
        .await?
        .into_iter()
        .collect();
    Ok(rows
        .into_iter()
        .filter_map(|(l, site)| {
            let site = site?;
            Some(LineView {
                equipment_count: counts.get(&l.id).copied().unwrap_or(0),
                id: l.id,
                site: SiteRef { id: site.id, code: site.code, name: site.name },
                code: l.code,
                name: l.name,
                description: l.description,
                updated_at: l.updated_at,
                version: l.version,
            })
        })
        .collect())
}
