//! Use cases of imports: a file is taken in, its columns are mapped, every row is checked without writing
//! anything, the good ones are written in batches, and all of it can be taken out again.
//!
//! The file lies in the database in pieces, so any server can go on with it. A task (check, commit, undo)
//! holds a lease that it renews with every batch: a task that was killed shows as interrupted, and doing
//! it again goes on where it stopped, because a row that is there already is known by its key.

mod check;
mod commit;
mod evaluate;
mod format;
mod insert;
mod lease;
mod read;
mod references;
mod refused;
mod source;
mod undo;
mod upload;
mod workbook;

pub use lease::Progress;
pub use refused::{RefusedFile, RefusedTexts};
pub use upload::{NewUpload, Upload};

use crate::Services;
use domain::{
    Caller, Error, ImportId, Noun, Permission, Refusal, Result,
    audit::{Action, Change},
    import::{
        Compiled, FileProfile, ImportFailure, ImportMapping, ImportState, ImportView, MappingForm,
        ValueChoice, guess,
    },
};
use entity::import;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use serde::{Deserialize, Serialize};

/// Rows looked at or written at once. Small enough that other writers wait a tenth of a second at most.
const BATCH: usize = 500;

/// Imports: upload, map, check, commit, undo.
pub struct ImportService<'a>(pub(crate) &'a Services);

/// What is known of a file once it has been read through.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Profile {
    format: format::FileFormat,
    file: FileProfile,
}

/// Why a task ended before its end.
#[derive(Debug)]
enum Stop {
    /// The file cannot be read on.
    File(ImportFailure),
    /// Another task has taken the import over.
    LeaseLost,
    Service(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Service(error)
    }
}

impl From<sea_orm::DbErr> for Stop {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Service(error.into())
    }
}

impl ImportService<'_> {
    /// The columns of the file, with some of their texts, and the mapping that they suggest.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Refusal::ImportNotReady`] while the file is not here or could not be read.
    pub async fn columns(&self, by: &Caller, id: ImportId) -> Result<(FileProfile, ImportMapping)> {
        let reader = self.0.read(by, Permission::ImportRun)?;
        let stored = read::find(reader.db, &reader.scope, by, id).await?;
        let profile = profile(&stored)?.file;
        let suggested = guess(stored.kind, &profile);
        Ok((profile, suggested))
    }

    /// Sets how the rows are read. What was checked before has to be checked again.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong part of the mapping; [`Refusal::ImportNotReady`] once rows are
    /// being written; [`Error::NotFound`].
    pub async fn set_mapping(
        &self,
        by: &Caller,
        id: ImportId,
        mapping: &ImportMapping,
    ) -> Result<ImportView> {
        self.change_mapping(by, id, |stored, profile, _| Ok(mapping.completed(stored.kind, profile))).await
    }

    /// Sets columns and ways of reading from the wizard's form.
    ///
    /// # Errors
    /// As [`Self::set_mapping`].
    pub async fn set_columns(&self, by: &Caller, id: ImportId, form: &MappingForm) -> Result<ImportView> {
        self.change_mapping(by, id, |stored, profile, earlier| {
            Ok(form.apply(stored.kind, profile, &earlier)?)
        })
        .await
    }

    /// Sets what the texts of lists stand for from the wizard's form.
    ///
    /// # Errors
    /// As [`Self::set_mapping`].
    pub async fn set_values(&self, by: &Caller, id: ImportId, chosen: &[ValueChoice]) -> Result<ImportView> {
        self.change_mapping(by, id, |stored, profile, earlier| {
            Ok(earlier.with_values(stored.kind, profile, chosen)?)
        })
        .await
    }

    /// Throws a file away of which nothing was written, or nothing is left.
    ///
    /// # Errors
    /// [`Refusal::ImportNotReady`] when rows of it are there or being written; [`Error::NotFound`].
    pub async fn forget(&self, by: &Caller, id: ImportId) -> Result<()> {
        let mut w = self.0.write(by, Permission::ImportRun).await?;
        let stored = read::find(w.tx(), &w.scope, by, id).await?;
        let written =
            matches!(stored.state, ImportState::Committing | ImportState::Committed | ImportState::Undoing);
        if written || !lease::is_free(&stored, w.now) {
            return Err(Refusal::ImportNotReady.into());
        }
        import::Entity::delete_by_id(id).exec(w.tx()).await?;
        w.record(Change::new(Action::Deleted, Noun::Import, id.0, Some(stored.site_id)));
        w.commit().await
    }

    async fn change_mapping(
        &self,
        by: &Caller,
        id: ImportId,
        change: impl FnOnce(&import::Model, &FileProfile, ImportMapping) -> Result<ImportMapping>,
    ) -> Result<ImportView> {
        let mut w = self.0.write(by, Permission::ImportRun).await?;
        let stored = read::find(w.tx(), &w.scope, by, id).await?;
        let free = matches!(stored.state, ImportState::Uploaded | ImportState::Checked)
            || (stored.state == ImportState::Checking && lease::is_free(&stored, w.now));
        if !free {
            return Err(Refusal::ImportNotReady.into());
        }
        let profile = profile(&stored)?.file;
        let mapping = change(&stored, &profile, mapping_of(&stored, &profile))?;
        mapping.compile(stored.kind, &profile)?;
        let row = import::ActiveModel {
            id: Set(id),
            state: Set(ImportState::Uploaded),
            mapping: Set(crate::audit::json(&mapping)),
            rows_done: Set(0),
            rows_new: Set(0),
            rows_known: Set(0),
            rows_refused: Set(0),
            equipment_new: Set(0),
            types_new: Set(0),
            failure: Set(None),
            lease_by: Set(None),
            lease_until: Set(None),
            version: Set(stored.version + 1),
            updated_at: Set(w.now),
            ..Default::default()
        };
        row.update(w.tx()).await?;
        w.record(Change::new(Action::Updated, Noun::Import, id.0, Some(stored.site_id)));
        let view = read::view(w.tx(), &w.scope, by, id, w.now).await?;
        w.commit().await?;
        Ok(view)
    }
}

/// The profile of a file that has been read through.
fn profile(stored: &import::Model) -> Result<Profile> {
    serde_json::from_str(&stored.profile).map_err(|_| Refusal::ImportNotReady.into())
}

/// The mapping that was set, else the one that the file suggests.
fn mapping_of(stored: &import::Model, profile: &FileProfile) -> ImportMapping {
    serde_json::from_str(&stored.mapping).unwrap_or_else(|_| guess(stored.kind, profile))
}

/// The mapping bound to the file's columns.
///
/// # Errors
/// [`Error::Invalid`] with what is wrong in it.
fn compiled(stored: &import::Model) -> Result<(Profile, Compiled)> {
    let profile = profile(stored)?;
    let compiled = mapping_of(stored, &profile.file).compile(stored.kind, &profile.file)?;
    Ok((profile, compiled))
}
