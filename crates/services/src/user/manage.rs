//! Administration of other people's accounts. Each change takes effect at the person's next request.

use super::{UserService, read, view};
use crate::{access::Writer, audit, session::end_all};
use domain::{
    Caller, Error, FieldCode, Noun, Permission, Result, Role, UserId,
    audit::{Action, Change},
    user::{UserView, may_leave_administration},
};
use entity::user;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

impl UserService<'_> {
    /// Lets somebody work, or no more; their sessions end with it.
    ///
    /// # Errors
    /// [`domain::Refusal::LastAdmin`]; [`Error::NotFound`].
    pub async fn set_active(&self, by: &Caller, id: UserId, active: bool) -> Result<UserView> {
        let w = self.0.write(by, Permission::UserManage).await?;
        let before = read::one(w.tx(), read::within(&w.scope, by), id).await?;
        if !active {
            may_leave_administration(before.role, before.is_active, other_admins(&w, id).await?)?;
            end_all(&w, id, None).await?;
        }
        save(w, before, |row| row.is_active = Set(active)).await
    }

    /// Gives somebody another role.
    ///
    /// # Errors
    /// [`FieldCode::NotAllowed`] for a role above the caller's; [`domain::Refusal::LastAdmin`];
    /// [`Error::NotFound`].
    pub async fn set_role(&self, by: &Caller, id: UserId, role: Role) -> Result<UserView> {
        let w = self.0.write(by, Permission::UserManage).await?;
        let before = read::one(w.tx(), read::within(&w.scope, by), id).await?;
        let allowed = by.role.may_create();
        if !allowed.contains(&role) || !allowed.contains(&before.role) {
            return Err(Error::field("role", FieldCode::NotAllowed));
        }
        if role != Role::Admin {
            may_leave_administration(before.role, before.is_active, other_admins(&w, id).await?)?;
        }
        save(w, before, |row| row.role = Set(role)).await
    }
}

/// Saves a change, records it and commits.
async fn save(
    mut w: Writer,
    before: user::Model,
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
    let record = Change::new(Action::Updated, Noun::User, before.id.0, None);
    w.record(record.before(audit::json(&view(before))).after(audit::json(&after)));
    w.commit().await?;
    Ok(after)
}

/// Active administrators but for one.
async fn other_admins(w: &Writer, but: UserId) -> Result<u64> {
    let others = user::Entity::find()
        .filter(user::Column::Role.eq(Role::Admin))
        .filter(user::Column::IsActive.eq(true))
        .filter(user::Column::Id.ne(but));
    Ok(others.count(w.tx()).await?)
}
