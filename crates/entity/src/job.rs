//! Jobs.

use domain::{
    JobId, MailId, Timestamp,
    job::{JobKind, JobState},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: JobId,
    pub kind: JobKind,
    pub payload: String,
    pub state: JobState,
    pub dedup_key: Option<String>,
    pub mail_id: Option<MailId>,
    pub attempts: i32,
    pub max_attempts: i32,
    pub run_at: Timestamp,
    pub lease_by: Option<String>,
    pub lease_until: Option<Timestamp>,
    pub last_error: Option<String>,
    pub request_id: String,
    pub created_at: Timestamp,
    pub started_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
