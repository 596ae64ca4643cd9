//! Reading a content: decrypted piece by piece, each proven to be what was written. A whole content is also
//! compared with its SHA-256, before its last bytes leave.

use super::{
    DocumentService,
    crypt::{self, PIECE, Pieces, TAG},
    read,
    storage::{Storage, broken},
    upload,
};
use crate::audit;
use domain::{
    Caller, DocumentId, Error, Noun, Permission, Result,
    document::{DocumentView, Media},
};
use entity::document;
use sha2::{Digest, Sha256};
use std::ops::Range;

/// Pieces asked of the store at once: a megabyte.
const AT_ONCE: u64 = 16;

/// Which of a document's contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Whole,
    /// A small JPEG of a picture.
    Thumbnail,
}

/// A content about to be read.
pub struct Content {
    pub document: DocumentView,
    pub media: Media,
    /// Bytes of the whole content.
    pub size: u64,
    storage: Storage,
    pieces: Pieces,
    name: String,
    expected: Option<String>,
    sha: Sha256,
    /// Bytes that are still to be given.
    left: Range<u64>,
}

impl DocumentService<'_> {
    /// The content of a version. Two statements.
    ///
    /// # Errors
    /// [`Error::NotFound`]; also for the thumbnail of what has none.
    pub async fn content(&self, by: &Caller, id: DocumentId, part: Part) -> Result<Content> {
        let reader = self.0.read(by, Permission::DocumentRead)?;
        let (row, person, context) = read::find(self.0, by, reader.db, id).await?;
        let document = read::view_in(&row, person.as_ref(), &context);
        Content::new(self.0.storage()?, &row, document, part)
    }
}

impl Content {
    pub(super) fn new(
        storage: &Storage,
        row: &document::Model,
        document: DocumentView,
        part: Part,
    ) -> Result<Self> {
        let key = storage.keys_with(&row.key_id).open(&row.key_id, &row.sealed_key, &row.storage_key);
        let key = key.ok_or_else(|| {
            tracing::error!(document.id = %row.id, "document {} needs the key '{}'", row.id, row.key_id);
            broken()
        })?;
        let size = |size: i64| u64::try_from(size).map_err(|_| broken());
        let (name, object, size, media, expected) = match part {
            Part::Whole => {
                let expected = Some(row.sha256.clone());
                (row.storage_key.clone(), upload::CONTENT, size(row.size)?, row.media_type, expected)
            }
            Part::Thumbnail => {
                let (name, bytes) = row
                    .thumbnail_key
                    .clone()
                    .zip(row.thumbnail_size)
                    .ok_or(Error::NotFound(Noun::Document))?;
                (name, upload::THUMBNAIL, size(bytes)?, read::THUMBNAIL, None)
            }
        };
        Ok(Self {
            document,
            media,
            size,
            pieces: Pieces::new(&key, &name, object),
            storage: storage.clone(),
            name,
            expected,
            sha: Sha256::new(),
            left: 0..size,
        })
    }

    /// Reads only these bytes.
    #[must_use]
    pub fn only(mut self, range: Range<u64>) -> Self {
        self.left = range.start.min(self.size)..range.end.min(self.size);
        if self.left != (0..self.size) {
            self.expected = None;
        }
        self
    }

    /// The next bytes, until there are none.
    ///
    /// # Errors
    /// [`Error::Internal`] when the content is not what was written; the log says which.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        if self.left.is_empty() {
            return Ok(None);
        }
        let (last, piece) = (crypt::count(self.size) - 1, PIECE as u64);
        let from = self.left.start / piece;
        let to = ((self.left.end - 1) / piece).min(from + AT_ONCE - 1);
        let sealed = self.storage.sealed(&self.name, self.size, from, to - from + 1).await?;
        let mut out = Vec::with_capacity(sealed.len());
        for (number, sealed) in (from..).zip(sealed.chunks(PIECE + TAG)) {
            let opened = self.pieces.open(number, number == last, sealed);
            out.extend(opened.ok_or_else(|| self.damaged())?);
        }
        let start = usize::try_from(self.left.start - from * piece).map_err(|_| broken())?;
        let wanted = usize::try_from(self.left.end - self.left.start).unwrap_or(usize::MAX);
        let end = out.len().min(start.saturating_add(wanted));
        if start >= end {
            return Err(self.damaged());
        }
        out.truncate(end);
        out.drain(..start);
        self.left.start += out.len() as u64;
        if let Some(expected) = &self.expected {
            self.sha.update(&out);
            if self.left.is_empty() && audit::hex(&self.sha.finalize_reset()) != *expected {
                return Err(self.damaged());
            }
        }
        Ok(Some(out))
    }

    /// All of it, for what is small.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub async fn read(mut self) -> Result<Vec<u8>> {
        let mut all = vec![];
        while let Some(bytes) = self.next().await? {
            all.extend(bytes);
        }
        Ok(all)
    }

    fn damaged(&self) -> Error {
        let id = self.document.id;
        tracing::error!(document.id = %id, "the content of document {id} is not what was written");
        broken()
    }
}
