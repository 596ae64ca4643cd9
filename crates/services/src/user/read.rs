//! The only selects on accounts, but for sign-in's own.

use super::{UserService, invite::invitation, technician, view};
use crate::{
    access::Scope,
    keyset::{self, Ordering},
    local_time, search,
    session::{of_account, second_step, seconds_to_wait},
};
use domain::{
    Caller, Error, Noun, Page, Permission, Result, SiteId, SiteScope, UserId,
    site::SiteRef,
    user::{Permissions, UserDetail, UserDraft, UserQuery, UserRow, UserView, permission_texts},
};
use entity::{site, user, user_permission, user_site};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::Condition,
};

impl UserService<'_> {
    /// One page of the accounts, by last name. Three statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn list(&self, by: &Caller, query: &UserQuery) -> Result<Page<UserRow>> {
        use user::Column as C;
        let reader = self.0.read(by, Permission::UserRead)?;
        let mut filters = within(&reader.scope, by).add(search::holds_unindexed(C::SearchText, &query.q));
        if !query.role.is_empty() {
            filters = filters.add(C::Role.is_in(query.role.iter().copied()));
        }
        if let Some(active) = query.active {
            filters = filters.add(C::IsActive.eq(active));
        }
        if !query.site.is_empty() {
            let seen = user_site::Entity::find()
                .select_only()
                .column(user_site::Column::UserId)
                .filter(user_site::Column::SiteId.is_in(query.site.iter().copied()))
                .into_query();
            filters = filters.add(C::Id.in_subquery(seen));
        }
        let ordering = Ordering::by(C::SearchText, |u: &user::Model| (u.search_text.clone(), u.id.0));
        let filtered = user::Entity::find().filter(filters);
        let page = keyset::page(reader.db, filtered, |all| all, &ordering, &query.window).await?;
        let zone = local_time::plant(self.0);
        let people: Vec<UserId> = page.data.iter().map(|user| user.id).collect();
        let mut can = technician::of(reader.db, &people).await?;
        let row = |user: user::Model| {
            let last_login_local = user.last_login_at.map(|at| local_time::local(at, &zone));
            let technician = technician::shown(&user, can.remove(&user.id));
            UserRow { user: view(user), last_login_local, technician }
        };
        Ok(keyset::map(page, row))
    }

    /// One account.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there or shares no site with the caller.
    pub async fn get(&self, by: &Caller, id: UserId) -> Result<UserView> {
        let reader = self.0.read(by, Permission::UserRead)?;
        one(reader.db, within(&reader.scope, by), id).await.map(view)
    }

    /// One account, whole. Six statements.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there or shares no site with the caller.
    pub async fn detail(&self, by: &Caller, id: UserId) -> Result<UserDetail> {
        let reader = self.0.read(by, Permission::UserRead)?;
        let user = one(reader.db, within(&reader.scope, by), id).await?;
        let free = self.0.settings().free_tries();
        let locked = seconds_to_wait(reader.db, free, of_account(&user), self.0.now()).await?;
        let second_step = second_step::is_on(reader.db, id).await?;
        let invitation = invitation(self.0, &user);
        let mut detail = whole(reader.db, &reader.scope, user).await?;
        (detail.locked_seconds, detail.second_step, detail.invitation) = (locked, second_step, invitation);
        Ok(detail)
    }

    /// The account as its form has it, for those who may change it. Four statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`].
    pub async fn draft(&self, by: &Caller, id: UserId) -> Result<UserDraft> {
        let reader = self.0.read(by, Permission::UserManage)?;
        let user = one(reader.db, within(&reader.scope, by), id).await?;
        Ok(UserDraft::from(&whole(reader.db, &reader.scope, user).await?))
    }

    /// The caller's own account.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for a caller that is no person.
    pub async fn me(&self, by: &Caller) -> Result<UserView> {
        let reader = self.0.read(by, Permission::AccountOwn)?;
        let id = by.user_id().ok_or(Error::Forbidden)?;
        one(reader.db, Condition::all(), id).await.map(view)
    }
}

/// Accounts that a caller may know of: their own, and those with a site in common.
pub(super) fn within(scope: &Scope, by: &Caller) -> Condition {
    let SiteScope::Only(sites) = &scope.sites else { return Condition::all() };
    let colleagues = user_site::Entity::find()
        .select_only()
        .column(user_site::Column::UserId)
        .filter(user_site::Column::SiteId.is_in(sites.iter().copied()))
        .into_query();
    let known = Condition::any()
        .add(user::Column::Id.in_subquery(colleagues))
        .add_option(by.user_id().map(|me| user::Column::Id.eq(me)));
    // Inside of an "all", so that a filter added to it narrows.
    Condition::all().add(known)
}

/// The account with its sites, special permissions and skills. Three statements.
pub(super) async fn whole<C: ConnectionTrait>(
    db: &C,
    scope: &Scope,
    user: user::Model,
) -> Result<UserDetail> {
    let found: Vec<(SiteId, String, String)> = user_site::Entity::find()
        .select_only()
        .columns([user_site::Column::SiteId])
        .columns([site::Column::Code, site::Column::Name])
        .join(
            JoinType::InnerJoin,
            user_site::Entity::belongs_to(site::Entity)
                .from(user_site::Column::SiteId)
                .to(site::Column::Id)
                .into(),
        )
        .filter(user_site::Column::UserId.eq(user.id))
        .order_by_asc(user_site::Column::SiteId)
        .into_tuple()
        .all(db)
        .await?;
    let special = special(db, user.id).await?;
    let can = technician::of(db, &[user.id]).await?.remove(&user.id);
    let sites = found.into_iter().filter(|(id, ..)| scope.sites.contains(*id));
    Ok(UserDetail {
        sites: sites.map(|(id, code, name)| SiteRef { id, code, name }).collect(),
        permissions: permission_texts(&special),
        technician: technician::shown(&user, can),
        locked_seconds: None,
        second_step: false,
        invitation: None,
        version: user.version,
        user: view(user),
    })
}

/// What is granted to somebody and taken from them beside their role. One statement.
pub(super) async fn special<C: ConnectionTrait>(db: &C, id: UserId) -> Result<Permissions> {
    Ok(user_permission::Entity::find()
        .select_only()
        .columns([user_permission::Column::Permission, user_permission::Column::Granted])
        .filter(user_permission::Column::UserId.eq(id))
        .into_tuple()
        .all(db)
        .await?)
}

pub(super) async fn one<C: ConnectionTrait>(db: &C, within: Condition, id: UserId) -> Result<user::Model> {
    let found = user::Entity::find_by_id(id).filter(within).one(db).await?;
    found.ok_or(Error::NotFound(Noun::User))
}

/// Whether the caller may act on that account: nobody acts on who ranks as high or higher, but for themselves.
///
/// # Errors
/// [`Error::Forbidden`].
pub(super) fn is_manageable(by: &Caller, user: &user::Model) -> Result<()> {
    let own = by.user_id() == Some(user.id);
    if own || by.role.may_create().contains(&user.role) { Ok(()) } else { Err(Error::Forbidden) }
}
