//! Use cases of production lines.

use crate::{
    Services,
    access::Writer,
    audit, reference,
    undo::{self, Before, Row},
    unique,
};
use domain::{
    Caller, Error, FieldCode, LineId, Noun, Permission, Result, SiteId,
    audit::{Action, Change},
    production_line::{LineDraft, LineView, NewLine},
    reference::LINES,
    site::SiteRef,
};
use entity::{equipment, production_line, site};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, sea_query::Condition,
};
use std::collections::HashMap;

const UNIQUE: &[(&str, &str, &str)] = &[("production_lines_code", "code", "code")];

/// Production lines: list, read, create, change, delete.
pub struct LineService<'a>(pub(crate) &'a Services);

impl LineService<'_> {
    /// Lines of the caller's sites, or of one of them, by site and code. Two statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn list(&self, by: &Caller, site: Option<SiteId>) -> Result<Vec<LineView>> {
        let reader = self.0.read(by, Permission::SiteRead)?;
        let mut within = reader.scope.on((production_line::Entity, production_line::Column::SiteId));
        if let Some(site) = site {
            within = within.add(production_line::Column::SiteId.eq(site));
        }
        views(reader.db, within).await
    }

    /// # Errors
    /// [`Error::NotFound`].
    pub async fn get(&self, by: &Caller, id: LineId) -> Result<LineView> {
        let reader = self.0.read(by, Permission::SiteRead)?;
        let within = reader.scope.on((production_line::Entity, production_line::Column::SiteId));
        one(reader.db, within, id).await
    }

    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub async fn create(&self, by: &Caller, draft: &LineDraft) -> Result<LineView> {
        let mut w = self.0.write(by, Permission::StructureWrite).await?;
        let new = draft.parse()?;
        let known = site::Entity::find_by_id(new.site_id).count(w.tx()).await? > 0;
        if !known || !w.scope.sites.contains(new.site_id) {
            return Err(Error::field("site_id", FieldCode::NotFound));
        }
        let mut row = values(&new, &w);
        row.site_id = Set(new.site_id);
        row.version = Set(1);
        row.created_at = Set(w.now);
        row.created_by = Set(by.user_id());
        let saved = row.insert(w.tx()).await.map_err(|e| unique::to_field_error(e, UNIQUE))?;
        let view = one(w.tx(), Condition::all(), saved.id).await?;
        let change = Change::new(Action::Created, Noun::ProductionLine, saved.id.0, Some(saved.site_id));
        w.record(change.after(audit::json(&LineDraft::from(&view))));
        w.commit().await?;
        Ok(view)
    }

    /// Changes a line; its site stays.
    ///
    /// # Errors
    /// [`Error::Stale`], [`Error::Invalid`], [`Error::NotFound`].
    pub async fn update(&self, by: &Caller, id: LineId, draft: &LineDraft) -> Result<LineView> {
        let mut w = self.0.write(by, Permission::StructureWrite).await?;
        w.hold::<production_line::Entity>(id).await?;
        let stored = one(w.tx(), scope(&w), id).await?;
        let before = LineDraft::from(&stored);
        audit::same_version(draft, &before, &draft.version, stored.version)?;
        let new = draft.parse()?;
        if new.site_id != stored.site.id {
            return Err(Error::field("site_id", FieldCode::NotAllowed));
        }
        let mut row = values(&new, &w);
        row.id = Set(id);
        row.version = Set(stored.version + 1);
        row.update(w.tx()).await.map_err(|e| unique::to_field_error(e, UNIQUE))?;
        let view = one(w.tx(), Condition::all(), id).await?;
        let change = Change::new(Action::Updated, Noun::ProductionLine, id.0, Some(stored.site.id));
        w.record(change.before(audit::json(&before)).after(audit::json(&LineDraft::from(&view))));
        w.commit().await?;
        Ok(view)
    }

    /// # Errors
    /// [`domain::Refusal::InUse`] with the equipment on it; [`Error::NotFound`].
    pub async fn delete(&self, by: &Caller, id: LineId) -> Result<()> {
        let mut w = self.0.write(by, Permission::StructureWrite).await?;
        w.hold::<production_line::Entity>(id).await?;
        let stored = one(w.tx(), scope(&w), id).await?;
        reference::refuse_if_used(&w, LINES, id.0).await?;
        if let Some(row) = production_line::Entity::find_by_id(id).one(w.tx()).await? {
            let (name, version) = (row.code.clone(), row.version);
            let row = Row { id: id.0, name, version, before: Before::DeletedLine(Box::new(row)) };
            undo::keep(&w, (Noun::ProductionLine, Action::Deleted), None, &[row]).await?;
        }
        production_line::Entity::delete_by_id(id).exec(w.tx()).await?;
        let change = Change::new(Action::Deleted, Noun::ProductionLine, id.0, Some(stored.site.id));
        w.record(change.before(audit::json(&LineDraft::from(&stored))));
        w.commit().await
    }
}

fn scope(w: &Writer) -> Condition {
    w.scope.on((production_line::Entity, production_line::Column::SiteId))
}

fn values(new: &NewLine, w: &Writer) -> production_line::ActiveModel {
    production_line::ActiveModel {
        code: Set(new.code.clone()),
        name: Set(new.name.clone()),
        description: Set(new.description.clone()),
        updated_at: Set(w.now),
        ..Default::default()
    }
}

async fn one<C: ConnectionTrait>(db: &C, within: Condition, id: LineId) -> Result<LineView> {
    let found = views(db, within.add(production_line::Column::Id.eq(id))).await?.pop();
    found.ok_or(Error::NotFound(Noun::ProductionLine))
}

async fn views<C: ConnectionTrait>(db: &C, within: Condition) -> Result<Vec<LineView>> {
    let rows = production_line::Entity::find()
        .find_also_related(site::Entity)
        .filter(within)
        .order_by_asc(site::Column::Code)
        .order_by_asc(production_line::Column::Code)
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
