//! One intervention with everything that hangs on it, and what the viewer may do next.

use super::{InterventionService, checklist, costs, parts, read, step};
use crate::{access::Reader, failure_code, local_time};
use domain::{
    Caller, FailureCodeId, FailureId, InterventionId, Money, Permission, Result, Timestamp, UserId,
    failure::{Failure, downtime},
    failure_code::FailureCodeRef,
    intervention::{
        CommentView, Costs, FailureView, HistoryEntry, Labour, PeriodView, Standing, TargetView, WorkAction,
        WorkView, Worked, Worker, allowed_actions, labour_costs, worked_seconds,
    },
    settings::Work,
    span::{Span, Spans},
    user::UserRef,
};
use entity::{failure, intervention, intervention_comment, intervention_history, user, work_period};
use jiff::tz::TimeZone;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;

impl InterventionService<'_> {
    /// One intervention with its people, failures, history, hours, parts, comments, checklist and costs, and the actions of the
    /// viewer. At most twelve statements. Whoever sees only their own is told neither hours, parts, costs, remarks, checklist nor
    /// internal comments.
    ///
    /// # Errors
    /// [`domain::Error::NotFound`].
    pub async fn work(&self, by: &Caller, id: InterventionId) -> Result<WorkView> {
        let reader = self.0.read(by, Permission::InterventionRead)?;
        let now = self.0.now();
        let stored = read::whole(reader.db, &reader.scope, id).await?;
        let (row, zone) = (stored.stored.clone(), stored.zone());
        let whole = reader.scope.own.is_none();
        let assignees = step::assignees(reader.db, id).await?;
        let failures = step::failures(reader.db, id).await?;
        let codes = failures.iter().flat_map(|f| [f.mode_id, f.mechanism_id, f.cause_id]).flatten();
        let codes = failure_code::named(reader.db, codes.collect()).await?;
        let history = step::history(reader.db, id).await?;
        let periods = periods(&reader, id, whole).await?;
        let parts = match whole {
            true => parts::of(reader.db, &row).await?,
            false => vec![],
        };
        let comments = comments(&reader, id, whole).await?;
        let steps = match whole {
            true => checklist::stored(reader.db, id).await?,
            false => checklist::Stored::default(),
        };
        let others = stored.people().chain(steps.people());
        let people = people(&reader, &assignees, &periods, &comments, &history, others).await?;
        let settings = self.0.settings().get::<Work>();
        let mine = |user: UserId| Some(user) == by.user_id();
        let standing = Standing {
            assigned: assignees.iter().any(|assignee| mine(assignee.user_id)),
            working: periods.iter().any(|p| mine(p.user_id) && p.ended_at.is_none()),
            own_work: row.completed_by.is_some_and(mine) || periods.iter().any(|p| mine(p.user_id)),
            may_validate_own: settings.validate_own,
            of_failure: failures.iter().any(|failure| failure.withdrawn_at.is_none()),
        };
        let around = costs::worked_around(reader.db, &periods).await?;
        let labour = match whole && !periods.is_empty() {
            true => {
                let workers: Vec<UserId> = periods.iter().map(|p| p.user_id).collect();
                let rates = costs::rates(reader.db, &workers).await?;
                let rates = costs::rates_in(&rates, &zone, &row.currency);
                labour_costs(&around, &rates).get(&id).copied().unwrap_or_default()
            }
            false => Labour::default(),
        };
        let facts: Vec<Failure> = failures.iter().map(failure::Model::facts).collect();
        let hours = periods.iter().filter_map(|p| {
            let span = Span::new(p.started_at, p.ended_at.unwrap_or(now))?;
            Some((p.user_id, span))
        });
        let target = step::target_of(&row, &history, &failures, &zone, &settings, now);
        let mut actions = allowed_actions(row.status, by, standing);
        actions.retain(|action| *action != WorkAction::Answer || steps.has_steps());
        let local = |at: Timestamp| local_time::local(at, &zone);
        let running = |user: UserId| {
            periods.iter().find(|p| p.user_id == user && p.ended_at.is_none()).map(|p| p.started_at)
        };
        let workers = assignees.iter().map(|assignee| Worker {
            user: named(&people, assignee.user_id),
            lead: assignee.lead,
            running_since: running(assignee.user_id),
        });
        Ok(WorkView {
            actions,
            checklist: steps.view(id, &people, &zone),
            workers: workers.collect(),
            failures: failures.iter().map(|failure| failure_view(failure, &codes, now, &zone)).collect(),
            history: history.into_iter().map(|entry| history_view(entry, &people, &zone, whole)).collect(),
            worked_seconds: worked_seconds(hours.clone()),
            hands_on_seconds: hours.map(|(_, span)| span).collect::<Spans>().seconds(),
            downtime_seconds: downtime(&facts, now).seconds(),
            target: target.and_then(|state| TargetView::of(&state, local)),
            currency: row.currency.clone(),
            parts,
            costs: whole.then(|| costs_view(&row, labour)),
            comments: comments
                .into_iter()
                .map(|c| CommentView {
                    id: c.id,
                    by: named(&people, c.user_id).name,
                    at: c.at,
                    at_local: local(c.at),
                    text: c.text,
                    internal: c.internal,
                })
                .collect(),
            periods: periods.iter().map(|p| period_view(p, &people, &around, now, &zone)).collect(),
            detail: stored.detail(&people, &reader.scope, now),
        })
    }
}

