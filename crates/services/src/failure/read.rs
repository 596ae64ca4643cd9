//! The selects of failures as they leave the server.

use super::FailureService;
use crate::{
    access::{Reader, Scope},
    failure_code,
    intervention::{self as work, assigned_to},
    keyset::{self, Ordering},
    local_time,
};
use domain::{
    Caller, Date, EquipmentId, EquipmentTypeId, Error, FailureCodeId, FailureId, Noun, Page, Permission,
    Result, SiteId, Timestamp,
    equipment::EquipmentRef,
    equipment_type::EquipmentTypeRef,
    failure::{Failure, FailureQuery, FailureRow, FailureState, FailureWork},
    failure_code::FailureCodeRef,
    intervention::InterventionStatus,
    site::SiteRef,
    span::Span,
};
use entity::{
    equipment, equipment_type,
    failure::{self, Column as F},
    failure_intervention::{self, Column as L},
    intervention::{self, Column as I},
    site,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, RelationTrait, Select,
    sea_query::{Condition, SelectStatement},
};
use std::collections::BTreeMap;

impl FailureService<'_> {
    /// One page of the list. At most four statements, one more when days bound it. Whoever sees only their own reports
    /// sees the failures of those.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] for a cursor that is not of this order.
    pub async fn list(&self, by: &Caller, query: &FailureQuery) -> Result<Page<FailureRow>> {
        let reader = self.0.read(by, Permission::InterventionRead)?;
        let filtered = filtered(&reader, query).await?;
        let by_start = Ordering::by(F::StartedAt, |f: &Listed| (f.started_at, f.id.0));
        let order = by_start.descending(query.descending);
        let page = keyset::page(reader.db, filtered, listed, &order, &query.window).await?;
        let Page { data, pagination } = page;
        let data = rows(reader.db, &reader.scope, data, self.0.now()).await?;
        Ok(Page { data, pagination })
    }

    /// One failure. At most three statements.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn get(&self, by: &Caller, id: FailureId) -> Result<FailureRow> {
        let reader = self.0.read(by, Permission::InterventionRead)?;
        one(reader.db, &reader.scope, id, self.0.now()).await
    }
}

/// Failures in the scope: of the caller's sites, and with `own` only those that their own interventions are about.
fn within(scope: &Scope) -> Condition {
    let sites = scope.filter_by_site_in_order((failure::Entity, F::SiteId));
    match scope.own {
        None => sites,
        Some(_) => sites.add(F::Id.in_subquery(of_work(scope, Condition::all()))),
    }
}

/// The failures that interventions of the scope are about which hold a condition.
fn of_work(scope: &Scope, holds: Condition) -> SelectStatement {
    failure_intervention::Entity::find()
        .select_only()
        .column(L::FailureId)
        .join(JoinType::InnerJoin, failure_intervention::Relation::Intervention.def())
        .filter(work::within(scope))
        .filter(holds)
        .into_query()
}

/// One failure of the scope as it is stored. One statement.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) async fn find<C: ConnectionTrait>(db: &C, scope: &Scope, id: FailureId) -> Result<failure::Model> {
    let found = failure::Entity::find_by_id(id).filter(within(scope)).one(db).await?;
    found.ok_or(Error::NotFound(Noun::Failure))
}

/// One failure of the scope as it leaves the server. At most three statements.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) async fn one<C: ConnectionTrait>(
    db: &C,
    scope: &Scope,
    id: FailureId,
    now: Timestamp,
) -> Result<FailureRow> {
    let found = listed(failure::Entity::find_by_id(id).filter(within(scope)));
    let found = found.into_model::<Listed>().all(db).await?;
    rows(db, scope, found, now).await?.pop().ok_or(Error::NotFound(Noun::Failure))
}

/// How many failures of the scope are not repaired, one more than the cap at most, and whether one of them stops its machine.
/// Two statements.
pub(crate) async fn open(reader: &Reader<'_>) -> Result<(i64, bool)> {
    let open = || failure::Entity::find().filter(within(&reader.scope)).filter(stands(&[FailureState::Open]));
    let count = keyset::count(reader.db, open()).await?;
    if count == 0 {
        return Ok((0, false));
    }
    let stopping = open().filter(F::Stops.eq(true)).select_only().column(F::Id).limit(1);
    let stopping: Option<FailureId> = stopping.into_tuple().one(reader.db).await?;
    Ok((count, stopping.is_some()))
}

