//! The outbox.

use domain::{
    MailId, Timestamp,
    mail::{MailState, MailTemplate},
    user::Language,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mails")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MailId,
    pub message_id: String,
    pub to_name: String,
    pub to_email: String,
    pub language: Language,
    pub template: MailTemplate,
    pub subject: String,
    pub text: Option<String>,
    pub html: Option<String>,
    pub state: MailState,
    pub attempts: i32,
    pub last_answer: Option<String>,
    pub next_try_at: Option<Timestamp>,
    pub forget_at: Option<Timestamp>,
    pub search_text: String,
    pub created_at: Timestamp,
    pub sent_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
