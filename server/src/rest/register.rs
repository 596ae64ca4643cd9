//! Requests for an account over REST.

use super::input::{Fields, Id};
use crate::{
    AppState,
    edge::language::Language,
    error::{By, RestResult},
};
use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderName, StatusCode, header},
};
use domain::{
    RegistrationId,
    user::{ApprovalDraft, RegistrationDraft, RegistrationView, UserView},
};
use serde::{Deserialize, Serialize};
use services::{Client, Services};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(register))
        .routes(routes!(list))
        .routes(routes!(get))
        .routes(routes!(approve))
        .routes(routes!(refuse))
}

#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct RegisterBody {
    #[schema(example = "zoe.lebihan@usine.example")]
    email: String,
    first_name: String,
    last_name: String,
    /// `admin`, `supervisor`, `technician` or `client`; an administrator decides.
    #[schema(example = "technician")]
    role: String,
    password: String,
}

/// Ask for an account
///
/// Where the settings allow it (404 elsewhere). The answer is the same whether the address has an account or
/// not. A mail, in the language that `Accept-Language` asks for, confirms the address within 24 hours; then an
/// administrator decides. Asking often makes the wait longer (429 with `Retry-After`).
#[utoipa::path(post, path = "/auth/register", tag = "auth", security(()), request_body = RegisterBody,
    responses((status = ACCEPTED)))]
async fn register(
    State(s): State<Services>,
    Extension(client): Extension<Client>,
    Language(language): Language,
    fields: Fields,
) -> RestResult<StatusCode> {
    let RegisterBody { email, first_name, last_name, role, password } = fields.draft()?;
    let draft = RegistrationDraft { email, first_name, last_name, role, again: password.clone(), password };
    s.users().register(&draft, language, &client).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Confirmed requests that wait for a decision
///
/// The oldest first, at most a hundred, of the roles that the caller may give.
#[utoipa::path(get, path = "/registrations", tag = "users",
    responses((status = OK, body = Vec<RegistrationView>)))]
async fn list(By(by): By, State(s): State<Services>) -> RestResult<Json<Vec<RegistrationView>>> {
    Ok(Json(s.users().registrations(&by).await?))
}

/// One request for an account
#[utoipa::path(get, path = "/registrations/{id}", tag = "users", params(("id" = RegistrationId, Path)),
    responses((status = OK, body = RegistrationView)))]
async fn get(
    By(by): By,
    Id(id): Id<RegistrationId>,
    State(s): State<Services>,
) -> RestResult<Json<RegistrationView>> {
    Ok(Json(s.users().registration(&by, id).await?))
}

/// Make an account of a request
///
/// With the role and the sites given here, whatever was asked for. A mail tells the person.
#[utoipa::path(post, path = "/registrations/{id}/approve", tag = "users",
    params(("id" = RegistrationId, Path)), request_body = ApprovalDraft,
    responses((status = CREATED, body = UserView, headers(("location" = String)))))]
async fn approve(
    By(by): By,
    Id(id): Id<RegistrationId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<(StatusCode, [(HeaderName, String); 1], Json<UserView>)> {
    let made = s.users().approve_registration(&by, id, &fields.draft()?).await?;
    let location = format!("/api/v1/users/{}", made.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(made)))
}

/// Refuse a request for an account
///
/// It is gone; a mail tells the person.
#[utoipa::path(post, path = "/registrations/{id}/refuse", tag = "users",
    params(("id" = RegistrationId, Path)), responses((status = NO_CONTENT)))]
async fn refuse(By(by): By, Id(id): Id<RegistrationId>, State(s): State<Services>) -> RestResult<StatusCode> {
    s.users().refuse_registration(&by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
