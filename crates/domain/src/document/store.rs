//! The place where contents lie, as those see it who look after the platform. Nothing in it is a secret.

use super::Holder;
use crate::{DocumentId, LocalDateTime, Timestamp, job::JobState};
use serde::{Deserialize, Serialize};

/// Damaged documents that are named; of more only their number is told.
pub const MAX_NAMED: usize = 50;

/// Where contents lie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Place {
    Folder {
        path: String,
    },
    /// A bucket of a server that speaks S3; without an endpoint, of AWS itself.
    Bucket {
        bucket: String,
        region: String,
        endpoint: String,
    },
}

/// The store: where it is, what it is sealed with, what lies in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoreView {
    pub place: Place,
    /// The name of the key that seals what comes in.
    pub key_id: String,
    /// Files that an older key still seals.
    pub older_key: i64,
    /// Documents that people see.
    pub documents: i64,
    /// Files: every version, those that are deleted too.
    pub files: i64,
    /// Bytes of these files, with their small pictures.
    pub bytes: i64,
    /// Files that are deleted and can still be brought back, and their bytes.
    pub deleted: i64,
    pub deleted_bytes: i64,
    /// What the last look at every file found.
    pub check: Option<StoreCheck>,
    /// Where the look stands that was asked for.
    pub checking: Option<JobState>,
}

/// What a look at every file found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoreCheck {
    /// When it ended.
    pub at: Timestamp,
    /// The same on the plant's wall clock.
    pub at_local: LocalDateTime,
    /// Documents that are as they were written, every version counted.
    pub good: u64,
    pub bytes: u64,
    /// Documents whose content is missing, changed, or sealed with a key that is not there.
    pub damaged: u64,
    /// The first of them.
    pub named: Vec<DamagedDocument>,
    /// Objects that belong to no document; they go after a day.
    pub orphans: u64,
}

/// A document whose content is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DamagedDocument {
    pub id: DocumentId,
    pub file_name: String,
    pub entity: Holder,
    pub entity_id: i64,
}