/// What the caller sees of what the query asks for.
async fn filtered(reader: &Reader<'_>, query: &FailureQuery) -> Result<Select<failure::Entity>> {
    let found = failure::Entity::find().filter(within(&reader.scope)).filter(filters(query, &reader.scope));
    if query.from.is_none() && query.to.is_none() {
        return Ok(found);
    }
    let sites = site::Entity::find()
        .filter(reader.scope.filter_by_site((site::Entity, site::Column::Id)))
        .all(reader.db)
        .await?;
    Ok(found.filter(days((query.from, query.to), &sites)))
}

fn filters(query: &FailureQuery, scope: &Scope) -> Condition {
    let mut all = Condition::all().add(stands(&query.state));
    if let Some(stops) = query.stops {
        all = all.add(F::Stops.eq(stops));
    }
    if !query.site.is_empty() {
        all = all.add(keyset::among((failure::Entity, F::SiteId), query.site.iter().copied()));
    }
    if !query.equipment.is_empty() {
        all = all.add(F::EquipmentId.is_in(query.equipment.iter().copied()));
    }
    if !query.equipment_type.is_empty() {
        let of_types = equipment::Entity::find()
            .select_only()
            .column(equipment::Column::Id)
            .filter(equipment::Column::TypeId.is_in(query.equipment_type.iter().copied()));
        all = all.add(F::EquipmentId.in_subquery(of_types.into_query()));
    }
    if query.priority.is_empty() && query.technician.is_empty() {
        return all;
    }
    let mut work = Condition::all().add(I::Status.ne(InterventionStatus::Cancelled));
    if !query.priority.is_empty() {
        work = work.add(I::Priority.is_in(query.priority.iter().copied()));
    }
    if !query.technician.is_empty() {
        work = work.add(assigned_to(query.technician.iter().copied()));
    }
    all.add(F::Id.in_subquery(of_work(scope, work)))
}

/// Where they stand; all but the withdrawn ones unless asked.
fn stands(states: &[FailureState]) -> Condition {
    let valid = || Condition::all().add(F::WithdrawnAt.is_null());
    if states.is_empty() {
        return valid();
    }
    states.iter().fold(Condition::any(), |any, state| {
        any.add(match state {
            FailureState::Open => valid().add(F::RestoredAt.is_null()),
            FailureState::Restored => valid().add(F::RestoredAt.is_not_null()),
            FailureState::Withdrawn => Condition::all().add(F::WithdrawnAt.is_not_null()),
        })
    })
}

/// The days asked for, each on its own site's calendar.
fn days((from, to): (Option<Date>, Option<Date>), sites: &[site::Model]) -> Condition {
    sites.iter().fold(Condition::any(), |any, site| {
        let zone = local_time::zone(&site.timezone);
        let mut on_site = Condition::all().add(F::SiteId.eq(site.id));
        if let Some(from) = from.and_then(|day| local_time::start_of_day(day, &zone)) {
            on_site = on_site.add(F::StartedAt.gte(from));
        }
        let after = to.and_then(|day| day.tomorrow().ok()).map(Date);
        if let Some(end) = after.and_then(|day| local_time::start_of_day(day, &zone)) {
            on_site = on_site.add(F::StartedAt.lt(end));
        }
        any.add(on_site)
    })
}

#[derive(Clone, Debug, FromQueryResult)]
struct Listed {
    id: FailureId,
    title: String,
    equipment_id: EquipmentId,
    equipment_code: String,
    equipment_name: String,
    type_id: Option<EquipmentTypeId>,
    type_name: Option<String>,
    site_id: SiteId,
    site_code: String,
    site_name: String,
    timezone: String,
    stops: bool,
    started_at: Timestamp,
    running_again_at: Option<Timestamp>,
    restored_at: Option<Timestamp>,
    withdrawn_at: Option<Timestamp>,
    duplicate_of: Option<FailureId>,
    mode_id: Option<FailureCodeId>,
    mechanism_id: Option<FailureCodeId>,
    cause_id: Option<FailureCodeId>,
    external: bool,
    version: i64,
}

