//! Hands-on time: clocks that start and stop with the work, and hours entered by hand.

use super::{
    InterventionService,
    breakdown::past,
    costs, read,
    step::{Held, hold},
};
use crate::{
    access::{Writer, may},
    record::retried,
};
use domain::{
    Caller, Error, FieldCode, InterventionId, Noun, Refusal, Result, Timestamp, UserId,
    audit::{Action, Change},
    intervention::{InterventionDetail, NewPeriod, PeriodDraft, Running, WorkAction, end_typed},
    span::Span,
    worktime::civil_at,
};
use entity::{intervention, work_period};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Condition, Expr, ExprTrait},
};

/// Stops the clocks that run on an intervention, of these people or of everybody; says whether there was one.
pub(super) async fn stop(w: &Writer, id: InterventionId, people: Option<&[UserId]>) -> Result<bool> {
    use work_period::Column as P;
    let mut running = work_period::Entity::update_many()
        .col_expr(P::EndedAt, Expr::value(w.now))
        .col_expr(P::UpdatedAt, Expr::value(w.now))
        .col_expr(P::Version, Expr::col(P::Version).add(1))
        .filter(P::InterventionId.eq(id))
        .filter(P::EndedAt.is_null());
    if let Some(people) = people {
        running = running.filter(P::UserId.is_in(people.iter().copied()));
    }
    Ok(running.exec(w.tx()).await?.rows_affected > 0)
}

/// Starts the clock of a person on an intervention; says whether it did not run before. Another one of theirs that runs is
/// asked about, if the caller sees its work: what they do not see, they do not stop.
///
/// # Errors
/// [`Refusal::StillRunning`] with the other intervention, until `running` says what becomes of it.
pub(super) async fn start(
    w: &mut Writer,
    held: &Held,
    person: Option<UserId>,
    running: Option<Running>,
) -> Result<bool> {
    use work_period::Column as P;
    let Some(person) = person else { return Ok(false) };
    let mut others = work_period::Entity::find()
        .find_also_related(intervention::Entity)
        .filter(P::UserId.eq(person))
        .filter(P::EndedAt.is_null())
        .order_by_asc(P::Id)
        .all(w.tx())
        .await?;
    if others.iter().any(|(period, _)| period.intervention_id == held.row.id) {
        return Ok(false);
    }
    others.retain(|(_, other)| other.as_ref().is_some_and(|other| w.scope.sites.contains(other.site_id)));
    if let Some((period, Some(other))) = others.first()
        && running.is_none()
    {
        return Err(Refusal::StillRunning {
            id: other.id.0,
            code: other.code.clone(),
            since: period.started_at.to_string(),
        }
        .into());
    }
    if running == Some(Running::Stop) {
        for (period, other) in others.iter().filter_map(|(period, other)| Some((period, other.as_ref()?))) {
            stop(w, other.id, Some(&[person])).await?;
            let mut stopped = period.clone();
            stopped.ended_at = Some(w.now);
            let change = Change::new(Action::Updated, Noun::WorkPeriod, period.id, Some(other.site_id));
            w.record(change.before(summary(other, period)).after(summary(other, &stopped)));
        }
        let ids: Vec<InterventionId> = others.iter().map(|(period, _)| period.intervention_id).collect();
        costs::refresh(w, &ids).await?;
    }
    insert(w, held.row.id, person, w.now, None).await?;
    Ok(true)
}

/// What the audit trail says of hours.
fn summary(of: &intervention::Model, p: &work_period::Model) -> String {
    crate::audit::json(&serde_json::json!({
        "code": of.code, "user_id": p.user_id, "started_at": p.started_at, "ended_at": p.ended_at,
    }))
}

async fn insert(
    w: &Writer,
    id: InterventionId,
    user_id: UserId,
    started_at: Timestamp,
    ended_at: Option<Timestamp>,
) -> Result<work_period::Model> {
    let row = work_period::ActiveModel {
        intervention_id: Set(id),
        user_id: Set(user_id),
        started_at: Set(started_at),
        ended_at: Set(ended_at),
        version: Set(1),
        created_at: Set(w.now),
        updated_at: Set(w.now),
        created_by: Set(w.by().user_id()),
        ..Default::default()
    };
    Ok(row.insert(w.tx()).await?)
}

