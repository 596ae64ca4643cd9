//! Use cases of documents. The content lies encrypted in an object store (a folder, or S3), its row in the
//! database. The content is written first and the row after it, so no row ever points to nothing; content
//! without a row, left by an interruption, is thrown away a day later.

mod content;
mod crypt;
mod keys;
mod office;
mod owner;
mod parts;
mod picture;
mod purge;
mod read;
mod resumable;
mod storage;
mod store;
mod upkeep;
mod upload;
mod write;

pub use content::{Content, Part};
pub use keys::{Keys, KeysError};
pub use parts::PartUpload;
pub(crate) use purge::purge_lost;
pub use resumable::UploadService;
pub use storage::{S3Options, Storage, StorageError};
pub use upkeep::{Rotated, StoreVerified};
pub use upload::DocumentUpload;

use crate::Services;

/// Documents: take in, list, read, replace, delete, restore.
pub struct DocumentService<'a>(pub(crate) &'a Services);
