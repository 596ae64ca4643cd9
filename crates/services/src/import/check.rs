//! The dry run: every row is looked at, nothing is written but the counts and what is wrong.

use super::{
    ImportError, ImportService, compiled,
    evaluate::{Evaluator, ImplicitRecords, Judged, Verdict},
    known::Source,
    read,
    references::References,
    source::RowSource,
    task::{self, Progress, Task},
};
use crate::{Services, access::Writer, audit, job::JobCompleted};
use domain::{
    Caller, ImportId, Permission, Refusal, Result,
    import::{ImportState, ImportView, MAX_ROW_ERRORS, Refusals},
};
use entity::{import, import_row};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter,
};
use std::collections::HashMap;

impl ImportService<'_> {
    /// Asks for the dry run; the import tells how far it is.
    ///
    /// # Errors
    /// [`domain::Error::Invalid`] when the mapping is incomplete; [`Refusal::ImportNotReady`];
    /// [`domain::Error::NotFound`].
    pub async fn check(&self, by: &Caller, id: ImportId) -> Result<ImportView> {
        let (w, stored) = self.begin_check(by, id).await?;
        task::ask(w, &stored, ImportState::Checking).await?;
        self.get(by, id).await
    }

    /// Does the dry run to its end, telling its progress.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub async fn check_to_end(
        &self,
        by: &Caller,
        id: ImportId,
        tell: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<ImportView> {
        let (w, stored) = self.begin_check(by, id).await?;
        task::do_now(self.0, w, stored, ImportState::Checking, tell).await?;
        self.get(by, id).await
    }

    async fn begin_check(&self, by: &Caller, id: ImportId) -> Result<(Writer, import::Model)> {
        let w = self.0.write(by, Permission::ImportRun).await?;
        w.hold::<import::Entity>(id).await?;
        let stored = read::find(w.tx(), &w.scope, by, id).await?;
        if !matches!(stored.state, ImportState::Uploaded | ImportState::Checked | ImportState::Checking) {
            return Err(Refusal::ImportNotReady.into());
        }
        compiled(&stored)?;
        Ok((w, stored))
    }
}

impl Task {
    /// The file from its beginning, and what judges its rows.
    pub async fn open(&self) -> Result<(RowSource, Evaluator), ImportError> {
        open(&self.services, &self.by, &self.stored).await
    }

    pub async fn check_rows(
        &self,
        tell: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<JobCompleted, ImportError> {
        let (mut source, mut evaluator) = self.open().await?;
        let mut progress = Progress { rows_total: self.stored.rows_total, ..Default::default() };
        let mut implicit = ImplicitRecords::default();
        let mut findings = Findings::default();
        while let Some(rows) = source.batch().await? {
            let reader = self.services.read(&self.by, Permission::ImportRun)?;
            let judged = evaluator.judge(&reader, rows).await?;
            for j in &judged {
                implicit.count(&evaluator, &j.verdict);
                count(&mut progress, &j.verdict);
            }
            (progress.equipment_new, progress.types_new) = (implicit.equipment(), implicit.types());
            let w = self.write().await?;
            findings.keep(&w, self.stored.id, &judged).await?;
            self.heartbeat(&w, &progress).await?;
            w.commit().await?;
            tell(progress);
        }
        let w = self.write().await?;
        self.finish(w, ImportState::Checked, &progress, findings.changes()).await
    }
}

/// The file from its beginning, and what judges its rows. Reads the file once before when components may
/// stand above their parents.
pub(super) async fn open(
    services: &Services,
    by: &Caller,
    stored: &import::Model,
) -> Result<(RowSource, Evaluator), ImportError> {
    let (profile, compiled) = compiled(stored)?;
    let reader = services.read(by, Permission::ImportRun)?;
    let columns = compiled.mapping.columns.values().cloned().collect::<Vec<_>>();
    let references = References::load(&reader, stored, columns.iter()).await?;
    let origin = Source::load(&reader, stored).await?;
    let mut evaluator = Evaluator::new(compiled, references, stored.id, origin);
    let layout = &profile.file.layout;
    if evaluator.needs_parents() {
        let mut parents = HashMap::new();
        let mut source = RowSource::open(services, by, stored.id, &profile.format, layout).await?;
        while let Some(rows) = source.batch().await? {
            evaluator.collect_parents(&reader, rows, &mut parents).await?;
        }
        evaluator.restart(parents);
    }
    let source = RowSource::open(services, by, stored.id, &profile.format, layout).await?;
    Ok((source, evaluator))
}

/// Counts a row.
pub(super) fn count(progress: &mut Progress, verdict: &Verdict) {
    progress.rows_done += 1;
    match verdict {
        Verdict::Intervention(_) | Verdict::Equipment(_) | Verdict::Known { ours: true } => {
            progress.rows_new += 1
        }
        Verdict::Known { ours: false } => progress.rows_known += 1,
        Verdict::Refused(_) => progress.rows_refused += 1,
    }
}

/// The findings of a task: line by line up to the limit, and by reason.
#[derive(Default)]
pub(super) struct Findings {
    begun: bool,
    listed: i64,
    refusals: Refusals,
}

impl Findings {
    /// Keeps what is wrong with the rows of a batch; the first batch of a task throws away what an earlier
    /// task kept.
    pub async fn keep(&mut self, w: &Writer, id: ImportId, judged: &[Judged]) -> Result<(), ImportError> {
        if !std::mem::replace(&mut self.begun, true) {
            let earlier = import_row::Entity::delete_many().filter(import_row::Column::ImportId.eq(id));
            earlier.exec(w.tx()).await?;
        }
        let mut rows = vec![];
        for j in judged.iter().filter(|j| !j.told().is_empty()) {
            self.refusals.look(j.told());
            if self.listed < MAX_ROW_ERRORS {
                self.listed += 1;
                rows.push(import_row::ActiveModel {
                    id: NotSet,
                    import_id: Set(id),
                    line: Set(j.row.line),
                    errors: Set(audit::json(&j.told())),
                });
            }
        }
        if !rows.is_empty() {
            import_row::Entity::insert_many(rows).exec_without_returning(w.tx()).await?;
        }
        Ok(())
    }

    /// Changes that the end of the task writes beside its counts.
    pub fn changes(self) -> import::ActiveModel {
        let groups = self.refusals.finish();
        import::ActiveModel { refusals: Set(Some(audit::json(&groups))), ..Default::default() }
    }
}
