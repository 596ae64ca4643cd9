//! Server functions of the outbox.

use crate::{ApiError, backend};
use domain::{MailId, mail::MailQuery};
use leptos::prelude::*;

/// Sends a mail now; then to its page.
///
/// # Errors
/// [`domain::Refusal::MailState`].
#[server(prefix = "/rpc", endpoint = "mail/retry", output = crate::Json)]
pub async fn retry_mail(id: MailId) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.mails().retry(&by, id).await }).await?;
    backend::redirect(&format!("{}/{id}?done=retried", MailQuery::PATH));
    Ok(())
}
