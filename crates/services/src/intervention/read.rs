//! The only selects on interventions.

use super::InterventionService;
use crate::{
    access::{Reader, Scope},
    keyset::{self, Key, Kind, Ordering},
    local_time, search,
};
use domain::{
    Caller, EquipmentId, Error, InterventionId, Money, Noun, Page, Permission, Result, SiteId, Timestamp,
    equipment::EquipmentRef,
    intervention::{
        InterventionDetail, InterventionKind, InterventionQuery, InterventionRow, InterventionSort,
        InterventionStatus, Priority,
    },
    page::Cursor,
    site::SiteRef,
};
use entity::{equipment, intervention, site, user};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect,
    RelationTrait, Select, sea_query::Condition,
};

/// Interventions in the scope: of the caller's sites, and with `own` only those that they requested.
pub(crate) fn within(scope: &Scope) -> Condition {
    let sites = scope.along((intervention::Entity, intervention::Column::SiteId));
    match scope.own {
        None => sites,
        Some(user) => sites.add(intervention::Column::RequestedBy.eq(user)),
    }
}

fn filters<D: ConnectionTrait>(db: &D, query: &InterventionQuery) -> Condition {
    use intervention::Column as C;
    let mut all = search::holds(db, (C::Id, C::SearchText), "interventions_search", &query.q);
    if !query.site.is_empty() {
        all = all.add(keyset::among((intervention::Entity, C::SiteId), query.site.iter().copied()));
    }
    if !query.equipment.is_empty() {
        all = all.add(C::EquipmentId.is_in(query.equipment.iter().copied()));
    }
    if !query.kind.is_empty() {
        all = all.add(C::Kind.is_in(query.kind.iter().copied()));
    }
    if !query.status.is_empty() {
        all = all.add(C::Status.is_in(query.status.iter().copied()));
    }
    if !query.priority.is_empty() {
        all = all.add(C::Priority.is_in(query.priority.iter().copied()));
    }
    if let Some(import) = query.import {
        all = all.add(C::ImportId.eq(import));
    }
    all
}

fn ordering(query: &InterventionQuery) -> Ordering<Listed> {
    use intervention::Column as C;
    let by = |column: C, kind, key: Key<Listed>| {
        Ordering::new("interventions", column, kind, key).descending(query.descending)
    };
    match query.sort {
        InterventionSort::Reported => {
            by(C::ReportedAt, Kind::Instant, |i| (Some(i.reported_at.to_string()), i.id.0))
        }
        InterventionSort::Code => by(C::Code, Kind::Text, |i| (Some(i.code.clone()), i.id.0)),
        InterventionSort::Cost => {
            by(C::CostMinor, Kind::Whole, |i| (i.cost_minor.map(|c| c.to_string()), i.id.0)).nullable()
        }
        InterventionSort::Priority => {
            by(C::PriorityRank, Kind::Whole, |i| (Some((i.priority as i32).to_string()), i.id.0))
        }
    }
}

#[derive(Clone, Debug, FromQueryResult)]
struct Listed {
    id: InterventionId,
    code: String,
    title: String,
    kind: InterventionKind,
    status: InterventionStatus,
    priority: Priority,
    reported_at: Timestamp,
    cost_minor: Option<i64>,
    currency: String,
    equipment_id: EquipmentId,
    equipment_code: String,
    equipment_name: String,
    site_id: SiteId,
    site_code: String,
    site_name: String,
    timezone: String,
}

fn listed(select: Select<intervention::Entity>) -> Select<intervention::Entity> {
    use intervention::Column as C;
    select
        .select_only()
        .columns([
            C::Id,
            C::Code,
            C::Title,
            C::Kind,
            C::Status,
            C::Priority,
            C::ReportedAt,
            C::CostMinor,
            C::Currency,
            C::EquipmentId,
            C::SiteId,
        ])
        .column_as(equipment::Column::Code, "equipment_code")
        .column_as(equipment::Column::Name, "equipment_name")
        .column_as(site::Column::Code, "site_code")
        .column_as(site::Column::Name, "site_name")
        .column_as(site::Column::Timezone, "timezone")
        .join(JoinType::InnerJoin, intervention::Relation::Equipment.def())
        .join(JoinType::InnerJoin, intervention::Relation::Site.def())
}

