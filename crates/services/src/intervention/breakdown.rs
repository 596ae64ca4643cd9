//! A breakdown is reported: a failure and the intervention that is to put it right, in one transaction. What is open on
//! the machine is told before, and a report can be added to it instead.

use super::{
    InterventionService, code,
    edit::tell_comment,
    next_numbers, read, searched,
    step::{self, Step},
};
use crate::notification::{Message, tell};
use crate::{
    access::{Scope, Writer, may},
    equipment::{self as machines, follow_facts, refresh_interventions_count},
    local_time,
};
use domain::notification::NotificationKind::Breakdown;
use domain::{
    Caller, EquipmentId, Error, FailureId, FieldCode, InterventionId, Noun, Permission, Refusal, Result,
    Timestamp,
    audit::{Action, Change},
    intervention::{
        CommentDraft, InterventionDetail, InterventionKind, InterventionStatus, NewReport, OpenReport,
        ReportDraft, TypedTime, WorkAction, check_move,
    },
    settings::Work,
};
use entity::{
    equipment, failure, failure_intervention, intervention, intervention_comment, intervention_follower,
    intervention_history, site,
};
use jiff::tz::TimeZone;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, sea_query::OnConflict,
};

impl InterventionService<'_> {
    /// Reports that are open on a machine, the newest first, to be read before another one is made. Four statements.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a machine that the caller does not see.
    pub async fn open_reports(&self, by: &Caller, machine: EquipmentId) -> Result<Vec<OpenReport>> {
        let reader = self.0.read(by, Permission::InterventionReport)?;
        let sees = self.0.scope(by, Permission::EquipmentRead)?;
        let found = equipment::Entity::find_by_id(machine)
            .filter(machines::within(&sees))
            .find_also_related(site::Entity)
            .one(reader.db)
            .await?;
        let (_, site) = found.ok_or(Error::NotFound(Noun::Equipment))?;
        let zone = site.map_or(TimeZone::UTC, |site| local_time::zone(&site.timezone));
        let rows = failure_intervention::Entity::find()
            .find_also_related(intervention::Entity)
            .filter(intervention::Column::EquipmentId.eq(machine))
            .filter(intervention::Column::Status.is_in(OPEN.iter().copied()))
            .order_by_desc(intervention::Column::ReportedAt)
            .order_by_desc(intervention::Column::Id)
            .all(reader.db)
            .await?;
        let failures = failure::Entity::find()
            .filter(failure::Column::Id.is_in(rows.iter().map(|(link, _)| link.failure_id)))
            .all(reader.db)
            .await?;
        let own = Scope { own: by.user_id(), ..sees.clone() };
        let ids = rows.iter().map(|(link, _)| link.intervention_id);
        let followed: Vec<InterventionId> = intervention::Entity::find()
            .select_only()
            .column(intervention::Column::Id)
            .filter(intervention::Column::Id.is_in(ids))
            .filter(read::within(&own))
            .into_tuple()
            .all(reader.db)
            .await?;
        let reads_all = may(by, Permission::InterventionRead);
        let now = self.0.now();
        let mut reports: Vec<OpenReport> = vec![];
        for (link, row) in rows {
            let Some(i) = row else { continue };
            let Some(failure) = failures.iter().find(|f| f.id == link.failure_id && f.facts().is_open())
            else {
                continue;
            };
            if let Some(same) = reports.iter_mut().find(|report| report.id == i.id) {
                same.stops |= failure.facts().is_stopping();
                continue;
            }
            let follows = followed.contains(&i.id);
            reports.push(OpenReport {
                id: i.id,
                code: i.code,
                title: (follows || reads_all && by.sites.contains(i.site_id)).then_some(i.title),
                status: i.status,
                priority: i.priority,
                stops: failure.facts().is_stopping(),
                reported_at: i.reported_at,
                reported_local: local_time::local(i.reported_at, &zone),
                minutes_ago: now.seconds_since(i.reported_at) / 60,
                follows,
            });
        }
        Ok(reports)
    }

    /// Reports a breakdown: a failure and its intervention, the state of the machine, all or nothing. Where another report
    /// is open on the machine, this one is marked as its possible duplicate.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field; [`Refusal::AlreadyRetired`].
    pub async fn report_breakdown(&self, by: &Caller, draft: &ReportDraft) -> Result<InterventionDetail> {
        let mut w = self.0.write(by, Permission::InterventionReport).await?;
        let new = draft.parse()?;
        let sees = self.0.scope(by, Permission::EquipmentRead)?;
        let (machine, site) = reported_machine(&w, &sees, new.equipment_id).await?;
        let zone = local_time::zone(&site.timezone);
        let since = past("since", new.since, &zone, w.now)?.unwrap_or(w.now);
        let open = failure::Entity::find()
            .filter(failure::Column::EquipmentId.eq(machine.id))
            .filter(failure::Column::RestoredAt.is_null())
            .filter(failure::Column::WithdrawnAt.is_null())
            .order_by_asc(failure::Column::StartedAt)
            .order_by_asc(failure::Column::Id)
            .one(w.tx())
            .await?;
        let failure =
            insert_failure(&w, &machine, (&new.title, new.stops), since, open.map(|f| f.id)).await?;
        let settings = self.0.settings().get::<Work>();
        let due = step::first_due((InterventionKind::Corrective, new.priority), &zone, &settings, w.now);
        let row = insert_row(&w, &machine, (&site, &zone), &new, due).await?;
        link(&w, failure.id, row.id).await?;
        let first = Step { priority: Some(row.priority), ..Step::default() };
        let mut entry = step::entry(&w, row.id, "report", None, row.status, first);
        entry.due_at = Set(row.due_at);
        intervention_history::Entity::insert(entry).exec_without_returning(w.tx()).await?;
        refresh_interventions_count(&w, &[machine.id]).await?;
        follow_facts(&mut w, machine.id).await?;
        let site = Some(row.site_id);
        let change = Change::new(Action::Reported, Noun::Intervention, row.id.0, site);
        w.record(change.after(step::summary(&row)));
        let change = Change::new(Action::Created, Noun::Failure, failure.id.0, site);
        w.record(change.after(failure_summary(&failure)));
        tell(&mut w, Message::new(&row).tell_supervisors(Breakdown)).await?;
        let scope = self.0.scope(by, Permission::InterventionRead)?;
        let detail = read::detail(w.tx(), &scope, row.id, w.now).await?;
        w.commit().await?;
        Ok(detail)
    }

    /// Adds to an open report instead of making another one: the text is kept as a comment, and the caller follows it
    /// from then on.
    ///
    /// # Errors
    /// [`Error::NotFound`] when its machine is not one that the caller sees, or when it is no report of something that is
    /// still wrong; [`Refusal::IllegalMove`] when it is at its
    /// end; [`Error::Invalid`].
    pub async fn add_to_report(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &CommentDraft,
    ) -> Result<InterventionDetail> {
        let mut w = self.0.write(by, Permission::InterventionReport).await?;
        let new = draft.parse()?;
        let sees = self.0.scope(by, Permission::EquipmentRead)?;
        w.hold::<intervention::Entity>(id).await?;
        let found = intervention::Entity::find_by_id(id)
            .join(JoinType::InnerJoin, intervention::Relation::Equipment.def())
            .filter(machines::within(&sees))
            .one(w.tx())
            .await?;
        let row = found.ok_or(Error::NotFound(Noun::Intervention))?;
        // Other work on the machine is not opened by guessing its number.
        if !step::failures(w.tx(), id).await?.iter().any(|failure| failure.facts().is_open()) {
            return Err(Error::NotFound(Noun::Intervention));
        }
        check_move(row.status, WorkAction::Comment, by, false)?;
        let user_id = by.user_id().ok_or(Error::Forbidden)?;
        let follower = intervention_follower::ActiveModel {
            intervention_id: Set(id),
            user_id: Set(user_id),
            since: Set(w.now),
            ..Default::default()
        };
        let once = OnConflict::columns([
            intervention_follower::Column::InterventionId,
            intervention_follower::Column::UserId,
        ])
        .do_nothing()
        .to_owned();
        intervention_follower::Entity::insert(follower)
            .on_conflict(once)
            .exec_without_returning(w.tx())
            .await?;
        let comment = intervention_comment::ActiveModel {
            intervention_id: Set(id),
            user_id: Set(user_id),
            at: Set(w.now),
            text: Set(new.text.clone()),
            internal: Set(false),
            ..Default::default()
        };
        comment.insert(w.tx()).await?;
        let change = Change::new(Action::Commented, Noun::Intervention, id.0, Some(row.site_id));
        w.record(
            change.after(crate::audit::json(&serde_json::json!({ "code": row.code, "text": new.text }))),
        );
        tell_comment(&mut w, &row, (new.text, false)).await?;
        let scope = self.0.scope(by, Permission::InterventionRead)?;
        let detail = read::detail(w.tx(), &scope, id, w.now).await?;
        w.commit().await?;
        Ok(detail)
    }
}

