//! The same intervention entered on many machines at once, in statements whose number does not grow with the machines.

use super::{
    code,
    edit::columns,
    next_numbers, searched,
    step::{self, Step},
};
use crate::{access::Writer, checklist_spec as spec, equipment::refresh_interventions_count, local_time};
use domain::{
    EquipmentId, InterventionId, Noun, Result, SiteId, TemplateId,
    audit::{Action, Change},
    intervention::{InterventionKind, InterventionStatus, NewIntervention},
    intervention_template::TemplateView,
};
use entity::{
    checklist, checklist_step, equipment, failure, failure_intervention, intervention, intervention_history,
    site,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect,
    QueryTrait, RelationTrait,
};
use std::collections::BTreeMap;

/// Rows of one statement: their values stay below what both databases take.
const BATCH: usize = 400;

/// Writes the intervention on each of these machines, which are locked and in the order of their ids: rows with their
/// numbers, history, checklists, the failures that corrective work takes up. Gives the rows in no order.
pub(crate) async fn enter_many(
    w: &mut Writer,
    new: &NewIntervention,
    template: Option<&(TemplateId, TemplateView)>,
    machines: &[equipment::Model],
) -> Result<Vec<intervention::Model>> {
    let mut by_site: BTreeMap<SiteId, Vec<&equipment::Model>> = BTreeMap::new();
    for machine in machines {
        by_site.entry(machine.site_id).or_default().push(machine);
    }
    let sites =
        site::Entity::find().filter(site::Column::Id.is_in(by_site.keys().copied())).all(w.tx()).await?;
    let ids: Vec<EquipmentId> = machines.iter().map(|machine| machine.id).collect();
    let failures = left_failures(w, new.kind, &ids).await?;
    let mut rows = vec![];
    for site in &sites {
        rows.extend(rows_of(w, new, site, by_site.get(&site.id).map_or(&[][..], Vec::as_slice)).await?);
    }
    let mut made = vec![];
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(BATCH));
        made.extend(intervention::Entity::insert_many(rows).exec_with_returning(w.tx()).await?);
        rows = rest;
    }
    let first = |row: &intervention::Model| {
        let step = Step { priority: Some(row.priority), ..Step::default() };
        let mut entry = step::entry(w, row.id, "create", None, row.status, step);
        entry.due_at = Set(row.due_at);
        entry
    };
    let history = made.iter().map(first).collect();
    insert::<intervention_history::Entity, _>(w, history).await?;
    if let Some(template) = template {
        copy_steps(w, &made, template).await?;
    }
    let of: BTreeMap<EquipmentId, InterventionId> =
        made.iter().map(|row| (row.equipment_id, row.id)).collect();
    let links = failures.iter().filter_map(|failure| {
        Some(failure_intervention::ActiveModel {
            failure_id: Set(failure.id),
            intervention_id: Set(*of.get(&failure.equipment_id)?),
            ..Default::default()
        })
    });
    insert::<failure_intervention::Entity, _>(w, links.collect()).await?;
    refresh_interventions_count(w, &ids).await?;
    for row in &made {
        let change = Change::new(Action::Created, Noun::Intervention, row.id.0, Some(row.site_id));
        w.record(change.after(step::summary(row)));
    }
    Ok(made)
}

/// The rows of one site, with the next numbers of its year.
async fn rows_of(
    w: &Writer,
    new: &NewIntervention,
    site: &site::Model,
    machines: &[&equipment::Model],
) -> Result<Vec<intervention::ActiveModel>> {
    let by = w.by().user_id();
    let zone = local_time::zone(&site.timezone);
    let year = local_time::local(w.now, &zone).year();
    let count = i64::try_from(machines.len()).unwrap_or(i64::MAX);
    let first = next_numbers(w, site.id, year, count).await?;
    let row = |(number, machine): (i64, &&equipment::Model)| {
        let code = code(year, number);
        let own = [Some(&code), Some(&new.title), new.description.as_ref()];
        let searched = searched(&own, &machine.search_text);
        let new = NewIntervention { equipment_id: machine.id, ..new.clone() };
        intervention::ActiveModel {
            site_id: Set(site.id),
            code: Set(code),
            status: Set(InterventionStatus::Open),
            reported_at: Set(w.now),
            currency: Set(site.currency.clone()),
            requested_by: Set(by),
            search_text: Set(searched),
            due_at: Set(new.due.map(|due| due.at(&zone))),
            version: Set(1),
            created_at: Set(w.now),
            updated_at: Set(w.now),
            created_by: Set(by),
            ..columns(&new, &zone)
        }
    };
    Ok((first..).zip(machines).map(row).collect())
}

/// The open failures of these machines that no work under way is about; only corrective work takes them up.
async fn left_failures(
    w: &Writer,
    kind: InterventionKind,
    machines: &[EquipmentId],
) -> Result<Vec<failure::Model>> {
    use failure::Column as F;
    if kind != InterventionKind::Corrective {
        return Ok(vec![]);
    }
    let under_way = failure_intervention::Entity::find()
        .select_only()
        .column(failure_intervention::Column::FailureId)
        .join(JoinType::InnerJoin, failure_intervention::Relation::Intervention.def())
        .filter(intervention::Column::EquipmentId.is_in(machines.iter().copied()))
        .filter(intervention::Column::Status.is_in(InterventionStatus::PENDING.iter().copied()))
        .into_query();
    let left = failure::Entity::find()
        .filter(F::EquipmentId.is_in(machines.iter().copied()))
        .filter(F::RestoredAt.is_null())
        .filter(F::WithdrawnAt.is_null())
        .filter(F::Id.not_in_subquery(under_way));
    Ok(left.all(w.tx()).await?)
}

/// Gives each the steps of the template, as they are now, and notes where they came from.
async fn copy_steps(
    w: &Writer,
    made: &[intervention::Model],
    (id, template): &(TemplateId, TemplateView),
) -> Result<()> {
    let from = made.iter().map(|row| checklist::ActiveModel {
        intervention_id: Set(row.id),
        template_id: Set(*id),
        site_id: Set(row.site_id),
        title: Set(template.title.clone()),
        ..Default::default()
    });
    insert::<checklist::Entity, _>(w, from.collect()).await?;
    let specs: Vec<_> = template.steps.iter().filter_map(|step| step.parse().ok()).collect();
    let mut rows = vec![];
    for row in made {
        rows.extend(specs.iter().enumerate().map(|(at, step)| spec::intervention_row(row.id, at, step)));
    }
    insert::<checklist_step::Entity, _>(w, rows).await
}

/// Writes rows, so many to a statement.
pub(crate) async fn insert<E, A>(w: &Writer, mut rows: Vec<A>) -> Result<()>
where
    E: EntityTrait,
    A: ActiveModelTrait<Entity = E>,
{
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(BATCH));
        E::insert_many(rows).exec_without_returning(w.tx()).await?;
        rows = rest;
    }
    Ok(())
}
