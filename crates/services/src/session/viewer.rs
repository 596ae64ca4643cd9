//! What the pages know of the person in front of them.

use super::SessionService;
use domain::{Caller, Error, Permission, Result, user::Viewer};
use entity::{site, user};
use sea_orm::{EntityTrait, QueryFilter, QuerySelect};

impl SessionService<'_> {
    /// The person behind the caller. Two statements.
    ///
    /// # Errors
    /// [`Error::SignedOut`] when the account is gone.
    pub async fn viewer(&self, by: &Caller) -> Result<Viewer> {
        let reader = self.0.read(by, Permission::AccountOwn)?;
        let id = by.user_id().ok_or(Error::SignedOut)?;
        let user = user::Entity::find_by_id(id).one(reader.db).await?.ok_or(Error::SignedOut)?;
        let mut sites: Vec<String> = site::Entity::find()
            .select_only()
            .column(site::Column::Name)
            .filter(reader.scope.on((site::Entity, site::Column::Id)))
            .limit(2)
            .into_tuple()
            .all(reader.db)
            .await?;
        Ok(Viewer {
            id,
            name: format!("{} {}", user.first_name, user.last_name),
            email: user.email,
            role: user.role,
            language: user.language,
            theme: user.theme,
            permissions: by.permissions,
            sites: by.sites.clone(),
            site_name: if sites.len() == 1 { sites.pop() } else { None },
        })
    }
}
