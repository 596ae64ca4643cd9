//! Taking an import out again: its rows, and the equipment and types that it made. Interventions that somebody has
//! changed since stay, with their equipment, and are told.

use super::{
    ImportError, ImportService,
    commit::{forget_file, yield_to_writers},
    read,
    task::{self, Progress, Task},
};
use crate::{access::Writer, audit, equipment::refresh_interventions_count, job::JobCompleted};
use domain::{
    Caller, EquipmentId, EquipmentTypeId, ImportId, InterventionId, Noun, Permission, Refusal, Result,
    audit::{Action, Change},
    document::Holder,
    import::{ImportState, ImportView},
};
use entity::{document, equipment, equipment_type, import, intervention, intervention_comment};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use std::{collections::BTreeSet, time::Instant};

/// Rows taken out at once.
const AT_ONCE: u64 = 1_000;

impl ImportService<'_> {
    /// Asks for the import to be taken out.
    ///
    /// # Errors
    /// [`Refusal::ImportInUse`] when equipment or types that it made have history, components or machines
    /// from elsewhere, or were changed since; [`Refusal::ImportNotReady`] when it has not been written; [`domain::Error::NotFound`].
    pub async fn undo(&self, by: &Caller, id: ImportId) -> Result<ImportView> {
        let (w, stored) = self.begin_undo(by, id).await?;
        task::ask(w, &stored, ImportState::Undoing).await?;
        self.get(by, id).await
    }

    /// Takes the import out, telling the progress, and returns when nothing of it is left.
    ///
    /// # Errors
    /// As [`Self::undo`].
    pub async fn undo_to_end(
        &self,
        by: &Caller,
        id: ImportId,
        tell: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<ImportView> {
        let (w, stored) = self.begin_undo(by, id).await?;
        task::do_now(self.0, w, stored, ImportState::Undoing, tell).await?;
        self.get(by, id).await
    }

    async fn begin_undo(&self, by: &Caller, id: ImportId) -> Result<(Writer, import::Model)> {
        let w = self.0.write(by, Permission::ImportRun).await?;
        w.hold::<import::Entity>(id).await?;
        let stored = read::find(w.tx(), &w.scope, by, id).await?;
        let written =
            matches!(stored.state, ImportState::Committed | ImportState::Committing | ImportState::Undoing);
        if !written {
            return Err(Refusal::ImportNotReady.into());
        }
        match used_elsewhere(&w, id).await? {
            0 => Ok((w, stored)),
            rows => Err(Refusal::ImportInUse { rows }.into()),
        }
    }
}

/// Rows from elsewhere that hang on what the import made (interventions on its equipment, components below it,
/// machines of its types, documents), and equipment of its own that somebody has changed since.
async fn used_elsewhere(w: &Writer, id: ImportId) -> Result<i64> {
    let own_equipment = || {
        equipment::Entity::find()
            .select_only()
            .column(equipment::Column::Id)
            .filter(equipment::Column::ImportId.eq(id))
            .into_query()
    };
    let own_types = equipment_type::Entity::find()
        .select_only()
        .column(equipment_type::Column::Id)
        .filter(equipment_type::Column::ImportId.eq(id))
        .into_query();
    let interventions = intervention::Entity::find()
        .filter(intervention::Column::EquipmentId.in_subquery(own_equipment()))
        .filter(
            Condition::any()
                .add(intervention::Column::ImportId.is_null())
                .add(intervention::Column::ImportId.ne(id)),
        )
        .count(w.tx())
        .await?;
    let machines = equipment::Entity::find()
        .filter(
            Condition::any()
                .add(equipment::Column::ParentId.in_subquery(own_equipment()))
                .add(equipment::Column::TypeId.in_subquery(own_types)),
        )
        .filter(
            Condition::any()
                .add(equipment::Column::ImportId.is_null())
                .add(equipment::Column::ImportId.ne(id)),
        )
        .count(w.tx())
        .await?;
    let own_interventions = intervention::Entity::find()
        .select_only()
        .column(intervention::Column::Id)
        .filter(intervention::Column::ImportId.eq(id))
        .into_query();
    let on = |holder: Holder, ids| {
        Condition::all()
            .add(document::Column::Entity.eq(holder))
            .add(document::Column::EntityId.in_subquery(ids))
    };
    let documents = document::Entity::find()
        .filter(
            Condition::any()
                .add(on(Holder::Equipment, own_equipment()))
                .add(on(Holder::Intervention, own_interventions)),
        )
        .filter(document::Column::DeletedAt.is_null())
        .count(w.tx())
        .await?;
    let changed = equipment::Entity::find()
        .filter(equipment::Column::ImportId.eq(id))
        .filter(equipment::Column::Version.gt(1))
        .count(w.tx())
        .await?;
    Ok(i64::try_from(interventions + machines + documents + changed).unwrap_or(i64::MAX))
}

/// Equipment of the import that goes: all but those with an intervention that stays.
fn leaves(id: ImportId) -> Condition {
    let held = intervention::Entity::find()
        .select_only()
        .column(intervention::Column::EquipmentId)
        .filter(intervention::Column::ImportId.eq(id))
        .into_query();
    Condition::all().add(equipment::Column::ImportId.eq(id)).add(equipment::Column::Id.not_in_subquery(held))
}

