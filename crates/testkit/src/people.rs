//! People: an account in the database, and the caller that the authentication layer would make of it.

use crate::World;
use domain::{
    Caller, SiteId, SiteScope,
    access::{Actor, Role},
    user::{Language, Theme},
};
use entity::{user, user_site};
use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set};

impl World {
    /// An account of that role which sees these sites; an administrator sees all. Their password is unusable:
    /// tests of signing in make their accounts by the use case.
    pub async fn person(&self, username: &str, role: Role, sites: &[SiteId]) -> Caller {
        let now = self.clock.now();
        let row = user::ActiveModel {
            id: NotSet,
            username: Set(username.into()),
            email: Set(format!("{username}@vigie.test")),
            password_hash: Set("unusable".into()),
            first_name: Set(username.into()),
            last_name: Set("Test".into()),
            role: Set(role),
            language: Set(Language::Fr),
            theme: Set(Theme::Auto),
            is_active: Set(true),
            last_login_at: Set(None),
            search_text: Set(username.into()),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            created_by: Set(None),
        };
        let saved = row.insert(&self.db).await.expect("a new account");
        for site in sites {
            let row = user_site::ActiveModel { id: NotSet, user_id: Set(saved.id), site_id: Set(*site) };
            row.insert(&self.db).await.expect("access to the site");
        }
        Caller {
            actor: Actor::User(saved.id),
            name: saved.username,
            role,
            permissions: role.permissions(),
            sites: if role == Role::Admin { SiteScope::All } else { SiteScope::Only(sites.to_vec()) },
            session: None,
            request_id: "test".into(),
            idempotency_key: None,
        }
    }
}
