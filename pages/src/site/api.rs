//! Server functions of sites.

use app::{ApiError, backend};
use domain::{SiteId, site::SiteDraft};
use leptos::prelude::*;

/// Where the list is.
pub const LIST: &str = "/admin/sites";

/// Creates a site, or changes the one with that id; then back to the list.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`].
#[server(prefix = "/rpc", endpoint = "site/save", output = app::Json)]
pub async fn save_site(#[server(default)] id: Option<SiteId>, draft: SiteDraft) -> Result<(), ApiError> {
    backend::call(|s, by| async move {
        match id {
            Some(id) => s.sites().update(&by, id, &draft).await,
            None => s.sites().create(&by, &draft).await,
        }
    })
    .await?;
    backend::redirect("/admin/sites?done=saved");
    Ok(())
}

/// Deletes a site that nothing uses; then back to the list.
///
/// # Errors
/// [`domain::Refusal::InUse`] with what stands in it.
#[server(prefix = "/rpc", endpoint = "site/delete", output = app::Json)]
pub async fn delete_site(id: SiteId) -> Result<(), ApiError> {
    let notice = backend::call(|s, by| async move {
        s.sites().delete(&by, id).await?;
        Ok(backend::notice(&s, &by, "deleted").await)
    })
    .await?;
    backend::redirect(&format!("/admin/sites?{notice}"));
    Ok(())
}
