//! The only selects on interventions.

use super::InterventionService;
use crate::{
    access::{Reader, Scope, may},
    campaign,
    keyset::{self, Key, Kind, Ordering},
    local_time, search,
};
use domain::{
    Caller, CampaignId, EquipmentId, Error, InterventionId, Money, Noun, Page, Permission, Result, SiteId,
    Timestamp, UserId,
    campaign::CampaignRef,
    equipment::EquipmentRef,
    intervention::{
        InterventionDetail, InterventionKind, InterventionQuery, InterventionRow, InterventionSort,
        InterventionStatus, Priority,
    },
    page::Cursor,
    site::SiteRef,
    user::UserRef,
};
use entity::{equipment, intervention, intervention_assignee, intervention_follower, site, user};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect,
    QueryTrait, RelationTrait, Select,
    sea_query::{Condition, Expr, ExprTrait},
};

/// Interventions in the scope: of the caller's sites, and with `own` only those that they requested or follow.
pub(crate) fn within(scope: &Scope) -> Condition {
    let sites = scope.along((intervention::Entity, intervention::Column::SiteId));
    match scope.own {
        None => sites,
        Some(user) => {
            sites.add(Condition::any().add(intervention::Column::RequestedBy.eq(user)).add(followed_by(user)))
        }
    }
}

fn followed_by(user: UserId) -> Expr {
    use intervention_follower::Column as F;
    let of_user = intervention_follower::Entity::find().filter(F::UserId.eq(user));
    intervention::Column::Id.in_subquery(of_user.select_only().column(F::InterventionId).into_query())
}

pub(crate) fn assigned_to(users: impl IntoIterator<Item = UserId>) -> Expr {
    use intervention_assignee::Column as A;
    let of_users = intervention_assignee::Entity::find().filter(A::UserId.is_in(users));
    intervention::Column::Id.in_subquery(of_users.select_only().column(A::InterventionId).into_query())
}

/// Still to be done after the deadline, which stands still during a hold that is not ours.
pub(crate) fn late(now: Timestamp) -> Condition {
    use intervention::Column as C;
    let held = Condition::all()
        .add(C::HeldSince.is_not_null())
        .add(Expr::col((intervention::Entity, C::DueAt)).lt(Expr::col((intervention::Entity, C::HeldSince))));
    let running = Condition::all().add(C::HeldSince.is_null()).add(C::DueAt.lt(now));
    Condition::all()
        .add(C::Status.is_in(InterventionStatus::PENDING.iter().copied()))
        .add(Condition::any().add(held).add(running))
}

fn filters<D: ConnectionTrait>(db: &D, query: &InterventionQuery, by: &Caller, now: Timestamp) -> Condition {
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
    if !query.technician.is_empty() {
        all = all.add(assigned_to(query.technician.iter().copied()));
    }
    if query.mine {
        let me = by.user_id().unwrap_or(UserId(0));
        let own = Condition::any().add(assigned_to([me]));
        // Whoever sees only their own reports has nothing assigned.
        all = all.add(match may(by, Permission::InterventionRead) {
            true => own,
            false => own.add(C::RequestedBy.eq(me)).add(followed_by(me)),
        });
    }
    if query.late {
        all = all.add(late(now));
    }
    if let Some(id) = query.campaign {
        // Campaigns are none of a client's business: nothing is found for them.
        let seen = may(by, Permission::InterventionRead);
        all = all.add(campaign::of_campaign(if seen { id } else { CampaignId(0) }));
    }
    all
}

/// Costs are not for clients: neither as an order nor in a cursor.
fn ordering(query: &InterventionQuery, scope: &Scope) -> Ordering<Listed> {
    use intervention::Column as C;
    let by = |column: C, kind, key: Key<Listed>| {
        Ordering::new("interventions", column, kind, key).descending(query.descending)
    };
    let sort = match query.sort {
        InterventionSort::Cost if scope.own.is_some() => InterventionSort::Reported,
        sort => sort,
    };
    match sort {
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
        InterventionSort::Due => {
            by(C::DueAt, Kind::Instant, |i| (i.due_at.map(|at| at.to_string()), i.id.0)).nullable()
        }
        InterventionSort::Planned => {
            by(C::PlannedAt, Kind::Instant, |i| (i.planned_at.map(|at| at.to_string()), i.id.0)).nullable()
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
    lead_id: Option<UserId>,
    lead_first: Option<String>,
    lead_last: Option<String>,
    planned_at: Option<Timestamp>,
    due_at: Option<Timestamp>,
    held_since: Option<Timestamp>,
}

#[derive(FromQueryResult)]
struct Whole {
    #[sea_orm(nested)]
    listed: Listed,
    campaign_id: Option<CampaignId>,
    campaign_title: Option<String>,
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
            C::LeadId,
            C::PlannedAt,
            C::DueAt,
            C::HeldSince,
        ])
        .column_as(equipment::Column::Code, "equipment_code")
        .column_as(equipment::Column::Name, "equipment_name")
        .column_as(site::Column::Code, "site_code")
        .column_as(site::Column::Name, "site_name")
        .column_as(site::Column::Timezone, "timezone")
        .column_as(user::Column::FirstName, "lead_first")
        .column_as(user::Column::LastName, "lead_last")
        .join(JoinType::InnerJoin, intervention::Relation::Equipment.def())
        .join(JoinType::InnerJoin, intervention::Relation::Site.def())
        .join(JoinType::LeftJoin, intervention::Relation::Lead.def())
}

