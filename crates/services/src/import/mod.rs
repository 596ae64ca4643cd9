//! Use cases of imports: a file is taken in, its columns are mapped, every row is checked without writing
//! anything, the good ones are written in batches, and all of it can be taken out again.
//!
//! The file lies in the database in pieces, so any server can go on with it. A task (check, commit, undo) is a job: one that
//! was killed is done by another worker, which goes on where it stopped, because a row that is there already is known by its key.

mod check;
mod commit;
mod evaluate;
mod format;
mod insert;
mod known;
mod read;
mod references;
mod refused;
mod scan;
mod source;
mod task;
mod undo;
mod upload;
mod workbook;

pub use refused::{RefusedFile, RefusedTexts};
pub use task::Progress;
pub use upload::{NewUpload, Upload};

use crate::Services;
use domain::{
    Caller, Error, FieldCode, ImportId, Noun, Permission, Refusal, Result,
    audit::{Action, Change},
    import::{
        Compiled, FileLayout, FileProfile, ImportFailure, ImportField, ImportKind, ImportMapping,
        ImportState, ImportView, LookAlikes, MappingForm, Remedy, Target, ValueChoice, guess,
    },
    key::code_key,
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
    #[serde(default)]
    place: Place,
}

/// The state of the site when the file was read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Place {
    /// The site had no machine.
    is_empty: bool,
    /// Codes of the uploader's sites.
    sites: Vec<String>,
}

/// Why a task ended before its end.
#[derive(Debug)]
enum ImportError {
    /// The file cannot be read on.
    File(ImportFailure),
    /// The job is another's now, or was cancelled.
    Job(crate::job::JobError),
    Service(Error),
}

impl From<crate::job::JobError> for ImportError {
    fn from(stop: crate::job::JobError) -> Self {
        Self::Job(stop)
    }
}

impl From<Error> for ImportError {
    fn from(error: Error) -> Self {
        Self::Service(error)
    }
}

