//! New accounts.

use super::{
    UNIQUE, UserService, invite,
    rights::{Rights, check, give},
    search_text, technician, view,
};
use crate::{access::Writer, audit, password, unique};
use domain::{
    Caller, Noun, Permission, Result, Role,
    audit::{Action, Change},
    settings::General,
    user::{Language, NewUserDraft, Technician, Theme, UserView},
};
use entity::user;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
};
use std::sync::atomic::Ordering::Relaxed;

/// The columns of a new account.
pub(crate) struct NewRow {
    pub email: String,
    pub username: String,
    pub password_hash: String,
    pub first_name: String,
    pub last_name: String,
    pub role: Role,
    pub language: Language,
    pub technician: Technician,
}

impl UserService<'_> {
    /// Creates an account of a role that the caller may create, in sites that the caller has, with no
    /// permission that the caller lacks. Without a password the person is invited by mail to choose one.
    ///
    /// # Errors
    /// [`domain::Error::Invalid`] with every wrong field.
    pub async fn create(&self, by: &Caller, draft: &NewUserDraft) -> Result<UserView> {
        // Refused before any work is done for it.
        self.0.read(by, Permission::UserCreate)?;
        let mut new = draft.parse()?;
        let own = [&*new.first_name, &new.last_name, &new.email, &new.username];
        let password_hash = match &new.password {
            Some(secret) => {
                self.0.settings().accept_password("password", secret, &own)?;
                password::hash(secret.expose()).await?
            }
            None => password::NOBODY.to_owned(),
        };
        let mut w = self.0.write(by, Permission::UserCreate).await?;
        let rights = Rights { role: new.role, sites: &new.sites, permissions: &new.permissions };
        check(&w, &rights).await?;
        if new.username_is_made {
            new.username = free_username(w.tx(), &new.username).await?;
        }
        let row = NewRow {
            email: new.email,
            username: new.username,
            password_hash,
            first_name: new.first_name,
            last_name: new.last_name,
            role: new.role,
            language: new.language.unwrap_or_else(|| self.0.settings().get::<General>().language),
            technician: new.technician,
        };
        let mut user = insert(&mut w, row).await?;
        give(&w, user.id, &rights).await?;
        if new.password.is_none() {
            user = invite::send(self.0, &mut w, user).await?;
        }
        w.commit().await?;
        self.0.inner.has_users.store(true, Relaxed);
        Ok(view(user))
    }
}

/// A new account as the audit trail tells it.
#[derive(serde::Serialize)]
struct Made {
    #[serde(flatten)]
    user: UserView,
    #[serde(flatten)]
    technician: Option<Technician>,
}

/// Inserts an account and records it.
pub(crate) async fn insert(w: &mut Writer, new: NewRow) -> Result<user::Model> {
    let row = user::ActiveModel {
        search_text: Set(search_text(&new.first_name, &new.last_name, &new.username, &new.email)),
        username: Set(new.username),
        email: Set(new.email),
        password_hash: Set(new.password_hash),
        first_name: Set(new.first_name),
        last_name: Set(new.last_name),
        role: Set(new.role),
        language: Set(new.language),
        theme: Set(Theme::Auto),
        is_active: Set(true),
        last_login_at: Set(None),
        version: Set(1),
        created_at: Set(w.now),
        updated_at: Set(w.now),
        created_by: Set(w.by().user_id()),
        ..Default::default()
    };
    let user = row.insert(w.tx()).await.map_err(|e| unique::to_field_error(e, UNIQUE))?;
    if new.technician != Technician::default() {
        technician::replace(w, user.id, &new.technician).await?;
    }
    let technician = technician::shown(&user, Some(new.technician));
    let after = audit::json(&Made { user: view(user.clone()), technician });
    w.record(Change::new(Action::Created, Noun::User, user.id.0, None).after(after));
    Ok(user)
}

/// The made username, or the first free one with a number behind it.
pub(super) async fn free_username<C: ConnectionTrait>(db: &C, made: &str) -> Result<String> {
    let taken: Vec<String> = user::Entity::find()
        .select_only()
        .column(user::Column::Username)
        .filter(user::Column::Username.starts_with(made))
        .into_tuple()
        .all(db)
        .await?;
    let free = |name: &String| !taken.contains(name);
    let mut numbered = (2..).map(|n| format!("{made}{n}"));
    Ok(Some(made.to_owned()).filter(free).or_else(|| numbered.find(free)).unwrap_or_default())
}