impl Listed {
    /// As the viewer sees it: whoever sees only their own is told no cost.
    fn row(self, scope: &Scope, now: Timestamp) -> InterventionRow {
        let i = self;
        let zone = local_time::zone(&i.timezone);
        let local = |at: Option<Timestamp>| at.map(|at| local_time::local(at, &zone));
        let until = i.held_since.unwrap_or(now);
        let lead = i.lead_first.zip(i.lead_last).map(|(first, last)| format!("{first} {last}"));
        InterventionRow {
            lead: i.lead_id.zip(lead).map(|(id, name)| UserRef { id, name }),
            planned_at: i.planned_at,
            planned_local: local(i.planned_at),
            planned_in_days: local(i.planned_at).map(|at| at.days_after(local_time::local(now, &zone))),
            due_at: i.due_at,
            due_local: local(i.due_at),
            late: i.status.is_pending() && i.due_at.is_some_and(|due| due < until),
            id: i.id,
            code: i.code,
            title: i.title,
            kind: i.kind,
            status: i.status,
            priority: i.priority,
            equipment: EquipmentRef { id: i.equipment_id, code: i.equipment_code, name: i.equipment_name },
            site: SiteRef { id: i.site_id, code: i.site_code, name: i.site_name },
            reported_at: i.reported_at,
            reported_local: local_time::local(i.reported_at, &zone),
            cost: i
                .cost_minor
                .filter(|_| scope.own.is_none())
                .map(|minor| Money { minor, currency: i.currency }),
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
        let now = self.0.now();
        let filtered = filtered(&reader, query, by, now).await?;
        let page =
            keyset::page(reader.db, filtered, listed, &ordering(query, &reader.scope), &query.window).await?;
        Ok(keyset::map(page, |listed| listed.row(&reader.scope, now)))
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
        let now = self.0.now();
        let select = listed(filtered(&reader, query, by, now).await?);
        let (rows, next) = keyset::batch(reader.db, select, &ordering(query, &reader.scope), after).await?;
        Ok((rows.into_iter().map(|listed| listed.row(&reader.scope, now)).collect(), next))
    }

    /// One intervention, whole. Three statements.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn get(&self, by: &Caller, id: InterventionId) -> Result<InterventionDetail> {
        let reader = self.0.read(by, Permission::InterventionRead)?;
        detail(reader.db, &reader.scope, id, self.0.now()).await
    }
}

/// One intervention of the scope. One statement.
///
/// # Errors
/// [`Error::NotFound`].
pub(super) async fn find<C: ConnectionTrait>(
    db: &C,
    scope: &Scope,
    id: InterventionId,
) -> Result<intervention::Model> {
    let found = intervention::Entity::find_by_id(id).filter(within(scope)).one(db).await?;
    found.ok_or(Error::NotFound(Noun::Intervention))
}

/// One intervention of the scope as it leaves the server. Three statements.
///
/// # Errors
/// [`Error::NotFound`].
pub(super) async fn detail<C: ConnectionTrait>(
    db: &C,
    scope: &Scope,
    id: InterventionId,
    now: Timestamp,
) -> Result<InterventionDetail> {
    let stored = find(db, scope, id).await?;
    let whole = campaign::with_campaign(listed(intervention::Entity::find_by_id(id)))
        .into_model::<Whole>()
        .one(db)
        .await?
        .ok_or(Error::NotFound(Noun::Intervention))?;
    let row = whole.listed;
    let of = whole.campaign_id.zip(whole.campaign_title).filter(|_| scope.own.is_none());
    let i = stored;
    let people = [i.requested_by, i.created_by, i.supervisor_id, i.completed_by, i.validated_by];
    let people: Vec<_> = people.into_iter().flatten().collect();
    let people = match people.is_empty() {
        true => vec![],
        false => user::Entity::find().filter(user::Column::Id.is_in(people)).all(db).await?,
    };
    let name = |id: Option<UserId>| user::name_of(&people, id);
    let zone = local_time::zone(&row.timezone);
    let local = |at: Option<Timestamp>| at.map(|at| local_time::local(at, &zone));
    let may_know_costs = scope.own.is_none();
    Ok(InterventionDetail {
        description: i.description,
        started_at: i.started_at,
        ended_at: i.ended_at,
        started_local: local(i.started_at),
        ended_local: local(i.ended_at),
        report: i.report,
        requested_by: name(i.requested_by),
        created_by: name(i.created_by),
        created_at: i.created_at,
        estimated_minutes: i.estimated_minutes,
        stops_equipment: i.stops_equipment,
        hold_reason: i.hold_reason,
        supervisor: i.supervisor_id.zip(name(i.supervisor_id)).map(|(id, name)| UserRef { id, name }),
        cause: i.cause,
        observations: i.observations,
        due_fixed_at: i.due_fixed_at,
        other_cost: i
            .other_minor
            .filter(|_| may_know_costs)
            .map(|minor| Money { minor, currency: i.currency }),
        completed_at: i.completed_at,
        completed_by: name(i.completed_by),
        validated_at: i.validated_at,
        validated_by: name(i.validated_by),
        version: i.version,
        external_ref: i.external_ref,
        import_id: i.import_id,
        campaign: of.map(|(id, title)| CampaignRef { id, title }),
        row: row.row(scope, now),
    })
}

/// What the caller sees of what the query asks for.
async fn filtered(
    reader: &Reader<'_>,
    query: &InterventionQuery,
    by: &Caller,
    now: Timestamp,
) -> Result<Select<intervention::Entity>> {
    let filters = filters(reader.db, query, by, now);
    let found = intervention::Entity::find().filter(within(&reader.scope)).filter(filters);
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
