//! Server functions of a forgotten password.

use crate::ApiError;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Whether a link that sets a new password can still be used.
///
/// # Errors
/// [`domain::Error::Unavailable`].
#[server(prefix = "/rpc", endpoint = "session/reset-link-is-open", input = GetUrl, output = crate::Json)]
pub async fn reset_link_is_open(token: String) -> Result<bool, ApiError> {
    crate::backend::call_public(|s, _| async move { s.sessions().reset_link_is_open(&token).await }).await
}
