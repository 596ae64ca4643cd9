//! Imports.

use domain::{
    ImportId, JobId, SiteId, Timestamp, UserId,
    import::{ImportKind, ImportState},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "imports")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ImportId,
    pub site_id: SiteId,
    pub kind: ImportKind,
    pub state: ImportState,
    pub file_name: String,
    pub file_size: i64,
    pub file_sha256: String,
    pub profile: String,
    pub mapping: String,
    /// A digest of its rows: the same file again has the same.
    pub source: Option<String>,
    /// Refused rows by reason, as JSON.
    pub refusals: Option<String>,
    /// Of an undone import: rows that stay, because they were changed since.
    pub rows_kept: i64,
    pub rows_total: i64,
    pub rows_done: i64,
    pub rows_new: i64,
    pub rows_known: i64,
    pub rows_refused: i64,
    pub equipment_new: i64,
    pub types_new: i64,
    pub failure: Option<String>,
    /// The job that works on it, or did last.
    pub job_id: Option<JobId>,
    pub finished_at: Option<Timestamp>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub created_by: Option<UserId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
