//! Files sent in parts. Each part is an object of the store under a key of its own, entered only if it begins
//! where the parts before end. When the last one is there, the file goes the same way as one sent whole, and
//! the transaction that makes the document marks the upload: it never makes two.

use super::{parts::PartUpload, read, upload::taken_in};
use crate::{Services, access::Reader};
use domain::{
    Caller, DocumentId, Error, FieldCode, Noun, Permission, Refusal, Result, UploadId, UserId,
    document::{DocumentView, MAX_PARTS, MAX_UPLOADS, UploadDraft, UploadView},
    settings::Storage,
};
use entity::{upload, upload_part, user};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// Expired uploads thrown away in one transaction.
const BATCH: u64 = 100;

/// Uploads in parts: begin, add, ask how far, give up.
pub struct UploadService<'a>(pub(crate) &'a Services);

impl UploadService<'_> {
    /// Makes room for a file.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field; [`Error::NotFound`] when the caller does not see what the
    /// document is to hang on; [`Refusal::TooManyUploads`].
    pub async fn create(&self, by: &Caller, draft: &UploadDraft) -> Result<UploadView> {
        let w = self.0.write(by, Permission::DocumentWrite).await?;
        let me = by.user_id().ok_or(Error::Forbidden)?;
        let rules = self.0.settings().get::<Storage>();
        let new = draft.parse(rules.limits())?;
        let document = new.document;
        taken_in(&rules, &document)?;
        read::holder(self.0, by, w.tx(), document.holder, document.holder_id).await?;
        // One after the other for each person, so that nobody has more than they may.
        user::Entity::find_by_id(me).lock_exclusive().one(w.tx()).await?;
        let open = upload::Entity::find()
            .filter(upload::Column::CreatedBy.eq(me))
            .filter(upload::Column::ExpiresAt.gt(w.now))
            .filter(upload::Column::DocumentId.is_null())
            .count(w.tx())
            .await?;
        if open >= MAX_UPLOADS {
            return Err(Refusal::TooManyUploads { max: MAX_UPLOADS as u32 }.into());
        }
        let row = upload::ActiveModel {
            id: NotSet,
            entity: Set(document.holder),
            entity_id: Set(document.holder_id),
            kind: Set(document.kind.map(|kind| kind.to_string()).unwrap_or_default()),
            replaces: Set(document.replaces),
            file_name: Set(document.file.name),
            size: Set(i64::try_from(new.size).unwrap_or(i64::MAX)),
            sha256: Set(new.sha256),
            received: Set(0),
            parts: Set(0),
            document_id: Set(None),
            created_by: Set(me),
            created_at: Set(w.now),
            expires_at: Set(w.now.plus_seconds(rules.upload_seconds())),
        };
        let row = row.insert(w.tx()).await?;
        w.commit().await?;
        Ok(view(&row, None))
    }

    /// How far the upload is. Two statements, two more once it has become a document.
    ///
    /// # Errors
    /// [`Error::NotFound`]: not there, somebody else's, expired, or the caller no longer sees what the document
    /// is to hang on.
    pub async fn get(&self, by: &Caller, id: UploadId) -> Result<UploadView> {
        let row = self.find(by, id).await?;
        let document = self.document(by, row.document_id).await?;
        Ok(view(&row, document))
    }

    /// Makes ready for the part that begins at that byte.
    ///
    /// # Errors
    /// As [`Self::get`]; [`Refusal::UploadOffset`] when the parts before end elsewhere.
    pub async fn part(&self, by: &Caller, id: UploadId, offset: i64) -> Result<PartUpload> {
        let row = self.find(by, id).await?;
        if offset != row.received {
            return Err(Refusal::UploadOffset { expected: row.received }.into());
        }
        if row.parts >= MAX_PARTS && row.received < row.size {
            let code = FieldCode::OutOfRange { min: 1, max: MAX_PARTS.into() };
            return Err(Error::field("parts", code));
        }
        PartUpload::begin(self.0, by, row)
    }

    /// Gives an upload up; one that has become a document is left alone.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub async fn cancel(&self, by: &Caller, id: UploadId) -> Result<()> {
        let row = self.find(by, id).await?;
        self.discard(by, &[row.id]).await
    }

    /// Throws away what has expired, and tells how many uploads.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn clean_up(&self) -> Result<u64> {
        let by = Caller::system("uploads", &[Permission::Operate, Permission::DocumentWrite]);
        let mut gone = 0;
        loop {
            let reader = self.0.read(&by, Permission::Operate)?;
            let expired: Vec<UploadId> = upload::Entity::find()
                .select_only()
                .column(upload::Column::Id)
                .filter(upload::Column::ExpiresAt.lte(self.0.now()))
                .order_by_asc(upload::Column::ExpiresAt)
                .limit(BATCH)
                .into_tuple()
                .all(reader.db)
                .await?;
            if expired.is_empty() {
                return Ok(gone);
            }
            gone += expired.len() as u64;
            self.forget(&by, &expired, true).await?;
        }
    }

    /// Of the names of objects, those that hold parts.
    pub(super) async fn parts_among(reader: &Reader<'_>, names: &[String]) -> Result<Vec<String>> {
        Ok(upload_part::Entity::find()
            .select_only()
            .column(upload_part::Column::StorageKey)
            .filter(upload_part::Column::StorageKey.is_in(names.iter().map(String::as_str)))
            .into_tuple()
            .all(reader.db)
            .await?)
    }

    async fn find(&self, by: &Caller, id: UploadId) -> Result<upload::Model> {
        let reader = self.0.read(by, Permission::DocumentWrite)?;
        let me = by.user_id().ok_or(Error::Forbidden)?;
        let row = mine(me, id).filter(upload::Column::ExpiresAt.gt(self.0.now()));
        let not_found = Error::NotFound(Noun::Upload);
        let row = row.one(reader.db).await?.ok_or(not_found.clone())?;
        match read::holder(self.0, by, reader.db, row.entity, row.entity_id).await {
            Ok(_) => Ok(row),
            Err(Error::NotFound(_) | Error::Forbidden) => Err(not_found),
            Err(error) => Err(error),
        }
    }

    /// What it has become; nothing when that was deleted since.
    pub(super) async fn document(&self, by: &Caller, id: Option<DocumentId>) -> Result<Option<DocumentView>> {
        let Some(id) = id else { return Ok(None) };
        match self.0.documents().get(by, id).await {
            Ok(document) => Ok(Some(document)),
            Err(Error::NotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Throws uploads away that have become nothing.
    pub(super) async fn discard(&self, by: &Caller, ids: &[UploadId]) -> Result<()> {
        self.forget(by, ids, false).await
    }

    /// Deletes rows, then objects: what stays of these for want of an answer is thrown away a day later.
    async fn forget(&self, by: &Caller, ids: &[UploadId], done_too: bool) -> Result<()> {
        let w = self.0.write(by, Permission::DocumentWrite).await?;
        let mut gone = upload::Entity::find().filter(upload::Column::Id.is_in(ids.iter().copied()));
        if !done_too {
            gone = gone.filter(upload::Column::DocumentId.is_null());
        }
        let gone: Vec<UploadId> =
            gone.select_only().column(upload::Column::Id).lock_exclusive().into_tuple().all(w.tx()).await?;
        let names = names_of(w.tx(), &gone).await?;
        let ids = || upload::Column::Id.is_in(gone.iter().copied());
        upload::Entity::delete_many().filter(ids()).exec(w.tx()).await?;
        w.commit().await?;
        self.delete_objects(&names).await;
        Ok(())
    }

    /// Their rows are gone: what stays is thrown away as orphans a day later.
    pub(super) async fn delete_objects(&self, names: &[String]) {
        let Ok(storage) = self.0.storage() else { return };
        for name in names {
            let _ = storage.delete(name).await;
        }
    }
}

/// The upload, if that person began it.
pub(super) fn mine(me: UserId, id: UploadId) -> sea_orm::Select<upload::Entity> {
    upload::Entity::find_by_id(id).filter(upload::Column::CreatedBy.eq(me))
}

/// Names of their parts in the store.
pub(super) async fn names_of<C: ConnectionTrait>(db: &C, ids: &[UploadId]) -> Result<Vec<String>> {
    Ok(upload_part::Entity::find()
        .select_only()
        .column(upload_part::Column::StorageKey)
        .filter(upload_part::Column::UploadId.is_in(ids.iter().copied()))
        .into_tuple()
        .all(db)
        .await?)
}

pub(super) fn view(row: &upload::Model, document: Option<DocumentView>) -> UploadView {
    UploadView { id: row.id, offset: row.received, size: row.size, expires_at: row.expires_at, document }
}
