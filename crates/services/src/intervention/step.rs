//! What every step of an intervention shares: its rows locked and read, its history, its deadline, its audit entry.

use super::read;
use crate::{access::Writer, audit, local_time};
use domain::{
    Caller, EquipmentId, Error, FieldDiff, InterventionId, Noun, Result, Timestamp, UserId,
    audit::{Action, Change},
    intervention::{
        HoldReason, InterventionKind, InterventionStatus, Noted, Priority, ReturnKind, WorkAction, check_move,
    },
    settings::Work,
    target::{Deadline, Hold, PriorityChange, TargetHistory, TargetState, target},
    worktime::{WorkCalendar, WorkingTime},
};
use entity::{
    equipment, failure, failure_intervention, intervention, intervention_assignee, intervention_history, site,
};
use jiff::tz::TimeZone;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Iterable, QueryFilter, QueryOrder,
    TryIntoModel,
};

/// An intervention whose machine and whose own row are locked until the end of the transaction.
pub(super) struct Held {
    pub row: intervention::Model,
    pub zone: TimeZone,
    pub assignees: Vec<intervention_assignee::Model>,
    pub history: Vec<intervention_history::Model>,
    pub failures: Vec<failure::Model>,
}

/// One step as it stands in the history.
#[derive(Clone, Debug, Default)]
pub(super) struct Step {
    pub remark: Option<String>,
    pub hold_reason: Option<HoldReason>,
    pub return_kind: Option<ReturnKind>,
    pub priority: Option<Priority>,
    pub noted: Noted,
}

impl Step {
    pub fn remark(remark: Option<String>) -> Self {
        Self { remark, ..Self::default() }
    }
}

/// Locks the machine first, then the intervention: everybody in this order. Another machine that the step is about is
/// locked as well, by its number.
///
/// # Errors
/// [`Error::NotFound`]; also for what the caller does not see.
pub(super) async fn hold(w: &Writer, id: InterventionId, other: Option<EquipmentId>) -> Result<Held> {
    let mut seen = None;
    if w.locks_rows() {
        let machine = read::find(w.tx(), &w.scope, id).await?.equipment_id;
        let mut machines: Vec<EquipmentId> = [Some(machine), other].into_iter().flatten().collect();
        machines.sort_unstable();
        machines.dedup();
        for machine in machines {
            w.hold::<equipment::Entity>(machine).await?;
        }
        w.hold::<intervention::Entity>(id).await?;
        seen = Some(machine);
    }
    let found = intervention::Entity::find_by_id(id).filter(read::within(&w.scope));
    let found = found.find_also_related(site::Entity).one(w.tx()).await?;
    let (row, site) = found.ok_or(Error::NotFound(Noun::Intervention))?;
    if seen.is_some_and(|machine| row.equipment_id != machine) {
        return Err(Error::Contended);
    }
    let zone = site.map_or(TimeZone::UTC, |site| local_time::zone(&site.timezone));
    let assignees = assignees(w.tx(), id).await?;
    let history = history(w.tx(), id).await?;
    let failures = failures(w.tx(), id).await?;
    Ok(Held { row, zone, assignees, history, failures })
}

/// The lead first.
pub(super) async fn assignees<C: ConnectionTrait>(
    db: &C,
    id: InterventionId,
) -> Result<Vec<intervention_assignee::Model>> {
    use intervention_assignee::Column as A;
    let of_it = intervention_assignee::Entity::find().filter(A::InterventionId.eq(id));
    Ok(of_it.order_by_desc(A::Lead).order_by_asc(A::Id).all(db).await?)
}

pub(super) async fn history<C: ConnectionTrait>(
    db: &C,
    id: InterventionId,
) -> Result<Vec<intervention_history::Model>> {
    use intervention_history::Column as H;
    let of_it = intervention_history::Entity::find().filter(H::InterventionId.eq(id));
    Ok(of_it.order_by_asc(H::Id).all(db).await?)
}

/// In the order in which they began.
pub(super) async fn failures<C: ConnectionTrait>(db: &C, id: InterventionId) -> Result<Vec<failure::Model>> {
    use failure::Column as F;
    let link = failure::Entity::belongs_to(failure_intervention::Entity)
        .from(F::Id)
        .to(failure_intervention::Column::FailureId);
    let of_it =
        sea_orm::QuerySelect::join(failure::Entity::find(), sea_orm::JoinType::InnerJoin, link.into())
            .filter(failure_intervention::Column::InterventionId.eq(id));
    Ok(of_it.order_by_asc(F::StartedAt).order_by_asc(F::Id).all(db).await?)
}

