//! An intervention entered by whoever directs the work, from a template or not.

use super::{
    InterventionService,
    breakdown::{link, reported_machine},
    checklist::copy_steps,
    code,
    edit::{check_supervisor, columns},
    next_numbers, read, searched,
    step::{self, Held, Step},
};
use crate::{access::Writer, equipment::refresh_interventions_count, intervention_template, local_time};
use domain::{
    Caller, EquipmentId, Error, FieldCode, InterventionId, Noun, Permission, Result, TemplateId,
    audit::{Action, Change},
    intervention::{
        InterventionDetail, InterventionDraft, InterventionKind, InterventionStatus, NewIntervention,
    },
    intervention_template::TemplateView,
    settings::Work,
};
use entity::{
    checklist, equipment, failure, failure_intervention, intervention, intervention_history,
    intervention_template as template_row, site,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, RelationTrait,
};

impl InterventionService<'_> {
    /// Enters an intervention that no breakdown has asked for. A template fills what the draft leaves empty, and gives its
    /// steps as they are now.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field; [`domain::Refusal::AlreadyRetired`].
    pub async fn create(&self, by: &Caller, draft: &InterventionDraft) -> Result<InterventionDetail> {
        let mut w = self.0.write(by, Permission::InterventionWrite).await?;
        let template = template(&w, &draft.template_id).await?;
        let draft = match &template {
            Some((_, template)) => &template.fill(draft),
            None => draft,
        };
        // The machine decides in which currency amounts are read; what is wrong beside it is told first.
        draft.parse("EUR")?;
        let machine = draft.equipment_id.trim().parse().unwrap_or(EquipmentId(0));
        let (machine, site) = reported_machine(&w, &w.scope, machine).await?;
        let new = draft.parse(&site.currency)?;
        check_supervisor(&w, site.id, new.supervisor_id).await?;
        let made = enter(&mut w, &self.0.settings().get::<Work>(), (&machine, &site), &new).await?;
        if let Some((id, template)) = &template {
            copy_steps(&w, &made.row, (*id, template)).await?;
        }
        let detail = read::detail(w.tx(), &w.scope, made.row.id, w.now).await?;
        w.commit().await?;
        Ok(detail)
    }

    /// The form of another intervention like this one: machine, words, kind, priority, estimate, and the template that is still
    /// offered; no times, people, hours or costs. At most five statements.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn copy_of(&self, by: &Caller, id: InterventionId) -> Result<InterventionDraft> {
        let reader = self.0.read(by, Permission::InterventionWrite)?;
        let found = read::detail(reader.db, &reader.scope, id, self.0.now()).await?;
        let from = checklist::Entity::find().filter(checklist::Column::InterventionId.eq(id));
        let template = match from.one(reader.db).await? {
            Some(from) => template_row::Entity::find_by_id(from.template_id).one(reader.db).await?,
            None => None,
        };
        let template = template.filter(|template| template.retired_at.is_none());
        let like = InterventionDraft::from(&found);
        Ok(InterventionDraft {
            equipment_id: like.equipment_id,
            title: like.title,
            description: like.description,
            kind: like.kind,
            priority: like.priority,
            estimated_minutes: like.estimated_minutes,
            stops_equipment: like.stops_equipment,
            skills: like.skills,
            template_id: template.map(|template| template.id.to_string()).unwrap_or_default(),
            ..InterventionDraft::default()
        })
    }
}

/// The template of that id, which nobody deletes meanwhile.
///
/// # Errors
/// [`FieldCode::NotFound`] at `template_id`; also for one that is not offered any more.
pub(crate) async fn template(w: &Writer, id: &str) -> Result<Option<(TemplateId, TemplateView)>> {
    if id.trim().is_empty() {
        return Ok(None);
    }
    let unknown = || Error::field("template_id", FieldCode::NotFound);
    let id: TemplateId = id.trim().parse().map_err(|_| unknown())?;
    let row = w.hold_reference::<template_row::Entity>(id).await?;
    row.filter(|row| row.retired_at.is_none()).ok_or_else(unknown)?;
    let view = intervention_template::one(w.tx(), id).await?.ok_or_else(unknown)?;
    Ok(Some((id, view)))
}

/// Writes a new intervention on a machine that is locked: its row, its history, the failures that it takes up.
pub(super) async fn enter(
    w: &mut Writer,
    settings: &Work,
    (machine, site): (&equipment::Model, &site::Model),
    new: &NewIntervention,
) -> Result<Held> {
    let by = w.by().user_id();
    let zone = local_time::zone(&site.timezone);
    let year = local_time::local(w.now, &zone).year();
    let code = code(year, next_numbers(w, site.id, year, 1).await?);
    let own = [Some(&code), Some(&new.title), new.description.as_ref(), new.report.as_ref()];
    let searched = searched(&own, &machine.search_text);
    let due = new.due.map(|due| due.at(&zone));
    let due = due.or_else(|| step::first_due((new.kind, new.priority), &zone, settings, w.now));
    let row = intervention::ActiveModel {
        site_id: Set(site.id),
        code: Set(code),
        status: Set(InterventionStatus::Open),
        reported_at: Set(w.now),
        currency: Set(site.currency.clone()),
        requested_by: Set(by),
        search_text: Set(searched),
        cost_minor: Set(new.other_minor),
        due_at: Set(due),
        version: Set(1),
        created_at: Set(w.now),
        updated_at: Set(w.now),
        created_by: Set(by),
        ..columns(new, &zone)
    };
    let row = row.insert(w.tx()).await?;
    let first = Step { priority: Some(row.priority), ..Step::default() };
    let mut entry = step::entry(w, row.id, "create", None, row.status, first);
    entry.due_at = Set(row.due_at);
    let history = vec![intervention_history::ActiveModel::insert(entry, w.tx()).await?];
    let failures = adopt_failures(w, &row).await?;
    let held = Held { row, zone, assignees: vec![], history, failures };
    refresh_interventions_count(w, &[machine.id]).await?;
    let change = Change::new(Action::Created, Noun::Intervention, held.row.id.0, Some(site.id));
    w.record(change.after(step::summary(&held.row)));
    Ok(held)
}

/// Corrective work takes up the open failures of its machine that no work under way is about: those of work that ended
/// with the machine still stopped, or with the fault. Gives them, in the order in which they began.
async fn adopt_failures(w: &Writer, row: &intervention::Model) -> Result<Vec<failure::Model>> {
    use failure::Column as F;
    if row.kind != InterventionKind::Corrective {
        return Ok(vec![]);
    }
    let under_way = failure_intervention::Entity::find()
        .select_only()
        .column(failure_intervention::Column::FailureId)
        .join(JoinType::InnerJoin, failure_intervention::Relation::Intervention.def())
        .filter(intervention::Column::EquipmentId.eq(row.equipment_id))
        .filter(intervention::Column::Status.is_in(InterventionStatus::PENDING.iter().copied()))
        .into_query();
    let adopted = failure::Entity::find()
        .filter(F::EquipmentId.eq(row.equipment_id))
        .filter(F::RestoredAt.is_null())
        .filter(F::WithdrawnAt.is_null())
        .filter(F::Id.not_in_subquery(under_way))
        .order_by_asc(F::StartedAt)
        .order_by_asc(F::Id)
        .all(w.tx())
        .await?;
    for failure in &adopted {
        link(w, failure.id, row.id).await?;
    }
    Ok(adopted)
}
