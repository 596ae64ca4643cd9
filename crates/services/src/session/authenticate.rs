//! Who is behind an access token, from the database at every request: a change of rights takes effect at once.

use super::{Client, Known, SessionService, system};
use domain::{
    Caller, Error, Permission, Result, Role, SessionId, SiteId, SiteScope, Timestamp, UserId,
    access::Actor,
    settings::Security,
    user::{Language, Theme, Viewer},
};
use entity::{second_step, session, site, user, user_permission, user_site};
use sea_orm::{
    EntityTrait, FromQueryResult, JoinType, QuerySelect, QueryTrait, RelationTrait,
    sea_query::{Expr, ExprTrait},
};
use std::collections::BTreeMap;

/// One row for each pair of a site and a special permission of the user; either may be missing.
#[derive(FromQueryResult)]
struct Found {
    user_id: UserId,
    username: String,
    email: String,
    first_name: String,
    last_name: String,
    role: Role,
    language: Language,
    theme: Theme,
    is_active: bool,
    expires_at: Timestamp,
    revoked_at: Option<Timestamp>,
    site_id: Option<SiteId>,
    site_name: Option<String>,
    /// Sites of the plant.
    all_sites: i64,
    permission: Option<Permission>,
    granted: Option<bool>,
    /// When the second step of sign-in was set up.
    confirmed_at: Option<Timestamp>,
}

impl SessionService<'_> {
    /// The caller behind an access token. One statement.
    ///
    /// # Errors
    /// [`Error::SignedOut`] when the token is not ours or its time is over, when the session has ended or was
    /// ended, and when the account is disabled.
    pub async fn authenticate(&self, access_token: &str) -> Result<Caller> {
        self.recognize(access_token).await.map(|known| known.caller)
    }

    /// The caller behind an access token, and what the pages show of them. One statement.
    ///
    /// # Errors
    /// As [`Self::authenticate`].
    pub async fn recognize(&self, access_token: &str) -> Result<Known> {
        let claims = self.0.inner.auth.read(access_token).ok_or(Error::SignedOut)?;
        if claims.expired(self.0.now()) {
            return Err(Error::SignedOut);
        }
        self.known(claims.sid, claims.user_id).await
    }

    /// A caller as they are now: their permissions and sites may have changed. One statement.
    ///
    /// # Errors
    /// [`Error::SignedOut`] when their session has ended meanwhile.
    pub async fn again(&self, by: &Caller) -> Result<Caller> {
        let (Some(sid), Some(user)) = (by.session, by.user_id()) else { return Err(Error::SignedOut) };
        self.known(sid, user).await.map(|known| known.caller)
    }

    /// What the pages show of a caller who is signed in. One statement.
    ///
    /// # Errors
    /// [`Error::SignedOut`] when their session has ended meanwhile.
    pub async fn viewer(&self, by: &Caller) -> Result<Viewer> {
        let (Some(sid), Some(user)) = (by.session, by.user_id()) else { return Err(Error::SignedOut) };
        self.known(sid, user).await.map(|known| known.viewer)
    }

    /// The person of a session that is alive, if it is this user's.
    pub(super) async fn known(&self, sid: SessionId, user: UserId) -> Result<Known> {
        let reader = self.0.read(&system(&Client::default()), Permission::SessionManage)?;
        let sites = session::Entity::belongs_to(user_site::Entity)
            .from(session::Column::UserId)
            .to(user_site::Column::UserId)
            .into();
        let named = user_site::Entity::belongs_to(site::Entity)
            .from(user_site::Column::SiteId)
            .to(site::Column::Id)
            .into();
        let special = session::Entity::belongs_to(user_permission::Entity)
            .from(session::Column::UserId)
            .to(user_permission::Column::UserId)
            .into();
        let second = session::Entity::belongs_to(second_step::Entity)
            .from(session::Column::UserId)
            .to(second_step::Column::UserId)
            .into();
        let all_sites = site::Entity::find()
            .select_only()
            .expr(Expr::col((site::Entity, site::Column::Id)).count())
            .into_query();
        let found: Vec<Found> = session::Entity::find_by_id(sid)
            .select_only()
            .columns([session::Column::UserId, session::Column::ExpiresAt, session::Column::RevokedAt])
            .columns([user::Column::Username, user::Column::Email, user::Column::Role])
            .columns([user::Column::FirstName, user::Column::LastName, user::Column::IsActive])
            .columns([user::Column::Language, user::Column::Theme])
            .column(user_site::Column::SiteId)
            .column_as(site::Column::Name, "site_name")
            .columns([user_permission::Column::Permission, user_permission::Column::Granted])
            .column(second_step::Column::ConfirmedAt)
            .expr_as(Expr::SubQuery(None, Box::new(all_sites.into())), "all_sites")
            .join(JoinType::InnerJoin, session::Relation::User.def())
            .join(JoinType::LeftJoin, sites)
            .join(JoinType::LeftJoin, named)
            .join(JoinType::LeftJoin, special)
            .join(JoinType::LeftJoin, second)
            .into_model()
            .all(reader.db)
            .await?;
        let first = found.first().ok_or(Error::SignedOut)?;
        let alive = first.revoked_at.is_none() && first.expires_at > self.0.now();
        if !alive || !first.is_active || first.user_id != user {
            return Err(Error::SignedOut);
        }
        // A permission is special once per user, so that it comes with every site and means the same each time.
        let permissions = found
            .iter()
            .filter_map(|f| f.permission.zip(f.granted))
            .fold(first.role.permissions(), |set, (permission, granted)| set.with(permission, granted));
        let own: BTreeMap<SiteId, &Option<String>> =
            found.iter().filter_map(|f| Some((f.site_id?, &f.site_name))).collect();
        let site_name = if own.len() == 1 { own.values().find_map(|name| (*name).clone()) } else { None };
        let sites = match first.role {
            Role::Admin => SiteScope::All,
            _ => SiteScope::Only(own.into_keys().collect()),
        };
        let several_sites = match &sites {
            SiteScope::All => first.all_sites > 1,
            SiteScope::Only(own) => own.len() > 1,
        };
        let second_step_due =
            first.confirmed_at.is_none() && self.0.settings().get::<Security>().asks_second_step(first.role);
        let caller = Caller {
            actor: Actor::User(user),
            name: first.username.clone(),
            role: first.role,
            permissions,
            sites,
            session: Some(sid),
            request_id: String::new(),
            idempotency_key: None,
            second_step_due,
        };
        let viewer = Viewer {
            id: user,
            name: format!("{} {}", first.first_name, first.last_name),
            email: first.email.clone(),
            role: first.role,
            language: first.language,
            theme: first.theme,
            permissions,
            sites: caller.sites.clone(),
            site_name,
            several_sites,
            second_step_due,
        };
        Ok(Known { caller, viewer })
    }
}
