//! The state of a machine follows from its open failures and the work on it, unless somebody has chosen another.

use super::write::change;
use crate::{access::Writer, audit};
use domain::{
    EquipmentId, Result,
    audit::Action,
    equipment::{EquipmentState, StateDraft, state_rank},
    failure::{Facts, Failure},
    intervention::InterventionStatus,
};
use entity::{equipment, failure, intervention};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// The facts of one machine, and the title of what decides.
struct Known {
    facts: Facts,
    why: Option<String>,
}

/// The facts of machines, in their order. Two statements.
async fn known(w: &Writer, ids: &[EquipmentId]) -> Result<Vec<(EquipmentId, Known)>> {
    use failure::Column as F;
    use intervention::Column as I;
    let open = failure::Entity::find()
        .filter(F::EquipmentId.is_in(ids.iter().copied()))
        .filter(F::RestoredAt.is_null())
        .filter(F::WithdrawnAt.is_null())
        .order_by_asc(F::StartedAt)
        .order_by_asc(F::Id)
        .all(w.tx())
        .await?;
    let work = intervention::Entity::find()
        .filter(I::EquipmentId.is_in(ids.iter().copied()))
        .filter(I::Status.eq(InterventionStatus::InProgress))
        .filter(I::StopsEquipment.eq(true))
        .order_by_asc(I::Id)
        .all(w.tx())
        .await?;
    Ok(ids
        .iter()
        .map(|id| {
            let own: Vec<&failure::Model> = open.iter().filter(|f| f.equipment_id == *id).collect();
            let failures: Vec<Failure> = own.iter().map(|f| f.facts()).collect();
            let job = work.iter().find(|job| job.equipment_id == *id);
            let facts = Facts::of(&failures, job.is_some());
            let title = |stopping: bool| {
                own.iter().find(|f| f.facts().is_stopping() == stopping).map(|f| f.title.clone())
            };
            let why = match facts.state() {
                EquipmentState::Broken => title(true),
                EquipmentState::Maintenance => job.map(|job| job.title.clone()),
                EquipmentState::Degraded => title(false),
                EquipmentState::Active | EquipmentState::Inactive => None,
            };
            (*id, Known { facts, why })
        })
        .collect())
}

/// Those of the machines for which this state would be held against the facts. Two statements.
pub(super) async fn held(
    w: &Writer,
    ids: &[EquipmentId],
    chosen: EquipmentState,
) -> Result<Vec<EquipmentId>> {
    let known = known(w, ids).await?;
    Ok(known.into_iter().filter(|(_, known)| known.facts.is_held(chosen)).map(|(id, _)| id).collect())
}

/// As [`follow_all`], for one machine.
pub(crate) async fn follow(w: &mut Writer, id: EquipmentId) -> Result<()> {
    follow_all(w, &[id]).await
}

/// Gives machines, whose rows are locked, the state that follows from the facts: the one writer of it. A state that was
/// set by hand stays. Three statements, and one for each machine that changes.
pub(crate) async fn follow_all(w: &mut Writer, ids: &[EquipmentId]) -> Result<()> {
    let stored = equipment::Entity::find()
        .filter(equipment::Column::Id.is_in(ids.iter().copied()))
        .filter(equipment::Column::StateByHand.eq(false))
        .filter(equipment::Column::RetiredAt.is_null())
        .order_by_asc(equipment::Column::Id)
        .all(w.tx())
        .await?;
    let ids: Vec<EquipmentId> = stored.iter().map(|machine| machine.id).collect();
    let known = known(w, &ids).await?;
    for (stored, (_, known)) in stored.iter().zip(known) {
        settle(w, stored, known).await?;
    }
    Ok(())
}

async fn settle(w: &mut Writer, stored: &equipment::Model, known: Known) -> Result<()> {
    let state = known.facts.state();
    if state == stored.state && known.why == stored.state_reason {
        return Ok(());
    }
    let row = equipment::ActiveModel {
        id: Set(stored.id),
        state: Set(state),
        state_rank: Set(state_rank(state)),
        state_since: Set(if state == stored.state { stored.state_since } else { w.now }),
        state_reason: Set(known.why.clone()),
        version: Set(stored.version + 1),
        updated_at: Set(w.now),
        ..Default::default()
    };
    row.update(w.tx()).await?;
    let told = |state: EquipmentState, why: &Option<String>| {
        audit::json(&StateDraft { state: state.to_string(), state_reason: why.clone().unwrap_or_default() })
    };
    let (before, after) = (told(stored.state, &stored.state_reason), told(state, &known.why));
    w.record(change(Action::StateChanged, stored).before(before).after(after));
    Ok(())
}
