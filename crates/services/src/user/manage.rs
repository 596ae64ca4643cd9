//! Administration of other people's accounts. Each change takes effect at the person's next request.

use super::{
    UNIQUE, UserService,
    invite::{has_password, is_invited},
    read,
    rights::{Rights, beyond, effective, exceeds_own_rights, replace},
    search_text, technician, view,
};
use crate::{
    access::{Writer, may},
    audit::{self, same_version},
    mail::{Notice, tell, tell_at},
    session::{end_all, forget_links},
    undo::{self, Before, Row},
    unique,
};
use domain::{
    Caller, Error, FieldCode, FieldError, FieldErrors, Noun, Permission, Result, Role, SiteScope, UserId,
    access::PermissionSet,
    audit::{Action, Change},
    user::{
        ChangedUser, Permissions, UserDetail, UserDraft, UserView, may_deactivate, may_leave_administration,
    },
};
use entity::{user, user_site};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select,
};

impl UserService<'_> {
    /// Changes an account. Whoever lowers a role or takes a site away does so at the person's next request.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field; [`Error::Stale`]; [`domain::Refusal::LastAdmin`] and
    /// [`domain::Refusal::OwnAccount`]; [`Error::NotFound`].
    pub async fn update(&self, by: &Caller, id: UserId, draft: &UserDraft) -> Result<UserDetail> {
        let mut w = self.0.write(by, Permission::UserManage).await?;
        hold_admins(&w).await?;
        w.hold::<user::Entity>(id).await?;
        let stored = read::one(w.tx(), read::within(&w.scope, by), id).await?;
        let before = read::whole(w.tx(), &w.scope, stored.clone()).await?;
        let sent = draft.tidy();
        same_version(&sent, &UserDraft::from(&before), &draft.version, before.version)?;
        let new = draft.parse()?;
        self.check_change(&w, &stored, &before, &new).await?;
        let new_address = new.email != stored.email;
        let mut row = user::ActiveModel {
            id: Set(id),
            search_text: Set(search_text(&new.first_name, &new.last_name, &stored.username, &new.email)),
            email: Set(new.email),
            first_name: Set(new.first_name),
            last_name: Set(new.last_name),
            role: Set(new.role),
            language: Set(new.language),
            version: Set(stored.version + 1),
            updated_at: Set(w.now),
            ..Default::default()
        };
        if new_address {
            // The links sent to the old one go below.
            row.invitation_ends_at = Set(None);
        }
        let saved = row.update(w.tx()).await.map_err(|e| unique::to_field_error(e, UNIQUE))?;
        if new_address {
            forget_links(&w, id).await?;
            // Who was invited and has not come yet has no sign-in that could change.
            if saved.is_active && !is_invited(&saved) {
                tell_at(self.0, &mut w, &saved, &stored.email, Notice::AddressLeft).await?;
                tell(self.0, &mut w, &saved, Notice::AddressNew).await?;
            }
        }
        let rights = Rights { role: new.role, sites: &new.sites, permissions: &new.permissions };
        replace(&w, id, &rights).await?;
        if new.technician != before.technician.clone().unwrap_or_default() {
            technician::replace(&w, id, &new.technician).await?;
        }
        let after = read::whole(w.tx(), &w.scope, saved).await?;
        let told = |detail: &UserDetail| audit::json(&AuditedUser::from(detail));
        let record = Change::new(Action::Updated, Noun::User, id.0, None);
        w.record(record.before(told(&before)).after(told(&after)));
        w.commit().await?;
        Ok(after)
    }

    /// What only the caller's own rights and the database can tell of a change.
    async fn check_change(
        &self,
        w: &Writer,
        stored: &user::Model,
        before: &UserDetail,
        new: &ChangedUser,
    ) -> Result<()> {
        let by = w.by();
        let rights = Rights { role: new.role, sites: &new.sites, permissions: &new.permissions };
        let mut errors = exceeds_own_rights(w, &rights).await?;
        let had: Permissions = before.permissions.iter().filter_map(|text| special(text)).collect();
        let gained = gained(&rights, stored.role, &had, before);
        beyond(w, gained, &mut errors);
        if !by.role.may_create().contains(&stored.role) && !errors.iter().any(|e| e.field == "role") {
            errors.push(FieldError::new("role", FieldCode::NotAllowed));
        }
        // To take a denial back is to give.
        let denied = had.iter().filter(|(_, granted)| !granted);
        let mut given_back = denied.filter(|denied| !new.permissions.contains(*denied));
        if given_back.any(|(permission, _)| !may(by, *permission)) {
            errors.push(FieldError::new("permissions", FieldCode::NotAllowed));
        }
        // The address is the way to a new password, and so to all that the account may do.
        let theirs = by.permissions.may_give(rights.in_all());
        if new.email != stored.email && (!theirs || works_elsewhere(w, stored.id).await?) {
            errors.push(FieldError::new("email", FieldCode::NotAllowed));
        }
        if !errors.is_empty() {
            return Err(FieldErrors(errors).into());
        }
        if new.role != Role::Admin {
            may_leave_administration(stored.role, stored.is_active, other_admins(w, stored.id).await?)?;
        }
        if new.role != stored.role {
            may_deactivate(by.user_id(), stored.id)?;
        }
        Ok(())
    }

    /// Lets somebody work, or no more; their sessions end with it.
    ///
    /// # Errors
    /// [`domain::Refusal::LastAdmin`]; [`Error::NotFound`].
    pub async fn set_active(&self, by: &Caller, id: UserId, active: bool) -> Result<UserView> {
        let w = self.0.write(by, Permission::UserManage).await?;
        hold_admins(&w).await?;
        w.hold::<user::Entity>(id).await?;
        let before = read::one(w.tx(), read::within(&w.scope, by), id).await?;
        read::is_manageable(by, &before)?;
        if !active {
            may_leave_administration(before.role, before.is_active, other_admins(&w, id).await?)?;
            may_deactivate(by.user_id(), id)?;
            end_all(&w, id, None).await?;
            forget_links(&w, id).await?;
            if before.is_active {
                let (name, version) = (before.name(), before.version + 1);
                let row = Row { id: id.0, name, version, before: Before::Active };
                undo::keep(&w, (Noun::User, Action::Deactivated), None, &[row]).await?;
            }
        }
        let action = if active { Action::Reactivated } else { Action::Deactivated };
        let change = |row: &mut user::ActiveModel| {
            row.is_active = Set(active);
            if !active {
                row.invitation_ends_at = Set(None);
            }
        };
        save(w, before, action, change).await
    }

    /// Gives somebody another role.
    ///
    /// # Errors
    /// [`FieldCode::NotAllowed`] for a role above the caller's, or that gives what they lack; [`domain::Refusal::LastAdmin`];
    /// [`Error::NotFound`].
    pub async fn set_role(&self, by: &Caller, id: UserId, role: Role) -> Result<UserView> {
        let w = self.0.write(by, Permission::UserManage).await?;
        hold_admins(&w).await?;
        w.hold::<user::Entity>(id).await?;
        let before = read::one(w.tx(), read::within(&w.scope, by), id).await?;
        let allowed = by.role.may_create();
        let special = read::special(w.tx(), id).await?;
        let gained = effective(role, &special).without(effective(before.role, &special));
        let theirs = by.permissions.may_give(gained);
        if !theirs || !allowed.contains(&role) || !allowed.contains(&before.role) {
            return Err(Error::field("role", FieldCode::NotAllowed));
        }
        if role != Role::Admin {
            may_leave_administration(before.role, before.is_active, other_admins(&w, id).await?)?;
        }
        if role != before.role {
            may_deactivate(by.user_id(), id)?;
        }
        save(w, before, Action::Updated, |row| row.role = Set(role)).await
    }
}

