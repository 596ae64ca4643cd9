//! Who is behind an access token, from the database at every request: a change of rights takes effect at once.

use super::{Client, SessionService, system};
use domain::{
    Caller, Error, Permission, Result, Role, SessionId, SiteId, SiteScope, Timestamp, UserId, access::Actor,
};
use entity::{session, user, user_permission, user_site};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, RelationTrait};

/// One row per site of the user, or one without a site.
#[derive(FromQueryResult)]
struct Found {
    user_id: UserId,
    username: String,
    role: Role,
    is_active: bool,
    expires_at: Timestamp,
    revoked_at: Option<Timestamp>,
    site_id: Option<SiteId>,
}

impl SessionService<'_> {
    /// The caller behind an access token. Two statements.
    ///
    /// # Errors
    /// [`Error::SignedOut`] when the token is not ours or its time is over, when the session has ended or was
    /// ended, and when the account is disabled.
    pub async fn authenticate(&self, access_token: &str) -> Result<Caller> {
        let claims = self.0.inner.auth.read(access_token).ok_or(Error::SignedOut)?;
        if claims.expired(self.0.now()) {
            return Err(Error::SignedOut);
        }
        self.caller_of(claims.sid, claims.user_id).await
    }

    /// The caller of a session that is alive, if it is this user's.
    pub(super) async fn caller_of(&self, sid: SessionId, user: UserId) -> Result<Caller> {
        let reader = self.0.read(&system(&Client::default()), Permission::SessionManage)?;
        let sites = session::Entity::belongs_to(user_site::Entity)
            .from(session::Column::UserId)
            .to(user_site::Column::UserId)
            .into();
        let found: Vec<Found> = session::Entity::find_by_id(sid)
            .select_only()
            .columns([session::Column::UserId, session::Column::ExpiresAt, session::Column::RevokedAt])
            .column(user::Column::Username)
            .column(user::Column::Role)
            .column(user::Column::IsActive)
            .column(user_site::Column::SiteId)
            .join(JoinType::InnerJoin, session::Relation::User.def())
            .join(JoinType::LeftJoin, sites)
            .into_model()
            .all(reader.db)
            .await?;
        let first = found.first().ok_or(Error::SignedOut)?;
        let alive = first.revoked_at.is_none() && first.expires_at > self.0.now();
        if !alive || !first.is_active || first.user_id != user {
            return Err(Error::SignedOut);
        }
        let special: Vec<(Permission, bool)> = user_permission::Entity::find()
            .select_only()
            .columns([user_permission::Column::Permission, user_permission::Column::Granted])
            .filter(user_permission::Column::UserId.eq(user))
            .into_tuple()
            .all(reader.db)
            .await?;
        let permissions =
            special.into_iter().fold(first.role.permissions(), |set, (p, granted)| set.with(p, granted));
        let sites = match first.role {
            Role::Admin => SiteScope::All,
            _ => SiteScope::Only(found.iter().filter_map(|f| f.site_id).collect()),
        };
        Ok(Caller {
            actor: Actor::User(user),
            name: first.username.clone(),
            role: first.role,
            permissions,
            sites,
            session: Some(sid),
            request_id: String::new(),
            idempotency_key: None,
        })
    }
}
