//! Server functions of the outbox.

use crate::ApiError;
use domain::{
    MailId, Page,
    mail::{MailDetail, MailView},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// The mails of a query string: the page's own.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "mail/list", input = GetUrl, output = crate::Json)]
pub async fn list_mails(#[server(default)] query: String) -> Result<Page<MailView>, ApiError> {
    crate::backend::call(|s, by| async move {
        s.mails().list(&by, &domain::mail::MailQuery::from_url(&query).0).await
    })
    .await
}

/// A mail with its text.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "mail/get", input = GetUrl, output = crate::Json)]
pub async fn get_mail(id: MailId) -> Result<MailDetail, ApiError> {
    crate::backend::call(|s, by| async move { s.mails().get(&by, id).await }).await
}

/// Sends a mail now; then to its page.
///
/// # Errors
/// [`domain::Refusal::MailState`].
#[server(prefix = "/rpc", endpoint = "mail/retry", output = crate::Json)]
pub async fn retry_mail(id: MailId) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.mails().retry(&by, id).await }).await?;
    crate::backend::redirect(&format!("{}/{id}?done=retried", domain::mail::MailQuery::PATH));
    Ok(())
}
