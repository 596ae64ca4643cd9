//! Somebody says what a failure was, and puts its times right. The machine's state and the deadlines of the work on it follow.

use super::step::{self, Step};
use crate::{
    access::Writer,
    audit,
    equipment::follow_facts,
    failure::{FailureService, find, one},
    failure_code, local_time,
    record::retried,
};
use domain::{
    Caller, EquipmentId, Error, FailureCodeId, FailureId, FieldError, FieldErrors, Noun, Result,
    audit::{Action, Change},
    failure::{Diagnosis, DiagnosisDraft, FailureRow, FailureTimes, code_field},
    failure_code::{CodeKind, FailureCodeRef},
    intervention::{Noted, WorkAction, check_diagnosis},
    settings::Work,
};
use entity::{equipment, failure, failure_intervention, intervention, intervention_history, site};
use jiff::tz::TimeZone;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};
use std::collections::BTreeMap;

impl FailureService<'_> {
    /// Says what a failure was: its codes, whether the cause is the machine's, and when it began and ended. By whoever may
    /// work on one of its interventions; by who directs the work also when that is completed.
    ///
    /// # Errors
    /// [`domain::Refusal::IllegalMove`] when all its work is locked, [`domain::Refusal::NotAssigned`]; [`Error::Stale`] with
    /// the fields that differ; [`Error::Invalid`] for codes that are not offered for the machine, and for times that do not
    /// follow one another; [`Error::NotFound`].
    pub async fn diagnose(&self, by: &Caller, id: FailureId, draft: &DiagnosisDraft) -> Result<FailureRow> {
        retried(|| self.say(by, id, draft)).await
    }

    async fn say(&self, by: &Caller, id: FailureId, draft: &DiagnosisDraft) -> Result<FailureRow> {
        let mut w = self.0.write(by, WorkAction::Diagnose.permission()).await?;
        let mut held = hold(&w, id).await?;
        let standing: Vec<_> =
            held.works.iter().map(|i| (i.row.status, i.is_assigned(by.user_id()))).collect();
        check_diagnosis(&standing, by)?;
        let stored = DiagnosisDraft::from(&one(w.tx(), &w.scope, id, w.now).await?).on_clock(&held.zone);
        audit::same_version(&draft.on_clock(&held.zone), &stored, &draft.version, held.failure.version)?;
        let before = diagnosis(&held.failure);
        let new = draft.parse(before.times, held.failure.stops, &held.zone, w.now)?;
        if new == before {
            return one(w.tx(), &w.scope, id, w.now).await;
        }
        check_codes(&w, &held, &before, &new).await?;
        let codes = before.codes.into_iter().chain(new.codes).flatten();
        let named = failure_code::named(w.tx(), codes.collect()).await?;
        let told = |of: &Diagnosis| summary(&held.failure, of, &named);
        let change = Change::new(Action::Updated, Noun::Failure, id.0, Some(held.failure.site_id));
        let change = change.before(told(&before)).after(told(&new));
        held.write(&mut w, &new, &self.0.settings().get::<Work>()).await?;
        w.record(change);
        follow_facts(&mut w, held.failure.equipment_id).await?;
        let row = one(w.tx(), &w.scope, id, w.now).await?;
        w.commit().await?;
        Ok(row)
    }
}

/// A failure that is locked until the end of the transaction, with the work that is about it.
struct Held {
    failure: failure::Model,
    zone: TimeZone,
    works: Vec<step::Held>,
}

/// Locks the machines first, then the interventions, then the failure: each in the order of their numbers.
///
/// # Errors
/// [`Error::NotFound`]; also for what the caller does not see.
async fn hold(w: &Writer, id: FailureId) -> Result<Held> {
    let seen = find(w.tx(), &w.scope, id).await?;
    let about = works(w, id).await?;
    let mut machines: Vec<EquipmentId> = about.iter().map(|i| i.equipment_id).collect();
    machines.push(seen.equipment_id);
    machines.sort_unstable();
    machines.dedup();
    for machine in machines {
        w.hold::<equipment::Entity>(machine).await?;
    }
    for work in &about {
        w.hold::<intervention::Entity>(work.id).await?;
    }
    w.hold::<failure::Entity>(id).await?;
    let failure = find(w.tx(), &w.scope, id).await?;
    let rows = works(w, id).await?;
    let place =
        |works: &[intervention::Model]| works.iter().map(|i| (i.id, i.equipment_id)).collect::<Vec<_>>();
    if failure.equipment_id != seen.equipment_id || place(&rows) != place(&about) {
        return Err(Error::Contended);
    }
    let site = site::Entity::find_by_id(failure.site_id).one(w.tx()).await?;
    let zone = site.map_or(TimeZone::UTC, |site| local_time::zone(&site.timezone));
    let mut works = vec![];
    for row in rows {
        let assignees = step::assignees(w.tx(), row.id).await?;
        let history = step::history(w.tx(), row.id).await?;
        let failures = step::failures(w.tx(), row.id).await?;
        works.push(step::Held { row, zone: zone.clone(), assignees, history, failures });
    }
    Ok(Held { failure, zone, works })
}