fn types_in_use() -> sea_orm::sea_query::SelectStatement {
    equipment::Entity::find()
        .select_only()
        .column(equipment::Column::TypeId)
        .filter(equipment::Column::TypeId.is_not_null())
        .into_query()
}

/// Interventions about which somebody has said something: that raises no version, and is not thrown away.
fn commented() -> sea_orm::sea_query::SelectStatement {
    intervention_comment::Entity::find()
        .select_only()
        .column(intervention_comment::Column::InterventionId)
        .into_query()
}

impl Task {
    pub async fn take_out(
        &self,
        tell: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<JobCompleted, ImportError> {
        let id = self.stored.id;
        let total = self.stored.rows_new;
        // The counts of the commit stay: they say what was undone.
        let mut progress = Progress {
            rows_total: total,
            rows_done: 0,
            rows_new: self.stored.rows_new,
            rows_known: self.stored.rows_known,
            rows_refused: self.stored.rows_refused,
            equipment_new: self.stored.equipment_new,
            types_new: self.stored.types_new,
        };
        loop {
            let w = self.write().await?;
            let begun = Instant::now();
            let rows: Vec<(InterventionId, EquipmentId)> = intervention::Entity::find()
                .select_only()
                .columns([intervention::Column::Id, intervention::Column::EquipmentId])
                .filter(intervention::Column::ImportId.eq(id))
                .filter(intervention::Column::Version.eq(1))
                .filter(intervention::Column::Id.not_in_subquery(commented()))
                .order_by_asc(intervention::Column::Id)
                .limit(AT_ONCE)
                .into_tuple()
                .all(w.tx())
                .await?;
            if rows.is_empty() {
                break;
            }
            progress.rows_done += rows.len() as i64;
            let ids = rows.iter().map(|(id, _)| *id);
            intervention::Entity::delete_many()
                .filter(intervention::Column::Id.is_in(ids))
                .exec(w.tx())
                .await?;
            let touched: BTreeSet<EquipmentId> = rows.iter().map(|(_, e)| *e).collect();
            refresh_interventions_count(&w, &touched.into_iter().collect::<Vec<_>>()).await?;
            self.heartbeat(&w, &progress).await?;
            w.commit().await?;
            tell(progress);
            yield_to_writers(begun.elapsed()).await;
        }
        self.take_out_equipment(&mut progress, tell).await?;
        self.take_out_types(&progress).await
    }

    async fn take_out_equipment(
        &self,
        progress: &mut Progress,
        tell: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<(), ImportError> {
        let id = self.stored.id;
        let w = self.write().await?;
        // Components let go of their parents first, then all can go in any order.
        equipment::Entity::update_many()
            .set(equipment::ActiveModel { parent_id: Set(None), ..Default::default() })
            .filter(leaves(id))
            .filter(equipment::Column::ParentId.is_not_null())
            .exec(w.tx())
            .await?;
        self.heartbeat(&w, progress).await?;
        w.commit().await?;
        loop {
            let w = self.write().await?;
            let begun = Instant::now();
            let ids: Vec<EquipmentId> = equipment::Entity::find()
                .select_only()
                .column(equipment::Column::Id)
                .filter(leaves(id))
                .order_by_asc(equipment::Column::Id)
                .limit(AT_ONCE)
                .into_tuple()
                .all(w.tx())
                .await?;
            if ids.is_empty() {
                return Ok(());
            }
            progress.rows_done = (progress.rows_done + ids.len() as i64).min(progress.rows_total);
            equipment::Entity::delete_many().filter(equipment::Column::Id.is_in(ids)).exec(w.tx()).await?;
            self.heartbeat(&w, progress).await?;
            w.commit().await?;
            tell(*progress);
            yield_to_writers(begun.elapsed()).await;
        }
    }

    async fn take_out_types(&self, progress: &Progress) -> Result<JobCompleted, ImportError> {
        let id = self.stored.id;
        let mut w = self.write().await?;
        let types: Vec<EquipmentTypeId> = equipment_type::Entity::find()
            .select_only()
            .column(equipment_type::Column::Id)
            .filter(equipment_type::Column::ImportId.eq(id))
            .filter(equipment_type::Column::Id.not_in_subquery(types_in_use()))
            .into_tuple()
            .all(w.tx())
            .await?;
        let kept =
            intervention::Entity::find().filter(intervention::Column::ImportId.eq(id)).count(w.tx()).await?;
        let kept = i64::try_from(kept).unwrap_or(i64::MAX);
        equipment_type::Entity::delete_many()
            .filter(equipment_type::Column::Id.is_in(types.iter().copied()))
            .exec(w.tx())
            .await?;
        forget_file(&w, id).await?;
        let more = import::ActiveModel { rows_kept: Set(kept), ..Default::default() };
        let before = audit::json(&serde_json::json!({
            "file": self.stored.file_name,
            "sha256": self.stored.file_sha256,
            "rows": progress.rows_new - kept,
            "kept": kept,
            "equipment": progress.equipment_new,
            "types": progress.types_new,
        }));
        let site = Some(self.stored.site_id);
        w.record(Change::new(Action::ImportUndone, Noun::Import, id.0, site).before(before));
        let done = self.finish(w, ImportState::Undone, progress, more).await?;
        tracing::info!(import.id = %id, "import {id} undone");
        Ok(done)
    }
}
