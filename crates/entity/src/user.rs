//! Accounts.

use domain::{Role, Timestamp, UserId, user};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: UserId,
    pub username: String,
    pub email: String,
    pub password_hash: String,
    pub first_name: String,
    pub last_name: String,
    pub role: Role,
    pub language: user::Language,
    pub theme: user::Theme,
    pub is_active: bool,
    pub last_login_at: Option<Timestamp>,
    pub search_text: String,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub created_by: Option<UserId>,
    pub invited_at: Option<Timestamp>,
    pub invitation_ends_at: Option<Timestamp>,
    pub joined_at: Option<Timestamp>,
}

impl Model {
    /// First and last name, as the person is named everywhere.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// The name of one of these people.
pub fn name_of(people: &[Model], id: Option<UserId>) -> Option<String> {
    people.iter().find(|person| Some(person.id) == id).map(Model::name)
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
