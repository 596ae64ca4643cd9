//! What waits for the reader, as counts in the navigation (`islands::enhance::waiting` shows them).

use crate::ApiError;
use domain::intervention::Waiting;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// What waits for the reader.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "intervention/waiting", input = GetUrl, output = crate::Json)]
pub async fn count_waiting() -> Result<Waiting, ApiError> {
    crate::backend::call(|s, by| async move { s.interventions().waiting(&by).await }).await
}
