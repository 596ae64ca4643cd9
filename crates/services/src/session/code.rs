//! The code after the password. Until it is right, all that a right password gives is a ticket: a one-time
//! token that opens nothing but the field for the code.

use super::{
    Client, SessionService, SignedIn, as_person, attempts, second_step,
    sign_in::{FirstStep, hold_if_unchanged},
    system, token, totp,
};
use crate::{access::Writer, user::view};
use domain::{
    Error, FieldCode, Permission, Result, Timestamp,
    session::{LinkPurpose, SecondStepKind, SignInDraft, TICKET_SECONDS, TypedCode},
};
use entity::{one_time_token as ticket, recovery_code, second_step as row, user};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, Select, sea_query::Expr,
};

/// How far a sign-in has come.
pub enum SignInStep {
    Done(Box<SignedIn>),
    /// The password was right and a code is asked for; the ticket proves the password for
    /// [`TICKET_SECONDS`].
    Code {
        ticket: String,
    },
}

impl SessionService<'_> {
    /// Signs somebody in whose code comes later, with [`Self::finish_sign_in`], if one is asked for.
    ///
    /// # Errors
    /// As [`Self::sign_in`].
    pub async fn begin_sign_in(&self, draft: &SignInDraft, client: &Client) -> Result<SignInStep> {
        let user = match self.first_step(draft, client).await? {
            FirstStep::Done(signed_in) => return Ok(SignInStep::Done(signed_in)),
            FirstStep::Code(user) => user,
        };
        let w = self.0.write(&system(client), Permission::SessionManage).await?;
        // A ticket of a password that is not the account's any more would outlive the change.
        if hold_if_unchanged(&w, &user).await?.is_none() {
            return Err(Error::field("password", FieldCode::WrongPassword));
        }
        forget_tickets(&w, user.id).await?;
        let ticket = token::new()?;
        let row = ticket::ActiveModel {
            purpose: Set(LinkPurpose::SecondStep),
            user_id: Set(user.id),
            token_hash: Set(token::hash(&ticket)),
            created_at: Set(w.now),
            expires_at: Set(w.now.plus_seconds(TICKET_SECONDS)),
            used_at: Set(None),
            ..Default::default()
        };
        row.insert(w.tx()).await?;
        w.commit().await?;
        Ok(SignInStep::Code { ticket })
    }

    /// Signs somebody in who has proven their password, with a code of their app or a recovery code.
    ///
    /// # Errors
    /// [`Error::SignedOut`] when the ticket is not ours, was used or is too old; [`FieldCode::WrongCode`] at
    /// `code`; [`Error::TooManyAttempts`] with the wait.
    pub async fn finish_sign_in(&self, ticket: &str, typed: &str, client: &Client) -> Result<SignedIn> {
        let reader = self.0.read(&system(client), Permission::SessionManage)?;
        let found = open_ticket(ticket, self.0.now()).one(reader.db).await?.ok_or(Error::SignedOut)?;
        let user = user::Entity::find_by_id(found.user_id).one(reader.db).await?;
        let user = user.filter(|user| user.is_active).ok_or(Error::SignedOut)?;
        self.second_step_of(user, Some(ticket), typed, client).await
    }

    /// Checks the code of somebody whose password was right, and begins their session. With the ticket, if there is
    /// one, that proves the password: a changed password takes it away.
    pub(super) async fn second_step_of(
        &self,
        user: user::Model,
        ticket: Option<&str>,
        typed: &str,
        client: &Client,
    ) -> Result<SignedIn> {
        if typed.trim().is_empty() {
            return Err(Error::field("code", FieldCode::CodeRequired));
        }
        // By the account, whichever name was typed: nobody gets more tries by signing in again.
        let tried = self.tried_code(user.id, client).await?;
        let w = self.0.write(&system(client), Permission::SessionManage).await?;
        let claimed = attempts::claim_for(&w, self.0.settings().free_tries(), tried).await?;
        w.commit().await?;

        let mut w = self.0.write(&as_person(&user, client), Permission::SessionManage).await?;
        let user = hold_if_unchanged(&w, &user).await?.ok_or(Error::SignedOut)?;
        if let Some(ticket) = ticket
            && open_ticket(ticket, w.now).one(w.tx()).await?.is_none()
        {
            return Err(Error::SignedOut);
        }
        let Some(kind) = self.take_code(&w, &user, typed).await? else {
            drop(w);
            let kind = TypedCode::read(typed).map(|code| code.kind());
            self.note_failure(Some(&user), client, kind, &claimed).await?;
            return Err(Error::field("code", FieldCode::WrongCode));
        };
        forget_tickets(&w, user.id).await?;
        attempts::forgive(&w, &claimed).await?;
        let (sid, tokens, user) = self.start(&mut w, user, client, Some(kind)).await?;
        w.commit().await?;
        let known = self.known(sid, user.id).await?;
        let device = self.device_after(user.id, client, self.0.now())?;
        Ok(SignedIn { known, user: view(user), tokens, device })
    }

    /// Uses up what was typed, if it is right. Of two who type the same at once, one gets in.
    async fn take_code(&self, w: &Writer, user: &user::Model, typed: &str) -> Result<Option<SecondStepKind>> {
        let Some(typed) = TypedCode::read(typed) else { return Ok(None) };
        let used = match &typed {
            TypedCode::Code(code) => {
                let Some(stored) = second_step::of(w.tx(), user.id).await? else { return Ok(None) };
                let secret = self.opened(&stored.secret, user.id);
                let step = secret.and_then(|s| totp::step_of(&s, code, stored.last_step, w.now));
                let Some(step) = step else { return Ok(None) };
                row::Entity::update_many()
                    .col_expr(row::Column::LastStep, Expr::value(Some(step)))
                    .filter(row::Column::Id.eq(stored.id))
                    .filter(row::Column::LastStep.lt(step))
                    .exec(w.tx())
                    .await?
            }
            TypedCode::Recovery(code) => {
                recovery_code::Entity::update_many()
                    .col_expr(recovery_code::Column::UsedAt, Expr::value(w.now))
                    .filter(recovery_code::Column::UserId.eq(user.id))
                    .filter(recovery_code::Column::CodeHash.eq(second_step::code_hash(user.id, code)))
                    .filter(recovery_code::Column::UsedAt.is_null())
                    .exec(w.tx())
                    .await?
            }
        };
        Ok((used.rows_affected == 1).then(|| typed.kind()))
    }
}

/// A ticket that can still be used.
fn open_ticket(ticket: &str, now: Timestamp) -> Select<ticket::Entity> {
    ticket::Entity::find()
        .filter(ticket::Column::TokenHash.eq(token::hash(ticket)))
        .filter(ticket::Column::Purpose.eq(LinkPurpose::SecondStep))
        .filter(ticket::Column::UsedAt.is_null())
        .filter(ticket::Column::ExpiresAt.gt(now))
}

/// What a right password opened is closed again.
pub(crate) async fn forget_tickets(w: &Writer, user: domain::UserId) -> Result<()> {
    ticket::Entity::delete_many()
        .filter(ticket::Column::UserId.eq(user))
        .filter(ticket::Column::Purpose.eq(LinkPurpose::SecondStep))
        .exec(w.tx())
        .await?;
    Ok(())
}
