//! The only selects on imports. An import is seen by whoever uploaded it, and by administrators.

use super::{ImportService, task};
use crate::{
    access::Scope,
    keyset::{self, Ordering},
    local_time,
};
use domain::{
    Caller, Error, ImportId, JobId, Noun, Page, Permission, Result, SiteId, Timestamp, UserId,
    access::{Actor, Role},
    import::{ImportRowErrors, ImportView, MAX_ROW_ERRORS},
    page::Window,
    site::SiteRef,
};
use entity::{import, import_row, site, user};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Condition,
};
use std::collections::HashMap;

/// Imports that the caller may see.
fn within(scope: &Scope, by: &Caller) -> Condition {
    let sites = scope.filter_by_site((import::Entity, import::Column::SiteId));
    match &by.actor {
        Actor::User(user) if by.role != Role::Admin => sites.add(import::Column::CreatedBy.eq(*user)),
        _ => sites,
    }
}

/// # Errors
/// [`Error::NotFound`] for what is not the caller's.
pub(super) async fn find<C: ConnectionTrait>(
    db: &C,
    scope: &Scope,
    by: &Caller,
    id: ImportId,
) -> Result<import::Model> {
    let found = import::Entity::find_by_id(id).filter(within(scope, by)).one(db).await?;
    found.ok_or(Error::NotFound(Noun::Import))
}

pub(super) async fn view<C: ConnectionTrait>(
    db: &C,
    scope: &Scope,
    by: &Caller,
    id: ImportId,
    now: Timestamp,
) -> Result<ImportView> {
    let found = find(db, scope, by, id).await?;
    views(db, vec![found], now).await?.pop().ok_or(Error::NotFound(Noun::Import))
}

async fn views<C: ConnectionTrait>(
    db: &C,
    rows: Vec<import::Model>,
    now: Timestamp,
) -> Result<Vec<ImportView>> {
    let sites = rows.iter().map(|i| i.site_id);
    let sites: HashMap<SiteId, site::Model> = site::Entity::find()
        .filter(site::Column::Id.is_in(sites))
        .all(db)
        .await?
        .into_iter()
        .map(|s| (s.id, s))
        .collect();
    let people = rows.iter().filter_map(|i| i.created_by);
    let people: HashMap<UserId, String> = user::Entity::find()
        .filter(user::Column::Id.is_in(people))
        .all(db)
        .await?
        .into_iter()
        .map(|u| (u.id, u.name()))
        .collect();
    let asked: Vec<JobId> = rows.iter().filter(|i| i.state.is_running()).filter_map(|i| i.job_id).collect();
    let alive = task::alive(db, asked.iter().copied(), now).await?;
    let is_dead = |i: &import::Model| {
        i.state.is_running() && i.job_id.is_none_or(|job| asked.contains(&job) && !alive.contains(&job))
    };
    let mut finished = changed(db, rows.iter().filter(|i| is_dead(i)).map(|i| i.id)).await?;
    Ok(rows
        .into_iter()
        .map(|i| finished.remove(&i.id).unwrap_or(i))
        .filter_map(|i| {
            let site = sites.get(&i.site_id)?;
            let zone = local_time::zone(&site.timezone);
            Some(ImportView {
                interrupted: is_dead(&i),
                has_refused_file: i.rows_refused > 0
                    && (i.state == domain::import::ImportState::Checked
                        || i.state == domain::import::ImportState::Committed),
                id: i.id,
                kind: i.kind,
                site: SiteRef { id: site.id, code: site.code.clone(), name: site.name.clone() },
                currency: site.currency.clone(),
                state: i.state,
                file_name: i.file_name,
                file_size: i.file_size,
                file_sha256: i.file_sha256,
                mapping: serde_json::from_str(&i.mapping).ok(),
                rows_total: i.rows_total,
                rows_done: i.rows_done,
                rows_new: i.rows_new,
                rows_known: i.rows_known,
                rows_refused: i.rows_refused,
                equipment_new: i.equipment_new,
                types_new: i.types_new,
                rows_kept: i.rows_kept,
                refusals: i
                    .refusals
                    .as_deref()
                    .and_then(|r| serde_json::from_str(r).ok())
                    .unwrap_or_default(),
                failure: i.failure.as_deref().and_then(|f| serde_json::from_str(f).ok()),
                created_by: i.created_by.and_then(|u| people.get(&u).cloned()),
                created_at: i.created_at,
                created_local: local_time::local(i.created_at, &zone),
                finished_at: i.finished_at,
                finished_local: i.finished_at.map(|at| local_time::local(at, &zone)),
                version: i.version,
            })
        })
        .collect())
}

/// Imports whose jobs seem to be over as they are now: a job may have ended after its import was read and before the job was.
/// No statement for none.
async fn changed<C: ConnectionTrait>(
    db: &C,
    ids: impl Iterator<Item = ImportId>,
) -> Result<HashMap<ImportId, import::Model>> {
    let ids: Vec<ImportId> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = import::Entity::find().filter(import::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|i| (i.id, i)).collect())
}

impl ImportService<'_> {
    /// One page of the imports that the caller may see, the newest first. Four statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] for a cursor that is not of this list.
    pub async fn list(&self, by: &Caller, window: &Window) -> Result<Page<ImportView>> {
        let reader = self.0.read(by, Permission::ImportRun)?;
        let newest_first =
            Ordering::by(import::Column::CreatedAt, |i: &import::Model| (i.created_at, i.id.0))
                .descending(true);
        let filtered = import::Entity::find().filter(within(&reader.scope, by));
        let page = keyset::page(reader.db, filtered, |s| s, &newest_first, window).await?;
        Ok(Page { data: views(reader.db, page.data, self.0.now()).await?, pagination: page.pagination })
    }

    /// One import, with where it stands. Three statements.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for what somebody else uploaded.
    pub async fn get(&self, by: &Caller, id: ImportId) -> Result<ImportView> {
        let reader = self.0.read(by, Permission::ImportRun)?;
        view(reader.db, &reader.scope, by, id, self.0.now()).await
    }

    /// The refused rows, and those that come in without some field, by line, as far as they are kept: the
    /// first 5,000.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn row_errors(
        &self,
        by: &Caller,
        id: ImportId,
        window: &Window,
    ) -> Result<Page<ImportRowErrors>> {
        let reader = self.0.read(by, Permission::ImportRun)?;
        let stored = find(reader.db, &reader.scope, by, id).await?;
        let told = import_row::Entity::find().filter(import_row::Column::ImportId.eq(id));
        let total = i64::try_from(told.clone().count(reader.db).await?).unwrap_or(MAX_ROW_ERRORS);
        let rows = told
            .order_by_asc(import_row::Column::Line)
            .order_by_asc(import_row::Column::Id)
            .offset(window.offset)
            .limit(u64::from(window.limit))
            .all(reader.db)
            .await?;
        let data = rows.into_iter().map(|r| ImportRowErrors {
            line: r.line,
            errors: serde_json::from_str(&r.errors).unwrap_or_default(),
        });
        let pagination = domain::Pagination {
            limit: window.limit,
            offset: window.offset,
            total,
            total_capped: stored.rows_refused > total,
            ..Default::default()
        };
        Ok(Page { data: data.collect(), pagination })
    }
}
