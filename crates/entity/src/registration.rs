//! Requests for an account.

use domain::{RegistrationId, Role, Timestamp, user::Language};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registrations")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RegistrationId,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub role: Role,
    pub language: Language,
    pub password_hash: String,
    pub token_hash: Option<String>,
    pub created_at: Timestamp,
    pub confirmed_at: Option<Timestamp>,
    pub expires_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
