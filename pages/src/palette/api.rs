//! The server functions of the search from anywhere: lines as the dialog shows them.

use super::{
    entry::{always, records},
    list::options,
};
use crate::{ApiError, backend, session::use_session};
use domain::palette::Found;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// What the words find among what the reader may read.
///
/// # Errors
/// [`domain::Error::SignedOut`].
pub async fn search_everywhere(q: String) -> Result<Found, ApiError> {
    backend::call(|s, by| async move { s.palette().search(&by, &q).await }).await
}

/// The lines of what the words find, in HTML.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "palette/search", input = GetUrl, output = crate::Json)]
pub async fn search_lines(q: String) -> Result<String, ApiError> {
    let found = search_everywhere(q).await?;
    let locale = use_session().locale;
    Ok(options(locale, records(locale, &found)).to_html())
}

/// The lines that are there whatever is typed, in HTML: patterns of what was opened before, pages, actions, lists to search in.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "palette/lines", input = GetUrl, output = crate::Json)]
pub async fn palette_lines() -> Result<String, ApiError> {
    backend::call(|_, _| async move { Ok(()) }).await?;
    let session = use_session();
    Ok(options(session.locale, always(&session)).to_html())
}
