//! The landing page of a technician.

use super::{
    InterventionService,
    filters::assigned_to,
    read::{Listed, listed, within},
};
use crate::{access::Reader, equipment as machines, local_time, team};
use domain::{
    Caller, EquipmentId, InterventionId, LocalDateTime, Permission, Result, Timestamp, UserId,
    equipment::{EquipmentRef, EquipmentState},
    intervention::{
        Agenda, AgendaJob, AgendaMachine, AgendaPart, Clock, DayJob, DayProgress,
        InterventionStatus::{self as S, Archived, Assigned, Closed, Completed, InProgress, OnHold},
    },
    span::{Span, Spans},
    worktime::date_at,
};
use entity::{equipment, intervention, intervention_assignee, user, work_period};
use jiff::tz::TimeZone;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::Condition,
};
use std::collections::HashMap;

/// Jobs on the page; those to validate come last.
const MOST_JOBS: u64 = 300;
/// Closed ones that are read for the sum of the day, and those that are shown.
const MOST_CLOSED: u64 = 60;
const SHOWN_CLOSED: usize = 8;
/// A machine is somebody's for so many days after their last work on it.
const DAYS_OF_A_MACHINE: i64 = 90;
const MOST_MACHINES: u64 = 60;

/// One of the reader's interventions.
#[derive(FromQueryResult)]
struct Found {
    #[sea_orm(nested)]
    listed: Listed,
    estimated_minutes: Option<i32>,
    ended_at: Option<Timestamp>,
}

impl InterventionService<'_> {
    /// What the caller has to do, how far their day has come, what of theirs was closed last, and their machines. Eight statements.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`] for whoever does no work.
    pub async fn agenda(&self, by: &Caller) -> Result<Agenda> {
        let reader = self.0.read(by, Permission::InterventionWork)?;
        let (me, now) = (by.user_id().unwrap_or(UserId(0)), self.0.now());
        let zone = team::zone_of(self.0, reader.db, me).await?;
        let today = date_at(now, &zone);
        let midnight = local_time::start_of_day(today, &zone).unwrap_or(now);
        let found = self.mine(&reader, me, &[InProgress, OnHold, Assigned, Completed], MOST_JOBS).await?;
        let closed = self.mine(&reader, me, &[Closed, Archived], MOST_CLOSED).await?;
        let ids: Vec<InterventionId> = found.iter().map(|found| found.listed.id).collect();
        let (mut with, periods) = (beside(&reader, me, &ids).await?, since(&reader, me, midnight).await?);
        let mut steps = self.progress_of(by, &ids).await?;
        let running: HashMap<InterventionId, Timestamp> = periods
            .iter()
            .filter(|period| period.ended_at.is_none())
            .map(|period| (period.intervention_id, period.started_at))
            .collect();
        let ended_today = |at: Option<Timestamp>| at.is_some_and(|at| at >= midnight);
        let mut days: Vec<DayJob> = closed
            .iter()
            .map(|of| DayJob {
                part: None,
                ended_today: ended_today(of.ended_at),
                planned_minutes: of.estimated_minutes,
            })
            .collect();
        let mut jobs = vec![];
        for of in found {
            let (id, zone) = (of.listed.id, local_time::zone(&of.listed.timezone));
            let row = of.listed.row(&reader.scope, now);
            let part = AgendaPart::of(row.status, row.late, row.planned_in_days);
            days.push(DayJob {
                part: Some(part),
                ended_today: ended_today(of.ended_at),
                planned_minutes: of.estimated_minutes,
            });
            jobs.push(AgendaJob {
                row,
                part,
                estimated_minutes: of.estimated_minutes,
                with: with.remove(&id).unwrap_or_default(),
                steps: steps.remove(&id),
                clock: running.get(&id).map(|since| clock(*since, now, &zone)),
            });
        }
        jobs.sort_by_key(|job| AgendaPart::ALL.iter().position(|part| *part == job.part));
        let spans =
            periods.iter().filter_map(|p| Span::new(p.started_at.max(midnight), p.ended_at.unwrap_or(now)));
        let worked: Spans = spans.collect();
        let machines = own_machines(&reader, me, now, &jobs).await?;
        let shown = closed.into_iter().take(SHOWN_CLOSED);
        Ok(Agenda {
            today,
            day: DayProgress::of(days, worked.seconds()),
            jobs,
            closed: shown.map(|of| of.listed.row(&reader.scope, now)).collect(),
            machines,
        })
    }

    /// Interventions of somebody: the closed ones by their end, the last first; the others by planned start, those
    /// without one and those that wait for validation last.
    async fn mine(&self, reader: &Reader<'_>, me: UserId, statuses: &[S], most: u64) -> Result<Vec<Found>> {
        use intervention::Column as C;
        let all = intervention::Entity::find()
            .filter(within(&reader.scope))
            .filter(assigned_to([me]))
            .filter(C::Status.is_in(statuses.iter().copied()));
        let all = match statuses.contains(&Closed) {
            true => all.filter(C::EndedAt.is_not_null()).order_by_desc(C::EndedAt),
            false => all
                .order_by_asc(C::Status.eq(Completed))
                .order_by_asc(C::PlannedAt.is_null())
                .order_by_asc(C::PlannedAt),
        };
        let all = listed(all.order_by_asc(C::Id)).columns([C::EstimatedMinutes, C::EndedAt]);
        Ok(all.limit(most).into_model::<Found>().all(reader.db).await?)
    }
}

