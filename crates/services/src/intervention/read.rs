//! The only selects on interventions.

use super::{InterventionService, filters::filtered};
use crate::{
    access::Scope,
    campaign,
    keyset::{self, Ordering},
    local_time,
};
use domain::{
    Caller, CampaignId, EquipmentId, Error, InterventionId, Money, Noun, Page, Permission, Result, SiteId,
    Timestamp, UserId,
    campaign::CampaignRef,
    equipment::EquipmentRef,
    intervention::{
        InterventionCounts, InterventionDetail, InterventionKind, InterventionQuery, InterventionRow,
        InterventionSort, InterventionStatus, Priority, skills_of,
    },
    page::Cursor,
    site::SiteRef,
    user::UserRef,
};
use entity::{equipment, intervention, intervention_follower, site, user};
use jiff::tz::TimeZone;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect,
    QueryTrait, RelationTrait, Select,
    sea_query::{Condition, Expr},
};

/// Interventions in the scope: of the caller's sites, and with `own` only those that they requested or follow.
pub(crate) fn within(scope: &Scope) -> Condition {
    let sites = scope.filter_by_site_in_order((intervention::Entity, intervention::Column::SiteId));
    match scope.own {
        None => sites,
        Some(user) => {
            sites.add(Condition::any().add(intervention::Column::RequestedBy.eq(user)).add(followed_by(user)))
        }
    }
}

pub(super) fn followed_by(user: UserId) -> Expr {
    use intervention_follower::Column as F;
    let of_user = intervention_follower::Entity::find().filter(F::UserId.eq(user));
    intervention::Column::Id.in_subquery(of_user.select_only().column(F::InterventionId).into_query())
}

/// Costs are not for clients: neither as an order nor in a cursor.
fn ordering(query: &InterventionQuery, scope: &Scope) -> Ordering<Listed> {
    use intervention::Column as C;
    let sort = match query.sort {
        InterventionSort::Cost if scope.own.is_some() => InterventionSort::Reported,
        sort => sort,
    };
    let order = match sort {
        InterventionSort::Reported => Ordering::by(C::ReportedAt, |i: &Listed| (i.reported_at, i.id.0)),
        InterventionSort::Code => Ordering::by(C::Code, |i: &Listed| (i.code.clone(), i.id.0)),
        InterventionSort::Cost => Ordering::by(C::CostMinor, |i: &Listed| (i.cost_minor, i.id.0)),
        InterventionSort::Priority => {
            Ordering::by(C::PriorityRank, |i: &Listed| (i64::from(i.priority as i32), i.id.0))
        }
        InterventionSort::Due => Ordering::by(C::DueAt, |i: &Listed| (i.due_at, i.id.0)),
        InterventionSort::Planned => Ordering::by(C::PlannedAt, |i: &Listed| (i.planned_at, i.id.0)),
    };
    order.descending(query.descending)
}

#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Listed {
    pub id: InterventionId,
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
    pub timezone: String,
    lead_id: Option<UserId>,
    lead_first: Option<String>,
    lead_last: Option<String>,
    planned_at: Option<Timestamp>,
    due_at: Option<Timestamp>,
    held_since: Option<Timestamp>,
}

/// One intervention, with what the list says of it.
#[derive(FromQueryResult)]
pub(super) struct Whole {
    #[sea_orm(nested)]
    pub stored: intervention::Model,
    #[sea_orm(nested)]
    listed: Listed,
    campaign_id: Option<CampaignId>,
    campaign_title: Option<String>,
}

pub(super) fn listed(select: Select<intervention::Entity>) -> Select<intervention::Entity> {
    use intervention::Column as C;
    let own = select.select_only().columns([
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
    ]);
    beside(own)
}

/// What the list says beside the intervention's own columns.
fn beside(select: Select<intervention::Entity>) -> Select<intervention::Entity> {
    select
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
    pub fn row(self, scope: &Scope, now: Timestamp) -> InterventionRow {
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

    /// How many of a list's rows are the caller's, and how many are late. Two statements, one more for each when days bound it.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn counts(&self, by: &Caller, query: &InterventionQuery) -> Result<InterventionCounts> {
        let reader = self.0.read(by, Permission::InterventionRead)?;
        let now = self.0.now();
        let mine = InterventionQuery { mine: true, ..query.clone() };
        let late = InterventionQuery { late: true, ..query.clone() };
        Ok(InterventionCounts {
            mine: keyset::count(reader.db, filtered(&reader, &mine, by, now).await?).await?,
            late: keyset::count(reader.db, filtered(&reader, &late, by, now).await?).await?,
        })
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

    /// One intervention, whole. Two statements.
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

/// One intervention of the scope, with what the list says of it. One statement.
///
/// # Errors
/// [`Error::NotFound`].
pub(super) async fn whole<C: ConnectionTrait>(db: &C, scope: &Scope, id: InterventionId) -> Result<Whole> {
    let found = campaign::with_campaign(beside(intervention::Entity::find_by_id(id).filter(within(scope))));
    found.into_model::<Whole>().one(db).await?.ok_or(Error::NotFound(Noun::Intervention))
}

/// One intervention of the scope as it leaves the server. Two statements.
///
/// # Errors
/// [`Error::NotFound`].
pub(super) async fn detail<C: ConnectionTrait>(
    db: &C,
    scope: &Scope,
    id: InterventionId,
    now: Timestamp,
) -> Result<InterventionDetail> {
    let whole = whole(db, scope, id).await?;
    let people: Vec<_> = whole.people().collect();
    let people = match people.is_empty() {
        true => vec![],
        false => user::Entity::find().filter(user::Column::Id.is_in(people)).all(db).await?,
    };
    Ok(whole.detail(&people, scope, now))
}

impl Whole {
    /// Everybody whom [`Self::detail`] names.
    pub fn people(&self) -> impl Iterator<Item = UserId> {
        let i = &self.stored;
        [i.requested_by, i.created_by, i.supervisor_id, i.completed_by, i.validated_by].into_iter().flatten()
    }

    /// The clock of its site.
    pub fn zone(&self) -> TimeZone {
        local_time::zone(&self.listed.timezone)
    }

    /// As it leaves the server: whoever sees only their own is told neither costs nor the campaign.
    pub fn detail(self, people: &[user::Model], scope: &Scope, now: Timestamp) -> InterventionDetail {
        let zone = self.zone();
        let Self { stored: i, listed, campaign_id, campaign_title } = self;
        let name = |id: Option<UserId>| user::name_of(people, id);
        let local = |at: Option<Timestamp>| at.map(|at| local_time::local(at, &zone));
        let whole = scope.own.is_none();
        let campaign = campaign_id.zip(campaign_title).filter(|_| whole);
        InterventionDetail {
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
            skills: skills_of(i.skills.as_deref().filter(|_| whole)),
            hold_reason: i.hold_reason,
            supervisor: i.supervisor_id.zip(name(i.supervisor_id)).map(|(id, name)| UserRef { id, name }),
            cause: i.cause,
            observations: i.observations,
            due_fixed_at: i.due_fixed_at,
            other_cost: i.other_minor.filter(|_| whole).map(|minor| Money { minor, currency: i.currency }),
            completed_at: i.completed_at,
            completed_by: name(i.completed_by),
            validated_at: i.validated_at,
            validated_by: name(i.validated_by),
            version: i.version,
            external_ref: i.external_ref,
            import_id: i.import_id,
            campaign: campaign.map(|(id, title)| CampaignRef { id, title }),
            row: listed.row(scope, now),
        }
    }
}
