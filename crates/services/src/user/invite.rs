//! Invitations: the link with which the person of a new account chooses the password.

use super::{UserService, read};
use crate::{
    Services,
    access::Writer,
    local_time,
    mail::Letter,
    session::{forget_links, token},
};
use domain::{
    Caller, Noun, Permission, Refusal, Result, UserId,
    audit::{Action, Change},
    mail::Address,
    session::LinkPurpose,
    user::{INVITE_SECONDS, InvitationView, invitation_state},
};
use entity::{one_time_token as link, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, sea_query::Condition};

impl UserService<'_> {
    /// Sends an invitation once more, with a new link; the old one is worth nothing any more.
    ///
    /// # Errors
    /// [`Refusal::InvitationState`] for somebody who was not invited, has accepted, or is disabled;
    /// [`domain::Error::Forbidden`] for somebody of the caller's rank or above; [`domain::Error::NotFound`].
    pub async fn invite_again(&self, by: &Caller, id: UserId) -> Result<()> {
        let mut w = self.0.write(by, Permission::UserManage).await?;
        w.hold::<user::Entity>(id).await?;
        let user = read::one(w.tx(), read::within(&w.scope, by), id).await?;
        read::is_manageable(by, &user)?;
        if !is_invited(&user) || !user.is_active {
            return Err(Refusal::InvitationState.into());
        }
        send(self.0, &mut w, user).await?;
        w.commit().await
    }
}

/// Makes a link, in the place of any other of the account, and mails it.
pub(super) async fn send(services: &Services, w: &mut Writer, user: user::Model) -> Result<user::Model> {
    forget_links(w, user.id).await?;
    let secret = token::new()?;
    let ends_at = w.now.plus_seconds(INVITE_SECONDS);
    let row = link::ActiveModel {
        purpose: Set(LinkPurpose::Invitation),
        user_id: Set(user.id),
        token_hash: Set(token::hash(&secret)),
        created_at: Set(w.now),
        expires_at: Set(ends_at),
        used_at: Set(None),
        ..Default::default()
    };
    row.insert(w.tx()).await?;
    let row = user::ActiveModel {
        id: Set(user.id),
        invited_at: Set(Some(w.now)),
        invitation_ends_at: Set(Some(ends_at)),
        ..Default::default()
    };
    let user = row.update(w.tx()).await?;
    let letter = Letter::Invitation {
        name: user.first_name.clone(),
        username: user.username.clone(),
        link: format!("{}/invitation?token={secret}", services.mail_options().public_url),
        hours: INVITE_SECONDS / 3600,
    };
    let to = Address::of(&user.first_name, &user.last_name, &user.email)?;
    w.post(&to, user.language, &letter).await?;
    w.record(Change::new(Action::Invited, Noun::User, user.id.0, None));
    Ok(user)
}

/// Whether somebody was invited and has not chosen a password yet.
pub(super) fn is_invited(user: &user::Model) -> bool {
    user.invited_at.is_some() && user.joined_at.is_none()
}

/// Those who have a password: they chose it, or it was given to them.
pub(crate) fn has_password() -> Condition {
    Condition::any().add(user::Column::InvitedAt.is_null()).add(user::Column::JoinedAt.is_not_null())
}

/// The invitation of an account, if there was one.
pub(super) fn invitation(services: &Services, user: &user::Model) -> Option<InvitationView> {
    let sent_at = user.invited_at?;
    let zone = local_time::plant(services);
    let local = |at| local_time::local(at, &zone);
    Some(InvitationView {
        state: invitation_state(user.invitation_ends_at, user.joined_at, services.now()),
        sent_at,
        sent_local: local(sent_at),
        ends_at: user.invitation_ends_at,
        ends_local: user.invitation_ends_at.map(local),
        accepted_at: user.joined_at,
        accepted_local: user.joined_at.map(local),
    })
}
