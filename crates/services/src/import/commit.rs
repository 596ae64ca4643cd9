//! Writing the good rows, batch by batch: each batch is a transaction of its own, so that nobody else waits
//! for the whole file, and an import that was interrupted goes on where it stopped.

use super::{
    BATCH, ImportError, ImportService,
    check::{Findings, count},
    compiled,
    evaluate::{Evaluator, Judged, Verdict},
    insert::{self, Made, PendingParent},
    read,
    task::{self, Progress, Task},
};
use crate::{access::Writer, audit, job::JobCompleted};
use domain::{
    Caller, ImportId, Noun, Permission, Refusal, Result,
    audit::{Action, Change},
    import::{ImportKind, ImportState, ImportView},
};
use entity::{equipment, equipment_type, import, import_chunk};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::time::{Duration, Instant};

impl ImportService<'_> {
    /// Asks for the good rows to be written; the import tells how far it is. An interrupted commit goes on.
    ///
    /// # Errors
    /// [`Refusal::ImportNotReady`] when it has not been checked; [`domain::Error::NotFound`].
    pub async fn commit(&self, by: &Caller, id: ImportId) -> Result<ImportView> {
        let (w, stored) = self.begin_commit(by, id).await?;
        task::ask(w, &stored, ImportState::Committing).await?;
        self.get(by, id).await
    }

    /// Writes the good rows, telling the progress, and returns when all are written.
    ///
    /// # Errors
    /// As [`Self::commit`].
    pub async fn commit_to_end(
        &self,
        by: &Caller,
        id: ImportId,
        tell: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<ImportView> {
        let (w, stored) = self.begin_commit(by, id).await?;
        task::do_now(self.0, w, stored, ImportState::Committing, tell).await?;
        self.get(by, id).await
    }

    async fn begin_commit(&self, by: &Caller, id: ImportId) -> Result<(Writer, import::Model)> {
        let w = self.0.write(by, Permission::ImportRun).await?;
        w.hold::<import::Entity>(id).await?;
        let stored = read::find(w.tx(), &w.scope, by, id).await?;
        if !matches!(stored.state, ImportState::Checked | ImportState::Committing) {
            return Err(Refusal::ImportNotReady.into());
        }
        compiled(&stored)?;
        Ok((w, stored))
    }
}

impl Task {
    pub async fn commit_rows(
        &self,
        tell: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<JobCompleted, ImportError> {
        let (mut source, mut evaluator) = self.open().await?;
        let mut progress = self.made_before().await?;
        let mut pending = vec![];
        let mut findings = Findings::default();
        while let Some(rows) = source.batch().await? {
            // Everything that can be done without holding the database is done before the transaction.
            let judged = {
                let reader = self.services.read(&self.by, Permission::ImportRun)?;
                evaluator.judge(&reader, rows).await?
            };
            judged.iter().for_each(|j| count(&mut progress, &j.verdict));
            let w = self.write().await?;
            let begun = Instant::now();
            findings.keep(&w, self.stored.id, &judged).await?;
            let made = self.write_rows(&w, &mut evaluator, judged, &mut pending).await?;
            progress.equipment_new += made.equipment;
            progress.types_new += made.types;
            progress.rows_new -= made.overtaken;
            progress.rows_known += made.overtaken;
            self.heartbeat(&w, &progress).await?;
            w.commit().await?;
            tell(progress);
            yield_to_writers(begun.elapsed()).await;
        }
        for batch in pending.chunks(BATCH) {
            let w = self.write().await?;
            insert::set_parents(&w, &evaluator, batch).await?;
            self.heartbeat(&w, &progress).await?;
            w.commit().await?;
        }
        self.committed(&progress, findings).await
    }

    async fn write_rows(
        &self,
        w: &Writer,
        evaluator: &mut Evaluator,
        judged: Vec<Judged>,
        pending: &mut Vec<PendingParent>,
    ) -> Result<Made, ImportError> {
        let (mut interventions, mut equipment) = (vec![], vec![]);
        for j in judged {
            match j.verdict {
                Verdict::Intervention(i) => interventions.push(*i),
                Verdict::Equipment(e) => equipment.push(*e),
                Verdict::Known { .. } | Verdict::Refused(_) => {}
            }
        }
        match self.stored.kind {
            ImportKind::Interventions => {
                insert::interventions(w, evaluator, self.stored.id, interventions).await
            }
            ImportKind::Equipment => {
                insert::equipment(w, evaluator, self.stored.id, equipment, pending).await
            }
        }
    }

    /// What an interrupted commit made beside its rows; the rows themselves are counted again as they come.
    async fn made_before(&self) -> Result<Progress, ImportError> {
        let reader = self.services.read(&self.by, Permission::ImportRun)?;
        let (id, total) = (self.stored.id, self.stored.rows_total);
        let types = equipment_type::Entity::find()
            .filter(equipment_type::Column::ImportId.eq(id))
            .count(reader.db)
            .await?;
        let equipment = match self.stored.kind {
            ImportKind::Equipment => 0,
            ImportKind::Interventions => {
                equipment::Entity::find().filter(equipment::Column::ImportId.eq(id)).count(reader.db).await?
            }
        };
        let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        Ok(Progress {
            rows_total: total,
            equipment_new: whole(equipment),
            types_new: whole(types),
            ..Default::default()
        })
    }

    async fn committed(&self, progress: &Progress, findings: Findings) -> Result<JobCompleted, ImportError> {
        let mut w = self.write().await?;
        if progress.rows_refused == 0 {
            forget_file(&w, self.stored.id).await?;
        }
        let after = audit::json(&serde_json::json!({
            "file": self.stored.file_name,
            "sha256": self.stored.file_sha256,
            "new": progress.rows_new,
            "known": progress.rows_known,
            "refused": progress.rows_refused,
            "equipment": progress.equipment_new,
            "types": progress.types_new,
        }));
        let site = Some(self.stored.site_id);
        w.record(Change::new(Action::ImportCommitted, Noun::Import, self.stored.id.0, site).after(after));
        let done = self.finish(w, ImportState::Committed, progress, findings.changes()).await?;
        let (id, new) = (self.stored.id, progress.rows_new);
        tracing::info!(import.id = %id, rows.new = new, rows.refused = progress.rows_refused, "import {id} wrote {new} rows");
        Ok(done)
    }
}

/// The file is of no use any more: every row of it is in, or it has been undone.
pub(super) async fn forget_file(w: &Writer, id: ImportId) -> Result<(), ImportError> {
    import_chunk::Entity::delete_many().filter(import_chunk::Column::ImportId.eq(id)).exec(w.tx()).await?;
    Ok(())
}

/// Leaves the database to others for a moment, the longer the longer it was held. Writers of this process
/// stand in a queue anyway; those of another one only try again from time to time.
pub(super) async fn yield_to_writers(held: Duration) {
    tokio::time::sleep((held / 4).clamp(Duration::from_millis(2), Duration::from_millis(50))).await;
}
