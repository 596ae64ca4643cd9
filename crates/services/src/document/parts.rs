//! One part of a file that is sent in parts, on its way into the store; and the document that the parts become.

use super::{
    crypt::{self, KEY_BYTES, PIECE, Pieces, TAG},
    resumable::{mine, names_of, view},
    storage::{Storage, Writing, broken},
    upload::CONTENT,
};
use crate::{Services, audit};
use domain::{
    Caller, Error, FieldCode, Noun, Permission, Refusal, Result,
    document::{DocumentDraft, DocumentView, UploadView},
    settings::Storage as Rules,
};
use entity::{upload, upload_part};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait},
};
use sha2::{Digest, Sha256};

/// A part that is arriving. Dropped without [`PartUpload::finish`], it was never there.
pub struct PartUpload {
    services: Services,
    storage: Storage,
    by: Caller,
    row: upload::Model,
    name: String,
    key: [u8; KEY_BYTES],
    size: i64,
    writing: Option<Box<Writing>>,
}

impl PartUpload {
    pub(super) fn begin(services: &Services, by: &Caller, row: upload::Model) -> Result<Self> {
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|_| broken())?;
        let random = audit::hex(&random);
        Ok(Self {
            services: services.clone(),
            storage: services.storage()?.clone(),
            // Where it begins makes a part unrepeatable; a request's key would see several effects.
            by: Caller { idempotency_key: None, ..by.clone() },
            row,
            name: format!("{}/{random}", &random[..2]),
            key: crypt::random_key().ok_or_else(broken)?,
            size: 0,
            writing: None,
        })
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `size` for more than was announced; nothing of the part is kept then.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let room = self.row.size - self.row.received;
        self.size = self.size.saturating_add(i64::try_from(bytes.len()).unwrap_or(i64::MAX));
        if self.size > room {
            if let Some(writing) = self.writing.take() {
                writing.abort().await;
            }
            self.size = 0;
            return Err(Error::field("size", FieldCode::OutOfRange { min: 0, max: room }));
        }
        if bytes.is_empty() {
            return Ok(());
        }
        let writing = self
            .writing
            .get_or_insert_with(|| Box::new(self.storage.writing(&self.name, &self.key, CONTENT)));
        writing.write(bytes).await
    }

    /// Ends the part; the last one makes the document.
    ///
    /// # Errors
    /// [`Refusal::UploadOffset`] when another part was quicker. After the last part also those of a document that
    /// is sent whole, and [`Error::Invalid`] at `sha256`: the upload is thrown away then.
    pub async fn finish(mut self) -> Result<UploadView> {
        if let Some(writing) = self.writing.take() {
            writing.finish().await?;
            if let Err(error) = self.enter().await {
                // A refusal is certain; after any other error the row may be there.
                if matches!(error, Error::Refused(_) | Error::NotFound(_)) {
                    let _ = self.storage.delete(&self.name).await;
                }
                return Err(error);
            }
        }
        let document = match (self.row.received == self.row.size, self.row.document_id) {
            (false, _) => None,
            (true, Some(id)) => self.services.uploads().document(&self.by, Some(id)).await?,
            (true, None) => Some(self.complete().await?),
        };
        Ok(view(&self.row, document))
    }

    /// The part's row, if the upload is still as far as it was.
    async fn enter(&mut self) -> Result<()> {
        use upload::Column as C;
        let w = self.services.write(&self.by, Permission::DocumentWrite).await?;
        let wait = self.services.settings().get::<Rules>().upload_seconds();
        let (received, expires) = (self.row.received + self.size, w.now.plus_seconds(wait));
        let entered = upload::Entity::update_many()
            .col_expr(C::Received, Expr::value(received))
            .col_expr(C::Parts, Expr::col(C::Parts).add(1))
            .col_expr(C::ExpiresAt, Expr::value(expires))
            .filter(C::Id.eq(self.row.id))
            .filter(C::Received.eq(self.row.received))
            .filter(C::DocumentId.is_null())
            .exec(w.tx())
            .await?
            .rows_affected;
        if entered == 0 {
            let now = mine(self.row.created_by, self.row.id).one(w.tx()).await?;
            return Err(match now {
                Some(row) => Refusal::UploadOffset { expected: row.received }.into(),
                None => Error::NotFound(Noun::Upload),
            });
        }
        let sealed = self.storage.newest_keys().seal(&self.key, &self.name).ok_or_else(broken)?;
        let part = upload_part::ActiveModel {
            id: NotSet,
            upload_id: Set(self.row.id),
            first_byte: Set(self.row.received),
            size: Set(self.size),
            storage_key: Set(self.name.clone()),
            key_id: Set(sealed.0),
            sealed_key: Set(sealed.1),
        };
        part.insert(w.tx()).await?;
        w.commit().await?;
        (self.row.received, self.row.expires_at, self.size) = (received, expires, 0);
        Ok(())
    }

    /// Makes the document, or finds the one that another request has made meanwhile.
    async fn complete(&mut self) -> Result<DocumentView> {
        let uploads = self.services.uploads();
        let made = self.assemble().await;
        let reader = self.services.read(&self.by, Permission::DocumentWrite)?;
        let now = mine(self.row.created_by, self.row.id).one(reader.db).await?;
        let parts = names_of(reader.db, &[self.row.id]).await?;
        if let Some(id) = now.and_then(|row| row.document_id) {
            let w = self.services.write(&self.by, Permission::DocumentWrite).await?;
            upload_part::Entity::delete_many()
                .filter(upload_part::Column::UploadId.eq(self.row.id))
                .exec(w.tx())
                .await?;
            w.commit().await?;
            uploads.delete_objects(&parts).await;
            return self.services.documents().get(&self.by, id).await;
        }
        if matches!(made, Err(Error::Invalid(_) | Error::NotFound(_) | Error::Forbidden)) {
            uploads.discard(&self.by, &[self.row.id]).await?;
        }
        made
    }

    async fn assemble(&self) -> Result<DocumentView> {
        let row = &self.row;
        let draft = DocumentDraft {
            entity: row.entity.to_string(),
            entity_id: row.entity_id.to_string(),
            kind: row.kind.clone(),
            replaces: row.replaces.map(|id| id.to_string()).unwrap_or_default(),
            file_name: row.file_name.clone(),
        };
        let mut document = self.services.documents().upload(&self.by, &draft).await?.of(row.id);
        let reader = self.services.read(&self.by, Permission::DocumentWrite)?;
        let parts = upload_part::Entity::find()
            .filter(upload_part::Column::UploadId.eq(row.id))
            .order_by_asc(upload_part::Column::FirstByte)
            .all(reader.db)
            .await?;
        let mut sha = Sha256::new();
        let mut size = 0;
        for part in &parts {
            if part.first_byte != size {
                return Err(Error::NotFound(Noun::Upload));
            }
            size += part.size;
            let mut pieces = Reading::new(&self.storage, part)?;
            while let Some(bytes) = pieces.next().await? {
                sha.update(&bytes);
                document.write(&bytes).await?;
            }
        }
        if size != row.size {
            return Err(Error::NotFound(Noun::Upload));
        }
        if row.sha256.as_ref().is_some_and(|expected| *expected != audit::hex(&sha.finalize())) {
            document.give_up().await;
            return Err(Error::field("sha256", FieldCode::WrongChecksum));
        }
        document.finish().await
    }
}

