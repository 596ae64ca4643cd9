//! Accounts: who they are, what they may do, their own settings.

mod account;
mod create;
mod history;
mod invite;
mod manage;
mod read;
mod registration;
mod rights;
mod technician;
mod undo;

pub(crate) use create::{NewRow, insert};
pub(crate) use invite::has_password;
pub(crate) use registration::clean_up;
pub(crate) use technician::{next_version, replace as replace_skills, skill_ids};
pub(crate) use undo::reactivate_again;

use crate::{Services, access::Scope, unique::UniqueIndex};
use domain::{Caller, Result, UserId, user::UserView};
use entity::user;
use sea_orm::{ConnectionTrait, sea_query::Condition};

/// Use cases of accounts.
pub struct UserService<'a>(pub(crate) &'a Services);

const UNIQUE: &[UniqueIndex] =
    &[("users_username", &["username"], "username"), ("users_email", &["email"], "email")];

/// Accounts that a caller may know of.
pub(crate) fn within(scope: &Scope, by: &Caller) -> Condition {
    read::within(scope, by)
}

/// The account, if the caller sees it and may act on it.
///
/// # Errors
/// [`domain::Error::NotFound`], [`domain::Error::Forbidden`].
pub(crate) async fn manageable<C: ConnectionTrait>(
    db: &C,
    scope: &Scope,
    by: &Caller,
    id: UserId,
) -> Result<user::Model> {
    let user = read::one(db, within(scope, by), id).await?;
    read::is_manageable(by, &user)?;
    Ok(user)
}

pub(crate) fn view(user: user::Model) -> UserView {
    UserView {
        is_invited: invite::is_invited(&user),
        id: user.id,
        username: user.username,
        email: user.email,
        first_name: user.first_name,
        last_name: user.last_name,
        role: user.role,
        language: user.language,
        theme: user.theme,
        is_active: user.is_active,
        last_login_at: user.last_login_at,
        created_at: user.created_at,
    }
}

/// What a search of accounts looks in; last name first, so that the list's order comes with it.
pub(crate) fn search_text(first_name: &str, last_name: &str, username: &str, email: &str) -> String {
    domain::text::fold(&format!("{last_name} {first_name} {username} {email}"))
}