fn clock(since: Timestamp, now: Timestamp, zone: &TimeZone) -> Clock {
    let seconds = Span::new(since, now).map_or(0, Span::seconds);
    let since: LocalDateTime = local_time::local(since, zone);
    Clock { since, seconds }
}

/// Who else is on these interventions.
async fn beside(
    reader: &Reader<'_>,
    me: UserId,
    ids: &[InterventionId],
) -> Result<HashMap<InterventionId, Vec<String>>> {
    use intervention_assignee::Column as A;
    let account =
        intervention_assignee::Entity::belongs_to(user::Entity).from(A::UserId).to(user::Column::Id);
    let rows: Vec<(InterventionId, String, String)> = intervention_assignee::Entity::find()
        .select_only()
        .column(A::InterventionId)
        .columns([user::Column::FirstName, user::Column::LastName])
        .join(JoinType::InnerJoin, account.into())
        .filter(A::InterventionId.is_in(ids.iter().copied()))
        .filter(A::UserId.ne(me))
        .order_by_asc(A::Id)
        .into_tuple()
        .all(reader.db)
        .await?;
    let mut of: HashMap<InterventionId, Vec<String>> = HashMap::new();
    for (id, first, last) in rows {
        of.entry(id).or_default().push(format!("{first} {last}"));
    }
    Ok(of)
}

/// The hours of somebody that have not ended before an instant.
async fn since(reader: &Reader<'_>, me: UserId, at: Timestamp) -> Result<Vec<work_period::Model>> {
    use work_period::Column as P;
    let recent = Condition::any().add(P::EndedAt.is_null()).add(P::EndedAt.gt(at));
    Ok(work_period::Entity::find().filter(P::UserId.eq(me)).filter(recent).all(reader.db).await?)
}

async fn own_machines(
    reader: &Reader<'_>,
    me: UserId,
    now: Timestamp,
    jobs: &[AgendaJob],
) -> Result<Vec<AgendaMachine>> {
    use equipment::Column as E;
    use intervention::Column as C;
    let recent = C::EndedAt.gte(now.plus_seconds(-DAYS_OF_A_MACHINE * 86_400));
    let work = intervention::Entity::find()
        .select_only()
        .column(C::EquipmentId)
        .filter(assigned_to([me]))
        .filter(Condition::any().add(C::Status.is_in(S::PENDING.iter().copied())).add(recent));
    let rows: Vec<(EquipmentId, String, String, EquipmentState)> = equipment::Entity::find()
        .select_only()
        .columns([E::Id, E::Code, E::Name, E::State])
        .filter(machines::within(&reader.scope))
        .filter(E::RetiredAt.is_null())
        .filter(E::Id.in_subquery(work.into_query()))
        .order_by_asc(E::CodeKey)
        .order_by_asc(E::Id)
        .limit(MOST_MACHINES)
        .into_tuple()
        .all(reader.db)
        .await?;
    let of = |id| jobs.iter().filter(|job| job.row.equipment.id == id && job.row.status.is_pending()).count();
    let machine = |(id, code, name, state)| AgendaMachine {
        jobs: i64::try_from(of(id)).unwrap_or(i64::MAX),
        equipment: EquipmentRef { id, code, name },
        state,
    };
    Ok(rows.into_iter().map(machine).collect())
}
