//! What an account may do, as somebody gives it: checked against the giver's own rights, and written.

use crate::access::{Writer, may};
use domain::{
    FieldCode, FieldError, FieldErrors, Result, Role, SiteId, SiteScope, UserId, access::PermissionSet,
    user::Permissions,
};
use entity::{site, user_permission, user_site};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// Role, sites and special permissions that somebody wants to give.
pub(super) struct Rights<'a> {
    pub role: Role,
    pub sites: &'a [SiteId],
    pub permissions: &'a Permissions,
}

impl Rights<'_> {
    /// What the role gives, but for what is taken from the person.
    pub fn of_role(&self) -> PermissionSet {
        let taken = self.permissions.iter().filter(|(_, granted)| !granted);
        taken.fold(self.role.permissions(), |set, (permission, _)| set.with(*permission, false))
    }

    /// All that the person may do in the end.
    pub fn in_all(&self) -> PermissionSet {
        effective(self.role, self.permissions)
    }
}

/// What a role gives, with what is granted to and taken from the person.
pub(super) fn effective(role: Role, special: &Permissions) -> PermissionSet {
    special.iter().fold(role.permissions(), |set, (permission, granted)| set.with(*permission, *granted))
}

/// What of it the caller may not give: a role above their own, a site that is not there or not theirs, a
/// permission that they lack. One statement.
pub(super) async fn exceeds_own_rights(w: &Writer, rights: &Rights<'_>) -> Result<Vec<FieldError>> {
    let by = w.by();
    let mut errors = vec![];
    if !by.role.may_create().contains(&rights.role) {
        errors.push(FieldError::new("role", FieldCode::NotAllowed));
    }
    let known = site::Entity::find().filter(site::Column::Id.is_in(rights.sites.iter().copied()));
    let all_known = known.count(w.tx()).await? == rights.sites.len() as u64;
    if !all_known || !rights.sites.iter().all(|site| w.scope.sites.contains(*site)) {
        errors.push(FieldError::new("sites", FieldCode::NotFound));
    }
    for (i, (permission, granted)) in rights.permissions.iter().enumerate() {
        if *granted && !may(by, *permission) {
            errors.push(FieldError::new(&format!("permissions[{i}]"), FieldCode::NotAllowed));
        }
    }
    Ok(errors)
}

/// Whether the caller lacks what a role would give: it would come back to them through somebody else's account.
pub(super) fn beyond(w: &Writer, given: PermissionSet, errors: &mut Vec<FieldError>) {
    if !w.by().permissions.may_give(given) && !errors.iter().any(|e| e.field == "role") {
        errors.push(FieldError::new("role", FieldCode::NotAllowed));
    }
}

/// The rights of a new account. Whoever works for some sites gives one of them at least: without, the account would be out of
/// their sight as soon as it is there.
///
/// # Errors
/// [`domain::Error::Invalid`] with all that [`exceeds_own_rights`] and [`beyond`] find.
pub(super) async fn check(w: &Writer, rights: &Rights<'_>) -> Result<()> {
    let mut errors = exceeds_own_rights(w, rights).await?;
    beyond(w, rights.of_role(), &mut errors);
    if rights.sites.is_empty() && matches!(w.scope.sites, SiteScope::Only(_)) {
        errors.push(FieldError::new("sites", FieldCode::ChooseOne));
    }
    if errors.is_empty() { Ok(()) } else { Err(FieldErrors(errors).into()) }
}

/// Writes the sites and special permissions of an account that has none yet. An administrator sees all sites,
/// and so none is written.
pub(super) async fn give(w: &Writer, id: UserId, rights: &Rights<'_>) -> Result<()> {
    if rights.role != Role::Admin && !rights.sites.is_empty() {
        let rows = rights.sites.iter().map(|site| user_site::ActiveModel {
            user_id: Set(id),
            site_id: Set(*site),
            ..Default::default()
        });
        user_site::Entity::insert_many(rows).exec_without_returning(w.tx()).await?;
    }
    if !rights.permissions.is_empty() {
        let rows = rights.permissions.iter().map(|(permission, granted)| user_permission::ActiveModel {
            user_id: Set(id),
            permission: Set(*permission),
            granted: Set(*granted),
            ..Default::default()
        });
        user_permission::Entity::insert_many(rows).exec_without_returning(w.tx()).await?;
    }
    Ok(())
}

/// The sites that the caller may give and the special permissions, in the place of the stored ones.
pub(super) async fn replace(w: &Writer, id: UserId, rights: &Rights<'_>) -> Result<()> {
    let mut gone = user_site::Entity::delete_many().filter(user_site::Column::UserId.eq(id));
    // A site outside the caller's own stays as it was.
    if let SiteScope::Only(own) = &w.scope.sites {
        gone = gone.filter(user_site::Column::SiteId.is_in(own.iter().copied()));
    }
    gone.exec(w.tx()).await?;
    user_permission::Entity::delete_many()
        .filter(user_permission::Column::UserId.eq(id))
        .exec(w.tx())
        .await?;
    give(w, id, rights).await
}
