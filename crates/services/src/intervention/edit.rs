//! An intervention entered or changed by whoever directs the work, and what people say about it.

use super::{
    InterventionService,
    assign::refuse_if_away,
    breakdown::{failure_summary, reported_machine},
    costs, read, searched,
    step::{Held, Step, hold},
};
use crate::{
    access::Writer,
    audit,
    equipment::{follow_facts, refresh_interventions_count},
    notification,
    record::retried,
};
use domain::notification::NotificationKind::Commented;
use domain::{
    Caller, EquipmentId, Error, FieldCode, InterventionId, Noun, Permission, Result, Role, SiteId, UserId,
    audit::{Action, Change},
    intervention::{
        CommentDraft, InterventionDetail, InterventionDraft, NewIntervention, WorkAction, check_move,
        skills_text,
    },
    settings::Work,
    user::tidy_skills,
};
use entity::{
    campaign_machine, equipment, failure, intervention, intervention_comment, site, user, user_site,
};
use jiff::tz::TimeZone;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, Condition, EntityTrait,
    QueryFilter, QuerySelect, QueryTrait,
};

impl InterventionService<'_> {
    /// Changes an intervention that is not locked. The draft carries the version that its editor read. A corrected machine
    /// takes the failures, and the states of both follow.
    ///
    /// # Errors
    /// [`Error::Stale`] with the fields that differ; [`Error::Invalid`]; [`domain::Refusal::IllegalMove`] when it is locked;
    /// [`Error::NotFound`].
    pub async fn update(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &InterventionDraft,
    ) -> Result<InterventionDetail> {
        retried(|| self.change(by, id, draft)).await
    }

    async fn change(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &InterventionDraft,
    ) -> Result<InterventionDetail> {
        let mut w = self.0.write(by, WorkAction::Edit.permission()).await?;
        let wanted: Option<EquipmentId> = draft.equipment_id.trim().parse().ok();
        let mut held = hold(&w, id, wanted).await?;
        let to = held.may(by, WorkAction::Edit, "")?;
        let before = InterventionDraft::from(&read::detail(w.tx(), &w.scope, id, w.now).await?);
        let sent = InterventionDraft { skills: tidy_skills(&draft.skills), ..draft.clone() };
        audit::same_version(&sent, &before, &draft.version, held.row.version)?;
        let new = draft.parse(&held.row.currency)?;
        if new.template_id.is_some() {
            return Err(Error::field("template_id", FieldCode::NotAllowed));
        }
        check_supervisor(
            &w,
            held.row.site_id,
            new.supervisor_id.filter(|s| Some(*s) != held.row.supervisor_id),
        )
        .await?;
        let planned = new.planned.map(|planned| planned.at(&held.zone));
        if planned.is_some() && planned != held.row.planned_at {
            refuse_if_away(&w, &held, planned).await?;
        }
        let costly = held.row.other_minor != new.other_minor;
        let left = held.row.equipment_id;
        if new.equipment_id != left {
            refuse_of_campaign(&w, id).await?;
            move_to(&mut w, &mut held, new.equipment_id).await?;
        }
        let machine = equipment::Entity::find_by_id(new.equipment_id).one(w.tx()).await?;
        let machine = machine.map(|machine| machine.search_text).unwrap_or_default();
        let i = &held.row;
        let own = [
            Some(&i.code),
            Some(&new.title),
            new.description.as_ref(),
            new.report.as_ref(),
            i.external_ref.as_ref(),
        ];
        let mut row = columns(&new, &held.zone);
        row.search_text = Set(searched(&own, &machine));
        // Only what it came with stays where nothing is known; the rest is worked out again below.
        if i.other_minor.is_some() && new.other_minor.is_none() {
            row.cost_minor = Set(None);
        }
        // The text as it is said now; the number that it had stays where nothing is said.
        let step = Step { priority: (new.priority != i.priority).then_some(new.priority), ..Step::default() };
        let settings = self.0.settings().get::<Work>();
        held.write(&mut w, &settings, (WorkAction::Edit, Action::Updated), to, row, step).await?;
        if costly {
            costs::refresh(&w, &[id]).await?;
        }
        if new.equipment_id != left {
            refresh_interventions_count(&w, &[left, new.equipment_id]).await?;
            follow_facts(&mut w, left).await?;
        }
        follow_facts(&mut w, new.equipment_id).await?;
        let detail = read::detail(w.tx(), &w.scope, id, w.now).await?;
        w.commit().await?;
        Ok(detail)
    }

    /// Says something about an intervention. A client cannot say it internally.
    ///
    /// # Errors
    /// [`Error::Invalid`]; [`domain::Refusal::IllegalMove`] when it is locked; [`Error::NotFound`].
    pub async fn comment(&self, by: &Caller, id: InterventionId, draft: &CommentDraft) -> Result<()> {
        let mut w = self.0.write(by, WorkAction::Comment.permission()).await?;
        let row = read::find(w.tx(), &w.scope, id).await?;
        check_move(row.status, WorkAction::Comment, by, false)?;
        let new = draft.parse()?;
        let user_id = by.user_id().ok_or(Error::Forbidden)?;
        let comment = intervention_comment::ActiveModel {
            intervention_id: Set(id),
            user_id: Set(user_id),
            at: Set(w.now),
            text: Set(new.text.clone()),
            internal: Set(new.internal && w.scope.own.is_none()),
            ..Default::default()
        };
        comment.insert(w.tx()).await?;
        let change = Change::new(Action::Commented, Noun::Intervention, id.0, Some(row.site_id));
        w.record(change.after(audit::json(&serde_json::json!({ "code": row.code, "text": new.text }))));
        let internal = new.internal && w.scope.own.is_none();
        tell_comment(&mut w, &row, (new.text, internal)).await?;
        w.commit().await
    }
}

