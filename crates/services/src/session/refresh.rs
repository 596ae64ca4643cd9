//! Renewal: each refresh token is good for one use. One that comes back was copied, and ends its session.

use super::{Client, Renewed, SessionService, Tokens, system, token};
use crate::{Engine, access::Writer};
use domain::{
    Error, Noun, Permission, Result,
    audit::{Action, Change},
    session::REUSE_GRACE_SECONDS,
};
use entity::{refresh_token, session, user};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr,
};

impl SessionService<'_> {
    /// Goes on with a session: a new access token, and a new refresh token in the place of this one.
    ///
    /// A token used less than [`REUSE_GRACE_SECONDS`] ago is another tab's: it gets an access token and no
    /// refresh token. Used longer ago, it ends the session for whoever holds the new one as well.
    ///
    /// # Errors
    /// [`Error::SignedOut`].
    pub async fn refresh(&self, refresh_token: &str, client: &Client) -> Result<Renewed> {
        let mut w = self.0.write(&system(client), Permission::SessionManage).await?;
        let found = self.presented(&w, refresh_token).await?;
        let (presented, session) = found.ok_or(Error::SignedOut)?;
        let over =
            session.revoked_at.is_some() || session.expires_at <= w.now || presented.expires_at <= w.now;
        if over {
            return Err(Error::SignedOut);
        }
        let user = user::Entity::find_by_id(session.user_id).one(w.tx()).await?.ok_or(Error::SignedOut)?;
        if !user.is_active {
            return Err(Error::SignedOut);
        }
        let ends = self.refresh_end(session.created_at, w.now);
        let refresh = match presented.used_at {
            None => Some(self.rotate(&w, &presented, &session, ends, client).await?),
            Some(at) if w.now.seconds_since(at) < REUSE_GRACE_SECONDS => None,
            Some(_) => {
                revoke(&w, session.id).await?;
                w.record(Change::new(Action::TokenReused, Noun::Session, session.id.0, None));
                w.commit().await?;
                tracing::warn!(
                    session.id = %session.id, user.id = %user.id, client.address = %client.address,
                    "a used refresh token came back: session {} of user {} is ended", session.id, user.id
                );
                return Err(Error::SignedOut);
            }
        };
        let (access, access_seconds) = self.access_token(&user, session.id, w.now)?;
        let refresh_seconds = ends.seconds_since(w.now);
        w.commit().await?;
        let known = self.known(session.id, user.id).await?;
        Ok(Renewed { known, tokens: Tokens { access, access_seconds, refresh, refresh_seconds } })
    }

    /// The presented token and its session, locked until the commit.
    async fn presented(
        &self,
        w: &Writer,
        refresh_token: &str,
    ) -> Result<Option<(refresh_token::Model, session::Model)>> {
        let by_hash = refresh_token::Column::TokenHash.eq(token::hash(refresh_token));
        let mut select = refresh_token::Entity::find().filter(by_hash);
        if self.0.engine() == Engine::Postgres {
            // Two tabs at once: the second one waits, and then sees the first one's use.
            select = select.lock_exclusive();
        }
        let Some(presented) = select.one(w.tx()).await? else { return Ok(None) };
        let session = session::Entity::find_by_id(presented.session_id).one(w.tx()).await?;
        Ok(session.map(|session| (presented, session)))
    }

    async fn rotate(
        &self,
        w: &Writer,
        presented: &refresh_token::Model,
        session: &session::Model,
        ends: domain::Timestamp,
        client: &Client,
    ) -> Result<String> {
        let used = refresh_token::ActiveModel {
            id: Set(presented.id),
            used_at: Set(Some(w.now)),
            ..Default::default()
        };
        used.update(w.tx()).await?;
        let seen = session::ActiveModel {
            id: Set(session.id),
            last_seen_at: Set(w.now),
            expires_at: Set(ends),
            address: Set(client.address.chars().take(64).collect()),
            ..Default::default()
        };
        seen.update(w.tx()).await?;
        self.issue(w, session.id, ends).await
    }
}

/// Ends a session; its tokens are worth nothing from the next request on.
pub(crate) async fn revoke(w: &Writer, sid: domain::SessionId) -> Result<u64> {
    let ended = session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(w.now))
        .filter(session::Column::Id.eq(sid))
        .filter(session::Column::RevokedAt.is_null())
        .exec(w.tx())
        .await?;
    Ok(ended.rows_affected)
}
