//! A file on its way in: what it claims to be is checked while it arrives, and the row is written last.

use super::{
    DocumentService,
    crypt::{self, KEY_BYTES},
    office, picture, read,
    storage::{Storage, Writing, broken},
};
use crate::{
    Services,
    access::may,
    audit,
    unique::{self, UniqueIndex},
};
use domain::{
    Caller, Error, FieldCode, InterventionId, Noun, Permission, Result, UploadId,
    audit::{Action, Change},
    document::{DocumentDraft, DocumentView, NewDocument, Scan, scan},
    settings::Storage as Rules,
};
use entity::{document, upload};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter,
    QuerySelect, sea_query::Expr,
};

/// Bytes by which a file is known.
const FIRST: usize = 512;

/// A file that is arriving. Dropped without [`DocumentUpload::finish`], nothing of it stays.
pub struct DocumentUpload {
    services: Services,
    storage: Storage,
    /// What is taken in, as it was when the file began to arrive.
    rules: Rules,
    by: Caller,
    new: NewDocument,
    /// Random: a content's name in the store tells nothing.
    name: String,
    key: [u8; KEY_BYTES],
    size: u64,
    body: Body,
    /// The upload in parts that it comes from.
    from: Option<UploadId>,
}

enum Body {
    /// Too little has come to know what it is.
    First(Vec<u8>),
    /// Pictures and office files are looked at whole.
    Memory(Vec<u8>, Scan),
    Stream(Box<Writing>, Scan),
}

/// What was written to the store.
struct Stored {
    size: u64,
    sha256: String,
    thumbnail: Option<(String, u64)>,
    pixels: Option<(u32, u32)>,
}

impl DocumentService<'_> {
    /// Whether the caller may send files at all, before it is known where to. No statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn may_upload(&self, by: &Caller) -> Result<()> {
        self.0.read(by, Permission::DocumentWrite).map(drop)
    }

    /// The caller as somebody who may add documents to this report, so that whoever reports a breakdown can show it: with
    /// the right to write documents, or, of those who see only their own, while the work on it is not done.
    ///
    /// # Errors
    /// [`Error::Forbidden`], also for staff from whom that right was taken; [`Error::NotFound`] for an intervention that the
    /// caller does not see.
    pub async fn reporter(&self, by: &Caller, id: InterventionId) -> Result<Caller> {
        if self.may_upload(by).is_ok() {
            return Ok(by.clone());
        }
        self.0.read(by, Permission::InterventionReport)?;
        let report = self.0.interventions().get(by, id).await?;
        if may(by, Permission::InterventionRead) || !report.row.status.is_pending() {
            return Err(Error::Forbidden);
        }
        let permissions = by.permissions.with(Permission::DocumentWrite, true);
        Ok(Caller { permissions, ..by.clone() })
    }

    /// Makes ready for a file.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] with every wrong field; [`Error::NotFound`] when the caller
    /// does not see what the document is to hang on.
    pub async fn upload(&self, by: &Caller, draft: &DocumentDraft) -> Result<DocumentUpload> {
        let reader = self.0.read(by, Permission::DocumentWrite)?;
        let rules = self.0.settings().get::<Rules>();
        let new = draft.parse()?;
        taken_in(&rules, &new)?;
        read::holder(self.0, by, reader.db, new.holder, new.holder_id).await?;
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|_| broken())?;
        let random = audit::hex(&random);
        Ok(DocumentUpload {
            services: self.0.clone(),
            storage: self.0.storage()?.clone(),
            rules,
            by: by.clone(),
            new,
            // A folder holds 256 folders, so that none grows without end.
            name: format!("{}/{random}", &random[..2]),
            key: crypt::random_key().ok_or_else(broken)?,
            size: 0,
            body: Body::First(vec![]),
            from: None,
        })
    }

    /// Takes in a file that lies in memory.
    ///
    /// # Errors
    /// As [`Self::upload`], [`DocumentUpload::write`] and [`DocumentUpload::finish`].
    pub async fn upload_bytes(
        &self,
        by: &Caller,
        draft: &DocumentDraft,
        content: &[u8],
    ) -> Result<DocumentView> {
        let mut upload = self.upload(by, draft).await?;
        upload.write(content).await?;
        upload.finish().await
    }
}

impl DocumentUpload {
    /// The upload whose parts these are, which becomes this document and no other.
    pub(super) fn of(mut self, upload: UploadId) -> Self {
        self.from = Some(upload);
        self
    }