/// Tells those who do the work, asked for it or direct it what was said.
pub(super) async fn tell_comment(
    w: &mut Writer,
    about: &intervention::Model,
    (text, internal): (String, bool),
) -> Result<()> {
    let people = [notification::workers(w, about).await?, notification::requesters(w, about).await?].concat();
    let people = people.into_iter().chain(about.supervisor_id);
    let message =
        notification::Message::new(about).to(people, Commented).remark(Some(text)).internal(internal);
    notification::tell(w, message).await
}

/// The columns that the form decides.
pub(super) fn columns(new: &NewIntervention, zone: &TimeZone) -> intervention::ActiveModel {
    let n = new.clone();
    intervention::ActiveModel {
        id: NotSet,
        equipment_id: Set(n.equipment_id),
        kind: Set(n.kind),
        priority: Set(n.priority),
        priority_rank: Set(n.priority as i32),
        title: Set(n.title),
        description: Set(n.description),
        report: Set(n.report),
        cause: Set(n.cause),
        observations: Set(n.observations),
        due_fixed_at: Set(n.due.map(|due| due.at(zone))),
        planned_at: Set(n.planned.map(|planned| planned.at(zone))),
        estimated_minutes: Set(n.estimated_minutes),
        stops_equipment: Set(n.stops_equipment),
        skills: Set(skills_text(&n.skills)),
        supervisor_id: Set(n.supervisor_id),
        other_minor: Set(n.other_minor),
        ..Default::default()
    }
}

/// Who directs it: somebody of its site who may validate.
///
/// # Errors
/// [`FieldCode::NotFound`] at `supervisor_id`, whatever is wrong: nobody learns here who is somewhere else.
pub(super) async fn check_supervisor(w: &Writer, site: SiteId, id: Option<UserId>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    let there = user_site::Entity::find()
        .select_only()
        .column(user_site::Column::UserId)
        .filter(user_site::Column::SiteId.eq(site))
        .into_query();
    let person = user::Entity::find_by_id(id)
        .filter(user::Column::IsActive.eq(true))
        .filter(
            Condition::any().add(user::Column::Id.in_subquery(there)).add(user::Column::Role.eq(Role::Admin)),
        )
        .one(w.tx())
        .await?;
    match person.is_some_and(|p| p.role.permissions().contains(Permission::InterventionValidate)) {
        true => Ok(()),
        false => Err(Error::field("supervisor_id", FieldCode::NotFound)),
    }
}

/// What a campaign asks for on one machine is not done on another.
///
/// # Errors
/// [`FieldCode::NotAllowed`] at `equipment_id`.
async fn refuse_of_campaign(w: &Writer, id: InterventionId) -> Result<()> {
    use campaign_machine::Column as M;
    let of_one = campaign_machine::Entity::find().filter(M::InterventionId.eq(id)).one(w.tx()).await?;
    match of_one {
        Some(_) => Err(Error::field("equipment_id", FieldCode::NotAllowed)),
        None => Ok(()),
    }
}

/// Another machine of the same site: what was noted on the wrong one goes along.
///
/// # Errors
/// [`FieldCode::NotFound`] or [`FieldCode::OtherSite`] at `equipment_id`.
async fn move_to(w: &mut Writer, held: &mut Held, machine: EquipmentId) -> Result<()> {
    let (machine, site): (equipment::Model, site::Model) = reported_machine(w, &w.scope, machine).await?;
    if site.id != held.row.site_id {
        return Err(Error::field("equipment_id", FieldCode::OtherSite));
    }
    for failure in &mut held.failures {
        let before = failure_summary(failure);
        let row = failure::ActiveModel {
            id: Set(failure.id),
            equipment_id: Set(machine.id),
            version: Set(failure.version + 1),
            updated_at: Set(w.now),
            ..Default::default()
        };
        *failure = row.update(w.tx()).await?;
        let change = Change::new(Action::Updated, Noun::Failure, failure.id.0, Some(failure.site_id));
        w.record(change.before(before).after(failure_summary(failure)));
    }
    Ok(())
}
