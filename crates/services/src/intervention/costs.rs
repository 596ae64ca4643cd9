//! What work costs: hours at the rate of their day, parts, and what else was paid.

use crate::{access::Writer, local_time};
use domain::{
    InterventionId, Result, UserId,
    intervention::{Rate, Worked, cost_total, labour_costs},
    span::Span,
    worktime::first_instant,
};
use entity::{hourly_rate, intervention, site, work_period};
use jiff::tz::TimeZone;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::Condition,
};
use std::collections::BTreeSet;

/// The rates of people. One statement.
pub(super) async fn rates<C: ConnectionTrait>(db: &C, people: &[UserId]) -> Result<Vec<hourly_rate::Model>> {
    let of_people = hourly_rate::Column::UserId.is_in(people.iter().copied());
    Ok(hourly_rate::Entity::find().filter(of_people).all(db).await?)
}

/// Those in a currency, from the first instant of their day in a zone.
pub(super) fn rates_in(rates: &[hourly_rate::Model], zone: &TimeZone, currency: &str) -> Vec<Rate> {
    let rate = |row: &hourly_rate::Model| Rate {
        person: row.user_id,
        from: first_instant(row.valid_from, zone),
        hourly_minor: row.hourly_minor,
    };
    rates.iter().filter(|row| row.currency == currency).map(rate).collect()
}

/// Everything that the people of these periods have worked while these lasted, on whatever; what runs is not counted. One
/// statement.
pub(super) async fn worked_around<C: ConnectionTrait>(
    db: &C,
    periods: &[work_period::Model],
) -> Result<Vec<Worked>> {
    use work_period::Column as P;
    let spans: Vec<Span> = periods.iter().filter_map(|p| Span::new(p.started_at, p.ended_at?)).collect();
    let first = spans.iter().map(|span| span.start).min();
    let last = spans.iter().map(|span| span.end).max();
    let Some((first, last)) = first.zip(last) else { return Ok(vec![]) };
    let people: Vec<UserId> = periods.iter().map(|p| p.user_id).collect();
    let rows = work_period::Entity::find()
        .filter(P::UserId.is_in(people))
        .filter(Condition::all().add(P::StartedAt.lt(last)).add(P::EndedAt.gt(first)))
        .all(db)
        .await?;
    let worked = |p: work_period::Model| {
        let span = Span::new(p.started_at, p.ended_at?)?;
        Some(Worked { work: p.intervention_id, person: p.user_id, span })
    };
    Ok(rows.into_iter().filter_map(worked).collect())
}

/// Works out the cost of these interventions again, and of those that share hours with them: the one writer of it. What has
/// no hours, no parts and nothing else keeps the cost that it came with. At most six statements, and one for each cost that changed.
pub(super) async fn refresh(w: &Writer, ids: &[InterventionId]) -> Result<()> {
    use intervention::Column as I;
    let own = work_period::Entity::find()
        .filter(work_period::Column::InterventionId.is_in(ids.iter().copied()))
        .all(w.tx())
        .await?;
    let around_own = worked_around(w.tx(), &own).await?;
    let all: BTreeSet<InterventionId> =
        ids.iter().copied().chain(around_own.iter().map(|worked| worked.work)).collect();
    let alone = all.iter().all(|id| ids.contains(id));
    let rows = intervention::Entity::find()
        .filter(I::Id.is_in(all))
        .find_also_related(site::Entity)
        .order_by_asc(I::Id)
        .all(w.tx())
        .await?;
    let (periods, worked) = match alone {
        true => (own, around_own),
        false => {
            let of_all = work_period::Column::InterventionId.is_in(rows.iter().map(|(row, _)| row.id));
            let periods = work_period::Entity::find().filter(of_all).all(w.tx()).await?;
            let worked = worked_around(w.tx(), &periods).await?;
            (periods, worked)
        }
    };
    let people: Vec<UserId> = periods.iter().map(|p| p.user_id).collect();
    let stored = match people.is_empty() {
        true => vec![],
        false => rates(w.tx(), &people).await?,
    };
    for (row, site) in rows {
        let zone = site.map_or(TimeZone::UTC, |site| local_time::zone(&site.timezone));
        let labour = labour_costs(&worked, &rates_in(&stored, &zone, &row.currency)).get(&row.id).copied();
        let minor = labour.filter(|l| l.unpriced_seconds < l.seconds).map(|labour| labour.minor);
        let total = cost_total(&[minor, row.parts_minor, row.other_minor]);
        let untouched = total.is_none() && row.labour_minor.is_none();
        if untouched || (minor, total) == (row.labour_minor, row.cost_minor) {
            continue;
        }
        let row = intervention::ActiveModel {
            id: Set(row.id),
            labour_minor: Set(minor),
            cost_minor: Set(total),
            ..Default::default()
        };
        row.update(w.tx()).await?;
    }
    Ok(())
}
