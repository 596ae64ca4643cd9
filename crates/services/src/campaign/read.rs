//! The selects on campaigns, with the numbers of what has become of their machines.

use super::{CampaignService, scope::sites_of};
use crate::{
    access::{Reader, Scope, Writer},
    intervention::late,
    intervention_template,
    keyset::{self, Ordering},
    local_time,
};
use domain::{
    Caller, CampaignId, Date, EquipmentTypeId, Error, Noun, Page, Permission, Result, SiteId, TemplateId,
    Timestamp,
    campaign::{CampaignQuery, CampaignRow, CampaignStatus, CampaignView, MachineState, SiteProgress, Tally},
    equipment_type::EquipmentTypeRef,
    intervention::{InterventionKind, InterventionStatus, Priority},
    intervention_template::TemplateView,
    production_line::LineRef,
    site::SiteRef,
};
use entity::{
    campaign, campaign_machine as machine, campaign_site, equipment, equipment_type, intervention,
    intervention_template as template_row, production_line, user,
};
use jiff::tz::TimeZone;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect,
    QueryTrait, RelationTrait, Select,
    sea_query::{Alias, Condition, Expr, ExprTrait},
};
use std::collections::BTreeMap;

/// What has become of a machine, as the column that [`domain::campaign::standing`] decides the same of.
const STATE: &str = "campaign_state";

/// Campaigns of the scope: those that have one of the caller's sites.
fn within(scope: &Scope) -> Condition {
    let of_sites = campaign_site::Entity::find()
        .select_only()
        .column(campaign_site::Column::CampaignId)
        .filter(scope.filter_by_site((campaign_site::Entity, campaign_site::Column::SiteId)))
        .into_query();
    Condition::all().add(campaign::Column::Id.in_subquery(of_sites))
}

/// Interventions of a campaign.
pub(crate) fn of_campaign(id: CampaignId) -> Expr {
    let of_it = machine::Entity::find().filter(machine::Column::CampaignId.eq(id));
    intervention::Column::Id
        .in_subquery(of_it.select_only().column(machine::Column::InterventionId).into_query())
}

/// Interventions with the campaigns that they belong to, as `campaign_id` and `campaign_title`.
pub(crate) fn with_campaign(select: Select<intervention::Entity>) -> Select<intervention::Entity> {
    select
        .column_as(campaign::Column::Id, "campaign_id")
        .column_as(campaign::Column::Title, "campaign_title")
        .join(JoinType::LeftJoin, machine::Relation::Intervention.def().rev())
        .join(JoinType::LeftJoin, machine::Relation::Campaign.def())
}

/// What has become of a machine of a campaign: the rule of `domain` in the database's words.
pub(super) fn state(now: Timestamp) -> Expr {
    use InterventionStatus as S;
    use intervention::Column as I;
    let done = I::Status.is_in([S::Completed, S::Closed, S::Archived]);
    let out =
        Condition::any().add(equipment::Column::RetiredAt.is_not_null()).add(I::Status.eq(S::Cancelled));
    Expr::case(done, MachineState::Done.as_str())
        .case(out, MachineState::Excluded.as_str())
        .case(late(now), MachineState::Late.as_str())
        .finally(MachineState::Open.as_str())
        .into()
}

/// The machines of campaigns with what decides on them.
pub(super) fn joined(scope: &Scope) -> Select<machine::Entity> {
    machine::Entity::find()
        .join(JoinType::InnerJoin, machine::Relation::Intervention.def())
        .join(JoinType::InnerJoin, machine::Relation::Equipment.def())
        .filter(scope.filter_by_site((machine::Entity, machine::Column::SiteId)))
}

type Tallies = BTreeMap<CampaignId, BTreeMap<SiteId, Tally>>;