impl From<sea_orm::DbErr> for ImportError {
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
        let profile = profile(&stored)?;
        let suggested = suggest(stored.kind, &profile);
        Ok((profile.file, suggested))
    }

    /// Reads the file again with another sheet, header line, separator or encoding; what is left out of the
    /// layout is guessed. A mapping that was set is forgotten: the columns may be others.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `file.sheet`, `file.header`, `file.separator` or `file.encoding`, also when
    /// nothing can be read that way; [`Refusal::ImportNotReady`]; [`Error::NotFound`].
    pub async fn set_layout(&self, by: &Caller, id: ImportId, layout: &FileLayout) -> Result<ImportView> {
        let stored = {
            let reader = self.0.read(by, Permission::ImportRun)?;
            read::find(reader.db, &reader.scope, by, id).await?
        };
        let format = profile(&stored)?.format.said(layout)?;
        let scanned = match scan::scan(self.0, by, id, format, layout).await {
            Ok(scanned) => scanned,
            Err(ImportError::Service(error)) => return Err(error),
            Err(ImportError::File(_)) => return Err(Error::field("file.header", FieldCode::UnreadableFile)),
            Err(ImportError::Job(_)) => return Err(Error::Unavailable),
        };
        let mut w = self.0.write(by, Permission::ImportRun).await?;
        let stored = read::find(w.tx(), &w.scope, by, id).await?;
        if !may_change(&w, &stored).await? {
            return Err(Refusal::ImportNotReady.into());
        }
        let row = import::ActiveModel { mapping: Set(String::new()), ..scanned.changes() };
        to_prepare(&w, &stored, row).await?;
        w.record(Change::new(Action::Updated, Noun::Import, id.0, Some(stored.site_id)));
        let view = read::view(w.tx(), &w.scope, by, id, w.now).await?;
        w.commit().await?;
        Ok(view)
    }

    /// Does what brings refused rows in, and checks the file again in the background.
    ///
    /// # Errors
    /// As [`Self::set_mapping`] and [`Self::check`].
    pub async fn remedy(&self, by: &Caller, id: ImportId, remedy: Remedy) -> Result<ImportView> {
        self.change_mapping(by, id, |_, _, mut mapping| {
            match remedy {
                Remedy::CreateEquipment => mapping.missing_equipment.create = true,
                Remedy::CreateTypes => mapping.create_types = true,
                Remedy::AddLookAlikes => mapping.look_alikes = LookAlikes::Add,
                Remedy::SkipLookAlikes => mapping.look_alikes = LookAlikes::Skip,
            }
            Ok(mapping)
        })
        .await?;
        self.check(&Caller { idempotency_key: None, ..by.clone() }, id).await
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
        let (read, _) = self.columns(by, id).await?;
        if mapping.file.differs(&read.layout) {
            self.set_layout(&Caller { idempotency_key: None, ..by.clone() }, id, &mapping.file).await?;
        }
        self.change_mapping(by, id, |stored, profile, _| Ok(mapping.completed(suggest(stored.kind, profile))))
            .await
    }

    /// Sets columns and ways of reading from the wizard's form.
    ///
    /// # Errors
    /// As [`Self::set_mapping`].
    pub async fn set_columns(&self, by: &Caller, id: ImportId, form: &MappingForm) -> Result<ImportView> {
        self.change_mapping(by, id, |stored, profile, earlier| {
            Ok(form.apply(stored.kind, &profile.file, &earlier)?)
        })
        .await
    }

    /// Sets what the texts of lists stand for from the wizard's form.
    ///
    /// # Errors
    /// As [`Self::set_mapping`].
    pub async fn set_values(&self, by: &Caller, id: ImportId, chosen: &[ValueChoice]) -> Result<ImportView> {
        self.change_mapping(by, id, |stored, profile, earlier| {
            Ok(earlier.with_values(stored.kind, &profile.file, chosen)?)
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
        // Rows that an undo left are still told by their import.
        if written || stored.rows_kept > 0 || !task::is_free(w.tx(), &stored, w.now).await? {
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
        change: impl FnOnce(&import::Model, &Profile, ImportMapping) -> Result<ImportMapping>,
    ) -> Result<ImportView> {
        let mut w = self.0.write(by, Permission::ImportRun).await?;
        let stored = read::find(w.tx(), &w.scope, by, id).await?;
        if !may_change(&w, &stored).await? {
            return Err(Refusal::ImportNotReady.into());
        }
        let profile = profile(&stored)?;
        let mapping = change(&stored, &profile, mapping_of(&stored, &profile))?;
        mapping.compile(stored.kind, &profile.file)?;
        let row = import::ActiveModel { mapping: Set(crate::audit::json(&mapping)), ..Default::default() };
        to_prepare(&w, &stored, row).await?;
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

/// Whether how the file is read may still be changed.
async fn may_change(w: &crate::access::Writer, stored: &import::Model) -> Result<bool> {
    Ok(match stored.state {
        ImportState::Uploaded | ImportState::Checked => true,
        ImportState::Checking => task::is_free(w.tx(), stored, w.now).await?,
        _ => false,
    })
}

/// Puts the import back before its check, with the changes of `row`.
async fn to_prepare(
    w: &crate::access::Writer,
    stored: &import::Model,
    row: import::ActiveModel,
) -> Result<()> {
    let row = import::ActiveModel {
        id: Set(stored.id),
        state: Set(ImportState::Uploaded),
        rows_done: Set(0),
        rows_new: Set(0),
        rows_known: Set(0),
        rows_refused: Set(0),
        equipment_new: Set(0),
        types_new: Set(0),
        refusals: Set(None),
        failure: Set(None),
        job_id: Set(None),
        version: Set(stored.version + 1),
        updated_at: Set(w.now),
        ..row
    };
    row.update(w.tx()).await?;
    Ok(())
}

/// The mapping that the file suggests. A history for a site without machines brings them with it; its column of
/// sites counts only when it names sites of ours.
fn suggest(kind: ImportKind, profile: &Profile) -> ImportMapping {
    let mut mapping = guess(kind, &profile.file);
    if kind == ImportKind::Interventions {
        mapping.missing_equipment.create = profile.place.is_empty;
        let sites: Vec<String> = profile.place.sites.iter().map(|code| code_key(code)).collect();
        let ours = |header: &str| {
            let column = profile.file.columns.iter().find(|c| c.header == header);
            column.is_some_and(|c| {
                !c.values.is_empty() && c.values.iter().all(|v| sites.contains(&code_key(&v.value)))
            })
        };
        mapping.columns.retain(|header, target| *target != Target::Field(ImportField::Site) || ours(header));
    }
    mapping
}

/// The mapping that was set, else the one that the file suggests.
fn mapping_of(stored: &import::Model, profile: &Profile) -> ImportMapping {
    serde_json::from_str(&stored.mapping).unwrap_or_else(|_| suggest(stored.kind, profile))
}

/// The mapping bound to the file's columns.
///
/// # Errors
/// [`Error::Invalid`] with what is wrong in it.
fn compiled(stored: &import::Model) -> Result<(Profile, Compiled)> {
    let profile = profile(stored)?;
    let compiled = mapping_of(stored, &profile).compile(stored.kind, &profile.file)?;
    Ok((profile, compiled))
}