/// What the last end of the work noted of its failures, and what was put right of them since or before.
pub(super) fn noted(history: &[intervention_history::Model]) -> Vec<Noted> {
    let of = |action: WorkAction| history.iter().rev().filter(move |entry| entry.action == action.as_str());
    let said = of(WorkAction::Finish).take(1).chain(of(WorkAction::Diagnose));
    said.map(|h| Noted { running_again_at: h.running_again_at, restored_at: h.restored_at }).collect()
}

impl Held {
    pub fn is_assigned(&self, user: Option<UserId>) -> bool {
        user.is_some_and(|user| self.assignees.iter().any(|a| a.user_id == user))
    }

    /// The person whose clock a step starts: the caller if it is assigned to them, else the lead.
    pub fn worker(&self, by: &Caller) -> Option<UserId> {
        by.user_id().filter(|user| self.is_assigned(Some(*user))).or(self.row.lead_id)
    }

    /// Where the action leads.
    ///
    /// # Errors
    /// [`domain::Refusal::IllegalMove`], [`domain::Refusal::NotAssigned`]; [`Error::Stale`] when `read` is a version
    /// that is not stored any more.
    pub fn may(&self, by: &Caller, action: WorkAction, read: &str) -> Result<InterventionStatus> {
        let to = check_move(self.row.status, action, by, self.is_assigned(by.user_id()))?;
        let read = read.trim();
        if !read.is_empty() && read != self.row.version.to_string() {
            let current = self.row.status.to_string();
            return Err(Error::Stale(vec![FieldDiff { field: "status".into(), current }]));
        }
        Ok(to)
    }

    /// Writes a step: the row with its next version, its deadline, the history and the audit entry.
    pub async fn write(
        &mut self,
        w: &mut Writer,
        settings: &Work,
        (action, told): (WorkAction, Action),
        to: InterventionStatus,
        mut row: intervention::ActiveModel,
        step: Step,
    ) -> Result<()> {
        let before = summary(&self.row);
        let mut entry = entry(w, self.row.id, action.as_str(), Some(self.row.status), to, step);
        row.id = Set(self.row.id);
        row.status = Set(to);
        row.version = Set(self.row.version + 1);
        row.updated_at = Set(w.now);
        let mut history = self.history.clone();
        history.push(intervention_history::ActiveModel { id: Set(0), ..entry.clone() }.try_into_model()?);
        let after = changed(&self.row, &row)?;
        let due = due(&after, &history, &self.failures, &self.zone, settings, w.now);
        if due != self.row.due_at {
            row.due_at = Set(due);
            entry.due_at = Set(due);
        }
        self.history.push(intervention_history::ActiveModel::insert(entry, w.tx()).await?);
        self.row = row.update(w.tx()).await?;
        let change = Change::new(told, Noun::Intervention, self.row.id.0, Some(self.row.site_id));
        w.record(change.before(before).after(summary(&self.row)));
        Ok(())
    }

    /// Writes the deadline down where it is another than before: in the row, and in the history's last entry.
    pub async fn refresh_due(&mut self, w: &Writer, settings: &Work) -> Result<()> {
        let due = due(&self.row, &self.history, &self.failures, &self.zone, settings, w.now);
        if due == self.row.due_at {
            return Ok(());
        }
        let row = intervention::ActiveModel { id: Set(self.row.id), due_at: Set(due), ..Default::default() };
        self.row = row.update(w.tx()).await?;
        if let Some(last) = self.history.last_mut() {
            let entry = intervention_history::ActiveModel {
                id: Set(last.id),
                due_at: Set(due),
                ..Default::default()
            };
            *last = entry.update(w.tx()).await?;
        }
        Ok(())
    }
}

/// The row as it stands once these columns are written.
fn changed(stored: &intervention::Model, columns: &intervention::ActiveModel) -> Result<intervention::Model> {
    let mut row = stored.clone().into_active_model();
    for column in intervention::Column::iter() {
        if let Set(value) = columns.get(column) {
            row.set(column, value);
        }
    }
    Ok(row.try_into_model()?)
}

/// An entry of the history, made now by the caller.
pub(super) fn entry(
    w: &Writer,
    id: InterventionId,
    action: &str,
    from: Option<InterventionStatus>,
    to: InterventionStatus,
    step: Step,
) -> intervention_history::ActiveModel {
    intervention_history::ActiveModel {
        id: NotSet,
        intervention_id: Set(id),
        at: Set(w.now),
        user_id: Set(w.by().user_id()),
        actor: Set(w.by().name.clone()),
        action: Set(action.to_owned()),
        from_status: Set(from),
        to_status: Set(to),
        remark: Set(step.remark),
        hold_reason: Set(step.hold_reason),
        return_kind: Set(step.return_kind),
        priority: Set(step.priority),
        due_at: Set(None),
        restored_at: Set(step.noted.restored_at),
        running_again_at: Set(step.noted.running_again_at),
    }
}

