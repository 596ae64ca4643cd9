//! People: an account in the database, and the caller that the authentication layer would make of it.

use crate::World;
use domain::{
    Caller, SiteId, SiteScope,
    access::{Actor, Role},
    user::{Language, Theme},
};
use entity::{user, user_site};
use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set};

/// The password of [`World::person_with_password`].
pub const PASSWORD: &str = "Mot-De-Passe-2026";

/// Its hash, with the smallest cost that argon2 takes: tests sign in often.
const PASSWORD_HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$JTNpcH1DqewHPD5CcdSoQg$XlvhAmGSUo9G4YyVGsCvzO6/NMccbPsJJbM8+vf4b5Q";

impl World {
    /// An account of that role which sees these sites; an administrator sees all. Their password is unusable.
    pub async fn person(&self, username: &str, role: Role, sites: &[SiteId]) -> Caller {
        self.account(username, role, sites, "unusable").await
    }

    /// The same, able to sign in with [`PASSWORD`].
    pub async fn person_with_password(&self, username: &str, role: Role, sites: &[SiteId]) -> Caller {
        self.account(username, role, sites, PASSWORD_HASH).await
    }

    async fn account(&self, username: &str, role: Role, sites: &[SiteId], hash: &str) -> Caller {
        let now = self.clock.now();
        let row = user::ActiveModel {
            id: NotSet,
            username: Set(username.into()),
            email: Set(format!("{username}@vigie.test")),
            password_hash: Set(hash.into()),
            first_name: Set(username.into()),
            last_name: Set("Test".into()),
            role: Set(role),
            language: Set(Language::Fr),
            theme: Set(Theme::Auto),
            is_active: Set(true),
            last_login_at: Set(None),
            search_text: Set(format!("{username} test {username}@vigie.test")),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            created_by: Set(None),
            invited_at: Set(None),
            invitation_ends_at: Set(None),
            joined_at: Set(None),
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
            second_step_due: false,
        }
    }
}
