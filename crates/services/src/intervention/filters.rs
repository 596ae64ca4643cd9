//! What a query asks for, in the database's words.

use super::read::{followed_by, within};
use crate::{
    access::{Reader, may},
    campaign, keyset, local_time, search,
};
use domain::{
    Caller, CampaignId, Date, Permission, Result, Timestamp, UserId,
    intervention::{InterventionQuery, InterventionStatus},
    worktime::date_at,
};
use entity::{intervention, intervention_assignee, site};
use jiff::ToSpan;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Condition, Expr, ExprTrait},
};

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

/// What the caller sees of what the query asks for.
pub(super) async fn filtered(
    reader: &Reader<'_>,
    query: &InterventionQuery,
    by: &Caller,
    now: Timestamp,
) -> Result<Select<intervention::Entity>> {
    let filters = filters(reader.db, query, by, now);
    let found = intervention::Entity::find().filter(within(&reader.scope)).filter(filters);
    if query.from.is_none() && query.to.is_none() && query.due.is_none() {
        return Ok(found);
    }
    let sites = site::Entity::find()
        .filter(reader.scope.filter_by_site((site::Entity, site::Column::Id)))
        .all(reader.db)
        .await?;
    Ok(found.filter(days(query, &sites, now)))
}

/// The days asked for, each on its own site's calendar.
fn days(query: &InterventionQuery, sites: &[site::Model], now: Timestamp) -> Condition {
    use intervention::Column as C;
    sites.iter().fold(Condition::any(), |any, site| {
        let zone = local_time::zone(&site.timezone);
        let mut on_site = Condition::all().add(C::SiteId.eq(site.id));
        if let Some(from) = query.from.and_then(|day| local_time::start_of_day(day, &zone)) {
            on_site = on_site.add(C::ReportedAt.gte(from));
        }
        let after = query.to.and_then(|day| day.tomorrow().ok()).map(Date);
        if let Some(end) = after.and_then(|day| local_time::start_of_day(day, &zone)) {
            on_site = on_site.add(C::ReportedAt.lt(end));
        }
        if let Some(due) = query.due {
            let last = date_at(now, &zone).0.checked_add(due.days().days()).ok().map(Date);
            let end = last.and_then(|day| local_time::start_of_day(day, &zone));
            let pending = C::Status.is_in(InterventionStatus::PENDING.iter().copied());
            on_site = on_site.add(pending).add_option(end.map(|end| C::DueAt.lt(end)));
        }
        any.add(on_site)
    })
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