/// The numbers of campaigns, by site. One statement.
async fn tallies<C: ConnectionTrait>(
    db: &C,
    scope: &Scope,
    ids: impl IntoIterator<Item = CampaignId>,
    now: Timestamp,
) -> Result<Tallies> {
    let counted: Vec<(CampaignId, SiteId, MachineState, i64)> = joined(scope)
        .select_only()
        .column(machine::Column::CampaignId)
        .column(machine::Column::SiteId)
        .expr_as(state(now), STATE)
        .expr_as(Expr::col((machine::Entity, machine::Column::Id)).count(), "machines")
        .filter(machine::Column::CampaignId.is_in(ids))
        .group_by(machine::Column::CampaignId)
        .group_by(machine::Column::SiteId)
        .group_by(Expr::col(Alias::new(STATE)))
        .into_tuple()
        .all(db)
        .await?;
    let mut all = Tallies::new();
    for (id, site, state, machines) in counted {
        all.entry(id).or_default().entry(site).or_default().add(state, machines);
    }
    Ok(all)
}

fn total(by_site: &BTreeMap<SiteId, Tally>) -> Tally {
    let mut total = Tally::default();
    for tally in by_site.values() {
        for state in MachineState::ALL {
            total.add(*state, tally.of(*state));
        }
    }
    total
}

#[derive(Clone, Debug, FromQueryResult)]
struct Listed {
    id: CampaignId,
    title: String,
    status: CampaignStatus,
    due_on: Date,
    kind: InterventionKind,
    priority: Priority,
    created_at: Timestamp,
    ended_at: Option<Timestamp>,
    type_id: Option<EquipmentTypeId>,
    type_name: Option<String>,
}

fn listed(select: Select<campaign::Entity>) -> Select<campaign::Entity> {
    use campaign::Column as C;
    select
        .select_only()
        .columns([C::Id, C::Title, C::Status, C::DueOn, C::Kind, C::Priority, C::CreatedAt, C::EndedAt])
        .column_as(equipment_type::Column::Id, "type_id")
        .column_as(equipment_type::Column::Name, "type_name")
        .join(JoinType::LeftJoin, campaign::Relation::EquipmentType.def())
}

impl Listed {
    fn row(self, progress: Tally) -> CampaignRow {
        CampaignRow {
            id: self.id,
            title: self.title,
            status: self.status,
            due_on: self.due_on,
            kind: self.kind,
            priority: self.priority,
            equipment_type: self.type_id.zip(self.type_name).map(|(id, name)| EquipmentTypeRef { id, name }),
            progress,
            created_at: self.created_at,
            ended_at: self.ended_at,
        }
    }
}

impl CampaignService<'_> {
    /// One page of the list. Three statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] for a cursor that is not of this order.
    pub async fn list(&self, by: &Caller, query: &CampaignQuery) -> Result<Page<CampaignRow>> {
        use campaign::Column as C;
        let reader = self.reader(by)?;
        let mut found = campaign::Entity::find().filter(within(&reader.scope));
        if !query.status.is_empty() {
            found = found.filter(C::Status.is_in(query.status.iter().copied()));
        }
        if !query.site.is_empty() {
            let of_sites = campaign_site::Entity::find()
                .select_only()
                .column(campaign_site::Column::CampaignId)
                .filter(campaign_site::Column::SiteId.is_in(query.site.iter().copied()));
            found = found.filter(C::Id.in_subquery(of_sites.into_query()));
        }
        let by_deadline = Ordering::by(C::DueOn, |c: &Listed| (c.due_on, c.id.0));
        let order = by_deadline.descending(query.descending());
        let page = keyset::page(reader.db, found, listed, &order, &query.window).await?;
        let ids = page.data.iter().map(|row| row.id);
        let all = tallies(reader.db, &reader.scope, ids, self.0.now()).await?;
        Ok(keyset::map(page, |row| {
            let progress = all.get(&row.id).map(total).unwrap_or_default();
            row.row(progress)
        }))
    }

    /// One campaign, whole. At most seven statements.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn get(&self, by: &Caller, id: CampaignId) -> Result<CampaignView> {
        let reader = self.reader(by)?;
        let found = find(reader.db, &reader.scope, id).await?;
        view(reader.db, &reader.scope, found, (self.0.now(), &local_time::plant(self.0))).await
    }

    /// Whoever sees only their own interventions reads no campaign.
    pub(super) fn reader(&self, by: &Caller) -> Result<Reader<'_>> {
        let reader = self.0.read(by, Permission::InterventionRead)?;
        if reader.scope.own.is_some() { Err(Error::Forbidden) } else { Ok(reader) }
    }
}

