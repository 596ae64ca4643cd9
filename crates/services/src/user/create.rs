//! New accounts.

use super::{UNIQUE, UserService, search_text, view};
use crate::{access::Writer, audit, password, unique};
use domain::{
    Caller, FieldCode, FieldError, FieldErrors, Noun, Permission, Result, Role,
    audit::{Action, Change},
    user::{Language, NewUser, NewUserDraft, Theme, UserView},
};
use entity::{site, user, user_permission, user_site};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait,
    QueryFilter, QuerySelect,
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
}

impl UserService<'_> {
    /// Creates an account of a role that the caller may create, in sites that the caller has, with no
    /// permission that the caller lacks.
    ///
    /// # Errors
    /// [`domain::Error::Invalid`] with every wrong field.
    pub async fn create(&self, by: &Caller, draft: &NewUserDraft) -> Result<UserView> {
        // Refused before any work is done for it.
        self.0.read(by, Permission::UserCreate)?;
        let mut new = draft.parse()?;
        let own = [&*new.first_name, &new.last_name, &new.email, &new.username];
        self.0.settings().accept_password("password", &new.password, &own)?;
        let password_hash = password::hash(new.password.expose()).await?;
        let mut w = self.0.write(by, Permission::UserCreate).await?;
        check(&w, &new).await?;
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
            language: Language::Fr,
        };
        let user = insert(&mut w, row).await?;
        for site in new.sites.iter().filter(|_| new.role != Role::Admin) {
            let row =
                user_site::ActiveModel { user_id: Set(user.id), site_id: Set(*site), ..Default::default() };
            row.insert(w.tx()).await?;
        }
        for (permission, granted) in new.permissions {
            let row = user_permission::ActiveModel {
                user_id: Set(user.id),
                permission: Set(permission),
                granted: Set(granted),
                ..Default::default()
            };
            row.insert(w.tx()).await?;
        }
        w.commit().await?;
        self.0.inner.has_users.store(true, Relaxed);
        Ok(view(user))
    }
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
    let after = audit::json(&view(user.clone()));
    w.record(Change::new(Action::Created, Noun::User, user.id.0, None).after(after));
    Ok(user)
}

/// What only the caller's own rights and the database can tell.
async fn check(w: &Writer, new: &NewUser) -> Result<()> {
    let by = w.by();
    let mut errors = vec![];
    if !by.role.may_create().contains(&new.role) {
        errors.push(FieldError::new("role", FieldCode::NotAllowed));
    }
    let known = site::Entity::find().filter(site::Column::Id.is_in(new.sites.iter().copied()));
    let all_known = known.count(w.tx()).await? == new.sites.len() as u64;
    if !all_known || !new.sites.iter().all(|site| w.scope.sites.contains(*site)) {
        errors.push(FieldError::new("sites", FieldCode::NotFound));
    }
    for (i, (permission, granted)) in new.permissions.iter().enumerate() {
        if *granted && !by.may(*permission) {
            errors.push(FieldError::new(&format!("permissions[{i}]"), FieldCode::NotAllowed));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(FieldErrors(errors).into()) }
}

/// The made username, or the first free one with a number behind it.
async fn free_username<C: ConnectionTrait>(db: &C, made: &str) -> Result<String> {
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
