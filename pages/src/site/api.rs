//! Server functions of sites.

use crate::{ApiError, record::record_functions};
use domain::{
    SiteId,
    site::{SiteDraft, SiteRef, SiteView},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Where the list is.
pub const LIST: &str = "/admin/sites";

record_functions!(save_site "site/save", delete_site "site/delete", SiteDraft, SiteId);

/// The caller's sites with what stands in them.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "site/list", input = GetUrl, output = crate::Json)]
pub async fn list_sites() -> Result<Vec<SiteView>, ApiError> {
    crate::backend::call(|s, by| async move { s.sites().all(&by).await }).await
}

/// The caller's sites by name, for a choice.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "site/choices", input = GetUrl, output = crate::Json)]
pub async fn site_choices() -> Result<Vec<SiteRef>, ApiError> {
    crate::backend::call(|s, by| async move { s.sites().choices(&by).await }).await
}