    /// Leaves nothing behind.
    pub(super) async fn give_up(mut self) {
        self.abort().await;
    }

    /// What is known of the file now that everything beside it has come: its kind, what it replaces. Its name stays.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub async fn amend(&mut self, draft: &DocumentDraft) -> Result<()> {
        match draft.parse() {
            Ok(new) => {
                self.new = NewDocument { file: self.new.file.clone(), media: self.new.media, ..new };
                Ok(())
            }
            Err(errors) => {
                self.abort().await;
                Err(errors.into())
            }
        }
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `file`, as soon as it is known that the file cannot be taken in;
    /// [`Error::Unavailable`] when the store does not answer.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.size += bytes.len() as u64;
        if let Some(code) = self.rules.limits().refuses(self.new.media, self.size) {
            self.abort().await;
            return Err(file(code));
        }
        let taken = match &mut self.body {
            Body::First(first) => {
                first.extend_from_slice(bytes);
                if first.len() < FIRST {
                    return Ok(());
                }
                self.begin().await
            }
            Body::Memory(content, scan) => {
                content.extend_from_slice(bytes);
                scan.look(bytes).map_err(file)
            }
            Body::Stream(writing, scan) => match scan.look(bytes) {
                Ok(()) => writing.write(bytes).await,
                Err(code) => Err(file(code)),
            },
        };
        if taken.is_err() {
            self.abort().await;
        }
        taken
    }

    /// Says what it is, by what has come.
    async fn begin(&mut self) -> Result<()> {
        let Body::First(first) = &mut self.body else { return Ok(()) };
        let first = std::mem::take(first);
        let mut scan = scan(&self.new.file.extension, &first).map_err(file)?;
        scan.look(&first).map_err(file)?;
        let media = scan.media();
        self.body = if media.is_image() || media.is_office() {
            Body::Memory(first, scan)
        } else {
            let mut writing = Box::new(self.storage.writing(&self.name, &self.key, CONTENT));
            writing.write(&first).await?;
            Body::Stream(writing, scan)
        };
        Ok(())
    }

    /// Throws away what has come.
    async fn abort(&mut self) {
        if let Body::Stream(writing, _) = std::mem::replace(&mut self.body, Body::First(vec![])) {
            writing.abort().await;
        }
    }

    /// Ends the file: looks at what can only be looked at whole, and writes the row.
    ///
    /// # Errors
    /// [`Error::Invalid`]: at `file`, or at `replaces` when that document is no longer the current one.
    pub async fn finish(mut self) -> Result<DocumentView> {
        if matches!(self.body, Body::First(_)) {
            self.begin().await?;
        }
        let body = std::mem::replace(&mut self.body, Body::First(vec![]));
        let stored = match body {
            Body::First(_) => return Err(broken()),
            Body::Stream(writing, scan) => match scan.end() {
                Ok(_) => {
                    let (size, sha256) = writing.finish().await?;
                    Stored { size, sha256, thumbnail: None, pixels: None }
                }
                Err(code) => {
                    writing.abort().await;
                    return Err(file(code));
                }
            },
            Body::Memory(content, scan) => self.store(content, &scan).await?,
        };
        let made = self.enter(&stored).await;
        // A refusal is certain; after any other error the row may be there, and what is not needed is
        // thrown away a day later.
        if matches!(made, Err(Error::Invalid(_) | Error::NotFound(_) | Error::Forbidden)) {
            for name in std::iter::once(&self.name).chain(stored.thumbnail.as_ref().map(|(name, _)| name)) {
                let _ = self.storage.delete(name).await;
            }
        }
        made
    }

    async fn store(&self, content: Vec<u8>, scan: &Scan) -> Result<Stored> {
        let media = scan.end().map_err(file)?;
        if media.is_office() {
            let content = office::checked(media, content).await.map_err(file)?;
            let (size, sha256) = self.put(&self.name, CONTENT, &content).await?;
            return Ok(Stored { size, sha256, thumbnail: None, pixels: None });
        }
        let picture = picture::renewed(media, content).await.map_err(file)?;
        let thumbnail = format!("{}-small", self.name);
        let (small, _) = self.put(&thumbnail, THUMBNAIL, &picture.thumbnail).await?;
        let (size, sha256) = self.put(&self.name, CONTENT, &picture.content).await?;
        let pixels = Some((picture.width, picture.height));
        Ok(Stored { size, sha256, thumbnail: Some((thumbnail, small)), pixels })
    }

    async fn put(&self, name: &str, object: u8, content: &[u8]) -> Result<(u64, String)> {
        let mut writing = self.storage.writing(name, &self.key, object);
        writing.write(content).await?;
        writing.finish().await
    }

    /// The row, in one transaction with that of the version it replaces.
    async fn enter(&self, stored: &Stored) -> Result<DocumentView> {
        let new = &self.new;
        let mut w = self.services.write(&self.by, Permission::DocumentWrite).await?;
        let holder = read::holder(&self.services, &self.by, w.tx(), new.holder, new.holder_id).await?;
        let replaced = match new.replaces {
            None => None,
            Some(id) => {
                // Held: of this version, a deletion or another version made current at the same moment.
                let found = document::Entity::find_by_id(id).lock_exclusive().one(w.tx()).await?;
                let found = found.filter(|d| {
                    (d.entity, d.entity_id) == (new.holder, new.holder_id)
                        && d.is_current
                        && d.deleted_at.is_none()
                });
                Some(found.ok_or_else(|| Error::field("replaces", FieldCode::NotFound))?)
            }
        };
        if let Some(replaced) = &replaced {
            let past =
                document::ActiveModel { id: Set(replaced.id), is_current: Set(false), ..Default::default() };
            past.update(w.tx()).await?;
        }
        let number = match &replaced {
            None => 1,
            Some(replaced) => read::last_number(w.tx(), &replaced.series).await? + 1,
        };
        let sealed = self.storage.newest_keys().seal(&self.key, &self.name).ok_or_else(broken)?;
        let pixels = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
        let row = document::ActiveModel {
            id: NotSet,
            site_id: Set(holder.site),
            entity: Set(new.holder),
            entity_id: Set(new.holder_id),
            series: Set(replaced.as_ref().map_or_else(|| self.name.clone(), |d| d.series.clone())),
            number: Set(number),
            version_of: Set(new.replaces),
            is_current: Set(true),
            is_cover: Set(replaced.as_ref().is_some_and(|d| d.is_cover) && new.media.is_image()),
            kind: Set(new.kind.or(replaced.as_ref().map(|d| d.kind)).unwrap_or_else(|| new.suggested_kind())),
            file_name: Set(new.file.name.clone()),
            media_type: Set(new.media),
            size: Set(i64::try_from(stored.size).unwrap_or(i64::MAX)),
            sha256: Set(stored.sha256.clone()),
            width: Set(stored.pixels.map(|(width, _)| pixels(width))),
            height: Set(stored.pixels.map(|(_, height)| pixels(height))),
            storage_key: Set(self.name.clone()),
            thumbnail_key: Set(stored.thumbnail.as_ref().map(|(name, _)| name.clone())),
            thumbnail_size: Set(stored.thumbnail.as_ref().and_then(|(_, size)| i64::try_from(*size).ok())),
            key_id: Set(sealed.0),
            sealed_key: Set(sealed.1),
            uploaded_by: Set(self.by.user_id()),
            uploaded_at: Set(w.now),
            deleted_at: Set(None),
            deleted_by: Set(None),
            revision: Set(1),
        };
        let saved = row.insert(w.tx()).await.map_err(|e| unique::to_field_error(e, UNIQUE))?;
        if let Some(upload) = self.from {
            let becomes = upload::Entity::update_many()
                .col_expr(upload::Column::DocumentId, Expr::value(saved.id))
                .filter(upload::Column::Id.eq(upload))
                .filter(upload::Column::DocumentId.is_null())
                .exec(w.tx())
                .await?;
            if becomes.rows_affected == 0 {
                return Err(Error::NotFound(Noun::Upload));
            }
        }
        let view = read::written_view(w.tx(), &holder, &saved).await?;
        let change = Change::new(Action::Created, Noun::Document, saved.id.0, Some(holder.site));
        w.record(change.after(audit::json(&view)));
        w.commit().await?;
        Ok(view)
    }
}

/// Refuses a file of a type that is not taken in here.
pub(super) fn taken_in(rules: &Rules, new: &NewDocument) -> Result<()> {
    if rules.accepts(new.media) { Ok(()) } else { Err(file(FieldCode::FileTypeClosed)) }
}

/// Which of a document's objects.
pub(super) const CONTENT: u8 = 0;
pub(super) const THUMBNAIL: u8 = 1;

/// Two people replaced the same version at once: the second is told.
const UNIQUE: &[UniqueIndex] = &[("documents_series", &["series", "number"], "replaces")];

fn file(code: FieldCode) -> Error {
    Error::field("file", code)
}
