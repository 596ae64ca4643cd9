//! The server function of one's own second step; its forms are posted to `/session/second-step/…`.

use crate::ApiError;
use domain::session::SecondStepView;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Where the caller stands with their second step.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "account/second-step", input = GetUrl, output = crate::Json)]
pub async fn my_second_step() -> Result<SecondStepView, ApiError> {
    crate::backend::call(|s, by| async move { s.sessions().second_step(&by).await }).await
}
