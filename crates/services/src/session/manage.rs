//! One's own sessions: see them, end them.

use super::{SessionService, refresh::revoke};
use crate::access::Writer;
use domain::{
    Caller, Error, Noun, Permission, Result, SessionId, UserId,
    audit::{Action, Change},
    session::SessionView,
};
use entity::session;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

impl SessionService<'_> {
    /// Ends the caller's session; nothing to do for a caller without one.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn sign_out(&self, by: &Caller) -> Result<()> {
        let Some(sid) = by.session else { return Ok(()) };
        let mut w = self.0.write(by, Permission::SignInOwn).await?;
        if revoke(&w, sid).await? > 0 {
            w.record(Change::new(Action::SignedOut, Noun::Session, sid.0, None));
        }
        w.commit().await
    }

    /// The caller's live sessions, the last seen first.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn list(&self, by: &Caller) -> Result<Vec<SessionView>> {
        let reader = self.0.read(by, Permission::AccountOwn)?;
        let user = by.user_id().ok_or(Error::Forbidden)?;
        let rows = session::Entity::find()
            .filter(session::Column::UserId.eq(user))
            .filter(session::Column::RevokedAt.is_null())
            .filter(session::Column::ExpiresAt.gt(self.0.now()))
            .order_by_desc(session::Column::LastSeenAt)
            .order_by_desc(session::Column::Id)
            .limit(100)
            .all(reader.db)
            .await?;
        Ok(rows.into_iter().map(|row| view_of(by, row)).collect())
    }

    /// Ends one of the caller's sessions.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not theirs or has ended.
    pub async fn end(&self, by: &Caller, sid: SessionId) -> Result<()> {
        let mut w = self.0.write(by, Permission::AccountOwn).await?;
        let user = by.user_id().ok_or(Error::Forbidden)?;
        let own =
            session::Entity::find_by_id(sid).filter(session::Column::UserId.eq(user)).one(w.tx()).await?;
        if own.is_none() || revoke(&w, sid).await? == 0 {
            return Err(Error::NotFound(Noun::Session));
        }
        w.record(Change::new(Action::SessionsEnded, Noun::Session, sid.0, None));
        w.commit().await
    }

    /// Ends every session of the caller but this one, and tells how many.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn end_others(&self, by: &Caller) -> Result<u64> {
        let mut w = self.0.write(by, Permission::AccountOwn).await?;
        let user = by.user_id().ok_or(Error::Forbidden)?;
        let ended = end_all(&w, user, by.session).await?;
        if ended > 0 {
            w.record(Change::new(Action::SessionsEnded, Noun::User, user.0, None));
        }
        w.commit().await?;
        Ok(ended)
    }
}

/// A session as the caller sees it.
pub(crate) fn view_of(by: &Caller, s: session::Model) -> SessionView {
    SessionView {
        current: by.session == Some(s.id),
        id: s.id,
        created_at: s.created_at,
        last_seen_at: s.last_seen_at,
        user_agent: s.user_agent,
        address: s.address,
    }
}

/// Ends a user's sessions, but for one.
pub(crate) async fn end_all(w: &Writer, user: UserId, but: Option<SessionId>) -> Result<u64> {
    let mut ending = session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(w.now))
        .filter(session::Column::UserId.eq(user))
        .filter(session::Column::RevokedAt.is_null());
    if let Some(sid) = but {
        ending = ending.filter(session::Column::Id.ne(sid));
    }
    Ok(ending.exec(w.tx()).await?.rows_affected)
}