/// What the audit trail says of an intervention.
pub(super) fn summary(i: &intervention::Model) -> String {
    audit::json(&serde_json::json!({
        "code": i.code,
        "title": i.title,
        "status": i.status,
        "priority": i.priority,
        "kind": i.kind,
        "equipment_id": i.equipment_id,
        "lead_id": i.lead_id,
        "planned_at": i.planned_at,
        "due_at": i.due_at,
        "hold_reason": i.hold_reason,
        "report": i.report,
        "description": i.description,
        "cause": i.cause,
        "observations": i.observations,
        "other_minor": i.other_minor,
        "supervisor_id": i.supervisor_id,
        "estimated_minutes": i.estimated_minutes,
        "stops_equipment": i.stops_equipment,
        "skills": i.skills,
        "due_fixed_at": i.due_fixed_at,
    }))
}

/// Until when work that is entered now is to be done, and no day was fixed for it.
pub(super) fn first_due(
    (kind, priority): (InterventionKind, Priority),
    zone: &TimeZone,
    settings: &Work,
    now: Timestamp,
) -> Option<Timestamp> {
    let entered =
        TargetHistory { reported_at: now, priority, changes: vec![], holds: vec![], restored_at: None };
    match kind {
        InterventionKind::Corrective => due_of(measured(&entered, zone, settings, now)?),
        _ => None,
    }
}

/// Until when it is to be done.
fn due(
    row: &intervention::Model,
    history: &[intervention_history::Model],
    failures: &[failure::Model],
    zone: &TimeZone,
    settings: &Work,
    now: Timestamp,
) -> Option<Timestamp> {
    if row.due_fixed_at.is_some() {
        return row.due_fixed_at;
    }
    due_of(target_of(row, history, failures, zone, settings, now)?)
}

fn due_of(state: TargetState) -> Option<Timestamp> {
    match state.deadline {
        Deadline::At(at) => Some(at),
        Deadline::NoTarget | Deadline::NoWorkingTime => None,
    }
}

/// The target of corrective work, from its history; `None` for other work, and where the history is not one that can
/// have been.
pub(super) fn target_of(
    row: &intervention::Model,
    history: &[intervention_history::Model],
    failures: &[failure::Model],
    zone: &TimeZone,
    settings: &Work,
    now: Timestamp,
) -> Option<TargetState> {
    if row.kind != InterventionKind::Corrective || history.is_empty() {
        return None;
    }
    let mut priorities = history.iter().filter_map(|entry| Some((entry.at, entry.priority?)));
    let first = priorities.next().map_or(row.priority, |(_, priority)| priority);
    let past = TargetHistory {
        reported_at: row.reported_at,
        priority: first,
        changes: priorities.map(|(at, to)| PriorityChange { at, to }).collect(),
        holds: holds(history),
        restored_at: restored(row, failures),
    };
    measured(&past, zone, settings, now)
}

fn measured(past: &TargetHistory, zone: &TimeZone, settings: &Work, now: Timestamp) -> Option<TargetState> {
    let calendar = WorkCalendar::default();
    let time = WorkingTime { calendar: &calendar, zone };
    target(&settings.targets(), past, time, now).ok()
}

/// A machine without an open failure was restored with the last of them; work without a failure, when it was completed.
fn restored(row: &intervention::Model, failures: &[failure::Model]) -> Option<Timestamp> {
    let counted: Vec<_> = failures.iter().filter(|failure| failure.withdrawn_at.is_none()).collect();
    if counted.is_empty() {
        return row.completed_at;
    }
    // Restored before it was reported: the clock has nothing to measure.
    let each: Option<Vec<Timestamp>> = counted.iter().map(|failure| failure.restored_at).collect();
    each?.into_iter().max().map(|at| at.max(row.reported_at))
}

fn holds(history: &[intervention_history::Model]) -> Vec<Hold> {
    let mut holds: Vec<Hold> = vec![];
    for entry in history {
        if let Some(reason) = entry.hold_reason {
            holds.push(Hold { from: entry.at, until: None, kind: reason.kind() });
        } else if entry.from_status == Some(InterventionStatus::OnHold)
            && entry.to_status != InterventionStatus::OnHold
            && let Some(open) = holds.last_mut()
        {
            open.until = Some(entry.at);
        }
    }
    holds
}
