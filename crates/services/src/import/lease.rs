//! Who works on an import: one task at a time, for as long as it shows that it is alive.

use super::Stop;
use crate::{Services, access::Writer, audit};
use domain::{
    Caller, ImportId, Permission, Refusal, Result, Timestamp,
    import::{FileProblem, ImportFailure, ImportState},
};
use entity::import;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter,
};

/// Without a sign of life for so long, a task counts as stopped.
const LEASE_SECONDS: i64 = 60;

/// How far a task has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub rows_total: i64,
    pub rows_done: i64,
    pub rows_new: i64,
    pub rows_known: i64,
    pub rows_refused: i64,
    pub equipment_new: i64,
    pub types_new: i64,
}

/// The right to work on an import.
#[derive(Clone, Debug)]
pub(super) struct Lease {
    pub id: ImportId,
    token: String,
}

/// Whether nobody works on it, or whoever did has given no sign of life.
pub(super) fn is_free(stored: &import::Model, now: Timestamp) -> bool {
    stored.lease_until.is_none_or(|until| until <= now)
}

/// Takes the import for a task and puts it in the task's state.
///
/// # Errors
/// [`Refusal::ImportNotReady`] when another task has it.
pub(super) async fn claim(w: &Writer, stored: &import::Model, state: ImportState) -> Result<Lease> {
    if !is_free(stored, w.now) {
        return Err(Refusal::ImportNotReady.into());
    }
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| domain::Error::Unavailable)?;
    let lease = Lease { id: stored.id, token: audit::hex(&bytes) };
    let row = import::ActiveModel {
        id: Set(stored.id),
        state: Set(state),
        rows_done: Set(0),
        failure: Set(None),
        lease_by: Set(Some(lease.token.clone())),
        lease_until: Set(Some(w.now.plus_seconds(LEASE_SECONDS))),
        finished_at: Set(None),
        version: Set(stored.version + 1),
        updated_at: Set(w.now),
        ..Default::default()
    };
    row.update(w.tx()).await?;
    Ok(lease)
}

fn counts(progress: &Progress) -> import::ActiveModel {
    import::ActiveModel {
        rows_done: Set(progress.rows_done),
        rows_new: Set(progress.rows_new),
        rows_known: Set(progress.rows_known),
        rows_refused: Set(progress.rows_refused),
        equipment_new: Set(progress.equipment_new),
        types_new: Set(progress.types_new),
        ..Default::default()
    }
}

async fn update(w: &Writer, lease: &Lease, row: import::ActiveModel) -> Result<(), Stop> {
    let done = import::Entity::update_many()
        .set(row)
        .filter(import::Column::Id.eq(lease.id))
        .filter(import::Column::LeaseBy.eq(lease.token.clone()))
        .exec(w.tx())
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(Stop::LeaseLost) }
}

/// Shows that the task lives and how far it is; in the transaction of the batch, so that a task that has
/// lost its lease cannot write any more.
///
/// # Errors
/// [`Stop::LeaseLost`].
pub(super) async fn beat(w: &Writer, lease: &Lease, progress: &Progress) -> Result<(), Stop> {
    let until = Set(Some(w.now.plus_seconds(LEASE_SECONDS)));
    update(w, lease, import::ActiveModel { lease_until: until, updated_at: Set(w.now), ..counts(progress) })
        .await
}

/// Gives the import back in its new state, with what `more` says of its refusals and of rows that stay.
///
/// # Errors
/// [`Stop::LeaseLost`].
pub(super) async fn finish(
    w: &Writer,
    lease: &Lease,
    state: ImportState,
    progress: Option<&Progress>,
    more: import::ActiveModel,
) -> Result<(), Stop> {
    let row = import::ActiveModel {
        refusals: more.refusals,
        rows_kept: more.rows_kept,
        state: Set(state),
        lease_by: Set(None),
        lease_until: Set(None),
        finished_at: if state == ImportState::Checked { NotSet } else { Set(Some(w.now)) },
        updated_at: Set(w.now),
        ..progress.map(counts).unwrap_or_default()
    };
    update(w, lease, row).await
}

/// Notes why a task ended early. A file that cannot be read fails the check; any other task shows as
/// interrupted, with the reason, and can be done again.
pub(super) async fn stopped(
    services: &Services,
    by: &Caller,
    lease: &Lease,
    state: ImportState,
    stop: &Stop,
) {
    let (failure, state) = match stop {
        Stop::LeaseLost => return,
        Stop::File(failure) if state == ImportState::Checking => (failure.clone(), ImportState::Failed),
        Stop::File(failure) => (failure.clone(), state),
        Stop::Service(error) => {
            tracing::error!(import.id = %lease.id, %error, "import {} stopped: {error}", lease.id);
            (ImportFailure { problem: FileProblem::Internal, line: None }, state)
        }
    };
    let row = import::ActiveModel {
        state: Set(state),
        failure: Set(Some(audit::json(&failure))),
        lease_by: Set(None),
        lease_until: Set(None),
        ..Default::default()
    };
    let noted = async {
        let w = services.write(by, Permission::ImportRun).await?;
        update(&w, lease, row).await?;
        w.commit().await.map_err(Stop::from)
    };
    if let Err(error) = noted.await {
        // It will show as interrupted when the lease runs out.
        tracing::warn!(import.id = %lease.id, ?error, "the end of import {} could not be noted", lease.id);
    }
}
