//! A file on its way into the database, piece by piece as it arrives.

use super::{
    ImportError, ImportService,
    format::{EXTENSIONS, FileFormat, Sniffer},
    read,
    scan::{Scan, scan},
    suggest,
};
use crate::{Services, audit};
use domain::{
    Caller, Error, FieldCode, ImportId, Permission, Result, SiteId,
    audit::{Action, Change},
    import::{
        FileLayout, FileProblem, ImportFailure, ImportKind, ImportMapping, ImportState, ImportView, MAX_BYTES,
    },
};
use entity::{import, import_chunk, site};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter,
};
use sha2::{Digest, Sha256};

const PIECE: usize = 256 * 1024;
/// A file whose arrival stopped is forgotten after this, and one that was never taken in after that.
const RECEIVING_SECONDS: i64 = 86_400;
const PREVIEW_SECONDS: i64 = 30 * 86_400;

/// What is known of a file before it arrives.
#[derive(Clone, Debug)]
pub struct NewUpload {
    pub kind: ImportKind,
    pub site_id: SiteId,
    pub file_name: String,
    /// How its rows are read, if that is known already.
    pub mapping: Option<ImportMapping>,
}

/// A file that is arriving. Dropped without [`Upload::finish`], it is forgotten after a day.
pub struct Upload {
    services: Services,
    by: Caller,
    id: ImportId,
    extension: String,
    mapping: Option<ImportMapping>,
    buffer: Vec<u8>,
    pieces: i32,
    size: u64,
    sha: Sha256,
    sniffer: Sniffer,
    problem: Option<FileProblem>,
}

impl ImportService<'_> {
    /// Whether the caller may bring in files at all, before anything of one is read. No statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn may_upload(&self, by: &Caller) -> Result<()> {
        self.0.read(by, Permission::ImportRun).map(drop)
    }

    /// Makes room for a file.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the site is not one of the caller's or the name is not that of a CSV file
    /// or an XLSX workbook.
    pub async fn upload(&self, by: &Caller, new: NewUpload) -> Result<Upload> {
        let mut w = self.0.write(by, Permission::ImportRun).await?;
        let site = match w.scope.sites.contains(new.site_id) {
            true => site::Entity::find_by_id(new.site_id).one(w.tx()).await?,
            false => None,
        };
        let Some(site) = site else { return Err(Error::field("site_id", FieldCode::NotFound)) };
        let name = new.file_name.rsplit(['/', '\\']).next().unwrap_or_default();
        let name: String = name.chars().filter(|c| !c.is_control()).collect();
        let extension = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
        if name.is_empty() {
            return Err(Error::field("file", FieldCode::Required));
        }
        if !EXTENSIONS.contains(&extension.as_str()) {
            return Err(Error::field("file", FieldCode::UnreadableFile));
        }
        for (states, age) in [
            (vec![ImportState::Receiving], RECEIVING_SECONDS),
            (vec![ImportState::Uploaded, ImportState::Checked, ImportState::Failed], PREVIEW_SECONDS),
        ] {
            import::Entity::delete_many()
                .filter(import::Column::State.is_in(states))
                .filter(import::Column::UpdatedAt.lt(w.now.plus_seconds(-age)))
                .exec(w.tx())
                .await?;
        }
        let row = import::ActiveModel {
            id: NotSet,
            site_id: Set(site.id),
            kind: Set(new.kind),
            state: Set(ImportState::Receiving),
            file_name: Set(name.chars().take(200).collect()),
            file_size: Set(0),
            file_sha256: Set(String::new()),
            profile: Set(String::new()),
            mapping: Set(String::new()),
            source: Set(None),
            refusals: Set(None),
            rows_kept: Set(0),
            rows_total: Set(0),
            rows_done: Set(0),
            rows_new: Set(0),
            rows_known: Set(0),
            rows_refused: Set(0),
            equipment_new: Set(0),
            types_new: Set(0),
            failure: Set(None),
            job_id: Set(None),
            finished_at: Set(None),
            version: Set(1),
            created_at: Set(w.now),
            updated_at: Set(w.now),
            created_by: Set(by.user_id()),
        };
        let saved = row.insert(w.tx()).await?;
        w.record(Change::new(Action::Created, domain::Noun::Import, saved.id.0, Some(site.id)));
        w.commit().await?;
        Ok(Upload {
            services: self.0.clone(),
            // The request's key has had its effect; the pieces are not requests of their own.
            by: Caller { idempotency_key: None, ..by.clone() },
            id: saved.id,
            extension,
            mapping: new.mapping,
            buffer: Vec::with_capacity(PIECE),
            pieces: 0,
            size: 0,
            sha: Sha256::new(),
            sniffer: Sniffer::default(),
            problem: None,
        })
    }

    /// Takes in a file that lies in memory.
    ///
    /// # Errors
    /// As [`Self::upload`].
    pub async fn upload_bytes(&self, by: &Caller, new: NewUpload, content: &[u8]) -> Result<ImportView> {
        let mut upload = self.upload(by, new).await?;
        upload.write(content).await?;
        upload.finish().await
    }
}