/// The interventions that are about a failure, by their numbers.
async fn works(w: &Writer, id: FailureId) -> Result<Vec<intervention::Model>> {
    let about = intervention::Entity::find()
        .join_rev(JoinType::InnerJoin, failure_intervention::Relation::Intervention.def())
        .filter(failure_intervention::Column::FailureId.eq(id));
    Ok(about.order_by_asc(intervention::Column::Id).all(w.tx()).await?)
}

impl Held {
    /// Writes the diagnosis, a line in the history of the work that is not locked, and its deadlines.
    async fn write(&mut self, w: &mut Writer, new: &Diagnosis, settings: &Work) -> Result<()> {
        let [mode, mechanism, cause] = new.codes;
        let row = failure::ActiveModel {
            id: Set(self.failure.id),
            mode_id: Set(mode),
            mechanism_id: Set(mechanism),
            cause_id: Set(cause),
            external: Set(new.external),
            started_at: Set(new.times.started),
            running_again_at: Set(new.times.running_again),
            restored_at: Set(new.times.restored),
            version: Set(self.failure.version + 1),
            updated_at: Set(w.now),
            ..Default::default()
        };
        let before = self.failure.facts();
        self.failure = row.update(w.tx()).await?;
        for work in self.works.iter_mut().filter(|work| !work.row.status.is_locked()) {
            for failure in work.failures.iter_mut().filter(|failure| failure.id == self.failure.id) {
                *failure = self.failure.clone();
            }
            let noted = Noted::corrected(&step::noted(&work.history), before, self.failure.facts());
            let (id, status) = (work.row.id, work.row.status);
            let step = Step { noted, ..Step::default() };
            let entry = step::entry(w, id, WorkAction::Diagnose.as_str(), Some(status), status, step);
            work.history.push(intervention_history::ActiveModel::insert(entry, w.tx()).await?);
            work.refresh_due(w, settings).await?;
        }
        Ok(())
    }
}

/// What is stored.
fn diagnosis(f: &failure::Model) -> Diagnosis {
    Diagnosis {
        codes: [f.mode_id, f.mechanism_id, f.cause_id],
        external: f.external,
        times: FailureTimes {
            started: f.started_at,
            running_again: f.running_again_at,
            restored: f.restored_at,
        },
    }
}

/// A code that is new must answer its question about machines of this type, and be in use; one that is stored stays.
async fn check_codes(w: &Writer, held: &Held, before: &Diagnosis, new: &Diagnosis) -> Result<()> {
    let machine = equipment::Entity::find_by_id(held.failure.equipment_id).one(w.tx()).await?;
    let of = machine.and_then(|machine| machine.type_id);
    let mut wrong = vec![];
    for (place, kind) in CodeKind::ALL.iter().enumerate() {
        let Some(id) = new.codes[place].filter(|id| before.codes[place] != Some(*id)) else { continue };
        let checked = match w.hold_reference::<entity::failure_code::Entity>(id).await? {
            Some(code) => code.offer().check(*kind, of),
            None => Err(domain::FieldCode::NotFound),
        };
        if let Err(code) = checked {
            wrong.push(FieldError::new(code_field(*kind), code));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(FieldErrors(wrong).into()) }
}

/// What the audit trail says of a diagnosis.
fn summary(f: &failure::Model, of: &Diagnosis, named: &BTreeMap<FailureCodeId, FailureCodeRef>) -> String {
    let [mode, mechanism, cause] =
        of.codes.map(|id| id.and_then(|id| named.get(&id)).map(|code| code.code.clone()));
    audit::json(&serde_json::json!({
        "title": f.title,
        "mode": mode,
        "mechanism": mechanism,
        "cause": cause,
        "external": of.external,
        "started_at": of.times.started,
        "running_again_at": of.times.running_again,
        "restored_at": of.times.restored,
    }))
}