impl From<Listed> for InterventionRow {
    fn from(i: Listed) -> Self {
        Self {
            id: i.id,
            code: i.code,
            title: i.title,
            kind: i.kind,
            status: i.status,
            priority: i.priority,
            equipment: EquipmentRef { id: i.equipment_id, code: i.equipment_code, name: i.equipment_name },
            site: SiteRef { id: i.site_id, code: i.site_code, name: i.site_name },
            reported_at: i.reported_at,
            reported_local: local_time::local(i.reported_at, &local_time::zone(&i.timezone)),
            cost: i.cost_minor.map(|minor| Money { minor, currency: i.currency }),
        }
    }
}

impl InterventionService<'_> {
    /// One page of the list. Two statements, one more when days bound it.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] for a cursor that is not of this order.
    pub async fn list(&self, by: &Caller, query: &InterventionQuery) -> Result<Page<InterventionRow>> {
        let reader = self.0.read(by, Permission::InterventionRead)?;
        let filtered = filtered(&reader, query).await?;
        let page = keyset::page(reader.db, filtered, listed, &ordering(query), &query.window).await?;
        Ok(keyset::map(page, InterventionRow::from))
    }

    /// The next rows of an export of the list, and where it goes on. One statement, one more when days
    /// bound it.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn export(
        &self,
        by: &Caller,
        query: &InterventionQuery,
        after: Option<Cursor>,
    ) -> Result<(Vec<InterventionRow>, Option<Cursor>)> {
        let reader = self.0.read(by, Permission::InterventionRead)?;
        let select = listed(filtered(&reader, query).await?);
        let (rows, next) = keyset::batch(reader.db, select, &ordering(query), after).await?;
        Ok((rows.into_iter().map(InterventionRow::from).collect(), next))
    }

    /// One intervention, whole. Three statements.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn get(&self, by: &Caller, id: InterventionId) -> Result<InterventionDetail> {
        let reader = self.0.read(by, Permission::InterventionRead)?;
        let not_found = Error::NotFound(Noun::Intervention);
        let stored = intervention::Entity::find_by_id(id)
            .filter(within(&reader.scope))
            .one(reader.db)
            .await?
            .ok_or(not_found.clone())?;
        let row = listed(intervention::Entity::find_by_id(id))
            .into_model::<Listed>()
            .one(reader.db)
            .await?
            .ok_or(not_found)?;
        let people: Vec<_> = [stored.requested_by, stored.created_by].into_iter().flatten().collect();
        let people = match people.is_empty() {
            true => vec![],
            false => user::Entity::find().filter(user::Column::Id.is_in(people)).all(reader.db).await?,
        };
        let name = |id: Option<domain::UserId>| user::name_of(&people, id);
        let zone = local_time::zone(&row.timezone);
        let local = |at: Option<Timestamp>| at.map(|at| local_time::local(at, &zone));
        Ok(InterventionDetail {
            description: stored.description,
            started_at: stored.started_at,
            ended_at: stored.ended_at,
            started_local: local(stored.started_at),
            ended_local: local(stored.ended_at),
            report: stored.report,
            requested_by: name(stored.requested_by),
            created_by: name(stored.created_by),
            created_at: stored.created_at,
            external_ref: stored.external_ref,
            import_id: stored.import_id,
            row: row.into(),
        })
    }
}

/// What the caller sees of what the query asks for.
async fn filtered(reader: &Reader<'_>, query: &InterventionQuery) -> Result<Select<intervention::Entity>> {
    let found = intervention::Entity::find().filter(within(&reader.scope)).filter(filters(reader.db, query));
    if query.from.is_none() && query.to.is_none() {
        return Ok(found);
    }
    let sites =
        site::Entity::find().filter(reader.scope.on((site::Entity, site::Column::Id))).all(reader.db).await?;
    Ok(found.filter(days(query, &sites)))
}

/// The days asked for, each on its own site's calendar.
fn days(query: &InterventionQuery, sites: &[site::Model]) -> Condition {
    use intervention::Column as C;
    sites.iter().fold(Condition::any(), |any, site| {
        let zone = local_time::zone(&site.timezone);
        let mut on_site = Condition::all().add(C::SiteId.eq(site.id));
        if let Some(from) = query.from.and_then(|day| local_time::start_of_day(day, &zone)) {
            on_site = on_site.add(C::ReportedAt.gte(from));
        }
        let after = query.to.and_then(|day| day.tomorrow().ok()).map(domain::Date);
        if let Some(end) = after.and_then(|day| local_time::start_of_day(day, &zone)) {
            on_site = on_site.add(C::ReportedAt.lt(end));
        }
        any.add(on_site)
    })
}