impl InterventionService<'_> {
    /// Enters hours by hand: one's own, or, for whoever directs the work, those of anybody to whom it is assigned.
    ///
    /// # Errors
    /// [`Error::Invalid`]: an end that is not after the start, a time to come, or hours that stand on it already; [`Refusal::HoursOverlap`] until the
    /// draft says that both stand; [`Refusal::IllegalMove`], [`Refusal::NotAssigned`], [`Error::NotFound`].
    pub async fn log_time(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &PeriodDraft,
    ) -> Result<InterventionDetail> {
        retried(|| self.save_time(by, id, None, draft)).await
    }

    /// Corrects hours. The draft carries the version that was read.
    ///
    /// # Errors
    /// As [`Self::log_time`]; [`Error::Stale`].
    pub async fn change_time(
        &self,
        by: &Caller,
        id: InterventionId,
        period: i64,
        draft: &PeriodDraft,
    ) -> Result<InterventionDetail> {
        retried(|| self.save_time(by, id, Some(period), draft)).await
    }

    async fn save_time(
        &self,
        by: &Caller,
        id: InterventionId,
        period: Option<i64>,
        draft: &PeriodDraft,
    ) -> Result<InterventionDetail> {
        let mut w = self.0.write(by, WorkAction::LogTime.permission()).await?;
        let held = hold(&w, id, None).await?;
        held.may(by, WorkAction::LogTime, "")?;
        let stored = match period {
            None => None,
            Some(period) => {
                let found = work_period::Entity::find_by_id(period).one(w.tx()).await?;
                let of_it = found.filter(|p| p.intervention_id == id);
                Some(of_it.ok_or(Error::NotFound(Noun::WorkPeriod))?)
            }
        };
        let new = draft.parse()?;
        let person = whose(by, &held, &new, stored.as_ref())?;
        if let Some(stored) = &stored {
            let as_read = PeriodDraft {
                user_id: stored.user_id.to_string(),
                started: stored.started_at.to_string(),
                ended: stored.ended_at.map(|at| at.to_string()).unwrap_or_default(),
                ..Default::default()
            };
            crate::audit::same_version(draft, &as_read, &draft.version, stored.version)?;
        }
        let span = span_of(&new, &held, w.now)?;
        let mut others = overlapping(&w, person, span).await?;
        if others.iter().any(|(p, of)| of.id == id && stored.as_ref().is_none_or(|own| own.id != p.id)) {
            return Err(Error::field("started", FieldCode::Duplicate));
        }
        others.retain(|(_, of)| of.id != id);
        if let Some((_, other)) = others.iter().find(|_| !new.keep) {
            return Err(Refusal::HoursOverlap { id: other.id.0, code: other.code.clone() }.into());
        }
        let (saved, action) = match &stored {
            None => (insert(&w, id, person, span.start, Some(span.end)).await?, Action::Created),
            Some(stored) => {
                let row = work_period::ActiveModel {
                    id: Set(stored.id),
                    user_id: Set(person),
                    started_at: Set(span.start),
                    ended_at: Set(Some(span.end)),
                    version: Set(stored.version + 1),
                    updated_at: Set(w.now),
                    ..Default::default()
                };
                (row.update(w.tx()).await?, Action::Updated)
            }
        };
        // Hours that were shared before, or are now, cost the other job something else.
        let mut touched: Vec<InterventionId> = others.iter().map(|(_, other)| other.id).collect();
        if let Some(before) =
            stored.as_ref().and_then(|p| Some((p.user_id, Span::new(p.started_at, p.ended_at?)?)))
        {
            touched.extend(overlapping(&w, before.0, before.1).await?.iter().map(|(_, other)| other.id));
        }
        touched.push(id);
        costs::refresh(&w, &touched).await?;
        let told = |p: &work_period::Model| summary(&held.row, p);
        let mut change =
            Change::new(action, Noun::WorkPeriod, saved.id, Some(held.row.site_id)).after(told(&saved));
        change.before = stored.as_ref().map(told);
        w.record(change);
        let detail = read::detail(w.tx(), &w.scope, id, w.now).await?;
        w.commit().await?;
        Ok(detail)
    }
}

/// # Errors
/// [`FieldCode::NotAllowed`] at `user_id` for the hours of somebody else; [`FieldCode::NotFound`] for somebody to whom
/// it is not assigned.
fn whose(by: &Caller, held: &Held, new: &NewPeriod, stored: Option<&work_period::Model>) -> Result<UserId> {
    let me = by.user_id();
    let person = new.user_id.or(stored.map(|p| p.user_id)).or_else(|| held.worker(by));
    let person = person.ok_or_else(|| Error::field("user_id", FieldCode::Required))?;
    let directs = may(by, domain::Permission::InterventionWrite);
    if !directs && (Some(person) != me || stored.is_some_and(|p| Some(p.user_id) != me)) {
        return Err(Error::field("user_id", FieldCode::NotAllowed));
    }
    if !held.is_assigned(Some(person)) && stored.is_none_or(|p| p.user_id != person) {
        return Err(Error::field("user_id", FieldCode::NotFound));
    }
    Ok(person)
}

/// # Errors
/// [`FieldCode::NotADate`], [`FieldCode::Before`], [`FieldCode::InFuture`].
fn span_of(new: &NewPeriod, held: &Held, now: Timestamp) -> Result<Span> {
    let start = past("started", Some(new.started), &held.zone, now)?.unwrap_or(now);
    let typed = end_typed(civil_at(start, &held.zone), &new.ended);
    let (end, _) = typed.ok_or_else(|| Error::field("ended", FieldCode::NotADate))?;
    let end = past("ended", Some(end), &held.zone, now)?.unwrap_or(now);
    let before = || Error::field("ended", FieldCode::Before { other: "started".into() });
    Span::new(start, end).ok_or_else(before)
}

/// Hours of the person in that time, each with its intervention, in the order of the interventions' numbers.
async fn overlapping(
    w: &Writer,
    person: UserId,
    span: Span,
) -> Result<Vec<(work_period::Model, intervention::Model)>> {
    use work_period::Column as P;
    let pairs = work_period::Entity::find()
        .find_also_related(intervention::Entity)
        .filter(P::UserId.eq(person))
        .filter(P::StartedAt.lt(span.end))
        .filter(Condition::any().add(P::EndedAt.is_null()).add(P::EndedAt.gt(span.start)))
        .order_by_asc(P::InterventionId)
        .all(w.tx())
        .await?;
    Ok(pairs.into_iter().filter_map(|(period, of)| Some((period, of?))).collect())
}