/// Statuses in which a report can be added to.
const OPEN: &[InterventionStatus] = &[
    InterventionStatus::Open,
    InterventionStatus::Assigned,
    InterventionStatus::InProgress,
    InterventionStatus::OnHold,
    InterventionStatus::Completed,
];

/// A time that was typed, if it is not one to come.
///
/// # Errors
/// [`FieldCode::InFuture`] at the field.
pub(super) fn past(
    field: &str,
    typed: Option<TypedTime>,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Option<Timestamp>> {
    match typed.map(|typed| typed.at(zone)) {
        Some(at) if at > now => Err(Error::field(field, FieldCode::InFuture)),
        at => Ok(at),
    }
}

/// The machine of a new intervention, locked, with its site.
///
/// # Errors
/// [`FieldCode::NotFound`] at `equipment_id`; [`Refusal::AlreadyRetired`].
pub(super) async fn reported_machine(
    w: &Writer,
    sees: &Scope,
    id: EquipmentId,
) -> Result<(equipment::Model, site::Model)> {
    w.hold::<equipment::Entity>(id).await?;
    let found = equipment::Entity::find_by_id(id)
        .filter(machines::within(sees))
        .find_also_related(site::Entity)
        .one(w.tx())
        .await?;
    let Some((machine, Some(site))) = found else {
        return Err(Error::field("equipment_id", FieldCode::NotFound));
    };
    if machine.retired_at.is_some() {
        return Err(Refusal::AlreadyRetired.into());
    }
    Ok((machine, site))
}

/// A failure of a machine, reported by the caller.
pub(super) async fn insert_failure(
    w: &Writer,
    machine: &equipment::Model,
    (title, stops): (&str, bool),
    since: Timestamp,
    duplicate_of: Option<FailureId>,
) -> Result<failure::Model> {
    let row = failure::ActiveModel {
        site_id: Set(machine.site_id),
        equipment_id: Set(machine.id),
        title: Set(title.to_owned()),
        started_at: Set(since),
        reported_at: Set(w.now),
        stops: Set(stops),
        external: Set(false),
        duplicate_of: Set(duplicate_of),
        reported_by: Set(w.by().user_id()),
        version: Set(1),
        created_at: Set(w.now),
        updated_at: Set(w.now),
        created_by: Set(w.by().user_id()),
        ..Default::default()
    };
    Ok(row.insert(w.tx()).await?)
}

/// The intervention is to put the failure right.
pub(super) async fn link(w: &Writer, failure: FailureId, id: InterventionId) -> Result<()> {
    let row = failure_intervention::ActiveModel {
        failure_id: Set(failure),
        intervention_id: Set(id),
        ..Default::default()
    };
    failure_intervention::Entity::insert(row).exec_without_returning(w.tx()).await?;
    Ok(())
}

async fn insert_row(
    w: &Writer,
    machine: &equipment::Model,
    (site, zone): (&site::Model, &TimeZone),
    new: &NewReport,
    due: Option<Timestamp>,
) -> Result<intervention::Model> {
    let year = local_time::local(w.now, zone).year();
    let code = code(year, next_numbers(w, site.id, year, 1).await?);
    let own = [Some(&code), Some(&new.title), Some(&new.what)];
    let row = intervention::ActiveModel {
        site_id: Set(site.id),
        equipment_id: Set(machine.id),
        search_text: Set(searched(&own, &machine.search_text)),
        code: Set(code),
        kind: Set(InterventionKind::Corrective),
        status: Set(InterventionStatus::Open),
        priority: Set(new.priority),
        priority_rank: Set(new.priority as i32),
        title: Set(new.title.clone()),
        description: Set(Some(new.what.clone())),
        reported_at: Set(w.now),
        due_at: Set(due),
        currency: Set(site.currency.clone()),
        requested_by: Set(w.by().user_id()),
        stops_equipment: Set(false),
        version: Set(1),
        created_at: Set(w.now),
        updated_at: Set(w.now),
        created_by: Set(w.by().user_id()),
        ..Default::default()
    };
    Ok(row.insert(w.tx()).await?)
}

/// What the audit trail says of a failure.
pub(super) fn failure_summary(f: &failure::Model) -> String {
    crate::audit::json(&serde_json::json!({
        "title": f.title,
        "equipment_id": f.equipment_id,
        "started_at": f.started_at,
        "stops": f.stops,
        "running_again_at": f.running_again_at,
        "restored_at": f.restored_at,
        "withdrawn_at": f.withdrawn_at,
    }))
}
