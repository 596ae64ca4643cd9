//! A forgotten password. The request only asks for a job, whoever asks: what is known of the address is found
//! out after the answer, so that neither its words nor its time tell.

use super::{Client, SessionService, as_person, attempts, end_all, forget_tickets, system, token};
use crate::{
    Services,
    access::Writer,
    job::{JobCompleted, JobError, Lease},
    mail::Letter,
    password,
    user::has_password,
};
use domain::{
    Noun, Permission, Refusal, Result, UserId,
    audit::{Action, Change},
    job::Job,
    mail::Address,
    session::{ForgotDraft, LinkPurpose, RESET_SECONDS, ResetDraft},
};
use entity::{login_attempt, one_time_token as link, user};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::Expr,
};

impl SessionService<'_> {
    /// Asks for a link that sets a new password. Known or not, every address gets the same answer.
    ///
    /// # Errors
    /// [`domain::Error::Invalid`] for what is no address; [`domain::Error::TooManyAttempts`] with the wait.
    pub async fn forgot_password(&self, draft: &ForgotDraft, client: &Client) -> Result<()> {
        let email = draft.parse()?;
        let mut w = self.0.write(&system(client), Permission::SessionManage).await?;
        // Counted apart from wrong passwords: asking for a link must not lock the way in.
        let account = attempts::account_bucket(&format!("reset {email}"));
        let network = format!("reset:{}", attempts::network_bucket(&client.address));
        attempts::claim(&w, self.0.settings().free_tries(), account, network).await?;
        w.enqueue(&Job::PasswordReset { email }).await?;
        w.commit().await
    }

    /// The job: a link to the active account of that address, if there is one. Links sent before are worth
    /// nothing any more.
    pub(crate) async fn send_reset_link(&self, lease: &Lease, email: &str) -> Result<JobCompleted, JobError> {
        let mut w = lease.write(self.0).await?;
        let found = user::Entity::find()
            .filter(user::Column::Email.eq(email))
            .filter(user::Column::IsActive.eq(true))
            // Who was invited takes that way in; only an administrator makes it anew.
            .filter(has_password())
            .one(w.tx())
            .await?;
        if let Some(user) = found {
            link::Entity::delete_many()
                .filter(link::Column::UserId.eq(user.id))
                .filter(link::Column::Purpose.eq(LinkPurpose::PasswordReset))
                .exec(w.tx())
                .await?;
            let token = token::new()?;
            let row = link::ActiveModel {
                purpose: Set(LinkPurpose::PasswordReset),
                user_id: Set(user.id),
                token_hash: Set(token::hash(&token)),
                created_at: Set(w.now),
                expires_at: Set(w.now.plus_seconds(RESET_SECONDS)),
                used_at: Set(None),
                ..Default::default()
            };
            row.insert(w.tx()).await?;
            let letter = Letter::PasswordReset {
                name: user.first_name.clone(),
                link: format!("{}/reset-password?token={token}", self.0.mail_options().public_url),
                minutes: RESET_SECONDS / 60,
            };
            w.post(&address(&user)?, user.language, &letter).await?;
        }
        lease.complete(w).await
    }

    /// Whether a link can still be used, for the page behind it.
    ///
    /// # Errors
    /// [`domain::Error::Unavailable`].
    pub async fn reset_link_is_open(&self, token: &str) -> Result<bool> {
        let reader = self.0.read(&system(&Client::default()), Permission::SessionManage)?;
        Ok(self.behind(reader.db, token).await?.is_some())
    }

    /// Sets a new password with a link, or the first one of somebody who was invited. It can be used once; every
    /// session of the account ends.
    ///
    /// # Errors
    /// [`Refusal::LinkExpired`]; [`domain::Error::Invalid`] with every wrong field.
    pub async fn reset_password(&self, token: &str, draft: &ResetDraft, client: &Client) -> Result<()> {
        let reader = self.0.read(&system(client), Permission::SessionManage)?;
        let (row, user) = self.behind(reader.db, token).await?.ok_or(Refusal::LinkExpired)?;
        let own = [&*user.first_name, &user.last_name, &user.email, &user.username];
        let new = draft.parse(&own)?;
        self.0.settings().accept_password("new_password", &new, &own)?;
        let hash = password::hash(new.expose()).await?;

        let mut w = self.0.write(&as_person(&user, client), Permission::SessionManage).await?;
        w.hold::<user::Entity>(user.id).await?;
        // Of two who use it at once, one does.
        let used = link::Entity::update_many()
            .col_expr(link::Column::UsedAt, Expr::value(w.now))
            .filter(link::Column::Id.eq(row.id))
            .filter(link::Column::UsedAt.is_null())
            .filter(link::Column::ExpiresAt.gt(w.now))
            .exec(w.tx())
            .await?;
        if used.rows_affected == 0 {
            return Err(Refusal::LinkExpired.into());
        }
        let invited = row.purpose == LinkPurpose::Invitation;
        let mut row = user::ActiveModel {
            id: Set(user.id),
            password_hash: Set(hash),
            version: Set(user.version + 1),
            updated_at: Set(w.now),
            ..Default::default()
        };
        if invited {
            (row.joined_at, row.invitation_ends_at) = (Set(Some(w.now)), Set(None));
        }
        row.update(w.tx()).await?;
        end_all(&w, user.id, None).await?;
        forget_tickets(&w, user.id).await?;
        // Whoever holds the link is not the one who guessed passwords.
        login_attempt::Entity::delete_many().filter(attempts::of_logins(&user)).exec(w.tx()).await?;
        let action = if invited { Action::InvitationAccepted } else { Action::PasswordReset };
        w.record(Change::new(action, Noun::User, user.id.0, None));
        if !invited {
            tell_of_change(self.0, &mut w, &user).await?;
        }
        w.commit().await
    }

    /// The link and its person, while it can be used.
    async fn behind<C: ConnectionTrait>(
        &self,
        db: &C,
        token: &str,
    ) -> Result<Option<(link::Model, user::Model)>> {
        let found = link::Entity::find()
            .filter(link::Column::TokenHash.eq(token::hash(token)))
            .filter(link::Column::Purpose.is_in([LinkPurpose::PasswordReset, LinkPurpose::Invitation]))
            .filter(link::Column::UsedAt.is_null())
            .filter(link::Column::ExpiresAt.gt(self.0.now()))
            .one(db)
            .await?;
        let Some(row) = found else { return Ok(None) };
        let user = user::Entity::find_by_id(row.user_id).one(db).await?;
        Ok(user.filter(|user| user.is_active).map(|user| (row, user)))
    }
}

/// Links sent to somebody before are worth nothing any more: their address or password is another, or they may no
/// longer sign in.
pub(crate) async fn forget_links(w: &Writer, id: UserId) -> Result<()> {
    link::Entity::delete_many().filter(link::Column::UserId.eq(id)).exec(w.tx()).await?;
    Ok(())
}

/// Tells somebody that their password was changed: if it was not by them, they learn of it.
pub(crate) async fn tell_of_change(services: &Services, w: &mut Writer, user: &user::Model) -> Result<()> {
    let letter = Letter::PasswordChanged {
        name: user.first_name.clone(),
        link: format!("{}/forgot-password", services.mail_options().public_url),
    };
    w.post(&address(user)?, user.language, &letter).await?;
    Ok(())
}

fn address(user: &user::Model) -> Result<Address> {
    Address::of(&user.first_name, &user.last_name, &user.email)
}
