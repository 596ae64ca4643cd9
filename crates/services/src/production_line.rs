//! Production lines: what is their own beside [`Record`].

use crate::{
    access::{Scope, Writer},
    record::{Model, Record, Records, Row},
    unique::UniqueIndex,
};
use domain::{
    Caller, Error, FieldCode, LineId, Result, SiteId,
    key::code_key,
    production_line::{LineDraft, LineView},
    record::RecordDraft,
    site::SiteRef,
    undo::Obstacle,
};
use entity::{
    equipment,
    production_line::{ActiveModel, Column, Entity},
    site,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::HashMap;

impl Records<'_, LineDraft> {
    /// Lines of the caller's sites, or of one of them, by site and code. Two statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn list(&self, by: &Caller, site: Option<SiteId>) -> Result<Vec<LineView>> {
        let reader = self.0.read(by, LineDraft::READ)?;
        let within = reader.scope.filter_by_site((Entity, Column::SiteId));
        views(reader.db, within.add_option(site.map(|site| Column::SiteId.eq(site)))).await
    }
}

impl Record for LineDraft {
    type Entity = Entity;
    const UNIQUE: &'static [UniqueIndex] = &[("production_lines_code", &["site_id", "code_key"], "code")];

    async fn views<C: ConnectionTrait>(db: &C, scope: &Scope, only: Option<LineId>) -> Result<Vec<LineView>> {
        let all = || scope.filter_by_site((Entity, Column::SiteId));
        views(db, only.map_or_else(all, |id| Column::Id.eq(id).into())).await
    }

    async fn check(&self, w: &Writer, stored: Option<&LineView>) -> Result<Row<Self>> {
        let new = self.parse()?;
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

    async fn obstacle(w: &Writer, row: &Model<Self>) -> Result<Option<Obstacle>> {
        w.site_obstacle(row.site_id).await
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
