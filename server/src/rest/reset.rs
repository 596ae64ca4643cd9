//! A forgotten password over REST.

use super::input::Fields;
use crate::{AppState, error::RestResult};
use axum::{Extension, extract::State, http::StatusCode};
use domain::session::{ForgotDraft, ResetDraft};
use serde::{Deserialize, Serialize};
use services::{Client, Services};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(forgot)).routes(routes!(reset))
}

#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct ForgotBody {
    #[schema(example = "technician@vigie.test")]
    email: String,
}

#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct ResetBody {
    /// From the link in the mail.
    token: String,
    new_password: String,
}

/// Ask for a link that sets a new password
///
/// The answer is the same whether the address has an account or not. The link is good for one use within ten
/// minutes. Asking often makes the wait longer (429 with `Retry-After`).
#[utoipa::path(post, path = "/auth/forgot-password", tag = "auth", security(()), request_body = ForgotBody,
    responses((status = ACCEPTED)))]
async fn forgot(
    State(s): State<Services>,
    Extension(client): Extension<Client>,
    fields: Fields,
) -> RestResult<StatusCode> {
    let ForgotBody { email } = fields.draft()?;
    s.sessions().forgot_password(&ForgotDraft { email }, &client).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Set a new password with the link
///
/// Every session of the account ends.
#[utoipa::path(post, path = "/auth/reset-password", tag = "auth", security(()), request_body = ResetBody,
    responses((status = NO_CONTENT)))]
async fn reset(
    State(s): State<Services>,
    Extension(client): Extension<Client>,
    fields: Fields,
) -> RestResult<StatusCode> {
    let ResetBody { token, new_password } = fields.draft()?;
    let draft = ResetDraft { again: new_password.clone(), new_password };
    s.sessions().reset_password(&token, &draft, &client).await?;
    Ok(StatusCode::NO_CONTENT)
}