fn listed(select: Select<failure::Entity>) -> Select<failure::Entity> {
    select
        .select_only()
        .columns([
            F::Id,
            F::Title,
            F::EquipmentId,
            F::SiteId,
            F::Stops,
            F::StartedAt,
            F::RunningAgainAt,
            F::RestoredAt,
            F::WithdrawnAt,
            F::DuplicateOf,
            F::ModeId,
            F::MechanismId,
            F::CauseId,
            F::External,
            F::Version,
        ])
        .column_as(equipment::Column::Code, "equipment_code")
        .column_as(equipment::Column::Name, "equipment_name")
        .column_as(equipment::Column::TypeId, "type_id")
        .column_as(equipment_type::Column::Name, "type_name")
        .column_as(site::Column::Code, "site_code")
        .column_as(site::Column::Name, "site_name")
        .column_as(site::Column::Timezone, "timezone")
        .join(JoinType::InnerJoin, failure::Relation::Equipment.def())
        .join(JoinType::InnerJoin, failure::Relation::Site.def())
        .join(JoinType::LeftJoin, equipment::Relation::Type.def())
}

/// The rows with their codes and the interventions that the caller sees. Two statements at most.
async fn rows<C: ConnectionTrait>(
    db: &C,
    scope: &Scope,
    found: Vec<Listed>,
    now: Timestamp,
) -> Result<Vec<FailureRow>> {
    if found.is_empty() {
        return Ok(vec![]);
    }
    let ids = found.iter().flat_map(|f| [f.mode_id, f.mechanism_id, f.cause_id]).flatten();
    let codes = failure_code::named(db, ids.collect()).await?;
    let links = failure_intervention::Entity::find()
        .find_also_related(intervention::Entity)
        .filter(L::FailureId.is_in(found.iter().map(|f| f.id)))
        .filter(work::within(scope))
        .order_by_asc(L::InterventionId)
        .all(db)
        .await?;
    let mut of: BTreeMap<FailureId, Vec<FailureWork>> = BTreeMap::new();
    for (link, row) in links {
        let Some(i) = row else { continue };
        let one = FailureWork { id: i.id, code: i.code, status: i.status, priority: i.priority };
        of.entry(link.failure_id).or_default().push(one);
    }
    Ok(found.into_iter().map(|f| f.row(&codes, of.remove(&f.id).unwrap_or_default(), now)).collect())
}

impl Listed {
    fn row(
        &self,
        codes: &BTreeMap<FailureCodeId, FailureCodeRef>,
        interventions: Vec<FailureWork>,
        now: Timestamp,
    ) -> FailureRow {
        let f = self.clone();
        let zone = local_time::zone(&f.timezone);
        let local = |at: Option<Timestamp>| at.map(|at| local_time::local(at, &zone));
        let code = |id: Option<FailureCodeId>| codes.get(&id?).cloned();
        let facts = Failure {
            started_at: f.started_at,
            stops: f.stops,
            running_again_at: f.running_again_at,
            restored_at: f.restored_at,
            withdrawn: f.withdrawn_at.is_some(),
        };
        FailureRow {
            id: f.id,
            title: f.title,
            equipment: EquipmentRef { id: f.equipment_id, code: f.equipment_code, name: f.equipment_name },
            equipment_type: f.type_id.zip(f.type_name).map(|(id, name)| EquipmentTypeRef { id, name }),
            site: SiteRef { id: f.site_id, code: f.site_code, name: f.site_name },
            stops: f.stops,
            started_at: f.started_at,
            started_local: local_time::local(f.started_at, &zone),
            running_again_at: f.running_again_at,
            running_again_local: local(f.running_again_at),
            restored_at: f.restored_at,
            restored_local: local(f.restored_at),
            withdrawn: f.withdrawn_at.is_some(),
            duplicate_of: f.duplicate_of,
            downtime_seconds: facts.standstill(now).map_or(0, Span::seconds),
            mode: code(f.mode_id),
            mechanism: code(f.mechanism_id),
            cause: code(f.cause_id),
            external: f.external,
            interventions,
            version: f.version,
        }
    }
}