/// The bytes of a part, piece by piece.
struct Reading<'a> {
    storage: &'a Storage,
    name: &'a str,
    size: u64,
    pieces: Pieces,
    next: u64,
}

impl<'a> Reading<'a> {
    fn new(storage: &'a Storage, part: &'a upload_part::Model) -> Result<Self> {
        let keys = storage.keys_with(&part.key_id);
        // The key was changed and the old one taken away: what was sent with it is sent again.
        let key = keys.open(&part.key_id, &part.sealed_key, &part.storage_key);
        let key = key.ok_or(Error::NotFound(Noun::Upload))?;
        Ok(Self {
            storage,
            name: &part.storage_key,
            size: u64::try_from(part.size).map_err(|_| broken())?,
            pieces: Pieces::new(&key, &part.storage_key, CONTENT),
            next: 0,
        })
    }

    async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        const AT_ONCE: u64 = 16;
        let count = crypt::count(self.size);
        if self.next >= count {
            return Ok(None);
        }
        let some = Ord::min(AT_ONCE, count - self.next);
        let sealed = self.storage.sealed(self.name, self.size, self.next, some).await?;
        let mut out = Vec::with_capacity(sealed.len());
        for sealed in sealed.chunks(PIECE + TAG) {
            let opened = self.pieces.open(self.next, self.next + 1 == count, sealed);
            out.extend(opened.ok_or_else(broken)?);
            self.next += 1;
        }
        Ok(Some(out))
    }
}
