//! Server functions of sites.

use crate::ApiError;
use domain::{
    SiteId,
    site::{SiteDraft, SiteRef, SiteView},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Where the list is.
pub const LIST: &str = "/admin/sites";

/// The caller's sites with what stands in them.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "site/list", input = GetUrl, output = crate::Json)]
pub async fn list_sites() -> Result<Vec<SiteView>, ApiError> {
    crate::backend::call(|s, by| async move { s.sites().list(&by).await }).await
}

/// The caller's sites by name, for a choice.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "site/choices", input = GetUrl, output = crate::Json)]
pub async fn site_choices() -> Result<Vec<SiteRef>, ApiError> {
    crate::backend::call(|s, by| async move { s.sites().choices(&by).await }).await
}

/// One site.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "site/get", input = GetUrl, output = crate::Json)]
pub async fn get_site(id: SiteId) -> Result<SiteView, ApiError> {
    crate::backend::call(|s, by| async move { s.sites().get(&by, id).await }).await
}

/// Creates a site, or changes the one with that id; then back to the list.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`].
#[server(prefix = "/rpc", endpoint = "site/save", output = crate::Json)]
pub async fn save_site(#[server(default)] id: Option<SiteId>, draft: SiteDraft) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move {
        match id {
            Some(id) => s.sites().update(&by, id, &draft).await,
            None => s.sites().create(&by, &draft).await,
        }
    })
    .await?;
    crate::backend::redirect("/admin/sites?done=saved");
    Ok(())
}

/// Deletes a site that nothing uses; then back to the list.
///
/// # Errors
/// [`domain::Refusal::InUse`] with what stands in it.
#[server(prefix = "/rpc", endpoint = "site/delete", output = crate::Json)]
pub async fn delete_site(id: SiteId) -> Result<(), ApiError> {
    let notice = crate::backend::call(|s, by| async move {
        s.sites().delete(&by, id).await?;
        Ok(crate::backend::notice(&s, &by, "deleted").await)
    })
    .await?;
    crate::backend::redirect(&format!("/admin/sites?{notice}"));
    Ok(())
}
