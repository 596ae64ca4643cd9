//! What leaves the server about imports.

use super::{FileProblem, ImportKind, ImportMapping, ImportState, RefusalGroup, RowError};
use crate::{ImportId, LocalDateTime, Timestamp, site::SiteRef};
use serde::{Deserialize, Serialize};

/// One import, with where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportView {
    pub id: ImportId,
    pub kind: ImportKind,
    pub site: SiteRef,
    /// Currency of the site: the one its amounts are read in.
    pub currency: String,
    pub state: ImportState,
    /// The task that worked on it was stopped before its end; doing it again goes on where it stopped.
    pub interrupted: bool,
    pub file_name: String,
    /// Bytes.
    pub file_size: i64,
    pub file_sha256: String,
    /// Absent until somebody has set it.
    pub mapping: Option<ImportMapping>,
    pub rows_total: i64,
    /// Rows that the running or last task has looked at.
    pub rows_done: i64,
    /// Rows that were added, or would be.
    pub rows_new: i64,
    /// Rows that are there already.
    pub rows_known: i64,
    pub rows_refused: i64,
    /// Equipment that was made, or would be, for rows that name it.
    pub equipment_new: i64,
    pub types_new: i64,
    /// Of an undone import: rows that were changed since, and stay.
    pub rows_kept: i64,
    /// Rows that the last check or commit refused, by reason.
    pub refusals: Vec<RefusalGroup>,
    pub failure: Option<ImportFailure>,
    /// Name of the person whose import it is.
    pub created_by: Option<String>,
    pub created_at: Timestamp,
    /// On the site's wall clock.
    pub created_local: LocalDateTime,
    pub finished_at: Option<Timestamp>,
    pub finished_local: Option<LocalDateTime>,
    /// Whether the refused rows can be downloaded.
    pub has_refused_file: bool,
    pub version: i64,
}

/// Why a file could not be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportFailure {
    pub problem: FileProblem,
    /// Line of the file, where there is one.
    pub line: Option<i64>,
}

/// A row that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportRowErrors {
    /// Line of the file, or row of the sheet, from 1.
    pub line: i64,
    pub errors: Vec<RowError>,
}