async fn periods(reader: &Reader<'_>, id: InterventionId, whole: bool) -> Result<Vec<work_period::Model>> {
    if !whole {
        return Ok(vec![]);
    }
    let of_it = work_period::Entity::find().filter(work_period::Column::InterventionId.eq(id));
    let sorted = of_it.order_by_asc(work_period::Column::StartedAt).order_by_asc(work_period::Column::Id);
    Ok(sorted.all(reader.db).await?)
}

async fn comments(
    reader: &Reader<'_>,
    id: InterventionId,
    whole: bool,
) -> Result<Vec<intervention_comment::Model>> {
    use intervention_comment::Column as C;
    let mut of_it = intervention_comment::Entity::find().filter(C::InterventionId.eq(id));
    if !whole {
        of_it = of_it.filter(C::Internal.eq(false));
    }
    Ok(of_it.order_by_asc(C::Id).all(reader.db).await?)
}

/// Everybody who is named. One statement.
async fn people(
    reader: &Reader<'_>,
    assignees: &[entity::intervention_assignee::Model],
    periods: &[work_period::Model],
    comments: &[intervention_comment::Model],
    history: &[intervention_history::Model],
    others: impl Iterator<Item = UserId>,
) -> Result<Vec<user::Model>> {
    let ids = assignees.iter().map(|a| a.user_id);
    let ids = ids.chain(periods.iter().map(|p| p.user_id)).chain(comments.iter().map(|c| c.user_id));
    let ids = ids.chain(others);
    let ids: Vec<UserId> = ids.chain(history.iter().filter_map(|h| h.user_id)).collect();
    Ok(user::Entity::find().filter(user::Column::Id.is_in(ids)).all(reader.db).await?)
}

fn named(people: &[user::Model], id: UserId) -> UserRef {
    UserRef { id, name: user::name_of(people, Some(id)).unwrap_or_default() }
}

fn failure_view(
    f: &failure::Model,
    codes: &BTreeMap<FailureCodeId, FailureCodeRef>,
    now: Timestamp,
    zone: &TimeZone,
) -> FailureView {
    let code = |id: Option<FailureCodeId>| codes.get(&id?).cloned();
    let duplicate_of: Option<FailureId> = f.duplicate_of;
    FailureView {
        id: f.id,
        equipment_id: f.equipment_id,
        title: f.title.clone(),
        stops: f.stops,
        started_at: f.started_at,
        started_local: local_time::local(f.started_at, zone),
        running_again_at: f.running_again_at,
        running_again_local: f.running_again_at.map(|at| local_time::local(at, zone)),
        restored_at: f.restored_at,
        restored_local: f.restored_at.map(|at| local_time::local(at, zone)),
        withdrawn: f.withdrawn_at.is_some(),
        duplicate_of,
        downtime_seconds: f.facts().standstill(now).map_or(0, Span::seconds),
        mode: code(f.mode_id),
        mechanism: code(f.mechanism_id),
        cause: code(f.cause_id),
        external: f.external,
        version: f.version,
    }
}

fn history_view(
    entry: intervention_history::Model,
    people: &[user::Model],
    zone: &TimeZone,
    whole: bool,
) -> HistoryEntry {
    HistoryEntry {
        at: entry.at,
        at_local: local_time::local(entry.at, zone),
        by: user::name_of(people, entry.user_id).unwrap_or(entry.actor),
        action: entry.action,
        from: entry.from_status,
        to: entry.to_status,
        remark: entry.remark.filter(|_| whole),
        hold_reason: entry.hold_reason,
        return_kind: entry.return_kind,
        priority: entry.priority,
        due_at: entry.due_at,
        restored_at: entry.restored_at,
    }
}

fn period_view(
    p: &work_period::Model,
    people: &[user::Model],
    around: &[Worked],
    now: Timestamp,
    zone: &TimeZone,
) -> PeriodView {
    let span = Span::new(p.started_at, p.ended_at.unwrap_or(now));
    let other = |w: &&Worked| {
        w.person == p.user_id && w.work != p.intervention_id && span.is_some_and(|span| span.overlaps(w.span))
    };
    PeriodView {
        id: p.id,
        user: named(people, p.user_id),
        started_at: p.started_at,
        started_local: local_time::local(p.started_at, zone),
        ended_at: p.ended_at,
        ended_local: p.ended_at.map(|at| local_time::local(at, zone)),
        seconds: span.map_or(0, Span::seconds),
        overlapping: around.iter().any(|w| other(&w)),
        version: p.version,
    }
}

fn costs_view(row: &intervention::Model, labour: Labour) -> Costs {
    let money = |minor: Option<i64>| minor.map(|minor| Money { minor, currency: row.currency.clone() });
    Costs {
        labour: money(row.labour_minor),
        parts: money(row.parts_minor),
        other: money(row.other_minor),
        total: money(row.cost_minor),
        unpriced_seconds: labour.unpriced_seconds,
    }
}
