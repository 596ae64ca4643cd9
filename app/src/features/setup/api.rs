//! The server function of the first start; the form itself is posted to `/session/setup`.

use crate::ApiError;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Whether this token opens the first setup now.
///
/// # Errors
/// [`domain::Error::Unavailable`].
#[server(prefix = "/rpc", endpoint = "session/setup-is-open", input = GetUrl, output = crate::Json)]
pub async fn setup_is_open(token: String) -> Result<bool, ApiError> {
    crate::backend::call_public(|s, _| async move { s.sessions().setup_token_is_valid(&token).await }).await
}