/// One campaign of the scope. One statement.
///
/// # Errors
/// [`Error::NotFound`].
pub(super) async fn find<C: ConnectionTrait>(
    db: &C,
    scope: &Scope,
    id: CampaignId,
) -> Result<campaign::Model> {
    let found = campaign::Entity::find_by_id(id).filter(within(scope)).one(db).await?;
    found.ok_or(Error::NotFound(Noun::Campaign))
}

/// A campaign as it leaves the server. At most six statements.
pub(super) async fn view<C: ConnectionTrait>(
    db: &C,
    scope: &Scope,
    c: campaign::Model,
    (now, plant): (Timestamp, &TimeZone),
) -> Result<CampaignView> {
    let mut by_site = tallies(db, scope, [c.id], now).await?.remove(&c.id).unwrap_or_default();
    let all = sites_of(db, c.id).await?;
    let whole = all.keys().all(|site| scope.sites.contains(*site));
    let family = match c.equipment_type_id {
        Some(id) => equipment_type::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    let line = match c.line_id {
        Some(id) => production_line::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    let template = match c.template_id {
        Some(id) => template_row::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    let people: Vec<_> = [c.created_by, c.ended_by].into_iter().flatten().collect();
    let people = match people.is_empty() {
        true => vec![],
        false => user::Entity::find().filter(user::Column::Id.is_in(people)).all(db).await?,
    };
    let progress = total(&by_site);
    let seen = all.into_values().filter(|site| scope.sites.contains(site.id));
    let sites = seen.map(|site| SiteProgress {
        progress: by_site.remove(&site.id).unwrap_or_default(),
        site: SiteRef { id: site.id, code: site.code, name: site.name },
    });
    let local = |at: Timestamp| local_time::local(at, plant);
    let hours = c.due_on.duration_since(local(now).date()).as_hours();
    Ok(CampaignView {
        row: CampaignRow {
            id: c.id,
            title: c.title,
            status: c.status,
            due_on: c.due_on,
            kind: c.kind,
            priority: c.priority,
            equipment_type: family.map(|f| EquipmentTypeRef { id: f.id, name: f.name }),
            progress,
            created_at: c.created_at,
            ended_at: c.ended_at,
        },
        description: c.description,
        estimated_minutes: c.estimated_minutes,
        stops_equipment: c.stops_equipment,
        template_id: c.template_id,
        template: template.map(|template| template.title),
        line: line.map(|l| LineRef { id: l.id, site_id: l.site_id, code: l.code, name: l.name }),
        sites: sites.collect(),
        whole,
        reason: c.reason,
        created_by: user::name_of(&people, c.created_by),
        created_local: local(c.created_at),
        ended_by: user::name_of(&people, c.ended_by),
        ended_local: c.ended_at.map(local),
        days_left: i32::try_from(hours / 24).unwrap_or(i32::MAX),
        version: c.version,
    })
}

/// The template of a campaign, with its steps as they are now; none when it is gone.
pub(super) async fn template_of(
    w: &Writer,
    of: &campaign::Model,
) -> Result<Option<(TemplateId, TemplateView)>> {
    let Some(id) = of.template_id else { return Ok(None) };
    if w.hold_reference::<template_row::Entity>(id).await?.is_none() {
        return Ok(None);
    }
    Ok(intervention_template::one(w.tx(), id).await?.map(|view| (id, view)))
}
