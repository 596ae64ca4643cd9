//! Server functions of the audit trail.

use crate::ApiError;
use domain::{Page, audit::AuditRow};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// The entries of a query string: the page's own.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "audit/list", input = GetUrl, output = crate::Json)]
pub async fn list_audit(query: String) -> Result<Page<AuditRow>, ApiError> {
    crate::backend::call(|s, by| async move {
        s.audit().list(&by, &domain::audit::AuditQuery::from_url(&query).0).await
    })
    .await
}

/// The names of those who may stand in the trail.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "audit/people", input = GetUrl, output = crate::Json)]
pub async fn audit_people() -> Result<Vec<String>, ApiError> {
    crate::backend::call(|s, by| async move { s.audit().people(&by).await }).await
}
