//! Signing in by e-mail address or username.

use super::{Client, SessionService, SignedIn, Tokens, as_person, attempts, second_step, system, token};
use crate::{access::Writer, audit, password, user::view};
use domain::{
    Error, FieldCode, Noun, Result,
    audit::{Action, Change},
    job::Job,
    password::MAX,
    session::{SecondStepKind, SignInDraft},
};
use entity::{refresh_token, session, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter};

/// Where the password leads.
pub(super) enum FirstStep {
    Done(Box<SignedIn>),
    /// The person's second step is on.
    Code(Box<user::Model>),
}

impl SessionService<'_> {
    /// Signs somebody in. An unknown account, a wrong password and a disabled account give the same answer
    /// after the same work.
    ///
    /// # Errors
    /// [`Error::Invalid`] for empty fields, and [`FieldCode::WrongPassword`] at `password` for the rest;
    /// [`Error::TooManyAttempts`] with the wait.
    pub async fn sign_in(&self, draft: &SignInDraft, client: &Client) -> Result<SignedIn> {
        self.sign_in_with_code(draft, "", client).await
    }

    /// Signs somebody in with their password and, where one is asked for, a code of their app or a recovery
    /// code.
    ///
    /// # Errors
    /// As [`Self::sign_in`]; [`FieldCode::CodeRequired`] and [`FieldCode::WrongCode`] at `code`.
    pub async fn sign_in_with_code(
        &self,
        draft: &SignInDraft,
        code: &str,
        client: &Client,
    ) -> Result<SignedIn> {
        match self.first_step(draft, client).await? {
            FirstStep::Done(signed_in) => Ok(*signed_in),
            FirstStep::Code(user) => self.second_step_of(*user, None, code, client).await,
        }
    }

    /// The password.
    pub(super) async fn first_step(&self, draft: &SignInDraft, client: &Client) -> Result<FirstStep> {
        let login = draft.parse()?;
        let user = self.find(&login, client).await?;
        let tried = self.tried(&login, user.as_ref().map(|u| u.id), client).await?;
        let w = self.0.write(&system(client), domain::Permission::SessionManage).await?;
        let claimed = attempts::claim_for(&w, self.0.settings().free_tries(), tried).await?;
        w.commit().await?;

        // Nobody has a longer one: hashing it would be work for a stranger.
        let fits = draft.password.chars().count() <= MAX;
        let hash = user.as_ref().map(|u| u.password_hash.as_str()).filter(|_| fits);
        let typed = if fits { draft.password.as_str() } else { "" };
        let right = password::verify(typed, hash).await?;
        match user {
            Some(proven) if right && proven.is_active => {
                let mut w =
                    self.0.write(&as_person(&proven, client), domain::Permission::SessionManage).await?;
                let Some(user) = hold_if_unchanged(&w, &proven).await? else {
                    drop(w);
                    self.note_failure(Some(&proven), client, None, &claimed).await?;
                    return Err(Error::field("password", FieldCode::WrongPassword));
                };
                attempts::forgive(&w, &claimed).await?;
                if second_step::is_on(w.tx(), user.id).await? {
                    w.commit().await?;
                    return Ok(FirstStep::Code(Box::new(user)));
                }
                let (sid, tokens, user) = self.start(&mut w, user, client, None).await?;
                w.commit().await?;
                let known = self.known(sid, user.id).await?;
                let device = self.device_after(user.id, client, self.0.now())?;
                Ok(FirstStep::Done(Box::new(SignedIn { known, user: view(user), tokens, device })))
            }
            user => {
                self.note_failure(user.as_ref(), client, None, &claimed).await?;
                Err(Error::field("password", FieldCode::WrongPassword))
            }
        }
    }

    async fn find(&self, login: &str, client: &Client) -> Result<Option<user::Model>> {
        let reader = self.0.read(&system(client), domain::Permission::SessionManage)?;
        let is_them = user::Column::Email.eq(login).or(user::Column::Username.eq(login));
        Ok(user::Entity::find().filter(is_them).one(reader.db).await?)
    }

    pub(super) async fn note_failure(
        &self,
        user: Option<&user::Model>,
        client: &Client,
        second_step: Option<SecondStepKind>,
        claimed: &attempts::Claimed,
    ) -> Result<()> {
        let mut w = self.0.write(&system(client), domain::Permission::SessionManage).await?;
        // What was typed for an unknown account is not kept: it may be a password in the wrong field.
        let id = user.map_or(0, |u| u.id.0);
        let change = Change::new(Action::SignInFailed, Noun::User, id, None);
        w.record(change.after(audit_facts(client, second_step)));
        if claimed.locks {
            // Of nobody too: neither the answer nor its time tells whether there is an account.
            w.enqueue(&Job::AccountLocked { user: user.map(|u| u.id) }).await?;
        }
        w.commit().await
    }

    /// Begins a session for a user whose identity is proven.
    pub(super) async fn start(
        &self,
        w: &mut Writer,
        user: user::Model,
        client: &Client,
        second_step: Option<SecondStepKind>,
    ) -> Result<(domain::SessionId, Tokens, user::Model)> {
        let ends = self.refresh_end(w.now, w.now);
        let row = session::ActiveModel {
            user_id: Set(user.id),
            created_at: Set(w.now),
            last_seen_at: Set(w.now),
            expires_at: Set(ends),
            revoked_at: Set(None),
            user_agent: Set(client.user_agent.chars().take(300).collect()),
            address: Set(client.address.chars().take(64).collect()),
            ..Default::default()
        };
        let sid = row.insert(w.tx()).await?.id;
        let refresh = self.issue(w, sid, ends).await?;
        let seen =
            user::ActiveModel { id: Set(user.id), last_login_at: Set(Some(w.now)), ..Default::default() };
        let user = seen.update(w.tx()).await?;
        let (access, access_seconds) = self.access_token(&user, sid, w.now)?;
        let change = Change::new(Action::SignedIn, Noun::Session, sid.0, None);
        w.record(change.after(audit_facts(client, second_step)));
        let refresh_seconds = ends.seconds_since(w.now);
        Ok((sid, Tokens { access, access_seconds, refresh: Some(refresh), refresh_seconds }, user))
    }

    /// A new refresh token for the session.
    pub(super) async fn issue(
        &self,
        w: &Writer,
        sid: domain::SessionId,
        ends: domain::Timestamp,
    ) -> Result<String> {
        let token = token::new()?;
        let row = refresh_token::ActiveModel {
            session_id: Set(sid),
            token_hash: Set(token::hash(&token)),
            issued_at: Set(w.now),
            expires_at: Set(ends),
            used_at: Set(None),
            ..Default::default()
        };
        row.insert(w.tx()).await?;
        Ok(token)
    }
}

/// The account as it is now, held until the transaction ends, if the password that was checked against an earlier
/// reading is still its own and it may still sign in. Checking takes a while, in which the password may have been changed to
/// keep somebody out.
pub(crate) async fn hold_if_unchanged(w: &Writer, proven: &user::Model) -> Result<Option<user::Model>> {
    w.hold::<user::Entity>(proven.id).await?;
    let now = user::Entity::find_by_id(proven.id).one(w.tx()).await?;
    Ok(now.filter(|now| now.is_active && now.password_hash == proven.password_hash))
}

/// What the audit entry of a sign-in says beside who and when.
fn audit_facts(client: &Client, second_step: Option<SecondStepKind>) -> String {
    let mut facts = vec![("address", client.address.as_str())];
    facts.extend(second_step.map(|kind| ("second_step", kind.as_str())));
    audit::json(&facts)
}