/// A permission as a draft writes it: `import:run`, `-site:read`.
fn special(text: &str) -> Option<(Permission, bool)> {
    match text.strip_prefix('-') {
        Some(name) => Some((name.parse().ok()?, false)),
        None => Some((text.parse().ok()?, true)),
    }
}

/// What the account gains by its role: what it could not do before, and all of it where it gains a site. A denial taken back
/// is looked at by itself.
fn gained(rights: &Rights<'_>, role: Role, had: &Permissions, before: &UserDetail) -> PermissionSet {
    if rights.sites.iter().any(|site| before.sites.iter().all(|known| known.id != *site)) {
        return rights.of_role();
    }
    let denied = had.iter().filter(|(_, granted)| !granted).map(|(permission, _)| *permission);
    let denied = PermissionSet::of(&denied.collect::<Vec<_>>());
    rights.of_role().without(effective(role, had)).without(denied)
}

/// Whether somebody has sites that the caller has not.
async fn works_elsewhere(w: &Writer, id: UserId) -> Result<bool> {
    let SiteScope::Only(own) = &w.scope.sites else { return Ok(false) };
    let others = user_site::Entity::find()
        .filter(user_site::Column::UserId.eq(id))
        .filter(user_site::Column::SiteId.is_not_in(own.iter().copied()));
    Ok(others.count(w.tx()).await? > 0)
}

/// An account as the audit trail tells it.
#[derive(serde::Serialize)]
struct AuditedUser {
    username: String,
    #[serde(flatten)]
    draft: UserDraft,
}

impl From<&UserDetail> for AuditedUser {
    fn from(detail: &UserDetail) -> Self {
        Self { username: detail.user.username.clone(), draft: UserDraft::from(detail) }
    }
}

/// Saves a change, records it and commits.
async fn save(
    mut w: Writer,
    before: user::Model,
    action: Action,
    change: impl FnOnce(&mut user::ActiveModel),
) -> Result<UserView> {
    let mut row = user::ActiveModel {
        id: Set(before.id),
        version: Set(before.version + 1),
        updated_at: Set(w.now),
        ..Default::default()
    };
    change(&mut row);
    let after = view(row.update(w.tx()).await?);
    let record = Change::new(action, Noun::User, before.id.0, None);
    w.record(record.before(audit::json(&view(before))).after(audit::json(&after)));
    w.commit().await?;
    Ok(after)
}

/// Keeps the administrators as they are until the commit: two who dismiss each other at once must not both find the
/// other still there. Before any other row, and always in the same order, so that they do not wait for each other.
async fn hold_admins(w: &Writer) -> Result<()> {
    if w.tx().get_database_backend() == DbBackend::Postgres {
        active_admins().order_by_asc(user::Column::Id).lock_exclusive().all(w.tx()).await?;
    }
    Ok(())
}

/// Active administrators but for one.
async fn other_admins(w: &Writer, but: UserId) -> Result<u64> {
    Ok(active_admins().filter(user::Column::Id.ne(but)).count(w.tx()).await?)
}

/// Who can sign in as such: not somebody who was invited and has no password yet.
fn active_admins() -> Select<user::Entity> {
    user::Entity::find()
        .filter(user::Column::Role.eq(Role::Admin))
        .filter(user::Column::IsActive.eq(true))
        .filter(has_password())
}
