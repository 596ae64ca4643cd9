//! The server function of the search from anywhere.

use crate::ApiError;
use domain::palette::Found;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// What the words find among what the reader may read.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "palette/search", input = GetUrl, output = crate::Json)]
pub async fn search_everywhere(q: String) -> Result<Found, ApiError> {
    crate::backend::call(|s, by| async move { s.palette().search(&by, &q).await }).await
}