impl Upload {
    /// The import that the file belongs to.
    pub fn id(&self) -> ImportId {
        self.id
    }

    /// Takes the next bytes. What comes after the size limit is thrown away.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database does not answer.
    pub async fn write(&mut self, mut bytes: &[u8]) -> Result<()> {
        self.size += bytes.len() as u64;
        if self.size > MAX_BYTES {
            self.problem = Some(FileProblem::TooLarge);
            return Ok(());
        }
        self.sha.update(bytes);
        self.sniffer.look(bytes);
        while !bytes.is_empty() {
            let room = (PIECE - self.buffer.len()).min(bytes.len());
            self.buffer.extend_from_slice(&bytes[..room]);
            bytes = &bytes[room..];
            if self.buffer.len() == PIECE {
                self.flush().await?;
            }
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<()> {
        let content = std::mem::replace(&mut self.buffer, Vec::with_capacity(PIECE));
        let w = self.services.write(&self.by, Permission::ImportRun).await?;
        let piece = import_chunk::ActiveModel {
            id: NotSet,
            import_id: Set(self.id),
            position: Set(self.pieces),
            content: Set(content),
        };
        import_chunk::Entity::insert(piece).exec_without_returning(w.tx()).await?;
        w.commit().await?;
        self.pieces += 1;
        Ok(())
    }

    /// Reads the file through once, to know its columns. A file that cannot be read is a failed import,
    /// which says why.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the mapping that came with it does not fit its columns; the import is there
    /// nevertheless, without one.
    pub async fn finish(mut self) -> Result<ImportView> {
        if !self.buffer.is_empty() {
            self.flush().await?;
        }
        let format = match self.problem {
            Some(problem) => Err(problem),
            None if self.size == 0 => Err(FileProblem::Empty),
            None => std::mem::take(&mut self.sniffer).finish(&self.extension),
        };
        let layout = self.mapping.as_ref().map(|m| m.file.clone()).unwrap_or_default();
        // A layout that the file has not is told, and the file read as it seems to be.
        let mut wrong = None;
        let read = match format {
            Err(problem) => Err(ImportError::File(ImportFailure { problem, line: None })),
            Ok(format) => match self.look(format.clone(), &layout).await {
                Err(ImportError::Service(Error::Invalid(errors))) => {
                    wrong = Some(errors);
                    self.look(format, &FileLayout::default()).await
                }
                read => read,
            },
        };
        let (state, scanned, failure) = match read {
            Ok(scanned) => (ImportState::Uploaded, Some(scanned), None),
            Err(ImportError::File(failure)) => (ImportState::Failed, None, Some(failure)),
            Err(ImportError::Service(error)) => return Err(error),
            Err(ImportError::Job(_)) => return Err(Error::Unavailable),
        };
        let profile = scanned.as_ref().map(|s| &s.profile);
        let w = self.services.write(&self.by, Permission::ImportRun).await?;
        let stored = read::find(w.tx(), &w.scope, &self.by, self.id).await?;
        let fits = match (&self.mapping, profile, wrong) {
            (_, _, Some(wrong)) => Err(wrong),
            (Some(mapping), Some(profile), None) => {
                let mapping = mapping.completed(suggest(stored.kind, profile));
                mapping.compile(stored.kind, &profile.file).map(|_| Some(mapping))
            }
            _ => Ok(None),
        };
        if failure.is_some() {
            import_chunk::Entity::delete_many()
                .filter(import_chunk::Column::ImportId.eq(self.id))
                .exec(w.tx())
                .await?;
        }
        let mapping = fits.as_ref().ok().and_then(Option::as_ref);
        let row = import::ActiveModel {
            id: Set(self.id),
            state: Set(state),
            file_size: Set(i64::try_from(self.size).unwrap_or(i64::MAX)),
            file_sha256: Set(audit::hex(&self.sha.finalize())),
            rows_total: Set(profile.map_or(0, |p| p.file.rows)),
            profile: Set(profile.map(audit::json).unwrap_or_default()),
            source: Set(scanned.as_ref().map(|s| s.source.clone())),
            mapping: Set(mapping.map(audit::json).unwrap_or_default()),
            failure: Set(failure.as_ref().map(audit::json)),
            updated_at: Set(w.now),
            ..Default::default()
        };
        row.update(w.tx()).await?;
        let view = read::view(w.tx(), &w.scope, &self.by, self.id, w.now).await?;
        w.commit().await?;
        fits?;
        Ok(view)
    }

    async fn look(&self, format: FileFormat, layout: &FileLayout) -> Result<Scan, ImportError> {
        scan(&self.services, &self.by, self.id, format.said(layout)?, layout).await
    }
}
